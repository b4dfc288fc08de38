"""Views of what was found: findings, the past behind a section, the library, versions, exports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from assistant.chat.markup import rendered
from assistant.edited.changes import Change
from assistant.indexing import Indexed
from assistant.talk.paper import Paper
from assistant.talk.places import Places
from assistant.talk.session import Checked
from assistant.talk.store import Version
from corpus.highlighting import highlights
from corpus.inference import shown_kind
from corpus.report import Passage
from eval.finding import Finding
from eval.fixing import is_mechanical

ACT_FIRST = 10
_WORDS = {"error": "错误", "warning": "提醒", "info": "说明"}
_ORDER = ("error", "warning", "info")
_SHARES = {
    "sections": "必备部分",
    "provenance": "数字有出处",
    "coverage": "必写事实用上",
    "fill": "空位填上",
    "reuse": "与往年相同",
}


def findings_view(checked: Checked | None, places: Places | None) -> str:
    """The findings, ten to act on first; each leads to its place and to its mend."""
    if checked is None or places is None:
        return rendered("findings", checked=False)
    judged = checked.judgement
    rows = sorted(
        (_finding(at, finding, places) for at, finding in enumerate(judged.findings)),
        key=lambda row: _ORDER.index(row["severity"]),
    )
    shares = [
        (name, f"{round(value * 100)}%" if isinstance(value, int | float) else "未核对")
        for key, name in _SHARES.items()
        for value in (judged.metrics.get(key),)
    ]
    return rendered(
        "findings",
        checked=True,
        passed=judged.passed,
        counts=judged.counts(),
        mends=sum(is_mechanical(finding) for finding in judged.findings),
        metrics=shares,
        first=rows[:ACT_FIRST],
        rest=rows[ACT_FIRST:],
        not_examined=judged.not_examined,
    )


def _finding(at: int, finding: Finding, places: Places) -> dict[str, Any]:
    spot = places.spot(finding.start)
    return {
        "at": at,
        "code": finding.code,
        "severity": finding.severity,
        "word": _WORDS[finding.severity],
        "message": finding.message,
        "excerpt": finding.excerpt,
        "section_id": spot.section if spot else None,
        "key": spot.key if spot else "",
        "mend": (finding.mend or "删去") if is_mechanical(finding) and spot else "",
    }


def sources_view(title: str, query: str, passages: Sequence[Passage]) -> str:
    """Past passages with their report and year; the words looked for are marked."""
    hits = [
        {
            "where": f"{each.year}年{each.unit}　{' / '.join(each.path) or '开头或结尾'}",
            "parts": list(_parts(each.text, query)),
        }
        for each in passages
    ]
    return rendered("sources", title=title, query=query, hits=hits)


def _parts(text: str, query: str) -> Iterator[dict[str, Any]]:
    """The text cut where the words looked for begin and end; masks as ＊."""
    shown = text.replace("*", "＊")
    spans = highlights(query, shown) if query else ()
    edges = [0, *(edge for span in spans for edge in span), len(shown)]
    for at, (start, end) in enumerate(pairwise(edges)):
        if end > start:
            yield {"text": shown[start:end], "found": at % 2 == 1}


def reports_view(
    rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, str], taken: Indexed | None
) -> str:
    """The library's reports, and what became of the files offered last."""
    shown = [
        {**row, "kind_name": shown_kind(row, kinds)}
        for row in sorted(rows, key=lambda row: (-int(row["year"]), str(row["kind"])))
    ]
    return rendered(
        "reports",
        rows=shown,
        masked=sum(int(row["masked"]) for row in rows),
        outcome=list(_outcome(taken)) if taken else [],
    )


def _outcome(taken: Indexed) -> Iterator[dict[str, str]]:
    for report in taken.read:
        name = f"{report['title']}（{report['year']}年）"
        yield {"state": "read", "word": "已收录", "name": name, "reason": ""}
    words = (("unchanged", "没有变化"), ("skipped", "没有收"), ("failed", "读不了"))
    for state, word in words:
        for row in getattr(taken, state):
            name = str(row["path"]).replace("\\", "/").rsplit("/", 1)[-1]
            yield {"state": state, "word": word, "name": name, "reason": row.get("reason", "")}


def versions_view(
    versions: Sequence[Version], now: int, compared: Sequence[Change] | None, from_number: int
) -> str:
    """The versions kept, and what changed since one of them."""
    return rendered(
        "versions",
        versions=list(reversed(versions)),
        now=now,
        compared=compared,
        from_number=from_number,
    )


def export_view(paper: Paper | None, errors: int, *, pdf: bool) -> str:
    """What the draft can be taken away as."""
    draft = paper.draft if paper else None
    return rendered(
        "export",
        ready=draft is not None,
        title=draft.title if draft else "",
        holes=len(draft.holes) if draft else 0,
        errors=errors,
        pdf=pdf,
    )
