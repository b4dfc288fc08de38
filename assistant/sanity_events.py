"""Sanity of what a sheet tells in sentences: against its numbers, its year, and itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.arithmetic import places_of
from assistant.ledger import Ledger
from assistant.remark import Remark, amount, named, years_said
from assistant.sheet.facts import Sheet
from assistant.trace import show
from assistant.tracing import trace_figures
from corpus.blanks import find_blanks
from corpus.lexicon import lexicon
from corpus.measures import converted

_OF_YEAR = re.compile(r"(?:^|[，；。])(20\d\d)年")
_LARGER = {"元": "万元", "万元": "亿元"}
_LEAST, _PLACES = 10_000, 2


def told_otherwise(sheet: Sheet) -> Iterator[Remark]:
    """A sentence that gives a counted fact another value."""
    for told in sheet.facts:
        others = tuple(fact for fact in sheet.facts if fact is not told and not fact.text)
        ledger = Ledger.of(sheet.model_copy(update={"facts": others}))
        for trace in trace_figures(told.text, ledger, year=sheet.year_of(told)):
            if trace.verdict == "contradicts" and trace.source:
                yield Remark(
                    "warning",
                    (told.id, trace.source),
                    f"{told.id}“{told.text}”写的是{trace.figure.text}，"
                    f"{trace.source}是{trace.expected}，请核对是不是同一件事",
                )


def unlike_events(sheet: Sheet) -> Iterator[Remark]:
    """An event dated in another year than its fact is of, or with a name or number masked."""
    for fact in sheet.facts:
        year = sheet.year_of(fact)
        told = {int(found[1]) for found in _OF_YEAR.finditer(fact.text)}
        if told and year not in told:
            yield Remark(
                "warning",
                (fact.id,),
                f"{named(fact)}说的是{years_said(told)}年的事，按{year}年的写了进去，请核对",
            )
        if any(blank.value is None for blank in find_blanks(fact.text)):
            yield Remark(
                "warning", (fact.id,), f"{named(fact)}里还有遮盖或没填的地方，请写全或删去"
            )


def said_better(sheet: Sheet, *, spoken: bool) -> Iterator[Remark]:
    """Amounts that read better in a larger measure, and words one says but does not write."""
    for fact in sheet.facts:
        larger = _LARGER.get(fact.measure)
        if larger and fact.value is not None and abs(fact.value) >= _LEAST and not fact.say:
            value = converted(fact.value, fact.measure, larger).normalize()
            if places_of(value) <= _PLACES:
                yield Remark(
                    "warning",
                    (fact.id,),
                    f"{named(fact)}是{amount(fact)}，写成{show(value, larger)}更好读",
                )
        said = None if spoken else re.search("|".join(lexicon("colloquial")), fact.text)
        if said:
            yield Remark(
                "warning", (fact.id,), f"{named(fact)}里的“{said[0]}”是口语，会照写进稿子，请改写"
            )
