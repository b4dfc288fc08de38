"""The two indexes over a library's reports: made from them, searched together, remade at will."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from importlib.metadata import version
from itertools import chain, islice
from typing import TYPE_CHECKING, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus.archive import REBUILD, Archive, Manifest, digest
from corpus.errors import LibraryError
from corpus.passages import places
from corpus.ranking import BigramIndex, fuse, rows_by_score
from corpus.report import Passage, Report
from corpus.shelf import Shelf
from corpus.wanted import Wanted

if TYPE_CHECKING:
    from pathlib import Path

# An endpoint for embeddings takes a few hundred texts at once, Chroma at most 5,461 rows.
_BATCH = 500
# How deep each ranking goes into the fusion, at least.
_DEPTH = 100
# So many vectors are fetched at least: of a small library all, so that its order is exact.
_SIEVE = 1_000
# Beyond so many vectors, asking for chosen ids is quicker than fetching more and sieving.
_REACH = 2_000


class Vectors(Protocol):
    """A store of vectors by passage id, open only inside ``with``."""

    def put(self, ids: list[str], vectors: NDArray[np.float32], reports: list[str]) -> None:
        """Store vectors under ids, each with the id of its report."""

    def drop(self, reports: list[str]) -> None:
        """Forget all vectors of these reports."""

    def clear(self) -> None:
        """Forget all vectors."""

    def count(self) -> int:
        """How many vectors there are."""

    def nearest(
        self, vector: NDArray[np.float32], k: int, among: list[str] | None
    ) -> list[tuple[str, float]]:
        """The ids of the ``k`` nearest, of all or of those ``among``, with their distances."""


class Index:
    """BM25 over bigrams and vectors, over the passages of an archive's reports.

    The caller holds the library's lock, shared for :meth:`search` and alone for the rest.
    """

    def __init__(
        self,
        archive: Archive,
        embeddings: Embeddings,
        open_vectors: Callable[[Path], AbstractContextManager[Vectors]],
    ) -> None:
        self._archive = archive
        self._embeddings = embeddings
        self._open_vectors = open_vectors
        self._folder = archive.folder / "index"
        self._words_folder = self._folder / "words"
        self._loaded: tuple[Manifest, Shelf, BigramIndex] | None = None

    @cached_property
    def embedding_name(self) -> str:
        """What the manifest calls the embedding: its own name, else its class and model."""
        named = getattr(self._embeddings, "name", None)
        model = getattr(self._embeddings, "model", "")
        return str(named or f"{type(self._embeddings).__name__}:{model}")

    def manifest(self) -> Manifest:
        """What the manifest says, where this program can use the index it describes.

        Raises:
            LibraryError: another chromadb or embedding made the index; both are named.
        """
        manifest = self._archive.manifest()
        pairs = (
            ("chromadb", manifest.chromadb, version("chromadb")),
            ("向量模型", manifest.embedding, self.embedding_name),
        )
        for what, made_by, ours in pairs:
            if manifest.chromadb and made_by != ours:
                raise LibraryError(
                    f"材料库“{self._archive.folder}”的索引由{what} {made_by} 建立，"
                    f"现在用的是 {ours}；{REBUILD}"
                )
        return manifest

    def clear(self) -> None:
        """Delete both indexes, whatever state they are in; the reports stay."""
        if self._folder.exists():
            shutil.rmtree(self._folder)

    def bring_up(self, manifest: Manifest) -> Manifest:
        """Make the indexes hold what the reports say, and write the manifest, last.

        ``manifest`` says what they hold now; the new one is returned.

        Raises:
            LibraryError: the embedding's vectors have another size than those in the index.
        """
        self._archive.give_way()
        reports = self._archive.reports()
        digests = {report.id: digest(report) for report in reports.values()}
        changed = {changed_id for changed_id, _ in digests.items() ^ manifest.reports.items()}
        fresh = [report for report in reports.values() if report.id in changed]
        self._folder.mkdir(exist_ok=True)
        with self._open_vectors(self._folder / "chroma") as vectors:
            vectors.drop(sorted(changed))
            size = self._embed(vectors, fresh, manifest.embedding_size)
            if vectors.count() != sum(len(places(report)) for report in reports.values()):
                # A crash left rows of a report that has since been deleted by hand.
                vectors.clear()
                size = self._embed(vectors, list(reports.values()), manifest.embedding_size)
        self._write_words(Shelf(reports.values()))
        done = Manifest(version("chromadb"), self.embedding_name, size, digests)
        self._archive.finish(done)
        return done

    def search(
        self, manifest: Manifest, query: str, vector: list[float], wanted: Wanted, k: int
    ) -> list[tuple[Passage, float]]:
        """The ``k`` best passages ``wanted`` admits, with their fused scores.

        What no ranking reaches follows with score 0, so that fewer than ``k`` come back only
        where fewer are admitted.
        """
        shelf, words = self._shelf(manifest)
        allowed = shelf.allowed(wanted)
        if not allowed.any():
            return []
        depth = max(_DEPTH, 4 * k)
        by_words = rows_by_score(words.scores(query), allowed)[:depth]
        by_vectors = self._nearest(manifest, vector, shelf, allowed, depth)
        best = fuse([by_words, by_vectors], [1.0, 1.0])
        ranked = {row for row, _ in best}
        rest = ((int(row), 0.0) for row in np.flatnonzero(allowed) if row not in ranked)
        return [(shelf.passage(row), score) for row, score in islice(chain(best, rest), k)]

    def _nearest(
        self,
        manifest: Manifest,
        vector: list[float],
        shelf: Shelf,
        allowed: NDArray[np.bool_],
        depth: int,
    ) -> list[int]:
        """The rows nearest to ``vector``; ``allowed`` alone decides which may be among them.

        A filter inside Chroma costs 272 ms at 100,000 rows. Fetching more and sieving, or naming
        the ids where few are allowed, costs some tens.
        """
        [sized] = self._sized([vector], manifest.embedding_size)
        if not sized.any():
            return []
        rows = np.flatnonzero(allowed)
        reach = 2 * depth * len(shelf) // len(rows)
        among = None
        if reach > _REACH:
            among, reach = shelf.ids(rows), len(rows)
        with self._open_vectors(self._folder / "chroma") as vectors:
            near = vectors.nearest(sized, min(max(reach, _SIEVE), len(shelf)), among)
        # Rounded, because equal texts must tie whichever way Chroma came to their distance.
        try:
            ranked = sorted((round(distance, 5), shelf.row(name)) for name, distance in near)
        except KeyError as error:
            raise self._broken() from error
        if not ranked:
            raise self._broken()
        return [row for _, row in ranked if allowed[row]][:depth]

    def _shelf(self, manifest: Manifest) -> tuple[Shelf, BigramIndex]:
        """The rows and the index of words, read again only when the library has changed."""
        if self._loaded is None or self._loaded[0] != manifest:
            shelf = Shelf(self._archive.reports().values())
            try:
                words = BigramIndex.load(self._words_folder)
            except (OSError, ValueError) as error:
                raise self._broken() from error
            if len(words) != max(1, len(shelf)):
                raise self._broken()
            self._loaded = (manifest, shelf, words)
        return self._loaded[1:]

    def _embed(self, vectors: Vectors, reports: Sequence[Report], size: int) -> int:
        """Store the vectors of all passages of ``reports``; the size they have comes back."""
        rows = [(report.id, place) for report in reports for place in places(report)]
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            made = self._embeddings.embed_documents([place.searchable for _, place in batch])
            size = size or len(made[0])
            ids, owners = [place.id for _, place in batch], [report for report, _ in batch]
            vectors.put(ids, self._sized(made, size), owners)
        return size

    def _sized(self, vectors: Sequence[Sequence[float]], size: int) -> NDArray[np.float32]:
        """The vectors as rows, once all of them are known to have ``size``."""
        for vector in vectors:
            if len(vector) != size:
                raise LibraryError(
                    f"向量模型 {self.embedding_name} 给出 {len(vector)} 维向量，"
                    f"材料库“{self._archive.folder}”的索引是 {size} 维；{REBUILD}"
                )
        return np.asarray(vectors, dtype=np.float32)

    def _write_words(self, shelf: Shelf) -> None:
        BigramIndex.of(shelf.texts() or [""]).save(self._words_folder)

    def _broken(self) -> LibraryError:
        return LibraryError(f"材料库“{self._archive.folder}”的索引与材料对不上；{REBUILD}")
