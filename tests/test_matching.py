"""Facts find the blanks that count the same thing, and no others."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.allotting import match_report
from assistant.likeness import Place, places_in
from assistant.matching import Matching, doubt_lines, match_facts
from assistant.sheet.facts import Fact, Sheet
from corpus.kinds import kind_named
from corpus.matters import read_statements
from corpus.report import Report, Section
from eval.bench import matching as bench

GOLD = Path(__file__).parent / "gold" / "matching.json"


def _fact(label: str, measure: str, ref: str = "F1", value: str = "12") -> Fact:
    return Fact(id=ref, label=label, value=Decimal(value), unit=measure)


def _places(*paragraphs: str, heading: str = "") -> tuple[Place, ...]:
    return tuple(
        place
        for at, text in enumerate(paragraphs)
        for number, statement in enumerate(read_statements(text))
        for clause in range(len(statement.clauses))
        for place in places_in(statement, clause, f"R#1.{at}.{number}.{clause}", "1", 2026, heading)
    )


def _match(facts: list[Fact], *paragraphs: str, heading: str = "") -> Matching:
    return match_facts(
        facts,
        _places(*paragraphs, heading=heading),
        years={fact.id: 2026 for fact in facts},
        homes={},
    )


def _is_filled(label: str, measure: str, *paragraphs: str, heading: str = "") -> bool:
    return "F1" in _match([_fact(label, measure)], *paragraphs, heading=heading).filled.values()


@pytest.mark.parametrize(
    ("label", "measure", "text"),
    [
        ("召开党组会议", "次", "全年组织召开党组会议**次。"),
        ("修订完善工作制度", "项", "结合巡察整改、离任审计修订完善工作制度**项。"),
        ("各类信息被采用", "篇", "各类信息被市委办公室和《省金融简报》采用**篇。"),
        ("班子成员宣讲", "场次", "班子成员到支部和县区金融机构宣讲**场次。"),
        ("化解非法集资陈案", "件", "非法集资案件处置取得进展，化解陈案*件。"),
        ("“三公”经费支出", "万元", "从严控制“三公”经费，全年支出*.*万元。"),
        ("专题研究机关党建工作", "次", "党组研究机关党建工作不少于4次。"),
        ("召开党组会", "次", "全年召开党组会议**次。"),
        ("党组会", "次", "全年召开党组会议**次。"),
        ("党组会议", "次", "全年召开党组会**次。"),
    ],
)
def test_a_fact_fills_the_blank_that_counts_the_same_in_other_words(
    label: str, measure: str, text: str
) -> None:
    assert _is_filled(label, measure, text)


@pytest.mark.parametrize(
    ("label", "measure", "text"),
    [
        ("各项贷款余额", "亿元", "普惠小微贷款余额***.*亿元。"),
        ("贷款余额", "亿元", "普惠小微贷款余额***.*亿元。"),
        ("普惠小微贷款余额", "亿元", "各项贷款余额***.*亿元。"),
        ("党组专题研究意识形态工作", "次", "局党组专题研究全面从严治党工作*次。"),
        ("党组书记与班子成员廉政谈话", "次", "党组书记与班子成员谈心谈话不少于2次。"),
        ("班子成员参加所在支部组织生活", "次", "班子成员参加双重组织生活全年不少于6次。"),
        ("班子成员带队调研", "次", "班子成员调研每人不少于4次。"),
        ("排查廉政风险点", "个", "对**个重点岗位开展廉政风险再排查。"),
        ("学习教育查摆问题", "个", "召开民主生活会*次，查摆问题**个。"),
        ("警示教育", "次", "召开警示教育会议不少于2次。"),
        ("开展主题党日", "次", "每月开展主题党日不少于1次。"),
        ("慰问困难党员", "人次", "慰问困难党员**人。"),
        ("存贷款余额", "亿元", "各项贷款余额***.*亿元。"),
        ("各项贷款余额", "亿元", "全市存贷款余额****亿元。"),
        ("直接融资", "亿元", "间接融资***亿元。"),
        ("首贷户", "户", "续贷户***户。"),
        ("非现场检查", "次", "开展现场检查**次。"),
        ("拟上市企业", "家", "上市企业达到**家。"),
        ("党员", "名", "发展党员*名。"),
        ("干部", "人次", "选派干部**人次。"),
        ("贷款", "亿元", "支小贷款**亿元。"),
    ],
)
def test_a_fact_stays_out_of_a_blank_that_counts_something_else(
    label: str, measure: str, text: str
) -> None:
    assert not _is_filled(label, measure, text)


def test_what_a_label_leaves_unsaid_may_stand_in_the_heading() -> None:
    text = "全年集中学习不少于10次，到企业实地学习不少于2次。"
    assert _is_filled(
        "党组理论学习中心组集中学习", "次", text, heading="抓好党组理论学习中心组学习"
    )
    assert not _is_filled("党组理论学习中心组集中学习", "次", text, heading="抓好支部建设")


def test_a_fact_that_fits_two_sentences_alike_fills_neither_and_names_both() -> None:
    matching = _match([_fact("开展警示教育", "次")], "开展警示教育*次。", "年内开展警示教育*次。")
    assert matching.filled == {}
    (doubt,) = matching.doubts
    assert [place.clause for place in doubt.places] == ["开展警示教育*次", "年内开展警示教育*次"]
    (line,) = doubt_lines(matching.doubts, lambda place: f"“{place.clause}”")
    assert "F1“开展警示教育”" in line
    assert "“年内开展警示教育*次”" in line


def test_two_facts_that_fit_one_blank_alike_leave_it_empty() -> None:
    facts = [_fact("开展廉政谈话", "人次", "F1"), _fact("廉政谈话", "人次", "F2", "15")]
    matching = _match(facts, "廉政谈话***人次。")
    assert matching.filled == {}
    assert [fact.id for fact in matching.doubts[0].facts] == ["F1", "F2"]


def test_a_blank_that_another_fact_fits_better_is_no_reason_for_doubt() -> None:
    facts = [_fact("班子查摆问题", "个", "F1"), _fact("科室查摆问题", "个", "F2", "9")]
    matching = _match(facts, "班子查摆问题**个、科室查摆问题**个。")
    assert sorted(matching.filled.values()) == ["F1", "F2"]
    assert matching.doubts == ()


def test_a_fact_of_another_year_never_lands_in_the_section() -> None:
    sheet = Sheet(
        unit="云州市金融工作局",
        kind="annual-summary",
        year=2026,
        facts=(
            Fact(id="F1", label="召开党组会议", value=Decimal(21), unit="次", year=2025),
            Fact(id="F2", label="研究重要议题", value=Decimal(98), unit="项"),
        ),
    )
    section = Section("1", 1, "一、", "主要工作", False, ("召开党组会议**次，研究重要议题***项。",))
    like = Report("R", "总结", "annual-summary", 2025, "云州市金融工作局", "a.md", (section,))
    _, matching = match_report(sheet, kind_named("annual-summary"), like)
    assert list(matching.filled.values()) == ["F2"]


@pytest.mark.parametrize(
    "text", ["到市XXX局考察XX项目。", "形成“XXX路径”。", "市XXX局来我市调研。"]
)
def test_a_masked_name_is_no_place_for_a_value(text: str) -> None:
    assert _places(text) == ()


@given(st.permutations(["F1", "F2", "F3"]))
def test_the_order_of_the_facts_does_not_change_what_they_fill(order: list[str]) -> None:
    facts = {
        "F1": _fact("召开党组会议", "次", "F1"),
        "F2": _fact("研究重要议题", "项", "F2"),
        "F3": _fact("开展警示教育", "次", "F3"),
    }
    text = "召开党组会议**次，研究重要议题***项，开展警示教育*次。"
    matching = _match([facts[ref] for ref in order], text)
    assert sorted(matching.filled.items()) == [
        ("R#1.0.0.0.0", "F1"),
        ("R#1.0.0.1.0", "F2"),
        ("R#1.0.0.2.0", "F3"),
    ]


@pytest.fixture(scope="module")
def scores() -> dict[str, bench.Score]:
    return bench.measure(GOLD)


@pytest.mark.parametrize("name", ["samples", "older samples"])
def test_facts_find_their_blanks_in_the_sample_reports(
    name: str, scores: dict[str, bench.Score]
) -> None:
    assert scores[name].wrong == []
    assert scores[name].recall is not None
    assert scores[name].recall >= bench.RECALL


@pytest.mark.gold
@pytest.mark.skipif("NIGAO_GOLD_DIR" not in os.environ, reason="needs NIGAO_GOLD_DIR")
def test_facts_find_their_blanks_in_real_reports(tmp_path: Path) -> None:
    real = [entry for entry in json.loads(GOLD.read_text("utf-8")) if entry["set"] == "seeds"]
    for sheet in GOLD.parent.glob("*.yaml"):
        (tmp_path / sheet.name).write_bytes(sheet.read_bytes())
    (tmp_path / "gold.json").write_text(json.dumps(real), "utf-8")
    score = bench.measure(tmp_path / "gold.json", Path(os.environ["NIGAO_GOLD_DIR"]))["seeds"]
    assert score.wrong == []
    assert score.recall is not None
    assert score.recall >= bench.RECALL


def test_the_bench_says_what_went_wrong() -> None:
    score = bench.Score(right=9, wrong=["a"], missed=["b"])
    shown = list(bench.lines({"some": score}))
    assert shown[0].startswith("some: precision 0.900, recall 0.900")
    assert shown[1:] == ["  wrong  a", "  missed b"]


def test_a_growth_the_sheet_gives_finds_the_comparison_of_its_own_thing() -> None:
    text = "各项存款余额***亿元，同比增长*.*%；各项贷款余额***亿元，同比增长*.*%。"
    facts = [
        _fact("各项贷款余额同比增长", "%", "F1", "9.9"),
        _fact("各项存款余额同比增长", "%", "F2", "7.2"),
    ]
    assert dict(_match(facts, text).filled) == {"R#1.0.0.3.0": "F1", "R#1.0.0.1.0": "F2"}


def test_a_value_does_not_stand_for_its_own_change() -> None:
    text = "“三公”经费支出*.*万元，比上年减少*.*万元。"
    matching = _match([_fact("“三公”经费支出", "万元")], text)
    assert dict(matching.filled) == {"R#1.0.0.0.0": "F1"}
    assert matching.doubts == ()
