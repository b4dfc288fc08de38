"""The shared past: the library's reports as the desk asks for them, whoever sits there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from assistant.brief import Brief
from assistant.desk import DraftOrder, plan_sheet
from assistant.indexing import Indexed, index_reports
from assistant.parts import parts_of, text_of
from assistant.sheet.facts import Sheet
from assistant.sheet.form import Form
from assistant.talk.opening import form_after
from assistant.talk.paper import Paper
from assistant.talk.surroundings import Surroundings
from corpus.errors import SettingsError
from corpus.passages import passages
from corpus.report import Passage, Report

_NEAREST, _QUERY = 4, 120


class Past:
    """The past reports around a seat; the library is opened anew for each question."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around

    def reports(self) -> tuple[Report, ...]:
        """All reports there are."""
        library = self.around.open_library()
        return library.reports() if library else ()

    def report(self, report_id: str) -> Report | None:
        """The report with this id, None when it is not in the library."""
        return next((each for each in self.reports() if each.id == report_id), None)

    def form(self, report_id: str) -> Form | None:
        """What a report asks of the year after it."""
        return _form_of(report_id, self.around)

    def sections(self, paper: Paper) -> tuple[Brief, ...]:
        """The sections there would be without an outline of the writer's own."""
        sheet = paper.told().model_copy(update={"outline": ()})
        return _sections_of(sheet.model_dump_json(by_alias=True), self.around)

    def search(self, query: str, before: int | None, most: int) -> tuple[Passage, ...]:
        """The passages nearest to the query, of reports of earlier years than ``before``."""
        library = self.around.open_library()
        hits = library.search(query, k=most, before=before) if library else ()
        return tuple(hit.passage for hit in hits)

    def behind(self, paper: Paper, section: str) -> tuple[Passage, ...]:
        """The past passages behind a section: those under its heading, then the nearest."""
        parts = parts_of(paper.draft) if paper.draft else ()
        part = next((each for each in parts if each.id == section), None)
        if part is None:
            return ()
        like = self.report(paper.like)
        own = [
            each
            for each in (passages(like) if like else ())
            if part.heading and each.path and part.heading in each.path[-1]
        ]
        query = part.heading + text_of(part)[:_QUERY]
        near = self.search(query, paper.sheet.year, _NEAREST) if query.strip() else ()
        return tuple({each.id: each for each in (*own, *near)}.values())

    def take(self, paths: Sequence[Path]) -> Indexed:
        """Read past reports into the library.

        Raises:
            NigaoError: nothing could be read, or the library is in use.
        """
        around = self.around
        taken = index_reports(
            paths, around.library, embeddings=around.embeddings(), own_kinds=around.kinds
        )
        _forget()
        return taken

    def remove(self, report_id: str) -> str:
        """Take a report out of the library; its title comes back.

        Raises:
            LibraryError: there is none, or the library is in use.
        """
        library = self.around.open_library()
        if library is None:
            raise SettingsError("材料库还是空的")
        removed = library.remove(report_id)
        _forget()
        return removed.title


def _forget() -> None:
    """What was read off reports holds only while the library stands as it is."""
    _form_of.cache_clear()
    _sections_of.cache_clear()


@lru_cache(maxsize=64)
def _form_of(report_id: str, around: Surroundings) -> Form | None:
    library = around.open_library()
    like = library.report(report_id) if library else None
    return form_after(like, library, around.kinds) if like else None


@lru_cache(maxsize=16)
def _sections_of(sheet_json: str, around: Surroundings) -> tuple[Brief, ...]:
    sheet = Sheet.model_validate_json(sheet_json)
    order = DraftOrder(like=sheet.like, kinds=around.kinds)
    return plan_sheet(sheet, around.open_library(), order).plan.sections
