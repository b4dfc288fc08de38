"""Several papers of one year side by side: one quantity that they tell differently."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from assistant.labels import Place, Wording, agreement, base_value, places_of
from corpus.figures import Figure, same_amount
from eval.examined import Examined, Piece

# A label of fewer words may well count two things.
_LONG_LABEL = 4
_ALIKE = 0.8
_AT_LEAST = frozenset(("突破", "超过", "超", "逾", "余", "多", "以上", "达到"))
_ABOUT = frozenset(("近", "约", "左右", "将近", "大约"))
# A round figure lies no further from the exact one than this.
_NEAR = Decimal("1.1")
_BARE_MEASURE = re.compile(r"^[十百千万亿]+")
_COMPARES = re.compile(
    r"同比|[较比](?:上年|去年|同期|年初|20\d{2}年)|上年|去年|其中|增长|下降|增加|减少"
)


@dataclass(frozen=True, slots=True)
class Telling:
    """One paper's figure for a quantity, at ``start:end`` of its text."""

    paper: str
    section: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A quantity of one year for which papers give different values, in the order given."""

    label: str
    year: int
    tellings: tuple[Telling, ...]

    @property
    def message(self) -> str:
        """The finding in one sentence."""
        told = "，".join(f"《{each.paper}》写{each.text}" for each in self.tellings)
        return f"“{self.label}”{self.year}年的数几份材料不一致：{told}，请核对后统一。"

    def to_plain(self) -> dict[str, Any]:
        """The mapping ``check --together --json`` prints."""
        tellings = [asdict(each) for each in self.tellings]
        return {"label": self.label, "year": self.year, "tellings": tellings}


@dataclass(frozen=True, slots=True)
class _Told:
    paper: int
    piece: Piece
    place: Place
    label: Wording


def differences(papers: Sequence[tuple[str, Examined]]) -> tuple[Difference, ...]:
    """The quantities two or more papers tell differently of the same year, in reading order.

    ``papers`` are (name, text). Two papers speak of one quantity when the words before the figure
    agree both ways, the measure is of one sort and the year is the same.
    """
    groups: defaultdict[tuple[int, str], list[list[_Told]]] = defaultdict(list)
    for number, (_, examined) in enumerate(papers):
        for told in _tellings(number, examined):
            measure = _BARE_MEASURE.sub("", told.place.figure.measure)
            _join(groups[told.piece.year, measure], told)
    found = [
        _difference(group, papers) for rows in groups.values() for group in rows if _differs(group)
    ]
    return tuple(sorted(found, key=lambda each: (each.tellings[0].paper, each.tellings[0].start)))


def _tellings(number: int, examined: Examined) -> Iterator[_Told]:
    for piece in examined.prose:
        for place in places_of(piece.text):
            figure, label = place.figure, place.before
            countable = figure.sort == "amount" and bool(figure.measure)
            says = len(label.words) >= _LONG_LABEL and not _COMPARES.search(place.clause.text)
            if countable and says:
                yield _Told(number, piece, place, label)


def _join(groups: list[list[_Told]], told: _Told) -> None:
    """Put a telling with those of the same quantity, else by itself."""
    for group in groups:
        first = group[0].label
        if min(agreement(first, told.label), agreement(told.label, first)) >= _ALIKE:
            group.append(told)
            return
    groups.append([told])


def _differs(group: Sequence[_Told]) -> bool:
    """Whether two papers give it two values; one paper's own two are its own affair (N306)."""
    return any(
        other.paper != group[0].paper and not agree(group[0].place.figure, other.place.figure)
        for other in group[1:]
    )


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures can be of one amount: the same, or one a bound the other keeps."""
    if same_amount(one.value, one.measure, other.value, other.measure):
        return True
    for bound, exact in ((one, other), (other, one)):
        least, value = (base_value(each.value, each.measure) for each in (bound, exact))
        if bound.qualifier in _AT_LEAST and least <= value <= least * _NEAR:
            return True
        if bound.qualifier in _ABOUT and value <= least * _NEAR and least <= value * _NEAR:
            return True
    return False


def _difference(group: Sequence[_Told], papers: Sequence[tuple[str, Examined]]) -> Difference:
    first: dict[tuple[int, Any], _Told] = {}
    for told in group:
        figure = told.place.figure
        first.setdefault((told.paper, base_value(figure.value, figure.measure)), told)
    tellings = tuple(
        Telling(
            papers[told.paper][0],
            papers[told.paper][1].heading_of(told.piece),
            told.place.figure.text,
            told.piece.start + told.place.figure.start,
            told.piece.start + told.place.figure.end,
        )
        for told in first.values()
    )
    return Difference(group[0].label.words, group[0].piece.year, tellings)
