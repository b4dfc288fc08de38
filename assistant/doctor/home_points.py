"""The folder of the office's own things: may it be written, and do its files hold together."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from assistant.doctor.points import Point, parted
from assistant.export.layouts import load_layout
from assistant.settings import Settings
from corpus.errors import KindError, NigaoError, cause_of
from corpus.kinds import IDS, Kind, kind_files, read_kind
from eval.office import load_rules

_AREA: Final = "数据文件夹"


def home_points(settings: Settings) -> Iterator[Point]:
    """The folder itself, then its kinds, rules and layout where they are."""
    yield writable_point(settings.home)
    if settings.kinds:
        yield from _kind_points(settings.kinds)
    if settings.rules:
        yield _read_point("规则", settings.rules, load_rules)
    if settings.layout:
        yield _read_point("版式", settings.layout, load_layout)
    if not (settings.kinds or settings.rules or settings.layout):
        todo = "要用本单位的文种、规则或版式时，放进其中的 kinds、rules、layout.yaml"
        yield Point(_AREA, "自定的文种、规则、版式", "off", "没有", todo)


def writable_point(folder: Path) -> Point:
    """Whether something can be written in the folder, or the folder be made."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        says = f"{folder} 写不进去（{cause_of(error)}）"
        return Point(_AREA, "位置", "broken", says, "请改权限，或用 NIGAO_HOME 另指一个文件夹")
    return Point(_AREA, "位置", "ok", f"{folder}{'' if there == folder else '（用到时建立）'}")


def _kind_points(folder: Path) -> Iterator[Point]:
    """A point for each file of kinds; of two with one id the later is the one that counts."""
    read: dict[str, Path] = {}
    for path in kind_files(folder):
        try:
            kind = read_kind(path)
        except KindError as error:
            says, todo = parted(error)
            yield Point(_AREA, "文种", "broken", says, todo or "请对照 nigao kinds show 改")
            continue
        yield _kind_point(kind, path, read)
        read[kind.id] = path


def _kind_point(kind: Kind, path: Path, read: Mapping[str, Path]) -> Point:
    if kind.id in read:
        says = f"{path.name} 和 {read[kind.id].name} 的编号都是 {kind.id}，后一份算数"
        return Point(_AREA, "文种", "note", says, "请给其中一份改编号（id），或移走一份")
    stands = "，代替自带的" if kind.id in IDS else ""
    return Point(_AREA, "文种", "ok", f"{path.name}：{kind.name}（{kind.id}）{stands}")


def _read_point(name: str, path: Path, read: Callable[[Path], object]) -> Point:
    try:
        read(path)
    except NigaoError as error:
        says, todo = parted(error)
        return Point(_AREA, name, "broken", says, todo or "请按所说的改")
    return Point(_AREA, name, "ok", f"{path} 读得通")
