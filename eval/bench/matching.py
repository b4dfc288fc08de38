"""How well facts find their blanks: precision and recall against pairs judged by eye.

``python -m eval.bench.matching [GOLD] [--real DIR]`` prints a line for each set of the gold file,
and one for each pair that went wrong. The gold names places by section, paragraph and offset only.
Sets over real reports are measured where DIR, which holds them, is named.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.allotting import match_report
from assistant.likeness import Place
from assistant.sheet.loading import load_sheet
from corpus.blanks import find_blanks
from corpus.kinds import kind_named
from corpus.matters import read_statements
from corpus.reading import read_report
from corpus.report import Report
from corpus.samples import sample_folder

GOLD = Path("tests/gold/matching.json")
PRECISION, RECALL = 1.0, 0.95
"""What is aimed at."""

Spot = tuple[str, int, int]
"""Section id, paragraph, and the blank's offset in the paragraph."""


@dataclass(slots=True)
class Score:
    """What matching made of one set: pairs got right, got wrong, missed, and left in doubt."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    doubtful: int = 0
    unmatched_blanks: int = 0

    @property
    def precision(self) -> float | None:
        """The share of filled blanks filled rightly; None when none was filled."""
        filled = self.right + len(self.wrong)
        return self.right / filled if filled else None

    @property
    def recall(self) -> float | None:
        """The share of gold pairs that were filled so; None when there are none."""
        pairs = self.right + len(self.missed)
        return self.right / pairs if pairs else None

    def add(self, other: Score) -> None:
        """Counts ``other`` into this one."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        self.doubtful += other.doubtful
        self.unmatched_blanks += other.unmatched_blanks


def measure(gold: Path = GOLD, real: Path | None = None) -> dict[str, Score]:
    """The score of each set of the gold file; those over real reports lie in ``real``."""
    scores: dict[str, Score] = {}
    roots = {"samples": Path(str(sample_folder())), "tests": gold.parent, "gold": real}
    for entry in json.loads(gold.read_text(encoding="utf-8")):
        sheet, report = (_path(entry[name], roots) for name in ("sheet", "report"))
        if sheet and report:
            scores.setdefault(entry["set"], Score()).add(_measure_one(entry, sheet, report))
    return scores


def spots_of(report: Report, places: Iterable[Place]) -> Iterator[tuple[Place, Spot]]:
    """Each place with where its blank stands in the report."""
    sections = {section.id: section for section in report.walk()}
    for place in places:
        section, paragraph, statement, clause, order = place.ref.split("#")[1].rsplit(".", 4)
        text = sections[section].paragraphs[int(paragraph)]
        start = _clause_start(text, int(statement), int(clause))
        blank = find_blanks(place.clause)[int(order)]
        yield place, (section, int(paragraph), start + blank.start)


def _clause_start(paragraph: str, statement: int, clause: int) -> int:
    at = 0
    for number, each in enumerate(read_statements(paragraph)):
        for order, part in enumerate(each.clauses):
            at = paragraph.index(part.text, at)
            if (number, order) == (statement, clause):
                return at
            at += len(part.text)
    raise LookupError(f"no clause {clause} in statement {statement}")


def _measure_one(entry: Mapping[str, Any], sheet_path: Path, report_path: Path) -> Score:
    sheet = load_sheet(sheet_path)
    report = read_report(report_path, kind=sheet.kind)
    places, matching = match_report(sheet, kind_named(sheet.kind), report)
    spots = {place.ref: spot for place, spot in spots_of(report, places)}
    gold = {(row[0], row[1], row[2]): fact for fact, row in entry["pairs"].items()}
    if absent := gold.keys() - set(spots.values()):
        raise LookupError(f"{entry['report']}: no blank at {sorted(absent)}")
    got = {spots[ref]: fact for ref, fact in matching.filled.items()}
    name = f"{sheet_path.stem} / {report_path.stem}"
    return Score(
        right=sum(gold.get(spot) == fact for spot, fact in got.items()),
        wrong=[f"{name} {fact} {spot}" for spot, fact in got.items() if gold.get(spot) != fact],
        missed=[f"{name} {fact} {spot}" for spot, fact in gold.items() if got.get(spot) != fact],
        doubtful=len(matching.doubts),
        unmatched_blanks=len(spots) - len(gold),
    )


def _path(name: str, roots: Mapping[str, Path | None]) -> Path | None:
    """The file a gold entry names, as ``root:path``; None where its root is not there."""
    root, _, rest = name.partition(":")
    folder = roots[root]
    return folder / rest if folder else None


def lines(scores: Mapping[str, Score]) -> Iterator[str]:
    """The scores as the terminal shows them."""
    for name, score in scores.items():
        yield (
            f"{name}: precision {_shown(score.precision)}, recall {_shown(score.recall)} "
            f"({score.right} right, {len(score.wrong)} wrong, {len(score.missed)} missed, "
            f"{score.doubtful} in doubt, {score.unmatched_blanks} blanks without a fact)"
        )
        yield from (f"  wrong  {each}" for each in score.wrong)
        yield from (f"  missed {each}" for each in score.missed)


def _shown(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the scores; 1 when one falls short of what is aimed at."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.matching", description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=GOLD)
    parser.add_argument("--real", type=Path, metavar="DIR", help="the folder of real reports")
    asked = parser.parse_args(argv)
    scores = measure(asked.gold, asked.real)
    print("\n".join(lines(scores)))
    return int(not all(_is_met(score) for score in scores.values()))


def _is_met(score: Score) -> bool:
    return score.precision == PRECISION and (score.recall or 0) >= RECALL


if __name__ == "__main__":
    sys.exit(main())
