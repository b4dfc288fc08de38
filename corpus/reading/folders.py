"""What of files and folders is offered for reading, and why the rest is skipped."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReadingError, cause_of
from corpus.reading.suffixes import SUFFIXES

# Deeper than any filing plan; a loop of mounts would go on for ever.
_DEEPEST = 32


@dataclass(frozen=True, slots=True)
class Offered:
    """A file met among or below the paths given.

    ``source`` is its name below the folder it was found in, never an absolute path; ``skipped``
    says in Chinese why it is not to be read, "" where it is; ``failed`` that looking at it went
    wrong, as with a folder that may not be entered.
    """

    path: Path
    source: str
    skipped: str = ""
    failed: str = ""


def offered_files(paths: Sequence[Path]) -> Iterator[Offered]:
    """Every file among ``paths`` and in the folders among them, in the order of their names.

    Links are not followed below a folder, so that nothing outside it is read; a file met twice is
    offered once.

    Raises:
        ReadingError: a path that was given does not exist.
    """
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise ReadingError(f"没有这个文件或文件夹：{path}，请检查路径")
        found = _below(path, path) if path.is_dir() else iter([_offered(path, path.parent)])
        for each in found:
            real = each.path.resolve() if not each.skipped else each.path.absolute()
            if real not in seen:
                seen.add(real)
                yield each


def _below(folder: Path, root: Path) -> Iterator[Offered]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        why = f"打不开文件夹：{folder.name}（{cause_of(error)}），请检查权限"
        yield Offered(folder, _source(folder, root), failed=why)
        return
    for entry in entries:
        path = folder / entry.name
        if entry.is_symlink():
            yield Offered(path, _source(path, root), "链接，不跟随")
        elif not entry.is_dir(follow_symlinks=False):
            yield _offered(path, root)
        elif entry.name.startswith("."):
            yield Offered(path, _source(path, root), "隐藏文件夹")
        elif len(path.relative_to(root).parts) > _DEEPEST:
            yield Offered(path, _source(path, root), f"文件夹套了 {_DEEPEST} 层以上")
        else:
            yield from _below(path, root)


def _offered(path: Path, root: Path) -> Offered:
    return Offered(path, _source(path, root), _why_skip(path))


def _source(path: Path, root: Path) -> str:
    return readable_name(path.relative_to(root).as_posix())


def readable_name(name: str) -> str:
    """``name`` in characters that can be written down, whatever bytes stand on the disk.

    Archives packed on a Chinese Windows leave names in GB18030 behind, which no UTF-8 holds.
    """
    held = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return held.decode(encoding)
    return held.decode("utf-8", "replace")


def _why_skip(path: Path) -> str:
    """Why a file is not read, "" where it is."""
    if path.name.startswith(("~$", ".~")):
        return "Word/WPS 临时文件"
    if path.name.startswith("."):
        return "隐藏文件"
    if path.suffix.lower() not in SUFFIXES:
        return f"不支持的类型（支持 {'、'.join(SUFFIXES)}）"
    if not stat.S_ISREG(path.stat().st_mode):
        return "不是普通文件"
    return ""
