"""F801–F803: punctuation, numerals and document numbers, by the rules of ``rules/marks.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.literals import Literals
from eval.checks.remarks import at_offsets, quoted
from eval.examined import Examined, Piece
from eval.finding import Finding, Severity
from eval.grounds import Grounds
from eval.rules import rules

_PAIRS = {"“": "”", "‘": "’", "（": "）", "《": "》", "【": "】", "〔": "〕", "〈": "〉"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_PAIRED = re.compile(f"[{''.join(_PAIRS)}{''.join(_CLOSING)}]")
# A hole, a mask or a date to be filled has spaces of its own; a name of two characters is spread.
_SPREAD = ("title", "byline", "signature", "date")
_UNPAIRED = {
    "“": "4.8",
    "”": "4.8",
    "‘": "4.8",
    "’": "4.8",
    "《": "4.15",
    "》": "4.15",
    "〈": "4.15",
    "〉": "4.15",
}


@dataclass(frozen=True, slots=True)
class MarkRule:
    """One rule of how things are written, with the clause that says so."""

    id: str
    needs: tuple[str, ...]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    mend: str | None
    says: str
    source: str
    strength: str

    @property
    def severity(self) -> Severity:
        """An error only where the clause lays it down."""
        return "error" if self.strength == "规定" else "warning"


def punctuation(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """F801: a mark of the wrong width, doubled, out of place or without its partner."""
    yield from _broken("F801", examined)
    yield from _unpaired(examined)


def numerals(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """F802: a number not written as GB/T 15835 has it, or bounded twice."""
    return _broken("F802", examined)


def document_numbers(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """F803: a document's number not written as GB/T 9704—2012, 7.2.5 lays down."""
    return _broken("F803", examined)


@cache
def mark_rules(code: str) -> tuple[MarkRule, ...]:
    """The rules of a code, in the order of the table."""
    return tuple(
        MarkRule(
            row["id"],
            tuple(row.get("needs", ())),
            re.compile(row["pattern"], re.MULTILINE),
            re.compile(row["unless"]) if "unless" in row else None,
            row.get("mend"),
            row["says"],
            row["source"],
            row["strength"],
        )
        for row in rules("marks")[code]
    )


@cache
def _needs(code: str) -> Literals:
    return Literals(sign for rule in mark_rules(code) for sign in rule.needs)


def _broken(code: str, examined: Examined) -> Iterator[Finding]:
    held = _needs(code).within(examined.text)
    for rule in mark_rules(code):
        if rule.needs and held.isdisjoint(rule.needs):
            continue
        for found in rule.pattern.finditer(examined.text):
            piece = examined.piece_at(found.start())
            if rule.unless and rule.unless.match(found[0]):
                continue
            if rule.id.startswith("space") and piece.place in _SPREAD:
                continue
            yield _remark(code, rule, found, examined, piece)


def _remark(
    code: str, rule: MarkRule, found: re.Match[str], examined: Examined, piece: Piece
) -> Finding:
    mend = None if rule.mend is None else found.expand(rule.mend)
    what = quoted(found[0]) if found[0].strip() else "这里"
    advice = _advice(mend)
    return at_offsets(
        code,
        examined,
        examined.heading_of(piece),
        *found.span(),
        f"{what}：{rule.says}（{rule.source}，{rule.strength}），{advice}。",
        mend=mend,
        severity=rule.severity,
    )


def _advice(mend: str | None) -> str:
    if mend is None:
        return "请改正"
    return f"应写{quoted(mend)}" if mend else "请删去"


def _unpaired(examined: Examined) -> Iterator[Finding]:
    """Quotation marks, brackets and title marks that have no partner in their paragraph."""
    for piece in examined.pieces:
        for at, mark in _lonely(piece.text):
            clause = _UNPAIRED.get(mark, "4.9")
            message = (
                f"“{mark}”没有与之成对的另一半（GB/T 15834—2011第{clause}条，一般），请补上或删去。"
            )
            section = examined.heading_of(piece)
            start = piece.start + at
            yield at_offsets("F801", examined, section, start, start + 1, message)


def _lonely(text: str) -> Iterator[tuple[int, str]]:
    """(offset, mark) of each mark without a partner."""
    open_: list[tuple[int, str]] = []
    for found in _PAIRED.finditer(text):
        mark = found[0]
        if mark in _PAIRS:
            open_.append((found.start(), mark))
        elif open_ and open_[-1][1] == _CLOSING[mark]:
            open_.pop()
        else:
            yield found.start(), mark
    yield from open_
