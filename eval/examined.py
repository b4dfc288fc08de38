"""The text under check: one full text, its pieces with their offsets, and its tree of sections."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal, NamedTuple

from assistant.draft import Draft, DraftSection, Paragraph
from corpus.kinds import Kind, Role, kind_named, sections_for
from corpus.report import Report, Section

Place = Literal[
    "title", "byline", "salutation", "opening", "heading", "body", "closing", "signature", "date"
]
_STRETCH = 4000
_PROSE = ("opening", "heading", "body", "closing")
# Where problems and next steps share one heading, the paragraph that turns to the next steps
# begins with one of these.
_AHEAD = re.compile(r"，[^。]{0,24}(?:将|要坚持|要紧扣|打算|计划)")
_TURN = re.compile(r"^(?:下一步|今后|接下来|下步|[新来]的一年|(\d{4})年)")


class Piece(NamedTuple):
    """A paragraph, or the heading or body of one, at ``start:end`` of the full text.

    ``section`` is the index of its section, -1 outside all. ``role`` is what it does in its kind,
    "" when unknown; ``year`` the year it speaks of.
    """

    start: int
    end: int
    text: str
    place: Place
    section: int
    role: Role | Literal[""]
    year: int


class ExaminedSection(NamedTuple):
    """A section as it stands: heading at ``start``, its last body or child ends at ``end``.

    ``roles`` are those of the kind's sections its heading names, else its parent's; ``named`` says
    that the heading names them itself. ``parent`` is an index into ``Examined.sections``, or -1.
    """

    id: str
    level: int
    number: str
    heading: str
    roles: tuple[Role, ...]
    named: bool
    year: int
    parent: int
    start: int
    end: int

    @property
    def title(self) -> str:
        """Number and heading, as findings name the section."""
        return f"{self.number}{self.heading}"


@dataclass(frozen=True)
class Examined:
    """The document under check; offsets of findings count in ``text``.

    ``kind`` is None when it is not known; then nothing that depends on it is examined.
    """

    title: str
    kind: Kind | None
    year: int
    unit: str
    text: str
    pieces: tuple[Piece, ...]
    sections: tuple[ExaminedSection, ...]
    salutation: str = ""

    @cached_property
    def prose(self) -> tuple[Piece, ...]:
        """The pieces a claim can stand in: opening, headings, bodies and closing."""
        return tuple(piece for piece in self.pieces if piece.place in _PROSE)

    @cached_property
    def bodies(self) -> tuple[Piece, ...]:
        """The pieces of running text: opening, bodies and closing."""
        return tuple(piece for piece in self.prose if piece.place != "heading")

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    def piece_at(self, offset: int) -> Piece:
        """The piece that holds the character at this offset of the full text."""
        return self.pieces[max(0, bisect_right(self._starts, offset) - 1)]

    def stretches(self, alike: Callable[[Piece], Hashable]) -> Iterator[tuple[int, int]]:
        """Where neighbouring pieces for which ``alike`` gives the same begin and end together.

        Tables of words are searched faster over one long text than over many short ones; a stretch
        ends all the same once it is a few thousand characters long.
        """
        for _, pieces in groupby(self.pieces, alike):
            start, end = -1, 0
            for piece in pieces:
                if start >= 0 and end - start >= _STRETCH:
                    yield start, end
                    start = -1
                start, end = piece.start if start < 0 else start, piece.end
            yield start, end

    def heading_of(self, piece: Piece) -> str:
        """The heading a piece stands under, "" outside all sections."""
        return self.sections[piece.section].title if piece.section >= 0 else ""

    def children(self, parent: int) -> Iterator[ExaminedSection]:
        """The sections directly below the one at this index (-1: the first level), in order."""
        return (section for section in self.sections if section.parent == parent)

    def extent(self, section: ExaminedSection) -> str:
        """The text of a section with all below it."""
        return self.text[section.start : section.end]


def from_draft(draft: Draft, kind: Kind | None = None) -> Examined:
    """The text of a draft, as its exports show it; ``kind`` is given for a kind of the user's."""
    kind = kind or kind_named(draft.kind)
    printer = _Printer(kind, draft.year)
    printer.head(draft.title, draft.byline, draft.salutation)
    printer.lines("opening", map(_plain, draft.opening))
    for section in draft.sections:
        _print_draft_section(printer, section, parent=-1)
    printer.lines("closing", map(_plain, draft.closing))
    printer.foot(draft.signature, draft.date)
    return printer.examined(draft.title, draft.unit, draft.salutation)


def from_report(report: Report, kind: Kind | None = None) -> Examined:
    """The text of a report read from a file, in its own characters."""
    kind = kind or (kind_named(report.kind) if report.kind else None)
    printer = _Printer(kind, report.year)
    printer.head(report.title if report.titled else "", report.byline, report.salutation)
    printer.lines("opening", report.opening)
    for section in report.sections:
        _print_report_section(printer, section, parent=-1)
    printer.lines("closing", report.closing)
    printer.foot(report.signature, report.date)
    return printer.examined(report.title, report.unit, report.salutation)


def _plain(paragraph: Paragraph) -> str:
    return "".join(sentence.text for sentence in paragraph)


def _print_draft_section(printer: _Printer, section: DraftSection, parent: int) -> None:
    at = printer.open(section, parent, section.year)
    printer.body(at, map(_plain, section.paragraphs), run_in=section.run_in)
    for child in section.children:
        _print_draft_section(printer, child, at)
    printer.close(at)


def _print_report_section(printer: _Printer, section: Section, parent: int) -> None:
    at = printer.open(section, parent, 0)
    printer.body(at, section.paragraphs, run_in=section.run_in)
    for child in section.children:
        _print_report_section(printer, child, at)
    printer.close(at)


class _Printer:
    """Writes the full text and notes where each piece and section of it stands."""

    def __init__(self, kind: Kind | None, year: int) -> None:
        self._kind = kind
        self._year = year
        self._written: list[str] = []
        self._at = 0
        self._pieces: list[Piece] = []
        self._sections: list[ExaminedSection] = []

    def head(self, title: str, byline: Iterable[str], salutation: str) -> None:
        self.lines("title", (title,))
        self.lines("byline", byline)
        self.lines("salutation", (salutation,))

    def foot(self, signature: str, date: str) -> None:
        self.lines("signature", (signature,))
        self.lines("date", (date,))

    def lines(self, place: Place, texts: Iterable[str]) -> None:
        role: Role | Literal[""] = "opening" if place == "opening" else ""
        for text in texts:
            self._put(text, place, -1, role, self._year)

    def open(self, source: DraftSection | Section, parent: int, year: int) -> int:
        """Print a heading and return the index of its section; ``year`` 0 goes by the kind."""
        roles, offset, named = self._roles(source.heading, parent)
        at = len(self._sections)
        role = roles[0] if roles else ""
        title = source.number + source.heading
        start = self._put(title, "heading", at, role, year or self._year + offset)
        section = ExaminedSection(
            id=source.id,
            level=source.level,
            number=source.number,
            heading=source.heading,
            roles=roles,
            named=named,
            year=year or self._year + offset,
            parent=parent,
            start=start,
            end=self._at,
        )
        self._sections.append(section)
        return at

    def body(self, at: int, texts: Iterable[str], *, run_in: bool) -> None:
        section = self._sections[at]
        joint = "" if run_in and not section.heading else "。" if run_in else "\n"
        turned = False
        for text in texts:
            turned = turned or _turns(text, section)
            role = section.roles[-1 if turned else 0] if section.roles else ""
            year = self._year_of("next") if turned else section.year
            self._put(text, "body", at, role, year, joint=joint)
            joint = "\n"

    def close(self, at: int) -> None:
        self._sections[at] = self._sections[at]._replace(end=self._at)

    def examined(self, title: str, unit: str, salutation: str) -> Examined:
        return Examined(
            title,
            self._kind,
            self._year,
            unit,
            "".join(self._written),
            tuple(self._pieces),
            tuple(self._sections),
            salutation,
        )

    def _put(
        self,
        text: str,
        place: Place,
        section: int,
        role: Role | Literal[""],
        year: int,
        joint: str = "\n",
    ) -> int:
        """Print a piece behind its joint; return where it starts."""
        if text and self._written:
            self._written.append(joint)
            self._at += len(joint)
        start = self._at
        if text:
            self._written.append(text)
            self._at += len(text)
            self._pieces.append(Piece(start, self._at, text, place, section, role, year))
        return start

    def _roles(self, heading: str, parent: int) -> tuple[tuple[Role, ...], int, bool]:
        """The roles of a heading, the offset of its year, and whether it names them itself.

        Below the first level a heading stands for its parent's role, save where it turns to
        faults or next steps (duty reports do so under each duty).
        """
        known = sections_for(self._kind, heading) if self._kind else ()
        above = self._sections[parent] if parent >= 0 else None
        if above and above.roles:
            known = tuple(each for each in known if each.role in ("work", "problems", "next"))
        if known:
            return tuple(each.role for each in known), known[0].year, True
        if above:
            return above.roles, above.year - self._year, False
        return (), 0, False

    def _year_of(self, role: Role) -> int:
        sections = self._kind.sections if self._kind else ()
        return self._year + next((each.year for each in sections if each.role == role), 0)


def _turns(text: str, section: ExaminedSection) -> bool:
    """Whether a paragraph turns from this year's faults to the next steps under one heading."""
    if section.roles[-1:] != ("next",) or len(section.roles) < 2:
        return False
    lead = _TURN.match(text)
    if lead is None:
        return False
    # A year that was not rolled forward still begins the next steps when what follows is ahead.
    stale = bool(lead[1]) and int(lead[1]) == section.year and bool(_AHEAD.search(text[:60]))
    return not lead[1] or int(lead[1]) > section.year or stale
