"""Lines of a source: trimmed, freed of web chrome, and put together where they were broken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.lexicon import lexicon
from corpus.numbering import leading_number

# What is no ink: spaces of every width, and marks of joining and direction between them.
_BLANKS = " \t\u00a0\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x2010)))
_PARAGRAPH_MARK = re.compile(r"[\u3000\u00a0]{2,}(?=\S)")
_STOPS = "。！？；：!?;:…"
_TIED = "，、的和与及《（“"
_TYING = re.compile(r"[，。；：、！？）》”’%％]")
_ITEM = re.compile(r"[一二三四五六七八九十]+是|——|第[一二三四五六七八九十]+[，、]")
# A page's chrome stands above and below its text; so far in it is looked for.
_TOP, _FOOT = 25, 15
# From this length on a line is a paragraph that may hold several, marked by spaces only.
_LONG = 100
_PROSE, _LONG_HEADING = 30, 60
_CRUMB = 8
# No paragraph of a report is longer; what is joined beyond it was never prose.
_PARAGRAPH = 5000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a source.

    ``number`` counts lines (paragraphs for Word) from 1. ``level_hint`` is what the format says:
    0 for the title, 1 and more for headings, None where it says nothing.
    """

    text: str
    number: int
    level_hint: int | None = None


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern of ``lexicon/layout.yaml`` with this name; a list is read as alternatives."""
    entry = lexicon("layout")[name]
    return re.compile(entry if isinstance(entry, str) else "|".join(f"(?:{e})" for e in entry))


def tidy(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines that hold text, trimmed, cut at 　　 where it marks paragraphs, without chrome."""
    pieces = [piece for line in lines for piece in _cut(line)]
    return tuple(_without_chrome([piece for piece in pieces if piece.text]))


def rejoin(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with those broken inside a sentence put together again.

    A line is broken when it is prose, does not end in 。！？；： and the next begins no heading
    and no item; the joined line keeps the first one's number.
    """
    whole: list[Line] = []
    for line in lines:
        if whole and _is_broken(whole[-1], line):
            whole[-1] = replace(whole[-1], text=whole[-1].text + line.text)
        else:
            whole.append(line)
    return tuple(whole)


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends in a full stop or the like, be it inside a quotation or bracket."""
    return text.rstrip("”’）)")[-1:] in tuple(_STOPS)


def is_item(text: str) -> bool:
    """Whether a paragraph is an item of an enumeration: 一是…, ——…, 第一，…."""
    return _ITEM.match(text) is not None


def _cut(line: Line) -> Iterator[Line]:
    text = line.text.strip(_BLANKS)
    pieces = _PARAGRAPH_MARK.split(text) if len(text) >= _LONG else [text]
    return (replace(line, text=piece.strip(_BLANKS)) for piece in pieces)


def _without_chrome(lines: Sequence[Line]) -> Iterator[Line]:
    for at, line in enumerate(lines):
        if pattern("chrome_ends").fullmatch(line.text):
            return
        edge = at < _TOP or at >= len(lines) - _FOOT
        if not (edge and _is_chrome(lines, at)):
            yield line


def _is_chrome(lines: Sequence[Line], at: int) -> bool:
    before = lines[at - 1].text if at else ""
    after = lines[at + 1].text if at + 1 < len(lines) else ""
    crumb = pattern("breadcrumb")
    if crumb.fullmatch(before) and (crumb.fullmatch(after) or _is_crumb_end(lines[at].text)):
        return True
    if pattern("chrome_labels").fullmatch(before) and len(lines[at].text) < _PROSE:
        return True
    return pattern("chrome").fullmatch(lines[at].text) is not None


def _is_crumb_end(text: str) -> bool:
    """The last word of a breadcrumb is short and no title."""
    return len(text) <= _CRUMB and not pattern("title").fullmatch(text)


def _is_broken(before: Line, after: Line) -> bool:
    styled = before.level_hint is not None or after.level_hint is not None
    if styled or len(before.text) > _PARAGRAPH:
        return False
    if _TYING.match(after.text):
        return True
    if ends_sentence(before.text) or leading_number(after.text) or is_item(after.text):
        return False
    return before.text.endswith(tuple(_TIED)) or _is_prose(before.text)


def _is_prose(text: str) -> bool:
    if "。" in text or len(text) > _LONG_HEADING:
        return True
    return "，" in text and len(text) >= _PROSE and leading_number(text) is None
