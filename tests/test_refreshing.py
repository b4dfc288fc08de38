"""New facts into an edited file: tracked changes for what they change, and nothing else."""

from __future__ import annotations

import re
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from edited_words import (
    DOCUMENT,
    DRAFT,
    SHEET,
    counted,
    deleted,
    inserted,
    paragraph_of,
    part,
    swapped,
    typed,
    with_parts,
    written,
)
from rendering import needs_office

from assistant.edited.styles import page_of
from assistant.edited.wordfile import open_word
from assistant.export.annexes import facts_table
from assistant.export.docx import to_docx
from assistant.refreshing import Refreshed, refresh_word
from assistant.returning import read_edited
from assistant.sheet.facts import Sheet
from corpus.errors import ReadingError, SheetError

NEW: Sheet = SHEET.model_copy(
    update={
        "facts": (
            counted("F1", "召开党组会议", "20", "次", "21", source="党组会议台账"),
            counted("F2", "各项贷款余额", "1040.2", "亿元", "950.0", source="人民银行月报"),
            *SHEET.facts[2:],
        )
    }
)
RENEWED = {
    "全年召开党组会议24次，同比增长14.3%。": "全年召开党组会议20次，同比下降4.8%。",
    "各项贷款余额1034.5亿元，同比增长8.9%。": "各项贷款余额1040.2亿元，同比增长9.5%。",
}


def refreshed(path: Path, new: Sheet = NEW) -> Refreshed:
    return refresh_word(open_word(path), new)


def saved(told: Refreshed, path: Path) -> Path:
    path.write_bytes(told.content)
    return path


def texts(path: Path, *, rejected: bool = False) -> list[str]:
    lines = page_of(open_word(path)).lines
    return [line.before if rejected else line.text for line in lines]


def paragraphs(content: bytes) -> list[bytes]:
    return re.findall(rb"<w:p>.*?</w:p>", part(content, DOCUMENT))


def test_changed_facts_and_what_hangs_on_them_are_renewed(tmp_path: Path) -> None:
    told = refreshed(written(tmp_path))
    text = "".join(texts(saved(told, tmp_path / "新.docx")))
    for old, new in RENEWED.items():
        assert old not in text
        assert new in text
    assert [(each.was, each.now) for each in told.marked] == [
        ("24", "20"),
        ("增长", "下降"),
        ("14.3", "4.8"),
        ("1034.5", "1040.2"),
        ("8.9", "9.5"),
    ]


def test_rejecting_the_revisions_gives_the_file_back(tmp_path: Path) -> None:
    path = written(tmp_path)
    told = refreshed(path)
    assert texts(saved(told, tmp_path / "新.docx"), rejected=True) == texts(path)


def test_every_other_paragraph_keeps_its_bytes(tmp_path: Path) -> None:
    was = written(tmp_path).read_bytes()
    now = refreshed(tmp_path / "稿.docx").content
    pairs = list(zip(paragraphs(was), paragraphs(now), strict=True))
    assert sum(old != new for old, new in pairs) == 2
    for name in ("word/styles.xml", "word/settings.xml", "word/footer1.xml"):
        assert part(was, name) == part(now, name)


def test_within_a_changed_paragraph_every_other_run_keeps_its_bytes(tmp_path: Path) -> None:
    was = written(tmp_path).read_bytes()
    now = part(refreshed(tmp_path / "稿.docx").content, DOCUMENT)
    kept = re.sub(rb"<w:ins .*?</w:ins>", b"", now)
    kept = re.sub(rb"</?w:del[ >][^>]*>?", b"", kept).replace(b"w:delText", b"w:t")
    runs = re.compile(rb"<w:t[^>]*>([^<]*)</w:t>")
    assert b"".join(runs.findall(kept)) == b"".join(runs.findall(part(was, DOCUMENT)))


def test_the_revisions_bear_our_name_and_the_sheets_date(tmp_path: Path) -> None:
    document = part(refreshed(written(tmp_path)).content, DOCUMENT).decode()
    marks = re.findall(r"<w:(?:ins|del) ([^>]*)>", document)
    assert marks
    for mark in marks:
        assert 'w:author="拟稿" w:date="2026-12-25T00:00:00Z"' in mark
    ids = re.findall(r'<w:(?:ins|del) w:id="(\d+)"', document)
    assert len(set(ids)) == len(ids)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert refreshed(path).content == refreshed(path).content


def test_the_same_facts_again_change_nothing(tmp_path: Path) -> None:
    once = saved(refreshed(written(tmp_path)), tmp_path / "新.docx")
    again = refreshed(once)
    assert again.marked == again.by_hand == again.untold == ()
    assert again.content == once.read_bytes()


def test_a_second_set_of_new_facts_goes_on_from_the_first(tmp_path: Path) -> None:
    once = saved(refreshed(written(tmp_path)), tmp_path / "新.docx")
    third = NEW.model_copy(
        update={"facts": (counted("F1", "召开党组会议", "22", "次", "21"), *NEW.facts[1:])}
    )
    twice = saved(refreshed(once, third), tmp_path / "再.docx")
    assert "全年召开党组会议22次，同比增长4.8%。" in "".join(texts(twice))


def test_the_draft_and_the_remarks_in_the_file_are_renewed(tmp_path: Path) -> None:
    content = refreshed(written(tmp_path)).content
    path = tmp_path / "新.docx"
    path.write_bytes(content)
    back = read_edited(path)
    assert back.draft.sheet == NEW
    assert back.changes == ()
    comments = part(content, "word/comments.xml").decode()
    assert "F1 召开党组会议：20次；上年21次；比上年减少1次（4.8%）" in comments
    assert "F1 召开党组会议：24次" not in comments


def test_remarks_on_reckoned_figures_are_renewed_and_follow_new_ids(tmp_path: Path) -> None:
    row = counted("F1", "开展调研", "9", "次")
    moved = (each.model_copy(update={"id": f"F{at}"}) for at, each in enumerate(NEW.facts, start=2))
    new = NEW.model_copy(update={"facts": (row, *moved)})
    was = part(written(tmp_path).read_bytes(), "word/comments.xml").decode()
    assert ">合计：F6＋F7<" in was
    assert ">F2对上年 各项贷款余额：1034.5亿元对上年950.0亿元；比上年增加84.5亿元（8.9%）；" in was
    now = part(refreshed(written(tmp_path), new).content, "word/comments.xml").decode()
    assert ">合计：F7＋F8<" in now
    assert ">F3对上年 各项贷款余额：1040.2亿元对上年950.0亿元；比上年增加90.2亿元（9.5%）；" in now
    assert "1034.5" not in now


def test_a_remark_people_rewrote_stays(tmp_path: Path) -> None:
    path = written(tmp_path)
    comments = part(path.read_bytes(), "word/comments.xml")
    theirs = comments.replace("；来源：党组会议台账<".encode(), "，&apos;请核&apos;<".encode())
    path.write_bytes(with_parts(path.read_bytes(), {"word/comments.xml": theirs}))
    now = part(refreshed(path).content, "word/comments.xml").decode()
    assert "F1 召开党组会议：24次；上年21次；比上年增加3次（14.3%），&apos;请核&apos;<" in now


def test_words_people_changed_stay_and_their_figures_are_renewed(tmp_path: Path) -> None:
    path = written(tmp_path, ("全年召开党组会议", "一年来，共召开党组会议"))
    text = "".join(texts(saved(refreshed(path), tmp_path / "新.docx")))
    assert "一年来，共召开党组会议20次，同比下降4.8%。" in text


def test_a_line_break_before_a_figure_does_not_shift_it(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        (typed("全年召开党组会议"), typed("全年") + "<w:r><w:br/></w:r>" + typed("召开党组会议")),
    )
    lines = texts(saved(refreshed(path), tmp_path / "新.docx"))
    assert any(line.startswith("全年\n召开党组会议20次，同比下降4.8%。") for line in lines)


def test_a_sentence_people_wrote_anew_is_left_and_listed(tmp_path: Path) -> None:
    own = typed("党组会议召开24次，件件有回音。")
    path = written(tmp_path, (typed("特此报告。"), own + typed("特此报告。")))
    told = refreshed(path)
    assert any("修改稿写的，没有动；其中“24”按新事实是“20”" in line for line in told.by_hand)
    assert "党组会议召开24次，件件有回音。" in "".join(texts(saved(told, tmp_path / "新.docx")))


def test_a_figure_in_a_leaders_pending_insertion_is_changed_outside_of_it(tmp_path: Path) -> None:
    old = typed("，同比增长")
    new = deleted("，同比增长") + inserted("，比年初增长")
    run = '<w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
    run += 'w:cs="Times New Roman"/></w:rPr><w:t xml:space="preserve">1034.5</w:t></w:r>'
    paragraph = paragraph_of(to_docx(DRAFT), "各项贷款余额")
    edited = paragraph.replace(run, inserted("1034.5"), 1).replace(old, new, 1)
    path = written(tmp_path, (paragraph, edited))
    document = part(refreshed(path).content, DOCUMENT).decode()
    docx.Document(BytesIO(refreshed(path).content))
    assert re.search(r'w:author="林川"[^>]*><w:del [^>]*w:author="拟稿"', document)
    assert re.search(r'</w:ins><w:ins [^>]*w:author="拟稿"[^>]*><w:r><w:t[^>]*>1040.2<', document)


def test_a_table_of_facts_takes_the_new_values(tmp_path: Path) -> None:
    table = facts_table(SHEET)
    assert table is not None
    path = swapped(to_docx(DRAFT, annexes=(table,)), tmp_path / "稿.docx")
    cells = texts(saved(refreshed(path), tmp_path / "新.docx"))
    at = cells.index("召开党组会议")
    assert cells[at : at + 5] == ["召开党组会议", "次", "20", "21", "−4.8%"]


def test_facts_that_stand_nowhere_are_listed(tmp_path: Path) -> None:
    facts = (*NEW.facts, counted("F8", "新设指标", "5", "项"))
    told = refreshed(written(tmp_path), NEW.model_copy(update={"facts": facts}))
    assert told.untold == ("新增事实F8“新设指标”，稿中没有写",)


def test_a_clean_copy_takes_new_facts_with_its_draft(tmp_path: Path) -> None:
    path = written(tmp_path, clean=True)
    with pytest.raises(ReadingError, match=r"--draft"):
        refresh_word(open_word(path), NEW)
    told = refresh_word(open_word(path), NEW, DRAFT)
    assert len(told.marked) == 5
    with zipfile.ZipFile(BytesIO(told.content)) as archive:
        assert not any(name.startswith("customXml") for name in archive.namelist())


def test_a_draft_without_its_sheet_cannot_be_refreshed(tmp_path: Path) -> None:
    path = written(tmp_path, clean=True)
    with pytest.raises(ReadingError, match="没有带着事实表"):
        refresh_word(open_word(path), NEW, replace(DRAFT, sheet=None))


def test_facts_of_another_year_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="新事实表是2027年的，稿子是2026年的"):
        refreshed(written(tmp_path), NEW.model_copy(update={"year": 2027}))


@pytest.mark.slow
def test_a_long_paper_is_renewed_whole(tmp_path: Path) -> None:
    section = DRAFT.sections[0].children[0]
    many = tuple(
        replace(section, id=f"1.{at}", heading=f"第{at}项工作", paragraphs=section.paragraphs * 4)
        for at in range(100)
    )
    long = replace(DRAFT, sections=(replace(DRAFT.sections[0], children=many),))
    path = swapped(to_docx(long), tmp_path / "长.docx")
    assert len(refreshed(path).marked) == 1200


@pytest.mark.office
def test_libreoffice_reads_the_revisions_and_keeps_them(tmp_path: Path) -> None:
    needs_office()
    path = saved(refreshed(written(tmp_path)), tmp_path / "新.docx")
    out = tmp_path / "out"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(out), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert texts(out / "新.docx") == texts(path)
    assert texts(out / "新.docx", rejected=True) == texts(path, rejected=True)
    assert refreshed(out / "新.docx").marked == ()
