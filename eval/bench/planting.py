"""Errors of structure, blanks, figures and coverage, planted in a clean paper one at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from assistant.labels import pairs_of, words_of
from assistant.sheet.facts import Fact, Sheet
from assistant.trace import Trace, show
from corpus.clauses import split_clauses, split_sentences
from corpus.figures import same_measure
from eval.bench.papers import Paper
from eval.examined import Examined, ExaminedSection
from eval.grounds import Grounds

_FIRST = re.compile(r"^[一二三四五六七八九十]+、")
_NUMERALS = "一二三四五六七八九十"
# A place to put a sentence: the end of a paragraph that is plain body.
_BODY = re.compile(r"^(?![一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.).{20,}。$")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A paper with one error, the code that must tell of it, and the line it stands in.

    ``line`` is -1 where something is missing and so has no place.
    """

    code: str
    sort: str
    paper: Paper
    line: int = -1


Planter = Callable[[Paper], Iterator[Mutant]]


@cache
def words(name: str) -> Any:
    """What ``planted.yaml`` holds under a key."""
    text = (files("eval.bench") / "planted.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)[name]


def replaced(paper: Paper, line: int, text: str) -> Paper:
    """The paper with one line put otherwise."""
    lines = paper.lines
    lines[line] = text
    return paper.with_text("\n".join(lines))


def appended(paper: Paper, code: str, sort: str, sentence: str) -> Iterator[Mutant]:
    """A mutant for each paragraph of body a sentence can be put behind."""
    for at, line in enumerate(paper.lines):
        if _BODY.match(line):
            yield Mutant(code, sort, replaced(paper, at, line + sentence), at)


# --- S -----------------------------------------------------------------------------------------


def structure(paper: Paper) -> Iterator[Mutant]:
    """S101–S108."""
    examined = paper.examined()
    yield from _sections_dropped(paper, examined)
    yield from _sections_swapped(paper)
    yield from _sections_emptied(paper, examined)
    yield from _numbers_skipped(paper)
    yield from _titles(paper)
    yield from _ends(paper, examined)
    yield from _measures_dropped(paper)


def _first_levels(paper: Paper) -> list[int]:
    return [at for at, line in enumerate(paper.lines) if _FIRST.match(line)]


def _sections_dropped(paper: Paper, examined: Examined) -> Iterator[Mutant]:
    """Every section that alone serves a required role, with all below it."""
    kind = examined.kind
    required = {section.role for section in kind.required()} if kind else set()
    named = [section for section in examined.sections if section.named]
    starts = _first_levels(paper)
    tops = [section for section in examined.sections if section.parent < 0]
    for section in tops:
        only = {
            role
            for role in section.roles
            if role in required and sum(role in other.roles for other in named) == 1
        }
        at = _line_of(paper, section)
        if only and section.named and at in starts:
            end = next((start for start in starts if start > at), len(paper.lines))
            lines = [*paper.lines[:at], *paper.lines[end:]]
            yield Mutant("S101", "缺部分", paper.with_text("\n".join(lines)))


def _line_of(paper: Paper, section: ExaminedSection) -> int:
    heads = (at for at, line in enumerate(paper.lines) if line.startswith(section.title))
    return next(heads, -1)


def _sections_swapped(paper: Paper) -> Iterator[Mutant]:
    """Neighbouring first-level sections of different roles exchanged, the numbers left in place."""
    starts = _first_levels(paper)
    ends = [*starts[1:], len(paper.lines)]
    roles = _roles_by_line(paper)
    for one, other, end in zip(starts, starts[1:], ends[1:], strict=False):
        if not roles.get(one) or not roles.get(other) or set(roles[one]) & set(roles[other]):
            continue
        lines = paper.lines
        first, second = lines[one:other], lines[other:end]
        if end == len(lines):
            tail = [line for line in second if line.startswith("同志们，")]
            second = [line for line in second if line not in tail]
        else:
            tail = []
        number = _FIRST.match(first[0])
        follows = _FIRST.match(second[0])
        if number and follows:
            second[0] = number[0] + second[0][follows.end() :]
            first[0] = follows[0] + first[0][number.end() :]
            text = "\n".join([*lines[:one], *second, *first, *tail, *lines[end:]])
            yield Mutant("S102", "次序对调", paper.with_text(text))


def _roles_by_line(paper: Paper) -> dict[int, tuple[str, ...]]:
    return {
        _line_of(paper, section): section.roles
        for section in paper.examined().sections
        if section.named
    }


def _sections_emptied(paper: Paper, examined: Examined) -> Iterator[Mutant]:
    """Every heading on its own line that has only body, without that body."""
    parents = {section.parent for section in examined.sections}
    lines = paper.lines
    for at, section in enumerate(examined.sections):
        if at in parents or not section.number or section.title not in lines:
            continue
        start = lines.index(section.title)
        end = start + 1
        while end < len(lines) and _BODY.match(lines[end]):
            end += 1
        follows = lines[end] if end < len(lines) else ""
        if end > start + 1 and re.match(r"[一二三四五六七八九十]+、|（[一二三四五六]", follows):
            kept = "\n".join([*lines[: start + 1], *lines[end:]])
            yield Mutant("S103", "部分空缺", paper.with_text(kept), start)


def _numbers_skipped(paper: Paper) -> Iterator[Mutant]:
    for at, line in enumerate(paper.lines):
        for pattern in (r"^([一二三四五六七八九])、", r"^（([一二三四五六七八九])）"):
            found = re.match(pattern, line)
            if found:
                other = _NUMERALS[(_NUMERALS.index(found[1]) + 2) % 10]
                text = line[: found.start(1)] + other + line[found.end(1) :]
                yield Mutant("S104", "序号跳号", replaced(paper, at, text))


def _titles(paper: Paper) -> Iterator[Mutant]:
    title = paper.lines[0]
    for old, new in (("总结", "小结"), ("报告", "说明"), ("计划", "打算"), ("讲话", "材料")):
        if title.endswith(old):
            yield Mutant("S106", "标题写法", replaced(paper, 0, title[: -len(old)] + new), 0)


def _ends(paper: Paper, examined: Examined) -> Iterator[Mutant]:
    kind = examined.kind
    if kind and kind.salutation:
        lines = [line for line in paper.lines if line != kind.salutation]
        if len(lines) < len(paper.lines):
            yield Mutant("S107", "缺称谓", paper.with_text("\n".join(lines)))
    if kind and kind.closing_pattern:
        for at, line in enumerate(paper.lines):
            is_last = at >= len(paper.lines) - 4
            kept = [*paper.lines[:at], *paper.lines[at + 1 :]]
            ends = [each for each in kept[-3:] if re.search(kind.closing_pattern, each)]
            if is_last and re.search(kind.closing_pattern, line) and not ends:
                yield Mutant("S107", "缺结尾", paper.with_text("\n".join(kept)))


def _measures_dropped(paper: Paper) -> Iterator[Mutant]:
    """A problem that is told, its measure taken from the next steps."""
    for problem in paper.sheet.problems if paper.sheet else ():
        if not problem.measure or problem.status == "已整改":
            continue
        key = problem.measure[:6]
        hits = [at for at, line in enumerate(paper.lines) if key in line]
        for at in hits[:1]:
            line = paper.lines[at]
            kept = "".join(
                sentence.text for sentence in split_sentences(line) if key not in sentence.text
            )
            if kept and not _told_elsewhere(
                problem.measure, [*paper.lines[:at], kept, *paper.lines[at + 1 :]]
            ):
                yield Mutant("S108", "缺措施", replaced(paper, at, kept))


def _told_elsewhere(measure: str, lines: list[str]) -> bool:
    wanted = pairs_of(words_of(measure))
    return any(len(wanted & pairs_of(words_of(line))) * 2 >= len(wanted) for line in lines)


# --- B -----------------------------------------------------------------------------------------


def blanks(paper: Paper) -> Iterator[Mutant]:
    """B201–B203: for every figure a mask, a hole or a token in its number's place."""
    for at, line, start, end in _numbers(paper):
        for code, name in (("B201", "masks"), ("B202", "holes"), ("B203", "tokens")):
            for mark in words(name):
                text = line[:start] + mark + line[end:]
                yield Mutant(code, name, replaced(paper, at, text), at)


def _numbers(paper: Paper) -> Iterator[tuple[int, str, int, int]]:
    """(line, its text, start, end) of every Arabic number that counts something in the body."""
    for at, line in enumerate(paper.lines):
        for found in re.finditer(r"(?<![\d.〔])\d+(?:\.\d+)?(?=[次个项人名家件篇万亿])", line):
            if at and "《" not in line[: found.start()].rpartition("》")[2]:
                yield at, line, found.start(), found.end()


# --- N and C -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure of the text with its trace, at ``start:end`` of a line."""

    line: int
    text: str
    start: int
    end: int
    trace: Trace
    fact: Fact | None


def figures(paper: Paper) -> Iterator[Mutant]:
    """N301–N309 and C501, C502."""
    for sentence in words("implausible"):
        yield from appended(paper, "N307", "不合常理", sentence)
    for sentence in words("footings"):
        yield from appended(paper, "N309", "时点不一", sentence)
    for sentence in words("twice"):
        yield from appended(paper, "N306", "一数两值", sentence)
    if paper.sheet is None:
        return
    told = list(_told(paper))
    for words_ in words("invented"):
        yield from appended(paper, "N301", "凭空数字", f"{words_}。")
    for each in told:
        yield from _figure_mutants(paper, each, told)
    yield from _directions(paper, told)
    yield from _facts(paper, told, paper.sheet)


def _told(paper: Paper) -> Iterator[_Told]:
    examined = paper.examined()
    facts = {fact.id: fact for fact in paper.sheet.facts} if paper.sheet else {}
    for each in Grounds.of(examined, paper.sheet, paper.past).traced:
        at = examined.text.count("\n", 0, each.start)
        before = examined.text.rfind("\n", 0, each.start) + 1
        line = paper.lines[at] if at < len(paper.lines) else ""
        start, end = each.start - before, each.end - before
        if line[start:end] == each.trace.figure.text:
            yield _Told(at, line, start, end, each.trace, facts.get(each.trace.source))


def _figure_mutants(paper: Paper, each: _Told, told: list[_Told]) -> Iterator[Mutant]:
    figure = each.trace.figure
    number = figure.text[: figure.number_end - figure.start]
    if each.trace.verdict == "derived" and number[0].isdecimal():
        yield _put(paper, each, _other_digit(number) + figure.text[len(number) :], "N305", "算错")
    if each.trace.verdict != "traced" or each.fact is None or not number[0].isdecimal():
        return
    fact = each.fact
    if fact.value is not None and figure.value == fact.value:
        measure = figure.text[len(number) :]
        yield _put(paper, each, _other_digit(number) + measure, "N303", "改一位数")
        for other in {"亿元": ("万元",), "次": ("场",), "%": ("个百分点",)}.get(measure, ()):
            yield _put(paper, each, number + other, "N304", "改计量单位")
        if fact.previous is not None and fact.previous != fact.value:
            yield _put(paper, each, show(fact.previous, measure), "N302", "去年的数")
        yield from _swapped(paper, each, told)


def _put(paper: Paper, each: _Told, new: str, code: str, sort: str) -> Mutant:
    line = each.text[: each.start] + new + each.text[each.end :]
    return Mutant(code, sort, replaced(paper, each.line, line), each.line)


def _other_digit(number: str) -> str:
    """The number with its first digit another: 24 becomes 64."""
    return str((int(number[0]) + 3) % 9 + 1) + number[1:]


def _swapped(paper: Paper, each: _Told, told: list[_Told]) -> Iterator[Mutant]:
    """Two facts' figures of one measure in one line exchanged."""
    for other in told:
        both = (each.trace.figure, other.trace.figure)
        differ = both[0].value != both[1].value and each.trace.source != other.trace.source
        if (
            other.line == each.line
            and other.start > each.end
            and other.trace.verdict == "traced"
            and other.fact is not None
            and differ
            and same_measure(both[0].measure, both[1].measure)
        ):
            line = each.text
            line = line[: other.start] + both[0].text + line[other.end :]
            line = line[: each.start] + both[1].text + line[each.end :]
            yield Mutant("N304", "两数对调", replaced(paper, each.line, line), each.line)


_TURNS = {"增长": "下降", "下降": "增长", "增加": "减少", "减少": "增加", "上升": "下降"}


def _directions(paper: Paper, told: list[_Told]) -> Iterator[Mutant]:
    lines = {each.line for each in told if each.trace.verdict == "derived"}
    for at in sorted(lines):
        line = paper.lines[at]
        for clause in split_clauses(line):
            found = re.search(r"(?:同比|比上年)(增长|下降|增加|减少|上升)(?=\d)", clause.text)
            if found:
                start = clause.start + found.start(1)
                text = line[:start] + _TURNS[found[1]] + line[start + 2 :]
                yield Mutant("N308", "方向相反", replaced(paper, at, text), at)


def _facts(paper: Paper, told: list[_Told], sheet: Sheet) -> Iterator[Mutant]:
    """A required fact's clause dropped, and a told fact whose source the sheet no longer names."""
    required = {fact.id for fact in sheet.facts if fact.required and fact.weight == "必写"}
    for each in told:
        alone = sum(other.trace.source == each.trace.source for other in told) == 1
        if each.trace.verdict != "traced" or each.trace.source not in required or not alone:
            continue
        for clause in split_clauses(each.text):
            if clause.start <= each.start < clause.end:
                text = each.text[: clause.start] + each.text[clause.end :]
                yield Mutant("C501", "必用事实未写", replaced(paper, each.line, text))
    for number, fact in enumerate(sheet.facts):
        if any(each.trace.source == fact.id for each in told):
            bare = fact.model_copy(update={"source": "", "department": ""})
            facts = (*sheet.facts[:number], bare, *sheet.facts[number + 1 :])
            poorer = sheet.model_copy(update={"facts": facts})
            yield Mutant("C502", "没有来源", replace(paper, sheet=poorer))
