"""--fix: mechanical mends only, in Word as tracked changes, and never a figure."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import PAPERS, draft_of

from assistant.checking import CheckOrder, check_file, save_fixed, save_page
from assistant.export.docx import to_docx
from corpus.errors import SettingsError
from corpus.reading import read_report
from eval.examined import from_report
from eval.fixing import AUTHOR, mended

FAULTY = (
    PAPERS["summary"]
    .text.replace("截至11月底，", "截止11月底,")
    .replace("严把入口关，", "印发《甲办法》、《乙办法》，按云金发[2026]5号，")
)
MENDED = PAPERS["summary"].text.replace(
    "严把入口关，", "印发《甲办法》《乙办法》，按云金发〔2026〕5号，"
)


def test_a_text_file_is_mended_and_left_as_it_was_itself(tmp_path: Path) -> None:
    source, out = tmp_path / "总结.txt", tmp_path / "改.txt"
    source.write_text(FAULTY, encoding="utf-8")
    checked = check_file(source, CheckOrder())
    fixed = save_fixed(checked, out)
    assert out.read_text("utf-8") == MENDED
    assert source.read_text("utf-8") == FAULTY
    assert sorted({each.code for each in fixed.done}) == ["F801", "F803", "W703"]
    assert fixed.left == ()


def test_a_word_file_gets_tracked_changes_a_person_can_refuse(tmp_path: Path) -> None:
    paper = PAPERS["summary"]
    draft = draft_of(FAULTY, kind=paper.kind, year=paper.year, unit=paper.unit)
    source, out = tmp_path / "总结.docx", tmp_path / "改.docx"
    source.write_bytes(to_docx(draft))
    fixed = save_fixed(check_file(source, CheckOrder()), out)
    assert len(fixed.done) == 4
    text = from_report(read_report(out)).text
    assert "截至11月底，" in text
    assert "《甲办法》《乙办法》，按云金发〔2026〕5号" in text
    with zipfile.ZipFile(out) as archive:
        document = archive.read("word/document.xml").decode()
    gone = "".join(re.findall(r"<w:delText[^>]*>([^<]*)", document))
    assert gone == "、[]止,"
    assert document.count(f'w:author="{AUTHOR}"') == document.count("<w:del ") + document.count(
        "<w:ins "
    )


def test_the_same_file_is_mended_to_the_same_bytes(tmp_path: Path) -> None:
    paper = PAPERS["summary"]
    source = tmp_path / "总结.docx"
    source.write_bytes(to_docx(draft_of(FAULTY, kind=paper.kind, year=2026, unit=paper.unit)))
    checked = check_file(source, CheckOrder())
    assert (
        save_fixed(checked, tmp_path / "a.docx").content
        == save_fixed(checked, tmp_path / "b.docx").content
    )


MARKS = st.sampled_from(
    [",", "，，", "、等", " ", "：", "[2026]5号", "3千", "截止", "》、《", "。。"]
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, len(FAULTY)), MARKS), max_size=8))
def test_no_mend_touches_a_figure(planted: list[tuple[int, str]]) -> None:
    text = PAPERS["summary"].text
    for at, mark in sorted(planted, reverse=True):
        text = text[:at] + mark + text[at:]
    paper = PAPERS["summary"].with_(PAPERS["summary"].text, text)
    examined = paper.examined()
    after = mended(examined, paper.judged().findings)
    numerals = re.compile(r"[0-9一二三四五六七八九十百千万亿]")
    assert numerals.findall(after) == numerals.findall(examined.text)


def test_what_cannot_be_mended_is_said_in_one_line(tmp_path: Path) -> None:
    source = tmp_path / "总结.txt"
    source.write_text(FAULTY, encoding="utf-8")
    checked = check_file(source, CheckOrder())
    with pytest.raises(SettingsError, match="不覆盖原稿"):
        save_fixed(checked, source)
    with pytest.raises(SettingsError, match=r"同是 \.txt"):
        save_fixed(checked, tmp_path / "改.docx")


def test_the_page_holds_the_text_and_every_finding_and_nothing_foreign(tmp_path: Path) -> None:
    source, out = tmp_path / "总结.txt", tmp_path / "页.html"
    source.write_text(FAULTY.replace("3名", "3名<b>"), encoding="utf-8")
    checked = check_file(source, CheckOrder())
    save_page(checked, out)
    page = out.read_text("utf-8")
    assert page.count("<li id=") == len(checked.judgement.findings)
    assert "3名&lt;b&gt;" in page
    assert not re.search(r"https?://|src=|@import|<script", page)
    bare = re.sub(r"<[^>]+>", "", page.partition("<article>")[2].partition("</article>")[0])
    joined = "".join(bare.split()).replace("&lt;", "<").replace("&gt;", ">")
    assert joined == "".join(checked.examined.text.split())
