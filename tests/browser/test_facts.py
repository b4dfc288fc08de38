"""The table of facts: filled in on the page, by files, and by the workbook."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import expect

CSV = """单位,云州市金融工作局党组
文种,年度工作总结
年度,2026
指标,本年数值,计量单位,来源
发展党员,3,名,党员发展台账
"""
YAML = """
unit: 云州市金融工作局党组
kind: annual-summary
year: 2026
facts:
  - {label: 发展党员, value: 3, unit: 名, source: 党员发展台账}
"""


def test_a_cell_is_filled_in_place_and_its_value_reaches_the_draft(desk_drafted: Desk) -> None:
    desk = desk_drafted
    desk.go("事实")
    cell = desk.tab.get_by_label("发展党员今年的数", exact=True)
    cell.fill("3")
    cell.press("Enter")
    desk.toast("已记下")
    following = desk.tab.locator("input[data-field=value]:focus")
    expect(following).to_have_count(1)
    following.press_sequentially("131")
    following.press("Tab")
    expect(cell).to_have_value("3")
    expect(desk.tab.get_by_label("发展党员的来源", exact=True)).to_be_visible()
    desk.go("草稿")
    expect(desk.sentence("发展党员3名")).to_be_visible()


def test_what_is_no_number_is_said_and_not_kept(desk_begun: Desk) -> None:
    desk = desk_begun
    desk.go("事实")
    cell = desk.tab.get_by_label("发展党员今年的数", exact=True)
    cell.fill("很多")
    cell.press("Tab")
    desk.toast("不是一个数，没有记；请只写数字")


def test_facts_are_added_in_the_writers_own_words(desk_begun: Desk) -> None:
    desk = desk_begun
    desk.go("事实")
    desk.tab.get_by_label("再加几项").fill("7月引进沧海人寿保险设立云州中心支公司（金融招商科）")
    desk.tab.get_by_role("button", name="加进去").click()
    desk.toast("记下了")
    expect(desk.tab.locator("input.wide")).to_have_value("7月引进沧海人寿保险设立云州中心支公司")


@pytest.mark.parametrize(
    ("name", "text"), [("科室.csv", CSV), ("事实.yaml", YAML)], ids=["csv", "yaml"]
)
def test_a_sheet_is_taken_from_a_file(
    desk_begun: Desk, tmp_path: Path, name: str, text: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    desk_begun.go("事实")
    desk_begun.upload("上传事实表或记录", path)
    desk_begun.toast(f"读入“{name}”")
    cell = desk_begun.tab.get_by_label("发展党员今年的数", exact=True)
    expect(cell).to_have_value("3")


def test_notes_in_word_become_facts(desk_begun: Desk, tmp_path: Path) -> None:
    notes = Document()
    notes.add_paragraph("全年发展党员3名。")
    notes.add_paragraph("廉政谈话131人次。")
    path = tmp_path / "记录.docx"
    notes.save(str(path))
    desk_begun.go("事实")
    desk_begun.upload("上传事实表或记录", path)
    desk_begun.toast("读入“记录.docx”")
    expect(desk_begun.tab.get_by_label("发展党员今年的数", exact=True)).to_have_value("3")
    expect(desk_begun.tab.get_by_label("召开党组会议今年的数", exact=True)).to_have_value("26")


def test_what_is_no_sheet_is_refused_in_one_line(desk_begun: Desk, tmp_path: Path) -> None:
    path = tmp_path / "坏表.xlsx"
    path.write_bytes(b"not a workbook")
    desk_begun.go("事实")
    desk_begun.upload("上传事实表或记录", path)
    desk_begun.toast("坏表.xlsx")
    expect(desk_begun.tab.get_by_label("召开党组会议今年的数", exact=True)).to_have_value("26")


def test_the_workbook_goes_out_and_comes_back_filled_in(desk_drafted: Desk) -> None:
    desk = desk_drafted
    desk.go("事实")
    path = desk.download(lambda: desk.tab.get_by_role("button", name="下载事实表").click())
    assert path.name == "云州市金融工作局党组2026年度工作总结事实表.xlsx"
    book = load_workbook(path)
    page = book["指标"]
    columns = {cell.value: cell.column for cell in page[1]}
    rows = {str(page.cell(row, columns["指标"]).value): row for row in range(2, page.max_row + 1)}
    assert page.cell(rows["召开党组会议"], columns["本年数值"]).value == 26
    page.cell(rows["发展党员"], columns["本年数值"]).value = 3
    book.save(path)
    desk.upload("上传事实表或记录", path)
    desk.toast("读入“云州市金融工作局党组2026年度工作总结事实表.xlsx”")
    expect(desk.tab.get_by_label("发展党员今年的数", exact=True)).to_have_value("3")
    expect(desk.tab.get_by_label("召开党组会议今年的数", exact=True)).to_have_value("26")
    desk.go("草稿")
    expect(desk.sentence("发展党员3名")).to_be_visible()
