"""Markdown: only # at a line's start, list marks and blank lines are syntax.

No renderer is run: it would eat the masks (完成**亿元，同比增长**%).
"""

from __future__ import annotations

import re
from pathlib import Path

from corpus.lines import Line
from corpus.reading.txt import read_text, split_lines

_HEADING = re.compile(r"[ ]{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_LIST_MARK = re.compile(r"\s*[-+*]\s+(?=\S)")
_RULE = re.compile(r"\s*([-_]\s*){3,}$")


def read_lines(path: Path) -> tuple[Line, ...]:
    """The lines of a Markdown file; headings carry their level as hint.

    Raises:
        ReadingError: as :func:`corpus.reading.txt.read_lines`.
    """
    texts = split_lines(read_text(path))
    return tuple(_line(text, at) for at, text in enumerate(texts, 1) if not _RULE.match(text))


def _line(text: str, number: int) -> Line:
    if found := _HEADING.match(text):
        return Line(found[2], number, len(found[1]))
    return Line(_LIST_MARK.sub("", text, count=1) if _LIST_MARK.match(text) else text, number)
