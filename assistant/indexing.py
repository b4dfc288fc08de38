"""Indexing: files and folders become reports of a library, and what became of each is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import __version__
from corpus.arrivals import Company
from corpus.errors import ReadingError, SecretFileError
from corpus.kinds import kind_named, load_kinds
from corpus.library import Library, described
from corpus.reading import SUFFIXES, read_report
from corpus.reading.folders import Offered, offered_files
from corpus.report import Report
from corpus.seen import SeenFiles

if TYPE_CHECKING:
    from corpus.library import Embeddings

MOST_HELD = 2_000_000
"""So many characters of what was read are held before they go into the library."""

Step = Callable[[str], None]


def _silent(_: str) -> None:
    """No one is watching."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of each file offered; ``read`` describes reports as ``library list`` does."""

    read: tuple[dict[str, Any], ...] = ()
    unchanged: tuple[dict[str, str], ...] = ()
    skipped: tuple[dict[str, str], ...] = ()
    failed: tuple[dict[str, str], ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """What ``nigao index --json`` prints."""
        return {
            "read": list(self.read),
            "unchanged": list(self.unchanged),
            "skipped": list(self.skipped),
            "failed": list(self.failed),
        }


def index_reports(
    paths: Sequence[Path],
    folder: Path,
    *,
    kind: str | None = None,
    year: int | None = None,
    unit: str | None = None,
    embeddings: Embeddings | None = None,
    own_kinds: Path | None = None,
    step: Step = _silent,
) -> Indexed:
    """Read reports from files and folders (with all below them) into the library in ``folder``.

    One bad file never stops the others. ``kind``, ``year`` and ``unit`` stand for what would be
    inferred, ``embeddings`` for the embedding built in. ``own_kinds`` is the folder of the user's
    own kinds. ``step`` is told each file's name as it is begun.

    Raises:
        NigaoError: a path does not exist, the library cannot be opened, or nothing could be done.
    """
    if kind:
        kind = kind_named(kind, own_kinds).id
    found = list(offered_files(paths))
    # Where nothing can be read no library is made.
    library = open_library(folder, required=False)
    # What a file was read as holds only for the program and the options that read it.
    titles = sorted(f"{each.id} {each.title_pattern}" for each in load_kinds(own_kinds).values())
    seen = SeenFiles(folder, json.dumps([__version__, kind, year, unit, titles]))

    def opened() -> Library:
        return Library.open(folder, embeddings=embeddings, create=True, waiting=step)

    given = {"kind": kind, "year": year, "unit": unit, "own_kinds": own_kinds}
    run = _Run(library, seen, opened, frozenset(each.source for each in found), given)
    for each in found:
        step(each.path.name)
        run.take(each)
    run.refuse_nothing(paths)
    run.lay_down(last=True)
    return run.indexed()


@dataclass(slots=True)
class _Run:
    """One run over files: what became of them so far, and what is read and not yet laid down.

    ``opened`` opens the library to be written into, and makes it where there is none. What is
    read is held up to :data:`MOST_HELD` characters, so that a run over many files takes no more
    memory than one over few. ``standing`` holds the sources of reports kept as they are.
    """

    library: Library | None
    seen: SeenFiles
    opened: Callable[[], Library]
    sources: frozenset[str]
    given: Mapping[str, Any]
    held: dict[Path, Report] = field(default_factory=dict)
    characters: int = 0
    first: dict[str, str] = field(default_factory=dict)
    standing: dict[str, list[str]] = field(default_factory=dict)
    read: list[dict[str, Any]] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    skipped: list[dict[str, str]] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)

    def take(self, each: Offered) -> None:
        """Read one file, unless the library holds what it was read as before."""
        if each.skipped:
            self._skip(each.path, each.skipped)
        elif each.failed:
            self._fail(each.path, each.failed)
        else:
            try:
                self._read(each)
            except SecretFileError as error:
                self._skip(each.path, str(error))
            except ReadingError as error:
                self._fail(each.path, str(error))
        if self.characters > MOST_HELD:
            self.lay_down()

    def lay_down(self, *, last: bool = False) -> None:
        """Put what is held into the library; with the ``last`` come the names of files kept."""
        added = self.opened().add(
            self.held.values(),
            standing=self.standing if last else None,
            company=Company(self.sources, {*self.first, *self.standing}),
        )
        self.seen.save()
        self.read += map(described, added.read)
        again = {report.id for report in added.unchanged}
        self.unchanged += [path for path, report in self.held.items() if report.id in again]
        self.held, self.characters = {}, 0

    def refuse_nothing(self, paths: Sequence[Path]) -> None:
        """Raise when not one of the files was or had been read, and say why."""
        if self.first or self.unchanged or (self.skipped and self.failed):
            return
        if self.failed:
            raise ReadingError("；".join(row["reason"] for row in self.failed[:3]))
        raise ReadingError(f"没有找到可读的材料（支持 {'、'.join(SUFFIXES)}）：{_shown(paths)}")

    def indexed(self) -> Indexed:
        """What became of each file."""
        return Indexed(
            tuple(self.read),
            tuple({"path": str(path)} for path in sorted(self.unchanged)),
            tuple(self.skipped),
            tuple(self.failed),
        )

    def _read(self, each: Offered) -> None:
        known = self.seen.report_in(each.path)
        if self.library and known in self.library:
            self.standing.setdefault(known, []).append(each.source)
            self.unchanged.append(each.path)
            return
        report = read_report(each.path, source=each.source, **self.given)
        self.seen.note(each.path, report.id)
        # Of two files with one text the first stands.
        first = self.first.setdefault(report.id, report.source)
        if first != report.source:
            self._skip(each.path, f"与 {first} 内容相同")
            return
        self.held[each.path] = report
        self.characters += sum(map(len, report.texts()))

    def _skip(self, path: Path, reason: str) -> None:
        self.skipped.append({"path": str(path), "reason": reason})

    def _fail(self, path: Path, reason: str) -> None:
        self.failed.append({"path": str(path), "reason": reason})


def open_library(
    folder: Path, *, required: bool, embeddings: Embeddings | None = None
) -> Library | None:
    """The library in ``folder``; None when it is not there and was not asked for by name.

    ``embeddings`` stand for the embedding built in.

    Raises:
        LibraryError: it was asked for and is missing, or what is there is no library.
    """
    if not required and not folder.exists():
        return None
    return Library.open(folder, embeddings=embeddings)


def _shown(paths: Sequence[Path]) -> str:
    return "、".join(str(path) for path in paths)
