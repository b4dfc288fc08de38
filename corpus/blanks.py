"""Blanks: places in a report where a value stands or was masked."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

BlankSort = Literal["value", "name"]


@dataclass(frozen=True, slots=True)
class Blank:
    """A place in a text where a value stands or was masked.

    ``start`` and ``end`` bound the mask or the digits, without the measure. ``sort`` is "name"
    where a name was masked (市XXX局, 考察XX, “XXX路径”) and "value" otherwise. ``measure`` follows
    the blank (次, 亿元, %), ``qualifier`` bounds it (不少于, 突破); ``label`` is what is counted,
    in the words of its clause. ``value`` is None when masked.
    """

    start: int
    end: int
    text: str
    sort: BlankSort
    masked: bool
    value: Decimal | None
    measure: str
    qualifier: str
    label: str
