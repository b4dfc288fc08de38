"""Papers on disk: one folder a user, one folder a paper, every version of it kept.

A paper is written beside its place and renamed into it, so that a kill at any moment leaves the
old state or the new one. Ids and users are checked before they become names of folders.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.export.plain import from_plain, to_plain
from assistant.export.single import replace_file
from assistant.sheet.facts import Sheet
from assistant.talk.paper import Paper, paper_from_plain, paper_to_plain, sheet_to_plain
from corpus.errors import OutputError, ReadingError
from corpus.kinds import load_kinds

_ID = re.compile(r"[a-z0-9-]{1,60}\Z")
_FILE, _VERSIONS, _LAST = "paper.json", "versions", "last"


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper in the list: its id, what it is called, and what was done to it last."""

    id: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Version:
    """One kept state of a paper; ``number`` counts from 1."""

    number: int
    note: str


class Papers:
    """One user's papers in ``folder``, which is made when the first is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def listing(self) -> tuple[Listed, ...]:
        """All papers, the one touched last first; one that cannot be read is called so."""
        files = sorted(
            self._folder.glob(f"*/{_FILE}"), key=lambda file: file.stat().st_mtime, reverse=True
        )
        return tuple(_listed(file) for file in files)

    def open(self, paper_id: str) -> Paper:
        """The paper with this id.

        Raises:
            ReadingError: there is none, or its file is damaged.
        """
        file = self.room(paper_id) / _FILE
        try:
            paper = paper_from_plain(json.loads(file.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise ReadingError("没有这份稿件；请从稿件列表里另开一份") from error
        except (OSError, ValueError) as error:
            kept = self.room(paper_id) / _VERSIONS
            raise ReadingError(
                f"这份稿件的存档读不出来；请从稿件列表里另开一份，以前的各版还在“{kept}”里"
            ) from error
        return paper

    def last(self) -> str:
        """The id of the paper opened last, "" when there is none any more."""
        try:
            paper_id = (self._folder / _LAST).read_text(encoding="utf-8").strip()
        except OSError:
            return ""
        return paper_id if _ID.match(paper_id) and (self._folder / paper_id).is_dir() else ""

    def fresh_id(self, kind: str, year: int) -> str:
        """An id nobody has: kind, year and a number."""
        taken = {path.name for path in self._folder.glob("*")}
        at = 1
        while f"{kind}-{year}-{at}" in taken:
            at += 1
        return f"{kind}-{year}-{at}"

    def keep(self, paper: Paper) -> Paper:
        """Write the paper down as the one open now; hands it back.

        Raises:
            OutputError: the folder cannot be written.
        """
        room = self.room(paper.id)
        _make(room)
        replace_file(room / _FILE, _json(paper_to_plain(paper)))
        replace_file(self._folder / _LAST, paper.id.encode())
        return paper

    def keep_version(self, paper: Paper, note: str) -> Paper:
        """Keep the paper's sheet and draft as a new version called ``note``, and the paper.

        Raises:
            OutputError: the folder cannot be written.
        """
        number = paper.version + 1
        kept = {
            "note": note,
            "before": paper.version,
            "sheet": sheet_to_plain(paper.sheet),
            "draft": to_plain(paper.draft) if paper.draft else None,
            "touched": paper.touched,
        }
        folder = self.room(paper.id) / _VERSIONS
        _make(folder)
        while (folder / f"{number:04d}.json").exists():
            number += 1
        replace_file(folder / f"{number:04d}.json", _json(kept))
        return self.keep(replace(paper, version=number, note=note))

    def versions(self, paper: Paper) -> tuple[Version, ...]:
        """The versions kept, the oldest first."""
        folder = self.room(paper.id) / _VERSIONS
        return tuple(
            Version(int(file.stem), str(_read(file).get("note", "")))
            for file in sorted(folder.glob("*.json"))
        )

    def at_version(self, paper: Paper, number: int) -> Paper:
        """The paper with sheet and draft of an earlier version; its talk goes on.

        Raises:
            ReadingError: there is no such version.
        """
        file = self.room(paper.id) / _VERSIONS / f"{number:04d}.json"
        kept = _read(file)
        if not kept:
            raise ReadingError("没有这个版本；请在版本列表里另选一个")
        return replace(
            paper,
            sheet=Sheet.model_validate(kept["sheet"]),
            draft=from_plain(kept["draft"]) if kept["draft"] else None,
            touched=bool(kept["touched"]),
            version=number,
            note=str(kept["note"]),
        )

    def before(self, paper: Paper) -> int:
        """The number of the version this one was made from, 0 when it is the first."""
        file = self.room(paper.id) / _VERSIONS / f"{paper.version:04d}.json"
        return int(_read(file).get("before", 0))

    def room(self, paper_id: str) -> Path:
        """The folder of one paper, which need not be there yet.

        Raises:
            ReadingError: the id is none, and could be a path.
        """
        if not _ID.match(paper_id):
            raise ReadingError("没有这份稿件；请从稿件列表里另开一份")
        return self._folder / paper_id


def _listed(file: Path) -> Listed:
    try:
        paper = paper_from_plain(_read(file))
    except ReadingError:
        return Listed(file.parent.name, f"{_named(file.parent.name)}（存档读不出来）", "")
    return Listed(paper.id, paper.title, paper.note)


def _named(paper_id: str) -> str:
    """Year and kind as the id has them (annual-summary-2026-1), 一份稿件 where it has none."""
    kind, _, rest = paper_id.rpartition("-")[0].rpartition("-")
    known = load_kinds().get(kind)
    return f"{rest}年{known.name}".replace("年年度", "年度") if known else "一份稿件"


def _read(file: Path) -> dict[str, Any]:
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return plain if isinstance(plain, dict) else {}


def _json(plain: object) -> bytes:
    return (json.dumps(plain, ensure_ascii=False) + "\n").encode()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"建不了存稿件的文件夹“{folder}”（{error.strerror}）；请检查磁盘和权限"
        ) from error
