"""Binding reports into volumes of the index, with their vectors kept in Chroma."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.archive import Archive, Card, Manifest, by_kind_and_year
from corpus.errors import LibraryError
from corpus.passages import Place, places
from corpus.ranking import Postings
from corpus.shelf import role_bits, rows_of
from corpus.vectors import Embedder, OpenVectors, Vectors
from corpus.volume import Stretch, Volume

VOLUMES = "volumes"
# A volume made anew holds no more rows than this, but for those of its first report: its vectors
# and bigrams are put together in memory, at about 10 KB a row. With half of it indexing 100,000
# rows takes 607 MB instead of 759 (all in one volume: 1,423), and a search a third longer.
MOST_AT_ONCE = 1 << 15
# An older volume is merged into the new one when it holds at most so many times its rows: a row
# is then copied again only when what it lies with has grown by half.
_GROWTH = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """A passage to be bound, and the row it will have."""

    number: int
    report: str
    place: Place
    roles: int

    @property
    def text(self) -> str:
        return self.place.searchable

    @property
    def fingerprint(self) -> str:
        return sha256(self.text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the next volume will hold, in the library's order.

    ``start_of`` gives the first row of each report in it; ``rows`` are the passages new to the
    index, ``merged`` the older volumes it takes in, with the new row of each of theirs.
    """

    start_of: Mapping[str, int]
    total: int
    rows: Sequence[_Row]
    merged: Sequence[tuple[Volume, NDArray[np.int32]]]


class Binder:
    """Makes the index in ``folder`` hold what an archive's reports say.

    The caller holds the library's lock alone.
    """

    def __init__(
        self, archive: Archive, folder: Path, embedder: Embedder, open_vectors: OpenVectors
    ) -> None:
        self._archive = archive
        self._folder = folder
        self._volumes = folder / VOLUMES
        self._embedder = embedder
        self._open_vectors = open_vectors

    def bring_up(self, manifest: Manifest) -> Manifest:
        """Bind what is new, forget what is gone, and write the manifest, last but one.

        ``manifest`` says what the index holds now; the new one is returned. Vectors that an
        earlier try left in Chroma are taken and not made again.

        Raises:
            LibraryError: the embedding failed, or gave vectors of another size than the index's.
        """
        cards = self._archive.survey(manifest.reports)
        kept = {name: card for name, card in cards.items() if card.volume}
        self._volumes.mkdir(parents=True, exist_ok=True)
        with self._open_vectors(self._folder / "chroma", self._embedder.name) as vectors:
            vectors.drop(sorted(manifest.reports.keys() - kept.keys()))
            left_over = vectors.count() != _passages(kept)
            if left_over:
                vectors.keep(set(cards))
            size = manifest.embedding_size
            while True:
                plan = self._plan(cards)
                matrix = self._matrix(plan, size, vectors, left_over=left_over)
                cards, size = self._bound(plan, matrix, cards), len(matrix) or size
                del matrix  # the next volume's stands in its place, not beside it
                if all(card.volume for card in cards.values()):
                    break
            if vectors.count() != _passages(cards):
                self._put_again(cards, vectors)
        done = Manifest(version("chromadb"), self._embedder.name, size, cards)
        self._archive.write_manifest(done)
        self._archive.finish()
        self._sweep(cards)
        return done

    def _plan(self, cards: Mapping[str, Card]) -> _Plan:
        fresh = self._next_reports(cards)
        merged = self._to_merge(cards, sum(cards[name].passages for name in fresh))
        taken = {volume.name for volume in merged}
        names = [*fresh, *(name for name, card in cards.items() if card.volume in taken)]
        names.sort(key=lambda name: by_kind_and_year(name, cards[name]))
        ends = list(accumulate((cards[name].passages for name in names), initial=0))
        start_of = dict(zip(names, ends, strict=False))
        return _Plan(
            start_of,
            ends[-1],
            [row for name in fresh for row in self._rows(name, start_of[name])],
            [(volume, rows_of(volume, cards, start_of)) for volume in merged],
        )

    def _next_reports(self, cards: Mapping[str, Card]) -> list[str]:
        """The first of the reports no volume holds, as many as are bound at once; one at least."""
        chosen: list[str] = []
        rows = 0
        for name, card in cards.items():
            if card.volume:
                continue
            rows += card.passages
            if chosen and rows > MOST_AT_ONCE:
                break
            chosen.append(name)
        return chosen

    def _rows(self, name: str, start: int) -> list[_Row]:
        report = self._archive.report(name)
        if report is None:
            raise LibraryError(
                f"材料库“{self._archive.folder}”里的“{name}”刚刚被删去；请再运行一次 nigao index"
            )
        return [
            _Row(number, name, place, role_bits(report.kind, place))
            for number, place in enumerate(places(report), start)
        ]

    def _to_merge(self, cards: Mapping[str, Card], fresh: int) -> list[Volume]:
        """The volumes to merge with ``fresh`` new rows: small ones, and those mostly gone."""
        live: Counter[str] = Counter()
        for card in cards.values():
            live[card.volume] += card.passages if card.volume else 0
        chosen: list[Volume] = []
        rows = fresh
        for name, stays in sorted(live.items(), key=lambda each: (each[1], each[0])):
            if not stays or rows + stays > MOST_AT_ONCE:
                continue
            volume = Volume.load(self._volumes / name)
            if (fresh and stays <= _GROWTH * rows) or 2 * stays < len(volume):
                chosen.append(volume)
                rows += stays
        return chosen

    def _matrix(
        self, plan: _Plan, size: int, vectors: Vectors, *, left_over: bool
    ) -> NDArray[np.float32]:
        """The vectors of the next volume, a column a row of it; new ones are in Chroma then."""
        matrix = np.zeros((size, plan.total), dtype=np.float32)
        for batch in self._batches(plan.rows):
            made = self._made(batch, len(matrix), vectors, left_over=left_over)
            if not len(matrix):
                matrix = np.zeros((made.shape[1], plan.total), dtype=np.float32)
            matrix[:, [row.number for row in batch]] = made.T
        for volume, rows in plan.merged:
            stays = rows >= 0
            matrix[:, rows[stays]] = volume.vectors[:, stays]
        return matrix

    def _made(
        self, batch: Sequence[_Row], size: int, vectors: Vectors, *, left_over: bool
    ) -> NDArray[np.float32]:
        """The vectors of ``batch``: those in Chroma already, and new ones, which it gets."""
        held = vectors.held([row.place.id for row in batch]) if left_over else {}
        found = {
            row.place.id: held[row.place.id][1]
            for row in batch
            if row.place.id in held and held[row.place.id][0] == row.fingerprint
        }
        missing = [row for row in batch if row.place.id not in found]
        if missing:
            size = size or next((len(vector) for vector in found.values()), 0)
            made = self._embedder.texts([row.text for row in missing], size)
            _put(vectors, missing, made)
            found.update(zip((row.place.id for row in missing), made, strict=True))
        return np.array([found[row.place.id] for row in batch], dtype=np.float32)

    def _bound(
        self, plan: _Plan, matrix: NDArray[np.float32], cards: Mapping[str, Card]
    ) -> dict[str, Card]:
        """Write the next volume, if there is anything for it; the cards then name it."""
        names = list(plan.start_of)
        title = self._title(names, cards)
        settled = {name: replace(cards[name], volume=title) for name in names}
        if plan.total and not (self._volumes / title).exists():
            stretches = [
                Stretch(name, start, start + cards[name].passages)
                for name, start in plan.start_of.items()
            ]
            Volume(title, stretches, matrix, _postings(plan), _roles(plan)).save(self._volumes)
        return {**cards, **settled}

    def _batches(self, rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
        for start in range(0, len(rows), self._embedder.at_once):
            yield rows[start : start + self._embedder.at_once]

    def _title(self, names: Sequence[str], cards: Mapping[str, Card]) -> str:
        """A volume's name, told by all it holds."""
        held = "\n".join(f"{name} {cards[name].digest}" for name in names)
        return sha256(f"{self._embedder.name}\n{held}".encode()).hexdigest()[:16]

    def _put_again(self, cards: Mapping[str, Card], vectors: Vectors) -> None:
        """Fill Chroma from the volumes, where its folder was lost or holds something strange."""
        vectors.clear()
        for title in sorted({card.volume for card in cards.values() if card.passages}):
            volume = Volume.load(self._volumes / title)
            for each in volume.stretches:
                if each.report in cards and cards[each.report].volume == title:
                    rows = self._rows(each.report, each.start)
                    for batch in self._batches(rows):
                        _put(vectors, batch, volume.vectors[:, [row.number for row in batch]].T)

    def _sweep(self, cards: Mapping[str, Card]) -> None:
        """Delete the volumes no card names; one that a reader keeps open goes another time."""
        used = {card.volume for card in cards.values()}
        for folder in self._volumes.iterdir():
            if folder.name not in used:
                # Windows does not delete a file that another program has mapped.
                shutil.rmtree(folder, ignore_errors=True)


def _put(vectors: Vectors, rows: Sequence[_Row], made: NDArray[np.float32]) -> None:
    vectors.put(
        [row.place.id for row in rows],
        made,
        [row.report for row in rows],
        [row.fingerprint for row in rows],
    )


def _postings(plan: _Plan) -> Postings:
    fresh = Postings.of([row.text for row in plan.rows])
    numbers = np.array([row.number for row in plan.rows], dtype=np.int32)
    older = [(volume.postings, rows) for volume, rows in plan.merged]
    return Postings.merged([(fresh, numbers), *older], plan.total)


def _roles(plan: _Plan) -> NDArray[np.uint16]:
    roles = np.zeros(plan.total, dtype=np.uint16)
    for row in plan.rows:
        roles[row.number] = row.roles
    for volume, rows in plan.merged:
        roles[rows[rows >= 0]] = volume.roles[rows >= 0]
    return roles


def _passages(cards: Mapping[str, Card]) -> int:
    return sum(card.passages for card in cards.values())
