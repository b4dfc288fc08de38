"""Work on its way: a draft written in a thread of its own, looked on at and stopped from anywhere.

A page that is reloaded or loses its line finds the work again by user and paper. What was finished
before a stop is kept, and the next run does only what is missing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.desk import Drafted
from assistant.watching import Watch
from assistant.writing.writer import Written
from corpus.errors import NigaoError, Stopped

State = Literal["running", "finished", "stopped", "failed"]
_LOOK_AGAIN = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """One section as it comes: its heading, its text so far, and whether that is final."""

    id: str
    heading: str
    paragraphs: tuple[str, ...]
    final: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What one sees of the work at a moment; ``seconds`` since it began, ``total`` its sections."""

    state: State
    parts: tuple[Part, ...]
    total: int
    seconds: float
    fault: str = ""

    @property
    def finished(self) -> int:
        """How many sections are final."""
        return sum(part.final for part in self.parts)


class Work(Watch):
    """One draft being written by ``run``, which is handed this watch and what was done before."""

    def __init__(
        self,
        run: Callable[[Watch, Mapping[str, Written]], Drafted],
        done: Mapping[str, Written],
        order: tuple[str, ...],
        ended: Callable[[Drafted], None],
    ) -> None:
        self.done: dict[str, Written] = dict(done)
        self.drafted: Drafted | None = None
        self._run, self._ended = run, ended
        self._order = {brief_id: at for at, brief_id in enumerate(order)}
        self._parts: dict[str, Part] = {}
        self._stop = threading.Event()
        self._changed = threading.Condition()
        self._count = 0
        self._state: State = "running"
        self._fault = ""
        self._began = time.monotonic()
        self._seconds = 0.0
        self._thread = threading.Thread(target=self._work, name="nigao-draft", daemon=True)

    # -- from the outside --

    def start(self) -> Work:
        """Begin; hands itself back."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ask the work to end; what is finished stays."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the work has ended, at most so long."""
        self._thread.join(seconds)

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self._state == "running"

    def look(self) -> Look:
        """What there is to see now."""
        with self._changed:
            parts = sorted(self._parts.values(), key=lambda part: self._order.get(part.id, 0))
            now = time.monotonic() - self._began if self.running else self._seconds
            return Look(self._state, tuple(parts), len(self._order), now, self._fault)

    def follow(self) -> Iterator[Look]:
        """A look at each change, and twice a second besides, until the work has ended."""
        seen = -1
        while True:
            with self._changed:
                if self._count == seen and self.running:
                    self._changed.wait(_LOOK_AGAIN)
                seen = self._count
            look = self.look()
            yield look
            if look.state != "running":
                return

    # -- as the watch --

    def began(self, brief_id: str, heading: str) -> None:
        """A section is begun: it is shown with its heading alone."""
        self._show(Part(brief_id, heading, (), final=False))

    def said(self, brief_id: str, text: str) -> None:
        """Words of a model so far."""
        known = self._parts.get(brief_id)
        heading = known.heading if known else ""
        self._show(Part(brief_id, heading, tuple(filter(None, text.splitlines())), final=False))

    def wrote(self, brief_id: str, heading: str, written: Written) -> None:
        """A section's final words."""
        self.done[brief_id] = written
        texts = tuple("".join(each.text for each in lines) for lines in written.paragraphs)
        self._show(Part(brief_id, heading, texts, final=True))

    def stopped(self) -> bool:
        """Whether it was asked to end."""
        return self._stop.is_set()

    # -- the thread --

    def _work(self) -> None:
        try:
            self.drafted = self._run(self, dict(self.done))
            self._ended(self.drafted)
            self._end("finished")
        except Stopped:
            self._end("stopped")
        except NigaoError as error:
            self._end("failed", str(error))
        finally:
            # Whatever else went wrong, nobody is left waiting.
            if self.running:
                self._end(
                    "failed", "起草时程序出错，没有写完；已写好的部分还在，可以再说一次“起草”"
                )

    def _show(self, part: Part) -> None:
        with self._changed:
            self._parts[part.id] = part
            self._count += 1
            self._changed.notify_all()

    def _end(self, state: State, fault: str = "") -> None:
        with self._changed:
            self._seconds = time.monotonic() - self._began
            self._state, self._fault = state, fault
            self._count += 1
            self._changed.notify_all()
