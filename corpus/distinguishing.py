"""Telling apart: counts of one clause that the same words seem to speak of.

Each function takes the words before, between and behind the counts, and gives back the words of
each count with :data:`COUNT_MARK` where it stands; nothing where it cannot tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from corpus.enumerating import COUNT_MARK
from corpus.lexicon import any_of, lexicon
from corpus.stepping import way_between, without_from

_RANGE = re.compile("[—–~～至到-]{1,2}")
_BRACKET = re.compile("[（(][^（()）]*[）)]")
_HAN = re.compile("[\u4e00-\u9fff]")
_BETWEEN = re.compile("、|和|与|及|以及")
_BOTH = re.compile("^城乡([^、]*)$")
_COMPARED = re.compile(
    r"(?P<by>(?:同比|环比|[较比](?:上年末?|去年|年初|同期)(?:同期)?)?)分别"
    r"(?P<way>净?(?:增长|增加|上升|提高|下降|减少|降低))"
)
_RESPECTIVELY = re.compile(r"(?P<of>.+?)(?P<says>(?:年均|平均|同比|每月|每年)*)分别(?P<does>.*)")


def told_apart(pieces: Sequence[str], lead: str) -> list[str]:
    """The words of counts in one stretch: 28个问题 | 已完成整改27个 counts 问题, 问题已完成整改.

    ``lead`` are the clause's words up to the last count, for a total of what brackets count.
    """
    before, behind = pieces[0], pieces[-1]
    if not all(_HAN.search(each) or _RANGE.fullmatch(each) for each in pieces[1:-1]):
        return []
    if len(pieces) == 3 and _RANGE.fullmatch(pieces[1]):
        return [f"{before}{COUNT_MARK}{behind}{end}" for end in ("下限", "上限")]
    if len(pieces) == 3 and pieces[1].startswith(("）", ")")):
        return [f"{before}{COUNT_MARK}）", f"{_BRACKET.sub('', lead)}{COUNT_MARK}总量"]
    if len(pieces) == 3 and way_between(before, pieces[1]):
        base = without_from(before)
        return [f"原{base}{COUNT_MARK}{behind}", f"{base}{COUNT_MARK}{behind}"]
    told: list[str] = []
    for between in pieces[1:-1]:
        counted, rest = _cut(between)
        whole = not rest.strip("之当中里的")
        told.append(f"{'' if rest and whole else before}{COUNT_MARK}{counted}")
        goes_on = counted or rest.startswith(("中", "之中", "当中"))
        before = before + counted + rest if goes_on else rest
    told.append(f"{before}{COUNT_MARK}{behind}")
    return [f"总数{COUNT_MARK}" if each.strip("共计 ") == COUNT_MARK else each for each in told]


def listed(pieces: Sequence[str]) -> list[str]:
    """The words of counts said of several things in turn: 一产、二产增加值分别增长6%、5%."""
    found = _RESPECTIVELY.fullmatch(pieces[0])
    if found is None or not all(_BETWEEN.fullmatch(each) for each in pieces[1:-1]):
        return []
    things = _BETWEEN.split(_BOTH.sub(r"城镇\1、农村\1", found["of"]))
    if len(things) != len(pieces) - 1:
        return []
    head = _head_for_all(things)
    named = [thing + head for thing in things[:-1]] + things[-1:]
    return [f"{thing}{found['says']}{found['does']}{COUNT_MARK}" for thing in named]


def comparison_of_all(pieces: Sequence[str]) -> str:
    """The comparison said of what was told before, one of each (同比分别增长7%和9%); else ""."""
    found = _COMPARED.fullmatch(pieces[0])
    if found is None or not all(_BETWEEN.fullmatch(each) for each in pieces[1:-1]):
        return ""
    return f"{found['by']}{found['way']}"


def _head_for_all(things: Sequence[str]) -> str:
    """What the last of the things is said for all: 增加值 of 一产、二产增加值; else ""."""
    *others, last = (_shared_heads().search(thing) for thing in things)
    return last[0] if last and not any(others) else ""


def _cut(between: str) -> tuple[str, str]:
    """What the count before counts, and what is said of it up to the next: 问题, 已完成整改."""
    found = (
        _among().match(between)
        or _outcome().search(between, 2)
        or _outcome().match(between)
        or _among_things().search(between)
    )
    at = found.start() if found else len(between)
    return between[:at], between[at:]


def _table() -> dict[str, Any]:
    table: dict[str, Any] = lexicon("labels")
    return table


def _said() -> str:
    return any_of((*_table()["adverbs"], *_table()["outcomes"]))


@cache
def _among() -> re.Pattern[str]:
    """中, 其中 and their like, of the things counted before."""
    return re.compile(rf"(?:之中|当中|其中|中|里)(?=有?$|的?$|{_said()})")


@cache
def _among_things() -> re.Pattern[str]:
    """The same behind a noun that is counted, whatever follows: 企业中亏损企业."""
    things = "|".join(f"(?<={thing})" for thing in _table()["things"])
    return re.compile(rf"(?:{things})(?:之中|当中|其中|中)")


@cache
def _outcome() -> re.Pattern[str]:
    return re.compile(rf"{_among().pattern}|{_said()}|(?<![国所私现含])有$")


@cache
def _shared_heads() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(_table()['shared_heads'])})$")
