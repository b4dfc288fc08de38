"""Looking on while a draft is written, and stopping it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.writing.writer import Written


class Watch:
    """Sees how a draft comes about; this one looks at nothing and never stops it.

    A watch of one's own overrides what it wants to know. Sections are written side by side, so
    everything here is called from several threads, and an exception raised here ends the work.
    ``brief_id`` is the brief's own id in the plan: "0" is the opening, "" the closing.
    """

    def began(self, brief_id: str, heading: str) -> None:
        """A section is begun."""

    def said(self, brief_id: str, text: str) -> None:
        """All of a section's text so far, as a model streams it: only what has passed the guard.

        A stream that breaks begins anew, so the text may get shorter again; what :meth:`wrote`
        hands over is final.
        """

    def wrote(self, brief_id: str, heading: str, written: Written) -> None:
        """A section's text is final; sections come in whatever order they are finished."""

    def stopped(self) -> bool:
        """Whether the work is to end; asked between sections and between streamed pieces."""
        return False


UNWATCHED = Watch()


@dataclass(frozen=True, slots=True)
class Headings(Watch):
    """Tells ``step`` each section's heading as it is begun."""

    step: Callable[[str], None]

    def began(self, brief_id: str, heading: str) -> None:
        """Pass the heading on."""
        self.step(heading)


class Switch(Watch):
    """Stops the work once it is turned."""

    def __init__(self) -> None:
        self._turned = Event()

    def turn(self) -> None:
        """Stop the work."""
        self._turned.set()

    def stopped(self) -> bool:
        """Whether it has been turned."""
        return self._turned.is_set()


class Together(Watch):
    """Several watches as one, told in this order; any of them may stop the work."""

    def __init__(self, *watches: Watch) -> None:
        self._watches = watches

    def began(self, brief_id: str, heading: str) -> None:
        """Tell each."""
        for watch in self._watches:
            watch.began(brief_id, heading)

    def said(self, brief_id: str, text: str) -> None:
        """Tell each."""
        for watch in self._watches:
            watch.said(brief_id, text)

    def wrote(self, brief_id: str, heading: str, written: Written) -> None:
        """Tell each."""
        for watch in self._watches:
            watch.wrote(brief_id, heading, written)

    def stopped(self) -> bool:
        """Whether any says so."""
        return any(watch.stopped() for watch in self._watches)
