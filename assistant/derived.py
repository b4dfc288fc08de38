"""Figures that follow from facts: changes, shares and totals, as they are told and recomputed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from assistant.arithmetic import (
    Amount,
    change,
    growth,
    percent_change,
    places_of,
    rounded,
    share,
    total,
)
from assistant.sheet.facts import Fact
from corpus.figures import Figure, same_measure
from corpus.measures import converted

POINTS = "个百分点"
_TIMES_A_YEAR = {"月": 12, "个月": 12, "季度": 4, "季": 4, "半年": 2, "周": 52, "年": 1}
_EACH = re.compile("每(个?月|季度?|半年|周|年)")
_FOUNDED = {"中国共产党成立": 1921, "建党": 1921, "中华人民共和国成立": 1949, "新中国成立": 1949}
_OTHER_BASIS = re.compile(
    r"口径(?:已|有|作了|进行了)?(?:调整|变化|变更|改变|不同|有变|不一致)|不可比|新口径|"
    r"(?:统计)?范围(?:已|有)?(?:调整|变化|扩大|缩小)"
)


def is_comparable(fact: Fact) -> bool:
    """Whether the fact's two values may be compared: both there, and counted in one way (口径)."""
    both = fact.value is not None and fact.previous is not None
    return both and not _OTHER_BASIS.search(f"{fact.note}，{fact.scope}，{fact.status}")


def derived_figures(fact: Fact) -> Mapping[str, Amount]:
    """What follows from the fact's value and last year's, by name; a fall is negative.

    ``difference`` (增减额) is in the fact's own measure, a share's in 个百分点; ``growth`` (增幅)
    in %, absent for a share or a zero before. Empty without last year's value, or
    where the fact's 口径 says that the two do not compare.
    """
    if fact.value is None or fact.previous is None or not is_comparable(fact):
        return {}
    is_share = same_measure(fact.measure, "%")
    figures = {
        "difference": Amount(
            change(fact.value, fact.previous), POINTS if is_share else fact.measure
        )
    }
    if fact.previous and not is_share:
        figures["growth"] = Amount(percent_change(fact.value, fact.previous), "%")
    return figures


def told_figures(fact: Fact) -> Mapping[str, Amount]:
    """What may be told of the fact beside its value: :func:`derived_figures`, and ``previous``.

    Last year's value is told only as where this year's came from (由3家减至1家), so it is absent
    where the two are the same, bound or worded otherwise, or below zero.
    """
    figures = dict(derived_figures(fact))
    moved = "difference" in figures and figures["difference"].value != 0
    if fact.previous is None or not moved or fact.qualifier or fact.say:
        return figures
    if min(fact.previous, amount_of(fact).value) >= 0:
        figures["previous"] = Amount(fact.previous, fact.measure)
    return figures


def amount_of(fact: Fact) -> Amount:
    """The fact's value with its measure.

    Raises:
        ValueError: the fact has no value.
    """
    if fact.value is None:
        raise ValueError(f"事实{fact.id}没有数值")
    return Amount(fact.value, fact.measure)


def change_of(figure: Figure, fact: Fact) -> Decimal | None:
    """The fact's change from last year in the figure's measure and places, without its sign.

    A share's change is counted in 百分点, any other in % or in its own measure. None where the fact
    has no value of last year to be compared with, or its change cannot be told in that measure.
    """
    if fact.value is None or fact.previous is None or not is_comparable(fact):
        return None
    places = places_of(figure.value)
    step = abs(fact.value - fact.previous)
    if figure.measure.endswith("百分点"):
        return rounded(step, places) if fact.measure == "%" else None
    if figure.measure == "%":
        tells = fact.previous != 0 and fact.measure != "%"
        return growth(fact.value, fact.previous, places) if tells else None
    if same_measure(figure.measure, fact.measure):
        return rounded(converted(step, fact.measure, figure.measure), places)
    return None


def is_share(figure: Figure, amounts: Sequence[Figure]) -> bool:
    """Whether the figure is the percentage that one of the amounts makes of another."""
    return shared(figure, amounts) is not None


def shared(figure: Figure, amounts: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """The amounts of which the figure is the percentage: part and whole; None for no such two."""
    if figure.measure != "%":
        return None
    pairs = (
        (part, whole)
        for part in amounts
        for whole in amounts
        if part is not whole
        and same_measure(part.measure, whole.measure)
        and whole.value != 0
        and share(_amount(part), _amount(whole), places_of(figure.value)) == figure.value
    )
    return next(pairs, None)


def total_of(figure: Figure, before: Sequence[Figure]) -> Decimal | None:
    """What the amounts before a total come to in its measure; None for fewer than two."""
    parts = [_amount(part) for part in parts_of_total(figure, before)]
    if len(parts) < 2:
        return None
    return rounded(total(parts, figure.measure).value, places_of(figure.value))


def parts_of_total(figure: Figure, before: Sequence[Figure]) -> list[Figure]:
    """The amounts before a total that it adds up: those in its measure."""
    return [
        part
        for part in before
        if part.sort == "amount" and same_measure(part.measure, figure.measure)
    ]


def _amount(figure: Figure) -> Amount:
    return Amount(figure.value, figure.measure)


def a_year(figure: Figure, lead: str) -> Decimal | None:
    """What a figure said of a part of the year comes to in all of it; None where it is not.

    ``lead`` is the clause before the figure: 每季度至少研究1次 is four times a year.
    """
    found = _EACH.search(lead)
    return None if found is None else figure.value * _TIMES_A_YEAR[found[1]]


def anniversary(figure: Figure, lead: str, year: int) -> bool:
    """Whether a figure is the anniversary that this year holds (中国共产党成立105周年)."""
    founded = next((since for name, since in _FOUNDED.items() if lead.endswith(name)), None)
    return founded is not None and figure.value == year - founded
