"""Batch: many sheets, many drafts; one bad one never stops the others.

Planning stays here, where the library is; finishing one document is plain data in, bytes out, and
goes through a ``concurrent.futures.Executor``: processes for the template writer, threads for a
model's endpoint, a cluster's executor elsewhere.
"""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
)
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from assistant.calling import Gate
from assistant.desk import (
    Drafted,
    DraftOrder,
    Planned,
    draft_files,
    finish,
    finish_in,
    gate_for,
    kept_in,
    lay_down,
    plan_sheet,
)
from assistant.export.folder import write_folder
from assistant.sheet.facts import Sheet
from assistant.sheet.loading import load_named_sheets
from assistant.summary import Row, failed_row, row_of, summary_files
from assistant.watching import Switch, Watch
from assistant.wiring import talking
from corpus.errors import NigaoError, OutputError, SheetError
from corpus.library import Library

SUFFIXES = (".yaml", ".yml", ".json", ".xlsx", ".csv")
Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Item:
    """One draft to make: the folder it goes to below the batch's own, and its sheet or error."""

    name: str
    source: str
    sheet: Sheet | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """What came back of one document: its files' bytes and its row of the summary.

    ``whole`` is False where sections stand in for a model that could not be asked.
    """

    name: str
    files: dict[str, bytes]
    row: Row
    seconds: float
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Batched:
    """A batch that has run: a row an item in the order given, and how long each took."""

    rows: tuple[Row, ...]
    seconds: dict[str, float]

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
    step: Step = lambda name: None,
) -> Batched:
    """Draft every item into ``out/<name>/`` and write the summary there.

    ``jobs`` documents are finished side by side (calls, with a model). ``resume`` passes over what
    is finished and was made of the same inputs. Each draft is written as soon as it is done.

    Raises:
        OutputError: the folder cannot be written.
    """
    rows: dict[str, Row] = {}
    seconds: dict[str, float] = {}
    waiting: dict[str, Planned] = {}
    for item in items:
        planned = _planned(item, library, order, rows)
        if planned and not (resume and _kept(item, planned, out, rows)):
            waiting[item.name] = planned
    with _one_chat(order), _executor(order, jobs, cluster) as executor:
        for done in _finished(executor, waiting, _Place(out, resume), order, jobs):
            step(done.name)
            if done.files:
                lay_down(out / done.name, done.files, whole=done.whole)
            rows[done.name] = done.row
            seconds[done.name] = done.seconds
    ordered = tuple(rows[item.name] for item in items)
    write_folder(out, summary_files(ordered, out))
    return Batched(ordered, seconds)


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
    try:
        named = load_named_sheets(path, own_kinds)
    except NigaoError as error:
        yield Item(path.stem, str(path), error=str(error))
        return
    for name, sheet in named:
        folder = path.stem if len(named) == 1 else f"{path.stem}/{name}"
        yield Item(folder, str(path), sheet)


def _planned(
    item: Item, library: Library | None, order: DraftOrder, rows: dict[str, Row]
) -> Planned | None:
    if item.sheet is None:
        rows[item.name] = failed_row(item.name, item.error)
        return None
    try:
        return plan_sheet(item.sheet, library, order)
    except NigaoError as error:
        rows[item.name] = failed_row(item.name, str(error))
        return None


def _kept(item: Item, planned: Planned, out: Path, rows: dict[str, Row]) -> bool:
    """Whether the draft is there already, made of these very inputs; its row is then taken over."""
    kept = kept_in(out / item.name, planned)
    if kept is None:
        return False
    rows[item.name] = row_of(item.name, kept.draft, kept.check, kept.todo)
    return True


# -- finishing one document -----------------------------------------------------------------------


def finish_bytes(name: str, pickled: bytes) -> bytes:
    """A planned document finished in whatever process this is, pickled both ways.

    Nothing is written. What can be explained comes back as the item's error; only what this
    program pickled itself may be given, as with any pickle.
    """
    return pickle.dumps(_finish(name, pickle.loads(pickled), finish))


def _finish(name: str, planned: Planned, finishing: Callable[[Planned], Drafted]) -> Finished:
    began = time.perf_counter()
    try:
        files = draft_files(finishing(planned))
    except NigaoError as error:
        return Finished(name, {}, failed_row(name, str(error)), time.perf_counter() - began)
    draft, check = json.loads(files["draft.json"]), json.loads(files["check.json"])
    row = row_of(name, draft, check, files["todo.md"].decode())
    whole = not draft["recipe"].get("makeshift")
    return Finished(name, files, row, time.perf_counter() - began, whole)


def _finished(
    executor: Executor, waiting: dict[str, Planned], place: _Place, order: DraftOrder, jobs: int
) -> Iterator[Finished]:
    """Each document as it is done."""
    if isinstance(executor, ThreadPoolExecutor):
        yield from _in_threads(executor, waiting, place, gate_for(order, jobs))
        return
    shipped: dict[Future[bytes], str] = {
        executor.submit(finish_bytes, name, pickle.dumps(planned)): name
        for name, planned in waiting.items()
    }
    for done in as_completed(shipped):
        yield _brought_back(done, shipped[done])


def _in_threads(
    executor: ThreadPoolExecutor, waiting: dict[str, Planned], place: _Place, gate: Gate
) -> Iterator[Finished]:
    """Each document as it is done; when nobody wants more of them, those under way end."""
    ended = Switch()

    def finish_one(name: str, planned: Planned) -> Finished:
        return _finish(name, planned, lambda each: place.finish(name, each, gate, ended))

    try:
        futures = [executor.submit(finish_one, *each) for each in waiting.items()]
        for future in as_completed(futures):
            yield future.result()
    finally:
        ended.turn()
        executor.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the drafts go, and whether finished sections that lie there are taken over."""

    out: Path
    resume: bool

    def finish(self, name: str, planned: Planned, gate: Gate, watch: Watch) -> Drafted:
        return finish_in(self.out / name, planned, resume=self.resume, gate=gate, watch=watch)


def _brought_back(future: Future[bytes], name: str) -> Finished:
    try:
        finished: Finished = pickle.loads(future.result())
    except (OSError, CancelledError, BrokenExecutor) as error:
        lost = f"处理这一份的进程中断了（{type(error).__name__}）；请用 --resume 再跑一次"
        return Finished(name, {}, failed_row(name, lost), 0.0)
    return finished


def _one_chat(order: DraftOrder) -> AbstractContextManager[object]:
    """Lets the writers of all documents share one chat model."""
    return talking(order.model) if order.writer == "model" else nullcontext()


def _executor(order: DraftOrder, jobs: int, cluster: str) -> AbstractContextManager[Executor]:
    if cluster:
        from assistant.clustering import cluster_executor

        return cluster_executor(cluster)
    if order.writer == "model" or jobs <= 1:
        return ThreadPoolExecutor(max_workers=max(1, jobs))
    return ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn"))


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
