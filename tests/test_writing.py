"""The template writer: chains, items, loose facts, problems and measures as sentences."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_aloud import stumbles
from telling import FRAMES, drafted, this_year, whole

from assistant.brief import Brief, HolesMode, Line, Phrase, Slot
from assistant.draft import Evidence
from assistant.sheet.facts import Fact, Guidance, Problem
from assistant.writing.counted import counted, worded
from assistant.writing.items import numeral
from assistant.writing.lines import LineWriter
from assistant.writing.loose import told_event, told_facts, told_mended
from assistant.writing.template import TemplateWriter
from assistant.writing.writer import HOLE
from corpus.lexicon import lexicon
from corpus.matters import Stance

_STANCES: dict[str, Stance] = {each: each for each in get_args(Stance)}


def _line(text: str, *, gone: tuple[int, ...] = ()) -> Line:
    """A line from clauses set apart by |, each 'stance:text' with its mark; some are gaps."""
    phrases = []
    for at, clause in enumerate(text.split("|")):
        stance, _, words = clause.partition(":")
        told = "" if at in gone else words[:-1]
        phrases.append(Phrase(told, words[-1], _STANCES[stance], ref=f"r.{at}", reason="缺"))
    return Line(tuple(phrases))


def _written(line: Line) -> str | None:
    told = LineWriter({}, "1").write(line)
    return told.text if told else None


# -- chains -----------------------------------------------------------------------------------


def test_what_follows_from_a_dropped_head_goes_with_it() -> None:
    text = "head:成立专班，|result:逐条分解任务，|result:推动全面完成整改，|head:严格督办。"
    assert _written(_line(text, gone=(0,))) == "严格督办。"


def test_a_chain_shrinks_to_what_can_be_told() -> None:
    text = "head:召开民主生活会，|head:征求意见，|head:查摆问题。"
    assert _written(_line(text, gone=(2,))) == "召开民主生活会，征求意见。"


def test_a_lead_goes_when_nothing_is_left_for_it_to_lead() -> None:
    text = "lead:围绕中心工作，|head:成立专班。"
    assert _written(_line(text, gone=(1,))) is None


def test_a_means_belongs_to_the_next_clause_alone() -> None:
    text = "means:通过专题党课等形式，|head:举办读书班，|head:严格学习制度。"
    assert _written(_line(text, gone=(1,))) == "严格学习制度。"


def test_an_aim_goes_when_only_a_means_stood_before_it() -> None:
    text = "means:通过专题党课等形式，|head:举办读书班，|aim:不断提升把握能力。"
    assert _written(_line(text, gone=(1,))) is None


def test_an_aim_stays_behind_a_lead() -> None:
    text = "lead:聚焦青年干部培养，|head:制定二十条意见，|aim:着力提升专业素养。"
    assert _written(_line(text, gone=(1,))) == "聚焦青年干部培养，着力提升专业素养。"


def test_a_sentence_ends_as_the_past_one_did() -> None:
    assert _written(_line("head:抓好落实；|head:成立专班；", gone=(1,))) == "抓好落实；"
    assert _written(_line("head:抓好落实，|head:成立专班。", gone=(1,))) == "抓好落实。"


def test_a_dropped_half_leaves_its_semicolon() -> None:
    text = "head:抓好甲事，|head:成立专班；|head:抓好乙事。"
    assert _written(_line(text, gone=(1,))) == "抓好甲事；抓好乙事。"


def test_what_is_dropped_is_remembered_with_its_reason() -> None:
    lines = LineWriter({}, "1")
    lines.write(_line("head:成立专班，|result:逐条分解任务。", gone=(0,)))
    assert lines.dropped == [("r.0", "缺"), ("r.1", "所依附的前句未写")]


_CLAUSES = st.lists(
    st.tuples(
        st.sampled_from(["head", "lead", "means", "result", "aim"]),
        st.sampled_from(["抓好落实", "围绕“甲、乙”要求", "推进《某办法》执行", "严格（双）报告"]),
        st.sampled_from(["，", "；", "。", "："]),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@given(_CLAUSES)
@settings(max_examples=300, deadline=None)
def test_whatever_is_dropped_the_marks_are_right(
    clauses: list[tuple[str, str, str, bool]],
) -> None:
    phrases = tuple(
        Phrase("" if gone else words, stop, _STANCES[stance], ref=str(at))
        for at, (stance, words, stop, gone) in enumerate(clauses)
    )
    told = _written(Line(phrases))
    if told is None:
        return
    assert told[0] not in "，。；："
    assert told[-1] in "。；："
    assert not any(pair in told for pair in ("，，", "，。", "。。", "；。", "，；", "：。"))
    assert all(told.count(left) == told.count(right) for left, right in ("“”", "《》", "（）"))


def test_a_target_told_with_its_number_is_not_told_without_it_too() -> None:
    told = this_year(
        "严格执行各项组织生活制度，每月开展主题党日不少于1次。",
        "facts:\n  - {label: 全年开展主题党日, value: 12, unit: 次, qualifier: 不少于}\n",
        "party-building-plan",
    )
    assert told == "严格执行各项组织生活制度，全年开展主题党日不少于12次。"


def test_a_clause_whose_verb_is_gone_gets_it_back() -> None:
    told = this_year(
        "开展警示教育*次，廉政谈话**人次。",
        "facts:\n  - {label: 廉政谈话, value: 131, unit: 人次}\n",
    )
    assert told == "开展廉政谈话131人次。"


# -- items ------------------------------------------------------------------------------------


def test_what_remains_is_numbered_anew() -> None:
    told = this_year("一是抓学习，落实制度。二是成立专班。三是抓支部，严格组织生活。")
    assert told == "一是抓学习，落实制度。二是抓支部，严格组织生活。"


def test_a_lone_item_is_prose() -> None:
    assert this_year("一是抓学习，落实制度。二是成立专班。") == "抓学习，落实制度。"


def test_first_and_second_are_numbered_anew_too() -> None:
    told = this_year("第一，严格学习制度。第二，成立专班。第三，规范组织生活。")
    assert told == "第一，严格学习制度。第二，规范组织生活。"


def test_a_headline_without_content_goes() -> None:
    told = this_year("一是信贷投放再创新高。二是狠抓支部建设。严格组织生活。三是抓作风，严明纪律。")
    assert told == "一是狠抓支部建设。严格组织生活。二是抓作风，严明纪律。"


@given(st.lists(st.booleans(), min_size=2, max_size=9))
@settings(max_examples=60, deadline=None)
def test_whatever_falls_away_the_rest_counts_on_from_one(kept: list[bool]) -> None:
    text = "".join(
        f"{numeral(at)}是{'严格落实各项制度' if stays else '成立云岭专班'}{at}。"
        for at, stays in enumerate(kept, start=1)
    ).replace("专班", "专班第")
    draft = drafted(f"云州市金融工作局党组2025年度工作总结\n一、工作开展情况\n落实责任。{text}")
    assert [each for each in stumbles(draft) if "序数" in each or "一是" in each] == []


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (34, "三十四")]
)
def test_numbers_are_said_in_chinese(number: int, said: str) -> None:
    assert numeral(number) == said


# -- values and holes -------------------------------------------------------------------------


def _with_slot(holes: HolesMode, qualifier: str = "") -> str | None:
    slot = Slot("", "次", qualifier, "开展自查", "r.0.0")
    line = Line((Phrase("开展自查⟦0⟧", "。", "head", slots=(slot,), ref="r.0"),))
    told = LineWriter({}, "1", holes).write(line)
    return told.text if told else None


def test_a_blank_without_a_value_is_a_hole_only_when_holes_are_kept() -> None:
    assert _with_slot("required") is None
    assert _with_slot("drop") is None
    assert _with_slot("keep") == f"开展自查{HOLE}次。"


def test_a_bound_stands_where_it_belongs_around_a_hole() -> None:
    assert _with_slot("keep", "不少于") == f"开展自查不少于{HOLE}次。"
    assert _with_slot("keep", "以上") == f"开展自查{HOLE}次以上。"
    assert _with_slot("keep", "余") == f"开展自查{HOLE}次。"


def test_what_the_sheet_lists_without_a_value_is_a_hole() -> None:
    fact = Fact(id="F1", label="开展自查", unit="次", department="办公室")
    (told,) = told_facts([fact], _brief(), frozenset())
    assert told.text == f"开展自查{HOLE}次。"
    assert [(hole.label, hole.department) for hole in told.holes] == [("开展自查", "办公室")]


def test_written_places_are_kept() -> None:
    assert worded(Fact(label="支出", value=Decimal("9.80"), unit="万元")) == "9.80万元"


# -- what has no blank ------------------------------------------------------------------------


def _brief(**given: Any) -> Brief:
    plain: dict[str, Any] = {
        "id": "1",
        "level": 1,
        "number": "一、",
        "heading": "工作",
        "role": "work",
    }
    return Brief(**{**plain, "year": 2026, "run_in": False, **given})


def _fact(label: str, value: str = "4", measure: str = "次", **more: Any) -> Fact:
    return Fact(id=f"F{label}", label=label, value=Decimal(value), unit=measure, **more)


def _told(*facts: Fact) -> list[str]:
    return [told.text for told in told_facts(facts, _brief(), frozenset())]


def test_facts_of_one_section_share_a_sentence_and_no_sentence_is_long() -> None:
    facts = [_fact(f"研究事项{at}", section="甲") for at in "一二三四五"]
    assert [text.count("，") for text in _told(*facts)] == [1, 2]
    assert len(_told(_fact("研究甲", section="甲"), _fact("研究乙", section="乙"))) == 2


def test_an_event_named_without_a_verb_gets_one() -> None:
    assert _told(_fact("廉政谈话")) == ["开展廉政谈话4次。"]
    assert _told(_fact("“金融夜校”授课")) == ["“金融夜校”授课4次。"]
    assert _told(_fact("班子成员讲党课")) == ["班子成员讲党课4次。"]
    assert _told(_fact("发展党员", measure="名")) == ["发展党员4名。"]


def test_an_amount_stands_before_what_was_done_with_it() -> None:
    assert _told(_fact("学习教育查摆的问题全部整改到位", "16", "个")) == [
        "学习教育查摆的16个问题全部整改到位。"
    ]


def test_a_day_of_many_values_is_said_once_and_the_end_of_a_year_as_such() -> None:
    loans = _fact("贷款余额", "10", "亿元", as_of="2026-12-31")
    deposits = _fact("存款余额", "20", "亿元", as_of="2026-12-31")
    assert _told(loans, deposits) == ["截至2026年末，贷款余额10亿元，存款余额20亿元。"]
    assert _told(_fact("贷款余额", "10", "亿元", as_of="2026-11-30")) == [
        "截至2026年11月末，贷款余额10亿元。"
    ]
    assert _told(_fact("贷款余额", "10", "亿元", as_of="2026-11-05")) == [
        "截至2026年11月5日，贷款余额10亿元。"
    ]


def test_an_event_is_told_in_its_own_words() -> None:
    told = told_event(Fact(id="F1", text="6月引进云岭银行；", source="银行科"))
    assert told.text == "6月引进云岭银行。"
    assert told.evidence == (Evidence("fact", "F1", "银行科"),)


@pytest.mark.parametrize(("finder", "verb"), sorted(lexicon("finders").items()))
def test_a_mended_problem_says_who_found_it(finder: str, verb: str) -> None:
    told = told_mended(Problem(text="台账记录不规范的问题", found_by=finder, measure="统一样式。"))
    assert told.text == f"针对{finder}{verb}台账记录不规范问题，统一样式，已完成整改。"


# -- problems and measures --------------------------------------------------------------------


def _problems(*texts: str, measure: str = "严格制度") -> tuple[Problem, ...]:
    return tuple(
        Problem(id=f"P{at}", text=text, measure=f"{measure}{at}") for at, text in enumerate(texts)
    )


def _text(brief: Brief, holes: HolesMode = "required") -> str:
    written = TemplateWriter(holes).write(brief)
    return "\n".join("".join(s.text for s in p) for p in written.paragraphs)


def test_problems_are_a_list_behind_their_lead_and_a_lone_one_is_none() -> None:
    many = _brief(role="problems", lead="还有不足：", problems=_problems("学习不深", "作风不实"))
    assert _text(many) == "还有不足：一是学习不深。二是作风不实。"
    lone = _brief(role="problems", lead="还有不足：", problems=_problems("学习不深"))
    assert _text(lone) == "还有不足，主要是学习不深。"
    bare = _brief(role="problems", run_in=True, problems=_problems("学习不深"))
    assert _text(bare) == "主要是学习不深。"


def test_measures_are_a_list_in_a_section_of_the_first_level() -> None:
    brief = _brief(role="next", measures=_problems("学习不深", "作风不实"))
    assert _text(brief) == "针对存在的不足，重点抓好以下改进措施：一是严格制度0。二是严格制度1。"


def test_measures_of_one_item_are_one_sentence() -> None:
    told = (
        Problem(id="P1", text="学习不深", measure="每季度安排一次专题研讨并通报"),
        Problem(id="P2", text="对作风抓得不实", measure="开展作风督查并公开曝光典型"),
    )
    assert _text(_brief(role="next", level=2, run_in=True, measures=told)) == (
        "针对学习不深、作风抓得不实等问题，"
        "每季度安排一次专题研讨并通报；开展作风督查并公开曝光典型。"
    )


def test_a_long_problem_is_named_by_its_first_clause() -> None:
    brief = _brief(role="next", level=2, measures=_problems("台账质量不高，个别同志补记"))
    assert _text(brief) == "针对台账质量不高的问题，严格制度0。"


def test_a_speech_says_what_must_be_done() -> None:
    spoken = _brief(role="next", level=2, spoken=True, measures=_problems("台账质量不高"))
    assert _text(spoken) == "针对台账质量不高的问题，要严格制度0。"
    noun = _problems("台账质量不高", measure="台账每季度抽查")
    assert "，台账每季度抽查0。" in _text(_brief(role="next", level=2, spoken=True, measures=noun))


def test_a_speech_takes_up_guidance_with_an_order() -> None:
    piece = Guidance(id="G1", name="市纪委六届七次全会")
    text = _text(_brief(role="situation", spoken=True, guidance=(piece,)))
    assert text == "要深入学习贯彻市纪委六届七次全会精神。"


def test_a_required_section_without_words_is_a_hole_unless_holes_are_dropped() -> None:
    assert _text(_brief(required=True)) == f"{HOLE}。"
    assert _text(_brief(required=True), "drop") == ""
    assert _text(_brief(role="problems", required=True), "drop") == ""


def test_nothing_is_said_twice_in_a_paragraph() -> None:
    twice = (_line("head:严格落实制度。"), _line("head:严格落实制度。"))
    assert _text(_brief(paragraphs=(twice,))) == "严格落实制度。"


def test_a_value_is_told_though_the_other_value_of_its_clause_is_not_known() -> None:
    items = "facts:\n  - {label: 提拔任用科长, value: 2, unit: 名}\n"
    told = this_year("坚持好干部标准，提拔任用**名科长和晋升**名四级主任科员。", items)
    assert told == "坚持好干部标准，提拔任用科长2名。"


def test_a_value_outlives_the_clause_it_led_to() -> None:
    items = "facts:\n  - {label: 重点任务, value: 12, unit: 项}\n"
    told = this_year("围绕**项重点任务，成立云岭专班。", items)
    assert "重点任务12项" in told


def _balances(*items: str) -> str:
    rows = "".join(f"  - {{label: {each}, unit: 亿元, as_of: '2026-12-31'}}\n" for each in items)
    return "facts:\n" + rows


def test_balances_of_one_day_are_told_together_with_their_change() -> None:
    items = _balances(
        "小微贷款余额, value: 220, previous: 200",
        "涉农贷款余额, value: 95, previous: 100",
        "绿色贷款余额, value: 60, previous: 60",
    )
    told = this_year("健全信贷协调机制。", items + "  - {label: 走访企业, value: 30, unit: 户}\n")
    assert told == (
        "健全信贷协调机制。截至2026年末，小微贷款余额220亿元，比上年增长10%；"
        "涉农贷款余额95亿元，比上年下降5%；绿色贷款余额60亿元，与上年持平。走访企业30户。"
    )


def test_a_balance_of_the_day_told_before_goes_on_from_there() -> None:
    items = _balances("各项贷款余额, value: 300", "各项存款余额, value: 400")
    told = this_year("2025年末，各项贷款余额**亿元。", items)
    assert told == "2026年末，各项贷款余额300亿元，各项存款余额400亿元。"


def test_a_share_changes_by_points() -> None:
    items = "facts:\n  - {label: 不良贷款率, value: 1.6, unit: '%', previous: 1.9}\n"
    told = this_year("健全信贷协调机制。", items)
    assert told == "健全信贷协调机制。不良贷款率1.6%，比上年下降0.3个百分点。"


def test_the_first_item_of_a_list_leaves_its_verb() -> None:
    items = "facts:\n  - {label: 安排党费, value: 3.1, unit: 万元}\n"
    past = "全年安排党建活动经费6.5万元、党费2.8万元，保障支部开展活动。"
    told = this_year(past, items, kind="party-building-plan")
    assert told == "全年安排党费3.1万元，保障支部开展活动。"


def test_what_is_left_of_two_sentences_is_one() -> None:
    items = "facts:\n  - {label: 开展廉政谈话, value: 31, unit: 人次}\n"
    past = "开展警示教育，编印《案例选》。实行约谈制度，开展廉政谈话**人次，下发**份通报。"
    told = this_year("开展警示教育，编印《案例选》。开展廉政谈话**人次，下发**份通报。", items)
    assert told == "开展警示教育，廉政谈话31人次。"
    assert "。" in this_year(past, items)[:-1]


def test_a_fact_goes_behind_the_part_of_the_sentence_that_speaks_of_the_like() -> None:
    items = "facts:\n  - {label: 排查廉政风险点, value: 41, unit: 个}\n"
    past = "深化廉政风险防控，抓住重点岗位；自觉接受派驻监督，请示事项逐件报告。"
    told = this_year(past, items)
    assert told == (
        "深化廉政风险防控，抓住重点岗位，排查廉政风险点41个；自觉接受派驻监督，请示事项逐件报告。"
    )


def test_what_is_counted_is_named_where_nothing_before_names_it() -> None:
    items = "facts:\n  - {label: 化解非法集资陈案, value: 11, unit: 件}\n"
    past = "逐案会诊，化解陈案**件，清退非法集资资金**万元。"
    assert this_year(past, items) == "逐案会诊，化解非法集资陈案11件。"
    past = "紧盯非法集资隐患，化解陈案**件。"
    assert this_year(past, items) == "紧盯非法集资隐患，化解陈案11件。"


def test_praise_in_a_headline_needs_a_fact_of_its_own_item() -> None:
    items = "facts:\n  - {label: 食堂就餐满意度, value: 96, unit: '%'}\n"
    past = "一是金融环境持续优化。加强监测。二是服务效能不断提升。推行首问负责。"
    told = this_year(past, items)
    assert "服务效能不断提升" not in told
    assert "96%" in told


def test_a_lone_measure_names_its_problem_and_so_does_one_of_few_words() -> None:
    summary = "云州市金融工作局党组2025年度工作总结\n一、工作开展情况\n落实制度。\n二、2026年打算\n"
    one = "problems:\n  - {text: 投放不平衡, status: 仍存在, measure: 按季通报}\n"
    two = one + "  - {text: 直接融资比重偏低, status: 仍存在, measure: 建立上市后备企业库}\n"
    assert "针对投放不平衡的问题，按季通报。" in whole(drafted(summary + "抓好落实。", one))
    told = whole(drafted(summary + "抓好落实。", two))
    assert "一是针对投放不平衡的问题，按季通报。" in told
    assert "二是建立上市后备企业库。" in told


def test_a_bound_apart_from_its_number_is_said_once() -> None:
    head = "targets: 沿用\nconfirmed_by: 局党组\n"
    past = "领导干部每年至少讲1次以上党课。"
    told = this_year(past, head, kind="party-building-plan")
    assert told == "领导干部每年至少讲1次党课。"


def test_a_negative_rise_is_told_as_a_fall() -> None:
    fact = Fact(id="F1", label="净增存款", value=Decimal("-12.5"), unit="亿元")
    assert counted(fact) == "净减少存款12.5亿元"
    rate = Fact(id="F1", label="保费增速", value=Decimal("-2.1"), unit="%")
    assert counted(rate) == "保费增速-2.1%"


def test_what_hung_on_a_dropped_head_does_not_stand_alone() -> None:
    past = "学习重要讲话**篇，每篇明确一名班子成员牵头。落实学习制度。"
    assert this_year(past) == "落实学习制度。"
    past = "开办“云岭夜校”，由业务科室轮流主讲。落实学习制度。"
    assert this_year(past) == "落实学习制度。"
    past = "对照市委六届九次全会部署，逐项明确时限。落实学习制度。"
    assert this_year(past, kind="party-building-plan") == "落实学习制度。"
    past = "办好“云岭夜校”，业务科室轮流主讲。落实学习制度。"
    assert this_year(past, kind="party-building-plan") == "落实学习制度。"
    past = "推行“一口进出”，没有列入目录的不得报送。落实学习制度。"
    assert this_year(past, kind="party-building-plan") == "落实学习制度。"
    speech = "今年是“十五五”开局之年，起步就要起好势。全局要坚持严的基调。"
    assert this_year(speech, "") == "全局要坚持严的基调。"


def test_a_headline_without_anything_under_it_is_no_claim() -> None:
    past = (
        "一是责任链条拧得更实。逐级签订责任书，严格考核。二是作风抓得更严。"
        "编印《案例选》。三是学习抓得更紧。严格执行学习制度。"
    )
    assert (
        this_year(past)
        == "一是责任链条方面，逐级签订责任书，严格考核。二是学习方面，严格执行学习制度。"
    )


def test_two_stumps_with_one_verb_are_a_list() -> None:
    past = "落实党组学习制度，集中学习**次。落实保密责任制，开展自查**次。"
    assert this_year(past) == "落实党组学习制度、保密责任制。"


def test_stumps_of_different_spheres_stay_apart() -> None:
    past = "由办公室归口，编印《手册》。抓好信贷投放，修订《办法》。"
    assert this_year(past).count("。") == 2


def test_short_measures_of_one_item_stand_with_their_own_problems() -> None:
    brief = _brief(
        role="tasks",
        level=3,
        measures=(
            Problem(id="P1", text="档案更新不及时", measure="每半年更新一次"),
            Problem(id="P2", text="谈话走形式", measure="谈话纪实"),
        ),
    )
    assert (
        _text(brief) == "针对档案更新不及时的问题，每半年更新一次；针对谈话走形式的问题，谈话纪实。"
    )


def test_a_count_of_tasks_done_is_a_figure_and_no_count_of_parts() -> None:
    items = "facts:\n  - {label: 完成重点任务, value: 37, unit: 项}\n"
    past = "聚焦基层支部建设，完成专题研讨、结对共建等12项重点任务。"
    draft = drafted(FRAMES["annual-summary"] + past, items)
    assert "完成37项重点任务。" in whole(draft)
    assert "12" not in whole(draft)


def test_a_comparison_names_its_thing_where_that_went() -> None:
    past = "年末各项存款余额**亿元，同比增长**%；各项贷款余额**亿元，同比增长**%。"
    items = (
        "facts:\n  - {label: 各项存款余额, value: 43, unit: 亿元}\n"
        "  - {label: 各项贷款余额同比增长, value: 16, unit: '%'}\n"
    )
    assert this_year(past, items) == "年末各项存款余额43亿元；各项贷款余额同比增长16%。"


def test_a_part_whose_whole_went_is_told_by_its_own_label() -> None:
    items = "facts:\n  - {label: 得到市委书记批示, value: 4, unit: 篇}\n"
    past = "编印《信息专刊》**期，其中**篇得到市委书记批示。"
    assert this_year(past, items) == "得到市委书记批示4篇。"


def test_a_lead_whose_own_clause_went_leads_the_next() -> None:
    text = "lead:聚焦主责主业，|head:成立专班；|head:严格督办。"
    assert _written(_line(text, gone=(1,))) == "聚焦主责主业，严格督办。"
