"""Keeping to the words asked for, in a fixed order, and saying what went."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from assistant.draft import Draft, DraftSection, Evidence, Paragraph, Sentence
from assistant.export.todo import to_todo
from assistant.sheet.facts import Fact, Sheet, Weight
from assistant.shortening import CUT, length_of, shortened

ROUTINE = (Evidence("passage", "R#1", "沿用"),)


def _fact(ref: str, label: str, value: int, weight: Weight) -> Fact:
    return Fact(id=ref, label=label, value=Decimal(value), unit="次", weight=weight)


FACTS = (
    _fact("F1", "召开党组会议", 26, "必写"),
    _fact("F2", "开展警示教育", 4, "可写"),
    _fact("F3", "举办读书班", 3, "备用"),
)


def _told(text: str, *refs: str) -> Sentence:
    return Sentence(text, tuple(Evidence("fact", ref) for ref in refs) or ROUTINE)


BODY: Paragraph = (
    _told("召开党组会议26次。", "F1"),
    _told("开展警示教育4次。", "F2"),
    _told("举办读书班3次。", "F3"),
    _told("通过集中研讨、现场观摩、案例剖析等方式加强学习。"),
    _told("信息数量和质量得到双提升。"),
)


def _draft(*paragraphs: Paragraph) -> Draft:
    section = DraftSection("1", 1, "一、", "主要工作", paragraphs)
    return Draft("总结", "annual-summary", 2026, "云州市金融工作局", (section,))


def _sheet(words: int | None, facts: tuple[Fact, ...] = FACTS) -> Sheet:
    return Sheet(
        unit="云州市金融工作局", kind="annual-summary", year=2026, words=words, facts=facts
    )


def _cut(over: int, *paragraphs: Paragraph, **more: Any) -> Draft:
    draft = _draft(*(paragraphs or (BODY,)))
    cut = shortened(draft, _sheet(length_of(draft) - over, **more))
    assert cut is not None
    return cut.draft


def _text(draft: Draft) -> str:
    return "".join(sentence.text for sentence in draft.sentences())


@pytest.mark.parametrize("words", [None, 5000])
def test_a_draft_that_keeps_to_its_words_stays_as_it_is(words: int | None) -> None:
    assert shortened(_draft(BODY), _sheet(words)) is None


@pytest.mark.parametrize(
    ("over", "reasons"),
    [
        (1, ["评价"]),
        (15, ["评价", "列举"]),
        (33, ["评价", "列举", "备用的事实"]),
        (42, ["评价", "列举", "备用的事实", "可写的事实"]),
        (500, ["评价", "列举", "备用的事实", "可写的事实"]),
    ],
)
def test_what_goes_goes_in_the_fixed_order(over: int, reasons: list[str]) -> None:
    cut = _cut(over)
    went = sorted((each.reason.removeprefix(f"{CUT}：") for each in cut.left_out), key=_ORDER.index)
    assert went == reasons
    assert "召开党组会议26次" in _text(cut)


_ORDER = ["评价", "列举", "备用的事实", "可写的事实"]


def test_no_more_goes_than_is_needed() -> None:
    assert _text(_cut(1)).endswith("通过集中研讨、现场观摩、案例剖析等方式加强学习。")


def test_facts_that_went_are_unused_and_listed() -> None:
    cut = _cut(500)
    assert cut.unused == ("F2", "F3")
    todo = to_todo(cut, _sheet(20))
    assert "## ⑤ 为控制字数删去的" in todo
    assert "- 删去：举办读书班3次。（字数所限：备用的事实）" in todo
    assert "F2 开展警示教育：4次（来源未填）。标为可写，字数所限，没有写入" in todo
    assert "去年讲过今年没讲0条" in todo


def test_a_clause_goes_from_between_what_must_be_told_with_its_comparison() -> None:
    sentence = _told("召开党组会议26次，举办读书班3次，比上年增加1次，形成纪要。", "F1", "F3")
    cut = _cut(1, (sentence,))
    assert _text(cut) == "召开党组会议26次，形成纪要。"
    assert [each.ref for each in next(cut.sentences()).evidence] == ["F1"]


@pytest.mark.parametrize(
    "kept",
    [
        _told("一是开展警示教育4次。", "F2"),
        _told("开展警示教育4次，形成【待补1】。", "F2"),
        replace(_told("开展警示教育4次。", "F2"), locked="张三"),
        Sentence("针对问题开展警示教育4次。", (Evidence("fact", "F2"), Evidence("problem", "P1"))),
    ],
)
def test_heads_holes_locked_words_and_problems_stay(kept: Sentence) -> None:
    cut = _cut(500, (BODY[0], kept))
    assert kept.text in _text(cut)


def test_no_section_and_no_item_is_left_empty() -> None:
    assert _text(_cut(5, (BODY[1],))) == "开展警示教育4次。"
    item = (BODY[0], _told("二是警示教育持续深化。"), BODY[1], _told("三是抓支部。"))
    assert "警示教育持续深化。开展警示教育4次。" in _text(_cut(5, item))


def test_the_note_says_how_far_it_came() -> None:
    draft = _draft(BODY)
    enough = shortened(draft, _sheet(length_of(draft) - 5))
    assert enough is not None
    assert "删去1处" in enough.note
    assert "待办清单" in enough.note
    short = shortened(draft, _sheet(10))
    assert short is not None
    assert "仍超出" in short.note
