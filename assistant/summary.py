"""The summary of a batch: a table, the same as JSON, a page, and one list of what to do."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_HEADINGS = {
    "name": "文件夹",
    "title": "标题",
    "kind": "文种",
    "passed": "通过",
    "errors": "错误",
    "warnings": "提醒",
    "holes": "待补",
    "confirmations": "待核实",
    "coverage": "必写用上",
    "error": "没写成的原因",
}
_STYLE = (
    "body{font:16px/1.7 'Songti SC',SimSun,serif;max-width:72em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #bbb;padding:.4em .6em;"
    "text-align:left;vertical-align:top}th{background:#f3f3f3}.bad{background:#fbe9e7}"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One document of a batch; ``error`` says why it was not drafted, ``todo`` is its todo.md."""

    name: str
    title: str = ""
    kind: str = ""
    passed: bool = False
    errors: int = 0
    warnings: int = 0
    holes: int = 0
    confirmations: int = 0
    coverage: float | None = None
    error: str = ""
    todo: str = ""

    def to_plain(self) -> dict[str, Any]:
        """The row without its todo, as summary.json holds it."""
        return {key: getattr(self, key) for key in _HEADINGS}


def failed_row(name: str, error: str) -> Row:
    """The row of an item that could not be drafted."""
    return Row(name, error=" ".join(error.split()))


def row_of(name: str, draft: Mapping[str, Any], check: Mapping[str, Any], todo: str) -> Row:
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
        todo=todo,
    )


def summary_files(rows: Sequence[Row], out: Path) -> dict[str, bytes]:
    """summary.csv, summary.json, summary.html and todo.md; no clock in any of them."""
    plain = [row.to_plain() for row in rows]
    whole = {"drafts": plain, "failed": sum(not row.passed for row in rows)}
    return {
        "summary.csv": _table(plain),
        "summary.json": (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode(),
        "summary.html": _page(rows).encode(),
        "todo.md": _todo(rows).encode(),
    }


def _table(plain: Sequence[Mapping[str, Any]]) -> bytes:
    """CSV with a byte order mark, so that Excel reads the Chinese; a cell begins no formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADINGS.values())
    for row in plain:
        writer.writerow([_cell(row[key]) for key in _HEADINGS])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _page(rows: Sequence[Row]) -> str:
    heads = "".join(f"<th>{name}</th>" for name in (*_HEADINGS.values(), "文件"))
    body = "\n".join(_line(row) for row in rows)
    failed = sum(not row.passed for row in rows)
    return (
        "<!doctype html>\n<html lang='zh-CN'><meta charset='utf-8'><title>批量起草汇总</title>\n"
        f"<style>{_STYLE}</style>\n<h1>批量起草汇总</h1>\n"
        f"<p>共{len(rows)}份，未通过{failed}份。</p>\n"
        f"<table><thead><tr>{heads}</tr></thead><tbody>\n{body}\n</tbody></table></html>\n"
    )


def _line(row: Row) -> str:
    cells = "".join(f"<td>{html.escape(_cell(v))}</td>" for v in row.to_plain().values())
    folder = html.escape(row.name, quote=True)
    links = (
        ""
        if row.error
        else "　".join(
            f"<a href='{folder}/{file}'>{label}</a>"
            for file, label in (("draft.docx", "草稿"), ("check.json", "核对"), ("todo.md", "待办"))
        )
    )
    mark = "" if row.passed else " class='bad'"
    return f"<tr{mark}>{cells}<td>{links}</td></tr>"


def _todo(rows: Sequence[Row]) -> str:
    """Every document's todo below its own heading, those that failed first."""
    parts = ["# 批量起草：待办"]
    failed = [row for row in rows if row.error]
    if failed:
        parts.append("\n".join(["## 没写成的", *(f"- {r.name}：{r.error}" for r in failed)]))
    for row in rows:
        if row.todo:
            lines = (f"#{line}" if line.startswith("#") else line for line in row.todo.split("\n"))
            parts.append("\n".join(lines).strip())
    return "\n\n".join(parts) + "\n"
