"""The talk from the first sentence to a draft, over the sample reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import Talk, session_in

from assistant.talk.conversing import Order


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(session_in(tmp_path))


@pytest.fixture
def begun(talk: Talk) -> Talk:
    talk.say("帮我写2026年党组年度工作总结")
    return talk


@pytest.fixture
def drafted(begun: Talk) -> Talk:
    begun.say("召开党组会议24次，研究议题136项", "起草")
    return begun


def test_a_paper_is_begun_after_last_years_report(begun: Talk) -> None:
    sheet = begun.open.sheet
    assert (sheet.kind, sheet.year, sheet.office) == (
        "annual-summary",
        2026,
        "云州市金融工作局党组",
    )
    assert begun.open.like.startswith("annual-summary-2025")
    assert sum(fact.required for fact in sheet.facts) == 8
    assert not any(fact.value for fact in sheet.facts)


def test_a_paper_not_written_yet_is_called_by_its_kind_too(begun: Talk) -> None:
    assert begun.open.title == "云州市金融工作局党组2026年度工作总结"
    begun.say("再写一份2027年党建工作计划")
    assert begun.open.title.endswith("2027年党建工作计划")


def test_faults_are_asked_for_before_values_and_last_years_are_only_a_hint(begun: Talk) -> None:
    said = begun.open.talk[-1].text
    assert "存在哪些不足" in said
    assert "不会照抄" in said
    begun.say("先空着", "起草")
    assert "念得多、议得少" not in begun.draft_text()


def test_one_message_may_give_several_values(begun: Talk) -> None:
    begun.say("全年召开党组会议24次，研究议题136项")
    assert (begun.value("召开党组会议"), begun.value("研究重要议题")) == ("24次", "136项")


def test_values_said_while_faults_are_asked_for_are_no_faults(begun: Talk) -> None:
    begun.say("全年召开党组会议24次，研究议题136项")
    assert begun.open.sheet.problems == ()


def test_faults_are_told_with_their_measures(begun: Talk) -> None:
    begun.say("一是直接融资规模回落，措施：入库企业分层建档；二是青年干部基层历练偏少")
    assert [(each.text, each.measure) for each in begun.open.sheet.problems] == [
        ("直接融资规模回落", "入库企业分层建档"),
        ("青年干部基层历练偏少", ""),
    ]


def test_no_question_is_asked_twice(begun: Talk) -> None:
    for answer in ("先空着", "没有", "召开党组会议24次", "起草", "先空着", "没有", "导出Word") * 6:
        begun.say(answer)
    asked = [
        line
        for said in begun.open.talk
        if said.voice == "nigao"
        for line in said.text.splitlines()
        if "？" in line
    ]
    assert len(asked) > 10
    assert len(set(asked)) == len(asked)


def test_a_bare_number_answers_the_question_that_stands(begun: Talk) -> None:
    begun.say("先空着")
    assert "学习习近平总书记重要讲话" in begun.open.talk[-1].text
    begun.say("55篇")
    assert begun.value("学习习近平总书记重要讲话和重要指示批示精神") == "55篇"


def test_a_value_in_another_measure_is_no_answer(begun: Talk) -> None:
    begun.say("先空着", "55亿元")
    assert begun.value("学习习近平总书记重要讲话和重要指示批示精神") == ""


def test_what_there_was_not_is_neither_told_nor_missed(begun: Talk) -> None:
    begun.say("先空着", "没有", "起草")
    assert begun.open.draft is not None
    labels = [hole.label for hole in begun.open.draft.holes]
    assert "学习习近平总书记重要讲话和重要指示批示精神" not in labels


def test_last_years_value_is_this_years_only_when_somebody_says_so(talk: Talk) -> None:
    talk.say("写2027年党建工作计划", "不沿用")
    assert "去年24次" in talk.open.talk[-1].text
    talk.say("同上年")
    fact = next(each for each in talk.open.sheet.facts if each.label == "召开党组会议")
    assert (str(fact.value), fact.source) == ("24", "与上年相同，写作人确认")


def test_targets_stand_only_when_confirmed(talk: Talk) -> None:
    talk.say("写2027年党风廉政建设工作计划", "沿用", "起草")
    assert talk.open.sheet.targets == "沿用"
    assert "不少于4次" in talk.draft_text()


def test_unconfirmed_targets_leave_no_number(talk: Talk) -> None:
    talk.say("写2027年党风廉政建设工作计划", "先空着", "起草")
    assert "不少于4次" not in talk.draft_text()


def test_a_masked_value_cannot_be_kept(begun: Talk) -> None:
    begun.say("先空着")
    said = begun.say("同上年")
    assert "没有写明" in said.text
    assert begun.value("学习习近平总书记重要讲话和重要指示批示精神") == ""


def test_the_draft_tells_what_was_given_and_shows_what_is_missing(drafted: Talk) -> None:
    assert "召开党组会议24次，研究重要议题136项" in drafted.draft_text()
    assert drafted.open.draft is not None
    assert 0 < len(drafted.open.draft.holes) <= 13
    assert any("写好了" in said.text for said in drafted.open.talk)


def test_a_changed_value_reaches_the_draft(drafted: Talk) -> None:
    said = drafted.say("把党组会议改成26次")
    assert "原为24次" in said.text
    assert "召开党组会议26次" in drafted.draft_text()
    assert "24次" not in drafted.draft_text()


def test_a_new_fact_reaches_the_draft(drafted: Talk) -> None:
    drafted.say("7月引进沧海人寿保险设立云州中心支公司")
    assert "引进沧海人寿保险设立云州中心支公司" in drafted.draft_text()


def test_what_is_locked_stays_when_values_change(drafted: Talk) -> None:
    drafted.say("锁定第一部分第一条")
    before = drafted.draft_text()
    drafted.say("把党组会议改成26次")
    assert "召开党组会议24次" in before
    assert "召开党组会议24次" in drafted.draft_text()
    checked = drafted.session.check(drafted.open)
    assert checked is not None
    assert "N303" in {finding.code for finding in checked.judgement.findings}


def test_one_section_is_cut_and_all_others_stay(drafted: Talk) -> None:
    was = drafted.open.draft
    said = drafted.say("第一部分第三条精炼一点")
    now = drafted.open.draft
    assert "精简了" in said.text
    assert was is not None
    assert now is not None
    changed = [
        a.id for a, b in zip(was.walk(), now.walk(), strict=True) if a.paragraphs != b.paragraphs
    ]
    assert changed == ["1.3"]


def test_undo_takes_back_one_thing_after_another(drafted: Talk) -> None:
    whole = drafted.draft_text()
    drafted.say("第一部分第三条精炼一点", "把党组会议改成26次")
    drafted.say("撤销", "撤销", "撤销")
    assert drafted.draft_text() == whole
    assert drafted.value("召开党组会议") == "24次"


def test_undo_at_the_beginning_says_so(begun: Talk) -> None:
    assert begun.say("撤销").text == "没有可以撤销的了。"


def test_a_section_that_is_not_there_is_said_with_those_there_are(drafted: Talk) -> None:
    said = drafted.say("第九部分精炼一点")
    assert "没有找到" in said.text
    assert "工作开展情况" in said.text


def test_before_a_draft_nothing_of_it_can_be_done(begun: Talk) -> None:
    for text in ("第一部分精炼一点", "检查一下", "导出Word"):
        assert "还没有草稿" in begun.say(text).text


def test_the_past_is_answered_with_its_place(drafted: Talk) -> None:
    said = drafted.say("去年党课讲了几次？")
    assert "讲专题党课＊次" in said.text
    assert "2025年云州市金融工作局党组〔" in said.text


def test_a_question_before_any_paper_is_answered_too(talk: Talk) -> None:
    assert "存款余额1752.6亿元" in talk.say("2024年存款余额多少？").text
    assert talk.paper is None


def test_what_is_not_understood_changes_nothing(drafted: Talk) -> None:
    before = (drafted.open.sheet, drafted.open.draft)
    assert "没听明白" in drafted.say("今天午饭吃什么").text
    assert (drafted.open.sheet, drafted.open.draft) == before


def test_orders_are_handed_to_the_door(drafted: Talk) -> None:
    drafted.say("检查一下")
    assert drafted.order == Order("check")
    drafted.say("导出清稿")
    assert drafted.order == Order("export", "docx", clean=True)
    drafted.say("停")
    assert drafted.order == Order("stop")


def test_guidance_takes_the_place_of_last_years_meeting(begun: Talk) -> None:
    begun.say("市委六届十次全会强调，坚持把金融服务实体经济作为根本宗旨")
    assert begun.open.sheet.guidance[0].name == "市委六届十次全会"


def test_an_unknown_office_is_asked_for_first(tmp_path: Path) -> None:
    empty = tmp_path / "none"
    talk = Talk(session_in(tmp_path, library=empty))
    assert "单位全称" in talk.say("写2026年年度工作总结").text
    assert "起草前先要知道单位" in talk.say("起草").text
    talk.say("云州市金融工作局党组", "起草")
    assert talk.open.draft is not None
    assert talk.open.draft.unit == "云州市金融工作局党组"


def test_a_speech_is_asked_who_speaks(talk: Talk) -> None:
    assert "谁来讲" in talk.say("写2027年的讲话").text
    talk.say("局党组书记、局长　李明", "起草")
    assert talk.open.draft is not None
    assert talk.open.draft.byline[0] == "局党组书记、局长　李明"


def test_another_year_is_another_paper(begun: Talk) -> None:
    assert "帮我写2025年年度工作总结" in begun.say("改成2025年").text
    assert begun.open.sheet.year == 2026


def test_a_deed_is_told_again_only_when_the_office_says_so(begun: Talk) -> None:
    deed = "组建青年笔杆子小组"
    begun.say("起草")
    assert deed not in begun.draft_text()
    while deed not in begun.open.talk[-1].text and begun.open.question:
        begun.say("先空着")
    if begun.open.question:
        begun.say("有")
        assert begun.open.sheet.decisions[-1].now == "有"


def test_what_is_answered_after_the_draft_reaches_it(drafted: Talk) -> None:
    drafted.say("存在的不足：直接融资规模回落，措施：入库企业分层建档")
    assert "直接融资规模回落" in drafted.draft_text()
    drafted.say("市委六届十次全会强调，坚持把金融服务实体经济作为根本宗旨")
    assert "市委六届十次全会" in drafted.draft_text()


TABLE = """指标\t数值\t单位
各项存款余额\t2016.9\t亿元
各项贷款余额\t1,718.5\t亿元
全市银行业不良贷款率\t1.38\t%
发展党员\t2名
备注\t以金融科数为准\t"""


def test_a_pasted_table_gives_each_value_its_own_label_and_measure(begun: Talk) -> None:
    said = begun.say(TABLE).text
    labels = ("各项贷款余额", "全市银行业不良贷款率", "发展党员")
    assert [begun.value(label) for label in labels] == ["1718.5亿元", "1.38%", "2名"]
    assert "“备注 以金融科数为准”没有看懂，没有记" in said
    assert not any("\t" in fact.label for fact in begun.open.sheet.facts)


def test_a_question_is_never_put_down_as_the_answer(begun: Talk) -> None:
    begun.say("先空着", "起草")
    while "今年对应的是哪次会议" not in begun.open.talk[-1].text:
        begun.say("先空着")
    sheet = begun.open.sheet
    assert "要查往年的数" in begun.say("有几个党员?").text
    begun.say("重新来", "你好")
    assert begun.open.sheet == sheet
    begun.say("把去年的不足直接抄过来")
    assert begun.open.sheet.problems == ()


def test_a_kind_that_there_is_not_is_said_with_those_there_are(talk: Talk) -> None:
    assert "会写的有年度工作总结、" in talk.say("帮我写一份离婚协议书").text
    talk.say("帮我写2026年党组年度工作总结")
    assert "会写的有年度工作总结、" in talk.say("帮我写一份离婚协议书").text


def test_the_title_is_changed_in_the_draft_too(drafted: Talk) -> None:
    drafted.say("把标题改成关于2026年工作情况的报告")
    assert drafted.open.draft is not None
    titles = (drafted.open.draft.title, drafted.open.sheet.title)
    assert titles == ("关于2026年工作情况的报告",) * 2


def test_marks_typed_in_half_width_are_written_full(begun: Talk) -> None:
    begun.say("存在的问题:青年干部历练少.")
    assert [each.text for each in begun.open.sheet.problems] == ["青年干部历练少"]
