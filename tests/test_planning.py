"""A plan holds this year's sheet and masked phrasing, and nothing else of last year."""

from __future__ import annotations

import pytest
from telling import FRAMES, drafted, from_kind, past_of, planned, sheet_for, text_of, whole

from assistant.kind_wording import Filler
from assistant.planning import plan_draft
from assistant.strands import heading_above, read_strands
from corpus.kinds import kind_named, load_kinds

SUMMARY = """云州市金融工作局党组2025年度工作总结
2025年，局党组履职尽责。现将情况报告如下：
一、2025年工作开展情况
（一）抓学习
落实理论学习各项制度，集中学习**次，成立云岭专班。
二、存在的不足和下一步工作思路
一年来工作仍有差距：一是云岭学习不够。二是云岭支部不强。
2026年，局党组将认真抓好落实。
"""


def test_briefs_hold_no_word_that_may_not_be_told() -> None:
    plan = planned(SUMMARY)
    shown = repr([brief.paragraphs for brief in plan.briefs()])
    assert "专班" not in shown
    assert "云岭学习" not in shown
    assert any("成立云岭专班" in words for _, words in plan.words.values())


def test_values_are_slots_in_the_phrasing() -> None:
    plan = planned(SUMMARY, "facts:\n  - {label: 集中学习, value: 12, unit: 次}\n")
    phrase = plan.sections[0].children[0].paragraphs[0][0].phrases[1]
    assert phrase.text == "集中学习⟦0⟧"
    assert phrase.slots[0].fact == "F1"


def test_one_heading_may_serve_problems_and_next_steps() -> None:
    draft = drafted(SUMMARY, "problems:\n  - {text: 县域供给不足, measure: 建立通报机制}\n")
    told = text_of(draft.sections[1]).split("\n")
    assert [line[:5] for line in told] == ["对照上级要", "针对县域供", "2027年"]
    assert "云岭" not in whole(draft)


def test_without_problems_there_is_one_hole_for_each_usual_heading() -> None:
    draft = drafted(SUMMARY)
    usual = next(each.usual for each in kind_named("annual-summary").sections if each.usual)
    assert [hole.label for hole in draft.holes] == [f"{each}存在的问题" for each in usual]
    assert "一是政治建设方面。【待补1】。" in whole(draft)
    assert "云岭" not in whole(draft)


def test_a_required_section_of_which_nothing_can_be_told_is_a_hole() -> None:
    draft = drafted(
        SUMMARY.replace("落实理论学习各项制度，", ""), "problems:\n  - {text: 县域供给不足}\n"
    )
    assert text_of(draft.sections[0]) == "【待补1】。"
    assert draft.holes[0].label == "2026年工作开展情况的内容"


def test_a_heading_under_problems_is_one_of_last_years_faults() -> None:
    draft = drafted(
        FRAMES["annual-summary"] + "落实责任。\n二、存在的不足\n（一）云岭学习不深\n念得多议得少。",
        "problems:\n  - {text: 县域供给不足}\n",
    )
    assert "云岭" not in whole(draft)
    assert "念得多" not in whole(draft)


def test_a_section_the_kind_requires_and_the_report_lacked_is_added() -> None:
    draft = drafted(FRAMES["annual-summary"] + "落实保密责任。")
    assert [section.role for section in draft.sections] == ["work", "problems", "next"]


def test_an_unknown_heading_tells_of_work_and_a_child_may_say_otherwise() -> None:
    kind = kind_named("annual-summary")
    report = past_of(
        "云州市金融工作局党组2025年度工作总结\n一、围绕中心抓党建\n（一）主要成效\n落实责任。\n"
        "（二）存在的问题\n不够深入。"
    )
    (top,) = read_strands(kind, report)
    assert [strand.role for strand in top.walk()] == ["work", "work", "problems"]
    assert heading_above([top], "1.2") == "围绕中心抓党建"


def test_each_section_speaks_of_its_own_year() -> None:
    draft = drafted(SUMMARY)
    assert [section.year for section in draft.sections] == [2026, 2026]
    assert "2027年，局党组将认真抓好落实。" in whole(draft)


def test_a_fact_of_last_year_fills_no_blank_of_this() -> None:
    items = "facts:\n  - {label: 集中学习, value: 12, unit: 次, year: 2025, required: false}\n"
    plan = planned(SUMMARY, items)
    assert plan.sections[0].children[0].slotted() == frozenset()


def test_a_title_of_the_sheet_stands_and_else_last_years_rolls() -> None:
    assert planned(SUMMARY).title == "云州市金融工作局党组2026年度工作总结"
    assert planned(SUMMARY, "title: 关于2026年工作的报告\n").title == "关于2026年工作的报告"


@pytest.mark.parametrize("kind", sorted(load_kinds()))
def test_each_kind_drafts_alone_and_says_so(kind: str) -> None:
    items = (
        "facts:\n  - {label: 召开党组会议, value: 24, unit: 次}\n"
        "problems:\n  - {text: 县域供给不足}\n"
    )
    draft = from_kind(items, kind)
    roles = {section.role for section in kind_named(kind).required()}
    assert roles <= {section.role for section in draft.walk()}
    assert "召开党组会议24次" in whole(draft)
    assert "⟦" not in whole(draft)


def test_the_kind_alone_gets_a_part_for_each_section_the_sheet_names() -> None:
    items = (
        "facts:\n  - {label: 班子集中学习, value: 12, unit: 次, section: 理论武装}\n"
        "  - {label: 发展党员, value: 2, unit: 名, section: 基层支部}\n"
    )
    children = from_kind(items).sections[0].children
    assert [(child.number, child.heading) for child in children] == [
        ("（一）", "理论武装"),
        ("（二）", "基层支部"),
    ]
    assert [text_of(child) for child in children] == ["班子集中学习12次。", "发展党员2名。"]


def test_one_section_named_alone_is_no_part() -> None:
    items = "facts:\n  - {label: 班子集中学习, value: 12, unit: 次, section: 理论武装}\n"
    assert from_kind(items).sections[0].children == ()


def test_the_kinds_sentences_take_the_head_of_the_sheet() -> None:
    filler = Filler(sheet_for("occasion: 年度会议\n"), kind_named("annual-summary"))
    assert filler.text("{short}{year}{last}{next}{occasion}") == "局党组202620252027年度会议"


def test_a_report_of_another_kind_lends_no_title_and_is_said() -> None:
    speech = past_of(
        "在2025年工作会议上的讲话\n同志们：\n一、2025年工作回顾\n落实制度。\n", "speech"
    )
    plan = plan_draft(sheet_for(), kind_named("annual-summary"), speech)
    assert plan.title == "云州市金融工作局党组2026年度工作总结"
    assert any("不是年度工作总结" in note for note in plan.notes)


def test_only_the_first_problem_section_has_a_hole_for_each_usual_heading() -> None:
    printed = (
        "云州市金融工作局党组2025年度履行主体责任情况报告\n一、履行主体责任情况\n落实报告制度。\n"
        "二、存在的主要问题\n一是责任压得不实。\n三、原因分析\n一是认识不到位。\n"
        "四、下一步打算\n抓好落实。\n"
    )
    holes = [hole.label for hole in drafted(printed, kind="duty-report").holes]
    assert len(holes) <= 8
    assert holes[-1] == "原因分析的内容"


def test_a_part_of_which_only_a_few_words_are_left_is_left_out() -> None:
    printed = (
        "云州市金融工作局党组2025年度工作总结\n一、2025年工作开展情况\n"
        "（一）抓学习\n常态化落实中心组学习制度。\n（二）抓整改\n抓好整改，成立云岭专班。\n"
        "（三）抓支部\n严格执行“三会一课”制度。\n"
    )
    draft = drafted(printed, "problems:\n  - {text: 县域供给不足}\n")
    assert [section.heading for section in draft.sections[0].children] == ["抓学习", "抓支部"]
    assert draft.sections[0].children[1].number == "（二）"


SPEECH = """在2025年工作会议上的讲话
同志们：
今天我们召开全局2025年工作会议，主要任务是回顾工作。下面，我讲两点意见。
一、2025年工作简要回顾
严格落实各项学习制度。
二、2025年重点任务
要一件一件抓好工作落实。
"""


def test_a_speech_names_the_meeting_it_is_held_at() -> None:
    told = whole(drafted(SPEECH, "occasion: 全市金融形势分析会\n", "speech"))
    assert "今天我们召开全市金融形势分析会，主要任务是回顾工作。" in told
    same = whole(drafted(SPEECH, "occasion: 全局2026年工作会议\n", "speech"))
    assert "今天我们召开全局2026年工作会议，" in same


def test_a_value_of_a_speech_without_a_year_is_told_to_the_person() -> None:
    items = (
        "facts:\n  - {label: 上报专题报告, value: 12, unit: 份}\n"
        "  - {label: 新增上市企业, value: 2, unit: 家, qualifier: 不少于}\n"
        "  - {label: 集中学习, value: 9, unit: 次, year: 2025}\n"
    )
    notes = [note for note in planned(SPEECH, items, "speech").notes if "年份" in note]
    assert notes == [
        "事实F1“上报专题报告”没有写年份，按2026年的写；如果是回顾上年的数，请写上 year: 2025"
    ]
