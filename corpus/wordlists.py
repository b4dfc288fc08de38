"""Prose cut into words by longest match over the lists of ``lexicon/names.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from corpus.lexicon import lexicon

WordSort = Literal["cut", "soft", "generic", "suffix", "unknown", "mark"]

_MARK = re.compile(r"[^\u4e00-\u9fff0-9０-９A-Za-zＡ-Ｚａ-ｚ·—\-＋+]")
_NUMBER = re.compile(
    r"[0-9０-９一二两三四五六七八九十百千几数]{1,12}(?:余|多)?[次个项家名条场期批件篇起户支类种届位大年月日]"
)
_DIGITS = re.compile(r"[0-9０-９]+")
_MASK = re.compile(r"[XＸx×]{2,}")


_Words = tuple[tuple[int, ...], dict[str, WordSort]]
_NONE: _Words = ((), {})


@dataclass(frozen=True, slots=True)
class Word:
    """A word at ``start:end``.

    A name cannot reach back over a "cut" or a "mark" (punctuation, a mask).
    """

    start: int
    end: int
    text: str
    sort: WordSort


@lru_cache(maxsize=8192)
def cut_words(text: str) -> tuple[Word, ...]:
    """The words of ``text`` in order; a character in no list is an "unknown" word of its own."""
    words: list[Word] = []
    at = 0
    while at < len(text):
        length, sort = _next_word(text, at)
        if sort == "soft":
            begins = not words or words[-1].sort in ("cut", "mark")
            sort = "cut" if begins else "unknown"
        words.append(Word(at, at + length, text[at : at + length], sort))
        at += length
    return tuple(words)


def _next_word(text: str, at: int) -> tuple[int, WordSort]:
    if mask := _MASK.match(text, at):
        return len(mask.group()), "mark"
    if _MARK.match(text, at):
        return 1, "mark"
    counted = _NUMBER.match(text, at) or _DIGITS.match(text, at)
    length, sort = _longest_listed(text, at)
    if counted and len(counted.group()) >= length:
        return len(counted.group()), "cut"
    return length, sort


def _longest_listed(text: str, at: int) -> tuple[int, WordSort]:
    """Length and sort of the longest listed word at ``at``; one unknown character if none."""
    lengths, listed = _vocabulary().get(text[at], _NONE)
    for length in lengths:
        word = text[at : at + length]
        if word in listed:
            return len(word), listed[word]
    return 1, "unknown"


def listed(*keys: str) -> tuple[str, ...]:
    """The words of a list of names.yaml, written one after another with spaces or as a list."""
    entry = lexicon("names")
    for key in keys:
        entry = entry[key]
    return tuple(entry.split()) if isinstance(entry, str) else tuple(entry)


def suffixes(sort: str) -> tuple[str, ...]:
    """The words that end a name of this sort."""
    entry = lexicon("names")["suffixes"][sort]
    made = (verb + word for verb in entry.get("verbs", ()) for word in entry["words"][:2])
    return (*entry["words"], *made)


def tail_of(text: str, start: int, end: int) -> int:
    """Where the words of ``text[start:end]`` behind its last cut or mark begin."""
    words = cut_words(text[start:end])
    for word in reversed(words):
        if word.sort in ("cut", "mark"):
            return start + word.end
    return start


@cache
def _vocabulary() -> dict[str, _Words]:
    """By its first character every listed word with its sort, and the lengths there are.

    A suffix stays one though it be listed elsewhere. Lengths come longest first.
    """
    known: dict[str, WordSort] = {}
    for key in lexicon("names")["generic"]:
        known.update(dict.fromkeys(listed("generic", key), "generic"))
    for key in lexicon("names")["cuts"]:
        sort: WordSort = "soft" if key == "soft" else "cut"
        known.update(dict.fromkeys(listed("cuts", key), sort))
    for ending in lexicon("names")["suffixes"]:
        known.update(dict.fromkeys(suffixes(ending), "suffix"))
    by_first: dict[str, dict[str, WordSort]] = {}
    for word, sort in known.items():
        by_first.setdefault(word[0], {})[word] = sort
    return {
        first: (tuple(sorted({len(word) for word in words}, reverse=True)), words)
        for first, words in by_first.items()
    }
