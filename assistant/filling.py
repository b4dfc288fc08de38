"""Filling: the figures of a past clause become slots, and facts of this year go into them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.brief import Derived, Phrase, Slot
from assistant.derived import derived_figures
from assistant.draft import Evidence
from assistant.likeness import bigrams, share
from assistant.openrows import is_bare_row
from assistant.sheet.facts import Fact
from assistant.slotting import amount_span, practice_of, slotted, without_numbers
from assistant.stepping import with_last_year
from corpus.blanks import Blank, find_blanks
from corpus.figures import same_measure
from corpus.matters import Clause, Statement, praise_in

COUNT = re.compile(
    r"(?:(?P<han>[一二两三四五六七八九十]{1,3})|(?P<digits>\d{1,2}))(?=个方面|点意见|点要求|件事|件大事|(?:项重点|项工作))"
)
_PRAISE = re.compile(r"累计|首次|连续|近\d+年|共计")
_COMPARED = re.compile(
    r"^(?:较|比|同比|与)?(?:上年|去年|上年同期|去年同期|同期|年初)?(?:相比)?"
    r"(?P<word>净?增加|增长|上升|提高|减少|下降|降低)"
)
_TWICE_BOUND = re.compile(r"(?P<once>至少[\u4e00-\u9fff]{1,6}⟦\d+⟧)以上")
_ENDORSED = 0.5
_KEPT_TARGET = "沿用上年目标"
_REACHING = re.compile(r"(?:达到|达|为|是)(?=⟦)")


@dataclass(frozen=True, slots=True)
class Filling:
    """Which fact fills which blank (``matched``, by the blank's ref), and last year's targets.

    With ``keeps_targets`` a target that no fact sets stands as last year's; it is noted in
    ``kept_targets`` as a fact that ``confirmed_by`` answers for.
    """

    facts: Mapping[str, Fact]
    matched: Mapping[str, str]
    keeps_targets: bool = False
    confirmed_by: str = ""
    kept_targets: dict[str, Fact] = field(default_factory=dict)

    def first_in(self, clause: str, ref: str) -> str:
        """The id of the first fact that fills a blank of this clause, or ""."""
        return next(iter(self._in(clause, ref)), "")

    def endorses(self, clause: str, ref: str) -> bool:
        """Whether the facts of this clause's blanks bear out its praise (46项任务全部完成)."""
        own = bigrams(praise_in(clause))
        labels = (self.facts[fact].label for fact in self._in(clause, ref))
        return not own or share(own, bigrams("，".join(labels))) >= _ENDORSED

    def is_bare(self, clause: str, ref: str) -> bool:
        """Whether nobody has filled in what this clause counts, so that it bears out no deed."""
        found = self._in(clause, ref)
        return bool(found) and all(is_bare_row(self.facts[fact]) for fact in found)

    def alone(self, clause: Clause, ref: str, evidence: tuple[Evidence, ...]) -> Phrase:
        """The facts of this clause's blanks by their own labels, without the clause's words."""
        found = [self.facts[fact] for fact in self._in(clause.text, ref)]
        slots = tuple(Slot(f.id, f.measure, f.qualifier, f.label, f"{ref}.?") for f in found)
        text = "，".join(f"{fact.label}⟦{at}⟧" for at, fact in enumerate(found))
        return Phrase(text, clause.stop, clause.stance, evidence, slots, ref=ref)

    def _in(self, clause: str, ref: str) -> tuple[str, ...]:
        """The ids of the facts that fill blanks of this clause."""
        blanks = range(len(find_blanks(clause)))
        return tuple(filter(None, (self.matched.get(f"{ref}.{at}", "") for at in blanks)))

    def phrase(self, phrase: Phrase, past: str, statement: Statement, *, plan: bool) -> Phrase:
        """The phrase with slots for its figures; a gap when a name was masked in it.

        ``past`` is the clause as last year's report has it, in ``statement``. In a plan a target
        nobody has set is worded without its number.
        """
        text = COUNT.sub(_count_of_parts, phrase.text)
        blanks = find_blanks(text)
        refs = dict(zip(blanks, _refs(text, blanks, past, phrase.ref), strict=True))
        blanks = tuple(blank for blank in blanks if not _is_year(blank))
        if not blanks:
            return replace(phrase, text=text)
        if any(blank.sort == "name" for blank in blanks):
            return replace(phrase, text="", evidence=(), reason="名称被隐去，今年无事实支持")
        slots = tuple(self._slot(blank, refs[blank], past, statement) for blank in blanks)
        slots = with_last_year(text, blanks, slots, self.facts, statement.text)
        without = without_numbers(text, blanks) if plan else ""
        return replace(
            phrase,
            text=self._worded(slotted(text, blanks), slots),
            slots=slots,
            without=without or practice_of(text, blanks),
        )

    def _worded(self, text: str, slots: Sequence[Slot]) -> str:
        """The clause around the slots: no 达到 before a bound, no 累计 that no fact says.

        A bound that stands apart from its number (至少讲1次以上) is the slot's to say.
        """
        for at, slot in enumerate(slots):
            if slot.qualifier:
                apart = rf"{re.escape(slot.qualifier)}(?=[\u4e00-\u9fff]{{1,6}}⟦{at}⟧)"
                text = re.sub(apart, "", text).replace(f"⟦{at}⟧以上", f"⟦{at}⟧")
        text = _TWICE_BOUND.sub(r"\g<once>", text)
        if _bounded(slots, self.facts):
            text = _REACHING.sub("", text)
        return text if self._says_so(slots) else _PRAISE.sub("", text)

    def _says_so(self, slots: Sequence[Slot]) -> bool:
        labels = "".join(self.facts[slot.fact].label for slot in slots if slot.fact in self.facts)
        return bool(_PRAISE.search(labels))

    def _slot(self, blank: Blank, ref: str, past: str, statement: Statement) -> Slot:
        fact = self.matched.get(ref, "")
        derived: Derived = ""
        if not fact:
            fact, derived = self._compared(blank, ref, past, statement)
        qualifier = blank.qualifier
        if not fact and self.keeps_targets and blank.value is not None:
            qualifier = "" if _stands_apart(past, blank) else qualifier
            fact = self._kept_target(blank, qualifier)
        return Slot(fact, blank.measure, qualifier, blank.label, ref, derived)

    def _compared(
        self, blank: Blank, ref: str, past: str, statement: Statement
    ) -> tuple[str, Derived]:
        """较上年减少**万元 / 下降**% behind a filled clause: reckoned from that clause's fact."""
        if not _COMPARED.match(past):
            return "", ""
        base, number, _ = ref.rsplit(".", 2)
        for at in range(int(number) - 1, -1, -1):
            before = self.matched.get(f"{base}.{at}.0", "")
            if before:
                return _derived(self.facts[before], blank.measure)
            text = statement.clauses[at].text
            if find_blanks(text) and not _COMPARED.match(text):
                break  # what is compared is the value of this clause, which nobody gave
        return "", ""

    def _kept_target(self, blank: Blank, qualifier: str) -> str:
        target = f"T{len(self.kept_targets) + 1}"
        self.kept_targets[target] = Fact(
            id=target,
            label=blank.label,
            value=blank.value,
            unit=blank.measure,
            qualifier=qualifier,
            say="" if blank.text[:1].isdigit() else f"{blank.text}{blank.measure}",
            source=f"{_KEPT_TARGET}，{self.confirmed_by}确认",
        )
        return target


def is_kept_target(fact: Fact) -> bool:
    """Whether the fact is a target of last year that was let stand, and no row of the sheet."""
    return fact.id.startswith("T") and fact.source.startswith(_KEPT_TARGET)


def _count_of_parts(found: re.Match[str]) -> str:
    """The mark for a count of the text's own parts; 完成12项重点任务 counts something done."""
    text, at = found.string, found.start()
    is_deed = text.startswith("项", found.end()) and text[at - 1 : at] not in tuple("抓好做下推")
    return found[0] if is_deed else "⟦count⟧" if found["han"] else "⟦COUNT⟧"


def _refs(text: str, blanks: Sequence[Blank], past: str, ref: str) -> list[str]:
    """Each blank's ref: its order among the blanks of the past wording, of which some may be gone.

    One that cannot be told from another of them gets a ref no fact was matched to.
    """
    before = find_blanks(past)
    if len(before) == len(blanks):
        return [f"{ref}.{at}" for at in range(len(blanks))]
    keys = [_beside(past, blank) for blank in before]
    wanted = [_beside(text, blank) for blank in blanks]
    return [
        f"{ref}.{keys.index(key)}" if keys.count(key) == 1 == wanted.count(key) else f"{ref}.?"
        for key in wanted
    ]


def _beside(text: str, blank: Blank) -> tuple[str, str, str]:
    """What tells a blank from others of its clause: the two characters before it, its measure."""
    return text[max(0, blank.start - 2) : blank.start], blank.text, blank.measure


def _derived(fact: Fact, measure: str) -> tuple[str, Derived]:
    """The fact and which of its derived figures is told in this measure; empty when none is."""
    name: Derived
    for name in ("growth", "difference"):
        figure = derived_figures(fact).get(name)
        if figure and same_measure(figure.measure, measure):
            return fact.id, name
    return "", ""


def _stands_apart(text: str, blank: Blank) -> bool:
    """Whether the bound stands before the number with words between (至少讲1次)."""
    start, _ = amount_span(text, blank)
    near = text[max(0, start - 8) : start]
    return bool(blank.qualifier) and start == blank.start and blank.qualifier in near


def _bounded(slots: Sequence[Slot], facts: Mapping[str, Fact]) -> bool:
    """Whether a fact brings a bound of its own: 达到突破250亿元 is not said."""
    return any(slot.fact in facts and facts[slot.fact].qualifier for slot in slots)


def _is_year(blank: Blank) -> bool:
    return blank.measure == "年" and bool(re.fullmatch(r"(?:19|20)\d{2}", blank.text))
