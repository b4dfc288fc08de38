"""Blanks: places in a report where a value stands or was masked."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Literal

from corpus.clauses import Span, split_clauses
from corpus.figures import Figure, find_figures
from corpus.labelling import Count, labels_of
from corpus.lexicon import lexicon
from corpus.measures import Tail, bound_after, bound_before, half_width, read_tail

BlankSort = Literal["value", "name"]

_MARK = "(?:[*×□█]+|_{2,}|○{2,}|(?<![一二三四五六七八九十])〇{2,}|(?<![A-Za-z])[Xx]+(?![A-Za-z]))"
_MASK = re.compile(rf"[0-9]*{_MARK}(?:[.,]{_MARK})*(?:[.][0-9]+)?|某+")
_SIGN = re.compile("[*×□█_○〇Xx某]")
_DIGITS = "0123456789"
_TO_HALF = str.maketrans("＊Ｘｘ＿", "*Xx_")
# No masks: 某些 and 某种 (nothing was hidden), X光, 5×8, “数据要素×”, a bullet or a rule of
# Markdown.
_NOT_MASK = re.compile(
    "某(?:些|种|个|项(?!目)|一|类|方面|位|次|家|件|天|时|日(?!报)|处|段|几|人(?!民)|程度)|[Xx](?:光|射线|轴)"
    r"|(?<=要素)×(?=”)|[0-9]+[×xX*](?=[0-9])|(?m:^[*](?=[ \t])|^[*_]+[ \t]*$)"
)
_RANGE = re.compile("[—–~～至到-]{1,2}")
_HAN = re.compile("[\u4e00-\u9fff]")
_MOST_IN_CLAUSE = 60


@dataclass(frozen=True, slots=True)
class Blank:
    """A place in a text where a value stands or was masked.

    ``start`` and ``end`` bound the mask or the digits, without the measure. ``sort`` is "name"
    where a name was masked (市XXX局, 考察XX, “XXX路径”) and "value" otherwise. ``measure`` follows
    the blank (次, 亿元, %), ``qualifier`` bounds it (不少于, 突破); ``label`` is what is counted,
    in the words of its clause. ``value`` is None when masked.
    """

    start: int
    end: int
    text: str
    sort: BlankSort
    masked: bool
    value: Decimal | None
    measure: str
    qualifier: str
    label: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A blank with the whole stretch that belongs to the count: bound, number, measure."""

    blank: Blank
    start: int
    end: int


@lru_cache(maxsize=8192)
def find_blanks(text: str) -> tuple[Blank, ...]:
    """The blanks of ``text`` in order: every mask, and every amount that stands unmasked."""
    plain = half_width(text).translate(_TO_HALF)
    return _blanks(text, plain, _masks(plain))


@lru_cache(maxsize=8192)
def find_masks(text: str) -> tuple[Blank, ...]:
    """The masked blanks of ``text`` alone, at a fraction of what reading them all costs."""
    plain = half_width(text).translate(_TO_HALF)
    found = _masks(plain)
    blanks = _blanks(text, plain, found, masked=True) if found else ()
    return tuple(blank for blank in blanks if blank.masked)


def _blanks(
    text: str, plain: str, found: Sequence[re.Match[str]], *, masked: bool = False
) -> tuple[Blank, ...]:
    """The blanks; where only the ``masked`` are wanted, clauses without a mask get no labels."""
    masks = _share_measures(plain, [_masked(plain, match) for match in found])
    taken = {at for place in masks for at in range(place.blank.start, place.blank.end)}
    open_amounts = [
        _unmasked(plain, figure)
        for figure in find_figures(text)
        if figure.sort == "amount" and taken.isdisjoint(range(figure.start, figure.end))
    ]
    places = deque(sorted([*masks, *open_amounts], key=lambda place: place.blank.start))
    return tuple(
        replace(blank, text=text[blank.start : blank.end])
        for blank in _labelled(text, places, masked=masked)
    )


def _masks(plain: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    end = 0
    for sign in _SIGN.finditer(plain):
        start = sign.start()
        if start < end:
            continue
        while start > end and plain[start - 1] in _DIGITS:
            start -= 1
        if match := _MASK.match(plain, start) or _MASK.match(plain, sign.start()):
            end = match.end()
            found += () if _NOT_MASK.match(plain, match.start()) else (match,)
    return found


def _masked(plain: str, match: re.Match[str]) -> _Place:
    start, end = match.span()
    tail = _mask_tail(plain, start, end)
    before = bound_before(plain, start)
    percent = plain.endswith("百分之", 0, start)
    measure = "%" if percent else tail.measure
    sort: BlankSort = "value" if measure or _is_bounded(plain, end, before) else "name"
    after = bound_after(plain, tail.end) if sort == "value" else ""
    qualifier = before or tail.over or after
    blank = Blank(start, end, "", sort, True, None, measure, qualifier, "")
    if sort == "name":
        return _Place(blank, start, end)
    opening = start - 3 if percent else _stretch_start(plain, start, before)
    return _Place(blank, opening, tail.end + len(after))


def _mask_tail(plain: str, start: int, end: int) -> Tail:
    """What follows a mask: a measure, or nothing where it only ends an office's name."""
    table, tail = _table(), read_tail(plain, end)
    if start and tail.measure in table["office_measures"]:
        return Tail(end, "", "") if plain[start - 1] in table["office_before"] else tail
    for measure in table["only_after_mask"]:
        if plain.startswith(measure, end):
            return Tail(end + len(measure), measure, "")
    return tail


def _is_bounded(plain: str, end: int, bound: str) -> bool:
    """Whether a mask without a measure is a value by its bound: 不少于XX, but not 接近XX市."""
    return bound.startswith("不") or bool(bound and not _HAN.match(plain, end))


def _unmasked(plain: str, figure: Figure) -> _Place:
    ends, value, measure = figure.number_end, figure.value, figure.measure
    blank = Blank(figure.start, ends, "", "value", False, value, measure, figure.qualifier, "")
    start = _stretch_start(plain, figure.start, figure.qualifier)
    return _Place(blank, start, figure.end + len(bound_after(plain, figure.end)))


def _stretch_start(plain: str, start: int, bound: str) -> int:
    """Where the bound right before ``start`` begins, else ``start``."""
    end = start
    while end and plain[end - 1] in " \u3000":
        end -= 1
    return end - len(bound) if bound and plain.endswith(bound, 0, end) else start


def _share_measures(plain: str, places: list[_Place]) -> list[_Place]:
    """Gives the first end of **—**次 the measure of the second."""
    shared = list(places)
    for at in range(len(places) - 2, -1, -1):
        this, following = shared[at], shared[at + 1]
        between = plain[this.end : following.blank.start]
        if this.blank.sort == "name" and following.blank.measure and _RANGE.fullmatch(between):
            blank = replace(this.blank, sort="value", measure=following.blank.measure)
            shared[at] = replace(this, blank=blank)
    return shared


def _labelled(text: str, waiting: deque[_Place], *, masked: bool) -> list[Blank]:
    """The blanks of ``waiting``, which it empties, with what each counts."""
    labelled: list[Blank] = []
    for clause in _clauses(text):
        here: list[_Place] = []
        while waiting and waiting[0].blank.start < clause.end:
            here.append(waiting.popleft())
        # Nothing that is told holds so many values: a row of figures counts nothing in words.
        told = here and len(here) <= _MOST_IN_CLAUSE
        told = told and (not masked or any(place.blank.masked for place in here))
        labels = labels_of(clause, [_count(place) for place in here]) if told else [""] * len(here)
        labelled += [
            replace(place.blank, label=label) for place, label in zip(here, labels, strict=True)
        ]
    return labelled


def _count(place: _Place) -> Count:
    return Count(place.start, place.end, place.blank.measure, place.blank.sort == "value")


def _clauses(text: str) -> Iterator[Span]:
    """The clauses of each line of ``text``; none runs over a line's end."""
    for line in re.finditer(r"[^\n]+", text):
        at = line.start()
        for clause in split_clauses(line[0]):
            yield Span(at + clause.start, at + clause.end, clause.text, clause.stop)


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = lexicon("measures")
    return table
