"""Asking: what is still missing, the most needed first, one question at a time and never twice.

Last year's words or value stand in the question as a hint for the person; they never enter a draft
but by the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.sheet.facts import Fact
from assistant.sheet.form import Form
from assistant.talk.opening import MOST_ASKED
from assistant.talk.paper import Paper
from corpus.kinds import Kind

Sort = Literal["office", "speaker", "fact", "targets", "problems", "guidance", "deed"]
LATER = "先空着"
SAME = "同上年"
NONE = "没有"
KEPT = "有"
_MOST_GUIDANCE, _MOST_DEEDS = 2, 4
_MEETING = re.compile(r"(?:全会|党代会|代表大会|工作会议|主题教育|学习教育)(?:精神)?$")
_MASK = re.compile(r"[*×□○.]+|[Xx]{2,}")
_HINT_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``key`` names it for ever, ``about`` is the fact's id or last year's words."""

    key: str
    sort: Sort
    text: str
    about: str = ""
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What questions are made from: the kind, last year's form, and the offices in the library."""

    kind: Kind
    form: Form | None = None
    offices: tuple[str, ...] = ()


def questions(paper: Paper, known: Known) -> Iterator[Question]:
    """All that was not asked yet of this paper, the most needed first."""
    return (each for each in _all(paper, known) if each.key not in paper.settled)


def _all(paper: Paper, known: Known) -> Iterator[Question]:
    """All that may be asked, asked before or not."""
    yield from (
        *_office(paper, known.offices),
        *_speaker(paper, known.kind),
        *_targets(paper, known.kind),
        *_problems(paper, known.kind, known.form),
        *_facts(paper, known.form),
        *_guidance(paper, known.form),
        *_deeds(paper, known.form),
    )


def next_question(paper: Paper, known: Known) -> Question | None:
    """What to ask now; None when nothing is left."""
    return next(questions(paper, known), None)


def asked_now(paper: Paper, known: Known) -> Question | None:
    """The question that stands unanswered, None when none does any more."""
    waiting = (each for each in _all(paper, known) if each.key == paper.question)
    return next(waiting, None)


def _office(paper: Paper, known: tuple[str, ...]) -> Iterator[Question]:
    if not paper.sheet.office:
        yield Question(
            "office", "office", "单位全称怎么写？（如：云州市金融工作局党组）", offers=known
        )


def _speaker(paper: Paper, kind: Kind) -> Iterator[Question]:
    if kind.id == "speech" and not paper.sheet.speaker:
        yield Question(
            "speaker",
            "speaker",
            "谁来讲？写职务和姓名，如：局党组书记、局长　李明。",
            offers=(LATER,),
        )


def _facts(paper: Paper, form: Form | None) -> Iterator[Question]:
    """Holes of the draft first, then what every year told.

    Targets of a plan that are to stand as last year are not asked for one by one.
    """
    if paper.sheet.targets:
        return
    holes = {hole.ref for hole in paper.draft.holes} if paper.draft else set()
    opened = [fact for fact in paper.sheet.facts if fact.is_open and fact.required]
    words = {row.blank: row.sentence for row in form.blanks} if form else {}
    first = [fact for fact in opened if fact.id in holes]
    for fact in [*first, *(each for each in opened if each not in first)][:MOST_ASKED]:
        yield _about_fact(fact, words.get(fact.blank, ""), paper.sheet.year_of(fact))


def _about_fact(fact: Fact, words: str, year: int) -> Question:
    measure = f"多少{fact.measure}" if fact.measure and fact.measure not in "%％" else "是多少"
    if fact.measure in ("%", "％", "个百分点"):
        measure = f"是多少（{fact.measure}）"
    hint = f"去年{fact.previous:f}{fact.measure}" if fact.previous is not None else ""
    if words and not hint:
        bare = _MASK.sub("", words) in (fact.label, fact.label + fact.measure)
        hint = "去年的数隐去了" if bare else f"去年写的是“{_short(words)}”"
    offers = (SAME, NONE, LATER) if fact.previous is not None else (NONE, LATER)
    text = f"“{fact.label}”{year}年{measure}？" + (f"（{hint}）" if hint else "")
    return Question(fact.id, "fact", text, fact.id, offers)


def _targets(paper: Paper, kind: Kind) -> Iterator[Question]:
    known = [f for f in paper.sheet.facts if f.is_open and f.previous is not None]
    if kind.plan and known and not paper.sheet.targets:
        shown = "、".join(f"{f.label}{f.qualifier}{f.previous:f}{f.measure}" for f in known[:3])
        yield Question(
            "targets",
            "targets",
            f"去年的计划里有{len(known)}个目标数（{shown}……），{paper.sheet.year}年沿用吗？"
            "有变化的目标直接告诉我；不沿用又没说到的，就不写数。",
            offers=("沿用", "不沿用", LATER),
        )


def _problems(paper: Paper, kind: Kind, form: Form | None) -> Iterator[Question]:
    owns_up = any(section.role == "problems" for section in kind.sections)
    if owns_up and not paper.sheet.problems:
        last = f"去年写的有“{_short(form.faults[0])}”，不会照抄。" if form and form.faults else ""
        yield Question(
            "problems",
            "problems",
            f"{paper.sheet.year}年存在哪些不足？可以一次说几条，写明“措施：”的，下一步里会对应写上。{last}",
            offers=(LATER,),
        )


def _guidance(paper: Paper, form: Form | None) -> Iterator[Question]:
    given = {piece.replaces for piece in paper.sheet.guidance}
    decided = {decision.past for decision in paper.sheet.decisions}
    rows = [
        row
        for row in (form.phrases if form else ())
        if not row.now and _MEETING.search(row.past) and row.past not in given | decided
    ]
    for row in rows[:_MOST_GUIDANCE]:
        yield Question(
            f"guidance:{row.past}",
            "guidance",
            f"去年写的是“{_short(row.past)}”，今年对应的是哪次会议（或提法）？"
            "请写全称；有原文要点的，接着写在冒号后面。",
            row.past,
            offers=("沿用", NONE, LATER),
        )


def _deeds(paper: Paper, form: Form | None) -> Iterator[Question]:
    decided = {decision.past for decision in paper.sheet.decisions}
    rows = [row for row in (form.deeds if form else ()) if row.past not in decided]
    for row in rows[:_MOST_DEEDS]:
        yield Question(
            f"deed:{row.past}",
            "deed",
            f"去年写了“{_short(row.past)}”，今年是否仍有？有变化的，请说“改为……”。",
            row.past,
            offers=(KEPT, NONE, LATER),
        )


def _short(words: str) -> str:
    shown = words.replace("*", "＊")
    return shown if len(shown) <= _HINT_LENGTH else f"{shown[:_HINT_LENGTH]}……"
