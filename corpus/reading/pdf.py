"""PDF files with a text layer: rows of print joined to paragraphs, page numbers dropped."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from corpus.errors import ReadingError
from corpus.lines import Line, ends_sentence, is_item
from corpus.numbering import leading_number
from corpus.reading.pdf_page import Row, content_of, rows_of
from corpus.reading.secrecy import refuse_secret

MAX_BYTES = 50 * 1024 * 1024
MAX_PAGES = 400
# A page of text has some 15 KB of commands; pypdf takes a hundred times that to hold them, and
# 10 s for each megabyte.
MAX_PAGE = 1024 * 1024
MAX_CONTENT = 8 * 1024 * 1024

# pypdf lets these through where a file is not what its cross-references say.
_MALFORMED = (
    PyPdfError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    NotImplementedError,
)
_HAN = re.compile("[\u4e00-\u9fff]")
_GARBLED = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
_PAGE_NUMBER = re.compile(
    r"[\s—–\-－·•]*\d{1,4}[\s—–\-－·•]*|\d{1,4}\s*/\s*\d{1,4}"
    r"|第\s*[\d一二三四五六七八九十百]{1,4}\s*页([\s，,/]*共\s*[\d一二三四五六七八九十百]{1,4}\s*页)?"
)
# Heads and page numbers are looked for in so many rows at the top and foot of a page.
_EDGE = 2
# In ems: a row that begins so far in begins a paragraph; one that ends so far short ends one.
# Words and marks that may not be parted leave a row up to two characters short.
_INDENT, _SHORT, _SHORT_AT_STOP = 1.2, 3.0, 1.6
# Rows of one paragraph differ in height by less than this, and in pitch by less than this factor.
_SAME_HEIGHT, _SAME_PITCH = 0.12, 1.6
# One row in so many begins a paragraph where paragraphs are indented.
_FEW = 20

# Its warnings about malformed files would reach the writer's screen; what matters is raised.
logging.getLogger("pypdf").addHandler(logging.NullHandler())
logging.getLogger("pypdf").propagate = False


def read_lines(path: Path) -> tuple[Line, ...]:
    """The paragraphs of a PDF, without level hints; ``number`` counts them from 1.

    Raises:
        ReadingError: too large, encrypted, damaged, a scan without text, or text that is garbled.
        SecretFileError: its head bears a grade of secrecy.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise ReadingError(f"文件太大：{path.name} 超过 50 MB，请拆分或压缩图片后再读")
    if not size:
        raise ReadingError(f"文件是空的：{path.name}，请换一份有内容的材料")
    try:
        with path.open("rb") as file:
            pages = _pages(PdfReader(file), path.name)
    except DependencyError:
        raise _locked(path.name) from None
    except _MALFORMED:
        raise ReadingError(
            f"打不开 PDF：{path.name} 已损坏或不完整，请重新取一份，或另存为 .docx 再读"
        ) from None
    refuse_secret((row.text for page in pages for row in page), path.name)
    rows = [row for page in _without_heads(pages) for row in page]
    return tuple(Line(text, at) for at, text in enumerate(_paragraphs(rows), 1))


def _locked(name: str) -> ReadingError:
    return ReadingError(f"打不开 PDF：{name} 加了密码，请去掉密码再读")


def _pages(reader: PdfReader, name: str) -> list[list[Row]]:
    """The rows of each page."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise _locked(name)
    if len(reader.pages) > MAX_PAGES:
        raise ReadingError(f"页数太多：{name} 有 {len(reader.pages)} 页，一次最多 {MAX_PAGES} 页")
    pages: list[list[Row]] = []
    has_images, length = False, 0
    for at, page in enumerate(reader.pages):
        own = len(content_of(page))
        length += own
        if own > MAX_PAGE or length > MAX_CONTENT:
            raise ReadingError(f"第 {at + 1} 页的绘图指令太多：{name}，请另存为 .docx 再读")
        pages.append(rows_of(page, at))
        has_images = has_images or bool(page.get("/Resources", {}).get("/XObject"))
    _refuse_unreadable("".join(row.text for rows in pages for row in rows), has_images, name)
    return pages


def _refuse_unreadable(text: str, has_images: bool, name: str) -> None:
    if len(_GARBLED.findall(text)) > len(text) / 10:
        raise ReadingError(f"文字层是乱码：{name}，请向原单位要 Word 版，或另存为 .docx 再读")
    if _HAN.search(text):
        return
    if has_images:
        raise ReadingError(
            f"没有文字层：{name} 是扫描件，请先做文字识别（OCR），或向原单位要 Word 版再读"
        )
    raise ReadingError(f"没有可读的内容：{name} 里没有一个汉字，请确认是不是这份材料")


def _without_heads(pages: Sequence[list[Row]]) -> Iterator[list[Row]]:
    """The pages without page numbers, and without what stands at one place on most of them."""
    heads = Counter(
        key for page in pages for key in {_place(row) for row in (*page[:_EDGE], *page[-_EDGE:])}
    )
    running = {key for key, count in heads.items() if count > 1 and count * 2 >= len(pages)}
    for page in pages:
        last = len(page) - _EDGE
        yield [
            row
            for at, row in enumerate(page)
            if _EDGE <= at < last or not (_is_number(row) or _place(row) in running)
        ]


def _place(row: Row) -> tuple[str, int]:
    """What a running head shows and where, whatever number is in it."""
    return re.sub(r"\d+", "#", row.text.strip()), round(row.bottom / 4)


def _is_number(row: Row) -> bool:
    return _PAGE_NUMBER.fullmatch(row.text.strip()) is not None


def _paragraphs(rows: Sequence[Row]) -> Iterator[str]:
    """The rows joined: a new paragraph where one is indented or the row before fell short."""
    if not rows:
        return
    body = _measure(rows)
    text, before = rows[0].text, rows[0]
    for row in rows[1:]:
        if _runs_on(before, row, body) and not (_is_heading(text) and leading_number(row.text)):
            text += _space(text, row.text) + row.text.lstrip()
        else:
            yield text
            text = row.text
        before = row
    yield text


@dataclass(frozen=True, slots=True)
class _Body:
    """Where most rows begin and full rows end, in points, and whether paragraphs are indented."""

    left: float
    right: float
    indented: bool


def _measure(rows: Sequence[Row]) -> _Body:
    """The body's place on the page, from how most rows stand."""
    edges: dict[int, list[Row]] = {}
    for row in rows:
        edges.setdefault(round(row.left), []).append(row)
    # Of two margins met about as often the outer one is the body's, the inner the indent's.
    most = max(len(each) for each in edges.values())
    left = min(edge for edge, each in edges.items() if len(each) * 3 >= most)
    inner = sum(_INDENT < (row.left - left) / row.height < 2 * _INDENT for row in rows)
    return _Body(left, _right(edges[left]), inner * _FEW > len(rows))


def _right(rows: Sequence[Row]) -> float:
    """Where full rows end: most do in prose, of a page of short ones only the longest.

    A row that alone reaches further hangs over the margin.
    """
    ends = sorted(row.right for row in rows)
    median, last = ends[len(ends) // 2], ends[-1]
    em = rows[0].height
    prose = sum(abs(end - median) <= em for end in ends)
    return median if prose * 2 > len(ends) else last


def _runs_on(before: Row, row: Row, body: _Body) -> bool:
    """Whether ``row`` goes on with the paragraph that ``before`` belongs to."""
    em = before.height
    if "\t" in before.text + row.text:
        return False
    if abs(row.height - em) > _SAME_HEIGHT * em or row.left - body.left > _INDENT * em:
        return False
    apart = before.bottom - row.bottom if row.page == before.page else 0.0
    short = _SHORT_AT_STOP if ends_sentence(before.text) else _SHORT
    if body.right - before.right > short * em or apart > 2 * _SAME_PITCH * em:
        return False
    item = is_item(row.text) and not body.indented
    return not ((leading_number(row.text) or item) and ends_sentence(before.text))


def _is_heading(text: str) -> bool:
    """Whether a paragraph is, so far, a number and what may be a heading's words."""
    return leading_number(text) is not None and "。" not in text


def _space(before: str, after: str) -> str:
    """A space where two Latin words meet at the end of a row."""
    latin = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii()
    return " " if latin and after[:1].isalpha() else ""
