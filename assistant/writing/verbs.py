"""Verbs for what is named without one: 廉政谈话131人次 reads 开展廉政谈话131人次."""

from __future__ import annotations

import re
from functools import cache

from corpus.lexicon import lexicon

_DOER = re.compile(
    r"^[^，；。“”]{0,6}?(?:党组|党委|班子|支部|书记|中心组|科室|干部|党员|成员|纪委)"
)


def with_verb(label: str) -> str:
    """What is named without a verb and without who does it, with its usual one; else itself."""
    if _DOER.match(label) or any(verb in label for verb in lexicon("doing")):
        return label
    verb = next((verb for ending, verb in _usual() if ending.search(label)), "")
    return verb + label


def leading_verb(text: str) -> str:
    """The text up to the end of the first verb in it (全年安排党建经费 → 全年安排), "" if none."""
    found = [
        (text.find(verb), -len(verb)) for verb in lexicon("doing") if verb in text and verb[1:]
    ]
    if not found:
        return ""
    start, length = min(found)
    return text[: start - length]


def begins_with_verb(text: str) -> bool:
    """Whether the text begins with something done (开展…, 先后受理…)."""
    return bool(_verb_first().match(text))


@cache
def _usual() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(f"(?:{ending})$"), verb) for ending, verb in lexicon("verbs"))


@cache
def _verb_first() -> re.Pattern[str]:
    verbs = sorted((verb for verb in lexicon("doing") if verb[1:]), key=len, reverse=True)
    return re.compile(rf"(?:累计|共|先后|专题|认真|及时|扎实)?(?:{'|'.join(verbs)})")
