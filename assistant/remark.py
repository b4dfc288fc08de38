"""What a look at a sheet says of its facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.sheet.facts import Fact
from assistant.trace import show

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at: the facts it is about, by id, and a Chinese line."""

    severity: Severity
    facts: tuple[str, ...]
    message: str


def named(fact: Fact) -> str:
    """The fact's id and what it is about, shortened."""
    text = fact.label or fact.text
    return f"{fact.id}“{text if len(text) <= 20 else f'{text[:19]}…'}”"


def amount(fact: Fact) -> str:
    """The fact's value with its measure, "" where it has none."""
    return show(fact.value, fact.measure) if fact.value is not None else ""


def giver(fact: Fact) -> str:
    """Who gave the fact, in brackets, or where it is from; "" where neither is known."""
    return f"（{fact.department or fact.source}）" if fact.department or fact.source else ""


def years_said(years: Iterable[int]) -> str:
    """The years in order, as a list."""
    return "、".join(str(year) for year in sorted(years))
