"""The files a library has been offered: which of them need not be read again."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import file_digest, sha256
from pathlib import Path

SEEN_FILE = "files.json"
# A file written less than this before it was looked at may be written again under one time of
# change: FAT counts it in steps of two seconds.
_STEP = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Sighting:
    """A file as it was: ``asked`` tells what was to be read into it, ``report`` what came of it."""

    size: int
    changed: int
    seen: int
    content: str
    asked: str
    report: str = ""


class SeenFiles:
    """The record of files and the reports that were read from them.

    It spares reading, and nothing else rests on it: without it, or where it is damaged, all files
    are read again. Paths are kept as fingerprints. ``asked`` stands for all that decides what is
    read from a file besides its content.
    """

    def __init__(self, folder: Path, asked: str) -> None:
        self._path = folder / SEEN_FILE
        self._asked = asked
        self._by_path = dict(_read(self._path))
        self._by_content = {
            each.content: each.report for each in self._by_path.values() if each.asked == asked
        }
        self._met: dict[str, Sighting] = {}

    def report_in(self, file: Path) -> str:
        """The id of the report that was read from this file, or from one that was just the same.

        Empty if there is none, and for a file that cannot be read: its reader says why. A file
        of the same size and time of change is not opened.
        """
        with suppress(OSError):
            return self._report_in(file)
        return ""

    def _report_in(self, file: Path) -> str:
        stat = file.stat()
        last = self._by_path.get(_key(file))
        if last and last.asked == self._asked and _is_same(last, stat):
            return last.report
        with file.open("rb") as opened:
            content = file_digest(opened, "sha256").hexdigest()[:32]
        report = self._by_content.get(content, "")
        self._met[_key(file)] = Sighting(
            stat.st_size, stat.st_mtime_ns, time.time_ns(), content, self._asked, report
        )
        return report

    def note(self, file: Path, report: str) -> None:
        """Remember what was read from a file that :meth:`report_in` did not know."""
        if met := self._met.get(_key(file)):
            self._met[_key(file)] = replace(met, report=report)

    def save(self) -> None:
        """Write the record down, if there is anything new in it."""
        found = {key: each for key, each in self._met.items() if each.report}
        if not found:
            return
        rows = {key: asdict(each) for key, each in {**self._by_path, **found}.items()}
        beside = self._path.with_name(f"{SEEN_FILE}.{os.getpid()}.part")
        beside.write_text(json.dumps(rows, indent=0), encoding="utf-8")
        beside.replace(self._path)

    def forget(self, report: str) -> None:
        """Take out all files that held this report."""
        kept = {key: asdict(each) for key, each in self._by_path.items() if each.report != report}
        if len(kept) < len(self._by_path):
            self._path.write_text(json.dumps(kept, indent=0), encoding="utf-8")


def _is_same(last: Sighting, stat: os.stat_result) -> bool:
    return (stat.st_size, stat.st_mtime_ns) == (
        last.size,
        last.changed,
    ) and last.changed + _STEP < last.seen


def _key(file: Path) -> str:
    return sha256(os.fsencode(os.path.abspath(file))).hexdigest()[:24]


def _read(path: Path) -> Iterator[tuple[str, Sighting]]:
    with suppress(FileNotFoundError, ValueError, TypeError, AttributeError):
        for key, row in json.loads(path.read_text(encoding="utf-8")).items():
            yield key, Sighting(**row)
