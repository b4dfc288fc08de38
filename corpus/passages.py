"""From a report to the passages retrieval works on: one for each paragraph of each section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.kinds import Role, load_kinds
from corpus.report import Passage, Report, Section

OPENING = "0"
CLOSING = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: its passage's id, its section, the headings above it, its text."""

    id: str
    section: str
    path: tuple[str, ...]
    text: str

    @property
    def searchable(self) -> str:
        """What is indexed: the headings, then the paragraph, in their own words."""
        return "\n".join((*self.path, self.text))


def places(report: Report) -> tuple[Place, ...]:
    """The paragraphs of ``report`` in reading order, unmasked.

    An id is ``{report}#{section}.{n}`` with n from 1. The opening stands under section "0", the
    closing under "". A paragraph without any word has no place, but keeps its number.
    """
    return tuple(place for place in _all_places(report) if place.text.strip())


def passages(report: Report) -> tuple[Passage, ...]:
    """The passages of ``report`` in reading order."""
    return tuple(passage_at(report, place) for place in places(report))


def passage_at(report: Report, place: Place) -> Passage:
    """The passage at one place of ``report``."""
    return Passage(
        id=place.id,
        report=report.id,
        section=place.section,
        path=place.path,
        text=place.text,
        kind=report.kind,
        year=report.year,
        unit=report.unit,
    )


def roles_at(kind: str, place: Place) -> frozenset[Role]:
    """What the place's section does in a report of this kind; empty where no heading tells.

    The outermost heading that holds an alias of the kind decides; it may serve two roles
    (存在的不足和下一步工作思路).
    """
    if place.section == OPENING:
        return frozenset({"opening"})
    known = load_kinds().get(kind)
    for heading in place.path if known else ():
        roles = frozenset(
            section.role
            for section in (known.sections if known else ())
            if any(alias in heading for alias in section.aliases)
        )
        if roles:
            return roles
    return frozenset()


def _all_places(report: Report) -> Iterator[Place]:
    yield from _numbered(report.id, OPENING, (), report.opening)
    for section in report.sections:
        yield from _below(report.id, section, ())
    yield from _numbered(report.id, CLOSING, (), report.closing)


def _below(report: str, section: Section, above: tuple[str, ...]) -> Iterator[Place]:
    path = (*above, section.heading) if section.heading else above
    yield from _numbered(report, section.id, path, section.paragraphs)
    for child in section.children:
        yield from _below(report, child, path)


def _numbered(
    report: str, section: str, path: tuple[str, ...], paragraphs: tuple[str, ...]
) -> Iterator[Place]:
    for n, text in enumerate(paragraphs, start=1):
        yield Place(id=f"{report}#{section}.{n}", section=section, path=path, text=text)
