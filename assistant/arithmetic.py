"""Reckoning with figures: differences and growth, rounded as the trade rounds."""

from decimal import ROUND_HALF_UP, Decimal


def difference(value: Decimal, previous: Decimal) -> Decimal:
    """How much ``value`` differs from ``previous``, without sign, with the more places of both."""
    places = max(_places(value), _places(previous))
    return abs(value - previous).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def growth(value: Decimal, previous: Decimal, places: int = 1) -> Decimal:
    """The change from ``previous`` in percent, without sign, to ``places`` places.

    Raises:
        ZeroDivisionError: ``previous`` is zero; there is no growth from nothing.
    """
    if not previous:
        raise ZeroDivisionError("上年数值为零，算不出增幅")
    change = abs(value - previous) / abs(previous) * 100
    return change.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
