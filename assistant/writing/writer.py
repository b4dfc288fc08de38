"""The writer's contract: a brief in, sentences with evidence out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from assistant.brief import Brief
from assistant.calling import Spent
from assistant.draft import Draft, Hole, Paragraph
from assistant.watching import UNWATCHED, Watch

HOLE = "【待补】"


@dataclass(frozen=True, slots=True)
class Replaced:
    """A model's sentence (or, with ``words`` empty, its section) that ours stands in for, and why.

    ``section`` is the heading it stood under.
    """

    section: str
    words: str
    reason: str

    def to_plain(self) -> dict[str, str]:
        """The row of the draft's recipe."""
        return {"section": self.section, "words": self.words, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer made of one brief.

    In the sentences each hole stands as 【待补】, in the order of ``holes``; drafting numbers them.
    ``dropped`` holds (clause ref, reason in Chinese) for past wording the writer did not use,
    ``replaced`` what a model wrote that could not stand.

    ``makeshift`` says that ours stands in for a model that could not be asked: to be written again
    when it can. ``made_of`` is a fingerprint of all its words depend on, by which a finished
    section is known again; "" for one never to be taken over. ``spent`` is what asking a model for
    it cost, None where none was asked.
    """

    paragraphs: tuple[Paragraph, ...]
    holes: tuple[Hole, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()
    replaced: tuple[Replaced, ...] = ()
    makeshift: bool = False
    made_of: str = ""
    spent: Spent | None = None


class Writer(Protocol):
    """Writes one section."""

    @property
    def name(self) -> str:
        """The writer's name in the draft's recipe."""

    def write(self, brief: Brief, watch: Watch = UNWATCHED) -> Written:
        """The section's paragraphs; its children are other briefs.

        Raises:
            Stopped: ``watch`` said so before the section was finished.
        """

    def smooth(self, draft: Draft, watch: Watch = UNWATCHED) -> Draft:
        """The whole draft with its openings, closings and references smoothed, figures kept.

        Raises:
            Stopped: ``watch`` said so.
        """

    def fingerprint(self) -> str:
        """Changes with all but the brief that a section's words depend on."""

    def recipe(self) -> dict[str, Any]:
        """What the draft's recipe says of how it was written: model and prompt fingerprints."""
