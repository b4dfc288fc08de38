"""The line protocol with a model: {F3} for a value, 〔F9〕 for what a sentence rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.sheet.facts import Fact
from assistant.writing.counted import derived_amount, worded

VALUE = re.compile(r"\{\s*([A-Za-z]\d+)(?:\.(growth|difference|previous))?\s*\}")
CITED = re.compile(r"〔\s*([A-Za-z]\d+(?:\s*[、,，]\s*[A-Za-z]\d+)*)\s*〕")
_THINK = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE_LINE = re.compile(r"^\s*```.*$", re.MULTILINE)
_ENDS = "。！？；：”"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as the model gave it, citations taken out.

    ``text`` still holds {F3}; ``values`` are (fact id, "" or what is derived from it) in order,
    ``cited`` the ids behind it; ``paragraph`` counts from 0.
    """

    raw: str
    text: str
    values: tuple[tuple[str, str], ...]
    cited: tuple[str, ...]
    paragraph: int

    @property
    def ids(self) -> frozenset[str]:
        """Every id the sentence names."""
        return frozenset((*(ref for ref, _ in self.values), *self.cited))


def parse_reply(reply: str) -> tuple[Said, ...]:
    """The sentences of a reply, one a line; a blank line begins a paragraph.

    What a model thinks aloud and code fences around the whole are taken off; everything else it
    added is left for the guard to see.
    """
    text = _FENCE_LINE.sub("", _THINK.sub("", reply))
    said: list[Said] = []
    paragraph = 0
    blank = False
    for line in text.splitlines():
        line = line.strip(" \t\u3000\xa0")
        if not line:
            blank = True
            continue
        paragraph += blank and bool(said)
        blank = False
        said.append(_said(line, paragraph))
    return tuple(said)


def filled(text: str, facts: Mapping[str, Fact]) -> str:
    """The text with each {F3} turned into that fact's value with its bound and measure.

    A bound or measure the model wrote beside the mark, though it comes with the value, is not
    told twice.

    Raises:
        KeyError: an id no fact of this section bears.
    """
    return values_in(text, facts)[0]


def values_in(text: str, facts: Mapping[str, Fact]) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    """The text as :func:`filled` gives it, and (fact id, start, end) of each value put in.

    Raises:
        KeyError: an id no fact of this section bears.
    """
    told, places = "", []
    rest = text
    while found := VALUE.search(rest):
        ref, derived = found[1].upper(), found[2] or ""
        fact = facts[ref]
        told += _without(rest[: found.start()], "" if derived else fact.qualifier)
        amount = _amount(fact, derived)
        places.append((ref, len(told), len(told) + len(amount)))
        told += amount
        rest = rest[found.end() :]
        for word in _behind(amount, fact, derived):
            rest = rest.removeprefix(word)
    return told + rest, tuple(places)


def _without(before: str, bound: str) -> str:
    return before.removesuffix(bound) if bound else before


def _behind(amount: str, fact: Fact, derived: str) -> Iterator[str]:
    """The words a value brings along at its end, which may stand there once more."""
    measure = "%" if derived == "growth" else fact.measure
    if measure and amount.endswith(measure):
        yield measure
    if fact.qualifier and amount.endswith(fact.qualifier):
        yield fact.qualifier


def _said(line: str, paragraph: int) -> Said:
    cited = tuple(
        ref.strip().upper()
        for found in CITED.finditer(line)
        for ref in re.split("[、,，]", found[1])
    )
    text = CITED.sub("", line).strip()
    if text and text[-1] not in _ENDS:
        text += "。"
    values = tuple((found[1].upper(), found[2] or "") for found in VALUE.finditer(text))
    return Said(line, text, values, cited, paragraph)


def _amount(fact: Fact, derived: str) -> str:
    return derived_amount(fact, derived) if derived else worded(fact)
