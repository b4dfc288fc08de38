"""PDF files become reports when they hold text, and say so when they do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdfs import Print, pdf, pdf_of, set_in_rows
from pypdf import PdfReader, PdfWriter

from corpus.errors import ReadingError, SecretFileError
from corpus.reading import pdf as pdf_reading
from corpus.reading import read_report

TITLE = "云州市金融工作局2025年工作总结"
PARAGRAPHS = [
    TITLE,
    "一、工作情况",
    "（一）坚持党的领导，扛牢政治责任。召开党组会议**次，研究议题***项，把党中央对金融工作的"
    "各项要求落到每一个科室、每一个岗位，做到“事事有回音”。",
    "二、存在的不足",
    "干部本领还不够强，懂上市、懂风控的人才偏少，一些业务靠几位老同志支撑，年轻同志上手慢。",
    "三、下一步打算",
] + [
    f"第{each}项重点任务由分管领导牵头，相关科室配合，按月调度、按季通报，年底逐项销号。"
    for each in "甲乙丙丁戊己庚辛"
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "总结.pdf"


def lines(path: Path) -> list[str]:
    return [line.text for line in pdf_reading.read_lines(path)]


def refusal(path: Path) -> str:
    with pytest.raises(ReadingError) as refused:
        pdf_reading.read_lines(path)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_rows_are_joined_to_paragraphs_and_page_numbers_dropped(file: Path) -> None:
    file.write_bytes(pdf(set_in_rows(PARAGRAPHS)))
    assert lines(file) == PARAGRAPHS


def test_a_text_of_short_rows_without_indents_is_not_run_together(file: Path) -> None:
    short = [
        TITLE,
        "2025年的工作在市委坚强领导下扎实推进，现报告如下：",
        "一、工作情况",
        "（一）强化学习",
        "召开会议12次。",
        "二、不足",
    ]
    page = [(90.0, 700.0 - 28 * at, 16.0, text) for at, text in enumerate(short)]
    file.write_bytes(pdf([page]))
    assert lines(file) == short


def test_a_heading_that_fills_its_row_ends_before_the_next_number(file: Path) -> None:
    full = "一、围绕服务高质量发展这个首要任务，不断提升服务水平和能力"
    prose = [
        "（一）主要成效。全年各项工作平稳有序推进，干部队伍的精神面貌",
        "明显好转，服务企业的本领持续增强，全市金融运行总体平稳有序。",
    ]
    rows = [full, *(prose * 3)]
    page = [(90.0, 700.0 - 28 * at, 16.0, text) for at, text in enumerate(rows)]
    file.write_bytes(pdf([page]))
    assert lines(file) == [full, *["".join(prose)] * 3]


def test_running_heads_are_dropped(file: Path) -> None:
    file.write_bytes(pdf(set_in_rows(PARAGRAPHS * 2, head="云州市金融工作局文件")))
    assert lines(file) == PARAGRAPHS * 2


@pytest.mark.parametrize("foot", ["{}", "- {} -", "第{}页", "第 {} 页 共 2 页", "{} / 2"])
def test_page_numbers_are_known_in_every_dress(foot: str, file: Path) -> None:
    file.write_bytes(pdf(set_in_rows(PARAGRAPHS[:5], foot=foot)))
    assert lines(file) == PARAGRAPHS[:5]


def test_pieces_painted_out_of_order_stand_where_they_are_printed(file: Path) -> None:
    page: list[Print] = [
        (90, 700, 16, "落实"),
        (90 + 16 * 3, 700, 16, "第一议题"),
        (90 + 16 * 8, 700, 16, "制度。"),
        (90 + 16 * 2, 700, 16, "“"),
        (90 + 16 * 7, 700, 16, "”"),
    ]
    file.write_bytes(pdf([page]))
    assert lines(file) == ["落实“第一议题”制度。"]


def test_columns_of_a_table_are_parted_by_tabs(file: Path) -> None:
    page: list[Print] = [
        (90, 700, 16, "指标"),
        (250, 700, 16, "数值"),
        (90, 672, 16, "贷款余额"),
        (250, 672, 16, "**亿元"),
    ]
    file.write_bytes(pdf([page]))
    assert lines(file) == ["指标\t数值", "贷款余额\t**亿元"]


def test_a_pdf_becomes_a_report(file: Path) -> None:
    file.write_bytes(pdf(set_in_rows(PARAGRAPHS)))
    report = read_report(file)
    assert (report.title, report.kind, report.year) == (TITLE, "annual-summary", 2025)
    assert [(each.level, each.heading, each.run_in) for each in report.walk()] == [
        (1, "工作情况", False),
        (2, "坚持党的领导，扛牢政治责任", True),
        (1, "存在的不足", False),
        (1, "下一步打算", False),
    ]


def test_a_scan_says_what_to_do(file: Path) -> None:
    file.write_bytes(pdf([[], []], image=True))
    assert "没有文字层" in refusal(file)
    assert "OCR" in refusal(file)


def test_a_pdf_without_words_is_no_scan(file: Path) -> None:
    file.write_bytes(pdf([[(90, 700, 16, "2025 report")]]))
    assert "没有一个汉字" in refusal(file)


def test_a_garbled_text_layer_is_refused(file: Path) -> None:
    file.write_bytes(pdf([[(90, 700, 16, "\ue123\ue124\ue125\ue126一")]]))
    assert "乱码" in refusal(file)


@pytest.mark.parametrize("algorithm", ["RC4-128", "RC4-40"])
def test_a_locked_pdf_is_refused(algorithm: str, file: Path) -> None:
    file.write_bytes(pdf(set_in_rows(PARAGRAPHS)))
    writer = PdfWriter(clone_from=PdfReader(file))
    writer.encrypt("口令", algorithm=algorithm)
    writer.write(file)
    assert "加了密码" in refusal(file)


def test_a_pdf_that_is_only_guarded_against_changes_is_read(file: Path) -> None:
    file.write_bytes(pdf(set_in_rows(PARAGRAPHS)))
    writer = PdfWriter(clone_from=PdfReader(file))
    writer.encrypt("", owner_password="主人", algorithm="RC4-128")
    writer.write(file)
    assert lines(file) == PARAGRAPHS


@pytest.mark.parametrize("keep", [0, 1, 40, 400, 1200])
def test_a_damaged_pdf_is_refused(keep: int, file: Path) -> None:
    file.write_bytes(pdf(set_in_rows(PARAGRAPHS))[:keep])
    assert any(word in refusal(file) for word in ("损坏", "文件是空的", "没有一个汉字"))


def test_a_secret_pdf_is_not_read(file: Path) -> None:
    file.write_bytes(pdf(set_in_rows(["机密★1年", *PARAGRAPHS])))
    with pytest.raises(SecretFileError, match="机密"):
        pdf_reading.read_lines(file)


def test_too_many_pages_and_too_busy_a_page_are_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_bytes(pdf_of([b"0 0 m\n" * 200] * 3))
    monkeypatch.setattr(pdf_reading, "MAX_PAGE", 1000)
    assert "第 1 页" in refusal(file)
    monkeypatch.setattr(pdf_reading, "MAX_PAGES", 2)
    assert "页数太多" in refusal(file)
    monkeypatch.setattr(pdf_reading, "MAX_BYTES", 100)
    assert "文件太大" in refusal(file)
