"""Files that need not be read again: unchanged, touched, moved, copied, gone from the library."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import assistant.indexing
from assistant.indexing import Indexed, index_reports
from corpus.errors import ReadingError
from corpus.library import Library
from corpus.seen import SEEN_FILE

TEXT = """云州市金融工作局{year}年度工作总结

一、工作开展情况
（一）强化理论学习。组织学习{times}次，班子成员带头讲党课。
（二）抓好风险防控。走访企业12户，化解风险3起。

二、存在的不足
调查研究不够深入。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two past reports, written long enough ago for their times of change to be trusted."""
    below = tmp_path / "往年材料" / "总结"
    below.mkdir(parents=True)
    for year in (2022, 2023):
        write(below / f"{year}.txt", year)
    return below.parent


def write(path: Path, year: int, times: int = 24) -> None:
    path.write_text(TEXT.format(year=year, times=times), encoding="utf-8")
    os.utime(path, (1_600_000_000, 1_600_000_000 + times))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read as reports, from now on."""
    names: list[str] = []
    read = assistant.indexing.read_report

    def reading(path: Path, **how: str | int | None) -> object:
        names.append(path.name)
        return read(path, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(assistant.indexing, "read_report", reading)
    return names


def index(folder: Path, **how: str | int) -> Indexed:
    return index_reports([folder], folder.parent / "library", **how)  # type: ignore[arg-type]


def unchanged(indexed: Indexed) -> list[str]:
    return [Path(row["path"]).name for row in indexed.unchanged]


def test_unchanged_files_are_not_read_and_nothing_is_written(
    folder: Path, opened: list[str]
) -> None:
    assert len(index(folder).read) == 2
    library = folder.parent / "library"
    before = {path: path.stat().st_mtime_ns for path in library.rglob("*") if path.is_file()}
    again = index(folder)
    assert (unchanged(again), again.read) == (["2022.txt", "2023.txt"], ())
    assert opened == ["2022.txt", "2023.txt"]
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_a_file_touched_but_not_changed_is_not_read(folder: Path, opened: list[str]) -> None:
    index(folder)
    os.utime(folder / "总结" / "2022.txt")
    assert unchanged(index(folder)) == ["2022.txt", "2023.txt"]
    assert len(opened) == 2


def test_a_changed_file_is_read_and_its_earlier_report_goes(
    folder: Path, opened: list[str]
) -> None:
    index(folder)
    write(folder / "总结" / "2022.txt", 2022, times=25)
    again = index(folder)
    assert ([row["year"] for row in again.read], unchanged(again)) == ([2022], ["2023.txt"])
    assert opened == ["2022.txt", "2023.txt", "2022.txt"]
    assert len(Library.open(folder.parent / "library").reports()) == 2


def test_a_change_within_one_tick_of_the_clock_is_noticed(folder: Path) -> None:
    path = folder / "总结" / "2022.txt"
    path.write_text(TEXT.format(year=2022, times=24), encoding="utf-8")
    index(folder)
    stat = path.stat()
    path.write_text(TEXT.format(year=2022, times=25), encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert len(index(folder).read) == 1


def test_a_moved_folder_is_recognised_and_gives_its_reports_new_names(
    folder: Path, opened: list[str]
) -> None:
    index(folder)
    (folder / "总结").rename(folder / "年度总结")
    again = index(folder)
    assert (len(opened), len(again.unchanged), again.read) == (2, 2, ())
    sources = [each.source for each in Library.open(folder.parent / "library").reports()]
    assert sources == ["年度总结/2022.txt", "年度总结/2023.txt"]


def test_a_copy_is_not_read_and_takes_no_name_away(folder: Path, opened: list[str]) -> None:
    index(folder)
    shutil.copy(folder / "总结" / "2022.txt", folder / "副本.txt")
    assert len(index(folder).unchanged) == 3
    assert len(opened) == 2
    sources = [each.source for each in Library.open(folder.parent / "library").reports()]
    assert sources == ["总结/2022.txt", "总结/2023.txt"]


def test_other_options_read_the_files_again(folder: Path, opened: list[str]) -> None:
    index(folder)
    assert len(index(folder, unit="云州市统计局").read) == 2
    assert len(opened) == 4


def test_another_version_of_the_program_reads_the_files_again(
    folder: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    index(folder)
    monkeypatch.setattr(assistant.indexing, "__version__", "99")
    assert len(index(folder).unchanged) == 2
    assert len(opened) == 4


def test_a_removed_report_comes_back_when_its_file_is_indexed_again(folder: Path) -> None:
    first = index(folder).read[0]["id"]
    library = Library.open(folder.parent / "library")
    library.remove(first)
    assert first not in (library.folder / SEEN_FILE).read_text(encoding="utf-8")
    assert [row["id"] for row in index(folder).read] == [first]


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"a": {"size": 1}}'])
def test_without_the_record_all_files_are_read_again(
    folder: Path, opened: list[str], spoilt: str
) -> None:
    index(folder)
    (folder.parent / "library" / SEEN_FILE).write_text(spoilt, encoding="utf-8")
    assert len(index(folder).unchanged) == 2
    assert len(opened) == 4


def test_the_record_holds_no_path(folder: Path) -> None:
    index(folder)
    record = (folder.parent / "library" / SEEN_FILE).read_text(encoding="utf-8")
    assert "2022.txt" not in record
    assert str(folder.parent) not in record


def test_a_file_that_fails_is_tried_every_time(folder: Path, opened: list[str]) -> None:
    (folder / "空白.txt").write_text("", encoding="utf-8")
    assert [len(index(folder).failed) for _ in range(2)] == [1, 1]
    with pytest.raises(ReadingError):
        index_reports([folder / "空白.txt"], folder.parent / "library")
    assert opened.count("空白.txt") == 3
