"""What a text is judged against: the sheet, past reports, the draft's own evidence, its traces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.draft import Draft
from assistant.labels import Place, bare_of_quotes, places_of
from assistant.ledger import Ledger
from assistant.sheet.facts import Guidance, Sheet
from assistant.trace import Trace
from assistant.tracing import trace_places
from corpus.kinds import Kind
from corpus.reading.measured import MeasuredLayout
from corpus.report import Report
from eval.copying import Copied, copied_pieces
from eval.examined import Examined, Piece
from eval.office import OURS, Rules
from eval.renewed import renewed_spans


@dataclass(frozen=True, slots=True)
class Traced:
    """A figure's trace and the piece it stands in; offsets of the figure count in the piece."""

    piece: Piece
    trace: Trace

    @property
    def start(self) -> int:
        """Where the figure starts in the full text."""
        return self.piece.start + self.trace.figure.start

    @property
    def end(self) -> int:
        """Where the figure ends in the full text."""
        return self.piece.start + self.trace.figure.end


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a text is judged against; each part may be missing, and is then not examined.

    ``places`` holds every figure of the text with its surroundings, by piece; ``traced`` what
    became of each, empty without a sheet. ``copied`` says how much of each piece is last year's,
    empty without a past; ``unrenewed`` the same of what nothing of this year bears out. ``rules``
    are ours with the office's own; ``layout`` is that of the Word file the text was read from.
    """

    sheet: Sheet | None = None
    past: tuple[Report, ...] = ()
    draft: Draft | None = None
    ledger: Ledger | None = None
    places: tuple[tuple[Piece, tuple[Place, ...]], ...] = ()
    traced: tuple[Traced, ...] = ()
    copied: tuple[Copied, ...] = ()
    unrenewed: tuple[Copied, ...] = ()
    rules: Rules = OURS
    layout: MeasuredLayout | None = None

    @classmethod
    def of(
        cls,
        examined: Examined,
        sheet: Sheet | None = None,
        past: Sequence[Report] = (),
        draft: Draft | None = None,
        rules: Rules = OURS,
        layout: MeasuredLayout | None = None,
    ) -> Grounds:
        """The grounds for judging ``examined``, its figures traced once for all checks."""
        places = tuple((piece, places_of(piece.text)) for piece in examined.pieces)
        ledger = Ledger.of(sheet, tuple(past), _standing(examined.kind)) if sheet else None
        traces = tuple(_traces(places, ledger)) if ledger else ()
        copied = copied_pieces(examined, past, rules)
        spans = renewed_spans(examined, traces, draft) if copied else ()
        return cls(
            sheet,
            tuple(past),
            draft,
            ledger,
            places,
            tuple(Traced(piece, trace) for piece, _, found in traces for trace in found),
            copied,
            copied_pieces(examined, past, rules, apart=spans) if spans else copied,
            rules,
            layout,
        )

    @property
    def current_words(self) -> str:
        """What this year's guidance and decisions say, without quotation marks.

        Guidance dated before last year, or after the paper's own day, vouches for nothing.
        """
        sheet = self.sheet
        if sheet is None:
            return ""
        said = [
            "\n".join((each.name, each.text, *each.quotes))
            for each in sheet.guidance
            if _is_current(each, sheet)
        ]
        said += [
            decision.text if decision.now == "改为" else f"{decision.past}\n{decision.text}"
            for decision in sheet.decisions
            if decision.now not in ("无", "删")
        ]
        return bare_of_quotes("\n".join(said))


def _traces(
    places: Iterable[tuple[Piece, tuple[Place, ...]]], ledger: Ledger
) -> Iterator[tuple[Piece, tuple[Place, ...], tuple[Trace, ...]]]:
    for piece, found in places:
        yield piece, found, trace_places(piece.text, found, ledger, year=piece.year)


def _is_current(guidance: Guidance, sheet: Sheet) -> bool:
    """Whether guidance is of this year or the one before, by its date; without one it is."""
    year = guidance.date[:4]
    if not year.isdecimal():
        return True
    too_late = sheet.date is not None and guidance.date > sheet.date.isoformat()
    return int(year) >= sheet.year - 1 and not too_late


def _standing(kind: Kind | None) -> str:
    """The wording any report of this kind may use in any year."""
    if kind is None:
        return ""
    own = (phrase for section in kind.sections for phrase in (*section.phrases, section.lead))
    return "\n".join((*kind.opening, *kind.closing, *own))
