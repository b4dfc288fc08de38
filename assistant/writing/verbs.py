"""Verbs for what is named without one: 廉政谈话131人次 reads 开展廉政谈话131人次."""

from __future__ import annotations

import re

from corpus.lexicon import lexicon

_EVENT = re.compile(
    r"(?:谈话|教育|活动|宣讲|座谈|约谈|明察暗访|调研|研讨|学习|检查|培训|党课|宣传)$"
)
_DOER = re.compile(
    r"^[^，；。“”]{0,6}?(?:党组|党委|班子|支部|书记|中心组|科室|干部|党员|成员|纪委)"
)


def with_verb(label: str) -> str:
    """An event named without a verb and without who does it, with 开展 before it; else itself."""
    if not _EVENT.search(label) or _DOER.match(label):
        return label
    return label if any(verb in label for verb in lexicon("doing")) else f"开展{label}"
