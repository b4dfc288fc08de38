"""An office's own layout, the large type and the Windows fonts, over the shipped one."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from edited_words import part
from export_drafts import PLAN, SPEECH
from rendering import needs_office, read_pages, render

from assistant.export.docx import to_docx
from assistant.export.layouts import departures, load_layout
from corpus.errors import SettingsError


def own(folder: Path, text: str) -> Path:
    path = folder / "layout.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_office_changes_single_values_and_keeps_clause_and_strength(tmp_path: Path) -> None:
    layout = load_layout(own(tmp_path, "page: {top: 36.5}\nstyles: {heading_3: {face: 黑体}}\n"))
    assert str(layout.page.top.value) == "36.5"
    assert (layout.page.top.clause, layout.page.top.strength) == ("5.2.1", "规定")
    assert [(each.name, each.shipped, each.own, each.strength) for each in departures(layout)] == [
        ("page.top", "37mm", "36.5mm", "规定"),
        ("styles.heading_3", "仿宋16磅", "黑体16磅", "一般"),
    ]


def test_the_file_is_set_in_the_office_s_own_layout(tmp_path: Path) -> None:
    layout = load_layout(own(tmp_path, "page: {left: 27}\nfaces: {仿宋: 方正仿宋_GBK}\n"))
    page = docx.Document(BytesIO(to_docx(PLAN, layout=layout)))
    assert abs(page.sections[0].left_margin - Mm(27)) < Mm(0.02)
    assert page.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "方正仿宋_GBK"


@pytest.mark.parametrize("use", ["[windows]", "windows"])
def test_an_office_may_choose_a_variant(tmp_path: Path, use: str) -> None:
    layout = load_layout(own(tmp_path, f"use: {use}\nfaces: {{楷体: 华文楷体}}\n"))
    assert layout.faces["仿宋"].font == "仿宋"
    assert layout.faces["楷体"].font == "华文楷体"


def test_an_empty_file_is_the_shipped_layout(tmp_path: Path) -> None:
    assert load_layout(own(tmp_path, "")) == load_layout()
    assert departures(load_layout()) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("page: {topp: 3}", "page 里没有“topp”；可写 width"),
        ("paper: {top: 3}", "没有“paper”这一类"),
        ("page: 3", "没有“page”这一类"),
        ("[1, 2]", "应写成 page、text"),
        ("page: {top: abc}", "page.top.value 的值不合要求"),
        ("page: {top: .nan}", "page.top.value 的值不合要求"),
        ("page: {top: {value: 30, strength: 实务}}", "page.top 的 strength 是“规定”，不能改"),
        ("page: {left: 120, right: 120}", "没有版心"),
        ("text: {pitch: 600}", "每面22行放不下"),
        ("text: {spacing: 0}", "每行28字放不下"),
        ("page: {top: -3}", "都应大于零"),
        ("styles: {body: 0}", "styles.body.size 的值不合要求"),
        ("use: huge", "没有“huge”这种版式；可用 large、windows"),
        ("use: [huge]", "没有“huge”这种版式；可用 large、windows"),
        ("page: {top: 3", "不合 YAML 写法"),
    ],
)
def test_a_wrong_layout_is_told_in_one_line(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=message) as told:
        load_layout(own(tmp_path, text))
    assert "layout.yaml" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="读不了版式文件"):
        load_layout(tmp_path / "没有.yaml")


def test_awkward_font_names_do_not_break_the_file(tmp_path: Path) -> None:
    layout = load_layout(own(tmp_path, "faces: {西文: 'A\"<&>'}\n"))
    assert docx.Document(BytesIO(to_docx(PLAN, layout=layout))).paragraphs
    assert b"&lt;&amp;&gt;" in part(to_docx(PLAN, layout=layout), "word/document.xml")


def test_large_type_is_for_reading_aloud() -> None:
    page = docx.Document(BytesIO(to_docx(SPEECH, layout=load_layout(variants=("large",)))))
    assert page.styles["Normal"].font.size == Pt(18)
    assert page.styles["Title"].font.size == Pt(24)
    assert page.styles["Heading 1"].font.size == Pt(18)


def test_the_table_of_windows_fonts_falls_back_on_the_others() -> None:
    table = part(to_docx(PLAN, layout=load_layout(variants=("windows",))), "word/fontTable.xml")
    assert 'w:name="仿宋"><w:altName w:val="FangSong;仿宋_GB2312;' in table.decode()


@pytest.mark.office
def test_large_pages_hold_21_lines_of_24_characters(tmp_path: Path) -> None:
    needs_office()
    content = to_docx(SPEECH, layout=load_layout(variants=("large",)), clean=True)
    pages = read_pages(render(content, tmp_path))
    assert {len(page.body) for page in pages[1:-1]} <= {20, 21}
    widths = [len(line.text) for page in pages for line in page.body]
    assert max(set(widths), key=widths.count) == 24
    assert all(line.right <= 184.5 for page in pages for line in page.body)
