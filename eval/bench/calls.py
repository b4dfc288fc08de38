"""Orchestration: how near drafting with a model comes to the time its calls must take.

``python -m eval.bench.calls`` drafts with an endpoint that answers honestly after a fixed latency:
one document against its longest chain of calls and against its sections one after another, and
many documents through one gate against the ideal rate. The figures to read are ratios.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.batch import run_batch
from assistant.desk import DraftOrder, draft_sheet
from assistant.indexing import index_reports
from assistant.making import Item
from assistant.sheet.facts import Sheet
from assistant.sheet.loading import load_sheet
from assistant.wiring import ModelSettings, talking
from corpus.library import Library
from corpus.samples import sample_folder
from eval.bench.endpoint import Endpoint, Messages, Reply
from eval.bench.personas import honest

SHEET = "2026_年度工作总结.yaml"


@dataclass
class Chains:
    """Counts the calls of each talk, so that the longest chain of one document is known.

    A section's talk is its first prompt with what follows it; the passes over the whole come
    before and after all sections.
    """

    calls: dict[str, int] = field(default_factory=dict)
    whole: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, messages: Messages, number: int) -> Reply:
        """An honest reply, its call counted."""
        prompt = messages[1]["content"]
        with self._lock:
            if "这一节的标题" in prompt:
                self.calls[prompt] = self.calls.get(prompt, 0) + 1
            else:
                self.whole += 1
        return honest(messages, number)

    @property
    def longest(self) -> int:
        """Calls that must follow one another in one document."""
        return self.whole + max(self.calls.values(), default=0)

    @property
    def total(self) -> int:
        """All calls."""
        return self.whole + sum(self.calls.values())


@dataclass(frozen=True, slots=True)
class One:
    """One document: seconds side by side, one after another, and of its longest chain."""

    side_by_side: float
    one_by_one: float
    chain: float
    calls: int

    @property
    def over(self) -> float:
        """Wall time by the longest chain; 1.0 is the least there can be."""
        return self.side_by_side / self.chain


@dataclass(frozen=True, slots=True)
class Many:
    """Many documents: calls answered, in so many seconds, through so many places."""

    documents: int
    calls: int
    seconds: float
    places: int
    latency: float

    @property
    def rate(self) -> float:
        """The share of the ideal rate of calls, which is places by latency."""
        return self.calls * self.latency / self.places / self.seconds


def one_document(sheet: Sheet, library: Library | None, latency: float, places: int) -> One:
    """The sheet drafted side by side and one section after another, in the same run."""
    chains = Chains()
    with Endpoint(chains.answer, latency=latency) as endpoint:
        settings = ModelSettings("scripted", endpoint.base_url, "none")
        with talking(settings):
            spent = []
            for jobs in (places, 1):
                began = time.perf_counter()
                order = DraftOrder(writer="model", jobs=jobs, model=settings)
                draft_sheet(sheet, library, order)
                spent.append(time.perf_counter() - began)
                if jobs == places:
                    chain, calls = chains.longest * latency, chains.total
    return One(spent[0], spent[1], chain, calls)


def many_documents(
    sheets: Sequence[Sheet], library: Library | None, latency: float, places: int
) -> Many:
    """The sheets drafted as one batch with ``places`` calls under way at once."""
    chains = Chains()
    items = [Item(f"第{at}份", "", sheet) for at, sheet in enumerate(sheets, start=1)]
    with (
        tempfile.TemporaryDirectory() as out,
        Endpoint(chains.answer, latency=latency) as endpoint,
    ):
        settings = ModelSettings("scripted", endpoint.base_url, "none")
        order = DraftOrder(writer="model", jobs=places, model=settings)
        began = time.perf_counter()
        run_batch(items, Path(out), library, order, jobs=places)
        seconds = time.perf_counter() - began
        calls = len(endpoint.heard)
    return Many(len(sheets), calls, seconds, places, latency)


def sheets_like(sheet: Sheet, count: int) -> Iterator[Sheet]:
    """Copies of a sheet that differ in one value, so that nothing is kept of one for another."""
    first, *rest = sheet.facts
    for at in range(count):
        changed = first.model_copy(update={"value": (first.value or 0) + at})
        yield sheet.model_copy(update={"facts": (changed, *rest)})


def main() -> int:
    """Print both; status 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=1.0, help="seconds a call takes")
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--places", type=int, default=16, help="calls under way at once")
    asked = parser.parse_args()
    samples = Path(str(sample_folder()))
    sheet = load_sheet(samples / "sheets" / SHEET)
    with tempfile.TemporaryDirectory() as folder:
        index_reports([samples / "reports"], Path(folder))
        library = Library.open(Path(folder))
        draft_sheet(sheet, library)  # what is imported and read once is no matter of calls
        one_document(sheet, library, 0.0, asked.places)
        one = one_document(sheet, library, asked.latency, asked.places)
        print(
            f"一份：{one.calls}次调用，并行{one.side_by_side:.2f}秒，逐节{one.one_by_one:.2f}秒"
            f"（{one.one_by_one / one.side_by_side:.1f}倍），最长的一串{one.chain:.2f}秒，"
            f"为其{one.over:.3f}倍（目标≤1.10）"
        )
        many = many_documents(
            list(sheets_like(sheet, asked.documents)), library, asked.latency, asked.places
        )
    print(
        f"{many.documents}份：{many.calls}次调用，同时{many.places}次，{many.seconds:.1f}秒，"
        f"为理想速率的{many.rate:.3f}（目标≥0.9）"
    )
    return 0 if one.over <= 1.10 and many.rate >= 0.9 else 1


if __name__ == "__main__":
    raise SystemExit(main())
