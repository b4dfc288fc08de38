"""The template writer: no key, no network, the same words for the same brief.

It carries the masked phrasing, puts this year's values into its blanks, tells what has no blank in
clauses of its own beside its neighbours, and owns up to this year's problems.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.brief import FAULT, Brief, HolesMode, Line
from assistant.draft import Draft, Hole, Paragraph, Sentence
from assistant.watching import UNWATCHED, Watch
from assistant.writing.faults import in_passing, measures, own_up
from assistant.writing.guided import weave
from assistant.writing.items import Item, announces, paragraphs_of
from assistant.writing.lines import LineWriter, Told
from assistant.writing.loose import told_event, told_facts, told_mended
from assistant.writing.writer import HOLE, Written

_FEW_WORDS = 9


@dataclass(frozen=True, slots=True)
class TemplateWriter:
    """Writes by the rules of rolling forward; ``holes`` says which blanks stay visible."""

    holes: HolesMode = "required"
    name: str = "template"

    def recipe(self) -> dict[str, Any]:
        """No model and no prompts."""
        return {"model": None, "prompts": {}}

    def smooth(self, draft: Draft, watch: Watch = UNWATCHED) -> Draft:
        """The draft as it is: its sentences fit where they stand."""
        return draft

    def fingerprint(self) -> str:
        """Beside the brief only the way of holes decides."""
        return f"{self.name} {self.holes}"

    def write(self, brief: Brief, watch: Watch = UNWATCHED) -> Written:
        """The section's paragraphs, its holes in order, and the past wording it dropped.

        It is done at once, so the watch has nothing to see.
        """
        facts = {fact.id: fact for fact in brief.facts}
        lines = LineWriter(facts, brief.id, self.holes, brief.heading)
        told = weave(self._carried(brief, lines), brief)
        told = _dated(told, brief)
        head = own_up(brief, holes=self.holes != "drop") if brief.role == "problems" else []
        to_do = measures(brief, told)
        order = (head, to_do, *told) if head else (*told, to_do)
        paragraphs = [sentences for sentences in order if sentences]
        if _is_stump(paragraphs, brief):
            paragraphs = []
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
                added = self._added(brief, at, number)
                items[-1].sentences.extend(added)
                lines.vanished = lines.vanished and not added
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
        akin = frozenset(spot.item for spot in brief.spots if spot.akin)
        return [
            *told_facts([fact for fact in loose if not fact.text], brief, akin),
            *(told_event(fact, akin) for fact in loose if fact.text),
            *(told_mended(problem) for problem in brief.achieved if problem.id in here),
            *(in_passing(brief.problems) if _held_faults(brief, paragraph, line) else ()),
        ]


def _is_stump(paragraphs: Sequence[Sequence[Told]], brief: Brief) -> bool:
    """Whether of a part of a section only a few words are left (13.修订防控措施。)."""
    told = [each for sentences in paragraphs for each in sentences]
    if len(told) != 1 or brief.level < 2 or brief.children or brief.role == "problems":
        return False
    return told[0].shrunk and not told[0].facts and len(told[0].text) <= _FEW_WORDS


def _held_faults(brief: Brief, paragraph: int, line: int) -> bool:
    """Whether this is the first line whose past faults went: this year's stand there instead."""
    if not brief.owns_faults:
        return False
    for at, lines in enumerate(brief.paragraphs):
        for number, each in enumerate(lines):
            if any(phrase.reason == FAULT for phrase in each.phrases):
                return (at, number) == (paragraph, line)
    return False


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
    items[-1].promised = True
    if told:
        items[-1].sentences.append(told)


def _without_empty_promise(paragraphs: list[list[Told]], brief: Brief) -> list[list[Told]]:
    """A sentence that ends in ： must have something behind it."""
    told = [sentences for sentences in paragraphs if sentences]
    follows = bool(brief.children or brief.measures)
    if told and told[-1] and told[-1][-1].text.endswith("：") and not follows and brief.level:
        told[-1].pop()
    return told


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
