"""Reckoning with figures: sums, differences, growth and shares, rounded as the trade rounds.

Every sum a writer tells or a check recomputes is made here, half up, so that the two cannot
differ. Amounts of unlike measures (人 and 人次) are never added or compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from corpus.measures import converted

PERCENT_PLACES = 1
"""The places of a percentage where the sheet shows none: 12.3%."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in its measure; a fall's change is negative."""

    value: Decimal
    measure: str


def places_of(number: Decimal) -> int:
    """The decimal places a number is written with."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rounded(value: Decimal, places: int) -> Decimal:
    """The value with this many places, a 5 rounded away from 0, as 四舍五入 has it."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def change(value: Decimal, previous: Decimal) -> Decimal:
    """What ``value`` is more than ``previous``, with the more places of both; a fall is < 0."""
    return rounded(value - previous, max(places_of(value), places_of(previous)))


def difference(value: Decimal, previous: Decimal) -> Decimal:
    """How much ``value`` differs from ``previous``, without sign, with the more places of both."""
    return abs(change(value, previous))


def percent_change(value: Decimal, previous: Decimal, places: int = PERCENT_PLACES) -> Decimal:
    """The change from ``previous`` in percent of it, to ``places`` places; a fall is < 0.

    Raises:
        ZeroDivisionError: ``previous`` is zero; there is no growth from nothing.
    """
    if not previous:
        raise ZeroDivisionError("上年数值为零，算不出增幅")
    return rounded((value - previous) / abs(previous) * 100, places)


def growth(value: Decimal, previous: Decimal, places: int = PERCENT_PLACES) -> Decimal:
    """As :func:`percent_change`, without sign."""
    return abs(percent_change(value, previous, places))


def share(part: Amount, whole: Amount, places: int = PERCENT_PLACES) -> Decimal:
    """What ``part`` is of ``whole`` in percent: 占比, and 完成率 where ``whole`` is the target.

    Raises:
        ValueError: the measures do not convert into one another.
        ZeroDivisionError: ``whole`` is zero.
    """
    if not whole.value:
        raise ZeroDivisionError("总数为零，算不出占比")
    return rounded(converted(part.value, part.measure, whole.measure) / whole.value * 100, places)


def total(parts: Sequence[Amount], measure: str = "") -> Amount:
    """What the parts come to, in ``measure`` or else the first one's, with the most places of all.

    Raises:
        ValueError: there are no parts, or their measures do not convert into one another.
    """
    if not parts:
        raise ValueError("没有可合计的数")
    wanted = measure or parts[0].measure
    values = [converted(part.value, part.measure, wanted) for part in parts]
    return Amount(sum(values, Decimal(0)), wanted)
