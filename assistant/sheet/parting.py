"""Parting: a workbook for each department that fills in a part of it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.sheet.columns import COLLECTION, DEEDS, FACTS, GUIDANCE, PHRASES, PROBLEMS
from assistant.sheet.drawing import Value
from assistant.sheet.filled import (
    NOBODY,
    Cells,
    Filled,
    departments_of,
    tables_anew,
    without_collecting,
)
from assistant.sheet.filling import Book, HeadRow, drawn


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
        for each in departments_of(row)
    )
    return {
        each: drawn(
            Book(
                f"{name}（{each}）",
                guide,
                [*_collecting_rows(each, due), *without_collecting(filled.head)],
                tables_anew(_rows_of(each, filled)),
            )
        )
        for each in sorted(departments, key=lambda each: (each == NOBODY, each))
    }


def _rows_of(department: str, filled: Filled) -> dict[str, tuple[Cells, ...]]:
    rows = {
        title: tuple(
            row for row in filled.tables.get(title, ()) if department in departments_of(row)
        )
        for title in (FACTS, DEEDS)
    }
    if department == NOBODY:
        rows |= {title: filled.tables.get(title, ()) for title in (PHRASES, PROBLEMS, GUIDANCE)}
    return rows


def _is_for(department: str, row: Cells) -> bool:
    return department in departments_of(row)


def _collecting_rows(department: str, due: str) -> list[HeadRow]:
    told: dict[str, tuple[Value, str]] = {
        "责任科室": (department, ""),
        "截止时间": (due or None, "请在此前报送"),
        "填报人": (None, "填写人姓名、电话"),
        "审核人": (None, "科室负责人审核后签名"),
    }
    return [(label, [told[label][0]], told[label][1]) for label in COLLECTION]
