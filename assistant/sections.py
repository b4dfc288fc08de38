"""The sections of a plan, written side by side: watched, stopped, and taken up again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Event
from types import MappingProxyType

from assistant import __version__
from assistant.brief import Brief
from assistant.plan import Plan
from assistant.watching import UNWATCHED, Watch
from assistant.writing.writer import Writer, Written
from corpus.errors import Stopped

NOTHING_DONE: Mapping[str, Written] = MappingProxyType({})


def write_sections(
    plan: Plan,
    writer: Writer,
    *,
    jobs: int = 1,
    watch: Watch = UNWATCHED,
    done: Mapping[str, Written] = NOTHING_DONE,
) -> dict[str, Written]:
    """What the writer made of each brief, by the brief's id.

    ``jobs`` sections are written side by side. Of ``done`` (by brief id, as an earlier run's watch
    was handed them) those are taken over that were made of just what they would be made of now;
    ``watch`` is told of them too.

    Raises:
        Stopped: the watch said so; it has been handed all that was finished.
    """
    return write_briefs(plan.briefs(), writer, jobs=jobs, watch=watch, done=done)


def write_briefs(
    briefs: Iterable[Brief],
    writer: Writer,
    *,
    jobs: int = 1,
    watch: Watch = UNWATCHED,
    done: Mapping[str, Written] = NOTHING_DONE,
) -> dict[str, Written]:
    """As :func:`write_sections`, for some briefs of a plan.

    Raises:
        Stopped: the watch said so; it has been handed all that was finished.
    """
    briefs = list(briefs)
    work = _Work(writer, watch, done)
    with _pool(jobs, work) as pool:
        futures = [pool.submit(work.section, brief) for brief in briefs]
        for finished in wait(futures, return_when=FIRST_EXCEPTION).done:
            finished.result()
    return {brief.id: each.result() for brief, each in zip(briefs, futures, strict=True)}


def section_key(writer: Writer, brief: Brief) -> str:
    """A fingerprint of all that the writer's words for this brief depend on, 16 hex digits.

    Same writer, brief and version of Nigao, same key: a section kept under it need not be written
    again.
    """
    parts = "\0".join((__version__, writer.fingerprint(), repr(brief)))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


@dataclass(slots=True)
class _Work(Watch):
    """One run over the briefs; to the writer it is the watch, which also ends when the run does."""

    writer: Writer
    watch: Watch
    done: Mapping[str, Written]
    ended: Event = field(default_factory=Event)

    def section(self, brief: Brief) -> Written:
        """The section as it was finished before, else written now."""
        if self.stopped():
            raise Stopped
        with self._whole_or_end():
            written = self._written(brief)
            self.watch.wrote(brief.id, brief.heading, written)
        return written

    def _written(self, brief: Brief) -> Written:
        key = section_key(self.writer, brief)
        before = self.done.get(brief.id)
        if before and before.made_of == key:
            return before
        self.watch.began(brief.id, brief.heading)
        written = self.writer.write(brief, self)
        return replace(written, made_of="" if written.makeshift else key)

    @contextmanager
    def _whole_or_end(self) -> Iterator[None]:
        """One section that fails ends the run at once: no other is begun."""
        whole = False
        try:
            yield
            whole = True
        finally:
            if not whole:
                self.ended.set()

    def said(self, brief_id: str, text: str) -> None:
        """Pass the words on."""
        self.watch.said(brief_id, text)

    def stopped(self) -> bool:
        """Whether the watch says so, or this run has ended."""
        return self.ended.is_set() or self.watch.stopped()


@contextmanager
def _pool(jobs: int, work: _Work) -> Iterator[ThreadPoolExecutor]:
    """Threads that are told to end when the block does, and take up no more."""
    pool = ThreadPoolExecutor(max_workers=max(1, jobs))
    try:
        yield pool
    finally:
        work.ended.set()
        pool.shutdown(cancel_futures=True)
