"""The occasion of a speech: last year's meeting gives way to this year's, and undated facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.brief import Line, Phrase
from assistant.draft import Evidence
from assistant.likeness import bigrams, share
from assistant.sheet.facts import Fact, Sheet

_MEETING = re.compile(
    r"(?P<lead>(?:召开|举行)(?:的)?)(?P<name>[^，；。“”]{3,36}?(?:会议|大会|会))(?=[，；。]|$)"
)
_SAME = 0.6


def on_occasion(lines: Sequence[Line], occasion: str) -> tuple[Line, ...]:
    """The opening's lines with the meeting they name called as the sheet calls it.

    A name that says the same in other words stays as last year's speech has it.
    """
    if not occasion:
        return tuple(lines)
    return tuple(
        replace(line, phrases=tuple(_renamed(phrase, occasion) for phrase in line.phrases))
        for line in lines
    )


def meeting_in(text: str) -> str:
    """The meeting a sentence says is held (今天我们召开…会议), "" where it names none."""
    found = _MEETING.search(text)
    return found["name"] if found else ""


def undated(sheet: Sheet) -> tuple[str, ...]:
    """A Chinese line for each value of a speech that has neither a year nor a bound.

    A speech looks back and ahead: without a year a value is taken for this year's.
    """
    return tuple(_undated(fact, sheet.year) for fact in sheet.facts if _may_be_last_years(fact))


def _renamed(phrase: Phrase, occasion: str) -> Phrase:
    found = _MEETING.search(phrase.text)
    if not found or share(bigrams(occasion), bigrams(found["name"])) >= _SAME:
        return phrase
    text = phrase.text[: found.start("name")] + occasion + phrase.text[found.end("name") :]
    said = Evidence("kind", "speech", "会议名称取自事实表")
    return replace(phrase, text=text, evidence=(*phrase.evidence, said))


def _may_be_last_years(fact: Fact) -> bool:
    return fact.value is not None and fact.year is None and not fact.qualifier


def _undated(fact: Fact, year: int) -> str:
    return (
        f"事实{fact.id}“{fact.label}”没有写年份，按{year}年的写；"
        f"如果是回顾上年的数，请写上 year: {year - 1}"
    )
