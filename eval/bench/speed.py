"""How long each step of a document takes, and how the cost grows with their number.

``python -m eval.bench.speed [--documents N…]`` prints one table. Times on a shared machine are
noisy: compare the ratios, which come from one run.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.batch import run_batch
from assistant.desk import DraftOrder, draft_files, finish, index_reports, plan_sheet
from assistant.making import Item
from assistant.sheet.facts import Sheet
from assistant.sheet.loading import load_sheet
from assistant.writing.template import TemplateWriter
from corpus.library import Library
from corpus.reading import read_report
from corpus.samples import sample_folder
from eval.evaluate import evaluate
from eval.examined import from_draft

_ROUNDS = 5


def timed(work: Callable[[], object], rounds: int = _ROUNDS) -> float:
    """The median seconds of ``work`` after one warming round."""
    work()
    spans = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        spans.append(time.perf_counter() - began)
    return statistics.median(spans)


def steps(sheet: Sheet, library: Library, samples: Path) -> dict[str, tuple[float, int]]:
    """Seconds and characters of each step of one document, warm."""
    order = DraftOrder()
    planned = plan_sheet(sheet, library, order)
    drafted = finish(planned)
    characters = sum(len(sentence.text) for sentence in drafted.draft.sentences())
    report = samples / "reports" / "2025_年度工作总结.txt"
    past = (planned.plan.like,) if planned.plan.like else ()
    writer = TemplateWriter()

    def judge() -> object:
        return evaluate(
            from_draft(drafted.draft), sheet=drafted.sheet, past=past, draft=drafted.draft
        )

    return {
        "读一份往年材料": (timed(lambda: read_report(report)), len(report.read_text("utf-8"))),
        "检索一次": (timed(lambda: library.search("党组会议研究议题", k=5)), 0),
        "规划": (timed(lambda: plan_sheet(sheet, library, order)), characters),
        "写作": (timed(lambda: [writer.write(b) for b in planned.plan.briefs()]), characters),
        "核对": (timed(judge), characters),
        "五个文件": (timed(lambda: draft_files(drafted)), characters),
        "事实表到草稿和核对": (
            timed(lambda: finish(plan_sheet(sheet, library, order))),
            characters,
        ),
    }


def start_of_command() -> tuple[float, float]:
    """Seconds of ``nigao --help``, and of an interpreter that does nothing."""
    run = "import sys; from assistant.cli import main; sys.exit(main(['--help']))"

    def spent(code: str) -> float:
        command = [sys.executable, "-c", code]
        return timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL), 3)

    return spent(run), spent("pass")


def batches(sheet: Sheet, library: Library, sizes: Sequence[int]) -> dict[str, float]:
    """Seconds of batches of each size in this process, and of the largest in two."""
    spent: dict[str, float] = {}
    for size in sizes:
        items = [Item(f"第{at}份", "", sheet) for at in range(size)]
        for jobs in (1, 2) if size == max(sizes) else (1,):
            with tempfile.TemporaryDirectory() as out:
                began = time.perf_counter()
                run_batch(items, Path(out), library, DraftOrder(), jobs=jobs)
                spent[f"{size}份，{jobs}个进程"] = time.perf_counter() - began
    return spent


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[1, 10])
    sizes = parser.parse_args().documents
    samples = Path(str(sample_folder()))
    sheet = load_sheet(samples / "sheets" / "2026_年度工作总结.yaml")
    with tempfile.TemporaryDirectory() as folder:
        index_reports([samples / "reports"], Path(folder))
        library = Library.open(Path(folder))
        rows = steps(sheet, library, samples)
        many = batches(sheet, library, sizes)
    helped, bare = start_of_command()
    print("步骤                      毫秒   每千字毫秒")
    for name, (seconds, characters) in rows.items():
        per = f"{seconds * 1e6 / characters:>10.1f}" if characters else " " * 10
        print(f"{name:<14}{seconds * 1000:>14.1f}{per}")
    print(f"\nnigao --help {helped:.2f} 秒，空解释器 {bare:.2f} 秒，比值 {helped / bare:.1f}")
    for name, seconds in many.items():
        count = int(name.split("份")[0])
        print(f"批量 {name}：{seconds:.1f} 秒，每份 {seconds * 1000 / count:.0f} 毫秒")
    return 0


if __name__ == "__main__":
    sys.exit(main())
