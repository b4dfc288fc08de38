"""Steps in a clause: 由3家减至1家, told of a fact that knows last year's value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.brief import Slot
from assistant.derived import told_figures
from assistant.sheet.facts import Fact
from assistant.slotting import amount_span
from corpus.blanks import Blank
from corpus.figures import same_measure
from corpus.stepping import opposite, rises, tells_other_span, way_between


@dataclass(frozen=True, slots=True)
class Step:
    """Which blanks of a clause are the value there was and the one there is, and which way it went.

    ``before`` and ``after`` count in the blanks; ``way`` is the word itself (减).
    """

    before: int
    after: int
    way: str


def steps_in(clause: str, blanks: Sequence[Blank]) -> tuple[Step, ...]:
    """The steps that blanks of the clause tell, in order."""
    spans = [amount_span(clause, blank) for blank in blanks]
    steps: list[Step] = []
    for at, (first, second) in enumerate(pairwise(blanks)):
        both = first.sort == second.sort == "value" and same_measure(first.measure, second.measure)
        between = clause[spans[at][1] : spans[at + 1][0]]
        if both and (way := way_between(clause[: spans[at][0]], between)):
            steps.append(Step(at, at + 1, way))
    return tuple(steps)


def with_last_year(
    clause: str,
    blanks: Sequence[Blank],
    slots: Sequence[Slot],
    facts: Mapping[str, Fact],
    told: str,
) -> tuple[Slot, ...]:
    """The slots of a clause, those for the value there was filled where the sheet knows it.

    ``told`` is the whole sentence: where it speaks of more years than one, the value there was is
    not last year's.
    """
    filled = list(slots)
    for step in () if tells_other_span(told) else steps_in(clause, blanks):
        fact = facts.get(slots[step.after].fact)
        own = slots[step.after].derived or slots[step.before].fact
        if fact and not own and "previous" in told_figures(fact):
            filled[step.before] = replace(slots[step.before], fact=fact.id, derived="previous")
    return tuple(filled)


def on_its_way(text: str, slots: Sequence[Slot], facts: Mapping[str, Fact]) -> str:
    """A slotted clause whose steps go the way of their facts: 减至 becomes 增至 for a rise."""
    for at, slot in enumerate(slots[:-1]):
        fact = facts.get(slot.fact) if slot.derived == "previous" else None
        if fact and fact.value is not None and fact.previous is not None:
            text = _turned(text, at, is_rise=fact.value > fact.previous)
    return text


def _turned(text: str, at: int, *, is_rise: bool) -> str:
    before, _, behind = text.partition(f"⟦{at}⟧")
    between, mark, rest = behind.partition(f"⟦{at + 1}⟧")
    way = way_between(before, between)
    if not way or rises(way) in (None, is_rise):
        return text
    turned = re.sub(f"{way}(?=.$)", opposite(way), between)
    return f"{before}⟦{at}⟧{turned}{mark}{rest}"
