"""Cutting a few words out of a clause so that what is left still reads as if written so."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ITEM = re.compile(r"“[^”]*”|《[^》]*》|[^、“”《》]+|、")
_HINGE = "在与对向以和被把用好到"
_BROKEN_JOINT = re.compile(r"(?<=[好实展以与对在和于])、|、(?=等)|、$|^、")
_NOT_A_NOUN = "为的采引被使作、，"

Stretch = tuple[int, int]


def cut_from_list(text: str, stretches: Sequence[Stretch]) -> str | None:
    """The text without the list items that hold the stretches; None when that leaves no clause.

    Items are what stands between 、, or quotations side by side (“甲”“乙”). The first keeps the
    verb or preposition before it, and when every item before 等 goes, 等 goes with them
    (与甲村、乙社区等基层组织的共建 → 与基层组织的共建).
    """
    whole = _whole_list(text, stretches)
    if whole is not None:
        return whole
    items = list(_ITEM.finditer(text))
    kept: list[str] = []
    survivors = 0
    for item in items:
        left = _left_of(text, item, stretches)
        if left is None:
            return None
        kept.append(left)
        survivors += bool(left) and left == item[0] and left != "、"
    joined = _BROKEN_JOINT.sub("", re.sub("、{2,}", "、", "".join(kept)))
    return joined if survivors and len(joined) >= 6 and joined != text else None


def _whole_list(text: str, stretches: Sequence[Stretch]) -> str | None:
    """The clause when all items of a list before 等 + noun are named: list and 等 go."""
    first, last = min(start for start, _ in stretches), max(end for _, end in stretches)
    tail = re.match(r"[^、，；等“”]{0,6}等(?=[\u4e00-\u9fff]{2})", text[last:])
    hinge = max((text.rfind(char, 0, first) for char in _HINGE), default=-1)
    if tail is None or hinge < 0 or text[last + tail.end()] in _NOT_A_NOUN:
        return None
    between = [part for part in re.split("、", text[hinge + 1 : last]) if part]
    named = [text[start:end] for start, end in stretches]
    if not all(any(name in part or part in name for name in named) for part in between):
        return None
    return text[: hinge + 1] + text[last + tail.end() :]


def _left_of(text: str, item: re.Match[str], stretches: Sequence[Stretch]) -> str | None:
    """What stays of one item: all of it, "", or the verb before it; None if it cannot be cut."""
    hits = [s for s in stretches if s[0] < item.end() and item.start() < s[1]]
    if not hits:
        return item[0]
    if item[0][0] in "“《":
        beside = text[item.start() - 1 : item.start()] + text[item.end() : item.end() + 1]
        return "" if any(char in "”“》《、" for char in beside) else None
    listed_after = text[item.end() : item.end() + 1] == "、"
    if not listed_after:
        return None
    if text[item.start() - 1 : item.start()] == "、":
        return ""
    hinge = max(item[0].rfind(char, 0, hits[0][0] - item.start()) for char in _HINGE)
    return item[0][: hinge + 1] if hinge >= 0 else None
