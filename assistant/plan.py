"""What planning makes and drafting is given: the head of a document and a brief a section."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.brief import Brief
from assistant.sheet.facts import Sheet
from corpus.kinds import Kind
from corpus.report import Report


@dataclass(frozen=True, slots=True)
class Plan:
    """All that drafting needs: the head, the briefs, and what people may want to see.

    ``sheet`` is the one given, with confirmed targets of last year added as facts T1, T2 …;
    ``words`` maps a clause's ref to its section's heading and last year's words; ``notes`` are
    Chinese lines for the person who runs it, ``doubts`` such lines on facts that might fill more
    than one blank, ``cautions`` on what should be looked at before anything is written.
    """

    kind: Kind
    sheet: Sheet
    like: Report | None
    title: str
    salutation: str
    opening: Brief
    sections: tuple[Brief, ...]
    closing: Brief
    words: dict[str, tuple[str, str]]
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()

    def briefs(self) -> Iterable[Brief]:
        """Every brief in writing order, the opening first and the closing last."""
        yield self.opening
        for brief in self.sections:
            yield from brief.walk()
        yield self.closing
