"""Decisions: what the office says of a past deed or phrase, found in the past clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.cutting import cut_from_list
from assistant.draft import Evidence
from assistant.likeness import bigrams, share
from assistant.sheet.facts import Decision
from corpus.clauses import split_clauses
from corpus.lexicon import lexicon
from corpus.matters import standing_form

_ALIKE = 0.85
_WHOLE = 0.9
_ENOUGH = 6


@dataclass(frozen=True, slots=True)
class Decided:
    """What decisions make of a clause: its wording now, "" when it is not told this year.

    ``whole`` when the office spoke of the clause and not only of a phrase in it; ``vouched`` when
    it wrote the wording itself; ``kept`` are the phrases it decided on as they now stand in the
    text, which nothing else may change. Not ``verbatim`` when the clause only resembles the one it
    spoke of.
    """

    decisions: tuple[Decision, ...]
    text: str
    reason: str = ""
    whole: bool = True
    verbatim: bool = True
    kept: tuple[str, ...] = ()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The decisions, as evidence."""
        return tuple(Evidence("decision", d.id, f"核实：{d.now}") for d in self.decisions)

    @property
    def vouched(self) -> bool:
        """Whether the wording is the office's own, figures and all."""
        return self.whole and self.text != "" and self.decisions[0].text == self.text

    @property
    def stands(self) -> bool:
        """Whether the office stands by the deed, and not only by a phrase or its absence."""
        return self.whole or any(d.now not in ("沿用", "无", "删") for d in self.decisions)


def decide(clause: str, decisions: Sequence[Decision]) -> Decided | None:
    """What the office decided of this clause; None when it said nothing of it.

    A decision on the clause goes before decisions on phrases in it, of which all apply; wording
    that is only like the clause counts when nothing is said of the clause itself.
    """
    found = [(each, piece) for each in decisions if (piece := _piece_in(each.past, clause))]
    if not found:
        alike = next((each for each in decisions if _is_like(each.past, clause)), None)
        return _of_clause_like(alike, clause) if alike else None
    whole = sorted(
        (pair for pair in found if len(pair[1]) >= _WHOLE * len(clause)),
        key=lambda pair: -len(pair[1]),
    )
    if whole:
        return _of_clause(*whole[0], clause)
    return _of_phrases(found, clause) if found else None


def in_heading(heading: str, decisions: Sequence[Decision]) -> tuple[str, list[str]]:
    """The heading with phrases that were decided on replaced, and the decisions' ids."""
    met: list[str] = []
    for decision in decisions:
        if decision.past in heading:
            met.append(decision.id)
            if decision.now == "改为":
                heading = heading.replace(decision.past, decision.text)
    return heading, met


def _of_clause(decision: Decision, piece: str, clause: str) -> Decided:
    own = (decision,)
    if decision.now in ("无", "删"):
        return Decided(own, "", f"核实为“{decision.now}”")
    if decision.text:
        if decision.past not in clause and piece not in _pieces(decision.past)[:1]:
            return Decided(own, "", f"核实为“{decision.now}”，已并入前句")
        return Decided(own, collocated(decision.text), kept=(collocated(decision.text),))
    text = standing_form(clause) if decision.now == "做法沿用" else clause
    return Decided(own, text, kept=(clause,) if decision.now == "沿用" else ())


def _of_clause_like(decision: Decision, clause: str) -> Decided:
    """A clause only like the one decided on: what else it names the office did not vouch for."""
    decided = _of_clause(decision, clause, clause)
    own = decided.text == "" or decided.text == decision.text
    return decided if own else replace(decided, verbatim=False, kept=())


def _of_phrases(found: Sequence[tuple[Decision, str]], clause: str) -> Decided:
    text, applied, kept = clause, [], []
    for decision, piece in found:
        if piece not in text:
            continue
        applied.append(decision)
        if decision.now in ("无", "删"):
            at = text.index(piece)
            text = cut_from_list(text, [(at, at + len(piece))]) or ""
        elif decision.now == "改为":
            text = collocated(text.replace(piece, decision.text))
            kept.append(decision.text)
        elif decision.now == "做法沿用":
            text = standing_form(text)
        else:
            kept.append(piece)
        if not text:
            return Decided((decision,), "", f"核实为“{decision.now}”", whole=False)
    return Decided(tuple(applied), text, whole=False, kept=tuple(kept))


def collocated(text: str) -> str:
    """推动…主题教育 is not said; 扎实开展…主题教育 is."""
    for verb, ending, right in lexicon("collocations"):
        if text.startswith(verb) and text.endswith(ending):
            return str(right) + text[len(verb) :]
    return text


@lru_cache(maxsize=1024)
def _pieces(past: str) -> tuple[str, ...]:
    return tuple(span.body.strip() for span in split_clauses(past) if span.body.strip())


def _piece_in(past: str, clause: str) -> str:
    """The part of a decision's past wording that this clause is, or holds; "" if neither."""
    if past in clause:
        return past
    for piece in _pieces(past):
        if piece in clause:
            return piece
        if len(clause) >= _ENOUGH and clause in piece:
            return clause
    return ""


def _is_like(past: str, clause: str) -> bool:
    return any(
        len(piece) >= _ENOUGH and share(bigrams(piece), bigrams(clause)) >= _ALIKE
        for piece in _pieces(past)
    )
