"""What the terminal shows of a sheet reviewed: this year beside last year, and what to look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.cli_text import columns, shortened

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.sanity import Review, Row
    from assistant.sheet.notes import Noted

_WORDS = {"error": "错误", "warning": "提醒"}


def review_lines(review: Review) -> Iterator[str]:
    """A line for each counted fact with its change, then the remarks, then the counts."""
    names = [f"{row.fact.id}  {row.fact.label}" for row in review.rows]
    width = min(max(map(columns, names), default=0), 60)
    for name, row in zip(names, review.rows, strict=True):
        yield f"{name}{' ' * max(0, width - columns(name))}  {_said(row)}".rstrip()
    for remark in review.remarks:
        yield f"{_WORDS[remark.severity]}  {remark.message}"
    counts = {key: sum(each.severity == key for each in review.remarks) for key in _WORDS}
    counted = "，".join(f"{word}{counts[key]}条" for key, word in _WORDS.items())
    events = len(review.sheet.facts) - len(review.rows)
    yield f"指标{len(review.rows)}项，事情{events}件；{counted}"


def noted_lines(noted: Noted, out: Path) -> Iterator[str]:
    """What was read from notes, and each item a person should look at with its line."""
    counted = sum(fact.value is not None for fact in noted.facts)
    events = len(noted.facts) - counted
    problems = f"，问题{len(noted.problems)}条" if noted.problems else ""
    yield f"读出指标{counted}项，事情{events}件{problems}，存到  {out}"
    for piece in noted.guidance:
        said = "，".join(part for part in (piece.issuer, piece.date) if part)
        whence = said or "发布单位和日期待补"
        yield f"上级精神  {piece.id}  {piece.name}（{whence}），可引原句{len(piece.quotes)}句"
    for ref, remark in noted.remarks.items():
        number, line = noted.lines[ref]
        yield f"待核  {ref}（第{number}行“{shortened(line)}”）：{remark}"
    yield f"核对后可用 nigao facts check {out} 对照上年"


def _said(row: Row) -> str:
    fact = row.fact
    now = "（未填）" if fact.value is None else f"{fact.qualifier}{fact.value:f}{fact.measure}"
    if row.previous is None:
        return f"{now}  上年没有数"
    before = f"{row.previous.value:f}{row.previous.measure}"
    source = "（往年材料）" if row.from_report else ""
    return f"{now}  上年{before}{source}  {_change(row)}"


def _change(row: Row) -> str:
    step, growth = row.derived.get("difference"), row.derived.get("growth")
    if step is None:
        return "口径不同，不作比较" if row.fact.value is not None else ""
    if not step.value:
        return "持平"
    more = "增加" if step.value > 0 else "减少"
    if step.measure.endswith("百分点"):
        return f"{'上升' if step.value > 0 else '下降'}{abs(step.value):f}{step.measure}"
    told = f"{more}{abs(step.value):f}{step.measure}"
    if growth is None:
        return told
    return f"{told}，{'增长' if growth.value >= 0 else '下降'}{abs(growth.value):f}%"
