"""Lines of a source: trimmed, freed of web chrome, and put together where they were broken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.lexicon import lexicon
from corpus.numbering import leading_number, leading_part

# A report of 300 pages has some 5,000 paragraphs.
MAX_LINES = 50_000
# What is no ink: spaces of every width, and marks of joining and direction between them.
_BLANKS = " \t\u00a0\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x2010)))
_PARAGRAPH_MARK = re.compile(r"[\u3000\u00a0]{2,}(?=\S)")
_NUMBER = "(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])"
_HEADING_AHEAD = re.compile(rf"(?:(?<=[。：；！？”])\s*|\s+)(?={_NUMBER})")
_HEADING_ALONE = re.compile(rf"{_NUMBER}[^。：；！？\s]{{2,40}}")
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
# A text is taken for wrapped when so large a share of its lines, and there are so many, break off
# within two characters of the longest, and that is as long as a narrow or a wide page.
_FEW, _MANY, _RAGGED, _NARROWEST, _WIDEST = 8, 0.3, 2, 20, 60
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
    """The lines that hold text, trimmed, cut at 　　 where it marks paragraphs, without chrome.

    A text all on one line is cut before its headings as well, and behind its title.
    """
    pieces = [piece for line in lines for piece in _cut(line)]
    if sum(bool(piece.text) for piece in pieces) == 1:
        pieces = [piece for line in pieces for piece in _cut_at_headings(line)]
    return tuple(_without_chrome([piece for piece in pieces if piece.text]))


def rejoin(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with those broken inside a sentence put together again.

    A line is broken when it is prose, does not end in 。！？；： and the next begins no heading
    and no item; in a text wrapped at some width, any full line is. The joined line keeps the
    first one's number.
    """
    whole: list[Line] = []
    full = _wrapped_at(lines) - _RAGGED
    length = 0
    for line in lines:
        if whole and _is_broken(whole[-1], line, is_full=0 < full <= length):
            whole[-1] = replace(whole[-1], text=whole[-1].text + line.text)
        else:
            whole.append(line)
        length = len(line.text)
    return tuple(whole)


def _wrapped_at(lines: Sequence[Line]) -> int:
    """The width in characters at which an editor or a page broke the lines, 0 where none did."""
    lengths = sorted(len(line.text) for line in lines)
    if len(lengths) < _FEW or not _NARROWEST <= lengths[-1] <= _WIDEST:
        return 0
    cut = sum(
        len(line.text) >= lengths[-1] - _RAGGED and not ends_sentence(line.text) for line in lines
    )
    return lengths[-1] if cut >= len(lengths) * _MANY else 0


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends in a full stop or the like, be it inside a quotation or bracket."""
    return text.rstrip("”’）)")[-1:] in tuple(_STOPS)


def is_item(text: str) -> bool:
    """Whether a paragraph is an item of an enumeration: 一是…, ——…, 第一，…."""
    return _ITEM.match(text) is not None


def _cut(line: Line) -> Iterator[Line]:
    text = line.text.strip(_BLANKS)
    pieces = _PARAGRAPH_MARK.split(text) if len(text) >= _LONG else [text]
    if pieces == [line.text]:
        return iter((line,))
    return (replace(line, text=piece.strip(_BLANKS)) for piece in pieces)


def _cut_at_headings(line: Line) -> Iterator[Line]:
    """The pieces of a whole text that a copy has laid on one line."""
    parts = _HEADING_AHEAD.split(line.text) if len(line.text) >= _LONG else [line.text]
    for part in parts:
        head, _, body = part.partition(" ")
        stands_alone = pattern("title").fullmatch(head) or _HEADING_ALONE.fullmatch(head)
        for piece in (head, body) if stands_alone else (part,):
            yield replace(line, text=piece.strip(_BLANKS))


def _without_chrome(lines: Sequence[Line]) -> Iterator[Line]:
    ends = pattern("chrome_ends")
    for at, line in enumerate(lines):
        if ends.fullmatch(line.text):
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


def _is_broken(before: Line, after: Line, *, is_full: bool) -> bool:
    styled = before.level_hint is not None or after.level_hint is not None
    if styled or len(before.text) > _PARAGRAPH:
        return False
    if _TYING.match(after.text):
        return True
    if ends_sentence(before.text) or _begins(after.text):
        return False
    open_ended = before.text.endswith(tuple(_TIED)) or _is_unclosed(before.text)
    return is_full or open_ended or _is_prose(before.text)


def _begins(text: str) -> bool:
    """Whether a line begins a heading or an item, whatever stands before it."""
    return bool(leading_number(text) or leading_part(text)) or is_item(text)


def _is_unclosed(text: str) -> bool:
    """Whether a heading breaks off inside a quotation, a title or a bracket."""
    short = text[-_LONG_HEADING:]
    return any(short.rfind(opens) > short.rfind(closes) for opens, closes in ("“”", "《》", "（）"))


def _is_prose(text: str) -> bool:
    if "。" in text or len(text) > _LONG_HEADING:
        return True
    return "，" in text and len(text) >= _PROSE and leading_number(text) is None
