"""Files made to harm, and files that are broken, are refused with one line, in bounded memory.

The bound: whatever a file holds, reading it stays below 1 GB of address space.
"""

from __future__ import annotations

import struct
import subprocess
import sys
import textwrap
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfs import pdf, pdf_of, set_in_rows
from words import p, part, parts_of, relations, save, word

from corpus.blanks import find_blanks
from corpus.errors import ReadingError
from corpus.lines import MAX_LINES
from corpus.masking import mask, unmask
from corpus.reading import lines_of, package, read_report

BOUND = 1 << 30
REPORT = p("云州市金融工作局2025年工作总结") + p("一、情况") + p("平稳。")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "甲.docx"


def refusal(path: Path) -> str:
    with pytest.raises(ReadingError) as refused:
        read_report(path, kind="annual-summary", year=2025)
    message = str(refused.value)
    assert "\n" not in message
    assert path.name in message
    return message


def document(body: str, head: str = "") -> str:
    return part("document", f"<w:body>{body}</w:body>").replace("?>", f"?>{head}", 1)


# Word files


LAUGHS = "".join(
    f'<!ENTITY l{at} "{f"&l{at - 1};" * 10 if at else "哈" * 10}">' for at in range(10)
)


@pytest.mark.parametrize(
    "head",
    [
        f"<!DOCTYPE w [{LAUGHS}]>",
        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_dtd_is_refused_whatever_it_declares(head: str, encoding: str, file: Path) -> None:
    text = document(p("&l9;&x;" if "ENTITY" in head else "甲"), head)
    parts: dict[str, str | bytes] = {**parts_of("")}
    parts["word/document.xml"] = text.replace("UTF-8", encoding).encode(encoding)
    assert "DTD" in refusal(save(file, parts))


def test_a_dtd_in_another_part_is_refused(file: Path) -> None:
    parts = parts_of(REPORT, styles="")
    parts["word/styles.xml"] = f"<!DOCTYPE w [{LAUGHS}]><w>&l9;</w>"
    assert "DTD" in refusal(save(file, parts))


def test_a_part_that_unpacks_too_far_is_refused(file: Path) -> None:
    word(file, p("好" * (package.MAX_PART // 3 + 1)))
    assert file.stat().st_size < 100_000
    assert "展开后太大" in refusal(file)


def test_a_part_of_too_many_tags_is_refused(file: Path) -> None:
    word(file, "<w:p/>" * (package.MAX_MARKUP + 1))
    assert "展开后太大" in refusal(file)


def test_what_is_not_read_may_be_large(file: Path) -> None:
    save(file, {**parts_of(REPORT), "word/media/image1.png": b"\0" * (60 << 20)})
    assert read_report(file).title == "云州市金融工作局2025年工作总结"


def test_deep_nesting_is_refused(file: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 2000 + p("甲") + "</w:sdtContent></w:sdt>" * 2000
    assert "不是完整的 .docx" in refusal(word(file, deep))


def test_a_size_that_lies_gains_nothing(file: Path) -> None:
    """The unpacked size in the directory says little; what comes out is what counts."""
    word(file, p("好" * (package.MAX_PART // 3 + 1)))
    data = bytearray(file.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", data, at + 24, 100)
        at = data.find(b"PK\x01\x02", at + 4)
    file.write_bytes(data)
    assert any(word in refusal(file) for word in ("展开后太大", "不是完整的"))


@pytest.mark.parametrize("name", ["../../外面.txt", "/tmp/外面.txt", "word\\..\\..\\外面.txt"])
def test_a_package_with_paths_outside_itself_is_refused(name: str, file: Path) -> None:
    save(file, {**parts_of(REPORT), name: "x"})
    assert "文件之外" in refusal(file)


@pytest.mark.parametrize("mode", ["", "External"])
def test_a_part_is_never_taken_from_outside_the_package(mode: str, file: Path) -> None:
    outside = file.parent / "styles.xml"
    outside.write_text(part("styles", ""), encoding="utf-8")
    links = {"styles": f"../../../../{outside}", "numbering": outside.as_uri()}
    parts = {**parts_of(REPORT), "word/_rels/document.xml.rels": relations(links, mode)}
    assert read_report(save(file, parts)).level_counts()["1"] == 1


def test_too_many_parts_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_MEMBERS", 10)
    save(file, {**parts_of(REPORT), **{f"x{at}": "" for at in range(10)}})
    assert "个部件" in refusal(file)


def test_an_encrypted_package_is_refused(file: Path) -> None:
    word(file, REPORT)
    data = bytearray(file.read_bytes())
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(sign, at + 4)
    file.write_bytes(data)
    assert "加了密码" in refusal(file)


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"_rels/.rels": relations({"officeDocument": "word/document.xml"})},
        {**parts_of(REPORT), "word/document.xml": "<a/>"},
        {**parts_of(REPORT), "word/document.xml": part("document", "")},
        {**parts_of(REPORT), "_rels/.rels": "没有标签"},
        parts_of(REPORT, styles='<w:style w:styleId="a"><w:pPr><w:outlineLvl w:val="x"/>'),
        parts_of(p("甲", properties='<w:outlineLvl w:val="高"/>')),
    ],
)
def test_a_package_that_is_no_whole_word_file_is_refused(parts: dict[str, str], file: Path) -> None:
    assert "不是完整的 .docx" in refusal(save(file, parts))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_word_file_damaged_anywhere_is_read_or_refused(file: Path, data: st.DataObject) -> None:
    whole = bytearray(word(file, REPORT).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    file.write_bytes(whole[: data.draw(st.integers(1, len(whole)))])
    try:
        said = read_report(file, kind="annual-summary", year=2025).kind
    except ReadingError as refused:
        said = str(refused)
    assert said == "annual-summary" or file.name in said


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_pdf_damaged_anywhere_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "甲.pdf"
    whole = bytearray(pdf(set_in_rows(["云州市金融工作局2025年工作总结", "一、情况", "平稳。"])))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    path.write_bytes(whole)
    try:
        said = read_report(path, kind="annual-summary", year=2025).kind
    except ReadingError as refused:
        said = str(refused)
    assert said == "annual-summary" or path.name in said


def test_half_a_character_in_a_pdf_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "甲.pdf"
    whole = pdf(set_in_rows(["云州市金融工作局2025年工作总结", "一、情况", "运行平稳。"]))
    path.write_bytes(whole.replace("运".encode("utf-16-be").hex().encode(), b"de54"))
    assert read_report(path, kind="annual-summary", year=2025).kind == "annual-summary"
    assert lines_of(path)[-1].text.endswith("一、情况行平稳。")


def test_a_text_of_too_many_paragraphs_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_text("总结。\n" * (MAX_LINES + 1), encoding="utf-8")
    assert "段落太多" in refusal(path)


@pytest.mark.parametrize(
    "mark", ["X", "1.", "x1", "《", "“", "一", "十", "不少于", "李明、", "e贷"]
)
def test_rows_of_one_mark_are_gone_through_once(mark: str) -> None:
    """Looked through anew from each mark, as patterns easily do, they would take minutes."""
    text = mark * (120_000 // len(mark))
    assert len(find_blanks(text)) <= len(text)
    assert unmask(masked := mask(text[:20_000])) == text[:20_000], masked.tokens[:3]


# Memory


def _tags(path: Path) -> None:
    word(path, "<w:r/>" * (package.MAX_MARKUP - 100))


def _paragraphs(path: Path) -> None:
    word(path, p("甲") * (package.MAX_MARKUP // 12))


def _attributes(path: Path) -> None:
    named = " ".join(f'a{at}=""' for at in range(package.MAX_MARKUP - 100))
    word(path, f"<w:p {named}/>")


def _one_text(path: Path) -> None:
    word(path, p("好" * (package.MAX_PART // 3 - 1000)))


def _wide_text(path: Path) -> None:
    path.write_bytes("总结。\n".encode() * (100 << 17))


def _one_line(path: Path) -> None:
    path.write_bytes("召开会议**次，".encode() * 380_000)


def _pdf_bomb(path: Path) -> None:
    packed = zlib.compress(b"q " * (200 << 20 >> 1), 9)
    data = pdf_of([b"stuffing"])
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    path.write_bytes(data.replace(b"<< /Length 8 >>\nstream\nstuffing\nendstream", stream))


def _pdf_commands(path: Path) -> None:
    path.write_bytes(pdf_of([b"0 g " * (256 << 10)]))


CASES: list[tuple[str, Callable[[Path], None]]] = [
    ("甲.docx", _tags),
    ("甲.docx", _paragraphs),
    ("甲.docx", _attributes),
    ("甲.docx", _one_text),
    ("甲.txt", _wide_text),
    ("甲.md", _one_line),
    ("甲.pdf", _pdf_bomb),
    ("甲.pdf", _pdf_commands),
]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="bounds address space as Linux does")
@pytest.mark.parametrize(("name", "made"), CASES, ids=[made.__name__ for _, made in CASES])
def test_memory_is_bounded(name: str, made: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / name
    made(path)
    script = f"""
        import resource, sys
        from pathlib import Path
        from corpus.errors import ReadingError
        from corpus.reading import lines_of, read_report
        resource.setrlimit(resource.RLIMIT_AS, ({BOUND}, {BOUND}))
        try:
            print(read_report(Path(sys.argv[1]), kind="work-plan", year=2025).kind)
        except ReadingError as refused:
            print(refused)
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ran.stderr == ""
    assert ran.stdout.startswith("work-plan") or name in ran.stdout
