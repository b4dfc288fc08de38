"""Set phrases (提法), phrases that hold for a time only, and commonly miswritten words.

The tables are ``lexicon/set_phrases.yaml``, ``periods.yaml`` and ``confusables.yaml``; the lists of
congresses and plenums (党的二十大和二十届二中、三中全会精神) are read in :mod:`corpus.plenums`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from corpus.lexicon import lexicon
from corpus.literals import Literals
from corpus.months import Month, wording_at
from corpus.periods import Period, bare, compiled, dated_in, phrase_pattern
from corpus.plenums import find_plenum_lists


@dataclass(frozen=True, slots=True)
class PhraseSpan:
    """A set phrase at ``start:end``; ``name`` is its entry in the table."""

    start: int
    end: int
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A phrase at ``start:end`` that does not hold for the year.

    ``replacement`` is wording that may stand in its place, "" if there is none; ``drop`` says the
    clause should go when nobody decides otherwise, even if there is a replacement to propose.
    ``strength`` is "info" for an older variant that is no fault; ``early`` says that its time is
    still to come. ``reason`` is for people.
    """

    start: int
    end: int
    name: str
    reason: str
    replacement: str
    drop: bool
    strength: Literal["error", "info"] = "error"
    early: bool = False


class Outlook(NamedTuple):
    """A stretch of a text up to ``end``: the year it speaks of, and whether it plans."""

    end: int
    year: int
    forward: bool


@dataclass(frozen=True, slots=True)
class Confusable:
    """A miswritten word at ``start:end`` and the ``right`` one, with the reason."""

    start: int
    end: int
    text: str
    right: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _SetPhrase:
    """A wording of a set phrase.

    ``core`` must stand in a text; a match lies within ``reach`` of where its core begins.
    """

    name: str
    core: str
    form: str
    verbs: tuple[str, ...]
    reach: int


@lru_cache(maxsize=8192)
def find_set_phrases(text: str) -> tuple[PhraseSpan, ...]:
    """The set phrases of ``text`` in order, the longest where they overlap.

    A phrase is found with or without its quotation marks, and with its verb (增强“四个意识”).
    """
    held = _cores().within(text)
    found = [
        PhraseSpan(start, end, text[start:end], phrase.name)
        for phrase in _set_phrases()
        if phrase.core in held
        for start, end in _places_of(phrase, text)
    ]
    return tuple(_longest(found))


def _places_of(phrase: _SetPhrase, text: str) -> Iterator[tuple[int, int]]:
    """Where a phrase stands, with its verb: its core is found first, then what lies around it."""
    at = text.find(phrase.core)
    while at >= 0:
        found = compiled(phrase.form).search(text, max(0, at - phrase.reach), at + phrase.reach)
        if found and found.start() <= at < found.end():
            start = found.start()
            verb = next((each for each in phrase.verbs if text.endswith(each, 0, start)), "")
            yield start - len(verb), found.end()
        at = text.find(phrase.core, at + len(phrase.core))


@lru_cache(maxsize=8192)
def find_stale(
    text: str, year: int, *, forward: bool, month: int | None = None
) -> tuple[Stale, ...]:
    """Phrases that no longer, or do not yet, hold for a document about ``year``.

    Args:
        text: the text to search.
        year: the year the text speaks of.
        forward: True for a plan or a 下一步 section, False for a review of ``year``.
        month: the month of ``year`` up to which events are known; December for a review and
            January for a plan unless given.

    Returns:
        What does not hold, in order, without overlaps.
    """
    now = _month_of(year, forward=forward) if month is None else (year, month)
    found: list[Stale | PhraseSpan] = [*_plenum_lists(text, now, forward=forward)]
    for period, match in dated_in(text):
        found.append(_judge(period, match, now, forward=forward))
    return tuple(each for each in _longest(found) if isinstance(each, Stale))


@lru_cache(maxsize=16)
def find_stale_by(text: str, outlooks: tuple[Outlook, ...]) -> tuple[Stale, ...]:
    """As :func:`find_stale` for a text whose stretches speak of different years.

    The tables are searched once over the whole text, which costs less than a search a stretch.
    """
    found: list[Stale | PhraseSpan] = []
    for at, (end, year, forward) in enumerate(outlooks):
        start = outlooks[at - 1].end if at else 0
        now = _month_of(year, forward=forward)
        for each in _plenum_lists(text[start:end], now, forward=forward):
            found.append(replace(each, start=each.start + start, end=each.end + start))
    for period, match in dated_in(text):
        at = bisect_right(outlooks, match.start(), key=lambda outlook: outlook.end)
        if at < len(outlooks):
            _, year, forward = outlooks[at]
            now = _month_of(year, forward=forward)
            found.append(_judge(period, match, now, forward=forward))
    return tuple(each for each in _longest(found) if isinstance(each, Stale))


def _month_of(year: int, *, forward: bool) -> Month:
    """The month up to which events are known: January for a plan, December for a review."""
    return (year, 1 if forward else 12)


@lru_cache(maxsize=8192)
def find_dated(text: str) -> tuple[PhraseSpan, ...]:
    """The phrases of ``text`` that hold for a time only, whether or not that time is now."""
    found = [
        PhraseSpan(match.start(), match.end(), match.group(), period.name)
        for period, match in dated_in(text)
    ]
    for each in find_plenum_lists(text, (9999, 12), forward=False):
        found.append(PhraseSpan(each.start, each.end, text[each.start : each.end], "全会"))
    return tuple(_longest(found))


def _plenum_lists(text: str, now: Month, *, forward: bool) -> tuple[Stale | PhraseSpan, ...]:
    """The lists of congresses and plenums in ``text``: stale, or shielding what lies inside."""
    found: list[Stale | PhraseSpan] = []
    for each in find_plenum_lists(text, now, forward=forward):
        if each.reason:
            drop = not each.replacement
            found.append(
                Stale(
                    each.start,
                    each.end,
                    "党代会和全会",
                    each.reason,
                    each.replacement,
                    drop,
                    early=each.early,
                )
            )
        else:
            found.append(PhraseSpan(each.start, each.end, text[each.start : each.end], "全会"))
    return tuple(found)


def find_confusables(text: str) -> tuple[Confusable, ...]:
    """Miswritten words in ``text`` in order, each with the right one."""
    held = _miswritten().within(text)
    found = [
        Confusable(match.start(), match.end(), match.group(), right, reason)
        for literal, form, right, reason in _confusables()
        if literal in held
        for match in compiled(form).finditer(text)
    ]
    return tuple(_longest(found))


def mend(text: str) -> str:
    """``text`` with its miswritten words put right."""
    for each in reversed(find_confusables(text)):
        text = text[: each.start] + each.right + text[each.end :]
    return text


def _judge(
    period: Period, match: re.Match[str], now: Month, *, forward: bool
) -> Stale | PhraseSpan:
    """The match as stale, or as a span that holds and so shields shorter ones inside it."""
    year = now[0]
    last = period.forward_to if forward else period.review_to
    # A plan may speak of what the coming year will bring; a review only of what has been.
    early = (year, 12) < period.begins if forward else now < period.begins
    if not early and (year, 1) <= last:
        return PhraseSpan(match.start(), match.end(), match.group(), period.name)
    replacement = _successor(period, now)
    drop = not replacement if period.drop is None else period.drop
    reason = _reason(period, early=early, last=last)
    span = (match.start(), match.end())
    return Stale(*span, period.name, reason, replacement, drop, period.strength, early)


def _successor(period: Period, now: Month) -> str:
    if isinstance(period.successor, str):
        return period.successor
    found = wording_at(period.successor["wording"], now)
    return "" if found == period.name else found


def _reason(period: Period, *, early: bool, last: Month) -> str:
    if early:
        return f"“{_plain(period.name)}”到{_written(period.begins)}才有：{period.source}"
    return f"“{_plain(period.name)}”只用到{_written(last)}：{period.source}"


def _plain(name: str) -> str:
    return name.replace("“", "‘").replace("”", "’")


def _written(month: Month) -> str:
    return f"{month[0]}年{month[1]}月"


def _longest(found: list[Any]) -> list[Any]:
    """``found`` in order of place; of those that overlap, the longest, then the first."""
    kept: list[Any] = []
    for each in sorted(found, key=lambda span: (span.start - span.end, span.start)):
        at = bisect_left(kept, each.start, key=_start)
        before = kept[at - 1] if at else None
        behind = kept[at] if at < len(kept) else None
        if (not before or before.end <= each.start) and (not behind or each.end <= behind.start):
            kept.insert(at, each)
    return kept


def _start(span: Any) -> int:
    return int(span.start)


@cache
def _set_phrases() -> tuple[_SetPhrase, ...]:
    """Each wording of each entry."""
    made: list[_SetPhrase] = []
    for entry in lexicon("set_phrases")["phrases"]:
        verbs = tuple(sorted(entry.get("verbs", ()), key=len, reverse=True))
        for wording in (entry["phrase"], *entry.get("also", ())):
            form = phrase_pattern(wording)
            name, core = entry["phrase"], bare(wording)
            made.append(_SetPhrase(name, core, form, verbs, len(wording) + 1))
    return tuple(made)


@cache
def _cores() -> Literals:
    return Literals(phrase.core for phrase in _set_phrases())


@cache
def _miswritten() -> Literals:
    return Literals(literal for literal, _, _, _ in _confusables())


@cache
def _confusables() -> tuple[tuple[str, str, str, str], ...]:
    """(a stretch the text must hold, form, right word, reason) of each entry."""
    table = lexicon("confusables")
    words = [
        (
            entry["wrong"],
            _excluding(entry["wrong"], entry.get("unless", ())),
            entry["right"],
            entry["reason"],
        )
        for entry in table["words"]
    ]
    patterns = [
        (entry["core"], entry["pattern"], entry["right"], entry["reason"])
        for entry in table["patterns"]
    ]
    return (*words, *patterns)


def _excluding(wrong: str, unless: tuple[str, ...]) -> str:
    """``wrong`` where it is not part of one of the longer words ``unless``."""
    guards = ""
    for longer in unless:
        before, _, after = longer.partition(wrong)
        guards += f"(?!(?<={re.escape(before)}){re.escape(wrong + after)})"
    return guards + re.escape(wrong)
