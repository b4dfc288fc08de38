"""What a sentence of loose notes tells: values with their labels, events, and words as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

from assistant.sheet.facts import Fact
from assistant.stepping import steps_in
from corpus.blanks import Blank, find_blanks
from corpus.clauses import split_clauses
from corpus.figures import same_measure
from corpus.lexicon import lexicon

NO_FIGURE = "没有读出数，原样留下"
NO_LABEL = "没有读出数的是什么，原样留下"
WITH_ITS_PART = "整体和其中的数写在一句里，原样留下"
NO_MEASURE = "没有计量单位"
FROM_CHANGE = "上年数值由增减额推出"
_SIDE_BY_SIDE = re.compile("[、和与及—–~～（）()]")
LAST_IN_BRACKETS = re.compile(r"[（(](?:上年|去年)(?:同期)?(?:为|是)?([^（()）]{1,12})[）)]")
_OTHER_YEAR = re.compile(r"^(20\d\d)年")


@dataclass(slots=True)
class NotePlace:
    """Where a line stands: its section, department, source and number.

    ``as_of`` is the day its values are counted to, from the clause that says it on.
    """

    section: str = ""
    department: str = ""
    source: str = ""
    as_of: str = ""
    number: int = 0
    line: str = ""


@dataclass(slots=True)
class NoteItem:
    """A fact on its way, with what a person should look at.

    ``compares`` marks a growth or change told of the fact before.
    """

    fact: Fact
    place: NotePlace
    remark: str = ""
    compares: bool = False


def tell_sentence(sentence: str, place: NotePlace, items: list[NoteItem]) -> None:
    """Adds to ``items`` what a sentence of notes tells: values counted, events, words as they are.

    A change from last year goes to the value told before it.
    """
    if re.match(_table()["dated"], sentence):
        items.append(_event(sentence, place))
        return
    waiting: list[str] = []
    for clause in split_clauses(sentence):
        text = clause.text.strip(" ，。；;！：:")
        if not text or _goes_on(text, place, items):
            continue
        found = [] if re.match(_table()["dated"], text) else list(_counted(text, place))
        if not found:
            waiting.append(text)
            continue
        items += _as_it_stands(waiting, place)
        waiting = []
        items += found
    items += _as_it_stands(waiting, place)


def _as_it_stands(waiting: Sequence[str], place: NotePlace) -> Iterator[NoteItem]:
    """What was not understood, in its own words, with what a person should look at."""
    if waiting:
        text = "，".join(waiting)
        told = bool(re.match(_table()["dated"], text))
        remark = "" if told else _why_as_it_stands(text)
        yield _event(text, place, remark)


def _why_as_it_stands(text: str) -> str:
    if not find_blanks(text):
        return NO_FIGURE
    whole = any(_tells_whole_and_part(clause.text) for clause in split_clauses(text))
    return WITH_ITS_PART if whole else NO_LABEL


def _event(text: str, place: NotePlace, remark: str = "") -> NoteItem:
    found = _OTHER_YEAR.match(text)
    fact = Fact(
        text=text.strip(" ，。；;"),
        section=place.section,
        source=place.source,
        department=place.department,
        year=int(found[1]) if found else None,
    )
    return NoteItem(fact, place, remark)


def _goes_on(text: str, place: NotePlace, items: list[NoteItem]) -> bool:
    """Takes 比上年增加3次 as the value before's last year, 同比增长9.9% as a fact beside it."""
    last = next((item for item in reversed(items) if not item.compares), None)
    if last is None or last.place.number != place.number:
        return False
    if not re.match(_table()["compared"], text):
        return False
    blanks = find_blanks(text)
    if len(blanks) != 1 or blanks[0].value is None or last.fact.value is None:
        return False
    blank, fact = blanks[0], last.fact
    before, remark = _before(text, blank, fact)
    if before is not None:
        last.fact = fact.model_copy(update={"previous": before})
        last.remark = last.remark or remark
        return True
    beside = fact.model_copy(
        update={
            "label": fact.label + text[: blank.start].strip("达为到约"),
            "value": blank.value,
            "measure": blank.measure,
            "qualifier": blank.qualifier,
            "previous": None,
        }
    )
    items.append(NoteItem(beside, place, compares=True))
    return True


def _counted(text: str, place: NotePlace) -> Iterator[NoteItem]:
    """The values a clause counts; none when one of them has no label of its own."""
    if as_of := re.match(_table()["as_of"], text):
        place.as_of = as_of["day"]
    bare, before = _without_last(text)
    blanks = [blank for blank in find_blanks(bare) if blank.sort == "value"]
    labels = [blank.label for blank in blanks]
    if not blanks or not all(len(label) > 1 for label in labels) or len(set(labels)) < len(labels):
        return
    if any(blank.value is None for blank in blanks) or _tells_whole_and_part(bare):
        return
    year = _OTHER_YEAR.match(text)
    came_from = {step.after: blanks[step.before].value for step in steps_in(bare, blanks)}
    begins = {at - 1 for at in came_from}
    for at, blank in enumerate(blanks):
        if at in begins:
            continue
        fact = Fact(
            label=blank.label,
            value=blank.value,
            unit=blank.measure,
            qualifier=blank.qualifier,
            previous=before if len(blanks) == 1 else came_from.get(at),
            section=place.section,
            source=place.source,
            department=place.department,
            as_of=place.as_of,
            year=int(year[1]) if year else None,
        )
        yield NoteItem(fact, place, "" if blank.measure else NO_MEASURE)


def _tells_whole_and_part(text: str) -> bool:
    """Whether a clause counts something and some of it: 28个问题已完成整改27个.

    Its own words say it better than two values apart from each other would be told.
    """
    blanks = [blank for blank in find_blanks(text) if blank.sort == "value"]
    steps = {step.before for step in steps_in(text, blanks)}
    return any(
        at not in steps
        and same_measure(one.measure, other.measure)
        and not _SIDE_BY_SIDE.search(text[one.end : other.start])
        for at, (one, other) in enumerate(pairwise(blanks))
    )


def _without_last(text: str) -> tuple[str, Decimal | None]:
    """发展党员2名（上年3名） without its bracket, and the value in it."""
    found = LAST_IN_BRACKETS.search(text)
    blanks = find_blanks(found[1]) if found else ()
    if found is None or len(blanks) != 1:
        return text, None
    return text[: found.start()] + text[found.end() :], blanks[0].value


def _before(text: str, blank: Blank, fact: Fact) -> tuple[Decimal | None, str]:
    """Last year's value that a clause gives outright or by the change, with what to look at."""
    if blank.measure != fact.measure or fact.previous is not None or fact.value is None:
        return None, ""
    if re.match(_table()["last_year"], text[: blank.start]):
        return blank.value, ""
    step = _step(text, blank)
    # A bound (突破1700亿元) is not the value the change counts from.
    exact = step is not None and not fact.qualifier and not blank.qualifier
    return (fact.value - step, FROM_CHANGE) if exact and step is not None else (None, "")


def _step(text: str, blank: Blank) -> Decimal | None:
    """How much more than last year the clause says; None when it says no direction."""
    table, lead = _table(), text[: blank.start]
    if blank.value is None:
        return None
    if any(word in lead for word in table["down"]):
        return -blank.value
    return blank.value if any(word in lead for word in table["up"]) else None


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = lexicon("notes")
    return table
