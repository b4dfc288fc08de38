"""The table of facts: filled in on the page, by files, and by the workbook."""

from __future__ import annotations

from pathlib import Path

from desk import Desk
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Locator, expect

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
  - {label: 发展党员, value: 4, unit: 名, source: 党员发展台账}
"""


def cell(desk: Desk, label: str) -> Locator:
    """Where this year's number stands."""
    return desk.tab.get_by_label(f"{label}今年的数", exact=True)


def test_the_table_is_filled_in_place_and_what_it_holds_reaches_the_draft(
    desk_drafted: Desk,
) -> None:
    desk = desk_drafted
    desk.go("事实")
    members = cell(desk, "发展党员")
    members.fill("很多")
    members.press("Tab")
    desk.toast("不是一个数，没有记；请只写数字")
    members.fill("3")
    members.press("Enter")
    desk.toast("已记下")
    following = desk.tab.locator("input[data-field=value]:focus")
    expect(following).to_have_count(1)
    expect(members).to_have_value("3")
    desk.tab.get_by_label("再加几项").fill("7月引进沧海人寿保险设立云州中心支公司（金融招商科）")
    desk.tab.get_by_role("button", name="加进去").click()
    desk.toast("记下了")
    expect(desk.tab.locator("input.wide")).to_have_value("7月引进沧海人寿保险设立云州中心支公司")
    desk.go("草稿")
    expect(desk.sentence("发展党员3名")).to_be_visible()


def test_sheets_and_notes_are_taken_from_files(desk_begun: Desk, tmp_path: Path) -> None:
    desk = desk_begun
    notes = Document()
    notes.add_paragraph("全年发展党员5名。")
    notes.save(str(tmp_path / "记录.docx"))
    (tmp_path / "科室.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "事实.yaml").write_text(YAML, encoding="utf-8")
    (tmp_path / "坏表.xlsx").write_bytes(b"not a workbook")
    desk.go("事实")
    desk.upload("上传事实表或记录", tmp_path / "记录.docx")
    desk.toast("读入“记录.docx”")
    expect(cell(desk, "发展党员")).to_have_value("5")
    expect(cell(desk, "召开党组会议")).to_have_value("26")
    desk.upload("上传事实表或记录", tmp_path / "科室.csv")
    desk.toast("读入“科室.csv”")
    expect(cell(desk, "发展党员")).to_have_value("3")
    desk.upload("上传事实表或记录", tmp_path / "坏表.xlsx")
    desk.toast("坏表.xlsx")
    assert "uploads" not in desk.tab.locator("#notice").inner_text()
    expect(cell(desk, "发展党员")).to_have_value("3")
    (tmp_path / "程序.exe").write_bytes(b"MZ")
    desk.upload("上传事实表或记录", tmp_path / "程序.exe")
    desk.toast("不是事实表也不是记录；可以上传")
    with (tmp_path / "太大.docx").open("wb") as large:
        large.truncate(51 * 2**20)
    desk.upload("上传事实表或记录", tmp_path / "太大.docx")
    desk.toast("文件太大，一个最多50MB")
    desk.upload("上传事实表或记录", tmp_path / "事实.yaml")
    desk.toast("读入“事实.yaml”")
    expect(cell(desk, "发展党员")).to_have_value("4")


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
