"""Addressing: which section of a draft a person means by 第二部分第三条, （三） or a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.draft import Draft, DraftSection
from assistant.likeness import bigrams, share
from corpus.figures import parse_number

OPENING, CLOSING = "0", ""
_STEP = re.compile(
    r"第(?P<at>[一二三四五六七八九十\d]+)(?:个)?(?:大)?(?:部分|章|节|条|点|项|段|方面)"
    r"|[（(](?P<second>[一二三四五六七八九十]+)[）)]"
    r"|(?<![\d.])(?P<third>\d{1,2})[.．]"
    r"|(?:^|(?<=的))(?P<first>[一二三四五六七八九十]+)(?:、|$)"
)
_OPENING = re.compile(r"^(?:文章)?(?:开头|导语|引言|帽段|开篇)")
_CLOSING = re.compile(r"^(?:文章)?(?:结尾|结束语|落款前)")
_WORDLESS = re.compile(
    r"^(?:部分|内容|板块|章节|这|那|的|一节|一段)+|(?:这|那)?(?:一)?(?:部分|内容|板块|章节|一节|一段|段)$"
)
_ENOUGH = 0.6


def section_named(draft: Draft, where: str) -> str | None:
    """The id of the section meant, "0" for the opening, "" for the closing; None when unclear."""
    where = where.strip(" 的，,")
    if _OPENING.match(where):
        return OPENING if draft.opening else None
    if _CLOSING.match(where):
        return CLOSING if draft.closing else None
    steps = list(_STEP.finditer(where))
    if steps:
        return _by_steps(draft, steps)
    return _by_heading(draft, where)


def section_title(draft: Draft, section_id: str) -> str:
    """What to call the section when speaking of it."""
    if section_id == OPENING:
        return "开头"
    if section_id == CLOSING:
        return "结尾"
    for section in draft.walk():
        if section.id == section_id:
            return section.number + section.heading
    return ""


def _by_steps(draft: Draft, steps: Sequence[re.Match[str]]) -> str | None:
    level: Sequence[DraftSection] = draft.sections
    found: DraftSection | None = None
    for step in steps:
        if step["second"] and found is None:
            return _of_level(draft, 2, step["second"])
        if step["third"] and found is None:
            return _of_level(draft, 3, step["third"])
        at = parse_number(step["at"] or step["second"] or step["third"] or step["first"])
        if at is None or not 1 <= at <= len(level):
            return None
        found = level[int(at) - 1]
        level = found.children
    return found.id if found else None


def _of_level(draft: Draft, level: int, number: str) -> str | None:
    """The only section of this level with this number; None where several parts have one."""
    shown = number if level == 2 else f"{number}."
    found = [
        each.id
        for each in draft.walk()
        if each.level == level and each.number.strip("（）") == shown
    ]
    return found[0] if len(found) == 1 else None


def _by_heading(draft: Draft, where: str) -> str | None:
    words = _WORDLESS.sub("", where)
    if len(words) < 2:
        return None
    sections = [each for each in draft.walk() if each.heading]
    holding = [each for each in sections if words in each.heading]
    if len(holding) == 1:
        return holding[0].id
    best = [
        (share(bigrams(words), bigrams(each.heading)), -at, each.id)
        for at, each in enumerate(holding or sections)
    ]
    score, _, section_id = max(best, default=(0.0, 0, ""))
    return section_id if score >= _ENOUGH else None
