"""Copies for different readers: to hand in, to publish, as a page, as PDF, with annexes."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import docx
import pytest
from edited_words import DRAFT, SHEET, counted, part
from export_drafts import DUTY_REPORT, SPEECH
from pypdf import PdfReader
from rendering import needs_office, read_pages

from assistant.checking import CheckOrder, check_file
from assistant.copies import CopyOrder, export_copy
from assistant.draft import Draft
from assistant.export.annexes import change_cell, facts_table
from assistant.export.html import to_html
from assistant.export.pdf import to_pdf
from assistant.sheet.facts import Fact
from corpus.errors import OutputError, SettingsError


def copied(folder: Path, name: str, draft: Draft = DRAFT, **order: object) -> bytes:
    path = folder / name
    export_copy(draft, path, CopyOrder(**order))  # type: ignore[arg-type]
    return path.read_bytes()


def names(content: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.namelist()


# -- the copy to hand in --


def test_the_clean_copy_has_no_comments_properties_or_evidence(tmp_path: Path) -> None:
    content = copied(tmp_path, "清稿.docx", clean=True)
    assert not [n for n in names(content) if re.search("comments|docProps|customXml", n)]
    document = part(content, "word/document.xml").decode()
    assert not re.search("comment|w:ins|w:del|author|F1", document)
    assert docx.Document(BytesIO(content)).core_properties.author == ""


def test_clean_and_working_copies_say_the_same(tmp_path: Path) -> None:
    clean = docx.Document(BytesIO(copied(tmp_path, "a.docx", clean=True)))
    working = docx.Document(BytesIO(copied(tmp_path, "b.docx")))
    assert [p.text for p in clean.paragraphs] == [p.text for p in working.paragraphs]


# -- the copy to publish --


def public(folder: Path, *mask: str, draft: Draft = DRAFT) -> str:
    return copied(folder, "公开.md", draft, public=True, mask=mask).decode().replace("\\", "")


def test_a_masked_fact_takes_its_growth_with_it(tmp_path: Path) -> None:
    text = public(tmp_path, "F2")
    assert "各项贷款余额**亿元，同比增长**%。" in text
    assert "召开党组会议24次，同比增长14.3%。" in text


def test_a_masked_part_takes_the_total_with_it(tmp_path: Path) -> None:
    assert "走访企业**家，走访项目80家，合计**家。" in public(tmp_path, "F6")


def test_a_masked_event_takes_its_sentence_with_it(tmp_path: Path) -> None:
    text = public(tmp_path, "F5")
    assert "云岭" not in text
    assert "同比增长8.9%。**。走访" in text


def test_confidential_facts_are_masked_unasked(tmp_path: Path) -> None:
    facts = (SHEET.facts[0].model_copy(update={"confidential": True}), *SHEET.facts[1:])
    draft = replace(DRAFT, sheet=SHEET.model_copy(update={"facts": facts}))
    assert "召开党组会议**次，同比增长**%" in public(tmp_path, draft=draft)


def test_a_public_word_file_keeps_nothing_of_what_it_hides(tmp_path: Path) -> None:
    content = copied(tmp_path, "公开.docx", public=True, mask=("F2", "F5"))
    whole = b"".join(part(content, name) for name in names(content)).decode()
    assert "1034.5" not in whole
    assert "950.0" not in whole
    assert "云岭" not in whole


def test_masking_needs_known_ids_a_sheet_and_a_public_copy(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="“F99”不在事实表里"):
        public(tmp_path, "F99")
    with pytest.raises(SettingsError, match="没有事实表"):
        public(tmp_path, draft=replace(DRAFT, sheet=None))
    with pytest.raises(SettingsError, match="请加上 --public"):
        copied(tmp_path, "稿.md", mask=("F1",))


# -- tables and annexes --


def test_the_table_of_facts_stands_on_a_page_of_its_own_and_is_announced(tmp_path: Path) -> None:
    page = docx.Document(BytesIO(copied(tmp_path, "稿.docx", tables=True)))
    lines = [paragraph.text for paragraph in page.paragraphs]
    note = lines.index("附件：2026年主要指标情况表")
    assert lines[note - 1 : note + 2] == ["特此报告。", lines[note], DRAFT.signature]
    assert lines[lines.index("附件") + 1] == "2026年主要指标情况表"
    rows = [[cell.text for cell in row.cells] for row in page.tables[0].rows]
    assert rows[0] == ["指标", "计量单位", "2026年", "2025年", "同比"]
    assert rows[1] == ["召开党组会议", "次", "24", "21", "+14.3%"]
    assert len(rows) == 1 + sum(fact.value is not None for fact in SHEET.facts)


@pytest.mark.parametrize(
    ("fact", "cell"),
    [
        (counted("F1", "会议", "24", "次", "21"), "+14.3%"),
        (counted("F1", "会议", "20", "次", "21"), "−4.8%"),
        (counted("F1", "会议", "21", "次", "21"), "持平"),
        (counted("F1", "不良率", "1.38", "%", "1.52"), "−0.14个百分点"),
        (counted("F1", "会议", "24", "次"), "—"),
        (counted("F1", "会议", "24", "次", "0"), "—"),
    ],
)
def test_a_cell_tells_the_change(fact: Fact, cell: str) -> None:
    assert change_cell(fact) == cell


def test_confidential_and_masked_facts_do_not_stand_in_the_table() -> None:
    secret = counted("F1", "秘密", "1", "次").model_copy(update={"confidential": True})
    sheet = SHEET.model_copy(update={"facts": (secret, *SHEET.facts[1:])})
    table = facts_table(sheet, ("F2",))
    assert table is not None
    assert not {"秘密", "各项贷款余额"} & {row[0] for row in table.rows}
    assert facts_table(SHEET.model_copy(update={"facts": (secret,)})) is None


def test_a_speech_that_looks_back_has_the_table_of_that_year() -> None:
    facts = tuple(fact.model_copy(update={"year": 2025}) for fact in SHEET.facts)
    table = facts_table(SHEET.model_copy(update={"facts": facts}))
    assert table is not None
    assert table.title == "2025年主要指标情况表"
    assert table.rows[0][2:4] == ("2025年", "2024年")


def test_a_table_of_nothing_is_refused(tmp_path: Path) -> None:
    draft = replace(DRAFT, sheet=SHEET.model_copy(update={"facts": ()}))
    with pytest.raises(SettingsError, match="--tables"):
        export_copy(draft, tmp_path / "稿.docx", CopyOrder(tables=True))


@pytest.mark.parametrize("options", [{}, {"large": True}, {"windows": True}, {"tables": True}])
def test_our_own_layouts_pass_the_check_of_layout(tmp_path: Path, options: dict[str, bool]) -> None:
    copied(tmp_path, "稿.docx", **options)
    judgement = check_file(tmp_path / "稿.docx", CheckOrder()).judgement
    assert [each.message for each in judgement.findings if each.code == "F804"] == []


# -- a web page --


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text, self.why, self.fetched = "", [], []
        self.skips = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skips += tag in ("style", "title")
        self.why += [value or "" for name, value in attrs if name == "data-why"]
        self.fetched += [name for name, _ in attrs if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        self.skips -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        self.text += "" if self.skips else data


def read_html(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader


def test_the_page_tells_its_evidence_under_the_pointer_and_fetches_nothing() -> None:
    page = read_html(to_html(DRAFT))
    assert any("F1 召开党组会议：24次；上年21次" in why for why in page.why)
    assert any(why.startswith("待补：开展谈心谈话") for why in page.why)
    assert page.fetched == []
    for sentence in DRAFT.sentences():
        assert sentence.text in page.text


def test_a_clean_page_tells_no_evidence() -> None:
    assert read_html(to_html(DRAFT, clean=True)).why == []


def test_what_looks_like_markup_stays_text() -> None:
    odd = replace(DRAFT, title="<script>alert('&')</script>\"")
    assert odd.title in read_html(to_html(odd)).text
    assert "<script>" not in to_html(odd)


# -- PDF --


def test_without_libreoffice_a_pdf_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SettingsError, match="没有找到 LibreOffice"):
        copied(tmp_path, "稿.pdf")
    assert not (tmp_path / "稿.pdf").exists()


def test_libreoffice_that_fails_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(OutputError, match="没能存成 PDF"):
        to_pdf(b"")


def test_the_moment_of_printing_is_taken_out_and_nothing_moves(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    printed = "/CreationDate(D:20261125101112+08'00') <0123456789ABCDEF0123456789ABCDEF>"
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\nprintf "%s" "{printed}" > "$6/draft.pdf"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    content = to_pdf(b"")
    assert content == b"/CreationDate(D:19800101000000+08'00') <00000000000000000000000000000000>"
    assert len(content) == len(printed)


@pytest.mark.office
def test_a_pdf_has_the_page_of_the_standard_and_no_clock(tmp_path: Path) -> None:
    needs_office()
    content = copied(tmp_path, "稿.pdf", tables=True)
    assert re.findall(rb"D:(\d{14})", content) in ([], [b"19800101000000"])
    pages = read_pages(tmp_path / "稿.pdf")
    assert {(round(page.width), round(page.height)) for page in pages} == {(210, 297)}
    marks = [line for line in pages[-1].body if line.text == "附件"]
    assert abs(marks[0].left - 28) < 0.5
    titles = [line for line in pages[-1].body if "主要指标" in line.text]
    # Line 3 of the page: its middle lies two and a half pitches below the top edge of the 版心.
    assert abs((titles[0].top + titles[0].bottom) / 2 - (37 + 2.5 * 10.21)) < 3


@pytest.mark.office
def test_a_pdf_has_headings_and_no_paragraphs_for_bookmarks(tmp_path: Path) -> None:
    needs_office()
    outline = PdfReader(BytesIO(copied(tmp_path, "稿.pdf", SPEECH))).outline
    titles = [each.title for each in outline if not isinstance(each, list)]
    assert titles == [part.number + part.heading for part in SPEECH.sections]


@pytest.mark.parametrize("name", ["稿.docx", "稿.md", "稿.html"])
@pytest.mark.parametrize("draft", [DRAFT, DUTY_REPORT, SPEECH], ids=lambda draft: draft.kind)
def test_the_same_draft_gives_the_same_bytes(name: str, draft: Draft, tmp_path: Path) -> None:
    assert copied(tmp_path, name, draft) == copied(tmp_path, name, draft)


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"以 \.docx、\.md、\.pdf、\.html 结尾"):
        copied(tmp_path, "稿.doc")


@pytest.mark.parametrize("name", ["a b（1）.docx", "“引号”&%.md", "局党组#2026[送审].html"])
def test_awkward_file_names_are_written(name: str, tmp_path: Path) -> None:
    assert copied(tmp_path, name)
