"""What stands in a library, told by cards: a choice among many reports opens the one chosen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from corpus.archive import Archive, Card
from corpus.errors import LibraryError
from corpus.report import Report

_KEPT = 256


class Catalogue:
    """The cards of an archive, surveyed again only when its files have changed."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._state: tuple[str, ...] | None = None
        self._cards: Mapping[str, Card] = {}
        self._opened = lru_cache(_KEPT)(self._open)

    def cards(self) -> Mapping[str, Card]:
        """A card for each report, by id.

        Raises:
            LibraryError: a report's file is damaged; the message names it.
        """
        state = self._archive.state()
        if state != self._state:
            self._cards = self._archive.survey(self._cards or self._recorded())
            self._state = state
        return self._cards

    def report(self, report_id: str) -> Report | None:
        """The report with this id, the same object as before while its file is the same."""
        return self._opened(report_id, self._archive.stamp(report_id))

    def _open(self, report_id: str, stamp: str) -> Report | None:
        """``stamp`` tells the file's present state from earlier ones."""
        return self._archive.report(report_id) if stamp else None

    def _recorded(self) -> Mapping[str, Card]:
        """The manifest's cards; none where it cannot be read, for the reports are the truth."""
        try:
            return self._archive.manifest().reports
        except LibraryError:
            return {}
