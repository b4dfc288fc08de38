"""The template writer: no key, no network, the same words for the same brief.

It carries the masked phrasing, puts this year's values into its blanks, tells what has no blank in
clauses of its own beside its neighbours, and owns up to this year's problems.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.brief import FAULT, SLOT, Brief, HolesMode, Line, Phrase
from assistant.draft import Evidence, Hole, Paragraph, Sentence
from assistant.sheet.facts import Fact, Problem
from assistant.writing.guided import weave
from assistant.writing.items import Item, announces, numeral, paragraphs_of
from assistant.writing.lines import LineWriter, Told, worded
from assistant.writing.writer import HOLE, Written
from corpus.lexicon import lexicon

MEASURES_LEAD = "针对存在的不足，重点抓好以下改进措施："


@dataclass(frozen=True, slots=True)
class TemplateWriter:
    """Writes by the rules of rolling forward; ``holes`` says which blanks stay visible."""

    holes: HolesMode = "required"
    name: str = "template"

    def recipe(self) -> dict[str, Any]:
        """No model and no prompts."""
        return {"model": None, "prompts": {}}

    def write(self, brief: Brief) -> Written:
        """The section's paragraphs, its holes in order, and the past wording it dropped."""
        facts = {fact.id: fact for fact in brief.facts}
        lines = LineWriter(facts, brief.id, self.holes)
        told = weave(self._carried(brief, lines), brief.guidance)
        told = _dated(told, brief)
        head = self._problems(brief) if brief.role == "problems" else []
        measures = _measures(brief, told)
        order = (head, measures, *told) if head else (*told, measures)
        paragraphs = [sentences for sentences in order if sentences]
        if not paragraphs and self._must_say(brief):
            paragraphs = [[_empty(brief)]]
        return Written(
            tuple(_paragraph(sentences) for sentences in paragraphs),
            tuple(hole for sentences in paragraphs for each in sentences for hole in each.holes),
            tuple(lines.dropped),
        )

    def _must_say(self, brief: Brief) -> bool:
        elsewhere = brief.role == "problems" and brief.told_elsewhere
        return brief.required and not brief.children and self.holes != "drop" and not elsewhere

    # -- what is carried, filled and added --

    def _carried(self, brief: Brief, lines: LineWriter) -> list[list[Told]]:
        items: list[Item] = []
        for at, paragraph in enumerate(brief.paragraphs):
            items.append(Item(at))
            for number, line in enumerate(paragraph):
                _tell(line, lines, items, at)
                items[-1].sentences.extend(self._added(brief, at, number))
        count = max(1, len(brief.paragraphs))
        if not brief.paragraphs:
            items.append(Item(0, sentences=self._added(brief, -1, -1)))
        return _without_empty_promise(paragraphs_of(items, count), brief)

    def _added(self, brief: Brief, paragraph: int, line: int) -> list[Told]:
        """Sentences for what has no blank of its own, told behind this line."""
        here = {
            spot.item for spot in brief.spots if (spot.paragraph, spot.line) == (paragraph, line)
        }
        loose = [fact for fact in brief.facts if fact.id in here]
        counted = [fact for fact in loose if not fact.text]
        return [
            *([_counted(counted, brief)] if counted else []),
            *(_event(fact) for fact in loose if fact.text),
            *(_mended(problem) for problem in brief.achieved if problem.id in here),
            *(
                _owned(brief.problems)
                if brief.owns_faults and _is_last(brief, paragraph, line)
                else ()
            ),
        ]

    def _problems(self, brief: Brief) -> list[Told]:
        problems = brief.problems
        if brief.told_elsewhere:
            return []
        if problems:
            listed = _listed([(p.text, Evidence("problem", p.id, p.found_by)) for p in problems])
            return _led(brief.lead, listed, brief)
        if self.holes == "drop":
            return []
        usual = brief.usual if brief.level == 1 else ()
        return _led(brief.lead, _usual_holes(brief, usual), brief)


def _is_last(brief: Brief, paragraph: int, line: int) -> bool:
    """Whether this is the first line whose past faults went: this year's stand there instead."""
    for at, lines in enumerate(brief.paragraphs):
        for number, each in enumerate(lines):
            if any(phrase.reason == FAULT for phrase in each.phrases):
                return (at, number) == (paragraph, line)
    return False


def _owned(problems: Sequence[Problem]) -> list[Told]:
    """This year's faults in a speech, told in passing."""
    if not problems:
        return []
    text = "；".join(problem.text.rstrip("。；， ") for problem in problems)
    return [
        Told(
            f"从掌握的情况看，{text}。",
            tuple(Evidence("problem", problem.id, problem.found_by) for problem in problems),
        )
    ]


def _dated(told: list[list[Told]], brief: Brief) -> list[list[Told]]:
    """The opening and the next steps name their year first when last year's clause with it went."""
    names_year = brief.role in ("opening", "next") and brief.level <= 1 and brief.lost_year
    if not names_year or not told or f"{brief.year}年" in "".join(s.text for s in told[0][:2]):
        return told
    first = told[0][0]
    return [[replace(first, text=f"{brief.year}年，{first.text}"), *told[0][1:]], *told[1:]]


def _tell(line: Line, lines: LineWriter, items: list[Item], at: int) -> None:
    told = lines.write(line)
    if line.ordinal:
        items.append(Item(at, line.ordinal))
        first = line.phrases[0]
        if announces(line):
            items[-1].headline = told
            items[-1].claim = first.claim
            items[-1].topical = first.text.endswith("方面") and first.reason == "评价"
            return
        items[-1].is_stump = told is not None and len(line.phrases) > 1 and len(told.text) <= 9
    if told:
        items[-1].sentences.append(told)


def _without_empty_promise(paragraphs: list[list[Told]], brief: Brief) -> list[list[Told]]:
    """A sentence that ends in ： must have something behind it."""
    told = [sentences for sentences in paragraphs if sentences]
    follows = bool(brief.children or brief.measures)
    if told and told[-1] and told[-1][-1].text.endswith("：") and not follows and brief.level:
        told[-1].pop()
    return told


# -- clauses of our own ---------------------------------------------------------------------


def _counted(facts: Sequence[Fact], brief: Brief) -> Told:
    borrowed = dict(brief.wordings)
    clauses = [_clause(fact, borrowed.get(fact.id)) for fact in facts]
    evidence = (
        *(Evidence("fact", fact.id, fact.source) for fact in facts),
        *(e for fact in facts if fact.id in borrowed for e in borrowed[fact.id].evidence),
    )
    holes = tuple(
        Hole(0, "", fact.label, fact.measure, fact.department, ref=fact.id)
        for fact in facts
        if fact.value is None
    )
    ids = frozenset(fact.id for fact in facts)
    return Told("，".join(clauses) + "。", evidence, holes, ids)


def _clause(fact: Fact, borrowed: Phrase | None) -> str:
    if fact.value is None:
        return f"{fact.label}{HOLE}{fact.measure}"
    if borrowed:
        return SLOT.sub(lambda _: worded(fact), borrowed.text)
    as_of = f"截至{_day(fact.as_of)}，" if fact.as_of else ""
    return f"{as_of}{fact.label}{worded(fact)}"


def _day(text: str) -> str:
    parts = text.split("-")
    if len(parts) != 3:
        return text
    year, month, day = (int(part) for part in parts)
    return f"{year}年{month}月{day}日"


def _event(fact: Fact) -> Told:
    text = fact.text.rstrip("。；， ")
    return Told(f"{text}。", (Evidence("fact", fact.id, fact.source),), (), frozenset({fact.id}))


def _mended(problem: Problem) -> Told:
    what = f"{_found(problem)}{_plain(problem.text).removeprefix('对')}问题"
    measure = problem.measure.rstrip("。；， ")
    said = f"针对{what}，{measure}，已完成整改。" if measure else f"{what}已完成整改。"
    return Told(said, (Evidence("problem", problem.id, "已整改"),))


def _found(problem: Problem) -> str:
    if not problem.found_by:
        return ""
    verbs: dict[str, str] = lexicon("finders")
    verb = next((v for word, v in verbs.items() if word in problem.found_by), "发现的")
    return problem.found_by + verb


def _plain(text: str) -> str:
    return text.rstrip("。；， ").removesuffix("的问题").removesuffix("问题")


# -- problems and their measures --------------------------------------------------------------


def _listed(rows: Sequence[tuple[str, Evidence]]) -> list[Told]:
    """一是…。二是…。, or one sentence without an ordinal when there is one row."""
    many = len(rows) > 1
    return [
        Told(
            f"{numeral(at)}是{text.rstrip('。；， ')}。" if many else f"{text.rstrip('。；， ')}。",
            (why,),
        )
        for at, (text, why) in enumerate(rows, start=1)
    ]


def _led(lead: str, listed: list[Told], brief: Brief) -> list[Told]:
    if not lead or not listed:
        return listed
    return [Told(lead, (brief.own,)), *listed]


def _usual_holes(brief: Brief, usual: Iterable[str]) -> list[Told]:
    headings = list(usual) or [""]
    return [
        Told(
            f"{numeral(at)}是{heading}。{HOLE}。" if len(headings) > 1 else f"{HOLE}。",
            (brief.own,),
            (Hole(0, brief.id, f"{heading}存在的问题" if heading else "存在的问题"),),
        )
        for at, heading in enumerate(headings, start=1)
    ]


def _measures(brief: Brief, told: list[list[Told]]) -> list[Told]:
    """What will be done about each problem: a list of its own, or sentences in a run-in item."""
    if not brief.measures:
        return []
    if brief.run_in or brief.level > 1:
        sentences = [
            Told(
                f"针对{_plain(problem.text).removeprefix('对')}的问题，{problem.measure.rstrip('。')}。",
                (Evidence("problem", problem.id, "整改措施"),),
            )
            for problem in brief.measures
        ]
        if told:
            told[-1].extend(sentences)
            return []
        return sentences
    rows = [
        (problem.measure, Evidence("problem", problem.id, "整改措施")) for problem in brief.measures
    ]
    listed = _listed(rows)
    lead = brief.measures_lead or MEASURES_LEAD
    return [Told(lead, (brief.own,)), *listed]


def _empty(brief: Brief) -> Told:
    return Told(f"{HOLE}。", (brief.own,), (Hole(0, brief.id, f"{brief.heading}的内容"),))


def _paragraph(sentences: Sequence[Told]) -> Paragraph:
    return tuple(Sentence(each.text, each.evidence) for each in _without_repeats(sentences))


def _without_repeats(sentences: Sequence[Told]) -> list[Told]:
    seen: set[str] = set()
    out: list[Told] = []
    for each in sentences:
        if each.text not in seen or each.holes:
            out.append(replace(each))
        seen.add(each.text)
    return out
