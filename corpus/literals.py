"""A table's fixed words, looked for together: which of them stand in a text.

A table has hundreds of words, a text holds few of them. A word can only stand where all its pairs
of neighbouring characters do: one look at the text's pairs spares a search for each word.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

# A text of some length is looked up in several tables, a short one in a single table.
_LONG = 500


class Literals:
    """Fixed words, none of them empty, that are looked for together."""

    def __init__(self, words: Iterable[str]) -> None:
        every = frozenset(words)
        self._single = tuple(word for word in every if len(word) == 1)
        self._by_pair: dict[int, list[tuple[str, frozenset[int]]]] = {}
        for word in every.difference(self._single):
            pairs = _pairs_of(word)
            self._by_pair.setdefault(min(pairs), []).append((word, pairs))
        self._pairs = frozenset(self._by_pair)

    def within(self, text: str) -> frozenset[str]:
        """Those of the words that stand in ``text``."""
        pairs = _kept_pairs_of(text) if len(text) > _LONG else _pairs_of(text)
        likely = [
            word
            for pair in self._pairs & pairs
            for word, own in self._by_pair[pair]
            if own <= pairs
        ]
        return frozenset(word for word in (*self._single, *likely) if word in text)


def _pairs_of(text: str) -> frozenset[int]:
    """The pairs of neighbouring characters, each as a number: a third of the cost of strings."""
    pairs: set[int] = set()
    units = memoryview(text.encode("utf-16-le", "surrogatepass"))
    for shifted in (units, units[2:]):
        pairs.update(shifted[: len(shifted) // 4 * 4].cast("I"))
    return frozenset(pairs)


_kept_pairs_of = lru_cache(maxsize=4)(_pairs_of)
