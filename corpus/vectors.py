"""Vectors: made by an embedding, checked, brought to length 1, and kept in a store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus.archive import REBUILD
from corpus.errors import LibraryError

# Chroma takes at most 5,461 rows at once.
_AT_ONCE = 500


class Vectors(Protocol):
    """A store of vectors by passage id, open only inside ``with``."""

    def put(
        self, ids: list[str], vectors: NDArray[np.float32], reports: list[str], texts: list[str]
    ) -> None:
        """Store vectors under ids, each with its report's id and its text's fingerprint."""

    def held(self, ids: list[str]) -> dict[str, tuple[str, NDArray[np.float32]]]:
        """Of these ids those that are there: the text's fingerprint, and the vector."""

    def drop(self, reports: Sequence[str]) -> None:
        """Forget all vectors of these reports."""

    def keep(self, reports: set[str]) -> None:
        """Forget all vectors of other reports."""

    def clear(self) -> None:
        """Forget all vectors."""

    def count(self) -> int:
        """How many vectors there are."""


OpenVectors = Callable[[Path, str], AbstractContextManager[Vectors]]
"""Opens the store in a folder, for the vectors of the embedding of that name."""


def name_of(embeddings: Embeddings) -> str:
    """What an embedding goes by in a library's manifest."""
    named = getattr(embeddings, "name", None)
    return str(named or f"{type(embeddings).__name__}:{getattr(embeddings, 'model', '')}")


class Embedder:
    """An embedding whose vectors are sure to have one size and length 1.

    ``literal`` says that it knows no meanings: texts are near only where they share their words.
    ``at_once`` is how many texts it is given before their vectors are kept: so many are lost when
    it fails.
    """

    def __init__(self, embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        self.name = name_of(embeddings)
        self.literal = bool(getattr(embeddings, "literal", False))
        self.at_once = int(getattr(embeddings, "at_once", _AT_ONCE))

    def texts(self, texts: list[str], size: int) -> NDArray[np.float32]:
        """A row for each text; ``size`` is 0 where none is known yet.

        Raises:
            LibraryError: the vectors are not of that size, or not of one size.
        """
        made = self._embeddings.embed_documents(texts)
        return self._checked(made, size or len(made[0]))

    def query(self, text: str, size: int) -> NDArray[np.float32]:
        """The vector of a query.

        Raises:
            LibraryError: it is not of that size.
        """
        row: NDArray[np.float32] = self._checked([self._embeddings.embed_query(text)], size)[0]
        return row

    def _checked(self, made: Sequence[Sequence[float]], size: int) -> NDArray[np.float32]:
        for vector in made:
            if len(vector) != size:
                raise LibraryError(
                    f"向量模型 {self.name} 给出 {len(vector)} 维向量，材料库的索引是 {size} 维；"
                    f"{REBUILD}"
                )
        rows = np.asarray(made, dtype=np.float32).reshape(len(made), size)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)
