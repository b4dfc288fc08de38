"""How well headings are found, their levels told, and run-in headings cut from their bodies.

``python -m eval.bench.reading [GOLD] [--real DIR]`` prints a line for each set: the sample library,
small texts of all the ways headings go wrong, and with ``--real`` reports that lie elsewhere. Gold
is a folder of ``structure_*``: for each report the line of every heading, its level, where its
words begin and end in the line (or on the line named sixth), and whether the body runs on behind.
The times are for the structure alone, read from text that is already in memory.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import as_file
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import ReadingError
from corpus.outline import Line, Outline, read_outline
from corpus.reading import lines_of, with_title
from corpus.samples import sample_folder

GOLD = Path("tests/gold")
_TARGET = 0.99
_RUNS = 3
_BLANKS = " \t\u3000\u00a0"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its 1-based line, its level, its words, and whether body follows in the line."""

    line: int
    level: int
    words: str
    run_in: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """A report with its headings as a person marked them."""

    name: str
    lines: tuple[Line, ...]
    headings: tuple[Heading, ...]


@dataclass(slots=True)
class Score:
    """Counts over the reports of a set; shares are of what they can be of, 1.0 of nothing.

    ``wrong`` names what was missed, made up, or read otherwise, for people.
    """

    marked: int = 0
    found: int = 0
    right: int = 0
    levels: int = 0
    cuts: int = 0
    characters: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of the headings found, those that are some."""
        return _share(self.right, self.found)

    @property
    def recall(self) -> float:
        """Of the headings there are, those found."""
        return _share(self.right, self.marked)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.right, self.found + self.marked)

    @property
    def level(self) -> float:
        """Of the headings found rightly, those whose level is right."""
        return _share(self.levels, self.right)

    @property
    def cut(self) -> float:
        """Of the headings found rightly, those whose words are cut where they end."""
        return _share(self.cuts, self.right)

    @property
    def pace(self) -> float:
        """Milliseconds for 1,000 characters."""
        return self.seconds * 1e6 / self.characters if self.characters else 0.0


def measure(gold: Path = GOLD, real: Path | None = None) -> dict[str, Score]:
    """The score of each set: 样例, 难例, and with ``real`` the sets that lie in that folder.

    Raises:
        ReadingError: a marked report is missing or is not the one that was marked.
    """
    sets: dict[str, Iterable[Marked]] = {
        "样例": _samples(gold / "structure_samples.json"),
        "难例": _nasty(gold / "structure_nasty.yaml"),
    }
    for name in ("seeds", "real") if real else ():
        sets[name] = _elsewhere(gold / "structure_real.json", real, name) if real else ()
    return {name: scored(reports) for name, reports in sets.items()}


def scored(reports: Iterable[Marked]) -> Score:
    """The score over reports."""
    score = Score()
    for report in reports:
        outline, seconds = _timed(report.lines)
        score.seconds += seconds
        score.characters += sum(len(line.text) for line in report.lines)
        _compare(report, tuple(_headings(outline)), score)
    return score


def _timed(lines: Sequence[Line]) -> tuple[Outline, float]:
    """The outline, and the seconds it takes when nothing else is in the way."""
    spent: list[float] = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        outline = read_outline(lines)
        spent.append(time.perf_counter() - start)
    return outline, min(spent)


def _compare(report: Marked, found: Sequence[Heading], score: Score) -> None:
    """Add how ``found`` stands to what was marked."""
    marked = dict(_by_place(report.headings))
    score.marked += len(marked)
    score.found += len(found)
    for place, heading in _by_place(found):
        wanted = marked.pop(place, None)
        if wanted is None:
            score.wrong.append(f"{report.name} 第{heading.line}行：多出标题“{heading.words}”")
            continue
        score.right += 1
        score.levels += heading.level == wanted.level
        score.cuts += (heading.words, heading.run_in) == (wanted.words, wanted.run_in)
        if heading != wanted:
            score.wrong.append(f"{report.name} 第{heading.line}行：应为{wanted}，读成{heading}")
    for heading in marked.values():
        score.wrong.append(f"{report.name} 第{heading.line}行：漏了标题“{heading.words}”")


def _by_place(headings: Sequence[Heading]) -> Iterator[tuple[tuple[int, int], Heading]]:
    """Each heading with its line and which of that line's it is: a line may hold a whole report."""
    met: Counter[int] = Counter()
    for heading in headings:
        met[heading.line] += 1
        yield (heading.line, met[heading.line]), heading


def _headings(outline: Outline) -> Iterator[Heading]:
    for section in outline.walk():
        yield Heading(section.line, section.level, section.heading, section.run_in)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


# -- the sets ---------------------------------------------------------------------------------


def _samples(gold: Path) -> Iterator[Marked]:
    with as_file(sample_folder()) as folder:
        for row in _rows(gold):
            yield _marked(folder / "reports" / row["file"], row)


def _elsewhere(gold: Path, folder: Path, name: str) -> Iterator[Marked]:
    """The marked reports in ``folder/name``, known by their content."""
    by_content = {_fingerprint(path): path for path in sorted((folder / name).iterdir())}
    for row in (row for row in _rows(gold) if row["set"] == name):
        if row["sha256"] not in by_content:
            raise ReadingError(
                f"找不到标注过的材料：{folder / name} 里没有 {row['sha256']}，请核对"
            )
        yield _marked(by_content[row["sha256"]], row)


def _marked(path: Path, row: dict[str, Any]) -> Marked:
    if _fingerprint(path) != row["sha256"]:
        raise ReadingError(f"材料改过了：{path.name} 不是标注时的那一份，请重新标注")
    lines = with_title(lines_of(path))
    texts = {line.number: line.text.strip(_BLANKS) for line in reversed(lines)}
    return Marked(path.name, lines, tuple(_heading(texts, *each) for each in row["headings"]))


def _heading(
    texts: dict[int, str], line: int, level: int, start: int, end: int, run_in: int, at: int = 0
) -> Heading:
    """A marked heading; with ``at`` all of that line are its words (附件1 has its title below)."""
    words = texts[at] if at else texts[line][start:end]
    return Heading(line, level, words, bool(run_in))


def _nasty(gold: Path) -> Iterator[Marked]:
    for row in yaml.safe_load(gold.read_text(encoding="utf-8")):
        lines = [Line(text, at) for at, text in enumerate(row["text"].split("\n"), 1)]
        headings = tuple(Heading(*each) for each in row["headings"])
        yield Marked(row["name"], tuple(lines), headings)


def _rows(gold: Path) -> list[dict[str, Any]]:
    return list(json.loads(gold.read_text(encoding="utf-8")))


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


# -- the table --------------------------------------------------------------------------------


def table(scores: dict[str, Score]) -> str:
    """The scores as a Markdown table."""
    names = ("集", "标题", "P", "R", "F1", "层级", "切分", "毫秒/千字")
    rows = [f"| {' | '.join(names)} |", "|---|" + "---:|" * (len(names) - 1)]
    for name, score in scores.items():
        figures = (score.precision, score.recall, score.f1, score.level, score.cut)
        shares = " | ".join(f"{figure:.3f}" for figure in figures)
        rows.append(f"| {name} | {score.marked} | {shares} | {score.pace:.2f} |")
    return "\n".join(rows)


def main(words: Sequence[str] | None = None) -> int:
    """Print the table, and below it what is wrong; 1 when a share is below 0.99."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.reading", description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=GOLD)
    parser.add_argument("--real", type=Path)
    asked = parser.parse_args(words)
    scores = measure(asked.gold, asked.real)
    print(table(scores))
    for score in scores.values():
        print(*score.wrong, sep="\n", file=sys.stderr)
    return int(any(min(each.f1, each.level, each.cut) < _TARGET for each in scores.values()))


if __name__ == "__main__":
    sys.exit(main())
