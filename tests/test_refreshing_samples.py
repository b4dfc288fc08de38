"""Whole papers: every value changes on the last day, and every figure of the file still agrees."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.desk import DraftOrder, draft_sheet
from assistant.draft import Draft
from assistant.edited.wordfile import open_word
from assistant.export.docx import to_docx
from assistant.ledger import Ledger
from assistant.refreshing import refresh_word
from assistant.returning import read_edited
from assistant.sheet.facts import Fact, Sheet
from assistant.sheet.loading import load_sheet
from assistant.trace import SUPPORTED, Trace
from assistant.tracing import trace_figures

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
GOLD = Path(__file__).parent / "gold"
PAPERS = [
    ("2026_年度工作总结.yaml", "2025_年度工作总结.txt"),
    ("2026_履行主体责任情况报告.yaml", "2025_履行主体责任情况报告.docx"),
    ("2027_党建工作计划.yaml", "2026_党建工作计划.docx"),
    ("2027_讲话.yaml", "2026_讲话.md"),
]
SEEDS = ["000", "001", "002", "003", "004"]


def raised(fact: Fact) -> Fact:
    """The fact with another value, in as many places."""
    if fact.value is None:
        return fact
    step = Decimal("3") if fact.value == fact.value.to_integral_value() else Decimal("1.1")
    return fact.model_copy(update={"value": fact.value + step})


def traces(draft: Draft, sheet: Sheet) -> Iterator[Trace]:
    ledger = Ledger.of(sheet)
    years = {section.id: section.year for section in draft.walk()}
    for section, paragraph in draft.paragraphs():
        for sentence in paragraph:
            year = years.get(section) or draft.year
            yield from trace_figures(sentence.text, ledger, year=year)


def unsupported(draft: Draft, sheet: Sheet) -> list[str]:
    fine = (*SUPPORTED, "apart")
    return [
        each.figure.text
        for each in traces(draft, sheet)
        if each.figure.sort == "amount" and each.verdict not in fine
    ]


def goes_there_and_back(sheet: Path, like: Path, folder: Path) -> None:
    draft = draft_sheet(load_sheet(sheet), None, DraftOrder(like=str(like))).draft
    assert draft.sheet is not None
    path = folder / "稿.docx"
    path.write_bytes(to_docx(draft))
    back = read_edited(path)
    assert back.changes == ()
    assert list(back.draft.sentences()) == list(draft.sentences())
    assert back.draft == replace(draft, left_out=(), sheet=back.draft.sheet)
    new = draft.sheet.model_copy(update={"facts": tuple(map(raised, draft.sheet.facts))})
    told = refresh_word(open_word(path), new)
    used = {each.ref for each in draft.sentences() for each in each.evidence}
    changed = [fact for fact in draft.sheet.facts if fact.value is not None and fact.id in used]
    assert len(told.marked) >= len(changed)
    assert unsupported(told.draft, new) == []


@pytest.mark.slow
@pytest.mark.parametrize(("sheet", "like"), PAPERS, ids=[sheet for sheet, _ in PAPERS])
def test_a_sample_comes_back_and_takes_new_values(sheet: str, like: str, tmp_path: Path) -> None:
    goes_there_and_back(SAMPLES / "sheets" / sheet, SAMPLES / "reports" / like, tmp_path)


@pytest.mark.gold
@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_real_paper_comes_back_and_takes_new_values(seed: str, tmp_path: Path) -> None:
    folder = os.environ.get("NIGAO_GOLD_DIR")
    if not folder:
        pytest.skip("NIGAO_GOLD_DIR is not set")
    sheets = sorted([*Path(folder, "facts").glob(f"{seed}_*.yaml"), *GOLD.glob(f"{seed}_*.yaml")])
    (like,) = Path(folder, "seeds").glob(f"{seed}_*")
    goes_there_and_back(sheets[0], like, tmp_path)
