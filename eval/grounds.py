"""What a text is judged against: the sheet, past reports, the draft's own evidence, its traces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.draft import Draft
from assistant.ledger import Ledger
from assistant.sheet.facts import Sheet
from assistant.tracing import Trace, trace_figures
from corpus.kinds import Kind
from corpus.report import Report
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

    ``traced`` holds a trace for every figure of the text, empty without a sheet.
    """

    sheet: Sheet | None = None
    past: tuple[Report, ...] = ()
    draft: Draft | None = None
    ledger: Ledger | None = None
    traced: tuple[Traced, ...] = ()

    @classmethod
    def of(
        cls,
        examined: Examined,
        sheet: Sheet | None = None,
        past: Sequence[Report] = (),
        draft: Draft | None = None,
    ) -> Grounds:
        """The grounds for judging ``examined``, its figures traced once for all checks."""
        if sheet is None:
            return cls(None, tuple(past), draft)
        ledger = Ledger.of(sheet, past, _standing(examined.kind))
        traced = tuple(
            Traced(piece, trace)
            for piece in examined.pieces
            if piece.place not in ("signature", "salutation")
            for trace in trace_figures(piece.text, ledger, year=piece.year)
        )
        return cls(sheet, tuple(past), draft, ledger, traced)


def _standing(kind: Kind | None) -> str:
    """The wording any report of this kind may use in any year."""
    if kind is None:
        return ""
    own = (phrase for section in kind.sections for phrase in (*section.phrases, section.lead))
    return "\n".join((*kind.opening, *kind.closing, *own))
