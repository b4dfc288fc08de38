"""One past sentence, rolled forward, becomes one sentence of this year, or none.

What is dropped takes with it what hung on it: results of a dropped head, a lead-in with no main
clause left, an aim with nothing before it. What stays is punctuated as if written so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.brief import LOST_YEAR, SLOT, HolesMode, Line, Phrase, Slot
from assistant.derived import told_figures
from assistant.draft import Evidence, Hole
from assistant.sheet.facts import Fact
from assistant.stepping import on_its_way
from assistant.writing.counted import counted, derived_amount, last_value, with_own_words, worded
from assistant.writing.verbs import leading_verb, with_verb
from assistant.writing.writer import HOLE

_REMARK = 9
# 对照全会部署，逐项明确时限: what is gone through one by one stands in the lead.
# What a sentence that opens so speaks of stands in the sentence before it.
_BACK = re.compile(r"[^，；。]{0,6}照单全收|(?:对)?这些(?:问题|差距|不足|进步)")
_ECHO = re.compile(r"逐[项条个案一]|分别|由此|据此")
_COMPARED = re.compile(r"净?(?:增加|增长|上升|提高|减少|下降|降低)")
_ROUNDING = ("余", "多", "近", "约")
_BEHIND = ("以上", "以下", "以内", "左右", "上下")
_RISE = {"减少": "增加", "下降": "增长", "降低": "提高"}
_FALL = {"增加": "减少", "增长": "下降", "上升": "下降", "提高": "降低", "净增加": "减少"}


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence on its way: its text and evidence, the holes in it and the facts it tells.

    ``headless`` marks a single clause whose sentence has lost its head: it reads better joined to
    the sentence before. ``shrunk`` marks what is left of a longer sentence, ``apart`` facts that
    are not like anything told around them.
    """

    text: str
    evidence: tuple[Evidence, ...] = ()
    holes: tuple[Hole, ...] = ()
    facts: frozenset[str] = frozenset()
    headless: bool = False
    shrunk: bool = False
    apart: bool = False


@dataclass(slots=True)
class LineWriter:
    """Turns lines into sentences; remembers what it dropped and why.

    ``vanished`` says that nothing stands in the place of the line before.
    """

    facts: Mapping[str, Fact]
    section: str
    holes: HolesMode = "required"
    before: str = ""
    vanished: bool = False
    dropped: list[tuple[str, str]] = field(default_factory=list)

    def write(self, line: Line) -> Told | None:
        """The sentence this line becomes; None when nothing of it may be told."""
        phrases = [_Kept(phrase, self._said(phrase)) for phrase in line.phrases]
        if self.vanished and _BACK.match(line.phrases[0].text) and phrases[0].said:
            self._drop(phrases[0], "所依附的前句未写")
        standing = -1
        while standing != (standing := sum(bool(each.said) for each in phrases)):
            self._drop_leads(phrases)
            self._drop_dependents(phrases)
        kept = [each for each in phrases if each.said]
        self.vanished = not kept
        if not kept:
            return None
        self._name_what_is_counted(kept)
        headless = len(kept) == 1 and not phrases[0].said and len(phrases) > 1
        text = _joined(phrases)
        return Told(
            _led_by_verb(text, kept[0].phrase) if headless else text,
            tuple(_merged(piece for each in kept for piece in each.evidence())),
            tuple(hole for each in kept if each.said for hole in each.said.holes),
            frozenset(fact for each in kept if each.said for fact in each.said.facts),
            headless=headless,
            shrunk=len(kept) < len(phrases),
        )

    def _name_what_is_counted(self, kept: Sequence[_Kept]) -> None:
        """化解陈案11件 is said with the label's own words where nothing before names them.

        A comparison (同比增长7%) needs its thing in the same sentence.
        """
        start = len(self.before)
        for each in kept:
            if each.said and len(each.said.facts) == 1 and not each.said.holes:
                (fact,) = each.said.facts
                text = with_own_words(each.said.text, self.facts[fact], self.before, start)
                each.said = replace(each.said, text=text)
            self.before += each.said.text if each.said else ""

    # -- what one phrase says --

    def _said(self, phrase: Phrase) -> Told | None:
        if phrase.is_gap:
            self.dropped.append((phrase.ref, phrase.reason))
            return None
        if not phrase.slots:
            return Told(phrase.text)
        said = self._filled(phrase)
        if said is None:
            self.dropped.append((phrase.ref, "数字未提供"))
        return said

    def _filled(self, phrase: Phrase) -> Told | None:
        unfilled = [at for at, slot in enumerate(phrase.slots) if not self._value(slot)]
        told = frozenset(slot.fact for slot in phrase.slots if slot.fact)
        if not unfilled:
            return Told(_with_values(phrase, self.facts), facts=told)
        if len(unfilled) == len(phrase.slots) and phrase.without:
            return Told(phrase.without)
        if self.holes == "keep" or any(phrase.slots[at].fact for at in unfilled):
            return self._with_holes(phrase, unfilled)
        if len(unfilled) < len(phrase.slots):
            return self._without_items(phrase, unfilled, told) or self._alone(phrase, told)
        return None

    def _value(self, slot: Slot) -> bool:
        fact = self.facts.get(slot.fact)
        if fact is None or fact.value is None:
            return False
        return not slot.derived or slot.derived in told_figures(fact)

    def _with_holes(self, phrase: Phrase, unfilled: Sequence[int]) -> Told:
        holes = tuple(self._hole(phrase.slots[at]) for at in unfilled)
        text = _with_values(phrase, self.facts, unfilled=frozenset(unfilled))
        return Told(text, holes=holes, facts=frozenset(s.fact for s in phrase.slots if s.fact))

    def _hole(self, slot: Slot) -> Hole:
        fact = self.facts.get(slot.fact)
        return Hole(
            0,
            self.section,
            fact.label if fact else slot.label,
            slot.measure,
            fact.department if fact else "",
            "" if fact is None or slot.derived else last_value(fact),
            slot.ref,
        )

    def _without_items(
        self, phrase: Phrase, unfilled: Sequence[int], told: frozenset[str]
    ) -> Told | None:
        """做出处罚21项、罚款⟦1⟧: the counted items that have no value go, the others stay."""
        marks = {f"⟦{at}⟧" for at in unfilled}
        items = phrase.text.split("、")
        if not all("⟦" in item for item in items):
            return None
        left = [item for item in items if not any(mark in item for mark in marks)]
        if not left:
            return None
        if left[0] != items[0] and not leading_verb(left[0]):
            left[0] = leading_verb(items[0]) + left[0]
        return Told(_with_values(phrase, self.facts, text="、".join(left)), facts=told)

    def _alone(self, phrase: Phrase, told: frozenset[str]) -> Told | None:
        """What the clause counts of which there is a value, each by its own label.

        Reckoned figures (较上年下降…) say nothing without what they are reckoned from.
        """
        own = {slot.fact: slot for slot in phrase.slots if slot.fact and not slot.derived}
        kept = [fact for fact in own if fact in told]
        text = "，".join(counted(self.facts[fact]) for fact in kept)
        holes = tuple(self._hole(own[fact]) for fact in kept if self.facts[fact].is_open)
        return Told(text, holes=holes, facts=frozenset(own)) if text else None

    # -- what hangs on what --

    def _drop_dependents(self, phrases: Sequence[_Kept]) -> None:
        broken = said_any = False
        for at, each in enumerate(phrases):
            stance = each.phrase.stance
            if stance in ("lead", "means"):
                said_any = said_any or (bool(each.said) and stance == "lead")
                follows = phrases[at + 1].phrase.text if at + 1 < len(phrases) else ""
                broken = broken or (not each.said and bool(_ECHO.match(follows)))
                continue
            if at and phrases[at - 1].phrase.reason == LOST_YEAR and _is_remark(each):
                self._drop(each, "所依附的前句未写")
            hangs = (stance == "result" and broken) or (stance == "aim" and at and not said_any)
            if each.said and hangs and (not each.said.facts or each.said.text.startswith("其中")):
                self._drop(each, "所依附的前句未写")
            broken = not each.said
            said_any = said_any or bool(each.said)

    def _drop_leads(self, phrases: Sequence[_Kept]) -> None:
        for at in range(len(phrases) - 1, -1, -1):
            each, stance = phrases[at], phrases[at].phrase.stance
            if not each.said or stance not in ("lead", "means"):
                continue
            following = phrases[at + 1 :]
            if stance == "means":
                stays = bool(following) and bool(following[0].said)
            else:
                stays = any(e.said and e.phrase.stance != "means" for e in following)
            if (not stays and len(phrases) > 1) or (not stays and stance == "means"):
                self._drop(each, "所引出的主句未写")

    def _drop(self, each: _Kept, reason: str) -> None:
        """What hung on a clause that is gone goes too, but for the values it tells."""
        alone = self._alone(each.phrase, each.said.facts if each.said else frozenset())
        each.said = None
        if alone:
            each.said, each.phrase = alone, replace(each.phrase, stance="head")
            return
        self.dropped.append((each.phrase.ref, reason))


@dataclass(slots=True)
class _Kept:
    phrase: Phrase
    said: Told | None

    def evidence(self) -> tuple[Evidence, ...]:
        """The phrase's own evidence, and each fact it tells."""
        told = self.said.facts if self.said else frozenset()
        return (*self.phrase.evidence, *(Evidence("fact", fact) for fact in sorted(told)))


def _is_remark(kept: _Kept) -> bool:
    """A few words on what was just said (起步就要起好势)."""
    return bool(kept.said) and len(kept.phrase.text) <= _REMARK


def _led_by_verb(text: str, phrase: Phrase) -> str:
    """A clause whose verb stood in a clause that is gone (开展警示教育，廉政谈话) has one again."""
    what = phrase.text.partition("⟦")[0]
    return text.replace(what, with_verb(what), 1) if what and phrase.slots else text


def _merged(evidence: object) -> list[Evidence]:
    return list(dict.fromkeys(evidence))  # type: ignore[call-overload]


def _joined(phrases: Sequence[_Kept]) -> str:
    """The kept phrases with their own marks; the sentence ends as the past one did."""
    kept = [at for at, each in enumerate(phrases) if each.said]
    parts: list[str] = []
    for order, at in enumerate(kept):
        said = phrases[at].said
        stop = phrases[at].phrase.stop
        if order == len(kept) - 1:
            stop = phrases[-1].phrase.stop or "。"
            stop = stop if stop in "。！？；：" else "。"
        elif _leads_on(phrases[at]) or (stop == "：" and kept[order + 1] != at + 1):
            stop = "，"
        elif stop == "，" and any(
            phrases[mid].phrase.stop == "；" for mid in range(at, kept[order + 1])
        ):
            stop = "；"
        text = said.text if said else ""
        # What stands in brackets behind a sentence has no mark of its own.
        aside = len(kept) == 1 and text.startswith("（") and text.endswith("）")
        parts.append(text if aside else text + stop)
    return "".join(parts)


def _leads_on(kept: _Kept) -> bool:
    """Whether the phrase only opens what follows, whichever clause that now is."""
    return kept.phrase.stance in ("lead", "means")


def _with_values(
    phrase: Phrase,
    facts: Mapping[str, Fact],
    *,
    text: str = "",
    unfilled: frozenset[int] = frozenset(),
) -> str:
    text = text or phrase.text
    directed = on_its_way(_directed(phrase, facts, text), phrase.slots, facts)

    def shown(found: re.Match[str]) -> str:
        at = int(found[1])
        slot = phrase.slots[at]
        if at in unfilled:
            return _with_hole(slot)
        return _amount(slot, facts[slot.fact])

    return SLOT.sub(shown, directed)


def _with_hole(slot: Slot) -> str:
    """The hole with its measure and bound; 余 and 多 say nothing of a number not known."""
    if slot.qualifier in _ROUNDING:
        return f"{HOLE}{slot.measure}"
    if slot.qualifier in _BEHIND:
        return f"{HOLE}{slot.measure}{slot.qualifier}"
    return f"{slot.qualifier}{HOLE}{slot.measure}"


def _amount(slot: Slot, fact: Fact) -> str:
    return derived_amount(fact, slot.derived) if slot.derived else worded(fact)


def _directed(phrase: Phrase, facts: Mapping[str, Fact], text: str) -> str:
    """The direction word that agrees with the fact's own change: no 下降 survives a rise."""
    compared = (s for s in phrase.slots if s.derived not in ("", "previous"))
    fact = next((facts[slot.fact] for slot in compared if slot.fact in facts), None)
    if fact is None or fact.value is None or fact.previous is None:
        return text
    table = _RISE if fact.value > fact.previous else _FALL if fact.value < fact.previous else {}
    return _COMPARED.sub(lambda found: table.get(found[0], found[0]), text, count=1)
