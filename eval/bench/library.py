"""What a library costs as it grows: indexing, searching, memory; beside a plain LangChain one.

``python -m eval.bench.library [SIZE...] [--plain] [--folder N]`` makes libraries of so many
passages from sentences of the sample reports, mixed anew, in a process each. Printed are passages
indexed a second, the seconds it takes to add one more report, the milliseconds of a search (median
and 95th percentile, each under its conditions), and the peak of resident memory, in MB.
``--folder`` makes a folder of N files instead and indexes it twice.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib.resources import as_file
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.kinds import IDS
from corpus.library import Library
from corpus.reading import read_report
from corpus.report import Report, Section
from corpus.samples import sample_folder
from eval.bench.retrieval import Question, Search, plain_pipeline

_SIZES = (1_000, 10_000)
_SECTIONS, _PARAGRAPHS, _SENTENCES = 5, 10, 3
_IN_A_REPORT = _SECTIONS * _PARAGRAPHS
_QUERIES = 200
_YEARS = 25
_FIRST_YEAR = 2000
CONDITIONS: Mapping[str, Mapping[str, Any]] = {
    "不限": {},
    "往年": {"before": 2020},
    "文种、往年": {"kind": "speech", "before": 2020},
    "单位、往年": {"unit": "云州市金融工作局", "before": 2015},
    "板块": {"role": "problems"},
}


def sentences() -> list[str]:
    """The sentences of the sample reports."""
    with as_file(sample_folder()) as folder:
        reports = [read_report(path) for path in sorted((folder / "reports").iterdir())]
    texts = (text for report in reports for text in report.texts())
    return [f"{part}。" for text in texts for part in text.split("。") if len(part) > 8]


def invented(number: int, stock: Sequence[str]) -> Report:
    """Report ``number`` of a library of fifty passages each; the same at every run."""
    mixer = random.Random(number)
    sections = tuple(
        Section(
            str(at),
            1,
            f"{at}、",
            "存在的不足" if at == _SECTIONS else "工作开展情况",
            False,
            tuple("".join(mixer.sample(stock, _SENTENCES)) for _ in range(_PARAGRAPHS)),
        )
        for at in range(1, _SECTIONS + 1)
    )
    return Report(
        id=f"r{number:05}",
        title=f"材料{number}",
        kind=IDS[number % len(IDS)],
        year=_FIRST_YEAR + number // len(IDS) % _YEARS,
        unit="云州市金融工作局" if number % 3 else "云州市统计局",
        source=f"{number}.txt",
        sections=sections,
    )


def measured(size: int, *, plain: bool) -> dict[str, Any]:
    """What a library of ``size`` passages costs; run it in a process of its own."""
    stock = sentences()
    reports = [invented(number, stock) for number in range(size // _IN_A_REPORT)]
    mixer = random.Random(0)
    queries = [mixer.choice(stock)[: mixer.randint(6, 24)] for _ in range(_QUERIES)]
    with TemporaryDirectory(ignore_cleanup_errors=True) as room:
        return (_plain if plain else _ours)(reports, queries, Path(room), stock)


def _ours(
    reports: Sequence[Report], queries: Sequence[str], room: Path, stock: Sequence[str]
) -> dict[str, Any]:
    library = Library.open(room / "library", create=True)
    seconds = _seconds(lambda: library.add(reports))
    one = _seconds(lambda: library.add([invented(len(reports), stock)]))
    times = {
        title: _times(queries, partial(library.search, **how)) for title, how in CONDITIONS.items()
    }
    return {"rate": len(reports) * _IN_A_REPORT / seconds, "one": one, **_costs(times)}


def _plain(
    reports: Sequence[Report], queries: Sequence[str], room: Path, _: Sequence[str]
) -> dict[str, Any]:
    started = time.perf_counter()
    search = plain_pipeline(reports, room)
    seconds = time.perf_counter() - started
    times = {
        title: _times(queries, partial(_asked, search, CONDITIONS[title]))
        for title in ("不限", "往年", "文种、往年")
    }
    return {"rate": len(reports) * _IN_A_REPORT / seconds, "one": None, **_costs(times)}


def _asked(search: Search, how: Mapping[str, Any], query: str) -> object:
    return search(Question(query, how.get("kind"), how.get("before")))


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _times(queries: Sequence[str], search: Callable[[str], object]) -> tuple[float, float]:
    """The median and the 95th percentile, in milliseconds."""
    search(queries[0])  # opens what the others find open
    taken = sorted(1e3 * _seconds(partial(search, query)) for query in queries)
    return taken[len(taken) // 2], taken[int(0.95 * len(taken))]


def _costs(times: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"times": {title: list(both) for title, both in times.items()}, "peak": peak}


def indexed_twice(count: int) -> tuple[float, float]:
    """Seconds to index a folder of ``count`` files of fifty passages, and to index it again."""
    from assistant.indexing import index_reports

    stock = sentences()
    with TemporaryDirectory(ignore_cleanup_errors=True) as room:
        folder = Path(room) / "往年材料"
        folder.mkdir()
        for number in range(count):
            report = invented(number, stock)
            (folder / report.source).write_text(_as_text(report), encoding="utf-8")
        library = Path(room) / "library"
        first = _seconds(lambda: index_reports([folder], library))
        return first, _seconds(lambda: index_reports([folder], library))


def _as_text(report: Report) -> str:
    numerals = "一二三四五六七八九"
    lines = [f"{report.unit}{report.year}年度工作总结", ""]
    for section in report.sections:
        lines += [f"{numerals[int(section.id) - 1]}、{section.heading}", *section.paragraphs]
    return "\n".join(lines)


def _apart(size: int, *, plain: bool) -> dict[str, Any]:
    """What :func:`measured` finds in a process of its own, whose memory is its own too."""
    command = [sys.executable, "-m", "eval.bench.library", str(size), "--json"]
    command += ["--plain"] if plain else []
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def _lines(size: int, found: Mapping[str, Any], title: str) -> Iterator[str]:
    one = f"，再加一份 {found['one']:.2f} 秒" if found["one"] is not None else ""
    yield f"{title}，{size}段：每秒收 {found['rate']:.0f} 段{one}，内存最多 {found['peak']:.0f} MB"
    for name, (median, late) in found["times"].items():
        yield f"    检索 {median:7.1f} ms，95% 在 {late:7.1f} ms 内（{name}）"


def main(argv: Sequence[str] | None = None) -> int:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description="Measure what a library costs as it grows.")
    parser.add_argument("sizes", nargs="*", type=int, default=_SIZES, help="passages")
    parser.add_argument("--plain", action="store_true", help="a plain LangChain pipeline as well")
    parser.add_argument("--folder", type=int, metavar="N", help="index a folder of N files twice")
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(argv)
    if asked.json:
        sys.stdout.write(json.dumps(measured(asked.sizes[0], plain=asked.plain)))
        return 0
    if asked.folder:
        first, again = indexed_twice(asked.folder)
        sys.stdout.write(f"{asked.folder}个文件：收录 {first:.1f} 秒，未变再收 {again:.2f} 秒\n")
        return 0
    for size in asked.sizes:
        for plain in (False, True) if asked.plain else (False,):
            title = "LangChain + Chroma" if plain else "拟稿"
            for line in _lines(size, _apart(size, plain=plain), title):
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
