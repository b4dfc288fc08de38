"""Numbers written anew: a value in the measure, the places and the numerals of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.derived import is_share
from assistant.labels import base_value
from assistant.sheet.facts import Fact
from corpus.figures import Figure, same_amount
from corpus.numbering import chinese_number


def tells(figure: Figure, value: Decimal, measure: str) -> bool:
    """Whether the figure is this value, with its sign or told without."""
    return same_amount(figure.value, figure.measure, abs(value), measure) or same_amount(
        figure.value, figure.measure, value, measure
    )


def _scale(measure: str) -> Decimal:
    return base_value(Decimal(1), measure)


def in_measure(value: Decimal, measure: str, figure: Figure) -> Decimal:
    """The value in the figure's measure; written places stay where the scale is the same."""
    own, written = _scale(measure), _scale(figure.measure)
    if figure.value >= 0 > value:
        value = -value
    return value if own == written else without_zeros(value * own / written)


def without_zeros(value: Decimal) -> Decimal:
    """The value without zeros behind the point: growth of 18.0% is told as 18%."""
    short = value.normalize()
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short


def with_place(figure: Figure, fact: Fact) -> Figure:
    """The figure with at least the one place growth is reckoned to, however it was written."""
    wants = figure.measure == "%" and fact.measure != "%"
    whole = figure.value == figure.value.to_integral_value()
    return figure._replace(value=figure.value + Decimal("0.0")) if wants and whole else figure


def share_anew(figure: Figure, before: Sequence[Figure], now: Sequence[Figure]) -> Decimal | None:
    """The share anew, of the part and the whole it was of."""
    for at, part in enumerate(before):
        for of, whole in enumerate(before):
            if at != of and is_share(figure, [part, whole]) and part.value <= whole.value:
                exact = _base(now[at]) / _base(now[of]) * 100
                return exact.quantize(Decimal(1).scaleb(-max(1, _places(figure.value))))
    return None


def _base(figure: Figure) -> Decimal:
    return base_value(figure.value, figure.measure)


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def sign_of(fact: Fact) -> int:
    """1 where the fact rose, -1 where it fell, 0 where it did neither or nobody knows."""
    if fact.value is None or fact.previous is None:
        return 0
    return (fact.value > fact.previous) - (fact.value < fact.previous)


def written_as(value: Decimal, number: str) -> str:
    """The value in the numerals of ``number``, Arabic or Chinese; "" where it cannot be."""
    if number.isascii():
        return f"{value:,f}" if "," in number else f"{value:f}"
    if value == value.to_integral_value() and 0 < value < 100 and "分之" not in number:
        return chinese_number(int(value))
    return ""
