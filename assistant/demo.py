"""The whole way with the sample reports and sheets: index, draft, check."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path

from assistant.desk import Drafted, draft_sheet, write_drafted
from assistant.indexing import Step, index_reports, open_library
from assistant.sheet.loading import load_sheet
from assistant.watching import Headings
from corpus.samples import sample_folder

SHEETS = ("2026_年度工作总结.yaml", "2027_党建工作计划.yaml")


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """What the demonstration made: its library with so many reports, and drafts by folder."""

    library: Path
    reports: int
    drafts: tuple[tuple[Path, Drafted], ...]

    @property
    def passed(self) -> bool:
        """Whether no draft has an error."""
        return all(drafted.judgement.passed for _, drafted in self.drafts)


def demo(folder: Path, step: Step) -> Demonstrated:
    """Index the sample reports into ``folder/library`` and draft two sheets beside it.

    Run again, it writes the same files over. ``step`` is told each file's and section's name.

    Raises:
        NigaoError: the folder cannot be written.
    """
    shelf = folder / "library"
    with as_file(sample_folder()) as samples:
        index_reports([samples / "reports"], shelf, step=step)
        drafts = tuple(_drafted(samples / "sheets" / name, folder, shelf, step) for name in SHEETS)
    library = open_library(shelf, required=True)
    return Demonstrated(shelf, len(library.reports()) if library else 0, drafts)


def _drafted(path: Path, folder: Path, shelf: Path, step: Step) -> tuple[Path, Drafted]:
    out = folder / path.stem
    library = open_library(shelf, required=True)
    return out, write_drafted(draft_sheet(load_sheet(path), library, watch=Headings(step)), out)
