"""Text as a writer types it, read as what the key holds.

Each reader takes text that is not empty and gives the value; a ``ValueError`` carries what is
wrong and what to write instead, worded to follow the key's name and the text itself.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal

LARGEST = Decimal(10**15)
MOST_PLACES = 10
YEARS = range(2000, 2101)
MOST_WORDS = 100_000

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that neither a terminal nor a Word file takes."""

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_DATE = re.compile(r"(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?")
_ID = re.compile(r"[^\s{}〔〕【】]{1,40}")
_MASK = re.compile(r"[*xX×＊某□_?？]+|待.|未.|/|-")
_YES = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


def read_text(text: str) -> str:
    """The text on one line, as Chinese prose joins its lines."""
    return re.sub(r"\s*\n\s*", "", text)


def read_number(text: str) -> Decimal:
    """A number with the places it was written with; 1,034.5 and full-width digits are numbers."""
    plain = _half_width(text)
    if not _NUMBER.fullmatch(plain):
        raise ValueError(_why_no_number(plain))
    number = Decimal(plain.replace(",", ""))
    if abs(number) > LARGEST:
        raise ValueError("超过了10的15次方，请核对，或换大一些的计量单位")
    if len(plain.partition(".")[2]) > MOST_PLACES:
        raise ValueError(f"小数超过{MOST_PLACES}位，请按口径保留几位")
    return number


def _why_no_number(text: str) -> str:
    found = _NUMBER.match(text)
    if _MASK.fullmatch(text):
        return "还不是数字，请填上今年的数，没有的把这一项删去"
    if found and text[found.end() :].isalpha():
        rest = text[found.end() :]
        return f"带了计量单位，请写成 value: {found.group()}, unit: {rest}"
    if found and text[found.end() :] in ("%", "个%"):
        return f"带了百分号，请写成 value: {found.group()}, unit: '%'"
    return "不是数字，请只写数（如 1034.5），约、超过等字写进 qualifier，成句的事写进 text"


def read_year(text: str) -> int:
    """A year of four digits; 2026年 and 2026年度 are years."""
    plain = re.sub(r"年度?$", "", _half_width(text))
    if not re.fullmatch(r"\d+", plain):
        raise ValueError("不是年份，请写四位数字，如 2026")
    if len(plain) > 4 or int(plain) not in YEARS:
        raise ValueError(f"不像年份，应在{YEARS.start}至{YEARS.stop - 1}之间")
    return int(plain)


def read_count(text: str) -> int:
    """A whole number of words, 1 to :data:`MOST_WORDS`."""
    plain = re.sub(r"字$", "", _half_width(text))
    if not re.fullmatch(r"\d{1,6}", plain) or not 1 <= int(plain) <= MOST_WORDS:
        raise ValueError(f"不是字数，请写1至{MOST_WORDS}之间的整数，如 3000")
    return int(plain)


def read_date(text: str) -> datetime.date:
    """A day: 2026-12-25, 2026/12/25, 2026.12.25 or 2026年12月25日."""
    found = _DATE.fullmatch(_half_width(text))
    if not found:
        raise ValueError("不是日期，请写成 2026-12-25 或 2026年12月25日")
    try:
        return datetime.date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError as error:
        raise ValueError("没有这一天，请核对月和日") from error


def read_yes(text: str) -> bool:
    """是 yes true, 否 no false."""
    if (answer := _YES.get(text.strip().lower())) is None:
        raise ValueError("应写 是 或 否")
    return answer


def read_id(text: str) -> str:
    """An id of up to 40 characters without spaces and brackets, which mark ids in a draft."""
    if not _ID.fullmatch(text):
        raise ValueError("不能作编号，请写40字以内、不含空格和花括号的编号，如 F1")
    return text


def _half_width(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("−", "-")
    return re.sub(r"\s+", "", folded)
