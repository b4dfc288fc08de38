"""The grade of secrecy a file is marked with: such a file is never taken in.

GB/T 9704-2012 clause 7.2.2 puts grade and term (机密★1年) at the top left of the first page;
offices write it into the header, a text box or the file's name as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from corpus.errors import SecretFileError

# The mark stands among the first lines; below them 秘密 is a word of the text.
_TOP = 12
_GRADE = r"(绝\s*密|机\s*密|秘\s*密)"
_TERM = r"(?:\s*[★☆*＊]\s*.{0,12}|\s*[（(]?\s*(?:\d{1,2}\s*[年月]|长期)\s*[）)]?)?"
_URGENT = r"(?:\s*(?:特\s*急|加\s*急|平\s*急|紧\s*急))?"
_MARK = re.compile(
    rf"(?:(?:份号[：:]?\s*)?\d{{2,8}}\s*)?(?:密\s*级\s*[：:]\s*)?[【\[（(]?{_GRADE}{_TERM}[】\]）)]?{_URGENT}"
)
# 机密★1年 among other words of a line, as in a table of the head.
_STARRED = re.compile(rf"(?:^|\s|[：:]){_GRADE}\s*[★☆]")
_IN_NAME = re.compile(rf"[【\[（(]{_GRADE}(?:[★☆].{{0,6}})?[】\]）)]|^{_GRADE}[★☆]")


def refuse_secret(texts: Iterable[str], name: str) -> None:
    """Raise unless the head of a file is free of a grade of secrecy.

    Args:
        texts: the lines of the file in order, or those of its header.
        name: the file's own name, which may bear the mark too.

    Raises:
        SecretFileError: 秘密, 机密 or 绝密 stands there as a mark, not as a word of the text.
    """
    if grade := secret_grade(texts, name):
        raise SecretFileError(
            f"标有密级“{grade}”，涉密材料不读入：{name}，请移出这个文件夹，按保密规定处理"
        )


def secret_grade(texts: Iterable[str], name: str = "") -> str:
    """The grade (秘密, 机密, 绝密) a file is marked with, or ""."""
    marks = (_mark(line.strip(" \t\u3000\u00a0\ufeff#*")) for line in _top(texts))
    found = next((mark for mark in marks if mark), None) or _IN_NAME.search(name)
    return re.sub(r"\s", "", next(filter(None, found.groups()))) if found else ""


def _top(texts: Iterable[str]) -> Iterable[str]:
    return islice((text for text in texts if text.strip()), _TOP)


def _mark(line: str) -> re.Match[str] | None:
    if "密" not in line:
        return None
    cells = (cell.strip() for cell in line.split("\t"))
    whole = (_MARK.fullmatch(cell) for cell in cells)
    return next((found for found in whole if found), None) or _STARRED.search(line)
