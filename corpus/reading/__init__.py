"""The one door through which files become reports."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ReadingError, cause_of
from corpus.inference import doubt_of_kind, infer_kind, infer_office, infer_year, title_for
from corpus.kinds import Kind, kind_named, titled_kind
from corpus.lines import MAX_LINES, Line, pattern
from corpus.numbering import leading_number
from corpus.outline import Outline, read_outline
from corpus.reading import md, txt
from corpus.reading.folders import readable_name
from corpus.reading.secrecy import refuse_secret
from corpus.reading.suffixes import SUFFIXES
from corpus.report import Report

if TYPE_CHECKING:
    from corpus.reading.measured import MeasuredLayout

__all__ = ["SUFFIXES", "lines_and_layout", "lines_of", "read_report", "report_of", "with_title"]

_HALVES = re.compile(r"[\ud800-\udfff]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def read_report(
    path: Path,
    *,
    source: str | None = None,
    kind: str | None = None,
    year: int | None = None,
    unit: str | None = None,
    own_kinds: Path | None = None,
) -> Report:
    """The report a file holds; ``kind``, ``year`` and ``unit`` are inferred unless given.

    ``source`` is the name kept in the report, by default the file's own. ``kind`` may be an id or
    a Chinese name. ``own_kinds`` is the folder of the user's own kinds, whose titles are asked
    first.

    Raises:
        ReadingError: the file cannot be read, holds no report, or does not show its kind or year.
        SecretFileError: the file is marked 秘密, 机密 or 绝密.
        KindError: no kind goes by the given name, or one of the user's own is faulty.
    """
    lines = lines_of(path)
    return report_of(
        lines,
        path.name,
        source=source,
        kind=kind,
        year=year,
        unit=unit,
        own_kinds=own_kinds,
    )


def report_of(
    lines: tuple[Line, ...],
    name: str,
    *,
    source: str | None = None,
    kind: str | None = None,
    year: int | None = None,
    unit: str | None = None,
    own_kinds: Path | None = None,
) -> Report:
    """The report that the lines of the file ``name`` make, as :func:`read_report`."""
    outline = read_outline(with_title(lines))
    text = _text_of(outline)
    if _HAN.search(text) is None:
        raise ReadingError(f"没有可读的内容：{name} 里没有一个汉字，请确认是不是这份材料")
    of, doubt = (
        _kind_of(outline, name, own_kinds) if not kind else (kind_named(kind, own_kinds), "")
    )
    year = year or _year_of(outline, of.nearest, name)
    unit = infer_office(outline) if unit is None else unit
    return Report(
        id=f"{of.id}-{year}-{hashlib.sha256(text.encode()).hexdigest()[:8]}",
        title=outline.title or title_for(of, year, unit),
        kind=of.id,
        year=year,
        unit=unit,
        source=readable_name(name) if source is None else source,
        sections=outline.sections,
        titled=bool(outline.title),
        byline=outline.byline,
        salutation=outline.salutation,
        opening=outline.opening,
        closing=outline.closing,
        signature=outline.signature,
        date=outline.date,
        doubt=doubt,
    )


def _kind_of(outline: Outline, name: str, own_kinds: Path | None) -> tuple[Kind, str]:
    """The kind, and why it is doubtful."""
    if own := titled_kind(outline.title, own_kinds):
        return own, ""
    if kind := infer_kind(outline):
        return kind_named(kind, own_kinds), doubt_of_kind(outline, kind)
    raise ReadingError(f"看不出文种，请用 --kind 指定：{name}")


def _year_of(outline: Outline, kind: str, name: str) -> int:
    if year := infer_year(outline, kind):
        return year
    raise ReadingError(f"看不出年份，请用 --year 指定：{name}")


def lines_of(path: Path) -> tuple[Line, ...]:
    """The lines of a file, read by its suffix, with what its format says of headings.

    Raises:
        ReadingError: the file cannot be read or is empty.
        SecretFileError: the file is marked 秘密, 机密 or 绝密.
    """
    return _read(path, _reader(path))


def lines_and_layout(path: Path) -> tuple[tuple[Line, ...], MeasuredLayout | None]:
    """The lines of a file and how they are set, None where its format does not say.

    Raises:
        ReadingError, SecretFileError: as :func:`lines_of`.
    """
    if path.suffix.lower() != ".docx":
        return lines_of(path), None
    from corpus.reading.measured import read_measured

    layouts: list[MeasuredLayout] = []

    def read(path: Path) -> tuple[Line, ...]:
        lines, layout = read_measured(path)
        layouts.append(layout)
        return lines

    return _read(path, read), layouts[0]


def _read(path: Path, read: Callable[[Path], tuple[Line, ...]]) -> tuple[Line, ...]:
    try:
        _refuse_what_is_no_file(path)
        if not path.is_file():
            raise ReadingError(f"不是普通文件：{path}，请指定一份材料")
        lines = tuple(map(_whole, read(path)))
    except OSError as error:
        raise ReadingError(f"打不开文件：{path.name}（{cause_of(error)}），请检查权限") from None
    if len(lines) > MAX_LINES:
        raise ReadingError(f"段落太多：{path.name} 超过 {MAX_LINES} 段，请拆分后再读")
    if not any(line.text.strip() for line in lines):
        raise ReadingError(f"文件是空的：{path.name}，请换一份有内容的材料")
    refuse_secret((line.text for line in lines), path.name)
    return lines


def _whole(line: Line) -> Line:
    """The line without halves of characters, which damaged files hold and nothing can write."""
    if line.text.isascii() or not _HALVES.search(line.text):
        return line
    return replace(line, text=_HALVES.sub("", line.text))


def _refuse_what_is_no_file(path: Path) -> None:
    if not path.exists():
        raise ReadingError(f"找不到文件：{path}，请核对路径")
    if path.is_dir():
        raise ReadingError(f"这是文件夹，不是文件：{path}，请指定其中的文件")


def _reader(path: Path) -> Callable[[Path], tuple[Line, ...]]:
    """The reader for a file's suffix, imported when the first such file comes."""
    match path.suffix.lower():
        case ".txt":
            return txt.read_lines
        case ".md" | ".markdown":
            return md.read_lines
        case ".docx":
            from corpus.reading import docx

            return docx.read_lines
        case ".pdf":
            from corpus.reading import pdf

            return pdf.read_lines
        case ".doc" | ".wps":
            from corpus.reading import office

            return office.read_lines
    _refuse_what_is_no_file(path)
    raise ReadingError(
        f"不认识的格式：{path.name}，能读 {'、'.join(SUFFIXES)}；其他格式请另存为 .docx 再读"
    )


def with_title(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with a top heading that is the title marked as such.

    A lone heading of the highest level is the title and the rest move up under it; of several,
    the first is, when its words are those of a title and it bears no number.
    """
    hints = [line.level_hint for line in lines if line.level_hint is not None]
    first = next((line for line in lines if line.level_hint is not None), None)
    if first is None or 0 in hints or leading_number(first.text):
        return lines
    if hints[0] == min(hints) and hints.count(hints[0]) == 1:
        return tuple(_raised(line, hints[0]) for line in lines)
    if pattern("title").fullmatch(first.text):
        return tuple(replace(line, level_hint=0) if line is first else line for line in lines)
    return lines


def _raised(line: Line, by: int) -> Line:
    return line if line.level_hint is None else replace(line, level_hint=line.level_hint - by)


def _text_of(outline: Outline) -> str:
    """All the words of a report, one piece a line: what its id is made from."""
    sections = (
        part
        for section in outline.walk()
        for part in (section.number, section.heading, *section.paragraphs)
    )
    head = (outline.title, *outline.byline, outline.salutation, *outline.opening)
    return "\n".join((*head, *sections, *outline.closing, outline.signature, outline.date))
