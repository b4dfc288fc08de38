"""A worksheet's cells as the text a person sees in them; formulas are never reckoned.

What a cell cannot give is told beside it (``fault``), so that all faults of a workbook can be
told at once.
"""

from __future__ import annotations

import datetime
import re
import warnings
import zipfile
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from assistant.sheet.plain import MOST_BYTES
from corpus.errors import SheetError

_MOST_ROWS, _MOST_COLUMNS = 5000, 60
# What openpyxl lets through when a part of the file is missing or is not what it should be.
_BROKEN = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    SyntaxError,
    OSError,
)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_PLACES = re.compile(r"[0#](?:\.(0+))?")
_NOT_RECKONED = "是公式，但没有算出的值；请用 Excel 打开保存一次，或直接写数"


@dataclass(frozen=True, slots=True)
class Written:
    """What one cell says: ``text`` as seen, ``at`` where it stands (F12).

    ``percent`` marks a number formatted as a share, given in hundredths (0.153 is 15.3);
    ``shared`` a cell that only repeats the merged cell it belongs to. ``fault`` says why the
    cell gives nothing, worded to follow its place.
    """

    text: str
    at: str
    percent: bool = False
    shared: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A worksheet's cells by row and column, from 1; empty ones are absent."""

    title: str
    cells: dict[tuple[int, int], Written]

    def at(self, row: int, column: int) -> Written:
        """The cell, empty where nothing stands."""
        found = self.cells.get((row, column))
        return found or Written("", f"{get_column_letter(column)}{row}")

    @property
    def rows(self) -> range:
        """The rows that may hold something."""
        return range(1, max((row for row, _ in self.cells), default=0) + 1)

    @property
    def columns(self) -> range:
        """The columns that may hold something."""
        return range(1, max((column for _, column in self.cells), default=0) + 1)


def read_grids(path: Path, content: bytes = b"") -> tuple[Grid, ...]:
    """The worksheets of an .xlsx file in order, hidden rows and worksheets included.

    ``content`` is read in the file's stead where given; ``path`` is then only its name.

    Raises:
        SheetError: no such file, no workbook, one with a password, or one too large.
    """
    content = content or _bytes_of(path)
    shown, formulas = _open(path, content, reckoned=True), _open(path, content, reckoned=False)
    return tuple(_grid(sheet, formulas[sheet.title], path) for sheet in shown.worksheets)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SheetError(f"事实表“{path}”超过 5 MB；请确认选对了文件，或删去图片和空表")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SheetError(f"找不到事实表“{path}”；请检查路径和文件名") from error
    except OSError as error:
        raise SheetError(f"事实表“{path}”打不开；请确认它是文件而且有读取权限") from error


def _open(path: Path, content: bytes, *, reckoned: bool) -> Workbook:
    try:
        with warnings.catch_warnings():
            # openpyxl warns of extensions it drops; nothing read here depends on one.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(BytesIO(content), data_only=reckoned)
    except (zipfile.BadZipFile, InvalidFileException, *_BROKEN) as error:
        raise SheetError(
            f"事实表“{path}”不是 Excel 工作簿，或已加密、损坏；"
            "请在 Excel 里另存为 .xlsx（不设密码）"
        ) from error


def _grid(sheet: Worksheet, formulas: Worksheet, path: Path) -> Grid:
    cells: dict[tuple[int, int], Written] = {}
    for row in sheet.iter_rows(max_row=min(sheet.max_row, _MOST_ROWS + 1)):
        for cell in row[:_MOST_COLUMNS]:
            if isinstance(cell, MergedCell):
                continue
            written = _written(cell, formulas.cell(cell.row, cell.column))
            if written.text or written.fault:
                cells[cell.row, cell.column] = written
    if any(row > _MOST_ROWS for row, _ in cells):
        raise SheetError(f"事实表“{path}”的“{sheet.title}”超过{_MOST_ROWS}行；请分成几份")
    for merged in sheet.merged_cells.ranges:
        first = cells.get((merged.min_row, merged.min_col))
        if first:
            for row, column in merged.cells:
                shared = Written(first.text, first.at, first.percent, True, first.fault)
                cells.setdefault((row, column), shared)
    return Grid(sheet.title, cells)


def _written(cell: XlsxCell, formula: XlsxCell) -> Written:
    at, value = cell.coordinate, cell.value
    reckoned = formula.data_type == "f"
    if cell.data_type == "e":
        return Written("", at, fault=f"的公式出错（{value}），请改正或直接写数")
    if value is None:
        return Written("", at, fault=_NOT_RECKONED if reckoned else "")
    if isinstance(value, bool):
        return Written("是" if value else "否", at)
    if isinstance(value, (int, float)):
        return _number(value, cell.number_format, at, reckoned=reckoned)
    if isinstance(value, (datetime.datetime, datetime.date)):
        return Written(_day(value, cell.number_format), at)
    return Written(str(value).strip(), at)


def _number(value: float, form: str, at: str, *, reckoned: bool) -> Written:
    """The number with the places its format shows; only a formula's is rounded to them."""
    # Excel itself keeps 15 digits: 0.1+0.2 is 0.3 to the person who looks at it.
    number = Decimal(format(value, ".15g"))
    form = _QUOTED.sub("", form.split(";")[0])
    percent = "%" in form
    number = number * 100 if percent else number
    found = _PLACES.search(form)
    places = len(found[1] or "") if found else None
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if places is not None:
        rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if reckoned or len(text.partition(".")[2]) < places:
            text = f"{rounded:f}"
    return Written(text, at, percent)


def _day(value: datetime.datetime | datetime.date, form: str) -> str:
    """2026-11-30; a format without a day gives 2026年11月."""
    form = _QUOTED.sub("", form.lower())
    if "y" in form and "d" not in form:
        return f"{value.year}年{value.month}月"
    return f"{value.year:04}-{value.month:02}-{value.day:02}"
