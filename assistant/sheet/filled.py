"""A filled workbook as rows of text, right or wrong, and its tables drawn anew from such rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.sheet.cells import Grid, read_grids
from assistant.sheet.columns import (
    COLLECTION,
    DEED_COLUMNS,
    DEEDS,
    FACTS,
    GUIDANCE,
    GUIDANCE_COLUMNS,
    HEAD,
    PHRASES,
    PROBLEM_COLUMNS,
    PROBLEMS,
    TABLES,
    Column,
)
from assistant.sheet.drawing import Table, Value
from assistant.sheet.filling import HeadRow, fact_columns, fact_table, in_columns, phrase_table
from assistant.sheet.scalars import read_number
from assistant.sheet.tables import Faults, read_rows, table_of
from corpus.errors import SheetError

Cells = dict[str, str]

NOBODY = "未定科室"
_SEPARATORS = re.compile(r"[、，,；;/\s]+")
NUMBERS = frozenset({"value", "previous", "year"})
"""Keys whose cells hold numbers."""

_SPARE = 8


@dataclass(frozen=True, slots=True)
class Filled:
    """A workbook as rows of text: 基本信息 by label, and each table's rows by key."""

    path: Path
    head: tuple[HeadRow, ...]
    tables: Mapping[str, tuple[Cells, ...]]

    @property
    def department(self) -> str:
        """The department it was given to; "" for a whole workbook."""
        return self.told("责任科室")

    def told(self, label: str) -> str:
        """What 基本信息 says to the right of a label."""
        return next((str(row[1][0] or "") for row in self.head if row[0] == label), "")


def read_filled(path: Path, content: bytes = b"") -> Filled:
    """The rows of a workbook as written, right or wrong; ``content`` as ``read_grids`` takes it.

    Raises:
        SheetError: it is no workbook, has no 基本信息, or a table without a header.
    """
    grids = read_grids(path, content)
    faults = Faults(path)
    tables = {
        title: tuple(
            _texts(row.items()) for grid in of_title for row in read_rows(grid, title, faults)
        )
        for title in TABLES
        if (of_title := [grid for grid in grids if table_of(grid.title) == title])
    }
    faults.settle()
    head = next((grid for grid in grids if table_of(grid.title) == HEAD), None)
    if head is None:
        raise SheetError(f"事实表“{path}”没有“{HEAD}”工作表；请用 nigao form 生成的工作簿")
    return Filled(path, tuple(_pairs(head)), tables)


def _texts(cells: Iterable[tuple[str, object]]) -> Cells:
    return {key: text for key, cell in cells if (text := getattr(cell, "text", ""))}


def _pairs(grid: Grid) -> Iterator[HeadRow]:
    last = max(grid.columns, default=2)
    for row in grid.rows:
        label = grid.at(row, 1).text
        values = [grid.at(row, column).text or None for column in range(2, max(3, last))]
        remark = grid.at(row, last).text if last > 2 else ""
        if label:
            yield label, values, remark


def departments_of(row: Mapping[str, str]) -> list[str]:
    """The departments a row names."""
    named = [each for each in _SEPARATORS.split(row.get("department", "")) if each]
    return named or [NOBODY]


def without_collecting(head: Sequence[HeadRow]) -> list[HeadRow]:
    """基本信息 without what only serves collecting (责任科室, 截止时间)."""
    return [row for row in head if row[0] not in COLLECTION]


def tables_anew(
    rows: Mapping[str, Sequence[Cells]], marked: Mapping[str, frozenset[int]] = {}
) -> list[Table]:
    """The tables drawn anew from rows of text."""
    facts = [_valued(row) for row in rows.get(FACTS, ())]
    columns = fact_columns(
        fits=any("fits" in row for row in facts), target=any("target" in row for row in facts)
    )
    made = [
        fact_table(columns, facts, spare=_SPARE),
        Table(
            DEEDS,
            DEED_COLUMNS,
            _drawn(DEED_COLUMNS, rows.get(DEEDS, ())),
            _SPARE,
            1,
            ours=frozenset({"past"}),
        ),
        phrase_table([_valued(row) for row in rows.get(PHRASES, ())], spare=_SPARE),
        Table(PROBLEMS, PROBLEM_COLUMNS, _drawn(PROBLEM_COLUMNS, rows.get(PROBLEMS, ())), _SPARE),
        Table(GUIDANCE, GUIDANCE_COLUMNS, _drawn(GUIDANCE_COLUMNS, rows.get(GUIDANCE, ())), _SPARE),
    ]
    return [replace(table, marked=marked.get(table.title, frozenset())) for table in made]


def _drawn(columns: Sequence[Column], rows: Sequence[Cells]) -> list[list[Value]]:
    return in_columns(columns, [_valued(row) for row in rows])


def _valued(row: Mapping[str, str]) -> dict[str, Value]:
    """The row with its numbers as numbers; what is none stays as it was written."""
    return {key: number_in(text) if key in NUMBERS else text for key, text in row.items()}


def number_in(text: str) -> Value:
    """The number a cell's text is, or the text itself."""
    try:
        return read_number(text)
    except ValueError:
        return text
