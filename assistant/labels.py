"""What a figure counts: the words at its place, and how far they speak of a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import pairwise

from corpus.clauses import Span, split_clauses, split_sentences
from corpus.figures import Figure, find_figures

_SCALE = re.compile(r"[十百千]?[万亿]{1,2}")
_SIGNS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
# Words that stand before or behind any number and say nothing of what is counted.
_EMPTY = re.compile(
    r"(?=[全年今去上本同累合总共一分不至力突超达左以的了其增下召开组举进完做作实推先每约近余均各为已])(?:"
    r"全年|年内|今年|去年|上年|本年|同期|累计|合计|总计|共计|一共|分别|不少于|不低于|不超过|至少|力争|"
    r"突破|超过|达到|左右|以上|以下|以内|的|了|其中|同比|增长|下降|"
    r"召开|开展|组织|举办|进行|完成|做出|作出|实施|推动|先后|实现|每年|每月|每季度|每半年|"
    r"(?:达|超|约|近|余|共|均|各|为|已)+$)"
)
_NOT_WORDS = re.compile(r"[^\u4e00-\u9fffA-Za-z]+")
# 比上年减少4.5万元 says of what follows no more than 下降2.8% does: the thing is named before both.
_COMPARES = re.compile(
    r"(?:同?比|较)?(?:上年末|上年|去年|同期|年初)*(?:增长|增加|上升|提高|下降|减少|降低|回落)"
)
# Words that agree so far are of the same thing. Set by hand on the invented bureau's drafts.
SAME_THING = 0.5
# A label of fewer words than this says too little; the clause before it is read with it.
_ENOUGH = 2


def words_of(text: str) -> str:
    """The characters of ``text`` that say what is counted: no digits, marks or empty words."""
    bare = _NOT_WORDS.sub("", text)
    return _EMPTY.sub("", bare) or bare


def bare_of_quotes(text: str) -> str:
    """The text without “” and ‘’."""
    return re.sub("[“”‘’]", "", text)


def pairs_of(words: str) -> frozenset[str]:
    """The pairs of neighbouring characters of ``words``; a single character stands for itself."""
    if len(words) < 2:
        return frozenset((words,)) if words else frozenset()
    return frozenset(map("".join, pairwise(words)))


@dataclass(frozen=True)
class Wording:
    """Words that may name what a figure counts, ready to be compared."""

    words: str

    @classmethod
    def of(cls, text: str) -> Wording:
        """The wording of a label or clause."""
        return cls(words_of(text))

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Its pairs of neighbouring characters."""
        return pairs_of(self.words)

    @cached_property
    def chars(self) -> frozenset[str]:
        """Its characters."""
        return frozenset(self.words)


def agreement(label: Wording, said: Wording) -> float:
    """How far ``said`` speaks of ``label``, in [0, 1].

    Six tenths for the label's pairs of characters, four for its characters; a short ``said`` that
    lies within the label (会议 for 党组会议) counts for as much as it says, less three tenths.
    """
    if not label.pairs or not said.pairs:
        return 0.0
    pairs = len(label.pairs & said.pairs)
    chars = len(label.chars & said.chars)
    forward = 0.6 * pairs / len(label.pairs) + 0.4 * chars / len(label.chars)
    return max(forward, 0.7 * pairs / len(said.pairs))


def base_value(value: Decimal, measure: str) -> Decimal:
    """The value in the measure without 万 and 亿 (1.2亿元 is 120000000)."""
    scale = _SCALE.match(measure)
    for sign in scale[0] if scale else "":
        value *= _SIGNS[sign]
    return abs(value)


@dataclass(frozen=True)
class Place:
    """Where a figure stands: its clause and sentence, and the words before and behind it.

    The words are worked out when they are asked for: most figures are never asked. ``_figures``
    are those of the sentence, ``_told`` its clauses up to the figure's own; offsets there count in
    the sentence.
    """

    figure: Figure
    clause: Span
    sentence: Span
    _figures: Sequence[Figure] = field(repr=False)
    _told: Sequence[Span] = field(repr=False)

    @cached_property
    def before(self) -> Wording:
        """The nearest words before the figure that, with those behind it, say what it counts."""
        before, behind = self._around
        if _says_enough(before + behind):
            return Wording.of(before)
        whole = self.clause.text[: self.figure.start - self.clause.start]
        clauses = (clause.text for clause in reversed(self._told[:-1]))
        reach = (whole, *(text for text in clauses if not _COMPARES.match(text)))
        return Wording.of(next((words for words in reach if _says_enough(words + behind)), before))

    @cached_property
    def behind(self) -> Wording:
        """The words behind the figure."""
        return Wording.of(self._around[1])

    @cached_property
    def _around(self) -> tuple[str, str]:
        """The words on both sides in its clause, up to its neighbours and the next 、."""
        figure, clause = self.figure, self.clause
        before, behind = clause.start, clause.end
        for other in self._figures:
            if clause.start <= other.start and other.end <= figure.start:
                before = max(before, other.end)
            if figure.end <= other.start < behind:
                behind = other.start
        return (
            clause.text[before - clause.start : figure.start - clause.start],
            clause.text[figure.end - clause.start : behind - clause.start].split("、", 1)[0],
        )

    def speaks_of(self, label: Wording) -> float:
        """How far the words at this place speak of a label; those before count for more."""
        return max(agreement(label, self.before), 0.85 * agreement(label, self.behind))


@lru_cache(maxsize=8192)
def places_of(text: str) -> tuple[Place, ...]:
    """Every figure of ``text`` with its surroundings; offsets count in ``text``."""
    return tuple(_places(text))


def _places(text: str) -> Iterator[Place]:
    figures = find_figures(text)
    taken = 0
    for sentence in split_sentences(text) if figures else ():
        inside = []
        while taken < len(figures) and figures[taken].start < sentence.end:
            inside.append(figures[taken])
            taken += 1
        if inside:
            yield from _places_in(sentence, inside)


def _places_in(sentence: Span, figures: Sequence[Figure]) -> Iterator[Place]:
    clauses = split_clauses(sentence.text)
    at, clause = -1, Span(0, 0, "", "")
    for figure in figures:
        while at < 0 or figure.start >= clause.end:
            at += 1
            clause = _moved(clauses[at], sentence.start)
        yield Place(figure, clause, sentence, figures, clauses[: at + 1])


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by, span.text, span.stop)


def _says_enough(text: str) -> bool:
    return len(_EMPTY.sub("", _NOT_WORDS.sub("", text))) >= _ENOUGH
