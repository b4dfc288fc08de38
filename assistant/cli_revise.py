"""The command that revises one section of a draft, lists its versions and compares them."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from assistant.cli_edited import change_line
from assistant.progress import progress
from assistant.revise_desk import (
    RevisedFolder,
    ReviseOrder,
    compare_versions,
    revise_folder,
    versions_in,
)
from assistant.watching import Headings
from corpus.errors import SettingsError

if TYPE_CHECKING:
    from assistant.edited.changes import Change
    from assistant.export.versions import Version
    from assistant.settings import Settings
    from corpus.library import Library

_WRITTEN = ("redo", "shorten", "lengthen")
_WHOLE = ("undo", "fill", "name", "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What to print, as lines or as one JSON value, and the exit status."""

    lines: Iterable[str]
    plain: Any
    status: int = 0


def revised_answer(
    asked: Namespace, settings: Settings, library: Callable[[], Library | None]
) -> Answer:
    """Do what was asked; the library is opened only where the draft is changed.

    Raises:
        NigaoError: the folder, the section or the version will not do.
    """
    if asked.versions:
        listed = versions_in(asked.folder)
        return Answer(_version_lines(listed), [each.to_plain() for each in listed])
    if asked.compare:
        changes = compare_versions(asked.folder, *asked.compare)
        return Answer(_compared_lines(changes), _plain(changes))
    order = _order(asked, settings)
    if asked.writer == "model" and settings.model.model:
        print(f"提要将发给 {settings.model.host} 的模型 {settings.model.model}", file=sys.stderr)
    with progress("修改", "节") as step:
        done = revise_folder(asked.folder, order, library(), watch=Headings(step))
    plain = {
        "version": done.version.to_plain(),
        "changes": _plain(done.changes),
        "notes": list(done.notes),
        "passed": done.check["passed"],
        "counts": done.check["counts"],
    }
    return Answer(_revised_lines(done), plain, 0 if done.check["passed"] else 1)


def _order(asked: Namespace, settings: Settings) -> ReviseOrder:
    told = {"fill": asked.fill, "name": asked.name}
    acts = [*asked.acts, *(act for act, value in told.items() if value)]
    if len(acts) > 1:
        raise SettingsError(f"一次只做一样；写了 {'、'.join(f'--{act}' for act in acts)}")
    act = acts[0] if acts else ""
    if not act and not asked.edited:
        raise SettingsError(
            "没有说要怎么改；请用 --redo、--lock、--unlock、--shorten、--lengthen、"
            "--fill、--name、--undo 之一，或用 --edited 读回改过的稿子"
        )
    if act not in _WHOLE and not asked.section:
        raise SettingsError(f"--{act} 要用 --section 指明是哪一节")
    if asked.writer == "model" and act not in _WRITTEN:
        raise SettingsError(
            "模型只用来重写、缩短、加长（--redo、--shorten、--lengthen）；"
            "别的改法按原话做，请去掉 --writer model"
        )
    hole, text = asked.fill or ("0", asked.name or "")
    if not hole.isdecimal():
        raise SettingsError(f"--fill 要先写待补的号（如 --fill 3 24），写的是“{hole}”")
    return ReviseOrder(
        act,
        asked.section,
        asked.edited,
        asked.who,
        hole=int(hole),
        text=text,
        writer=asked.writer,
        model=settings.model,
        like=asked.like,
        kinds=settings.kinds,
        layout=settings.layout,
    )


def _revised_lines(done: RevisedFolder) -> Iterator[str]:
    """The changes, what could not be done, the check in one line, and the version."""
    for change in done.changes:
        yield change_line(change)
    yield from (f"看  {note}" for note in done.notes)
    if not done.changes:
        yield "稿子没有变"
    counts = done.check["counts"]
    passed = "核对通过" if done.check["passed"] else "核对没有通过"
    told = f"错误{counts['error']}条，提醒{counts['warning']}条，说明{counts['info']}条"
    yield f"{passed}：{told}"
    yield f"现在是第{done.version.number}版（{done.version.done}）"


def _version_lines(versions: Iterable[Version]) -> Iterator[str]:
    listed = list(versions)
    for each in listed:
        same = f"，同第{each.state}版" if each.state != each.number else ""
        yield f"第{each.number}版  {each.done}{same}"
    if not listed:
        yield "还没有改过，只有起草的这一版"


def _compared_lines(changes: Iterable[Change]) -> Iterator[str]:
    told = list(changes)
    yield from (change_line(change) for change in told)
    yield f"共{len(told)}处不同" if told else "两版没有不同"


def _plain(changes: Iterable[Change]) -> list[dict[str, Any]]:
    return [asdict(change) for change in changes]
