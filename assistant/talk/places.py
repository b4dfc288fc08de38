"""Where a finding stands in a draft: which section, which sentence, and where in it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from assistant.draft import Draft

Key = tuple[str, int, int]
"""Section id, number of the paragraph in it, number of the sentence in that."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A sentence that stands at ``start:end`` of the examined text."""

    section: str
    place: Key
    start: int
    end: int

    @property
    def key(self) -> str:
        """The place as the page names it."""
        return "/".join(map(str, self.place))


class Places:
    """The sentences of a draft by their offsets in its examined text."""

    def __init__(self, draft: Draft, text: str) -> None:
        self._spots: list[Spot] = []
        at = 0
        seen: Counter[str] = Counter()
        for section, paragraph in draft.paragraphs():
            number = seen[section]
            seen[section] += 1
            for order, sentence in enumerate(paragraph):
                start = text.find(sentence.text, at)
                if start >= 0:
                    at = start + len(sentence.text)
                    self._spots.append(Spot(section, (section, number, order), start, at))

    def spot(self, offset: int) -> Spot | None:
        """The sentence that holds the character at ``offset``; None outside all sentences."""
        at = bisect_right(self._spots, offset, key=lambda spot: spot.start) - 1
        if offset < 0 or at < 0 or offset >= self._spots[at].end:
            return None
        return self._spots[at]


def key_named(name: str) -> Key | None:
    """The key the page names ``2.1/0/3``; None when it is none."""
    parts = name.split("/")
    if len(parts) != 3 or not all(part.isdigit() for part in parts[1:]):
        return None
    return parts[0], int(parts[1]), int(parts[2])
