"""The retrieval benchmark: that its questions are fair, and that what it measures is met."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.resources import as_file
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.passages import passages
from corpus.ranking import bigrams
from corpus.reading import read_report
from corpus.report import Passage
from corpus.samples import sample_folder
from eval.bench.retrieval import (
    FORMS,
    Found,
    Question,
    measure,
    plain_pipeline,
    real_questions,
    sample_questions,
    ways,
)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library.open(tmp_path_factory.mktemp("samples"))
    with as_file(sample_folder()) as folder:
        library.add(read_report(path) for path in sorted((folder / "reports").iterdir()))
    return library


def answers(library: Library, question: Question) -> Iterator[Passage]:
    for report in library.reports():
        for each in passages(report) if report.kind == question.kind else ():
            text = "\n".join((*each.path, each.text))
            if question.answered_by(Found(each.report, each.section, text)):
                yield each


def test_there_are_eighty_questions_half_of_them_in_other_words() -> None:
    counts = [len(sample_questions(form)) for form in FORMS]
    assert sum(counts) >= 80
    assert counts[0] == counts[1]


@pytest.mark.parametrize("form", FORMS)
def test_every_question_has_a_few_answers_and_no_more(samples: Library, form: str) -> None:
    for question in sample_questions(form):
        assert 1 <= len(list(answers(samples, question))) <= 6, question.query


def test_the_questions_in_other_words_share_few_words_with_their_answers(
    samples: Library,
) -> None:
    shared = []
    for question in sample_questions("other"):
        asked = set(bigrams(question.query)[0].tolist())
        held = [
            len(asked & set(bigrams("，".join((*each.path, each.text)))[0].tolist()))
            for each in answers(samples, question)
        ]
        shared.append(max(held) / len(asked))
    assert max(shared) < 0.5
    assert sum(shared) / len(shared) < 0.2


@pytest.mark.parametrize(("form", "least"), [("plain", 0.95), ("other", 0.60)])
def test_samples_are_found_and_the_fusion_is_as_good_as_its_better_part(
    samples: Library, form: str, least: float
) -> None:
    scores = {
        name: measure(sample_questions(form), search) for name, search in ways(samples).items()
    }
    assert scores["fused"].hits[3] >= least
    assert scores["fused"].hits[3] >= max(each.hits[3] for each in scores.values()) - 0.02


def test_a_plain_pipeline_finds_less_of_what_is_asked_in_other_words(
    samples: Library, tmp_path: Path
) -> None:
    asked = sample_questions("other")
    plain = measure(asked, plain_pipeline(samples.reports(), tmp_path))
    assert plain.hits[3] < measure(asked, ways(samples)["fused"]).hits[3]


@pytest.mark.gold
@pytest.mark.skipif("NIGAO_GOLD_DIR" not in os.environ, reason="NIGAO_GOLD_DIR is not set")
@pytest.mark.parametrize(("form", "least"), [("plain", 0.95), ("other", 0.60)])
def test_real_reports_are_found(tmp_path: Path, form: str, least: float) -> None:
    folder = Path(os.environ["NIGAO_GOLD_DIR"]) / "seeds"
    read = {path.name[:3]: read_report(path) for path in sorted(folder.iterdir())}
    library = Library.open(tmp_path)
    library.add(read.values())
    asked = real_questions(form, {name: report.id for name, report in read.items()})
    scores = {name: measure(asked, search) for name, search in ways(library).items()}
    assert scores["fused"].hits[3] >= least
    assert scores["fused"].hits[3] >= max(each.hits[3] for each in scores.values()) - 0.02


def test_a_rank_counts_from_the_first_answer() -> None:
    found = [Found("r", "1", "甲"), Found("r", "2.1", "乙"), Found("r", "2.2", "乙")]
    score = measure([Question("问", None, at=(("r", "2"),))] * 2, lambda _: found)
    assert (score.hits, score.reciprocal) == ({1: 0.0, 3: 1.0, 5: 1.0}, 0.5)
    nothing = measure([Question("问", None, holds=("丙",))], lambda _: found)
    assert (nothing.hits[5], nothing.reciprocal) == (0.0, 0.0)
