"""The numbers of headings, as written and as read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbering import chinese_number, leading_number, leading_part, number_text


@pytest.mark.parametrize(
    ("text", "level", "value", "number"),
    [
        ("一、总体要求", 1, 1, "一、"),
        ("十二、其他事项", 1, 12, "十二、"),
        ("二十、附则", 1, 20, "二十、"),
        ("（三）夯实基层基础", 2, 3, "（三）"),
        ("(十一)加强宣传", 2, 11, "(十一)"),
        ("1. 抓好学习", 3, 1, "1."),
        ("9 .严格选人用人", 3, 9, "9 ."),
        ("19．做好保障", 3, 19, "19．"),
        ("１．抓好学习", 3, 1, "１．"),
        ("1、抓好学习", 3, 1, "1、"),
        ("（1）制定清单", 4, 1, "（1）"),
        ("2）制定清单", 4, 2, "2）"),
    ],
)
def test_every_form_of_number_is_known(text: str, level: int, value: int, number: str) -> None:
    found = leading_number(text)
    assert found is not None
    assert (found.level, found.value, found.text) == (level, value, number)


@pytest.mark.parametrize(
    "text",
    [
        "2025年，全市存款平稳增长。",
        "1.2亿元资金到位。",
        "12.5%的企业反映融资难。",
        "1、2月份贷款投放偏慢。",
        "一、二季度增速回落。",
        "一是存贷规模扩大。",
        "一季度，全市新增贷款63亿元。",
        "（2025年1月3日）",
        "一、",
    ],
)
def test_prose_that_begins_with_a_figure_is_no_heading(text: str) -> None:
    assert leading_number(text) is None


@given(st.sampled_from([1, 2, 3, 4]), st.integers(1, 99))
def test_a_written_number_reads_back(level: int, value: int) -> None:
    found = leading_number(f"{number_text(level, value)}加强队伍建设")
    assert found is not None
    assert (found.level, found.value) == (level, value)


def test_tens_are_written_as_headings_count() -> None:
    assert [chinese_number(n) for n in (1, 10, 11, 20, 99)] == [
        "一",
        "十",
        "十一",
        "二十",
        "九十九",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一部分 2025年工作回顾", (1, "第一部分", "2025年工作回顾")),
        ("第二部分：工作安排", (2, "第二部分", "工作安排")),
        ("第十二章 保障措施", (12, "第十二章", "保障措施")),
        ("第3篇　发展环境", (3, "第3篇", "发展环境")),
    ],
)
def test_parts_and_chapters_have_a_number(text: str, expected: tuple[int, str, str]) -> None:
    found = leading_part(text)
    assert found is not None
    assert (found.value, found.text, text[found.end :]) == expected
    assert found.level == 1


@pytest.mark.parametrize(
    "text",
    [
        "第一，要提高认识",
        "第一部分资金已经到位。",
        "第一章的学习体会",
        "第一部分",
        "第一批部分项目",
        "一、情况",
    ],
)
def test_prose_about_parts_has_none(text: str) -> None:
    assert leading_part(text) is None
