"""N: every figure against this year's facts, last year's values, and each other."""

from __future__ import annotations

import re

import pytest
from papers import PAPERS, planted

PLANTED = [
    # paper, stretch, what is planted for it, code, excerpt
    ("summary", "发展党员3名", "发展党员3名，培训干部55人次", "N301", "55人次"),
    ("summary", "截至11月底", "截至10月底", "N301", "10月"),
    ("summary", "五届三次全会", "五届四次全会", "N301", "五届四次"),
    ("summary", "召开党组会议24次", "召开党组会议21次", "N302", "21次"),
    ("summary", "重点发言46人次", "重点发言41人次", "N302", "41人次"),
    ("summary", "突破1034.5亿元", "突破940.5亿元", "N302", "940.5亿元"),
    ("summary", "发展党员3名", "发展党员3名，走访企业326家", "N302", "326家"),
    ("plan", "不少于12次", "不少于11次", "N302", "11次"),
    ("plan", "党费3.20万元", "党费2.80万元", "N302", "2.80万元"),
    ("speech", "警示教育4次", "警示教育3次", "N302", "3次"),
    ("duty", "廉政谈话131人次", "廉政谈话118人次", "N302", "118人次"),
    ("summary", "召开党组会议24次", "召开党组会议25次", "N303", "25次"),
    ("summary", "罚款412.50万元", "罚款421.50万元", "N303", "421.50万元"),
    ("summary", "6月引进云岭", "5月引进云岭", "N303", "5月"),
    ("summary", "增设网点8个", "增设网点9个", "N303", "9个"),
    ("plan", "4月办好", "3月办好", "N303", "3月"),
    ("summary", "重要议题118项", "重要议题19项", "N304", "19项"),
    ("summary", "做出行政处罚21项", "做出行政处罚37项", "N304", "37项"),
    ("summary", "重点发言46人次", "重点发言46次", "N304", "46次"),
    ("summary", "突破1034.5亿元", "突破1034.5万元", "N304", "1034.5万元"),
    ("speech", "2026年，我们一手抓", "2025年，我们一手抓", "Y401", "2025年"),
    ("summary", "同比增长10.0%", "同比增长12.3%", "N305", "12.3%"),
    ("summary", "比上年增加3次", "比上年增加4次", "N305", "4次"),
    ("summary", "合计58项", "合计59项", "N305", "59项"),
    ("duty", "下降0.14个百分点", "下降0.41个百分点", "N305", "0.41个百分点"),
    ("summary", "同比增长10.0%", "同比下降10.0%", "N308", "下降"),
    ("summary", "比上年减少2件", "比上年增加2件", "N308", "增加"),
    ("duty", "下降0.14个百分点", "上升0.14个百分点", "N308", "上升"),
]


@pytest.mark.parametrize(("paper", "old", "new", "code", "excerpt"), PLANTED)
def test_a_planted_figure_is_found_at_its_place(
    paper: str, old: str, new: str, code: str, excerpt: str
) -> None:
    assert (code, excerpt) in planted(paper, old, new)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_figure_changed_in_one_digit_is_found_where_it_stands(paper: str) -> None:
    text = PAPERS[paper].text
    body = text.index("\n") + 1
    missed = []
    for digit in re.finditer(r"\d(?=[\d.]*(?:亿元|万元|人次|件|项|次|名|家|个|%))", text[body:]):
        at = body + digit.start()
        changed = text[:at] + str((int(digit[0]) + 4) % 10) + text[at + 1 :]
        findings = PAPERS[paper].with_(text, changed).judged().findings
        where = changed[at - 12 : at + 6]
        if not any(
            finding.code.startswith("N") and finding.start <= at < finding.end
            for finding in findings
        ):
            missed.append(where)
    assert missed == []


def test_figures_swapped_between_labels_are_both_found() -> None:
    found = planted(
        "summary",
        "研究重要议题118项，修订完善工作制度19项",
        "研究重要议题19项，修订完善工作制度118项",
    )
    assert ("N304", "19项") in found
    assert ("N304", "118项") in found


def test_last_years_value_told_as_last_years_is_right() -> None:
    assert (
        planted("summary", "全年召开党组会议24次，", "上年召开21次，全年召开党组会议24次，") == []
    )


def test_the_same_amount_in_another_measure_is_right() -> None:
    assert planted("summary", "412.50万元", "0.04125亿元") == []


def test_one_thing_with_two_values_is_noticed() -> None:
    found = planted("plan", "有场地", "有场地，各支部开展主题党日不少于9次")
    assert ("N306", "9次") in found


def test_a_message_names_the_fact_and_what_it_says() -> None:
    paper = PAPERS["summary"].with_("召开党组会议24次", "召开党组会议25次")
    finding = next(each for each in paper.judged().findings if each.code == "N303")
    assert finding.message == "“25次”与事实表F1“召开党组会议”不符，事实表是24次，请核对后改正。"
    assert finding.suggestion == "24次"
    assert finding.section == "（一）坚持党的全面领导，扛牢政治责任"


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ("各项贷款余额突破1000亿元", set()),
        ("各项贷款余额超过1000亿元", set()),
        ("各项贷款余额近1040亿元", set()),
        ("各项贷款余额约1030亿元", set()),
        ("各项贷款余额1000余亿元", set()),
        ("各项贷款余额突破1100亿元", {"N303"}),
        ("各项贷款余额突破1034.2亿元", {"N303"}),
        ("各项贷款余额1030亿元", {"N303"}),
        ("各项贷款余额不少于1000亿元", {"N303"}),
    ],
)
def test_a_rounded_value_stands_under_a_bound_that_is_true_of_it(
    told: str, codes: set[str]
) -> None:
    found = planted("summary", "各项贷款余额突破1034.5亿元，同比增长10.0%", told)
    assert {code for code, _ in found} & {"N301", "N303", "N304", "C501"} >= codes
    assert bool({code for code, _ in found} & {"N301", "N303", "N304"}) is bool(codes)


@pytest.mark.parametrize(
    "said",
    [
        "24小时值班值守",
        "推进“12345”热线办理",
        "实施“1+N”制度体系",
        "按照“1233”工作思路推进",
        "十年如一日坚守岗位",
        "学习《中国共产党纪律处分条例》第八十五条",
        "学习2024年修订的《中国共产党纪律处分条例》",
        "着眼2035年基本实现社会主义现代化",
    ],
)
def test_numbers_that_count_nothing_need_no_fact(said: str) -> None:
    clean = {(each.code, each.excerpt) for each in PAPERS["summary"].judged().findings}
    assert set(planted("summary", "严把入口关", f"严把入口关，{said}")) <= clean


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("每月召开党组会议2次", True),
        ("每月召开党组会议3次", False),
        ("每季度至少召开党组会议6次", True),
        ("中国共产党成立105周年", True),
        ("中国共产党成立104周年", False),
    ],
)
def test_what_a_year_comes_to_is_reckoned(said: str, right: bool) -> None:
    found = planted("summary", "严把入口关", f"严把入口关，{said}")
    wrong = {code for code, _ in found} & {"N301", "N302", "N303", "N304", "N306", "Y402"}
    assert wrong == set() if right else wrong
