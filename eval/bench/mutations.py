"""Does the evaluator find what is planted, and keep quiet on what is clean?

``python -m eval.bench.mutations [--each N] [--seed S] [--gold DIR] [--json]`` plants errors of
every code in clean papers and prints, code by code, how many were found, what the clean papers
were blamed for, and how many of the mutants still show with the code's check switched off.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.bench import planting, planting_words
from eval.bench.papers import REAL, Paper, clean_papers
from eval.bench.planting import Mutant
from eval.checks import CHECKS
from eval.evaluate import Judgement
from eval.finding import Finding
from eval.rules import code_named

WORDS = (
    planting.structure,
    planting.blanks,
    planting.figures,
    planting_words.times,
    planting_words.reuse,
    planting_words.wording,
    planting_words.marks,
    planting_words.sentences,
)
"""What is planted in a paper's words."""

# One error may bear another name of its family: a digit changed may make another fact's value.
_FAMILY = frozenset(("N301", "N302", "N303", "N304"))
_EXACT = ("S", "B", "N", "C")
_REST = 0.95
# What a clean paper may rightly be told: reuse, routine wording, facts without a source.
_ROUTINE = frozenset(("R601", "R604", "C502"))


@dataclass(frozen=True, slots=True)
class Row:
    """One code: mutants planted and found, findings on the clean papers, and the ablation."""

    code: str
    name: str
    planted: int
    found: int
    own_code: int
    false_alarms: int
    false_errors: int
    switched_off: int
    still_found: int
    missed: tuple[str, ...] = ()

    @property
    def share(self) -> float | None:
        """The share found; None where nothing was planted."""
        return self.found / self.planted if self.planted else None

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        least = 1.0 if self.code[0] in _EXACT else _REST
        return self.share is not None and self.share >= least and self.false_errors == 0


def measure(papers: Sequence[Paper], *, each: int, seed: int, ablated: int = 5) -> tuple[Row, ...]:
    """A row for every code: ``each`` mutants at most, ``ablated`` of them judged twice."""
    clean = {paper.name: paper.judged() for paper in papers}
    by_code: defaultdict[str, list[Mutant]] = defaultdict(list)
    for paper in papers:
        for planter in _planters(paper):
            for mutant in planter(paper):
                by_code[mutant.code].append(mutant)
    return tuple(_row(code, _chosen(by_code[code], each, seed), clean, ablated) for code in CHECKS)


def _planters(paper: Paper) -> tuple[planting.Planter, ...]:
    """What a paper is for: its words, its layout, or the evidence of its draft."""
    if paper.draft is not None:
        return (planting_words.carried,)
    return (planting_words.layouts,) if paper.layout is not None else WORDS


def _chosen(mutants: Sequence[Mutant], each: int, seed: int) -> list[Mutant]:
    """At most ``each`` mutants, every sort and paper in turn."""
    rng = random.Random(seed)
    groups: defaultdict[tuple[str, str], list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        groups[mutant.sort, mutant.paper.name].append(mutant)
    rows = list(groups.values())
    for row in rows:
        rng.shuffle(row)
    rng.shuffle(rows)
    chosen: list[Mutant] = []
    while rows and len(chosen) < each:
        rows = [row for row in rows if row]
        chosen += [row.pop() for row in rows]
    return chosen[:each]


def _row(code: str, mutants: Sequence[Mutant], clean: Mapping[str, Judgement], ablated: int) -> Row:
    verdicts = [(each, _new(each, clean[each.paper.name])) for each in mutants]
    found = [each for each, codes in verdicts if codes & _accepted(code)]
    blamed = [
        one
        for name, judged in clean.items()
        for one in judged.findings
        if one.code == code and not name.startswith(REAL)
    ]
    off = found[:ablated]
    return Row(
        code,
        code_named(code).name,
        len(mutants),
        len(found),
        sum(code in codes for _, codes in verdicts),
        0 if code in _ROUTINE else len(blamed),
        sum(each.severity == "error" for each in blamed),
        len(off),
        sum(code in _new(each, clean[each.paper.name], without=code) for each in off),
        tuple(
            f"{each.paper.name} {each.sort} 第{each.line + 1}行"
            for each, codes in verdicts
            if not codes & _accepted(code)
        ),
    )


def _accepted(code: str) -> frozenset[str]:
    return _FAMILY if code in _FAMILY else frozenset((code,))


def _new(mutant: Mutant, clean: Judgement, without: str = "") -> set[str]:
    """The codes told of the mutant and not of the clean paper, at the planted line."""
    known = Counter(map(_key, clean.findings))
    told: set[str] = set()
    judged = mutant.paper.judged(without)
    starts = _line_starts(mutant.paper)
    # What stood there before is matched first with findings elsewhere.
    here = {id(each) for each in judged.findings if _stands(each, mutant.line, starts)}
    for finding in sorted(judged.findings, key=lambda each: id(each) in here):
        if known[_key(finding)] > 0:
            known[_key(finding)] -= 1
        elif mutant.line < 0 or finding.start < 0 or id(finding) in here:
            told.add(finding.code)
    return told


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.excerpt, finding.message


def _line_starts(paper: Paper) -> list[int]:
    starts = [0]
    for line in paper.lines:
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _stands(finding: Finding, line: int, starts: Sequence[int]) -> bool:
    return line >= 0 and finding.start < starts[line + 1] and finding.end > starts[line]


def table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [
        "| 代码 | 检查 | 植入 | 发现 | 发现率 | 净稿误报 | 其中错误级 | 关闭该项后仍发现 |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        share = "未植入" if row.share is None else f"{row.share:.1%}"
        off = f"{row.still_found}/{row.switched_off}"
        lines.append(
            f"| {row.code} | {row.name} | {row.planted} | {row.found} | {share} "
            f"| {row.false_alarms} | {row.false_errors} | {off} |"
        )
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 1 when a code misses its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=30)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(argv)
    papers = clean_papers(asked.gold)
    rows = measure(papers, each=asked.each, seed=asked.seed)
    if asked.json:
        json.dump([asdict(row) for row in rows], sys.stdout, ensure_ascii=False, indent=2)
    else:
        planted, found = sum(row.planted for row in rows), sum(row.found for row in rows)
        sys.stdout.write(
            f"{table(rows)}\n\n{len(papers)}份净稿，植入{planted}处，发现{found}处。\n"
        )
        for row in rows:
            for missed in row.missed[:9]:
                sys.stdout.write(f"未发现 {row.code} {missed}\n")
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
