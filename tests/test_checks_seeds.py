"""What the checks say of real past reports: counts, codes and places only."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from corpus.reading import read_report
from eval.evaluate import Judgement, evaluate
from eval.examined import from_report

pytestmark = pytest.mark.gold


def judged(number: str) -> Judgement:
    folder = os.environ.get("NIGAO_GOLD_DIR")
    if not folder:
        pytest.skip("NIGAO_GOLD_DIR is not set")
    (path,) = (Path(folder) / "seeds").glob(f"{number}_*.txt")
    return evaluate(from_report(read_report(path)))


def codes(judgement: Judgement, severity: str) -> Counter[str]:
    return Counter(each.code for each in judgement.findings if each.severity == severity)


@pytest.mark.parametrize(("number", "masks"), [("000", 42), ("003", 15), ("004", 3)])
def test_every_mask_of_a_seed_is_found(number: str, masks: int) -> None:
    assert judged(number).metrics["masks"] == masks


@pytest.mark.parametrize("number", ["000", "001", "002", "003"])
def test_a_seed_has_no_error_but_its_masks(number: str) -> None:
    assert set(codes(judged(number), "error")) == {"B201"}


def test_the_year_in_the_first_paragraph_of_004_is_found() -> None:
    (finding,) = (each for each in judged("004").findings if each.code == "Y401")
    assert (finding.section, finding.excerpt) == ("", "2022年")


def test_the_stale_phrases_and_miswritten_word_of_003_are_found() -> None:
    findings = judged("003").findings
    in_15 = [each.code for each in findings if each.section.startswith("15.")]
    assert sorted(in_15) == ["W703", "Y402", "Y402"]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_every_required_part_of_a_seed_is_recognised(number: str) -> None:
    assert judged(number).metrics["sections"] == 1.0
