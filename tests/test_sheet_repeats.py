"""Rows that tell one thing twice are one fact; rows that differ stay two."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.sheet.facts import Fact
from assistant.sheet.loading import load_sheet


def loaded(folder: Path, *rows: str) -> tuple[Fact, ...]:
    path = folder / "事实.yaml"
    items = "".join(f"  - {{{row}}}\n" for row in rows)
    path.write_text(f"unit: 云州市金融局\nkind: 年度工作总结\nyear: 2026\nfacts:\n{items}", "utf-8")
    return load_sheet(path).facts


def test_a_row_told_twice_is_one_fact_that_holds_what_both_say(tmp_path: Path) -> None:
    facts = loaded(
        tmp_path,
        "label: 贷款余额, value: 1718.5, unit: 亿元, source: 月报",
        "label: 贷款余额, value: 17185000, unit: 万元, source: 台账, as_of: 2026-12-31",
        "label: 发展党员, value: 2, unit: 名",
    )
    assert [(each.id, each.label) for each in facts] == [("F1", "贷款余额"), ("F3", "发展党员")]
    assert (str(facts[0].value), facts[0].measure) == ("1718.5", "亿元")
    assert (facts[0].source, facts[0].as_of) == ("月报、台账", "2026-12-31")


def test_an_event_told_twice_is_one(tmp_path: Path) -> None:
    facts = loaded(tmp_path, "text: 6月引进云岭银行", "text: 6月引进云岭银行, department: 招商科")
    assert [(each.text, each.department) for each in facts] == [("6月引进云岭银行", "招商科")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("value: 10, section: 理论武装", "value: 10, section: 支部建设"),
        ("value: 10", "value: 11"),
        ("value: 10, year: 2025", "value: 10, year: 2026"),
        ("value: 10, scope: 全市", "value: 10, scope: 市本级"),
    ],
)
def test_rows_that_differ_stay_two(tmp_path: Path, one: str, other: str) -> None:
    rows = [f"label: 查摆问题, unit: 个, {each}" for each in (one, other)]
    assert [each.id for each in loaded(tmp_path, *rows)] == ["F1", "F2"]
