"""The past behind the draft: search, passages, the library; and the files to take away."""

from __future__ import annotations

from pathlib import Path

from desk import Desk
from docx import Document
from playwright.sync_api import expect

from corpus.reading.office import find_office


def test_the_passages_behind_a_section_are_shown_and_a_search_marks_its_words(
    desk_drafted: Desk,
) -> None:
    desk = desk_drafted
    desk.go("草稿")
    section = desk.section("防范化解风险，守住安全底线")
    section.hover()
    section.get_by_role("button", name="看往年").click()
    expect(desk.tab.locator("#sources .lead")).to_contain_text("防范化解风险")
    expect(desk.tab.locator(".hit").first).to_contain_text("2025年")
    desk.tab.get_by_label("检索往年材料").fill("党课")
    desk.tab.get_by_label("检索往年材料").press("Enter")
    expect(desk.tab.locator(".hit em", has_text="党课").first).to_be_visible()
    for where in desk.tab.locator(".hit h4").all_inner_texts():
        assert int(where[:4]) < 2026


def test_every_form_is_handed_out_under_its_chinese_name(desk_drafted: Desk) -> None:
    desk = desk_drafted
    desk.go("导出")

    def taken(button: str) -> Path:
        return desk.download(
            lambda: desk.tab.get_by_role("button", name=button, exact=True).click()
        )

    name = "云州市金融工作局党组2026年度工作总结"
    remarked, clean = taken("Word（带批注）"), taken("Word 清稿")
    assert (remarked.name, clean.name) == (f"{name}.docx", f"{name}（清稿）.docx")
    assert len(list(Document(str(remarked)).comments)) > 10
    assert len(list(Document(str(clean)).comments)) == 0
    page, plain, todo = taken("网页"), taken("纯文本（Markdown）"), taken("待办清单")
    assert "召开党组会议26次" in page.read_text("utf-8")
    assert "召开党组会议26次" in plain.read_text("utf-8")
    assert todo.name == f"{name}待办.md"
    assert "发展党员" in todo.read_text("utf-8")
    if find_office() is None:
        expect(desk.tab.get_by_role("button", name="PDF")).to_have_count(0)
    else:
        desk.tab.context.set_default_timeout(60_000)
        assert taken("PDF").read_bytes().startswith(b"%PDF")


def test_reports_are_taken_in_told_of_and_removed(desk: Desk, tmp_path: Path) -> None:
    good, bad = tmp_path / "2022_年度工作总结.txt", tmp_path / "扫描件.docx"
    good.write_text(
        "云州市地震局2022年度工作总结\n一、工作开展情况\n全年召开党组会议18次，开展演练6场。\n"
        "二、存在的问题\n台站维护不够及时。\n三、下一步打算\n继续抓好监测预报。\n",
        encoding="utf-8",
    )
    bad.write_bytes(b"PK\x03\x04 broken")
    desk.go("往年材料")
    expect(desk.tab.locator(".reports tbody tr")).to_have_count(15)
    desk.upload("上传往年材料", good, bad)
    outcome = desk.tab.locator(".outcome")
    expect(outcome.locator(".read")).to_contain_text("云州市地震局2022年度工作总结")
    expect(outcome.locator(".failed")).to_contain_text("扫描件.docx")
    row = desk.tab.locator(".reports tbody tr").filter(has_text="地震局")
    expect(row).to_have_count(1)
    desk.tab.once("dialog", lambda dialog: dialog.accept())
    row.get_by_role("button", name="删去").click()
    expect(row).to_have_count(0)
    expect(desk.tab.locator(".reports tbody tr")).to_have_count(15)
