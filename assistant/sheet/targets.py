"""Targets: what the year's plan promised beside what the year brought."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.likeness import bigrams, share
from assistant.sheet.blankrows import BlankRow, as_facts, matched_rows
from assistant.sheet.facts import Fact, Sheet
from assistant.sheet.form import Form
from corpus.figures import Figure, find_figures, same_measure
from corpus.measures import format_amount

_AT_MOST = re.compile(r"不超过|不高于|不多于|以内|以下|控制在")
_OWNED_UP = re.compile(
    r"未达|未完成|没有完成|没有达到|未能|低于|少于|超过|超出|差距|不足|尚差|还差|滞后|偏少|未如期"
)
_SPEAKS = 0.5


@dataclass(frozen=True, slots=True)
class Missed:
    """A fact that fell short of its target; ``message`` says so in Chinese, with both numbers."""

    fact: Fact
    message: str


def missed_targets(sheet: Sheet) -> tuple[Missed, ...]:
    """The facts of the sheet that fell short of their 年初目标, in its order."""
    return tuple(
        Missed(fact, f"“{fact.label}”年初目标{fact.target}，实际{_shown(fact)}，没有完成")
        for fact in sheet.facts
        if (aim := _aim(fact)) is not None and _is_missed(fact, aim)
    )


def passed_over(sheet: Sheet, sentences: Iterable[str]) -> tuple[Missed, ...]:
    """Missed targets of which no sentence of a draft says that they were missed.

    A sentence does when it speaks of the fact's label and owns up (未达, 低于, 差距 …). A missed
    target passed over in silence is a finding C501: what had to be told is not.
    """
    told = [sentence for sentence in sentences if _OWNED_UP.search(sentence)]
    return tuple(
        missed
        for missed in missed_targets(sheet)
        if not any(
            share(bigrams(missed.fact.label), bigrams(sentence)) >= _SPEAKS for sentence in told
        )
    )


def _aim(fact: Fact) -> Figure | None:
    found = [figure for figure in find_figures(fact.target) if figure.sort == "amount"]
    return found[0] if len(found) == 1 else None


def _is_missed(fact: Fact, aim: Figure) -> bool:
    if fact.value is None or (aim.measure and not same_measure(aim.measure, fact.measure)):
        return False
    return fact.value > aim.value if _AT_MOST.search(fact.target) else fact.value < aim.value


def _shown(fact: Fact) -> str:
    return f"{fact.value:f}{fact.measure}" if fact.value is not None else ""


# -- into the form --------------------------------------------------------------------------------


def with_targets(form: Form, plan: Form) -> Form:
    """The form with what the year's plan promised beside each of its blanks.

    A target that no blank speaks of gets a row of its own, so that it is answered all the same.
    """
    promised = [row for row in plan.blanks if row.previous is not None]
    found = matched_rows(as_facts(promised), form.blanks)
    told = {row: _target(promised[int(fact)]) for row, fact in found.items()}
    rows = [replace(row, target=told.get(at, "")) for at, row in enumerate(form.blanks)]
    left = [row for at, row in enumerate(promised) if str(at) not in found.values()]
    return replace(form, blanks=(*rows, *map(_own_row, left)))


def _target(row: BlankRow) -> str:
    return "" if row.previous is None else format_amount(row.previous, row.measure, row.qualifier)


def _own_row(row: BlankRow) -> BlankRow:
    return BlankRow(
        blank="",
        section="",
        label=row.label,
        measure=row.measure,
        sentence=row.sentence,
        note="年初计划提出，去年的材料没有写",
        target=_target(row),
    )


def departments_from(form: Form, facts: Sequence[Fact]) -> Form:
    """The form with 责任科室 and 口径 as last year's sheet had them, and its values as last year's.

    A value that last year's report masks is taken from last year's sheet.
    """
    known = {fact.id: fact for fact in facts}
    found = matched_rows([fact for fact in facts if fact.value is not None], form.blanks)
    rows = _known_rows(form.blanks, {at: known[fact] for at, fact in found.items()})
    return replace(form, blanks=tuple(rows))


def _known_rows(rows: Sequence[BlankRow], found: dict[int, Fact]) -> Iterator[BlankRow]:
    for at, row in enumerate(rows):
        fact = found.get(at)
        if fact is None:
            yield row
            continue
        yield replace(
            row,
            previous=row.previous if row.previous is not None else fact.value,
            department=fact.department,
            note=row.note or fact.note,
            source=fact.source,
        )
