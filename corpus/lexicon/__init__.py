"""The trade's words as data: one YAML file a subject, read once."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.shipped import parsed


@cache
def lexicon(name: str) -> Any:
    """What ``lexicon/<name>.yaml`` holds; the same object at every call, not to be changed."""
    text = (files("corpus.lexicon") / f"{name}.yaml").read_text(encoding="utf-8")
    return parsed(text)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest that fits."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
