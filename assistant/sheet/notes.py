"""Loose notes as a sheet: lines such as 全年召开党组会议24次，研究议题136项（办公室）.

What counts something becomes a value with its label, measure and bound; what happened becomes an
event; what is not understood is kept in its own words with a remark. Nothing is left out and
nothing is guessed: the head comes from the notes or from who asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from assistant.sheet.chatter import is_chatter, told_fault, who_says
from assistant.sheet.facts import Fact, Guidance, Problem
from assistant.sheet.guidance import read_guidance
from assistant.sheet.keys import HEAD
from assistant.sheet.telling import LAST_IN_BRACKETS, NoteItem, NotePlace, tell_sentence
from assistant.sheet.values import typed
from corpus.errors import SheetError
from corpus.kinds import kind_named
from corpus.lexicon import lexicon
from corpus.reading import lines_of

_BULLET = re.compile(
    r"^[\s#>*·•\-—]*(?:[（(]?[0-9]{1,2}[）)、．]|[0-9]{1,2}\.(?![0-9])|[①-⑳]|"
    r"[一二三四五六七八九十]{1,3}[是、]|[（(][一二三四五六七八九十]{1,3}[）)])?\s*"
)
_TAIL = re.compile(r"[（(](?P<said>[^（()）]{1,30})[）)]\s*[。；]?$")
_SOURCE = re.compile(r"^(?:来源|依据)[:：]\s*")
_LABELLED = re.compile(r"^(?P<name>[^:：，。；]{1,12})[:：]\s*(?P<value>.*)$")
_COLON_COUNT = re.compile(r"(?<=[\u4e00-\u9fff])[:：]\s*(?=[0-9０-９])")
_SENTENCE_END = re.compile(r"(?<=[。；;！])")
_HEADING_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """The head as the person who asks gives it; empty where the notes are to say it."""

    office: str = ""
    kind: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """What was read: the head's keys, the items, and by item id the line it came from.

    ``remarks`` says by item id, in Chinese, what a person should look at; ``headings`` are the
    lines that gave a section or a department, and those of a chat that tell nothing.
    """

    head: Mapping[str, str]
    facts: tuple[Fact, ...]
    problems: tuple[Problem, ...]
    lines: Mapping[str, tuple[int, str]]
    remarks: Mapping[str, str]
    headings: tuple[tuple[int, str], ...] = ()
    guidance: tuple[Guidance, ...] = ()


def read_notes(
    path: Path | None,
    asked: Asked = Asked(),
    own_kinds: Path | None = None,
    guidance: Sequence[Path] = (),
) -> Noted:
    """The sheet that loose notes (.txt, .md, .docx) hold, with official texts as its guidance.

    Raises:
        ReadingError: the file cannot be read.
        SheetError: neither the notes nor who asks say the office, kind or year.
        KindError: there is no such kind.
    """
    reader = _Reader(path.name if path else "", asked)
    for line in lines_of(path) if path else ():
        reader.read(line.text, line.number)
    head = reader.head
    lacking = [f"--{key}" for key in ("unit", "kind", "year") if not head.get(key)]
    if lacking:
        names = "、".join(
            {"--unit": "单位", "--kind": "文种", "--year": "年度"}[k] for k in lacking
        )
        raise SheetError(
            f"记录{f'“{path}”' if path else ''}没有写{names}；请加上 {' '.join(lacking)}，"
            "或在记录开头写一行“单位：…”"
        )
    head["kind"] = kind_named(head["kind"], own_kinds).id
    noted = reader.noted(int(head["year"]))
    pieces = tuple(read_guidance(each, at) for at, each in enumerate(guidance, 1))
    return replace(noted, guidance=pieces)


def read_said(text: str, source: str, year: int) -> Noted:
    """What a person says in passing, read as loose notes; ``source`` is put down as its giver."""
    reader = _Reader("", Asked(year=year), here=NotePlace(source=source))
    for number, line in enumerate(text.splitlines(), 1):
        reader.read(line, number)
    return reader.noted(year)


@dataclass(slots=True)
class _Reader:
    """Reads line after line; ``head`` holds what was said of the document."""

    name: str
    asked: Asked
    head: dict[str, str] = field(default_factory=dict)
    here: NotePlace = field(default_factory=NotePlace)
    items: list[NoteItem] = field(default_factory=list)
    problems: list[tuple[Problem, NotePlace]] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        year = "" if self.asked.year is None else str(self.asked.year)
        given = {"unit": self.asked.office, "kind": self.asked.kind, "year": year}
        self.head = {key: value for key, value in given.items() if value}

    def read(self, written: str, number: int) -> None:
        """Take one line in."""
        text = _BULLET.sub("", written).strip()
        if not text or self._is_head(text):
            return
        if is_chatter(text) or self._is_heading(written, text):
            self.headings.append((number, written.strip()))
            return
        giver, text = who_says(text, _table()["departments"])
        line = replace(
            self.here,
            number=number,
            line=written.strip(),
            department=giver or self.here.department,
        )
        if fault := told_fault(text):
            self.problems.append((_problem(fault, line), line))
            return
        if any(word in self.here.section for word in _table()["problems"]):
            text, place = self._given(text, line)
            self.problems.append((_problem(text, place), place))
            return
        self._tell_sentences(_SENTENCE_END.split(_COLON_COUNT.sub("", text)), line)

    def _tell_sentences(self, sentences: list[str], line: NotePlace) -> None:
        """Each sentence with its giver; one without takes the next one's, as brackets close."""
        told: list[tuple[str, NotePlace]] = []
        giver = line
        for sentence in reversed([each.strip() for each in sentences if each.strip()]):
            text, giver = self._given(sentence, giver)
            told.insert(0, (text, replace(giver)))
        as_of = ""
        for text, place in told:
            place.as_of = as_of
            tell_sentence(text, place, self.items)
            as_of = place.as_of

    def noted(self, year: int) -> Noted:
        """All that was read, items numbered."""
        facts: list[Fact] = []
        lines: dict[str, tuple[int, str]] = {}
        remarks: dict[str, str] = {}
        for at, item in enumerate(self.items, 1):
            ref = f"F{at}"
            same_year = {"year": None} if item.fact.year == year else {}
            facts.append(item.fact.model_copy(update={"id": ref, **same_year}))
            lines[ref] = (item.place.number, item.place.line)
            if item.remark:
                remarks[ref] = item.remark
        problems = []
        for at, (problem, place) in enumerate(self.problems, 1):
            problems.append(problem.model_copy(update={"id": f"P{at}"}))
            lines[f"P{at}"] = (place.number, place.line)
            remarks[f"P{at}"] = "状态按“仍存在”记，请核实"
        headings = tuple(self.headings)
        return Noted(self.head, tuple(facts), tuple(problems), lines, remarks, headings)

    # -- what a line is ----------------------------------------------------------------------

    def _is_head(self, text: str) -> bool:
        """Takes 单位：云州市金融工作局 as the head's; what is asked for stays."""
        found = _LABELLED.match(text)
        key = _head_keys().get(found["name"].strip()) if found else None
        if found is None or key is None or not found["value"].strip():
            return False
        value = found["value"].strip()
        try:
            typed(key, value)
        except ValueError:
            return False
        self.head.setdefault(key.name, re.sub("年度?$", "", value) if key.name == "year" else value)
        return True

    def _is_heading(self, written: str, text: str) -> bool:
        """Takes 一、党的建设 or 办公室： as where the following lines stand."""
        name = text.strip("【】[]：:").strip()
        marked = written.lstrip()[:1] in ("#", "【") or text.endswith(("：", ":"))
        numbered = bool(
            re.match(
                r"^[\s#]*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])", written
            )
        )
        if (
            len(name) > _HEADING_LENGTH
            or not (marked or numbered)
            or re.search(r"[，。；\d]", name)
        ):
            return False
        if name.endswith(tuple(_table()["departments"])):
            self.here = replace(self.here, department=name)
        else:
            self.here = replace(self.here, section=name, department="")
        return True

    def _given(self, text: str, line: NotePlace) -> tuple[str, NotePlace]:
        """The text without the giver in brackets at its end, and where it stands."""
        place = replace(line, source=line.source or line.department)
        found = _TAIL.search(text)
        if found and not LAST_IN_BRACKETS.fullmatch(found[0].rstrip("。；")):
            said = _SOURCE.sub("", found["said"])
            table = _table()
            if said != found["said"] or said.endswith((*table["departments"], *table["records"])):
                is_department = said.endswith(tuple(table["departments"]))
                place.source = said
                place.department = said if is_department else place.department
                text = text[: found.start()].rstrip()
        place.source = place.source or f"{self.name}第{place.number}行"
        return text, place


def _problem(text: str, place: NotePlace) -> Problem:
    said, _, measure = text.partition("措施：")
    return Problem(
        text=said.strip(" ，。；;"),
        measure=measure.strip(" 。；;"),
        section="",
        source=place.source,
        department=place.department,
    )


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = lexicon("notes")
    return table


@cache
def _head_keys() -> dict[str, Any]:
    return {
        name: key
        for key in HEAD
        if key.sort not in ("items", "texts")
        for name in (key.name, *key.chinese)
    }
