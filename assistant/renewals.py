"""Renewals: the stretches of a sentence that become others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\d+(?:\.\d+)?|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Renewal:
    """The characters ``start:end`` of a sentence become ``now``, for the fact ``ref``."""

    start: int
    end: int
    now: str
    ref: str
    why: str


@dataclass(frozen=True, slots=True)
class Renewed:
    """What becomes of a sentence: its renewals in order, and what a person must look at."""

    renewals: tuple[Renewal, ...] = ()
    by_hand: tuple[str, ...] = ()


def differences(old: str, new: str, at: int, ref: str) -> Iterator[Renewal]:
    """The stretches in which two wordings of an event differ, numbers kept whole."""
    olds, news = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    for sort, start, end, new_start, new_end in matcher.get_opcodes():
        if sort == "equal":
            continue
        if start == end:
            # Something must go for something to come: the character before it stands for both.
            start, new_start = max(0, start - 1), max(0, new_start - 1)
            end = end if end > start else end + 1
            new_end = new_end if start else new_end + 1
        first, last = len("".join(olds[:start])), len("".join(olds[:end]))
        yield Renewal(at + first, at + last, "".join(news[new_start:new_end]), ref, "事项改了")


def apart(renewals: Sequence[Renewal]) -> Iterator[Renewal]:
    """Renewals without those that lie within an earlier one."""
    done = 0
    for each in renewals:
        if each.start >= done:
            yield each
            done = each.end
