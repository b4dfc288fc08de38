"""Two sheets of one document side by side: which facts tell otherwise now."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.labels import Wording, agreement
from assistant.sheet.facts import Fact, Sheet

# How far two labels or events must agree to be the same fact in other words.
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact as it was and as it is now; ``now`` is None when the new sheet lacks it."""

    was: Fact
    now: Fact | None

    @property
    def tells_otherwise(self) -> bool:
        """Whether anything a text may say of it is different."""
        if self.now is None:
            return True
        keys = ("value", "previous", "measure", "text", "say")
        return any(getattr(self.was, key) != getattr(self.now, key) for key in keys)


def compare_sheets(was: Sheet, now: Sheet) -> tuple[tuple[FactChange, ...], tuple[Fact, ...]]:
    """(each old fact with what it is now, the facts that are new).

    Facts are known again by label and year, or by their words; ids go by position and shift when
    a row is put in, so they count only where the labels are alike.
    """
    left = list(now.facts)
    pairs: dict[int, Fact] = {}
    for test in (_same_label, _same_id, _same_event):
        for at, fact in enumerate(was.facts):
            found = next((each for each in left if at not in pairs and test(fact, each)), None)
            if found is not None:
                pairs[at] = found
                left.remove(found)
    changes = tuple(FactChange(fact, pairs.get(at)) for at, fact in enumerate(was.facts))
    return changes, tuple(left)


def _same_label(one: Fact, other: Fact) -> bool:
    if one.label:
        mine, theirs = (one.label, one.year, one.scope), (other.label, other.year, other.scope)
        return mine == theirs
    return not other.label and one.text == other.text


def _same_id(one: Fact, other: Fact) -> bool:
    words = one.label or one.text, other.label or other.text
    alike = agreement(Wording.of(words[0]), Wording.of(words[1])) >= _ALIKE
    sorts = (one.value is None) == (other.value is None) or other.value is None
    return one.id == other.id and alike and sorts and bool(one.label) == bool(other.label)


def _same_event(one: Fact, other: Fact) -> bool:
    if one.label or other.label:
        return False
    return agreement(Wording.of(one.text), Wording.of(other.text)) >= _ALIKE
