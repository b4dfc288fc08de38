"""What asking a model for a draft has cost, as the draft's recipe tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import add
from typing import Any

from assistant.calling import Spent, Tokens
from assistant.draft import Draft
from assistant.plan import Plan
from assistant.writing.writer import Written

_UNNAMED = {"0": "开头", "": "结尾"}


def spending(plan: Plan, written: Mapping[str, Written], characters: int) -> dict[str, Any]:
    """The recipe's ``tokens`` for the sections, in the order of the plan; empty without any.

    In all, by the thousand ``characters`` of the draft, and a row a section; null where the
    endpoint did not count.
    """
    rows = [
        (brief.heading or _UNNAMED.get(brief.id, ""), spent)
        for brief in plan.briefs()
        if (spent := written[brief.id].spent)
    ]
    return _told(rows, characters)


def with_talks(draft: Draft, talks: Sequence[tuple[str, Spent]]) -> Draft:
    """The draft with what talks about the whole have cost besides the sections."""
    if not talks:
        return draft
    told = draft.recipe.get("tokens", {}).get("sections", ())
    rows = [(row["section"], _read(row)) for row in told]
    cost = _told([*rows, *talks], length_of_draft(draft))
    return replace(draft, recipe={**draft.recipe, **cost})


def length_of_draft(draft: Draft) -> int:
    """How many characters headings and sentences have together."""
    headings = sum(len(section.heading) for section in draft.walk())
    return headings + sum(len(sentence.text) for sentence in draft.sentences())


def _told(rows: Sequence[tuple[str, Spent]], characters: int) -> dict[str, Any]:
    if not rows:
        return {}
    whole = reduce(add, (spent for _, spent in rows))
    return {
        "tokens": {
            **_plain(whole),
            "per_1000": _by_thousand(whole, characters),
            "sections": [{"section": name, **_plain(spent)} for name, spent in rows],
        }
    }


def _read(row: Mapping[str, Any]) -> Spent:
    counted = row["in"] is not None
    return Spent(row["calls"], Tokens(row["in"], row["out"]) if counted else None)


def _plain(spent: Spent) -> dict[str, int | None]:
    tokens = spent.tokens
    return {
        "calls": spent.calls,
        "in": tokens.read if tokens else None,
        "out": tokens.written if tokens else None,
    }


def _by_thousand(spent: Spent, characters: int) -> int | None:
    if not (spent.tokens and characters):
        return None
    return round((spent.tokens.read + spent.tokens.written) * 1000 / characters)
