"""From lines of text to the structure of a report: one parser for every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.framing import split_annexes, split_head, split_tail
from corpus.lines import Line, ends_sentence, is_item, pattern, rejoin, tidy
from corpus.numbering import Number, leading_number, leading_part
from corpus.report import Section

__all__ = ["Line", "Outline", "read_outline"]

# Measured: the longest real run-in heading has 30 characters, the longest alone on its line 46;
# the shortest first sentence that is plainly body has 69.
_RUN_IN, _ALONE, _BARE = 45, 60, 25
# 强化学习12次 is a deed, not a heading; 2026年重点工作 is one.
_VALUE = re.compile(r"[*＊]|[0-9０-９.]+(?![0-9０-９.年])|[X×]+(?=[次个项篇名人家万亿%])")
_QUOTED = re.compile("“[^”]*”|‘[^’]*’|《[^》]*》|（[^）]*）")
_LAST_LEVEL = 4


@dataclass(frozen=True, slots=True)
class Outline:
    """The structure of a report before kind, year and office are known.

    ``title`` is "" for a report without one; the rest is as in :class:`corpus.report.Report`.
    """

    title: str
    byline: tuple[str, ...]
    salutation: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    signature: str
    date: str

    def walk(self) -> Iterator[Section]:
        """All sections in reading order."""
        for section in self.sections:
            yield from section.walk()


@dataclass(slots=True)
class _Growing:
    """A section while its lines are still coming; ``stopped`` says its heading ended in 。."""

    level: int
    number: str
    heading: str
    line: int
    stopped: bool = False
    run_in: bool = False
    paragraphs: list[str] = field(default_factory=list)
    children: list[_Growing] = field(default_factory=list)

    def walk(self) -> Iterator[_Growing]:
        yield self
        for child in self.children:
            yield from child.walk()


def read_outline(lines: Iterable[Line]) -> Outline:
    """The structure of the report these lines make.

    Web chrome is dropped, broken lines are put together; every other character is kept.
    """
    head, body = split_head(tidy(lines))
    main, annexes = split_annexes(body)
    main, tail = split_tail(main)
    opening, sections = _grow(rejoin(main))
    closing = _take_closing(opening, sections)
    sections += [_annex(annex) for annex in annexes]
    return Outline(
        title=head.title,
        byline=head.byline,
        salutation=head.salutation,
        opening=tuple(opening),
        sections=_finished(sections),
        closing=tuple(closing),
        signature=tail.signature,
        date=tail.date,
    )


def _grow(lines: Sequence[Line]) -> tuple[list[str], list[_Growing]]:
    """The paragraphs before the first heading, and the tree of sections."""
    root = _Growing(0, "", "", 0)
    path = [root]
    for line, section in zip(lines, _headings(lines), strict=True):
        if section is None:
            path[-1].paragraphs.append(line.text)
            continue
        path = [each for each in path if each.level < section.level]
        path[-1].children.append(section)
        path.append(section)
    _settle(root.children)
    return root.paragraphs, root.children


def _headings(lines: Sequence[Line]) -> Iterator[_Growing | None]:
    """For each line the section it begins, or None where it is a paragraph."""
    numbers = [leading_number(line.text) for line in lines]
    bare, parts = _bare_headings(lines, numbers), _parts(lines)
    last: dict[int, int] = {}
    for at, (line, number) in enumerate(zip(lines, numbers, strict=True)):
        if at in parts:
            last.clear()
            yield _numbered(line, parts[at])
        elif number and _is_in_sequence(number, last):
            last[number.level] = number.value
            yield _numbered(line, _lowered(number) if parts else number)
        elif at in bare or _is_styled(line):
            level = line.level_hint or 1
            yield _Growing(min(level, _LAST_LEVEL), "", _trimmed(line.text), line.number)
        else:
            yield None


def _parts(lines: Sequence[Line]) -> dict[int, Number]:
    """The numbers of parts (第一部分) by line, in a report that is cut into several of them."""
    found = {at: part for at, line in enumerate(lines) if (part := leading_part(line.text))}
    counted = [part.value for part in found.values()]
    return found if len(found) > 1 and counted == list(range(1, len(found) + 1)) else {}


def _lowered(number: Number) -> Number:
    return number._replace(level=min(number.level + 1, _LAST_LEVEL))


def _is_in_sequence(number: Number, last: dict[int, int]) -> bool:
    """Arabic numbers must count on: prose begins with figures, hardly ever with 三、 or （三）."""
    if number.level < 3 or number.value == 1:
        return True
    return last.get(number.level, 0) > 0 and 0 <= number.value - last[number.level] <= 2


def _is_styled(line: Line) -> bool:
    """Whether the format calls this a heading and it is not body set in a heading's style."""
    return (line.level_hint or 0) > 0 and len(line.text) <= _ALONE and "。" not in line.text


def _bare_headings(lines: Sequence[Line], numbers: Sequence[Number | None]) -> frozenset[int]:
    """The indices of headings without number and style, in a report that has no 一、 at all."""
    if any(number and number.level == 1 for number in numbers) or any(map(_is_styled, lines)):
        return frozenset()
    found = {at for at, number in enumerate(numbers) if not number and _is_bare(lines, at)}
    return frozenset(found) if len(found) > 1 else frozenset()


def _is_bare(lines: Sequence[Line], at: int) -> bool:
    text = lines[at].text
    if not 4 <= len(text) <= _BARE or re.search(r"[，。；：！？\t]|——", text):
        return False
    after = lines[at + 1].text if at + 1 < len(lines) else ""
    return ends_sentence(after) or leading_number(after) is not None


def _numbered(line: Line, number: Number) -> _Growing:
    """The section a numbered line begins: heading alone, heading with body, or body alone."""
    rest = line.text[number.end :]
    first, stop, body = _cut_at_stop(rest)
    level = _level_of(line, number, alone=not body)
    section = _Growing(min(level, _LAST_LEVEL), number.text, "", line.number)
    if body and _may_run_in(first, level):
        section.heading, section.run_in, section.paragraphs = first, True, [body]
    elif not body and len(rest) <= _ALONE and "；" not in rest:
        section.heading, section.stopped = _trimmed(rest), bool(stop)
    else:
        section.run_in, section.paragraphs = True, [rest]
    return section


def _level_of(line: Line, number: Number, *, alone: bool) -> int:
    """The level its number says, for （1）and below rather what the format says.

    A level below all headings, on a heading with its text, only has it listed in a pane.
    """
    hint = line.level_hint or 0
    told = hint > 0 and (alone or hint <= _LAST_LEVEL)
    return hint if told and number.level > 2 else number.level


def _cut_at_stop(text: str) -> tuple[str, str, str]:
    """``text`` before its first 。 outside quotations and brackets, the 。, and what follows."""
    hidden = _QUOTED.sub(lambda found: "〇" * len(found[0]), text)
    before, stop, _ = hidden.partition("。")
    return text[: len(before)], stop, text[len(before) + len(stop) :].strip()


def _may_run_in(text: str, level: int) -> bool:
    """Whether a first sentence is short enough, and says what a heading says."""
    if len(text) > _RUN_IN or re.search("[；：]", text):
        return False
    return level < 3 or _VALUE.search(text) is None


def _trimmed(heading: str) -> str:
    return heading.rstrip("。：: \u3000\u00a0").strip()


def _settle(siblings: Sequence[_Growing]) -> None:
    """Turn headings with nothing under them back into body where they are sentences.

    An item 3. that is one sentence is body; （三） is so only when it tells a figure, or when all
    its siblings are.
    """
    empty = [each for each in siblings if not each.paragraphs and not each.children]
    all_said = len(empty) == len(siblings) and all(each.stopped for each in empty)
    for each in empty:
        signs = (each.stopped, _VALUE.search(each.heading) is not None)
        if all_said or all(signs) or (each.level > 2 and any(signs)):
            each.paragraphs = [each.heading + ("。" if each.stopped else "")]
            each.heading, each.run_in = "", True
    for each in siblings:
        _settle(each.children)


def _take_closing(opening: list[str], sections: Sequence[_Growing]) -> list[str]:
    """Remove the paragraphs that close the whole report from where they were put; return them."""
    siblings = _last_siblings(sections)
    last = siblings[-1].paragraphs if siblings else opening
    said = [at for at, text in enumerate(last) if at and pattern("closing").match(text)]
    if said:
        start = said[0]
    elif siblings and _has_one_paragraph_each(siblings):
        start = next((at for at, text in enumerate(last) if at and not is_item(text)), len(last))
    else:
        return []
    closing = last[start:]
    del last[start:]
    return closing


def _last_siblings(sections: Sequence[_Growing]) -> Sequence[_Growing]:
    """The last section of all that has no children, behind its siblings."""
    while sections and sections[-1].children:
        sections = sections[-1].children
    return sections


def _has_one_paragraph_each(siblings: Sequence[_Growing]) -> bool:
    """Whether all of several siblings begin run-in and all but the last hold one paragraph.

    Then what follows the first paragraph of the last is not its continuation.
    """
    before = siblings[:-1]
    run_in = all(each.run_in and not each.children for each in siblings)
    return run_in and bool(before) and all(len(each.paragraphs) == 1 for each in before)


def _annex(lines: Sequence[Line]) -> _Growing:
    """An annex as one section of level 1; its own levels stand one lower when it has a 一、."""
    lines = rejoin(lines)
    number, rest = lines[0].text, lines[1:]
    if pattern("annex").fullmatch(number) is None:
        number, rest = "", lines
    opening, sections = _grow(rest)
    heading = opening.pop(0) if opening and not ends_sentence(opening[0]) else ""
    annex = _Growing(1, _trimmed(number), _trimmed(heading), lines[0].number)
    annex.paragraphs, annex.children = opening, sections
    if any(each.level == 1 for each in sections):
        for each in (deeper for section in sections for deeper in section.walk()):
            each.level = min(each.level + 1, _LAST_LEVEL)
    return annex


def _finished(sections: Sequence[_Growing], above: str = "") -> tuple[Section, ...]:
    """The sections as they are handed out, with ids that tell the place: 2, 2.1, 2.1.3."""
    return tuple(
        Section(
            id=f"{above}{at}",
            level=each.level,
            number=each.number,
            heading=each.heading,
            run_in=each.run_in,
            paragraphs=tuple(each.paragraphs),
            children=_finished(each.children, f"{above}{at}."),
            line=each.line,
        )
        for at, each in enumerate(sections, 1)
    )
