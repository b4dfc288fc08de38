"""A new paper: last year's report is found, and what it asks of this year becomes open facts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path

from assistant.followed import followed
from assistant.forming import FormOrder, gathered
from assistant.sheet.blankrows import BlankRow
from assistant.sheet.columns import YES
from assistant.sheet.facts import Fact, Sheet
from assistant.sheet.form import Form
from assistant.talk.paper import Paper
from corpus.blanks import find_blanks
from corpus.kinds import Kind, kind_named
from corpus.library import Library
from corpus.report import Report

MOST_ASKED = 8
"""So many values may be holes, and are asked for, before a first draft."""
_AUTUMN = 10
"""From this month on one writes of the year that ends, and plans the next."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the writer said of a new paper; "" and None where nothing was said."""

    kind: str
    year: int | None = None
    office: str = ""
    occasion: str = ""


def usual_year(kind: Kind, today: datetime.date) -> int:
    """The year a paper of this kind is most likely of, when it is begun ``today``."""
    forward = kind.plan or kind.id == "speech"
    ending = today.year if today.month >= _AUTUMN else today.year - 1
    return ending + 1 if forward else ending


def open_paper(
    asked: Beginning,
    paper_id: str,
    library: Library | None,
    today: datetime.date,
    own_kinds: Path | None = None,
) -> Paper:
    """The paper with open facts for the blanks of the newest earlier report of its kind.

    A speech follows one of its own theme where the newest is of another and there is one.
    Its office is the one said, else that report's; "" where it is to be asked for.

    Raises:
        KindError: there is no such kind.
        LibraryError: the library cannot be read.
    """
    kind = kind_named(asked.kind, own_kinds)
    year = asked.year or usual_year(kind, today)
    reports = library.reports() if library else ()
    sheet = Sheet(unit=asked.office, kind=kind.id, year=year, occasion=asked.occasion)
    like = followed("", sheet, library, own_kinds)
    named = sheet.model_copy(update={"office": _office(reports, like, asked.office)})
    return following(Paper(paper_id, named), like, library, own_kinds)


def following(
    paper: Paper, like: Report | None, library: Library | None, own_kinds: Path | None
) -> Paper:
    """The paper after ``like``: its blanks as open facts behind what is given already."""
    given = tuple(paper.given_facts())
    if like is None:
        return Paper(paper.id, paper.sheet.model_copy(update={"facts": given}))
    form = form_after(like, library, own_kinds)
    rows = _rows_not_given(form, given)
    at = max((int(f.id[1:]) for f in given if f.id[1:].isdigit()), default=0)
    needed = most_needed(rows)
    opened = (
        _as_fact(
            row, f"F{at + n}", paper.sheet.year, required=row.required == YES and n - 1 in needed
        )
        for n, row in enumerate(rows, 1)
    )
    sheet = paper.sheet.model_copy(update={"facts": (*given, *opened)})
    return Paper(paper.id, sheet, like.id, paper.draft, paper.talk)


def form_after(like: Report, library: Library | None, own_kinds: Path | None) -> Form:
    """What last year's report, with the years before it, asks to be filled in.

    Older reports only tell what every year told; blanks only they had are left out.
    """
    earlier = [
        report.id
        for report in (library.reports() if library else ())
        if report.kind == like.kind and report.year < like.year and report.unit == like.unit
    ]
    form = gathered(FormOrder((like.id, *earlier)), library, own_kinds)
    return form


def most_needed(rows: Sequence[BlankRow], most: int = MOST_ASKED) -> frozenset[int]:
    """The numbers of the rows to ask for: what every year told, the first of each section first."""
    steady = [at for at, row in enumerate(rows) if row.required == YES]
    pool = steady or list(range(len(rows)))
    by_section: dict[str, list[int]] = {}
    for at in pool:
        by_section.setdefault(rows[at].section, []).append(at)
    ranked = (at for turn in zip_longest(*by_section.values()) for at in turn if at is not None)
    return frozenset(islice(ranked, most))


def known_offices(reports: Iterable[Report]) -> tuple[str, ...]:
    """The offices of reports that tell theirs in full, the newest report's first."""
    newest = sorted(reports, key=lambda report: -report.year)
    return tuple(dict.fromkeys(each.unit for each in newest if each.unit and _in_full(each.unit)))


def _office(reports: Iterable[Report], like: Report | None, said: str) -> str:
    """The office: what was said, in full where a report has it so, else the followed report's.

    "" where that is masked, or where there is none to follow and more than one to choose from.
    """
    known = known_offices(reports)
    if said:
        return next((unit for unit in known if unit.endswith(said)), said)
    if like:
        return like.unit if _in_full(like.unit) else ""
    return known[0] if len(known) == 1 else ""


def _in_full(unit: str) -> bool:
    return not find_blanks(unit) and "*" not in unit and "X" not in unit.upper()


def _rows_not_given(form: Form, given: tuple[Fact, ...]) -> list[BlankRow]:
    filled = {fact.blank for fact in given if fact.blank}
    labels = {(fact.label, fact.measure) for fact in given}
    return [
        row
        for row in form.blanks
        if not row.note.endswith("没有写")
        and row.blank not in filled
        and (row.label, row.measure) not in labels
    ]


def _as_fact(row: BlankRow, ref: str, year: int, *, required: bool) -> Fact:
    return Fact(
        id=ref,
        label=row.label,
        unit=row.measure,
        previous=row.previous,
        qualifier=row.qualifier,
        section=row.section,
        department=row.department,
        source=row.source,
        year=None if row.year == year else row.year,
        required=required,
        blank=row.blank,
    )
