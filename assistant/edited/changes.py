"""What people changed in a draft, and where its sentences stand on the edited page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.draft import Sentence

ChangeSort = Literal["改写", "改数", "补填", "新增", "删去", "移动", "锁定", "解锁"]

AUTHOR = "拟稿"
"""Under whose name our own revisions and remarks stand, alone or before ·."""
UNNAMED = "修改稿"
"""Who worded a sentence when the file does not say."""
OPENING, CLOSING, TITLE = "开头", "结尾", "标题"
"""The places that stand under no heading."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing people changed: where, from what to what, by whom ("" unknown), and a note.

    ``section`` is the heading above; ``note`` says which figures the facts do not bear out.
    """

    sort: ChangeSort
    section: str
    was: str
    now: str
    who: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: its line on the page, and where in the line's text it begins.

    ``text`` is the sentence as the line has it, line breaks and all; ``year`` is the year its
    section speaks of.
    """

    line: int
    start: int
    text: str
    sentence: Sentence
    year: int


def is_ours(author: str) -> bool:
    """Whether a revision or remark is our own."""
    return author == AUTHOR or author.startswith(f"{AUTHOR}·")
