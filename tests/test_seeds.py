"""The five gold reports, drafted for the year after from sheets of invented facts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from canaries import found_in, plantings
from reading_aloud import stumbles
from seeds import SHEETS, draft_seed, gold_folder, library_of, seed_path
from telling import whole

from assistant.brief import HolesMode
from assistant.desk import Drafted
from corpus.clauses import split_clauses
from corpus.library import Library

pytestmark = pytest.mark.gold

WORDS_GONE = (
    "疫情",
    "换届",
    "信息写作小组",
    "信息写作",
    "工作专刊",
    "双提升",
    "学习强国",
    "央广网",
    "人民日报",
)

YEARS_GONE = {"000": "2022", "001": "2021", "002": "2021", "003": "2022", "004": "2022"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of(gold_folder() / "seeds", tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def drafts(library: Library) -> Mapping[str, Drafted]:
    return {number: draft_seed(number, library) for number in SHEETS}


@pytest.mark.parametrize("number", SHEETS)
def test_each_follows_its_gold_report(drafts: Mapping[str, Drafted], number: str) -> None:
    like = drafts[number].like
    assert like is not None
    assert like.source == seed_path(number).name


@pytest.mark.parametrize("number", SHEETS)
def test_each_passes_its_own_check(drafts: Mapping[str, Drafted], number: str) -> None:
    judgement = drafts[number].judgement
    metrics = judgement.metrics
    assert judgement.passed
    assert metrics["coverage"] == 1.0
    assert metrics["provenance"] == 1.0
    assert metrics["sections"] == 1.0
    assert metrics["leaks"] == metrics["masks"] == 0


@pytest.mark.parametrize("number", SHEETS)
def test_each_leaves_little_to_do(drafts: Mapping[str, Drafted], number: str) -> None:
    metrics = drafts[number].judgement.metrics
    assert metrics["holes"] is not None
    assert metrics["confirmations"] is not None
    assert metrics["holes"] <= 8
    assert metrics["confirmations"] <= 10


@pytest.mark.parametrize("number", SHEETS)
def test_every_item_of_each_sheet_is_used(drafts: Mapping[str, Drafted], number: str) -> None:
    assert drafts[number].draft.unused == ()


@pytest.mark.parametrize("number", SHEETS)
def test_each_reads_without_a_stumble(drafts: Mapping[str, Drafted], number: str) -> None:
    assert stumbles(drafts[number].draft) == []


@pytest.mark.parametrize("holes", ["keep", "drop"])
@pytest.mark.parametrize("number", SHEETS)
def test_each_reads_without_a_stumble_however_holes_are_kept(
    number: str, holes: HolesMode, library: Library
) -> None:
    assert stumbles(draft_seed(number, library, holes).draft) == []


@pytest.mark.parametrize(("number", "year"), YEARS_GONE.items())
def test_no_year_that_is_over_is_told(
    drafts: Mapping[str, Drafted], number: str, year: str
) -> None:
    assert year not in whole(drafts[number].draft)


@pytest.mark.parametrize("word", WORDS_GONE)
def test_what_the_first_report_did_or_praised_is_gone(
    drafts: Mapping[str, Drafted], word: str
) -> None:
    assert word not in whole(drafts["000"].draft)


def test_the_first_reports_number_of_papers_stands_alone(drafts: Mapping[str, Drafted]) -> None:
    assert "各类信息被采用88篇。" in whole(drafts["000"].draft)


def test_no_sentence_of_the_first_reports_faults_is_told(drafts: Mapping[str, Drafted]) -> None:
    like = drafts["000"].like
    assert like is not None
    faults = like.sections[1].paragraphs[0]
    told = whole(drafts["000"].draft)
    told_again = [
        span.body
        for span in split_clauses(faults[faults.index("：") :])
        if len(span.body) > 6 and span.body in told
    ]
    assert told_again == []


def test_most_routine_of_each_is_carried(drafts: Mapping[str, Drafted]) -> None:
    """Dropping has its price: of the clauses of each gold report most are told again."""
    kept = {number: _kept(drafted) for number, drafted in drafts.items()}
    least = {"000": 0.5, "001": 0.4, "002": 0.9, "003": 0.75, "004": 0.7}
    assert {number for number in kept if kept[number] < least[number]} == set()


def _kept(drafted: Drafted) -> float:
    assert drafted.like is not None
    count = sum(len(split_clauses(text)) for text in drafted.like.texts())
    told = sum(len(split_clauses(each.text)) for each in drafted.draft.sentences())
    return told / count


@pytest.mark.slow
@pytest.mark.parametrize("copy", range(6))
def test_no_canary_of_a_planted_copy_reaches_a_draft(copy: int, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for number in SHEETS:
        path = seed_path(number)
        text = list(plantings(path.read_text(encoding="utf-8")))[copy]
        (reports / path.name).write_text(text, encoding="utf-8")
    library = library_of(reports, tmp_path / "library")
    assert {number: found_in(draft_seed(number, library)) for number in SHEETS} == {
        number: [] for number in SHEETS
    }
