"""Sentences as they are typed and pasted, written as an official paper writes them.

Only the form changes: the width of digits and marks, spaces, pictures of a chat, and the numbers
of a list that was put into one cell. No word and no value does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_WIDE = str.maketrans(
    {chr(0xFF01 + at): chr(0x21 + at) for at in range(94) if chr(0x21 + at).isalnum()} | {"％": "%"}
)
_POINT = re.compile(r"(?<=\d)．(?=\d)")
_HAN = r"\u3400-\u9fff，。、；：？！“”‘’（）《》〈〉【】…—"
_SPACE = re.compile(rf"(?<=[{_HAN}])[ \u3000\u00a0\t]+|[ \u3000\u00a0\t]+(?=[{_HAN}])")
_CHAT = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u200d\ufe0f]+|"
    r"\[(?:强|呲牙|微笑|玫瑰|抱拳|鼓掌|握手|胜利|合十|爱心|庆祝|加油|捂脸|笑哭|OK|旺柴)\]"
)
_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_MARK = re.compile(rf"(?<=[{_HAN}])[{''.join(_MARKS)}]|[{''.join(_MARKS)}](?=[{_HAN}])|(?<=%)[,;]")
_STOP = re.compile(rf"(?<=[{_HAN}])\.(?=[{_HAN}]|$)")
_QUOTED = re.compile(r'"([^"\n]*)"')
_BRACKETED = re.compile(r"\(([^()\n]*)\)")
_HAS_HAN = re.compile(r"[\u3400-\u9fff]")
_DOUBLED = re.compile(r"([，。；：？！])[，。；]+")

_NUMERALS = "一二三四五六七八九十"
# 一、二季度 and 1.5亿元 begin with no number of a list.
_LISTED = re.compile(
    rf"(?:^|(?<=[。；;，,！!：:\s]))\s*(?:"
    rf"(?P<spoken>[{_NUMERALS}])(?:是|要)|(?P<han>[{_NUMERALS}])、(?![{_NUMERALS}])|"
    rf"[（(](?P<bracket>[{_NUMERALS}]|\d{{1,2}})[）)]|(?P<digit>\d{{1,2}})(?:[、)）]|[.．](?!\d))|"
    rf"(?P<ring>[①②③④⑤⑥⑦⑧⑨⑩]))\s*"
)
_NEXT = re.compile(
    rf"(?<![。；;，,：:\s])\s+(?=(?:[{_NUMERALS}](?:是|、)|[（(]?\d{{1,2}}(?:[、)）]|[.．](?!\d))|"
    rf"[（(][{_NUMERALS}][）)]|[②③④⑤⑥⑦⑧⑨⑩]))"
)
_ENDS = " 。；;，,"


def as_prose(text: str) -> str:
    """The text with half-width digits, full-width marks, no stray spaces and no chat pictures.

    Lines are joined; the next number of a list on a line of its own is set off by ；.
    """
    text = re.sub(r"\s*\n\s*", "", _NEXT.sub("；", text.strip()))
    # A mark that was widened may have another beside it.
    while (written := _rewritten(text)) != text:
        text = written
    return text


def _rewritten(text: str) -> str:
    text = _CHAT.sub("", _POINT.sub(".", text.translate(_WIDE)))
    text = _QUOTED.sub(r"“\1”", text)
    text = _BRACKETED.sub(lambda found: _widened(found[1]) or found[0], text)
    text = _MARK.sub(lambda found: _MARKS[found[0]], text)
    text = _STOP.sub("。", text)
    return _DOUBLED.sub(r"\1", _SPACE.sub("", text)).strip()


def list_items(text: str) -> tuple[str, ...]:
    """What a text that is a list (1.…；2.… or 一是…。二是…) lists, without numbers; else the text.

    A lone first number is one too: 一是学习不深 is 学习不深.
    """
    marks = _counted_up(text)
    if not marks:
        return (text,)
    bounds = [*marks, (len(text), len(text))]
    items = (text[end:start].strip(_ENDS) for (_, end), (start, _) in pairwise(bounds))
    return tuple(item for item in items if item) or (text,)


def unlisted(text: str) -> str:
    """The text without the numbers of a list it is written as; its other words stay."""
    for start, end in reversed(_counted_up(text)):
        text = text[:start] + text[end:]
    return text


def _counted_up(text: str) -> Sequence[tuple[int, int]]:
    """The spans of the numbers of a list that begins the text: any first one, then one by one."""
    spans: list[tuple[int, int]] = []
    sort, wanted = "", 0
    for found in _LISTED.finditer(text):
        kind = str(found.lastgroup)
        number = _number(found[kind])
        if not spans and found.start():
            return ()
        if not spans:
            sort, wanted = kind, number
        if kind == sort and number == wanted:
            spans.append(found.span())
            wanted += 1
    return spans


def _number(sign: str) -> int:
    for row in (_NUMERALS, "①②③④⑤⑥⑦⑧⑨⑩"):
        if sign in row:
            return row.index(sign) + 1
    return int(sign)


def _widened(inside: str) -> str:
    return f"（{inside}）" if _HAS_HAN.search(inside) else ""
