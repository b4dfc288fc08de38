"""What a text is judged against: the sheet, past reports, the draft's own evidence, its traces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.draft import Draft
from assistant.labels import Place, places_of
from assistant.ledger import Ledger
from assistant.sheet.facts import Sheet
from assistant.tracing import Trace, trace_places
from corpus.kinds import Kind
from corpus.report import Report
from eval.copying import Copied, copied_pieces
from eval.examined import Examined, Piece


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
    empty without a past.
    """

    sheet: Sheet | None = None
    past: tuple[Report, ...] = ()
    draft: Draft | None = None
    ledger: Ledger | None = None
    places: tuple[tuple[Piece, tuple[Place, ...]], ...] = ()
    traced: tuple[Traced, ...] = ()
    copied: tuple[Copied, ...] = ()

    @classmethod
    def of(
        cls,
        examined: Examined,
        sheet: Sheet | None = None,
        past: Sequence[Report] = (),
        draft: Draft | None = None,
    ) -> Grounds:
        """The grounds for judging ``examined``, its figures traced once for all checks."""
        places = tuple((piece, tuple(places_of(piece.text))) for piece in examined.pieces)
        copied = copied_pieces(examined, past)
        if sheet is None:
            return cls(None, tuple(past), draft, places=places, copied=copied)
        ledger = Ledger.of(sheet, tuple(past), _standing(examined.kind))
        traced = tuple(
            Traced(piece, trace)
            for piece, found in places
            for trace in trace_places(piece.text, found, ledger, year=piece.year)
        )
        return cls(sheet, tuple(past), draft, ledger, places, traced, copied)


def _standing(kind: Kind | None) -> str:
    """The wording any report of this kind may use in any year."""
    if kind is None:
        return ""
    own = (phrase for section in kind.sections for phrase in (*section.phrases, section.lead))
    return "\n".join((*kind.opening, *kind.closing, *own))
