"""Reading a draft aloud: where a person of the trade would stumble."""

from __future__ import annotations

import re

from assistant.draft import Draft, DraftSection

_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("‘", "’"), ("【", "】"))
_SLIPS = {
    "两个标点相连": r"[，；：、][，。；：、]|。[。，；、]|：。",
    "模板记号": r"⟦|⟧|[{}]|None|F\d+",
    "去年的掩码": r"\*|[XxＸ×＊]{2,}|□|＿",
    "空的列举": r"(?:以|用好|落实|通过|依托)(?:等|要求|载体|活动)[，。]|以等|、等等|、[，。；]",
    "叠字": r"到到|的的|了了|和和|与与|年年(?!讲|抓|有|能)|问题问题|工作工作|精神精神",
    "断开的引语": r"(?:指出|强调)[，：]?[。；]|要求[，：][。；]",
    "半角标点": r"[\u4e00-\u9fff][,;:?!][\u4e00-\u9fff]",
    "无数的量": r"(?:不少于|不低于|至少|(?<!取得)(?<!实现)突破|达到|共计|累计)[，。；、]",
}
_ORDINAL = re.compile(r"^(?:([一二三四五六七八九十]+)[是要]|第([一二三四五六七八九十]+)[，、])")
_NUMERALS = "一二三四五六七八九十"


def stumbles(draft: Draft) -> list[str]:
    """One line for each place where the draft does not read as if written so."""
    found: list[str] = []
    for paragraph in _all_paragraphs(draft):
        text = "".join(paragraph)
        found += _slips(text) + _unpaired(text) + _at_the_ends(text) + _lone_leads(paragraph)
    for section in draft.walk():
        found += _empty(section) + _ordinals(section)
    return found


def _all_paragraphs(draft: Draft) -> list[list[str]]:
    headings = [[section.heading] for section in draft.walk() if section.heading]
    told = [[sentence.text for sentence in paragraph] for _, paragraph in draft.paragraphs()]
    return [[draft.title], *headings, *told]


def _slips(text: str) -> list[str]:
    return [
        f"{what}：{text[max(0, slip.start() - 15) : slip.end() + 10]}"
        for what, pattern in _SLIPS.items()
        for slip in re.finditer(pattern, text)
    ]


def _unpaired(text: str) -> list[str]:
    return [
        f"{left}{right}不成对：{text[:30]}"
        for left, right in _PAIRS
        if text.count(left) != text.count(right)
    ]


def _at_the_ends(text: str) -> list[str]:
    wrong = [f"开头的标点：{text[:20]}"] if text[:1] in "，。；：、" else []
    return wrong + ([f"结尾的标点：{text[-20:]}"] if text[-1:] in "，；、" else [])


def _lone_leads(paragraph: list[str]) -> list[str]:
    """A sentence that is only 围绕…。 or 通过…。 says nothing."""
    lead = re.compile(r"^(?:围绕|聚焦|通过|为了|按照|根据|结合|随着|针对)[^，；。]*。$")
    return [f"独立的状语：{sentence}" for sentence in paragraph if lead.match(sentence)]


def _empty(section: DraftSection) -> list[str]:
    """A section of nothing, or of holes alone."""
    text = "".join(s.text for paragraph in section.paragraphs for s in paragraph)
    if section.children or section.role == "problems":
        return []
    bare = re.sub(r"【待补\d+】|[，。；：]", "", text)
    return [] if bare or (not text and section.level > 2) else [f"空的章节：{section.heading}"]


def _ordinals(section: DraftSection) -> list[str]:
    """一是 begins a run of at least two; each run counts on by one."""
    texts = [s.text for paragraph in section.paragraphs for s in paragraph]
    found = [match for text in texts if (match := _ORDINAL.match(text))]
    numbers = [_NUMERALS.index((match[1] or match[2])[0]) for match in found]
    wrong: list[str] = []
    for at, number in enumerate(numbers):
        follows = numbers[at + 1] if at + 1 < len(numbers) else 0
        if number == 0 and follows != 1:
            wrong.append(f"孤立的一是：{section.heading}")
        if number > 0 and (at == 0 or numbers[at - 1] != number - 1):
            wrong.append(f"断开的序数：{section.heading}")
    return wrong
