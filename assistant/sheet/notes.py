"""Loose notes as a sheet: lines such as 全年召开党组会议24次，研究议题136项（办公室）.

What counts something becomes a value with its label, measure and bound; what happened becomes an
event; what is not understood is kept in its own words with a remark. Nothing is left out and
nothing is guessed: the head comes from the notes or from who asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from assistant.sheet.chatter import is_chatter, told_fault, who_says
from assistant.sheet.facts import Fact, Guidance, Problem
from assistant.sheet.guidance import read_guidance
from assistant.sheet.keys import HEAD
from assistant.sheet.values import typed
from assistant.stepping import steps_in
from corpus.blanks import Blank, find_blanks
from corpus.clauses import split_clauses
from corpus.errors import SheetError
from corpus.kinds import kind_named
from corpus.lexicon import lexicon
from corpus.reading import lines_of

NO_FIGURE = "没有读出数，原样留下"
NO_LABEL = "没有读出数的是什么，原样留下"
NO_MEASURE = "没有计量单位"
FROM_CHANGE = "上年数值由增减额推出"
_BULLET = re.compile(
    r"^[\s#>*·•\-—]*(?:[（(]?[0-9]{1,2}[）)、．]|[0-9]{1,2}\.(?![0-9])|[①-⑳]|"
    r"[一二三四五六七八九十]{1,3}[是、]|[（(][一二三四五六七八九十]{1,3}[）)])?\s*"
)
_TAIL = re.compile(r"[（(](?P<said>[^（()）]{1,30})[）)]\s*[。；]?$")
_SOURCE = re.compile(r"^(?:来源|依据)[:：]\s*")
_LAST_IN_BRACKETS = re.compile(r"[（(](?:上年|去年)(?:同期)?(?:为|是)?([^（()）]{1,12})[）)]")
_LABELLED = re.compile(r"^(?P<name>[^:：，。；]{1,12})[:：]\s*(?P<value>.*)$")
_COLON_COUNT = re.compile(r"(?<=[\u4e00-\u9fff])[:：]\s*(?=[0-9０-９])")
_OTHER_YEAR = re.compile(r"^(20\d\d)年")
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
    reader = _Reader("", Asked(year=year), here=_Place(source=source))
    for number, line in enumerate(text.splitlines(), 1):
        reader.read(line, number)
    return reader.noted(year)


@dataclass(slots=True)
class _Place:
    """Where a line stands: its section, department, source and number.

    ``as_of`` is the day its values are counted to, from the clause that says it on.
    """

    section: str = ""
    department: str = ""
    source: str = ""
    as_of: str = ""
    number: int = 0
    line: str = ""


@dataclass(slots=True)
class _Item:
    """A fact on its way, with what a person should look at.

    ``compares`` marks a growth or change told of the fact before.
    """

    fact: Fact
    place: _Place
    remark: str = ""
    compares: bool = False


@dataclass(slots=True)
class _Reader:
    """Reads line after line; ``head`` holds what was said of the document."""

    name: str
    asked: Asked
    head: dict[str, str] = field(default_factory=dict)
    here: _Place = field(default_factory=_Place)
    items: list[_Item] = field(default_factory=list)
    problems: list[tuple[Problem, _Place]] = field(default_factory=list)
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

    def _tell_sentences(self, sentences: list[str], line: _Place) -> None:
        """Each sentence with its giver; one without takes the next one's, as brackets close."""
        told: list[tuple[str, _Place]] = []
        giver = line
        for sentence in reversed([each.strip() for each in sentences if each.strip()]):
            text, giver = self._given(sentence, giver)
            told.insert(0, (text, replace(giver)))
        as_of = ""
        for text, place in told:
            place.as_of = as_of
            self._sentence(text, place)
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

    def _given(self, text: str, line: _Place) -> tuple[str, _Place]:
        """The text without the giver in brackets at its end, and where it stands."""
        place = replace(line, source=line.source or line.department)
        found = _TAIL.search(text)
        if found and not _LAST_IN_BRACKETS.fullmatch(found[0].rstrip("。；")):
            said = _SOURCE.sub("", found["said"])
            table = _table()
            if said != found["said"] or said.endswith((*table["departments"], *table["records"])):
                is_department = said.endswith(tuple(table["departments"]))
                place.source = said
                place.department = said if is_department else place.department
                text = text[: found.start()].rstrip()
        place.source = place.source or f"{self.name}第{place.number}行"
        return text, place

    # -- what a sentence tells ---------------------------------------------------------------

    def _sentence(self, sentence: str, place: _Place) -> None:
        if re.match(_table()["dated"], sentence):
            self._tell(sentence, place, "")
            return
        waiting: list[str] = []
        for clause in split_clauses(sentence):
            text = clause.text.strip(" ，。；;！：:")
            if not text:
                continue
            if self._goes_on(text, place):
                continue
            items = [] if re.match(_table()["dated"], text) else list(_counted(text, place))
            if not items:
                waiting.append(text)
                continue
            self._flush(waiting, place)
            self.items += items
        self._flush(waiting, place)

    def _flush(self, waiting: list[str], place: _Place) -> None:
        if waiting:
            text = "，".join(waiting)
            told = bool(re.match(_table()["dated"], text))
            remark = "" if told else NO_LABEL if find_blanks(text) else NO_FIGURE
            self._tell(text, place, remark)
            waiting.clear()

    def _tell(self, text: str, place: _Place, remark: str) -> None:
        found = _OTHER_YEAR.match(text)
        fact = Fact(
            text=text.strip(" ，。；;"),
            section=place.section,
            source=place.source,
            department=place.department,
            year=int(found[1]) if found else None,
        )
        self.items.append(_Item(fact, place, remark))

    def _goes_on(self, text: str, place: _Place) -> bool:
        """Takes 比上年增加3次 as the value before's last year, 同比增长9.9% as a fact beside it."""
        last = next((item for item in reversed(self.items) if not item.compares), None)
        if last is None or last.place.number != place.number:
            return False
        if not re.match(_table()["compared"], text):
            return False
        blanks = find_blanks(text)
        if len(blanks) != 1 or blanks[0].value is None or last.fact.value is None:
            return False
        blank, fact = blanks[0], last.fact
        before, remark = _before(text, blank, fact)
        if before is not None:
            last.fact = fact.model_copy(update={"previous": before})
            last.remark = last.remark or remark
            return True
        beside = fact.model_copy(
            update={
                "label": fact.label + text[: blank.start].strip("达为到约"),
                "value": blank.value,
                "measure": blank.measure,
                "qualifier": blank.qualifier,
                "previous": None,
            }
        )
        self.items.append(_Item(beside, place, compares=True))
        return True


# -- counts -------------------------------------------------------------------------------------


def _counted(text: str, place: _Place) -> Iterator[_Item]:
    """The values a clause counts; none when one of them has no label of its own."""
    if as_of := re.match(_table()["as_of"], text):
        place.as_of = as_of["day"]
    bare, before = _without_last(text)
    blanks = [blank for blank in find_blanks(bare) if blank.sort == "value"]
    labels = [blank.label for blank in blanks]
    if not blanks or not all(len(label) > 1 for label in labels) or len(set(labels)) < len(labels):
        return
    if any(blank.value is None for blank in blanks):
        return
    year = _OTHER_YEAR.match(text)
    came_from = {step.after: blanks[step.before].value for step in steps_in(bare, blanks)}
    begins = {at - 1 for at in came_from}
    for at, blank in enumerate(blanks):
        if at in begins:
            continue
        fact = Fact(
            label=blank.label,
            value=blank.value,
            unit=blank.measure,
            qualifier=blank.qualifier,
            previous=before if len(blanks) == 1 else came_from.get(at),
            section=place.section,
            source=place.source,
            department=place.department,
            as_of=place.as_of,
            year=int(year[1]) if year else None,
        )
        yield _Item(fact, place, "" if blank.measure else NO_MEASURE)


def _without_last(text: str) -> tuple[str, Decimal | None]:
    """发展党员2名（上年3名） without its bracket, and the value in it."""
    found = _LAST_IN_BRACKETS.search(text)
    blanks = find_blanks(found[1]) if found else ()
    if found is None or len(blanks) != 1:
        return text, None
    return text[: found.start()] + text[found.end() :], blanks[0].value


def _before(text: str, blank: Blank, fact: Fact) -> tuple[Decimal | None, str]:
    """Last year's value that a clause gives outright or by the change, with what to look at."""
    if blank.measure != fact.measure or fact.previous is not None or fact.value is None:
        return None, ""
    if re.match(_table()["last_year"], text[: blank.start]):
        return blank.value, ""
    step = _step(text, blank)
    # A bound (突破1700亿元) is not the value the change counts from.
    exact = step is not None and not fact.qualifier and not blank.qualifier
    return (fact.value - step, FROM_CHANGE) if exact and step is not None else (None, "")


def _step(text: str, blank: Blank) -> Decimal | None:
    """How much more than last year the clause says; None when it says no direction."""
    table, lead = _table(), text[: blank.start]
    if blank.value is None:
        return None
    if any(word in lead for word in table["down"]):
        return -blank.value
    return blank.value if any(word in lead for word in table["up"]) else None


def _problem(text: str, place: _Place) -> Problem:
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
