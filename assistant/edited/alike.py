"""Recognising a sentence again after people have reworded, moved, joined or cut it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Set by hand on edited drafts of the invented bureau: half the pairs of characters in common is
# the same sentence reworded; three quarters of the shorter one is a sentence cut or joined.
SAME = 0.5
PART = 0.75
# Pairs that stand in more sentences than this tell none of them from the others.
_COMMON = 60
_DIGITS = re.compile(r"\d+(?:\.\d+)?|【待补\d+】|\*\*")
_MARKS = re.compile(r"[\s，。；：、！？“”‘’（）《》—…]")


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which old sentence each new one comes from; ``parts`` are those cut or joined besides.

    ``same`` maps new to old, one to one; ``parts`` maps new to further old ones, or to one that
    another new sentence also comes from.
    """

    same: dict[int, int]
    parts: dict[int, tuple[int, ...]]

    def sources(self, new: int) -> tuple[int, ...]:
        """The old sentences the new one comes from, the likest first."""
        first = (self.same[new],) if new in self.same else ()
        return first + self.parts.get(new, ())


def wording(text: str) -> str:
    """``text`` without its marks, every number as 0: what is left is how it is worded."""
    return _MARKS.sub("", _DIGITS.sub("0", text))


def pair_sentences(old: Sequence[str], new: Sequence[str]) -> Pairing:
    """Pair the sentences of two versions: the same words first, then the likest."""
    same = dict(_unchanged(old, new))
    taken = set(same.values())
    left_old = [at for at in range(len(old)) if at not in taken]
    left_new = [at for at in range(len(new)) if at not in same]
    scored = sorted(_scores(old, new, left_old, left_new), key=_best_first)
    for score in scored:
        if score.likeness >= SAME and score.new not in same and score.old not in taken:
            same[score.new] = score.old
            taken.add(score.old)
    return Pairing(same, _parts(scored, same, taken))


@dataclass(frozen=True, slots=True)
class _Score:
    old: int
    new: int
    likeness: float
    part: float


def _best_first(score: _Score) -> tuple[float, int, int, int]:
    return (-score.likeness, abs(score.old - score.new), score.new, score.old)


def _unchanged(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(new, old) of equal texts, in their order."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at in reversed(range(len(old))):
        places[old[at]].append(at)
    for at, text in enumerate(new):
        if places[text]:
            yield at, places[text].pop()


def _scores(
    old: Sequence[str], new: Sequence[str], left_old: Iterable[int], left_new: Iterable[int]
) -> Iterator[_Score]:
    pairs = {at: _pairs(old[at]) for at in left_old}
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for at, own in pairs.items():
        for pair in own:
            holding[pair].append(at)
    for at in left_new:
        mine = _pairs(new[at])
        shared = Counter(
            each for pair in mine if len(holding[pair]) <= _COMMON for each in holding[pair]
        )
        for other in shared:
            common = len(mine & pairs[other])
            least = min(len(mine), len(pairs[other]))
            likeness = 2 * common / (len(mine) + len(pairs[other]))
            yield _Score(other, at, likeness, common / least if least > 3 else 0.0)


def _parts(
    scored: Iterable[_Score], same: dict[int, int], taken: set[int]
) -> dict[int, tuple[int, ...]]:
    """Old sentences joined into a new one, and new ones cut from an old."""
    parts: defaultdict[int, list[int]] = defaultdict(list)
    for score in scored:
        if score.part >= PART and (score.old not in taken or score.new not in same):
            parts[score.new].append(score.old)
    return {new: tuple(olds) for new, olds in parts.items()}


def _pairs(text: str) -> frozenset[str]:
    words = wording(text)
    return frozenset(map("".join, pairwise(words))) or frozenset((words,))


def out_of_order(places: Sequence[int]) -> frozenset[int]:
    """The fewest of ``places`` to take away so that the rest ascend: those that moved."""
    # Patience sorting: the smallest last place of an ascending run of each length.
    lasts: list[int] = []
    lengths: list[int] = []
    for place in places:
        length = bisect_left(lasts, place)
        lasts[length : length + 1] = [place]
        lengths.append(length)
    moved, wanted = set(places), len(lasts) - 1
    for place, length in zip(reversed(places), reversed(lengths), strict=True):
        if length == wanted:
            moved.discard(place)
            wanted -= 1
    return frozenset(moved)
