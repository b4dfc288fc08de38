"""Enumerations: a past list before 等 that its sentence can do without."""

from __future__ import annotations

import re
from functools import cache

from corpus.lexicon import any_of, lexicon

COUNT_MARK = "\ue000"
"""Stands for a count while the words round it are trimmed."""

_ITEMS = r"[^，。；：\n等]{0,80}(?:[平高中初均同相优头]等[^，。；：\n等]{0,80})*"
_LISTED = rf"{_ITEMS}(?<=[^、])等(?![级候待于同额次价])"


def strip_list(clause: str) -> str:
    """``clause`` without a past list before 等 that its sentence can do without.

    被甲、乙等采用 becomes 被采用; 完成甲、乙等12项 becomes 完成12项; an adverbial of means
    (通过甲、乙等方式) goes whole. Any other list stays, for without it the sentence would break.
    """
    for pattern, kept in _list_patterns() if "等" in clause else ():
        clause = pattern.sub(kept, clause)
    return clause


@cache
def _list_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = lexicon("measures")
    anchors, verbs = (any_of(table[name]) for name in ("list_anchors", "count_verbs"))
    means, ends = (any_of(table[name]) for name in ("means", "means_ends"))
    counted = rf"(?=[ ]?(?:[0-9０-９*＊×□{COUNT_MARK}]|[XxＸ]+|【待补|[{{〔]F))"
    many = "(?:多种|各种|一系列|系列)?"
    # 审议通过《办法》等 is a verb, not a means.
    means_at = f"(?<![议决核审收究考试查获已])(?:{means})"
    return (
        (re.compile(rf"{means_at}{_ITEMS}、{_LISTED}(?:{many}(?:{ends}))?"), ""),
        (re.compile(rf"{means_at}{_LISTED}{many}(?:{ends})"), ""),
        (re.compile(rf"(?P<anchor>{anchors}){_LISTED}(?=[^，。；：])"), r"\g<anchor>"),
        (re.compile(rf"(?P<verb>{verbs}){_ITEMS}、{_LISTED}{counted}"), r"\g<verb>"),
    )
