"""C: the facts that must be told, and whether they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.labels import pairs_of
from assistant.sheet.facts import Fact
from assistant.trace import show
from eval.checks.remarks import at_offsets, missing, quoted
from eval.examined import Examined
from eval.finding import Finding
from eval.grounds import Grounds

_NOT_WORDS = re.compile(r"[\W_]+")


def unused_facts(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """C501: a required fact whose value under its label, or whose event, is not in the text."""
    if grounds.sheet is None:
        return
    told = _told(examined, grounds)
    for fact in _required(grounds):
        if fact.id not in told:
            what = fact.text if fact.value is None else fact.label + show(fact.value, fact.measure)
            where = f"{quoted(fact.section)}部分" if fact.section else "相应部分"
            message = (
                f"必用事实{fact.id}{quoted(what)}没有写入，请写进{where}，"
                "不用的在事实表中改为非必用。"
            )
            yield missing("C501", fact.section, message, what)
    yield from _passed_over(examined, grounds)


def _passed_over(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """C501 as well: a target of the year that was missed, and nobody owns up to it."""
    if grounds.sheet is None:
        return
    # Planning stands behind it: most of the modules, which a check without a sheet does not need.
    from assistant.sheet.targets import passed_over

    texts = (piece.text for piece in examined.prose)
    for missed in passed_over(grounds.sheet, texts):
        yield missing("C501", missed.fact.section, missed.message)


def unsourced(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """C502: a fact the text tells for which the sheet names neither source nor department."""
    if grounds.sheet is None:
        return
    told = _told(examined, grounds)
    traced = {
        each.trace.source: each
        for each in reversed(grounds.traced)
        if each.trace.verdict == "traced"
    }
    for fact in grounds.sheet.facts:
        if fact.id not in told or fact.source.strip() or fact.department.strip():
            continue
        message = f"事实{fact.id}{quoted(fact.label or fact.text)}没有写来源，请在事实表中补上。"
        each = traced.get(fact.id)
        if each is None:
            yield missing("C502", fact.section, message)
        else:
            section = examined.heading_of(each.piece)
            yield at_offsets("C502", examined, section, each.start, each.end, message)


def coverage(examined: Examined, grounds: Grounds) -> float | None:
    """The share of required facts that are told; None without a sheet or a required fact."""
    required = {fact.id for fact in _required(grounds)}
    return len(required & _told(examined, grounds)) / len(required) if required else None


def _required(grounds: Grounds) -> Iterator[Fact]:
    facts = grounds.sheet.facts if grounds.sheet else ()
    return (
        fact for fact in facts if fact.required and fact.weight == "必写" and not fact.confidential
    )


def _told(examined: Examined, grounds: Grounds) -> set[str]:
    """Ids of the facts the text tells: values by their traces, events by their words."""
    traced = {each.trace.source for each in grounds.traced if each.trace.verdict == "traced"}
    bodies = [pairs_of(_bare(piece.text)) for piece in examined.prose]
    least = grounds.rules.threshold("event_told")
    return {
        fact.id
        for fact in (grounds.sheet.facts if grounds.sheet else ())
        if (_is_told(fact.text, bodies, least) if fact.value is None else fact.id in traced)
    }


def _is_told(event: str, bodies: list[frozenset[str]], least: float) -> bool:
    wanted = pairs_of(_bare(event))
    return any(len(wanted & body) >= least * len(wanted) for body in bodies)


def _bare(text: str) -> str:
    """The letters and digits of ``text``: an event's figures count among its words."""
    return _NOT_WORDS.sub("", text)
