"""一是…二是…: past paragraphs as runs of items, renumbered when some of them fall away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from assistant.brief import Line
from assistant.writing.joining import joined
from assistant.writing.lines import Told

_NUMERALS = "一二三四五六七八九十"
_SHAPES = (
    (re.compile(r"^[一二三四五六七八九十]+是$"), "{}是"),
    (re.compile(r"^[一二三四五六七八九十]+要$"), "{}要"),
    (re.compile(r"^第[一二三四五六七八九十]+，$"), "第{}，"),
    (re.compile(r"^第[一二三四五六七八九十]+、$"), "第{}、"),
)
_FIRST = re.compile(r"^(?:一[是要]|第一[，、]|首先，|①)$")


def numeral(number: int) -> str:
    """A number up to 99 in Chinese numerals: 12 → 十二."""
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens - 1] + "十"
    return lead + (_NUMERALS[ones - 1] if ones else "")


@dataclass(slots=True)
class Item:
    """A headline with the sentences under it; prose without an ordinal is an item without one.

    ``claim`` is the headline's praise, told instead of ``headline`` when a fact of the item bears
    it out; ``topical`` marks a headline that only names a topic, ``promised`` one
    that had sentences beneath, ``is_stump`` an item of which only a few words are left.
    """

    paragraph: int
    ordinal: str = ""
    headline: Told | None = None
    claim: str = ""
    topical: bool = False
    promised: bool = False
    is_stump: bool = False
    sentences: list[Told] = field(default_factory=list)

    def told(self) -> list[Told]:
        """The item's sentences with its headline; none when only an empty promise is left."""
        if self.headline is None:
            return self.sentences
        if not self.sentences:
            empty = self.topical or (self.promised and not self.headline.facts)
            return [] if empty else [self.headline]
        head, first = self.headline, self.sentences[0]
        if self.claim and any(each.facts and not each.apart for each in self.sentences):
            return [replace(head, text=f"{self.claim}。"), *self.sentences]
        if self.topical:
            led = replace(first, text=head.text.rstrip("，。") + "，" + first.text)
            return [led, *self.sentences[1:]]
        return [head, *self.sentences]


def announces(line: Line) -> bool:
    """Whether an ordinal's line only names its item (一是突出政治引领。) and tells nothing yet."""
    phrases = line.phrases
    closed = phrases[-1].stop in ("。", "") or phrases[0].text.endswith("方面")
    return bool(line.ordinal) and closed and len(phrases) <= 3


def paragraphs_of(items: Iterable[Item], count: int) -> list[list[Told]]:
    """The items' sentences by paragraph, ordinals counted anew; a lone 一是 becomes prose."""
    out: list[list[Told]] = [[] for _ in range(count)]
    for series in _series(items):
        living = [(item, told) for item in series if (told := item.told()) and not item.is_stump]
        numbered = sum(1 for item, _ in living if item.ordinal)
        at = 0
        for item, told in living:
            if item.ordinal and numbered > 1:
                at += 1
                told = [replace(told[0], text=_ordinal(item.ordinal, at) + told[0].text), *told[1:]]
            out[item.paragraph].extend(told)
    return [_closed(joined(sentences)) for sentences in out]


def _series(items: Iterable[Item]) -> list[list[Item]]:
    series: list[list[Item]] = [[]]
    for item in items:
        if _FIRST.match(item.ordinal):
            series.append([])
        series[-1].append(item)
    return series


def _closed(sentences: Sequence[Told]) -> list[Told]:
    """The paragraph's last sentence ends with 。 even if the past one went on after it."""
    if not sentences or sentences[-1].text[-1] not in "；，":
        return list(sentences)
    last = sentences[-1]
    return [*sentences[:-1], replace(last, text=last.text[:-1] + "。")]


def _ordinal(was: str, count: int) -> str:
    for pattern, shape in _SHAPES:
        if pattern.match(was):
            return shape.format(numeral(count))
    return was
