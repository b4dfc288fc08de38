"""A fact's amount in words, and the clause that tells what it counts."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.derived import derived_figures
from assistant.sheet.facts import Fact
from assistant.writing.verbs import with_verb
from assistant.writing.writer import HOLE
from corpus.measures import format_amount

_DONE = re.compile(
    r"^(?P<what>.*?)(?P<noun>问题|任务|事项|线索|措施|意见)(?P<end>(?:全部|均|已|基本)[^，；。]+)$"
)


def counted(fact: Fact) -> str:
    """The label with its amount where the trade puts it: 查摆的16个问题全部整改到位."""
    amount = worded(fact)
    done = _DONE.match(fact.label)
    if done and not fact.qualifier:
        return f"{done['what']}{amount}{done['noun']}{done['end']}"
    return f"{with_verb(fact.label)}{amount}"


def derived_amount(fact: Fact, name: str) -> str:
    """A figure derived from the fact as it is told behind 增长 or 下降, so without sign.

    Raises:
        KeyError: the fact has no such figure.
    """
    figure = derived_figures(fact)[name]
    value = abs(figure.value)
    return format_amount(_trimmed(value) if name == "growth" else value, figure.measure, "")


def worded(fact: Fact) -> str:
    """The fact's amount as it is to be said: its own ``say`` under its bound, else the number."""
    if fact.value is None:
        return HOLE + fact.measure
    if not fact.say:
        return format_amount(fact.value, fact.measure, fact.qualifier)
    bare = fact.say[0].isdigit() or fact.say[0] in "一二三四五六七八九十百千"
    return fact.qualifier + fact.say if bare else fact.say


def _trimmed(percent: Decimal) -> Decimal:
    """10.0 is written 10, 2.5 stays."""
    return percent.quantize(Decimal(1)) if percent == percent.to_integral_value() else percent
