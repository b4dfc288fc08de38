"""Masking chosen facts again, for a copy that goes outside the office."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from assistant.draft import Draft, DraftSection, Paragraph, Sentence
from assistant.ledger import Ledger
from assistant.sheet.facts import Fact, Sheet
from assistant.trace import SUPPORTED, Trace
from assistant.tracing import trace_figures
from corpus.errors import SettingsError
from corpus.figures import Figure, same_amount

MASK = "**"
_TOTAL = re.compile(r"合计|共计|总计|占")


def mask_facts(draft: Draft, sheet: Sheet, named: Collection[str] = ()) -> Draft:
    """The draft without the values of confidential facts and of those ``named`` by id.

    A masked number leaves its measure (``**亿元``); with it go last year's value, the growth
    reckoned from both, and totals and shares it is part of. An event masked takes its sentence
    with it. The masked draft has neither sheet, evidence nor holes' hints.

    Raises:
        SettingsError: an id is not in the sheet.
    """
    unknown = sorted(set(named) - {fact.id for fact in sheet.facts})
    if unknown:
        raise SettingsError(
            f"--mask 里的“{'、'.join(unknown)}”不在事实表里；编号见事实表或 Word 稿的批注"
        )
    hidden = tuple(fact for fact in sheet.facts if fact.confidential or fact.id in named)
    mask = _Mask(Ledger.of(sheet), hidden)
    return replace(
        _mapped(draft, mask),
        holes=tuple(replace(hole, hint="") for hole in draft.holes),
        left_out=(),
        unused=(),
        recipe={},
        sheet=None,
    )


@dataclass(frozen=True)
class _Mask:
    ledger: Ledger
    hidden: tuple[Fact, ...]

    def sentence(self, sentence: Sentence, year: int) -> Sentence:
        """The sentence masked, without its evidence."""
        refs = {each.ref for each in sentence.evidence}
        if any(fact.value is None and self._tells(fact, sentence, refs) for fact in self.hidden):
            return Sentence(MASK + _closing(sentence.text))
        return Sentence(self.text(sentence.text, year))

    def text(self, text: str, year: int) -> str:
        """The text with the numbers of hidden facts replaced by ``**``."""
        ids = {fact.id for fact in self.hidden}
        traces = trace_figures(text, self.ledger, year=year)
        hides = [self._hides(trace, ids) for trace in traces]
        for at, trace in enumerate(traces):
            lead = text[max(0, trace.figure.start - 8) : trace.figure.start]
            if any(hides[:at]) and not trace.source and _TOTAL.search(lead):
                hides[at] = True
        for trace, hidden in reversed(list(zip(traces, hides, strict=True))):
            if hidden:
                text = text[: trace.figure.start] + MASK + text[_number_end(trace.figure) :]
        return text

    def _hides(self, trace: Trace, ids: set[str]) -> bool:
        if trace.source in ids:
            return True
        # A hidden value under other words is still the value.
        return trace.verdict not in SUPPORTED and any(
            value is not None
            and same_amount(trace.figure.value, trace.figure.measure, value, fact.measure)
            for fact in self.hidden
            for value in (fact.value, fact.previous)
        )

    def _tells(self, fact: Fact, sentence: Sentence, refs: set[str]) -> bool:
        return fact.id in refs or fact.text.rstrip("。；") in sentence.text


def _number_end(figure: Figure) -> int:
    """Where the number ends; a 百分之五 ends with its last character."""
    return max(figure.number_end, figure.start + 1)


def _closing(text: str) -> str:
    return text[-1] if text[-1:] in "。！？；" else ""


def _mapped(draft: Draft, mask: _Mask) -> Draft:
    def paragraphs(own: tuple[Paragraph, ...], year: int = draft.year) -> tuple[Paragraph, ...]:
        return tuple(tuple(mask.sentence(each, year) for each in one) for one in own)

    def section(own: DraftSection) -> DraftSection:
        year = own.year or draft.year
        return replace(
            own,
            heading=mask.text(own.heading, year),
            paragraphs=paragraphs(own.paragraphs, year),
            children=tuple(map(section, own.children)),
        )

    return replace(
        draft,
        title=mask.text(draft.title, draft.year),
        opening=paragraphs(draft.opening),
        sections=tuple(map(section, draft.sections)),
        closing=paragraphs(draft.closing),
    )
