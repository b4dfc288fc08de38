"""A value for a hole: it becomes a fact of the draft's sheet, and its sentence rests on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.draft import Draft, DraftSection, Evidence, Hole, Sentence
from assistant.parts import each_sentence, parts_of, text_of, with_part, without_filled
from assistant.revising import Revised, revised
from assistant.sheet.facts import Fact, Problem, Sheet
from assistant.sheet.scalars import UNSEEN, read_number
from corpus.errors import RevisionError

BY_HAND = "人工填写"
"""The source of a fact given so."""


def fill_hole(draft: Draft, number: int, value: str) -> Revised:
    """Put ``value`` where the hole with this number stands, as a fact whose source is 人工填写.

    A hole with a measure takes a number, with or without the measure behind it; another takes
    words. A fact of the sheet that waited for the value takes it; else a new one is added. Words
    for a hole among the problems become a problem.

    Raises:
        RevisionError: no such hole, the draft has no sheet, or the value is none.
    """
    hole = next((each for each in draft.holes if each.number == number), None)
    if hole is None:
        known = "、".join(each.mark for each in draft.holes) or "没有"
        raise RevisionError(f"稿中没有【待补{number}】；现有的待补：{known}")
    if draft.sheet is None:
        raise RevisionError("这份草稿没有带着事实表，填不了待补；请重新运行 nigao draft")
    part = next((each for each in parts_of(draft) if hole.mark in _own_text(each)), None)
    if part is None:
        raise RevisionError(f"{hole.mark}已不在稿中；不用再补")
    item = _item(draft.sheet, hole, value.strip(), part)
    now = with_part(draft, _filled(part, hole, item))
    now = replace(now, sheet=_with_item(draft.sheet, item))
    return revised(draft, without_filled(now), part)


def _own_text(part: DraftSection) -> str:
    return text_of(replace(part, children=()))


def _item(sheet: Sheet, hole: Hole, value: str, part: DraftSection) -> Fact | Problem:
    """What the value makes: a fact, or a problem among the problems."""
    if not value or UNSEEN.search(value):
        raise RevisionError(f"{hole.mark}要填的内容是空的，或有看不见的字符")
    if part.role == "problems" and not hole.measure:
        return Problem(id=_free("P", sheet.problems), text=value.rstrip("。"), source=BY_HAND)
    waiting = next((fact for fact in sheet.facts if fact.is_open and _is_of(fact, hole)), None)
    if waiting is None:
        waiting = Fact(
            id=_free("F", sheet.facts),
            label=hole.label,
            unit=hole.measure,
            year=part.year if part.year not in (0, sheet.year) else None,
            department=hole.department,
        )
    source = f"{waiting.source}，{BY_HAND}" if waiting.source else BY_HAND
    if not hole.measure and not _is_number(value):
        return waiting.model_copy(update={"text": value.rstrip("。"), "source": source})
    number = _number(hole, value.removesuffix(hole.measure).strip())
    return waiting.model_copy(update={"value": number, "source": source})


def _free(letter: str, items: Sequence[Fact | Problem]) -> str:
    """An id of that letter no item has."""
    numbers = (each.id.removeprefix(letter) for each in items if each.id.startswith(letter))
    return f"{letter}{max((int(each) for each in numbers if each.isdecimal()), default=0) + 1}"


def _is_of(fact: Fact, hole: Hole) -> bool:
    return hole.ref in (fact.id, fact.blank) or fact.label == hole.label


def _is_number(value: str) -> bool:
    try:
        read_number(value)
    except ValueError:
        return False
    return True


def _number(hole: Hole, value: str) -> Decimal:
    try:
        return read_number(value)
    except ValueError as error:
        measure = f"（{hole.measure}）" if hole.measure else ""
        raise RevisionError(f"{hole.mark}要填一个数{measure}；“{value}”不是数字") from error


def _filled(part: DraftSection, hole: Hole, item: Fact | Problem) -> DraftSection:
    is_number = isinstance(item, Fact) and not item.text
    told = f"{item.value:f}" if isinstance(item, Fact) and is_number else item.text
    evidence = Evidence("fact" if isinstance(item, Fact) else "problem", item.id, item.source)

    def sentence(own: Sentence) -> Sentence:
        if hole.mark not in own.text:
            return own
        others = tuple(each for each in own.evidence if each.ref != item.id)
        return replace(own, text=own.text.replace(hole.mark, told), evidence=(*others, evidence))

    return each_sentence(part, sentence)


def _with_item(sheet: Sheet, item: Fact | Problem) -> Sheet:
    if isinstance(item, Problem):
        return sheet.model_copy(update={"problems": (*sheet.problems, item)})
    facts = tuple(item if each.id == item.id else each for each in sheet.facts)
    if item not in facts:
        facts = (*facts, item)
    return sheet.model_copy(update={"facts": facts})
