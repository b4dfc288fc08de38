"""Rolling a past clause forward: what of it may be said this year, with last year's values out.

What a clause may keep is decided here and nowhere else; the writer sees only what comes out. In
order: the office's decision, the class of the wording, names and quotations the sheet does not
know, phrases out of date, years, and last the figures, which become slots.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from assistant.brief import FAULT, LOST_YEAR, Derived, Line, Phrase, Slot
from assistant.cutting import cut_from_list
from assistant.deciding import Decided, decide, in_heading
from assistant.derived import derived_figures
from assistant.draft import Evidence
from assistant.offices import Offices
from assistant.sheet.facts import Decision, Fact
from assistant.slotting import practice_of, slotted, without_numbers
from corpus.blanks import Blank, find_blanks, strip_list
from corpus.figures import find_figures, same_measure
from corpus.lexicon import lexicon
from corpus.matters import Clause, Statement, trim_appraisal, wording_of
from corpus.names import find_names
from corpus.phrases import find_stale, mend

COUNT = re.compile(
    r"(?:(?P<han>[一二两三四五六七八九十]{1,3})|(?P<digits>\d{1,2}))(?=个方面|点意见|点要求|项重点|件事|件大事|项工作)"
)
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?=年)")
_SETS_YEAR = re.compile(r"^$|做好$|部署$|安排$|抓好$|谋划$|印发$")
_TIME_LEAD = re.compile(r"^(?:截至)?(?:20\d\d年)?12月末?$|第一(?:书记|责任人|议题|种形态|时间)$")
_ONLY_THAT_YEAR = re.compile(r"年是[^，；。]*(?:之年|一年|周年|年头)|^是[^，；。]*(?:之年|周年)")
_KEPT_WORDS = re.compile(
    r"《[^》]*》|“[^”]*”|[一二三四五六七八九十]+届历次全会|"
    r"党的[一二三四五六七八九十]+大[和、][一二三四五六七八九十]+届[^，；。“《]{0,20}全会"
)
_PRAISE_OF_COUNT = re.compile(r"累计|首次|连续|近\d+年|共计")
_COMPARED = re.compile(
    r"^(?:较|比|同比|与)?(?:上年|去年|上年同期|去年同期|同期|年初)?(?:相比)?"
    r"(?P<word>净?增加|增长|上升|提高|减少|下降|降低)"
)
_REACHING = re.compile(r"(?:达到|达|为|是)(?=⟦)")
_CIRCUMSTANCE = re.compile(r"^(?:结合|通过|利用|依托|借助|针对|围绕|根据|按照|在|从)")
SHORTHAND = re.compile(
    r"(?<![十全强做壮扩重])(?!八项规定)[二三四五六七八九](?:大|类|项)"
    r"[^，；。、和与及“”]{2,8}(?:和|与|、)?"
)
_MASK = r"(?:[XxＸ×]{2,}|[*＊]{2,}|[□_＿]{2,}|某某?)"
_FULL_WIDTH = str.maketrans(",;:!?", "，；：！？")
_BESIDE = 2
_NAMES_OUT = "含去年的名称，今年无事实支持"


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where a clause stands: its section's id and heading, the year it now speaks of, its tense.

    ``forward`` is true where it tells what is to be done (a plan, a next-step section);
    ``background`` where it tells of the times and not of the office's deeds (a speech's 形势).
    ``year_written`` is the year the past text spoke of there; ``sets_year`` marks openings and
    titles, where every year is the document's own.
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
    in it are this year's), ``shift`` the years between the past report and the sheet. It notes
    the decisions it ``met`` and the targets it kept.
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
        phrases: list[Phrase] = []
        quoting = False
        for at, past in enumerate(statement.clauses):
            here = f"{ref}.{at}"
            clause = replace(past, stop=past.stop.translate(_FULL_WIDTH))
            phrase = self._phrase(clause, statement, place, here, headline=headline)
            if quoting:
                phrase = _gap(clause, here, "引语没有今年的上级精神支持")
            quoting = quoting or (phrase.is_gap and clause.verb == "引语")
            phrases.append(phrase)
        return Line(tuple(phrases), statement.ordinal)

    def heading(self, text: str, place: Spoken) -> str:
        """A heading rolled forward: decisions, the office's names, dated phrases and years."""
        text, met = in_heading(text, self.decisions)
        self.met.update(met)
        kept = [d.text or d.past for d in self.decisions if d.id in met and d.now != "删"]
        text = self._without_brands(self.offices.renamed(tidied(text)))
        fresh, _ = _freshened(text, place, kept)
        return self._years(fresh or text, place) or text

    def _phrase(
        self, clause: Clause, statement: Statement, place: Spoken, ref: str, *, headline: bool
    ) -> Phrase:
        decided = decide(clause.text, self.decisions)
        if decided is None:
            wording = self._undecided(clause, place, ref, headline=headline)
        else:
            self.met.update(each.id for each in decided.decisions)
            if not decided.text:
                return _gap(clause, ref, decided.reason)
            wording = self._decided(clause, decided, place, ref, headline=headline)
        if isinstance(wording, Phrase):
            return wording
        return self._dressed(wording, clause.text, statement, place, ref)

    def _decided(
        self, clause: Clause, decided: Decided, place: Spoken, ref: str, *, headline: bool
    ) -> Phrase | _Wording:
        """The clause in the office's wording; a phrase it keeps does not vouch for a deed."""
        worded = replace(clause, text=decided.text)
        if decided.stands:
            return _Wording(
                worded,
                decided.evidence,
                trusted=decided.whole and decided.verbatim,
                vouched=decided.vouched,
                kept=decided.kept,
            )
        wording = self._undecided(worded, place, ref, headline=headline)
        if isinstance(wording, Phrase):
            return wording
        return replace(wording, evidence=(*wording.evidence, *decided.evidence), kept=decided.kept)

    # -- the class of the wording ------------------------------------------------------------

    def _undecided(
        self, clause: Clause, place: Spoken, ref: str, *, headline: bool
    ) -> Phrase | _Wording:
        carried = (Evidence("passage", f"{self.report}#{place.section}", "沿用"),)
        filled = self._filled(clause.text, ref)
        if filled:
            text = _core(strip_list(clause.text), self.facts[filled].label)
            return _Wording(replace(clause, text=text), carried)
        if clause.verb == "引语":
            return _gap(clause, ref, "引语没有今年的上级精神支持")
        if clause.wording == "fault" and not place.forward:
            return _gap(clause, ref, FAULT)
        if _ONLY_THAT_YEAR.search(clause.text):
            return _gap(clause, ref, LOST_YEAR)
        if clause.wording == "act":
            plain = strip_list(clause.text)
            if plain != clause.text and wording_of(plain, plan=place.forward) == "routine":
                return _Wording(replace(clause, text=plain, stance="head"), carried)
            return _gap(clause, ref, "去年的动作，今年无事实支持")
        if clause.wording == "appraisal" and not place.background:
            return self._appraised(clause, ref, carried, headline=headline)
        return _Wording(clause, carried)

    def _appraised(
        self, clause: Clause, ref: str, carried: tuple[Evidence, ...], *, headline: bool
    ) -> Phrase | _Wording:
        topic = _topic(clause.text)
        if headline and topic:
            claim = clause.text if clause.soft else ""
            text = f"{topic}方面"
            return Phrase(text, "，", "head", carried, claim=claim, ref=ref, reason="评价")
        trimmed = trim_appraisal(clause.text)
        if trimmed:
            return _Wording(replace(clause, text=trimmed), carried)
        return _gap(clause, ref, "评价没有事实支持")

    def _filled(self, text: str, ref: str) -> str:
        """The id of the first fact that fills a blank of this clause, or ""."""
        found = (self.matched.get(f"{ref}.{at}", "") for at in range(len(find_blanks(text))))
        return next(filter(None, found), "")

    # -- own names, others' names, dated phrases, years ---------------------------------------

    def _dressed(
        self, wording: _Wording, past: str, statement: Statement, place: Spoken, ref: str
    ) -> Phrase:
        clause, evidence = wording.clause, wording.evidence
        text: str | None = self.offices.renamed(tidied(clause.text))
        if not wording.trusted:
            text = self._without_names(text or "", wording.kept)
            if text is None:
                return _gap(clause, ref, _NAMES_OUT)
        fresh, note = _freshened(text or "", place, wording.kept)
        if not fresh and not wording.trusted:
            return _gap(clause, ref, note)
        if note and fresh:
            evidence = (*evidence, Evidence("kind", "periods", f"待核实：{note}"))
        own = [each for each in wording.kept if each != past]
        rolled = self._years(fresh or text or "", place, own)
        if rolled is None or (not wording.trusted and self._dated(rolled)):
            return _gap(clause, ref, "含去年的日期或届次")
        phrase = Phrase(rolled, clause.stop, clause.stance, evidence, ref=ref)
        if wording.vouched:
            return phrase
        return self._with_slots(phrase, past, statement, place)

    def _without_names(self, text: str, kept: Sequence[str]) -> str | None:
        """The clause without what only last year's report names; None if that leaves no clause."""
        strange = self._strange(text, kept)
        if not strange:
            return text
        for cut in (strip_list(text), cut_from_list(text, strange)):
            if cut and cut != text and len(cut) >= 6 and not self._strange(cut, kept):
                return cut
        return None

    def _without_brands(self, heading: str) -> str:
        """A heading without the quoted names only last year knows (打造“…”品牌 → 打造品牌)."""
        for start, end in reversed(self._strange(heading)):
            if heading[start] == "“" and len(heading) - (end - start) >= 4:
                heading = heading[:start] + heading[end:]
        return heading

    def _strange(self, text: str, kept: Sequence[str] = ()) -> list[tuple[int, int]]:
        """Where names and shorthand stand that neither the office nor its sheet knows."""
        decided = _stretches(text, kept)
        places = self.offices.places()
        names = [
            (span.start, span.end)
            for span in find_names(text, own=self.offices.all())
            if span.text.strip("“”《》") not in self.said and span.text not in places
        ]
        shorthand = [
            found.span() for found in SHORTHAND.finditer(text) if found[0] not in self.said
        ]
        return [
            (start, end)
            for start, end in sorted(names + shorthand)
            if not any(_covers(each, (start, end)) for each in decided)
        ]

    def _dated(self, text: str) -> bool:
        """Whether a day, a month or a session of last year stands here that the sheet lacks."""
        bare = _KEPT_WORDS.sub("", text)
        return any(
            figure.sort in ("date", "ordinal")
            and figure.text not in self.said
            and not _TIME_LEAD.search(bare[: figure.end])
            for figure in find_figures(bare)
        )

    def _years(self, text: str, place: Spoken, own: Sequence[str] = ()) -> str | None:
        """Years rolled by the shift; None when a year stands that is not of the report's time.

        Those in ``own``, the office's wording of this year, stay as they are.
        """
        kept = [found.span() for found in _KEPT_WORDS.finditer(text)] + _stretches(text, own)
        parts: list[str] = []
        at = 0
        for found in _YEAR.finditer(text):
            if any(start <= found.start() < end for start, end in kept):
                continue
            year = int(found["year"])
            if abs(year - place.year_written) > 1:
                return None
            spoken_of = place.sets_year and _SETS_YEAR.search(text[: found.start()])
            rolled = place.year if spoken_of else year + self.shift
            parts += [text[at : found.start()], str(rolled)]
            at = found.end("year")
        return "".join([*parts, text[at:]])

    # -- figures -------------------------------------------------------------------------------

    def _with_slots(self, phrase: Phrase, past: str, statement: Statement, place: Spoken) -> Phrase:
        text = COUNT.sub(lambda found: "⟦count⟧" if found["han"] else "⟦COUNT⟧", phrase.text)
        found = find_blanks(text)
        refs = [
            ref
            for blank, ref in zip(found, _refs(text, found, past, phrase.ref), strict=True)
            if not _is_year(blank)
        ]
        blanks = [blank for blank in found if not _is_year(blank)]
        if not blanks:
            return replace(phrase, text=text)
        if any(blank.sort == "name" for blank in blanks):
            return replace(phrase, text="", evidence=(), reason="名称被隐去，今年无事实支持")
        slots = tuple(
            self._slot(blank, ref, past, statement) for blank, ref in zip(blanks, refs, strict=True)
        )
        without = without_numbers(text, blanks) if place.plan else ""
        without = without or practice_of(text, blanks)
        worded = (
            _REACHING.sub("", slotted(text, blanks))
            if _bounded(slots, self.facts)
            else (slotted(text, blanks))
        )
        if not self._says_so(slots):
            worded = _PRAISE_OF_COUNT.sub("", worded)
        return replace(phrase, text=worded, slots=slots, without=without)

    def _says_so(self, slots: tuple[Slot, ...]) -> bool:
        labels = "".join(self.facts[slot.fact].label for slot in slots if slot.fact in self.facts)
        return bool(_PRAISE_OF_COUNT.search(labels))

    def _slot(self, blank: Blank, ref: str, past: str, statement: Statement) -> Slot:
        fact = self.matched.get(ref, "")
        derived: Derived = ""
        if not fact:
            fact, derived = self._compared(blank, ref, past, statement)
        if not fact and self.keeps_targets and blank.value is not None:
            fact = self._kept_target(blank)
        return Slot(fact, blank.measure, blank.qualifier, blank.label, ref, derived)

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

    def _kept_target(self, blank: Blank) -> str:
        target = f"T{len(self.kept_targets) + 1}"
        self.kept_targets[target] = Fact(
            id=target,
            label=blank.label,
            value=blank.value,
            unit=blank.measure,
            qualifier=blank.qualifier,
            source=f"沿用上年目标，{self.confirmed_by}确认",
        )
        return target


@dataclass(frozen=True, slots=True)
class _Wording:
    """A clause on its way to a phrase.

    ``trusted`` when the office stands by its words, ``vouched`` when it wrote them itself this
    year, figures and all; ``kept`` are phrases it has decided on.
    """

    clause: Clause
    evidence: tuple[Evidence, ...]
    trusted: bool = False
    vouched: bool = False
    kept: tuple[str, ...] = ()


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


def _bounded(slots: Sequence[Slot], facts: Mapping[str, Fact]) -> bool:
    """Whether a fact brings a bound of its own: 达到突破250亿元 is not said."""
    return any(slot.fact in facts and facts[slot.fact].qualifier for slot in slots)


def generalised(text: str) -> str:
    """The text with standing expressions freed of the masked names in them (考察XX重要讲话)."""
    for pattern, plain in _generalising():
        text = pattern.sub(plain, text)
    return text


@cache
def _generalising() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = lexicon("generalising")
    return tuple((re.compile(was.replace("MASK", _MASK)), plain) for was, plain in rows)


def tidied(text: str) -> str:
    """The text with known slips mended: confusable words, half-width marks, stray spaces."""
    text = mend(text)
    for wrong, right in lexicon("tidying"):
        text = re.sub(wrong, right, text)
    return text


def _gap(clause: Clause, ref: str, reason: str) -> Phrase:
    return Phrase("", clause.stop, clause.stance, ref=ref, reason=reason)


def _core(text: str, label: str) -> str:
    """The clause from where the fact's label begins, without last year's circumstance before it."""
    opening = _CIRCUMSTANCE.match(text)
    if not opening or label.startswith(opening[0]):
        return text
    starts = [text.find(label[at : at + 2]) for at in range(min(2, len(label)))]
    found = [start for start in starts if start > 0]
    return text[min(found) :] if found else text


def _topic(text: str) -> str:
    """What a praise is about: 存贷规模创历史新高 → 存贷规模; "" if nothing stands before it."""
    found = (re.search(pattern, text) for pattern in lexicon("topics"))
    starts = [each.start() for each in found if each and 2 <= each.start() <= 14]
    return text[: min(starts)] if starts else ""


def _covers(decided: tuple[int, int], name: tuple[int, int]) -> bool:
    """Whether what was decided is the name, but for its quotation marks or a bare 活动."""
    common = min(decided[1], name[1]) - max(decided[0], name[0])
    return name[1] - name[0] - common <= _BESIDE


def _stretches(text: str, phrases: Sequence[str]) -> list[tuple[int, int]]:
    """Where the phrases stand in the text."""
    return [
        found.span()
        for phrase in phrases
        if phrase
        for found in re.finditer(re.escape(phrase), text)
    ]


def _freshened(text: str, place: Spoken, kept: Sequence[str] = ()) -> tuple[str, str]:
    """The text with dated phrases brought to the year, and what was changed; "" if it must go.

    What the office has decided on (``kept``) is left as it stands.
    """
    notes: list[str] = []
    stale = find_stale(text, place.year, forward=place.forward, month=place.month)
    for each in reversed(stale):
        if any(start < each.end and each.start < end for start, end in _stretches(text, kept)):
            continue
        if each.replacement:
            notes.append(f"“{text[each.start : each.end]}”改为“{each.replacement}”")
            text = text[: each.start] + each.replacement + text[each.end :]
        elif each.drop:
            cut = cut_from_list(text, [(each.start, each.end)])
            if cut is None:
                return "", f"提法已过时：{each.name}"
            text = cut
    return text, "；".join(reversed(notes))


def _is_year(blank: Blank) -> bool:
    return blank.measure == "年" and bool(re.fullmatch(r"(?:19|20)\d{2}", blank.text))
