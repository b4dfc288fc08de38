"""Names a draft may not take over from the past unless this year's sheet says them.

Two ways lead to a name: a suffix that shows one (行动, 银行, 社区) with a proper word before it
(:mod:`corpus.proper`), and patterns (people after titles, quoted shorthand, documents, meetings
with ordinals). What is a set phrase, dated (``periods.yaml``) or standing (``standing.yaml``) is no
name here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from corpus.clauses import split_clauses
from corpus.lexicon import any_of, lexicon
from corpus.people import names_of_people
from corpus.phrases import find_dated, find_set_phrases
from corpus.proper import (
    NameSort,
    NameSpan,
    names_by_list,
    names_by_suffix,
    names_by_tail,
    names_by_theme,
)
from corpus.wordlists import cut_words, tail_of

__all__ = ["NameSort", "NameSpan", "find_names"]

_QUOTED = re.compile(r"“([^“”]{1,40})”")
_TITLED = re.compile(r"《[^《》]{2,60}》")
_MEETING = re.compile(
    r"(?:全国|[省市县区州](?:委|纪委)?)?[一二三四五六七八九十]{1,4}届[省市县区州]?"
    r"(?:委|纪委|人大|政协)?[一二三四五六七八九十]{1,4}次(?:全体会议|全会|会议)"
    r"|[省市县区州]?第[一二三四五六七八九十\d]{1,4}次(?:党代会|党员代表大会|代表大会)"
    r"|第[一二三四五六七八九十\d]{1,4}届[\u4e00-\u9fff]{2,12}?"
    r"(?:博览会|论坛|峰会|大会|运动会|交易会|洽谈会)"
)
_HAN = "\u4e00-\u9fff"
_ITEM = re.compile(f"[{_HAN}A-Za-z0-9]+")
_SHORTEST_FIRM = 3


@lru_cache(maxsize=8192)  # the same clauses are asked for by planning, writing and checking
def find_names(text: str, *, own: tuple[str, ...] = ()) -> tuple[NameSpan, ...]:
    """The names in ``text``, in order and without overlaps (the longest stands).

    Args:
        text: the text to search.
        own: the office's own names (云州市金融工作局, 局党组): neither they nor their parts are
            returned.
    """
    shields = [(each.start, each.end) for each in find_set_phrases(text)]
    shields += [(each.start, each.end) for each in find_dated(text)]
    shields += [match.span() for match in _standing_places().finditer(text)]
    found = [
        name
        for name in (_behind(each, shields) for each in _all(text))
        if not _is_standing(name) and not _is_own(name, own) and not _inside(name, shields)
    ]
    return tuple(_longest(found))


def _all(text: str) -> Iterator[NameSpan]:
    yield from names_by_suffix(text)
    yield from names_by_theme(text)
    yield from names_by_tail(text)
    yield from names_by_list(text)
    yield from _media(text)
    yield from names_of_people(text)
    yield from _firms_in_a_row(text)
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
    heads = tuple(table["brand_heads"])
    if text.startswith(heads, match.end()) or match.group(1).endswith(heads):
        return True
    return any(word.sort == "unknown" for word in cut_words(match.group(1)))


# ---- media, products, firms


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


def _firms_in_a_row(text: str) -> Iterator[NameSpan]:
    """Firms that only their row shows: 云州锂能、青屏药业等企业, 等3家重点企业."""
    for match in _firm_lists().finditer(text):
        for item in _ITEM.finditer(match["row"]):
            start, end = (match.start("row") + place for place in item.span())
            at = tail_of(text, start, end)
            name = text[at:end]
            if len(name) >= _SHORTEST_FIRM and any(w.sort == "unknown" for w in cut_words(name)):
                yield NameSpan(at, at + len(name), name, "company")


@cache
def _firm_lists() -> re.Pattern[str]:
    table = lexicon("names")["firm_rows"]
    which, what = "|".join(table["which"]), "|".join(table["what"])
    count = "(?:[0-9一二两三四五六七八九十]+[家户])?"
    row = rf"(?P<row>[{_HAN}A-Za-z0-9、]{{1,60}}?)"
    return re.compile(rf"{row}等{count}(?:{which})*(?:{what})")


# ---- what is no name after all


def _is_standing(name: NameSpan) -> bool:
    if name.sort == "document":
        return any(pattern.fullmatch(name.text) for pattern in _standing_documents())
    bare = name.text.strip("“”")
    family = any(pattern.fullmatch(bare) for pattern in _standing_families())
    return name.sort != "media" and (bare in _standing_words() or family)


@cache
def _standing_words() -> frozenset[str]:
    table = lexicon("standing")
    entries = [*table["quoted"], *table["offices"], *table["undertakings"]]
    return frozenset(word for entry in entries for word in entry["words"])


@cache
def _standing_places() -> re.Pattern[str]:
    """Standing offices and undertakings, the longest first."""
    table = lexicon("standing")
    words = [word for entry in table["offices"] + table["undertakings"] for word in entry["words"]]
    longest = any_of(words)
    return re.compile(rf"(?:{longest})(?:系列|主题)?(?:活动)?")


@cache
def _standing_families() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(entry["pattern"]) for entry in lexicon("standing")["quoted_patterns"])


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


def _behind(name: NameSpan, shields: list[tuple[int, int]]) -> NameSpan:
    """The name without the end of a standing phrase it reaches back into (…监督管理总局云州)."""
    cut = max((end for start, end in shields if start < name.start < end < name.end), default=0)
    if cut <= name.start:
        return name
    return NameSpan(cut, name.end, name.text[cut - name.start :], name.sort)


def _longest(found: list[NameSpan]) -> list[NameSpan]:
    kept: list[NameSpan] = []
    taken: set[int] = set()
    for name in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if taken.isdisjoint(range(name.start, name.end)):
            taken.update(range(name.start, name.end))
            kept.append(name)
    return sorted(kept, key=lambda each: each.start)
