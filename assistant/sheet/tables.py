"""A workbook's worksheets as rows of cells by key, wherever their headers stand."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.sheet import keys
from assistant.sheet.cells import Grid, Written
from assistant.sheet.columns import (
    DEEDS,
    FACTS,
    FITS,
    GUIDANCE,
    HEAD,
    PHRASES,
    PROBLEMS,
    TABLES,
    TARGET,
)
from assistant.sheet.keys import Key, Keys
from assistant.sheet.plain import shortened
from assistant.sheet.values import typed
from corpus.errors import SheetError

Row = dict[str, Written]

_HEADER_ROWS = 15
_SHOWN = 60
_ENGLISH = {
    "head": HEAD,
    "facts": FACTS,
    "decisions": DEEDS,
    "phrases": PHRASES,
    "problems": PROBLEMS,
    "guidance": GUIDANCE,
}
NEEDED = {
    FACTS: ("label", "value"),
    DEEDS: ("past", "now"),
    PHRASES: ("past", "now"),
    PROBLEMS: ("text",),
    GUIDANCE: ("name",),
}
"""The keys without whose headers a worksheet cannot be read."""
KEYS: dict[str, Keys] = {
    FACTS: (*keys.FACT, Key("fits", "text", ("适用",))),
    DEEDS: (*keys.DECISION, Key("section", "text", ("板块",))),
    PHRASES: keys.DECISION,
    PROBLEMS: keys.PROBLEM,
    GUIDANCE: keys.GUIDANCE,
}
"""What the columns of each worksheet hold."""


@dataclass
class Faults:
    """All that is wrong with one workbook, told by worksheet and cell."""

    path: Path
    told: list[str] = field(default_factory=list)

    def add(self, sheet: str, at: str, what: str) -> None:
        """Note what is wrong with a cell, worded to follow its place."""
        self.told.append(f"“{sheet}”{at}{what}")

    def settle(self) -> None:
        """Nothing, when nothing is wrong.

        Raises:
            SheetError: one line with everything that is wrong.
        """
        if self.told:
            shown = "；".join(dict.fromkeys(self.told[:_SHOWN]))
            more = f"；等{len(self.told)}处" if len(self.told) > _SHOWN else ""
            raise SheetError(f"事实表“{self.path}”：{shown}{more}")


def table_of(title: str) -> str:
    """Which of our worksheets this is by its name: 指标（办公室） is 指标; "" if none."""
    bare = title.strip()
    if bare.lower() in _ENGLISH:
        return _ENGLISH[bare.lower()]
    return next((name for name in (HEAD, *TABLES) if bare.startswith(name)), "")


def usable(cell: Written, key: Key, sheet: str, faults: Faults) -> bool:
    """Whether the cell holds something its key takes; what is wrong with it is told."""
    if cell.fault:
        faults.add(sheet, cell.at, cell.fault)
        return False
    if not cell.text:
        return False
    if key.sort in ("texts", "items") or key.name == "blank":
        return True
    try:
        typed(key, cell.text)
    except ValueError as error:
        faults.add(sheet, cell.at, f"“{shortened(cell.text)}”{error}")
        return False
    return True


def read_rows(grid: Grid, title: str, faults: Faults) -> Iterator[Row]:
    """The rows below the header, each cell by its key; empty rows are passed over."""
    header = _header(grid, title)
    if header is None:
        needed = "、".join(title_of(title, key) for key in NEEDED[title])
        faults.add(grid.title, "", f"没有找到表头，请照样表写上 {needed} 等列名")
        return
    number, columns = header
    _tell_odd_headers(grid, title, number, columns, faults)
    for row in grid.rows[number:]:
        cells = {key: grid.at(row, column) for key, column in columns.items()}
        if any(cell.text or cell.fault for cell in cells.values()):
            yield cells


def _header(grid: Grid, title: str) -> tuple[int, dict[str, int]] | None:
    """The header's row, and the column of each key; None where no row has the needed ones."""
    known = titles(title)
    for row in grid.rows[:_HEADER_ROWS]:
        columns: dict[str, int] = {}
        for column in grid.columns:
            key = known.get(bare_label(grid.at(row, column).text))
            if key:
                columns.setdefault(key, column)
        if all(key in columns for key in NEEDED[title]):
            return row, columns
    return None


def titles(title: str) -> dict[str, str]:
    """The keys of a worksheet by every header that means them, ours, other Chinese, English."""
    known = {name: key.name for key in KEYS[title] for name in (*key.chinese, key.name)}
    _, columns = TABLES[title]
    more = (*columns, FITS, TARGET) if title == FACTS else columns
    return known | {bare_label(column.title): column.key for column in more}


def title_of(title: str, key: str) -> str:
    """The header of a key's column."""
    return next(column.title for column in TABLES[title][1] if column.key == key)


def _tell_odd_headers(
    grid: Grid, title: str, row: int, columns: Mapping[str, int], faults: Faults
) -> None:
    """A header that is nearly one of ours, which is missing, is a slip of the pen."""
    known = titles(title)
    ours = {bare_label(column.title) for column in TABLES[title][1]}
    for column in grid.columns:
        cell = grid.at(row, column)
        label = bare_label(cell.text)
        near = difflib.get_close_matches(label, known, 1, 0.7) if label else []
        if near and label not in known and label not in ours and known[near[0]] not in columns:
            faults.add(grid.title, cell.at, f"列名“{shortened(label)}”不认识，是不是“{near[0]}”")


def bare_label(text: str) -> str:
    """A header without what explains it: 今年：有/改为/无 is 今年."""
    return re.split(r"[（(：:]", re.sub(r"\s+", "", text))[0].strip("*＊")
