"""Whether a figure in a text is a fact."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from papers import PAPERS, sheet_of

from assistant.labels import Wording, agreement, base_value, places_of
from assistant.ledger import Ledger
from assistant.trace import Trace
from assistant.tracing import trace_figures

SUMMARY = Ledger.of(PAPERS["summary"].sheet, (PAPERS["summary"].past,))

SPOKEN = Ledger.of(
    sheet_of("""
unit: 云州市金融工作局
kind: annual-summary
year: 2026
date: 2026-12-25
facts:
  - {label: 各项存款余额, value: 2016.9, unit: 亿元, previous: 1881.4, say: 突破2000亿元}
  - {label: 信息被采用, value: 88, unit: 篇}
  - {label: 直接融资同比增速, value: -7.9, unit: "%"}
  - {label: 市委书记批示表扬, value: 2, unit: 次, year: 2025}
  - {label: 市委书记批示表扬, value: 3, unit: 次}
  - {label: 涉农贷款, value: 300, unit: 亿元}
  - {label: 全部贷款, value: 1200, unit: 亿元}
""")
)


def traced(text: str, ledger: Ledger = SUMMARY, year: int = 2026) -> list[tuple[str, str]]:
    return [(each.figure.text, each.verdict) for each in trace_figures(text, ledger, year=year)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年召开党组会议24次。", [("24次", "traced")]),
        ("召开了二十四次党组会议。", [("二十四次", "traced")]),
        ("党组会议开得勤，全年共24次。", [("24次", "traced")]),
        ("贷款余额达10345000万元。", [("10345000万元", "traced")]),
        ("组织保密自查24次。", [("24次", "untraced")]),
        ("召开党组会议24人次。", [("24人次", "wrong measure")]),
        ("召开党组会议26次。", [("26次", "contradicts")]),
        ("召开党组会议21次。", [("21次", "past value")]),
        ("上年召开党组会议21次。", [("21次", "previous")]),
        ("2025年召开党组会议24次。", [("2025年", "stale year"), ("24次", "wrong period")]),
        ("责令整改21项。", [("21项", "wrong label")]),
        ("累计走访企业326家。", [("326家", "past value")]),
        ("做好5项工作：一是建制度。", [("5项", "apart")]),
        ("落实市委五届三次全会精神。", [("五届三次", "said")]),
        ("落实市委五届八次全会精神。", [("五届八次", "untraced")]),
        ("9月开展金融消费者权益保护宣传月活动。", [("9月", "said")]),
        ("8月开展金融消费者权益保护宣传月活动。", [("8月", "contradicts")]),
        ("落实《2019—2023年干部教育规划》。", []),
    ],
)
def test_a_figure_gets_the_verdict_it_deserves(text: str, expected: list[tuple[str, str]]) -> None:
    assert traced(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各项存款余额突破2000亿元。", [("2000亿元", "traced")]),
        ("各项存款余额2016.9亿元，同比增长7.2%。", [("2016.9亿元", "traced"), ("7.2%", "derived")]),
        ("各项存款余额2016.9亿元，同比增长7%。", [("2016.9亿元", "traced"), ("7%", "derived")]),
        ("各类信息被采用88篇。", [("88篇", "traced")]),
        ("直接融资同比下降7.9%。", [("7.9%", "traced")]),
        ("直接融资同比增长7.9%。", [("7.9%", "contradicts")]),
        ("2025年，市委书记批示表扬2次。", [("2025年", "said"), ("2次", "traced")]),
        (
            "全部贷款1200亿元，涉农贷款300亿元，占比25%。",
            [("1200亿元", "traced"), ("300亿元", "traced"), ("25%", "derived")],
        ),
    ],
)
def test_roundings_growth_falls_and_shares_are_understood(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert traced(text, SPOKEN) == expected


def test_behind_a_comparison_the_thing_compared_is_still_meant() -> None:
    ledger = Ledger.of(
        sheet_of("""
unit: 云州市金融工作局
kind: annual-summary
year: 2026
facts:
  - {label: “三公”经费支出, value: 6.8, unit: 万元}
  - {label: “三公”经费支出比上年减少, value: 4.5, unit: 万元}
  - {label: “三公”经费支出下降, value: 2.8, unit: "%"}
""")
    )
    text = "“三公”经费支出6.8万元，比上年减少4.5万元，下降2.8%。"
    assert [verdict for _, verdict in traced(text, ledger)] == ["traced"] * 3


def test_a_year_at_the_head_of_a_sentence_must_be_its_sections() -> None:
    assert traced("2026年，局党组将抓好落实。", year=2027) == [("2026年", "stale year")]
    assert traced("2027年，局党组将抓好落实。", year=2027) == [("2027年", "said")]


def test_a_plans_old_targets_stand_when_the_head_says_so() -> None:
    plan, past = PAPERS["plan"].sheet, PAPERS["plan"].past
    text = "党组专题研究党建工作不少于3次。"
    without = plan.model_copy(update={"facts": ()})
    carried = without.model_copy(update={"targets": "沿用"})
    assert traced(text, Ledger.of(without, (past,)), 2027) == [("3次", "past value")]
    assert traced(text, Ledger.of(carried, (past,)), 2027) == [("3次", "carried")]


def test_a_contradiction_says_what_should_stand_there() -> None:
    (trace,) = trace_figures("召开党组会议26次。", SUMMARY, year=2026)
    assert trace == Trace(trace.figure, "contradicts", "F1", "24次")


def test_only_some_verdicts_support_a_figure() -> None:
    (right,) = trace_figures("召开党组会议24次。", SUMMARY, year=2026)
    (wrong,) = trace_figures("召开党组会议26次。", SUMMARY, year=2026)
    assert right.supported
    assert not wrong.supported


def test_a_list_behind_its_names_is_read_with_the_whole_clause() -> None:
    first, second = places_of("不良贷款余额、占比分别为12.3亿元、1.2%。")
    assert "不良贷款余额" in first.before.words
    assert "不良贷款余额" in second.before.words


@example("0次要")
@given(st.text(alphabet="召开党组会议研究重要题项次名年月日0123456789.，。、", max_size=60))
def test_every_figure_of_any_text_gets_one_trace_in_order(text: str) -> None:
    traces = trace_figures(text, SUMMARY, year=2026)
    assert [trace.figure for trace in traces] == [place.figure for place in places_of(text)]


@given(st.integers(1, 10**6))
def test_only_the_facts_own_value_is_traced_under_its_label(value: int) -> None:
    (trace,) = trace_figures(f"召开党组会议{value}次。", SUMMARY, year=2026)
    assert (trace.verdict == "traced") == (value == 24)


@given(st.text(alphabet="党组会议研究重要议题发展员", max_size=12))
def test_words_agree_with_themselves_wholly(words: str) -> None:
    wording = Wording.of(words)
    assert agreement(wording, wording) == (pytest.approx(1.0) if wording.words else 0.0)


def test_a_value_is_the_same_in_every_scale() -> None:
    assert base_value(Decimal("1.2"), "亿元") == base_value(Decimal(12000), "万元")


def test_a_measure_only_the_sheet_knows_is_read_with_its_number() -> None:
    ledger = Ledger.of(
        sheet_of("""
unit: 云州市金融工作局
kind: annual-summary
year: 2026
facts:
  - {label: 发放宣传折页, value: 2.4, unit: 万叠}
  - {label: 机关节约用电, value: 3.2, unit: 万度}
""")
    )
    told = trace_figures("发放宣传折页2.4万叠，机关节约用电3.2万度。", ledger, year=2026)
    assert [(each.verdict, each.figure.measure) for each in told] == [
        ("traced", "万叠"),
        ("traced", "万度"),
    ]


COUNTED = Ledger.of(
    sheet_of("""
unit: 云州市金融工作局
kind: annual-summary
year: 2026
facts:
  - {label: 反馈的问题, value: 28, unit: 个}
  - {label: 反馈的问题已完成整改, value: 27, unit: 个}
  - {label: 任务, value: 12, unit: 项}
  - {label: 任务中已完成, value: 9, unit: 项}
  - {label: 科室, value: 25, unit: 个}
  - {label: 科室达标, value: 24, unit: 个}
  - {label: 应到, value: 46, unit: 人}
  - {label: 实到, value: 44, unit: 人}
  - {label: 存款增长, value: 6, unit: "%"}
  - {label: 贷款增长, value: 5.2, unit: "%"}
""")
)


@pytest.mark.parametrize(
    ("told", "numbers"),
    [
        ("反馈的{}个问题已完成整改{}个。", ("28", "27")),
        ("{}项任务中已完成{}项。", ("12", "9")),
        ("{}个科室{}个达标。", ("25", "24")),
        ("应到{}人实到{}人。", ("46", "44")),
        ("存款、贷款分别增长{}%、{}%。", ("6", "5.2")),
    ],
)
def test_two_counts_of_one_clause_are_not_taken_for_each_other(
    told: str, numbers: tuple[str, str]
) -> None:
    verdicts = [verdict for _, verdict in traced(told.format(*numbers), COUNTED)]
    swapped = [verdict for _, verdict in traced(told.format(*reversed(numbers)), COUNTED)]
    assert (verdicts, swapped) == (["traced"] * 2, ["wrong label"] * 2)
