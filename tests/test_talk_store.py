"""Papers on disk: kept whole, versions beside them, nobody else's found."""

from __future__ import annotations

import json
import multiprocessing
import time
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.sheet.facts import Fact, Sheet
from assistant.talk.paper import Paper, next_id, paper_from_plain, paper_to_plain
from assistant.talk.store import Papers
from corpus.errors import OutputError, ReadingError

SHEET = Sheet(
    unit="云州市金融工作局党组",
    kind="annual-summary",
    year=2026,
    facts=(Fact(id="F1", label="召开党组会议", unit="次"),),
)


def paper(name: str = "annual-summary-2026-1") -> Paper:
    return Paper(name, SHEET).saying("好。", ("起草",)).hearing("起草")


def test_a_paper_comes_back_as_it_was(tmp_path: Path) -> None:
    kept = Papers(tmp_path).keep(paper())
    assert Papers(tmp_path).open(kept.id) == paper()


def test_the_plain_form_is_text_only_and_comes_back_equal() -> None:
    plain = json.loads(json.dumps(paper_to_plain(paper())))
    assert paper_from_plain(plain) == paper()


@pytest.mark.parametrize("plain", [{}, {"id": "a"}, {**paper_to_plain(paper()), "sheet": {"a": 1}}])
def test_what_is_no_paper_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(ReadingError):
        paper_from_plain(plain)


@pytest.mark.parametrize("name", ["../other/a", "a/b", "", "..", "A", "纸", "a" * 61, "a\n"])
def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "other" / "a").mkdir(parents=True)
    papers = Papers(tmp_path / "mine")
    with pytest.raises(ReadingError):
        papers.open(name)
    with pytest.raises(ReadingError):
        papers.keep(paper(name))
    assert not (tmp_path / "mine").exists()


def test_the_last_one_touched_is_listed_first_and_opened_again(tmp_path: Path) -> None:
    papers = Papers(tmp_path)
    for name in ("one-1", "two-1", "one-1"):
        papers.keep(paper(name))
        time.sleep(0.02)  # the file system's clock
    assert [each.id for each in papers.listing()] == ["one-1", "two-1"]
    assert papers.last() == "one-1"


def test_a_damaged_paper_is_called_so_in_the_list_and_when_opened(tmp_path: Path) -> None:
    papers = Papers(tmp_path)
    for name in ("speech-2027-1", "own-1", "two-1"):
        papers.keep(paper(name))
    for name in ("speech-2027-1", "own-1"):
        (tmp_path / name / "paper.json").write_text('{"id": "one-1"', encoding="utf-8")
    titles = {each.id: each.title for each in papers.listing()}
    assert titles["speech-2027-1"] == "2027年讲话（存档读不出来）"
    assert titles["own-1"] == "一份稿件（存档读不出来）"
    with pytest.raises(ReadingError, match="读不出来；请从稿件列表里另开一份，以前的各版还在"):
        papers.open("speech-2027-1")


def test_versions_come_back_and_the_talk_goes_on(tmp_path: Path) -> None:
    papers = Papers(tmp_path)
    first = papers.keep_version(paper(), "新开")
    given = first.with_facts(Fact(id="F1", label="召开党组会议", value="24", unit="次"))
    second = papers.keep_version(given.saying("记下了"), "记下一项")
    assert [(each.number, each.note) for each in papers.versions(second)] == [
        (1, "新开"),
        (2, "记下一项"),
    ]
    back = papers.at_version(second, papers.before(second))
    assert back.sheet == SHEET
    assert back.talk == second.talk
    assert back.version == 1


def test_after_going_back_a_new_version_takes_a_new_number(tmp_path: Path) -> None:
    papers = Papers(tmp_path)
    first = papers.keep_version(paper(), "一")
    papers.keep_version(first, "二")
    third = papers.keep_version(papers.at_version(first, 1), "三")
    assert (third.version, papers.before(third)) == (3, 1)
    assert len(papers.versions(third)) == 3


def test_a_version_that_is_not_there_is_said(tmp_path: Path) -> None:
    papers = Papers(tmp_path)
    with pytest.raises(ReadingError, match="没有这个版本"):
        papers.at_version(papers.keep_version(paper(), "一"), 7)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError):
        Papers(tmp_path / "file").keep(paper())


def _keep_for_ever(folder: str) -> None:
    papers, at = Papers(Path(folder)), 0
    while True:
        at += 1
        papers.keep(replace(paper(), note=str(at), talk=paper().talk * 400))


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_a_whole_paper(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    for moment in range(4):
        process = context.Process(target=_keep_for_ever, args=(str(tmp_path),))
        process.start()
        file = tmp_path / "annual-summary-2026-1" / "paper.json"
        while not file.exists() and process.is_alive():
            time.sleep(0.01)
        time.sleep(0.05 + moment * 0.013)
        process.kill()
        process.join()
        assert Papers(tmp_path).open("annual-summary-2026-1").talk == paper().talk * 400


def test_ids_are_counted_on_behind_the_highest() -> None:
    assert next_id("F", SHEET.facts) == "F2"
    assert next_id("P", ()) == "P1"
