"""The workbook of a paper under way: last year's blanks with what has been given so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from assistant.sheet.columns import (
    CHANGED,
    DEED_COLUMNS,
    DEEDS,
    GUIDANCE,
    GUIDANCE_COLUMNS,
    PROBLEM_COLUMNS,
    PROBLEMS,
    YES,
)
from assistant.sheet.drawing import Table, Value
from assistant.sheet.facts import Decision, Fact, Sheet
from assistant.sheet.filling import (
    Book,
    drawn,
    fact_columns,
    fact_table,
    guide_lines,
    head_rows,
    in_columns,
    paper_name,
    phrase_table,
)
from assistant.sheet.form import Form

_SPARE = 8
_Row = dict[str, Value]


def current_workbook(form: Form, sheet: Sheet) -> bytes:
    """The form's workbook with the sheet's values, decisions, problems and guidance in it.

    Loading it again gives the facts and decisions that are in the sheet.
    """
    words = {row.blank: row.sentence for row in form.blanks}
    facts = [_fact(each, words.get(each.blank, "")) for each in sheet.facts if not each.text]
    said = {each.past: each for each in sheet.decisions}
    phrases = {row.past for row in form.phrases}
    tables = [
        fact_table(fact_columns(fits=False, target=False), facts, spare=_SPARE),
        _table(DEEDS, DEED_COLUMNS, [*_deeds(form, said, phrases), *_events(sheet)]),
        phrase_table(list(_phrases(form, said)), spare=_SPARE),
        _table(PROBLEMS, PROBLEM_COLUMNS, list(_with_hints(_problems(sheet), form.faults))),
        _table(GUIDANCE, GUIDANCE_COLUMNS, list(_with_hints(_guidance(sheet), form.quotations))),
    ]
    name = f"{paper_name(form.papers[0])}素材收集表"
    return drawn(Book(name, guide_lines(form), list(head_rows(form)), tables))


def _table(title: str, columns: Sequence[object], rows: Sequence[_Row]) -> Table:
    return Table(title, columns, in_columns(columns, rows), spare=_SPARE)  # type: ignore[arg-type]


def _fact(fact: Fact, words: str) -> _Row:
    return {
        "blank": fact.blank or None,
        "section": fact.section,
        "label": fact.label,
        "unit": fact.measure,
        "previous": fact.previous,
        "value": fact.value,
        "qualifier": fact.qualifier,
        "year": fact.year,
        "note": fact.note,
        "scope": fact.scope,
        "as_of": fact.as_of,
        "status": fact.status,
        "department": fact.department,
        "source": fact.source,
        "required": YES if fact.required else "",
        "confidential": YES if fact.confidential else "",
        "_sentence": words,
    }


def _deeds(form: Form, said: dict[str, Decision], phrases: set[str]) -> Iterator[_Row]:
    listed = {row.past for row in form.deeds}
    for row in form.deeds:
        yield {"past": row.past, **_decided(said.get(row.past))}
    for past, decision in said.items():
        if past not in listed | phrases:
            yield {"past": past, **_decided(decision)}


def _events(sheet: Sheet) -> Iterator[_Row]:
    """What happened this year, in the rows for new deeds: only 今年怎么说 is filled."""
    for fact in sheet.facts:
        if fact.text:
            yield {
                "text": fact.text,
                "section": fact.section,
                "department": fact.department,
                "source": fact.source,
            }


def _decided(decision: Decision | None) -> _Row:
    if decision is None:
        return {}
    return {
        "now": decision.now,
        "text": decision.text,
        "department": decision.department,
        "source": decision.source,
    }


def _phrases(form: Form, said: dict[str, Decision]) -> Iterator[_Row]:
    for row in form.phrases:
        decision = said.get(row.past)
        now = row.now
        if decision:
            now = f"{CHANGED}{decision.text}" if decision.now == "改为" else decision.now
        yield {"past": row.past, "_where": "；".join(row.where), "now": now, "source": row.basis}


def _problems(sheet: Sheet) -> Iterator[_Row]:
    for each in sheet.problems:
        yield each.model_dump(by_alias=True, exclude={"id"})


def _guidance(sheet: Sheet) -> Iterator[_Row]:
    for each in sheet.guidance:
        plain = each.model_dump(by_alias=True, exclude={"id", "quotes"})
        yield {**plain, "quotes": "\n".join(each.quotes)}


def _with_hints(rows: Iterator[_Row], hints: Sequence[str]) -> Iterator[_Row]:
    for row, hint in zip_longest(rows, hints):
        yield {**(row or {}), "_hint": hint}
