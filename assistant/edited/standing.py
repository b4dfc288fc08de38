"""Which evidence a reworded sentence keeps, and which of its figures the facts do not bear out."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.draft import Evidence, Sentence
from assistant.edited.alike import wording
from assistant.labels import Wording, agreement
from assistant.ledger import Ledger
from assistant.sheet.facts import Sheet
from assistant.trace import SUPPORTED, Trace
from assistant.tracing import trace_figures

# How far a reworded sentence must still speak of an event, problem, piece of guidance or decision,
# and how much of routine wording must stay for it to be last year's still.
_STILL_TOLD = 0.5
_STILL_CARRIED = 0.8
_OF_SHEET = ("fact", "problem", "guidance", "decision")
_BORNE_OUT = (*SUPPORTED, "apart")


class Standing:
    """Compares sentences with the sheet they were drafted from; without one nothing is doubted."""

    def __init__(self, sheet: Sheet | None) -> None:
        self._values = {f.id for f in sheet.facts if f.value is not None} if sheet else set()
        self._ledger = Ledger.of(sheet) if sheet else None

    def kept(self, sources: Sequence[Sentence], now: str, year: int) -> tuple[Evidence, ...]:
        """The evidence of ``sources`` that still bears out ``now``, which is made of them."""
        return tuple(
            dict.fromkeys(
                evidence
                for source in sources
                for evidence in source.evidence
                if self._still_says(evidence, source.text, now, year)
            )
        )

    def doubts(self, text: str, year: int) -> str:
        """What the facts say of figures they do not bear out, or ""."""
        if self._ledger is None:
            return ""
        traces = trace_figures(text, self._ledger, year=year)
        return "；".join(_doubt(each) for each in traces if each.verdict not in _BORNE_OUT)

    def _still_says(self, evidence: Evidence, was: str, now: str, year: int) -> bool:
        """Whether the changed sentence still says what the evidence bears out."""
        if evidence.ref in self._values and self._ledger:
            traces = trace_figures(now, self._ledger, year=year)
            return any(t.source == evidence.ref and t.verdict in SUPPORTED for t in traces)
        before, after = Wording.of(wording(was)), Wording.of(wording(now))
        if evidence.origin not in _OF_SHEET:
            return agreement(before, after) >= _STILL_CARRIED
        item = Wording.of(wording(self._words_of(evidence.ref) or was))
        least = min(_STILL_TOLD, agreement(item, before) * _STILL_CARRIED)
        return agreement(item, after) >= least

    def _words_of(self, ref: str) -> str:
        return self._ledger.texts.get(ref, "").strip("，") if self._ledger else ""


def _doubt(trace: Trace) -> str:
    figure = trace.figure.text
    if trace.expected and trace.source:
        return f"“{figure}”与事实{trace.source}（{trace.expected}）不一致"
    if trace.expected:
        return f"“{figure}”应为{trace.expected}"
    return f"“{figure}”在事实表里没有依据"
