"""Batch: many sheets, many drafts; one bad one never stops the others.

Making a document is plain data in, bytes out, and goes through a ``concurrent.futures.Executor``:
processes for the template writer, threads for a model's endpoint, a cluster's executor elsewhere.
A process opens the library and plans its own documents; for a cluster, which has no library,
planning stays here.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
    wait,
)
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from assistant.desk import DRAFT_FILES, DraftOrder, gate_for, lay_down
from assistant.export.folder import write_folder
from assistant.export.layouts import load_layout
from assistant.export.overwriting import keep_before_writing
from assistant.making import Finished, Item, Workplace, end_with_parent, made_anywhere, made_here
from assistant.sheet.loading import load_named_sheets
from assistant.summary import Row, failed_row, summary_files
from assistant.watching import Switch
from assistant.wiring import talking
from corpus.errors import NigaoError, OutputError, SheetError
from corpus.library import Library

SUFFIXES = (".yaml", ".yml", ".json", ".xlsx", ".csv")
Step = Callable[[str], None]
# So many documents are planned ahead of a cluster: enough for many workers, and little memory.
_AHEAD = 128


@dataclass(frozen=True, slots=True)
class Batched:
    """A batch that has run: a row an item in the order given, and how long each took.

    ``kept`` names those that were finished before and made of the same.
    """

    rows: tuple[Row, ...]
    seconds: dict[str, float]
    kept: frozenset[str] = frozenset()

    @property
    def failed(self) -> bool:
        """Whether an item was not drafted, or its draft has an error."""
        return any(not row.passed for row in self.rows)

    def to_plain(self) -> dict[str, Any]:
        """What ``nigao batch --json`` prints."""
        rows = [{**row.to_plain(), "seconds": self.seconds.get(row.name)} for row in self.rows]
        return {"drafts": rows, "failed": sum(not row.passed for row in self.rows)}


def collect(paths: Sequence[Path], own_kinds: Path | None = None) -> tuple[Item, ...]:
    """The items among and below ``paths``, each with the name of its folder.

    A sheet that cannot be read is an item with an error.

    Raises:
        SheetError: a path does not exist, nothing is found, or two items have one name.
    """
    items = [item for path in _files(paths) for item in _items(path, own_kinds)]
    if not items:
        raise SheetError("没有找到事实表；请给出 .yaml、.json、.xlsx、.csv 文件或装着它们的文件夹")
    seen: dict[str, str] = {}
    for item in items:
        if item.name in seen:
            raise SheetError(
                f"两份事实表重名“{item.name}”：{seen[item.name]} 和 {item.source}；请改掉一个文件名"
            )
        seen[item.name] = item.source
    return tuple(items)


def run_batch(
    items: Sequence[Item],
    out: Path,
    library: Library | None,
    order: DraftOrder,
    *,
    jobs: int = 1,
    resume: bool = False,
    cluster: str = "",
    layout: Path | None = None,
    step: Step = lambda name: None,
) -> Batched:
    """Draft every item into ``out/<name>/`` and write the summary there.

    ``jobs`` documents are made side by side (calls, with a model). ``resume`` passes over what
    is finished and was made of the same inputs. Each draft is written as soon as it is done, and
    ``step`` is told its name. ``layout`` is an office's own for the Word files.

    Raises:
        OutputError: the folder cannot be written.
        SettingsError: the layout cannot be read, or the cluster will not do.
    """
    place = Workplace(library, order, out, resume, load_layout(layout))
    made: dict[str, Finished] = {}
    with _one_chat(order), _executor(order, jobs, cluster) as executor:
        for done in _made(executor, items, place, jobs, away=bool(cluster)):
            if done.files:
                keep_before_writing(out / done.name, DRAFT_FILES)
                lay_down(out / done.name, done.files, whole=done.whole)
            made[done.name] = replace(done, files={})
            step(done.name)
    ordered = tuple(made[item.name].row for item in items)
    write_folder(out, summary_files(ordered))
    return Batched(
        ordered,
        {name: each.seconds for name, each in made.items() if not each.kept},
        frozenset(name for name, each in made.items() if each.kept),
    )


# -- what there is to do ------------------------------------------------------------------------


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (
                each
                for each in sorted(path.rglob("*"))
                if each.suffix.lower() in SUFFIXES and not each.name.startswith((".", "~$"))
            )
        elif path.exists():
            yield path
        else:
            raise SheetError(f"没有这个文件或文件夹：{path}，请检查路径")


def _items(path: Path, own_kinds: Path | None) -> Iterator[Item]:
    """The items of a file; only a workbook must be opened to know how many it holds."""
    if path.suffix.lower() != ".xlsx":
        yield Item(path.stem, str(path), path=path)
        return
    try:
        named = load_named_sheets(path, own_kinds)
    except NigaoError as error:
        yield Item(path.stem, str(path), error=str(error))
        return
    for name, sheet in named:
        folder = path.stem if len(named) == 1 else f"{path.stem}/{name}"
        yield Item(folder, str(path), sheet)


# -- having it done -------------------------------------------------------------------------------


def _made(
    executor: Executor, items: Sequence[Item], place: Workplace, jobs: int, *, away: bool
) -> Iterator[Finished]:
    """Each document as it is done."""
    if away:
        yield from _made_away(executor, items, place)
    elif isinstance(executor, ThreadPoolExecutor):
        yield from _made_in_threads(executor, items, place, jobs)
    else:
        plain = pickle.dumps(place)
        futures = {
            executor.submit(made_here, plain, pickle.dumps(item)): item.name for item in items
        }
        yield from _brought_back(futures)


def _made_away(executor: Executor, items: Sequence[Item], place: Workplace) -> Iterator[Finished]:
    """Planned here, one after another, while others far away finish what is planned."""
    futures: dict[Future[bytes], str] = {}
    for item in items:
        planned = place.planned_or_done(item)
        if isinstance(planned, Finished):
            yield planned
        else:
            shipped = pickle.dumps((planned, place.layout))
            futures[executor.submit(made_anywhere, item.name, shipped)] = item.name
        if len(futures) >= _AHEAD:
            done, _ = wait(futures, return_when=FIRST_COMPLETED)
            yield from _brought_back({each: futures.pop(each) for each in done})
    yield from _brought_back(futures)


def _made_in_threads(
    executor: ThreadPoolExecutor, items: Sequence[Item], place: Workplace, jobs: int
) -> Iterator[Finished]:
    """Each document as it is done; when nobody wants more of them, those under way end."""
    ended, gate = Switch(), gate_for(place.order, jobs)
    try:
        # No list of the futures is kept: each would hold its document's files to the end.
        for future in as_completed([executor.submit(place.make, i, gate, ended) for i in items]):
            yield future.result()
    finally:
        ended.turn()
        executor.shutdown(wait=False, cancel_futures=True)


def _brought_back(futures: dict[Future[bytes], str]) -> Iterator[Finished]:
    """What comes back, in the order it does; a document whose process was lost has a row too."""
    for future in as_completed(futures):
        name = futures.pop(future)
        try:
            finished: Finished = pickle.loads(future.result())
        except (OSError, CancelledError, BrokenExecutor) as error:
            lost = f"处理这一份的进程中断了（{type(error).__name__}）；请用 --resume 再跑一次"
            finished = Finished(name, {}, failed_row(name, lost), 0.0)
        yield finished


def _one_chat(order: DraftOrder) -> AbstractContextManager[object]:
    """Lets the writers of all documents share one chat model."""
    return talking(order.model) if order.writer == "model" else nullcontext()


def _executor(order: DraftOrder, jobs: int, cluster: str) -> AbstractContextManager[Executor]:
    if cluster:
        from assistant.clustering import cluster_executor

        return cluster_executor(cluster)
    if order.writer == "model" or jobs <= 1:
        return ThreadPoolExecutor(max_workers=max(1, jobs))
    return ProcessPoolExecutor(jobs, get_context("spawn"), end_with_parent)


def checked_out(out: Path) -> Path:
    """The output folder, if it may be one.

    Raises:
        OutputError: a file stands in its place.
    """
    if out.exists() and not out.is_dir():
        raise OutputError(f"输出位置“{out}”是文件，不是文件夹；请换一个文件夹")
    return out


def with_calls(order: DraftOrder, jobs: int) -> DraftOrder:
    """The order with sections of one document side by side where a model writes them."""
    return replace(order, jobs=jobs) if order.writer == "model" else order
