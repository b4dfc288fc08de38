"""Files become reports through one door, or say in Chinese why they do not."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import KindError, ReadingError
from corpus.reading import package, read_report
from corpus.reading import txt as txt_reading
from corpus.report import Report

GOLD = os.environ.get("NIGAO_GOLD_DIR", "")

TEXT = """云州市金融工作局党组2025年度工作总结

2025年，局党组扎实推进各项工作，现将有关情况报告如下：
一、2025年工作开展情况
（一）坚持党的领导。召开党组会议**次，研究议题***项。
（二）服务实体经济。各项贷款余额突破XX亿元，同比增长**%。
二、存在的不足
干部本领还不够强。
云州市金融工作局党组
2026年1月5日
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    def written(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


Write = Callable[[str, str | bytes], Path]


def refusal(path: Path) -> str:
    with pytest.raises(ReadingError) as caught:
        read_report(path)
    message = str(caught.value)
    assert "\n" not in message
    return message


# The report


def test_a_text_file_becomes_a_report(write: Write) -> None:
    report = read_report(write("总结.txt", TEXT))
    assert report.title == "云州市金融工作局党组2025年度工作总结"
    assert (report.kind, report.year, report.unit) == (
        "annual-summary",
        2025,
        "云州市金融工作局党组",
    )
    assert (report.titled, report.source) == (True, "总结.txt")
    assert report.level_counts() == {"1": 2, "2": 2, "3": 0}
    assert report.sections[0].children[0].paragraphs == ("召开党组会议**次，研究议题***项。",)
    assert (report.signature, report.date) == ("云州市金融工作局党组", "2026年1月5日")
    assert Report.from_plain(report.to_plain()) == report


def test_an_id_tells_kind_and_year_and_follows_the_words_only(write: Write) -> None:
    first = read_report(write("甲.txt", TEXT))
    again = read_report(write("乙.md", TEXT.replace("\n", "\r\n\r\n")))
    other = read_report(write("丙.txt", TEXT.replace("本领", "能力")))
    assert first.id == again.id
    assert first.id.startswith("annual-summary-2025-")
    assert len(first.id) == len("annual-summary-2025-") + 8
    assert first.id != other.id


def test_what_is_given_wins_over_what_is_inferred(write: Write) -> None:
    report = read_report(
        write("甲.txt", TEXT), source="往年/甲.txt", kind="工作计划", year=2020, unit="市金融办"
    )
    assert (report.kind, report.year, report.unit) == ("work-plan", 2020, "市金融办")
    assert report.source == "往年/甲.txt"


def test_a_report_without_title_is_given_one(write: Write) -> None:
    report = read_report(
        write("甲.txt", "为做好市金融办2026年党的建设工作，制定本计划：\n一、总体要求\n稳中求进。")
    )
    assert (report.titled, report.title) == (False, "市金融办2026年党建工作计划")


def test_a_report_that_shows_no_kind_asks_for_it(write: Write) -> None:
    path = write("甲.txt", "一、天气\n2025年晴天多。")
    assert "看不出文种，请用 --kind 指定" in refusal(path)
    assert read_report(path, kind="work-plan").kind == "work-plan"


def test_a_report_that_shows_no_year_asks_for_it(write: Write) -> None:
    path = write("甲.txt", "工作总结\n一、情况\n平稳。")
    assert "看不出年份，请用 --year 指定" in refusal(path)
    assert read_report(path, year=2025).year == 2025


def test_a_given_kind_must_exist(write: Write) -> None:
    with pytest.raises(KindError):
        read_report(write("甲.txt", TEXT), kind="小说")


# Plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_every_usual_encoding_is_read(encoding: str, write: Write) -> None:
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    report = read_report(write("甲.txt", mark + TEXT.encode(encoding)))
    assert report.title == "云州市金融工作局党组2025年度工作总结"


def test_every_line_end_counts_one_line(write: Write) -> None:
    report = read_report(write("甲.txt", TEXT.replace("\n", "\r\n").replace("\r\n二", "\r二")))
    assert [section.line for section in report.walk()] == [4, 5, 6, 7]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (" \n\u3000\n".encode(), "文件是空的"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "不是文本文件|认不出文字编码"),
        (b"\x00\x01\x02", "不是文本文件"),
        (b"\xff\xfe\x4e", "认不出文字编码"),
        (b"\x80\xff\xff\x80", "认不出文字编码"),
        (TEXT.encode()[:-2] + "日".encode()[:2], "文件损坏"),
        (TEXT.encode()[:100] + b"\xff" + TEXT.encode()[100:], "文件损坏"),
        (b"2025 annual report", "没有一个汉字"),
    ],
)
def test_unreadable_text_is_refused(content: bytes, words: str, write: Write) -> None:
    assert any(each in refusal(write("甲.txt", content)) for each in words.split("|"))


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_make_a_report_or_one_clear_refusal(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "甲.txt"
    path.write_bytes(content)
    try:
        said = read_report(path, kind="work-plan", year=2026).id
    except ReadingError as refused:
        said = str(refused)
    assert said.startswith("work-plan-2026-") or said.endswith(("材料", "再读", "取一份"))


def test_too_large_a_text_is_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(txt_reading, "MAX_BYTES", 10)
    assert "文件太大" in refusal(write("甲.txt", TEXT))


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    (tmp_path / "往年.txt").mkdir()
    assert "找不到文件" in refusal(tmp_path / "没有.txt")
    assert "这是文件夹" in refusal(tmp_path / "往年.txt")


@pytest.mark.parametrize("name", ["甲.xlsx", "甲.rtf", "甲"])
def test_unknown_formats_are_refused_with_those_that_are_known(name: str, write: Write) -> None:
    message = refusal(write(name, TEXT))
    assert "不认识的格式" in message
    assert ".docx" in message


# Markdown


def test_markdown_headings_are_levels_and_masks_survive(write: Write) -> None:
    text = (
        "# 云州市金融工作局2025年工作总结\n\n## 一、情况\n\n- 召开会议**次，研究议题**项。\n\n"
        "**亿元资金到位。\n\n## 二、不足\n\n本领__不够__强。\n\n---\n"
    )
    report = read_report(write("甲.md", text))
    assert report.title == "云州市金融工作局2025年工作总结"
    assert report.sections[0].paragraphs == ("召开会议**次，研究议题**项。", "**亿元资金到位。")
    assert report.sections[1].paragraphs == ("本领__不够__强。",)
    assert [section.line for section in report.sections] == [3, 9]


def test_markdown_headings_without_numbers_are_sections(write: Write) -> None:
    text = "# 2025年工作总结\n## 工作情况\n### 抓学习\n常抓不懈。\n## 存在的不足\n本领不强。"
    report = read_report(write("甲.md", text))
    assert [(each.level, each.heading) for each in report.walk()] == [
        (1, "工作情况"),
        (2, "抓学习"),
        (1, "存在的不足"),
    ]


def test_a_title_among_top_headings_is_still_the_title(write: Write) -> None:
    report = read_report(write("甲.md", "# 2025年工作总结\n# 一、情况\n平稳。\n# 二、不足\n不强。"))
    assert report.title == "2025年工作总结"
    assert report.level_counts()["1"] == 2


# Word


def word(path: Path, fill: Callable[[Any], None]) -> Path:
    made = docx.Document()
    fill(made)
    made.save(str(path))
    return path


def test_paragraphs_and_table_rows_are_read_in_order(tmp_path: Path) -> None:
    def fill(made: Any) -> None:
        made.add_paragraph("云州市金融工作局2025年工作总结")
        made.add_paragraph("一、情况")
        made.add_paragraph("主要指标如下。")
        table = made.add_table(rows=2, cols=2)
        for cell, text in zip(table._cells, ("指标", "数值", "贷款余额", "**亿元"), strict=True):
            cell.text = text
        made.add_paragraph("指标完成较好。\n全年平稳收官。")

    report = read_report(word(tmp_path / "甲.docx", fill))
    assert report.sections[0].paragraphs == (
        "主要指标如下。",
        "指标\t数值",
        "贷款余额\t**亿元",
        "指标完成较好。",
        "全年平稳收官。",
    )
    assert report.sections[0].line == 2


def test_word_styles_are_level_hints(tmp_path: Path) -> None:
    def fill(made: Any) -> None:
        made.add_paragraph("2025年工作总结", style="Title")
        made.add_heading("工作情况", 1)
        made.add_heading("抓学习", 2)
        made.add_paragraph("常抓不懈。")

    report = read_report(word(tmp_path / "甲.docx", fill))
    assert report.title == "2025年工作总结"
    assert [(each.level, each.heading) for each in report.walk()] == [
        (1, "工作情况"),
        (2, "抓学习"),
    ]


NUMBERING = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="77">
<w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
<w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
</w:abstractNum>"""


def numbered(made: Any, text: str, level: int) -> None:
    properties = made.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
        )
    )


def test_automatic_numbers_are_resolved_into_the_text(tmp_path: Path) -> None:
    def fill(made: Any) -> None:
        root = made.part.numbering_part.element
        root.insert(0, parse_xml(NUMBERING))
        root.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
        )
        made.add_paragraph("2025年工作总结")
        numbered(made, "工作情况", 0)
        numbered(made, "抓学习", 1)
        numbered(made, "抓队伍", 1)
        numbered(made, "讲党课。每季一次。", 2)
        numbered(made, "读原著。每月一次。", 2)
        numbered(made, "其他工作正常开展。", 3)
        numbered(made, "存在的不足", 0)
        numbered(made, "本领不强", 1)

    report = read_report(word(tmp_path / "甲.docx", fill))
    assert [(each.number, each.heading) for each in report.walk()] == [
        ("一、", "工作情况"),
        ("（一）", "抓学习"),
        ("（二）", "抓队伍"),
        ("1.", "讲党课"),
        ("2.", "读原著"),
        ("二、", "存在的不足"),
        ("（一）", "本领不强"),
    ]


def test_deletions_are_dropped_and_insertions_kept(tmp_path: Path) -> None:
    def fill(made: Any) -> None:
        made.add_paragraph("2025年工作总结")
        made.add_paragraph("一、情况")
        changed = made.add_paragraph("全年")._p
        mark = f'{nsdecls("w")} w:id="1" w:author="周" w:date="2026-01-05T00:00:00Z"'
        changed.append(parse_xml(f"<w:del {mark}><w:r><w:delText>大体</w:delText></w:r></w:del>"))
        changed.append(parse_xml(f"<w:ins {mark}><w:r><w:t>总体</w:t></w:r></w:ins>"))
        changed.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>平稳，</w:t></w:r>"))
        changed.get_or_add_pPr().append(
            parse_xml(f"<w:rPr {nsdecls('w')}><w:del w:id='2'/></w:rPr>")
        )
        made.add_paragraph("稳中有进。")

    report = read_report(word(tmp_path / "甲.docx", fill))
    assert report.sections[0].paragraphs == ("全年总体平稳，稳中有进。",)


def test_headers_comments_and_contents_are_no_part_of_a_report(tmp_path: Path) -> None:
    def fill(made: Any) -> None:
        made.sections[0].header.paragraphs[0].text = "内部资料"
        made.add_paragraph("2025年工作总结")
        made.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        made.add_paragraph("一、情况\t1", style="toc 1")
        made.add_paragraph("一、情况")
        noted = made.add_paragraph("平稳。")
        made.add_comment(noted.runs, text="请核对", author="周")

    report = read_report(word(tmp_path / "甲.docx", fill))
    assert [each.heading for each in report.walk()] == ["情况"]
    assert list(report.texts())[-4:-2] == ["情况", "平稳。"]


def test_damaged_encrypted_and_false_word_files_are_refused(write: Write, tmp_path: Path) -> None:
    whole = word(tmp_path / "好.docx", lambda made: made.add_paragraph(TEXT)).read_bytes()
    assert "不是完整的 .docx" in refusal(write("甲.docx", TEXT))
    assert "不是完整的 .docx" in refusal(write("乙.docx", whole[: len(whole) // 2]))
    assert "加了密码" in refusal(write("丙.docx", bytes.fromhex("d0cf11e0a1b11ae1") + b"0" * 100))
    assert "文件是空的" in refusal(write("丁.docx", b""))


def test_a_zip_that_is_no_word_file_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "甲.docx", "w") as package:
        package.writestr("说明.txt", "不是 Word 文件")
    assert "不是完整的 .docx" in refusal(tmp_path / "甲.docx")


def test_a_word_file_with_broken_xml_is_refused(tmp_path: Path) -> None:
    word(tmp_path / "好.docx", lambda made: made.add_paragraph(TEXT))
    with (
        zipfile.ZipFile(tmp_path / "好.docx") as good,
        zipfile.ZipFile(tmp_path / "坏.docx", "w") as bad,
    ):
        for member in good.infolist():
            data = good.read(member)
            bad.writestr(member, data[:-20] if member.filename == "word/document.xml" else data)
    assert "不是完整的 .docx" in refusal(tmp_path / "坏.docx")


def test_files_that_are_or_unpack_too_large_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = word(tmp_path / "甲.docx", lambda made: made.add_paragraph(TEXT))
    monkeypatch.setattr(package, "MAX_PART", 1000)
    assert "展开后太大" in refusal(path)
    monkeypatch.setattr(package, "MAX_BYTES", 1000)
    assert "文件太大" in refusal(path)


# Real reports, by counts and line numbers only


def seeds() -> dict[str, Report]:
    return {each.name[:3]: read_report(each) for each in sorted((Path(GOLD) / "seeds").iterdir())}


@pytest.mark.gold
@pytest.mark.skipif(not GOLD, reason="NIGAO_GOLD_DIR is not set")
def test_the_five_seeds_have_their_structure() -> None:
    found = {
        name: (each.kind, each.year, each.titled, tuple(each.level_counts().values()))
        for name, each in seeds().items()
    }
    assert found == {
        "000": ("annual-summary", 2022, True, (2, 6, 0)),
        "001": ("duty-report", 2021, False, (4, 9, 0)),
        "002": ("integrity-plan", 2022, False, (3, 6, 14)),
        "003": ("party-building-plan", 2022, False, (3, 5, 19)),
        "004": ("speech", 2023, True, (3, 9, 0)),
    }


@pytest.mark.gold
@pytest.mark.skipif(not GOLD, reason="NIGAO_GOLD_DIR is not set")
def test_the_seeds_headings_stand_where_they_stand() -> None:
    found = seeds()
    assert [each.line for each in found["000"].walk()] == [4, 5, 7, 9, 11, 13, 15, 17]
    assert [each.line for each in found["001"].walk()] == [
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        13,
        14,
        15,
    ]
    assert [each.line for each in found["004"].walk()] == [5, 12, *range(14, 18), *range(19, 25)]
    assert [each.line for each in found["002"].walk()] == [2, *range(4, 26)]
    assert [each.line for each in found["003"].walk()] == [2, *range(4, 30)]
    assert not any(each.heading for each in found["002"].walk() if each.level == 3)
    assert all(each.heading and each.run_in for each in found["003"].walk() if each.level == 3)


@pytest.mark.gold
@pytest.mark.skipif(not GOLD, reason="NIGAO_GOLD_DIR is not set")
def test_the_seeds_frames_are_bounded() -> None:
    found = seeds()
    assert {name: len(each.opening) for name, each in found.items()} == dict.fromkeys(found, 1)
    assert {name: len(each.closing) for name, each in found.items() if each.closing} == {"004": 1}
    assert [name for name, each in found.items() if each.salutation] == ["004"]
    assert [len(each.unit) for each in found.values()] == [7, 7, 6, 4, 5]


@pytest.mark.gold
@pytest.mark.skipif(not GOLD, reason="NIGAO_GOLD_DIR is not set")
def test_public_reports_read_sensibly() -> None:
    reports = [read_report(each) for each in sorted((Path(GOLD) / "real").iterdir())]
    assert {each.kind for each in reports} == {"work-report"}
    assert all("没有对应的" in each.doubt for each in reports)
    assert [each.year for each in reports] == [2021, 2022, 2023, 2024, 2026, 2026, 2026]
    assert [tuple(each.level_counts().values()) for each in reports] == [
        (3, 8, 0),
        (3, 9, 0),
        (2, 18, 0),
        (3, 10, 0),
        (3, 6, 0),
        (5, 24, 13),
        (3, 8, 0),
    ]
    assert all(each.salutation and each.closing for each in reports)
