"""Borrowing: a fact without a blank is told in the words an older report told its like in.

The followed report has no place for it; the library may. What is taken is one masked clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from assistant.brief import SLOT, Brief, Phrase
from assistant.draft import Evidence
from assistant.filling import Filling
from assistant.freshening import Spoken
from assistant.likeness import bare_label, bigrams, places_in, share
from assistant.matching import match_facts
from assistant.offices import Offices
from assistant.plan import Plan
from assistant.rolling import Roller
from assistant.said import words_of_sheet
from assistant.sheet.facts import Fact, Sheet
from corpus.library import Hit, Library
from corpus.matters import Statement, read_statements
from corpus.passages import Place, roles_at

_HITS = 4
_NO_MORE = 0.6
_SAYS = 0.85
# Rolling forward takes words from a clause and gives it few: below this it cannot come to say all.
_SAYS_AT_ALL = 0.5
_MAIN = ("head", "aim")


def borrow_wording(plan: Plan, library: Library | None) -> Plan:
    """The plan with a wording from the library for each loose fact that has one there.

    Searches only when a fact with a value has no blank in the report that is followed.
    """
    if library is None:
        return plan
    lender = _Lender(plan.sheet, library, words_of_sheet(plan.sheet))
    return replace(plan, sections=tuple(map(lender.lent, plan.sections)))


@dataclass(frozen=True, slots=True)
class _Lender:
    """Looks for wording in the library; ``said`` is all that the sheet says."""

    sheet: Sheet
    library: Library
    said: str

    def lent(self, brief: Brief) -> Brief:
        """The brief, and all below it, with what could be found for its loose facts."""
        slotted = brief.slotted()
        loose = [fact for fact in brief.facts if fact.value is not None and fact.id not in slotted]
        found = ((fact.id, self._wording(fact, brief)) for fact in loose if fact.label)
        return replace(
            brief,
            wordings=tuple((fact, phrase) for fact, phrase in found if phrase is not None),
            children=tuple(map(self.lent, brief.children)),
        )

    def _wording(self, fact: Fact, brief: Brief) -> Phrase | None:
        """The first clause found that counts the same thing and may be said this year."""
        hits = self.library.search(fact.label, k=_HITS, before=self.sheet.year)
        return next((phrase for hit in hits for phrase in self._phrases(hit, fact, brief)), None)

    def _phrases(self, hit: Hit, fact: Fact, brief: Brief) -> Iterator[Phrase]:
        passage = hit.passage
        place = Place(passage.id, passage.section, passage.path, "")
        if "problems" in roles_at(passage.kind, place):
            return
        for number, statement in enumerate(read_statements(passage.text, plan=brief.targets)):
            base = f"{passage.id}.{number}"
            for at, clause in enumerate(statement.clauses):
                matched = _matched(fact, statement, at, base, brief.year)
                if not matched or clause.stance not in _MAIN:
                    continue
                line = self._roller(hit, matched).line(statement, _spoken(hit, brief), base)
                phrase = line.phrases[at]
                words = words_for(fact.label, phrase.text) if _serves(phrase, fact) else ""
                if words:
                    lent = Evidence(
                        "passage", f"{passage.report}#{passage.section}", "借用往年表述"
                    )
                    yield replace(phrase, text=words, evidence=(lent,), ref=f"{base}.{at}")

    def _roller(self, hit: Hit, matched: Mapping[str, str]) -> Roller:
        sheet = self.sheet
        return Roller(
            report=hit.passage.report,
            shift=sheet.year - hit.passage.year,
            offices=Offices(hit.passage.unit, sheet.office, sheet.short, sheet.own),
            decisions=sheet.decisions,
            filling=Filling({fact.id: fact for fact in sheet.facts}, matched),
            said=self.said,
        )


def _serves(phrase: Phrase, fact: Fact) -> bool:
    """Whether the clause says all the label says, and counts nothing else."""
    says = share(bigrams(fact.label), bigrams(phrase.text)) >= _SAYS
    counts_it = all(slot.fact == fact.id and not slot.derived for slot in phrase.slots)
    return not phrase.is_gap and says and counts_it


def words_for(label: str, text: str) -> str:
    """Of the clause the words that count this alone, from the label's first on; "" if none do.

    制定学习计划、全年集中学习⟦0⟧ lends 全年集中学习⟦0⟧, 新增贷款⟦0⟧中 nothing.
    """
    item = next(item for item in text.split("、") if SLOT.search(item))
    own = item if share(bigrams(label), bigrams(item)) >= _SAYS else text
    words, tail = own[: own.index("⟦")], own[own.index("⟧") + 1 :]
    starts = (words.find(label[at : at + 2]) for at in (0, 1))
    start = next((start for start in starts if start >= 0), 0)
    says_more = share(bigrams(bare_label(words[start:])), bigrams(bare_label(label))) < _NO_MORE
    if says_more or not bigrams(tail) <= bigrams(label):
        return ""
    return own[start:] if bare_label(words[:start]) else own


def _matched(fact: Fact, statement: Statement, at: int, base: str, year: int) -> Mapping[str, str]:
    """The blanks of the clause that the fact fills; none where the clause says too little of it."""
    says = share(bigrams(fact.label), bigrams(statement.clauses[at].text))
    if says < _SAYS_AT_ALL:
        return {}
    places = tuple(places_in(statement, at, f"{base}.{at}", "", year))
    return match_facts([fact], places, years={fact.id: year}, homes={}).filled


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
