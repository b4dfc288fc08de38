"""The summary of a batch: a table, the same as JSON, and one list of what to do, by department."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.summary_page import page

HEADINGS = {
    "name": "文件夹",
    "title": "标题",
    "kind": "文种",
    "passed": "通过",
    "errors": "错误",
    "warnings": "提醒",
    "holes": "待补",
    "confirmations": "待核实",
    "coverage": "必写用上",
    "tokens": "词元",
    "error": "没写成的原因",
}
_NOBODY = "责任科室未定"


@dataclass(frozen=True, slots=True)
class Owed:
    """What a department still owes a document: the words of its todo."""

    department: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One document of a batch; ``error`` says why it was not drafted.

    ``kind`` is the kind's id. ``tokens`` is what a model read and wrote for it, None where none
    was asked or nobody counted. ``owed`` is what is missing, ``left`` how many of last year's
    words are not told and wait for a decision.
    """

    name: str
    title: str = ""
    kind: str = ""
    passed: bool = False
    errors: int = 0
    warnings: int = 0
    holes: int = 0
    confirmations: int = 0
    coverage: float | None = None
    tokens: int | None = None
    error: str = ""
    owed: tuple[Owed, ...] = ()
    left: int = 0

    def to_plain(self) -> dict[str, Any]:
        """The row's numbers, as summary.json holds them."""
        return {key: getattr(self, key) for key in HEADINGS}


def failed_row(name: str, error: str) -> Row:
    """The row of an item that could not be drafted."""
    return Row(name, error=" ".join(error.split()))


def row_of(name: str, draft: Mapping[str, Any], check: Mapping[str, Any]) -> Row:
    """The row of a draft, from its draft.json and check.json."""
    counts, metrics = check["counts"], check["metrics"]
    return Row(
        name=name,
        title=draft["title"],
        kind=draft["kind"],
        passed=check["passed"],
        errors=counts["error"],
        warnings=counts["warning"],
        holes=metrics["holes"] or 0,
        confirmations=metrics["confirmations"] or 0,
        coverage=metrics["coverage"],
        tokens=_tokens(draft),
        owed=tuple(_owed(draft)),
        left=len(draft["left_out"]),
    )


def _tokens(draft: Mapping[str, Any]) -> int | None:
    cost = draft["recipe"].get("tokens") or {}
    read, written = cost.get("in"), cost.get("out")
    return None if read is None or written is None else read + written


def _owed(draft: Mapping[str, Any]) -> Iterator[Owed]:
    """The holes, then the facts whose value nobody gave and nothing is said of."""
    facts = {fact["id"]: fact for fact in (draft.get("sheet") or {}).get("facts", ())}
    for hole in draft["holes"]:
        department = hole["department"] or facts.get(hole["ref"], {}).get("department", "")
        measure = f"（{hole['measure']}）" if hole["measure"] else ""
        yield Owed(department or _NOBODY, f"【待补{hole['number']}】{hole['label']}{measure}")
    for ref in draft["unused"]:
        fact = facts.get(ref, {})
        if fact.get("label") and not fact.get("value"):
            measure = f"（{fact['unit']}）" if fact.get("unit") else ""
            department = fact.get("department") or _NOBODY
            yield Owed(department, f"没有填数：{fact['label']}{measure}")


def summary_files(rows: Sequence[Row]) -> dict[str, bytes]:
    """summary.csv, summary.json, summary.html and todo.md; no clock in any of them."""
    plain = [row.to_plain() for row in rows]
    owed = by_department(rows)
    whole = {"drafts": plain, "failed": sum(not row.passed for row in rows)}
    return {
        "summary.csv": _table(plain),
        "summary.json": (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode(),
        "summary.html": page(rows, owed).encode(),
        "todo.md": _todo(rows, owed).encode(),
    }


def _table(plain: Sequence[Mapping[str, Any]]) -> bytes:
    """CSV with a byte order mark, so that Excel reads the Chinese; a cell begins no formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS.values())
    for row in plain:
        writer.writerow([_cell(row[key]) for key in HEADINGS])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


# -- one list over all --------------------------------------------------------------------------


def by_department(rows: Iterable[Row]) -> dict[str, list[tuple[Row, Owed]]]:
    """What each department owes, over all documents; whom nobody named comes last."""
    owed: dict[str, list[tuple[Row, Owed]]] = {}
    for row in rows:
        for each in row.owed:
            owed.setdefault(each.department, []).append((row, each))
    return dict(sorted(owed.items(), key=lambda item: item[0] == _NOBODY))


def _todo(rows: Sequence[Row], owed: Mapping[str, Sequence[tuple[Row, Owed]]]) -> str:
    """Those not drafted, what each department owes, and where each document's own list lies."""
    parts = ["# 批量起草：待办"]
    failed = [row for row in rows if row.error]
    if failed:
        parts.append("\n".join(["## 没写成的", *(f"- {r.name}：{r.error}" for r in failed)]))
    parts.append("## 各科室要补的")
    for department, due in owed.items():
        lines = [f"- {row.title}（{row.name}）{each.words}" for row, each in due]
        parts.append("\n".join([f"### {department}（{len(due)}处）", *lines]))
    if not owed:
        parts.append("无。")
    parts.append("## 各稿的待办")
    told = [
        f"- {row.title}：待补{row.holes}处，待核实{row.confirmations}处，"
        f"去年讲过今年没讲{row.left}条，见 {row.name}/todo.md"
        for row in rows
        if not row.error
    ]
    parts.append("\n".join(told) or "无。")
    return "\n\n".join(parts) + "\n"
