"""The versions of a draft, kept beside it: every state with what was done, told by number.

A version is one zip in ``DIR/versions/`` with the bytes of the draft's files as they were. A
version that takes back others holds no files but the number of the one whose state it is. What
is about to be written lies in ``next.zip`` first, so that whatever moment a run is cut off at,
the next one finds the old state whole or finishes the new one.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

from assistant.export.folder import write_folder
from corpus.errors import OutputError, RevisionError, cause_of

FOLDER = "versions"
FIRST, OUTSIDE = "起草", "在别处改动"
_NEXT, _NOTE = "next.zip", "version.json"
_NAME = re.compile(r"(\d{4,})\.zip")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Version:
    """One state of the draft: its number from 1, what was done, and the version it came from.

    ``state`` is the version whose files it has: its own number, or an earlier one's when it took
    back what came after or only gave it a ``name`` (送审稿).
    """

    number: int
    done: str
    after: int
    state: int
    name: str = ""

    def to_plain(self) -> dict[str, int | str]:
        """What the version's note holds and ``--json`` prints."""
        return asdict(self)


class Versions:
    """The versions of the draft in ``folder``; ``names`` are the files that make up a state."""

    def __init__(self, folder: Path, names: tuple[str, ...]) -> None:
        self.folder, self.names = folder, names
        self._room = folder / FOLDER

    def listed(self) -> tuple[Version, ...]:
        """The versions by number; none when nothing was ever revised.

        Raises:
            RevisionError: a version's file is damaged.
        """
        if not self._room.is_dir():
            return ()
        numbers = sorted(
            int(found[1]) for each in self._room.iterdir() if (found := _NAME.fullmatch(each.name))
        )
        return tuple(_note(self._path(number)) for number in numbers)

    def files(self, number: int) -> dict[str, bytes]:
        """The files of a version, byte for byte.

        Raises:
            RevisionError: there is no such version, or its file is damaged.
        """
        known = {version.number: version for version in self.listed()}
        if number not in known:
            shown = "、".join(map(str, known)) or "无"
            raise RevisionError(f"没有第{number}版；现有：{shown}")
        return _unpacked(self._path(known[number].state), self.names)

    def settle(self) -> None:
        """Bring folder and versions to one state: finish or drop what a cut-off run left.

        A state that was written by something else is kept as a version of its own.

        Raises:
            OutputError: the folder cannot be written.
            RevisionError: the folder's files are no whole draft.
        """
        here = self._here()
        waiting = self._room / _NEXT
        if waiting.exists():
            here = self._finish(waiting, here)
        versions = self.listed()
        if any(content is None for content in here.values()):
            missing = "、".join(name for name, content in here.items() if content is None)
            raise RevisionError(f"“{self.folder}”里缺 {missing}；请先用 nigao draft 起草")
        last = versions[-1] if versions else None
        if last and self.files(last.number) == here:
            return
        number = last.number + 1 if last else 1
        version = Version(number, OUTSIDE if last else FIRST, last.number if last else 0, number)
        whole = {name: content for name, content in here.items() if content is not None}
        self._keep(version, whole)
        waiting.replace(self._path(number))

    def advance(self, done: str, files: Mapping[str, bytes]) -> Version:
        """Write the files of the next version into the folder, all or none, and keep them.

        Raises:
            OutputError: the folder cannot be written; its files are as they were.
        """
        last = self.listed()[-1]
        version = Version(last.number + 1, done, last.number, last.number + 1)
        self._write(version, files, files)
        return version

    def named(self, name: str) -> Version:
        """Call the state there is by a name; that is a version itself.

        Raises:
            OutputError: the folder cannot be written.
        """
        last = self.listed()[-1]
        version = Version(last.number + 1, f"定为{name}", last.number, last.state, name)
        self._write(version, {}, {})
        return version

    def number_of(self, told: str) -> int:
        """The number of the version told by its number, or of the last one of that name.

        Raises:
            RevisionError: there is none.
        """
        if told.isdecimal():
            return int(told)
        numbers = [version.number for version in self.listed() if version.name == told]
        if not numbers:
            raise RevisionError(f"没有哪一版叫“{told}”；请用 --versions 看有哪些版")
        return numbers[-1]

    def undo(self) -> Version:
        """Go back to the state before the last revision; that is a version itself.

        Raises:
            RevisionError: there is nothing to take back.
            OutputError: the folder cannot be written.
        """
        known = {version.number: version for version in self.listed()}
        last = known[max(known)] if known else None
        shown = known[last.state] if last else None
        if last is None or shown is None or not shown.after:
            raise RevisionError("没有可撤销的：已是最早一版")
        state = known[shown.after].state
        version = Version(
            last.number + 1, f"撤销第{shown.number}版（{shown.done}）", last.number, state
        )
        self._write(version, {}, self.files(state))
        return version

    # -- how it is kept --

    def _write(
        self, version: Version, packed: Mapping[str, bytes], files: Mapping[str, bytes]
    ) -> None:
        self._keep(version, packed)
        try:
            write_folder(self.folder, files)
        except OutputError:
            (self._room / _NEXT).unlink(missing_ok=True)
            raise
        os.replace(self._room / _NEXT, self._path(version.number))

    def _keep(self, version: Version, files: Mapping[str, bytes]) -> None:
        try:
            self._room.mkdir(exist_ok=True)
            partial = self._room / f"{_NEXT}.partial"
            partial.write_bytes(_packed(version, files))
            os.replace(partial, self._room / _NEXT)
        except OSError as error:
            raise OutputError(
                f"写不进“{self._room}”（{cause_of(error)}）；请检查该文件夹是否可写"
            ) from error

    def _finish(self, waiting: Path, here: dict[str, bytes | None]) -> dict[str, bytes | None]:
        """What the folder holds once the cut-off run is finished, or its beginnings are dropped.

        It is finished where one of its files stands in the folder already.
        """
        version = _note(waiting)
        state = waiting if version.state == version.number else self._path(version.state)
        files = _unpacked(state, self.names)
        last = self.listed()
        before = self.files(last[-1].number) if last else {}
        begun = any(here[name] == files[name] != before.get(name) for name in self.names)
        if not begun and version.number > 1:
            waiting.unlink()
            return here
        write_folder(self.folder, files)
        os.replace(waiting, self._path(version.number))
        return dict(files)

    def _here(self) -> dict[str, bytes | None]:
        return {name: _bytes_of(self.folder / name) for name in self.names}

    def _path(self, number: int) -> Path:
        return self._room / f"{number:04}.zip"


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _packed(version: Version, files: Mapping[str, bytes]) -> bytes:
    """The version as a zip; the same version gives the same bytes."""
    note = json.dumps(version.to_plain(), ensure_ascii=False).encode()
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((_NOTE, note), *files.items()):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _note(path: Path) -> Version:
    try:
        return Version(**json.loads(_unpacked(path, (_NOTE,))[_NOTE]))
    except (ValueError, TypeError) as error:
        raise _damaged(path) from error


def _unpacked(path: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in names}
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> RevisionError:
    return RevisionError(f"“{path}”坏了，这一版读不出来；请从备份恢复")
