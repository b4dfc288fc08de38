"""Owing: what each department was asked and has not given."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.sheet.columns import DEEDS, FACTS, Column
from assistant.sheet.drawing import Value
from assistant.sheet.filled import Cells, Filled, departments_of

OWED_COLUMNS = (
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


def owed_lines(filled: Sequence[Filled]) -> list[dict[str, Value]]:
    """A line a department: what it was asked and has not given, most first."""
    lines: dict[str, dict[str, list[Cells]]] = {}
    files: dict[str, Filled] = {}
    for each in filled:
        for title in (FACTS, DEEDS):
            for row in each.tables.get(title, ()):
                for who in [each.department] if each.department else departments_of(row):
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
