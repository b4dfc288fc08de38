"""Making one document of a batch, in whatever thread, process or machine it falls to.

What is handed over is plain: an item still to be planned where the library can be opened, a
planned document where it cannot. What comes back is its files' bytes and its row.
"""

from __future__ import annotations

import json
import os
import pickle
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import parent_process
from pathlib import Path

from assistant.calling import Gate
from assistant.desk import (
    Drafted,
    DraftOrder,
    Planned,
    draft_files,
    finish,
    finish_in,
    kept_in,
    plan_sheet,
)
from assistant.export.layout import Layout
from assistant.sheet.facts import Sheet
from assistant.sheet.loading import load_sheet
from assistant.summary import Row, failed_row, row_of
from assistant.watching import UNWATCHED, Watch
from corpus.errors import NigaoError
from corpus.library import Library

# The library is asked by one thread at a time; writing goes on beside.
_PLANNING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Item:
    """One draft to make: the folder it goes to below the batch's own, and its sheet or error.

    ``path`` is the file its sheet is still to be read from.
    """

    name: str
    source: str
    sheet: Sheet | None = None
    error: str = ""
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """What came back of one document: its files' bytes and its row of the summary.

    ``whole`` is False where sections stand in for a model that could not be asked, ``kept`` True
    where the draft lay there already, made of the same.
    """

    name: str
    files: dict[str, bytes]
    row: Row
    seconds: float
    whole: bool = True
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Workplace:
    """What every document of a batch is made with, and where it goes.

    ``resume`` takes over what lies in ``out`` already, made of the same inputs.
    """

    library: Library | None
    order: DraftOrder
    out: Path
    resume: bool = False
    layout: Layout | None = None

    def planned(self, item: Item) -> Planned:
        """The item planned; its sheet is read first where it was not.

        Raises:
            NigaoError: the sheet cannot be read or planned.
        """
        sheet = item.sheet or load_sheet(item.path or Path(item.source), self.order.kinds)
        with _PLANNING:
            return plan_sheet(sheet, self.library, self.order)

    def kept(self, name: str, planned: Planned) -> Finished | None:
        """The document as it lies in its folder, if it is to be taken over."""
        kept = kept_in(self.out / name, planned) if self.resume else None
        if kept is None:
            return None
        return Finished(name, {}, row_of(name, kept.draft, kept.check), 0.0, kept=True)

    def planned_or_done(self, item: Item) -> Planned | Finished:
        """The item planned, or what there is to say of it already: an error, a draft taken over."""
        if item.error:
            return Finished(item.name, {}, failed_row(item.name, item.error), 0.0)
        try:
            planned = self.planned(item)
        except NigaoError as error:
            return Finished(item.name, {}, failed_row(item.name, str(error)), 0.0)
        return self.kept(item.name, planned) or planned

    def make(self, item: Item, gate: Gate | None = None, watch: Watch = UNWATCHED) -> Finished:
        """The item read, planned, written and judged; what is wrong with it is said in its row."""
        began = time.perf_counter()
        planned = self.planned_or_done(item)
        if isinstance(planned, Finished):
            return planned
        folder = self.out / item.name

        def finishing(each: Planned) -> Drafted:
            return finish_in(folder, each, resume=self.resume, gate=gate, watch=watch)

        return _finished(item.name, planned, self.layout, finishing, began)


def made_here(workplace: bytes, item: bytes) -> bytes:
    """Make an item in this process, bytes in and bytes out."""
    return pickle.dumps(_opened(workplace).make(pickle.loads(item)))


def made_anywhere(name: str, planned: bytes) -> bytes:
    """Finish a planned document where its library is not, bytes in and bytes out."""
    began = time.perf_counter()
    document, layout = pickle.loads(planned)
    return pickle.dumps(_finished(name, document, layout, finish, began))


def end_with_parent() -> None:
    """Let this process end when the one that began it does, though it be killed.

    A worker that waits for more work would not notice: its siblings hold the queue open too.
    """
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@lru_cache(maxsize=1)
def _opened(workplace: bytes) -> Workplace:
    """The workplace of this process: its library is opened once for all its documents."""
    opened: Workplace = pickle.loads(workplace)
    return opened


def _finished(
    name: str,
    planned: Planned,
    layout: Layout | None,
    finishing: Callable[[Planned], Drafted],
    began: float,
) -> Finished:
    try:
        files = draft_files(finishing(planned), layout)
    except NigaoError as error:
        return Finished(name, {}, failed_row(name, str(error)), time.perf_counter() - began)
    draft, check = json.loads(files["draft.json"]), json.loads(files["check.json"])
    row = row_of(name, draft, check)
    whole = not draft["recipe"].get("makeshift")
    return Finished(name, files, row, time.perf_counter() - began, whole)
