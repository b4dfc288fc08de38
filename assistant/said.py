"""All that a sheet itself says."""

from __future__ import annotations

from assistant.openrows import is_bare_row
from assistant.sheet.facts import Sheet

_KEEPING = ("沿用", "做法沿用", "有")


def words_of_sheet(sheet: Sheet) -> str:
    """All that the sheet itself says: a name in it is this year's own.

    A row nobody has filled in says nothing: its label was taken from last year.
    """
    head = (sheet.office, sheet.short, sheet.own, sheet.occasion, sheet.title)
    told = (fact for fact in sheet.facts if not is_bare_row(fact))
    facts = (f"{fact.label} {fact.text} {fact.say}" for fact in told)
    problems = (f"{problem.text} {problem.measure}" for problem in sheet.problems)
    guidance = (" ".join((piece.name, piece.text, *piece.quotes)) for piece in sheet.guidance)
    kept = (
        f"{decision.text} {decision.past if decision.now in _KEEPING else ''}"
        for decision in sheet.decisions
    )
    return "\n".join((*head, *facts, *problems, *guidance, *kept))
