"""All passages of a library as rows, with what may be filtered on: the filter is ours alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from corpus.archive import Card, by_kind_and_year
from corpus.kinds import Role
from corpus.passages import Place, roles_at
from corpus.ranking import held_back, rarity, weights
from corpus.volume import Volume
from corpus.wanted import Wanted

_BIT = {role: 1 << bit for bit, role in enumerate(get_args(Role))}


class Shelf:
    """The passages that some volumes hold of the reports in ``cards``, in the library's order.

    That order is by kind, year and id, however the reports came and whatever volume holds them,
    so that equal libraries answer equally.
    """

    def __init__(self, cards: Mapping[str, Card], volumes: Sequence[Volume]) -> None:
        self._ids = sorted(cards, key=lambda each: by_kind_and_year(each, cards[each]))
        ordered = [cards[each] for each in self._ids]
        sizes = np.array([card.passages for card in ordered], dtype=np.int64)
        self._starts = np.concatenate(([0], np.cumsum(sizes)))
        start_of = dict(zip(self._ids, self._starts.tolist(), strict=False))
        self._volumes = [_Part(volume, rows_of(volume, cards, start_of)) for volume in volumes]
        # The different things a filter may be asked of are few: each is asked once a search.
        self._sorts = {card.filtered: card for card in ordered}
        number = {filtered: at for at, filtered in enumerate(self._sorts)}
        self._sort_of = np.repeat([number[card.filtered] for card in ordered], sizes)
        self._roles = self._gathered([part.volume.roles for part in self._volumes])
        lengths = self._gathered([part.volume.postings.lengths for part in self._volumes])
        self._held_back = held_back(lengths)

    def __len__(self) -> int:
        return int(self._starts[-1])

    @property
    def is_whole(self) -> bool:
        """Whether the volumes hold every passage the cards tell of."""
        return sum(int(part.stands.sum()) for part in self._volumes) == len(self)

    def place(self, row: int) -> tuple[str, int]:
        """The id of the report that holds ``row``, and the number of its passage, from 0."""
        at = int(np.searchsorted(self._starts, row, side="right")) - 1
        return self._ids[at], row - int(self._starts[at])

    def allowed(self, wanted: Wanted) -> NDArray[np.bool_]:
        """For each row, whether it may be found at all."""
        if not len(self):
            return np.zeros(0, dtype=np.bool_)
        admitted = np.array([wanted.admits(card) for card in self._sorts.values()])
        rows: NDArray[np.bool_] = admitted[self._sort_of]
        if wanted.role is not None:
            rows &= (self._roles & _BIT[wanted.role]) > 0
        return rows

    def by_words(self, words: Mapping[int, float]) -> NDArray[np.float32]:
        """The BM25 score of each row for a query's bigrams, each with its weight.

        What is rare is judged over the whole library, whatever may be found in it.
        """
        scores = np.zeros(len(self), dtype=np.float32)
        for word, weight in words.items():
            entries = [part.entries(word) for part in self._volumes]
            share = weight * rarity(sum(len(rows) for rows, _ in entries), len(self))
            for rows, counts in entries:
                scores[rows] += weights(counts, self._held_back[rows], share)
        return scores

    def by_vector(
        self, vector: NDArray[np.float32], allowed: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        """The cosine of ``vector``, of length 1, and each allowed row's.

        Rounded, because equal texts must tie whichever way their products were summed.
        """
        scores = np.zeros(len(self), dtype=np.float32)
        for part in self._volumes:
            asked = part.stands.copy()
            asked[part.stands] = allowed[part.rows[part.stands]]
            scores[part.rows[asked]] = part.volume.likeness(vector, asked)[asked]
        return scores.round(5)

    def _gathered(self, parts: Sequence[NDArray[np.integer[Any]]]) -> NDArray[np.int32]:
        """What the volumes say of each row of theirs, in the order of our rows."""
        whole = np.zeros(len(self), dtype=np.int32)
        for values, part in zip(parts, self._volumes, strict=True):
            whole[part.rows[part.stands]] = values[part.stands]
        return whole


class _Part:
    """A volume, and for each of its rows our own, -1 where that one is gone."""

    def __init__(self, volume: Volume, rows: NDArray[np.int32]) -> None:
        self.volume = volume
        self.rows = rows
        self.stands = rows >= 0
        self._all_stand = bool(self.stands.all())

    def entries(self, word: int) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
        """Our rows that hold a bigram, and how often, without those that are gone."""
        postings = self.volume.postings
        found = postings.find(np.uint64(word))
        at, counts = self.rows[postings.rows[found]], postings.counts[found]
        if self._all_stand:
            return at, counts
        stands = at >= 0
        return at[stands], counts[stands]


def rows_of(
    volume: Volume, cards: Mapping[str, Card], start_of: Mapping[str, int]
) -> NDArray[np.int32]:
    """For each row of ``volume`` the row it becomes, -1 where its report's card names another.

    ``start_of`` gives the first new row of each report.
    """
    rows = np.full(len(volume), -1, dtype=np.int32)
    for each in volume.stretches:
        card = cards.get(each.report)
        if card is not None and card.volume == volume.name and each.report in start_of:
            start = start_of[each.report]
            rows[each.start : each.stop] = np.arange(start, start + each.stop - each.start)
    return rows


def role_bits(kind: str, place: Place) -> int:
    """What the place's section does, a bit for each role."""
    return sum(_BIT[role] for role in roles_at(kind, place))
