"""Rolling a past clause forward: what of it may be said this year, with last year's values out.

What a clause may keep is decided here and nowhere else; the writer sees only what comes out. In
order: the office's decision, the class of the wording, names and quotations the sheet does not
know, phrases out of date, years, and last the figures, which become slots.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.brief import Derived, Line, Phrase, Slot
from assistant.draft import Evidence
from assistant.matching import bigrams, share
from assistant.offices import Offices
from assistant.sheet.facts import Decision, Fact
from corpus.blanks import Blank, find_blanks, strip_list
from corpus.lexicon import lexicon
from corpus.matters import Clause, Statement, standing_form, trim_appraisal
from corpus.names import find_names
from corpus.phrases import find_stale, mend

COUNT = re.compile(r"(?P<count>[一二两三四五六七八九十]{1,3}|\d{1,2})(?=个方面|点意见|点要求|项重点)")
COUNT_MARK = "⟦count⟧"
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?=年)")
_KEPT_WORDS = re.compile(r"《[^》]*》|“[^”]*”")
_PRAISE_OF_COUNT = re.compile(r"累计|首次|连续|近\d+年|共计")
_COMPARED = re.compile(
    r"^(?:较|比|同比|与)?(?:上年|去年|上年同期|去年同期|同期|年初)?(?:相比)?"
    r"(?P<word>净?增加|增长|上升|提高|减少|下降|降低)"
)
_AFTER_FILLED = re.compile(r"^(?:大关|余)")


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where a clause stands: its section's id and heading, the year it now speaks of, its tense.

    ``forward`` is true where it tells what is to be done (a plan, a next-step section);
    ``background`` where it tells of the times and not of the office's deeds (a speech's 形势).
    ``year_written`` is the year the past text spoke of there.
    """

    section: str
    heading: str
    year: int
    year_written: int
    month: int
    forward: bool
    plan: bool
    background: bool = False
    sets_year: bool = False


@dataclass(frozen=True, slots=True)
class Roller:
    """Turns past statements into lines for one draft.

    ``matched`` says which fact fills which blank (by ref), ``said`` is all the sheet says (names
    in it are this year's), ``shift`` the years between the past report and the sheet.
    """

    report: str
    shift: int
    offices: Offices
    decisions: Sequence[Decision]
    facts: Mapping[str, Fact]
    matched: Mapping[str, str]
    said: str
    keeps_targets: bool = False
    confirmed_by: str = ""
    kept_targets: dict[str, Fact] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)

    def line(self, statement: Statement, place: Spoken, ref: str) -> Line:
        """The statement rolled forward; clauses that may not be told are gaps in it."""
        headline = bool(statement.ordinal) and statement.clauses[-1].stop in "。："
        phrases = tuple(
            self._phrase(clause, statement, place, f"{ref}.{at}", headline=headline)
            for at, clause in enumerate(statement.clauses)
        )
        return Line(phrases, statement.ordinal)

    def heading(self, text: str, place: Spoken) -> str:
        """A heading rolled forward: years, the office's names, decisions and dated phrases."""
        for decision in self.decisions:
            if decision.past in text and decision.now == "改为":
                self.met.add(decision.id)
                text = text.replace(decision.past, decision.text)
        rolled = self._years(self.offices.renamed(mend(text)), place)
        fresh, _ = _freshened(rolled or text, place)
        return fresh or text

    def _phrase(
        self, clause: Clause, statement: Statement, place: Spoken, ref: str, *, headline: bool
    ) -> Phrase:
        decided = self._decide(clause, ref)
        if isinstance(decided, Phrase):
            return decided
        if decided is None:
            undecided = self._undecided(clause, place, ref, headline=headline)
            if isinstance(undecided, Phrase):
                return undecided
            decided = undecided
        return self._dressed(decided, statement, place, ref)

    # -- the office's decisions -------------------------------------------------------------

    def _decide(self, clause: Clause, ref: str) -> Phrase | _Wording | None:
        """What a decision makes of the clause; None when the office said nothing of it."""
        for decision in self.decisions:
            piece = _piece_in(decision.past, clause.text)
            if piece is None:
                continue
            self.met.add(decision.id)
            return self._decided(decision, piece, clause, ref)
        return None

    def _decided(
        self, decision: Decision, piece: str, clause: Clause, ref: str
    ) -> Phrase | _Wording:
        evidence = Evidence("decision", decision.id, f"核实：{decision.now}")
        whole = len(piece) >= 0.9 * len(clause.text)
        if decision.now in ("无", "删"):
            return _gap(clause, ref, f"核实为“{decision.now}”")
        if decision.now == "改为":
            if decision.past not in clause.text and piece != _first_piece(decision.past):
                return _gap(clause, ref, "核实为“改为”，已并入前句")
            text = decision.text if whole else clause.text.replace(piece, decision.text)
            return _Wording(replace(clause, text=_collocated(text)), (evidence,), trusted=True)
        if decision.now == "做法沿用":
            text = decision.text or standing_form(clause.text)
            return _Wording(replace(clause, text=text), (evidence,), trusted=True)
        text = decision.text if decision.text and whole else clause.text
        return _Wording(replace(clause, text=text), (evidence,), trusted=True)

    # -- the class of the wording ------------------------------------------------------------

    def _undecided(
        self, clause: Clause, place: Spoken, ref: str, *, headline: bool
    ) -> Phrase | _Wording:
        carried = Evidence("passage", f"{self.report}#{place.section}", "沿用")
        filled = self._filled(clause.text, ref)
        if filled:
            text = _core(strip_list(clause.text), self.facts[filled].label)
            return _Wording(replace(clause, text=text), (carried,), trusted=False)
        if clause.wording == "act" and (not place.background or clause.verb == "引语"):
            reason = "引语没有今年的上级精神支持" if clause.verb == "引语" else "去年的动作，今年无事实支持"
            return _gap(clause, ref, reason)
        if clause.wording == "appraisal" and not place.background:
            return self._appraised(clause, ref, carried, headline=headline)
        return _Wording(clause, (carried,))

    def _appraised(
        self, clause: Clause, ref: str, carried: Evidence, *, headline: bool
    ) -> Phrase | _Wording:
        topic = _topic(clause.text)
        if headline and topic:
            claim = clause.text if clause.soft else ""
            return Phrase(
                f"{topic}方面", "，", "head", (carried,), claim=claim, ref=ref, reason="评价"
            )
        trimmed = trim_appraisal(clause.text)
        if trimmed:
            return _Wording(replace(clause, text=trimmed), (carried,))
        return _gap(clause, ref, "评价没有事实支持")

    def _filled(self, text: str, ref: str) -> str:
        """The id of the first fact that fills a blank of this clause, or ""."""
        for at in range(len(find_blanks(text))):
            if fact := self.matched.get(f"{ref}.{at}"):
                return fact
        return ""

    # -- dressing: own names, names, dated phrases, years, figures ---------------------------

    def _dressed(
        self, wording: _Wording, statement: Statement, place: Spoken, ref: str
    ) -> Phrase:
        clause, evidence = wording.clause, wording.evidence
        text = self.offices.renamed(mend(clause.text))
        if not wording.trusted:
            named = self._without_names(text)
            if named is None:
                return _gap(clause, ref, "含去年的名称，今年无事实支持")
            text = named
        fresh, note = _freshened(text, place)
        if not fresh and not wording.trusted:
            return _gap(clause, ref, note)
        text = fresh or text
        if note and fresh:
            evidence = (*evidence, Evidence("kind", "periods", f"待核实：{note}"))
        rolled = self._years(text, place)
        if rolled is None:
            return _gap(clause, ref, "含去年的年份或日期")
        phrase = Phrase(rolled, clause.stop, clause.stance, evidence, ref=ref)
        return self._with_slots(phrase, clause, statement, place)

    def _without_names(self, text: str) -> str | None:
        """The clause without what only last year's report names; None if that leaves no clause."""
        strange = [
            span
            for span in find_names(text, own=self.offices.all())
            if span.text.strip("“”《》") not in self.said
        ]
        if not strange:
            return text
        cut = _cut_from_list(text, [(span.start, span.end) for span in strange])
        if cut is None or find_names(cut, own=self.offices.all()) and not self._known(cut):
            return None
        return cut

    def _known(self, text: str) -> bool:
        names = find_names(text, own=self.offices.all())
        return all(span.text.strip("“”《》") in self.said for span in names)

    def _years(self, text: str, place: Spoken) -> str | None:
        """Years rolled by the shift; None when a year stands that is not of the report's time."""
        kept = [found.span() for found in _KEPT_WORDS.finditer(text)]
        parts: list[str] = []
        at = 0
        for found in _YEAR.finditer(text):
            if any(start <= found.start() < end for start, end in kept):
                continue
            year = int(found["year"])
            if abs(year - place.year_written) > 1:
                return None
            rolled = place.year if place.sets_year else year + self.shift
            parts += [text[at : found.start()], str(rolled)]
            at = found.end("year")
        return "".join([*parts, text[at:]])

    # -- figures -----------------------------------------------------------------------------

    def _with_slots(
        self, phrase: Phrase, clause: Clause, statement: Statement, place: Spoken
    ) -> Phrase:
        text = COUNT.sub(COUNT_MARK, phrase.text)
        blanks = [blank for blank in find_blanks(text) if not _is_year(text, blank)]
        if not blanks:
            return replace(phrase, text=text)
        if any(blank.sort == "name" for blank in blanks):
            return _gap(clause, phrase.ref, "名称被隐去，今年无事实支持")
        slots = tuple(
            self._slot(blank, f"{phrase.ref}.{at}", text, clause, statement, phrase)
            for at, blank in enumerate(blanks)
        )
        without = _without_numbers(text, blanks) if place.plan else ""
        slotted = _slotted(text, blanks)
        if any(slot.fact for slot in slots):
            slotted = _PRAISE_OF_COUNT.sub("", slotted) if not self._says_so(slots) else slotted
        return replace(phrase, text=slotted, slots=slots, without=without)

    def _says_so(self, slots: tuple[Slot, ...]) -> bool:
        labels = "".join(self.facts[slot.fact].label for slot in slots if slot.fact)
        return bool(_PRAISE_OF_COUNT.search(labels))

    def _slot(
        self,
        blank: Blank,
        ref: str,
        text: str,
        clause: Clause,
        statement: Statement,
        phrase: Phrase,
    ) -> Slot:
        fact = self.matched.get(ref, "")
        derived: Derived = ""
        if not fact:
            fact, derived = self._compared(blank, clause, statement, phrase)
        if not fact and self.keeps_targets and blank.value is not None:
            fact = self._kept_target(blank, ref, text)
        return Slot(fact, blank.measure, blank.qualifier, blank.label, ref, derived)

    def _compared(
        self, blank: Blank, clause: Clause, statement: Statement, phrase: Phrase
    ) -> tuple[str, Derived]:
        """较上年减少**万元 / 下降**% behind a filled clause: reckoned from that fact."""
        if not _COMPARED.match(clause.text):
            return "", ""
        base = phrase.ref.rsplit(".", 1)[0]
        for at in range(statement.clauses.index(clause) - 1, -1, -1):
            before = self.matched.get(f"{base}.{at}.0", "")
            if before and self.facts[before].previous is not None:
                return before, "growth" if blank.measure in ("%", "％") else "difference"
        return "", ""

    def _kept_target(self, blank: Blank, ref: str, text: str) -> str:
        id = f"T{len(self.kept_targets) + 1}"
        self.kept_targets[id] = Fact(
            id=id,
            label=blank.label,
            value=blank.value,
            unit=blank.measure,
            qualifier=blank.qualifier,
            source=f"沿用上年目标，{self.confirmed_by}确认",
        )
        return id


@dataclass(frozen=True, slots=True)
class _Wording:
    """A clause on its way to a phrase; ``trusted`` when the office itself vouches for its words."""

    clause: Clause
    evidence: tuple[Evidence, ...]
    trusted: bool = False


def _gap(clause: Clause, ref: str, reason: str) -> Phrase:
    return Phrase("", clause.stop, clause.stance, ref=ref, reason=reason)


def _piece_in(past: str, clause: str) -> str | None:
    """The part of a decision's past wording that this clause is, or holds; None if neither."""
    for piece in re.split(r"[，；。]", past):
        piece = piece.strip()
        if not piece:
            continue
        if piece in clause:
            return piece
        if len(clause) >= 6 and clause in piece:
            return clause
        if len(piece) >= 6 and share(bigrams(piece), bigrams(clause)) >= 0.85:
            return clause
    return None


def _first_piece(past: str) -> str:
    return re.split(r"[，；。]", past)[0].strip()


def _collocated(text: str) -> str:
    """推动…主题教育 is not said; 扎实开展…主题教育 is."""
    for verb, ending, right in lexicon("collocations"):
        if text.startswith(verb) and text.endswith(ending):
            return str(right) + text[len(verb) :]
    return text


def _core(text: str, label: str) -> str:
    """The clause from where the fact's label begins, without last year's circumstance before it."""
    opening = re.match(r"^(?:结合|通过|利用|依托|借助|针对|围绕|根据|按照|在|从)", text)
    if opening and not label.startswith(opening[0]):
        starts = [text.find(label[at : at + 2]) for at in range(min(2, len(label)))]
        found = [start for start in starts if start > 0]
        return text[min(found) :] if found else text
    return text


def _topic(text: str) -> str:
    """What a praise is about: 存贷规模创历史新高 → 存贷规模; "" if nothing stands before it."""
    for pattern in lexicon("topics"):
        found = re.search(pattern, text)
        if found and 2 <= found.start() <= 14:
            return text[: found.start()]
    return ""


def _freshened(text: str, place: Spoken) -> tuple[str, str]:
    """The text with dated phrases brought to the year, and what was changed; "" if it must go."""
    notes: list[str] = []
    for stale in reversed(
        find_stale(text, place.year, forward=place.forward, month=place.month)
    ):
        if stale.replacement:
            notes.append(f"“{text[stale.start : stale.end]}”改为“{stale.replacement}”")
            text = text[: stale.start] + stale.replacement + text[stale.end :]
        elif stale.drop:
            cut = _cut_from_list(text, [(stale.start, stale.end)])
            if cut is None:
                return "", f"提法已过时：{stale.name}"
            text = cut
    return text, "；".join(reversed(notes))


def _cut_from_list(text: str, spans: Sequence[tuple[int, int]]) -> str | None:
    """The text without the list items that hold the spans; None if a whole list would go.

    Items are what stands between 、 or between quotations side by side (“甲”“乙”). The first item
    keeps the verb before a quotation.
    """
    items = list(re.finditer(r"“[^”]*”|《[^》]*》|[^、“”《》]+|、", text))
    kept: list[str] = []
    dropped = survivors = 0
    for item in items:
        hit = any(start < item.end() and item.start() < end for start, end in spans)
        if hit and _is_whole_item(text, item, spans):
            dropped += 1
        else:
            survivors += hit is False and item[0] != "、" and (item[0][0] in "“《")
            kept.append(item[0])
            if hit:
                return None
    listed = survivors if any(item[0][0] in "“《" for item in items) else len(kept) // 2
    if not dropped or listed < 1:
        return None
    joined = re.sub(r"、{2,}", "、", "".join(kept))
    joined = re.sub(r"(?<=[用好落实抓实开展以与对])、|、(?=等)|、$", "", joined)
    return joined if len(joined) >= 4 else None


def _is_whole_item(
    text: str, item: re.Match[str], spans: Sequence[tuple[int, int]]
) -> bool:
    """Whether taking this item out leaves the verb before and the noun behind in place."""
    if item[0][0] in "“《":
        return True
    before = text[item.start() - 1 : item.start()]
    after = text[item.end() : item.end() + 1]
    return before == "、" and after == "、"


def _is_year(text: str, blank: Blank) -> bool:
    return blank.measure == "年" and bool(re.fullmatch(r"(?:19|20)\d{2}", blank.text))


def amount_span(text: str, blank: Blank) -> tuple[int, int]:
    """Where the blank with its qualifier and measure begins and ends in the text."""
    start, end = blank.start, blank.end
    before = text[:start].rstrip()
    if blank.qualifier and before.endswith(blank.qualifier):
        start = len(before) - len(blank.qualifier)
    for part in (blank.qualifier, blank.measure, blank.qualifier):
        gap = len(text[end:]) - len(text[end:].lstrip(" "))
        if part and text[end + gap :].startswith(part):
            end += gap + len(part)
    after = _AFTER_FILLED.match(text[end:])
    return start, end + (after.end() if after else 0)


def _slotted(text: str, blanks: Sequence[Blank]) -> str:
    for at in range(len(blanks) - 1, -1, -1):
        start, end = amount_span(text, blanks[at])
        text = f"{text[:start].rstrip(' ')}⟦{at}⟧{text[end:]}"
    return text


_COUNTABLE = frozenset("次 场 期 篇 个 学时 场次 堂 节 份 条 轮 遍 人次 项 件 名".split())
_NUMBERLESS_TAIL = re.compile(r"(?:的)?(?:时间|次数|时长)?(?:一般|原则上|应当|分别|均|各|至少|每人)?$")


def _without_numbers(text: str, blanks: Sequence[Blank]) -> str:
    """The target's wording that does without its number; "" where the number is its point."""
    if any(blank.measure not in _COUNTABLE for blank in blanks):
        return ""
    bounded = ("不少于", "不低于", "至少", "以上", "各")
    for blank in reversed(blanks):
        start, end = amount_span(text, blank)
        near = text[max(0, start - 12) : end + 2]
        if not (blank.qualifier or any(word in near for word in bounded) or blank.measure in "次场"):
            return ""
        head = text[:start].rstrip(" ")
        tail = text[end:].removeprefix("以上")
        if not tail or tail[0] in "、，":
            head = _NUMBERLESS_TAIL.sub("", head)
        text = head + tail.lstrip(" ")
    return re.sub(r"应当至少|每年至少|至少", lambda found: found[0].removesuffix("至少"), text)


Trust = Literal["office", "past"]
