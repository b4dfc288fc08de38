"""What asking a model for a draft has cost, as the draft's recipe tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assistant.calling import Spent
from assistant.planning import Plan
from assistant.writing.writer import Written

_UNNAMED = {"0": "开头", "": "结尾"}


def spending(
    plan: Plan,
    written: Mapping[str, Written],
    others: Iterable[tuple[str, Spent]] = (),
    characters: int = 0,
) -> dict[str, Any]:
    """The recipe's ``tokens``, empty when no model was asked.

    In all, by the thousand ``characters`` of the draft, and a row a section in the order of the
    plan with ``others`` (talks about the whole) behind; null where the endpoint did not count.
    """
    rows = [
        (brief.heading or _UNNAMED.get(brief.id, ""), spent)
        for brief in plan.briefs()
        if (spent := written[brief.id].spent)
    ]
    rows += others
    if not rows:
        return {}
    whole = rows[0][1]
    for _, spent in rows[1:]:
        whole = whole + spent
    return {
        "tokens": {
            **_plain(whole),
            "per_1000": _by_thousand(whole, characters),
            "sections": [{"section": name, **_plain(spent)} for name, spent in rows],
        }
    }


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
