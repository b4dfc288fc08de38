"""Wordings of rounded figures: whether 超400万元 is true of 412.5万元."""

from __future__ import annotations

from decimal import Decimal

from assistant.arithmetic import places_of, rounded
from corpus.figures import Figure, find_figures, same_measure
from corpus.lexicon import lexicon
from corpus.measures import converted

_NEAR = Decimal("0.1")
_ROUNDING = ("above", "nearly", "about", "over")


def say_fault(value: Decimal, measure: str, qualifier: str, say: str) -> str:
    """What is wrong with ``say`` as a wording of the amount, in Chinese; "" when it is true.

    A wording that begins with its number stands under the fact's own ``qualifier`` (突破 250亿元).
    One without a figure (半数以上) is not judged.
    """
    bare = say[0].isdigit() or say[0] in "一二三四五六七八九十百千"
    figures = [
        figure
        for figure in find_figures(f"{qualifier}{say}" if bare else say)
        if figure.sort == "amount"
    ]
    told = [figure for figure in figures if same_measure(figure.measure, measure)]
    if figures and not told:
        return f"与计量单位“{measure}”不合，请改成同一计量单位的说法"
    for figure in told:
        if not is_true(figure, converted(value, measure, figure.measure)):
            return f"与数值 {value:f}{measure} 不符，请改说法，或核对数值"
    return ""


def rounds(figure: Figure, value: Decimal, measure: str) -> bool:
    """Whether a figure rounds this amount truly, by its own bound: 突破1700亿元 of 1718.5亿元.

    It must be of fewer digits than the amount, and not be off by more than a tenth.
    """
    if _sense(figure.qualifier) not in _ROUNDING or not same_measure(figure.measure, measure):
        return False
    exact = converted(value, measure, figure.measure)
    near = abs(exact - figure.value) <= abs(figure.value) * _NEAR
    return near and _digits(figure.value) < _digits(exact) and is_true(figure, exact)


def _digits(number: Decimal) -> int:
    return len(number.normalize().as_tuple().digits)


def is_true(figure: Figure, value: Decimal) -> bool:
    """Whether a figure with its bound is true of the value, which is in its own measure."""
    said = figure.value
    match _sense(figure.qualifier):
        case "above":
            return value >= said if figure.qualifier.endswith("突破") else value > said
        case "at_least":
            return value >= said
        case "at_most":
            return value <= said
        case "below":
            return value < said
        case "nearly":
            return said * (1 - _NEAR) <= value <= said
        case "about":
            return abs(value - said) <= abs(said) * _NEAR
        case "over":
            return said <= value < said + _last_step(said)
        case _:
            return rounded(value, places_of(said)) == said


def _sense(qualifier: str) -> str:
    table: dict[str, list[str]] = lexicon("bounds")
    return next((sense for sense, words in table.items() if qualifier in words), "")


def _last_step(number: Decimal) -> Decimal:
    """One of the last figure that is not zero: 100 for 400, 10 for 230."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
