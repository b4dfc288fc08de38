"""A year's own report taken apart into the sheet it could have been drafted from.

What the office knew that year is in its report: the figures, what was done, and what fell short.
The form that ``nigao form`` makes of the report names the figures and deeds; here it is filled in
from the same report, so no fact is worded by hand and none is left out.
"""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.sheet.blankrows import BlankRow
from assistant.sheet.facts import Fact, Problem, Sheet
from assistant.sheet.form import DeedRow, Form, Source, make_form
from corpus.blanks import find_blanks
from corpus.kinds import Kind, kind_named
from corpus.matters import read_statements
from corpus.report import Report, Section
from eval.examined import from_report

_DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
_DIGIT = re.compile(r"[*＊×□Xx]")
_SOURCE = "当年材料"


@dataclass(frozen=True, slots=True)
class Truth:
    """A report with a number wherever one was masked, and the sheet made of it."""

    report: Report
    sheet: Sheet


def truth_of(report: Report) -> Truth:
    """The report as it would have been handed in, and its sheet."""
    whole = unmasked(report)
    return Truth(whole, sheet_of(whole))


# -- numbers where there were masks -------------------------------------------------------------


def unmasked(report: Report) -> Report:
    """The report with digits in place of masked values; the same ones every time."""
    dice = random.Random(f"{report.kind}{report.year}")
    return replace(
        report,
        opening=tuple(_with_digits(text, dice) for text in report.opening),
        sections=tuple(_section(section, dice) for section in report.sections),
        closing=tuple(_with_digits(text, dice) for text in report.closing),
    )


def _section(section: Section, dice: random.Random) -> Section:
    return replace(
        section,
        heading=_with_digits(section.heading, dice),
        paragraphs=tuple(_with_digits(text, dice) for text in section.paragraphs),
        children=tuple(_section(child, dice) for child in section.children),
    )


def _with_digits(text: str, dice: random.Random) -> str:
    for blank in reversed(find_blanks(text)):
        if blank.masked and blank.sort == "value":
            drawn = _DIGIT.sub(lambda _: str(dice.randint(1, 9)), blank.text)
            text = text[: blank.start] + drawn + text[blank.end :]
    return text


# -- the sheet ----------------------------------------------------------------------------------


def sheet_of(report: Report) -> Sheet:
    """The report's figures and deeds as facts, its faults as problems with their next steps."""
    kind = kind_named(report.kind)
    form = make_form([Source(report, kind, report.id)])
    steps = [] if kind.plan else list(_steps(report, kind))
    problems = list(_problems(form, [text for _, text in steps]))
    ahead = "".join(text for _, text in steps)
    facts = [
        *_figures(form, report, ahead),
        *_deeds(form.deeds, ahead),
        *(_event(text, heading) for heading, text in steps[len(problems) :]),
    ]
    return Sheet(
        unit=report.unit,
        kind=report.kind,
        year=report.year,
        date=_day(report),
        speaker=report.byline[0] if report.byline else "",
        facts=tuple(each.model_copy(update={"id": f"F{at}"}) for at, each in enumerate(facts, 1)),
        problems=tuple(problems),
    )


def _figures(form: Form, report: Report, ahead: str) -> Iterator[Fact]:
    """A fact a row of 指标; a number inside a deed or a next step is told with it."""
    told = "".join(deed.past for deed in form.deeds)
    seen: set[tuple[str, str, Decimal]] = set()
    for row in form.blanks:
        if row.previous is None or row.sentence in told or row.sentence in ahead:
            continue
        key = (row.label, row.measure, row.previous)
        if key not in seen:
            seen.add(key)
            yield _fact(row, report)


def _fact(row: BlankRow, report: Report) -> Fact:
    return Fact(
        label=row.label,
        value=row.previous,
        unit=row.measure,
        qualifier=row.qualifier,
        section=row.section,
        source=_SOURCE,
        # The form asks for the year after the report's.
        year=None if row.year is None else row.year - 1,
    )


def _deeds(deeds: Sequence[DeedRow], ahead: str) -> Iterator[Fact]:
    for deed in deeds:
        if deed.past not in ahead:
            yield _event(deed.past, deed.section)


def _event(text: str, section: str) -> Fact:
    return Fact(text=text.rstrip("。；，"), section=section, source=_SOURCE)


def _problems(form: Form, steps: Sequence[str]) -> Iterator[Problem]:
    """The faults in order, each with the next step that stands at the same place."""
    for at, fault in enumerate(form.faults):
        measure = steps[at].rstrip("。；") if at < len(steps) else ""
        text = re.sub(r"^[一二三四五六七八九十]+是", "", fault).rstrip("。；")
        yield Problem(id=f"P{at + 1}", text=text, status="新发现", measure=measure)


def _steps(report: Report, kind: Kind) -> Iterator[tuple[str, str]]:
    """(heading, text) of each next step, item by item; what only leads up to them is no step."""
    examined = from_report(report, kind)
    for piece in examined.bodies:
        leads = piece.section < 0 or any(examined.children(piece.section))
        if piece.role == "next" and not leads:
            heading = examined.sections[piece.section].heading
            yield from ((heading, item) for item in _items(piece.text))


def _items(text: str) -> Iterable[str]:
    """A paragraph's items without their ordinals; the whole of it where it has none."""
    items = [each for each in read_statements(text, plan=True) if each.ordinal]
    if not items:
        return (text.rstrip("。"),)
    return (each.text.removeprefix(each.ordinal).rstrip("。；") for each in items)


def _day(report: Report) -> datetime.date | None:
    found = _DATE.search(report.date or "".join(report.byline))
    return datetime.date(int(found[1]), int(found[2]), int(found[3])) if found else None
