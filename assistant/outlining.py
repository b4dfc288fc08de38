"""The sheet's own outline: its headings, in its order, with last year's sections put under them.

A heading is a past section's when it says the same or does the same by the kind (存在的不足); it
then goes by the sheet's words. 旧标题→新标题 renames outright. What the outline does not name is
left out, and said; what it names anew gets the facts that name it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from assistant.brief import Brief
from assistant.draft import Evidence
from assistant.likeness import bigrams, share
from corpus.kinds import Kind, KindSection, sections_for
from corpus.numbering import leading_number, number_text

_RENAMED = re.compile(r"\s*(?:→|=>|->|—>|＝>)\s*")
_ALIKE = 0.6
# Ids of sections last year's report lacks begin here, past any number of its own sections.
_NEW_IDS = 900


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of the outline: ``was`` is last year's wording where it says so, else ""."""

    text: str
    level: int = 1
    was: str = ""
    children: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Imposed:
    """The sections as the outline orders them, and Chinese lines on what it left out or added."""

    sections: tuple[Brief, ...]
    notes: tuple[str, ...]


def read_outline_lines(lines: Sequence[str]) -> tuple[Heading, ...]:
    """The headings of an outline, those numbered （一） or 1. under the one before.

    A line without a number is of the first level.
    """
    flat = [_heading(line) for line in lines if line.strip()]
    above = min((heading.level for heading in flat), default=1) - 1
    return _nested([replace(heading, level=heading.level - above) for heading in flat])


def impose(
    sections: Sequence[Brief],
    outline: Sequence[str],
    kind: Kind,
    *,
    year: int,
    names: Mapping[str, str] = MappingProxyType({}),
) -> Imposed:
    """The sections under the outline's headings, renumbered; ``year`` is the sheet's.

    ``names`` are the past headings by section id, where this year's are others.
    """
    notes: list[str] = []
    imposing = _Imposing(kind, year, notes, names)
    return Imposed(imposing.under(read_outline_lines(outline), sections, None), tuple(notes))


class _Imposing:
    def __init__(self, kind: Kind, year: int, notes: list[str], names: Mapping[str, str]) -> None:
        self.kind, self.year, self.notes, self.names = kind, year, notes, names
        self._made = 0

    def under(
        self, headings: Sequence[Heading], sections: Sequence[Brief], parent: Brief | None
    ) -> tuple[Brief, ...]:
        """The sections these headings make, of those there were under the same parent."""
        chosen = self._chosen(headings, sections)
        for brief in sections:
            if brief not in chosen.values():
                self.notes.append(
                    f"提纲没有列“{self._name(brief) or '（无标题的一项）'}”，这一部分没有写"
                )
        return tuple(
            self._section(heading, chosen.get(at), parent, at)
            for at, heading in enumerate(headings)
        )

    def _chosen(self, headings: Sequence[Heading], sections: Sequence[Brief]) -> dict[int, Brief]:
        """The past section of each heading, by the heading's place; the surest first."""
        chosen: dict[int, Brief] = {}
        sorts: tuple[Callable[[Heading, Brief], bool], ...] = (
            self._is_named,
            _is_alike,
            self._serves,
        )
        for fits in sorts:
            for at, heading in enumerate(headings):
                free = [brief for brief in sections if brief not in chosen.values()]
                found = next((brief for brief in free if fits(heading, brief)), None)
                if at not in chosen and found is not None:
                    chosen[at] = found
        return chosen

    def _name(self, brief: Brief) -> str:
        return self.names.get(brief.id, brief.heading)

    def _is_named(self, heading: Heading, brief: Brief) -> bool:
        name, own = heading.was or heading.text, self._name(brief)
        return bool(own) and (name in own or own in name)

    def _serves(self, heading: Heading, brief: Brief) -> bool:
        """Whether the kind knows the heading as one that does what this section does."""
        served = sections_for(self.kind, heading.text)
        return bool(served) and served[0].role == brief.role and brief.role != "work"

    def _section(
        self, heading: Heading, brief: Brief | None, parent: Brief | None, at: int
    ) -> Brief:
        number = number_text(heading.level, at + 1)
        if brief is None:
            self.notes.append(f"提纲新列了“{heading.text}”，去年没有这一部分，只写点名归入它的事实")
            brief = self._new(heading, parent)
        children = brief.children
        if heading.children:
            children = self.under(heading.children, brief.children, brief)
        return replace(
            brief,
            level=heading.level,
            number=number,
            heading=heading.text,
            children=children,
            claim="",
            gone=(),
        )

    def _new(self, heading: Heading, parent: Brief | None) -> Brief:
        self._made += 1
        place = str(_NEW_IDS + self._made)
        served = sections_for(self.kind, heading.text)
        section = served[0] if served else None
        role = section.role if section else parent.role if parent else self._default().role
        offset = section.year if section else parent.year - self.year if parent else 0
        return Brief(
            id=f"{parent.id}.{place}" if parent else place,
            level=heading.level,
            number="",
            heading=heading.text,
            role=role,
            year=self.year + offset,
            run_in=False,
            usual=section.usual if section else (),
            targets=self.kind.plan,
            spoken=self.kind.is_spoken,
            required=heading.level == 1,
            own=Evidence("kind", self.kind.id, "事实表的提纲"),
        )

    def _default(self) -> KindSection:
        telling = (each for each in self.kind.sections if each.role in ("work", "tasks"))
        return next(telling, self.kind.sections[0])


def _heading(line: str) -> Heading:
    number = leading_number(line.strip())
    text = line.strip()[number.end if number else 0 :].strip()
    was, _, now = _RENAMED.sub("→", text).partition("→")
    level = number.level if number else 1
    return Heading(now.strip() or was.strip(), level, was.strip() if now.strip() else "")


def _nested(flat: Sequence[Heading]) -> tuple[Heading, ...]:
    """The headings of the highest level there is, each with what stands below it."""
    if not flat:
        return ()
    level = min(heading.level for heading in flat)
    starts = [at for at, heading in enumerate(flat) if heading.level == level or at == 0]
    ends = [*starts[1:], len(flat)]
    return tuple(
        replace(flat[start], level=level, children=_nested(flat[start + 1 : end]))
        for start, end in zip(starts, ends, strict=True)
    )


def _is_alike(heading: Heading, brief: Brief) -> bool:
    name, own = bigrams(heading.was or heading.text), bigrams(brief.heading)
    return max(share(name, own), share(own, name)) >= _ALIKE
