"""Cutting a few words out of a clause so that what is left still reads as if written so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_HINGE = "在与对向以和被把用好到"
_BROKEN_JOINT = re.compile(r"(?<=[好实展以与对在和于])、|、(?=等)|、$|^、")
_NO_NOUN = re.compile(r"[为的采引被使作、，]|(?:工作)?(?:要求|部署)")
_BETWEEN = re.compile(r"、|(?<=[”》])(?=[“《])")
_OPEN, _CLOSE = "“《（", "”》）"
_QUOTED_ITEM = re.compile(r"^(?P<lead>[^“《]*)(?P<name>“[^”]*”|《[^》]*》)(?P<tail>[^“《]*)$")
_SHORT_TAIL = re.compile(r"^[^等]{0,6}(?P<etc>等[^，；。]*)?$")
_GENERIC = re.compile(r"党组织|单位|部门|企业|机构|银行|高校|院校")
_SHORTEST = 6

Stretch = tuple[int, int]


def cut_from_list(text: str, stretches: Sequence[Stretch]) -> str | None:
    """The text without the list items that hold the stretches; None when that leaves no clause.

    Items are what stands between 、, or quotations side by side (“甲”“乙”). The first keeps the
    verb or preposition before it, the last the noun behind the list (落实“甲”“乙”要求); when every
    item before 等 goes, 等 goes with them (与甲村、乙社区等基层组织的共建 → 与基层组织的共建).
    A list of which nothing is left is no list: the clause goes.
    """
    whole = _whole_list(text, stretches)
    if whole is not None:
        return whole
    items = list(_items(text))
    hit = [any(s < end and start < e for s, e in stretches) for start, end in items]
    if len(items) < 2 or all(hit):
        return None
    pieces: list[str] = []
    for at, (start, end) in enumerate(items):
        piece = text[start:end] if not hit[at] else _left_of(text, items, hit, at, stretches)
        if piece is None:
            return None
        pieces.append(piece)
    left = _BROKEN_JOINT.sub("", re.sub("、{2,}", "、", _joined(text, items, pieces)))
    return left if len(left) >= _SHORTEST and left != text else None


def _items(text: str) -> Iterator[Stretch]:
    """Where the items of the clause's list stand, the 、 between them apart."""
    start = depth = 0
    for at, char in enumerate(text):
        if char in _OPEN:
            if depth == 0 and at > start and text[at - 1] in _CLOSE:
                yield start, at
                start = at
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char == "、" and depth == 0:
            yield start, at
            start = at + 1
    yield start, len(text)


def _joined(text: str, items: Sequence[Stretch], pieces: Sequence[str]) -> str:
    parts = [pieces[0]]
    for at in range(1, len(items)):
        parts += [text[items[at - 1][1] : items[at][0]], pieces[at]]
    return "".join(parts)


def _left_of(
    text: str, items: Sequence[Stretch], hit: Sequence[bool], at: int, stretches: Sequence[Stretch]
) -> str | None:
    """What stays of an item that is cut: "", the verb before it or the noun behind the list."""
    start, end = items[at]
    item = text[start:end]
    quoted = _QUOTED_ITEM.match(item)
    if at == 0:
        return _lead(item, quoted, text[items[1][0]], [s - start for s, _ in stretches])
    if at < len(items) - 1:
        return _etc_behind(text[:end], stretches)
    if quoted is None or quoted["lead"]:
        return None
    before = _QUOTED_ITEM.match(text[slice(*items[at - 1])])
    if before and not before["tail"]:
        return quoted["tail"]
    short = _SHORT_TAIL.match(quoted["tail"])
    return (short["etc"] or "") if short else None


def _etc_behind(text: str, stretches: Sequence[Stretch]) -> str:
    """等 and what stands behind it in a middle item, of which the list's own end is part.

    在入户、云岭行动等一线亮明身份、作出表率 → 在入户等一线亮明身份、作出表率
    """
    behind = text[max(end for _, end in stretches if end <= len(text)) :]
    return behind if behind.startswith("等") else ""


def _lead(
    item: str, quoted: re.Match[str] | None, following: str, starts: Sequence[int]
) -> str | None:
    """The verb or preposition before the first item of a list, which the next one takes over."""
    if quoted:
        return quoted["lead"] if following in _OPEN and not quoted["tail"] else None
    hinge = max(item.rfind(char, 0, min(s for s in starts if s >= 0)) for char in _HINGE)
    return item[: hinge + 1] if hinge >= 0 else None


def _whole_list(text: str, stretches: Sequence[Stretch]) -> str | None:
    """The clause when all items of a list before 等 + noun are named: list and 等 go."""
    first, last = min(start for start, _ in stretches), max(end for _, end in stretches)
    tail = re.match(r"[^、，；等“”]{0,6}等(?=[\u4e00-\u9fff]{2})", text[last:])
    hinge = max((text.rfind(char, 0, first) for char in _HINGE), default=-1)
    if tail is None or hinge < 0 or _NO_NOUN.match(text[last + tail.end() :]):
        return None
    between = [part for part in _BETWEEN.split(text[hinge + 1 : last]) if part]
    named = [text[start:end] for start, end in stretches]
    if not all(any(name in part or part in name for name in named) for part in between):
        return None
    rest = text[last + tail.end() :]
    return text[: hinge + 1] + ("有关" if _GENERIC.match(rest) else "") + rest
