"""What the terminal shows of a paper people edited: its changes, its new figures, its opinions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.edited.changes import Change
    from assistant.opinions import Opinion
    from assistant.refreshing import Refreshed
    from assistant.returning import Returned

_LONGEST = 48


def returned_lines(returned: Returned, out: Path) -> Iterator[str]:
    """Every change people made, then the counts and where the draft was written."""
    for change in returned.changes:
        yield change_line(change)
    counts = Counter(change.sort for change in returned.changes)
    counted = "，".join(f"{sort}{count}处" for sort, count in counts.items()) or "没有改动"
    locked = sum(bool(sentence.locked) for sentence in returned.draft.sentences())
    yield f"{counted}；{locked}句是人写的，已锁定"
    yield f"已存到  {out}"


def refreshed_lines(refreshed: Refreshed, out: Path) -> Iterator[str]:
    """Every tracked change, what to look at by hand, what stands nowhere, and the file."""
    for each in refreshed.marked:
        yield f"改  {each.place}：{each.was} → {each.now or '（删去）'}（{each.why}）"
    yield from (f"看  {line}" for line in refreshed.by_hand)
    yield from (f"稿外  {line}" for line in refreshed.untold)
    yield (
        f"修订{len(refreshed.marked)}处，请人工看{len(refreshed.by_hand)}处，"
        f"稿中没写的{len(refreshed.untold)}条"
    )
    yield f"已存到  {out}（修订痕迹，可逐条接受或拒绝）"


def opinion_lines(opinions: Sequence[Opinion], out: Path) -> Iterator[str]:
    """The opinions by number, then the counts and where the table was written."""
    for at, each in enumerate(opinions, start=1):
        yield f"{at}. {each.who}〔{each.version}·{each.section}〕{each.text}：{each.outcome}"
    counts = Counter(each.outcome for each in opinions)
    counted = "，".join(f"{outcome}{count}条" for outcome, count in counts.items())
    yield f"共{len(opinions)}条{'：' if counted else ''}{counted}"
    yield f"已存到  {out}"


def change_line(change: Change) -> str:
    """One change: its sort, the heading above, what became what, by whom, and what to check."""
    words = (
        f"{_short(change.was)} → {_short(change.now)}"
        if change.was and change.now and change.sort != "移动"
        else _short(change.now or change.was)
    )
    who = f"（{change.who}）" if change.who else ""
    note = f"；{change.note}" if change.note else ""
    return f"{change.sort}  〔{_short(change.section)}〕{words}{who}{note}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
