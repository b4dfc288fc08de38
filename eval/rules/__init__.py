"""The rules as data: codes with their severities, thresholds, word lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.shipped import parsed
from eval.finding import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """A finding's code with its Chinese name and severity."""

    id: str
    name: str
    severity: Severity


@cache
def rules(name: str) -> Any:
    """What ``rules/<name>.yaml`` holds; the same object at every call, not to be changed."""
    text = (files("eval") / "rules" / f"{name}.yaml").read_text(encoding="utf-8")
    return parsed(text)


@cache
def code_named(code: str) -> Code:
    """The code with this id, e.g. S101."""
    return Code(id=code, **rules("codes")[code])


def threshold(name: str) -> Any:
    """A threshold by its key in thresholds.yaml."""
    return rules("thresholds")[name]
