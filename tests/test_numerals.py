"""Any run of numerals is a number or none; none of them raises."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.figures import find_figures
from corpus.numerals import parse_number

NUMERALS = "零〇一二三四五六七八九两十百千万亿点"


@settings(deadline=None)  # the first number loads the library that reads it
@given(st.text(NUMERALS, max_size=12))
def test_no_run_of_numerals_raises(text: str) -> None:
    value = parse_number(text)
    assert value is None or value >= 0


@settings(deadline=None)
@given(st.text(NUMERALS + "百分之第年月日次届0123456789.余多", max_size=14))
def test_no_text_of_numerals_and_measures_raises(text: str) -> None:
    assert all(text[each.start : each.end] == each.text for each in find_figures(text))


@pytest.mark.parametrize("text", ["五二十四", "十十", "点五", "二十二十", ""])
def test_what_no_number_is_written_with_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("二十四", 24), ("两万三", 23000), ("百", 100), ("二〇二六", 2026)]
)
def test_what_is_a_number_is_read(text: str, value: int) -> None:
    assert parse_number(text) == Decimal(value)


def test_a_share_run_into_a_count_raises_nothing() -> None:
    assert [each.measure for each in find_figures("百分之五二十四次，召开会议3次。")] == ["次"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("十五", 15), ("一百零五", 105), ("三百二十", 320), ("两", 2), ("两千零三", 2003)],
)
def test_a_number_in_its_usual_form_is_read(text: str, value: int) -> None:
    assert parse_number(text) == Decimal(value)
