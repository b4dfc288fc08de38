"""Finding one section of a draft by what a person calls it, and putting another in its place.

The opening and the closing count as sections of level 0 here, with the ids of
:meth:`Draft.paragraphs`: "0" and "".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.draft import Draft, DraftSection, Sentence
from assistant.edited.changes import CLOSING, OPENING
from corpus.errors import RevisionError

_OPENING_ID, _CLOSING_ID = "0", ""
_MARK = re.compile(r"【待补(\d+)】")
_NUMBER = re.compile(r"[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+|\d+")
_PATH = re.compile(rf"(?:(?:{_NUMBER.pattern})[、.．/／\s]*)+")
_MOST_SHOWN = 6


def part_named(draft: Draft, name: str) -> DraftSection:
    """The section with this id (2.3), heading, or path of numbers (（三）, 二（三）, 二、（三）1.).

    Raises:
        RevisionError: there is none, or more than one; the message names those there are.
    """
    name = name.strip()
    parts = list(parts_of(draft))
    for found in (
        [each for each in parts if each.id == name and name],
        [each for each in parts if name.rstrip("。") in (each.heading, title_of(each)) and name],
        [each for each, path in _paths(draft.sections) if _ends_in(path, name)],
        [each for each in parts if len(name) > 1 and name in each.heading],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise RevisionError(f"“{name}”有几处：{_shown(found)}；请写明是哪一处")
    raise RevisionError(f"稿中没有“{name}”这一节；有：{_shown(parts)}")


def parts_of(draft: Draft) -> Iterator[DraftSection]:
    """The opening, every section, and the closing, in reading order."""
    if draft.opening:
        yield DraftSection(_OPENING_ID, 0, "", "", draft.opening, year=draft.year)
    yield from draft.walk()
    if draft.closing:
        yield DraftSection(_CLOSING_ID, 0, "", "", draft.closing, year=draft.year)


def with_part(draft: Draft, part: DraftSection) -> Draft:
    """The draft with ``part`` where the section of that id was."""
    if part.level == 0:
        is_opening = part.id == _OPENING_ID
        return (
            replace(draft, opening=part.paragraphs)
            if is_opening
            else replace(draft, closing=part.paragraphs)
        )
    return replace(draft, sections=tuple(_with(each, part) for each in draft.sections))


def title_of(part: DraftSection) -> str:
    """What to call the section: its number and heading."""
    if part.level == 0:
        return OPENING if part.id == _OPENING_ID else CLOSING
    return part.number + part.heading


def marks_in(part: DraftSection) -> tuple[int, ...]:
    """The numbers of the holes in the section and all below it, in reading order."""
    return tuple(int(number) for number in _MARK.findall(text_of(part)))


def text_of(part: DraftSection) -> str:
    """All its sentences, and those of the sections below it."""
    return "".join(
        sentence.text
        for section in part.walk()
        for paragraph in section.paragraphs
        for sentence in paragraph
    )


def each_sentence(section: DraftSection, act: Callable[[Sentence], Sentence]) -> DraftSection:
    """The section with what ``act`` makes of each sentence of it and of those below it."""
    return replace(
        section,
        paragraphs=tuple(tuple(act(each) for each in said) for said in section.paragraphs),
        children=tuple(each_sentence(child, act) for child in section.children),
    )


def without_filled(draft: Draft) -> Draft:
    """The draft without the holes that stand in it no more."""
    standing = {int(n) for each in draft.sentences() for n in _MARK.findall(each.text)}
    return replace(draft, holes=tuple(hole for hole in draft.holes if hole.number in standing))


def _with(section: DraftSection, part: DraftSection) -> DraftSection:
    if section.id == part.id:
        return part
    return replace(section, children=tuple(_with(child, part) for child in section.children))


def _paths(
    sections: Sequence[DraftSection], above: tuple[str, ...] = ()
) -> Iterator[tuple[DraftSection, tuple[str, ...]]]:
    """Each section with the numbers that lead to it, bare of their marks."""
    for section in sections:
        path = (*above, _bare(section.number))
        yield section, path
        yield from _paths(section.children, path)


def _ends_in(path: tuple[str, ...], name: str) -> bool:
    if not _PATH.fullmatch(name):
        return False
    asked = tuple(_bare(each) for each in _NUMBER.findall(name))
    return path[-len(asked) :] == asked


def _bare(number: str) -> str:
    return number.translate(str.maketrans("()", "（）", "、.． "))


def _shown(parts: Sequence[DraftSection]) -> str:
    """What to call these; of many only the highest, which those below are named with."""
    if len(parts) > _MOST_SHOWN:
        parts = [each for each in parts if each.level <= 1]
    shown = [f"{each.id} {title_of(each)}" if each.level else title_of(each) for each in parts]
    return "、".join(shown[:_MOST_SHOWN]) + (" 等" if len(shown) > _MOST_SHOWN else "")
