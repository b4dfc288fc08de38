"""The form: what this year's workbook asks, gathered from last year's report or several years'.

What the workbook lists is what drafting would ask for, because it is read off the plan of a draft
without a single fact: its blanks are the rows of 指标, what it may not tell without a fact or a
decision is 事项核实, and the names and dated phrases it must let go or change are 提法更新.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from assistant.brief import FAULT, Brief, Phrase
from assistant.likeness import compared_of
from assistant.plan import Plan
from assistant.planning import plan_draft
from assistant.sheet.blankrows import BlankRow, merged_years
from assistant.sheet.columns import SAME
from assistant.sheet.facts import Sheet
from assistant.sheet.phrasing import PhraseRow, phrase_rows
from assistant.slotting import amount_span
from assistant.stepping import steps_in
from corpus.blanks import Blank, find_blanks
from corpus.kinds import Kind
from corpus.matters import read_statements
from corpus.report import Report, Section

_COMPARISON = re.compile(
    r"^(?:较|比|同比|与)?(?:上年末|上年底|上年同期|去年同期|上年|去年|同期|年初)?(?:相比)?"
    r"(?:分别)?净?(?:增加|增长|上升|提高|减少|下降|降低|压减)[\d.*×X□%％万亿元个百分点次件人家项篇场余、和]*$"
)
_DEED_REASONS = ("去年的动作", "评价", "含去年的日期或届次")
_QUOTED = "引语"
# 连续14个月居第一, 近8年首次, 居全国前10位: such a number is the praise itself, asked for with it.
_SPAN = re.compile(r"(?:连续|近|时隔|第|前)$")
_PLACEHOLDER = "本单位"
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class DeedRow:
    """One row of 事项核实: a matter of last year in its own words, its clauses joined by ，."""

    past: str
    section: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One document the workbook serves: its kind, its year, and the report it follows.

    ``like`` is how the report is named in 参照: its id in the library, else its path.
    """

    kind: Kind
    year: int
    office: str
    like: str


@dataclass(frozen=True, slots=True)
class Form:
    """All that the workbook shows before anyone has filled it in."""

    papers: tuple[Paper, ...]
    blanks: tuple[BlankRow, ...] = ()
    deeds: tuple[DeedRow, ...] = ()
    phrases: tuple[PhraseRow, ...] = ()
    faults: tuple[str, ...] = ()
    quotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A report to make the form from, its kind, and how to name it in 参照."""

    report: Report
    kind: Kind
    like: str


def make_form(sources: Sequence[Source]) -> Form:
    """The form for next year's documents of the kinds there are, newest report first.

    Reports of one kind are years of one document: their blanks merge into one row each. With
    several kinds the form serves several documents, and each row says which.
    """
    kinds = dict.fromkeys(source.kind.id for source in sources)
    forms = [_form_of([each for each in sources if each.kind.id == kind]) for kind in kinds]
    if len(forms) == 1:
        return forms[0]
    return Form(
        papers=tuple(paper for form in forms for paper in form.papers),
        blanks=tuple(
            replace(row, fits=form.papers[0].kind.name) for form in forms for row in form.blanks
        ),
        deeds=_once_by_words(row for form in forms for row in form.deeds),
        phrases=_merged_phrases([form.phrases for form in forms]),
        faults=_once(row for form in forms for row in form.faults),
        quotations=_once(row for form in forms for row in form.quotations),
    )


def _form_of(sources: Sequence[Source]) -> Form:
    ordered = sorted(sources, key=lambda source: -source.report.year)
    newest, kind = ordered[0].report, ordered[0].kind
    year = newest.year + 1
    told = [_Telling(source.report, kind, year) for source in ordered]
    office = "" if find_blanks(newest.unit) else newest.unit
    return Form(
        papers=(Paper(kind, year, office, ordered[0].like),),
        blanks=tuple(merged_years([(each.report.year, list(each.blanks())) for each in told])),
        deeds=_once_by_words(told[0].deeds()),
        phrases=tuple(phrase_rows(told[0].plan, year)),
        faults=_once(told[0].faults()),
        quotations=_once(told[0].quotations()),
    )


class _Telling:
    """What one past report told, read off the plan of a draft that has no facts."""

    def __init__(self, report: Report, kind: Kind, year: int) -> None:
        bare = Sheet(unit=report.unit or _PLACEHOLDER, kind=kind.id, year=report.year + 1)
        self.report, self.kind, self.year = report, kind, year
        self.plan: Plan = plan_draft(bare, kind, report)

    # -- figures --

    def blanks(self) -> Iterator[BlankRow]:
        for brief in self.plan.briefs():
            for phrase in _phrases(brief):
                if phrase.ref in self.plan.words and phrase.reason != FAULT:
                    yield from self._blanks_of(phrase, brief)

    def _blanks_of(self, phrase: Phrase, brief: Brief) -> Iterator[BlankRow]:
        heading, words = self.plan.words[phrase.ref]
        blanks = find_blanks(words)
        # What 由3家减至1家 began from is last year's value of its end, and asked for with it.
        begins = {step.before for step in steps_in(words, blanks)}
        values = [blank for blank in blanks if blank.sort == "value"]
        for order, blank in enumerate(blanks):
            spans = phrase.reason.startswith(_DEED_REASONS) and _SPAN.search(words[: blank.start])
            if blank.sort == "value" and order not in begins and not spans:
                row = self._row(f"{phrase.ref}.{order}", blank, heading, words, brief)
                compared = self._compared(phrase.ref, words, values.index(blank), len(values))
                yield replace(row, label=compared + row.label)

    def _compared(self, ref: str, words: str, order: int, count: int) -> str:
        """What a bare 同比增长 compares: the label of the figure in the clause before it."""
        if not _COMPARISON.match(words):
            return ""
        base, number = ref.rsplit(".", 1)
        for at in range(int(number) - 1, -1, -1):
            before = self.plan.words.get(f"{base}.{at}", ("", ""))[1]
            counted = [blank.label for blank in find_blanks(before) if blank.sort == "value"]
            if counted and not _COMPARISON.match(before):
                return compared_of(counted, order, count)
        return ""

    def _row(self, ref: str, blank: Blank, heading: str, words: str, brief: Brief) -> BlankRow:
        own = self.plan.sheet.year
        same = self.kind.plan and blank.value is not None
        return BlankRow(
            blank=ref,
            section=heading,
            label=blank.label or without_amounts(words),
            measure=blank.measure,
            sentence=words,
            previous=blank.value,
            value=SAME if same else "",
            qualifier=blank.qualifier if self.kind.plan else "",
            year=None if brief.year == own else self.year + brief.year - own,
        )

    # -- deeds, faults and quotations --

    def deeds(self) -> Iterator[DeedRow]:
        for brief in self.plan.briefs():
            yield from self._matters(brief.gone)
            for line in (line for lines in brief.paragraphs for line in lines):
                yield from self._matters(line.phrases)

    def _matters(self, phrases: Sequence[Phrase]) -> Iterator[DeedRow]:
        """Each deed with the clauses that hang on it (成立…→从而…)."""
        matter: list[str] = []
        section = ""
        for phrase in phrases:
            is_deed = phrase.reason.startswith(_DEED_REASONS)
            hangs = bool(matter) and phrase.stance == "result"
            if matter and not hangs:
                yield DeedRow("，".join(matter), section)
                matter = []
            if (is_deed or hangs) and phrase.ref in self.plan.words:
                section, words = self.plan.words[phrase.ref]
                matter.append(words)
        if matter:
            yield DeedRow("，".join(matter), section)

    def quotations(self) -> Iterator[str]:
        """What last year quoted from above, sentence by sentence."""
        for brief in self.plan.briefs():
            for line in (line for lines in brief.paragraphs for line in lines):
                said = [
                    self.plan.words[phrase.ref][1]
                    for phrase in line.phrases
                    if phrase.reason.startswith(_QUOTED) and phrase.ref in self.plan.words
                ]
                if said:
                    yield "，".join(said)

    def faults(self) -> Iterator[str]:
        """Last year's problems, item by item."""
        briefs = {brief.id: brief for brief in self.plan.briefs()}
        for at, section in enumerate(self.report.sections, start=1):
            yield from self._faults_in(section, str(at), briefs)
        for brief in briefs.values():
            for phrase in _phrases(brief):
                if phrase.reason == FAULT:
                    yield self.plan.words[phrase.ref][1]

    def _faults_in(
        self, section: Section, place: str, briefs: dict[str, Brief], *, within: bool = False
    ) -> Iterator[str]:
        brief = briefs.get(place)
        within = brief.role == "problems" if brief else within
        if within:
            for at, text in enumerate(section.paragraphs):
                ref = f"{self.report.id}#{section.id}.{at}"
                if not any(each.startswith(f"{ref}.") for each in self.plan.words):
                    yield from _items(text)
        for at, child in enumerate(section.children, start=1):
            yield from self._faults_in(child, f"{place}.{at}", briefs, within=within)


def without_amounts(words: str) -> str:
    """The clause without its amounts, for a blank of which it does not say what is counted."""
    for blank in reversed(find_blanks(words)):
        start, end = amount_span(words, blank)
        words = words[:start] + words[end:]
    return words.strip("、，和及 ")


def _phrases(brief: Brief) -> Iterator[Phrase]:
    for lines in brief.paragraphs:
        for line in lines:
            yield from line.phrases


def _items(text: str) -> Iterator[str]:
    """A paragraph of problems cut at 一是, 二是 …; what leads up to them is left out."""
    item = ""
    for statement in read_statements(text):
        if statement.ordinal:
            if item:
                yield item
            item = statement.text
        elif item:
            item += statement.text
    yield item or text


def _once_by_words(rows: Iterable[DeedRow]) -> tuple[DeedRow, ...]:
    """A deed told twice is decided once, for wherever it stood."""
    first: dict[str, DeedRow] = {}
    for row in rows:
        first.setdefault(row.past, row)
    return tuple(first.values())


def _once(rows: Iterable[_Row]) -> tuple[_Row, ...]:
    return tuple(dict.fromkeys(rows))


def _merged_phrases(groups: Sequence[tuple[PhraseRow, ...]]) -> tuple[PhraseRow, ...]:
    merged: dict[str, PhraseRow] = {}
    for row in (row for group in groups for row in group):
        first = merged.get(row.past)
        merged[row.past] = replace(first, where=first.where + row.where) if first else row
    return tuple(merged.values())
