"""Sanity of a sheet before drafting: this year beside last year, and what a person should look at.

Nothing is changed and nothing is decided here. What contradicts itself is an error; what is only
unlikely is a warning.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from assistant.allotting import match_report
from assistant.arithmetic import Amount
from assistant.derived import derived_figures
from assistant.likeness import THRESHOLD, Place, bare_label, likeness
from assistant.matching import MARGIN
from assistant.remark import Remark, amount, giver, named, years_said
from assistant.sanity_events import said_better, told_otherwise, unlike_events
from assistant.sheet.facts import Fact, Sheet
from assistant.trace import show
from corpus.blanks import find_blanks
from corpus.figures import same_amount, same_measure
from corpus.kinds import Kind
from corpus.lexicon import lexicon
from corpus.measures import converted
from corpus.report import Report

STEEP = 5
"""How many times last year's value calls for a second look, or what part of it."""

_LEAST = 10  # 2次 to 12次 is nothing out of the way
_YEAR = re.compile(r"(20\d\d)[-/.年]")


@dataclass(frozen=True, slots=True)
class Row:
    """A fact beside its value of last year, which the sheet gives or the past report."""

    fact: Fact
    previous: Amount | None
    from_report: bool
    derived: Mapping[str, Amount]


@dataclass(frozen=True, slots=True)
class Review:
    """A sheet reviewed: its counted facts in order, and what to look at, errors first."""

    sheet: Sheet
    rows: tuple[Row, ...]
    remarks: tuple[Remark, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing contradicts itself."""
        return all(remark.severity != "error" for remark in self.remarks)

    def to_plain(self) -> dict[str, Any]:
        """The mapping ``facts check --json`` prints; numbers are text, places kept."""
        return {
            "unit": self.sheet.office,
            "kind": self.sheet.kind,
            "year": self.sheet.year,
            "passed": self.passed,
            "rows": [_plain_row(row) for row in self.rows],
            "remarks": [
                {"severity": each.severity, "facts": list(each.facts), "message": each.message}
                for each in self.remarks
            ],
        }


def review_sheet(sheet: Sheet, kind: Kind, past: Report | None = None) -> Review:
    """The sheet beside last year, with what contradicts itself or is unlikely.

    ``past`` gives last year's values where the sheet has none, and what they were measured in.
    """
    # Another year's report still tells what things are measured in, but not last year's values.
    is_last = past is not None and past.year == sheet.year - 1
    places = _past_places(sheet, kind, past) if is_last else {}
    rows = tuple(_row(fact, places.get(fact.id)) for fact in sheet.facts if fact.label)
    checks: tuple[Callable[[], Iterable[Remark]], ...] = (
        lambda: _conflicts(sheet),
        lambda: told_otherwise(sheet),
        lambda: _unknown(sheet),
        lambda: _unfit(sheet),
        lambda: _measured_otherwise(sheet, kind, past),
        lambda: () if past is None or is_last else _not_last(sheet, past),
        lambda: _not_as_reported(sheet, places),
        lambda: _leaps(rows),
        lambda: _years(sheet, kind),
        lambda: unlike_events(sheet),
        lambda: said_better(sheet, spoken=kind.is_spoken),
        lambda: _mixed(sheet),
    )
    remarks = [remark for check in checks for remark in check()]
    return Review(sheet, rows, tuple(sorted(remarks, key=lambda each: each.severity != "error")))


# -- this year beside last year ------------------------------------------------------------------


def _past_places(sheet: Sheet, kind: Kind, past: Report | None) -> Mapping[str, Place]:
    """The past report's blank of each fact, by the fact's id."""
    if past is None:
        return {}
    places, matching = match_report(sheet, kind, past)
    return {matching.filled[p.ref]: p for p in places if p.ref in matching.filled}


def _row(fact: Fact, place: Place | None) -> Row:
    told = _told_last(place) if place else None
    if fact.previous is None and told:
        value = converted(told.value, told.measure, fact.measure)
        beside = fact.model_copy(update={"previous": value})
        return Row(fact, Amount(value, fact.measure), True, derived_figures(beside))
    previous = None if fact.previous is None else Amount(fact.previous, fact.measure)
    return Row(fact, previous, False, derived_figures(fact))


def _told_last(place: Place) -> Amount | None:
    """Last year's value at the place; None where it was masked."""
    blank = find_blanks(place.clause)[int(place.ref.rpartition(".")[2])]
    return None if blank.value is None else Amount(blank.value, blank.measure)


def _plain_row(row: Row) -> dict[str, Any]:
    fact = row.fact
    return {
        "id": fact.id,
        "label": fact.label,
        "value": None if fact.value is None else f"{fact.value:f}",
        "unit": fact.measure,
        "previous": None if row.previous is None else f"{row.previous.value:f}",
        "previous_from": "report" if row.from_report else "sheet" if row.previous else None,
        "difference": _plain_amount(row.derived.get("difference")),
        "growth": _plain_amount(row.derived.get("growth")),
    }


def _plain_amount(amount: Amount | None) -> str | None:
    return None if amount is None else show(amount.value, amount.measure)


# -- what contradicts itself ---------------------------------------------------------------------


def _conflicts(sheet: Sheet) -> Iterator[Remark]:
    """One thing counted twice: with two values, or needlessly."""
    counted = [fact for fact in sheet.facts if fact.value is not None]
    for one, other in combinations(counted, 2):
        if not _is_same_thing(one, other, sheet):
            continue
        ids = (one.id, other.id)
        if _is_same_amount(one, other):
            yield Remark("warning", ids, f"{named(one)}和{named(other)}重复，请删去一条")
        else:
            yield Remark(
                "error",
                ids,
                f"{named(one)}是{amount(one)}{giver(one)}，{named(other)}是{amount(other)}"
                f"{giver(other)}，两个数对不上，请核实后只留一条",
            )


def _is_same_amount(one: Fact, other: Fact) -> bool:
    a, b = one.value, other.value
    return a is not None and b is not None and same_amount(a, one.measure, b, other.measure)


def _is_same_thing(one: Fact, other: Fact, sheet: Sheet) -> bool:
    return (
        bare_label(one.label) == bare_label(other.label) != ""
        and same_measure(one.measure, other.measure)
        and sheet.year_of(one) == sheet.year_of(other)
        and (one.scope, one.as_of) == (other.scope, other.as_of)
        and (not one.section or not other.section or one.section == other.section)
    )


# -- what is not known or does not fit -----------------------------------------------------------


def _unknown(sheet: Sheet) -> Iterator[Remark]:
    for fact in sheet.facts:
        if fact.label and fact.value is None and not fact.text and fact.required:
            whom = f"，请{fact.department}填报" if fact.department else "，请填报"
            yield Remark("warning", (fact.id,), f"{named(fact)}还没有今年的数{whom}")


def _unfit(sheet: Sheet) -> Iterator[Remark]:
    for fact in sheet.facts:
        wanted = _measures_for(fact.label)
        if fact.value is None or not wanted:
            continue
        if not any(same_measure(fact.measure, measure) for measure in wanted):
            said = f"“{fact.measure}”" if fact.measure else "没有计量单位"
            yield Remark("warning", (fact.id,), f"{named(fact)}{said}，多半不合，请核对计量单位")


def _measures_for(label: str) -> Sequence[str]:
    rows: list[dict[str, list[str]]] = lexicon("fitting")
    return next((row["measures"] for row in rows if label.endswith(tuple(row["ends"]))), ())


def _measured_otherwise(sheet: Sheet, kind: Kind, past: Report | None) -> Iterator[Remark]:
    """A fact without a blank that has one by its words, in another measure."""
    if past is None:
        return
    places, matching = match_report(sheet, kind, past)
    free = [place for place in places if place.ref not in matching.filled]
    for fact in sheet.facts:
        if fact.value is None or fact.id in matching.filled.values():
            continue
        likely = [
            (likeness(fact.label, place), place)
            for place in free
            if not same_measure(place.measure, fact.measure) and place.measure
        ]
        best = max(likely, key=lambda pair: pair[0], default=None)
        if best and best[0] >= THRESHOLD + MARGIN:
            yield Remark(
                "warning",
                (fact.id,),
                f"{named(fact)}填的是“{fact.measure}”，去年写的是“{best[1].measure}”"
                f"（{best[1].clause}），请核对",
            )


def _not_last(sheet: Sheet, past: Report) -> Iterator[Remark]:
    message = f"《{past.title}》是{past.year}年的，不是{sheet.year - 1}年的，没有从中取上年数值"
    yield Remark("warning", (), message)


def _not_as_reported(sheet: Sheet, places: Mapping[str, Place]) -> Iterator[Remark]:
    """Last year's value on the sheet, told otherwise in last year's report."""
    for fact in sheet.facts:
        told = _told_last(places[fact.id]) if fact.id in places else None
        if told is None or fact.previous is None:
            continue
        if not same_amount(fact.previous, fact.measure, told.value, told.measure):
            yield Remark(
                "warning",
                (fact.id,),
                f"{named(fact)}的上年数值是{show(fact.previous, fact.measure)}，"
                f"往年材料写的是{show(told.value, told.measure)}，请核对",
            )


# -- what is unlikely ----------------------------------------------------------------------------


def _leaps(rows: Iterable[Row]) -> Iterator[Remark]:
    for row in rows:
        now, before = row.fact.value, row.previous
        if now is None or before is None or not before.value or not now:
            continue
        times = abs(now / before.value)
        is_large = max(abs(now), abs(before.value)) > _LEAST
        if is_large and not Decimal(1) / STEEP <= times <= STEEP:
            yield Remark(
                "warning",
                (row.fact.id,),
                f"{named(row.fact)}从上年的{show(before.value, before.measure)}到"
                f"{amount(row.fact)}，相差五倍以上，请核对数值和计量单位",
            )


def _years(sheet: Sheet, kind: Kind) -> Iterator[Remark]:
    """A fact of a year that no section of the document speaks of, or counted in another year."""
    spoken_of = {sheet.year, *(sheet.year + section.year for section in kind.sections)}
    for fact in sheet.facts:
        year = sheet.year_of(fact)
        if year not in spoken_of:
            yield Remark(
                "warning",
                (fact.id,),
                f"{named(fact)}是{year}年的，本材料写的是{years_said(spoken_of)}年，不会写进去",
            )
        counted = _YEAR.match(fact.as_of)
        if counted and not year <= int(counted[1]) <= year + 1:
            yield Remark(
                "warning", (fact.id,), f"{named(fact)}截至{fact.as_of}，却是{year}年的数，请核对"
            )


def _mixed(sheet: Sheet) -> Iterator[Remark]:
    """Values counted to different days, or of different standing, that will stand together."""
    counted = [fact for fact in sheet.facts if fact.value is not None]
    for name, key in (("截至时间", "as_of"), ("状态", "status")):
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for fact in counted:
            if said := getattr(fact, key):
                groups[said].append(fact.id)
        if len(groups) > 1:
            told = "；".join(f"{said}：{'、'.join(ids)}" for said, ids in groups.items())
            ids = tuple(ref for group in groups.values() for ref in group)
            yield Remark("warning", ids, f"{name}不一致（{told}），请统一，或在文中分别写明")
