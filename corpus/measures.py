"""Measures: what follows a number, what bounds it, and when two amounts are the same amount."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from corpus.lexicon import any_of, lexicon

_HALF_WIDTH = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_FULL_WIDTH = re.compile("[０-９％．]")
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_LONGEST_BOUND = 10


class Tail(NamedTuple):
    """What follows a number: ``measure`` as written, where it ends, and a 余 or 多 within."""

    end: int
    measure: str
    over: str


def half_width(text: str) -> str:
    """``text`` with full-width digits, ％ and ． made half-width; every offset stays."""
    return text.translate(_HALF_WIDTH) if _FULL_WIDTH.search(text) else text


def read_tail(text: str, at: int, *, chinese: bool = False) -> Tail:
    """What follows a number that ends at ``at`` of half-width ``text``.

    Without a measure that we know the tail is empty and ends at ``at``. ``chinese`` says that
    the number was in Chinese numerals, behind which some measures are not measures.
    """
    found = _tail_pattern(chinese).match(text, at)
    if found is None or not (found["unit"] or found["scale"] or found["over"] or found["whole"]):
        return Tail(at, "", "")
    measure = found["whole"] or (found["scale"] or "") + (found["unit"] or "")
    return Tail(found.end(), measure, found["over"] or found["later"] or "")


def bound_before(text: str, at: int) -> str:
    """The word that ends right before ``at`` and bounds the number there, else ""."""
    stretch = text[max(0, at - _LONGEST_BOUND) : at].rstrip(" \u3000")
    found = _bound_pattern().search(stretch)
    if found is None:
        return ""
    word = found["near"] or found["far"]
    return "" if word in _table()["not_bounds"] else word


def bound_after(text: str, at: int) -> str:
    """The word that begins at ``at`` and bounds the number before it (以上, 左右), else ""."""
    found = _after_pattern().match(text, at)
    return found[0].strip() if found else ""


def same_measure(a: str, b: str) -> bool:
    """Whether amounts in ``a`` and ``b`` convert into one another (亿元 and 万元, 名 and 人)."""
    return _family(a)[0] == _family(b)[0]


def same_amount(value_a: Decimal, measure_a: str, value_b: Decimal, measure_b: str) -> bool:
    """Whether both say one amount: 1.2亿元 is 12000万元, 3成 is 30%, 12人 is not 12人次.

    Which measures convert into which is data (``lexicon/measures.yaml``); written places make no
    difference (9.80 is 9.8).
    """
    (family_a, factor_a), (family_b, factor_b) = _family(measure_a), _family(measure_b)
    return family_a == family_b and value_a * factor_a == value_b * factor_b


def converted(value: Decimal, measure: str, wanted: str) -> Decimal:
    """The value in the wanted measure: 1.2亿元 is 12000万元.

    Raises:
        ValueError: the measures do not convert into one another (人 and 人次).
    """
    (family, factor), (other, unit) = _family(measure), _family(wanted)
    if family != other:
        raise ValueError(f"{measure or '无单位'}不能换算成{wanted or '无单位'}")
    return value * factor / unit


def format_amount(value: Decimal, measure: str, qualifier: str) -> str:
    """The amount as it stands in prose: 不少于12次, 突破1034.5亿元, 300余篇, 3万余人, 30天以内.

    ``qualifier`` is "" or one of ``lexicon/measures.yaml``; the written places of ``value`` stay.
    """
    number = format(value, "f")
    if qualifier in ("余", "多"):
        scale, unit = _split_scale(measure)
        beyond = scale if value < 10 else ""
        rest = unit if value < 10 else measure
        return f"{number}{beyond}{qualifier}{rest}"
    if qualifier in _table()["bounds_after"]:
        return f"{number}{measure}{qualifier}"
    return f"{qualifier}{number}{measure}{_table()['closing'].get(qualifier, '')}"


def known_measures() -> tuple[str, ...]:
    """Every measure of the lexicon, longest first."""
    table = _table()
    named = {name for family in table["families"].values() for name in family}
    return tuple(sorted(named | set(table["plain"]), key=lambda name: (-len(name), name)))


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = lexicon("measures")
    return table


@cache
def _factors() -> dict[str, tuple[str, Decimal]]:
    families = _table()["families"].items()
    return {
        name: (family, Decimal(str(factor)))
        for family, members in families
        for name, factor in members.items()
    }


@cache
def _family(measure: str) -> tuple[str, Decimal]:
    plain = half_width(measure).replace(" ", "")
    if plain in _factors():
        return _factors()[plain]
    scale, unit = _split_scale(plain)
    family, factor = _factors().get(unit, (unit, Decimal(1)))
    for char in scale:
        factor *= _SCALES[char]
    return family, factor


def _split_scale(measure: str) -> tuple[str, str]:
    if measure in known_measures():
        return "", measure
    unit = measure.lstrip("".join(_SCALES))
    return measure[: len(measure) - len(unit)], unit


@cache
def _tail_pattern(chinese: bool) -> re.Pattern[str]:
    skipped = set(_table()["not_after_chinese"]) if chinese else set()
    tails = {name: f"(?![{tails}])" for name, tails in _table()["not_before"].items()}
    unit = any_of((name for name in known_measures() if name not in skipped), tails)
    whole = any_of(name for name in known_measures() if name[0] in _SCALES)
    scale = f"[十百千]?万亿|[十百千]?[万亿]|[百千](?=(?:{unit}))"
    return re.compile(
        rf"[ \u3000]{{0,2}}(?:(?P<whole>{whole})|(?P<over>余|多(?=.))?(?P<scale>{scale})?"
        rf"(?P<later>余|多(?=.))?(?:[ \u3000]?(?P<unit>{unit}))?)"
    )


@cache
def _bound_pattern() -> re.Pattern[str]:
    table = _table()
    near = any_of([*table["bounds_before"], *table["not_bounds"]])
    far = any_of(table["bounds_at_distance"])
    return re.compile(rf"(?:(?P<near>{near})|(?P<far>{far})[\u4e00-\u9fff]{{1,4}})$")


@cache
def _after_pattern() -> re.Pattern[str]:
    return re.compile(rf"[ \u3000]?(?:{any_of(_table()['bounds_after'])})")
