"""Sentences and clauses: where Chinese prose may be cut without cutting a quotation."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

_OPEN = "“‘《（(〈「『【〔["
_CLOSE = "”’》）)〉」』】〕]"
_SENTENCE_END = "。！？!?"
_CLAUSE_END = "，；。：！？,;:!?"


class Span(NamedTuple):
    """A stretch of a text: ``text`` stands at ``start:end``; ``stop`` is its closing mark or ""."""

    start: int
    end: int
    text: str
    stop: str

    @property
    def body(self) -> str:
        """The text without its closing mark."""
        return self.text[: len(self.text) - len(self.stop)]


@lru_cache(maxsize=8192)
def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of ``text`` with their closing marks; joined they are ``text`` again.

    Marks inside quotes, brackets and book titles do not end a sentence, but a quotation that
    closes with its own 。 at the end of ”  does.
    """
    return _split(text, _SENTENCE_END)


@lru_cache(maxsize=8192)
def split_clauses(text: str) -> tuple[Span, ...]:
    """The clauses of ``text``: the stretches between ，；。：, each with its closing mark."""
    return _split(text, _CLAUSE_END)


def _split(text: str, stops: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    start = depth = 0
    for found in _marks(stops).finditer(text):
        char, end = found[0], found.end()
        if char in _OPEN:
            depth += 1
            continue
        if char in _CLOSE:
            depth = max(0, depth - 1)
        if depth == 0 and _ends(text, end - 1, char, stops):
            spans.append(Span(start, end, text[start:end], char))
            start = end
    if start < len(text):
        spans.append(Span(start, len(text), text[start:], ""))
    return tuple(spans)


def _ends(text: str, at: int, char: str, stops: str) -> bool:
    """Whether the mark at ``at``, outside all brackets, ends a stretch."""
    if char in stops:
        return char not in ",:" or not _is_inside_number(text, at)
    if char != "”" or stops is not _SENTENCE_END:
        return False
    # A quotation that ends in 。” and is followed by a mark of its own sentence ends there.
    return text[at - 1 : at] in tuple(stops) and text[at + 1 : at + 2] not in tuple(stops)


@cache
def _marks(stops: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(_OPEN + _CLOSE + stops)}]")


def _is_inside_number(text: str, at: int) -> bool:
    """The comma of 1,000 and the colon of 9:30 cut nothing."""
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    return len(around) == 2 and around.isascii() and around.isdigit()
