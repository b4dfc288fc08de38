"""Labels: what each count of a clause counts, in the words of the clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from corpus.clauses import Span
from corpus.distinguishing import comparison_of_all, listed, told_apart
from corpus.enumerating import COUNT_MARK, strip_list
from corpus.figures import same_measure
from corpus.lexicon import any_of, lexicon

_BRACKET = re.compile("[（(][^（()）]*[）)]")
_INSIDE = re.compile(f"[（(]([^（()）]*{COUNT_MARK}[^（()）]*)[）)]")
_EDGES = " \u3000，、；。："


@dataclass(frozen=True, slots=True)
class Count:
    """Where a count stands with its bound and measure; a masked name is no ``is_value``."""

    start: int
    end: int
    measure: str
    is_value: bool


def labels_of(clause: Span, counts: Sequence[Count]) -> list[str]:
    """The label of each count of the clause: the words between 、 or 和 that speak of it alone.

    Counts in one measure that would have the same label are told apart by the words on each
    one's own side, and a bare comparison (、增长5%) is said of what is counted before it.
    """
    items = [_item(clause, each, counts) for each in counts]
    labels = [_label(clause, each, counts, item) for each, item in zip(counts, items, strict=True)]
    values = [at for at, each in enumerate(counts) if each.is_value]
    pieces = _pieces(clause, counts, values, clause.start, _end(clause))
    if len(values) > 1 and (comparison := comparison_of_all(pieces)):
        return [
            comparison if each.is_value else label
            for each, label in zip(counts, labels, strict=True)
        ]
    _say(labels, values, listed(pieces))
    for group in _alike(labels, counts, items):
        lead = _words(clause, counts, clause.start, counts[group[-1]].start)
        _say(labels, group, told_apart(_pieces(clause, counts, group, *items[group[0]]), lead))
    return _compared(labels, values)


def _say(labels: list[str], places: Sequence[int], words: Sequence[str]) -> None:
    """Puts what is left of ``words`` when it is trimmed at these places, if all of them differ."""
    told = [trimmed(each) for each in words]
    if len(told) == len(places) == len(set(told)) and all(told):
        for at, label in zip(places, told, strict=True):
            labels[at] = label


def _alike(
    labels: Sequence[str], counts: Sequence[Count], items: Sequence[tuple[int, int]]
) -> list[list[int]]:
    """Values with one label, measure and stretch of the clause, by their places in it.

    Labels that differ only in what leads up to a number (中有, 中) are one.
    """
    bare = [_edge("before_count").sub("", label) for label in labels]
    groups: list[list[int]] = []
    for at, count in enumerate(counts):
        for group in groups if count.is_value else ():
            same = (bare[group[0]], items[group[0]]) == (bare[at], items[at])
            if same and same_measure(counts[group[0]].measure, count.measure):
                group.append(at)
                break
        else:
            groups += [[at]] if count.is_value else []
    return [group for group in groups if len(group) > 1]


def _end(clause: Span) -> int:
    return clause.start + len(clause.body)


def _label(clause: Span, count: Count, counts: Sequence[Count], item: tuple[int, int]) -> str:
    before = _words(clause, counts, item[0], count.start)
    after = _words(clause, counts, count.end, item[1])
    return trimmed(before + COUNT_MARK + after)


def _item(clause: Span, count: Count, counts: Sequence[Count]) -> tuple[int, int]:
    """The stretch of the clause that speaks of this count alone, between 、 or 和."""
    start, end = clause.start, _end(clause)
    counted = [each for each in counts if each.is_value]
    for separator in _separators().finditer(clause.body) if count.is_value else ():
        left, right = (clause.start + edge for edge in separator.span())
        own = separator["own"] is not None
        if right <= count.start and (own or any(start <= each.start < left for each in counted)):
            start = right
        elif left >= count.end and any(each.start >= right for each in counted):
            return start, left
    return start, end


def _pieces(
    clause: Span, counts: Sequence[Count], group: Sequence[int], start: int, end: int
) -> list[str]:
    """The words from ``start`` to ``end`` before, between and behind the counts of a group."""
    starts = [start, *(counts[at].end for at in group)]
    ends = [*(counts[at].start for at in group), end]
    return [_words(clause, counts, *edges) for edges in zip(starts, ends, strict=True)]


def _words(clause: Span, counts: Sequence[Count], start: int, end: int) -> str:
    """The words from ``start`` to ``end`` with every count in them left out."""
    words, at = "", start
    for each in counts:
        if at <= each.start and each.end <= end:
            words += clause.text[at - clause.start : each.start - clause.start]
            at = each.end
    return words + clause.text[at - clause.start : max(at, end) - clause.start]


def _compared(labels: Sequence[str], values: Sequence[int]) -> list[str]:
    """The labels, a bare 增长 behind 、 said of what is counted before it: 外资增长."""
    told = list(labels)
    for before, at in pairwise(values):
        if _comparison().fullmatch(told[at]):
            told[at] = _comparison().sub("", told[before]) + told[at]
    return told


def trimmed(words: str) -> str:
    """``words`` without adverbs of counting, and without what only leads up to the number."""
    plain = _edge("label_drops").sub("", strip_list(words))
    inside = _INSIDE.search(plain)
    if inside:
        alone = not inside[1].strip(_EDGES + COUNT_MARK)
        plain = plain[: inside.start()] + COUNT_MARK if alone else inside[1]
    plain = _edge("before_count", before=True).sub("", _BRACKET.sub("", plain))
    before, _, after = plain.partition(COUNT_MARK)
    after = _edge("after_count", head=True).sub("", after.lstrip(_EDGES))
    plain = (before.rstrip(_EDGES) + after).strip(_EDGES)
    plain = _times().sub("", plain, count=1).strip(_EDGES)
    plain = _edge("label_ends", tail=True).sub("", plain)
    return _edge("label_leads", head=True).sub("", plain) or plain


def _table() -> dict[str, Any]:
    table: dict[str, Any] = lexicon("measures")
    return table


@cache
def _edge(
    name: str, *, head: bool = False, tail: bool = False, before: bool = False
) -> re.Pattern[str]:
    """The words of a list, anywhere or only at the head, the tail, or before the count."""
    words = f"(?:{any_of(_table()[name])})"
    if head:
        return re.compile(f"^{words}+")
    if tail:
        return re.compile(f"(?<=.){words}+$")
    # 应到 and 实到 are what is counted; 达到 only leads up to a count.
    return re.compile(rf"(?<=.)(?<![应实]){words}+[ \u3000]*(?={COUNT_MARK})" if before else words)


@cache
def _times() -> re.Pattern[str]:
    return re.compile(f"^{_table()['label_times']}(?=.)")


@cache
def _comparison() -> re.Pattern[str]:
    return re.compile(f"(?:{_table()['comparison']})$")


@cache
def _separators() -> re.Pattern[str]:
    """What parts counted items; ``own`` where the next one begins anew (、全年开展…)."""
    fresh = any_of(_table()["label_drops"])
    return re.compile(f"(?P<own>、(?={fresh}))|、|和|以及|及(?!时|其|格|早)")
