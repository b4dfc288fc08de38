"""What each line of an edited file is: title, heading, text …, told by its style or its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.draft import Draft, DraftSection
from assistant.edited.page import Line, Page
from assistant.export.headings import heading_line, runs_on
from corpus.numbering import leading_number

Role = Literal["title", "byline", "salutation", "heading", "text", "signature", "date"]

_STYLES: dict[str, Role] = {
    "title": "title",
    "subtitle": "byline",
    "salutation": "salutation",
    "signature": "signature",
    "date": "date",
    "标题": "title",
    "副标题": "byline",
    "称呼": "salutation",
    "签名": "signature",
    "日期": "date",
}
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])")
_ANNEXES = "附件标识"
_ANNEX_NOTE = re.compile(r"附件：|　　　\d")
# A heading without a style of its own is a short line without a full stop.
_LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class Block:
    """A line with its role; ``at`` is its place on the page.

    For a heading ``number`` and ``words`` are its parts, and ``start`` is where in the line's
    text a run-in heading ends and its text begins (else 0: nothing follows).
    """

    role: Role
    at: int
    line: Line
    level: int = 0
    number: str = ""
    words: str = ""
    start: int = 0

    @property
    def text(self) -> str:
        """The line's text, of a run-in heading what follows it."""
        return self.line.text[self.start :].replace("\n", "")


def read_blocks(page: Page, draft: Draft) -> Iterator[Block]:
    """The lines of ``page`` that make up the document, without tables, annexes and blank lines."""
    known = _Known(draft)
    for at, line in enumerate(page.lines):
        if line.style == _ANNEXES:
            return
        if line.text.strip() and line.row is None:
            block = known.block(at, line)
            if block is not None:
                yield block


class _Known:
    """What the draft's own lines say, by which lines without a telling style are recognised."""

    def __init__(self, draft: Draft) -> None:
        lines: tuple[tuple[str, Role], ...] = (
            (draft.title, "title"),
            *((text, "byline") for text in draft.byline),
            (draft.salutation, "salutation"),
            (draft.signature, "signature"),
            (draft.date, "date"),
        )
        self.lines: dict[str, Role] = {text: role for text, role in lines if text}
        sections = list(draft.walk())
        self.headings = {heading_line(each): each for each in sections if each.heading}
        self.bare = [each for each in sections if not each.heading and each.number]
        self.run_in = [each for each in sections if each.heading and runs_on(each)]

    def block(self, at: int, line: Line) -> Block | None:
        """The line as a block, or None for the note that announces annexes."""
        text = line.text.strip()
        heading = _HEADING.fullmatch(line.style)
        if heading:
            return _heading(at, line, int(heading[1]))
        if role := _STYLES.get(line.style) or self.lines.get(text):
            return Block(role, at, line)
        if section := self.headings.get(text):
            return _heading(at, line, section.level)
        if _ANNEX_NOTE.match(line.text):
            return None
        return self._numbered(at, line) or Block("text", at, line)

    def _numbered(self, at: int, line: Line) -> Block | None:
        text = line.text
        for section in self.run_in:
            words = heading_line(section)
            if text.startswith(words) and len(text) > len(words):
                return _run_in(at, line, section)
        for section in self.bare:
            if text.startswith(section.number):
                self.bare.remove(section)
                return Block(
                    "heading", at, line, section.level, section.number, "", _after(section)
                )
        number = leading_number(text)
        if number is None:
            return None
        if len(text) <= _LONGEST_HEADING and "。" not in text:
            return _heading(at, line, number.level)
        stop = text.find("。", number.end)
        if self.run_in and number.end < stop <= _LONGEST_HEADING and stop + 1 < len(text):
            words = text[number.end : stop]
            return Block("heading", at, line, number.level, number.text, words, stop + 1)
        return None


def _after(section: DraftSection) -> int:
    return len(section.number)


def _run_in(at: int, line: Line, section: DraftSection) -> Block:
    end = len(heading_line(section))
    return Block("heading", at, line, section.level, section.number, section.heading, end)


def _heading(at: int, line: Line, level: int) -> Block:
    text = line.text.strip().replace("\n", "")
    number = leading_number(text)
    if number is None:
        return Block("heading", at, line, level, "", text)
    return Block("heading", at, line, level, number.text, text[number.end :])
