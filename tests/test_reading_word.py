"""Word files are read as a reader sees them: numbers, tables, boxes, changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from words import abstract, level, num, numbered, p, part, parts_of, save, style, word

from corpus.errors import SecretFileError
from corpus.lines import Line
from corpus.reading import lines_and_layout, lines_of
from corpus.reading.docx import read_lines
from corpus.reading.measured import measure_layout

CHINESE = level(0, "%1、", "chineseCounting") + level(1, "（%2）", "chineseCountingThousand")
CHANGE = 'w:id="1" w:author="周"'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "甲.docx"


def texts(path: Path) -> list[str]:
    return [line.text for line in read_lines(path)]


# Automatic numbers


def test_a_list_goes_on_counting_across_levels(file: Path) -> None:
    body = "".join(numbered(text, 1, at) for text, at in [("甲", 0), ("乙", 1), ("丙", 1)])
    body += numbered("丁", 1, 0) + numbered("戊", 1, 1)
    word(file, body, numbering=abstract(0, CHINESE) + num(1, 0))
    assert texts(file) == ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊"]


def test_a_list_is_found_through_the_style_of_the_paragraph(file: Path) -> None:
    """Word ties levels to styles: the style names the list, the list's level names the style."""
    tied = level(0, "%1、", "chineseCounting", '<w:pStyle w:val="H1"/>')
    tied += level(1, "（%2）", "chineseCounting", '<w:pStyle w:val="H2"/>')
    in_list = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("H1", in_list, called="heading 1") + style("H2", in_list, called="heading 2")
    body = p("工作情况", "H1") + p("抓学习", "H2") + p("抓队伍", "H2") + p("存在的不足", "H1")
    word(file, body, styles=styles, numbering=abstract(0, tied) + num(1, 0))
    assert read_lines(file) == (
        Line("一、工作情况", 1, 1),
        Line("（一）抓学习", 2, 2),
        Line("（二）抓队伍", 3, 2),
        Line("二、存在的不足", 4, 1),
    )


def test_a_paragraph_says_its_level_and_its_style_the_list(file: Path) -> None:
    styles = style("L", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = p("甲", "L", '<w:numPr><w:ilvl w:val="1"/></w:numPr>')
    word(file, body, styles=styles, numbering=abstract(0, CHINESE) + num(1, 0))
    assert texts(file) == ["（一）甲"]


@pytest.mark.parametrize("styled", [True, False])
def test_a_list_that_only_links_to_a_list_style_is_followed(styled: bool, file: Path) -> None:
    real = ('<w:styleLink w:val="S"/>' if styled else "") + CHINESE
    numbering = abstract(0, '<w:numStyleLink w:val="S"/>') + abstract(1, real)
    numbering += num(1, 0) + num(2, 1)
    styles = style("S", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>', "numbering")
    word(file, numbered("甲", 1, 0), styles=styles, numbering=numbering)
    assert texts(file) == ["一、甲"]


def test_a_list_can_be_taken_off_a_styled_paragraph(file: Path) -> None:
    styles = style("L", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = p("甲", "L") + numbered("乙", 0, style="L") + p("丙", "L")
    word(file, body, styles=styles, numbering=abstract(0, CHINESE) + num(1, 0))
    assert texts(file) == ["一、甲", "乙", "二、丙"]


def test_a_list_begins_anew_or_changes_form_where_it_is_told_to(file: Path) -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "%1)", "lowerLetter")}</w:lvlOverride>'
    numbering = abstract(0, CHINESE) + num(1, 0) + num(2, 0, override) + num(3, 0, other)
    body = "".join(numbered("甲", each, 0) for each in (1, 1, 2, 1, 3))
    word(file, body, numbering=numbering)
    assert texts(file) == ["一、甲", "二、甲", "五、甲", "六、甲", "g)甲"]


def test_items_count_through_or_restart_as_the_level_says(file: Path) -> None:
    through = level(0, "%1、", "chineseCounting") + level(
        1, "%2.", more='<w:lvlRestart w:val="0"/>'
    )
    body = "".join(numbered("甲", 1, at) for at in (0, 1, 1, 0, 1))
    word(file, body, numbering=abstract(0, through) + num(1, 0))
    assert texts(file) == ["一、甲", "1.甲", "2.甲", "二、甲", "3.甲"]


def test_legal_numbers_show_every_level_in_digits(file: Path) -> None:
    legal = level(0, "%1、", "chineseCounting") + level(1, "%1.%2", more="<w:isLgl/>")
    body = numbered("甲", 1, 0) + numbered("乙", 1, 1)
    word(file, body, numbering=abstract(0, legal) + num(1, 0))
    assert texts(file) == ["一、甲", "1.1乙"]


@pytest.mark.parametrize("off", ["0", "false", "off"])
def test_what_is_turned_off_is_as_if_it_were_not_there(off: str, file: Path) -> None:
    turned = f'w:val="{off}"'
    levels = level(0, "%1、", "chineseCounting") + level(1, "%1.%2", more=f"<w:isLgl {turned}/>")
    run = f"<w:r><w:rPr><w:b {turned}/><w:vanish {turned}/></w:rPr><w:t>丙</w:t></w:r>"
    body = numbered("甲", 1, 0) + numbered("乙", 1, 1) + p(runs=run)
    word(file, body, numbering=abstract(0, levels) + num(1, 0))
    assert texts(file) == ["一、甲", "一.1乙", "丙"]
    assert not measure_layout(file).paragraphs[-1].bold


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimal", ["1", "2", "12"]),
        ("decimalZero", ["01", "02", "12"]),
        ("decimalFullWidth", ["１", "２", "１２"]),
        ("chineseCounting", ["一", "二", "十二"]),
        ("ideographDigital", ["一", "二", "一二"]),
        ("chineseLegalSimplified", ["壹", "贰", "拾贰"]),
        ("ideographTraditional", ["甲", "乙", "乙"]),
        ("upperLetter", ["A", "B", "L"]),
        ("lowerRoman", ["i", "ii", "xii"]),
        ("upperRoman", ["I", "II", "XII"]),
        ("decimalEnclosedCircle", ["①", "②", "⑫"]),
        ("hebrew1", ["1", "2", "12"]),
        ("bullet", ["", "", ""]),
        ("none", ["", "", ""]),
    ],
)
def test_numbers_take_the_form_of_their_list(form: str, shown: list[str], file: Path) -> None:
    tail = "" if form in {"bullet", "none"} else "."
    numbering = abstract(0, level(0, f"%1{tail}", form)) + num(1, 0)
    word(file, "".join(numbered("项", 1, 0) for _ in range(12)), numbering=numbering)
    found = texts(file)
    assert [found[0], found[1], found[11]] == [f"{each}{tail}项" for each in shown]


def test_a_list_beyond_a_hundred_counts_as_chinese_does(file: Path) -> None:
    numbering = abstract(0, level(0, "%1、", "chineseCounting")) + num(1, 0)
    word(file, "".join(numbered("项", 1, 0) for _ in range(112)), numbering=numbering)
    found = texts(file)
    assert [found[at].partition("、")[0] for at in (99, 102, 109, 111)] == [
        "一百",
        "一百零三",
        "一百一十",
        "一百一十二",
    ]


def test_a_list_that_is_nowhere_defined_numbers_nothing(file: Path) -> None:
    word(file, numbered("甲", 9, 0), numbering=abstract(0, CHINESE))
    assert texts(file) == ["甲"]


# Tables


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


def test_a_table_is_read_row_by_row_with_numbers_and_inner_tables(file: Path) -> None:
    inner = f"<w:tbl>{row(p('内一'), p('内二'))}</w:tbl>{p()}"
    table = f"<w:tbl>{row(numbered('指标', 1, 0), p('数值'))}{row(p('余额'), inner)}</w:tbl>"
    word(file, table + numbered("甲", 1, 0), numbering=abstract(0, CHINESE) + num(1, 0))
    assert texts(file) == ["一、指标\t数值", "余额\t内一\t内二", "二、甲"]


def test_a_page_laid_out_in_a_frame_of_one_cell_is_read_as_paragraphs(file: Path) -> None:
    word(file, f"<w:tbl>{row(p('2025年工作总结') + p('一、情况'))}</w:tbl>")
    assert read_lines(file) == (Line("2025年工作总结", 1), Line("一、情况", 2))


def test_a_deleted_row_is_gone(file: Path) -> None:
    gone = (
        f"<w:tr><w:trPr><w:del {CHANGE}/></w:trPr><w:tc>{p('旧')}</w:tc><w:tc>{p()}</w:tc></w:tr>"
    )
    word(file, f"<w:tbl>{gone}{row(p('新'), p('值'))}</w:tbl>")
    assert texts(file) == ["新\t值"]


# Text boxes, changes, what is no text


def box(content: str) -> str:
    """A text box as Word writes it: once for itself and once for older Words."""
    inside = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{inside}</wps:txbx>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_read_once_after_its_paragraph(file: Path) -> None:
    boxed = box(p("云州市金融工作局文件") + p("云金发〔2025〕12号"))
    word(file, p("2025年工作总结", runs=boxed) + p("一、情况"))
    assert read_lines(file) == (
        Line("2025年工作总结", 1),
        Line("云州市金融工作局文件", 1),
        Line("云金发〔2025〕12号", 1),
        Line("一、情况", 2),
    )


def test_a_box_of_older_words_alone_is_read(file: Path) -> None:
    inside = f"<w:txbxContent>{p('盒中')}</w:txbxContent>"
    word(file, p(runs=f"<w:r><w:pict><v:textbox>{inside}</v:textbox></w:pict></w:r>"))
    assert texts(file) == ["盒中"]


def test_a_paragraph_deleted_whole_takes_no_number(file: Path) -> None:
    mark = f"<w:rPr><w:del {CHANGE}/></w:rPr>"
    gone = f"<w:del {CHANGE}><w:r><w:delText>乙</w:delText></w:r></w:del>"
    lists = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = numbered("甲", 1, 0) + p(runs=gone, properties=lists + mark) + numbered("丙", 1, 0)
    word(file, body, numbering=abstract(0, CHINESE) + num(1, 0))
    assert texts(file) == ["一、甲", "二、丙"]


def test_a_style_separator_keeps_a_heading_in_the_line_of_its_text(file: Path) -> None:
    mark = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"
    lists = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = p("抓学习。", "Heading1", lists + mark) + p("落实第一议题制度。") + numbered("乙", 1, 0)
    heading = style("Heading1", called="heading 1")
    word(file, body, numbering=abstract(0, CHINESE) + num(1, 0), styles=heading)
    assert texts(file) == ["一、抓学习。落实第一议题制度。", "二、乙"]
    assert [line.level_hint for line in read_lines(file)] == [None, None]


def test_text_whose_paragraph_mark_was_deleted_runs_on_into_the_next(file: Path) -> None:
    word(file, p("上半句，", properties=f"<w:rPr><w:del {CHANGE}/></w:rPr>") + p("下半句。"))
    assert texts(file) == ["上半句，下半句。"]


def test_moved_text_stands_where_it_was_moved_to(file: Path) -> None:
    moved = f"<w:moveFrom {CHANGE}><w:r><w:t>旧处</w:t></w:r></w:moveFrom>"
    to = f"<w:moveTo {CHANGE}><w:r><w:t>新处</w:t></w:r></w:moveTo>"
    word(file, p("甲", runs=moved) + p("乙", runs=to))
    assert texts(file) == ["甲", "乙新处"]


def test_a_block_wrapped_in_a_control_or_an_insertion_is_read(file: Path) -> None:
    control = f"<w:sdt><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>"
    word(file, control + f"<w:ins {CHANGE}>{p('乙')}</w:ins>")
    assert texts(file) == ["甲", "乙"]


def test_hidden_text_field_codes_and_readings_are_left_out(file: Path) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>见</w:t></w:r>'
    code = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>zì</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>字</w:t></w:r>"
    word(file, p("甲", runs=hidden + shown + code + ruby + "</w:rubyBase></w:ruby></w:r>"))
    assert texts(file) == ["甲见字"]


def test_a_break_within_a_heading_does_not_cut_it(file: Path) -> None:
    styles = style("H", called="heading 1")
    broken = "<w:r><w:br/><w:t>塑造清廉生态</w:t></w:r>"
    word(file, p("一、支持监督，", "H", runs=broken) + p("甲", runs=broken), styles=styles)
    assert texts(file) == ["一、支持监督，塑造清廉生态", "甲", "塑造清廉生态"]


def test_a_grade_of_secrecy_in_the_header_is_seen(file: Path) -> None:
    word(file, p("2025年工作总结"), header=p("机密★1年"))
    with pytest.raises(SecretFileError, match="机密"):
        read_lines(file)


def test_a_file_in_the_strict_form_of_the_format_is_read(file: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    parts = parts_of(p("甲", "H"), styles=style("H", called="heading 1"))
    loose = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    save(file, {name: text.replace(loose, strict) for name, text in parts.items()})
    assert read_lines(file) == (Line("甲", 1, 1),)


def test_a_file_written_in_utf_16_is_read(file: Path) -> None:
    parts: dict[str, str | bytes] = {**parts_of(p("甲"))}
    body = part("document", f"<w:body>{p('甲')}</w:body>").replace("UTF-8", "UTF-16")
    save(file, {**parts, "word/document.xml": body.encode("utf-16")})
    assert texts(file) == ["甲"]


# The measured layout


PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:bottom="1984"'
    ' w:left="1587" w:right="1474"/><w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
)
DEFAULTS = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsia="宋体" w:ascii="Calibri"/>'
    '<w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
)


def test_page_and_margins_are_measured_in_millimetres(file: Path) -> None:
    found = measure_layout(word(file, p("甲") + PAGE))
    assert (found.width, found.height, found.grid) == (210.0, 297.0, 28.95)
    assert (found.top, found.bottom, found.left, found.right) == (37.0, 35.0, 28.0, 26.0)


def test_type_is_looked_for_in_run_style_and_defaults(file: Path) -> None:
    base = style(
        "Base",
        '<w:pPr><w:spacing w:line="560" w:lineRule="exact"/><w:jc w:val="both"/>'
        '<w:ind w:firstLineChars="200"/></w:pPr>'
        '<w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr>',
    )
    styles = DEFAULTS + base + style("Deed", '<w:basedOn w:val="Base"/>', called="正文公文")
    bold = '<w:r><w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/></w:rPr><w:t>一、工作情况</w:t></w:r>'
    body = p(style="Deed", runs=bold + "<w:r><w:t>好</w:t></w:r>") + p() + p("正文")
    first, second = measure_layout(word(file, body, styles=styles)).paragraphs
    assert (first.number, first.style, first.font, first.latin) == (
        1,
        "正文公文",
        "黑体",
        "Calibri",
    )
    assert (first.size, first.bold, first.pitch, first.spacing) == (16.0, True, 28.0, 0.0)
    assert (first.align, first.indent) == ("both", 2.0)
    assert (second.number, second.style, second.font, second.size) == (3, "", "宋体", 10.5)
    assert (second.bold, second.pitch, second.spacing, second.align) == (False, 0.0, 1.0, "left")


def test_an_indent_in_twips_is_told_in_characters(file: Path) -> None:
    body = p("正文", properties='<w:ind w:firstLine="420"/>')
    (found,) = measure_layout(word(file, body, styles=DEFAULTS)).paragraphs
    assert found.indent == 2.0


def test_a_paragraph_that_is_a_formula_is_set_as_its_style_says(file: Path) -> None:
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    formula = f'<m:oMath xmlns:m="{math}"><m:r><m:t>a+b</m:t></m:r></m:oMath>'
    (found,) = measure_layout(word(file, p(runs=formula), styles=DEFAULTS)).paragraphs
    assert (found.text, found.font, found.size) == ("a+b", "宋体", 10.5)


def test_a_theme_names_the_type(file: Path) -> None:
    theme = (
        '<a:theme xmlns:a="urn:a"><a:minorFont><a:latin typeface="Times New Roman"/>'
        '<a:ea typeface=""/><a:font script="Hans" typeface="等线"/></a:minorFont></a:theme>'
    )
    themed = '<w:rFonts w:eastAsiaTheme="minorEastAsia" w:asciiTheme="minorAscii"/>'
    run = f"<w:r><w:rPr>{themed}</w:rPr><w:t>正文</w:t></w:r>"
    word(file, p(runs=run), styles=DEFAULTS, theme=theme)
    (found,) = measure_layout(file).paragraphs
    assert (found.font, found.latin) == ("等线", "Times New Roman")


def test_one_reading_gives_the_lines_and_the_layout(file: Path) -> None:
    word(file, p("云州市金融工作局2025年工作总结") + p("一、工作情况") + p("认真履职。") + PAGE)
    assert lines_and_layout(file) == (lines_of(file), measure_layout(file))


def test_what_is_no_word_file_has_no_layout(tmp_path: Path) -> None:
    plain = tmp_path / "总结.txt"
    plain.write_text("一、工作情况\n认真履职。\n", encoding="utf-8")
    assert lines_and_layout(plain) == (lines_of(plain), None)
