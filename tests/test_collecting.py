"""Workbooks parted among departments and put together again; a plan's targets beside the year."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assistant.cli import main
from assistant.forming import FormOrder, make_form_file, merge_form_files, split_form_files
from assistant.sheet.blankrows import BlankRow
from assistant.sheet.facts import Fact, Sheet
from assistant.sheet.form import Form
from assistant.sheet.loading import load_sheet
from assistant.sheet.targets import departments_from, missed_targets, passed_over, with_targets
from corpus.errors import LibraryError, SettingsError, SheetError
from tests.workbooks import SAMPLES, edited, form_of, headers, sample, saved

ROWS = ("召开党组会议", "发展党员", "举办政金企对接活动")
OFFICES = ("办公室", "机关党委", "普惠金融科")


def master(tmp_path: Path) -> Path:
    """A workbook in which 责任科室 has been filled in for three rows and one deed."""
    form = form_of(sample("2025_年度工作总结"))
    rows = tuple(row for row in form.blanks if row.label in ROWS)
    assert [row.label for row in rows] == list(ROWS)
    small = Form(form.papers, rows, form.deeds[:2], form.phrases[:1], form.faults[:1])

    def edit(book: Any) -> None:
        at = headers(book["指标"])
        for row, office in enumerate(OFFICES, start=2):
            book["指标"].cell(row, at["责任科室"]).value = office
        book["事项核实"].cell(2, 4).value = "办公室"

    return edited(saved(small, tmp_path / "总表.xlsx"), edit)


def parts(tmp_path: Path) -> dict[str, Path]:
    order = FormOrder((str(master(tmp_path)),), due="2026-12-10")
    formed = split_form_files(order, tmp_path / "分发", None)
    return {file.stem: file for file in formed.files}


def answered(path: Path, value: Any = None, **head: str) -> Path:
    """The part with its first number filled in and its 基本信息 signed."""

    def edit(book: Any) -> None:
        if value is not None:
            book["指标"].cell(2, headers(book["指标"])["本年数值"]).value = value
        for row in book["基本信息"].iter_rows():
            if row[0].value in head:
                row[1].value = head[row[0].value]

    return edited(path, edit)


def told(path: Path, sheet: str) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(path)
    rows = list(book[sheet].iter_rows(values_only=True))
    listed = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    return [row for row in listed if any(value is not None for value in row.values())]


def test_each_department_gets_its_own_rows_and_who_is_to_sign(tmp_path: Path) -> None:
    given = parts(tmp_path)
    assert set(given) == {*OFFICES, "未定科室"}
    assert [row["指标"] for row in told(given["办公室"], "指标")] == ["召开党组会议"]
    assert len(told(given["办公室"], "事项核实")) == 1
    head = {
        row[0].value: row[1].value for row in openpyxl.load_workbook(given["办公室"])["基本信息"]
    }
    assert (head["责任科室"], head["截止时间"]) == ("办公室", "2026-12-10")
    assert {"填报人", "审核人", "单位", "文种"} <= set(head)


def test_what_no_department_answers_for_is_kept_apart(tmp_path: Path) -> None:
    left = parts(tmp_path)["未定科室"]
    assert len(told(left, "事项核实")) == 1
    assert len(told(left, "提法更新")) == 1
    assert "去年的问题（只供对照，不会写进稿子）" in told(left, "问题清单")[0]


def test_parts_put_together_are_the_whole_again(tmp_path: Path) -> None:
    given = parts(tmp_path)
    files = [answered(given[name], 10 + at) for at, name in enumerate(OFFICES)]
    joined = merge_form_files([*files, given["未定科室"]], tmp_path / "汇总.xlsx")
    assert (joined.conflicts, joined.owed) == (0, {})
    sheet = load_sheet(joined.file)
    assert {fact.label: fact.value for fact in sheet.facts} == dict(
        zip(ROWS, (10, 11, 12), strict=True)
    )
    whole = told(master(tmp_path), "指标")
    assert {row["编号"] for row in told(joined.file, "指标")} == {row["编号"] for row in whole}
    assert len(told(joined.file, "事项核实")) == 2
    assert len(told(joined.file, "提法更新")) == 1


def test_two_departments_numbers_stand_side_by_side_and_stop_the_draft(tmp_path: Path) -> None:
    one = answered(parts(tmp_path)["办公室"], 24)
    other = tmp_path / "机关纪委.xlsx"
    other.write_bytes(one.read_bytes())
    answered(other, 25, 责任科室="机关纪委")
    joined = merge_form_files([one, other], tmp_path / "汇总.xlsx")
    assert joined.conflicts == 1
    assert [row["本年数值"] for row in told(joined.file, "指标")] == [24, 25]
    conflict = told(joined.file, "冲突")[0]
    assert (conflict["事项"], conflict["列"]) == ("召开党组会议", "本年数值")
    assert (conflict["甲方所填"], conflict["乙方所填"]) == (24, 25)
    with pytest.raises(SheetError, match="说的是同一项，却不一样"):
        load_sheet(joined.file)


def test_the_same_number_twice_is_no_conflict_and_both_sources_stay(tmp_path: Path) -> None:
    one = answered(parts(tmp_path)["办公室"], 24)
    other = tmp_path / "另一份.xlsx"
    other.write_bytes(one.read_bytes())

    def source(text: str) -> Any:
        def edit(book: Any) -> None:
            book["指标"].cell(2, headers(book["指标"])["来源"]).value = text

        return edit

    edited(one, source("台账"))
    edited(other, source("纪要"))
    joined = merge_form_files([one, other], tmp_path / "汇总.xlsx")
    assert joined.conflicts == 0
    assert load_sheet(joined.file).facts[0].source == "台账；纪要"


def test_who_owes_what_is_listed_with_who_is_to_answer(tmp_path: Path) -> None:
    given = parts(tmp_path)
    files = [answered(given["办公室"], 24), answered(given["机关党委"], 填报人="李某")]
    joined = merge_form_files(files, tmp_path / "汇总.xlsx")
    assert joined.owed == {"机关党委": 1}
    first, second = told(joined.file, "催报表")
    assert (first["责任科室"], first["未填"], first["填报人"]) == ("机关党委", 1, "李某")
    assert first["未填的指标"] == "发展党员"
    assert (second["责任科室"], second["未填"], second["未核"]) == ("办公室", 0, 1)


def test_merging_into_one_of_the_parts_is_refused(tmp_path: Path) -> None:
    path = parts(tmp_path)["办公室"]
    with pytest.raises(SettingsError, match="就是其中一份"):
        merge_form_files([path], path)


def test_splitting_wants_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="请给文件夹"):
        split_form_files(FormOrder((str(master(tmp_path)),)), tmp_path / "a.xlsx", None)


def test_a_kind_without_reports_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="材料库里没有年度工作总结"):
        make_form_file(FormOrder(("年度工作总结",)), tmp_path / "a.xlsx", None)


# -- targets --------------------------------------------------------------------------------------


def test_a_plans_targets_stand_beside_the_summarys_blanks() -> None:
    summary, plan = form_of(sample("2025_年度工作总结")), form_of(sample("2026_党建工作计划"))
    form = with_targets(summary, plan)
    targets = {row.label: row.target for row in form.blanks if row.target}
    assert targets["召开党组会议"] == "不少于24次"
    own = [row for row in form.blanks if not row.blank]
    assert own
    assert all(row.target and row.note for row in own)
    assert len(form.blanks) == len(summary.blanks) + len(own)


def test_a_plan_of_another_year_is_refused(tmp_path: Path) -> None:
    names = {path.name[:6]: path for path in SAMPLES.iterdir()}
    assert names
    past = next(path for path in SAMPLES.iterdir() if path.name.startswith("2025_年度工作总结"))
    plan = next(path for path in SAMPLES.iterdir() if path.name.startswith("2025_党建工作计划"))
    with pytest.raises(LibraryError, match="不是要总结的2026年"):
        make_form_file(FormOrder((str(past),), plan=str(plan)), tmp_path / "a.xlsx", None)


def sheet_of(*facts: Fact) -> Sheet:
    return Sheet(unit="云州市金融工作局", kind="annual-summary", year=2026, facts=facts)


def aimed(target: str, value: str, measure: str = "次") -> Fact:
    return Fact(id="F1", label="开展调研活动", value=Decimal(value), unit=measure, target=target)


@pytest.mark.parametrize(
    ("target", "value", "missed"),
    [
        ("不少于12次", "11", True),
        ("不少于12次", "12", False),
        ("不超过3次", "4", True),
        ("不超过3次", "3", False),
        ("12次", "9", True),
        ("", "9", False),
        ("不少于12人次", "9", False),
    ],
)
def test_a_target_is_missed_when_the_year_fell_short(target: str, value: str, missed: bool) -> None:
    assert bool(missed_targets(sheet_of(aimed(target, value)))) is missed


def test_a_missed_target_must_be_owned_up_to() -> None:
    sheet = sheet_of(aimed("不少于12次", "9"))
    silent = ["全年开展调研活动9次。", "支部建设还有差距。"]
    assert [each.message for each in passed_over(sheet, silent)] == [
        "“开展调研活动”年初目标不少于12次，实际9次，没有完成"
    ]
    assert not passed_over(sheet, [*silent, "全年开展调研活动9次，没有达到年初提出的12次。"])


def test_last_years_sheet_brings_departments_and_hidden_values() -> None:
    form = form_of(sample("2025_年度工作总结"))
    known = Fact(id="F1", label="召开党组会议", value=Decimal(21), unit="次", department="办公室")
    rows = {row.label: row for row in departments_from(form, [known]).blanks}
    assert (rows["召开党组会议"].previous, rows["召开党组会议"].department) == (21, "办公室")
    assert isinstance(rows["召开党组会议"], BlankRow)


# -- from the terminal ----------------------------------------------------------------------------


def test_the_terminal_makes_a_workbook_that_can_be_drafted_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = next(path for path in SAMPLES.iterdir() if path.name.startswith("2026_党建工作计划"))
    out = tmp_path / "facts.xlsx"
    assert main(["form", str(plan), "-o", str(out)]) == 0
    assert capsys.readouterr().out.endswith(f"已存到  {out}\n")
    assert main(["draft", str(out), "-o", str(tmp_path / "稿")]) == 0
    assert (tmp_path / "稿" / "draft.docx").exists()


def test_the_terminal_says_what_conflicts_and_who_owes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = parts(tmp_path)
    one = answered(given["办公室"], 24)
    other = tmp_path / "另一份.xlsx"
    other.write_bytes(one.read_bytes())
    answered(other, 25)
    out = tmp_path / "汇总.xlsx"
    files = [str(one), str(other), str(given["机关党委"])]
    assert main(["facts", "merge", *files, "-o", str(out)]) == 1
    said = capsys.readouterr().out
    assert "冲突1处" in said
    assert "机关党委  还有1项没有填" in said


def test_what_is_neither_report_nor_kind_is_one_line_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "facts.xlsx"
    assert main(["form", "没有这份", "-o", str(out)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not out.exists()
