"""Slots: last year's values taken out of a clause, and the wording that does without them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.blanks import Blank

_AFTER = re.compile(r"^大关")
_COUNTABLE = frozenset(
    [
        "次",
        "场",
        "期",
        "篇",
        "个",
        "学时",
        "课时",
        "场次",
        "堂",
        "节",
        "份",
        "条",
        "轮",
        "遍",
        "人次",
        "项",
        "件",
        "名",
    ]
)
_TAIL = re.compile(r"(?:的)?(?:时间|次数|时长)?(?:一般|原则上|应当|分别|均|各|至少|每人|力争)*$")
_BOUNDED = ("不少于", "不低于", "至少", "以上", "各")
_LEFT_BOUND = re.compile(r"(?:应当)?至少")
_LEFT_RHYTHM = re.compile(r"(?<=[\u4e00-\u9fff]{3})(?:每年|每半年|每季度|每月|全年|年内)$")
_RHYTHM = re.compile(r"每(?:年|半年|季度|季|月|周)")
# 全年研究部署 without its 2次 reads 定期研究部署.
_REGULARLY = re.compile(
    r"^(?:(?:全年|年内|每年)(?P<who>[^，；。]{0,8}?)|(?P<doer>[^，；。]{0,8}?)(?:全年|年内|每年))"
    r"(?P<does>(?:主持|专题|带头)*(?:研究|研判|听取|汇报|报告|召开党[组委]会|"
    r"[向与][^，；。]{2,10}?(?:专题研究|汇报|报告)))"
)
_DOING = re.compile(
    r"开展|召开|组织|举办|参加|讲|研究|听取|报告|指导|走访|慰问|汇报|发送|接受|进行|推行|落实|完成|安排|作|发展|"
    r"建立|带队|约谈|排查|检查|会办|督查|通报|公示|辅导"
)
_NAMED_AND_MORE = re.compile(
    r"(?:学习|谈话|谈心|教育|调研|培训|宣讲){1,3}(?!学|谈|教|调|培|宣|活|会|$)"
)
_TOGETHER = re.compile(r"[与对向到].*(?:学习|谈话|谈心|会商|教育|调研|培训|宣讲|评议|述职)")


def amount_span(text: str, blank: Blank) -> tuple[int, int]:
    """Where the blank with its qualifier and measure begins and ends in the text."""
    start, end = blank.start, blank.end
    before = text[:start].rstrip()
    if blank.qualifier and before.endswith(blank.qualifier):
        start = len(before) - len(blank.qualifier)
    for part in (blank.qualifier, blank.measure, blank.qualifier):
        gap = len(text[end:]) - len(text[end:].lstrip(" "))
        if part and text[end + gap :].startswith(part):
            end += gap + len(part)
    after = _AFTER.match(text[end:])
    return start, end + (after.end() if after else 0)


def slotted(text: str, blanks: Sequence[Blank]) -> str:
    """The text with ⟦n⟧ where the n-th blank stood with its qualifier and measure."""
    for at in range(len(blanks) - 1, -1, -1):
        start, end = amount_span(text, blanks[at])
        text = f"{text[:start].rstrip(' ')}⟦{at}⟧{text[end:].lstrip(' ')}"
    return text


def without_numbers(text: str, blanks: Sequence[Blank]) -> str:
    """A target's wording that does without its numbers; "" where the number is its point.

    全年开展调研不少于12次 → 全年开展调研; 力争突破1000亿元 has no such wording.
    """
    if any(blank.measure not in _COUNTABLE for blank in blanks):
        return ""
    for blank in reversed(blanks):
        start, end = amount_span(text, blank)
        near = text[max(0, start - 12) : end + 2]
        if not (blank.qualifier or blank.measure in "次场" or any(w in near for w in _BOUNDED)):
            return ""
        head, tail = text[:start].rstrip(" "), text[end:].removeprefix("以上").lstrip(" ")
        if not tail or tail[0] in "、，":
            head = _TAIL.sub("", head)
        text = head + tail
    text = _LEFT_RHYTHM.sub("", _LEFT_BOUND.sub("", text))
    return _regularly(text) if _stands(text) else ""


def _regularly(text: str) -> str:
    return _REGULARLY.sub(
        lambda found: f"{found['who'] or found['doer'] or ''}定期{found['does']}", text
    )


def practice_of(text: str, blanks: Sequence[Blank]) -> str:
    """A practice without its 1次 (每季度会商1次 → 每季度会商); "" if the number tells more."""
    if not _RHYTHM.search(text) or not all(_is_once(blank) for blank in blanks):
        return ""
    for blank in reversed(blanks):
        start, end = amount_span(text, blank)
        text = text[:start] + text[end:]
    return text


def _is_once(blank: Blank) -> bool:
    return blank.value == 1 and not blank.qualifier and blank.measure in ("次", "场", "期", "轮")


def _stands(text: str) -> bool:
    """Whether a clause is left: something done to something, not a bare name (党员集中学习培训)."""
    if _TOGETHER.search(text) or _NAMED_AND_MORE.search(text):
        return True
    done = _DOING.search(text)
    whole = re.search(r"每|全年|与|对|向|到|带头|按", text) or (done and done.end() < len(text))
    return done is not None and whole is not None
