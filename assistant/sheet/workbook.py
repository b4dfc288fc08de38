"""An .xlsx workbook as plain mappings, one for each document it serves, or all its faults at once.

Worksheets are known by their names and columns by their headers, wherever they stand; English
headers are the sheet file's keys. What only people read is passed over.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.sheet import keys
from assistant.sheet.cells import Grid, Written, read_grids
from assistant.sheet.columns import COLLECTION, HEAD
from assistant.sheet.items import read_items
from assistant.sheet.keys import Key
from assistant.sheet.plain import Plain, shortened
from assistant.sheet.tables import Faults, bare_label, table_of, usable
from corpus.errors import KindError, SheetError
from corpus.kinds import kind_named, load_kinds


@dataclass(frozen=True, slots=True)
class Document:
    """One document a workbook serves: what to call it, and its sheet in plain mappings."""

    name: str
    plain: dict[str, Plain]


def read_documents(path: Path, own_kinds: Path | None = None) -> tuple[Document, ...]:
    """The documents an .xlsx workbook serves, in its own order.

    Facts of each carry ``fits`` where 适用 says so; who gets which is for ``fitting.py``.

    Raises:
        SheetError: the file is no workbook, or something in it is wrong; the message is one line
            that names every fault by worksheet and cell, and says what to write instead.
    """
    faults = Faults(path)
    grids = read_grids(path)
    heads = [head for grid in grids for head in _heads(grid, faults, own_kinds)]
    if not heads and not faults.told:
        raise SheetError(
            f"事实表“{path}”没有“{HEAD}”工作表；请用 nigao form 生成的工作簿，或加一张“{HEAD}”，"
            "写上单位、文种、年度"
        )
    items = read_items(grids, faults)
    faults.settle()
    return tuple(Document(name, {**head, **items}) for name, head in heads)


# -- 基本信息 -------------------------------------------------------------------------------------


def _heads(
    grid: Grid, faults: Faults, own_kinds: Path | None
) -> Iterator[tuple[str, dict[str, Plain]]]:
    if table_of(grid.title) != HEAD:
        return
    places = _labels(grid, faults)
    count = _papers(grid, places, own_kinds)
    named = grid.title.strip().removeprefix(HEAD).strip("（）()-—_ ")
    for at in range(count):
        head: dict[str, Plain] = {}
        for key, (row, column) in places.items():
            cell = grid.at(row, column + 1 + at)
            if usable(cell, key, grid.title, faults):
                head[key.name] = list(cell.text.split("、")) if key.sort == "texts" else cell.text
        for key in keys.HEAD:
            where = places.get(key)
            asked = grid.at(where[0], where[1] + 1 + at) if where else Written("", "")
            _judge_head(key, asked, grid.title, faults, own_kinds)
        kind = str(head.get("kind", ""))
        yield named if named and count == 1 else kind, head


def _judge_head(
    key: Key, asked: Written, sheet: str, faults: Faults, own_kinds: Path | None
) -> None:
    """Tell what must be there and is not, and a kind there is not."""
    if key.needed and not (asked.text or asked.fault):
        faults.add(sheet, asked.at, f"没有写{key.chinese[0]}，请填上")
    elif key.name == "kind" and not _is_kind(asked.text, own_kinds):
        known = "、".join(each.name for each in load_kinds(own_kinds).values())
        faults.add(sheet, asked.at, f"“{shortened(asked.text)}”不是已有的文种，可写 {known}")


def _labels(grid: Grid, faults: Faults) -> dict[Key, tuple[int, int]]:
    """Where each label of the head stands; the value is to its right."""
    known = {name: key for key in keys.HEAD for name in (key.name, *key.chinese)}
    places: dict[Key, tuple[int, int]] = {}
    for (row, column), cell in sorted(grid.cells.items()):
        label = bare_label(cell.text)
        key = known.get(label)
        if column == 1 and key is None and label and label not in COLLECTION:
            near = difflib.get_close_matches(label, known, 1, 0.6)
            if near and known[near[0]] not in places:
                faults.add(grid.title, cell.at, f"“{shortened(label)}”不认识，是不是“{near[0]}”")
        elif key is not None and key.sort != "items" and key not in places and not cell.shared:
            places[key] = (row, column)
    return places


def _papers(grid: Grid, places: Mapping[Key, tuple[int, int]], own_kinds: Path | None) -> int:
    """How many documents the head describes: one for each kind to the right of 文种."""
    kind = next((key for key in places if key.name == "kind"), None)
    if kind is None:
        return 1
    row, column = places[kind]
    count = 0
    while _is_kind(grid.at(row, column + 1 + count).text, own_kinds):
        count += 1
    return max(1, count)


def _is_kind(name: str, own_kinds: Path | None) -> bool:
    try:
        return bool(name) and bool(kind_named(name, own_kinds))
    except KindError:
        return False
