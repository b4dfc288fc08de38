"""A draft edited in Word comes back with its evidence, and with what people changed."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from edited_words import (
    DOCUMENT,
    DRAFT,
    SHEET,
    deleted,
    inserted,
    paragraph_of,
    part,
    swapped,
    typed,
    with_parts,
    written,
)
from export_drafts import DUTY_REPORT, PLAN, SPEECH
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rendering import needs_office

from assistant.draft import Draft, DraftSection, Paragraph, Sentence
from assistant.edited.changes import Change
from assistant.export.docx import to_docx
from assistant.returning import Returned, read_edited
from corpus.errors import ReadingError


def sentence(returned: Returned, words: str) -> Sentence:
    return next(each for each in returned.draft.sentences() if words in each.text)


def refs(sentence: Sentence) -> list[str]:
    return [each.ref for each in sentence.evidence]


def sorts(returned: Returned) -> list[str]:
    return [change.sort for change in returned.changes]


def only(returned: Returned, sort: str) -> Change:
    (change,) = [each for each in returned.changes if each.sort == sort]
    return change


@pytest.mark.parametrize("draft", [DRAFT, DUTY_REPORT, SPEECH, PLAN], ids=lambda draft: draft.kind)
@pytest.mark.parametrize("clean", [False, True])
def test_an_untouched_file_gives_the_draft_back(draft: Draft, clean: bool, tmp_path: Path) -> None:
    path = swapped(to_docx(draft, clean=clean), tmp_path / "稿.docx")
    assert read_edited(path, draft) == Returned(draft, (), read_edited(path, draft).places)


@pytest.mark.parametrize("draft", [SPEECH, PLAN], ids=lambda draft: draft.kind)
def test_headings_parted_from_their_text_in_word_give_the_draft_back(
    draft: Draft, tmp_path: Path
) -> None:
    content = to_docx(draft)
    document = part(content, DOCUMENT).decode()
    parted, count = re.subn(
        r'<w:p><w:pPr><w:pStyle w:val="Normal"/><w:outlineLvl[^>]*></w:pPr>'
        r'(<w:r><w:rPr><w:rStyle w:val="(Heading\d)Char"/>.*?</w:r>)(?!<w:r><w:rPr><w:rStyle)',
        r'<w:p><w:pPr><w:pStyle w:val="\2"/><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr>\1'
        r'</w:p><w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr>',
        document,
    )
    assert count > 5
    path = tmp_path / "稿.docx"
    path.write_bytes(with_parts(content, {DOCUMENT: parted.encode()}))
    returned = read_edited(path, draft)
    assert returned.draft == draft
    assert returned.changes == ()


def test_the_file_itself_knows_what_the_draft_was(tmp_path: Path) -> None:
    assert read_edited(written(tmp_path)).draft == DRAFT


def test_a_clean_copy_asks_for_the_draft(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"没有拟稿留下的依据.*--draft"):
        read_edited(written(tmp_path, clean=True))


def test_what_was_left_out_does_not_hide_in_the_file(tmp_path: Path) -> None:
    returned = read_edited(swapped(to_docx(DUTY_REPORT), tmp_path / "稿.docx"))
    assert DUTY_REPORT.left_out
    assert returned.draft == replace(DUTY_REPORT, left_out=())


def test_each_sentence_has_its_place_on_the_page(tmp_path: Path) -> None:
    returned = read_edited(written(tmp_path))
    assert [place.sentence for place in returned.places] == list(DRAFT.sentences())


def test_a_reworded_sentence_keeps_the_evidence_for_what_it_still_says(tmp_path: Path) -> None:
    path = written(tmp_path, ("全年召开党组会议", "一年来，共召开党组会议"))
    returned = read_edited(path)
    edited = sentence(returned, "一年来")
    assert "F1" in refs(edited)
    assert edited.locked == "修改稿"
    assert only(returned, "改写").note == ""


def test_a_changed_figure_is_compared_with_the_facts_and_loses_its_evidence(
    tmp_path: Path,
) -> None:
    returned = read_edited(written(tmp_path, (">24<", ">26<")))
    change = only(returned, "改数")
    assert change.section == "（一）加强党的领导"
    assert "“26次”与事实F1（24次）不一致" in change.note
    assert not sentence(returned, "26次").locked


def test_a_hole_filled_by_hand_is_no_hole_any_more(tmp_path: Path) -> None:
    returned = read_edited(written(tmp_path, (">【待补1】<", ">145<")))
    assert returned.draft.holes == ()
    assert only(returned, "补填").now == "开展谈心谈话145人次。"


def test_a_sentence_of_ones_own_is_locked_and_has_no_evidence(tmp_path: Path) -> None:
    new = typed("坚持把政治监督摆在首位，听取专项汇报3次。")
    path = written(tmp_path, (typed("特此报告。"), new + typed("特此报告。")))
    returned = read_edited(path)
    added = sentence(returned, "政治监督")
    assert (added.evidence, added.locked) == ((), "修改稿")
    assert "“3次”在事实表里没有依据" in only(returned, "新增").note


def test_a_moved_paragraph_stands_where_it_was_put_with_its_evidence(tmp_path: Path) -> None:
    content = to_docx(DRAFT)
    moved = paragraph_of(content, "“三公”经费支出")
    target = paragraph_of(content, "直接融资比重偏低")
    path = swapped(content, tmp_path / "稿.docx", (moved, ""), (target, target + moved))
    returned = read_edited(path)
    second = returned.draft.sections[1]
    assert refs(second.paragraphs[1][0]) == ["F3"]
    assert set(sorts(returned)) <= {"移动"}


def test_a_sentence_struck_out_is_told(tmp_path: Path) -> None:
    returned = read_edited(written(tmp_path, (typed("特此报告。"), "")))
    assert only(returned, "删去").was == "特此报告。"
    assert returned.draft.closing == ()


def test_pending_revisions_count_as_accepted_under_their_author(tmp_path: Path) -> None:
    old = typed("严格执行重大事项请示报告制度，做到一事一报。")
    new = (
        typed("严格执行")
        + deleted("重大事项")
        + inserted("请示")
        + typed("请示报告制度，做到一事一报。")
    )
    returned = read_edited(written(tmp_path, (old, new)))
    change = only(returned, "改写")
    assert change.now == "严格执行请示请示报告制度，做到一事一报。"
    assert change.who == "林川"
    assert sentence(returned, "一事一报").locked == "林川"


def test_a_rejected_revision_leaves_the_draft_as_it_was(tmp_path: Path) -> None:
    assert read_edited(written(tmp_path)).changes == ()


def test_a_deleted_paragraph_end_joins_two_paragraphs(tmp_path: Path) -> None:
    content = to_docx(DRAFT)
    first = paragraph_of(content, "各项贷款余额")
    mark = '<w:rPr><w:del w:id="7" w:author="林川"/></w:rPr></w:pPr>'
    path = swapped(content, tmp_path / "稿.docx", (first, first.replace("</w:pPr>", mark, 1)))
    section = read_edited(path).draft.sections[0].children[1]
    assert len(section.paragraphs) == 1
    assert len(section.paragraphs[0]) == 5


def test_two_sentences_joined_keep_the_evidence_of_both(tmp_path: Path) -> None:
    returned = read_edited(written(tmp_path, ("设立云州分行。", "设立云州分行，")))
    assert set(refs(sentence(returned, "云岭银行"))) == {"F5", "F6", "F7"}
    assert "删去" not in sorts(returned)


def test_a_sentence_cut_in_two_keeps_its_evidence_in_each_half(tmp_path: Path) -> None:
    returned = read_edited(written(tmp_path, (">，企业上市", ">。企业上市")))
    assert refs(sentence(returned, "直接融资比重偏低。")) == ["P1"]
    assert sentence(returned, "企业上市步伐不快").locked


def test_a_new_heading_makes_a_new_section(tmp_path: Path) -> None:
    content = to_docx(DRAFT)
    heading = paragraph_of(content, "二、存在的不足")
    new = heading.replace("二、存在的不足", "二、几点体会")
    moved = heading.replace("二、", "三、")
    path = swapped(content, tmp_path / "稿.docx", (heading, new + moved))
    sections = read_edited(path).draft.sections
    assert [(s.id, s.number, s.heading) for s in sections] == [
        ("1", "一、", "工作开展情况"),
        ("+1", "二、", "几点体会"),
        ("2", "三、", "存在的不足"),
    ]


def test_a_reworded_heading_keeps_its_section(tmp_path: Path) -> None:
    path = written(tmp_path, ("加强党的领导", "全面加强党的领导"))
    returned = read_edited(path)
    section = returned.draft.sections[0].children[0]
    assert (section.id, section.heading) == ("1.1", "全面加强党的领导")
    assert only(returned, "改写").now == "全面加强党的领导"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "不是完整的 .docx"),
        (b"PK\x03\x04 broken", "不是完整的 .docx"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "旧版 .doc"),
    ],
)
def test_what_is_no_word_file_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "坏.docx"
    path.write_bytes(content)
    with pytest.raises(ReadingError, match=message):
        read_edited(path)


def test_entities_are_refused(tmp_path: Path) -> None:
    content = to_docx(DRAFT)
    bomb = '<!DOCTYPE w:document [<!ENTITY a "b">]><w:document '
    path = swapped(content, tmp_path / "稿.docx", ("<w:document ", bomb))
    with pytest.raises(ReadingError, match="读不出来"):
        read_edited(path)


@pytest.mark.office
def test_a_round_trip_through_libreoffice_changes_nothing(tmp_path: Path) -> None:
    needs_office()
    written(tmp_path, name="一")
    swapped(to_docx(PLAN), tmp_path / "二.docx")
    out = tmp_path / "out"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(out)]
    subprocess.run(
        [*command, str(tmp_path / "一.docx"), str(tmp_path / "二.docx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert read_edited(out / "一.docx").draft == DRAFT
    assert read_edited(out / "二.docx").draft == PLAN
    assert read_edited(out / "一.docx", sheet=SHEET).changes == ()


words = st.text("云州金融风险防控服务企业贷款2468，；", min_size=4, max_size=24)
paragraphs = st.lists(words.map(lambda text: text + "。"), min_size=1, max_size=4)


@given(texts=st.lists(paragraphs, min_size=1, max_size=5))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_written_comes_back(texts: list[list[str]], tmp_path: Path) -> None:
    body: tuple[Paragraph, ...] = tuple(tuple(Sentence(t) for t in own) for own in texts)
    draft = replace(
        DRAFT,
        opening=(),
        closing=(),
        holes=(),
        sections=(DraftSection("1", 1, "一、", "工作情况", body),),
    )
    returned = read_edited(swapped(to_docx(draft), tmp_path / "稿.docx"))
    was = Counter("".join(s.text for s in paragraph) for paragraph in body)
    assert returned.draft.sections[0].heading == "工作情况"
    assert (
        Counter("".join(s.text for s in own) for own in returned.draft.sections[0].paragraphs)
        == was
    )
    assert returned.changes == ()
