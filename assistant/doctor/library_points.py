"""The library: what it holds, whether it can be searched and changed, and who is changing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from assistant.doctor.home_points import writable_point
from assistant.doctor.points import Point, parted
from assistant.embedding import embeddings_for
from assistant.settings import Settings
from corpus.errors import KindError, LibraryError
from corpus.kinds import load_kinds
from corpus.library import Library
from corpus.report import Report

_AREA: Final = "材料库"


def library_points(settings: Settings, named: Path | None) -> Iterator[Point]:
    """The points of the library named, which must be there, or of the default one."""
    folder = named or settings.library
    if named is None and not folder.exists():
        todo = "请用 nigao index 收录往年材料；不收也能起草，只是没有往年写法可依"
        yield Point(_AREA, "材料", "off", f"{folder} 还没有建", todo)
        return
    try:
        library = Library.open(folder, embeddings=embeddings_for(settings.embedding))
        reports = library.reports()
    except LibraryError as error:
        yield _broken("材料", error)
        return
    yield _reports_point(folder, reports)
    yield from _strangers(reports, settings.kinds)
    yield _index_point(library)
    yield from _change_points(library, folder)


def _broken(name: str, error: LibraryError) -> Point:
    says, todo = parted(error)
    return Point(_AREA, name, "broken", says, todo or "请按所说的改")


def _reports_point(folder: Path, reports: Sequence[Report]) -> Point:
    if not reports:
        return Point(_AREA, "材料", "off", f"{folder} 是空的", "请用 nigao index 收录往年材料")
    years = sorted({report.year for report in reports})
    span = f"{years[0]}年" if len(years) == 1 else f"{years[0]}至{years[-1]}年"
    return Point(_AREA, "材料", "ok", f"{folder}，{len(reports)}份，{span}")


def _strangers(reports: Sequence[Report], own_kinds: Path | None) -> Iterator[Point]:
    """Reports of kinds nobody knows any more, as when a file of kinds was taken away."""
    try:
        known = load_kinds(own_kinds)
    except KindError:
        return  # told where the kinds are looked at
    strange = sorted({report.kind for report in reports} - known.keys())
    if strange:
        says = f"有的材料属于文种 {'、'.join(strange)}，现在没有这个文种"
        todo = "请把它的文种文件放回 kinds 文件夹，或用 nigao index --kind 重新收录"
        yield Point(_AREA, "文种", "note", says, todo)


def _index_point(library: Library) -> Point:
    try:
        passages = library.passages()
    except LibraryError as error:
        return _broken("索引", error)
    if passages is None:
        says = "上次改动没有做完，或有材料文件被移动过"
        return Point(_AREA, "索引", "note", says, "下次检索或收录时会自动接着做完")
    return Point(_AREA, "索引", "ok", f"{passages}段可检索")


def _change_points(library: Library, folder: Path) -> Iterator[Point]:
    writable = writable_point(folder)
    if writable.state == "broken":
        todo = "只能查看和检索；要收录、删除请改文件夹的权限"
        yield Point(_AREA, "改动", "broken", writable.says, todo)
        return
    try:
        who = library.holder()
    except LibraryError as error:
        yield _broken("改动", error)
        return
    if who:
        todo = "请等它结束再收录；检索和起草不受影响"
        yield Point(_AREA, "改动", "note", f"正被占用：{who}", todo)
    else:
        yield Point(_AREA, "改动", "ok", "可以收录、删除")
