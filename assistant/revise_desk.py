"""The verbs for revising a drafted folder: one section, all five files, every version kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.answering import fill_hole
from assistant.desk import (
    DRAFT_FILES,
    DraftOrder,
    draft_files,
    draft_writer,
)
from assistant.differing import differences
from assistant.draft import Draft
from assistant.edited.changes import Change, is_ours
from assistant.edited.comments import read_comments
from assistant.edited.wordfile import WordFile, open_word
from assistant.export.docx import to_docx
from assistant.export.layouts import load_layout
from assistant.export.plain import from_json
from assistant.export.versions import FOLDER, Version, Versions
from assistant.named import read_draft
from assistant.plan import Plan
from assistant.redrafting import Followed
from assistant.resizing import SHARE, lengthen, lengths_for, reworded, shorten
from assistant.returning import read_edited
from assistant.revising import Revised, lock, redo, replace_sentence, unlock
from assistant.sheet.facts import Sheet
from assistant.shortening import Key
from assistant.watching import UNWATCHED, Watch
from assistant.wiring import NO_MODEL, ModelSettings
from corpus.errors import RevisionError
from corpus.library import Library
from corpus.locking import FolderLock

_PATIENCE = 10.0
_DONE = {
    "redo": "重写",
    "lock": "锁定",
    "unlock": "解锁",
    "shorten": "缩短",
    "lengthen": "加长",
    "replace": "改一句",
    "fill": "填上",
    "undo": "撤销",
    "name": "定名",
    "": "",
}
_SIGNED = ("lock", "replace")


@dataclass(frozen=True, slots=True)
class ReviseOrder:
    """How a folder is to be revised.

    ``act`` is redo, lock, unlock, shorten, lengthen, replace, fill, undo or name; "" with
    ``edited`` only reads the edited file back. ``key`` and ``text`` are for replace, ``hole`` and
    ``text`` for fill, ``text`` is a name (送审稿); ``who`` locks. ``like`` is the report the draft
    follows, when the library lacks it.
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
        if order.act == "name":
            return RevisedFolder(was, _check_in(folder), versions.named(order.text), ())
        edited = _edited(was, order.edited) if order.edited else None
        start = edited.draft if edited else was
        follows = Followed(start, order.like, library, order.kinds)
        revised = _acted(start, follows, order, watch) if order.act else Revised(start, "")
        draft = revised.draft
        changes = _changes(was, start, revised)
        version = versions.listed()[-1]
        if draft != was:
            files = draft_files(follows.drafted(draft), load_layout(order.layout))
            version = versions.advance(_told(order, revised), files)
        notes = (*(edited.notes if edited else ()), *revised.notes)
        return RevisedFolder(draft, _check_in(folder), version, changes, notes)


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


def compare_versions(folder: Path, one: str, other: str) -> tuple[Change, ...]:
    """What the version ``other`` says otherwise than the version ``one``: numbers or names.

    Raises:
        RevisionError: there is no such version, or it is damaged.
    """
    number = Versions(folder, DRAFT_FILES).number_of
    return differences(version_of(folder, number(one)), version_of(folder, number(other)))


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
    path, draft = folder / "draft.docx", read_draft(folder / "draft.json")
    if order.edited or path.read_bytes() == to_docx(draft, layout=load_layout(order.layout)):
        return
    changes = read_edited(path, draft).changes
    if changes:
        raise RevisionError(
            f"“{path}”在 Word 里改过{len(changes)}处，还没有读回；请加 --edited {path}"
        )


@dataclass(frozen=True, slots=True)
class _Edited:
    """The draft as people edited it, and Chinese lines on what was not taken over."""

    draft: Draft
    notes: tuple[str, ...]


def _edited(was: Draft, path: Path) -> _Edited:
    """The draft in an edited file, with what the file itself does not keep.

    Raises:
        ReadingError: the file cannot be read.
        RevisionError: it is another document.
    """
    file = open_word(path)
    kept = file.kept()
    base = kept[1] if kept else was
    if (base.kind, base.year, base.unit) != (was.kind, was.year, was.unit):
        raise RevisionError(
            f"“{path.name}”是《{base.title}》，不是这个文件夹里的《{was.title}》；请换一份"
        )
    draft = read_edited(path, base).draft
    sheet = _whole(was.sheet, draft.sheet)
    whole = replace(draft, left_out=was.left_out, recipe=was.recipe, sheet=sheet)
    return _Edited(whole, tuple(_not_taken(path, file, base, was)))


def _not_taken(path: Path, file: WordFile, base: Draft, was: Draft) -> Iterator[str]:
    """What of the folder and of the file is not in the draft that comes of them."""
    since = len(differences(base, was))
    if since:
        yield (
            f"“{path.name}”是由较早的一版改来的，此后在文件夹里改的{since}处没有带上；"
            "要看改了什么，请用 --versions 和 --compare"
        )
    remarks = sum(not is_ours(each.author) for each in read_comments(file))
    if remarks:
        yield f"“{path.name}”里的{remarks}条批注没有带进 draft.docx；原文件没有动"


def _whole(was: Sheet | None, kept: Sheet | None) -> Sheet | None:
    """The sheet a file keeps, with the decisions it left behind."""
    if was is None or kept is None or not set(kept.decisions) <= set(was.decisions):
        return kept or was
    return kept.model_copy(update={"decisions": was.decisions})


def _acted(start: Draft, follows: Followed, order: ReviseOrder, watch: Watch) -> Revised:
    match order.act:
        case "lock":
            return lock(start, order.section, order.who)
        case "unlock":
            return unlock(start, order.section)
        case "shorten" if order.writer == "template":
            return shorten(start, order.section)
        case "replace":
            return replace_sentence(start, order.key, order.text, order.who)
        case "fill":
            return fill_hole(start, order.hole, order.text)
        case "redo" | "shorten" | "lengthen":
            return _written(start, follows.planned(), order, watch)
    raise RevisionError(f"不认识的改法“{order.act}”；可用：{'、'.join(filter(None, _DONE))}")


def _written(start: Draft, plan: Plan, order: ReviseOrder, watch: Watch) -> Revised:
    """The section written again, or what was cut from it brought back."""
    name, by_model = order.section, order.writer != "template"
    share = {"shorten": -SHARE, "lengthen": SHARE}.get(order.act, 0)
    drafting = DraftOrder(
        writer=order.writer,
        holes=start.recipe.get("holes", "required"),
        model=order.model,
        lengths=lengths_for(start, name, plan, share) if share and by_model else {},
    )
    with draft_writer(drafting, plan) as writer:
        if not share:
            return redo(start, name, plan, writer, jobs=order.jobs, watch=watch)
        if by_model:
            return reworded(start, name, plan, writer, share, watch=watch)
        return lengthen(start, name, plan, writer)


def _changes(was: Draft, start: Draft, revised: Revised) -> tuple[Change, ...]:
    return revised.changes if start is was else (*differences(was, start), *revised.changes)


def _told(order: ReviseOrder, revised: Revised) -> str:
    """What was done, for the list of versions."""
    read = f"读回{order.edited.name}" if order.edited else ""
    place = f"“{revised.section}”" if revised.section else ""
    hole = f"待补{order.hole}" if order.act == "fill" else ""
    act = f"{_DONE[order.act]}{hole}{place}" if order.act else ""
    by = f"（{order.who}）" if order.who and order.act in _SIGNED else ""
    return "，".join(filter(None, (read, act))) + by
