"""How much of a text stands in last year's papers, in runs of the same letters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.phrases import find_set_phrases
from corpus.report import Report
from eval.examined import Examined, Piece
from eval.office import OURS, Rules, own_phrase_spans

_TITLE = re.compile(r"《[^》]*》")
_LETTER = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_NOT_OWN = "\x00"


@dataclass(frozen=True, slots=True)
class Copied:
    """How much of a piece is last year's: lengths in letters, and where most of it stands.

    ``judged`` are the letters that stand among enough others to make a run. ``longest`` is the
    stretch with most copied letters, ``longest_letters`` of them: set phrases and what stands
    apart may interrupt it, words of the piece's own may not.
    """

    piece: Piece
    letters: int
    judged: int
    copied: int
    longest: tuple[int, int]
    longest_letters: int


def copied_pieces(
    examined: Examined,
    past: Sequence[Report],
    rules: Rules = OURS,
    apart: Sequence[tuple[int, int]] = (),
) -> tuple[Copied, ...]:
    """For each piece of running text, what of it stands in a past report; () without any.

    Set phrases, the office's own among them, titles of law and what stands ``apart`` (by offsets
    in the full text) count neither as copied nor as the text's own.
    """
    size = rules.threshold("run")
    runs = frozenset[str]().union(*(_runs_of(report, size) for report in past))
    if not runs:
        return ()
    common = _common(examined, rules.phrases)
    common = sorted([*common, *apart]) if apart else common
    return tuple(_copied(piece, common, runs, size) for piece in examined.bodies)


def share_of(copied: Sequence[Copied]) -> float | None:
    """The share of these pieces' letters that is last year's; None where there are no letters."""
    letters = sum(each.letters for each in copied)
    return sum(each.copied for each in copied) / letters if letters else None


@lru_cache(maxsize=64)
def _runs_of(report: Report, size: int) -> frozenset[str]:
    """Every run of letters of a past report, set phrases and titles of law apart."""
    return frozenset(
        run
        for text in report.texts()
        for run in _windows(_letters(text, _common_in(text))[0], size)
        if _NOT_OWN not in run
    )


def _common(examined: Examined, own: Sequence[tuple[str, str]]) -> Sequence[tuple[int, int]]:
    """Where the text says what all papers say: set phrases and titles of law."""
    common = [
        (start + first, start + last)
        for start, end in examined.stretches(lambda piece: None)
        for first, last in _common_in(examined.text[start:end])
    ]
    return sorted([*common, *own_phrase_spans(examined.text, own)]) if own else common


def _common_in(text: str) -> Sequence[tuple[int, int]]:
    phrases = [(each.start, each.end) for each in find_set_phrases(text)]
    return sorted([*phrases, *(match.span() for match in _TITLE.finditer(text))])


def _windows(letters: str, size: int) -> Iterator[str]:
    return (letters[at : at + size] for at in range(len(letters) - size + 1))


def _letters(text: str, common: Sequence[tuple[int, int]]) -> tuple[str, Sequence[int]]:
    """The letters of a text with their offsets; each common stretch is one mark no run crosses."""
    letters: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end in (*common, (len(text), len(text))):
        own = [found.start() for found in _LETTER.finditer(text, at, max(at, start))]
        letters += (*(text[place] for place in own), _NOT_OWN)
        offsets += (*own, start)
        at = max(at, end)
    return "".join(letters), offsets


def _copied(
    piece: Piece, common: Sequence[tuple[int, int]], runs: frozenset[str], size: int
) -> Copied:
    first = bisect_left(common, (piece.start, 0))
    last = bisect_left(common, (piece.end, 0))
    inside = [(start - piece.start, end - piece.start) for start, end in common[first:last]]
    letters, offsets = _letters(piece.text, inside)
    stretches: list[list[int]] = []
    for at, run in enumerate(_windows(letters, size)):
        if run not in runs:
            continue
        if stretches and at <= stretches[-1][1]:
            stretches[-1][1] = at + size
        else:
            stretches.append([at, at + size])
    copied = sum(end - start for start, end in stretches)
    start, end, most = max(_joined(letters, stretches, size), key=_most, default=(0, 0, 0))
    place = (offsets[start], offsets[end - 1] + 1) if stretches else (0, 0)
    fragments = [len(own) for own in letters.split(_NOT_OWN)]
    judged = sum(own for own in fragments if own >= size)
    return Copied(piece, sum(fragments), judged, copied, place, most)


def _joined(
    letters: str, stretches: Sequence[Sequence[int]], size: int
) -> Iterator[tuple[int, int, int]]:
    """(start, end, copied letters) of stretches with only what stands apart between them.

    Fewer letters than make a run may stand between two such places: nothing can be said of them.
    """
    start = end = most = 0
    for first, last in stretches:
        between = letters[end:first].split(_NOT_OWN)
        apart = len(between) > 1 and all(len(own) < size for own in between)
        if not most or not apart:
            yield start, end, most
            start, most = first, 0
        end, most = last, most + last - first + (sum(map(len, between)) if most else 0)
    yield start, end, most


def _most(stretch: tuple[int, int, int]) -> int:
    return stretch[2]
