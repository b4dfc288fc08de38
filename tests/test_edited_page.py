"""The text of document.xml as people and programs leave it, and words changed in place."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.edited.alike import out_of_order, pair_sentences, wording
from assistant.edited.marking import Edit, mark_edits, may_mark
from assistant.edited.page import Page, read_page
from corpus.errors import ReadingError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(body: str) -> bytes:
    return f'<?xml version="1.0"?><w:document {W}><w:body>{body}</w:body></w:document>'.encode()


def page(body: str) -> Page:
    return read_page(document(body), {"1": "heading 1", "a": "Normal"}, "稿.docx")


def run(text: str, properties: str = "") -> str:
    return f'<w:r w:rsidR="00A1">{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def marked(body: str, *edits: Edit) -> str:
    was = document(body)
    read = read_page(was, {}, "稿.docx")
    return mark_edits(was, read, edits, author="拟稿", date="").decode()


def texts(read: Page) -> list[str]:
    return [line.text for line in read.lines]


def test_styles_go_by_their_names() -> None:
    (line,) = page(paragraph(run("一、"), properties='<w:pStyle w:val="1"/>')).lines
    assert line.style == "heading 1"


def test_the_style_a_paragraph_had_before_is_not_its_style() -> None:
    changed = (
        '<w:pStyle w:val="1"/><w:pPrChange w:id="1" w:author="林川"><w:pPr>'
        '<w:pStyle w:val="a"/></w:pPr></w:pPrChange>'
    )
    (line,) = page(paragraph(run("一、"), properties=changed)).lines
    assert line.style == "heading 1"


def test_text_boxes_fields_and_fallbacks_are_no_text() -> None:
    body = paragraph(
        run("看"),
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
        "<w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
        "</w:drawing></w:r>",
        run("图"),
    )
    assert texts(page(body)) == ["看图"]


def test_moved_text_stands_where_it_went() -> None:
    body = paragraph(
        f'<w:moveFrom w:id="1" w:author="林川">{run("甲")}</w:moveFrom>',
        run("乙"),
        f'<w:moveTo w:id="2" w:author="林川">{run("甲")}</w:moveTo>',
    )
    (line,) = page(body).lines
    assert (line.before, line.text, line.authors) == ("甲乙", "乙甲", ("林川",))


def test_cells_know_their_row_and_text_goes_on_behind_the_table() -> None:
    row = "<w:tr>" + "".join(f"<w:tc>{paragraph(run(t))}</w:tc>" for t in "甲乙") + "</w:tr>"
    read = page(f"<w:tbl>{row}{row}</w:tbl>{paragraph(run('后'))}")
    assert [(line.text, line.row) for line in read.lines] == [
        ("甲", (1, 1)),
        ("乙", (1, 1)),
        ("甲", (1, 2)),
        ("乙", (1, 2)),
        ("后", None),
    ]


@pytest.mark.parametrize("content", [b"<a/>", b"", b"<w:document/>", b"<w:document><w:p>"])
def test_what_no_word_processor_writes_is_refused(content: bytes) -> None:
    with pytest.raises(ReadingError, match=r"稿\.docx”的正文读不出来"):
        read_page(content, {}, "稿.docx")


def test_a_number_split_over_runs_is_changed_whole() -> None:
    out = marked(paragraph(run("会议2"), run("4次")), Edit(0, 2, 4, "26"))
    assert re.findall(r"<w:delText[^>]*>([^<]*)<", out) == ["2", "4"]
    assert re.findall(r"<w:ins [^>]*><w:r><w:t[^>]*>([^<]*)<", out) == ["26"]


def test_the_new_words_wear_the_dress_of_the_old() -> None:
    bold = "<w:rPr><w:b/></w:rPr>"
    out = marked(paragraph(run("共24次", bold)), Edit(0, 1, 3, "26"))
    assert out.count(bold) == 4


def test_a_run_with_words_last_page_break_can_be_cut_and_one_with_a_tab_cannot() -> None:
    noted = "<w:r><w:lastRenderedPageBreak/><w:t>共24次</w:t></w:r>"
    tabbed = "<w:r><w:t>共</w:t><w:tab/><w:t>24次</w:t></w:r>"
    read = page(paragraph(noted) + paragraph(tabbed))
    assert may_mark(read, Edit(0, 1, 3, "26"))
    assert not may_mark(read, Edit(1, 2, 4, "26"))


def test_characters_of_xml_stay_characters() -> None:
    out = marked(paragraph(run("A&amp;B有24次&lt;")), Edit(0, 4, 6, "<&>"))
    assert texts(read_page(out.encode(), {}, "稿.docx")) == ["A&B有<&>次<"]


letters = st.text("云州2026&<>“”，次", min_size=1, max_size=12)


@given(data=st.data(), pieces=st.lists(letters, min_size=1, max_size=4), now=letters)
def test_an_edit_changes_its_words_and_can_be_taken_back(
    data: st.DataObject, pieces: list[str], now: str
) -> None:
    body = paragraph(*(run(escape(piece)) for piece in pieces))
    text = "".join(pieces)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    (line,) = read_page(marked(body, Edit(0, start, end, now)).encode(), {}, "稿.docx").lines
    assert line.text == text[:start] + now + text[end:]
    assert line.before == text


def test_numbers_and_marks_do_not_count_as_wording() -> None:
    assert wording("召开会议24次，研究议题。") == wording("召开会议26次；研究议题")


def test_sentences_are_paired_by_what_they_say() -> None:
    old = ["严格执行请示报告制度。", "召开党组会议24次。", "走访企业120家。"]
    new = ["走访重点企业120家次。", "严格执行请示报告制度。", "今年天气很好。"]
    pairing = pair_sentences(old, new)
    assert pairing.same == {0: 2, 1: 0}
    assert pairing.sources(2) == ()


@given(st.lists(st.integers(0, 50), unique=True, max_size=12))
def test_what_is_left_without_the_moved_ascends_and_is_longest(places: list[int]) -> None:
    moved = out_of_order(places)
    left = [place for place in places if place not in moved]
    assert left == sorted(left)
    best = [1] * len(places)
    for at, place in enumerate(places):
        best[at] = 1 + max((best[b] for b in range(at) if places[b] < place), default=0)
    assert len(left) == max(best, default=0)
