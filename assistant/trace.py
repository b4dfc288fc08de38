"""What becomes of a figure when the sheet is asked for it: a verdict, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.figures import Figure

Verdict = Literal[
    "traced",  # value, measure, label and year are a fact's
    "derived",  # recomputed from facts: growth, difference, sum, share
    "carried",  # a plan's target of last year that the head lets stand
    "previous",  # last year's value, told as last year's
    "said",  # a year, date or meeting the sheet speaks of, or the period demands
    "apart",  # a count of the text's own parts, checked against its headings elsewhere
    "wrong label",
    "wrong measure",
    "wrong period",
    "contradicts",
    "past value",
    "does not add up",
    "stale year",
    "untraced",
]
SUPPORTED = frozenset(("traced", "derived", "carried", "previous", "said"))


@dataclass(frozen=True, slots=True)
class Trace:
    """What became of one figure: the verdict, the item it rests on or offends, and what it says.

    ``source`` is the item's id, a past report's id for a past value, "" when nothing is known;
    ``expected`` is what should stand there, in the item's words, or "".
    """

    figure: Figure
    verdict: Verdict
    source: str = ""
    expected: str = ""

    @property
    def supported(self) -> bool:
        """Whether the figure may stand."""
        return self.verdict in SUPPORTED


def show(value: Decimal, measure: str) -> str:
    """A value as the trade writes it: no exponent, measure behind."""
    return f"{value:f}{measure}"
