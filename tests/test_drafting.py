"""A plan becomes a draft: renumbered, recounted, its holes numbered, what is left over listed."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from telling import drafted, planned, text_of, whole

from assistant.brief import Brief
from assistant.draft import Hole, Sentence
from assistant.drafting import write_draft
from assistant.watching import UNWATCHED, Headings, Watch
from assistant.writing.template import TemplateWriter
from assistant.writing.writer import HOLE, Written

PLAN = "云州市金融工作局2025年党建工作计划\n"
SUMMARY = "云州市金融工作局党组2025年度工作总结\n一、工作开展情况\n"


def test_sections_are_numbered_anew_when_one_is_gone() -> None:
    draft = drafted(
        SUMMARY
        + "（一）抓学习\n落实学习制度。\n（二）办专班\n成立云岭专班。\n（三）抓支部\n规范组织生活。"
    )
    assert [(each.number, each.heading) for each in draft.sections[0].children] == [
        ("（一）", "抓学习"),
        ("（二）", "抓支部"),
    ]


def test_items_that_count_on_through_the_sections_still_do() -> None:
    text = (
        PLAN + "一、重点任务\n（一）抓学习\n1. 落实学习制度。抓好学习。\n2. 成立云岭专班。\n"
        "3. 严格考勤。抓好考勤。\n（二）抓支部\n4. 规范组织生活。抓好生活。"
    )
    draft = drafted(text, kind="party-building-plan")
    numbers = [each.number for each in draft.walk() if each.level == 3]
    assert numbers == ["1.", "2.", "3."]


def test_items_that_begin_anew_in_each_section_still_do() -> None:
    text = (
        PLAN + "一、重点任务\n（一）抓学习\n1. 落实学习制度。抓好学习。\n2. 严格考勤。抓好考勤。\n"
        "（二）抓支部\n1. 规范组织生活。抓好生活。"
    )
    draft = drafted(text, kind="party-building-plan")
    numbers = [each.number for each in draft.walk() if each.level == 3]
    assert numbers == ["1.", "2.", "1."]


def test_a_count_agrees_with_the_sections_below() -> None:
    draft = drafted(
        PLAN + "一、重点任务\n突出做好以下三个方面工作：\n（一）抓学习\n落实学习制度。\n"
        "（二）办专班\n成立云岭专班，创办专刊。\n（三）抓支部\n规范组织生活。",
        kind="party-building-plan",
    )
    assert text_of(draft.sections[0]) == "突出做好以下两个方面工作："


def test_a_count_in_digits_stays_in_digits() -> None:
    draft = drafted(
        PLAN + "一、重点任务\n突出做好以下3个方面工作：\n（一）抓学习\n落实学习制度。\n"
        "（二）办专班\n成立云岭专班，创办专刊。\n（三）抓支部\n规范组织生活。",
        kind="party-building-plan",
    )
    assert text_of(draft.sections[0]) == "突出做好以下2个方面工作："


class _Holed:
    """Writes holes wherever it is asked."""

    name = "holed"

    def recipe(self) -> dict[str, object]:
        return {}

    def fingerprint(self) -> str:
        return self.name

    def write(self, brief: Brief, watch: Watch = UNWATCHED) -> Written:
        told = Sentence(f"{brief.heading}{HOLE}次，{HOLE}人。")
        return Written(((told,),), (Hole(0, "", "甲"), Hole(0, "", "乙")))


def test_holes_are_numbered_through_the_draft_and_know_their_section() -> None:
    plan = planned(SUMMARY + "落实学习制度。")
    draft = write_draft(plan, _Holed())
    numbers = [hole.number for hole in draft.holes]
    assert numbers == list(range(1, len(draft.holes) + 1))
    first = draft.sections[0].paragraphs[0][0].text
    named = [hole for hole in draft.holes if hole.section == "工作开展情况"]
    assert first == f"工作开展情况{named[0].mark}次，{named[1].mark}人。"


def test_what_was_left_out_is_told_in_its_own_words_sentence_by_sentence() -> None:
    draft = drafted(SUMMARY + "成立云岭专班，开展自查**次。创办信息专刊，组建写作小组。")
    assert [(left.section, left.words) for left in draft.left_out] == [
        ("工作开展情况", "成立云岭专班"),
        ("工作开展情况", "开展自查**次"),
        ("工作开展情况", "创办信息专刊，组建写作小组"),
    ]


def test_facts_carry_their_source_as_evidence() -> None:
    items = "facts:\n  - {label: 召开党组会议, value: 24, unit: 次, source: 会议台账}\n"
    draft = drafted(SUMMARY + "召开党组会议**次。", items)
    evidence = draft.sections[0].paragraphs[0][0].evidence
    assert [(each.origin, each.ref, each.note) for each in evidence] == [
        ("passage", "annual-summary-2025#s0", "沿用"),
        ("fact", "F1", "会议台账"),
    ]


def test_what_no_sentence_rests_on_is_listed_as_unused() -> None:
    items = "facts:\n  - {text: 参加全省登山比赛, required: false}\n"
    assert drafted(SUMMARY + "落实学习制度。", items).unused == ("F1",)


def test_a_paper_is_signed_and_dated_and_a_speech_names_its_speaker() -> None:
    signed = drafted(SUMMARY + "落实学习制度。", "date: 2026-12-25\n")
    assert (signed.signature, signed.date, signed.byline) == (
        "云州市金融工作局党组",
        "2026年12月25日",
        (),
    )
    speech = drafted(
        "在2025年工作会议上的讲话\n同志们：\n一、2025年工作简要回顾\n落实各项制度。",
        "date: 2026-02-19\nspeaker: 局长 周明远\n",
        "speech",
    )
    assert speech.byline == ("局长 周明远", "（2026年2月19日）")
    assert (speech.signature, speech.salutation) == ("", "同志们：")


def test_the_recipe_says_how_it_was_made_and_holds_no_clock() -> None:
    plan = planned(SUMMARY + "落实学习制度。")
    draft = write_draft(plan, TemplateWriter(), library="abc")
    assert draft.recipe["writer"] == "template"
    assert draft.recipe["like"] == "annual-summary-2025"
    assert draft.recipe["library"] == "abc"
    assert write_draft(plan, TemplateWriter(), library="abc") == draft


def test_sections_written_side_by_side_make_the_same_draft() -> None:
    plan = planned(SUMMARY + "（一）抓学习\n落实学习制度。\n（二）抓支部\n规范组织生活。")
    heard: list[str] = []
    draft = write_draft(plan, TemplateWriter(), jobs=3, watch=Headings(heard.append))
    assert draft == write_draft(plan, TemplateWriter())
    assert sorted(heard) == sorted(brief.heading for brief in plan.briefs())


def test_a_hole_tells_last_years_value_where_the_sheet_does() -> None:
    facts = (
        "facts:\n  - {label: 开展党课, unit: 次, previous: 30, department: 机关党委}\n"
        "  - {label: 开展走访, unit: 次}\n  - {label: 编发简报, unit: 期, previous: 12}\n"
    )
    draft = drafted(SUMMARY + "（一）抓支部\n开展党课31次，开展走访40次。", facts)
    told = {hole.label: hole.hint for hole in draft.holes if hole.measure}
    assert told == {"开展党课": "30次", "开展走访": "", "编发简报": "12期"}


_DEEDS = (
    "落实学习制度，严格考勤。",
    "成立云岭专班。",
    "规范组织生活。",
    "开展自查**次，整改问题*个。",
)


@given(st.lists(st.sampled_from(_DEEDS), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_whatever_is_dropped_no_mask_no_slot_and_no_nameless_hole_is_left(
    deeds: Sequence[str],
) -> None:
    sections = "\n".join(
        f"（{'一二三四五六'[at]}）事项{at}\n{deed}" for at, deed in enumerate(deeds)
    )
    draft = drafted(SUMMARY + sections)
    told = whole(draft)
    assert "⟦" not in told
    assert "*" not in told
    assert told.count("【待补") == len(draft.holes)
    numbers = [each.number for each in draft.sections[0].children]
    assert numbers == [f"（{each}）" for each in "一二三四五六"[: len(numbers)]]
