"""The gold reports with the sheets of the year after, drafted; found by NIGAO_GOLD_DIR."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.brief import HolesMode
from assistant.desk import Drafted, DraftOrder, draft_sheet
from assistant.indexing import index_reports, open_library
from assistant.sheet.loading import load_sheet
from corpus.library import Library

HERE = Path(__file__).parent
SHEETS = {
    "000": "facts/000_annual-summary_2023.yaml",
    "001": "gold/001_duty-report_2022.yaml",
    "002": "gold/002_integrity-plan_2023.yaml",
    "003": "facts/003_party-building-plan_2023.yaml",
    "004": "gold/004_speech_2024.yaml",
}


def gold_folder() -> Path:
    """The folder of the gold reports; skips the test where there is none."""
    folder = os.environ.get("NIGAO_GOLD_DIR")
    if not folder:
        pytest.skip("NIGAO_GOLD_DIR is not set")
    return Path(folder)


def seed_path(number: str) -> Path:
    """The gold report with this number."""
    (path,) = (gold_folder() / "seeds").glob(f"{number}_*.txt")
    return path


def sheet_path(number: str) -> Path:
    """The sheet of the year after it."""
    name = SHEETS[number]
    return (gold_folder() if name.startswith("facts") else HERE) / name


def library_of(reports: Path, folder: Path) -> Library:
    """A library with all reports of a folder."""
    index_reports([reports], folder)
    library = open_library(folder, required=True)
    assert library is not None
    return library


def draft_seed(number: str, library: Library, holes: HolesMode = "required") -> Drafted:
    """The draft of the year after a gold report, which follows it out of the library."""
    return draft_sheet(load_sheet(sheet_path(number)), library, DraftOrder(holes=holes))
