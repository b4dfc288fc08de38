"""The desk: the verbs of drafting that the command line, the batch and the page share.

Each verb takes plain arguments, does one job whole and hands back what there is to show; it
prints nothing and reads no environment.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant import __version__
from assistant.borrowing import borrow_wording
from assistant.brief import HolesMode
from assistant.calling import Gate
from assistant.draft import Draft
from assistant.drafting import write_draft
from assistant.export.docx import to_docx
from assistant.export.folder import write_folder
from assistant.export.layout import Layout
from assistant.export.layouts import load_layout
from assistant.export.markdown import to_markdown
from assistant.export.overwriting import keep_before_writing
from assistant.export.plain import to_json
from assistant.export.todo import to_todo
from assistant.followed import followed, passed_over
from assistant.plan import Plan
from assistant.planning import plan_draft
from assistant.sections import NOTHING_DONE
from assistant.sheet.facts import Sheet
from assistant.shortening import shortened
from assistant.unfinished import Unfinished
from assistant.watching import UNWATCHED, Together, Watch
from assistant.wiring import NO_MODEL, ModelSettings, talking
from assistant.writing.model import CALLS, ModelWriter
from assistant.writing.template import TemplateWriter
from assistant.writing.writer import Writer, Written
from corpus.errors import OutputError, SettingsError
from corpus.kinds import kind_named
from corpus.library import Library
from corpus.report import Report
from eval.evaluate import Judgement, evaluate
from eval.examined import from_draft

DRAFT_FILES = ("draft.docx", "draft.md", "draft.json", "check.json", "todo.md")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft with its judgement, before or after it is written to a folder.

    ``sheet`` is the one given, with confirmed targets of last year; ``notes`` are Chinese lines
    for the person who asked, ``doubts`` those of them on facts that may fill several blanks,
    ``cautions`` those on what should have been looked at before.
    """

    draft: Draft
    judgement: Judgement
    sheet: Sheet
    like: Report | None
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planned:
    """A document planned and not yet written: plain data, so that it can be finished anywhere.

    ``library`` is what the library held, ``inputs`` a fingerprint of all the draft depends on.
    """

    plan: Plan
    order: DraftOrder
    library: str
    inputs: str


@dataclass(frozen=True, slots=True)
class DraftOrder:
    """How a draft is wanted: options of the command, empty where the sheet decides.

    ``lengths`` are the characters a model is asked for, by brief, where not the usual ones.
    """

    writer: str = "template"
    like: str = ""
    kind: str = ""
    holes: HolesMode = "required"
    jobs: int = 1
    model: ModelSettings = NO_MODEL
    kinds: Path | None = None
    outline: bool = False
    lengths: Mapping[str, int] = field(default_factory=dict)


def draft_sheet(
    sheet: Sheet,
    library: Library | None,
    order: DraftOrder = DraftOrder(),
    *,
    watch: Watch = UNWATCHED,
    done: Mapping[str, Written] = NOTHING_DONE,
) -> Drafted:
    """Draft one document from a sheet and judge it; nothing is written to disk.

    ``watch`` and ``done`` are as for :func:`finish`.

    Raises:
        NigaoError: unknown kind or writer, or a report to follow that cannot be followed.
    """
    return finish(plan_sheet(sheet, library, order), watch=watch, done=done)


def plan_sheet(sheet: Sheet, library: Library | None, order: DraftOrder) -> Planned:
    """What :func:`finish` needs to write the document; the library is asked here and only here.

    Raises:
        NigaoError: unknown kind, or a report to follow that cannot be followed.
    """
    kind = kind_named(order.kind or sheet.kind, order.kinds)
    sheet = sheet.model_copy(update={"kind": kind.id})
    like = followed(order.like or sheet.like, sheet, library, order.kinds)
    plan = borrow_wording(plan_draft(sheet, kind, like), library)
    if library and like and not (order.like or sheet.like):
        plan = replace(plan, notes=(*passed_over(sheet, like, library), *plan.notes))
    held = _fingerprint(library)
    return Planned(plan, order, held, _inputs(plan, order, held))


def finish(
    planned: Planned,
    *,
    gate: Gate | None = None,
    watch: Watch = UNWATCHED,
    done: Mapping[str, Written] = NOTHING_DONE,
) -> Drafted:
    """Write a planned document and judge it; ``gate`` is shared by writers of one endpoint.

    ``watch`` sees each section as it is finished and may stop the work. Sections it was handed
    may be given back as ``done`` (by brief id): those still made of the same are not redone.

    Raises:
        SettingsError: unknown writer, or no model to write with.
        Stopped: the watch said so.
    """
    plan, order = planned.plan, planned.order
    with draft_writer(order, plan, gate) as writer:
        draft = write_draft(
            plan, writer, library=planned.library, jobs=order.jobs, watch=watch, done=done
        )
        draft = writer.smooth(draft, watch)
    how = {} if order.holes == "required" else {"holes": order.holes}
    draft = replace(draft, recipe={**draft.recipe, **how, "inputs": planned.inputs})
    cut = shortened(draft, plan.sheet)
    draft = cut.draft if cut else draft
    past = (plan.like,) if plan.like else ()
    judgement = evaluate(from_draft(draft, plan.kind), sheet=plan.sheet, past=past, draft=draft)
    notes = (*plan.cautions, *plan.notes, *plan.doubts, *((cut.note,) if cut else ()))
    return Drafted(draft, judgement, plan.sheet, plan.like, notes, plan.doubts, plan.cautions)


def _inputs(plan: Plan, order: DraftOrder, library: str) -> str:
    """A fingerprint of sheet, kind, library and order: another draft comes only of another one."""
    parts = (
        plan.sheet.model_dump_json(by_alias=True),
        plan.kind.model_dump_json(),
        plan.like.id if plan.like else "",
        library,
        f"{order.writer} {order.model.model} {order.holes} {order.outline} {__version__}",
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def finish_in(
    folder: Path,
    planned: Planned,
    *,
    resume: bool = False,
    gate: Gate | None = None,
    watch: Watch = UNWATCHED,
) -> Drafted:
    """As :func:`finish`, keeping each finished section in ``folder`` until the draft lies there.

    With ``resume`` those an earlier run kept there are taken over, where they are still made of
    the same. What is kept goes with the files: see :func:`write_drafted`.

    Raises:
        OutputError: the folder cannot be written.
        SettingsError: unknown writer, or no model to write with.
        Stopped: the watch said so.
    """
    _check_writable(folder)
    if planned.order.writer == "template":  # is done sooner than its sections are written down
        return finish(planned, watch=watch)
    kept = Unfinished(folder)
    done = kept.begin(resume=resume)
    return finish(planned, gate=gate, watch=Together(kept, watch), done=done)


@contextmanager
def draft_writer(order: DraftOrder, plan: Plan, gate: Gate | None = None) -> Iterator[Writer]:
    """The writer the order names, for as long as one document takes.

    Raises:
        SettingsError: unknown writer, or no model to write with.
    """
    template = TemplateWriter(holes=order.holes)
    if order.writer == "template":
        yield template
    elif order.writer == "model":
        with talking(order.model) as chat:
            gate = gate or gate_for(order)
            name = order.model.model
            yield ModelWriter(chat, plan, name, template, gate, order.outline, order.lengths)
    else:
        raise SettingsError(f"不认识的写作方式“{order.writer}”；可用：template、model")


def gate_for(order: DraftOrder, calls: int = CALLS) -> Gate:
    """What bounds the calls under way to the order's endpoint."""
    return Gate(calls, order.model.timeout)


def write_drafted(drafted: Drafted, folder: Path, layout: Path | None = None) -> Drafted:
    """Write the five files of a draft into ``folder``, all or none.

    ``layout`` is an office's own layout for the Word file. A draft there that people revised or
    edited is kept as a version, and a note says so.

    Raises:
        OutputError: the folder cannot be written.
        SettingsError: the layout cannot be read or does not hold together.
    """
    _check_writable(folder)
    files = draft_files(drafted, load_layout(layout))
    kept = keep_before_writing(folder, DRAFT_FILES)
    lay_down(folder, files, whole=not drafted.draft.recipe.get("makeshift"))
    return replace(drafted, files=files, notes=(*drafted.notes, *filter(None, (kept,))))


def lay_down(folder: Path, files: Mapping[str, bytes], *, whole: bool) -> None:
    """Write a draft's files into ``folder``, all or none; of a ``whole`` one no sections are kept.

    Raises:
        OutputError: the folder cannot be written.
    """
    write_folder(folder, files)
    if whole:
        Unfinished(folder).forget()


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft found finished in its folder: what its files say."""

    draft: dict[str, Any]
    check: dict[str, Any]
    todo: str


def kept_in(folder: Path, planned: Planned) -> Kept | None:
    """What is finished in ``folder`` already, made of these very inputs; None when it is not.

    A draft with sections that stand in for a model which could not be asked is not finished.
    """
    try:
        draft = json.loads((folder / "draft.json").read_text(encoding="utf-8"))
        check = json.loads((folder / "check.json").read_text(encoding="utf-8"))
        todo = (folder / "todo.md").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
    whole = (folder / "draft.docx").is_file() and (folder / "draft.md").is_file()
    recipe = draft.get("recipe", {}) if isinstance(draft, dict) else {}
    same = recipe.get("inputs") == planned.inputs and not recipe.get("makeshift")
    return Kept(draft, check, todo) if whole and same else None


def draft_files(drafted: Drafted, layout: Layout | None = None) -> dict[str, bytes]:
    """The five files of a draft by name, nothing written; same draft, same bytes."""
    check = json.dumps(drafted.judgement.to_plain(), ensure_ascii=False, indent=2)
    return {
        "draft.docx": to_docx(drafted.draft, sheet=drafted.sheet, layout=layout or load_layout()),
        "draft.md": to_markdown(drafted.draft).encode(),
        "draft.json": to_json(drafted.draft).encode(),
        "check.json": f"{check}\n".encode(),
        "todo.md": to_todo(
            drafted.draft, drafted.sheet, drafted.doubts, cautions=drafted.cautions
        ).encode(),
    }


def _fingerprint(library: Library | None) -> str:
    """What the library held, told by its report ids: it does not depend on where it lies."""
    if library is None:
        return ""
    return hashlib.sha256("\n".join(library.ids()).encode()).hexdigest()[:12]


def _check_writable(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"输出位置“{folder}”是文件，不是文件夹；请换一个文件夹")
