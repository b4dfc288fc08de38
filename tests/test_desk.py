"""The desk: reports into the library, a sheet into a draft and its five files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from telling import sheet_for

from assistant.desk import (
    DRAFT_FILES,
    DraftOrder,
    draft_files,
    draft_sheet,
    write_drafted,
)
from assistant.followed import followed
from assistant.indexing import index_reports, open_library
from assistant.named import named_report, read_draft
from corpus.errors import LibraryError, NigaoError, OutputError, ReadingError, SettingsError

REPORT = """云州市金融工作局党组{year}年度工作总结

{year}年，局党组履职尽责。现将情况报告如下：
一、{year}年工作开展情况
落实保密工作责任制，召开党组会议21次，{extra}。
二、存在的不足
一是学习不够深入。
三、{after}年工作打算
{after}年，局党组将认真抓好落实。
"""


def _reports(folder: Path, *years: int) -> Path:
    folder.mkdir(exist_ok=True)
    for year in years:
        text = REPORT.format(year=year, after=year + 1, extra=f"严格{year}年考勤纪律")
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
    return folder


# -- the library ------------------------------------------------------------------------------


def test_reports_are_read_once_and_then_unchanged(tmp_path: Path) -> None:
    reports = _reports(tmp_path / "reports", 2024, 2025)
    first = index_reports([reports], tmp_path / "library")
    assert [row["year"] for row in first.read] == [2024, 2025]
    again = index_reports([reports], tmp_path / "library")
    assert again.read == ()
    assert len(again.unchanged) == 2
    assert set(again.to_plain()) == {"read", "unchanged", "skipped", "failed"}


def test_one_bad_file_never_stops_the_others(tmp_path: Path) -> None:
    reports = _reports(tmp_path / "reports", 2025)
    (reports / "坏.docx").write_bytes(b"not a word file")
    (reports / "图.png").write_bytes(b"\x89PNG")
    indexed = index_reports([reports], tmp_path / "library")
    assert [row["year"] for row in indexed.read] == [2025]
    assert [Path(row["path"]).name for row in indexed.failed] == ["坏.docx"]
    assert [Path(row["path"]).name for row in indexed.skipped] == ["图.png"]


def test_each_file_is_named_as_it_is_begun(tmp_path: Path) -> None:
    heard: list[str] = []
    index_reports([_reports(tmp_path / "reports", 2024, 2025)], tmp_path / "l", step=heard.append)
    assert heard[:2] == ["2024.txt", "2025.txt"]


def test_nothing_to_read_is_an_error_and_makes_no_library(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    with pytest.raises(ReadingError, match="没有找到可读的材料"):
        index_reports([tmp_path / "reports"], tmp_path / "library")
    with pytest.raises(ReadingError, match="没有这个文件或文件夹"):
        index_reports([tmp_path / "nowhere"], tmp_path / "library")
    assert not (tmp_path / "library").exists()


def test_a_library_nobody_asked_for_may_be_missing(tmp_path: Path) -> None:
    assert open_library(tmp_path / "library", required=False) is None
    with pytest.raises(LibraryError):
        open_library(tmp_path / "library", required=True)


# -- whom a draft follows ---------------------------------------------------------------------


def test_a_draft_follows_the_newest_earlier_report_of_its_kind(tmp_path: Path) -> None:
    index_reports([_reports(tmp_path / "reports", 2023, 2024, 2025)], tmp_path / "library")
    library = open_library(tmp_path / "library", required=True)
    like = followed("", sheet_for(), library)
    assert like is not None
    assert like.year == 2025
    assert followed("", sheet_for(), None) is None


def test_a_report_is_named_by_its_id_or_its_file(tmp_path: Path) -> None:
    reports = _reports(tmp_path / "reports", 2024, 2025)
    index_reports([reports], tmp_path / "library")
    library = open_library(tmp_path / "library", required=True)
    by_file = named_report(str(reports / "2024.txt"), library)
    assert by_file.year == 2024
    assert named_report(by_file.id, library).year == 2024


def test_a_name_that_is_neither_is_an_error_that_names_both(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="没有这个编号，也没有这个文件"):
        named_report("2019年总结", None)


def test_a_report_of_the_same_or_a_later_year_cannot_be_followed(tmp_path: Path) -> None:
    reports = _reports(tmp_path / "reports", 2026)
    with pytest.raises(LibraryError, match="不早于本稿的2026年"):
        draft_sheet(sheet_for(), None, DraftOrder(like=str(reports / "2026.txt")))


def test_an_unknown_writer_or_kind_is_an_error() -> None:
    with pytest.raises(SettingsError, match="不认识的写作方式“诗人”"):
        draft_sheet(sheet_for(), None, DraftOrder(writer="诗人"))
    with pytest.raises(NigaoError, match="诗"):
        draft_sheet(sheet_for(), None, DraftOrder(kind="诗"))


# -- the five files ---------------------------------------------------------------------------


def test_a_draft_writes_its_five_files_and_reads_back(tmp_path: Path) -> None:
    reports = _reports(tmp_path / "reports", 2025)
    order = DraftOrder(like=str(reports / "2025.txt"))
    items = "facts:\n  - {label: 召开党组会议, value: 24, unit: 次}\n"
    drafted = write_drafted(draft_sheet(sheet_for(items), None, order), tmp_path / "out")
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == sorted(DRAFT_FILES)
    assert drafted.files == draft_files(drafted)
    assert "召开党组会议24次" in (tmp_path / "out" / "draft.md").read_text(encoding="utf-8")
    assert read_draft(tmp_path / "out" / "draft.json").sections == drafted.draft.sections
    check = json.loads(drafted.files["check.json"])
    assert check["metrics"]["coverage"] == 1.0


def test_the_same_sheet_makes_the_same_bytes(tmp_path: Path) -> None:
    reports = _reports(tmp_path / "reports", 2025)
    order = DraftOrder(like=str(reports / "2025.txt"))
    one, other = (draft_files(draft_sheet(sheet_for(), None, order)) for _ in range(2))
    assert one == other


def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("在", encoding="utf-8")
    with pytest.raises(OutputError, match="是文件，不是文件夹"):
        write_drafted(draft_sheet(sheet_for(), None), tmp_path / "out")


def test_no_report_of_the_kind_is_said_and_drafted_all_the_same() -> None:
    drafted = draft_sheet(sheet_for(), None)
    assert drafted.like is None
    assert "没有可参照的年度工作总结" in drafted.notes[0]
    assert drafted.draft.sections != ()


def test_what_is_no_draft_cannot_be_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "draft.json").write_text("[]", encoding="utf-8")
    with pytest.raises(NigaoError):
        read_draft(tmp_path / "draft.json")
    with pytest.raises(ReadingError):
        read_draft(tmp_path / "nowhere.json")
