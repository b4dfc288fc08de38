"""The proof of quality at a small size: one duty report of the samples by several writers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from corpus.reading import read_report
from corpus.report import Report
from corpus.samples import sample_folder
from eval.bench.endpoint import Endpoint
from eval.bench.naive import copied, imitator
from eval.bench.rollover import (
    Case,
    cases,
    grouped_alike,
    headings_agree,
    line_of,
    measured,
    sample_reports,
    words_agree,
)
from eval.bench.truth import sheet_of, truth_of, unmasked
from eval.examined import from_report

REPORTS = Path(str(sample_folder())) / "reports"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    kept = [report for report in sample_reports(REPORTS) if report.kind == "annual-summary"]
    found = cases(kept, REPORTS, tmp_path_factory.mktemp("years"))
    return next(case for case in found if case.truth.report.year == 2025)


@pytest.fixture(scope="module")
def masked() -> Report:
    return read_report(REPORTS / "2025_年度工作总结.txt")


def test_every_report_with_one_before_it_is_a_case(tmp_path: Path) -> None:
    kept = [report for report in sample_reports(REPORTS) if report.kind == "speech"]
    found = list(cases(kept, REPORTS, tmp_path))
    assert [case.truth.report.year for case in found] == [2025, 2026]
    assert all(report.year < case.truth.report.year for case in found for report in case.past)
    assert all(
        report.year < case.truth.report.year for case in found for report in case.library.reports()
    )


def test_masked_values_get_digits_of_their_shape_and_always_the_same(masked: Report) -> None:
    once, again = unmasked(masked), unmasked(masked)
    assert once == again
    assert not any("*" in text for text in once.texts())
    assert [len(text) for text in once.texts()] == [len(text) for text in masked.texts()]


def test_the_sheet_holds_the_reports_own_figures_deeds_and_faults(masked: Report) -> None:
    report = read_report(REPORTS / "2024_年度工作总结.md")
    sheet = sheet_of(report)
    values = {(fact.label, fact.value, fact.measure) for fact in sheet.facts if fact.value}
    assert ("上市后备企业库入库企业", Decimal(38), "家") in values
    assert any("金融突发事件应急预案" in fact.text for fact in sheet.facts)
    assert len(sheet.problems) == 5
    assert all(problem.measure for problem in sheet.problems)
    assert not any(fact.text == problem.text for fact in sheet.facts for problem in sheet.problems)
    assert len(truth_of(masked).sheet.problems) == 4


def test_our_draft_tells_the_years_figures_and_none_of_last_years(case: Case) -> None:
    row = measured("template", case)
    assert (row.untraced, row.leaks) == (0, 0)
    assert row.coverage == 1.0
    assert row.grouping is not None
    assert row.grouping > 0.9
    assert row.near > words_agree("".join(case.like.texts()), "".join(case.truth.report.texts()))


def test_a_model_that_imitates_leaks_through_a_plain_chain_and_not_through_ours(case: Case) -> None:
    plain, ours = measured("naive", case), measured("imitator", case)
    assert plain.leaks > 0
    assert plain.untraced > 0
    assert (ours.leaks, ours.untraced) == (0, 0)


def test_last_years_copy_keeps_last_years_figures(case: Case) -> None:
    row = measured("copy", case)
    assert row.untraced > 50
    assert row.coverage is not None
    assert row.coverage < 0.2


def test_a_text_agrees_with_itself_and_not_with_another(case: Case, masked: Report) -> None:
    whole = from_report(case.truth.report)
    other = from_report(read_report(REPORTS / "2024_讲话.txt"))
    assert headings_agree(whole, whole) == 1.0
    assert grouped_alike(whole, whole, case.truth.sheet) == 1.0
    assert words_agree(whole.text, whole.text) == 1.0
    assert headings_agree(whole, other) < 0.2
    assert grouped_alike(other, other, case.truth.sheet) is None


def test_a_copy_bears_the_new_year() -> None:
    like = read_report(REPORTS / "2024_讲话.txt")
    text = copied(like, 2025)
    assert "2024" not in text
    assert like.title.replace("2024", "2025") in text


def test_the_imitator_puts_an_amount_under_its_own_label_only() -> None:
    prompt = (
        "往年材料：\n坚持党的领导\n召开党组会议21次，研究重要议题98项。\n\n今年的事实：\n"
        "- 〔坚持党的领导〕召开党组会议：24次\n- 〔坚持党的领导〕化解陈案：9件\n\n"
        "请写《总结》中“坚持党的领导”这一部分（2026年），只给正文。"
    )
    reply = imitator([{"role": "user", "content": prompt}], 0)
    assert reply.text == "召开党组会议24次，研究重要议题98项。化解陈案9件。"


def test_a_line_of_the_table_sums_counts_and_means_shares(case: Case) -> None:
    row = measured("copy", case)
    cells = [cell.strip() for cell in line_of("copy", [row, row]).strip("|").split("|")]
    assert cells[:3] == ["copy", "2", str(2 * row.errors)]


def test_the_endpoint_hears_the_plain_chain_ask_for_every_section(case: Case) -> None:
    from assistant.wiring import ModelSettings
    from eval.bench.naive import naively_written

    with Endpoint(imitator) as endpoint:
        settings = ModelSettings("scripted", endpoint.base_url, "none", timeout=10)
        text = naively_written(case.truth.sheet, case.like, case.past, settings)
    assert len(endpoint.heard) == sum(bool(section.paragraphs) for section in case.like.walk())
    assert case.like.sections[0].heading in text
