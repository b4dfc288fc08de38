"""What a cell says besides its number: 约120 and 3.2亿元 tell a bound and a measure too."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

from corpus.figures import find_figures

_UNIT_BEHIND = re.compile(r"^(?P<number>[-+\d.,，．０-９]+)\s*(?P<unit>[^\d\s]+)$")


def bare_number(text: str, item: MutableMapping[str, Any], *, bounded: bool) -> str:
    """The number of 24次, 约120 or 3.2亿元; what else it says settles the row's measure and bound.

    The text as it stands where that disagrees with the row; ``bounded`` is false where the row's
    bound does not speak of this cell.
    """
    found = _UNIT_BEHIND.match(text)
    if found and _percent_sign(found["unit"]) in ("%", _percent_sign(item.get("unit", ""))):
        return found["number"] if _settle(item, unit=_percent_sign(found["unit"])) else text
    amounts = [each for each in find_figures(text) if each.sort == "amount"]
    if len(amounts) != 1:
        return text
    (figure,) = amounts
    rest = text[: figure.start] + text[figure.end :]
    whole = rest.strip() in ("", figure.qualifier) and (bounded or not figure.qualifier)
    if whole and _settle(item, unit=figure.measure, qualifier=figure.qualifier):
        return f"{figure.value:f}"
    return text


def _percent_sign(unit: str) -> str:
    return "%" if unit == "％" else unit


def _settle(item: MutableMapping[str, Any], **said: str) -> bool:
    """Put down what a cell says besides its number; nothing where the row says otherwise."""
    told = {key: value for key, value in said.items() if value}
    if any(_percent_sign(item.get(key, value)) != value for key, value in told.items()):
        return False
    for key, value in told.items():
        item.setdefault(key, value)
    return True
