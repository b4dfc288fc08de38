"""A fact's amount in words, and the clause that tells what it counts."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.derived import told_figures
from assistant.likeness import bigrams, share
from assistant.sheet.facts import Fact
from assistant.writing.verbs import with_verb
from assistant.writing.writer import HOLE
from corpus.measures import format_amount

_FALLS = {
    "净增加": "净减少",
    "净增": "净减少",
    "增加": "减少",
    "增长": "下降",
    "上升": "下降",
    "提高": "降低",
}
_RISES = re.compile("|".join(_FALLS))
_A_NAME = 3
_KNOWN = 0.5
_COMPARES = re.compile(r"同比|环比|[较比](?:上年|去年|年初|同期)|增长|下降|增加|减少|提高")
_RHYTHM = re.compile(r"^(?:全年|年内|累计|共)+")
_DONE = re.compile(
    r"^(?P<what>.*?)(?P<noun>问题|任务|事项|线索|措施|意见)(?P<end>(?:全部|均|已|基本)[^，；。]+)$"
)


def counted(fact: Fact) -> str:
    """The label with its amount where the trade puts it: 查摆的16个问题全部整改到位."""
    fallen = _fallen(fact)
    if fallen:
        return fallen
    amount = worded(fact)
    done = _DONE.match(fact.label)
    if done and not fact.qualifier:
        return f"{done['what']}{amount}{done['noun']}{done['end']}"
    return f"{with_verb(fact.label)}{amount}"


def _fallen(fact: Fact) -> str:
    """A negative rise as the fall it is (净增存款-12.5亿元 → 净减少存款12.5亿元), "" if none."""
    rise = _RISES.search(fact.label)
    if fact.value is None or fact.value >= 0 or not rise or fact.say:
        return ""
    label = fact.label[: rise.start()] + _FALLS[rise[0]] + fact.label[rise.end() :]
    return label + format_amount(-fact.value, fact.measure, "")


def with_own_words(text: str, fact: Fact, before: str, sentence: int = 0) -> str:
    """The clause with what its label says and it leaves out, unless that was said before.

    化解陈案11件 is 化解非法集资陈案11件 where nothing before it speaks of 非法集资. What is
    compared must be named where its sentence begins in ``before`` or behind.
    """
    amount = worded(fact)
    opening = _RHYTHM.match(text)
    lead = opening.end() if opening else 0
    words = text[lead:].replace(amount, "", 1)
    missing, at = _left_out(words, fact.label)
    if _COMPARES.match(words):
        is_known = missing in before[sentence:]
    else:
        is_known = share(bigrams(missing), bigrams(before + text)) >= _KNOWN
    if len(missing) < _A_NAME or is_known:
        return text
    inside = lead + at <= text.find(amount)
    return text[: lead + at] + missing + text[lead + at :] if inside else text


def _left_out(words: str, label: str) -> tuple[str, int]:
    """The one stretch of the label that the words leave out, and where in them; "" if not one."""
    at = next(
        (n for n, (a, b) in enumerate(zip(words, label, strict=False)) if a != b),
        min(len(words), len(label)),
    )
    end = len(label) - (len(words) - at)
    return (label[at:end], at) if at < end and label[end:] == words[at:] else ("", 0)


def derived_amount(fact: Fact, name: str) -> str:
    """A figure told of the fact beside its value, behind 增长 or 下降, so without sign.

    Raises:
        KeyError: the fact has no such figure.
    """
    figure = told_figures(fact)[name]
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


def last_value(fact: Fact) -> str:
    """Last year's value with its measure, as the sheet tells it; "" when it does not."""
    return "" if fact.previous is None else f"{fact.previous:f}{fact.measure}"
