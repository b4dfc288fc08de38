"""A text cut into pieces of one look: Chinese, Latin and digits, and the marks of holes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Look = Literal["chinese", "latin", "hole"]

# Latin letters, digits and their ASCII marks; a space counts only between two of them.
_LATIN = r"[!-~]+(?: +[!-~]+)*"
_HOLE = r"【待补[^】]*】"
_PIECE = re.compile(rf"(?P<hole>{_HOLE})|(?P<latin>{_LATIN})|(?P<chinese>(?:(?!{_HOLE})[^!-~])+)")
_LOOKS: dict[str, Look] = {"hole": "hole", "latin": "latin", "chinese": "chinese"}
# What XML 1.0 cannot hold: control characters, which no reader sees either.
_UNPRINTABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text set in one font."""

    text: str
    look: Look


def printable(text: str) -> str:
    """``text`` without control characters."""
    return _UNPRINTABLE.sub("", text)


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of ``text`` in order; joined they are ``text`` without control characters.

    “”, ——, …… and · belong to the Chinese: in a Latin font they lose half their width.
    """
    for found in _PIECE.finditer(printable(text)):
        yield Piece(found.group(), _LOOKS[str(found.lastgroup)])
