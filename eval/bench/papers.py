"""Clean papers to plant errors in: our samples, drafts of our sheets, and real sections."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.resources import as_file
from pathlib import Path

from assistant.desk import DraftOrder, draft_sheet
from assistant.draft import Draft
from assistant.export.docx import to_docx
from assistant.sheet.facts import Sheet
from assistant.sheet.loading import load_sheet
from corpus.lines import Line
from corpus.outline import read_outline
from corpus.reading import read_report
from corpus.reading.measured import MeasuredLayout, measure_layout
from corpus.report import Report
from corpus.samples import sample_folder
from eval.checks import CHECKS
from eval.evaluate import Judgement, evaluate
from eval.examined import Examined, from_draft, from_report

REAL = "真"
"""How the names of real papers begin: these have faults of their own and blame nobody."""
_MASKS = "*＊×□某"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as lines of text, with what it is judged against."""

    name: str
    text: str
    kind: str
    year: int
    unit: str
    sheet: Sheet | None = None
    past: tuple[Report, ...] = ()
    draft: Draft | None = None
    layout: MeasuredLayout | None = None

    @property
    def lines(self) -> list[str]:
        """The paper's lines."""
        return self.text.split("\n")

    def with_text(self, text: str) -> Paper:
        """The paper with other words."""
        return replace(self, text=text)

    def examined(self) -> Examined:
        """The text, read as a file of these lines would be."""
        outline = read_outline(Line(text, at) for at, text in enumerate(self.lines, 1))
        report = Report(
            id="paper",
            title=outline.title,
            kind=self.kind,
            year=self.year,
            unit=self.unit,
            source="paper.txt",
            sections=outline.sections,
            titled=bool(outline.title),
            byline=outline.byline,
            salutation=outline.salutation,
            opening=outline.opening,
            closing=outline.closing,
            signature=outline.signature,
            date=outline.date,
        )
        return from_report(report)

    def judged(self, without: str = "") -> Judgement:
        """What is found in the paper, with the check of one code left out."""
        checks = [check for code, check in CHECKS.items() if code != without]
        return evaluate(
            self.examined() if self.draft is None else from_draft(self.draft),
            sheet=self.sheet,
            past=self.past,
            draft=self.draft,
            layout=self.layout,
            checks=checks,
        )


def clean_papers(gold: Path | None = None) -> tuple[Paper, ...]:
    """All papers: sample reports without masks, drafts of the sample sheets, seeds' sections."""
    with as_file(sample_folder()) as folder:
        reports = _reports(folder / "reports")
        papers = [*_samples(reports), *_drafts(folder, reports)]
    if gold is not None:
        papers += _seeds(gold)
    return tuple(papers)


def _reports(folder: Path) -> Mapping[tuple[str, int], Report]:
    read = [read_report(path) for path in sorted(folder.iterdir())]
    return {(report.kind, report.year): report for report in read}


def _samples(reports: Mapping[tuple[str, int], Report]) -> Iterator[Paper]:
    for (kind, year), report in reports.items():
        text = from_report(report).text
        if not any(mask in text for mask in _MASKS) and "XX" not in text:
            past = reports.get((kind, year - 1))
            yield Paper(f"样本{year}{kind}", text, kind, year, report.unit, None, _some(past))


def _drafts(folder: Path, reports: Mapping[tuple[str, int], Report]) -> Iterator[Paper]:
    for path in sorted((folder / "sheets").glob("*.yaml")):
        sheet = load_sheet(path)
        like = reports[sheet.kind, sheet.year - 1]
        with saved_text(like) as source:
            drafted = draft_sheet(sheet, None, DraftOrder(like=str(source), holes="drop"))
        text = from_draft(drafted.draft).text
        paper = Paper(
            f"草稿{sheet.year}{sheet.kind}", text, sheet.kind, sheet.year, sheet.office,
            drafted.sheet, (like,),
        )  # fmt: skip
        yield paper
        yield replace(paper, name=f"{paper.name}（依据）", draft=drafted.draft)
        yield replace(paper, name=f"{paper.name}（版式）", layout=_layout_of(drafted.draft))


def _seeds(gold: Path) -> Iterator[Paper]:
    for path in sorted((gold / "seeds").glob("0*.txt")):
        report = read_report(path)
        text = from_report(report).text
        yield Paper(f"{REAL}{path.name[:3]}", text, report.kind, report.year, report.unit)


def _some(report: Report | None) -> tuple[Report, ...]:
    return () if report is None else (report,)


@contextmanager
def saved_text(report: Report) -> Iterator[Path]:
    """A file that reads as the report, as long as the ``with`` lasts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.txt"
        path.write_text(from_report(report).text, encoding="utf-8")
        yield path


def _layout_of(draft: Draft) -> MeasuredLayout:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draft.docx"
        path.write_bytes(to_docx(draft))
        return measure_layout(path)
