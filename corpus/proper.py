"""Names shown by how they end: a suffix, or a year or month with a theme.

The lists are in ``lexicon/names.yaml``. What stands before the ending belongs to the name, back to
the last verb, particle or mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from corpus.lexicon import lexicon
from corpus.wordlists import Word, cut_words, listed, suffixes, tail_of

NameSort = Literal[
    "office",
    "person",
    "bank",
    "company",
    "place",
    "brand",
    "campaign",
    "document",
    "media",
    "meeting",
]

_LONGEST = 18  # characters before the ending


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name at ``start:end`` and what it is the name of."""

    start: int
    end: int
    text: str
    sort: NameSort


def names_by_list(text: str) -> Iterator[NameSpan]:
    """Names that no suffix shows: banks, media and places known by themselves."""
    for sort, names in lexicon("names")["known"].items():
        for name in filter(text.__contains__, names):  # hundreds, of which a clause has none
            yield from (NameSpan(at, at + len(name), name, sort) for at in _places_of(name, text))
    for match in _short_banks().finditer(text):
        yield NameSpan(match.start(), match.end(), match.group(), "bank")
    cities = [
        NameSpan(at, at + len(name), name, "place")
        for name in filter(text.__contains__, lexicon("names")["cities"])
        for at in _places_of(name, text)
    ]
    # 其中卫生 and 重大理论 hold the characters of two cities.
    words = [word for word in cut_words(text) if len(word.text) > 1] if cities else []
    others = {at for word in words for at in range(word.start, word.end)}
    yield from (city for city in cities if others.isdisjoint(range(city.start, city.end)))


def _places_of(name: str, text: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + len(name))


@cache
def _short_banks() -> re.Pattern[str]:
    return re.compile(lexicon("names")["short_banks"])


def names_by_theme(text: str) -> Iterator[NameSpan]:
    """Years, months and weeks with a theme: 作风建设年, 反诈宣传月."""
    for match in _theme_pattern().finditer(text):
        start = tail_of(text, max(0, match.start() - _LONGEST), match.start())
        if start < match.start():
            yield NameSpan(start, match.end(), text[start : match.end()], "campaign")


@cache
def _theme_pattern() -> re.Pattern[str]:
    themes = lexicon("names")["themes"]
    heads = "|".join(sorted(themes["heads"], key=len, reverse=True))
    units, not_before = "|".join(themes["units"]), "|".join(themes["not_before"])
    always = "|".join(themes["always"])
    themed = rf"(?:{heads})(?:{units})(?!{not_before})(?:(?:主题|系列)?活动|行动)?"
    return re.compile(rf"{themed}|(?:{always})")


def names_by_suffix(text: str) -> Iterator[NameSpan]:
    """Names that end in a suffix and hold a word no list knows: 银龄守护行动, 云岭银行."""
    words = cut_words(text)
    for at, word in enumerate(words):
        if word.sort != "suffix":
            continue
        for sort, suffix in _suffixes_of(word.text):
            name = _named(text, words, at, suffix)
            if name is not None:
                yield NameSpan(name.start, name.end, name.text, sort)


def names_by_tail(text: str) -> Iterator[NameSpan]:
    """Places whose end is a generic word: 昭山区 is 昭 and 山区, and no mountains."""
    words = cut_words(text)
    for before, first, tail in zip((None, None, *words), (None, *words), words, strict=False):
        alone = before is None or before.sort in ("cut", "mark")
        if alone and first and first.sort == "unknown" and tail.text in listed("place_tails"):
            yield NameSpan(first.start, tail.end, text[first.start : tail.end], "place")


def _named(text: str, words: tuple[Word, ...], at: int, suffix: _Suffix) -> Word | None:
    """The name that ends with the suffix word at ``at``, None where it is generic."""
    word = words[at]
    if text.startswith(suffix.not_before, word.end):
        return None
    before = _words_before(words, at, suffix)
    proper = suffix.any_word or any(each.sort == "unknown" for each in before)
    if not before or not proper or _is_generic("".join(w.text for w in before), suffix):
        return None
    start = _head_of_place(text, before[0].start, at, words) if suffix.place else before[0].start
    return Word(start, word.end, text[start : word.end], "unknown")


def _head_of_place(text: str, start: int, at: int, words: tuple[Word, ...]) -> int:
    """Where a place begins whose first of two characters looked like a preposition: 临江街道."""
    lone = words[at].start - start == 1 and start > 0
    return start - 1 if lone and text[start - 1] in lexicon("names")["place_heads"] else start


def _words_before(words: tuple[Word, ...], at: int, suffix: _Suffix) -> list[Word]:
    """The words before ``at`` back to a cut, a mark or a barrier, in order."""
    before: list[Word] = []
    length = 0
    for word in reversed(words[:at]):
        length += word.end - word.start
        barred = word.sort in ("cut", "mark") or word.text in suffix.barriers
        if barred or length > suffix.longest:
            break
        before.insert(0, word)
    return before


@dataclass(frozen=True, slots=True)
class _Suffix:
    """What the endings of one sort have in common.

    ``not_before`` may not follow one; ``longest`` is the most characters before it; a modifier of
    ``generic`` words only makes no name, and unless ``any_word`` it needs an unlisted word too.
    ``barriers`` are endings of other names, over which it cannot reach. ``place`` says that it
    ends places.
    """

    not_before: tuple[str, ...]
    longest: int
    generic: frozenset[str]
    any_word: bool
    barriers: frozenset[str]
    place: bool


def _is_generic(modifier: str, suffix: _Suffix) -> bool:
    """Whether ``modifier`` is made of the suffix's own generic words only."""
    reachable = {0}
    for end in range(1, len(modifier) + 1):
        if any(modifier[start:end] in suffix.generic for start in reachable):
            reachable.add(end)
    return len(modifier) in reachable


@cache
def _suffixes_of(word: str) -> tuple[tuple[NameSort, _Suffix], ...]:
    """What the suffix ``word`` may be the end of."""
    return tuple(
        (_SORTS.get(sort, sort), _suffix(sort))
        for sort in lexicon("names")["suffixes"]
        if word in suffixes(sort)
    )


_SORTS: dict[str, NameSort] = {"firm": "company", "undertaking": "campaign"}


@cache
def _suffix(sort: str) -> _Suffix:
    entry = lexicon("names")["suffixes"][sort]
    return _Suffix(
        not_before=tuple(entry["not_before"]),
        longest=entry.get("longest", _LONGEST),
        generic=frozenset(entry.get("generic", ())),
        any_word=entry.get("any", False),
        place=sort == "place",
        barriers=frozenset(word for other in entry.get("barriers", ()) for word in suffixes(other)),
    )
