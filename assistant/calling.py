"""Calling a chat model: bounded, watched, asked again where that may help, and given up in time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Self

from assistant.wiring import (
    PATIENCE,
    PAUSE,
    Piece,
    explained,
    is_limit,
    is_passing,
    is_refusal_of_one,
    is_slow,
    pause_for,
    pieces_of,
)
from corpus.errors import ModelError, ReplyError, Stopped

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

# Stands at the end of a reply the model had no room to finish, so that the guard stops its half
# sentence.
CUT_SHORT = "【待补：未写完】"
_TRIES = 3
# An endpoint that answers nobody for so long is dead; a document may cost less than a minute.
_DEAD = 50.0
# What a model writes in a second at the least, and in a reply at the most: else it drips or raves.
_PACE = 1.0
_MOST = 30_000
_LONGEST = 10
_TICK = 0.05


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens a model read and wrote, as its endpoint counts them."""

    read: int
    written: int

    def __add__(self, other: Tokens) -> Tokens:
        """Both together."""
        return Tokens(self.read + other.read, self.written + other.written)


@dataclass(frozen=True, slots=True)
class Spent:
    """What a section has cost: so many answers; ``tokens`` is None where they were not counted."""

    calls: int
    tokens: Tokens | None

    def __add__(self, other: Spent) -> Spent:
        """Both together; what is not known of one is not known of both."""
        both = self.tokens + other.tokens if self.tokens and other.tokens else None
        return Spent(self.calls + other.calls, both)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole reply; ``tokens`` is None where the endpoint did not count all that it cost."""

    text: str
    tokens: Tokens | None = None


class Gate:
    """Bounds the calls under way to one endpoint, whoever makes them, and slows all on a 429.

    ``patience`` is how many seconds a call may be silent, ``pause`` how many pass before it is
    tried again, ``pace`` how many characters must come in one. ``counts`` turns False once the
    endpoint has refused to be asked for its count of tokens.
    """

    def __init__(
        self, most: int, patience: float = PATIENCE, *, pause: float = PAUSE, pace: float = _PACE
    ) -> None:
        self.patience, self.pause, self.pace = patience, pause, pace
        self.counts = True
        self._places = threading.BoundedSemaphore(most)
        self._not_before = 0.0
        self._heard = 0.0

    @contextmanager
    def place(self, stopped: Callable[[], bool]) -> Iterator[None]:
        """A place among the calls under way, once the endpoint has had its pause.

        Raises:
            Stopped: ``stopped`` said so while it waited.
        """
        while not self._places.acquire(timeout=_TICK):
            _go_on(stopped)
        try:
            self._heard = self._heard or time.monotonic()
            _wait(self._not_before - time.monotonic(), stopped)
            yield
        finally:
            self._places.release()

    def hold(self, seconds: float) -> None:
        """Let no call begin before so many seconds have passed."""
        self._not_before = max(self._not_before, time.monotonic() + seconds)

    def heard(self) -> None:
        """Note that the endpoint has answered somebody."""
        self._heard = time.monotonic()

    @property
    def silent(self) -> float:
        """For how many seconds the endpoint has answered nobody."""
        return time.monotonic() - self._heard


def ask(
    chat: BaseChatModel,
    messages: Sequence[BaseMessage],
    gate: Gate,
    *,
    heard: Callable[[str], None] = lambda text: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Answer:
    """The model's whole reply.

    A stream that breaks is asked for again from its beginning, never spliced (langchain #34209).
    A rate limit holds everybody at the gate and is no failure while anybody is answered.
    ``heard`` is told all the text so far with each finished line; it is shorter again when the
    reply has begun anew.

    Raises:
        ModelError: the endpoint failed at every try, or refused.
        ReplyError: it answered this with nothing, or would not answer just this.
        Stopped: ``stopped`` said so.
    """
    tries = _Tries(gate)
    while True:
        reading = _Reading(chat, messages, gate)
        try:
            with gate.place(stopped), reading:
                text = reading.text(heard, stopped)
        except _Broken as broken:
            tries.failed(broken.error, lost=bool(reading.said))
            _wait(tries.pause, stopped)
            continue
        gate.heard()
        if text.strip():
            return Answer(text, reading.tokens if tries.known else None)
        tries.empty()


class _Broken(Exception):
    """A call that ended in ``error`` instead of an answer."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(slots=True)
class _Tries:
    """How often one reply has been asked for; raises when it is time to give up.

    ``known`` says that no call was in vain which nobody counts the tokens of.
    """

    gate: Gate
    count: int = 0
    known: bool = True
    pause: float = 0.0
    began: float = field(default_factory=time.monotonic)

    def failed(self, error: BaseException, *, lost: bool) -> None:
        """Note a call that broke, ``lost`` when it had begun to answer; sets the pause before more.

        Raises:
            ModelError: asking again would not help, or has not helped.
            ReplyError: the endpoint will not answer just this.
        """
        self.known = self.known and not lost
        self.pause = 0.0
        if self.gate.counts and is_refusal_of_one(error):
            self.gate.counts = False  # it may be the wish to have tokens counted that it refuses
            return
        if is_refusal_of_one(error):
            raise ReplyError(explained(error)) from error
        if not is_passing(error) or self._in_vain(error):
            raise ModelError(explained(error)) from error
        self.pause = pause_for(error, self.gate.pause)
        if is_limit(error):
            self.gate.hold(self.pause)

    def empty(self) -> None:
        """Note an answer without a word.

        Raises:
            ReplyError: it was not the first.
        """
        self.known = False
        self.count += 1
        if self.count > 1:
            raise ReplyError("模型没有回答任何内容；请换一个模型，或改用 --writer template")

    def _in_vain(self, error: BaseException) -> bool:
        if is_limit(error):
            return self.gate.silent > _DEAD
        self.count += 1
        spent = time.monotonic() - self.began
        return self.count == _TRIES or (is_slow(error) and spent > 1.5 * self.gate.patience)


class _Reading:
    """One call, read in a thread of its own, so that one that hangs can be left.

    ``said`` are the parts of the reply so far, ``tokens`` what the endpoint counted of it.
    """

    def __init__(self, chat: BaseChatModel, messages: Sequence[BaseMessage], gate: Gate) -> None:
        self.said: list[str] = []
        self.tokens: Tokens | None = None
        self._call = (chat, messages, gate.counts)
        self._gate = gate
        self._pieces: SimpleQueue[Piece | _End] = SimpleQueue()
        self._left = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._read, daemon=True).start()
        return self

    def __exit__(self, *ended: object) -> None:
        self._left.set()

    def text(self, heard: Callable[[str], None], stopped: Callable[[], bool]) -> str:
        """The reply when it has come to its end.

        Raises:
            _Broken: it came to none, or too slowly.
            Stopped: ``stopped`` said so.
        """
        length = 0
        for piece in self._arriving(stopped):
            if piece.tokens:
                self.tokens = Tokens(*piece.tokens)
            if piece.text:
                self.said.append(piece.text)
                length += len(piece.text)
            if "\n" in piece.text:
                heard("".join(self.said))
            if piece.cut or length > _MOST:
                self.said.append(CUT_SHORT)
            if length > _MOST:
                break
        return "".join(self.said)

    def _arriving(self, stopped: Callable[[], bool]) -> Iterator[Piece]:
        """The pieces as they come.

        Raises:
            _Broken: the call failed, was silent too long, or drips.
        """
        pace = _Pace(self._gate.patience, self._gate.pace)
        while True:
            _go_on(stopped)
            try:
                piece = self._pieces.get(timeout=_TICK)
            except Empty:
                pace.check(0)
                continue
            if isinstance(piece, _End):
                if piece.error:
                    raise _Broken(piece.error)
                return
            pace.check(max(1, len(piece.text)))
            yield piece

    def _read(self) -> None:
        chat, messages, counts = self._call
        with _Ending(self._pieces):
            for piece in pieces_of(chat, messages, counts=counts):
                self._pieces.put(piece)
                if self._left.is_set():
                    return


@dataclass(slots=True)
class _Pace:
    """Whether a reply comes fast enough to be waited for."""

    patience: float
    pace: float
    last: float = field(default_factory=time.monotonic)
    first: float = 0.0
    come: int = 0

    def check(self, come: int) -> None:
        """Note so many characters that came.

        Raises:
            _Broken: nothing came for too long, or next to nothing all the while.
        """
        now = time.monotonic()
        self.come += come
        if come:
            self.first, self.last = self.first or now, now
        lasted = now - self.first if self.first else 0.0
        drips = lasted > self.patience and self.come < lasted * self.pace
        if now - self.last > self.patience or drips or lasted > _LONGEST * self.patience:
            raise _Broken(TimeoutError("the reply comes too slowly"))


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None


@dataclass(frozen=True, slots=True)
class _Ending:
    """Passes on how the reading ended, in place of the traceback of a thread nobody joins."""

    pieces: SimpleQueue[Piece | _End]

    def __enter__(self) -> None:
        """Nothing to do before."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        self.pieces.put(_End(error))
        return True


def _wait(seconds: float, stopped: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        _go_on(stopped)
        time.sleep(min(left, _TICK))


def _go_on(stopped: Callable[[], bool]) -> None:
    if stopped():
        raise Stopped
