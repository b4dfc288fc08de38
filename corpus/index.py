"""The index over a library's reports: searched without a lock, remade from them at will."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from itertools import chain

from langchain_core.embeddings import Embeddings

from corpus.archive import REBUILD, Archive, Card, Manifest
from corpus.binding import VOLUMES, Binder
from corpus.errors import LibraryError
from corpus.kin import kin_of
from corpus.passages import Place, passage_at, places
from corpus.ranking import bigrams, fuse
from corpus.report import Passage, Report
from corpus.shelf import Allowed, Shelf
from corpus.vectors import Embedder, OpenVectors
from corpus.volume import Volume
from corpus.wanted import Wanted

# How much the ranking by words counts in the fusion, and how much that by vectors. Vectors that
# know words alone see little that BM25 does not: with 1 and 1 they cost a hit in twenty.
_LITERAL = (2.0, 1.0)
_KNOWING = (1.0, 1.0)
# How much a word counts that the query does not hold and only its kin does.
_KIN_BY_WORDS = 0.4
_KIN_BY_VECTOR = 0.4
# How deep each ranking goes into the fusion, at least.
_DEPTH = 100
# So many reports that were found lately are kept open.
_OPENED = 64
# So often the volumes may change under a reader's hands before it gives up.
_TRIES = 5


@dataclass(frozen=True, slots=True)
class _View:
    """What one state of the library looks like to a search."""

    state: tuple[str, ...]
    manifest: Manifest
    shelf: Shelf


class Index:
    """BM25 over bigrams and vectors, over the passages of an archive's reports.

    The vectors are Chroma's to keep. What a search reads is a copy of them beside the bigrams, in
    volumes that are never changed: a filter inside Chroma costs 272 ms at 100,000 rows, and its
    client would have to keep every other process out. Only :meth:`bring_up` and :meth:`clear`
    want the library's lock.
    """

    def __init__(self, archive: Archive, embeddings: Embeddings, open_vectors: OpenVectors) -> None:
        self._archive = archive
        self._folder = archive.folder / "index"
        self._embedder = Embedder(embeddings)
        self._binder = Binder(archive, self._folder, self._embedder, open_vectors)
        self._opened = lru_cache(_OPENED)(self._open)
        self._view: _View | None = None

    def manifest(self) -> Manifest:
        """What the manifest says, where this program can use the index it describes.

        Raises:
            LibraryError: another chromadb or embedding made the index; both are named.
        """
        manifest = self._archive.manifest()
        pairs = (
            ("chromadb", manifest.chromadb, version("chromadb")),
            ("向量模型", manifest.embedding, self._embedder.name),
        )
        for what, made_by, ours in pairs:
            if manifest.chromadb and made_by != ours:
                raise LibraryError(
                    f"材料库“{self._archive.folder}”的索引由{what} {made_by} 建立，"
                    f"现在用的是 {ours}；{REBUILD}"
                )
        return manifest

    def size(self) -> int:
        """How many passages it holds.

        Raises:
            LibraryError: another program made the index, or it does not fit the reports.
        """
        return len(self._current().shelf)

    def clear(self) -> None:
        """Delete the index, whatever state it is in; the reports stay.

        It leaves its place in one step, so that nobody meets the half of it.
        """
        self._archive.write_manifest(Manifest())
        away = self._folder.with_name(".index.old")
        if away.exists():
            shutil.rmtree(away)
        if self._folder.exists():
            self._folder.rename(away)
            shutil.rmtree(away)

    def bring_up(self, manifest: Manifest) -> Manifest:
        """Make the index, of which ``manifest`` tells, hold what the reports say; see Binder."""
        return self._binder.bring_up(manifest)

    def search(
        self, query: str, wanted: Wanted, k: int, weights: tuple[float, float] | None = None
    ) -> list[tuple[Passage, float]]:
        """The ``k`` best passages ``wanted`` admits, with their fused scores.

        ``weights`` say how much the ranking by words counts and how much that by vectors; they
        are chosen by the embedding unless given.

        What no ranking reaches follows with score 0, so that fewer than ``k`` come back only
        where fewer are admitted. A report that has gone since it was indexed is passed over.

        Raises:
            LibraryError: another program made the index, or it does not fit the reports.
        """
        view = self._current()
        allowed = view.shelf.allowed(wanted)
        if not any(mask.any() for mask in allowed):
            return []
        rankings = self._rankings(view, query, allowed, max(_DEPTH, 4 * k))
        own = _LITERAL if self._embedder.literal else _KNOWING
        best = [each for each in fuse(rankings, weights or own) if each[1] > 0]
        ranked = {row for row, _ in best}
        rest = ((row, 0.0) for row in view.shelf.rows(allowed) if row not in ranked)
        return self._passages(view.shelf, chain(best, rest), wanted, k)

    def _rankings(self, view: _View, query: str, allowed: Allowed, depth: int) -> list[list[int]]:
        kin = "，".join(kin_of(query))
        words = dict.fromkeys(bigrams(kin)[0].tolist(), _KIN_BY_WORDS)
        found, counts = bigrams(query)
        words.update(zip(found.tolist(), counts.tolist(), strict=True))
        size = view.manifest.embedding_size
        vector = self._embedder.query(query, size)
        if kin and self._embedder.literal:
            vector = vector + _KIN_BY_VECTOR * self._embedder.query(kin, size)
        return [
            view.shelf.by_words(words, allowed, depth),
            view.shelf.by_vector(vector, allowed, depth),
        ]

    def _passages(
        self, shelf: Shelf, ranked: Iterator[tuple[int, float]], wanted: Wanted, k: int
    ) -> list[tuple[Passage, float]]:
        """The passages at the first ``k`` rows that still stand; only their reports are read."""
        found: list[tuple[Passage, float]] = []
        for row, score in ranked:
            if len(found) == k:
                break
            name, number = shelf.place(row)
            now = self._opened(name, self._archive.stamp(name))
            if now and wanted.admits(now[0]) and number < len(now[1]):
                found.append((passage_at(now[0], now[1][number]), score))
        return found

    def _open(self, name: str, stamp: str) -> tuple[Report, tuple[Place, ...]] | None:
        """A report and its places; ``stamp`` tells its present state from earlier ones."""
        report = self._archive.report(name) if stamp else None
        return (report, places(report)) if report else None

    def _current(self) -> _View:
        """The library as the manifest tells of it, read again only when that has changed."""
        if self._view is None or self._view.state != self._archive.state():
            self._view = self._read_view()
        return self._view

    def _read_view(self) -> _View:
        for _ in range(_TRIES):
            state, manifest = self._archive.state(), self.manifest()
            try:
                shelf = Shelf(manifest.reports, self._read_volumes(manifest.reports))
            except (OSError, ValueError) as error:
                if self._archive.state() == state:
                    raise self._broken() from error
                continue  # a writer has merged these volumes into another meanwhile
            if not shelf.is_whole:
                raise self._broken()
            return _View(state, manifest, shelf)
        raise self._broken()

    def _read_volumes(self, cards: Mapping[str, Card]) -> list[Volume]:
        names = sorted({card.volume for card in cards.values() if card.passages})
        return [Volume.load(self._folder / VOLUMES / name) for name in names]

    def _broken(self) -> LibraryError:
        return LibraryError(f"材料库“{self._archive.folder}”的索引与材料对不上；{REBUILD}")
