"""This year's problems and what is to be done about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.brief import Brief
from assistant.draft import Evidence, Hole
from assistant.sheet.facts import Problem
from assistant.writing.items import numeral
from assistant.writing.lines import Told
from assistant.writing.loose import fault, plain
from assistant.writing.writer import HOLE
from corpus.lexicon import lexicon

_FEW_WORDS = 4
_PLAIN = 10
MEASURES_LEAD = "针对存在的不足，重点抓好以下改进措施："


def own_up(brief: Brief, *, holes: bool) -> list[Told]:
    """The problem section: its problems, else a hole for each usual heading, or nothing."""
    if brief.told_elsewhere and not (brief.tells_causes and holes):
        return []
    if brief.problems:
        return _led(brief.lead, _listed([(p.text, _why(p)) for p in brief.problems]), brief)
    if not holes:
        return []
    if brief.tells_causes:
        hole = Hole(0, brief.id, f"{brief.heading}的内容")
        return [Told(f"产生上述问题的原因，主要是{HOLE}。", (brief.own,), (hole,))]
    return _led(brief.lead, _usual_holes(brief, brief.usual if brief.level == 1 else ()), brief)


def in_passing(problems: Sequence[Problem]) -> list[Told]:
    """This year's faults in a speech, told where last year's were."""
    if not problems:
        return []
    text = "；".join(plain(problem.text) for problem in problems)
    return [Told(f"从掌握的情况看，{text}。", tuple(map(_why, problems)))]


def measures(brief: Brief, told: list[list[Told]]) -> list[Told]:
    """What will be done about each problem: a list of its own in a section of the first level.

    Below that it is one sentence more at the end of ``told``, which is lengthened by it.
    """
    if not brief.measures:
        return []
    if not brief.run_in and brief.level == 1 and len(brief.measures) == 1:
        return [_woven(brief.measures, spoken=brief.spoken)]
    if not brief.run_in and brief.level == 1:
        rows = [(_with_its_fault(problem), _measure(problem)) for problem in brief.measures]
        return [Told(brief.measures_lead or MEASURES_LEAD, (brief.own,)), *_numbered(rows)]
    sentence = _woven(brief.measures, spoken=brief.spoken)
    if not told:
        return [sentence]
    told[-1].append(sentence)
    return []


def _woven(problems: Sequence[Problem], *, spoken: bool) -> Told:
    """针对甲、乙等问题，这样做；那样做。 Of a long problem its first clause is named."""
    if len(problems) > 1 and min(len(plain(problem.measure)) for problem in problems) <= _PLAIN:
        text = "；".join(_with_its_fault(problem, always=True) for problem in problems)
        return Told(f"{text}。", tuple(map(_measure, problems)))
    named = [fault(problem.text.split("，")[0]) for problem in problems]
    what = f"{named[0]}的问题" if len(named) == 1 else f"{'、'.join(named)}等问题"
    to_do = "；".join(plain(problem.measure) for problem in problems)
    must = "要" if spoken and to_do.startswith(tuple(lexicon("doing"))) else ""
    return Told(f"针对{what}，{must}{to_do}。", tuple(map(_measure, problems)))


def _with_its_fault(problem: Problem, *, always: bool = False) -> str:
    """The measure; one of a few words says what it is for (针对投放不平衡的问题，按季通报)."""
    measure = plain(problem.measure)
    if len(measure) > _FEW_WORDS and not always:
        return measure
    return f"针对{fault(problem.text.split('，')[0])}的问题，{measure}"


def _numbered(rows: Sequence[tuple[str, Evidence]]) -> list[Told]:
    """一是…。二是…。, or one sentence without an ordinal when there is one row."""
    many = len(rows) > 1
    return [
        Told(f"{numeral(at)}是{plain(text)}。" if many else f"{plain(text)}。", (why,))
        for at, (text, why) in enumerate(rows, start=1)
    ]


def _listed(rows: Sequence[tuple[str, Evidence]]) -> list[Told]:
    """The problems as a list; a lone one is 主要是 with its text."""
    if len(rows) > 1:
        return _numbered(rows)
    (text, why) = rows[0]
    return [Told(f"主要是{plain(text)}。", (why,))]


def _led(lead: str, listed: list[Told], brief: Brief) -> list[Told]:
    if not lead or not listed:
        return listed
    if len(listed) == 1:
        only = listed[0]
        text = f"{lead.rstrip('：')}，{only.text}"
        return [Told(text, (brief.own, *only.evidence), only.holes)]
    return [Told(lead, (brief.own,)), *listed]


def _usual_holes(brief: Brief, usual: Iterable[str]) -> list[Told]:
    headings = list(usual)
    if not headings:
        owns = any(word in brief.heading for word in ("问题", "不足", "差距", "短板"))
        label = "存在的问题" if owns or not brief.heading else f"{brief.heading}的内容"
        return [Told(f"{HOLE}。", (brief.own,), (Hole(0, brief.id, label),))]
    return [
        Told(
            f"{numeral(at)}是{heading}。{HOLE}。",
            (brief.own,),
            (Hole(0, brief.id, f"{heading}存在的问题"),),
        )
        for at, heading in enumerate(headings, start=1)
    ]


def _why(problem: Problem) -> Evidence:
    return Evidence("problem", problem.id, problem.found_by)


def _measure(problem: Problem) -> Evidence:
    return Evidence("problem", problem.id, "整改措施")
