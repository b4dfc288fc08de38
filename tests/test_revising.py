"""One section revised: it alone changes, and what people wrote in it stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
from edited_words import DRAFT
from telling import planned

from assistant.answering import BY_HAND, fill_hole
from assistant.brief import Brief
from assistant.draft import Draft, DraftSection, Evidence, Hole, Sentence
from assistant.drafting import write_draft
from assistant.export.plain import to_plain
from assistant.parts import part_named, text_of
from assistant.plan import Plan
from assistant.resizing import lengthen, shorten
from assistant.revising import lock, redo, replace_sentence, unlock
from assistant.watching import UNWATCHED, Watch
from assistant.writing.template import TemplateWriter
from assistant.writing.writer import HOLE, Written
from corpus.errors import RevisionError

PAST = (
    "云州市金融工作局党组2025年度工作总结\n2025年，局党组履职尽责。现将情况报告如下：\n"
    "一、工作开展情况\n"
    "（一）抓学习\n落实学习制度。召开党组会议21次。\n"
    "（二）抓支部\n规范组织生活。严格考勤制度。开展党课30次。按时收缴党费。\n"
    "（三）抓服务\n坚持问题导向。开展走访40次。\n"
)
ITEMS = """
facts:
  - {label: 召开党组会议, value: 24, unit: 次}
  - {label: 开展党课, unit: 次}
  - {label: 开展走访, unit: 次, department: 银行科}
"""


@dataclass(frozen=True)
class Rewriter:
    """A writer that says the same of every brief, with so many holes."""

    text: str
    holes: int = 0
    name: str = "rewriter"

    def write(self, brief: Brief, watch: Watch = UNWATCHED) -> Written:
        said = (Sentence(self.text), *(Sentence(f"第{at}项{HOLE}次。") for at in range(self.holes)))
        holes = tuple(Hole(0, brief.id, f"第{at}项", "次") for at in range(self.holes))
        return Written((said,), holes)

    def fingerprint(self) -> str:
        return self.text

    def recipe(self) -> dict[str, Any]:
        return {"model": "rewriter-1", "prompts": {}}


@pytest.fixture(name="plan")
def _plan() -> Plan:
    return planned(PAST, ITEMS)


@pytest.fixture(name="draft")
def _draft(plan: Plan) -> Draft:
    return write_draft(plan, TemplateWriter())


def only_differs(was: Draft, now: Draft, *keys: str) -> None:
    """Nothing but these keys of draft.json is different."""
    one, other = to_plain(was), to_plain(now)
    assert {key for key in one if one[key] != other.get(key)} <= set(keys)


def children(draft: Draft) -> list[DraftSection]:
    return list(draft.sections[0].children)


# -- naming a section ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["1.2", "抓支部", "（二）抓支部", "（二）", "(二)", "一（二）", "一、（二）", "抓支"]
)
def test_a_section_goes_by_its_id_heading_or_numbers(draft: Draft, name: str) -> None:
    assert part_named(draft, name).id == "1.2"


def test_opening_and_closing_are_parts_too() -> None:
    assert text_of(part_named(DRAFT, "开头")).startswith("2026年")
    assert text_of(part_named(DRAFT, "结尾")) == "特此报告。"


@pytest.mark.parametrize(
    ("name", "said"), [("（九）", "没有“（九）”"), ("抓", "没有"), ("", "没有")]
)
def test_what_is_not_there_is_told_with_what_is(draft: Draft, name: str, said: str) -> None:
    with pytest.raises(RevisionError, match=said) as told:
        part_named(draft, name)
    assert "1 一、工作开展情况" in str(told.value)


def test_a_name_that_fits_twice_asks_which(draft: Draft) -> None:
    twice = replace(draft, sections=(*draft.sections, replace(draft.sections[0], id="2")))
    with pytest.raises(RevisionError, match="几处"):
        part_named(twice, "工作开展情况")


# -- redo ---------------------------------------------------------------------------------------


def test_the_same_writer_makes_the_same_section_again(draft: Draft, plan: Plan) -> None:
    for part in ("开头", "1", "1.1", "1.2", "1.3", "2", "3"):
        assert redo(draft, part, plan, TemplateWriter()).draft == draft


def test_only_the_section_changes_and_its_holes_keep_out_of_others_numbers(
    draft: Draft, plan: Plan
) -> None:
    assert [hole.label for hole in draft.holes[:2]] == ["开展党课", "开展走访"]
    now = redo(draft, "1.2", plan, Rewriter("党支部有声有色。", holes=2)).draft
    only_differs(draft, now, "sections", "holes", "unused", "recipe", "left_out")
    assert [children(now)[0], children(now)[2]] == [children(draft)[0], children(draft)[2]]
    assert text_of(children(now)[1]) == "党支部有声有色。第0项【待补1】次。第1项【待补8】次。"
    told = {hole.number: hole.label for hole in now.holes}
    assert (told[1], told[8]) == ("第0项", "第1项")
    assert now.holes[1:7] == draft.holes[1:]


def test_who_wrote_it_again_stands_in_the_recipe_once(draft: Draft, plan: Plan) -> None:
    once = redo(draft, "1.2", plan, Rewriter("党支部有声有色。")).draft
    twice = redo(once, "1.2", plan, Rewriter("党支部有声有色。")).draft
    assert [each["section"] for each in twice.recipe["redone"]] == ["1.2"]
    assert twice.recipe["redone"][0]["model"] == "rewriter-1"
    back = redo(twice, "1.2", plan, TemplateWriter()).draft
    assert back.recipe == draft.recipe
    assert back.left_out == draft.left_out


def test_locked_sentences_stand_where_their_like_stood_or_at_the_end(
    draft: Draft, plan: Plan
) -> None:
    part = part_named(draft, "1.2")
    mine = (Sentence("规范组织生活，一个不落。", (), "林川"), Sentence("支部有力量。", (), "林川"))
    kept = replace(part, paragraphs=((part.paragraphs[0][1], *mine),))
    sections = (
        replace(draft.sections[0], children=(children(draft)[0], kept)),
        *draft.sections[1:],
    )
    edited = replace(draft, sections=sections)
    again = text_of(part_named(redo(edited, "1", plan, TemplateWriter()).draft, "1.2"))
    assert again == (
        "规范组织生活，一个不落。严格考勤制度。开展党课【待补8】次。按时收缴党费。支部有力量。"
    )


def test_a_section_that_is_locked_whole_says_why_it_is_not_redone(draft: Draft, plan: Plan) -> None:
    locked = lock(draft, "1.2", "林川").draft
    done = redo(locked, "1.2", plan, TemplateWriter())
    assert done.draft == locked
    assert done.notes == ("这一节的句子都锁定了，没有重写；要重写请先解锁",)
    assert redo(draft, "1.2", plan, TemplateWriter()).notes == ()


def test_sections_people_put_in_stay_and_cannot_be_redone(draft: Draft, plan: Plan) -> None:
    added = DraftSection("+1", 2, "（四）", "抓宣传", ((Sentence("多写。", (), "林川"),),))
    first = replace(draft.sections[0], children=(*children(draft), added))
    more = replace(draft, sections=(first, *draft.sections[1:]))
    assert redo(more, "1", plan, TemplateWriter()).draft == more
    with pytest.raises(RevisionError, match="抓宣传"):
        redo(more, "抓宣传", plan, TemplateWriter())


# -- locks --------------------------------------------------------------------------------------


def test_lock_and_unlock_name_who_and_touch_no_word(draft: Draft) -> None:
    locked = lock(draft, "1.1", "林川")
    assert {each.locked for said in children(locked.draft)[0].paragraphs for each in said} == {
        "林川"
    }
    assert [(each.sort, each.now, each.who) for each in locked.changes] == [("锁定", "2句", "林川")]
    assert lock(locked.draft, "1.1", "别人").draft == locked.draft
    assert unlock(locked.draft, "1.1").draft == draft
    with pytest.raises(RevisionError):
        lock(draft, "1.1", " ")


# -- a sentence -----------------------------------------------------------------------------------


def test_a_sentence_in_ones_own_words_keeps_what_it_still_says() -> None:
    now = replace_sentence(DRAFT, ("1.1", 0, 0), "一年来，召开党组会议24次。", "林川").draft
    sentence = children(now)[0].paragraphs[0][0]
    assert (sentence.text, sentence.locked) == ("一年来，召开党组会议24次。", "林川")
    assert "F1" in [each.ref for each in sentence.evidence]
    only_differs(DRAFT, now, "sections")


def test_a_figure_the_facts_do_not_bear_out_is_told_and_loses_its_evidence() -> None:
    done = replace_sentence(DRAFT, ("1.1", 0, 0), "全年召开党组会议25次。", "林川")
    assert not [
        each for each in children(done.draft)[0].paragraphs[0][0].evidence if each.ref == "F1"
    ]
    assert "24" in done.changes[0].note


def test_no_words_take_the_sentence_out_and_its_hole_with_it() -> None:
    done = replace_sentence(DRAFT, ("1.1", 0, 2), " ", "林川")
    assert [change.sort for change in done.changes] == ["删去"]
    assert done.draft.holes == ()


def test_several_sentences_stand_for_one_and_unseen_characters_go() -> None:
    now = replace_sentence(DRAFT, ("1.1", 0, 1), "严格\n请示。\x07一事一报。", "林川").draft
    assert [each.text for each in children(now)[0].paragraphs[0][1:3]] == [
        "严格请示。",
        "一事一报。",
    ]


def test_a_place_without_a_sentence_is_an_error() -> None:
    for key in (("1.1", 0, 9), ("1.1", 5, 0), ("1.1", 0, -1)):
        with pytest.raises(RevisionError, match="没有第"):
            replace_sentence(DRAFT, key, "话。", "林川")


# -- holes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["32", "32人次", " 32 "])
def test_a_value_for_a_hole_becomes_a_fact(value: str) -> None:
    done = fill_hole(DRAFT, 1, value)
    sentence = children(done.draft)[0].paragraphs[0][2]
    assert sentence.text == "开展谈心谈话32人次。"
    assert sentence.evidence == (Evidence("fact", "F8", BY_HAND),)
    assert done.draft.holes == ()
    assert done.draft.sheet is not None
    fact = done.draft.sheet.facts[-1]
    assert (fact.id, fact.label, fact.value, fact.measure) == (
        "F8",
        "开展谈心谈话",
        Decimal(32),
        "人次",
    )
    assert [change.sort for change in done.changes] == ["补填"]


def test_the_fact_that_waited_for_the_value_takes_it(draft: Draft, plan: Plan) -> None:
    now = fill_hole(draft, 2, "55").draft
    assert now.sheet is not None
    assert [(f.id, f.value, f.source) for f in now.sheet.facts][2] == ("F3", Decimal(55), BY_HAND)
    assert [hole.number for hole in now.holes] == [1, 3, 4, 5, 6, 7]
    only_differs(draft, now, "sections", "holes", "sheet")


def test_words_for_a_hole_among_the_problems_become_a_problem(draft: Draft) -> None:
    now = fill_hole(draft, 3, "党建与业务融合不紧。").draft
    assert now.sheet is not None
    assert [(each.id, each.text) for each in now.sheet.problems] == [("P1", "党建与业务融合不紧")]
    assert "一是政治建设方面。党建与业务融合不紧。二是" in text_of(part_named(now, "2"))


@pytest.mark.parametrize("value", ["", "很多", "32万元", "\x00"])
def test_what_is_no_value_is_refused(value: str) -> None:
    with pytest.raises(RevisionError):
        fill_hole(DRAFT, 1, value)


def test_a_hole_that_is_not_there_is_told() -> None:
    with pytest.raises(RevisionError, match="【待补1】"):
        fill_hole(DRAFT, 7, "3")


# -- length -------------------------------------------------------------------------------------


def test_shortening_takes_routine_last_and_no_fact_and_lengthening_brings_it_back(
    draft: Draft, plan: Plan
) -> None:
    short = shorten(draft, "1.2", share=0.4).draft
    assert text_of(part_named(short, "1.2")) == "规范组织生活。开展党课【待补1】次。"
    assert [words.words for words in short.left_out[len(draft.left_out) :]] == [
        "严格考勤制度。",
        "按时收缴党费。",
    ]
    only_differs(draft, short, "sections", "left_out")
    assert lengthen(short, "1.2", plan, TemplateWriter(), share=1).draft == draft
    half = lengthen(short, "1.2", plan, TemplateWriter(), share=0.1).draft
    assert text_of(part_named(half, "1.2")) == "规范组织生活。严格考勤制度。开展党课【待补1】次。"


@pytest.mark.parametrize(
    ("past", "left"),
    [
        ("落实学习制度，召开党组会议21次，严格考勤纪律。", "落实学习制度，召开党组会议24次。"),
        ("落实学习制度，严格考勤纪律，召开党组会议21次。", "落实学习制度，召开党组会议24次。"),
        (
            "落实学习制度，严格考勤；召开党组会议21次。",
            "落实学习制度；召开党组会议24次。",
        ),
        (
            "一手抓学习制度落实，一手抓考勤纪律，召开党组会议21次。",
            "一手抓学习制度落实，一手抓考勤纪律，召开党组会议24次。",
        ),
    ],
)
def test_routine_clauses_go_before_whole_sentences(past: str, left: str) -> None:
    plan = planned(PAST.replace("落实学习制度。召开党组会议21次。", past), ITEMS)
    draft = write_draft(plan, TemplateWriter())
    short = shorten(draft, "1.1", share=0.5).draft
    assert text_of(part_named(short, "1.1")) == left
    assert lengthen(short, "1.1", plan, TemplateWriter(), share=1).draft == draft


def test_a_sentence_of_standing_expressions_is_not_cut() -> None:
    past = PAST.replace("落实学习制度。", "深刻领悟“两个确立”的决定性意义，做到“两个维护”。")
    draft = write_draft(planned(past, ITEMS), TemplateWriter())
    short = shorten(draft, "1.1", share=1)
    assert short.draft == draft
    assert short.notes


def test_what_must_be_told_is_not_cut_and_nothing_comes_back_that_was_not_cut(
    draft: Draft, plan: Plan
) -> None:
    short = shorten(draft, "1.1", share=1)
    assert "召开党组会议24次" in text_of(part_named(short.draft, "1.1"))
    again = shorten(short.draft, "1.1", share=1)
    assert again.draft == short.draft
    assert again.notes
    same = lengthen(draft, "1.1", plan, TemplateWriter())
    assert same.draft == draft
    assert same.notes
