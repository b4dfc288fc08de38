"""What is ordered on the page: the outline's rows, the paper's head, the report to follow."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

from assistant.chat.seat import STALE, Seat
from assistant.talk import outline
from corpus.errors import SettingsError

_HEAD = {"title": "title", "unit": "office", "speaker": "speaker", "occasion": "occasion"}


def rows_of(seat: Seat) -> tuple[outline.OutlineRow, ...]:
    """The outline's rows."""
    paper = seat.paper
    if paper is None:
        return ()
    return outline.outline_rows(seat.session.past.sections(paper), paper.sheet.outline)


def reorder(seat: Seat, change: Callable[[tuple[outline.OutlineRow, ...]], Any]) -> None:
    """Change the rows of the outline."""
    paper = seat.open_paper()
    try:
        rows = tuple(change(rows_of(seat)))
    except IndexError as error:
        raise SettingsError(STALE) from error
    lines = outline.outline_lines(rows, seat.session.past.sections(paper))
    seat.paper = seat.session.keep(paper.with_sheet(outline=lines), "改提纲")


def head(seat: Seat, name: str, value: str) -> None:
    """One value of the paper's head."""
    value = value.strip()
    paper = seat.open_paper()
    if name == "words" and value and not value.isdecimal():
        raise SettingsError("字数请只写数字，如 3000；不限就空着")
    if name == "words":
        changed = paper.with_sheet(words=int(value) if value else None)
    elif name == "date":
        changed = paper.with_sheet(date=_date(value))
    elif name in _HEAD:
        changed = paper.with_sheet(**{_HEAD[name]: value})
    else:
        return
    seat.paper = seat.session.keep(changed, "改文头")
    if name in ("title", "occasion"):
        _caution(seat)


def follow(seat: Seat, report_id: str) -> None:
    """Follow another report, or the kind alone."""
    seat.paper = seat.session.follow(seat.open_paper(), report_id)
    _caution(seat)


def _caution(seat: Seat) -> None:
    """Says what should be looked at before the paper is drafted."""
    seat.notice = "；".join(seat.session.cautions(seat.open_paper()))


def _date(value: str) -> datetime.date | None:
    found = re.fullmatch(r"(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?", value)
    if not value:
        return None
    try:
        year, month, day = map(int, found.groups()) if found else (0, 0, 0)
        return datetime.date(year, month, day)
    except ValueError as error:
        raise SettingsError(f"“{value[:20]}”不是日期；请写成 2027-01-06 这样") from error
