"""What a section's writer must or may tell, each under the id a model speaks of it by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.brief import Brief
from assistant.derived import derived_figures
from assistant.draft import Evidence
from assistant.sheet.facts import Fact
from corpus.measures import format_amount

Sort = Literal["value", "event", "problem", "measure", "mended", "guidance"]
_PLAIN_ID = re.compile(r"[A-Za-z]\d+")


@dataclass(frozen=True, slots=True)
class Material:
    """One thing to tell: ``ref`` is its id in the protocol, ``item`` its id on the sheet.

    ``says`` is what a sentence that rests on it must say; ``shown`` what the model is shown, from
    which a confidential value is left out; ``fact`` the fact when it has a value to put in. Of a
    ``secret`` one nothing may be shown, and the model does not learn of it.
    """

    ref: str
    item: str
    sort: Sort
    says: str
    shown: str
    required: bool
    evidence: Evidence
    fact: Fact | None = None
    secret: bool = False


def materials_of(brief: Brief) -> dict[str, Material]:
    """The section's materials by ref, in the order of the brief."""
    found: dict[str, Material] = {}
    for material in (*_facts(brief), *_problems(brief), *_measures(brief), *_guidance(brief)):
        found[material.ref] = material
    return found


def _ref(item: str, letter: str, at: int) -> str:
    """The sheet's id where the protocol can say it, else a letter and a number of our own."""
    plain = _PLAIN_ID.fullmatch(item) and item[0].upper() == letter
    return item.upper() if plain else f"{letter}{900 + at}"


def _facts(brief: Brief) -> Iterator[Material]:
    for at, fact in enumerate(brief.facts):
        counted = fact.value is not None
        letter = "T" if fact.id.startswith("T") else "F"
        yield Material(
            ref=_ref(fact.id, letter, at),
            item=fact.id,
            sort="value" if counted else "event",
            says=fact.label if counted else fact.text,
            shown=_shown(fact),
            required=fact.required,
            evidence=Evidence("fact", fact.id, fact.source),
            fact=fact if counted else None,
            secret=fact.confidential and not (counted and fact.label),
        )


def _shown(fact: Fact) -> str:
    if fact.confidential:
        return f"{fact.label}：（数值保密，照样写编号）" if fact.value is not None else ""
    if fact.value is None:
        return fact.text
    amount = fact.say or format_amount(fact.value, fact.measure, fact.qualifier)
    when = f"，截至{fact.as_of}" if fact.as_of else ""
    return f"{fact.label}：{amount}{when}{_change(fact)}"


def _change(fact: Fact) -> str:
    """Which way the fact went, where that may be told."""
    moved = derived_figures(fact).get("difference")
    if moved is None:
        return ""
    if not moved.value:
        return "，与上年持平"
    return f"，比上年{'增加' if moved.value > 0 else '减少'}，可写增减"


def _problems(brief: Brief) -> Iterator[Material]:
    for at, problem in enumerate(brief.problems):
        evidence = Evidence("problem", problem.id, problem.found_by)
        ref = _ref(problem.id, "P", at)
        yield Material(ref, problem.id, "problem", problem.text, problem.text, True, evidence)
    for at, problem in enumerate(brief.achieved):
        done = f"{problem.text}，{problem.measure}，已完成整改".replace("，，", "，")
        evidence = Evidence("problem", problem.id, "已整改")
        ref = _ref(problem.id, "P", 50 + at)
        yield Material(ref, problem.id, "mended", problem.text, done, True, evidence)


def _measures(brief: Brief) -> Iterator[Material]:
    for at, problem in enumerate(brief.measures):
        digits = problem.id[1:]
        ref = f"M{digits}" if digits.isdigit() else f"M{900 + at}"
        evidence = Evidence("problem", problem.id, "整改措施")
        yield Material(ref, problem.id, "measure", problem.measure, problem.measure, True, evidence)


def _guidance(brief: Brief) -> Iterator[Material]:
    for at, piece in enumerate(brief.guidance):
        says = piece.text if piece.name in piece.text else f"{piece.name}，{piece.text}"
        evidence = Evidence("guidance", piece.id, piece.issuer)
        ref = _ref(piece.id, "G", at)
        yield Material(ref, piece.id, "guidance", says.rstrip("，"), says, True, evidence)
