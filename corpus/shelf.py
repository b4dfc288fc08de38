"""All passages of a library as rows, with what may be filtered on: the filter is ours alone."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from corpus.passages import Place, passage_at, places, roles_at
from corpus.report import Passage, Report
from corpus.wanted import Wanted


class Shelf:
    """The passages of some reports, in the order in which both indexes hold them."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._rows: list[tuple[Report, Place]] = [
            (report, place) for report in reports for place in places(report)
        ]
        self._row_of = {place.id: row for row, (_, place) in enumerate(self._rows)}

    def __len__(self) -> int:
        return len(self._rows)

    def texts(self) -> list[str]:
        """What each row is indexed by."""
        return [place.searchable for _, place in self._rows]

    def ids(self, rows: Iterable[int]) -> list[str]:
        """The passages' ids at ``rows``."""
        return [self._rows[row][1].id for row in rows]

    def row(self, passage_id: str) -> int:
        """The row of the passage with this id."""
        return self._row_of[passage_id]

    def passage(self, row: int) -> Passage:
        """The passage at ``row``, masked now."""
        return passage_at(*self._rows[row])

    def allowed(self, wanted: Wanted) -> NDArray[np.bool_]:
        """For each row, whether it may be found at all."""
        admitted: dict[str, bool] = {}
        for report, _ in self._rows:
            if report.id not in admitted:
                admitted[report.id] = wanted.admits(report)
        return np.fromiter(
            (
                admitted[report.id]
                and (wanted.role is None or wanted.role in roles_at(report.kind, place))
                for report, place in self._rows
            ),
            dtype=np.bool_,
            count=len(self._rows),
        )
