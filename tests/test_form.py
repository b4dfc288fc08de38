"""The yearly workbook: what it asks, and that what is filled in lands where it belongs."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from telling import FRAMES, past_of, this_year

from assistant.desk import draft_sheet
from assistant.planning import plan_draft
from assistant.sheet.filling import to_workbook
from assistant.sheet.form import Source, make_form
from assistant.sheet.loading import load_sheet
from corpus.kinds import kind_named
from corpus.reading import read_report
from corpus.report import Report
from tests.workbooks import (
    add_problem,
    edited,
    fill_numbers,
    form_of,
    headers,
    name_office,
    sample,
    saved,
)

GOLD = os.environ.get("NIGAO_GOLD_DIR", "")
SUMMARY = "2025_年度工作总结"
PLAN = "2026_党建工作计划"


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def column(book: Any, sheet: str, title: str) -> list[Any]:
    at = headers(book[sheet])[title]
    return [row[at - 1] for row in book[sheet].iter_rows(min_row=2, values_only=True)]


# -- what it shows --------------------------------------------------------------------------------


def test_the_worksheets_stand_in_order_with_the_guide_first() -> None:
    book = opened(to_workbook(form_of(sample(SUMMARY))))
    assert book.sheetnames == [
        "填写说明",
        "基本信息",
        "指标",
        "事项核实",
        "提法更新",
        "问题清单",
        "上级精神",
    ]


def test_the_columns_are_the_contracts_in_their_order() -> None:
    book = opened(to_workbook(form_of(sample(SUMMARY))))
    wanted = (
        "编号 板块 指标 计量单位 上年数值 本年数值 限定 年份 口径 截至 状态 责任科室 来源 必用 保密"
    )
    assert list(headers(book["指标"]))[:15] == wanted.split()
    assert list(headers(book["事项核实"]))[:5] == [
        "去年原话",
        "今年",
        "今年怎么说",
        "责任科室",
        "来源",
    ]
    assert list(headers(book["提法更新"])) == ["去年提法", "出现处", "今年", "依据"]


def test_the_header_of_this_years_values_stands_in_one_cell_only() -> None:
    book = opened(to_workbook(form_of(sample(SUMMARY))))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert sum("本年数值" in str(value) for value in cells) == 1


def test_the_same_report_gives_the_same_bytes_with_no_day_in_them() -> None:
    form = form_of(sample(SUMMARY))
    content = to_workbook(form)
    assert content == to_workbook(form)
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"openpyxl" not in package.read("docProps/core.xml")


def test_headers_are_frozen_choices_drop_down_and_pages_fit() -> None:
    book = opened(to_workbook(form_of(sample(SUMMARY))))
    facts = book["指标"]
    assert facts.freeze_panes == "D2"
    assert facts.print_title_rows == "$1:$1"
    assert facts.page_setup.fitToWidth == 1
    offered = {str(each.formula1) for each in book["事项核实"].data_validations.dataValidation}
    assert '"有,改为,无,做法沿用"' in offered


def test_last_years_value_is_shown_where_it_was_not_masked_with_its_places() -> None:
    form = form_of(sample("2024_年度工作总结"))
    known = [row for row in form.blanks if row.previous is not None]
    book = opened(to_workbook(form))
    shown = [value for value in column(book, "指标", "上年数值") if value is not None]
    assert len(shown) == len(known) > 50
    at = next(n for n, row in enumerate(form.blanks) if row.previous and "." in str(row.previous))
    places = len(str(form.blanks[at].previous).partition(".")[2])
    assert book["指标"].cell(at + 2, 5).number_format == "0." + "0" * places


def test_a_masked_value_is_left_empty() -> None:
    form = form_of(sample(SUMMARY))
    masked = [row for row in form.blanks if row.previous is None]
    assert len(masked) > 50
    assert all(row.value == "" for row in masked)


def test_a_plans_known_targets_are_prefilled_and_its_qualifiers_kept() -> None:
    rows = {row.label: row for row in form_of(sample(PLAN)).blanks}
    assert {row.value for row in rows.values() if row.previous is not None} == {"同上年"}
    assert rows["召开党组会议"].qualifier == "不少于"


def test_a_summarys_qualifiers_are_not_kept_for_numbers_unknown() -> None:
    assert {row.qualifier for row in form_of(sample(SUMMARY)).blanks} == {""}


def test_deeds_are_listed_in_their_own_words_and_once() -> None:
    report = sample(SUMMARY)
    deeds = [row.past for row in form_of(report).deeds]
    text = "".join(report.texts())
    assert len(deeds) > 15
    assert len(set(deeds)) == len(deeds)
    assert all(piece in text for deed in deeds for piece in deed.split("，")[:1])


def test_last_years_problems_stand_at_the_side_only() -> None:
    form = form_of(sample(SUMMARY))
    book = opened(to_workbook(form))
    assert form.faults
    assert not any(column(book, "问题清单", "问题"))
    hints = column(book, "问题清单", "去年的问题（只供对照，不会写进稿子）")
    assert [hint for hint in hints if hint] == list(form.faults)


def test_dated_phrases_come_with_a_proposal_and_its_reason() -> None:
    rows = {row.past: row for row in form_of(sample(PLAN)).phrases}
    proposed = [row for row in rows.values() if row.now.startswith(("改为：", "删"))]
    assert all(row.basis for row in proposed)
    assert any(row.now == "" for row in rows.values())


def test_a_speech_that_looks_back_says_the_year_of_its_figures() -> None:
    form = form_of(sample("2026_讲话"))
    assert form.papers[0].year == 2027
    assert {row.year for row in form.blanks} == {None, 2026}


# -- several years, several kinds -----------------------------------------------------------------


def test_years_merge_into_one_row_and_steady_ones_are_asked_by_all_means() -> None:
    years = [sample(f"{year}_年度工作总结") for year in (2023, 2024, 2025)]
    form = form_of(*years)
    alone = form_of(years[2])
    ids = {row.blank for row in form.blanks}
    assert {row.blank for row in alone.blanks} <= ids
    assert len(form.blanks) < sum(len(form_of(year).blanks) for year in years)
    assert any(row.required == "是" for row in form.blanks)
    gone = [row for row in form.blanks if row.note]
    assert gone
    assert all(row.required == "否" and row.previous is None for row in gone)


def test_reports_of_two_kinds_make_one_workbook_for_two_documents(tmp_path: Path) -> None:
    form = form_of(sample(SUMMARY), sample(PLAN))
    assert [paper.year for paper in form.papers] == [2026, 2027]
    assert {row.fits for row in form.blanks} == {"年度工作总结", "党建工作计划"}


# -- filled in and drafted ------------------------------------------------------------------------


def filled(report: Report, path: Path) -> Path:
    def edit(book: Any) -> None:
        fill_numbers(book)
        add_problem(book)
        if not book["基本信息"].cell(1, 2).value:
            name_office(book)

    saved(form_of(report), path)
    return edited(path, edit)


def slots_of(path: Path, report: Report) -> Iterator[tuple[str, str]]:
    """(blank's id, fact's id) of every slot of the plan."""
    sheet = load_sheet(path)
    plan = plan_draft(sheet, kind_named(sheet.kind), report)
    for brief in plan.briefs():
        for lines in brief.paragraphs:
            for line in lines:
                for phrase in line.phrases:
                    yield from ((slot.ref, slot.fact) for slot in phrase.slots)


def drafted(path: Path, report: Report) -> dict[str, Any]:
    """The judgement of the draft that follows the report."""
    sheet = load_sheet(path)
    like = report.id
    return draft_sheet(sheet.model_copy(update={"like": like}), _Shelf(report)).judgement.to_plain()


class _Shelf:
    """A library of one report."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.folder = Path("材料库")

    def __contains__(self, report_id: str) -> bool:
        return report_id == self._report.id

    def ids(self) -> tuple[str, ...]:
        return (self._report.id,)

    def report(self, _: str) -> Report:
        return self._report

    def latest(self, *_: object) -> Report:
        return self._report

    def search(self, *_: object, **__: object) -> tuple[()]:
        return ()


@pytest.mark.parametrize("name", [PLAN, "2026_党风廉政建设工作计划", "2025_党建工作计划"])
def test_a_plan_taken_over_as_it_is_needs_nothing_more(name: str, tmp_path: Path) -> None:
    report = sample(name)
    path = saved(form_of(report), tmp_path / "facts.xlsx")
    judged = drafted(path, report)
    metrics = judged["metrics"]
    assert (metrics["fill"], metrics["provenance"], metrics["coverage"]) == (1.0, 1.0, 1.0)
    assert (metrics["holes"], metrics["leaks"], judged["counts"]["error"]) == (0, 0, 0)


def test_the_same_as_last_year_is_a_fact_with_that_as_its_source(tmp_path: Path) -> None:
    sheet = load_sheet(saved(form_of(sample(PLAN)), tmp_path / "facts.xlsx"))
    fact = next(fact for fact in sheet.facts if fact.label == "召开党组会议")
    assert fact.value == fact.previous
    assert fact.source == f"同上年（{fact.value}次）"


@pytest.mark.parametrize("name", [SUMMARY, "2025_履行主体责任情况报告", "2026_讲话"])
def test_each_row_fills_its_own_blank_and_no_other(name: str, tmp_path: Path) -> None:
    report = sample(name)
    path = filled(report, tmp_path / "facts.xlsx")
    own = {fact.blank: fact.id for fact in load_sheet(path).facts if fact.value is not None}
    slots = dict(slots_of(path, report))
    assert {ref: slots[ref] for ref in own if ref in slots} == {
        ref: fact for ref, fact in own.items() if ref in slots
    }
    assert len(own.keys() & slots.keys()) >= 0.9 * len(own)


def gold_seed(number: str) -> Report:
    if not GOLD:
        pytest.skip("NIGAO_GOLD_DIR is not set")
    return read_report(next((Path(GOLD) / "seeds").glob(f"{number}*")))


@pytest.mark.gold
def test_the_first_seeds_workbook_filled_in_leaves_no_hole(tmp_path: Path) -> None:
    report = gold_seed("000")
    form = form_of(report)
    assert (len(form.blanks), sum(row.previous is None for row in form.blanks)) == (43, 42)
    path = filled(report, tmp_path / "facts.xlsx")
    own = {fact.blank: fact.id for fact in load_sheet(path).facts}
    assert {ref: fact for ref, fact in slots_of(path, report) if fact} == own
    judged = drafted(path, report)
    metrics = judged["metrics"]
    assert (metrics["fill"], metrics["provenance"], metrics["coverage"]) == (1.0, 1.0, 1.0)
    assert (metrics["holes"], metrics["leaks"], judged["counts"]["error"]) == (0, 0, 0)


@pytest.mark.gold
def test_the_third_seeds_plan_is_accepted_as_last_years_throughout(tmp_path: Path) -> None:
    report = gold_seed("002")
    path = saved(form_of(report), tmp_path / "facts.xlsx")
    assert {fact.source.startswith("同上年") for fact in load_sheet(path).facts} == {True}
    judged = drafted(path, report)
    metrics = judged["metrics"]
    assert (metrics["fill"], metrics["provenance"], metrics["holes"]) == (1.0, 1.0, 0)
    assert judged["counts"]["error"] == 0


# -- decisions ------------------------------------------------------------------------------------

PAST = """云州市金融工作局党组2025年度工作总结
2025年，云州市金融工作局党组坚持稳中求进，完成了年度任务。现将有关情况报告如下。
一、工作开展情况
（一）坚持党的领导
认真落实“两办三督”工作机制，全年召开党组会议21次。成立信息写作小组，创立工作专刊。
（二）服务实体经济
坚持“两办三督”工作机制，深入开展作风建设年活动，走访企业326家。
二、存在的不足
融资担保体系还不健全，存在短板。
三、下一步工作思路
2026年，局党组将坚持“两办三督”工作机制，推动全市金融工作再上新台阶。
"""


def read(text: str, tmp_path: Path) -> Report:
    path = tmp_path / "past.txt"
    path.write_text(text, encoding="utf-8")
    return read_report(path)


def decided(tmp_path: Path, sheet: str, past: str, now: str, text: str = "") -> str:
    """The draft's text when one row of a worksheet is answered so."""
    report = read(PAST, tmp_path)

    def edit(book: Any) -> None:
        fill_numbers(book)
        at = headers(book[sheet])
        rows = range(2, book[sheet].max_row + 1)
        row = next(row for row in rows if past in str(book[sheet].cell(row, 1).value))
        book[sheet].cell(row, at["今年"]).value = now
        if text:
            book[sheet].cell(row, at["今年怎么说"]).value = text

    path = edited(saved(form_of(report), tmp_path / "facts.xlsx"), edit)
    loaded = load_sheet(path).model_copy(update={"like": report.id})
    draft = draft_sheet(loaded, _Shelf(report)).draft
    return "".join(sentence.text for sentence in draft.sentences())


def test_a_phrase_changed_is_changed_wherever_it_stood(tmp_path: Path) -> None:
    text = decided(tmp_path, "提法更新", "两办三督", "改为：“一办四督”")
    assert text.count("“一办四督”工作机制") == 3
    assert "两办三督" not in text


def test_a_phrase_kept_is_kept_wherever_it_stood(tmp_path: Path) -> None:
    assert decided(tmp_path, "提法更新", "两办三督", "沿用").count("“两办三督”工作机制") == 3


def test_a_phrase_struck_out_takes_its_clauses_with_it(tmp_path: Path) -> None:
    assert "两办三督" not in decided(tmp_path, "提法更新", "两办三督", "删")


def test_a_deed_not_answered_is_not_told(tmp_path: Path) -> None:
    text = decided(tmp_path, "提法更新", "两办三督", "沿用")
    assert "信息写作小组" not in text
    assert "工作专刊" not in text


def test_a_deed_done_again_is_told_in_last_years_words(tmp_path: Path) -> None:
    assert "成立信息写作小组" in decided(tmp_path, "事项核实", "信息写作小组", "有")


def test_a_deed_worded_anew_is_told_once_in_the_new_words(tmp_path: Path) -> None:
    text = decided(tmp_path, "事项核实", "信息写作小组", "有", "调整充实信息写作小组力量")
    assert text.count("调整充实信息写作小组力量") == 1
    assert "成立信息写作小组" not in text


def test_a_new_years_wording_keeps_its_own_year(tmp_path: Path) -> None:
    text = decided(tmp_path, "事项核实", "信息写作小组", "改为", "按照2026年要点组建信息专班")
    assert "按照2026年要点组建信息专班" in text


def test_a_number_left_open_is_a_hole_only_where_it_must_be_told(tmp_path: Path) -> None:
    report = read(PAST, tmp_path)

    def edit(book: Any) -> None:
        at = headers(book["指标"])
        book["指标"].cell(2, at["必用"]).value = "是"
        book["指标"].cell(2, at["责任科室"]).value = "办公室"

    path = edited(saved(form_of(report), tmp_path / "facts.xlsx"), edit)
    sheet = load_sheet(path).model_copy(update={"like": report.id})
    draft = draft_sheet(sheet, _Shelf(report)).draft
    assert [(hole.label, hole.department) for hole in draft.holes if hole.ref] == [
        ("召开党组会议", "办公室")
    ]
    assert [ref for ref in draft.unused if ref.startswith("F")] == ["F2"]


def test_what_is_said_of_two_things_in_turn_is_asked_of_each() -> None:
    text = "各项存款、贷款余额分别达到*亿元和*亿元，同比分别增长*.*%和*.*%。"
    past = past_of(FRAMES["annual-summary"] + text)
    form = make_form([Source(past, kind_named("annual-summary"), "去年")])
    assert [(row.label, row.measure) for row in form.blanks] == [
        ("各项存款余额", "亿元"),
        ("贷款余额", "亿元"),
        ("各项存款余额同比增长", "%"),
        ("贷款余额同比增长", "%"),
    ]


def test_what_is_said_of_two_things_in_turn_is_filled_for_each() -> None:
    told = this_year(
        "各项存款、贷款余额分别达到*亿元和*亿元，同比分别增长*.*%和*.*%。",
        "facts:\n"
        '  - {label: 贷款余额同比增长, value: 9.9, unit: "%"}\n'
        '  - {label: 各项存款余额同比增长, value: 7.2, unit: "%"}\n'
        "  - {label: 各项存款余额, value: 2016.9, unit: 亿元}\n"
        "  - {label: 贷款余额, value: 1718.5, unit: 亿元}\n",
    )
    assert told == ("各项存款、贷款余额分别达到2016.9亿元和1718.5亿元，同比分别增长7.2%和9.9%。")


def test_how_long_a_praise_holds_is_asked_for_with_the_praise() -> None:
    past = FRAMES["annual-summary"] + (
        "各项贷款余额**亿元，增速连续14个月位居全省第一，连续**个季度保持全省第二，"
        "这是我市近8年首次引进城商行，连续开展3次督查。\n"
    )
    form = make_form([Source(past_of(past), kind_named("annual-summary"), "去年")])
    assert [(row.label, row.measure) for row in form.blanks] == [
        ("各项贷款余额", "亿元"),
        ("连续开展督查", "次"),
    ]
    asked = "".join(row.past for row in form.deeds)
    assert "连续14个月位居全省第一" in asked
    assert "近8年首次引进" in asked
