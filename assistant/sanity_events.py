"""Sanity of what a sheet tells in sentences: against its numbers, its year, and itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.ledger import Ledger
from assistant.remark import Remark, named, years_said
from assistant.sheet.facts import Sheet
from assistant.tracing import trace_figures
from corpus.blanks import find_blanks

_OF_YEAR = re.compile(r"(?:^|[，；。])(20\d\d)年")


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
