"""A paper of no known kind: it is held and searched, and no draft follows it by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import session_in

from assistant.cli import main
from assistant.desk import DraftOrder, draft_sheet
from assistant.forming import FormOrder, gathered
from assistant.indexing import index_reports
from assistant.sheet.facts import Sheet
from assistant.talk.opening import Beginning
from corpus.errors import LibraryError
from corpus.library import Library
from corpus.report import Report

GOVERNMENT = """云州市2025年政府工作报告

各位代表：

现在，我代表市人民政府，向大会报告政府工作，请予审议。

一、2025年工作回顾

全市各项贷款余额达到1563.2亿元。

二、2026年工作安排

坚持稳中求进工作总基调，扎实推动高质量发展，做好各项工作。
"""
OWN = """云州市金融工作局局长2024年度述职述廉报告

一、履职情况

召开党组会议23次。

二、存在的问题

调研不够深。

三、下一步打算

抓好落实。
"""
SHEET = Sheet(unit="云州市金融工作局", kind="work-report", year=2026)


@pytest.fixture
def past(tmp_path: Path) -> Path:
    folder = tmp_path / "past"
    folder.mkdir()
    (folder / "政府.txt").write_text(GOVERNMENT, encoding="utf-8")
    return folder


def library_of(past: Path) -> Library:
    index_reports([past], past.parent / "library")
    return Library.open(past.parent / "library")


def test_the_terminal_says_that_the_kind_is_a_guess(
    past: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = str(past.parent / "library")
    assert main(["index", str(past), "--library", library]) == 0
    told = capsys.readouterr().out
    assert "2025年 文种拿不准（暂归述职述廉报告）" in told
    assert "待核  政府.txt：题目写的是“云州市2025年政府工作报告”" in told
    assert main(["library", "list", "--library", library]) == 0
    assert "文种拿不准" in capsys.readouterr().out
    assert main(["index", str(past), "--library", library, "--kind", "work-report"]) == 0
    assert main(["library", "list", "--library", library]) == 0
    assert "文种拿不准" not in capsys.readouterr().out.splitlines()[-2]


def test_no_draft_follows_it_by_itself(past: Path) -> None:
    library = library_of(past)
    drafted = draft_sheet(SHEET, library)
    assert drafted.like is None
    assert any("没有可参照的" in note for note in drafted.notes)
    (held,) = library.reports()
    assert draft_sheet(SHEET, library, DraftOrder(like=held.id)).like == held


def test_an_older_paper_that_is_surely_of_the_kind_is_followed(past: Path) -> None:
    (past / "述职.txt").write_text(OWN, encoding="utf-8")
    like = draft_sheet(SHEET, library_of(past)).like
    assert like is not None
    assert like.year == 2024


def test_it_makes_no_form_and_opens_no_paper_at_the_desk(past: Path, tmp_path: Path) -> None:
    library = library_of(past)
    with pytest.raises(LibraryError, match="没有述职述廉报告"):
        gathered(FormOrder(("work-report",)), library, None)
    session = session_in(tmp_path / "seat", library=library.folder)
    paper = session.begin(Beginning("work-report", 2026, "云州市金融工作局"))
    assert paper.like == ""


def test_it_is_found_by_a_search(past: Path) -> None:
    found = library_of(past).search("各项贷款余额")
    assert [hit.passage.text for hit in found][:1] == ["全市各项贷款余额达到1563.2亿元。"]


def test_a_report_keeps_its_doubt_and_one_without_is_kept_as_before(past: Path) -> None:
    (doubtful,) = library_of(past).reports()
    assert Report.from_plain(doubtful.to_plain()) == doubtful
    sure = Report("i", "述职", "work-report", 2025, "", "", ())
    assert "doubt" not in sure.to_plain()


def test_a_check_does_not_judge_it_by_another_kinds_form(
    past: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(past / "政府.txt")]) == 0
    told = capsys.readouterr().out
    assert "述职述廉" not in told
    assert "未能判断文种" in told
    assert main(["check", str(past / "政府.txt"), "--kind", "work-report"]) == 1
