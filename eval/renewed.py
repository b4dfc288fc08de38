"""What of a text this year bears out, so that it is nobody's copy though its words are last year's.

A clause whose figure is this year's fact is renewed by it, as is a sentence of a draft that rests
on a fact, a problem, guidance or a decision. A sentence the draft carries as routine wording says
so itself (R604).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.draft import Draft, Sentence
from assistant.labels import Place
from assistant.trace import Trace
from eval.examined import Examined, Piece

Spans = tuple[tuple[int, int], ...]

_BORNE_OUT = frozenset(("fact", "problem", "guidance", "decision", "kind"))
_RENEWING = frozenset(("traced", "derived", "previous", "carried"))


def renewed_spans(
    examined: Examined,
    traced: Iterable[tuple[Piece, Sequence[Place], Sequence[Trace]]],
    draft: Draft | None,
) -> Spans:
    """Where the text is this year's own, by offsets in the full text, in order."""
    spans = [*_told_clauses(traced), *(_borne_sentences(examined, draft) if draft else ())]
    return tuple(sorted(set(spans)))


def _told_clauses(
    traced: Iterable[tuple[Piece, Sequence[Place], Sequence[Trace]]],
) -> Iterator[tuple[int, int]]:
    for piece, places, traces in traced:
        for place, trace in zip(places, traces, strict=True):
            if trace.verdict in _RENEWING:
                yield piece.start + place.clause.start, piece.start + place.clause.end


def _borne_sentences(examined: Examined, draft: Draft) -> Iterator[tuple[int, int]]:
    bodies = examined.bodies
    for _, paragraph in draft.paragraphs():
        text = "".join(sentence.text for sentence in paragraph)
        piece = next((each for each in bodies if each.text == text), None)
        at = piece.start if piece else 0
        for sentence in paragraph if piece else ():
            if _is_borne_out(sentence):
                yield at, at + len(sentence.text)
            at += len(sentence.text)


def _is_borne_out(sentence: Sentence) -> bool:
    return any(
        each.origin in _BORNE_OUT or each.note.startswith("沿用") for each in sentence.evidence
    )
