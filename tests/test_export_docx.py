"""The Word file: layout, fonts, headings, holes and remarks, read back with python-docx."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from export_drafts import CARRIED, DUTY_REPORT, PLAN, SHEET, SPEECH, said
from hypothesis import given
from hypothesis import strategies as st

from assistant.draft import Draft, DraftSection, Hole
from assistant.export.docx import ASKS, CARRIES, PROVES, to_docx
from assistant.export.layouts import load_layout
from assistant.export.pieces import pieces
from assistant.sheet.facts import Fact, Sheet

DRAFTS = (DUTY_REPORT, SPEECH, PLAN)


def opened(draft: Draft, *, clean: bool = False, sheet: Sheet | None = SHEET) -> Any:
    return docx.Document(BytesIO(to_docx(draft, clean=clean, sheet=sheet)))


def part(draft: Draft, name: str) -> str:
    with zipfile.ZipFile(BytesIO(to_docx(draft, sheet=SHEET))) as archive:
        return archive.read(name).decode()


def fonts_of(style: Any) -> set[str]:
    fonts = style.element.rPr.rFonts
    return {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia")}


def remarks_by(page: Any, author: str) -> list[str]:
    return [comment.text for comment in page.comments if comment.author == author]


def test_the_page_is_a4_with_the_margins_of_the_standard() -> None:
    section = opened(PLAN).sections[0]
    sides = {
        "page_width": 210,
        "page_height": 297,
        "top_margin": 37,
        "bottom_margin": 35,
        "left_margin": 28,
        "right_margin": 26,
        "footer_distance": 25.5,
    }
    for side, length in sides.items():
        assert abs(getattr(section, side) - Mm(length)) < Mm(0.02), side


def test_the_grid_holds_lines_of_579_twips_and_no_characters() -> None:
    grid = opened(PLAN).sections[0]._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    assert grid.get(qn("w:charSpace")) is None


def test_body_lines_are_exact_narrowed_indented_and_justified() -> None:
    body = opened(PLAN).styles["Normal"].element
    spacing, indent = body.pPr.find(qn("w:spacing")), body.pPr.find(qn("w:ind"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "640")
    assert body.pPr.find(qn("w:widowControl")).get(qn("w:val")) == "0"
    assert body.pPr.find(qn("w:jc")).get(qn("w:val")) == "both"
    assert body.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-5"


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("Subtitle", "楷体_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("Heading 4", "仿宋_GB2312", 16),
        ("footer", "宋体", 14),
    ],
)
def test_each_style_has_one_font_for_all_scripts(style: str, font: str, size: int) -> None:
    set_in = opened(PLAN).styles[style]
    assert fonts_of(set_in) == {font}
    assert set_in.font.size == Pt(size)
    assert not set_in.font.bold


def test_no_theme_font_stands_above_ours() -> None:
    for name in ("word/styles.xml", "word/document.xml", "word/footer1.xml"):
        assert "Theme" not in part(DUTY_REPORT, name)


def test_missing_fonts_have_named_substitutes() -> None:
    table = part(PLAN, "word/fontTable.xml")
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋;FangSong;' in table


def test_headings_are_real_styles_with_outline_levels() -> None:
    page = opened(PLAN)
    levels = [
        paragraph.text for paragraph in page.paragraphs if paragraph.style.name.startswith("Head")
    ]
    assert levels == [
        "一、总体要求",
        "二、重点任务",
        "（一）加强政治建设",
        "（二）强化日常监督",
        "三、组织保障",
    ]
    outline = page.styles["Heading 2"].element.pPr.find(qn("w:outlineLvl"))
    assert outline.get(qn("w:val")) == "1"


def test_a_run_in_heading_is_kai_and_its_text_is_not() -> None:
    line = next(p for p in opened(SPEECH).paragraphs if p.text.startswith("（一）"))
    assert line.style.name == "Normal"
    head, *rest = line.runs
    assert head.text == "（一）以更高站位把牢政治方向。"
    assert fonts_of(head.style) == {"楷体_GB2312"}
    assert {run.style.name for run in rest} == {"Default Paragraph Font"}


def outlined(draft: Draft) -> dict[str, str]:
    """The outline level, counted from 0, of each paragraph that has one of its own."""
    levels = ((p.text, p._p.pPr.find(qn("w:outlineLvl"))) for p in opened(draft).paragraphs)
    return {text: level.get(qn("w:val")) for text, level in levels if level is not None}


def test_a_run_in_heading_is_listed_below_the_levels_of_a_table_of_contents() -> None:
    plan = {text.partition("。")[0]: level for text, level in outlined(PLAN).items()}
    assert set(outlined(SPEECH).values()) == {"5"}
    assert plan["1.抓学习教育"] == "6"
    assert all(int(level) > 3 for level in plan.values())


def test_only_a_paragraph_that_begins_with_words_is_listed() -> None:
    item = DraftSection("1", 3, "1.", "", (said("健全制度。"), said("抓好落实。")))
    assert outlined(replace(PLAN, sections=(item,))) == {}
    two = DraftSection(
        "1", 2, "（一）", "抓学习", (said("健全制度。"), said("抓好。")), run_in=True
    )
    assert list(outlined(replace(PLAN, sections=(two,)))) == ["（一）抓学习。健全制度。"]


def test_a_number_without_words_begins_its_paragraph() -> None:
    item = DraftSection("1", 3, "1.", "", (said("健全制度。"), said("抓好落实。")))
    texts = [p.text for p in opened(replace(PLAN, sections=(item,))).paragraphs]
    assert "1.健全制度。" in texts
    assert "抓好落实。" in texts


def test_a_long_title_is_one_paragraph_of_several_lines() -> None:
    title = opened(SPEECH).paragraphs[0]
    assert title.style.name == "Title"
    first, second = title.text.split("\n")
    assert first + second == SPEECH.title


def test_a_speech_has_its_byline_centred_and_its_salutation_flush() -> None:
    page = opened(SPEECH)
    styles = [(p.style.name, p.text) for p in page.paragraphs[1:4]]
    assert styles == [
        ("Subtitle", "局党组书记、局长 林 川"),
        ("Subtitle", "（2027年1月15日）"),
        ("Salutation", "同志们："),
    ]
    indent = page.styles["Salutation"].element.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "0"


def test_the_date_begins_two_characters_behind_the_signature() -> None:
    signature, date = opened(DUTY_REPORT).paragraphs[-2:]
    two = 2 * (320 - 5)
    left = [p._p.pPr.find(qn("w:ind")).get(qn("w:left")) for p in (signature, date)]
    assert int(left[1]) - int(left[0]) == two
    width = 12 * (320 - 5)
    assert int(left[0]) + width + two == load_layout().page.text_width


def test_a_date_longer_than_the_signature_ends_two_characters_from_the_edge() -> None:
    signature, date = opened(replace(DUTY_REPORT, signature="银行科")).paragraphs[-2:]
    left = [int(p._p.pPr.find(qn("w:ind")).get(qn("w:left"))) for p in (signature, date)]
    date_width = 8 * 160 + 3 * 320 - 11 * 5
    assert left[1] + date_width + 2 * 315 == load_layout().page.text_width
    assert left[1] - left[0] == 2 * 315


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    page = opened(PLAN)
    assert page.settings.odd_and_even_pages_header_footer
    section = page.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = footer.paragraphs[0]
        assert line.text == "— 1 —"
        assert line._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert line._p.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"


def test_digits_and_latin_alone_are_set_in_times() -> None:
    draft = replace(PLAN, opening=(said("“云州金服”——2026年增长15.5%……用APP办理1,034.5亿元。"),))
    runs = opened(draft).paragraphs[1].runs
    times = [run.text for run in runs if run.font.name == "Times New Roman"]
    assert times == ["2026", "15.5%", "APP", "1,034.5"]
    assert "".join(run.text for run in runs) == draft.opening[0][0].text


def test_masks_and_markup_in_the_text_stay_as_they_are() -> None:
    literal = "完成**亿元，*重点*项目<b>5</b>个&“#1”，见[附件](x)。"
    assert opened(replace(PLAN, opening=(said(literal),))).paragraphs[1].text == literal


def test_control_characters_of_a_pasted_text_are_left_out() -> None:
    draft = replace(PLAN, opening=(said("加强\x0b监管\x00。"),))
    assert opened(draft).paragraphs[1].text == "加强监管。"


@pytest.mark.parametrize("clean", [False, True])
def test_holes_are_highlighted(clean: bool) -> None:
    page = opened(DUTY_REPORT, clean=clean)
    marked = [
        run.text
        for p in page.paragraphs
        for run in p.runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]
    assert marked == ["【待补1】"]


def test_a_hole_is_remarked_on_with_what_it_wants() -> None:
    remarks = remarks_by(opened(DUTY_REPORT), ASKS)
    assert remarks == ["待补：开展谈心谈话（人次）\n责任科室：机关纪委\n上年：32人次"]


def test_a_hole_in_the_byline_is_remarked_on_too() -> None:
    draft = replace(SPEECH, byline=("【待补3】",), holes=(Hole(3, "0", "讲话人"),))
    assert remarks_by(opened(draft), ASKS) == ["待补：讲话人"]


def test_a_filled_figure_is_remarked_on_with_its_fact() -> None:
    proofs = remarks_by(opened(DUTY_REPORT), PROVES)
    assert proofs == [
        "F1 召开党组会议：24次；上年21次；比上年增加3次（14.3%）；来源：党组会议台账",
        "F3 6月引进云岭银行设立云州分行；来源：银行科",
        "P1 问题：直接融资比重偏低；仍存在；市委巡察",
    ]


def test_without_a_sheet_a_remark_names_the_fact() -> None:
    assert remarks_by(opened(DUTY_REPORT, sheet=None), PROVES) == ["F1", "F3", "P1"]


def test_a_share_is_compared_in_percentage_points() -> None:
    fact = Fact(
        id="F1", label="不良贷款率", value=Decimal("1.20"), unit="%", previous=Decimal("1.35")
    )
    proofs = remarks_by(
        opened(DUTY_REPORT, sheet=SHEET.model_copy(update={"facts": (fact,)})), PROVES
    )
    assert proofs[0] == "F1 不良贷款率：1.20%；上年1.35%；比上年降低0.15个百分点；来源未填"


def test_routine_wording_is_remarked_on_once_a_section() -> None:
    carried = remarks_by(opened(DUTY_REPORT), CARRIES)
    assert carried == [
        "本节有2句沿用往年的常规表述，请看今年是否仍然如此：\n"
        "· 严格执行请示报告制度——重大事项一事……\n· 党组成员带头到联系点讲党课"
    ]


def test_a_remark_on_routine_wording_is_grey_and_others_are_not() -> None:
    colours = {
        comment.author: {str(run.font.color.rgb) for p in comment.paragraphs for run in p.runs[-1:]}
        for comment in opened(DUTY_REPORT).comments
    }
    assert colours == {ASKS: {"None"}, PROVES: {"None"}, CARRIES: {"808080"}}


def test_a_sentence_with_a_fact_is_not_called_routine() -> None:
    told = said(
        "召开党组会议24次。",
        CARRIED,
        *DUTY_REPORT.sections[0].children[0].paragraphs[0][0].evidence,
    )
    assert remarks_by(opened(replace(PLAN, opening=(told,))), CARRIES) == []


def test_a_clean_file_has_no_remarks() -> None:
    content = to_docx(DUTY_REPORT, clean=True, sheet=SHEET)
    names = zipfile.ZipFile(BytesIO(content)).namelist()
    assert not [name for name in names if "comments" in name]


def test_the_file_bears_a_title_but_no_author_and_no_date() -> None:
    core = part(DUTY_REPORT, "docProps/core.xml")
    assert DUTY_REPORT.title in core
    assert not [
        word for word in ("creator", "lastModifiedBy", "created", "modified") if word in core
    ]
    assert "w:date" not in part(DUTY_REPORT, "word/comments.xml")


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.kind)
def test_the_same_draft_gives_the_same_bytes(draft: Draft) -> None:
    assert to_docx(draft, sheet=SHEET) == to_docx(draft, sheet=SHEET)


@pytest.mark.slow
def test_another_process_gives_the_same_bytes() -> None:
    program = (
        "import sys; from export_drafts import DUTY_REPORT, SHEET; "
        "from assistant.export.docx import to_docx; "
        "sys.stdout.buffer.write(to_docx(DUTY_REPORT, sheet=SHEET))"
    )
    here = Path(__file__).parent
    made = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        env={"PYTHONPATH": f"{here}:{here.parent}", "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"},
    )
    assert made.stdout == to_docx(DUTY_REPORT, sheet=SHEET)


@given(st.text())
def test_pieces_lose_no_character_that_xml_can_hold(text: str) -> None:
    joined = "".join(piece.text for piece in pieces(text))
    assert joined == "".join(char for char in text if _holdable(char))


def _holdable(char: str) -> bool:
    return char in "\t\n\r" or (
        char >= " " and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff"
    )


def test_every_measure_of_the_layout_says_where_it_comes_from() -> None:
    sources = load_layout().sources()
    assert sources["page.top"].strength == "规定"
    assert sources["text.pitch"].strength == "实务"
    assert {
        name for name, source in sources.items() if source.strength == "实务" and not source.note
    } == {"styles.byline"}
    assert all(source.clause for source in sources.values() if source.strength != "实务")
