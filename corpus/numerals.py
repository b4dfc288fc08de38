"""Numerals: the number that Arabic or Chinese numerals write."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from corpus.measures import half_width

DIGITS = "零〇一二三四五六七八九"
_VALUES = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_ONE = "[一二三四五六七八九]"
_BELOW_TEN_THOUSAND = re.compile(
    f"(?:({_ONE})千)?零?(?:({_ONE})百)?零?(?:({_ONE})?十)?零?({_ONE})?(?<!^)"
)
_APPROXIMATE = re.compile("(.*?)([一二三四五六七八九])([一二三四五六七八九])")


def parse_number(text: str) -> Decimal | None:
    """The number that ``text`` writes, in Arabic or Chinese numerals, or None.

    1,034.50 keeps its places; 百分之五 is 5, the count of hundredths; an approximate 三四 or
    二十七八 is its lower number.
    """
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    plain = half_width(text).strip().replace(",", "")
    plain = re.sub("^[百千]分之", "", plain)
    if _PLAIN.fullmatch(plain):
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


@lru_cache(maxsize=4096)
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
    value = _plain_integer(spoken)
    return _through_cn2an(spoken) if value is None else Decimal(value)


def _plain_integer(text: str) -> int | None:
    """The value of a number below 10,000 in its usual form, None for any other text."""
    if text == "两":
        return 2
    found = _BELOW_TEN_THOUSAND.fullmatch(text)
    if found is None:
        return None
    places = [_VALUES[sign] if sign else 0 for sign in found.groups()]
    value = int("".join(map(str, places)))
    if text[0] == "十":
        value += 10
    return value if text in _usual(value) else None


def _usual(value: int) -> tuple[str, ...]:
    """How a number below 10,000 is written: 一百零五; 十五 and 一十五."""
    signs = zip(f"{value:04d}", ("千", "百", "十", ""), strict=True)
    parts = [DIGITS[int(digit) + 1] + sign if digit != "0" else "零" for digit, sign in signs]
    written = re.sub("零+", "零", "".join(parts)).strip("零")
    return written, written.removeprefix("一") if 10 <= value < 20 else written


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
