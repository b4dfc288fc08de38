"""S: parts by their headings, order, substance, numbering, counts, title, ends, measures."""

from __future__ import annotations

import pytest
from papers import PAPERS, planted

_PROBLEMS = PAPERS["summary"].text.partition("二、存在的不足\n")[2].partition("\n")[0]

PLANTED = [
    ("summary", f"二、存在的不足\n{_PROBLEMS}\n", "", "S101", ""),
    ("plan", "三、组织保障\n", "", "S101", ""),
    ("duty", "存在问题和不足", "几点体会", "S101", ""),
    ("summary", f"{_PROBLEMS}\n", "", "S103", "二、存在的不足"),
    (
        "summary",
        "（二）强化理论武装",
        "（三）强化理论武装",
        "S104",
        "（三）强化理论武装，夯实思想根基",
    ),
    ("plan", "3. 建强基层支部", "4. 建强基层支部", "S104", "4. 建强基层支部"),
    ("plan", "一、总体要求", "二、总体要求", "S104", "二、总体要求"),
    ("speech", "我讲三点意见", "我讲四点意见", "S105", "四点意见"),
    ("summary", "还有差距：一是", "还有三方面差距：一是", "S105", "三方面"),
    (
        "plan",
        "2027年党建工作计划\n为",
        "2027年党建工作打算\n为",
        "S106",
        "云州市金融工作局2027年党建工作打算",
    ),
    ("speech", "同志们：\n这次", "这次", "S107", ""),
    ("duty", "特此报告。", "报告完毕。", "S107", ""),
    ("speech", "每季度抽查廉政风险点并通报结果，", "", "S108", None),
]


@pytest.mark.parametrize(("paper", "old", "new", "code", "excerpt"), PLANTED)
def test_a_planted_fault_of_structure_is_found(
    paper: str, old: str, new: str, code: str, excerpt: str | None
) -> None:
    found = planted(paper, old, new)
    assert code in [code for code, _ in found]
    assert excerpt is None or (code, excerpt) in found


def test_parts_in_the_wrong_order_are_found_at_the_later_heading() -> None:
    text = PAPERS["summary"].text
    work, _, rest = text.partition("二、存在的不足")
    problems, _, after = rest.partition("三、下一步工作思路")
    swapped = f"{work}二、下一步工作思路{after}三、存在的不足{problems}"
    findings = PAPERS["summary"].with_(text, swapped).judged().findings
    assert [(each.code, each.excerpt) for each in findings if each.code == "S102"] == [
        ("S102", "三、存在的不足")
    ]


def test_a_third_level_that_runs_on_through_all_parents_is_right() -> None:
    assert "3. 建强基层支部" in PAPERS["plan"].text
    assert PAPERS["plan"].judged().findings == ()


def test_a_third_level_that_begins_again_below_each_parent_is_right() -> None:
    assert planted("plan", "3. 建强基层支部", "1. 建强基层支部") == []


def test_what_is_missing_has_no_place() -> None:
    findings = PAPERS["plan"].with_("三、组织保障\n", "").judged().findings
    missing = next(each for each in findings if each.code == "S101")
    assert (missing.start, missing.end, missing.excerpt) == (-1, -1, "")
    assert missing.message == "缺少“组织保障”部分，党建工作计划必须有这一部分，请补写后再报。"


def test_a_section_that_holds_only_a_hole_is_open_not_empty() -> None:
    found = planted("summary", _PROBLEMS, "【待补1】。")
    assert ("B202", "【待补1】") in found
    assert "S103" not in [code for code, _ in found]


def test_about_how_many_is_no_count_and_no_stumbling_block() -> None:
    text = "全年主要做了三四项重点工作：一是抓学习；二是抓落实。"
    found = planted("summary", _PROBLEMS, text)
    assert "S105" not in [code for code, _ in found]


def test_a_salutation_may_greet_others_first() -> None:
    assert planted("speech", "同志们：\n这次", "各位领导、同志们：\n这次") == []
