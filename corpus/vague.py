"""Quantities, ranks and totals told without a number (翻番, 过半, 数百家): claims like figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.lexicon import lexicon


@dataclass(frozen=True, slots=True)
class Vague:
    """Words at ``start:end`` that tell how much or how good without a number, and ``why``."""

    start: int
    end: int
    text: str
    why: str


def find_vague(text: str) -> Iterator[Vague]:
    """Every such claim of the text, pattern by pattern."""
    for pattern, why in _patterns():
        for found in pattern.finditer(text):
            yield Vague(*found.span(), found[0], why)


@cache
def _patterns() -> Sequence[tuple[re.Pattern[str], str]]:
    return [(re.compile(entry["pattern"]), entry["why"]) for entry in lexicon("vague")]
