"""Figures recomputed from others: growth, differences, shares and totals, as they are written."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from assistant.arithmetic import growth
from assistant.labels import base_value
from assistant.sheet.facts import Fact
from corpus.figures import Figure, same_measure


def change_of(figure: Figure, fact: Fact) -> Decimal | None:
    """The fact's change from last year in the figure's measure and places, without its sign.

    A share's change is counted in 百分点, any other in % or in its own measure. None where the fact
    has no value of last year, or its change cannot be told in that measure.
    """
    if fact.value is None or fact.previous is None:
        return None
    step = abs(fact.value - fact.previous)
    if figure.measure.endswith("百分点"):
        return _rounded(figure, step) if fact.measure == "%" else None
    if figure.measure == "%":
        tells = fact.previous != 0 and fact.measure != "%"
        return growth(fact.value, fact.previous, _places(figure)) if tells else None
    if same_measure(figure.measure, fact.measure):
        return _rounded(figure, base_value(step, fact.measure) / _scale(figure))
    return None


def is_share(figure: Figure, amounts: Sequence[Figure]) -> bool:
    """Whether the figure is the percentage that one of the amounts makes of another."""
    if figure.measure != "%":
        return False
    return any(
        same_measure(part.measure, whole.measure)
        and _base(whole) != 0
        and _rounded(figure, _base(part) / _base(whole) * 100) == figure.value
        for part in amounts
        for whole in amounts
        if part is not whole
    )


def total_of(figure: Figure, before: Sequence[Figure]) -> Decimal | None:
    """What the amounts before a total come to in its measure; None for fewer than two."""
    parts = [
        _base(part)
        for part in before
        if part.sort == "amount" and same_measure(part.measure, figure.measure)
    ]
    total = sum(parts, Decimal(0)) / _scale(figure)
    return _rounded(figure, total) if len(parts) > 1 else None


def _base(figure: Figure) -> Decimal:
    return base_value(figure.value, figure.measure)


def _scale(figure: Figure) -> Decimal:
    return base_value(Decimal(1), figure.measure)


def _places(figure: Figure) -> int:
    return max(0, -int(figure.value.as_tuple().exponent))


def _rounded(figure: Figure, value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-_places(figure)), ROUND_HALF_UP)
