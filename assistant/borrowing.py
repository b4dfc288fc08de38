"""Borrowing: a fact without a blank is told in the words an older report told its like in.

The followed report has no place for it; the library may. What is taken is one masked clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from assistant.brief import SLOT, Brief, Phrase
from assistant.draft import Evidence
from assistant.filling import Filling
from assistant.freshening import Spoken
from assistant.likeness import bare_label, bigrams, places_in, share
from assistant.matching import match_facts
from assistant.offices import Offices
from assistant.planning import Plan, words_of_sheet
from assistant.rolling import Roller
from assistant.sheet.facts import Fact, Sheet
from corpus.library import Hit, Library
from corpus.matters import Statement, read_statements
from corpus.passages import Place, roles_at

_HITS = 4
_SAYS = 0.85
_MAIN = ("head", "aim")


def borrow_wording(plan: Plan, library: Library | None) -> Plan:
    """The plan with a wording from the library for each loose fact that has one there.

    Searches only when a fact with a value has no blank in the report that is followed.
    """
    if library is None:
        return plan
    return replace(
        plan, sections=tuple(_with_wording(brief, plan, library) for brief in plan.sections)
    )


def _with_wording(brief: Brief, plan: Plan, library: Library) -> Brief:
    slotted = brief.slotted()
    loose = [fact for fact in brief.facts if fact.value is not None and fact.id not in slotted]
    found = ((fact.id, _wording(fact, brief, plan, library)) for fact in loose if fact.label)
    return replace(
        brief,
        wordings=tuple((fact, phrase) for fact, phrase in found if phrase is not None),
        children=tuple(_with_wording(child, plan, library) for child in brief.children),
    )


def _wording(fact: Fact, brief: Brief, plan: Plan, library: Library) -> Phrase | None:
    """The first clause found that counts the same thing and may be said this year."""
    hits = library.search(fact.label, k=_HITS, before=plan.sheet.year)
    phrases = (phrase for hit in hits for phrase in _phrases(hit, fact, brief, plan.sheet))
    return next(phrases, None)


def _phrases(hit: Hit, fact: Fact, brief: Brief, sheet: Sheet) -> Iterator[Phrase]:
    passage = hit.passage
    if "problems" in roles_at(passage.kind, Place(passage.id, passage.section, passage.path, "")):
        return
    for number, statement in enumerate(read_statements(passage.text, plan=brief.targets)):
        for at, clause in enumerate(statement.clauses):
            ref = f"{passage.id}.{number}.{at}"
            matched = _matched(fact, statement, at, f"{passage.id}.{number}", brief.year)
            if not matched or clause.stance not in _MAIN:
                continue
            roller = _roller(hit, sheet, matched)
            line = roller.line(statement, _spoken(hit, brief), f"{passage.id}.{number}")
            phrase = line.phrases[at]
            words = words_for(fact.label, phrase.text) if _serves(phrase, fact) else ""
            if words:
                lent = Evidence("passage", f"{passage.report}#{passage.section}", "借用往年表述")
                yield replace(phrase, text=words, evidence=(lent,), ref=ref)


def _serves(phrase: Phrase, fact: Fact) -> bool:
    """Whether the clause says all the label says, and counts nothing else."""
    says = share(bigrams(fact.label), bigrams(phrase.text)) >= _SAYS
    return not phrase.is_gap and says and all(slot.fact == fact.id for slot in phrase.slots)


def words_for(label: str, text: str) -> str:
    """Of the clause the words that count this alone, from the label's first on; "" if none do.

    制定学习计划、全年集中学习⟦0⟧ lends 全年集中学习⟦0⟧, 新增贷款⟦0⟧中 nothing.
    """
    item = next(item for item in text.split("、") if SLOT.search(item))
    own = item if share(bigrams(label), bigrams(item)) >= _SAYS else text
    words, slot, tail = own[: own.index("⟦")], SLOT.search(own), own[own.index("⟧") + 1 :]
    if slot is None or not bigrams(tail) <= bigrams(label):
        return ""
    start = next(
        (words.find(label[at : at + 2]) for at in (0, 1) if label[at : at + 2] in words), 0
    )
    before = words[:start]
    return own if not bare_label(before) else own[start:]


def _matched(fact: Fact, statement: Statement, at: int, base: str, year: int) -> Mapping[str, str]:
    places = tuple(places_in(statement, at, f"{base}.{at}", "", year))
    return match_facts([fact], places, years={fact.id: year}, homes={}).filled


def _roller(hit: Hit, sheet: Sheet, matched: Mapping[str, str]) -> Roller:
    return Roller(
        report=hit.passage.report,
        shift=sheet.year - hit.passage.year,
        offices=Offices(hit.passage.unit, sheet.office, sheet.short, sheet.own),
        decisions=sheet.decisions,
        filling=Filling({fact.id: fact for fact in sheet.facts}, matched),
        said=words_of_sheet(sheet),
    )


def _spoken(hit: Hit, brief: Brief) -> Spoken:
    return Spoken(
        section=hit.passage.section,
        heading=brief.heading,
        year=brief.year,
        year_written=hit.passage.year,
        month=1 if brief.targets else 12,
        forward=brief.targets,
        plan=brief.targets,
    )
