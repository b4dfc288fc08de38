"""Word files: paragraphs, table rows and text boxes in the order of the page.

Automatic numbers are resolved into text; insertions are taken, deletions dropped; comments,
headers, footnotes and hidden text are left out. Names follow ISO/IEC 29500-1, clause 17.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from corpus.lines import MAX_LINES, Line
from corpus.reading.package import Package, is_on, opened, qn
from corpus.reading.secrecy import refuse_secret
from corpus.reading.txt import split_lines
from corpus.reading.word_numbering import Numbering, lists_of
from corpus.reading.word_styles import Form, Styles, styles_of

_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES, _CHOICE = f"{_MARKUP}AlternateContent", f"{_MARKUP}Choice"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_BOX = qn("w:txbxContent")
_PARAGRAPH, _ROW, _CELL, _RUN = (qn(f"w:{name}") for name in ("p", "tr", "tc", "r"))
_TEXTS = {qn("w:t"), _MATH_TEXT}
# w:rt is the reading above a ruby base.
_LEFT_OUT = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:rt"), _BOX}
_AROUND_CELLS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml")}
_GONE = {qn("w:del"), qn("w:moveFrom")}
_VANISH = f"{qn('w:rPr')}/{qn('w:vanish')}"
_ROW_DELETED = f"{qn('w:trPr')}/{qn('w:del')}"
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
# What hides text, or looks like a sign of it (a w:tab among properties is a stop): where there is
# none of it, all signs of a block are seen.
_UNCOMMON = _LEFT_OUT - {qn("w:pPr"), qn("w:rPr")} | {_ALTERNATIVES, qn("w:vanish"), qn("w:tab")}
_SHOWN = _TEXTS | _SIGNS.keys() - {qn("w:tab")}


def read_lines(path: Path) -> tuple[Line, ...]:
    """The lines of a Word file: one a paragraph or table row, more where it has line breaks.

    ``number`` counts paragraphs and rows from 1, the lines of a text box bear that of the
    paragraph it hangs on; titles and headings carry their level as hint.

    Raises:
        ReadingError: as :func:`corpus.reading.package.opened`.
        SecretFileError: a header bears a grade of secrecy.
    """
    with opened(path) as package:
        return lines_in(package)


class Seen(NamedTuple):
    """What a paragraph says and how it is set."""

    text: str
    form: Form


def lines_in(package: Package, seen: dict[Any, Seen] | None = None) -> tuple[Line, ...]:
    """The lines of an open Word file, as :func:`read_lines`.

    ``seen`` takes each paragraph, for whoever needs them again. Of a file with too many lines one
    more is read than may be: enough to tell.
    """
    for header in package.parts("header"):
        refuse_secret((text_of(each) for each in header.iter(_PARAGRAPH)), package.name)
    styles = package.made(styles_of, "styles")
    numbering = Numbering(package.made(lists_of, "numbering", "styles"))
    page = _Page(styles, numbering, {} if seen is None else seen)
    body = package.main.find(qn("w:body"))
    return tuple(islice(page.lines(body), MAX_LINES + 1))


@dataclass(frozen=True, slots=True)
class _Page:
    styles: Styles
    numbering: Numbering
    seen: dict[Any, Seen]

    def lines(self, body: Any) -> Iterator[Line]:
        """The lines of all blocks; text whose paragraph mark is none runs on into the next."""
        carried, at = "", 0
        for at, block in enumerate(blocks_of(body), 1):
            if block.tag == _ROW:
                yield Line(self._row(block), at)
            elif not (form := self.styles.form_of(block)).contents:
                seen = self.seen[block] = Seen(text_of(block), form)
                text = carried + seen.text
                carried = self._runs_on(form, text) if form.runs_on else ""
                yield from () if form.runs_on else self._paragraph(form, text, at)
            yield from self._boxed(block, at)
        if carried:
            yield Line(carried, at)

    def _paragraph(self, form: Form, text: str, at: int) -> Iterator[Line]:
        """The lines of a paragraph, the first with its automatic number.

        An empty paragraph of a list has no line, but is counted as Word counts it. A heading
        stays one line: breaks in it only balance what is printed.
        """
        number = self._number(form)
        if form.level:
            text = "".join(split_lines(text))
        for line in split_lines(number + text) if text.strip() else ():
            yield Line(line, at, form.level)

    def _runs_on(self, form: Form, text: str) -> str:
        """What a heading brings into the line of its text: its automatic number too."""
        return self._number(form) + text if form.separated else text

    def _number(self, form: Form) -> str:
        return self.numbering.next_number(form.place) if form.place else ""

    def _row(self, row: Any) -> str:
        """The cells of a table row, separated by tabs; those of a table within it likewise."""
        cells = ("".join(map(self._cell_text, blocks_of(cell))) for cell in _cells(row))
        return "\t".join(text.replace("\n", "").strip() for text in cells)

    def _cell_text(self, block: Any) -> str:
        if block.tag == _ROW:
            return self._row(block)
        return self._number(self.styles.form_of(block)) + text_of(block)

    def _boxed(self, block: Any, at: int) -> Iterator[Line]:
        """The lines of the text boxes that hang on a paragraph."""
        if next(block.iter(_BOX), None) is None:
            return
        for box in _boxes(block):
            yield from (replace(line, number=at) for line in self.lines(box))


def _children(element: Any) -> Iterator[Any]:
    """The children, with only one of several alternatives: what is meant for newer Words."""
    for child in element.iterchildren():
        if child.tag == _ALTERNATIVES:
            choice = child.find(_CHOICE)
            yield from _children(child[0] if choice is None and len(child) else choice)
        else:
            yield child


def blocks_of(parent: Any) -> Iterator[Any]:
    """Paragraphs and table rows in order, through content controls and insertions.

    A row of one cell is no table but a page laid out in a frame: its blocks count themselves.
    """
    for child in _children(parent):
        if child.tag == _PARAGRAPH:
            yield child
        elif child.tag == _ROW:
            cells = [] if _is_deleted_row(child) else list(_cells(child))
            if len(cells) > 1:
                yield child
            for cell in cells if len(cells) == 1 else ():
                yield from blocks_of(cell)
        elif child.tag not in _LEFT_OUT:
            yield from blocks_of(child)


def _cells(row: Any) -> Iterator[Any]:
    """The cells of a row, through content controls."""
    for child in _children(row):
        if child.tag == _CELL:
            yield child
        elif child.tag in _AROUND_CELLS:
            yield from _cells(child)


def _boxes(element: Any) -> Iterator[Any]:
    for child in _children(element):
        if child.tag == _BOX:
            yield child
        elif child.tag not in _GONE:
            yield from _boxes(child)


def text_of(block: Any) -> str:
    """The characters a reader sees: without deletions, text boxes, hidden text, field codes."""
    shown = []
    # All elements: to look for many names takes longer than to be told every one.
    for each in block.iter():
        tag = each.tag
        if tag in _SHOWN:
            shown.append(_SIGNS.get(tag) or each.text or "")
        elif tag in _UNCOMMON:
            return "".join(_parts(block))
    return "".join(shown)


def _parts(block: Any) -> Iterator[str]:
    for child in _children(block):
        tag = child.tag
        if tag in _TEXTS:
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag not in _LEFT_OUT and not _is_hidden(child, tag):
            yield from _parts(child)


def _is_hidden(run: Any, tag: str) -> bool:
    return tag == _RUN and is_on(run.find(_VANISH))


def _is_deleted_row(row: Any) -> bool:
    return row.find(_ROW_DELETED) is not None
