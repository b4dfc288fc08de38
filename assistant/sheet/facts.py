"""The nouns of the sheet: facts, problems, guidance, decisions, and the head they stand under.

The files' key ``unit`` means the office in the head and the measure on a fact; in code the two
have names of their own. Loading (``loading.py``) turns a file into these and words the errors.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

ProblemStatus = Literal["仍存在", "新发现", "已整改"]
DecisionNow = Literal["沿用", "做法沿用", "有", "改为", "无", "删"]
Weight = Literal["必写", "可写", "备用"]


class _Item(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str = ""


class Fact(_Item):
    """Something true this year: label + value + measure, or a sentence (an event).

    ``blank`` is the id of the past report's blank it fills, for a row of a workbook made from that
    report; ``target`` what was aimed at (不少于12次). A label without value and text is a value
    not known yet: a hole when ``required``, else an item of todo.md.
    """

    label: str = ""
    value: Decimal | None = None
    measure: str = Field(default="", alias="unit")
    text: str = ""
    previous: Decimal | None = None
    qualifier: str = ""
    section: str = ""
    source: str = ""
    department: str = ""
    as_of: str = ""
    scope: str = ""
    status: str = ""
    note: str = ""
    say: str = ""
    year: int | None = None
    weight: Weight = "必写"
    required: bool = True
    confidential: bool = False
    blank: str = ""
    target: str = ""

    @property
    def is_open(self) -> bool:
        """Whether its value is still to be given."""
        return self.value is None and not self.text


class Problem(_Item):
    """A shortcoming of this year, with its status and the measure against it."""

    text: str
    status: ProblemStatus = "仍存在"
    found_by: str = ""
    measure: str = ""
    section: str = ""
    source: str = ""
    department: str = ""


class Guidance(_Item):
    """This year's wording from above; ``quotes`` are sentences that may be quoted as they stand."""

    name: str
    issuer: str = ""
    date: str = ""
    text: str = ""
    quotes: tuple[str, ...] = ()
    section: str = ""
    replaces: str = ""
    source: str = ""


class Decision(_Item):
    """What the office says of a past deed or phrase."""

    past: str
    now: DecisionNow
    text: str = ""
    source: str = ""
    department: str = ""


class Sheet(BaseModel):
    """All of these for one document; the head's ``unit`` is ``office`` here."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    office: str = Field(alias="unit")
    short: str = ""
    own: str = Field(default="", alias="self")
    kind: str
    year: int
    date: datetime.date | None = None
    title: str = ""
    speaker: str = ""
    occasion: str = ""
    audience: str = ""
    like: str = ""
    outline: tuple[str, ...] = ()
    words: int | None = None
    targets: Literal["", "沿用"] = ""
    confirmed_by: str = ""
    facts: tuple[Fact, ...] = ()
    problems: tuple[Problem, ...] = ()
    guidance: tuple[Guidance, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def year_of(self, fact: Fact) -> int:
        """The year the fact speaks of: its own, else the sheet's."""
        return self.year if fact.year is None else fact.year

    def fact(self, ref: str) -> Fact:
        """The fact with this id.

        Raises:
            KeyError: the sheet has no such fact.
        """
        for fact in self.facts:
            if fact.id == ref:
                return fact
        raise KeyError(ref)
