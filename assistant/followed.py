"""Which past report a draft follows: the one named, else the newest of its kind and theme."""

from __future__ import annotations

from pathlib import Path

from assistant.named import named_report
from assistant.sheet.facts import Sheet
from assistant.themes import differs_in_theme, of_nearest_theme
from corpus.errors import LibraryError
from corpus.inference import is_of_no_kind
from corpus.kinds import kind_named
from corpus.library import Library
from corpus.report import Report
from corpus.wanted import is_same_office


def followed(
    name: str, sheet: Sheet, library: Library | None, own_kinds: Path | None = None
) -> Report | None:
    """The past report a draft follows: the one named, else the newest of its kind.

    A newer speech of another theme than this year's gives way to one of this year's.

    Raises:
        LibraryError: what is named is neither a report of the library nor a file, or is not of an
            earlier year.
    """
    if not name:
        return _newest(sheet, library, own_kinds) if library else None
    like = named_report(name, library, own_kinds=own_kinds)
    if like.year >= sheet.year:
        raise LibraryError(
            f"参照材料“{like.title}”是{like.year}年的，不早于本稿的{sheet.year}年；请另选往年材料"
        )
    return like


def passed_over(sheet: Sheet, like: Report, library: Library) -> tuple[str, ...]:
    """A line on the newest speech, where one nearer in theme is followed."""
    newest = _latest(sheet, library)
    if newest is None or newest.id == like.id:
        return ()
    return (
        f"参照的是主题相近的{like.year}年“{like.title}”；"
        f"最新的{newest.year}年“{newest.title}”讲的是别的主题",
    )


def _latest(sheet: Sheet, library: Library) -> Report | None:
    """The library's newest of the sheet's kind and office that is surely of that kind."""
    newest = library.latest(sheet.kind, sheet.year, sheet.office or None)
    if newest is None or not is_of_no_kind(newest):
        return newest
    sure = (
        each
        for each in library.reports()
        if each.kind == sheet.kind and each.year < sheet.year and not is_of_no_kind(each)
    )
    return max(
        sure,
        key=lambda each: (_is_own(each, sheet), each.year, each.id),
        default=None,
    )


def _is_own(report: Report, sheet: Sheet) -> bool:
    return bool(sheet.office) and is_same_office(report.unit, sheet.office)


def _newest(sheet: Sheet, library: Library, own_kinds: Path | None) -> Report | None:
    newest = _latest(sheet, library)
    if newest is None or not kind_named(sheet.kind, own_kinds).is_spoken:
        return newest
    if not differs_in_theme(sheet, newest):
        return newest
    return of_nearest_theme(sheet, newest, library.reports())
