"""Y403, Y404: what has not happened yet, and times that only the day of writing explains."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.clauses import split_clauses
from corpus.figures import find_figures
from eval.checks.remarks import at_offsets, quoted, remark
from eval.checks.years import judged_phrases, phrase_remark
from eval.examined import Examined, Piece
from eval.finding import Finding
from eval.grounds import Grounds
from eval.rules import rules

_FORWARD = ("guiding", "tasks", "safeguards", "next")
_AHEAD = re.compile(r"将|拟|计划|预计|预期|力争|争取|确保|有望|年底前|月底前|之前|以前|按期|目标")
_RELATIVE = re.compile(
    r"[今去明前后]年(?<![比较同]..)(?!同期)|近日|日前(?<![0-9０-９目当即节假作*×X某]..)|前不久|不久前|"
    r"上个?(?:月|周)(?![份底末报例])|昨天|今天|明天"
)
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?")


def not_yet(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """Y403: a meeting, phrase or date told as past that is still to come."""
    for stale, year in judged_phrases(examined, grounds):
        if stale.early:
            yield phrase_remark("Y403", examined, stale, year)
    today = day_of(examined, grounds)
    if today:
        yield from _later_dates(examined, today)
        yield from _yearly_meetings(examined, today)


def relative_times(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """Y404: 今年, 去年, 近日 where a document of record names the year or day; speeches may."""
    if examined.kind is not None and examined.kind.is_spoken:
        return
    for word, places in _relative_words(examined).items():
        right = _absolute(word, examined.year)
        mend = f"如{quoted(right)}" if right else "写明年月日"
        often = f"（全文{len(places)}处）" if len(places) > 1 else ""
        message = f"“{word}”{often}离开成文时间就说不清，正式材料宜写具体时间，{mend}。"
        piece, start = places[0]
        yield remark("Y404", examined, piece, start, start + len(word), message, right)


def _relative_words(examined: Examined) -> dict[str, list[tuple[Piece, int]]]:
    """Where each such word stands: it is told once, at its first place."""
    places: dict[str, list[tuple[Piece, int]]] = {}
    for piece in examined.bodies:
        for found in _RELATIVE.finditer(piece.text):
            places.setdefault(found[0], []).append((piece, found.start()))
    return places


def day_of(examined: Examined, grounds: Grounds) -> tuple[int, int, int] | None:
    """The day the paper bears (year, month, day): the sheet's, else the one under its signature."""
    sheet = grounds.sheet
    if sheet is not None and sheet.date is not None:
        return (sheet.date.year, sheet.date.month, sheet.date.day)
    for piece in examined.pieces:
        found = _DATE.search(piece.text) if piece.place in ("date", "byline") else None
        if found:
            return (int(found[1]), int(found[2]), int(found[3] or 31))
    return None


def _later_dates(examined: Examined, today: tuple[int, int, int]) -> Iterator[Finding]:
    """Months after the paper's day, told in a part that looks back."""
    for piece in examined.bodies:
        if piece.role in _FORWARD or (examined.kind and examined.kind.plan):
            continue
        for clause in split_clauses(piece.text):
            if "月" not in clause.text or _AHEAD.search(clause.text):
                continue
            for figure in find_figures(clause.text):
                if figure.sort == "date" and _is_later(int(figure.value), piece, today):
                    message = (
                        f"“{figure.text}”在成文日期{today[0]}年{today[1]}月{today[2]}日之后，"
                        "还没有发生，请核对，或改写成计划。"
                    )
                    start = clause.start + figure.start
                    yield remark("Y403", examined, piece, start, clause.start + figure.end, message)


def _is_later(value: int, piece: Piece, today: tuple[int, int, int]) -> bool:
    year, month, day = value // 10000 or piece.year, value // 100 % 100, value % 100
    if not month:
        return False
    return (year, month, day or 1) > today


def _yearly_meetings(examined: Examined, today: tuple[int, int, int]) -> Iterator[Finding]:
    """Meetings that are held each year, named with a year in which they have not met yet."""
    for row in rules("meetings")["yearly"]:
        pattern = re.compile(rf"(20\d{{2}})年(?:度)?(?:的)?{row['name']}")
        for found in pattern.finditer(examined.text):
            if (int(found[1]), row["month"]) <= today[:2]:
                continue
            message = (
                f"{quoted(found[0])}一般在{row['month']}月召开（{row['source']}），"
                f"到成文时还没有开，不能写它的内容，请核对。"
            )
            section = examined.heading_of(examined.piece_at(found.start()))
            yield at_offsets("Y403", examined, section, *found.span(), message)


def _absolute(word: str, year: int) -> str:
    step = {"今年": 0, "去年": -1, "明年": 1, "前年": -2, "后年": 2}.get(word)
    return "" if step is None else f"{year + step}年"
