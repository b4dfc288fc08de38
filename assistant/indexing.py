"""Indexing: files and folders become reports of a library, and what became of each is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import __version__
from corpus.errors import ReadingError, SecretFileError
from corpus.kinds import kind_named, load_kinds
from corpus.library import Library, described
from corpus.reading import SUFFIXES, read_report
from corpus.reading.folders import Offered, offered_files
from corpus.report import Report
from corpus.seen import SeenFiles

if TYPE_CHECKING:
    from corpus.library import Embeddings

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


@dataclass(slots=True)
class _Taken:
    """What has become of the files so far; ``standing`` holds the sources of reports kept as is."""

    reports: dict[Path, Report] = field(default_factory=dict)
    standing: dict[str, list[str]] = field(default_factory=dict)
    unchanged: list[Path] = field(default_factory=list)
    skipped: list[dict[str, str]] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)

    def skip(self, path: Path, reason: str) -> None:
        self.skipped.append({"path": str(path), "reason": reason})

    def fail(self, path: Path, reason: str) -> None:
        self.failed.append({"path": str(path), "reason": reason})

    def keep(self, path: Path, source: str, known: str) -> None:
        """Note a file that was read before into the report ``known``."""
        self.standing.setdefault(known, []).append(source)
        self.unchanged.append(path)

    def add(self, path: Path, report: Report) -> None:
        """Note what was read; of two files with one text the first stands."""
        first = self.sources.setdefault(report.id, report.source)
        if first == report.source:
            self.reports[path] = report
        else:
            self.skip(path, f"与 {first} 内容相同")

    def refuse_nothing(self, paths: Sequence[Path]) -> None:
        """Raise when not one of the files was or had been read, and say why."""
        if self.reports or self.unchanged or (self.skipped and self.failed):
            return
        if self.failed:
            raise ReadingError("；".join(row["reason"] for row in self.failed[:3]))
        raise ReadingError(f"没有找到可读的材料（支持 {'、'.join(SUFFIXES)}）：{_shown(paths)}")


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
    taken = _Taken()
    given = {"kind": kind, "year": year, "unit": unit, "own_kinds": own_kinds}
    for each in found:
        step(each.path.name)
        if each.skipped:
            taken.skip(each.path, each.skipped)
        elif each.failed:
            taken.fail(each.path, each.failed)
        else:
            _take(each, taken, library, seen, **given)
    taken.refuse_nothing(paths)
    library = Library.open(folder, embeddings=embeddings, create=True, waiting=step)
    added = library.add(taken.reports.values(), standing=taken.standing)
    seen.save()
    read_again = {report.id for report in added.unchanged}
    again = [path for path, report in taken.reports.items() if report.id in read_again]
    return Indexed(
        tuple(described(report) for report in added.read),
        tuple({"path": str(path)} for path in sorted([*taken.unchanged, *again])),
        tuple(taken.skipped),
        tuple(taken.failed),
    )


def _take(
    each: Offered, taken: _Taken, library: Library | None, seen: SeenFiles, **given: Any
) -> None:
    """Read one file, unless the library holds what it was read as before; ``given`` as above."""
    try:
        known = seen.report_in(each.path)
        if library and known in library:
            taken.keep(each.path, each.source, known)
            return
        report = read_report(each.path, source=each.source, **given)
        seen.note(each.path, report.id)
        taken.add(each.path, report)
    except SecretFileError as error:
        taken.skip(each.path, str(error))
    except ReadingError as error:
        taken.fail(each.path, str(error))


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
