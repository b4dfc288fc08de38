"""一是…二是…: past paragraphs as runs of items, renumbered when some of them fall away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from assistant.brief import Line
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
    it out; ``topical`` marks a headline that only names a topic, ``is_stump`` an item of which
    only a few words are left.
    """

    paragraph: int
    ordinal: str = ""
    headline: Told | None = None
    claim: str = ""
    topical: bool = False
    is_stump: bool = False
    sentences: list[Told] = field(default_factory=list)

    def told(self) -> list[Told]:
        """The item's sentences with its headline; none when only an empty promise is left."""
        if self.headline is None:
            return self.sentences
        if not self.sentences:
            return [] if self.topical else [self.headline]
        head, first = self.headline, self.sentences[0]
        if self.claim and any(sentence.facts for sentence in self.sentences):
            return [replace(head, text=f"{self.claim}。"), *self.sentences]
        if self.topical:
            joined = replace(first, text=head.text.rstrip("，。") + "，" + first.text)
            return [joined, *self.sentences[1:]]
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
    return [_closed(_joined(sentences)) for sentences in out]


def _series(items: Iterable[Item]) -> list[list[Item]]:
    series: list[list[Item]] = [[]]
    for item in items:
        if _FIRST.match(item.ordinal):
            series.append([])
        series[-1].append(item)
    return series


_VERB_FIRST = re.compile(
    r"(?:累计|共|先后|组织|专题)?(?:开展|召开|实施|完成|制定|修订|化解|处置|办理|自查|整改|发展|慰问|上报|"
    r"推动|举办|排查|清理|受理|查处|编发|审议|研究|听取)"
)


_RHYTHM = re.compile(r"^(?:每年|每半年|每季度|每月|每周|全年|年内)")
_WORDS = 4


def _takes_more(told: Sequence[Told]) -> bool:
    return bool(told) and told[-1].text.endswith("。") and len(told[-1].text) > 20


def _joined(sentences: Sequence[Told]) -> list[Told]:
    """A lone clause that lost its head goes on from the sentence before, when that is prose."""
    out: list[Told] = []
    for each in sentences:
        if each.headless and out and (shorter := _without_last(out[-1].text, each.text)):
            out.append(_one(replace(out.pop(), text=shorter), each, joint=""))
            continue
        if each.headless and _VERB_FIRST.match(each.text) and _takes_more(out):
            before = out.pop()
            each = _one(replace(before, text=before.text[:-1]), each, joint="，")
        out.append(each)
    return out


def _one(before: Told, after: Told, *, joint: str) -> Told:
    return Told(
        before.text + joint + after.text,
        tuple(dict.fromkeys((*before.evidence, *after.evidence))),
        (*before.holes, *after.holes),
        before.facts | after.facts,
    )


def _without_last(before: str, after: str) -> str:
    """The sentence without its last clause when the next one says that with its number; else "".

    …，每月开展主题党日。 + 全年开展主题党日不少于12次。
    """
    start = max(before.rfind(mark) for mark in "，；") + 1
    core = _RHYTHM.sub("", before[start:].rstrip("。"))
    return before[:start] if start and len(core) >= _WORDS and core in after else ""


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
