r"""Markdown, as far as it is markup and not a mask.

No renderer is run: it would eat the masks (完成**亿元，同比增长**%). Syntax is # at a line's start,
list and quotation marks, rules, tables, comments, and bold round a numbered heading; backslash
escapes (``\*\*``), as our own drafts are written, are undone.
"""

from __future__ import annotations

import re
import string
from pathlib import Path

from corpus.lines import Line
from corpus.numbering import leading_number
from corpus.reading.txt import read_text, split_lines

_HEADING = re.compile(r"[ ]{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_LIST_MARK = re.compile(r"^\s*[-+*]\s+(?=\S)")
_QUOTE = re.compile(r"^[ ]{0,3}(?:>[ ]?)+")
_RULE = re.compile(r"\s*(?:([-_=]\s*){3,}|\|?(\s*:?-{2,}:?\s*\|)+\s*(:?-{2,}:?)?\s*)$")
_TABLE_ROW = re.compile(r"\s*\|(.*)\|\s*$")
# Bold marks a heading only round its number: in **亿元资金到位** both stand for masked values.
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# While syntax is looked for, escaped marks stand as the 32 characters Unicode keeps from any text.
_SHIELDS = {mark: chr(0xFDD0 + at) for at, mark in enumerate(string.punctuation)}
_UNSHIELDED = str.maketrans({shield: mark for mark, shield in _SHIELDS.items()})
_FENCE = "---"
# What computers write above a text fits into so many lines.
_FRONT = 40


def read_lines(path: Path) -> tuple[Line, ...]:
    """The lines of a Markdown file; headings carry their level as hint.

    Raises:
        ReadingError: as :func:`corpus.reading.txt.read_lines`.
    """
    text = _ESCAPED.sub(lambda found: _SHIELDS[found[1]], read_text(path))
    texts = _without_comments(split_lines(text))
    start = _front_matter(texts)
    return tuple(
        _line(text, at)
        for at, text in enumerate(texts, 1)
        if at > start and not _RULE.fullmatch(text)
    )


def _line(text: str, number: int) -> Line:
    level: int | None = None
    text = _QUOTE.sub("", text)
    if found := _HEADING.match(text):
        text, level = found[2], len(found[1])
    elif row := _TABLE_ROW.fullmatch(text):
        text = "\t".join(cell.strip() for cell in row[1].split("|"))
    else:
        text = _LIST_MARK.sub("", text)
    return Line(_BREAK.sub("", _unbolded(text)).translate(_UNSHIELDED), number, level)


def _unbolded(text: str) -> str:
    """``text`` without the bold round a numbered heading at its start."""
    found = _BOLD.match(text)
    return found[2] + text[found.end() :] if found and leading_number(found[2]) else text


def _front_matter(texts: list[str]) -> int:
    """How many lines of settings between two --- stand above the text."""
    if texts[0].rstrip() != _FENCE or not re.match(r"[\w-]+\s*:", "".join(texts[1:2])):
        return 0
    return next((at for at, text in enumerate(texts[:_FRONT], 1) if at > 1 and text == _FENCE), 0)


def _without_comments(texts: list[str]) -> list[str]:
    """The lines with what stands in <!-- --> taken out; the count of lines stays."""
    kept: list[str] = []
    inside = False
    for text in texts:
        parts: list[str] = []
        for part in re.split("(<!--|-->)", text):
            inside = part == "<!--" or (inside and part != "-->")
            parts += [] if inside or part == "-->" else [part]
        kept.append("".join(parts))
    return kept
