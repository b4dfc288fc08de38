"""How long each step of a document takes, how the cost grows, and what others take for the like.

``python -m eval.bench.speed [--documents N…] [--peer PYTHON]`` prints tables. Times on a shared
machine are noisy: what counts are CPU milliseconds and the ratios of one run. ``--peer`` is the
python of an environment with docxtpl; ``scripts/bench`` makes it.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.batch import run_batch
from assistant.desk import DraftOrder, Planned, draft_files, finish, plan_sheet
from assistant.drafting import write_draft
from assistant.export.plain import to_json
from assistant.indexing import index_reports
from assistant.making import Item
from assistant.sheet.facts import Sheet
from assistant.sheet.loading import load_sheet
from assistant.writing.template import TemplateWriter
from corpus.library import Library
from corpus.reading import read_report
from corpus.report import Report, Section
from corpus.samples import sample_folder
from eval.bench.beside import beside_a_chain, filled_by_docxtpl, laid_out_by_gongwen
from eval.bench.truth import sheet_of, unmasked
from eval.evaluate import evaluate
from eval.examined import from_draft

_ROUNDS = 5
_ROOMS = ("assistant", "corpus", "eval")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: CPU seconds on texts not seen before and on the same ones again.

    ``fresh`` and ``again`` are medians; ``characters`` what it worked on, 0 where that says little.
    """

    name: str
    fresh: float
    again: float
    characters: int = 0

    def line(self) -> str:
        """Its line of the table."""
        per = f"{self.fresh * 1e6 / self.characters:.1f}" if self.characters else "—"
        return f"| {self.name} | {self.fresh * 1000:.1f} | {self.again * 1000:.1f} | {per} |"


def timed(work: Callable[[], object], *, fresh: bool, rounds: int = _ROUNDS) -> float:
    """The median CPU seconds of ``work`` after one round to load what is loaded once.

    ``fresh`` has everything forgotten before each round that is kept of a text.
    """
    work()
    spans = []
    for _ in range(rounds):
        if fresh:
            forget_texts()
        began = time.process_time()
        work()
        spans.append(time.process_time() - began)
    return statistics.median(spans)


def forget_texts() -> None:
    """Empty every cache of ours that is bounded: those hold texts; the rest hold tables."""
    rooms = [each for name, each in sys.modules.items() if name.split(".")[0] in _ROOMS]
    for value in [value for room in rooms for value in vars(room).values()]:
        held = vars(value).values() if isinstance(value, type) else ()
        for each in (value, *(getattr(one, "__func__", one) for one in held)):
            asked = getattr(each, "cache_parameters", None)
            if asked is not None and asked()["maxsize"] is not None:
                each.cache_clear()


# -- one document -------------------------------------------------------------------------------


def long_report(folder: Path) -> Report:
    """A report of four thousand characters: two years' summaries, section by section."""
    newer = read_report(folder / "2025_年度工作总结.txt")
    older = read_report(folder / "2024_年度工作总结.md")
    return unmasked(replace(newer, sections=tuple(_joined(newer, older))))


def _joined(newer: Report, older: Report) -> Iterator[Section]:
    first, *rest = newer.sections
    pairs = zip(first.children, older.sections[0].children, strict=False)
    children = (replace(a, paragraphs=(*a.paragraphs, *b.paragraphs)) for a, b in pairs)
    yield replace(first, children=tuple(children))
    yield from rest


def next_sheet(report: Report, share: int) -> Sheet:
    """The sheet of the year after, with a value for every blank of the report or one in ``share``.

    Real sheets hold some fifteen facts for a thousand characters; every blank of this report
    filled is three times as many.
    """
    sheet = sheet_of(report)
    update = {"year": report.year + 1, "date": None, "facts": sheet.facts[::share]}
    return sheet.model_copy(update=update)


def steps(samples: Path, home: Path) -> Iterator[Step]:
    """Every step of one document of about four thousand characters."""
    reports, long = samples / "reports", long_report(samples / "reports")
    sheet_file = samples / "sheets" / "2026_年度工作总结.yaml"
    library = Library.open(home, create=True)
    library.add([long, *(read_report(path) for path in sorted(reports.iterdir()))])
    sheet, dense, order = next_sheet(long, 3), next_sheet(long, 1), DraftOrder()
    planned = plan_sheet(sheet, library, order)
    drafted = finish(planned)
    size = sum(len(sentence.text) for sentence in drafted.draft.sentences())

    def step(name: str, work: Callable[[], object], characters: int = size) -> Step:
        return Step(name, timed(work, fresh=True), timed(work, fresh=False), characters)

    def judged() -> object:
        past = (long,)
        return evaluate(
            from_draft(drafted.draft), sheet=drafted.sheet, past=past, draft=drafted.draft
        )

    def written(each: Planned) -> str:
        return to_json(write_draft(each.plan, TemplateWriter()))

    one = reports / "2025_年度工作总结.txt"
    yield step("读一份往年材料", lambda: read_report(one), len(one.read_text("utf-8")))
    yield step("检索一次", lambda: library.search("党组会议研究议题", k=5), 0)
    yield step("读一张事实表", lambda: load_sheet(sheet_file), 0)
    yield step("规划", lambda: plan_sheet(sheet, library, order))
    yield step("写作", lambda: write_draft(planned.plan, TemplateWriter()))
    yield step("核对", judged)
    yield step("五个文件", lambda: draft_files(drafted))
    whole = f"{len(sheet.facts)}条事实到"
    yield step(f"{whole}draft.json", lambda: written(plan_sheet(sheet, library, order)))
    yield step(
        f"{whole}五个文件，含核对",
        lambda: draft_files(finish(plan_sheet(sheet, library, order))),
    )
    yield step(
        f"{len(dense.facts)}条事实到draft.json",
        lambda: written(plan_sheet(dense, library, order)),
    )


def indexing(samples: Path) -> Step:
    """Reading and indexing all sample reports, by the report."""
    files = sorted((samples / "reports").iterdir())
    size = sum(len("".join(read_report(path).texts())) for path in files) // len(files)

    def index() -> None:
        with tempfile.TemporaryDirectory() as home:
            index_reports(files, Path(home))

    return Step(
        "收录一份（15份一起）",
        timed(index, fresh=True, rounds=1) / len(files),
        timed(index, fresh=False, rounds=1) / len(files),
        size,
    )


def start_of_command() -> tuple[float, float]:
    """Seconds of ``nigao --help``, and of an interpreter that does nothing."""
    run = "import sys; from assistant.cli import main; sys.exit(main(['--help']))"

    def spent(code: str) -> float:
        spans = []
        for _ in range(3):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
            spans.append(time.perf_counter() - began)
        return statistics.median(spans)

    return spent(run), spent("pass")


# -- many documents -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Many:
    """A batch: its wall seconds, CPU seconds here and in all its processes."""

    documents: int
    jobs: int
    wall: float
    here: float
    workers: float

    @property
    def longest(self) -> float:
        """The CPU seconds of the longest strand: what it takes where every process has a core."""
        return self.here + self.workers / self.jobs

    def line(self) -> str:
        """Its line of the table."""
        each = (self.here + self.workers) * 1000 / self.documents
        cells = (self.documents, self.jobs, f"{self.wall:.1f}", f"{each:.0f}")
        return f"| {' | '.join(map(str, cells))} | {self.longest:.1f} |"


def batches(sheet: Sheet, library: Library | None, sizes: Sequence[int]) -> Iterator[Many]:
    """Batches of each size in this process, and of the largest in two, of sheets all different."""
    with tempfile.TemporaryDirectory() as out:
        run_batch([Item("热身", "", sheet)], Path(out), library, DraftOrder())
    for size in sizes:
        items = [Item(f"第{at}份", "", _varied(sheet, at)) for at in range(size)]
        for jobs in (1, 2) if size == max(sizes) else (1,):
            yield _run(items, library, jobs)


def _run(items: Sequence[Item], library: Library | None, jobs: int) -> Many:
    with tempfile.TemporaryDirectory() as out:
        wall, here, there = time.perf_counter(), time.process_time(), _spent_by_workers()
        run_batch(items, Path(out), library, DraftOrder(), jobs=jobs)
        return Many(
            len(items),
            jobs,
            time.perf_counter() - wall,
            time.process_time() - here,
            _spent_by_workers() - there,
        )


def _spent_by_workers() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _varied(sheet: Sheet, at: int) -> Sheet:
    """The sheet with other numbers."""
    facts = (
        fact if fact.value is None else fact.model_copy(update={"value": fact.value + at})
        for fact in sheet.facts
    )
    return sheet.model_copy(update={"facts": tuple(facts)})


def memory() -> int:
    """The most memory this process ever held, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1024 * 1024 if sys.platform == "darwin" else 1024)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--peer", type=Path, help="python of an environment with docxtpl")
    parser.add_argument("--latency", type=float, default=0.2, help="of the scripted endpoint")
    asked = parser.parse_args(argv)
    samples = Path(str(sample_folder()))
    helped, bare = start_of_command()
    print(f"nigao --help {helped:.2f}秒，空解释器{bare:.2f}秒，比值{helped / bare:.1f}\n")
    print("| 步骤（CPU毫秒） | 新文稿 | 同一份再来 | 新文稿每千字 |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as home:
        for step in (indexing(samples), *steps(samples, Path(home))):
            print(step.line(), flush=True)
    print("\n| 份 | 进程 | 秒 | 每份CPU毫秒 | 最长一支CPU秒 |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as home:
        index_reports([samples / "reports"], Path(home))
        library = Library.open(Path(home))
        sheet = load_sheet(samples / "sheets" / "2026_年度工作总结.yaml")
        many = []
        for each in batches(sheet, library, sorted(asked.documents)):
            many.append(each)
            print(each.line(), flush=True)
        one, two = many[-2:]
        print(
            f"\n两个进程对一个：秒之比{one.wall / two.wall:.2f}，"
            f"最长一支CPU之比{one.longest / two.longest:.2f}；内存最多{memory()} MB\n"
        )
        for line in beside_a_chain(samples / "reports", asked.latency):
            print(line, flush=True)
        for line in laid_out_by_gongwen(asked.peer, sheet, library):
            print(line)
        for line in filled_by_docxtpl(asked.peer, sheet, library):
            print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
