"""Strands: the past report's sections with the role each plays this year, read into statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.freshening import generalised
from corpus.kinds import Kind, KindSection, sections_for
from corpus.matters import Statement, read_statements
from corpus.report import Report, Section

_FORWARD = ("next", "tasks", "guiding", "safeguards")
_LONGEST_ROLE_HEADING = 14


@dataclass(frozen=True, slots=True)
class Strand:
    """A past section with what it serves this year and its statements, paragraph by paragraph.

    ``served`` are the kind's sections it stands for, most of all the first (存在的不足和下一步工作
    serves two). ``is_forward`` says that it tells what is to be done. ``id`` is its place: "2.1".
    """

    id: str
    section: Section
    served: tuple[KindSection, ...]
    is_forward: bool
    paragraphs: tuple[tuple[Statement, ...], ...]
    children: tuple[Strand, ...] = ()

    @property
    def role(self) -> str:
        """The kind's word for what the section does."""
        return self.served[0].role

    def serves(self, role: str) -> bool:
        """Whether this role is among those it plays."""
        return any(each.role == role for each in self.served)

    def is_fault_of(self, parent: Strand) -> bool:
        """Whether it is a heading under 存在的问题, and so itself one of last year's faults."""
        return parent.role == "problems" == self.role

    def walk(self) -> Iterator[Strand]:
        """This strand, then all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_strands(kind: Kind, like: Report) -> tuple[Strand, ...]:
    """The report's sections as strands, in its order, each under its place ("2.1").

    A section the kind does not know tells of the work. Nothing is left out: what may be said of
    it this year is decided later, by the roller.
    """
    default = _default_section(kind)
    return tuple(
        _strand(section, str(at), kind, sections_for(kind, section.heading) or (default,), default)
        for at, section in enumerate(like.sections, start=1)
    )


def heading_above(strands: Sequence[Strand], place: str) -> str:
    """The heading of the nearest section above ``place`` that has one; items may have none."""
    parent = place.rpartition(".")[0]
    for top in strands:
        for strand in top.walk():
            if strand.id == parent:
                return strand.section.heading or heading_above(strands, parent)
    return ""


def _default_section(kind: Kind) -> KindSection:
    found = (each for role in ("work", "tasks") for each in kind.sections if each.role == role)
    return next(found, kind.sections[0])


def _strand(
    section: Section,
    place: str,
    kind: Kind,
    served: tuple[KindSection, ...],
    default: KindSection,
) -> Strand:
    section = replace(section, paragraphs=tuple(map(generalised, section.paragraphs)))
    forward = kind.plan or all(each.role in _FORWARD for each in served)
    children = tuple(
        _strand(child, f"{place}.{at}", kind, _served_below(child, kind, served, default), default)
        for at, child in enumerate(section.children, start=1)
    )
    statements = tuple(read_statements(text, plan=forward) for text in section.paragraphs)
    return Strand(place, section, served, forward, statements, children)


def _served_below(
    section: Section, kind: Kind, above: tuple[KindSection, ...], default: KindSection
) -> tuple[KindSection, ...]:
    """What a child serves: its parent's, unless its own short heading says otherwise."""
    served = sections_for(kind, section.heading)
    changes = len(section.heading) <= _LONGEST_ROLE_HEADING and any(
        each.role in ("problems", "next") or above == (default,) for each in served
    )
    return served if changes else above
