"""Word files: paragraphs and table rows in the order of the page, numbering resolved into text.

Comments, headers, footnotes, text boxes and deleted text are left out; inserted text stays.
Names follow ISO/IEC 29500-1 (WordprocessingML), clause 17.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError

from corpus.errors import ReadingError
from corpus.lines import Line
from corpus.reading.txt import split_lines
from corpus.reading.word_numbering import Numbering, Styles, numbering_of, qn, styles_of

MAX_BYTES = 50 * 1024 * 1024
# Text packs about tenfold; a file that unpacks to more is made to exhaust memory.
MAX_UNPACKED = 300 * 1024 * 1024
# Encrypted .docx and old .doc files are both OLE containers with this mark.
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LEFT_OUT = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:txbxContent")}
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read_lines(path: Path) -> tuple[Line, ...]:
    """The lines of a Word file: one a paragraph or table row, more where it has line breaks.

    ``number`` counts paragraphs and rows from 1; titles and headings carry their level as hint.

    Raises:
        ReadingError: too large, not a Word file, encrypted, of the old format, or damaged.
    """
    word = _opened(path)
    styles = styles_of(word.styles.element)
    numbering = numbering_of(_numbering_root(word))
    lines: list[Line] = []
    carried = ""
    for at, block in enumerate(_blocks(word.element.body), 1):
        if block.tag == qn("w:tr"):
            lines.append(Line(_row(block), at))
        elif not styles.is_contents(block):
            text = carried + _text(block)
            carried = text if _mark_is_deleted(block) else ""
            lines += () if carried else _numbered(block, text, at, styles, numbering)
    return (*lines, Line(carried, at)) if carried else tuple(lines)


def _numbered(
    block: Any, text: str, at: int, styles: Styles, numbering: Numbering
) -> Iterator[Line]:
    """The lines of a paragraph, the first with its automatic number.

    An empty paragraph of a list has no line, but is counted as Word counts it.
    """
    place = styles.list_place(block)
    number = numbering.next_number(*place) if place else ""
    for line in split_lines(number + text) if text.strip() else ():
        yield Line(line, at, styles.level(block))


def _opened(path: Path) -> Any:
    if path.stat().st_size > MAX_BYTES:
        raise ReadingError(f"文件太大：{path.name} 超过 50 MB，请删去图片后再读")
    data = path.read_bytes()
    if not data:
        raise ReadingError(f"文件是空的：{path.name}，请换一份有内容的材料")
    if data.startswith(_OLE):
        raise ReadingError(
            f"打不开 Word 文件：{path.name} 加了密码，或是旧版 .doc，请去掉密码、另存为 .docx 再读"
        )
    try:
        _refuse_bombs(data, path.name)
        return docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError, EOFError):
        raise ReadingError(
            f"打不开 Word 文件：{path.name} 不是完整的 .docx，请在 Word 里打开后另存一份再读"
        ) from None


def _refuse_bombs(data: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = package.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise ReadingError(f"打不开 Word 文件：{name} 加了密码，请去掉密码再读")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise ReadingError(f"文件展开后太大：{name} 超过 300 MB，请确认是不是这份材料")


def _numbering_root(word: Any) -> Any | None:
    """The numbering part's element; python-docx would make one where there is none."""
    for relation in word.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part.element
    return None


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and table rows in order, through content controls and insertions."""
    for child in parent.iterchildren():
        if child.tag in {qn("w:p"), qn("w:tr")}:
            yield child
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _text(block: Any) -> str:
    """The characters a reader sees: without deletions, text boxes and field codes."""
    parts: list[str] = []
    for child in block.iterchildren():
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag in _SIGNS:
            parts.append(_SIGNS[child.tag])
        elif child.tag not in _LEFT_OUT:
            parts.append(_text(child))
    return "".join(parts)


def _row(row: Any) -> str:
    cells = (
        "".join(_text(each) for each in _blocks(cell)) for cell in row.iterchildren(qn("w:tc"))
    )
    return "\t".join(text.replace("\n", "").strip() for text in cells)


def _mark_is_deleted(paragraph: Any) -> bool:
    """Whether the paragraph's end was deleted, so that it runs on into the next (17.13.5.15)."""
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None
