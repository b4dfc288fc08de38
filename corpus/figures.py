"""Figures in Chinese official prose: numbers with their measure and qualifier."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

FigureSort = Literal["amount", "year", "date", "ordinal"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its measure and qualifier, found in text.

    ``start`` and ``end`` bound the number and its measure in the text (the qualifier lies outside);
    ``number_end`` is where the number itself ends. ``value`` keeps the written places (9.80).
    ``measure`` is as written with ％ as %, 万/亿 kept with it (``亿元``, ``万人次``, ``个百分点``).
    ``qualifier`` is the word before or after that bounds it (不少于, 突破, 约, 余), else "".
    A year's value is its number (2026); a date's is yyyymmdd, with 00 for what is not written.
    """

    start: int
    end: int
    number_end: int
    text: str
    value: Decimal
    measure: str
    qualifier: str
    sort: FigureSort
