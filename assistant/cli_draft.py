"""The commands that draft: one document, or many."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.batch import Batched, checked_out, collect, run_batch, with_calls
from assistant.cli_text import drafted_lines
from assistant.desk import DraftOrder, finish_in, kept_in, plan_sheet, write_drafted
from assistant.progress import progress
from assistant.sheet.loading import load_sheet
from assistant.unfinished import Unfinished
from assistant.watching import Headings

if TYPE_CHECKING:
    from assistant.settings import Settings
    from corpus.library import Library


@dataclass(frozen=True, slots=True)
class Answer:
    """What to print, and the exit status."""

    lines: Iterable[str]
    status: int


def drafted_answer(asked: Namespace, settings: Settings, library: Library | None) -> Answer:
    """Draft one document and write its files, unless they are there and nothing changed.

    Raises:
        NigaoError: the sheet, the report to follow, the writer or the folder will not do.
    """
    order = DraftOrder(
        writer=asked.writer,
        like=asked.like,
        kind=asked.kind,
        holes=asked.holes,
        jobs=asked.jobs,
        model=settings.model,
        kinds=settings.kinds,
        outline=asked.outline,
    )
    planned = plan_sheet(load_sheet(asked.sheet, settings.kinds), library, order)
    if asked.resume and (kept := kept_in(asked.out, planned)):
        said = f"材料没有变，沿用 {asked.out} 里已写好的《{kept.draft['title']}》"
        return Answer((said,), 0 if kept.check["passed"] else 1)
    _say_where_it_goes(asked, settings)
    if asked.writer == "model":  # takes minutes and money; the template's draft says it at once
        print("".join(f"先看：{each}\n" for each in planned.plan.cautions), end="", file=sys.stderr)
    with progress("起草", "节") as step, _telling_what_is_kept(asked.out):
        drafted = finish_in(asked.out, planned, resume=asked.resume, watch=Headings(step))
    drafted = write_drafted(drafted, asked.out, settings.layout)
    return Answer(drafted_lines(drafted, asked.out), 0 if drafted.judgement.passed else 1)


def batched(asked: Namespace, settings: Settings, library: Library | None) -> Batched:
    """Draft every sheet asked for.

    Raises:
        NigaoError: there is nothing to draft, two have one name, or the folder will not do.
    """
    out = checked_out(asked.out)
    items = collect(asked.paths, settings.kinds)
    order = DraftOrder(asked.writer, model=settings.model, kinds=settings.kinds)
    _say_where_it_goes(asked, settings)
    with progress("起草", "份", len(items)) as step:
        return run_batch(
            items,
            out,
            library,
            with_calls(order, asked.jobs),
            jobs=asked.jobs,
            resume=asked.resume,
            cluster=asked.cluster,
            layout=settings.layout,
            step=step,
        )


def _say_where_it_goes(asked: Namespace, settings: Settings) -> None:
    if asked.writer == "model" and settings.model.model:
        print(f"提要将发给 {settings.model.host} 的模型 {settings.model.model}", file=sys.stderr)


@contextmanager
def _telling_what_is_kept(folder: Path) -> Iterator[None]:
    """An interruption says how to go on, where there is something to go on from."""
    try:
        yield
    except KeyboardInterrupt:
        if (count := len(Unfinished(folder).begin(resume=True))) > 0:
            print(f"已写好的{count}节留在 {folder}，加 --resume 接着写", file=sys.stderr)
        raise
