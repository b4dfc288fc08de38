"""A lock on a folder: many readers or one writer, across processes and threads."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock

from corpus.errors import LibraryError

LOCK_FILE = "lock.db"
HOLDER_FILE = "holder.json"

_threads: dict[Path, Lock] = {}


class FolderLock:
    """Shared and exclusive holds on ``folder``, each waited for at most ``patience`` seconds.

    Threads of one process take turns even to read: Chroma wants one client for each path. A hold
    must not be taken inside another one.
    """

    def __init__(self, folder: Path, patience: float) -> None:
        self._folder = folder
        self._patience = patience
        self._turn = _threads.setdefault(folder.resolve(), Lock())

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Hold the folder together with other readers.

        Raises:
            LibraryError: a writer kept it, or the lock file cannot be written.
        """
        with self._thread_turn(), self._process_lock(exclusive=False):
            # Whoever reads knows that no writer is left: a record of one comes from a crash.
            self._holder.unlink(missing_ok=True)
            yield

    @contextmanager
    def exclusive(self, purpose: str) -> Iterator[None]:
        """Hold the folder alone; others are told our pid, since when, and ``purpose``.

        Raises:
            LibraryError: somebody else kept it, or the lock file cannot be written.
        """
        with self._thread_turn(), self._process_lock(exclusive=True):
            since = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
            record = {"pid": os.getpid(), "since": since, "purpose": purpose}
            self._holder.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
            try:
                yield
            finally:
                self._holder.unlink(missing_ok=True)

    @property
    def _holder(self) -> Path:
        return self._folder / HOLDER_FILE

    @contextmanager
    def _thread_turn(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=self._patience):
            raise self._refusal()
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def _process_lock(self, *, exclusive: bool) -> Iterator[None]:
        from filelock import ReadWriteLock, Timeout

        with ExitStack() as held:
            try:
                path = self._folder / LOCK_FILE
                lock = held.enter_context(closing(ReadWriteLock(path, is_singleton=False)))
                acquire = lock.acquire_write if exclusive else lock.acquire_read
                held.enter_context(acquire(timeout=self._patience))
            except Timeout as error:
                raise self._refusal() from error
            except (OSError, sqlite3.Error) as error:
                raise LibraryError(
                    f"材料库“{self._folder}”上不了锁（{error}）；请检查该文件夹是否可写"
                ) from error
            yield

    def _refusal(self) -> LibraryError:
        return LibraryError(f"材料库“{self._folder}”正被占用：{self._who()}；请等它结束后再试")

    def _who(self) -> str:
        try:
            record = json.loads(self._holder.read_text(encoding="utf-8"))
        except (OSError, json.JSONDecodeError):
            return "另有程序正在检索"  # only writers leave a record
        return f"进程 {record['pid']} 自 {record['since']} 起正在{record['purpose']}"
