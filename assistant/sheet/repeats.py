"""One thing told twice on a sheet, alike: it is one fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from assistant.likeness import bare_label
from assistant.sheet.facts import Fact
from corpus.figures import same_amount

_GIVERS = ("source", "department")
# What may differ, for it only says where a fact came from.
_APART = {"id", "label", "value", "measure", *_GIVERS}


def without_repeats(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts, each thing once: a repeated row completes the first, and both givers are named.

    Rows that contradict each other in anything stay as they are.
    """
    kept: list[Fact] = []
    places: defaultdict[str, list[int]] = defaultdict(list)
    for fact in facts:
        alike = places[bare_label(fact.label) or fact.text]
        at = next((at for at in alike if _repeats(kept[at], fact)), -1)
        if at < 0:
            alike.append(len(kept))
            kept.append(fact)
        else:
            kept[at] = _together(kept[at], fact)
    return tuple(kept)


def _repeats(first: Fact, other: Fact) -> bool:
    if first.value is None or other.value is None:
        return bool(first.text) and first.text == other.text and _agree(first, other)
    return (
        bool(bare_label(first.label))
        and same_amount(first.value, first.measure, other.value, other.measure)
        and _agree(first, other)
    )


def _agree(first: Fact, other: Fact) -> bool:
    """Whether nothing that both say differs."""
    said = first.model_fields_set & other.model_fields_set - _APART
    return all(getattr(first, key) == getattr(other, key) for key in said)


def _together(first: Fact, other: Fact) -> Fact:
    more = {
        key: getattr(other, key)
        for key in other.model_fields_set - _APART
        if key not in first.model_fields_set
    }
    for key in _GIVERS:
        told = dict.fromkeys(filter(None, (getattr(first, key), getattr(other, key))))
        more[key] = "、".join(told)
    return first.model_copy(update=more)
