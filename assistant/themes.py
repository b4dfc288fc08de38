"""The theme of a speech: what its meeting is about, and whether a past speech is of the like.

A draft that follows a speech keeps its headings, and those are of its theme.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from assistant.likeness import bigrams
from assistant.occasion import meeting_in
from assistant.sheet.facts import Sheet
from corpus.lexicon import any_of, lexicon
from corpus.report import Report

_SPEECH = re.compile(r"(?:上|时|中)?的?(?:总结|动员)?(?:讲话|讲话稿|讲话提纲|发言)(?:提纲|稿)?$")
_BEFORE_YEAR = re.compile(r"^.*(?:20\d\d年度?|[“”])")


def differs_in_theme(sheet: Sheet, like: Report) -> bool:
    """Whether the sheet names what it is about, and the past speech is about something else."""
    named = sheet.occasion or sheet.title
    return bool(named) and not _are_kin(named, _occasion_of(like), _offices(sheet, like))


def of_nearest_theme(sheet: Sheet, newest: Report, reports: Iterable[Report]) -> Report:
    """The past speech to follow: the newest there is, else the newest of this year's theme.

    ``reports`` are those to choose from. Without any of the theme it stays ``newest``.
    """
    if not differs_in_theme(sheet, newest):
        return newest
    kin = [
        each
        for each in reports
        if each.kind == newest.kind and each.year < sheet.year and not differs_in_theme(sheet, each)
    ]
    return max(kin, key=lambda each: (each.unit == newest.unit, each.year), default=newest)


def theme_lines(sheet: Sheet, like: Report) -> tuple[str, ...]:
    """A Chinese line where the draft would keep headings of another theme; else none."""
    if sheet.outline or not differs_in_theme(sheet, like):
        return ()
    return (
        f"今年讲的是“{sheet.occasion or sheet.title}”，所参照的{like.year}年“{like.title}”"
        "主题不同，章节标题仍是它的；请另选参照材料，或在事实表的“提纲”（outline）里列出今年的标题",
    )


def _occasion_of(like: Report) -> str:
    """What a past speech was given at: its title's meeting, else the one its opening names."""
    named = like.title if like.titled else ""
    return named or next((said for text in like.opening if (said := meeting_in(text))), "")


def _offices(sheet: Sheet, like: Report) -> Sequence[str]:
    return tuple(filter(None, (sheet.office, sheet.short, sheet.own, like.unit)))


def _are_kin(one: str, other: str, offices: Sequence[str]) -> bool:
    """Whether two meetings share a word of their theme; two without any are of one theme."""
    if any(_speaks_of(group, one) and _speaks_of(group, other) for group in _groups()):
        return True
    own = bigrams("，".join(offices))
    mine, theirs = (bigrams(_theme(each)) - own for each in (one, other))
    return bool(mine & theirs) or not (mine or theirs)


def _theme(occasion: str) -> str:
    """The words of a meeting's name that say what it is about: 全面从严治党, or none."""
    about = _SPEECH.sub("", _BEFORE_YEAR.sub("", occasion.strip()))
    return _generic().sub("，", about.removeprefix("在"))


def _speaks_of(words: Iterable[str], text: str) -> bool:
    return any(word in text for word in words)


def _groups() -> list[list[str]]:
    groups: list[list[str]] = lexicon("themes")["kin"]
    return groups


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(any_of(lexicon("themes")["generic"]))
