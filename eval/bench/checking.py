"""How fast a paper is checked: beside gongwen-skill's check, and as papers grow.

``scripts/bench`` makes an environment with gongwen-skill in it and runs
``python -m eval.bench.checking --peer PYTHON``. Each checker runs in a process of its own, warm,
and is timed in process with the reading of the file; the two take turns on the same .docx, for the
first time and again. No two papers share a clause: in each, a character of every clause is
exchanged, so that the first time nothing kept of an earlier text helps. CPU seconds are compared,
since those of the wall are noisy on a shared machine.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path

from assistant.checking import CheckOrder, check_file
from assistant.desk import DraftOrder, draft_sheet
from assistant.export.docx import to_docx
from assistant.sheet.loading import load_sheet
from corpus.numerals import parse_number
from corpus.reading import read_report
from corpus.samples import sample_folder
from eval.bench.varying import exchanged, varied_docx
from eval.evaluate import evaluate
from eval.examined import from_report

TARGET = 10.0
"""How many times faster than gongwen-skill's check ours is to be, warm."""

LENGTHS = (10_000, 30_000, 100_000, 300_000, 1_000_000)
GROWTH = 1.5
"""A character of the longest text may cost so many times one of the shortest."""

_VARIANTS = 2
_AGAIN = 3
_PEER = """
import json, logging, sys, time
logging.disable(logging.CRITICAL)
from engine.core.document.parser import parse_docx
from engine.core.rules.engine import RuleEngine
for line in sys.stdin:
    began, spent = time.perf_counter(), time.process_time()
    issues = RuleEngine().check(parse_docx(line.rstrip()), "report")
    took = time.perf_counter() - began, time.process_time() - spent
    print(json.dumps([*took, len(issues)]), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds of the wall and of the CPU that one check took, and how much it said."""

    wall: float
    cpu: float
    said: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Both checkers on one paper; ``theirs`` is None where gongwen-skill is not installed."""

    ours: Timed
    theirs: Timed | None

    @property
    def ratio(self) -> float | None:
        """How many times our CPU seconds theirs are."""
        return self.theirs.cpu / self.ours.cpu if self.theirs else None


@dataclass(frozen=True, slots=True)
class Compared:
    """Both checkers on one paper that neither has seen, and on the same file again."""

    name: str
    characters: int
    first: Pair
    again: Pair


class Peer:
    """gongwen-skill's check in a process of its own, asked paper by paper."""

    def __init__(self, python: Path) -> None:
        self._process = subprocess.Popen(
            [str(python), "-c", _PEER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def check(self, path: Path) -> Timed:
        """What its check of this file took."""
        asked, answered = self._process.stdin, self._process.stdout
        if asked is None or answered is None:
            raise RuntimeError("对照程序没有输入输出")
        asked.write(f"{path}\n")
        asked.flush()
        line = answered.readline()
        if not line:
            raise RuntimeError("对照程序中途退出；请确认该环境里装了 gongwen-skill")
        return Timed(*json.loads(line))

    def close(self) -> None:
        """End the process."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()


def check(path: Path, kind: str) -> Timed:
    """What our check of this file takes, reading and layout included."""
    began, spent = time.perf_counter(), time.process_time()
    checked = check_file(path, CheckOrder(kind=kind))
    return Timed(
        time.perf_counter() - began,
        time.process_time() - spent,
        len(checked.judgement.findings),
    )


def papers(folder: Path, times: Sequence[int]) -> Iterator[tuple[str, str, Path]]:
    """(name, kind, file) of papers that are all different, each length in ``times``."""
    for at, (name, kind, content) in enumerate(_originals()):
        for number in times:
            for variant in range(_VARIANTS):
                path = folder / f"{at}-{number}-{variant}.docx"
                seed = hash((at, number, variant))
                path.write_bytes(varied_docx(content, seed, times=number))
                yield f"{name}×{number}", kind, path


def _originals() -> Iterator[tuple[str, str, bytes]]:
    """The samples that are Word files, and the sample sheets' drafts as Word files."""
    with as_file(sample_folder()) as folder:
        for path in sorted((folder / "reports").glob("*.docx")):
            yield path.stem, read_report(path).kind, path.read_bytes()
        for path in sorted((folder / "sheets").glob("*.yaml")):
            sheet = load_sheet(path)
            drafted = draft_sheet(sheet, None, DraftOrder())
            yield f"草稿{path.stem}", sheet.kind, to_docx(drafted.draft)


def compare(peer: Peer | None, folder: Path, times: Sequence[int]) -> Iterator[Compared]:
    """Both checkers on every paper in turn, after a paper of each kind to warm up on."""
    # Rare numerals load the library that reads them, once.
    parse_number("三万五")
    rows = list(papers(folder, times))
    warmed: set[str] = set()
    for name, kind, path in rows:
        if kind not in warmed:
            warmed.add(kind)
            check(path, kind)
            if peer:
                peer.check(path)
            continue
        first = Pair(check(path, kind), peer.check(path) if peer else None)
        ours = [check(path, kind) for _ in range(_AGAIN)]
        theirs = [peer.check(path) for _ in range(_AGAIN)] if peer else []
        again = Pair(_middle(ours), _middle(theirs) if theirs else None)
        characters = sum(map(len, read_report(path, kind=kind, year=2026).texts()))
        yield Compared(name, characters, first, again)


def _middle(times: Sequence[Timed]) -> Timed:
    return sorted(times, key=lambda each: each.cpu)[len(times) // 2]


def growth(lengths: Sequence[int]) -> Iterator[tuple[int, float]]:
    """(characters, CPU seconds of a whole judgement) for texts of these lengths."""
    with as_file(sample_folder()) as folder:
        report = read_report(folder / "reports" / "2025_年度工作总结.txt")
        past = read_report(folder / "reports" / "2024_年度工作总结.md")
        sheet = load_sheet(folder / "sheets" / "2026_年度工作总结.yaml")
    evaluate(from_report(report), sheet=sheet, past=(past,))
    for length in lengths:
        examined = from_report(exchanged(report, length))
        began = time.process_time()
        evaluate(examined, sheet=sheet, past=(past,))
        yield len(examined.text), time.process_time() - began


def table(rows: Sequence[Compared]) -> str:
    """The rows as a Markdown table of medians, two lines for each length."""
    lines = [
        "| 篇幅 | 份数 | 字数 | | 本程序毫秒 | 对照毫秒 | 倍数（中位） | 最低—最高 |",
        "|---|---:|---:|---|---:|---:|---:|---:|",
    ]
    for times in sorted({row.name.rpartition("×")[2] for row in rows}, key=int):
        same = [row for row in rows if row.name.endswith(f"×{times}")]
        head = f"| ×{times} | {len(same)} | {statistics.mean(row.characters for row in same):.0f}"
        lines.append(f"{head} | 初见 | {_cells([row.first for row in same])} |")
        lines.append(f"{head} | 再查 | {_cells([row.again for row in same])} |")
    return "\n".join(lines)


def _cells(pairs: Sequence[Pair]) -> str:
    ours = statistics.median(pair.ours.cpu for pair in pairs) * 1000
    ratios = _ratios(pairs)
    if not ratios:
        return f"{ours:.1f} | 未测 | 未测 | 未测"
    theirs = statistics.median(pair.theirs.cpu for pair in pairs if pair.theirs) * 1000
    middle = statistics.median(ratios)
    return f"{ours:.1f} | {theirs:.1f} | {middle:.1f} | {ratios[0]:.1f}—{ratios[-1]:.1f}"


def _ratios(pairs: Iterable[Pair]) -> list[float]:
    return sorted(pair.ratio for pair in pairs if pair.ratio is not None)


def main(argv: Sequence[str] | None = None) -> int:
    """Print both tables; 1 when a target is missed, 2 when there is nothing to compare with."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", type=Path, help="python of an environment with gongwen-skill")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 5])
    parser.add_argument("--lengths", type=int, nargs="*", default=LENGTHS)
    asked = parser.parse_args(argv)
    peer = Peer(asked.peer) if asked.peer else None
    with tempfile.TemporaryDirectory() as folder:
        rows = tuple(compare(peer, Path(folder), asked.times))
    if peer:
        peer.close()
    print(table(rows))
    grown = [(length, seconds * 1e6 / length) for length, seconds in growth(asked.lengths)]
    for length, micro in grown:
        print(f"{length:>9,}字：每字{micro:.2f}微秒")
    steady = not grown or grown[-1][1] <= GROWTH * grown[0][1]
    if peer is None:
        print("没有装 gongwen-skill 的环境（--peer），与它的对照未测；用 scripts/bench 建好再测")
        return 2
    first = statistics.median(_ratios(row.first for row in rows))
    again = statistics.median(_ratios(row.again for row in rows))
    print(
        f"全部{len(rows)}份的倍数中位数：初见{first:.1f}，再查{again:.1f}；再查的目标{TARGET:.0f}"
    )
    return 0 if steady and again >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
