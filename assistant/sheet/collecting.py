"""Collecting: one workbook parted among the departments that fill it in, and put together again.

Nothing is lost on the way back: what only one department wrote is taken, what two wrote alike
stands once, and what they wrote differently stands side by side until a person strikes one out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.sheet.cells import Grid, read_grids
from assistant.sheet.columns import (
    COLLECTION,
    CONFLICTS,
    DEED_COLUMNS,
    DEEDS,
    FACTS,
    GUIDANCE,
    GUIDANCE_COLUMNS,
    HEAD,
    OWED,
    PHRASES,
    PROBLEM_COLUMNS,
    PROBLEMS,
    TABLES,
    Column,
)
from assistant.sheet.drawing import Table, Value
from assistant.sheet.filling import (
    Book,
    HeadRow,
    drawn,
    fact_columns,
    fact_table,
    in_columns,
    phrase_table,
)
from assistant.sheet.scalars import read_number
from assistant.sheet.tables import Faults, read_rows, table_of
from corpus.errors import SheetError

Cells = dict[str, str]

NOBODY = "未定科室"
_SEPARATORS = re.compile(r"[、，,；;/\s]+")
_JOINED = frozenset({"source", "department", "note", "section", "_sentence", "_where", "_hint"})
"""Keys whose two wordings may stand together; any other difference is a conflict."""
_NUMBERS = frozenset({"value", "previous", "year"})
_NAMES = {
    FACTS: ("blank", "label", "unit", "text"),
    DEEDS: ("past", "text"),
    PHRASES: ("past",),
    PROBLEMS: ("text", "_hint"),
    GUIDANCE: ("name", "text", "_hint"),
}
_SPARE = 8
_OWED_COLUMNS = (
    Column("责任科室", "department", 16, centred=True),
    Column("应填指标", "asked", 10, centred=True),
    Column("已填", "given", 8, centred=True),
    Column("未填", "missing", 8, centred=True),
    Column("应核事项", "deeds", 10, centred=True),
    Column("未核", "unsettled", 8, centred=True),
    Column("填报人", "filler", 12, centred=True),
    Column("审核人", "checker", 12, centred=True),
    Column("截止时间", "due", 13, centred=True),
    Column("未填的指标", "labels", 70),
)
_CONFLICT_COLUMNS = (
    Column("表", "table", 11, centred=True),
    Column("事项", "what", 40),
    Column("列", "column", 12, centred=True),
    Column("甲方科室", "one", 14, centred=True),
    Column("甲方所填", "first", 24),
    Column("乙方科室", "other", 14, centred=True),
    Column("乙方所填", "second", 24),
    Column("采用", "taken", 24, theirs=True),
)


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


@dataclass(frozen=True, slots=True)
class Merged:
    """Workbooks put together: the bytes, how many conflicts, and who still owes how much."""

    content: bytes
    conflicts: int
    owed: Mapping[str, int]


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


# -- parting --------------------------------------------------------------------------------------


def split_filled(
    filled: Filled, guide: Sequence[str], name: str, due: str = ""
) -> dict[str, bytes]:
    """A workbook for each department with only its rows, by the department's name.

    Rows that name no department, and 提法更新, which concerns the whole text, go to 未定科室. A row
    that names two goes to both. ``due`` is what 截止时间 says.
    """
    departments = dict.fromkeys(
        each
        for title in (FACTS, DEEDS)
        for row in filled.tables.get(title, ())
        for each in _of(row)
    )
    return {
        each: drawn(
            Book(
                f"{name}（{each}）",
                guide,
                [*_collecting_rows(each, due), *_without_collecting(filled.head)],
                _tables(_rows_of(each, filled)),
            )
        )
        for each in sorted(departments, key=lambda each: (each == NOBODY, each))
    }


def _of(row: Mapping[str, str]) -> list[str]:
    """The departments a row names."""
    named = [each for each in _SEPARATORS.split(row.get("department", "")) if each]
    return named or [NOBODY]


def _rows_of(department: str, filled: Filled) -> dict[str, tuple[Cells, ...]]:
    rows = {
        title: tuple(row for row in filled.tables.get(title, ()) if department in _of(row))
        for title in (FACTS, DEEDS)
    }
    if department == NOBODY:
        rows |= {title: filled.tables.get(title, ()) for title in (PHRASES, PROBLEMS, GUIDANCE)}
    return rows


def _collecting_rows(department: str, due: str) -> list[HeadRow]:
    told: dict[str, tuple[Value, str]] = {
        "责任科室": (department, ""),
        "截止时间": (due or None, "请在此前报送"),
        "填报人": (None, "填写人姓名、电话"),
        "审核人": (None, "科室负责人审核后签名"),
    }
    return [(label, [told[label][0]], told[label][1]) for label in COLLECTION]


def _without_collecting(head: Sequence[HeadRow]) -> list[HeadRow]:
    return [row for row in head if row[0] not in COLLECTION]


def _tables(
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
    return {key: _number(text) if key in _NUMBERS else text for key, text in row.items()}


def _number(text: str) -> Value:
    try:
        return read_number(text)
    except ValueError:
        return text


# -- putting together -----------------------------------------------------------------------------


@dataclass
class _Entry:
    """A row on its way: who wrote it, and rivals that say otherwise."""

    cells: Cells
    who: str
    rivals: list[_Entry] = field(default_factory=list)


def merge_filled(filled: Sequence[Filled], guide: Sequence[str], name: str) -> Merged:
    """One workbook from several, with 冲突 and 催报表 behind the tables.

    Two departments' different words for one thing stand in neighbouring rows, marked; a draft is
    refused until one of them is struck out.
    """
    entries = {title: _entries(title, filled) for title in TABLES}
    rows = {title: [each.cells for each in _flat(listed)] for title, listed in entries.items()}
    marked = {
        title: frozenset(
            at for at, each in enumerate(_flat(listed)) if each.rivals or _is_rival(each, listed)
        )
        for title, listed in entries.items()
    }
    conflicts = [row for title, listed in entries.items() for row in _conflicts(title, listed)]
    owed = _owed(filled)
    extra = [
        Table(CONFLICTS, _CONFLICT_COLUMNS, in_columns(_CONFLICT_COLUMNS, conflicts)),
        Table(OWED, _OWED_COLUMNS, in_columns(_OWED_COLUMNS, owed)),
    ]
    book = Book(name, guide, _without_collecting(filled[0].head), [*_tables(rows, marked), *extra])
    left = {str(row["department"]): int(str(row["missing"])) for row in owed}
    return Merged(drawn(book), len(conflicts), {who: count for who, count in left.items() if count})


def _entries(title: str, filled: Sequence[Filled]) -> list[_Entry]:
    merged: dict[tuple[str, ...], _Entry] = {}
    for each in filled:
        for row in each.tables.get(title, ()):
            who = row.get("department") or each.department or each.path.stem
            entry = _Entry(dict(row), who)
            name = _name_of(title, row)
            if name in merged:
                _join(merged[name], entry)
            else:
                merged[name] = entry
    return list(merged.values())


def _name_of(title: str, row: Mapping[str, str]) -> tuple[str, ...]:
    """What tells one row of a table from another: the blank's id, else its words."""
    keys = _NAMES[title]
    return (row[keys[0]],) if keys[0] in row else tuple(row.get(key, "") for key in keys)


def _join(first: _Entry, second: _Entry) -> None:
    """The second row's words into the first; kept apart as a rival where they differ."""
    for known in (first, *first.rivals):
        if not _differences(known.cells, second.cells):
            for key, text in second.cells.items():
                known.cells[key] = _together(known.cells.get(key, ""), text)
            return
    first.rivals.append(second)


def _together(one: str, other: str) -> str:
    return "；".join(dict.fromkeys(filter(None, (*one.split("；"), *other.split("；")))))


def _differences(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    return [
        key
        for key in one.keys() & other.keys()
        if key not in _JOINED and _compared(key, one[key]) != _compared(key, other[key])
    ]


def _compared(key: str, text: str) -> Value:
    return _number(text) if key in _NUMBERS else text


def _flat(entries: Sequence[_Entry]) -> list[_Entry]:
    return [each for entry in entries for each in (entry, *entry.rivals)]


def _is_rival(entry: _Entry, entries: Sequence[_Entry]) -> bool:
    return any(entry is rival for each in entries for rival in each.rivals)


def _conflicts(title: str, entries: Sequence[_Entry]) -> Iterator[dict[str, Value]]:
    titles = {column.key: column.title for column in TABLES[title][1]}
    for entry in entries:
        for rival in entry.rivals:
            for key in sorted(_differences(entry.cells, rival.cells)):
                yield {
                    "table": title,
                    "what": entry.cells.get("label")
                    or entry.cells.get("past")
                    or entry.cells.get("text"),
                    "column": titles.get(key, key),
                    "one": entry.who,
                    "first": _compared(key, entry.cells[key]),
                    "other": rival.who,
                    "second": _compared(key, rival.cells[key]),
                }


def _owed(filled: Sequence[Filled]) -> list[dict[str, Value]]:
    """A line a department: what it was asked and has not given, most first."""
    lines: dict[str, dict[str, list[Cells]]] = {}
    files: dict[str, Filled] = {}
    for each in filled:
        for title in (FACTS, DEEDS):
            for row in each.tables.get(title, ()):
                for who in [each.department] if each.department else _of(row):
                    files.setdefault(who, each)
                    asked = lines.setdefault(who, {FACTS: [], DEEDS: []})[title]
                    if row.get("blank" if title == FACTS else "past"):
                        asked.append(row)
    made = [_owed_line(who, rows[FACTS], rows[DEEDS], files[who]) for who, rows in lines.items()]
    return sorted(made, key=lambda line: -int(str(line["missing"])))


def _owed_line(
    who: str, facts: Sequence[Cells], deeds: Sequence[Cells], filled: Filled
) -> dict[str, Value]:
    missing = [row for row in facts if not row.get("value")]
    return {
        "department": who,
        "asked": len(facts),
        "given": len(facts) - len(missing),
        "missing": len(missing),
        "deeds": len(deeds),
        "unsettled": sum(not row.get("now") for row in deeds),
        "filler": filled.told("填报人"),
        "checker": filled.told("审核人"),
        "due": filled.told("截止时间"),
        "labels": "、".join(row.get("label", "") for row in missing),
    }
