"""Where the words of a query stand in a passage."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

Span = tuple[int, int]
_WORDS = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")


def highlights(query: str, text: str) -> tuple[Span, ...]:
    """The stretches of ``text``, from start up to end, that a search for ``query`` found it by.

    As in the search, two characters side by side count, or a whole Latin word or number, and
    full-width forms are as good as others. Stretches that touch are one.
    """
    wanted = _pieces(query)
    folded = _folded(text)
    marked = [False] * len(text)
    for start, end in _piece_spans(folded):
        if folded[start:end] in wanted:
            marked[start:end] = [True] * (end - start)
    return tuple(_runs(marked))


def _pieces(query: str) -> frozenset[str]:
    folded = _folded(query)
    return frozenset(folded[start:end] for start, end in _piece_spans(folded))


def _piece_spans(folded: str) -> list[Span]:
    """The pairs of characters in Chinese runs, and whole Latin words, numbers and lone ones."""
    spans: list[Span] = []
    for word in _WORDS.finditer(folded):
        start, end = word.span()
        if word.group().isascii() or end - start == 1:
            spans.append((start, end))
        else:
            spans.extend((at, at + 2) for at in range(start, end - 1))
    return spans


def _folded(text: str) -> str:
    """``text`` in one width and case, each character in its old place."""
    return "".join(_folded_character(character) for character in text)


@cache
def _folded_character(character: str) -> str:
    return normalize("NFKC", character).lower()[:1] or character


def _runs(marked: list[bool]) -> list[Span]:
    edges = [False, *marked, False]
    starts = [at for at in range(len(marked)) if marked[at] and not edges[at]]
    ends = [at + 1 for at in range(len(marked)) if marked[at] and not edges[at + 2]]
    return list(zip(starts, ends, strict=True))
