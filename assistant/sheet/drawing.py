"""The workbook as an office sends it out: cells, fonts, rules, drop-downs and print setup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assistant.sheet.columns import Column

Value = str | int | Decimal | None

_BODY, _HEADING = "宋体", "黑体"
_POINTS = 10.5
_LINE = 15.0
"""Height of one line of body text, in points."""
_TALLEST = 12
"""Lines a row grows to; what is longer is read in the cell."""
_FORMULA_STARTS = ("=", "+", "-", "@")
_LONGEST_CHOICES = 255
"""Characters a drop-down's list may hold in an .xlsx file."""

_RULE = Side(style="thin", color="FF808080")
_BOX = Border(left=_RULE, right=_RULE, top=_RULE, bottom=_RULE)
_HEADER_FILL = PatternFill("solid", fgColor="FFDCE6F1")
_THEIRS_FILL = PatternFill("solid", fgColor="FFFFFBE6")
_ALARM_FILL = PatternFill("solid", fgColor="FFFDE2E0")
_OURS_INK, _INK = "FF595959", "FF000000"


@dataclass(frozen=True, slots=True)
class Table:
    """What a worksheet shows: a value for each column of each row, and room for more rows.

    ``marked`` holds the numbers of rows (from 0) that call for attention. ``own_choices`` gives a
    cell a drop-down of its own, by row and column number. ``ours`` are the keys left empty in
    rows for something new.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    spare: int = 0
    frozen: int = 0
    marked: frozenset[int] = frozenset()
    own_choices: dict[tuple[int, int], tuple[str, ...]] | None = None
    ours: frozenset[str] = frozenset({"blank"})


def draw_table(book: Workbook, table: Table, footer: str) -> Worksheet:
    """A worksheet with its header in row 1, frozen with the first ``frozen`` columns."""
    sheet = book.create_sheet(table.title)
    for at, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
        _write(sheet.cell(1, at), column.title)
        _as_header(sheet.cell(1, at))
    sheet.row_dimensions[1].height = 2 * _LINE + 2
    blank: tuple[Value, ...] = (None,) * len(table.columns)
    rows = [*table.rows, *([blank] * table.spare)]
    for number, row in enumerate(rows, start=2):
        new = number - 2 >= len(table.rows)
        columns = [_for_new(column, table) if new else column for column in table.columns]
        _draw_row(sheet, number, columns, row, marked=number - 2 in table.marked)
    _offer_choices(sheet, table, len(rows))
    sheet.freeze_panes = sheet.cell(2, table.frozen + 1)
    if rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(rows) + 1}"
    _set_page(sheet, footer)
    sheet.print_title_rows = "1:1"
    return sheet


def _for_new(column: Column, table: Table) -> Column:
    """The column in a row for something new, where the office fills in all but what is ours."""
    return (
        column if column.key in table.ours or column.key[0] == "_" else replace(column, theirs=True)
    )


def draw_pairs(
    book: Workbook, title: str, rows: Iterable[tuple[str, Sequence[Value], str]], footer: str
) -> Worksheet:
    """基本信息: a label, its value or values to the right, and a remark behind them."""
    sheet = book.create_sheet(title)
    listed = list(rows)
    values = max((len(row[1]) for row in listed), default=1)
    for at, width in enumerate((14, *(34,) * values, 60), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, (label, given, remark) in enumerate(listed, start=1):
        _write(sheet.cell(number, 1), label)
        _as_header(sheet.cell(number, 1))
        for at in range(values):
            cell = sheet.cell(number, 2 + at)
            _write(cell, given[at] if at < len(given) else None)
            _dress(cell, Column("", theirs=True))
        note = sheet.cell(number, 2 + values)
        _write(note, remark)
        note.font = Font(name=_BODY, size=9, color=_OURS_INK)
        note.alignment = Alignment(vertical="center", indent=1, wrap_text=True)
        tallest = max(_lines_of(str(value or ""), 34) for value in (*given, ""))
        sheet.row_dimensions[number].height = _LINE * tallest + 9
    _set_page(sheet, footer)
    return sheet


def draw_guide(book: Workbook, title: str, heading: str, lines: Sequence[str], footer: str) -> None:
    """The first worksheet: what to fill in, and how."""
    sheet = book.create_sheet(title)
    sheet.column_dimensions["A"].width = 5
    sheet.column_dimensions["B"].width = 92
    sheet.merge_cells("A1:B1")
    _write(sheet["A1"], heading)
    sheet["A1"].font = Font(name=_HEADING, size=16)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.row_dimensions[1].height = 40
    for number, line in enumerate(lines, start=1):
        _write(sheet.cell(number + 1, 1), number)
        _write(sheet.cell(number + 1, 2), line)
        for at, across in ((1, "center"), (2, "left")):
            cell = sheet.cell(number + 1, at)
            cell.font = Font(name=_BODY, size=12)
            cell.alignment = Alignment(horizontal=across, vertical="top", wrap_text=True)
        sheet.row_dimensions[number + 1].height = 18 * _lines_of(line, 92 * 10.5 / 12) + 6
    sheet.sheet_view.showGridLines = False
    _set_page(sheet, footer, landscape=False)


def _draw_row(
    sheet: Worksheet, number: int, columns: Sequence[Column], row: Sequence[Value], *, marked: bool
) -> None:
    tallest = 1
    for at, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
        cell = sheet.cell(number, at)
        _write(cell, value)
        _dress(cell, column, marked=marked)
        shown = f"{value:f}" if isinstance(value, Decimal) else str(value or "")
        small = column.key == "blank"
        tallest = max(tallest, 1 if small else _lines_of(shown, column.width))
    sheet.row_dimensions[number].height = _LINE * min(tallest, _TALLEST) + 4


def _write(cell: Cell, value: Value) -> None:
    """Put a value into a cell; text is never a formula, numbers keep their places."""
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        cell.value = float(value) if places else int(value)
        cell.number_format = "0." + "0" * places if places else "0"
    elif isinstance(value, str) and value:
        cell.value = value
        cell.data_type = "s"
        cell.number_format = "@" if value.startswith(_FORMULA_STARTS) else "General"
        cell.quotePrefix = value.startswith(_FORMULA_STARTS)
    elif value is not None and value != "":
        cell.value = value


def _as_header(cell: Cell) -> None:
    cell.font = Font(name=_HEADING, size=_POINTS)
    cell.fill = _HEADER_FILL
    cell.border = _BOX
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _dress(cell: Cell, column: Column, *, marked: bool = False) -> None:
    small = column.key == "blank"
    ink = _INK if column.theirs or column.key == "label" else _OURS_INK
    cell.font = Font(name=_BODY, size=7 if small else _POINTS, color=ink)
    if marked:
        cell.fill = _ALARM_FILL
    elif column.theirs:
        cell.fill = _THEIRS_FILL
    cell.border = _BOX
    cell.alignment = Alignment(
        horizontal="center" if column.centred else "left",
        vertical="center",
        indent=0 if column.centred or small else 1,
        wrap_text=not small,
    )


def _lines_of(text: str, width: float) -> int:
    """Lines the text takes in a column of ``width`` half-width characters."""
    room = max(1, int(width) - 2)
    return sum(
        max(1, -(-sum(1 if ord(char) < 0x2E80 else 2 for char in line) // room))
        for line in text.split("\n")
    )


def _offer_choices(sheet: Worksheet, table: Table, count: int) -> None:
    """Drop-downs, and a word of advice on selecting a cell."""
    own = table.own_choices or {}
    for at, column in enumerate(table.columns, start=1):
        rows = [number for number in range(count) if (number, at - 1) not in own]
        if not rows or not (column.choices or column.hint):
            continue
        offer = _offer(column, column.choices)
        letter = get_column_letter(at)
        for first, last in _runs(rows):
            offer.add(f"{letter}{first + 2}:{letter}{last + 2}")
        sheet.add_data_validation(offer)
    for (number, at), choices in own.items():
        offer = _offer(table.columns[at], choices)
        offer.add(f"{get_column_letter(at + 1)}{number + 2}")
        sheet.add_data_validation(offer)


def _offer(column: Column, choices: tuple[str, ...]) -> DataValidation:
    listed = ",".join(choices)
    if not choices or len(listed) > _LONGEST_CHOICES:
        offer = DataValidation(allow_blank=True)
    else:
        quoted = listed.replace('"', '""')
        offer = DataValidation(type="list", formula1=f'"{quoted}"', allow_blank=True)
        offer.showErrorMessage = column.strict
        offer.errorTitle, offer.error = "请从列表中选", f"{column.title}请选：{'、'.join(choices)}"
    if column.hint:
        offer.showInputMessage = True
        offer.promptTitle, offer.prompt = column.title[:30], column.hint
    return offer


def _runs(numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    """First and last of each run of neighbours."""
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield first, last
            first = number
        last = number
    yield first, last


def _set_page(sheet: Worksheet, footer: str, *, landscape: bool = True) -> None:
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.75, 0.7
    safe = footer.replace("&", "＆")
    sheet.oddHeader.left.text, sheet.oddHeader.left.size = safe, 9
    sheet.oddHeader.right.text, sheet.oddHeader.right.size = sheet.title, 9
    sheet.oddFooter.center.text, sheet.oddFooter.center.size = "第 &P 页  共 &N 页", 9
