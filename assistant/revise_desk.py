"""The verbs for revising a drafted folder: one section, all five files, every version kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.answering import fill_hole
from assistant.borrowing import borrow_wording
from assistant.desk import (
    DRAFT_FILES,
    Drafted,
    DraftOrder,
    draft_files,
    draft_writer,
)
from assistant.differing import differences
from assistant.draft import Draft
from assistant.edited.changes import Change
from assistant.edited.wordfile import open_word
from assistant.export.plain import from_json
from assistant.export.versions import FOLDER, Version, Versions
from assistant.filling import is_kept_target
from assistant.named import named_report, read_draft
from assistant.planning import Plan, plan_draft
from assistant.resizing import lengthen, shorten
from assistant.returning import kept_draft, read_edited
from assistant.revising import Revised, lock, redo, replace_sentence, unlock
from assistant.sheet.facts import Sheet
from assistant.shortening import Key
from assistant.watching import UNWATCHED, Watch
from assistant.wiring import NO_MODEL, ModelSettings
from corpus.errors import LibraryError, RevisionError
from corpus.kinds import kind_named
from corpus.library import Library
from corpus.locking import FolderLock
from corpus.report import Report
from eval.evaluate import evaluate
from eval.examined import from_draft

_PATIENCE = 10.0
_DONE = {
    "redo": "重写",
    "lock": "锁定",
    "unlock": "解锁",
    "shorten": "缩短",
    "lengthen": "加长",
    "replace": "改一句",
    "fill": "补填",
    "undo": "撤销",
    "": "",
}
_SIGNED = ("lock", "replace")


@dataclass(frozen=True, slots=True)
class ReviseOrder:
    """How a folder is to be revised.

    ``act`` is redo, lock, unlock, shorten, lengthen, replace, fill or undo; "" with ``edited``
    only reads the edited file back. ``key`` and ``text`` are for replace, ``hole`` and ``text``
    for fill; ``who`` locks. ``like`` is the report the draft follows, when the library lacks it.
    """

    act: str
    section: str = ""
    edited: Path | None = None
    who: str = ""
    key: Key = ("", 0, 0)
    hole: int = 0
    text: str = ""
    writer: str = "template"
    model: ModelSettings = NO_MODEL
    like: str = ""
    jobs: int = 1
    kinds: Path | None = None
    layout: Path | None = None


@dataclass(frozen=True, slots=True)
class RevisedFolder:
    """A folder after a revision: the draft, what changed, and the version it is now.

    ``check`` is what its check.json holds.
    """

    draft: Draft
    check: dict[str, Any]
    version: Version
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()


def revise_folder(
    folder: Path,
    order: ReviseOrder,
    library: Library | None = None,
    *,
    watch: Watch = UNWATCHED,
) -> RevisedFolder:
    """Revise the draft in ``folder`` and write its five files again, all or none.

    What the folder held before is kept as a version; so is what it holds now.

    Raises:
        NigaoError: the folder holds no draft, the act cannot be done, the report the draft
            follows is not to be found, or the folder cannot be written. Nothing is written then.
    """
    with _settled(folder) as versions:
        if order.act == "undo":
            return _undone(folder, versions)
        _refuse_unread(folder, order)
        was = read_draft(folder / "draft.json")
        start = _edited(was, order.edited) if order.edited else was
        follows = _Followed(start, order, library)
        revised = _acted(start, follows, order, watch) if order.act else Revised(start, "")
        draft = replace(revised.draft, recipe=_recipe(was, revised.draft))
        changes = _changes(was, start, revised)
        version = versions.listed()[-1]
        if draft != was:
            files = draft_files(follows.drafted(draft), order.layout)
            version = versions.advance(_told(order, revised), files)
        return RevisedFolder(draft, _check_in(folder), version, changes, revised.notes)


def versions_in(folder: Path) -> tuple[Version, ...]:
    """The versions of the draft in ``folder``, by number.

    Raises:
        RevisionError: a version is damaged.
    """
    return Versions(folder, DRAFT_FILES).listed()


def version_of(folder: Path, number: int) -> Draft:
    """The draft of one version.

    Raises:
        RevisionError: there is no such version, or it is damaged.
    """
    return from_json(Versions(folder, DRAFT_FILES).files(number)["draft.json"].decode())


def compare_versions(folder: Path, one: int, other: int) -> tuple[Change, ...]:
    """What the version ``other`` says otherwise than the version ``one``.

    Raises:
        RevisionError: there is no such version, or it is damaged.
    """
    return differences(version_of(folder, one), version_of(folder, other))


@contextmanager
def _settled(folder: Path) -> Iterator[Versions]:
    """The folder's versions, held alone, after what a cut-off run left was put in order."""
    if not (folder / "draft.json").is_file():
        raise RevisionError(f"“{folder}”里没有 draft.json；请先用 nigao draft 起草到这个文件夹")
    (folder / FOLDER).mkdir(exist_ok=True)
    with FolderLock(folder / FOLDER, _PATIENCE, called="草稿的版本").exclusive("修改草稿"):
        versions = Versions(folder, DRAFT_FILES)
        versions.settle()
        yield versions


def _undone(folder: Path, versions: Versions) -> RevisedFolder:
    was = read_draft(folder / "draft.json")
    version = versions.undo()
    draft = read_draft(folder / "draft.json")
    return RevisedFolder(draft, _check_in(folder), version, differences(was, draft))


def _check_in(folder: Path) -> dict[str, Any]:
    check: dict[str, Any] = json.loads((folder / "check.json").read_text(encoding="utf-8"))
    return check


def _refuse_unread(folder: Path, order: ReviseOrder) -> None:
    """Raise when draft.docx was edited in the folder itself and is about to be written over."""
    path = folder / "draft.docx"
    if order.edited is not None:
        return
    changes = read_edited(path, read_draft(folder / "draft.json")).changes
    if changes:
        raise RevisionError(
            f"“{path}”在 Word 里改过{len(changes)}处，还没有读回；请加 --edited {path}"
        )


def _edited(was: Draft, path: Path) -> Draft:
    """The draft as people edited it, with what the file itself does not keep.

    Raises:
        ReadingError: the file cannot be read.
        RevisionError: it is another document.
    """
    kept = open_word(path).kept()
    base = kept_draft(open_word(path)) if kept else was
    if (base.kind, base.year, base.unit) != (was.kind, was.year, was.unit):
        raise RevisionError(
            f"“{path.name}”是《{base.title}》，不是这个文件夹里的《{was.title}》；请换一份"
        )
    draft = read_edited(path, base).draft
    return replace(draft, left_out=was.left_out, sheet=_whole(was.sheet, draft.sheet))


def _whole(was: Sheet | None, kept: Sheet | None) -> Sheet | None:
    """The sheet a file keeps, with the decisions it left behind."""
    if was is None or kept is None or not set(kept.decisions) <= set(was.decisions):
        return kept or was
    return kept.model_copy(update={"decisions": was.decisions})


def _acted(start: Draft, follows: _Followed, order: ReviseOrder, watch: Watch) -> Revised:
    match order.act:
        case "lock":
            return lock(start, order.section, order.who)
        case "unlock":
            return unlock(start, order.section)
        case "shorten":
            return shorten(start, order.section)
        case "replace":
            return replace_sentence(start, order.key, order.text, order.who)
        case "fill":
            return fill_hole(start, order.hole, order.text)
        case "redo" | "lengthen":
            plan = follows.planned()
            holes = start.recipe.get("holes", "required")
            drafting = DraftOrder(writer=order.writer, holes=holes, model=order.model)
            if order.act == "redo":
                with draft_writer(drafting, plan) as writer:
                    return redo(start, order.section, plan, writer, jobs=order.jobs, watch=watch)
            with draft_writer(replace(drafting, writer="template"), plan) as template:
                return lengthen(start, order.section, plan, template)
    raise RevisionError(f"不认识的改法“{order.act}”；可用：{'、'.join(filter(None, _DONE))}")


def _recipe(was: Draft, now: Draft) -> dict[str, object]:
    """The recipe as the folder's draft has it; a Word file may keep an older one."""
    return {**was.recipe, **{key: now.recipe[key] for key in ("redone",) if key in now.recipe}}


def _changes(was: Draft, start: Draft, revised: Revised) -> tuple[Change, ...]:
    return revised.changes if start is was else (*differences(was, start), *revised.changes)


def _told(order: ReviseOrder, revised: Revised) -> str:
    """What was done, for the list of versions."""
    read = f"读回{order.edited.name}" if order.edited else ""
    place = f"“{revised.section}”" if revised.section else ""
    act = f"{_DONE[order.act]}{place}" if order.act else ""
    by = f"（{order.who}）" if order.who and order.act in _SIGNED else ""
    return "，".join(filter(None, (read, act))) + by


class _Followed:
    """What the draft was made after: its kind, the report it follows, and the plan anew."""

    def __init__(self, draft: Draft, order: ReviseOrder, library: Library | None) -> None:
        self.draft, self.library = draft, library
        self.kind = kind_named(draft.kind, order.kinds)
        self.name = order.like or draft.recipe.get("like") or ""
        self.like, self.missing = _report(self.name, library)

    def planned(self) -> Plan:
        """The plan of the draft's own sheet.

        Raises:
            LibraryError: the report it follows is not to be found.
            RevisionError: the draft has no sheet.
        """
        if self.missing:
            raise LibraryError(
                f"{self.missing}，不知道这一节原来怎么写；请用 --library 或 --like 指明"
            )
        if self.draft.sheet is None:
            raise RevisionError("这份草稿没有带着事实表，不能重写；请重新运行 nigao draft")
        return self._plan(self.draft.sheet)

    def drafted(self, draft: Draft) -> Drafted:
        """The draft judged anew, ready to be written.

        Raises:
            LibraryError: the report it follows is not to be found: nothing would be compared.
        """
        if self.missing:
            raise LibraryError(
                f"{self.missing}，核不了有没有沿用去年的数和事；请用 --library 或 --like 指明"
            )
        sheet = draft.sheet
        if sheet is None:
            raise RevisionError("这份草稿没有带着事实表，核不了数；请重新运行 nigao draft")
        past = (self.like,) if self.like else ()
        judgement = evaluate(from_draft(draft, self.kind), sheet=sheet, past=past, draft=draft)
        doubts = self._plan(sheet).doubts
        return Drafted(draft, judgement, sheet, self.like, doubts=doubts)

    def _plan(self, sheet: Sheet) -> Plan:
        facts = tuple(fact for fact in sheet.facts if not is_kept_target(fact))
        bare = sheet.model_copy(update={"facts": facts, "kind": self.kind.id})
        return borrow_wording(plan_draft(bare, self.kind, self.like), self.library)


def _report(name: str, library: Library | None) -> tuple[Report | None, str]:
    """The report named, or why it is not there."""
    if not name:
        return None, ""
    try:
        return named_report(name, library), ""
    except LibraryError:
        where = f"材料库“{library.folder}”" if library else "材料库（尚未建立）"
        return None, f"{where}里没有起草时参照的材料（{name}）"
