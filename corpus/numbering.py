"""The numbers of headings as they are written: 一、 （一） 1. （1） and their uneven kin."""

from __future__ import annotations

import re
from typing import NamedTuple

_DIGITS = "〇一二三四五六七八九"
_HAN = "一二三四五六七八九十"
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")

# 一、二季度 and 一、二级主任科员 are enumerations inside prose, not the heading 一、.
_PROSE = rf"(?![{_HAN}]+(?:季度|线|类|级|批|把手|期|产|等|号|月|次|条|项|档|届|、))"
_FORMS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"(?P<number>(?P<value>[{_HAN}]+)\s*[、．.])\s*{_PROSE}")),
    (2, re.compile(rf"(?P<number>[（(]\s*(?P<value>[{_HAN}]+)\s*[）)])[、.．]?\s*(?![款项])")),
    (3, re.compile(r"(?P<number>(?P<value>[0-9０-９]{1,2})\s*[.．、])\s*(?![0-9０-９])")),
    (4, re.compile(r"(?P<number>[（(]?\s*(?P<value>[0-9０-９]{1,2})\s*[）)])\s*")),
)

_PART_HEADING = 45  # characters; a longer line is prose about a part
_PART = re.compile(
    rf"(?P<number>第\s*(?P<value>[{_HAN}]+|[0-9０-９]{{1,2}})\s*(?:部分|章|篇|编))"
    r"(?:[、：:．.]\s*|\s+|(?=[^，。；的是为在由和]))"
)
# Most lines begin no heading; one look at the first character spares four patterns.
_FIRST = frozenset(f"{_HAN}（(0123456789０１２３４５６７８９")


class Number(NamedTuple):
    """The number a line begins with.

    ``level`` is 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）; ``text`` is the number as written,
    ``value`` what it counts and ``end`` where the words after it begin.
    """

    level: int
    value: int
    text: str
    end: int


def leading_number(text: str) -> Number | None:
    """The heading number ``text`` begins with, or None (2022年， and 1.2亿元 are none)."""
    if text[:1] not in _FIRST:
        return None
    for level, form in _FORMS:
        found = form.match(text)
        if found and found.end() < len(text):
            return Number(level, counted(found["value"]), found["number"], found.end())
    return None


def leading_part(text: str) -> Number | None:
    """The number of a part (第一部分, 第一章) that ``text`` begins with, or None.

    Its level is 1; what 一、 numbers stands one lower in a report of parts.
    """
    if text[:1] != "第" or len(text) > _PART_HEADING or "。" in text:
        return None
    found = _PART.match(text)
    if found is None or found.end() >= len(text):
        return None
    return Number(1, counted(found["value"]), found["number"], found.end())


def chinese_number(value: int) -> str:
    """``value`` (1 to 99) as a heading counts it: 十, 十一, 二十."""
    tens, ones = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def number_text(level: int, value: int) -> str:
    """The number of the ``value``-th heading of a level as GB/T 9704 clause 7.3.3 writes it."""
    if level == 1:
        return f"{chinese_number(value)}、"
    if level == 2:
        return f"（{chinese_number(value)}）"
    return f"{value}." if level == 3 else f"（{value}）"


def counted(text: str) -> int:
    """The number (below 100) that Arabic or Chinese numerals of a heading or date write."""
    plain = text.translate(_WIDE)
    if plain.isdecimal():
        return int(plain)
    tens, ten, ones = plain.rpartition("十")
    if not ten:
        return _DIGITS.find(plain) if len(plain) == 1 else 0
    return (_DIGITS.find(tens) if tens else 1) * 10 + (_DIGITS.find(ones) if ones else 0)
