"""Where facts, problems and guidance go: which section, and behind which line."""

from __future__ import annotations

from telling import drafted, from_kind, planned, this_year, whole

from assistant.brief import Brief
from assistant.plan import Plan

SUMMARY = """云州市金融工作局党组2025年度工作总结
2025年，局党组履职尽责。现将情况报告如下：
一、2025年工作开展情况
（一）强化理论武装
落实中心组学习制度，深入学习党的创新理论。抓好学习教育。
（二）服务实体经济
健全信贷协调机制。做好企业上市服务。
二、存在的不足
一是学习不够深入。
三、2026年工作打算
2026年，局党组将认真贯彻党的二十大精神，推动各项工作再上台阶。
"""


def _section(plan: Plan, heading: str) -> Brief:
    return next(brief for brief in plan.briefs() if brief.heading == heading)


def test_a_fact_goes_to_the_section_it_names() -> None:
    items = "facts:\n  - {label: 开展走访, value: 3, unit: 次, section: 理论武装}\n"
    plan = planned(SUMMARY, items)
    assert [fact.id for fact in _section(plan, "强化理论武装").facts] == ["F1"]


def test_a_fact_without_a_section_goes_to_the_one_that_speaks_of_the_like() -> None:
    items = "facts:\n  - {text: 2家企业进入上市辅导期}\n"
    plan = planned(SUMMARY, items)
    assert [fact.id for fact in _section(plan, "服务实体经济").facts] == ["F1"]


FILLED = SUMMARY.replace("做好企业上市服务。", "走访企业12家，促成签约30亿元。")


def test_a_section_of_another_name_is_known_by_the_facts_that_fill_its_blanks() -> None:
    named = "section: 活水润城"
    items = (
        f"facts:\n  - {{label: 走访企业, value: 11, unit: 家, {named}}}\n"
        f"  - {{label: 促成签约, value: 33, unit: 亿元, {named}}}\n"
        f"  - {{text: 开办青年夜校, {named}}}\n"
    )
    facts = _section(planned(FILLED, items), "服务实体经济").facts
    assert [fact.id for fact in facts] == ["F1", "F2", "F3"]


def test_facts_of_one_name_that_fill_nothing_stay_together() -> None:
    items = (
        "facts:\n  - {text: 辅导3家企业上市, section: 资本市场}\n"
        "  - {text: 参训干部收获很大, section: 资本市场}\n"
    )
    facts = _section(planned(SUMMARY, items), "服务实体经济").facts
    assert [fact.id for fact in facts] == ["F1", "F2"]


def test_a_fact_named_to_the_problems_is_told_with_the_next_steps() -> None:
    items = "facts:\n  - {text: 深入贯彻党代会部署, section: 存在的不足和下一步打算}\n"
    plan = planned(SUMMARY, items)
    assert _section(plan, "存在的不足").facts == ()
    assert [fact.id for fact in _section(plan, "2027年工作打算").facts] == ["F1"]


def test_a_fact_stands_behind_the_line_that_speaks_of_the_like() -> None:
    items = "facts:\n  - {text: 2家企业进入上市辅导期}\n  - {text: 信贷协调专班走访企业}\n"
    draft = drafted(SUMMARY, items)
    told = "".join(s.text for s in draft.sections[0].children[1].paragraphs[0])
    assert told == (
        "健全信贷协调机制。信贷协调专班走访企业。做好企业上市服务。2家企业进入上市辅导期。"
    )


def test_a_fact_that_is_not_required_and_like_nothing_is_left_over() -> None:
    items = "facts:\n  - {text: 参加全省登山比赛获奖, required: false}\n"
    assert drafted(SUMMARY, items).unused == ("F1",)


def test_a_required_fact_like_nothing_still_finds_a_place() -> None:
    draft = drafted(SUMMARY, "facts:\n  - {text: 参加全省登山比赛获奖}\n")
    assert draft.unused == ()
    assert "参加全省登山比赛获奖。" in whole(draft)


def test_problems_go_to_the_problem_section_and_their_measures_to_the_next_steps() -> None:
    items = "problems:\n  - {text: 县域供给不足, measure: 建立通报机制}\n"
    plan = planned(SUMMARY, items)
    assert [p.id for p in _section(plan, "存在的不足").problems] == ["P1"]
    assert [p.id for p in _section(plan, "2027年工作打算").measures] == ["P1"]


def test_a_mended_problem_is_told_as_work_and_not_as_a_problem() -> None:
    items = (
        "problems:\n  - {text: 中心组学习不规范, status: 已整改, found_by: 市委巡察}\n"
        "  - {text: 县域供给不足, status: 仍存在}\n"
    )
    plan = planned(SUMMARY, items)
    assert [p.id for p in _section(plan, "强化理论武装").achieved] == ["P1"]
    assert [p.id for p in _section(plan, "存在的不足").problems] == ["P2"]


def test_guidance_of_late_in_the_year_guides_the_next() -> None:
    items = "guidance:\n  - {name: 市委六届十次全会, date: '2026-12-20'}\n"
    plan = planned(SUMMARY, items)
    assert [g.id for g in _section(plan, "2027年工作打算").guidance] == ["G1"]


def test_guidance_of_early_in_the_year_guided_this_one() -> None:
    items = "guidance:\n  - {name: 市委六届九次全会, date: '2026-02-20'}\n"
    plan = planned(SUMMARY, items)
    assert [g.id for g in _section(plan, "强化理论武装").guidance] == ["G1"]


def test_guidance_too_old_for_the_section_it_names_goes_where_it_holds() -> None:
    items = "guidance:\n  - {name: 二十届中央纪委五次全会, date: '2026-01-14', section: 工作打算}\n"
    draft = drafted(SUMMARY, items)
    assert "二十届中央纪委五次全会" not in "".join(s.text for s in draft.sections[2].paragraphs[0])
    assert "二十届中央纪委五次全会" in whole(draft)


def test_guidance_goes_behind_the_clause_that_names_another_spirit() -> None:
    items = "guidance:\n  - {name: 市委六届十次全会, text: 打造金融强市, section: 工作打算}\n"
    draft = drafted(SUMMARY, items)
    told = "".join(s.text for s in draft.sections[2].paragraphs[0])
    assert told.startswith(
        "2027年，局党组将认真贯彻党的二十大和二十届历次全会精神，深入学习贯彻市委六届十次全会精神，打造金融强市，推动"
    )


def test_guidance_that_is_said_already_is_not_said_twice() -> None:
    items = (
        "guidance:\n  - {name: 党的二十大, text: 全面学习贯彻党的二十大精神, section: 工作打算}\n"
    )
    draft = drafted(SUMMARY, items)
    assert whole(draft).count("党的二十大精神") == 1
    assert draft.unused == ()


def test_guidance_whose_forerunner_was_not_met_is_told_all_the_same() -> None:
    items = "guidance:\n  - {name: 市委六届十次全会, replaces: 市委六届八次全会}\n"
    assert "市委六届十次全会精神" in whole(drafted(SUMMARY, items))
    assert "市委六届十次全会精神" in whole(from_kind(items))


def test_measures_spread_over_next_steps_that_suit_alike() -> None:
    text = """在2025年工作会议上的讲话
同志们：
一、2025年工作简要回顾
落实各项部署。
二、2025年重点任务
（一）抓学习
要落实学习制度。
（二）抓支部
要严格组织生活。
"""
    items = (
        "problems:\n  - {text: 学习制度落实不够, measure: 严格学习考勤}\n"
        "  - {text: 组织生活不够规范, measure: 规范组织生活}\n"
    )
    plan = planned(text, items, "speech")
    assert [p.id for p in _section(plan, "抓学习").measures] == ["P1"]
    assert [p.id for p in _section(plan, "抓支部").measures] == ["P2"]


def test_a_speechs_faults_stand_where_most_of_last_years_stood() -> None:
    text = """在2025年工作会议上的讲话
同志们：
一、2025年工作简要回顾
落实各项部署。
二、认清形势
（一）看决心
有的人靠山吃山，有的人还不收手。我们要保持警醒。
（二）看身边
有的同志办事拖拉，有的同志作风不实，有的科室纪律松弛。我们要引以为戒。
"""
    items = "problems:\n  - {text: 台账记录不规范}\n"
    draft = drafted(text, items, "speech")
    told = ["".join(s.text for s in c.paragraphs[0]) for c in draft.sections[1].children]
    assert told == ["我们要保持警醒。", "从掌握的情况看，台账记录不规范。我们要引以为戒。"]


def test_values_of_facts_without_blank_follow_in_the_sentence_they_continue() -> None:
    told = this_year(
        "推行企业诉求首问负责制，对企业诉求做到件件有回音。",
        "facts:\n  - {label: 受理企业诉求, value: 312, unit: 件}\n",
    )
    assert told == "推行企业诉求首问负责制，对企业诉求做到件件有回音，受理企业诉求312件。"


SPHERES = """云州市金融工作局党组2025年度工作总结
一、2025年工作开展情况
（一）坚持党的领导，落实管党治党责任
严格执行“第一议题”制度。
（二）全力支持纪委监督，塑造清廉生态
深化廉政风险排查防控，开展重点领域专项监督。
（三）聚焦主责主业，服务实体经济
坚决落实上级工作部署。
（四）规范内部运转，提升机关效能
落实保密工作责任制。
"""


def test_a_thing_goes_to_the_section_of_its_own_sphere_of_work() -> None:
    items = (
        "facts:\n  - {text: 8月上线信贷风险监测平台}\n"
        "  - {label: 处置高风险机构, value: 2, unit: 家}\n"
        "  - {label: 办理政协提案, value: 7, unit: 件}\n"
        "  - {label: 开展廉洁家访, value: 9, unit: 人次}\n"
    )
    plan = planned(SPHERES, items)
    for heading, facts in (
        ("聚焦主责主业，服务实体经济", ["F1", "F2"]),
        ("规范内部运转，提升机关效能", ["F3"]),
        ("全力支持纪委监督，塑造清廉生态", ["F4"]),
        ("坚持党的领导，落实管党治党责任", []),
    ):
        assert [fact.id for fact in _section(plan, heading).facts] == facts


def test_guidance_for_a_part_does_not_stand_among_its_problems() -> None:
    past = (
        "云州市金融工作局党组2025年度履行主体责任情况报告\n一、服务实体经济，深耕主责主业\n"
        "（一）主要工作及成效。抓好信贷服务。\n（二）存在问题和不足。一是投放不足。二是覆盖不够。\n"
    )
    items = "guidance:\n  - {name: 市委六届十次全会, text: 推动金融服务县域, section: 主责主业}\n"
    plan = planned(past, items, kind="duty-report")
    assert _section(plan, "主要工作及成效").guidance
    assert not _section(plan, "存在问题和不足").guidance


def test_guidance_named_already_only_adds_what_it_says() -> None:
    past = SUMMARY.replace("党的二十大精神，", "中央金融工作会议精神，")
    items = (
        "guidance:\n  - {name: 中央金融工作会议, text: 加快建设金融强国, date: '2026-10-31',"
        " section: 工作打算}\n"
    )
    told = "".join(s.text for s in drafted(past, items).sections[2].paragraphs[0])
    assert told.count("中央金融工作会议") == 1
    assert "中央金融工作会议精神，加快建设金融强国，" in told


def test_what_is_like_nothing_does_not_stand_behind_the_thanks_to_those_who_listen() -> None:
    told = this_year(
        "一是责任链条拧得更实。逐级签订责任书。\n在这里，我代表局党组向大家道一声辛苦！",
        "facts:\n  - {text: 处分干部1人, year: 2025}\n",
        "speech",
    )
    assert told.splitlines()[-1] == "在这里，我代表局党组向大家道一声辛苦！"
    assert "处分干部1人。" in told
