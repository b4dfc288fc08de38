"""Chroma, embedded: where the library's vectors are kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from shutil import disk_usage
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from corpus.archive import REBUILD
from corpus.errors import LibraryError

if TYPE_CHECKING:
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.base_types import InclusionExclusionOperator, LiteralValue
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

_COLLECTION = "passages"
# Our searches do not go through Chroma's graph of neighbours: a thin one takes half the time.
_GRAPH: CreateHNSWConfiguration = {"space": "cosine", "ef_construction": 16, "max_neighbors": 4}
_LEAST_FREE = 1 << 20
# SQLite, under Chroma, takes a limited number of names in one question.
_NAMES = 500


class ChromaVectors:
    """Vectors in an embedded Chroma folder, without texts: those stand in the reports alone.

    The client lives only inside ``with``: two on one path corrupt it, and an idle one keeps the
    folder's files open. Each embedding has a collection of its own, by its name.
    """

    def __init__(self, folder: Path, embedding: str) -> None:
        self._folder = folder
        self._collection_name = f"{_COLLECTION}.{sha256(embedding.encode()).hexdigest()[:12]}"

    def __enter__(self) -> Self:
        from chromadb.api.client import Client
        from chromadb.errors import ChromaError

        try:
            self._client = Client(settings=_settings(self._folder))
        except ChromaError as error:
            # A start that failed stays in Chroma's table of open paths, and would be met again
            # by the client that is to rebuild this folder.
            Client._identifier_to_system.pop(str(self._folder), None)
            raise self._broken(error) from error
        self._open_collection()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        from chromadb.errors import ChromaError

        self._client.close()
        if isinstance(error, ChromaError):
            raise self._broken(error) from error

    def put(
        self, ids: list[str], vectors: NDArray[np.float32], reports: list[str], texts: list[str]
    ) -> None:
        """Store vectors under ids, each with its report's id and its text's fingerprint.

        At most 5,000 at once.
        """
        self._collection.upsert(
            ids=ids,
            embeddings=vectors,
            metadatas=[
                {"report": report, "text": text}
                for report, text in zip(reports, texts, strict=True)
            ],
        )

    def held(self, ids: list[str]) -> dict[str, tuple[str, NDArray[np.float32]]]:
        """Of these ids those that are there: the text's fingerprint, and the vector."""
        got = self._collection.get(ids=ids, include=["embeddings", "metadatas"])
        vectors = np.asarray(got["embeddings"], dtype=np.float32)
        texts = [str(each.get("text", "")) for each in got["metadatas"] or []]
        return dict(zip(got["ids"], zip(texts, vectors, strict=True), strict=True))

    def drop(self, reports: Sequence[str]) -> None:
        """Forget all vectors of these reports."""
        held = reports if self.count() else []
        for start in range(0, len(held), _NAMES):
            names: list[LiteralValue] = [*held[start : start + _NAMES]]
            named: dict[InclusionExclusionOperator, list[LiteralValue]] = {"$in": names}
            self._collection.delete(where={"report": named})

    def keep(self, reports: set[str]) -> None:
        """Forget all vectors of other reports."""
        got = self._collection.get(include=["metadatas"])["metadatas"] or []
        self.drop(sorted({str(each["report"]) for each in got} - reports))

    def clear(self) -> None:
        """Forget all vectors."""
        self._client.delete_collection(self._collection_name)
        self._open_collection()

    def count(self) -> int:
        """How many vectors there are."""
        return self._collection.count()

    def _broken(self, error: ChromaError) -> LibraryError:
        # Where a disk is full Chroma says so in several ways, or speaks of a failed compaction.
        if "is full" in str(error) or disk_usage(self._folder).free < _LEAST_FREE:
            return LibraryError(
                f"向量索引“{self._folder}”写不下（磁盘已满）；请腾出空间后再运行一次，已收录的不会丢"
            )
        return LibraryError(f"向量索引“{self._folder}”出错（{error}）；{REBUILD}")

    def _open_collection(self) -> None:
        self._collection = self._client.get_or_create_collection(
            self._collection_name,
            embedding_function=None,
            configuration={"hnsw": _GRAPH},
        )


@cache
def _settings(folder: Path) -> Settings:
    """Chroma's settings for a folder; making them anew reads the environment for 20 ms."""
    from chromadb.config import Settings

    return Settings(is_persistent=True, persist_directory=str(folder), anonymized_telemetry=False)
