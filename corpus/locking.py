"""A lock on a folder: one writer at a time, across processes and threads."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from corpus.errors import LibraryError, cause_of

LOCK_FILE = "lock"
HOLDER_FILE = "holder.json"
# After so many seconds of waiting, whoever waits is told for whom.
_QUIET = 0.5

Said = Callable[[str], None]
"""Is told, in one Chinese line, what is being waited for."""


def unheard(_: str) -> None:
    """Nobody listens."""


class InUseError(LibraryError):
    """Somebody else holds the folder."""


class FolderLock:
    """An exclusive hold on ``folder``; the system ends it with the process that has it.

    It is waited for at most ``patience`` seconds, and ``waiting`` is told for whom within one.
    A hold must not be taken inside another one. ``called`` is what the folder is, in Chinese.
    """

    def __init__(
        self, folder: Path, patience: float, waiting: Said = unheard, called: str = "材料库"
    ) -> None:
        self._called = called
        self._folder = folder
        self._patience = patience
        self._waiting = waiting

    @contextmanager
    def exclusive(self, purpose: str, patience: float | None = None) -> Iterator[None]:
        """Hold the folder alone; others are told our pid, since when, and ``purpose``.

        Raises:
            InUseError: somebody else kept it for longer than ``patience``.
            LibraryError: the lock file cannot be written.
        """
        with ExitStack() as held:
            held.enter_context(self._taken(self._patience if patience is None else patience))
            since = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
            record = {"pid": os.getpid(), "since": since, "purpose": purpose}
            held.callback(self._holder.unlink, missing_ok=True)
            self._holder.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
            yield

    def holder(self) -> str:
        """Who holds the folder at this moment, since when and for what; "" where nobody does.

        Raises:
            LibraryError: the lock file is there and cannot be opened.
        """
        if not (self._folder / LOCK_FILE).exists():
            return ""
        try:
            with self._taken(0):
                return ""
        except InUseError:
            return self._who()

    @property
    def _holder(self) -> Path:
        return self._folder / HOLDER_FILE

    @contextmanager
    def _taken(self, patience: float) -> Iterator[None]:
        from filelock import FileLock, Timeout

        lock = FileLock(self._folder / LOCK_FILE, thread_local=False)
        try:
            try:
                lock.acquire(timeout=min(patience, _QUIET))
            except Timeout:
                if patience > _QUIET:
                    self._waiting(f"{self._called}正被占用，等它结束：{self._who()}")
                lock.acquire(timeout=max(0.0, patience - _QUIET))
        except Timeout as error:
            raise InUseError(
                f"{self._called}“{self._folder}”正被占用：{self._who()}；请等它结束后再试"
            ) from error
        except OSError as error:
            raise LibraryError(
                f"{self._called}“{self._folder}”上不了锁（{cause_of(error)}）；请检查该文件夹是否可写"
            ) from error
        try:
            yield
        finally:
            lock.release()

    def _who(self) -> str:
        try:
            record = json.loads(self._holder.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return "另有程序刚刚开始改动它"
        return f"进程 {record['pid']} 自 {record['since']} 起正在{record['purpose']}"
