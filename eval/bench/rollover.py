"""Rolling a year forward where the next year is known: the proof of quality.

For each kind and year of the samples that has a year before it: past = the reports of earlier
years, sheet = the figures, deeds and problems of that year's own report (``truth.py``), truth =
that report. Every writer drafts from the same sheet and is judged by the same checks.

``python -m eval.bench.rollover [--writers NAME…]`` prints a row a writer, and with ``--each`` a
row a document.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

from assistant.desk import DraftOrder, draft_sheet
from assistant.indexing import index_reports
from assistant.sheet.facts import Sheet
from assistant.wiring import ModelSettings
from corpus.library import Library
from corpus.reading import read_report
from corpus.report import Report
from corpus.samples import sample_folder
from eval.bench.endpoint import Endpoint, Script
from eval.bench.naive import copied, imitator, naively_written
from eval.bench.papers import Paper
from eval.bench.personas import personas
from eval.bench.truth import Truth, truth_of
from eval.evaluate import Judgement, evaluate
from eval.examined import Examined, from_draft, from_report
from eval.grounds import Grounds

TEMPLATE, COPY, NAIVE = "template", "copy", "naive"
_ALIKE = 0.5
_LEVELS = 2
_UNTRACED = ("N301", "N302", "N303", "N304", "N305")
_LEAKS = ("N302", "R603")
_WORDS = re.compile(r"[^\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Case:
    """One document to draft: the year's truth, and the library of the years before it."""

    truth: Truth
    library: Library
    past: tuple[Report, ...]

    @property
    def like(self) -> Report:
        """Last year's report of the kind."""
        return max(self.past, key=lambda report: report.year)

    @property
    def name(self) -> str:
        """How the case is called in the table."""
        return f"{self.truth.report.year} {self.truth.report.kind}"


@dataclass(frozen=True, slots=True)
class Row:
    """One document by one writer; shares are None where there was nothing to examine.

    ``sections`` is the agreement of its headings with the truth's, ``grouping`` of which facts
    stand in one section, ``near`` of its words.
    ``untraced`` counts figures without a fact or under the wrong label.
    """

    writer: str
    case: str
    errors: int
    coverage: float | None
    provenance: float | None
    untraced: int
    leaks: int
    sections: float
    grouping: float | None
    near: float
    fill: float | None
    holes: int
    confirmations: int
    reuse: float | None
    seconds: float


# -- the cases ----------------------------------------------------------------------------------


def cases(reports: Sequence[Report], sources: Path, folder: Path) -> Iterator[Case]:
    """Every report that has one of its kind in an earlier year, with a library of those years.

    ``sources`` holds the files the reports were read from; libraries are made below ``folder``.
    """
    for year in sorted({report.year for report in reports}):
        before = [report for report in reports if report.year < year]
        due = [
            (report, past)
            for report in reports
            if report.year == year and (past := _of_kind(before, report.kind))
        ]
        if due:
            home = folder / str(year)
            index_reports([sources / report.source for report in before], home)
            library = Library.open(home)
            yield from (Case(truth_of(report), library, past) for report, past in due)


def _of_kind(reports: Sequence[Report], kind: str) -> tuple[Report, ...]:
    return tuple(report for report in reports if report.kind == kind)


def sample_reports(folder: Path) -> tuple[Report, ...]:
    """The sample reports as they stand, masks and all."""
    return tuple(read_report(path) for path in sorted(folder.iterdir()))


# -- the writers --------------------------------------------------------------------------------


def scripts(past: Sequence[Report]) -> Mapping[str, Script]:
    """The scripted models by name; the thief steals from ``past``."""
    return {**personas(past), "imitator": imitator}


def written_by(writer: str, case: Case) -> tuple[Examined, Judgement]:
    """The case's document by this writer, as text and as judged."""
    if writer == TEMPLATE:
        return _drafted(case, DraftOrder())
    if writer == COPY:
        return _judged(case, copied(case.like, case.truth.sheet.year))
    if writer == NAIVE:
        with Endpoint(imitator) as endpoint:
            settings = _settings(endpoint)
            text = naively_written(case.truth.sheet, case.like, case.past, settings)
        return _judged(case, text)
    with Endpoint(scripts(case.past)[writer]) as endpoint:
        return _drafted(case, DraftOrder(writer="model", jobs=8, model=_settings(endpoint)))


def _settings(endpoint: Endpoint) -> ModelSettings:
    return ModelSettings("scripted", endpoint.base_url, "none", timeout=10)


def _drafted(case: Case, order: DraftOrder) -> tuple[Examined, Judgement]:
    drafted = draft_sheet(case.truth.sheet, case.library, order)
    examined = from_draft(drafted.draft)
    judged = evaluate(examined, sheet=drafted.sheet, past=case.past, draft=drafted.draft)
    return examined, judged


def _judged(case: Case, text: str) -> tuple[Examined, Judgement]:
    sheet = case.truth.sheet
    paper = Paper("", text, sheet.kind, sheet.year, sheet.office, sheet, case.past)
    return paper.examined(), paper.judged()


# -- measuring ----------------------------------------------------------------------------------


def measured(writer: str, case: Case) -> Row:
    """The row of one document by one writer."""
    began = time.perf_counter()
    examined, judged = written_by(writer, case)
    seconds = time.perf_counter() - began
    truth = from_report(case.truth.report)
    codes = Counter(finding.code for finding in judged.findings)
    metrics = judged.metrics
    return Row(
        writer=writer,
        case=case.name,
        errors=judged.counts()["error"],
        coverage=metrics["coverage"],
        provenance=metrics["provenance"],
        untraced=sum(codes[code] for code in _UNTRACED),
        leaks=sum(codes[code] for code in _LEAKS),
        sections=headings_agree(examined, truth),
        grouping=grouped_alike(examined, truth, case.truth.sheet),
        near=words_agree(examined.text, truth.text),
        fill=metrics["fill"],
        holes=int(metrics["holes"] or 0) + int(metrics["masks"] or 0),
        confirmations=int(metrics["confirmations"] or 0),
        reuse=metrics["reuse"],
        seconds=seconds,
    )


def grouped_alike(one: Examined, other: Examined, sheet: Sheet) -> float | None:
    """How far two texts tell the same facts together: F1 of the pairs that share a section.

    Only facts with a value count, and only those both texts tell; None without a pair.
    """
    mine, theirs = (_sections_of_facts(text, sheet) for text in (one, other))
    both = sorted(mine.keys() & theirs.keys())
    pairs = list(combinations(both, 2))
    here = {pair for pair in pairs if mine[pair[0]] == mine[pair[1]]}
    there = {pair for pair in pairs if theirs[pair[0]] == theirs[pair[1]]}
    return 2 * len(here & there) / (len(here) + len(there)) if here or there else None


def _sections_of_facts(examined: Examined, sheet: Sheet) -> dict[str, int]:
    """The section of the first two levels in which each fact is told first, by the fact's id."""
    found: dict[str, int] = {}
    for each in Grounds.of(examined, sheet).traced:
        if each.trace.verdict == "traced":
            at = each.piece.section
            while at >= 0 and examined.sections[at].level > _LEVELS:
                at = examined.sections[at].parent
            found.setdefault(each.trace.source, at)
    return found


def headings_agree(one: Examined, other: Examined) -> float:
    """How far the headings of two texts agree: F1 of those with half their bigrams in common."""
    mine, theirs = (
        [each.heading for each in text.sections if each.heading] for text in (one, other)
    )
    if not mine or not theirs:
        return 0.0
    found = sum(any(words_agree(a, b) >= _ALIKE for b in theirs) for a in mine)
    met = sum(any(words_agree(a, b) >= _ALIKE for a in mine) for b in theirs)
    precision, recall = found / len(mine), met / len(theirs)
    return 2 * precision * recall / (precision + recall) if found and met else 0.0


def words_agree(one: str, other: str) -> float:
    """F1 of two texts' character bigrams, each counted as often as it stands; figures apart."""
    mine, theirs = (Counter(pairwise(_WORDS.sub("", text))) for text in (one, other))
    both = (mine & theirs).total()
    return 2 * both / (mine.total() + theirs.total()) if both else 0.0


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of those there are; None without any."""
    known = [value for value in values if value is not None]
    return statistics.fmean(known) if known else None


# -- the table ----------------------------------------------------------------------------------

_SHARES = {
    "必写用上": "coverage",
    "数字有据": "provenance",
    "标题一致": "sections",
    "归类一致": "grouping",
    "文字相近": "near",
    "填充": "fill",
    "重复率": "reuse",
}
_COUNTS = {
    "错误": "errors",
    "无据数字": "untraced",
    "泄漏": "leaks",
    "空位": "holes",
    "待核实": "confirmations",
}


def heading_line() -> str:
    """The table's heading."""
    return "| 起草 | 份 | " + " | ".join((*_COUNTS, *_SHARES)) + " | 秒 |\n" + "|---" * 15 + "|"


def line_of(name: str, rows: Sequence[Row]) -> str:
    """One line of the table: counts are sums over the documents, shares are means."""
    counts = [str(sum(getattr(row, key) for row in rows)) for key in _COUNTS.values()]
    shares = [_shown(mean(getattr(row, key) for row in rows)) for key in _SHARES.values()]
    seconds = f"{sum(row.seconds for row in rows):.1f}"
    return f"| {' | '.join((name, str(len(rows)), *counts, *shares, seconds))} |"


def _shown(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"


def main() -> int:
    """Print the table; status 1 when a draft of ours holds an untraced figure or a leak."""
    every = (TEMPLATE, *scripts(()), NAIVE, COPY)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", nargs="+", choices=every, default=list(every))
    parser.add_argument("--each", action="store_true", help="a row a document as well")
    asked = parser.parse_args()
    sources = Path(str(sample_folder())) / "reports"
    print(heading_line())
    clean = True
    with tempfile.TemporaryDirectory() as folder:
        found = list(cases(sample_reports(sources), sources, Path(folder)))
        for writer in asked.writers:
            rows = [measured(writer, case) for case in found]
            print(line_of(writer, rows), flush=True)
            if asked.each:
                for row in rows:
                    print(line_of(row.case, [row]), flush=True)
            clean &= writer in (NAIVE, COPY) or not any(r.untraced or r.leaks for r in rows)
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
