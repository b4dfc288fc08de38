"""Sums as the trade rounds them, derived once, and never given twice with two results."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.arithmetic import Amount, difference, growth, percent_change, share, total
from assistant.derived import change_of, derived_figures, is_share, total_of
from assistant.drafting import write_draft
from assistant.planning import plan_draft
from assistant.sheet.agreement import disagreements
from assistant.sheet.facts import Fact, Sheet
from assistant.sheet.loading import sheet_from_plain
from assistant.sheet.sayings import say_fault
from assistant.writing.counted import derived_amount
from assistant.writing.template import TemplateWriter
from corpus.errors import SheetError
from corpus.figures import find_figures
from corpus.kinds import kind_named
from corpus.lexicon import lexicon
from corpus.measures import converted
from corpus.report import Report, Section

D = Decimal


def _fact(label: str, value: str, unit: str, ref: str = "F1", **more: Any) -> Fact:
    previous = more.pop("previous", None)
    return Fact(
        id=ref,
        label=label,
        value=D(value),
        unit=unit,
        previous=None if previous is None else D(previous),
        **more,
    )


def test_growth_is_rounded_half_up() -> None:
    assert growth(D("102.25"), D(100)) == D("2.3")
    assert growth(D("102.24"), D(100)) == D("2.2")
    assert percent_change(D(80), D(100)) == D("-20.0")


def test_a_difference_keeps_the_more_places_of_both() -> None:
    assert str(difference(D("8.0"), D("8.4"))) == "0.4"
    assert str(difference(D(26), D("23.50"))) == "2.50"


def test_there_is_no_growth_from_nothing() -> None:
    with pytest.raises(ZeroDivisionError, match="算不出增幅"):
        growth(D(5), D(0))
    assert "growth" not in derived_figures(_fact("甲", "5", "件", previous="0"))


def test_amounts_are_added_and_shared_across_money_of_any_size() -> None:
    parts = [Amount(D("1.2"), "亿元"), Amount(D(3000), "万元")]
    assert total(parts) == Amount(D("1.5"), "亿元")
    assert total(parts, "万元") == Amount(D(15000), "万元")
    assert share(Amount(D(3000), "万元"), Amount(D("1.2"), "亿元")) == D("25.0")


def test_people_and_times_people_are_never_added() -> None:
    with pytest.raises(ValueError, match="不能换算"):
        total([Amount(D(3), "人"), Amount(D(4), "人次")])
    assert total([Amount(D(3), "人"), Amount(D(4), "名")]) == Amount(D(7), "人")


@given(st.decimals(1, 10**6, places=2), st.sampled_from(["元", "万元", "亿元"]))
def test_money_converted_there_and_back_is_the_same(value: Decimal, measure: str) -> None:
    assert converted(converted(value, measure, "元"), "元", measure) == value


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_growth_and_the_fall_back_tell_opposite_directions(value: int, previous: int) -> None:
    there, back = percent_change(D(value), D(previous), 6), percent_change(D(previous), D(value), 6)
    assert (there > 0) == (value > previous) or there == 0
    assert there * back <= 0


# -- what follows from one fact --------------------------------------------------------------


def test_a_fact_gives_its_growth_and_difference() -> None:
    figures = derived_figures(_fact("贷款", "1718.5", "亿元", previous="1563.2"))
    assert figures["growth"] == Amount(D("9.9"), "%")
    assert figures["difference"] == Amount(D("155.3"), "亿元")


def test_a_share_moves_in_points_and_has_no_growth() -> None:
    fact = _fact("不良贷款率", "1.38", "%", previous="1.52")
    assert derived_figures(fact) == {"difference": Amount(D("-0.14"), "个百分点")}
    assert derived_amount(fact, "difference") == "0.14个百分点"


@pytest.mark.parametrize("note", ["口径调整，与上年不可比", "统计范围扩大", "新口径"])
def test_nothing_is_derived_where_the_years_were_counted_differently(note: str) -> None:
    fact = _fact("贷款", "12", "亿元", previous="10", note=note)
    assert derived_figures(fact) == {}
    assert change_of(find_figures("增长20%")[0], fact) is None


def test_a_whole_percentage_is_told_without_places() -> None:
    assert derived_amount(_fact("贷款", "12", "亿元", previous="10"), "growth") == "20%"


def test_what_is_told_is_what_is_recomputed() -> None:
    fact = _fact("贷款", "1718.5", "亿元", previous="1563.2")
    told = find_figures("增长" + derived_amount(fact, "growth"))[0]
    assert change_of(told, fact) == told.value


def test_a_share_and_a_total_are_found_among_the_amounts_of_a_sentence() -> None:
    amounts = find_figures("普惠小微贷款250亿元，各项贷款1000亿元")
    assert is_share(find_figures("占25%")[0], amounts)
    assert not is_share(find_figures("占26%")[0], amounts)
    assert total_of(find_figures("合计1250亿元")[0], amounts) == D(1250)
    assert total_of(find_figures("合计1250亿元")[0], amounts[:1]) is None


# -- a rounded wording must be true -----------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "measure", "qualifier", "say"),
    [
        ("412.5", "万元", "", "超400万元"),
        ("412.5", "万元", "", "400余万元"),
        ("412.5", "万元", "", "约410万元"),
        ("412.5", "万元", "", "413万元"),
        ("412.5", "万元", "", "近420万元"),
        ("412.5", "万元", "", "四百余万元"),
        ("251.8", "亿元", "突破", "250亿元"),
        ("12000", "万元", "", "1.2亿元"),
        ("8.0", "万元", "", "10万元以内"),
        ("26", "次", "", "每月两次以上"),
        ("26", "次", "", "半数以上"),
    ],
)
def test_a_true_wording_is_taken(value: str, measure: str, qualifier: str, say: str) -> None:
    assert say_fault(D(value), measure, qualifier, say) == ""


@pytest.mark.parametrize(
    ("value", "say", "part"),
    [
        ("412.5", "超420万元", "412.5万元"),
        ("412.5", "近400万元", "不符"),
        ("412.5", "300余万元", "不符"),
        ("412.5", "约500万元", "不符"),
        ("412.5", "412万元", "不符"),
        ("412.5", "不超过400万元", "不符"),
        ("412.5", "超400次", "计量单位"),
    ],
)
def test_an_untrue_wording_is_refused(value: str, say: str, part: str) -> None:
    assert part in say_fault(D(value), "万元", "", say)


def test_every_bound_is_known_by_what_it_says() -> None:
    table = lexicon("measures")
    known = {word for words in lexicon("bounds").values() for word in words}
    assert {*table["bounds_before"], *table["bounds_after"]} <= known


def test_a_sheet_with_an_untrue_wording_is_refused() -> None:
    fact = {"label": "罚款", "value": "412.5", "unit": "万元", "say": "超420万元"}
    with pytest.raises(SheetError, match=r"第1项“罚款”的 say（说法）“超420万元”与数值 412.5万元"):
        _sheet([fact])


# -- given or derived, never both different ----------------------------------------------------


def _sheet(facts: list[Any]) -> object:
    head = {"unit": "云州市金融工作局", "kind": "年度工作总结", "year": "2026"}
    return sheet_from_plain({**head, "facts": facts}, "表.yaml")


LOANS = _fact("各项贷款余额", "1718.5", "亿元", previous="1563.2")


@pytest.mark.parametrize(
    "given",
    [
        _fact("各项贷款余额同比增长", "9.9", "%", "F2"),
        _fact("各项贷款增速", "9.93", "%", "F2"),
        _fact("各项贷款余额较上年增加", "155.3", "亿元", "F2"),
        _fact("各项贷款余额同比增长", "10.4", "%", "F2", note="按可比口径"),
        _fact("各项贷款余额同比增长", "10.4", "%", "F2", scope="人民币"),
    ],
)
def test_a_growth_that_agrees_or_is_counted_otherwise_is_taken(given: Fact) -> None:
    base = LOANS.model_copy(update={"scope": "本外币"})
    assert list(disagreements([base, given])) == []


def test_a_growth_that_differs_names_both() -> None:
    (line,) = disagreements([LOANS, _fact("各项贷款余额同比增长", "9.5", "%", "F2")])
    assert "F2“各项贷款余额同比增长”写的是 9.5%" in line
    assert "F1“各项贷款余额” 1718.5亿元（上年1563.2）算应是9.9%" in line


def test_a_fall_told_as_a_rise_is_a_disagreement() -> None:
    fell = _fact("新增直接融资", "78.6", "亿元", previous="85.3")
    assert list(disagreements([fell, _fact("新增直接融资同比下降", "7.9", "%", "F2")])) == []
    (line,) = disagreements([fell, _fact("新增直接融资同比增长", "7.9", "%", "F2")])
    assert "下降（减少）7.9%" in line


def test_shares_rates_and_totals_are_held_against_their_parts() -> None:
    facts = [
        _fact("普惠小微贷款余额", "251.8", "亿元", "F1"),
        _fact("各项贷款余额", "1718.5", "亿元", "F2"),
        _fact("普惠小微贷款余额占各项贷款余额比重", "15.7", "%", "F3"),
        _fact("政金企对接活动", "21", "场", "F4"),
        _fact("政金企对接活动目标", "20", "场", "F5"),
        _fact("政金企对接活动完成率", "105", "%", "F6"),
        _fact("普惠小微贷款余额和各项贷款余额合计", "1970.3", "亿元", "F7"),
    ]
    (line,) = disagreements(facts)
    assert line.startswith("F3")
    assert "14.7%" in line


def test_a_sheet_that_says_two_things_is_refused() -> None:
    loans = {"label": "各项贷款余额", "value": "1718.5", "previous": "1563.2", "unit": "亿元"}
    growth_given = {"label": "各项贷款余额同比增长", "value": "9.5", "unit": "%"}
    with pytest.raises(SheetError, match=r"F2“各项贷款余额同比增长”写的是 9\.5%，按F1"):
        _sheet([loans, growth_given])


# -- in a draft ---------------------------------------------------------------------------------


def _drafted(text: str, *facts: Fact) -> str:
    sheet = Sheet(unit="云州市金融工作局", kind="annual-summary", year=2026, facts=facts)
    section = Section("1", 1, "一、", "主要工作", False, (text,))
    like = Report("R", "总结", "annual-summary", 2025, "云州市金融工作局", "a.md", (section,))
    draft = write_draft(plan_draft(sheet, kind_named(sheet.kind), like), TemplateWriter())
    return "".join(each.text for each in draft.sections[0].paragraphs[0])


def test_a_draft_reckons_what_the_past_sentence_compared() -> None:
    text = "各项贷款余额***亿元，比上年增加**亿元，同比增长*.*%。"
    assert _drafted(text, LOANS) == "各项贷款余额1718.5亿元，比上年增加155.3亿元，同比增长9.9%。"


def test_a_draft_takes_the_growth_the_sheet_gives() -> None:
    given = _fact("各项贷款余额同比增长", "9.93", "%", "F2")
    text = "各项贷款余额***亿元，同比增长*.*%。"
    assert _drafted(text, LOANS, given) == "各项贷款余额1718.5亿元，同比增长9.93%。"


def test_a_draft_compares_nothing_that_was_counted_otherwise() -> None:
    other = LOANS.model_copy(update={"note": "统计口径调整"})
    assert _drafted("各项贷款余额***亿元，同比增长*.*%。", other) == "各项贷款余额1718.5亿元。"


def test_a_comparison_of_a_value_nobody_gave_takes_no_other_facts_change() -> None:
    text = "各项贷款余额***亿元，存贷比**.*%，比上年末提高*.*个百分点。"
    assert _drafted(text, LOANS) == "各项贷款余额1718.5亿元。"
