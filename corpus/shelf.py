"""All passages of a library as rows, with what may be filtered on: the filter is ours alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from corpus.archive import Card, by_kind_and_year
from corpus.kinds import Role
from corpus.passages import Place, roles_at
from corpus.ranking import rarity, weights
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
        self._cards = [cards[each] for each in self._ids]
        self._sizes = np.array([card.passages for card in self._cards], dtype=np.int64)
        self._starts = np.concatenate(([0], np.cumsum(self._sizes)))
        start_of = dict(zip(self._ids, self._starts.tolist(), strict=False))
        self._volumes = [
            (volume, rows_of(volume, cards, start_of)) for volume in volumes if len(volume)
        ]
        self._roles = np.zeros(len(self), dtype=np.uint16)
        self._lengths = np.zeros(len(self), dtype=np.int32)
        for volume, rows in self._volumes:
            self._roles[rows[rows >= 0]] = volume.roles[rows >= 0]
            self._lengths[rows[rows >= 0]] = volume.postings.lengths[rows >= 0]
        self._mean = max(1.0, float(self._lengths.mean())) if len(self) else 1.0
        self._held = sum(int((rows >= 0).sum()) for _, rows in self._volumes)

    def __len__(self) -> int:
        return int(self._starts[-1])

    @property
    def is_whole(self) -> bool:
        """Whether the volumes hold every passage the cards tell of."""
        return self._held == len(self)

    def place(self, row: int) -> tuple[str, int]:
        """The id of the report that holds ``row``, and the number of its passage, from 0."""
        at = int(np.searchsorted(self._starts, row, side="right")) - 1
        return self._ids[at], row - int(self._starts[at])

    def allowed(self, wanted: Wanted) -> NDArray[np.bool_]:
        """For each row, whether it may be found at all."""
        admitted: dict[tuple[str, int, str], bool] = {}
        for card in self._cards:
            if card.filtered not in admitted:
                admitted[card.filtered] = wanted.admits(card)
        rows = np.repeat([admitted[card.filtered] for card in self._cards], self._sizes)
        if wanted.role is not None:
            rows = rows & ((self._roles & _BIT[wanted.role]) > 0)
        return rows.astype(np.bool_, copy=False)

    def by_words(self, words: Mapping[int, float]) -> NDArray[np.float32]:
        """The BM25 score of each row for a query's bigrams, each with its weight.

        What is rare is judged over the whole library, whatever may be found in it.
        """
        scores = np.zeros(len(self), dtype=np.float32)
        for word, weight in words.items():
            entries = [self._entries(volume, rows, word) for volume, rows in self._volumes]
            share = rarity(sum(len(rows) for rows, _ in entries), len(self))
            for rows, counts in entries:
                lengths = self._lengths[rows]
                scores[rows] += np.float32(weight) * weights(counts, lengths, self._mean, share)
        return scores

    def by_vector(
        self, vector: NDArray[np.float32], allowed: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        """The cosine of ``vector``, of length 1, and each allowed row's.

        Rounded, because equal texts must tie whichever way their products were summed.
        """
        scores = np.zeros(len(self), dtype=np.float32)
        for volume, rows in self._volumes:
            stands = rows >= 0
            asked = np.zeros(len(volume), dtype=np.bool_)
            asked[stands] = allowed[rows[stands]]
            scores[rows[asked]] = volume.likeness(vector, asked)[asked]
        return scores.round(5)

    def _entries(
        self, volume: Volume, rows: NDArray[np.int32], word: int
    ) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
        """The rows that hold a bigram and how often, without those that are gone."""
        postings = volume.postings
        found = postings.find(np.uint64(word))
        at, counts = rows[postings.rows[found]], postings.counts[found]
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
