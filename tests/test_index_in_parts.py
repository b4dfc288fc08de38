"""A run over many files goes in parts, and what comes of it is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import indexing
from assistant.indexing import Indexed, index_reports
from corpus import binding
from corpus.library import Library
from corpus.samples import sample_folder

SAMPLES = Path(str(sample_folder())) / "reports"
QUERIES = ("各项贷款余额", "党组会议", "非法集资陈案", "一岗双责", "政金企对接")


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file goes into the library alone, and every report into a volume of its own."""
    monkeypatch.setattr(indexing, "MOST_HELD", 1)
    monkeypatch.setattr(binding, "MOST_AT_ONCE", 1)


def answers(library: Library) -> list[list[str]]:
    return [[hit.passage.id for hit in library.search(query, k=8)] for query in QUERIES]


def paths_of(indexed: Indexed) -> dict[str, list[str]]:
    plain = indexed.to_plain()
    return {
        name: sorted(str(row.get("path", row.get("id"))) for row in plain[name]) for name in plain
    }


@pytest.mark.usefixtures("in_parts")
def test_in_parts_a_library_holds_and_finds_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = index_reports([SAMPLES], tmp_path / "parts")
    monkeypatch.undo()
    whole = index_reports([SAMPLES], tmp_path / "whole")
    assert paths_of(parts) == paths_of(whole)
    first, second = Library.open(tmp_path / "parts"), Library.open(tmp_path / "whole")
    assert first.listing() == second.listing()
    assert answers(first) == answers(second)
    assert len(list((tmp_path / "parts" / "index" / "volumes").iterdir())) == 15
    assert len(list((tmp_path / "whole" / "index" / "volumes").iterdir())) == 1


@pytest.mark.usefixtures("in_parts")
def test_in_parts_a_second_run_changes_nothing(tmp_path: Path) -> None:
    index_reports([SAMPLES], tmp_path / "library")
    again = index_reports([SAMPLES], tmp_path / "library")
    assert (len(again.read), len(again.unchanged)) == (0, 15)


@pytest.mark.usefixtures("in_parts")
def test_a_rebuild_in_parts_finds_the_same(tmp_path: Path) -> None:
    index_reports([SAMPLES], tmp_path / "library")
    library = Library.open(tmp_path / "library")
    before = answers(library)
    library.rebuild()
    assert answers(Library.open(tmp_path / "library")) == before


PAPER = """云州市金融工作局2025年度工作总结
一、工作情况
召开党组会议{}次。
二、存在的不足
学习不深。
"""


def paper(folder: Path, name: str, times: int) -> None:
    (folder / name).write_text(PAPER.format(times), encoding="utf-8")


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize(("kept", "changed"), [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_a_report_another_file_of_the_run_holds_does_not_go(
    tmp_path: Path, kept: str, changed: str
) -> None:
    past = tmp_path / "past"
    past.mkdir()
    paper(past, changed, 21)
    index_reports([past], tmp_path / "library")
    paper(past, kept, 21)
    paper(past, changed, 24)
    index_reports([past], tmp_path / "library")
    texts = "".join("".join(each.texts()) for each in Library.open(tmp_path / "library").reports())
    assert ("21次" in texts, "24次" in texts) == (True, True)
