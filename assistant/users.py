"""Accounts of the page: names with hashed passwords in a file of the office's own.

A password is kept as scrypt of it (RFC 7914, N = 2**15, r = 8, p = 1) with a salt of its own; the
file holds nothing one could log in with.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path

from assistant.export.single import replace_file
from corpus.errors import SettingsError

_NAME = re.compile(r"[^\W_][\w\u4e00-\u9fff.-]{0,31}\Z")
_COST, _BLOCK, _PARALLEL, _MEMORY = 2**15, 8, 1, 2**26
_SHORTEST = 8
_TRIES, _REST = 5, 60.0


class Users:
    """The accounts in ``file``, which need not exist yet; it is read anew at each question."""

    def __init__(self, file: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = file
        self._clock = clock
        self._failed: dict[str, list[float]] = {}
        self._standing: tuple[object, frozenset[str]] | None = None
        self._lock = threading.Lock()

    def names(self) -> tuple[str, ...]:
        """Who has an account.

        Raises:
            SettingsError: the file is damaged.
        """
        return tuple(sorted(self._read()))

    def stands(self, name: str) -> bool:
        """Whether the name still has an account.

        It is asked at every click: the file is read anew only when it has changed.

        Raises:
            SettingsError: the file is damaged.
        """
        mark = self._mark()
        with self._lock:
            if self._standing is None or self._standing[0] != mark:
                self._standing = (mark, frozenset(self._read()))
            return name in self._standing[1]

    def _mark(self) -> tuple[int, int, int] | None:
        """What of the file changes when it is written; None when it is not there."""
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def add(self, name: str, password: str) -> None:
        """Give ``name`` an account, or another password.

        Raises:
            SettingsError: the name or the password will not do, or the file is damaged.
            OutputError: the file cannot be written.
        """
        if not _NAME.match(name):
            raise SettingsError(f"用户名“{name[:40]}”不能用；请用汉字、字母、数字，最多32个字")
        if len(password) < _SHORTEST:
            raise SettingsError(f"密码太短；请至少用{_SHORTEST}个字符")
        salt = secrets.token_hex(16)
        kept = {**self._read(), name: {"salt": salt, "hash": _hashed(password, salt)}}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(self._file, (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode())
        self._file.chmod(0o600)

    def remove(self, name: str) -> None:
        """Take the account of ``name`` away.

        Raises:
            SettingsError: there is none.
        """
        kept = self._read()
        if name not in kept:
            raise SettingsError(f"没有用户“{name}”；现有：{'、'.join(sorted(kept)) or '无'}")
        del kept[name]
        if not kept:
            # An empty file would shut everybody out; without one the page is for this machine only.
            self._file.unlink()
            return
        replace_file(self._file, (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode())

    def knows(self, name: str, password: str) -> bool:
        """Whether this is the name's password; after five wrong ones nobody is let in for a minute.

        A name without an account takes as long as one with, so that names cannot be found out.
        """
        with self._lock:
            recent = [at for at in self._failed.get(name, []) if self._clock() - at < _REST]
            self._failed[name] = recent
            if len(recent) >= _TRIES:
                return False
        account = self._read().get(name, {"salt": "", "hash": ""})
        good = hmac.compare_digest(_hashed(password, account["salt"]), account["hash"])
        if not good:
            with self._lock:
                self._failed.setdefault(name, []).append(self._clock())
        return good

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"用户文件“{self._file}”读不了；请用 nigao users add 重建"
            ) from error
        if not isinstance(kept, dict) or not all(
            isinstance(each, dict) and {"salt", "hash"} <= each.keys() for each in kept.values()
        ):
            raise SettingsError(f"用户文件“{self._file}”不是账号表；请用 nigao users add 重建")
        return kept


def _hashed(password: str, salt: str) -> str:
    return hashlib.scrypt(
        password.encode(), salt=salt.encode(), n=_COST, r=_BLOCK, p=_PARALLEL, maxmem=_MEMORY
    ).hex()
