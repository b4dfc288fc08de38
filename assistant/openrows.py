"""Rows of the workbook that nobody has filled in: their labels are last year's words.

A name or a deed in such a label is not this year's; what is left names the thing that is missing.
"""

from __future__ import annotations

import re

from assistant.sheet.facts import Fact, Sheet
from corpus.matters import read_statements
from corpus.names import find_names

_YEAR = re.compile(r"20\d\d年度?(?:以来|底|末)?")
_RANK = re.compile(
    r"(?:连续|保持|稳居|跃居|位居|居|列|排名)*(?:全国|全省|全市|各?州市|各市)*第[一二三四五六七八九十\d]+[位名]?"
    r"(?!种形态|议题|书记|责任人|时间)"
)
_MARKS = "、，和与及的对同为 "
_SHORTEST = 2


def is_bare_row(fact: Fact) -> bool:
    """Whether the fact is a row made from last year's report that says nothing of this year."""
    return fact.is_open and bool(fact.blank)


def with_plain_rows(sheet: Sheet) -> Sheet:
    """The sheet with names and deeds taken out of the labels of rows nobody filled in."""
    own = tuple(filter(None, (sheet.office, sheet.short, sheet.own)))
    facts = tuple(
        fact.model_copy(update={"label": _plain(fact.label, own)}) if is_bare_row(fact) else fact
        for fact in sheet.facts
    )
    return sheet if facts == sheet.facts else sheet.model_copy(update={"facts": facts})


def _plain(label: str, own: tuple[str, ...]) -> str:
    plain = label
    for name in reversed(find_names(label, own=own)):
        plain = plain[: name.start] + plain[name.end :]
    plain = _YEAR.sub("", plain)
    clauses = [clause for each in read_statements(plain) for clause in each.clauses]
    deed = next((clause.verb for clause in clauses if clause.wording == "act"), "")
    plain = _RANK.sub("", plain[plain.find(deed) + len(deed) :]).strip(_MARKS)
    plain = _quotes_in_pairs(plain).removeprefix("等")
    return plain if len(plain) >= _SHORTEST else "这一项"


def _quotes_in_pairs(text: str) -> str:
    """The text without quotation marks that hold nothing or lost their other half."""
    text = text.replace("“”", "")
    return text if text.count("“") == text.count("”") else re.sub("[“”]", "", text)
