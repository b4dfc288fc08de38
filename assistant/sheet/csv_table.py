"""A .csv file as a plain sheet: lines of the head, then a header row, then a fact a row.

Head lines stand above the header, a label and its value each (单位,云州市金融工作局); headers are
Chinese or the sheet file's own keys. Every fault is told at once, by row and column. Cells that
begin with = + - or @ are text; nothing is reckoned.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.sheet.amounts import bare_number
from assistant.sheet.keys import FACT, HEAD, Key, Keys
from assistant.sheet.plain import MOST_BYTES, Plain, shortened
from assistant.sheet.values import typed
from corpus.errors import SheetError

SAME = "同上年"
"""In a value's cell: last year's value is this year's too."""

_MOST_ROWS = 5000
_DELIMITERS = ",\t;，"
_MORE_HEADERS = {"本年数值": "value", "今年数值": "value"}
_FOR_PEOPLE = ("序号", "备注", "去年原句（供对照）")
_HEADERS_NEEDED = ("label", "text")


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the file: its number from 1, and its cells without the space around them."""

    number: int
    cells: tuple[str, ...]


def read_csv(path: Path) -> dict[str, Plain]:
    """The plain sheet a .csv file in UTF-8 or GB18030 holds.

    Raises:
        SheetError: no such file, no text, no header row, or faults in cells, all of them named.
    """
    rows = _rows(path)
    at = next((n for n, row in enumerate(rows) if _is_header(row)), None)
    if at is None:
        raise SheetError(
            f"事实表“{path}”里没有找到表头；请在数据上面写一行，如 指标,数值,计量单位,板块,来源"
        )
    faults: list[str] = []
    plain: dict[str, Plain] = dict(_head(rows[:at], faults))
    table = _Table(rows[at], faults)
    plain["facts"] = [fact for row in rows[at + 1 :] if (fact := table.fact(row))]
    faults += _lacking(plain)
    if faults:
        raise SheetError(f"事实表“{path}”：{'；'.join(faults)}")
    return plain


# -- the file ---------------------------------------------------------------------------------


def _rows(path: Path) -> list[_Row]:
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[_Row] = []
    before = 0
    try:
        for cells in reader:
            row = _Row(before + 1, tuple(cell.strip() for cell in cells))
            before = reader.line_num
            if any(row.cells):
                rows.append(row)
    except csv.Error as error:
        raise SheetError(
            f"事实表“{path}”第{before + 1}行的引号没有配对；请检查这一行的英文引号"
        ) from error
    if len(rows) > _MOST_ROWS:
        raise SheetError(f"事实表“{path}”超过{_MOST_ROWS}行；请分成几份")
    return rows


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SheetError(f"事实表“{path}”超过 5 MB；请确认选对了文件，或分成几份")
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise SheetError(f"找不到事实表“{path}”；请检查路径和文件名") from error
    except OSError as error:
        raise SheetError(f"事实表“{path}”打不开；请确认它是文件而且有读取权限") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetError(f"事实表“{path}”不是 UTF-8 或 GB18030 文本；请另存为“CSV UTF-8”")


def _delimiter(text: str) -> str:
    """The mark most lines are parted by; a comma when none is."""
    lines = [line for line in text.splitlines() if line.strip()]
    return max(_DELIMITERS, key=lambda mark: sum(mark in line for line in lines))


# -- head and header --------------------------------------------------------------------------


def _named(keys: Keys) -> dict[str, Key]:
    return {name: key for key in keys for name in (key.name, *key.chinese)}


def _is_header(row: _Row) -> bool:
    """Whether two cells or more are headers, one of them of what is counted or told."""
    keys = [_column_key(cell) for cell in row.cells]
    found = {key.name for key in keys if key}
    return len(found) > 1 and any(name in found for name in _HEADERS_NEEDED)


def _column_key(header: str) -> Key | None:
    names = _named(FACT)
    return names.get(_MORE_HEADERS.get(header, header)) or names.get(header.lower())


def _head(rows: Sequence[_Row], faults: list[str]) -> Iterator[tuple[str, Plain]]:
    names = _named(HEAD)
    for row in rows:
        name, *values = row.cells
        name = name.rstrip("：:")
        key = names.get(name) or names.get(name.lower())
        said = [value for value in values if value]
        if key is None or key.sort == "items":
            faults.append(
                f"第{row.number}行“{shortened(name)}”不是基本信息的名称，"
                f"可写 {'、'.join(each.chinese[0] for each in HEAD if each.sort != 'items')}"
            )
        elif said:
            plain: Plain = list(said) if key.sort == "texts" else said[0]
            if _is_well(key, plain, f"第{row.number}行“{name}”", faults):
                yield key.name, plain


def _lacking(plain: dict[str, Plain]) -> Iterator[str]:
    lacking = [key.chinese[0] for key in HEAD if key.needed and key.name not in plain]
    if lacking:
        examples = "、".join(f"“{name},…”" for name in lacking)
        yield f"没有写{'、'.join(lacking)}，请在表头上面各加一行，如 {examples}"


def _is_well(key: Key, value: Plain, place: str, faults: list[str]) -> bool:
    try:
        typed(key, value)
    except ValueError as error:
        shown = f"“{shortened(value)}”" if isinstance(value, str) else ""
        faults.append(f"{place}{shown}{error}")
        return False
    return True


# -- the facts --------------------------------------------------------------------------------


class _Table:
    """The columns under one header row; what is wrong in a row is added to ``faults``."""

    def __init__(self, header: _Row, faults: list[str]) -> None:
        self._faults = faults
        self._headers = header.cells
        self._keys = [self._key(cell, header.number) for cell in header.cells]
        written: dict[str, list[str]] = {}
        for cell, key in zip(header.cells, self._keys, strict=True):
            written.setdefault(key.name if key else "", []).append(f"“{cell}”")
        for name, cells in written.items():
            if name and len(cells) > 1:
                same = "、".join(cells)
                faults.append(f"第{header.number}行的{same}是同一列，请删去一个")

    def fact(self, row: _Row) -> Plain:
        """The row's fact, of which the value may be unknown; empty where only remarks stand."""
        plain: dict[str, Plain] = {}
        extra = [cell for cell in row.cells[len(self._keys) :] if cell]
        if extra:
            self._faults.append(
                f"第{row.number}行比表头多出“{shortened(extra[0])}”，含逗号的文字请加英文引号"
            )
        for key, cell in zip(self._keys, row.cells, strict=False):
            if key and cell:
                plain[key.name] = cell
        self._settle(plain)
        if plain and not {"label", "text"} & plain.keys():
            self._faults.append(f"第{row.number}行没有指标，也没有事实；请补上，或删去这一行")
        for header, key in zip(self._headers, self._keys, strict=True):
            if key and key.name in plain:
                _is_well(key, plain[key.name], f"第{row.number}行“{header}”列", self._faults)
        return plain

    def _settle(self, plain: dict[str, Plain]) -> None:
        """Reads 同上年 as last year's value, and 15.3% and 约120 as a number and its words."""
        value = plain.get("value")
        if value == SAME and "previous" in plain:
            plain["value"] = plain["previous"]
            plain.setdefault("source", SAME)
        for name in ("value", "previous"):
            text = plain.get(name)
            if isinstance(text, str):
                plain[name] = bare_number(text, plain, bounded=name == "value")

    def _key(self, header: str, row: int) -> Key | None:
        key = _column_key(header)
        if key is None and header and header not in _FOR_PEOPLE:
            near = difflib.get_close_matches(header, [*_named(FACT), *_MORE_HEADERS], 1, 0.5)
            meant = f"你是不是想写“{near[0]}”" if near else "只给人看的列请叫“备注”"
            self._faults.append(f"第{row}行的“{shortened(header)}”不是可用的列名，{meant}")
        return key
