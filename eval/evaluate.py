"""Judging a text: all checks over it, its findings in the order of their places, its metrics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.draft import Draft
from assistant.sheet.facts import Sheet
from corpus.reading.measured import MeasuredLayout
from corpus.report import Report
from eval.checks import CHECKS, Check
from eval.checks.coverage import coverage
from eval.checks.figures import provenance
from eval.checks.structure import part_share
from eval.copying import share_of
from eval.examined import Examined
from eval.finding import Finding
from eval.grounds import Grounds
from eval.office import OURS, Rules, Waiver, set_aside

Metrics = Mapping[str, float | int | None]

_LEAKS = ("N302", "R603")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found in a text, and how it measures up.

    A metric is None where there was nothing to examine; ``not_examined`` says so in Chinese, a
    line each, for the person who asked. ``waived`` holds what the office lets stand, and why.
    """

    title: str
    kind: str
    year: int
    findings: tuple[Finding, ...]
    metrics: Metrics
    not_examined: tuple[str, ...]
    waived: tuple[tuple[Finding, Waiver], ...] = ()

    @property
    def passed(self) -> bool:
        """Whether no finding is an error."""
        return not any(finding.severity == "error" for finding in self.findings)

    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        counted = Counter(finding.severity for finding in self.findings)
        return {"error": counted["error"], "warning": counted["warning"], "info": counted["info"]}

    def to_plain(self) -> dict[str, Any]:
        """The mapping written to check.json."""
        return {
            "title": self.title,
            "kind": self.kind,
            "year": self.year,
            "passed": self.passed,
            "counts": self.counts(),
            "metrics": dict(self.metrics),
            "findings": [finding.to_plain() for finding in self.findings],
            "waived": [
                {**finding.to_plain(), "reason": waiver.reason, "by": waiver.by}
                for finding, waiver in self.waived
            ],
            "not_examined": list(self.not_examined),
        }


def evaluate(
    examined: Examined,
    *,
    sheet: Sheet | None = None,
    past: Sequence[Report] = (),
    draft: Draft | None = None,
    rules: Rules = OURS,
    layout: MeasuredLayout | None = None,
    checks: Iterable[Check] = tuple(CHECKS.values()),
) -> Judgement:
    """All findings on a text, by place, and its metrics.

    Args:
        examined: The text, from :func:`eval.examined.from_draft` or ``from_report``.
        sheet: This year's facts; without it figures and coverage are not examined.
        past: Past reports; without them nothing is compared with last year.
        draft: The draft the text was made from, for its holes and evidence.
        rules: Ours, with those of the office's own folder.
        layout: How the Word file the text was read from is set; without it F804 says nothing.
        checks: Those to run; all of them unless given.
    """
    grounds = Grounds.of(examined, sheet, past, draft, rules, layout)
    found = sorted(
        (finding for check in checks for finding in check(examined, grounds)), key=_place
    )
    findings, waived = set_aside(found, rules)
    return Judgement(
        title=examined.title,
        kind=examined.kind.id if examined.kind else "",
        year=examined.year,
        findings=tuple(findings),
        metrics=_metrics(examined, grounds, findings),
        not_examined=tuple(_not_examined(examined, grounds)),
        waived=tuple(waived),
    )


def _place(finding: Finding) -> tuple[bool, int, int, str]:
    """By place; what is missing, and so has none, comes last."""
    return (finding.start < 0, finding.start, finding.end, finding.code)


def _metrics(examined: Examined, grounds: Grounds, findings: Sequence[Finding]) -> Metrics:
    count = Counter(finding.code for finding in findings)
    compared = grounds.sheet is not None
    return {
        "sections": _rounded(part_share(examined)),
        "provenance": _rounded(provenance(grounds)),
        "coverage": _rounded(coverage(examined, grounds)),
        "fill": _rounded(_fill(grounds, count["B202"] + count["B201"])),
        "reuse": _rounded(share_of(grounds.copied)),
        "leaks": sum(count[code] for code in _LEAKS) if compared else None,
        "masks": count["B201"],
        "holes": count["B202"],
        "confirmations": _confirmations(grounds.draft) if grounds.draft else None,
    }


def _fill(grounds: Grounds, open_places: int) -> float | None:
    """The share of places for a value that hold one from the sheet; None where there is none."""
    filled = sum(each.trace.verdict == "traced" for each in grounds.traced)
    places = filled + open_places
    return filled / places if places and grounds.sheet is not None else None


def _confirmations(draft: Draft) -> int:
    return sum(
        evidence.note.startswith("待核实")
        for sentence in draft.sentences()
        for evidence in sentence.evidence
    )


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _not_examined(examined: Examined, grounds: Grounds) -> Iterator[str]:
    if examined.kind is None:
        yield "未能判断文种，必备部分、次序、标题和结尾未核对；可用 --kind 指明"
    if grounds.sheet is None:
        yield "未提供事实表，数字的来源、必用事实和引文未核对；可用 --facts 提供"
    if not grounds.past:
        yield "未提供往年材料，雷同和往年数字、旧事未核对；可用 --past 提供"
    if not examined.sections:
        yield "没有读出任何标题，各部分的内容未核对；请检查标题序号的写法"
