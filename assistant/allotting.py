"""Allotting: which of this year's facts stand where in the past report, by section and by blank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.brief import Brief
from assistant.homes import Homes
from assistant.likeness import Place, places_in
from assistant.matching import Matching, match_named
from assistant.sheet.facts import Sheet
from assistant.strands import Strand, heading_above, read_strands
from corpus.kinds import Kind
from corpus.matters import Statement
from corpus.report import Report


def match_report(sheet: Sheet, kind: Kind, like: Report) -> tuple[tuple[Place, ...], Matching]:
    """The blanks of ``like`` that facts may fill, and which facts of the sheet fill which."""
    allotting = Allotting(sheet, like, read_strands(kind, like))
    return tuple(allotting.places()), allotting.matching(allotting.homes())


class Allotting:
    """The places of one past report, read as ``strands``, and the sheet's facts for them."""

    def __init__(self, sheet: Sheet, like: Report, strands: Sequence[Strand]) -> None:
        self.sheet, self.like, self.strands = sheet, like, strands

    def places(self) -> Iterable[Place]:
        """The blanks of the past report that this year's facts may fill, in reading order."""
        for strand in self.strands:
            yield from self._places(strand)

    def matching(self, homes: Homes) -> Matching:
        """Which of the sheet's facts fills which of the past report's blanks."""
        return match_named(
            self.sheet.facts,
            tuple(self.places()),
            years={fact.id: self.sheet.year_of(fact) for fact in self.sheet.facts},
            homes=homes.named(self.sheet.facts),
        )

    def _places(self, strand: Strand) -> Iterable[Place]:
        if strand.role != "problems":
            year = self.sheet.year + strand.served[0].year
            for at, paragraph in enumerate(strand.paragraphs):
                for number, statement in enumerate(paragraph):
                    yield from self._places_in(strand, f"{at}.{number}", statement, year)
        for child in strand.children:
            yield from self._places(child)

    def _places_in(
        self, strand: Strand, at: str, statement: Statement, year: int
    ) -> Iterable[Place]:
        heading = strand.section.heading
        for number in range(len(statement.clauses)):
            ref = f"{self.like.id}#{strand.section.id}.{at}.{number}"
            yield from places_in(statement, number, ref, strand.id, year, heading)

    def shown(self, place: Place) -> str:
        """A place as people are told of it: its heading and last year's clause."""
        return f"〔{place.heading or heading_above(self.strands, place.section)}〕“{place.clause}”"

    def homes(self) -> Homes:
        """The sections of the past report, as places for what the sheet names or tells."""
        texts = {
            strand.id: strand.section.heading + "".join(strand.section.paragraphs)
            for top in self.strands
            for strand in top.walk()
        }
        return Homes(tuple(self._outline(strand) for strand in self.strands), texts)

    def _outline(self, strand: Strand) -> Brief:
        """The strand's place without phrasing, enough to find homes by."""
        section = strand.section
        return Brief(
            strand.id,
            section.level,
            section.number,
            section.heading,
            strand.role,
            self.sheet.year + strand.served[0].year,
            section.run_in,
            children=tuple(self._outline(child) for child in strand.children),
        )
