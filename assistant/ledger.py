"""The ledger: the amounts, dates and words this year's sheet vouches for, and past years'."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Literal

from assistant.labels import Wording, bare_of_quotes, base_value, places_of
from assistant.sheet.facts import Fact, Sheet
from corpus.figures import Figure, find_figures
from corpus.measures import known_measures
from corpus.report import Report

Standing = Literal["value", "previous", "said"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One amount of the ledger: what is counted, how much, and the item that says so.

    ``standing`` tells this year's value from last year's (``previous``) and from one that stands
    in the words of an item (``said``). ``year`` is the year it is true of.
    """

    id: str
    label: Wording
    value: Decimal
    measure: str
    standing: Standing
    year: int
    fact: Fact | None = None


@dataclass(frozen=True)
class Ledger:
    """What a text's figures are traced to.

    ``entries`` are this year's; ``past`` those of past reports. ``texts`` maps an item's id to all
    its words; ``standing`` holds wording of the kind that any year may use.
    """

    year: int
    entries: tuple[Entry, ...] = ()
    past: tuple[Entry, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    carries_targets: bool = False
    standing: str = ""

    @classmethod
    @lru_cache(maxsize=16)
    def of(cls, sheet: Sheet, past: tuple[Report, ...] = (), standing: str = "") -> Ledger:
        """The ledger of a sheet; by ``past`` last years' values are known for what they are."""
        texts = dict(_texts(sheet))
        return cls(
            sheet.year,
            tuple(_entries(sheet)),
            tuple(entry for report in past for entry in _past_entries(report)),
            texts,
            frozenset(_years(sheet, (text for item, text in texts.items() if item != "date"))),
            sheet.targets == "沿用",
            standing,
        )

    def of_items(self, items: Collection[str]) -> Ledger:
        """This year's ledger as if the sheet held these items only; head and date stay."""
        kept = dict.fromkeys(("", "date", *items))
        return replace(
            self,
            entries=tuple(entry for item in items for entry in self._by_item.get(item, ())),
            past=(),
            texts={item: self.texts[item] for item in kept if item in self.texts},
        )

    @cached_property
    def _by_item(self) -> Mapping[str, Sequence[Entry]]:
        index: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            index[entry.id].append(entry)
        return dict(index)

    @cached_property
    def by_value(self) -> Mapping[Decimal, Sequence[Entry]]:
        """This year's entries by value in the bare measure."""
        return _by_value(self.entries)

    def akin(self, pairs: Iterable[str]) -> list[Entry]:
        """This year's entries whose label has one of these pairs of characters, in order.

        No other speaks of a place by more than its single characters, which is not enough.
        """
        found = {at for pair in pairs for at in self._by_pair.get(pair, ())}
        return [self.entries[at] for at in sorted(found)]

    @cached_property
    def _by_pair(self) -> Mapping[str, Sequence[int]]:
        index: defaultdict[str, list[int]] = defaultdict(list)
        for at, entry in enumerate(self.entries):
            for pair in entry.label.pairs:
                index[pair].append(at)
        return dict(index)

    @cached_property
    def own_measures(self) -> frozenset[str]:
        """The measures of this year's entries that only the sheet knows (万度).

        One that every reader knows and did not read there is none: 0次要.
        """
        known = frozenset(("", *known_measures()))
        return frozenset(entry.measure for entry in self.entries) - known

    @cached_property
    def by_label(self) -> Mapping[str, Sequence[Entry]]:
        """This year's values by the label of their fact."""
        index: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if entry.fact and entry.standing == "value":
                index[entry.fact.label].append(entry)
        return dict(index)

    @cached_property
    def past_by_value(self) -> Mapping[Decimal, Sequence[Entry]]:
        """Past entries by value in the bare measure."""
        return _by_value(self.past)

    @cached_property
    def compared(self) -> tuple[tuple[Fact, Wording], ...]:
        """The facts that know last year's value, each with the wording of its label."""
        return tuple(
            (entry.fact, entry.label)
            for entry in self.entries
            if entry.standing == "previous" and entry.fact
        )

    @cached_property
    def said(self) -> str:
        """All the sheet's words, without quotation marks, which come and go."""
        labels = {entry.fact.label for entry in self.entries if entry.fact}
        return bare_of_quotes("\n".join((*self.texts.values(), *sorted(labels))))

    @cached_property
    def dates(self) -> tuple[tuple[str, Figure], ...]:
        """(item id, date) for every date the sheet's words hold."""
        return tuple(
            (item, figure)
            for item, text in self.texts.items()
            for figure in find_figures(_spoken_dates(text))
            if figure.sort == "date"
        )

    @cached_property
    def wordings(self) -> Mapping[str, Wording]:
        """The wording of every item, by id."""
        return {item: Wording.of(text) for item, text in self.texts.items()}


def _by_value(entries: Iterable[Entry]) -> Mapping[Decimal, Sequence[Entry]]:
    index: defaultdict[Decimal, list[Entry]] = defaultdict(list)
    for entry in entries:
        index[base_value(entry.value, entry.measure)].append(entry)
    return dict(index)


def _entries(sheet: Sheet) -> Iterator[Entry]:
    for fact in sheet.facts:
        yield from _fact_entries(fact, sheet.year)
    for item, text in _texts(sheet):
        year = next((fact.year for fact in sheet.facts if fact.id == item), None) or sheet.year
        yield from _said(item, text, year)


def _fact_entries(fact: Fact, year: int) -> Iterator[Entry]:
    label = Wording.of(fact.label)
    own = fact.year or year
    if fact.value is not None:
        yield Entry(fact.id, label, fact.value, fact.measure, "value", own, fact)
    if fact.previous is not None:
        yield Entry(fact.id, label, fact.previous, fact.measure, "previous", own - 1, fact)
    for figure in find_figures(fact.say):
        if figure.sort == "amount":
            yield Entry(fact.id, label, figure.value, figure.measure, "value", own, fact)


def _said(item: str, text: str, year: int) -> Iterator[Entry]:
    for place in places_of(text):
        figure = place.figure
        if figure.sort == "amount":
            label = Wording.of(place.before.words + place.behind.words)
            yield Entry(item, label, figure.value, figure.measure, "said", year)


@lru_cache(maxsize=64)
def _past_entries(report: Report) -> tuple[Entry, ...]:
    """The amounts of a past report; kept, since the same report stands behind many checks."""
    return tuple(
        Entry(
            report.id,
            place.before if place.before.words else place.behind,
            place.figure.value,
            place.figure.measure,
            "said",
            report.year,
        )
        for text in report.texts()
        for place in places_of(text)
        if place.figure.sort == "amount"
    )


def _texts(sheet: Sheet) -> Iterator[tuple[str, str]]:
    head = (sheet.office, sheet.title, sheet.occasion, sheet.audience, sheet.speaker)
    yield "", "，".join((*head, *sheet.outline))
    if sheet.date:
        yield "date", f"{sheet.date.year}年{sheet.date.month}月{sheet.date.day}日"
    for fact in sheet.facts:
        parts = (fact.text, fact.say, fact.as_of, fact.scope, fact.note)
        yield fact.id, "，".join(part for part in parts if part)
    for problem in sheet.problems:
        yield problem.id, f"{problem.text}，{problem.measure}"
    for each in sheet.guidance:
        words = (each.name, each.date, each.text, *each.quotes)
        yield each.id, "，".join(part for part in words if part)
    for decision in sheet.decisions:
        kept = decision.past if decision.now in ("沿用", "做法沿用", "有") else ""
        yield decision.id, f"{kept}，{decision.text}"


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def _spoken_dates(text: str) -> str:
    """The text with 2026-07-22 written as 2026年7月22日."""
    return _ISO.sub(lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日", text)


def _years(sheet: Sheet, texts: Iterable[str]) -> Iterator[int]:
    yield sheet.year
    for fact in sheet.facts:
        if fact.year:
            yield fact.year
    for text in texts:
        for figure in find_figures(_spoken_dates(text)):
            if figure.sort == "year":
                yield int(figure.value)
            elif figure.sort == "date" and figure.value >= 10000:
                yield int(figure.value) // 10000
