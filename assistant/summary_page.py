"""The summary of a batch as a page: what stands, what is to be done, and where it lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from corpus.errors import NigaoError
from corpus.kinds import kind_named

if TYPE_CHECKING:
    from assistant.summary import Owed, Row

_FILES = (("draft.docx", "Word稿"), ("check.json", "核对结果"), ("todo.md", "待办"))
_COLUMNS = ("文稿", "文种", "结果", "错误", "提醒", "待补", "待核实", "必写用上", "词元", "文件")
_NUMBERS = _COLUMNS[3:9]
_COST = "词元"


def page(rows: Sequence[Row], owed: Mapping[str, Sequence[tuple[Row, Owed]]]) -> str:
    """A page that needs nothing but itself; documents that need somebody come first.

    ``owed`` says what each department still has to give. Every text is escaped; there is no
    script, no clock and no address in it.
    """
    costs = any(row.tokens is not None for row in rows)
    columns = [name for name in _COLUMNS if costs or name != _COST]
    style = (files("assistant") / "summary.css").read_text(encoding="utf-8")
    ordered = sorted(rows, key=lambda row: (not row.error, row.passed))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>批量起草汇总</title><style>\n{style}</style></head><body>\n"
        f"<h1>批量起草汇总</h1>\n{_cards(rows)}\n<h2>各份文稿</h2>\n"
        f"<table><thead><tr>{''.join(map(_head, columns))}</tr></thead><tbody>\n"
        + "\n".join(_line(row, costs=costs) for row in ordered)
        + f"\n</tbody></table>\n<h2>各科室要补的</h2>\n{''.join(_departments(owed))}"
        "</body></html>\n"
    )


def _cards(rows: Sequence[Row]) -> str:
    """How many documents stand and how many do not, and what is left to do in all."""
    drafted = [row for row in rows if not row.error]
    passed = sum(row.passed for row in drafted)
    counts = (
        ("文稿", len(rows), ""),
        ("核对通过", passed, "good"),
        ("核对有错误", len(drafted) - passed, "bad"),
        ("没写成", len(rows) - len(drafted), "bad"),
        ("待补", sum(row.holes for row in drafted), "some"),
        ("待核实", sum(row.confirmations for row in drafted), "some"),
    )
    cards = (
        f'<li class="{sort if count else ""}">{name}<b>{count}</b></li>'
        for name, count, sort in counts
    )
    return f'<ul class="cards">{"".join(cards)}</ul>'


def _head(name: str) -> str:
    return f'<th class="n">{name}</th>' if name in _NUMBERS else f"<th>{name}</th>"


def _line(row: Row, *, costs: bool) -> str:
    folder = quote(row.name)
    if row.error:
        return (
            f'<tr class="bad"><td>{escape(row.name)}</td><td></td>'
            f'<td><span class="mark not">没写成</span></td>'
            f'<td colspan="{len(_COLUMNS) - 4 + costs}">{escape(row.error)}</td></tr>'
        )
    mark = ("ok", "通过") if row.passed else ("err", "有错误")
    used = "—" if row.coverage is None else f"{row.coverage:.0%}"
    tokens = "—" if row.tokens is None else f"{row.tokens:,}"
    cost = f'<td class="n">{tokens}</td>' if costs else ""
    counts = (row.errors, row.warnings, row.holes, row.confirmations)
    links = "".join(f'<a href="{folder}/{file}">{label}</a>' for file, label in _FILES)
    return (
        f"<tr{'' if row.passed else ' class=bad'}>"
        f'<td><a href="{folder}/draft.docx">{escape(row.title)}</a>'
        f"<small>{escape(row.name)}</small></td>"
        f'<td class="kind">{escape(_kind(row.kind))}</td>'
        f'<td><span class="mark {mark[0]}">{mark[1]}</span></td>'
        f"{''.join(map(_number, counts))}"
        f'<td class="n">{used}</td>{cost}<td class="files">{links}</td></tr>'
    )


def _number(count: int) -> str:
    return f'<td class="n{"" if count else " zero"}">{count}</td>'


def _kind(name: str) -> str:
    """The kind's Chinese name; a kind of one's own goes by its id here."""
    try:
        return kind_named(name).name
    except NigaoError:
        return name


def _departments(owed: Mapping[str, Sequence[tuple[Row, Owed]]]) -> Iterator[str]:
    if not owed:
        yield "<p>没有要补的。</p>\n"
    for department, due in owed.items():
        items = "".join(
            f'<li><a href="{quote(row.name)}/todo.md">{escape(row.title)}</a>　{escape(each.words)}'
            for row, each in due
        )
        yield (
            f"<details><summary>{escape(department)}（{len(due)}处）</summary>"
            f"<ul>{items}</ul></details>\n"
        )
