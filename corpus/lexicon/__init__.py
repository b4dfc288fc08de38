"""The trade's words as data: one YAML file a subject, read once."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.shipped import parsed


@cache
def lexicon(name: str) -> Any:
    """What ``lexicon/<name>.yaml`` holds; the same object at every call, not to be changed."""
    text = (files("corpus.lexicon") / f"{name}.yaml").read_text(encoding="utf-8")
    return parsed(text)


def any_of(words: Iterable[str], behind: Mapping[str, str] | None = None) -> str:
    """A pattern for any of ``words``, the longest that fits.

    ``behind`` gives for some of them what must follow (a lookahead). Words that begin alike share
    their first character, so that a place is not tried for each.
    """
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rest = re.escape(word[1:]) + (behind or {}).get(word, "")
        rests.setdefault(word[0], []).append(rest)
    return "|".join(f"{re.escape(first)}(?:{'|'.join(each)})" for first, each in rests.items())
