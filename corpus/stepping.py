"""Steps: 由3家减至1家 tells the value there was, which way it went, and the value there is."""

from __future__ import annotations

import re
from functools import cache

from corpus.lexicon import any_of, lexicon

_FROM = re.compile(r"(?:由|从)(?:(?:(?:上年|去年)(?:末|底|同期)?|年初)的?)?$")
_SPAN = re.compile(
    r"(?<!\d)(?:\d{1,2}|[一两二三四五六七八九十几]{1,3})年|(?<![今本])年?以来|“十[一二三四五六]五”|任期|本届|"
    r"(?:季度|月)[末底]?"
)


def way_between(before: str, between: str) -> str:
    """The word that says which way the step goes (减 of 由3家减至1家); "" where there is no step.

    ``before`` are the words before the first count, ``between`` those between the two.
    """
    found = _turn().fullmatch(between) if _FROM.search(before) else None
    return found["way"] if found else ""


def has_way(text: str) -> bool:
    """Whether a step may stand in the text; cheap, for most texts have none."""
    return ("由" in text or "从" in text) and bool(_turn().search(text))


def without_from(before: str) -> str:
    """The words before a step's first count without 由: what takes the step."""
    return _FROM.sub("", before)


def opposite(way: str) -> str:
    """The word for the other way: 增 for 减; the word itself where it says none (调整)."""
    table = lexicon("labels")
    there: dict[str, str] = {**table["rises"], **table["falls"]}
    return there.get(way, way)


def rises(way: str) -> bool | None:
    """Whether the word says a rise or a fall; None where it says neither."""
    table = lexicon("labels")
    return True if way in table["rises"] else False if way in table["falls"] else None


def tells_other_span(words: str) -> bool:
    """Whether the words tell of more than the year, so that their first value is no last year's."""
    return bool(_SPAN.search(words))


@cache
def _turn() -> re.Pattern[str]:
    table = lexicon("labels")
    ways = any_of((*table["rises"], *table["falls"], *table["changes"]))
    return re.compile(rf"(?:逐步|稳步|持续|进一步)?(?P<way>{ways})(?:至|到|为)")
