"""Decisions: what the office says of a past deed or phrase, found in the past clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.draft import Evidence
from assistant.matching import bigrams, share
from assistant.sheet.facts import Decision
from corpus.lexicon import lexicon
from corpus.matters import standing_form

_MARKS = re.compile(r"[，；。]")
_ALIKE = 0.85


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision makes of a clause: its wording now, "" when it is not told this year."""

    decision: Decision
    text: str
    reason: str = ""

    @property
    def evidence(self) -> Evidence:
        """The decision, as evidence."""
        return Evidence("decision", self.decision.id, f"核实：{self.decision.now}")


def decide(clause: str, decisions: Sequence[Decision]) -> Decided | None:
    """What the office decided of this clause; None when it said nothing of it."""
    for decision in decisions:
        piece = _piece_in(decision.past, clause)
        if piece is not None:
            return _decided(decision, piece, clause)
    return None


def in_heading(heading: str, decisions: Sequence[Decision]) -> tuple[str, list[str]]:
    """The heading with phrases that were decided on replaced, and the decisions' ids."""
    met: list[str] = []
    for decision in decisions:
        if decision.past in heading and decision.now == "改为":
            met.append(decision.id)
            heading = heading.replace(decision.past, decision.text)
    return heading, met


def _decided(decision: Decision, piece: str, clause: str) -> Decided:
    whole = len(piece) >= 0.9 * len(clause)
    if decision.now in ("无", "删"):
        return Decided(decision, "", f"核实为“{decision.now}”")
    if decision.now == "改为":
        if decision.past not in clause and piece != _MARKS.split(decision.past)[0].strip():
            return Decided(decision, "", "核实为“改为”，已并入前句")
        return Decided(
            decision, collocated(decision.text if whole else clause.replace(piece, decision.text))
        )
    if decision.now == "做法沿用":
        return Decided(decision, decision.text or standing_form(clause))
    return Decided(decision, decision.text if decision.text and whole else clause)


def collocated(text: str) -> str:
    """推动…主题教育 is not said; 扎实开展…主题教育 is."""
    for verb, ending, right in lexicon("collocations"):
        if text.startswith(verb) and text.endswith(ending):
            return str(right) + text[len(verb) :]
    return text


def _piece_in(past: str, clause: str) -> str | None:
    """The part of a decision's past wording that this clause is, or holds; None if neither."""
    for piece in (each.strip() for each in _MARKS.split(past)):
        if piece and piece in clause:
            return piece
        if piece and len(clause) >= 6 and clause in piece:
            return clause
        if len(piece) >= 6 and share(bigrams(piece), bigrams(clause)) >= _ALIKE:
            return clause
    return None
