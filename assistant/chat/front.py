"""The front: who sits where. A session for each user, a seat for each page of his."""

from __future__ import annotations

import threading
from typing import Protocol

from assistant.chat.seat import Seat
from assistant.talk.session import Session
from assistant.talk.surroundings import Surroundings
from assistant.users import Users
from corpus.errors import SettingsError

GONE = "账号“{}”已停用，页面不能再用；稿件都还在，要接着用请找管账号的人"


class Asking(Protocol):
    """What a page says of itself with everything it asks: its own mark, and who is logged in."""

    @property
    def session_hash(self) -> str | None:
        """The mark of the open page."""

    @property
    def username(self) -> str | None:
        """Who is logged in; None without accounts."""


class Front:
    """All open pages; with ``users`` only those whose account still stands are served."""

    def __init__(
        self, around: Surroundings, users: Users | None = None, *, writer: str = "template"
    ) -> None:
        self.around = around
        self.writer = writer
        self._users = users
        self._sessions: dict[str, Session] = {}
        self._seats: dict[str, Seat] = {}
        self._lock = threading.Lock()

    def seat(self, request: Asking) -> Seat:
        """The seat of the page that asks.

        Raises:
            SettingsError: its account was taken away, or the accounts cannot be read.
        """
        key = str(request.session_hash)
        user = request.username or ""
        if not self.serves(request):
            self.leave(request)
            raise SettingsError(GONE.format(user))
        with self._lock:
            seat = self._seats.get(key)
            if seat is None or seat.session is not self._session(user):
                seat = self._seats[key] = Seat(self._session(user))
            return seat

    def serves(self, request: Asking) -> bool:
        """Whether the page's account still stands; without accounts every page is served.

        Raises:
            SettingsError: the accounts cannot be read.
        """
        return self._users is None or self._users.stands(request.username or "")

    def leave(self, request: Asking) -> None:
        """The page was closed; its papers and its work stay."""
        with self._lock:
            self._seats.pop(str(request.session_hash), None)

    def _session(self, user: str) -> Session:
        if user not in self._sessions:
            self._sessions[user] = Session(self.around, user, writer=self.writer)
        return self._sessions[user]
