"""The judgement as one page: the text on the left, what was found in it on the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import pairwise

from eval.evaluate import Judgement
from eval.examined import Examined, Piece
from eval.finding import Finding, Severity

_NAMES: dict[Severity, str] = {"error": "错误", "warning": "提醒", "info": "说明"}
_TAGS = {"title": "h1", "byline": "p class=byline", "salutation": "p class=flush"}
_METRICS = {
    "sections": "必备部分齐全",
    "provenance": "数字有依据",
    "coverage": "必用事实写入",
    "fill": "空位填上",
    "reuse": "与往年相同的文字",
}


def to_html(judgement: Judgement, examined: Examined) -> str:
    """A page that needs nothing but itself: text, findings, metrics, and what was not examined.

    Every text of the paper is escaped; there is no script, no clock and no address in it. Same
    judgement, same page.
    """
    style = (files("eval") / "report.css").read_text(encoding="utf-8")
    title = escape(judgement.title or "核对结果")
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>核对：{title}</title><style>\n{style}</style></head><body>\n"
        f"<header>{_summary(judgement)}</header>\n<main><article>\n"
        f"{''.join(_paragraphs(judgement.findings, examined))}</article>\n<aside>\n"
        f"{_remarks(judgement)}</aside></main>\n</body></html>\n"
    )


def _summary(judgement: Judgement) -> str:
    counts = judgement.counts()
    counted = "，".join(f"{name}{counts[severity]}条" for severity, name in _NAMES.items())
    verdict = "核对通过" if judgement.passed else "核对未通过"
    shares = (
        f"<li>{name} {_share(judgement.metrics.get(key))}</li>" for key, name in _METRICS.items()
    )
    missing = "".join(
        f"<p class=unseen>未核对：{escape(line)}</p>" for line in judgement.not_examined
    )
    return (
        f"<h2 class={'good' if judgement.passed else 'bad'}>{verdict}：{counted}</h2>"
        f"<ul class=metrics>{''.join(shares)}</ul>{missing}"
    )


def _share(value: float | None) -> str:
    return "未核对" if value is None else f"{value:.0%}"


def _remarks(judgement: Judgement) -> str:
    rows = [_remark(number, each) for number, each in enumerate(judgement.findings)]
    waived = [
        f"<li class=waived><b>{each.code}</b> {escape(each.excerpt)}："
        f"按本单位规则放行（{escape(waiver.reason)}）</li>"
        for each, waiver in judgement.waived
    ]
    return f"<ol>{''.join(rows)}</ol><ul>{''.join(waived)}</ul>"


def _remark(number: int, finding: Finding) -> str:
    excerpt = f"<q>{escape(finding.excerpt)}</q> " if finding.excerpt else ""
    section = f"<small>{escape(finding.section)}</small>" if finding.section else ""
    where = f' href="#t{number}"' if finding.start >= 0 else ""
    return (
        f'<li id="f{number}" class={finding.severity}><a{where}>'
        f"<b>{finding.code} {_NAMES[finding.severity]} {escape(finding.name)}</b></a> {section}"
        f"<p>{excerpt}{escape(finding.message)}</p></li>\n"
    )


def _paragraphs(findings: Sequence[Finding], examined: Examined) -> Iterator[str]:
    """The pieces as HTML, those of one paragraph together."""
    group: list[Piece] = []
    for piece in examined.pieces:
        if group and "\n" in examined.text[group[-1].end : piece.start]:
            yield _paragraph(group, findings, examined)
            group = []
        group.append(piece)
    if group:
        yield _paragraph(group, findings, examined)


def _paragraph(group: Sequence[Piece], findings: Sequence[Finding], examined: Examined) -> str:
    first = group[0]
    tag = _TAGS.get(first.place, "p")
    if first.place == "heading":
        level = examined.sections[first.section].level
        tag = "p" if len(group) > 1 else f"h{min(level + 1, 5)}"
    marked = _marked(first.start, group[-1].end, findings, examined)
    return f"<{tag}>{marked}</{tag.split()[0]}>\n"


def _marked(start: int, end: int, findings: Sequence[Finding], examined: Examined) -> str:
    """``start:end`` of the text, what is found fault with marked; marks never overlap."""
    here = [
        (number, each)
        for number, each in enumerate(findings)
        if each.start < end and each.end > start
    ]
    cuts = {start, end}
    for _, each in here:
        cuts |= {max(start, each.start), min(end, each.end)}
    edges = sorted(cuts)
    return "".join(
        _segment(
            examined.text[one:other], one, [row for row in here if _covers(row[1], one, other)]
        )
        for one, other in pairwise(edges)
    )


def _covers(finding: Finding, start: int, end: int) -> bool:
    return finding.start <= start and end <= finding.end


def _segment(text: str, start: int, over: Sequence[tuple[int, Finding]]) -> str:
    if not over:
        return escape(text)
    worst = min((each.severity for _, each in over), key=list(_NAMES).index)
    anchors = "".join(f'<i id="t{number}"></i>' for number, each in over if each.start == start)
    said = escape("；".join(each.message for _, each in over), quote=True)
    return (
        f'{anchors}<a href="#f{over[0][0]}" class="mark {worst}" title="{said}">{escape(text)}</a>'
    )
