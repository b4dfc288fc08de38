"""Phrases that hold for a time only, as ``lexicon/periods.yaml`` has them, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from corpus.lexicon import lexicon
from corpus.literals import Literals
from corpus.months import Month, month_of

_QUOTES = '“”"＂'
# No dated phrase reaches further to either side of where its core begins.
_REACH = 60


@dataclass(frozen=True, slots=True)
class Period:
    """A phrase's time; one of ``cores`` must stand in a text for the pattern to match."""

    name: str
    cores: tuple[str, ...]
    form: str
    begins: Month
    review_to: Month
    forward_to: Month
    successor: str | dict[str, str]
    drop: bool | None
    strength: Literal["error", "info"]
    source: str


@lru_cache(maxsize=8192)
def dated_in(text: str) -> tuple[tuple[Period, re.Match[str]], ...]:
    """Every dated phrase of the text: its pattern is tried only around one of its cores."""
    held = _cores().within(text)
    return tuple(
        (period, match)
        for period in _periods()
        if not held.isdisjoint(period.cores)
        for start, end in _around_cores(held.intersection(period.cores), text)
        for match in compiled(period.form).finditer(text, start, end)
    )


def _around_cores(held: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    """The stretches of the text in which a period of these cores may stand, none overlapping."""
    begun = ended = -1
    for at in sorted(at for core in held for at in _occurrences(core, text)):
        if ended >= 0 and at - _REACH > ended:
            yield begun, ended
            begun = -1
        begun = max(0, at - _REACH) if begun < 0 else begun
        ended = at + _REACH
    if ended >= 0:
        yield begun, ended


def _occurrences(core: str, text: str) -> Iterator[int]:
    at = text.find(core)
    while at >= 0:
        yield at
        at = text.find(core, at + 1)


@cache
def _periods() -> tuple[Period, ...]:
    return tuple(_period(entry) for entry in lexicon("periods")["periods"])


@cache
def _cores() -> Literals:
    return Literals(core for period in _periods() for core in period.cores)


def _period(entry: dict[str, Any]) -> Period:
    wordings = (entry["name"], *entry.get("aliases", ()))
    literal = "|".join(phrase_pattern(each) for each in sorted(wordings, key=len, reverse=True))
    to = entry["to"]
    return Period(
        name=entry["name"],
        cores=tuple(entry["cores"]) if "pattern" in entry else tuple(map(bare, wordings)),
        form=entry.get("pattern") or literal,
        begins=month_of(entry["from"]),
        review_to=month_of(entry.get("review_to", to)),
        forward_to=month_of(entry.get("forward_to", to)),
        successor=entry.get("successor", ""),
        drop=entry.get("drop"),
        strength=entry.get("strength", "error"),
        source="；".join(filter(None, (entry["source"], entry.get("note")))),
    )


def phrase_pattern(phrase: str) -> str:
    """A regular expression for ``phrase`` that takes its quotation marks as optional."""
    return "".join(f"[{_QUOTES}]?" if char in _QUOTES else re.escape(char) for char in phrase)


def bare(phrase: str) -> str:
    """The longest stretch of ``phrase`` without quotation marks: it must occur in a text."""
    return max(re.split(f"[{_QUOTES}]", phrase), key=len)


@cache
def compiled(form: str) -> re.Pattern[str]:
    """The pattern of an entry, compiled when a text first holds its core: most never do."""
    return re.compile(form)
