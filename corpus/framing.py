"""What stands round the body of a report: title, byline, salutation, signature, date, annexes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.lines import Line, ends_sentence, pattern
from corpus.numbering import leading_number, leading_part

# A salutation stands near the top; further down 各位代表： opens a paragraph.
_TOP = 15
_TITLE, _SIGNATURE = 60, 30


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the body; ``title`` and ``salutation`` are "" where there is none."""

    title: str = ""
    byline: tuple[str, ...] = ()
    salutation: str = ""


@dataclass(frozen=True, slots=True)
class Tail:
    """Signature and date at the end, each "" where there is none."""

    signature: str = ""
    date: str = ""


def split_head(lines: Sequence[Line]) -> tuple[Head, Sequence[Line]]:
    """The head of a report and the lines after it."""
    at = _salutation_at(lines)
    if at is not None:
        above = [line for line in lines[:at] if not pattern("caption").fullmatch(line.text)]
        title, byline = _title(above)
        return Head(title, tuple(line.text for line in byline), lines[at].text), lines[at + 1 :]
    top = _leading(lines[:_TOP], _may_be_title)
    title, byline = _title(top)
    kept = _leading(byline, lambda line: pattern("byline").fullmatch(line.text) is not None)
    used = len(top) - len(byline) + len(kept)
    return Head(title, tuple(line.text for line in kept)), lines[used:]


def split_tail(lines: Sequence[Line]) -> tuple[Sequence[Line], Tail]:
    """The lines without signature and date, and those two."""
    rest, date, signature = list(lines), "", ""
    dated = rest and re.fullmatch(f"(.*?)\\s*({pattern('date').pattern})", rest[-1].text)
    if dated and _may_sign(dated[1]):
        signature, date = dated[1], dated[2]
        rest.pop()
    if not signature and rest and _is_signature(rest[-1], dated=bool(date)):
        signature = rest.pop().text
    return rest, Tail(signature, date)


def split_annexes(lines: Sequence[Line]) -> tuple[Sequence[Line], list[Sequence[Line]]]:
    """The lines before the first annex, and each annex with its first line (附件1)."""
    bounds = [*_annex_starts(lines), len(lines)]
    annexes = [lines[start:end] for start, end in pairwise(bounds)]
    return lines[: bounds[0]], annexes


def _annex_starts(lines: Sequence[Line]) -> Iterator[int]:
    """Where an annex is announced, and where headings start again at 一、 unannounced."""
    last = 0
    for at, line in enumerate(lines):
        if pattern("annex").fullmatch(line.text) and 0 < at < len(lines) - 1:
            yield at
            last = 0
        number = leading_number(line.text)
        if leading_part(line.text):
            last = 0
        if number is None or number.level != 1:
            continue
        if number.value == 1 and last > 1:
            yield at - 1 if _is_bare(lines[at - 1]) else at
        last = number.value


def _is_bare(line: Line) -> bool:
    """A short line without punctuation, such as the title of an annex."""
    return leading_number(line.text) is None and _may_sign(line.text)


def _salutation_at(lines: Sequence[Line]) -> int | None:
    for at, line in enumerate(lines[:_TOP]):
        if _is_numbered(line) or (line.level_hint or 0) > 0:
            return None
        if pattern("salutation").fullmatch(line.text):
            return at
    return None


def _title(lines: Sequence[Line]) -> tuple[str, Sequence[Line]]:
    """The title among the lines of a head, and the lines that are not part of it."""
    styled = [line.text for line in lines if line.level_hint == 0]
    if styled:
        return "".join(styled), [line for line in lines if line.level_hint != 0]
    for at, line in enumerate(lines):
        if pattern("title").fullmatch(line.text) and not _is_aside(line):
            parts = [part for part in lines[:at] if not _is_aside(part)]
            asides = [part for part in lines[:at] if _is_aside(part)]
            title = "".join(part.text for part in [*parts, line])
            return title, [*asides, *_not_repeating(title, lines[at + 1 :])]
    if lines and not _is_aside(lines[0]):
        return lines[0].text, lines[1:]
    return "", lines


def _is_aside(line: Line) -> bool:
    return pattern("above_title").fullmatch(line.text) is not None


def _not_repeating(title: str, lines: Sequence[Line]) -> list[Line]:
    """A web page prints the title again above the text, sometimes broken in two."""
    return [line for line in lines if line.text not in title]


def _may_be_title(line: Line) -> bool:
    if line.level_hint == 0:
        return True
    if (line.level_hint or 0) > 0 or len(line.text) > _TITLE or _is_numbered(line):
        return False
    if pattern("prose").match(line.text):
        return False
    if pattern("title").fullmatch(line.text) or pattern("byline").fullmatch(line.text):
        return True
    return not ends_sentence(line.text) and not re.search("[，。；]", line.text)


def _is_numbered(line: Line) -> bool:
    return bool(leading_number(line.text) or leading_part(line.text))


def _leading(lines: Sequence[Line], wanted: Callable[[Line], bool]) -> Sequence[Line]:
    for at, line in enumerate(lines):
        if not wanted(line):
            return lines[:at]
    return lines


def _may_sign(text: str) -> bool:
    return len(text) <= _SIGNATURE and not re.search("[，。；：！？]", text)


def _is_signature(line: Line, *, dated: bool) -> bool:
    if leading_number(line.text) or line.level_hint is not None:
        return False
    if pattern("signer").fullmatch(line.text):
        return True
    if dated:
        return _may_sign(line.text)
    return pattern("signature").fullmatch(line.text) is not None
