"""All passages of a library as rows, with what may be filtered on: the filter is ours alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from corpus.archive import Card, by_kind_and_year
from corpus.kinds import Role
from corpus.passages import Place, roles_at
from corpus.ranking import best_rows, held_back, rarity, weights
from corpus.volume import Volume
from corpus.wanted import Wanted

_BIT = {role: 1 << bit for bit, role in enumerate(get_args(Role))}

Allowed = Sequence[NDArray[np.bool_]]
"""For each volume and each row of it, whether it may be found at all."""


class Shelf:
    """The passages that some volumes hold of the reports in ``cards``, in the library's order.

    That order is by kind, year and id, however the reports came and whatever volume holds them,
    so that equal libraries answer equally. A volume holds its rows in the same order: each is
    ranked in its own rows, and only what is found is translated into ours.
    """

    def __init__(self, cards: Mapping[str, Card], volumes: Sequence[Volume]) -> None:
        self._ids = sorted(cards, key=lambda each: by_kind_and_year(each, cards[each]))
        ordered = [cards[each] for each in self._ids]
        sizes = np.array([card.passages for card in ordered], dtype=np.int64)
        self._starts = np.concatenate(([0], np.cumsum(sizes)))
        start_of = dict(zip(self._ids, self._starts.tolist(), strict=False))
        # The different things a filter may be asked of are few: each is asked once a search.
        self._sorts = {card.filtered: card for card in ordered}
        number = {filtered: at for at, filtered in enumerate(self._sorts)}
        sort_of = np.repeat([number[card.filtered] for card in ordered] + [-1], [*sizes, 1])
        held = [(volume, rows_of(volume, cards, start_of)) for volume in volumes]
        self._count = sum(int((rows >= 0).sum()) for _, rows in held)
        total = sum(int(volume.postings.lengths[rows >= 0].sum()) for volume, rows in held)
        mean = total / max(1, self._count)
        self._parts = [_Part(volume, rows, sort_of[rows], mean) for volume, rows in held]

    def __len__(self) -> int:
        return int(self._starts[-1])

    @property
    def is_whole(self) -> bool:
        """Whether the volumes hold every passage the cards tell of."""
        return self._count == len(self)

    def place(self, row: int) -> tuple[str, int]:
        """The id of the report that holds ``row``, and the number of its passage, from 0."""
        at = int(np.searchsorted(self._starts, row, side="right")) - 1
        return self._ids[at], row - int(self._starts[at])

    def allowed(self, wanted: Wanted) -> Allowed:
        """The rows whose passages stand and are as ``wanted``."""
        # What is gone is of the sort -1, which is the last.
        sorts = np.array([*(wanted.admits(card) for card in self._sorts.values()), False])
        return [part.allowed(sorts, wanted.role) for part in self._parts]

    def rows(self, allowed: Allowed) -> Iterator[int]:
        """The allowed rows, in order."""
        rows = [part.rows[mask] for part, mask in zip(self._parts, allowed, strict=True)]
        yield from np.sort(np.concatenate(rows)).tolist()

    def by_words(self, words: Mapping[int, float], allowed: Allowed, most: int) -> list[int]:
        """The ``most`` best allowed rows by BM25 for a query's bigrams, each with its weight.

        What is rare is judged over the whole library, whatever may be found in it.
        """
        held = [part.entries(words) for part in self._parts]
        holding = [sum(counts) for counts in zip(*(counts for _, counts in held), strict=True)]
        shares = [
            weight * rarity(texts, len(self))
            for weight, texts in zip(words.values(), holding, strict=True)
        ]
        return self._best(
            [
                part.by_words(entries, shares, mask)
                for part, (entries, _), mask in zip(self._parts, held, allowed, strict=True)
            ],
            allowed,
            most,
        )

    def by_vector(self, vector: NDArray[np.float32], allowed: Allowed, most: int) -> list[int]:
        """The ``most`` best allowed rows by the cosine of ``vector``, of length 1."""
        pairs = zip(self._parts, allowed, strict=True)
        return self._best(
            [part.volume.likeness(vector, mask) for part, mask in pairs], allowed, most
        )

    def _best(
        self, scores: Sequence[NDArray[np.float32]], allowed: Allowed, most: int
    ) -> list[int]:
        """The best of all volumes' rows, equal ones in the library's order."""
        found = [(0.0, 0)][:0]
        for part, values, mask in zip(self._parts, scores, allowed, strict=True):
            best = best_rows(values, mask, most)
            found += zip((-values[best]).tolist(), part.rows[best].tolist(), strict=True)
        return [row for _, row in sorted(found)[:most]]


class _Part:
    """A volume, and for each of its rows our own, -1 where that one is gone.

    ``sorts`` tell what a filter asks of each row, ``mean`` is the length of the library's texts.
    """

    def __init__(
        self, volume: Volume, rows: NDArray[np.int32], sorts: NDArray[np.int64], mean: float
    ) -> None:
        self.volume = volume
        self.rows = rows
        self._sorts = sorts
        self._held_back = held_back(volume.postings.lengths, mean)
        self._stands = rows >= 0
        self._all_stand = bool(self._stands.all())

    def allowed(self, sorts: NDArray[np.bool_], role: Role | None) -> NDArray[np.bool_]:
        """The rows of an admitted sort, and of this role if one is asked for."""
        rows: NDArray[np.bool_] = sorts[self._sorts]
        return rows if role is None else rows & ((self.volume.roles & _BIT[role]) > 0)

    def entries(self, words: Iterable[int]) -> tuple[list[slice], list[int]]:
        """Where each bigram's postings stand, and how many of its rows do."""
        postings = self.volume.postings
        entries = [postings.find(np.uint64(word)) for word in words]
        if self._all_stand:
            return entries, [each.stop - each.start for each in entries]
        return entries, [int(self._stands[postings.rows[each]].sum()) for each in entries]

    def by_words(
        self, entries: Sequence[slice], shares: Sequence[float], allowed: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        """The BM25 score of each allowed row; the others' are of no use."""
        scores = np.zeros(len(self.rows), dtype=np.float32)
        postings, (first, last) = self.volume.postings, _ends(allowed)
        for each, share in zip(entries, shares, strict=True):
            rows, counts = postings.rows[each], postings.counts[each]
            # Reports of a kind and of some years lie together: most postings are never looked at.
            among = slice(*np.searchsorted(rows, (first, last)).tolist())
            rows = rows[among]
            np.add.at(scores, rows, weights(counts[among], self._held_back[rows], share))
        return scores


def _ends(allowed: NDArray[np.bool_]) -> tuple[int, int]:
    """The first allowed row, and the one behind the last."""
    if not allowed.any():
        return 0, 0
    return int(allowed.argmax()), len(allowed) - int(allowed[::-1].argmax())


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
