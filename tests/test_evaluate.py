"""The whole judgement: clean papers, what was not examined, the contract of check.json."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from papers import PAPERS, draft_of, report_of

from eval.checks import CHECKS
from eval.evaluate import evaluate
from eval.examined import from_report
from eval.rules import rules


@pytest.mark.parametrize("paper", PAPERS)
def test_a_clean_paper_has_no_finding(paper: str) -> None:
    judged = PAPERS[paper].judged()
    assert judged.findings == ()
    assert judged.passed
    assert judged.not_examined == ()


@pytest.mark.parametrize("paper", PAPERS)
def test_a_clean_paper_measures_up(paper: str) -> None:
    metrics = PAPERS[paper].judged().metrics
    assert {key: metrics[key] for key in ("sections", "provenance", "coverage", "fill")} == {
        "sections": 1.0,
        "provenance": 1.0,
        "coverage": 1.0,
        "fill": 1.0,
    }
    assert (metrics["leaks"], metrics["masks"], metrics["holes"]) == (0, 0, 0)


def test_a_file_and_the_draft_it_was_printed_from_read_alike() -> None:
    paper = PAPERS["duty"]
    draft = draft_of(paper.text, kind=paper.kind, year=paper.year, unit=paper.unit)
    assert from_report(report_of(draft)).text == paper.examined().text


def test_without_a_sheet_nothing_is_said_of_figures() -> None:
    judged = evaluate(PAPERS["summary"].examined(), past=(PAPERS["summary"].past,))
    assert judged.metrics["provenance"] is None
    assert judged.metrics["coverage"] is None
    assert judged.metrics["leaks"] is None
    assert [line for line in judged.not_examined if line.startswith("未提供事实表")]


def test_without_a_past_nothing_is_said_of_reuse() -> None:
    judged = evaluate(PAPERS["summary"].examined(), sheet=PAPERS["summary"].sheet)
    assert judged.metrics["reuse"] is None
    assert [line for line in judged.not_examined if line.startswith("未提供往年材料")]


def test_a_year_that_contradicts_the_title_is_found_without_a_sheet() -> None:
    paper = PAPERS["speech"].with_("部署2027年的任务", "部署2026年的任务")
    judged = evaluate(paper.examined())
    assert [(each.code, each.excerpt) for each in judged.findings] == [("Y401", "2026年")]


def test_last_years_paper_checked_with_this_years_sheet_leaks() -> None:
    paper = PAPERS["summary"]
    judged = evaluate(from_report(paper.past), sheet=paper.sheet, past=(paper.past,))
    assert not judged.passed
    leaks, provenance = judged.metrics["leaks"], judged.metrics["provenance"]
    assert leaks is not None
    assert leaks >= 10
    assert provenance is not None
    assert provenance < 0.5


def test_findings_come_in_the_order_of_their_places_and_what_is_missing_last() -> None:
    paper = PAPERS["summary"].with_("发展党员3名", "发展党员**名").with_("11月底", "10月底")
    starts = [finding.start for finding in paper.judged().findings]
    assert starts[-1] == -1
    assert starts[:-1] == sorted(starts[:-1])


def test_check_json_has_the_keys_others_script_against() -> None:
    plain = PAPERS["summary"].with_("发展党员3名", "发展党员【待补1】名").judged().to_plain()
    assert list(plain) == [
        "title", "kind", "year", "passed", "counts", "metrics", "findings",
        "waived", "not_examined",
    ]  # fmt: skip
    assert plain["kind"] == "annual-summary"
    assert plain["counts"] == {"error": 1, "warning": 1, "info": 0}
    assert list(plain["metrics"]) == [
        "sections", "provenance", "coverage", "fill", "reuse",
        "leaks", "masks", "holes", "confirmations",
    ]  # fmt: skip
    assert list(plain["findings"][0]) == [
        "code", "name", "severity", "section", "excerpt", "start", "end", "message", "suggestion",
    ]  # fmt: skip
    assert json.loads(json.dumps(plain, ensure_ascii=False)) == plain


def test_the_same_text_is_judged_alike_twice() -> None:
    paper = PAPERS["summary"].with_("召开党组会议24次", "召开党组会议21次")
    assert paper.judged().to_plain() == paper.judged().to_plain()


def test_every_code_has_a_name_and_a_severity_of_the_design() -> None:
    errors = {code for code, rule in rules("codes").items() if rule["severity"] == "error"}
    assert errors == {
        "S101", "S103", "B201", "B203", "N301", "N302", "N303", "N304", "N305", "N308",
        "Y401", "C501", "R603",
    }  # fmt: skip
    assert list(CHECKS) == list(rules("codes"))


def calls_made(work: Callable[[], object]) -> int:
    """How many calls, of Python and of what it is written in, the work makes."""
    made = count()

    def called(_: FrameType, event: str, __: object) -> None:
        if event in ("call", "c_call"):
            next(made)

    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(None)
    return next(made)


def test_work_grows_with_the_length_of_the_text() -> None:
    paper = PAPERS["summary"]
    body = "局党组坚持学用结合，把学习成果转化为服务企业的办法，扎实推进各项任务。\n"
    last = paper.text.index("二、存在的不足")

    def calls(times: int) -> int:
        longer = paper.with_(paper.text, paper.text[:last] + body * times + paper.text[last:])
        longer.judged()  # what is kept from one judgement to the next is made here
        return calls_made(longer.judged)

    assert calls(800) < 8 * calls(100)


BITS = (
    "一是", "三是", "（一）", "\n二、", "1.", "百", "千万", "两", "三四项工作：一是", "**", "XX",
    "【待补1】", "“", "”", "《", "）", "每季度", "突破", "%", "同比下降", "2025年", "〔2026〕5号",
    "截至10月底", "\n", "\n附件1", "某家", "…", "N家", "十十", "百分之", "分之", "〇", "合计",
    "中国共产党成立", "周年", "二十届", "全会", "。", "，",
)  # fmt: skip


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(PAPERS)),
    st.lists(st.tuples(st.sampled_from(BITS), st.integers(60, 900)), min_size=1, max_size=12),
)
def test_no_text_makes_a_check_stumble(name: str, planted: list[tuple[str, int]]) -> None:
    paper = PAPERS[name]
    text = paper.text
    for bit, at in planted:
        text = text[:at] + bit + text[at:]
    changed = replace(paper, text=text)
    examined, judged = changed.examined(), changed.judged()
    for each in judged.findings:
        assert each.start < 0 or examined.text[each.start : each.end] == each.excerpt
    shares = [value for value in judged.metrics.values() if isinstance(value, float)]
    assert all(0 <= share <= 1 for share in shares)
