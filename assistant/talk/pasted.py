"""A table pasted into the talk: its rows become facts, each value under its own label."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.sheet.facts import Fact
from assistant.sheet.scalars import read_number

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "label": ("指标", "项目", "名称", "事项", "内容"),
    "value": ("本年数值", "数值", "今年", "本年", "数量", "完成数", "实际完成"),
    "measure": ("计量单位", "单位"),
    "previous": ("上年数值", "去年", "上年"),
    "department": ("责任科室", "科室", "责任部门", "部门"),
}
_AMOUNT = re.compile(r"(?P<number>[-+]?[\d０-９][\d０-９,，.．]*)\s*(?P<measure>[^\d\s,，]{0,5})")
_MEASURE = re.compile(r"[^\d\s，。：:]{1,5}")


@dataclass(frozen=True, slots=True)
class Pasted:
    """The facts of a pasted table, and the rows that tell no value or more than one."""

    facts: tuple[Fact, ...]
    left: tuple[str, ...]


def pasted_table(text: str, year: int, source: str) -> Pasted | None:
    """The table in a message, None where there is none.

    Cells stand between tabs or upright strokes. Without a header the first words of a row are its
    label; a row of several numbers then says too little and is left.
    """
    rows = [_cells(line) for line in text.splitlines() if line.strip()]
    rows = [row for row in rows if not all(re.fullmatch(r"[-: ]*", cell) for cell in row)]
    if sum(len(row) > 1 for row in rows) < 2 or any(len(row) < 2 for row in rows):
        return None
    columns = _columns(rows[0], year)
    body = rows[1:] if columns or not any(_AMOUNT.fullmatch(cell) for cell in rows[0]) else rows
    facts: list[Fact] = []
    left: list[str] = []
    for row in body:
        said = _by_header(row, columns) if columns else _by_place(row)
        fact = _fact(said, source) if said else None
        if fact:
            facts.append(fact)
        else:
            left.append(" ".join(cell for cell in row if cell))
    return Pasted(tuple(facts), tuple(left))


def _cells(line: str) -> list[str]:
    mark = "\t" if "\t" in line else "|"
    return [cell.strip() for cell in line.strip(" |").split(mark)]


def _columns(header: Sequence[str], year: int) -> Mapping[int, str]:
    """What each column holds; empty where the first row names neither label nor value."""
    found: dict[int, str] = {}
    for at, cell in enumerate(header):
        bare = re.sub(r"\s|[（(].*", "", cell)
        known = next((key for key, names in _HEADERS.items() if bare in names), "")
        if re.fullmatch(r"20\d\d年?度?", bare):
            known = {year: "value", year - 1: "previous"}.get(int(bare[:4]), "")
        if known and known not in found.values():
            found[at] = known
    return found if {"label", "value"} <= set(found.values()) else {}


def _by_header(row: Sequence[str], columns: Mapping[int, str]) -> Mapping[str, str]:
    return {columns[at]: cell for at, cell in enumerate(row) if at in columns and cell}


def _by_place(row: Sequence[str]) -> Mapping[str, str] | None:
    """Label, number and measure by where they stand; None where there are several numbers."""
    words = [cell for cell in row if cell and not _AMOUNT.fullmatch(cell)]
    numbers = [at for at, cell in enumerate(row) if _AMOUNT.fullmatch(cell)]
    numbers = [at for at in numbers if at or not words]
    if len(numbers) != 1 or not words:
        return None
    said = {"label": words[0], "value": row[numbers[0]]}
    beside = [cell for cell in words[1:] if _MEASURE.fullmatch(cell)]
    return said | ({"measure": beside[0]} if beside else {})


def _fact(said: Mapping[str, str], source: str) -> Fact | None:
    amount = _AMOUNT.fullmatch(said.get("value", ""))
    if not said.get("label") or amount is None:
        return None
    before = _AMOUNT.fullmatch(said.get("previous", ""))
    try:
        return Fact(
            label=said["label"],
            value=read_number(amount["number"]),
            previous=read_number(before["number"]) if before else None,
            unit=said.get("measure") or amount["measure"],
            department=said.get("department", ""),
            source=source,
        )
    except ValueError:
        return None
