"""The rows of 提法更新: last year's wording that belongs to a year, and what is proposed for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.brief import LOST_YEAR, Brief
from assistant.offices import Offices
from assistant.plan import Plan
from assistant.rolling import SHORTHAND
from assistant.sheet.columns import CHANGED, DROPPED, KEPT
from corpus.blanks import find_blanks
from corpus.names import find_names
from corpus.phrases import find_dated, find_stale

_IN_DEEDS = ("meeting", "document", "campaign")
_DEEDS = ("去年的动作", "评价")
_QUOTED = "引语"
_MASKED = "去年的材料隐去了名称，请写“改为：”和全称"
_ROUND_MASK = re.compile(r"[，；。：、]")
_BEFORE, _BEHIND = 4, 6
_MARKS = "与和、及"


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """One row of 提法更新: ``where`` the headings it stands under, ``basis`` why so this year.

    ``now`` is 沿用, 删, 改为：and the wording proposed, or "" where the tables say nothing.
    """

    past: str
    where: tuple[str, ...]
    now: str = ""
    basis: str = ""


def phrase_rows(plan: Plan, year: int) -> Iterator[PhraseRow]:
    """Every meeting, document, campaign and shorthand of the past report the plan follows."""
    rows: dict[str, PhraseRow] = {}
    for heading, text, brief, reason in _texts(plan):
        forward = plan.kind.plan or brief.role in ("next", "tasks", "guiding", "safeguards")
        for row in _rows_in(text, year, plan, reason, forward=forward):
            first = rows.get(row.past)
            where = (*first.where, heading) if first else (heading,)
            rows[row.past] = replace(first or row, where=where)
    yield from rows.values()


def _texts(plan: Plan) -> Iterator[tuple[str, str, Brief, str]]:
    """(heading, last year's words, brief, why they may not be told or "") in reading order."""
    headings = {section.id: section.heading for section in plan.like.walk()} if plan.like else {}
    for brief in plan.briefs():
        if brief.heading:
            past = _past_heading(brief.id, plan)
            yield past, past, brief, ""
        for lines in brief.paragraphs:
            for line in lines:
                for phrase in line.phrases:
                    if phrase.ref in plan.words:
                        heading, words = plan.words[phrase.ref]
                        yield headings.get(heading, heading), words, brief, phrase.reason


def _past_heading(place: str, plan: Plan) -> str:
    """The heading in last year's words; ``place`` counts sections from 1 (2.1.3)."""
    heading, sections = "", plan.like.sections if plan.like else ()
    for number in place.split("."):
        if not number.isdigit() or not 1 <= int(number) <= len(sections):
            return heading
        section = sections[int(number) - 1]
        heading, sections = section.heading, section.children
    return heading


def _rows_in(
    text: str, year: int, plan: Plan, reason: str, *, forward: bool
) -> Iterator[PhraseRow]:
    if reason.startswith(_QUOTED):
        return
    if reason == LOST_YEAR:
        yield PhraseRow(text, (), DROPPED, "只属于去年的说法")
        return
    yield from _dated(text, year, forward=forward)
    yield from _named(text, plan, in_deed=reason.startswith(_DEEDS))
    yield from _masked(text, plan)


def _dated(text: str, year: int, *, forward: bool) -> Iterator[PhraseRow]:
    """Phrases of the dated table: what it puts in their place, or that they still hold."""
    stale = find_stale(text, year, forward=forward)
    for each in stale:
        past = text[each.start : each.end]
        drops = each.drop or not each.replacement
        proposed = f"；可改为“{each.replacement}”" if drops and each.replacement else ""
        now = DROPPED if drops else f"{CHANGED}{each.replacement}"
        yield PhraseRow(past, (), now, each.reason + proposed)
    for span in find_dated(text):
        if all(span.end <= each.start or each.end <= span.start for each in stale):
            yield PhraseRow(span.text, (), KEPT, f"{year}年仍可用")


def _named(text: str, plan: Plan, *, in_deed: bool) -> Iterator[PhraseRow]:
    """Names and numbered shorthand of last year; inside a deed only what is told elsewhere too."""
    own = (plan.sheet.office, plan.like.unit if plan.like else "")
    names = find_names(text, own=tuple(sorted({each for each in own if each})))
    taken = [(name.start, name.end) for name in names]
    places = Offices(own[1], own[0]).places()
    for name in names:
        home = name.sort == "place" and any(place in name.text for place in places)
        if not home and (not in_deed or name.sort in _IN_DEEDS):
            yield PhraseRow(name.text, ())
    for found in SHORTHAND.finditer(text):
        if all(found.end() <= start or end <= found.start() for start, end in taken):
            yield PhraseRow(found[0].rstrip(_MARKS), ())


def _masked(text: str, plan: Plan) -> Iterator[PhraseRow]:
    office = plan.like.unit if plan.like else ""
    for blank in find_blanks(text):
        if blank.sort != "name":
            continue
        stretch = _around(text, blank.start, blank.end)
        if not (office and blank.text in office and office in text):
            yield PhraseRow(stretch, (), "", _MASKED)


def _around(text: str, start: int, end: int) -> str:
    """The mask with enough of its clause to be found again: its quotation, else some words."""
    for quoted in re.finditer(r"“[^”]*”|《[^》]*》", text):
        if quoted.start() <= start and end <= quoted.end():
            return quoted[0]
    before = _ROUND_MASK.split(text[max(0, start - _BEFORE) : start])[-1]
    behind = _ROUND_MASK.split(text[end : end + _BEHIND])[0]
    return before + text[start:end] + behind
