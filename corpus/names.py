"""Names a draft may not take over from the past unless this year's sheet says them.

Two ways lead to a name: a suffix that shows one (行动, 银行, 社区) with a proper word before it, and
patterns (people after titles, quoted shorthand, documents, meetings with ordinals). What is a set
phrase, dated (``periods.yaml``) or standing (``standing.yaml``) is no name here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from corpus.clauses import split_clauses
from corpus.lexicon import lexicon
from corpus.phrases import find_dated, find_set_phrases
from corpus.wordlists import Word, cut_words, listed, tail_of

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

_LONGEST = 18
_QUOTED = re.compile(r"“([^“”]{1,40})”")
_TITLED = re.compile(r"《[^《》]{2,60}》")
_MEETING = re.compile(
    r"(?:全国|[省市县区州](?:委|纪委)?)?[一二三四五六七八九十]+届[省市县区州]?"
    r"(?:委|纪委|人大|政协)?[一二三四五六七八九十]+次(?:全体会议|全会|会议)"
    r"|(?:[\u4e00-\u9fff]{1,4})?第[一二三四五六七八九十\d]+次(?:党代会|党员代表大会|代表大会)"
    r"|(?:[\u4e00-\u9fff]{0,6})?第[一二三四五六七八九十\d]+届[\u4e00-\u9fff]{2,12}?"
    r"(?:博览会|论坛|峰会|大会|运动会|交易会|洽谈会)"
)
_HAN = "\u4e00-\u9fff"


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name at ``start:end`` and what it is the name of."""

    start: int
    end: int
    text: str
    sort: NameSort


def find_names(text: str, *, own: tuple[str, ...] = ()) -> tuple[NameSpan, ...]:
    """The names in ``text``, in order and without overlaps (the longest stands).

    Args:
        text: the text to search.
        own: the office's own names (云州市金融工作局, 局党组): neither they nor their parts are
            returned.
    """
    shields = [(each.start, each.end) for each in find_set_phrases(text)]
    shields += [(each.start, each.end) for each in find_dated(text)]
    found = [
        name
        for name in _all(text)
        if not _is_standing(name) and not _is_own(name, own) and not _inside(name, shields)
    ]
    return tuple(_longest(found))


def _all(text: str) -> Iterator[NameSpan]:
    yield from _by_suffix(text)
    yield from _known(text)
    yield from _media(text)
    yield from _people(text)
    yield from _themes(text)
    for match in _QUOTED.finditer(text):
        if _is_brand(text, match):
            yield _span(match, "brand")
    for match in _TITLED.finditer(text):
        yield _span(match, "document")
    for match in _MEETING.finditer(text):
        yield _span(match, "meeting")
    for match in _product_pattern().finditer(text):
        yield _trimmed(text, match, "brand")


def _span(match: re.Match[str], sort: NameSort, group: int = 0) -> NameSpan:
    return NameSpan(match.start(group), match.end(group), match.group(group), sort)


def _trimmed(text: str, match: re.Match[str], sort: NameSort, at: int = 0) -> NameSpan:
    """The match without the words of its ``lead`` up to their last verb, particle or mark.

    ``at`` is where the searched stretch stands in ``text``.
    """
    start = tail_of(text, at + match.start("lead"), at + match.start("core"))
    end = at + match.end()
    return NameSpan(start, end, text[start:end], sort)


def _is_brand(text: str, match: re.Match[str]) -> bool:
    """Whether a quotation names something of one's own: not somebody's words, not plain words."""
    table = lexicon("names")
    if text[: match.start()].rstrip("：，").endswith(tuple(table["speaking"])):
        return False
    if text.startswith(tuple(table["brand_heads"]), match.end()):
        return True
    return any(word.sort == "unknown" for word in cut_words(match.group(1)))


def _themes(text: str) -> Iterator[NameSpan]:
    """Years, months and weeks with a theme: 作风建设年, 反诈宣传月."""
    for match in _theme_pattern().finditer(text):
        start = tail_of(text, max(0, match.start() - _LONGEST), match.start())
        if start < match.start():
            yield NameSpan(start, match.end(), text[start : match.end()], "campaign")


@cache
def _theme_pattern() -> re.Pattern[str]:
    themes = lexicon("names")["themes"]
    heads = "|".join(sorted(themes["heads"], key=len, reverse=True))
    return re.compile(
        rf"(?:{heads})(?:{'|'.join(themes['units'])})(?!{'|'.join(themes['not_before'])})"
        r"(?:(?:主题|系列)?活动|行动)?"
    )


# ---- names shown by their suffix


def _by_suffix(text: str) -> Iterator[NameSpan]:
    words = cut_words(text)
    for at, word in enumerate(words):
        if word.sort != "suffix":
            continue
        for sort, suffix in _suffixes_of(word.text):
            name = _named(text, words, at, suffix)
            if name is not None:
                yield NameSpan(name.start, name.end, name.text, sort)


def _named(text: str, words: tuple[Word, ...], at: int, suffix: _Suffix) -> Word | None:
    """The name that ends with the suffix word at ``at``, None where it is generic."""
    word = words[at]
    if text.startswith(suffix.not_before, word.end):
        return None
    before = _words_before(words, at)
    proper = any(each.sort == "unknown" for each in before)
    if not before or not proper or _is_generic("".join(w.text for w in before), suffix):
        return None
    start = before[0].start
    if word.start - start > suffix.longest:
        return None
    return Word(start, word.end, text[start : word.end], "unknown")


def _words_before(words: tuple[Word, ...], at: int) -> list[Word]:
    """The words before ``at`` back to a cut or a mark, in order, at most a name's length."""
    before: list[Word] = []
    length = 0
    for word in reversed(words[:at]):
        length += word.end - word.start
        if word.sort in ("cut", "mark") or length > _LONGEST:
            break
        before.insert(0, word)
    return before


@dataclass(frozen=True, slots=True)
class _Suffix:
    """A suffix: what may not follow it, how long its name may be, what words make it generic."""

    not_before: tuple[str, ...]
    longest: int
    generic: frozenset[str]


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
        (
            "company" if sort == "firm" else sort,
            _Suffix(
                tuple(entry["not_before"]),
                entry.get("longest", _LONGEST),
                frozenset(entry.get("generic", ())),
            ),
        )
        for sort, entry in lexicon("names")["suffixes"].items()
        if word in entry["words"]
    )


# ---- names known by themselves, people, media


def _known(text: str) -> Iterator[NameSpan]:
    for sort, names in lexicon("names")["known"].items():
        for name in names:
            start = text.find(name)
            while start >= 0:
                yield NameSpan(start, start + len(name), name, sort)
                start = text.find(name, start + len(name))


def _media(text: str) -> Iterator[NameSpan]:
    """Media outlets named where something was printed or told: 被学习强国、云州日报采用."""
    for clause in split_clauses(text):
        if any(word in clause.text for word in lexicon("names")["media_clause"]):
            for match in _media_pattern().finditer(clause.text):
                yield _trimmed(text, match, "media", clause.start)


@cache
def _media_pattern() -> re.Pattern[str]:
    endings = "|".join(lexicon("names")["media_suffixes"])
    return re.compile(rf"(?P<lead>[{_HAN}A-Za-z]{{0,6}}?)(?P<core>{endings})")


@cache
def _product_pattern() -> re.Pattern[str]:
    return re.compile(lexicon("names")["products"])


def _people(text: str) -> Iterator[NameSpan]:
    for pattern in _person_patterns():
        for match in pattern.finditer(text):
            if not match.group(1).startswith(listed("not_persons")):
                yield _span(match, "person", 1)


@cache
def _person_patterns() -> tuple[re.Pattern[str], ...]:
    """People behind a title (局长张三主持), or before one at the head of a stretch (由张三同志)."""
    titles = "|".join(sorted(lexicon("names")["titles"], key=len, reverse=True))
    surname = f"[{lexicon('names')['surnames']}]"
    follows = r"(?=$|[，。、；：（）“\s]|同志|等|带|主持|出席|作|率|讲|到|深入|参加|介绍|说|表示|赴|来)"
    return (
        re.compile(rf"(?:{titles})({surname}[{_HAN}]{{1,2}}?){follows}"),
        re.compile(
            rf"(?:^|(?<=[，。、；：（由经与对向给以和及]))({surname}[{_HAN}]{{1,2}})(?=同志(?!们|关系)|书记|局长|行长|主任|市长|教授|董事长)"
        ),
    )


# ---- what is no name after all


def _is_standing(name: NameSpan) -> bool:
    if name.sort == "document":
        return any(pattern.fullmatch(name.text) for pattern in _standing_documents())
    return name.sort != "media" and name.text.strip("“”") in _standing_words()


@cache
def _standing_words() -> frozenset[str]:
    table = lexicon("standing")
    entries = [*table["quoted"], *table["offices"], *table["undertakings"]]
    return frozenset(word for entry in entries for word in entry["words"])


@cache
def _standing_documents() -> tuple[re.Pattern[str], ...]:
    patterns = lexicon("standing")["documents"]["patterns"]
    return tuple(re.compile(entry["pattern"]) for entry in patterns)


def _is_own(name: NameSpan, own: tuple[str, ...]) -> bool:
    return any(name.text in each or (each and each in name.text) for each in own)


def _inside(name: NameSpan, shields: list[tuple[int, int]]) -> bool:
    inner = 1 if name.text.startswith("“") else 0
    bounds = (name.start + inner, name.end - inner)
    return any(start <= bounds[0] and bounds[1] <= end for start, end in shields)


def _longest(found: list[NameSpan]) -> list[NameSpan]:
    kept: list[NameSpan] = []
    for name in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if all(name.end <= other.start or other.end <= name.start for other in kept):
            kept.append(name)
    return sorted(kept, key=lambda each: each.start)
