"""Masking: what of a past text a writer may see, with every value and name as a typed token.

``召开党组会议24次`` becomes ``召开党组会议⟦数1⟧``; the token remembers the words, their sort and
measure. Set phrases stay as they are. :func:`unmask` restores the text exactly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.blanks import Blank, find_blanks
from corpus.figures import Figure, find_figures
from corpus.lexicon import lexicon
from corpus.names import NameSort, find_names
from corpus.phrases import find_set_phrases
from corpus.wordlists import suffixes

TokenSort = (
    Literal["amount", "year", "date", "ordinal", "number", "blank", "bracket", "own"] | NameSort
)

OPEN, CLOSE = "⟦", "⟧"
_SIGNS: dict[TokenSort, str] = {
    "amount": "数",
    "number": "号",
    "year": "年",
    "date": "期",
    "ordinal": "序",
    "blank": "空",
    "bracket": "括",
    "own": "本单位",
    "office": "单位",
    "person": "人",
    "bank": "银行",
    "company": "企业",
    "place": "地",
    "brand": "名",
    "campaign": "活动",
    "document": "文件",
    "media": "媒体",
    "meeting": "会议",
}
_DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{0,8}[〔\[（(【][0-9０-９]{4}[〕\]）)】]第?[0-9０-９]+号"
)
# Numbers of which only the scale is said, and numerals that say none: what is counted follows.
_APPROXIMATE = re.compile(
    r"(?:[一二三四五六七八九]?十[几多]|[数几上近成][十百千万]+[十百千万亿]?|[一二三四五六七八九]{2}[十百千万]+)"
    r"(?=[余多]?[次个项家名条场期批件篇起户支人位天年]|[万亿]?元)"
)
_SHARE = re.compile(
    r"[百千万]分之[零〇一二三四五六七八九十百千点]+|[一二三四五六七八九]成(?=以上|[，。；、左多])"
    r"|翻[一二两三几]?番|过半(?=[，。；、的]|$)|(?<=[近超过达占])一半"
)
# The city or county an office's name begins with is its own too, with its suffix and without.
_OWN_PLACE = re.compile(r"([\u4e00-\u9fff]{2,5}?)(?:[省市县区州]|自治[区州县])")
_DIGITS = re.compile(r"\d+(?:[.．]\d+)?")
_TOKEN = re.compile(rf"{OPEN}[^{OPEN}{CLOSE}]+{CLOSE}")


@dataclass(frozen=True, slots=True)
class Token:
    """A masked stretch: ``mark`` stands in the masked text for ``text``.

    ``sort`` says what it was; ``measure`` is the figure's or blank's (次, 亿元), else "".
    """

    mark: str
    text: str
    sort: TokenSort
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without values and names, and the tokens that stand for them, in order."""

    text: str
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    sort: TokenSort
    measure: str = ""


def mask(text: str, *, own: tuple[str, ...] = ()) -> Masked:
    """``text`` with every figure, masked value, date, document number and name as a token.

    No digit outside a token's mark is left, and of names none but standing offices and what is in
    the tables of set phrases. Brackets of the tokens' own kind that stand in
    ``text`` already become tokens too, so that nothing in it can pass for one.

    Args:
        text: a past text in its own words.
        own: the office's own names, longest first or not; they become tokens of their own sort.
    """
    pieces: list[str] = []
    tokens: list[Token] = []
    counts: Counter[str] = Counter()
    at = 0
    for stretch in _stretches(text, own):
        sign = _SIGNS[stretch.sort]
        counts[sign] += 1
        mark = f"{OPEN}{sign}{counts[sign]}{CLOSE}"
        words = text[stretch.start : stretch.end]
        tokens.append(Token(mark, words, stretch.sort, stretch.measure))
        pieces += [text[at : stretch.start], mark]
        at = stretch.end
    return Masked("".join([*pieces, text[at:]]), tuple(tokens))


def unmask(masked: Masked) -> str:
    """The text that :func:`mask` was given."""
    words = {token.mark: token.text for token in masked.tokens}
    return _TOKEN.sub(lambda match: words[match.group()], masked.text)


def _stretches(text: str, own: tuple[str, ...]) -> list[_Stretch]:
    """What is to be masked, in order, without overlaps; overlapping finds are joined."""
    found = sorted(_finds(text, own), key=lambda each: (each.start, -each.end))
    joined: list[_Stretch] = []
    for each in found:
        if joined and each.start < joined[-1].end:
            joined[-1] = _join(joined[-1], each)
        else:
            joined.append(each)
    return joined


def _join(one: _Stretch, other: _Stretch) -> _Stretch:
    """Both as one; the longer says the sort."""
    longer = one if one.end - one.start >= other.end - other.start else other
    return _Stretch(one.start, max(one.end, other.end), longer.sort, longer.measure)


def _finds(text: str, own: tuple[str, ...]) -> Iterator[_Stretch]:
    for at, char in enumerate(text):
        if char in OPEN + CLOSE:
            yield _Stretch(at, at + 1, "bracket")
    for name in find_names(text, own=own):
        yield _Stretch(name.start, name.end, name.sort)
    yield from _values(text)
    phrases = [(each.start, each.end) for each in find_set_phrases(text)]
    for pattern, sort in _patterns(own):
        for match in pattern.finditer(text):
            start, end = match.span()
            if sort != "amount" or not any(one <= start and end <= two for one, two in phrases):
                yield _Stretch(start, end, sort)


def _patterns(own: tuple[str, ...]) -> Iterator[tuple[re.Pattern[str], TokenSort]]:
    """What is masked by its look alone, and the sort it is."""
    found = [place for name in own if (place := _OWN_PLACE.match(name.removeprefix("中共")))]
    named = [place for place in found if place[0] not in suffixes("place")]  # not 高新区
    places = [part for place in named for part in (place[0], place[1])]
    if names := "|".join(sorted({*map(re.escape, own), *places} - {""}, key=len, reverse=True)):
        yield re.compile(names), "own"
    yield re.compile("|".join(lexicon("names")["exchanges"])), "office"
    yield _DOCUMENT_NUMBER, "number"
    yield _APPROXIMATE, "amount"
    yield _SHARE, "amount"
    yield _DIGITS, "number"


def _values(text: str) -> Iterator[_Stretch]:
    """Figures and blanks; one that lies in a set phrase belongs to it and stays."""
    phrases = [(each.start, each.end) for each in find_set_phrases(text)]
    values: list[Figure | Blank] = [*find_figures(text), *find_blanks(text)]
    for value in values:
        if not any(start <= value.start and value.end <= end for start, end in phrases):
            yield _value(value)


def _value(value: Figure | Blank) -> _Stretch:
    if isinstance(value, Figure):
        # The measure stays to be read, as it does behind a mask: ⟦数1⟧亿元, ⟦空1⟧亿元.
        end = value.number_end if value.sort == "amount" else value.end
        return _Stretch(value.start, end, value.sort, value.measure)
    if value.sort == "name":
        return _Stretch(value.start, value.end, "brand")
    sort: TokenSort = "blank" if value.masked else "amount"
    return _Stretch(value.start, value.end, sort, value.measure)
