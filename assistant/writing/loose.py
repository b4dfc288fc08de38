"""What has no blank in the past report: facts, events and mended problems in clauses of our own."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.brief import SLOT, Brief, Phrase
from assistant.derived import derived_figures
from assistant.draft import Evidence, Hole
from assistant.sheet.facts import Fact, Problem
from assistant.writing.counted import counted, derived_amount, last_value, worded
from assistant.writing.lines import Told
from corpus.lexicon import lexicon

_AT_ONCE = 4


def told_facts(facts: Sequence[Fact], brief: Brief, akin: frozenset[str]) -> list[Told]:
    """Sentences for counted facts told behind one line, a few to a sentence.

    What is of one day is told together. ``akin`` holds those that go on from that line: such a
    sentence may join the one before.
    """
    runs = (tuple(run) for _, run in groupby(facts, key=lambda fact: fact.section))
    return [
        _counted(part, brief, akin)
        for run in runs
        for same_day in _by_day(run)
        for part in _evenly(same_day)
    ]


def told_event(fact: Fact, akin: frozenset[str] = frozenset()) -> Told:
    """The sentence an event is told in: its own text."""
    text = plain(fact.text)
    own = frozenset({fact.id})
    return Told(
        f"{text}。", (Evidence("fact", fact.id, fact.source),), (), own, apart=not own <= akin
    )


def told_mended(problem: Problem) -> Told:
    """A problem put right this year, told as work: who found it, what was done."""
    what = f"{_found(problem)}{fault(problem.text)}问题"
    measure = plain(problem.measure)
    said = f"针对{what}，{measure}，已完成整改。" if measure else f"{what}已完成整改。"
    return Told(said, (Evidence("problem", problem.id, "已整改"),))


def plain(text: str) -> str:
    """A text of the sheet without the mark at its end."""
    return text.rstrip("。；， ")


def fault(text: str) -> str:
    """A problem's text as it stands before 的问题."""
    return plain(text).removesuffix("的问题").removesuffix("问题").removeprefix("对")


def _evenly(facts: Sequence[Fact]) -> Iterator[Sequence[Fact]]:
    """The facts in parts of nearly one size, none longer than a sentence bears."""
    count = -(-len(facts) // _AT_ONCE)
    for at in range(count):
        yield facts[at * len(facts) // count : (at + 1) * len(facts) // count]


def _by_day(facts: Sequence[Fact]) -> Iterator[Sequence[Fact]]:
    """The facts by the day they are of, in the order of each day's first."""
    days = dict.fromkeys(_day_of(fact) for fact in facts)
    for day in days:
        yield [fact for fact in facts if _day_of(fact) == day]


def _day_of(fact: Fact) -> str:
    return fact.as_of if fact.value is not None else ""


def _counted(facts: Sequence[Fact], brief: Brief, akin: frozenset[str]) -> Told:
    borrowed = {fact: phrase for fact, phrase in brief.wordings if any(fact == f.id for f in facts)}
    evidence = (
        *(Evidence("fact", fact.id, fact.source) for fact in facts),
        *(each for phrase in borrowed.values() for each in phrase.evidence),
    )
    holes = tuple(
        Hole(0, "", fact.label, fact.measure, fact.department, last_value(fact), fact.id)
        for fact in facts
        if fact.value is None
    )
    ids = frozenset(fact.id for fact in facts)
    clauses = [_clause(fact, borrowed.get(fact.id), brief) for fact in facts]
    mark = "；" if any("，" in clause for clause in clauses) else "，"
    text = _as_of(facts[0]) + mark.join(clauses) + "。"
    alone = len(facts) == 1 and ids <= akin
    return Told(text, evidence, holes, ids, headless=alone, apart=not ids & akin)


def _as_of(fact: Fact) -> str:
    return f"截至{_day(day)}，" if (day := _day_of(fact)) else ""


def _clause(fact: Fact, borrowed: Phrase | None, brief: Brief) -> str:
    if borrowed is None or fact.value is None:
        return counted(fact) + _change(fact, brief)
    return SLOT.sub(worded(fact), borrowed.text)


def _change(fact: Fact, brief: Brief) -> str:
    """，比上年增长7.2% behind a balance or a rate; a count of deeds is not compared."""
    if brief.targets or brief.spoken or not fact.label.endswith(tuple(lexicon("balances"))):
        return ""
    figures = derived_figures(fact)
    name = "growth" if "growth" in figures else "difference"
    if name not in figures:
        return ""
    step = figures[name].value
    if step == 0:
        return "，与上年持平"
    up, down = ("增长", "下降") if name == "growth" else ("上升", "下降")
    return f"，比上年{up if step > 0 else down}{derived_amount(fact, name)}"


def _day(text: str) -> str:
    """2026-12-31 → 2026年末, 2026-11-30 → 2026年11月末; other days stay days."""
    parts = text.split("-")
    if len(parts) != 3:
        return text
    year, month, day = (int(part) for part in parts)
    if day != monthrange(year, month)[1]:
        return f"{year}年{month}月{day}日"
    return f"{year}年末" if month == 12 else f"{year}年{month}月末"


def _found(problem: Problem) -> str:
    if not problem.found_by:
        return ""
    verbs: dict[str, str] = lexicon("finders")
    verb = next((v for word, v in verbs.items() if word in problem.found_by), "发现的")
    return problem.found_by + verb
