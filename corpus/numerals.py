"""Numerals: the number that Arabic or Chinese numerals write."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from corpus.measures import half_width

DIGITS = "零〇一二三四五六七八九"
_APPROXIMATE = re.compile("(.*?)([一二三四五六七八九])([一二三四五六七八九])")


def parse_number(text: str) -> Decimal | None:
    """The number that ``text`` writes, in Arabic or Chinese numerals, or None.

    1,034.50 keeps its places; 百分之五 is 5, the count of hundredths; an approximate 三四 or
    二十七八 is its lower number.
    """
    plain = half_width(text).strip().replace(",", "")
    plain = re.sub("^[百千]分之", "", plain)
    if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", plain):
        return Decimal(plain)
    return _parse_chinese(plain)


def _parse_chinese(text: str) -> Decimal | None:
    if not text or text.strip(DIGITS + "两十百千万亿点"):
        return None
    whole, _, places = text.partition("点")
    value = _chinese_integer(whole)
    if value is None or not places:
        return value
    if places.strip(DIGITS):
        return None
    return Decimal(f"{value}.{_digits(places)}")


@cache
def _chinese_integer(text: str) -> Decimal | None:
    if not text:
        return None
    if not text.strip(DIGITS) and (len(text) == 4 or "〇" in text or "零" in text):
        return Decimal(_digits(text))
    if re.search(f"[{DIGITS}]{{3}}", text):
        return None
    approximate = _APPROXIMATE.fullmatch(text)
    if approximate:
        return _chinese_integer(approximate[1] + approximate[2])
    # 百 alone (百亿元) is a number to a writer and none to cn2an.
    spoken = "一" + text if text[0] in "百千万亿" else text
    return _through_cn2an(spoken)


def _through_cn2an(text: str) -> Decimal | None:
    # Imported here: it takes most of a second, and a text in Arabic digits never needs it.
    import cn2an

    try:
        return Decimal(str(cn2an.cn2an(text, "normal")))
    # KeyError: numerals that no number is written with, such as 五二十四.
    except (ValueError, KeyError):
        return None


def _digits(text: str) -> str:
    return "".join(str(DIGITS.index(char) - 1 if char != "零" else 0) for char in text)
