"""What has no blank in the past report: facts, events and mended problems in clauses of our own."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from assistant.brief import SLOT, Brief, Phrase
from assistant.draft import Evidence, Hole
from assistant.sheet.facts import Fact, Problem
from assistant.writing.counted import counted, worded
from assistant.writing.lines import Told
from corpus.lexicon import lexicon

_AT_ONCE = 4


def told_facts(facts: Sequence[Fact], brief: Brief, akin: frozenset[str]) -> list[Told]:
    """Sentences for counted facts told behind one line, a few to a sentence.

    ``akin`` holds those that go on from that line: such a sentence may join the one before.
    """
    runs = (tuple(run) for _, run in groupby(facts, key=lambda fact: fact.section))
    return [_counted(part, brief, akin) for run in runs for part in _evenly(run)]


def told_event(fact: Fact) -> Told:
    """The sentence an event is told in: its own text."""
    text = plain(fact.text)
    return Told(f"{text}。", (Evidence("fact", fact.id, fact.source),), (), frozenset({fact.id}))


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


def _counted(facts: Sequence[Fact], brief: Brief, akin: frozenset[str]) -> Told:
    borrowed = {fact: phrase for fact, phrase in brief.wordings if any(fact == f.id for f in facts)}
    evidence = (
        *(Evidence("fact", fact.id, fact.source) for fact in facts),
        *(each for phrase in borrowed.values() for each in phrase.evidence),
    )
    holes = tuple(
        Hole(0, "", fact.label, fact.measure, fact.department, ref=fact.id)
        for fact in facts
        if fact.value is None
    )
    ids = frozenset(fact.id for fact in facts)
    text = "，".join(_clauses(facts, borrowed)) + "。"
    return Told(text, evidence, holes, ids, headless=len(facts) == 1 and ids <= akin)


def _clauses(facts: Sequence[Fact], borrowed: Mapping[str, Phrase]) -> Iterator[str]:
    dated = ""
    for fact in facts:
        if fact.id in borrowed and fact.value is not None:
            yield SLOT.sub(worded(fact), borrowed[fact.id].text)
            continue
        if fact.as_of and fact.as_of != dated and fact.value is not None:
            yield f"截至{_day(fact.as_of)}"
        dated = fact.as_of
        yield counted(fact)


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
