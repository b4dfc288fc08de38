"""A volume of the index: the passages of some reports as arrays on disk, never changed again.

Searching maps the arrays into memory and takes no lock: what is added goes into a volume of its
own, and what is removed stays until volumes are merged, where no card points at it any more.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.ranking import Postings

_TABLE = "reports.json"
_ARRAYS = tuple(field.name for field in fields(Postings))
# Rows scored at one go: what is read of the vectors then stays in the processor's cache.
_BLOCK = 4_096
# Two stretches with fewer rows between them are scored as one: a call costs more than the rows.
_GAP = 512
# Below this share of a query's dimensions, reading only those that are not 0 is quicker.
_SPARSE = 0.25


@dataclass(frozen=True, slots=True)
class Stretch:
    """The rows of one report in a volume, from ``start`` up to ``stop``."""

    report: str
    start: int
    stop: int


class Volume:
    """Vectors and bigrams of the passages of ``stretches``, by row.

    ``vectors`` has a row for each dimension and a column for each passage, of length 1 each: a
    query of few words, hashed, touches few dimensions. ``roles`` holds a bit for each role.
    """

    def __init__(
        self,
        name: str,
        stretches: Sequence[Stretch],
        vectors: NDArray[np.float32],
        postings: Postings,
        roles: NDArray[np.uint16],
    ) -> None:
        self.name = name
        self.stretches = tuple(stretches)
        self.vectors = vectors
        self.postings = postings
        self.roles = roles

    def __len__(self) -> int:
        return len(self.roles)

    @classmethod
    def load(cls, folder: Path) -> Volume:
        """The volume in ``folder``, mapped from disk.

        Raises:
            OSError: a file of it is missing.
            ValueError: a file of it is damaged.
        """
        table = json.loads((folder / _TABLE).read_text(encoding="utf-8"))
        postings = Postings(*(_mapped(folder, name) for name in _ARRAYS))
        return cls(
            folder.name,
            [Stretch(*row) for row in table],
            _mapped(folder, "vectors"),
            postings,
            _mapped(folder, "roles"),
        )

    def save(self, parent: Path) -> None:
        """Write the volume into a folder of its name below ``parent``, whole or not at all."""
        beside = parent / f".{self.name}.part"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        arrays: dict[str, Any] = {name: getattr(self.postings, name) for name in _ARRAYS}
        for name, array in {**arrays, "vectors": self.vectors, "roles": self.roles}.items():
            with (beside / f"{name}.npy").open("wb") as file:
                np.save(file, array)
                file.flush()
                os.fsync(file.fileno())
        table = [[each.report, each.start, each.stop] for each in self.stretches]
        (beside / _TABLE).write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
        beside.rename(parent / self.name)

    def likeness(
        self, vector: NDArray[np.float32], allowed: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        """The cosine of ``vector``, of length 1, and each allowed row's; the others' are of no use.

        Every allowed row is scored, exactly. The cosines are rounded, because equal texts must
        tie whichever way their products were summed.
        """
        found = np.zeros(len(self), dtype=np.float32)
        used = np.flatnonzero(vector)
        few = vector[used]
        for start, stop in _stretches(allowed):
            if len(used) > _SPARSE * len(vector):
                found[start:stop] = vector @ self.vectors[:, start:stop]
            else:
                # BLAS would share so little work among threads, and wait for the slowest.
                rows = self.vectors[used, start:stop]
                np.einsum("d,dn->n", few, rows, out=found[start:stop])
        return found.round(5)


def _mapped(folder: Path, name: str) -> NDArray[Any]:
    path = folder / f"{name}.npy"
    array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return array.view(np.ndarray)


def _stretches(allowed: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where allowed rows begin and end, in blocks; small gaps are taken along."""
    rows = np.flatnonzero(allowed)
    if not len(rows):
        return []
    cuts = np.flatnonzero(np.diff(rows) > _GAP)
    starts = rows[np.concatenate(([0], cuts + 1))].tolist()
    stops = (rows[np.concatenate((cuts, [len(rows) - 1]))] + 1).tolist()
    return [
        (at, min(at + _BLOCK, stop))
        for start, stop in zip(starts, stops, strict=True)
        for at in range(start, stop, _BLOCK)
    ]
