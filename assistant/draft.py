"""The draft: sections of sentences, each with the evidence it stands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.sheet.facts import Sheet

Origin = Literal["fact", "problem", "guidance", "decision", "passage", "kind", "model"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a sentence may stand.

    ``ref`` is the id of the fact, problem, guidance or decision (``F3``), ``report#section`` for
    a passage, or the kind's id. ``note`` is for people, in Chinese (沿用 for routine wording).
    """

    origin: Origin
    ref: str
    note: str = ""

    def to_plain(self) -> dict[str, str]:
        """The mapping written to draft.json; ``origin`` is called ``from`` there."""
        return {"from": self.origin, "ref": self.ref, "note": self.note}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its closing punctuation and evidence; holes stand in it as 【待补N】.

    ``locked`` names who worded it by hand ("" when we did): such a sentence is never rewritten.
    """

    text: str
    evidence: tuple[Evidence, ...] = ()
    locked: str = ""


Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A section of the draft; ``heading`` is without ``number`` (``"（一）"``) and without 。.

    ``run_in`` says the first paragraph goes on in the heading's line. ``role`` is the kind's word
    for what the section does (work, problems, next …), ``year`` the year it speaks of. ``brief``
    is the id of the brief it was written from, "" for a section people put in.
    """

    id: str
    level: int
    number: str
    heading: str
    paragraphs: tuple[Paragraph, ...]
    children: tuple[DraftSection, ...] = ()
    run_in: bool = False
    role: str = ""
    year: int = 0
    brief: str = ""

    def walk(self) -> Iterator[DraftSection]:
        """This section, then all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Hole:
    """A place in the draft whose value is not known: shown as ``【待补{number}】``.

    ``hint`` is last year's value as the sheet tells it, for a person at the side; it never enters
    the text.
    """

    number: int
    section: str
    label: str
    measure: str = ""
    department: str = ""
    hint: str = ""
    ref: str = ""

    @property
    def mark(self) -> str:
        """The words that stand in the text."""
        return f"【待补{self.number}】"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words told last year and not told this year, for a person to confirm or drop for good."""

    section: str
    words: str
    reason: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted document; ``kind`` is the kind's id, ``year`` the sheet's.

    ``opening`` stands before the first section, ``closing`` after the last. ``byline`` holds the
    lines under a speech's title. ``unused`` holds ids of facts that found no place. ``recipe``
    says how it was made (writer, model, prompt fingerprints, library id, versions), with no clock.
    ``sheet`` is the sheet it was drafted from, so that its figures can be explained and renewed.
    """

    title: str
    kind: str
    year: int
    unit: str
    sections: tuple[DraftSection, ...]
    byline: tuple[str, ...] = ()
    salutation: str = ""
    opening: tuple[Paragraph, ...] = ()
    closing: tuple[Paragraph, ...] = ()
    signature: str = ""
    date: str = ""
    holes: tuple[Hole, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    unused: tuple[str, ...] = ()
    recipe: dict[str, Any] = field(default_factory=dict)
    sheet: Sheet | None = None

    def walk(self) -> Iterator[DraftSection]:
        """All sections in reading order."""
        for section in self.sections:
            yield from section.walk()

    def paragraphs(self) -> Iterator[tuple[str, Paragraph]]:
        """(section id, paragraph) in reading order; the id is "0" for opening, "" for closing."""
        for paragraph in self.opening:
            yield "0", paragraph
        for section in self.walk():
            for paragraph in section.paragraphs:
                yield section.id, paragraph
        for paragraph in self.closing:
            yield "", paragraph

    def sentences(self) -> Iterator[Sentence]:
        """All sentences in reading order."""
        for _, paragraph in self.paragraphs():
            yield from paragraph
