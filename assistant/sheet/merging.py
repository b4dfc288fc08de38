"""Merging: the workbooks of departments put together again.

Nothing is lost on the way back: what only one department wrote is taken, what two wrote alike
stands once, and what they wrote differently stands side by side until a person strikes one out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.sheet.columns import (
    CONFLICTS,
    DEEDS,
    FACTS,
    GUIDANCE,
    OWED,
    PHRASES,
    PROBLEMS,
    TABLES,
    Column,
)
from assistant.sheet.drawing import Table, Value
from assistant.sheet.filled import (
    NUMBERS,
    Cells,
    Filled,
    number_in,
    tables_anew,
    without_collecting,
)
from assistant.sheet.filling import Book, drawn, in_columns
from assistant.sheet.owing import OWED_COLUMNS, owed_lines

_JOINED = frozenset({"source", "department", "note", "section", "_sentence", "_where", "_hint"})
"""Keys whose two wordings may stand together; any other difference is a conflict."""
_NAMES = {
    FACTS: ("blank", "label", "unit", "text"),
    DEEDS: ("past", "text"),
    PHRASES: ("past",),
    PROBLEMS: ("text", "_hint"),
    GUIDANCE: ("name", "text", "_hint"),
}
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
class Merged:
    """Workbooks put together: the bytes, how many conflicts, and who still owes how much."""

    content: bytes
    conflicts: int
    owed: Mapping[str, int]


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
    owed = owed_lines(filled)
    extra = [
        Table(CONFLICTS, _CONFLICT_COLUMNS, in_columns(_CONFLICT_COLUMNS, conflicts)),
        Table(OWED, OWED_COLUMNS, in_columns(OWED_COLUMNS, owed)),
    ]
    book = Book(
        name, guide, without_collecting(filled[0].head), [*tables_anew(rows, marked), *extra]
    )
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
    return number_in(text) if key in NUMBERS else text


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
