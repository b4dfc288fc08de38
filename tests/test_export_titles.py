"""Titles broken into lines: whole words, 梯形 or 菱形, no line over the measure."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.export.titles import break_title, text_width

OFFICE = "云州市金融工作局"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (f"{OFFICE}2026年工作总结", [f"{OFFICE}2026年工作总结"]),
        (
            f"中共{OFFICE}党组2026年度履行全面从严治党主体责任情况的报告",
            [f"中共{OFFICE}党组2026年度", "履行全面从严治党主体责任情况的报告"],
        ),
        (
            f"{OFFICE}党组2027年党风廉政建设和反腐败工作计划",
            [f"{OFFICE}党组2027年", "党风廉政建设和反腐败工作计划"],
        ),
        (
            "在全局2027年度全面从严治党工作会议上的讲话",
            ["在全局2027年度", "全面从严治党工作会议上的讲话"],
        ),
        (
            f"{OFFICE}党组关于贯彻落实《中国共产党党组工作条例（试行）》情况的报告",
            [f"{OFFICE}党组关于贯彻", "落实《中国共产党党组工作条例（试行）》", "情况的报告"],
        ),
        (
            f"中共{OFFICE}党组关于2026年度履行党风廉政建设主体责任和意识形态工作责任制情况的报告",
            [
                f"中共{OFFICE}党组",
                "关于2026年度履行党风廉政建设",
                "主体责任和意识形态工作责任制情况的报告",
            ],
        ),
    ],
)
def test_usual_titles_break_as_a_clerk_would_break_them(title: str, lines: list[str]) -> None:
    assert list(break_title(title, whole=(OFFICE,))) == lines


@given(st.text(alphabet="党组关于履行责任情况的报告2026年《》“”在会上和", max_size=70))
def test_lines_joined_are_the_title_and_none_is_too_wide(title: str) -> None:
    lines = break_title(title, 20)
    assert "".join(lines) == title
    assert all(text_width(line) <= 20 for line in lines)


@given(st.integers(2000, 2099), st.sampled_from(["党组", "机关党委", "银行科"]))
def test_no_line_ends_within_a_year_or_the_office(year: int, body: str) -> None:
    title = f"{OFFICE}{body}关于{year}年度推进金融服务高质量发展工作情况的报告"
    lines = break_title(title, whole=(OFFICE,))
    assert len(lines) > 1
    for before, after in pairwise(lines):
        assert not before.endswith(("云州市", "云州", "工作", str(year)[:2]))
        assert not after.startswith(("年", "的", "度"))


def test_three_lines_never_narrow_at_the_waist() -> None:
    matter = "金融支持实体经济高质量发展和防范化解重点领域风险工作情况以及2027年工作打算"
    title = f"{OFFICE}关于2026年{matter}的报告"
    first, second, third = (text_width(line) for line in break_title(title, whole=(OFFICE,)))
    assert second >= min(first, third)


def test_a_word_wider_than_a_line_is_cut_rather_than_lost() -> None:
    title = f"关于学习《{'规章' * 15}》的报告"
    lines = break_title(title)
    assert "".join(lines) == title
    assert max(map(text_width, lines)) <= 20
