"""Other words for what a query speaks of: the trade's own, and those for everyday ones."""

from __future__ import annotations

from functools import lru_cache

from corpus.lexicon import lexicon


@lru_cache(maxsize=4096)
def kin_of(text: str) -> tuple[str, ...]:
    """The words of the trade for what ``text`` speaks of, without those it holds already.

    They come from ``kin.yaml``, where a group's words stand for one another, and from
    ``asked.yaml``, where everyday words lead to the trade's.
    """
    groups: list[list[str]] = [group for group in lexicon("kin") if _speaks_of(group, text)]
    groups += [row["trade"] for row in lexicon("asked") if _speaks_of(row["asked"], text)]
    words = dict.fromkeys(word for group in groups for word in group)
    return tuple(word for word in words if word not in text)


def _speaks_of(words: list[str], text: str) -> bool:
    return any(word in text for word in words)
