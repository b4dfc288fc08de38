"""The benchmark of orchestration, at a small size: what it counts, not how long it takes."""

from __future__ import annotations

from pathlib import Path

from assistant.sheet.loading import load_sheet
from corpus.samples import sample_folder
from eval.bench.calls import SHEET, Many, One, many_documents, one_document, sheets_like


def test_the_longest_chain_and_all_calls_are_counted() -> None:
    sheet = load_sheet(Path(str(sample_folder())) / "sheets" / SHEET)
    one = one_document(sheet, None, 0.0, 4)
    assert one.calls >= 4
    many = many_documents(list(sheets_like(sheet, 2)), None, 0.0, 4)
    assert many.calls == 2 * one.calls


def test_what_is_told_are_ratios() -> None:
    assert One(3.3, 9.0, 3.0, 12).over == 3.3 / 3.0
    assert Many(100, 1600, 100.0, 16, 1.0).rate == 1.0
