"""The rules of rolling forward: what of a past clause may be said this year."""

from __future__ import annotations

import pytest
from telling import drafted, planned, this_year, whole

from assistant.freshening import generalised, tidied

LOANS = "facts:\n  - {label: 各项贷款余额, value: 1718.5, unit: 亿元, previous: 1563.2}\n"


def test_routine_is_carried_and_the_evidence_says_so() -> None:
    draft = drafted(
        "云州市金融工作局党组2025年度工作总结\n一、工作开展情况\n落实保密工作责任制，每半年听取汇报。"
    )
    (sentence,) = draft.sections[0].paragraphs[0]
    assert sentence.text == "落实保密工作责任制，每半年听取汇报。"
    assert [(each.origin, each.note) for each in sentence.evidence] == [("passage", "沿用")]


@pytest.mark.parametrize(
    "deed",
    [
        "成立云岭攻坚专班",
        "修订党组工作规则",
        "引进一家保险机构",
        "开展党总支换届选举",
        "申报普惠金融示范区",
        "设计宣传展板",
        "组建青年突击队",
        "帮助一名患重病的职工协调就医",
        "对金融类自媒体进行摸底",
        "9月召开现场推进会",
    ],
)
def test_a_deed_goes_without_a_fact_or_a_decision(deed: str) -> None:
    assert this_year(f"严格执行请示报告制度，{deed}。") == "严格执行请示报告制度。"


@pytest.mark.parametrize(
    "praise",
    [
        "信息数量和质量得到双提升",
        "增速连续14个月位居全省第一",
        "这是近10年首次",
        "高风险机构全部清零",
        "全年没有发生意识形态领域问题",
        "学习教育有力有序",
        "结束了南部片区没有证券营业机构的历史",
        "没有出现以传阅代替会议决策的情况",
        "末位表态制度执行到位",
        "风险处置有序推进",
    ],
)
def test_praise_goes_without_a_fact(praise: str) -> None:
    assert this_year(f"严格执行请示报告制度，{praise}。") == "严格执行请示报告制度。"


def test_praise_at_the_end_of_a_clause_is_cut_off_and_the_work_stays() -> None:
    assert this_year("扎实推进各项重点工作取得积极成效。") == "扎实推进各项重点工作。"


def test_a_deed_that_a_decision_keeps_is_told() -> None:
    items = "decisions:\n  - {past: 成立云岭攻坚专班, now: 沿用}\n"
    assert this_year("成立云岭攻坚专班。", items) == "成立云岭攻坚专班。"


def test_a_deed_whose_practice_goes_on_is_told_as_a_practice() -> None:
    items = "decisions:\n  - {past: 建立月度会商机制, now: 做法沿用}\n"
    assert this_year("建立月度会商机制。", items) == "用好月度会商机制。"


def test_a_decision_puts_its_own_words_in_the_place_of_the_past_ones() -> None:
    items = "decisions:\n  - {past: 作风建设年, now: 改为, text: 作风建设深化年}\n"
    told = this_year("深入开展作风建设年活动，锤炼干部作风。", items)
    assert told == "深入开展作风建设深化年活动，锤炼干部作风。"


def test_what_is_decided_away_is_gone_with_all_its_clauses() -> None:
    items = "decisions:\n  - {past: 用好信息专刊，办好信息沙龙, now: 无}\n"
    told = this_year("用好信息专刊，办好信息沙龙，扎实做好公文办理工作。", items)
    assert told == "扎实做好公文办理工作。"


def test_a_decision_that_met_nothing_is_told_to_the_person() -> None:
    plan = planned(
        "云州市金融工作局党组2025年度工作总结\n一、工作开展情况\n落实保密责任。",
        "decisions:\n  - {past: 开办夜校, now: 无}\n",
    )
    assert plan.notes == ("核实D1“开办夜校”在所参照的往年材料中没有找到",)


def test_a_filled_number_does_not_endorse_last_years_list() -> None:
    items = "facts:\n  - {label: 各类信息被采用, value: 88, unit: 篇}\n"
    told = this_year("各类信息累计被市委信息、云州日报、云岭快讯等采用**篇。", items)
    assert told == "各类信息被采用88篇。"


def test_a_filled_number_does_not_endorse_last_years_circumstance() -> None:
    items = "facts:\n  - {label: 修订完善工作制度, value: 19, unit: 项}\n"
    assert this_year("结合离任审计修订完善工作制度**项。", items) == "修订完善工作制度19项。"


def test_cumulative_needs_a_fact_that_says_so() -> None:
    items = "facts:\n  - {label: 走访企业, value: 40, unit: 户}\n"
    assert this_year("累计走访企业**户。", items) == "走访企业40户。"
    items = "facts:\n  - {label: 累计走访企业, value: 40, unit: 户}\n"
    assert this_year("累计走访企业**户。", items) == "累计走访企业40户。"


def test_a_bound_of_the_fact_replaces_the_verb_of_reaching() -> None:
    items = "facts:\n  - {label: 普惠小微贷款余额, value: 250, unit: 亿元, qualifier: 突破}\n"
    told = this_year("普惠小微贷款余额达到***亿元。", items)
    assert told == "普惠小微贷款余额突破250亿元。"


def test_a_fact_is_said_as_its_sheet_says_it() -> None:
    items = (
        "facts:\n  - {label: 普惠小微贷款余额, value: 251.8, unit: 亿元, qualifier: 突破, "
        "say: 250亿元}\n"
    )
    assert this_year("普惠小微贷款余额***亿元。", items) == "普惠小微贷款余额突破250亿元。"


def test_what_has_no_value_is_not_told_and_is_listed() -> None:
    draft = drafted(
        "云州市金融工作局党组2025年度工作总结\n一、工作开展情况\n落实保密责任，开展自查**次。"
    )
    assert "自查" not in whole(draft)
    assert [(left.words, left.reason) for left in draft.left_out] == [
        ("开展自查**次", "数字未提供")
    ]


def test_years_roll_by_the_shift_and_years_in_titles_stay() -> None:
    told = this_year("落实《云州市2025年金融工作要点》，谋划2026年工作。")
    assert "《云州市2025年金融工作要点》" in told or "2025" not in told
    assert "2027年工作" in told


def test_a_year_long_past_takes_its_clause_with_it() -> None:
    assert this_year("严格落实保密工作责任，巩固2019年以来的清理成果。") == "严格落实保密工作责任。"


@pytest.mark.parametrize(
    ("value", "previous", "said"),
    [
        ("9.6", "8.0", "比上年增加1.6万元，增长20%"),
        ("6.0", "8.0", "比上年减少2.0万元，下降25%"),
    ],
)
def test_direction_words_agree_with_the_figures(value: str, previous: str, said: str) -> None:
    items = (
        f"facts:\n  - {{label: “三公”经费支出, value: {value}, unit: 万元, previous: {previous}}}\n"
    )
    told = this_year("“三公”经费支出*.*万元，比上年减少*.*万元，下降*.*%。", items)
    assert told == f"“三公”经费支出{value}万元，{said}。"


def test_without_last_years_value_nothing_is_compared() -> None:
    items = "facts:\n  - {label: “三公”经费支出, value: 9.6, unit: 万元}\n"
    told = this_year("“三公”经费支出*.*万元，比上年减少*.*万元，下降*.*%。", items)
    assert told == "“三公”经费支出9.6万元。"


def test_sessions_of_meetings_are_past_values() -> None:
    assert (
        this_year("认真落实市委四届九次全会部署，用心用情办好民生实事。")
        == "用心用情办好民生实事。"
    )


def test_guidance_takes_the_place_of_what_it_replaces() -> None:
    items = "guidance:\n  - {name: 市委五届二次全会, replaces: 市委四届九次全会}\n"
    told = this_year("认真落实市委四届九次全会部署，用心用情办好民生实事。", items)
    assert told == "认真落实市委五届二次全会部署，用心用情办好民生实事。"


def test_quotations_from_above_need_this_years_guidance() -> None:
    told = this_year("市委书记强调，“要守住底线”。坚持底线思维，抓好风险排查。")
    assert told == "坚持底线思维，抓好风险排查。"


def test_last_years_faults_are_not_told_as_this_years() -> None:
    told = this_year("严格执行机关考勤制度，个别同志纪律意识还不够强。")
    assert told == "严格执行机关考勤制度。"


def test_names_only_last_year_knows_go_and_the_offices_own_stay() -> None:
    told = this_year("加强与翠湖街道、云岭银行等基层党组织的联系共建。")
    assert told == "加强与基层党组织的联系共建。"
    assert this_year("市金融工作局落实保密责任。") == "市金融工作局落实保密责任。"


def test_the_offices_own_place_is_no_strange_name() -> None:
    said = "把上级部署同云州实际结合起来，服务云州发展。"
    assert this_year(said) == said


def test_a_name_on_the_sheet_is_this_years_own() -> None:
    items = "facts:\n  - {text: 与翠湖街道开展共建, section: 狠抓落实}\n"
    assert "加强与翠湖街道的联系" in this_year("加强与翠湖街道的联系。", items)


def test_a_clause_of_which_only_a_list_of_names_was_left_goes_whole() -> None:
    told = this_year("认真落实“双统领”“双保障”要求，坚持党建统领各项工作。")
    assert told == "坚持党建统领各项工作。"
    told = this_year("以“双联行动”“共驻计划”等为活动载体，切实密切联系基层群众。")
    assert told == "切实密切联系基层群众。"


def test_the_eight_point_decision_is_no_shorthand_of_last_years() -> None:
    said = "锲而不舍落实中央八项规定精神，把作风建设作为一项经常性工作抓紧抓实。"
    assert this_year(said) == said


def test_last_years_shorthand_goes() -> None:
    told = this_year("严格执行请示报告制度，推动五大产业集群建设。")
    assert told == "严格执行请示报告制度。"


def test_plenums_in_general_are_carried_and_a_plenum_by_number_is_not() -> None:
    said = "深入贯彻党的二十大和二十届历次全会精神，抓好落实。"
    assert this_year(said) == said
    assert (
        this_year("深入贯彻党的二十届四中全会精神，一件一件抓好工作落实。")
        == "一件一件抓好工作落实。"
    )


def test_a_masked_name_is_left_out_where_the_saying_is_general() -> None:
    told = this_year("贯彻落实习近平总书记考察XX重要讲话和对XX工作的重要指示批示精神。")
    assert told == "贯彻落实习近平总书记重要讲话和重要指示批示精神。"
    assert generalised("服务XXX经济社会发展大局") == "服务经济社会发展大局"


def test_a_masked_name_else_takes_its_clause_with_it() -> None:
    assert this_year("严格执行请示报告制度，联系XX社区。") == "严格执行请示报告制度。"


def test_a_practice_once_a_quarter_is_no_value_to_ask_for() -> None:
    assert this_year("每季度会商1次，会前征求意见。") == "每季度会商，会前征求意见。"
    assert this_year("每半年开展1次风险研判。") == "每半年开展风险研判。"


def test_slips_of_the_past_text_are_mended() -> None:
    assert tidied("严格管理干部,营造氛围") == "严格管理干部，营造氛围"
    assert tidied("力戒官僚主义、形式主义") == "力戒形式主义、官僚主义"
    assert this_year("支持帮助、严格管理干部职工,营造良好氛围。").count(",") == 0


def test_a_praising_headline_becomes_its_topic() -> None:
    told = this_year(
        "一是存贷规模创历史新高。年末各项贷款余额****.*亿元。二是普惠金融扩面。落实首贷机制。",
        LOANS,
    )
    assert told.startswith("一是存贷规模方面，年末各项贷款余额1718.5亿元。二是")


def test_a_praising_headline_stands_when_a_fact_of_its_item_bears_it_out() -> None:
    text = "一是信贷投放持续优化。各项贷款余额****.*亿元。二是服务不断优化。落实首贷机制。"
    told = this_year(text, LOANS)
    assert "一是信贷投放持续优化。各项贷款余额1718.5亿元。" in told
    assert "二是服务方面，落实首贷机制。" in told


def test_a_decided_part_of_a_clause_does_not_shift_the_values_of_the_rest() -> None:
    items = "facts:\n  - {label: 与云岭银行开展联建, value: 5, unit: 次}\n"
    told = this_year("与翠湖街道开展共建**次、与云岭银行开展联建**次。", items)
    assert "共建5次" not in told


def test_headings_lose_names_and_take_this_years_phrases() -> None:
    items = "decisions:\n  - {past: 作风建设年, now: 改为, text: 作风建设深化年}\n"
    draft = drafted(
        "云州市金融工作局党组2025年度工作总结\n一、2025年工作开展情况\n"
        "（一）抓实作风建设年\n落实保密责任。\n（二）打造“云岭先行”党建品牌\n严格执行报告制度。",
        items,
    )
    assert [section.heading for section in draft.walk()][:3] == [
        "2026年工作开展情况",
        "抓实作风建设深化年",
        "打造党建品牌",
    ]


def test_a_plans_target_nobody_set_is_worded_without_its_number() -> None:
    told = this_year("全年开展调研不少于12次。", kind="party-building-plan")
    assert told == "全年开展调研。"


def test_a_plans_target_whose_point_is_the_number_goes() -> None:
    told = this_year(
        "严格执行请示报告制度，党员每年集中学习不少于32学时。", kind="party-building-plan"
    )
    assert told == "严格执行请示报告制度。"


def test_a_confirmed_target_of_last_year_stands_and_says_so() -> None:
    items = "targets: 沿用\nconfirmed_by: 办公室\n"
    draft = drafted(
        "云州市金融工作局2025年党建工作计划\n一、重点任务\n全年开展调研不少于12次。",
        items,
        "party-building-plan",
    )
    assert "全年开展调研不少于12次。" in whole(draft)
    plan = planned(
        "云州市金融工作局2025年党建工作计划\n一、重点任务\n全年开展调研不少于12次。",
        items,
        "party-building-plan",
    )
    assert [fact.source for fact in plan.sheet.facts] == ["沿用上年目标，办公室确认"]


def test_a_plan_keeps_its_yearly_tasks_with_their_verbs() -> None:
    said = "制定学习计划，按月组织学习。"
    assert this_year(said, kind="party-building-plan") == said


def test_counts_of_what_follows_are_made_again() -> None:
    text = (
        "云州市金融工作局党组2025年度工作总结\n一、工作开展情况\n"
        "重点抓好三件事：一是抓学习，落实学习制度。二是成立专班。三是抓支部，严格组织生活。"
    )
    assert "重点抓好两件事：\n一是抓学习，落实学习制度。\n二是抓支部" in whole(drafted(text))


def test_a_number_does_not_bear_out_the_praise_it_stood_in() -> None:
    items = "facts:\n  - {label: 责任清单分解任务, value: 46, unit: 项}\n"
    told = this_year("逐级压实责任，责任清单分解的**项任务全部完成。", items)
    assert told == "逐级压实责任，责任清单分解任务46项。"


def test_praise_the_fact_itself_speaks_is_told_with_its_number() -> None:
    items = "facts:\n  - {label: 被市委书记批示表扬, value: 3, unit: 次}\n"
    told = this_year("加强信息报送，被市委书记批示表扬**次。", items)
    assert told == "加强信息报送，被市委书记批示表扬3次。"


def test_a_campaign_brought_to_the_year_has_its_verb() -> None:
    told = this_year("强化理论武装。推动党史学习教育常态化，抓好党员培训。")
    assert told == "强化理论武装。扎实开展树立和践行正确政绩观学习教育，抓好党员培训。"


def test_a_congress_of_years_ago_is_named_with_the_plenums_since() -> None:
    told = this_year("全面学习宣传贯彻党的二十大精神。")
    assert told == "全面学习宣传贯彻党的二十大和二十届历次全会精神。"
    kept = "decisions:\n  - {past: 党的二十大精神, now: 沿用}\n"
    assert this_year("全面学习宣传贯彻党的二十大精神。", kept) == "全面学习宣传贯彻党的二十大精神。"


def test_who_spoke_at_last_years_meeting_is_not_told_of_this_years() -> None:
    past = (
        "在2025年工作会议上的讲话\n同志们：\n今天我们召开工作会议，总结工作，部署任务。"
        "刚才，银行科作了表态发言，派驻组传达了全会精神，讲得都很实在，请大家认真领会。"
        "下面，我讲三点意见。\n一、2025年工作简要回顾\n落实各项部署。\n"
    )
    told = whole(drafted(past, kind="speech"))
    assert "今天我们召开工作会议" in told
    assert not any(words in told for words in ("刚才", "发言", "传达", "讲得", "领会"))


def test_headlines_of_praise_with_nothing_left_beneath_go() -> None:
    past = (
        "一是支部规范化水平有新提升。落实“三会一课”制度。二是干部队伍有新活力。"
        "提拔科级干部**名。三是责任落实有力。逐级签订责任书。四是教育监督到位。通报案例**起。"
    )
    told = "一是支部规范化水平方面，落实“三会一课”制度。二是责任方面，逐级签订责任书。"
    assert this_year(past) == told


@pytest.mark.parametrize(
    ("past", "told"),
    [
        (
            "反馈28个问题，8月立行立改。局党组照单全收。落实学习制度。",
            "落实学习制度。",
        ),
        (
            "有的科室抓业务轰轰烈烈，抓廉政冷冷清清；有的干部绕道走。这些问题必须解决。"
            "落实学习制度。",
            "落实学习制度。",
        ),
        (
            "成立整改专班，一个问题一名领导一本台账。落实学习制度。",
            "落实学习制度。",
        ),
        (
            "2025年是建局75周年，是实现目标的关键一年。落实学习制度。",
            "落实学习制度。",
        ),
        (
            "2025年是“十四五”规划收官之年，也是巡察整改清零之年。落实学习制度。",
            "落实学习制度。",
        ),
        (
            "去年，涉案人员从收烟收酒开始，一步步滑向深渊。落实学习制度。",
            "落实学习制度。",
        ),
        (
            "中央金融工作会议召开后，第一时间传达学习。落实学习制度。",
            "落实学习制度。",
        ),
        (
            "我们也要看到，廉政风险点还没有摸到边。落实学习制度。",
            "落实学习制度。",
        ),
        (
            "严格执行“第一议题”制度，集中学习**次。严格执行请示报告制度，报告事项**件。",
            "严格执行“第一议题”制度、请示报告制度。",
        ),
    ],
)
def test_what_spoke_of_something_that_is_gone_goes_too(past: str, told: str) -> None:
    assert this_year(past) == told


def test_a_fault_that_goes_on_behind_a_comma_is_none_of_this_years() -> None:
    past = "有的干部学习不深，抓廉政冷冷清清，落实责任制走过场；我们要保持警醒。"
    assert this_year(past, kind="speech") == "我们要保持警醒。"


def test_a_headline_whose_sentences_are_all_gone_says_nothing_and_goes() -> None:
    past = (
        "一是突出政治引领。召开会议**次。二是抓实支部。落实“三会一课”制度。"
        "三是抓好作风。开展检查**次。"
    )
    assert this_year(past) == "抓实支部。落实“三会一课”制度。"


def test_who_is_responsible_stands_in_brackets_without_a_mark_behind() -> None:
    past = "落实学习制度，开展督查不少于2次。（责任科室：办公室）"
    told = this_year(past, kind="party-building-plan")
    assert told == "落实学习制度，开展督查。（责任科室：办公室）"


def test_a_heading_that_lost_the_name_at_its_end_is_still_whole() -> None:
    past = (
        "云州市金融工作局2025年党建工作计划\n一、重点任务\n（一）深化支部“对标补短”\n"
        "每季度开展组织生活质量评查。\n"
    )
    headings = [each.heading for each in drafted(past, kind="party-building-plan").walk()]
    assert "深化支部工作" in headings


def test_faults_do_not_stand_among_their_causes() -> None:
    past = (
        "云州市金融工作局党组2025年度履行主体责任情况报告\n一、履行主体责任情况\n落实报告制度。\n"
        "二、存在的主要问题\n一是责任压得不实。\n三、原因分析\n一是学习不深入。\n"
    )
    items = "problems:\n  - {text: 学习不深入}\n"
    draft = drafted(past, items, "duty-report")
    problems, causes = draft.sections[1:3]
    assert "学习不深入" in "".join(s.text for s in problems.paragraphs[0])
    assert [s.text for s in causes.paragraphs[0]] == ["产生上述问题的原因，主要是【待补1】。"]


def test_the_close_of_one_plan_is_not_the_close_of_the_next() -> None:
    past = "严格落实党组理论学习制度，为全市“十四五”金融发展圆满收官提供保障。"
    told = this_year(past, kind="party-building-plan")
    assert told == "严格落实党组理论学习制度。"
