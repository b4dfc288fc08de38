"""Finished sections of a draft that is not whole yet: kept beside it, and taken up by --resume."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.watching import Watch
from assistant.writing.writer import Written
from corpus.errors import OutputError, cause_of

NAME = ".sections.jsonl"


class Unfinished(Watch):
    """Writes each section down as soon as it is final, a line each, in the draft's own folder.

    A makeshift section is not written down: it is to be made again. What a killed run has half
    written is passed over.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / NAME
        self._lock = threading.Lock()
        self._kept: Mapping[str, Written] = {}

    def begin(self, *, resume: bool) -> Mapping[str, Written]:
        """The sections of the run before by brief id, when they are wanted; else they go.

        Raises:
            OutputError: they are there and cannot be read.
        """
        if resume:
            self._kept = dict(self._lines())
        else:
            self.forget()
        return self._kept

    def wrote(self, brief_id: str, heading: str, written: Written) -> None:
        """Write the section down.

        Raises:
            OutputError: the folder cannot be written.
        """
        if not written.made_of or self._kept.get(brief_id) == written:
            return
        line = _entries().dump_json((brief_id, written)) + b"\n"
        try:
            with self._lock:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                with self._file.open("ab") as file:
                    file.write(line)
        except OSError as error:
            raise OutputError(
                f"写不进“{self._file.parent}”：{cause_of(error)}；请另选输出文件夹"
            ) from error

    def forget(self) -> None:
        """Take the sections away: the draft is whole, or is begun anew."""
        self._file.unlink(missing_ok=True)

    def _lines(self) -> Iterator[tuple[str, Written]]:
        try:
            lines = self._file.read_bytes().splitlines()
        except FileNotFoundError:
            return
        except OSError as error:
            raise OutputError(
                f"读不了写好的部分“{self._file}”：{cause_of(error)}；请移走它，再重新起草"
            ) from error
        for line in lines:
            try:
                yield _entries().validate_json(line)
            except ValidationError:
                continue


@cache
def _entries() -> TypeAdapter[tuple[str, Written]]:
    return TypeAdapter(tuple[str, Written])
