"""People by name: behind a title or a role, before one, in a row, or at the head of a deed.

The lists are in ``lexicon/names.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from corpus.lexicon import lexicon
from corpus.proper import NameSpan
from corpus.wordlists import cut_words, listed

_HAN = "\u4e00-\u9fff"
# What may stand between a title and a name: 局长：张三.
_GAP = "[：: \u3000]{0,2}"


def names_of_people(text: str) -> Iterator[NameSpan]:
    """The people named in ``text``, some of them twice."""
    yield from _titled_people(text)
    yield from _bare_people(text)
    yield from _people_in_a_row(text)


def _person(match: re.Match[str]) -> NameSpan:
    return NameSpan(match.start(1), match.end(1), match.group(1), "person")


def _titled_people(text: str) -> Iterator[NameSpan]:
    for pattern in _person_patterns():
        for match in pattern.finditer(text):
            if not match.group(1).startswith(listed("not_persons")):
                yield _person(match)


def _bare_people(text: str) -> Iterator[NameSpan]:
    for pattern in _bare_patterns():
        for match in pattern.finditer(text):
            if _is_person(match.group(1)):
                yield _person(match)


def _people_in_a_row(text: str) -> Iterator[NameSpan]:
    for match in chain.from_iterable(each.finditer(text) for each in _person_lists()):
        names = list(re.finditer(f"[{_HAN}]+", match.group(1)))
        if all(_is_person(name.group()) for name in names):
            for name in names:
                start = match.start(1) + name.start()
                yield NameSpan(start, match.start(1) + name.end(), name.group(), "person")


def _is_person(name: str) -> bool:
    """Whether two or three characters, the first a surname, are a person and no other word."""
    words = cut_words(name)
    if name.startswith(listed("not_persons")) or name[-1] in lexicon("names")["not_given"]:
        return False
    return all(len(word.text) == 1 for word in words)


@cache
def _bare_patterns() -> tuple[re.Pattern[str], ...]:
    """People without a title: at the head of a stretch before a deed, behind a role at its end."""
    table = lexicon("names")
    given = rf"([{table['surnames']}][{_HAN}]{{1,2}}?)"
    deeds, roles = "|".join(table["deeds"]), "|".join(table["roles"])
    sent, sent_to = "|".join(table["sent"]), "|".join(table["sent_to"])
    guilt, warned = "|".join(table["guilt"]), "|".join(table["warned"])
    head = r"(?:^|(?<=[，。、；：（\s由经请与和及]))"
    return (
        re.compile(rf"{head}{given}(?:同志)?(?={deeds})"),
        re.compile(rf"(?:{roles}){_GAP}{given}(?=$|[，。、；：（）\s]|{deeds})"),
        re.compile(rf"(?:{sent}){given}(?=(?:{sent_to}))"),
        re.compile(rf"(?:{head}|(?<={warned})){given}(?=等?(?:{guilt}))"),
    )


@cache
def _person_lists() -> tuple[re.Pattern[str], ...]:
    """Several people in a row: before how many (李明、赵红梅等2名同志) or behind a role."""
    table = lexicon("names")
    name = rf"[{table['surnames']}](?:(?![等和与及同])[{_HAN}]){{1,2}}"
    row = rf"({name}(?:[、和]{name}){{1,30}})"
    roles = "|".join([*table["roles"], *table["titles"]])
    return (
        re.compile(
            rf"(?:^|(?<=[^{_HAN}])|(?<=[由经请与和及对给])){row}"
            rf"(?=等?[\d一二两三四五六七八九十XX×*]+[名位人]|等?同志|等人)"
        ),
        re.compile(rf"(?:{roles}){_GAP}{row}(?=$|[，。；（）“\s])"),
    )


@cache
def _person_patterns() -> tuple[re.Pattern[str], ...]:
    """People behind a title (局长张三主持), or before one at the head of a stretch (由张三同志)."""
    titles = "|".join(sorted(lexicon("names")["titles"], key=len, reverse=True))
    surname = f"[{lexicon('names')['surnames']}]"
    head, leaders = r"(?:^|(?<=[，。、；：（由经请与对向给以和及]))", "|".join(listed("leaders"))
    follows = (
        r"(?=$|[，。、；：（）“\s]|同志|等|带|主持|出席|作|率|讲|到|深入|参加|介绍|说|表示|赴|来|"
        r"强调|指出|要求|听取|检查|督导|调研|负责|牵头|担任|任|分管|陪同|带队)"
    )
    return (
        re.compile(rf"(?:{titles}){_GAP}({surname}[{_HAN}]{{1,2}}?){follows}"),
        re.compile(
            rf"{head}({surname}(?:(?!副)[{_HAN}]){{1,2}})"
            rf"(?=同志(?!们|关系)|[（(]?副?(?:{leaders}))"
        ),
        re.compile(rf"{head}({surname}(?:{leaders}))(?![级助室们])"),
        re.compile(rf"({surname}[{_HAN}]{{1,2}}?)(?={'|'.join(listed('scholars'))})"),
    )
