"""The ledger: the amounts, dates and words this year's sheet vouches for, and past years'."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

from assistant.sheet.facts import Fact, Sheet
from corpus.clauses import Span, split_clauses, split_sentences
from corpus.figures import Figure, find_figures
from corpus.report import Report

Standing = Literal["value", "previous", "said"]

_SCALE = re.compile(r"[十百千]?[万亿]{1,2}")
_SIGNS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
# Words that stand before or behind any number and say nothing of what is counted.
_EMPTY = re.compile(
    r"全年|年内|今年|去年|上年|本年|同期|累计|合计|总计|共计|一共|分别|不少于|不低于|不超过|至少|力争|"
    r"突破|超过|达到|达|超|约|近|余|左右|以上|以下|以内|共|均|各|为|已|了|的|其中|同比|增长|下降|"
    r"召开|开展|组织|举办|进行|完成|做出|作出|实施|推动|先后|实现|每年|每月|每季度|每半年"
)
_NOT_WORDS = re.compile(r"[^\u4e00-\u9fffA-Za-z]+")
# A label of fewer words than this says too little; the clause before it is read with it.
_ENOUGH = 2


def words_of(text: str) -> str:
    """The characters of ``text`` that say what is counted: no digits, marks or empty words."""
    bare = _NOT_WORDS.sub("", text)
    return _EMPTY.sub("", bare) or bare


def bare_of_quotes(text: str) -> str:
    """The text without “” and ‘’."""
    return re.sub("[“”‘’]", "", text)


def pairs_of(words: str) -> frozenset[str]:
    """The pairs of neighbouring characters of ``words``; a single character stands for itself."""
    if len(words) < 2:
        return frozenset((words,)) if words else frozenset()
    return frozenset(map("".join, pairwise(words)))


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that may name what a figure counts, ready to be compared."""

    words: str
    pairs: frozenset[str]
    chars: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Wording:
        """The wording of a label or clause."""
        words = words_of(text)
        return cls(words, pairs_of(words), frozenset(words))


def agreement(label: Wording, said: Wording) -> float:
    """How far ``said`` speaks of ``label``, in [0, 1].

    Six tenths for the label's pairs of characters, four for its characters; a short ``said`` that
    lies within the label (会议 for 党组会议) counts for as much as it says, less three tenths.
    """
    if not label.pairs or not said.pairs:
        return 0.0
    pairs = len(label.pairs & said.pairs)
    forward = 0.6 * pairs / len(label.pairs) + 0.4 * len(label.chars & said.chars) / len(
        label.chars
    )
    return max(forward, 0.7 * pairs / len(said.pairs))


def base_value(value: Decimal, measure: str) -> Decimal:
    """The value in the measure without 万 and 亿 (1.2亿元 is 120000000)."""
    scale = _SCALE.match(measure)
    for sign in scale[0] if scale else "":
        value *= _SIGNS[sign]
    return abs(value)


def around(figure: Figure, figures: Sequence[Figure], clause: Span) -> tuple[str, str]:
    """The words before and behind a figure in its clause, up to its neighbours and the next 、."""
    before, behind = clause.start, clause.end
    for other in figures:
        if clause.start <= other.start and other.end <= figure.start:
            before = max(before, other.end)
        if figure.end <= other.start < behind:
            behind = other.start
    return (
        clause.text[before - clause.start : figure.start - clause.start],
        clause.text[figure.end - clause.start : behind - clause.start].split("、", 1)[0],
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: words before and behind it, its clause, and its sentence."""

    figure: Figure
    before: Wording
    behind: Wording
    clause: Span
    sentence: Span

    def speaks_of(self, label: Wording) -> float:
        """How far the words at this place speak of a label; those before count for more."""
        return max(agreement(label, self.before), 0.85 * agreement(label, self.behind))


def places_of(text: str) -> Iterator[Place]:
    """Every figure of ``text`` with its surroundings; offsets count in ``text``."""
    figures = find_figures(text)
    taken = 0
    for sentence in split_sentences(text):
        inside = []
        while taken < len(figures) and figures[taken].start < sentence.end:
            inside.append(figures[taken])
            taken += 1
        if inside:
            yield from _places_in(sentence, inside)


def _places_in(sentence: Span, figures: Sequence[Figure]) -> Iterator[Place]:
    clauses = [_moved(clause, sentence.start) for clause in split_clauses(sentence.text)]
    for figure in figures:
        at = next(n for n, clause in enumerate(clauses) if figure.start < clause.end)
        before, behind = around(figure, figures, clauses[at])
        whole = clauses[at].text[: figure.start - clauses[at].start]
        reach = (before, whole, *(clause.text for clause in reversed(clauses[:at])))
        lead = next((words for words in reach if _says_enough(words + behind)), before)
        yield Place(figure, Wording.of(lead), Wording.of(behind), clauses[at], sentence)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by, span.text, span.stop)


def _says_enough(text: str) -> bool:
    return len(_EMPTY.sub("", _NOT_WORDS.sub("", text))) >= _ENOUGH


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
            frozenset(_years(sheet, texts.values())),
            sheet.targets == "沿用",
            standing,
        )

    @cached_property
    def by_value(self) -> Mapping[Decimal, Sequence[Entry]]:
        """This year's entries by value in the bare measure."""
        return _by_value(self.entries)

    @cached_property
    def past_by_value(self) -> Mapping[Decimal, Sequence[Entry]]:
        """Past entries by value in the bare measure."""
        return _by_value(self.past)

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
        yield each.id, "，".join(part for part in (each.name, each.date, each.text) if part)
    for decision in sheet.decisions:
        kept = decision.past if decision.now in ("沿用", "做法沿用", "有") else ""
        yield decision.id, f"{kept}，{decision.text}"


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def _spoken_dates(text: str) -> str:
    """The text with 2026-07-22 written as 2026年7月22日."""
    return _ISO.sub(lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日", text)


def _years(sheet: Sheet, texts: Iterable[str]) -> Iterator[int]:
    yield sheet.year
    if sheet.date:
        yield sheet.date.year
    for fact in sheet.facts:
        if fact.year:
            yield fact.year
    for text in texts:
        for figure in find_figures(_spoken_dates(text)):
            if figure.sort == "year":
                yield int(figure.value)
            elif figure.sort == "date" and figure.value >= 10000:
                yield int(figure.value) // 10000
