"""Words an older report lends a fact without a blank: those of the thing itself, and no more."""

from __future__ import annotations

import pytest

from assistant.borrowing import words_for


@pytest.mark.parametrize(
    ("label", "clause", "lent"),
    [
        ("中心组集中学习", "制定年度学习计划、全年中心组集中学习⟦0⟧", "全年中心组集中学习⟦0⟧"),
        ("新增贷款", "12月末全市新增贷款⟦0⟧中", ""),
        ("查摆的问题全部整改到位", "查摆的⟦0⟧问题全部整改到位", "查摆的⟦0⟧问题全部整改到位"),
        ("慰问困难党员", "慰问困难党员和离退休老干部⟦0⟧", ""),
        ("召开党组会议", "组织召开党组会议⟦0⟧", "组织召开党组会议⟦0⟧"),
        ("新增直接融资", "借助资本市场新增直接融资⟦0⟧", "新增直接融资⟦0⟧"),
    ],
)
def test_a_clause_lends_the_words_that_count_the_thing(label: str, clause: str, lent: str) -> None:
    assert words_for(label, clause) == lent
