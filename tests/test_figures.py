"""Figures: what is found, with which value, and what is none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.figures import (
    Figure,
    find_figures,
    format_amount,
    parse_number,
    same_amount,
    same_measure,
)
from corpus.lexicon import lexicon

WORD_ROWS = lexicon("not_figures")["words"]
PATTERN_ROWS = lexicon("not_figures")["patterns"]
MEASURES = [
    "次",
    "人次",
    "项",
    "条",
    "篇",
    "家",
    "名",
    "亿元",
    "万元",
    "%",
    "个百分点",
    "万人次",
    "个",
    "学时",
]
COUNTED = ["次", "人次", "项", "条", "篇", "家", "名", "件", "亿元", "个工作日"]
BOUNDS = (
    lexicon("measures")["bounds_before"] + lexicon("measures")["bounds_after"] + ["余", "多", ""]
)
FILLER = "本年度云州市金融工作局认真学习贯彻上级部署扎实推进各科室工作，。；：、“”《》（）\n"


def brief(figure: Figure) -> tuple[str, str, str]:
    return str(figure.value), figure.measure, figure.qualifier


def only(text: str) -> Figure:
    (figure,) = find_figures(text)
    return figure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("召开党组会议24次", ("24", "次", "")),
        ("余额1034.5亿元", ("1034.5", "亿元", "")),
        ("增速9.80%", ("9.80", "%", "")),
        ("增长６.８％", ("6.8", "%", "")),
        ("提高1.2个百分点", ("1.2", "个百分点", "")),
        ("编发信息300余篇", ("300", "篇", "余")),
        ("走访近300家", ("300", "家", "近")),
        ("开展１２次", ("12", "次", "")),
        ("不少于 12 次", ("12", "次", "不少于")),
        ("每年至少参加1次", ("1", "次", "至少")),
        ("讲党课1次以上", ("1", "次", "以上")),
        ("控制在5%以内", ("5", "%", "控制在")),
        ("力争突破1200亿元", ("1200", "亿元", "力争突破")),
        ("服务群众3万余人次", ("3", "万人次", "余")),
        ("服务群众1.2万人次", ("1.2", "万人次", "")),
        ("贷款12,345.60万元", ("12345.60", "万元", "")),
        ("召开二十四次会议", ("24", "次", "")),
        ("新增二十三家企业", ("23", "家", "")),
        ("共办理一百零八件", ("108", "件", "")),
        ("三家银行", ("3", "家", "")),
        ("两名同志", ("2", "名", "")),
        ("占百分之十五", ("15", "%", "")),
        ("占百分之15.3", ("15.3", "%", "")),
        ("三万余元", ("3", "万元", "余")),
        ("突破千亿元大关", ("1000", "亿元", "突破")),
        ("仅有一家企业", ("1", "家", "")),
        ("三四家企业", ("3", "家", "")),
        ("增速为-3.5%", ("-3.5", "%", "")),
        ("三分之二以上", ("2", "三分之", "以上")),
        ("得分95", ("95", "", "")),
    ],
)
def test_an_amount_is_found_with_value_measure_and_bound(
    text: str, expected: tuple[str, str, str]
) -> None:
    figure = only(text)
    assert brief(figure) == expected
    assert figure.sort == "amount"


@pytest.mark.parametrize("text", ["节约3万元", "签约12家", "最近3次", "达到12家", "累计12次"])
def test_words_that_only_look_like_bounds_bound_nothing(text: str) -> None:
    assert only(text).qualifier == ""


@pytest.mark.parametrize(
    ("text", "sort", "value"),
    [
        ("2022年", "year", 2022),
        ("二〇二二年", "year", 2022),
        ("98年", "year", 1998),
        ("2022年度", "year", 2022),
        ("2022年9月3日", "date", 20220903),
        ("二〇二六年十一月二十一日", "date", 20261121),
        ("2026-11-21", "date", 20261121),
        ("9月", "date", 900),
        ("12月末", "date", 1200),
        ("9月3日", "date", 903),
        ("第14次会议", "ordinal", 14),
        ("第三次会议", "ordinal", 3),
        ("第1季度", "ordinal", 1),
        ("四届九次全会", "ordinal", 409),
        ("二十届四中全会", "ordinal", 2004),
        ("十四届全国人大四次会议", "ordinal", 1404),
        ("二十届中央纪委五次全会", "ordinal", 2005),
        ("位居全省第一", "ordinal", 1),
        ("建党100周年", "ordinal", 100),
    ],
)
def test_years_dates_and_ordinals_are_told_from_amounts(text: str, sort: str, value: int) -> None:
    figure = only(text)
    assert (figure.sort, figure.value) == (sort, value)


def test_a_document_number_is_a_year_and_an_ordinal() -> None:
    year, number = find_figures("云金发〔2026〕5号")
    assert (year.sort, year.value, year.text) == ("year", 2026, "2026")
    assert (number.sort, number.value, number.text) == ("ordinal", 5, "5号")


def test_plenums_in_a_row_share_their_session() -> None:
    found = find_figures("十九届二中、三中、四中、五中、六中全会精神")
    assert [int(figure.value) for figure in found] == [1902, 1903, 1904, 1905, 1906]
    found = find_figures("省委十三届七次、八次全会部署")
    assert [int(figure.value) for figure in found] == [1307, 1308]


@pytest.mark.parametrize(
    ("text", "values", "measure", "sort"),
    [
        ("15～30天", [15, 30], "天", "amount"),
        ("十五至二十家", [15, 20], "家", "amount"),
        ("2026—2030年", [2026, 2030], "年", "year"),
        ("2024、2025年", [2024, 2025], "年", "year"),
        ("3—5日", [3, 5], "", "date"),
    ],
)
def test_both_ends_of_a_range_have_its_measure(
    text: str, values: list[int], measure: str, sort: str
) -> None:
    found = find_figures(text)
    assert [int(figure.value) for figure in found] == values
    assert {(figure.measure, figure.sort) for figure in found} == {(measure, sort)}


@pytest.mark.parametrize("word", [word for row in WORD_ROWS for word in row["words"]])
def test_a_set_word_holds_no_figure(word: str) -> None:
    assert find_figures(f"推进{word}工作") == ()
    assert [str(each.value) for each in find_figures(f"推进{word}工作12次")] == ["12"]


@pytest.mark.parametrize("example", [row["example"] for row in PATTERN_ROWS])
def test_a_set_form_holds_no_figure(example: str) -> None:
    assert find_figures(example) == ()


@pytest.mark.parametrize(
    "text",
    [
        "作为一项基础性工作",
        "引进一批人才",
        "又一次得到肯定",
        "形成一套机制",
        "一起谋划、一起部署",
        "无一家上市企业",
        "1. 强化理论武装",
        "19．加强保障",
        "9 .严格执行",
        "（2）压实责任",
        "二、重点任务",
    ],
)
def test_articles_and_section_marks_are_no_figures(text: str) -> None:
    assert find_figures(text) == ()


def test_a_paragraph_after_a_section_mark_keeps_its_figures() -> None:
    assert [brief(each) for each in find_figures("1. 召开会议3次")] == [("3", "次", "")]
    assert only("12.2026年").value == 2026


def test_the_scale_of_an_amount_is_not_found_twice() -> None:
    assert brief(only("减负超过2.6万亿元")) == ("2.6", "万亿元", "超过")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,034.50", "1034.50"),
        ("１２．５", "12.5"),
        ("二十四", "24"),
        ("百分之五", "5"),
        ("一百三十六", "136"),
        ("两", "2"),
        ("两千三百", "2300"),
        ("十五点三", "15.3"),
        ("一万二千", "12000"),
        ("二〇二六", "2026"),
        ("千", "1000"),
        ("1.2", "1.2"),
    ],
)
def test_numbers_are_read_as_written(text: str, value: str) -> None:
    assert str(parse_number(text)) == value


@pytest.mark.parametrize("text", ["", "会议", "点", "1.2.3", "一二三五六", "1.2万", "-", "NaN"])
def test_what_is_no_number_reads_as_none(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(min_value=1, max_value=99_999_999))
def test_chinese_numerals_read_as_what_they_were_written_from(number: int) -> None:
    import cn2an

    assert parse_number(cn2an.an2cn(number)) == number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("1.2", "亿元"), ("12000", "万元")),
        (("1.2", "亿元"), ("120000000", "元")),
        (("5", "%"), ("5.0", "％")),
        (("3", "成"), ("30", "%")),
        (("1.2", "个百分点"), ("1.2", "百分点")),
        (("3", "万人次"), ("30000", "人次")),
        (("4", "名"), ("4", "人")),
        (("2", "千米"), ("2", "公里")),
        (("5", "千瓦时"), ("5", "千瓦时")),
    ],
)
def test_one_amount_in_two_measures_is_the_same(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert same_amount(Decimal(one[0]), one[1], Decimal(other[0]), other[1])
    assert same_measure(one[1], other[1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("人", "人次"),
        ("项", "条"),
        ("%", "百分点"),
        ("家", "户"),
        ("", "次"),
        ("元", "美元"),
        ("次", "人次"),
    ],
)
def test_different_families_are_never_equal(one: str, other: str) -> None:
    assert not same_measure(one, other)
    assert not same_amount(Decimal(3), one, Decimal(3), other)


@pytest.mark.parametrize(
    ("value", "measure", "qualifier", "expected"),
    [
        ("12", "次", "不少于", "不少于12次"),
        ("1034.5", "亿元", "突破", "突破1034.5亿元"),
        ("88", "篇", "", "88篇"),
        ("300", "篇", "余", "300余篇"),
        ("300", "万元", "余", "300余万元"),
        ("3", "万人", "余", "3万余人"),
        ("30", "天", "以内", "30天以内"),
        ("5", "%", "控制在", "控制在5%以内"),
        ("9.80", "%", "", "9.80%"),
    ],
)
def test_an_amount_is_worded_as_the_trade_writes_it(
    value: str, measure: str, qualifier: str, expected: str
) -> None:
    assert format_amount(Decimal(value), measure, qualifier) == expected


amounts = st.one_of(
    st.integers(1, 10**9).map(Decimal),
    st.decimals("0.01", "99999", places=2),
    st.just(Decimal(7419)),
)


@given(amounts, st.sampled_from(MEASURES), st.sampled_from(BOUNDS))
def test_what_is_worded_is_found_again(value: Decimal, measure: str, qualifier: str) -> None:
    figure = only(f"全市{format_amount(value, measure, qualifier)}。")
    assert (figure.value, figure.measure, figure.qualifier) == (value, measure, qualifier)


@given(st.integers(2, 9999), st.sampled_from(COUNTED), st.sampled_from(["新增", "共办理", "召开"]))
def test_a_planted_figure_in_chinese_numerals_is_found(
    number: int, measure: str, verb: str
) -> None:
    import cn2an

    figure = only(f"扎实推进各项工作，{verb}{cn2an.an2cn(number)}{measure}。")
    assert same_amount(figure.value, figure.measure, Decimal(number), measure)


@given(
    st.text(
        FILLER + "0123456789０１％.,-〔〕第一二三十百千万亿两点届次中年月日号个家元至～某*XA",
        max_size=60,
    )
)
def test_figures_are_verbatim_ordered_and_within_the_text(text: str) -> None:
    reached = 0
    for figure in find_figures(text):
        assert reached <= figure.start < figure.number_end <= figure.end <= len(text)
        assert figure.text == text[figure.start : figure.end]
        reached = figure.end


@given(st.text(max_size=40))
def test_any_text_may_be_searched(text: str) -> None:
    assert isinstance(find_figures(text), tuple)


@given(st.text(FILLER, max_size=30), st.sampled_from(MEASURES))
def test_a_planted_canary_is_found_wherever_it_stands_in_prose(before: str, measure: str) -> None:
    outside = before.replace("《", "").replace("“", "")
    found = find_figures(f"{outside}召开7419{measure}")
    assert [str(figure.value) for figure in found][-1:] == ["7419"]


def test_a_count_of_links_or_levels_is_a_figure_and_no_count_of_headings() -> None:
    found = find_figures("围绕设立变更初审等5个环节，从3个层面做好6个方面工作")
    assert [figure.text for figure in found] == ["5个", "3个"]


@pytest.mark.parametrize(
    ("text", "figure"),
    [("精简报表36张", "36张"), ("选派代表12名", "12名"), ("发表12篇文章", "12篇")],
)
def test_a_word_that_ends_like_a_table_does_not_hide_its_figure(text: str, figure: str) -> None:
    assert [found.text for found in find_figures(text)] == [figure]
    assert find_figures("见附表2，如图3所示") == ()
