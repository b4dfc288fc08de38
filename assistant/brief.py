"""The brief: all that one section's writer is given, with nothing of the past but its phrasing.

A :class:`Phrase` is a past clause rolled forward: last year's values are slots, and what this
year's sheet does not bear out (names, deeds, praise) is gone; a gap stands where it was, so that
what hung on it can go too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.draft import Evidence
from assistant.sheet.facts import Fact, Guidance, Problem
from corpus.matters import Stance

Derived = Literal["", "difference", "growth", "previous"]
FAULT = "去年的问题，须由今年的问题清单来写"
LOST_YEAR = "只属于去年的说法，须有今年的上级精神"
SLOT = re.compile(r"⟦(\d+)⟧")
_CAUSES = re.compile(r"(?:产生|存在)?(?:上述)?(?:问题)?(?:的)?(?:主要)?原因")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a value in a phrase, shown there as ⟦n⟧ with n its index in ``slots``.

    ``fact`` is the id of the fact that fills it, "" when none does. ``derived`` says the value is
    reckoned from that fact's ``value`` and ``previous``, or is the latter. ``ref`` is the blank's
    id, by which a person finds last year's words; they are not here.
    """

    fact: str
    measure: str
    qualifier: str
    label: str
    ref: str
    derived: Derived = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A clause the writer may use; ``text`` is "" for a gap left by one it may not.

    ``stop`` is its closing mark in the past sentence; ``ref`` the past clause's id, by which a
    person finds its words, and ``reason`` why a gap is one. ``without`` is the wording that does
    without the number, for a target nobody has set (plans). ``claim`` marks a headline whose
    praise stands only when the same item tells a fact; ``text`` is then the plain topic and
    ``claim`` the praise.
    """

    text: str
    stop: str
    stance: Stance
    evidence: tuple[Evidence, ...] = ()
    slots: tuple[Slot, ...] = ()
    without: str = ""
    claim: str = ""
    ref: str = ""
    reason: str = ""

    @property
    def is_gap(self) -> bool:
        """Whether nothing of the past clause may be told."""
        return not self.text


@dataclass(frozen=True, slots=True)
class Line:
    """A past sentence as phrases; ``ordinal`` (一是) when it heads an item."""

    phrases: tuple[Phrase, ...]
    ordinal: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Behind which line an item without a slot belongs: ``paragraphs[paragraph][line]``.

    ``akin`` says that line speaks of the like; else it is only where the section ends.
    """

    item: str
    paragraph: int
    line: int
    akin: bool = False


@dataclass(frozen=True, slots=True)
class Brief:
    """What one section's writer is given.

    ``paragraphs`` is masked phrasing in order; ``facts`` those this section must tell, of which
    some fill slots and the rest need clauses of their own, behind the line their spot names;
    ``achieved`` are problems mended this year, told as work; ``problems`` those to be owned up
    to; ``measures`` those whose measure belongs here. ``wordings`` are clauses of older reports
    for facts without a slot, by fact id. ``lead`` and ``measures_lead`` open the lists of
    problems and of measures;
    ``usual`` are the usual headings of problems. ``targets`` marks a plan. ``owns_faults`` says
    that the past section told faults in passing (a speech's 身边的问题), so this year's go there;
    ``told_elsewhere`` that another section of its sort owns up to all problems there are;
    ``spoken`` that it is said aloud (a speech). ``claim`` is the heading with a praise in it that
    stands only over a fact of the section; ``gone`` are gaps for what of the past heading may not
    be told, ``joined`` the ids of sections that lost theirs and stand here.
    """

    id: str
    level: int
    number: str
    heading: str
    role: str
    year: int
    run_in: bool
    paragraphs: tuple[tuple[Line, ...], ...] = ()
    children: tuple[Brief, ...] = ()
    facts: tuple[Fact, ...] = ()
    spots: tuple[Spot, ...] = ()
    wordings: tuple[tuple[str, Phrase], ...] = ()
    achieved: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    measures: tuple[Problem, ...] = ()
    guidance: tuple[Guidance, ...] = ()
    lead: str = ""
    measures_lead: str = ""
    usual: tuple[str, ...] = ()
    targets: bool = False
    required: bool = False
    owns_faults: bool = False
    told_elsewhere: bool = False
    spoken: bool = False
    claim: str = ""
    gone: tuple[Phrase, ...] = ()
    joined: tuple[str, ...] = ()
    own: Evidence = field(default_factory=lambda: Evidence("kind", ""))

    @property
    def lost_year(self) -> bool:
        """Whether the first line lost the clause that named its year."""
        lines = self.paragraphs[0] if self.paragraphs else ()
        return any(phrase.reason == LOST_YEAR for line in lines[:2] for phrase in line.phrases)

    @property
    def tells_causes(self) -> bool:
        """Whether it tells why there are faults (原因分析), and not which."""
        return bool(_CAUSES.match(self.heading))

    def words(self) -> str:
        """Its heading and phrasing in one."""
        lines = (line for lines in self.paragraphs for line in lines)
        return self.heading + "".join(
            phrase.text + phrase.stop for line in lines for phrase in line.phrases
        )

    def slotted(self) -> frozenset[str]:
        """The ids of the facts that fill slots of this section."""
        return frozenset(
            slot.fact
            for lines in self.paragraphs
            for line in lines
            for phrase in line.phrases
            for slot in phrase.slots
            if slot.fact
        )

    def walk(self) -> Iterator[Brief]:
        """This brief, then all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def faults_in(paragraphs: Sequence[Sequence[Line]]) -> int:
    """How many of last year's faults were told in these paragraphs, and are gone."""
    phrases = (phrase for lines in paragraphs for line in lines for phrase in line.phrases)
    return sum(phrase.reason == FAULT for phrase in phrases)


HolesMode = Literal["required", "keep", "drop"]
