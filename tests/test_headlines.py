"""Headings are claims too: last year's deed or praise is no heading of this year's draft."""

from __future__ import annotations

import pytest
from telling import OFFICE, drafted, planned, sheet_for, text_of, whole

from assistant.draft import Draft
from assistant.export.todo import to_todo
from assistant.headlines import is_claim

TITLE = f"{OFFICE}2025年度工作总结\n一、2025年工作开展情况\n"
PLAN_TITLE = "云州市金融工作局2025年党建工作计划\n一、重点任务\n"
BEFORE = "（一）强化理论武装\n严格落实“第一议题”制度。\n"
BODY = "坚持每周调度、每月通报制度。"


def headings(draft: Draft) -> list[str]:
    return [each.number + each.heading for each in draft.sections[0].walk()][1:]


@pytest.mark.parametrize(
    "deed",
    [
        "完成机关支部换届",
        "圆满完成机构改革任务",
        "成立金融招商专班",
        "成功引进云岭银行",
        "修订党组工作规则",
        "顺利通过省级验收",
    ],
)
def test_a_deed_is_no_heading_and_what_stood_below_joins_the_part_before(deed: str) -> None:
    past = f"{TITLE}{BEFORE}（二）{deed}\n{BODY}\n（三）扛牢政治责任\n落实请示报告制度。\n"
    draft = drafted(past)
    assert headings(draft) == ["（一）强化理论武装", "（二）扛牢政治责任"]
    assert text_of(draft.sections[0].children[0]).endswith(BODY)
    assert deed in to_todo(draft, sheet_for())


def test_the_first_of_its_row_joins_the_part_behind() -> None:
    past = f"{TITLE}（一）成立金融招商专班\n{BODY}\n（二）扛牢政治责任\n落实请示报告制度。\n"
    draft = drafted(past)
    assert headings(draft) == ["（一）扛牢政治责任"]
    assert text_of(draft.sections[0].children[0]) == f"落实请示报告制度。\n{BODY}"


def test_one_that_stands_alone_joins_the_part_above() -> None:
    draft = drafted(f"{TITLE}（一）成立金融招商专班\n{BODY}\n")
    assert headings(draft) == []
    assert text_of(draft.sections[0]) == BODY


def test_a_heading_in_the_line_of_its_text_goes_too_and_the_numbers_count_on() -> None:
    past = (
        f"{TITLE}（一）服务实体经济\n1.扩大信贷投放。落实首贷机制。\n"
        f"2.成立金融招商专班。{BODY}\n3.推动企业上市。落实后备企业包联制度。\n"
    )
    draft = drafted(past)
    assert headings(draft) == ["（一）服务实体经济", "1.扩大信贷投放", "2.推动企业上市"]
    assert BODY in whole(draft)


@pytest.mark.parametrize(
    ("past", "now"),
    [
        ("实现不良率历史最低", "不良率方面"),
        ("政治站位有新提高", "政治站位方面"),
        ("风险防控有新突破", "风险防控方面"),
        ("聚焦实体需求，金融支撑更加有力", "聚焦实体需求"),
        ("推进普惠金融取得积极成效", "推进普惠金融"),
        ("有力有序推进机构改革", "推进机构改革"),
        ("党建品牌荣获一等奖", "党建品牌方面"),
        ("服务水平进一步提升", "服务水平方面"),
        ("信息工作走在全省前列", "信息工作方面"),
        ("风险得到有效化解", "风险方面"),
        ("党建引领作用充分发挥", "党建引领作用方面"),
        ("建立金融顾问制度，提升服务水平", "提升服务水平"),
    ],
)
def test_a_praise_leaves_its_topic(past: str, now: str) -> None:
    draft = drafted(f"{TITLE}{BEFORE}（二）{past}\n{BODY}\n")
    assert headings(draft)[1] == f"（二）{now}"
    assert past.split("，")[-1 if "聚焦" in past else 0] in to_todo(draft, sheet_for())


@pytest.mark.parametrize(
    "topic",
    [
        "扛牢政治责任",
        "强化理论武装",
        "聚焦主责主业服务实体经济",
        "推动企业上市",
        "加大金融机构引进力度",
        "上半年工作开展情况",
        "目标任务完成情况",
        "一年来取得的成绩",
        "坚持第一议题制度",
        "推动金融运行持续向好",
        "建立健全长效机制",
        "建立长效机制",
        "抓好巡察整改",
        "守住不发生系统性风险底线",
        "引进来走出去",
        "下半年工作重点",
        "强化第一责任",
        "严肃换届纪律",
        "更好发挥党建引领作用",
    ],
)
def test_a_topic_and_a_standing_task_stay(topic: str) -> None:
    assert not is_claim(topic)
    past = f"{TITLE}{BEFORE}（二）{topic}\n{BODY}\n"
    assert f"（二）{topic}" in headings(drafted(past))


def test_a_fact_that_bears_the_deed_keeps_the_heading() -> None:
    past = f"{TITLE}{BEFORE}（二）完成机关支部换届\n{BODY}\n"
    items = "facts:\n  - {text: 6月完成机关各支部换届选举, source: 机关党总支}\n"
    assert "（二）完成机关支部换届" in headings(drafted(past, items))


@pytest.mark.parametrize(
    "other", ["机关支部换届工作正在筹备", "完成机关支部规范化建设验收", "支部书记述职完成"]
)
def test_a_fact_of_something_else_does_not(other: str) -> None:
    past = f"{TITLE}{BEFORE}（二）完成机关支部换届\n{BODY}\n"
    draft = drafted(past, f"facts:\n  - {{text: {other}, source: 机关党总支}}\n")
    assert "完成机关支部换届" not in "".join(headings(draft))


def test_a_soft_praise_stands_over_a_fact_of_its_section() -> None:
    past = f"{TITLE}{BEFORE}（二）聚焦实体需求，金融支撑更加有力\n各项贷款余额**亿元。{BODY}\n"
    items = "facts:\n  - {label: 各项贷款余额, value: 1718.5, unit: 亿元}\n"
    assert "（二）聚焦实体需求，金融支撑更加有力" in headings(drafted(past, items))


@pytest.mark.parametrize(
    ("decision", "now"),
    [
        ("now: 沿用", "成立金融招商专班"),
        ("now: 改为, text: 用好金融招商专班", "用好金融招商专班"),
        ("now: 做法沿用", "发挥金融招商专班作用"),
    ],
)
def test_a_decision_settles_the_heading(decision: str, now: str) -> None:
    past = f"{TITLE}{BEFORE}（二）成立金融招商专班\n{BODY}\n"
    items = f"decisions:\n  - {{past: 成立金融招商专班, {decision}}}\n"
    assert f"（二）{now}" in headings(drafted(past, items))


def test_a_decision_against_it_takes_the_heading_away() -> None:
    past = f"{TITLE}{BEFORE}（二）成立金融招商专班\n{BODY}\n"
    items = "decisions:\n  - {past: 成立金融招商专班, now: 无}\n"
    assert headings(drafted(past, items)) == ["（一）强化理论武装"]


def test_a_first_level_heading_of_praise_gets_the_kinds_own_words() -> None:
    past = f"{OFFICE}2025年度工作总结\n一、圆满完成各项任务\n{BODY}\n"
    draft = drafted(past)
    assert draft.sections[0].heading == "工作开展情况"
    assert text_of(draft.sections[0]) == BODY


def test_a_plans_task_that_is_done_once_needs_the_sheet() -> None:
    past = f"{PLAN_TITLE}{BEFORE}（二）做好支部换届工作\n{BODY}\n"
    assert len(headings(drafted(past, kind="party-building-plan"))) == 1
    items = "facts:\n  - {text: 做好机关支部换届工作, source: 机关党总支}\n"
    told = headings(drafted(past, items, kind="party-building-plan"))
    assert told[1] == "（二）做好支部换届工作"


def test_a_fact_finds_its_section_by_last_years_heading() -> None:
    past = f"{TITLE}{BEFORE}（二）成立金融招商专班\n{BODY}\n（三）风险防控有新突破\n{BODY}\n"
    items = (
        "facts:\n  - {label: 签约项目, value: 7, unit: 个, section: 成立金融招商专班}\n"
        "  - {label: 清退公司, value: 3, unit: 家, section: 风险防控有新突破}\n"
    )
    first, second = drafted(past, items).sections[0].children
    assert "签约项目7个" in text_of(first)
    assert second.heading == "风险防控方面"
    assert "清退公司3家" in text_of(second)


def test_the_sheets_outline_may_name_what_went() -> None:
    past = f"{TITLE}{BEFORE}（二）成立金融招商专班\n{BODY}\n"
    items = "outline: [一、工作开展情况, （一）强化理论武装, （二）成立金融招商专班→抓实金融招商]\n"
    assert headings(drafted(past, items)) == ["（一）强化理论武装", "（二）抓实金融招商"]


def test_nothing_of_a_heading_that_went_is_in_what_a_writer_is_given() -> None:
    past = f"{TITLE}{BEFORE}（二）成功引进云岭银行\n{BODY}\n（三）云岭银行实现新突破\n{BODY}\n"
    given = "".join(brief.heading + brief.words() for brief in planned(past).briefs())
    assert "云岭" not in given
