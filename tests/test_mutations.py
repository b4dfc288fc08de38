"""Errors planted in clean papers: a small run of the benchmark."""

from __future__ import annotations

import pytest

from eval.bench.mutations import Row, measure, table
from eval.bench.papers import clean_papers
from eval.checks import CHECKS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def rows() -> tuple[Row, ...]:
    return measure(clean_papers(), each=4, seed=7, ablated=1)


def test_every_code_is_planted_and_found(rows: tuple[Row, ...]) -> None:
    assert [row.code for row in rows] == list(CHECKS)
    assert {row.code: row.missed for row in rows if row.found < row.planted} == {}
    assert [row.code for row in rows if not row.planted] == []


def test_a_clean_paper_is_blamed_for_nothing(rows: tuple[Row, ...]) -> None:
    assert {row.code: row.false_alarms for row in rows if row.false_alarms} == {}


def test_a_check_switched_off_lets_its_mutants_pass(rows: tuple[Row, ...]) -> None:
    assert [row.code for row in rows if row.still_found] == []
    assert all(row.switched_off for row in rows)


def test_the_table_has_a_line_for_every_code(rows: tuple[Row, ...]) -> None:
    assert len(table(rows).splitlines()) == len(CHECKS) + 2
