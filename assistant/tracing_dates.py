"""Whether a year, a date or a meeting in a text is one the sheet or the calendar knows."""

from __future__ import annotations

import re

from assistant.derived import anniversary
from assistant.labels import SAME_THING, Place, Wording, agreement
from assistant.ledger import Ledger
from assistant.trace import Trace
from corpus.figures import Figure
from corpus.phrases import find_dated

_LOOKS_BACK = re.compile(
    r"上年|去年|同期|以来|[较比]|度?考核|巡[察视]|审计|反馈|整改|年报|决算|评议|印发|出台|收官"
)
# 2024年修订的《…》: the year belongs to the rule it names.
_ISSUED = re.compile(r"(?:新)?(?:修订|修正|印发|颁布|公布|施行|出台)的?《")
_REVIEWS = re.compile(r"(?:回顾|总结)[^，。；]{0,4}$")


def trace_year(text: str, place: Place, ledger: Ledger, year: int) -> Trace:
    """A year the text speaks of, the sheet gives, or its clause looks back on; else a stale one."""
    figure, said = place.figure, int(place.figure.value)
    if said == year or _is_in_title(text, figure) or figure.text in ledger.standing:
        return Trace(figure, "said")
    if _ISSUED.match(text, figure.end):
        return Trace(figure, "said")
    before = place.clause.text[: figure.start - place.clause.start]
    looks_back = bool(_LOOKS_BACK.search(place.clause.text) or _REVIEWS.search(before))
    # 2026年， at the head of a sentence says when all of it happens; elsewhere a year may be told.
    places_all = figure.start == place.sentence.start and not looks_back
    if said in ledger.years and not (places_all and said < year):
        return Trace(figure, "said")
    if _tells_of_year(place, ledger, said):
        return Trace(figure, "said")
    if said == ledger.year - 1 and looks_back:
        return Trace(figure, "said")
    return Trace(figure, "stale year" if said < year else "untraced", "", f"{year}年")


def _tells_of_year(place: Place, ledger: Ledger, said: int) -> bool:
    """Whether the sentence tells a fact the sheet gives for that very year."""
    sentence = Wording.of(place.sentence.text)
    return any(
        entry.fact is not None
        and entry.fact.year == said
        and agreement(entry.label, sentence) >= SAME_THING
        for entry in ledger.entries
        if entry.standing == "value"
    )


def _is_in_title(text: str, figure: Figure) -> bool:
    """Whether a figure stands inside 《》 or 〔〕, where it is part of a name."""
    before = text[: figure.start]
    return any(before.rfind(mark) > before.rfind(end) for mark, end in ("《》", "〔〕"))


def trace_date(place: Place, ledger: Ledger) -> Trace:
    """A date some item gives; one that another item of the same event gives otherwise."""
    figure, sentence = place.figure, Wording.of(place.sentence.text)
    known = {item for item, date in ledger.dates if _same_day(figure, date)}
    fits = {item: agreement(ledger.wordings[item], sentence) for item, _ in ledger.dates}
    spoken_of = max(fits, key=lambda item: fits[item], default="")
    is_clear = fits.get(spoken_of, 0.0) >= SAME_THING
    if known and (spoken_of in known or not is_clear):
        return Trace(figure, "said", spoken_of if spoken_of in known else min(known))
    if is_clear:
        right = next(date.text for item, date in ledger.dates if item == spoken_of)
        return Trace(figure, "contradicts", spoken_of, right)
    return Trace(figure, "untraced")


def _same_day(one: Figure, other: Figure) -> bool:
    """Whether two dates agree in every part that both write."""
    a, b = int(one.value), int(other.value)
    parts = ((a // 10000, b // 10000), (a // 100 % 100, b // 100 % 100), (a % 100, b % 100))
    return all(x == y for x, y in parts if x and y)


def trace_ordinal(text: str, place: Place, ledger: Ledger) -> Trace:
    """A meeting or rank the sheet names, or one whose time the table of periods knows."""
    figure = place.figure
    if figure.text in ledger.said or figure.text in ledger.standing or _is_in_title(text, figure):
        return Trace(figure, "said")
    lead = place.clause.text[: figure.start - place.clause.start]
    if figure.measure == "周年" and anniversary(figure, lead, ledger.year):
        return Trace(figure, "said")
    sentence = place.sentence
    dated = find_dated(sentence.text)
    at = figure.start - sentence.start
    known = any(each.start <= at < each.end for each in dated)
    return Trace(figure, "said" if known else "untraced")
