"""Where each remark on a sentence's evidence is fastened: at the figure or words it bears out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.draft import Evidence, Sentence
from assistant.export.remarks import (
    OF_THIS_YEAR,
    Item,
    evidence_remark,
    figure_remark,
    found,
    item_remark,
)
from assistant.ledger import Ledger
from assistant.proving import Proof, prove_figures
from assistant.sheet.facts import Decision, Fact, Guidance, Problem, Sheet

Span = tuple[int, int]

# Fewer characters stand in a sentence by chance.
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Anchored:
    """The remark ``text`` on the characters ``start:end`` of a sentence."""

    start: int
    end: int
    text: str


def anchored_remarks(
    sentence: Sentence, sheet: Sheet | None, ledger: Ledger, *, year: int
) -> tuple[Anchored, ...]:
    """The remarks on a sentence, outer ones first.

    Each figure a fact fills has one of its own, and so has each that is reckoned from facts; an
    event, a problem, guidance or a decision has its remark at its words, where they stand as the
    sheet has them. What has no exact place, and each doubt, is a line of the sentence's remark.

    Args:
        sentence: What is remarked on.
        sheet: What its evidence points into; without it the sentence has one remark.
        ledger: The sheet's.
        year: The year the sentence speaks of.
    """
    whole = (0, len(sentence.text))
    if sheet is None:
        told = evidence_remark(sentence, sheet)
        return (Anchored(*whole, told),) if told else ()
    lines: defaultdict[Span, list[str]] = defaultdict(list)
    for span, line in _Fastening(sentence, sheet, ledger, year).lines():
        lines[span or whole].append(line)
    spans = sorted(lines, key=lambda span: (span[0], -span[1]))
    return tuple(Anchored(*span, "\n".join(dict.fromkeys(lines[span]))) for span in spans)


class _Fastening:
    def __init__(self, sentence: Sentence, sheet: Sheet, ledger: Ledger, year: int) -> None:
        self.text, self.sheet = sentence.text, sheet
        self.evidence = _by_item(sentence.evidence)
        refs = [each.ref for each in self.evidence if each.origin in OF_THIS_YEAR]
        items = {ref: found(ref, sheet) for ref in refs}
        self.items = {ref: item for ref, item in items.items() if item is not None}
        facts = [item for item in self.items.values() if isinstance(item, Fact)]
        own = ledger.of_items(tuple(self.items))
        self.proofs = prove_figures(self.text, facts, own, year=year) if self.items else ()

    def lines(self) -> Iterator[tuple[Span | None, str]]:
        """(the characters, the line) for all there is to say; None for the whole sentence."""
        for each in self.evidence:
            line = item_remark(each, self.items.get(each.ref))
            if line:
                yield from ((span, line) for span in self._spans(each))
        for proof in self.proofs:
            if proof.way != "value":
                yield (proof.start, proof.end), figure_remark(proof.way, proof.refs, self.sheet)

    def _spans(self, evidence: Evidence) -> Sequence[Span | None]:
        """Where the item is told; nowhere of its own when its change or last year's value is."""
        item = self.items.get(evidence.ref)
        if item is None:
            return (None,)
        own = [proof for proof in self.proofs if evidence.ref in proof.refs]
        values = [(proof.start, proof.end) for proof in own if proof.way == "value"]
        if words := _words_found(item, evidence, self.text):
            start, end = words
            return (words, *(each for each in values if not start <= each[0] < end))
        return values or (() if any(map(_tells_alone, own)) else (None,))


def _tells_alone(proof: Proof) -> bool:
    """Whether the figure's remark tells all there is to tell of its one fact."""
    return proof.way in ("previous", "change")


def _by_item(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence with each item of the sheet once; doubts as they are."""
    once: dict[object, Evidence] = {}
    for each in evidence:
        once.setdefault(each.ref if each.origin in OF_THIS_YEAR else each, each)
    return tuple(once.values())


def _words_found(item: Item, evidence: Evidence, text: str) -> Span | None:
    """Where the item's own words stand in ``text``, if they do so once."""
    for words in _words(item, evidence):
        bare = words.rstrip("。；！")
        if len(bare) >= _SHORTEST and text.count(bare) == 1:
            start = text.index(bare)
            end = start + len(bare)
            return (
                (0, len(text)) if not start and end == len(text.rstrip("。；！")) else (start, end)
            )
    return None


def _words(item: Item, evidence: Evidence) -> tuple[str, ...]:
    match item:
        case Fact():
            return (item.text,) if item.value is None else ()
        case Problem():
            return (
                (item.measure, item.text) if "措施" in evidence.note else (item.text, item.measure)
            )
        case Guidance():
            return (item.text, *item.quotes, item.name)
        case Decision():
            return (item.text, item.past)
