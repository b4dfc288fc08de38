"""The rows of 指标: blanks of one past report, or of several years' merged into one list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.likeness import Place
from assistant.matching import match_facts
from assistant.sheet.columns import NO, YES
from assistant.sheet.facts import Fact

_Alike = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class BlankRow:
    """One row of 指标: a blank of last year's report, and what of it may be filled beforehand.

    ``blank`` is the blank's id, ``sentence`` the clause it stands in, in last year's own words.
    ``previous`` is None where the value was masked. ``value`` is 同上年 or "". ``year`` is None
    where it is the document's own. ``fits`` names the kind it serves, when there are several.
    """

    blank: str
    section: str
    label: str
    measure: str
    sentence: str = ""
    previous: Decimal | None = None
    value: str = ""
    qualifier: str = ""
    year: int | None = None
    note: str = ""
    department: str = ""
    source: str = ""
    required: str = ""
    fits: str = ""
    target: str = ""


def matched_rows(facts: Sequence[Fact], rows: Sequence[BlankRow]) -> dict[int, str]:
    """Which fact speaks of which row, by the row's number and the fact's id; sure ones only."""
    places = [
        Place(str(at), "", row.label, row.sentence, row.sentence, row.measure, 0)
        for at, row in enumerate(rows)
    ]
    filled = match_facts(facts, places, years={fact.id: 0 for fact in facts}, homes={}).filled
    return {int(ref): fact for ref, fact in filled.items()}


def as_facts(rows: Sequence[BlankRow]) -> list[Fact]:
    """The rows as facts of their year, each with the row's number for its id."""
    return [
        Fact(id=str(at), label=row.label, value=row.previous or Decimal(0), unit=row.measure)
        for at, row in enumerate(rows)
    ]


def merged_years(years: Sequence[tuple[int, Sequence[BlankRow]]]) -> Iterator[BlankRow]:
    """The newest year's rows, and behind their section those only an older year had.

    Rows of two years are one when label and measure are the same, or when the older label surely
    speaks of the newer blank. What every year told is asked for by all means (必用).

    Args:
        years: Each year with its rows, the newest first.
    """
    newest, *older = years
    rows = _keyed(newest[1])
    told: Counter[_Alike] = Counter()
    for year, listed in older:
        for key, row in _known_as(_keyed(listed), rows).items():
            if key in rows:
                told[key] += 1
            else:
                note = f"{year}年写过，{newest[0]}年没有写"
                rows[key] = replace(row, previous=None, value="", note=note, required=NO)
    steady = {key for key, count in told.items() if count == len(older)}
    order = {section: at for at, section in enumerate(dict.fromkeys(r.section for r in newest[1]))}
    yield from sorted(
        (replace(row, required=YES) if key in steady else row for key, row in rows.items()),
        key=lambda row: order.get(row.section, len(order)),
    )


def _keyed(rows: Sequence[BlankRow]) -> dict[_Alike, BlankRow]:
    """Rows by label and measure, told apart by order where one report has several alike."""
    seen: Counter[tuple[str, str]] = Counter()
    keyed: dict[_Alike, BlankRow] = {}
    for row in rows:
        alike = (row.label, row.measure)
        keyed[*alike, seen[alike]] = row
        seen[alike] += 1
    return keyed


def _known_as(
    older: Mapping[_Alike, BlankRow], known: Mapping[_Alike, BlankRow]
) -> dict[_Alike, BlankRow]:
    """The older rows, those that surely speak of one of the known under that one's key."""
    left = [key for key in known if key not in older]
    fresh = [key for key in older if key not in known]
    found = matched_rows(as_facts([older[key] for key in fresh]), [known[key] for key in left])
    renamed = {fresh[int(fact)]: left[at] for at, fact in found.items()}
    return {renamed.get(key, key): row for key, row in older.items()}
