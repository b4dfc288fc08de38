"""Freshening: past wording brought to the year it now speaks of, and known slips mended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assistant.cutting import cut_from_list
from assistant.deciding import collocated
from corpus.lexicon import lexicon
from corpus.months import wording_at
from corpus.phrases import find_stale, mend

STANDING = re.compile(
    r"《[^》]*》|“[^”]*”|[一二三四五六七八九十]+届历次全会|"
    r"党的[一二三四五六七八九十]+大[和、][一二三四五六七八九十]+届[^，；。“《]{0,20}全会"
)
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?=年)")
_SETS_YEAR = re.compile(r"^$|做好$|部署$|安排$|抓好$|谋划$|印发$")
_CONGRESS_ALONE = re.compile(
    r"(?:学习|宣传|贯彻|落实|领会|把握|学好)[^，；。、“”]{0,6}?(?P<congress>党的[一二三四五六七八九十]+大)精神"
)
_MASK = r"(?:[XxＸ×]{2,}|[*＊]{2,}|[□_＿]{2,}|某某?)"


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where a clause stands: its section's id and heading, the year it now speaks of, its tense.

    ``forward`` is true where it tells what is to be done (a plan, a next-step section);
    ``background`` where it tells of the times and not of the office's deeds (a speech's 形势).
    ``year_written`` is the year the past text spoke of there; ``sets_year`` marks openings and
    titles, where every year is the document's own.
    """

    section: str
    heading: str
    year: int
    year_written: int
    month: int
    forward: bool
    plan: bool
    background: bool = False
    sets_year: bool = False


def generalised(text: str) -> str:
    """The text with standing expressions freed of the masked names in them (考察XX重要讲话)."""
    for pattern, plain in _generalising():
        text = pattern.sub(plain, text)
    return text


@cache
def _generalising() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = lexicon("generalising")
    return tuple((re.compile(was.replace("MASK", _MASK)), plain) for was, plain in rows)


def tidied(text: str) -> str:
    """The text with known slips mended: confusable words, half-width marks, stray spaces."""
    text = mend(text)
    for wrong, right in lexicon("tidying"):
        text = re.sub(wrong, right, text)
    return text


def freshened(text: str, place: Spoken, kept: Sequence[str] = ()) -> tuple[str, str]:
    """The text with dated phrases brought to the year, and what was changed; "" if it must go.

    What the office has decided on (``kept``) is left as it stands.
    """
    notes: list[str] = []
    stale = find_stale(text, place.year, forward=place.forward, month=place.month)
    for each in reversed(stale):
        if any(start < each.end and each.start < end for start, end in stretches(text, kept)):
            continue
        if each.replacement:
            was = text[each.start : each.end]
            now = _with_its_verb(was, each.replacement)
            notes.append(f"“{was}”改为“{now}”")
            text = text[: each.start] + now + text[each.end :]
        elif each.drop:
            cut = cut_from_list(text, [(each.start, each.end)])
            if cut is None:
                return "", f"提法已过时：{each.name}"
            text = cut
    text = _brought_up(text, place, kept, notes)
    return text, "；".join(reversed(notes))


def _with_its_verb(was: str, now: str) -> str:
    """The new wording with the verb the old one began with (推动…常态化), as it is said of it."""
    verbs = {verb for verb, _, _ in lexicon("collocations")}
    verb = next((verb for verb in verbs if was.startswith(verb)), "")
    return now if not verb or now.startswith(verb) else collocated(verb + now)


def _brought_up(text: str, place: Spoken, kept: Sequence[str], notes: list[str]) -> str:
    """学习贯彻党的二十大精神 goes on to the plenums held since; alone it reads years old."""
    found = _CONGRESS_ALONE.search(text)
    latest = wording_at("党代会", (place.year, place.month))
    if not found or not latest.startswith(f"{found['congress']}和"):
        return text
    if any(start < found.end() and found.start() < end for start, end in stretches(text, kept)):
        return text
    notes.append(f"“{found['congress']}”改为“{latest}”")
    start, end = found.span("congress")
    return text[:start] + latest + text[end:]


def rolled_years(text: str, place: Spoken, shift: int, own: Sequence[str] = ()) -> str | None:
    """The text with its years rolled by the shift.

    None when a year stands there that is not of the past report's time. Those in ``own``, the
    office's wording of this year, stay as they are.
    """
    kept = [found.span() for found in STANDING.finditer(text)] + stretches(text, own)
    parts: list[str] = []
    at = 0
    for found in _YEAR.finditer(text):
        if any(start <= found.start() < end for start, end in kept):
            continue
        year = int(found["year"])
        if abs(year - place.year_written) > 1:
            return None
        spoken_of = place.sets_year and _SETS_YEAR.search(text[: found.start()])
        rolled = place.year if spoken_of else year + shift
        parts += [text[at : found.start()], str(rolled)]
        at = found.end("year")
    return "".join([*parts, text[at:]])


def stretches(text: str, phrases: Sequence[str]) -> list[tuple[int, int]]:
    """Where the phrases stand in the text."""
    return [
        found.span()
        for phrase in phrases
        if phrase
        for found in re.finditer(re.escape(phrase), text)
    ]
