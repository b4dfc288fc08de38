"""Rolling a past clause forward: what of it may be said this year, with last year's values out.

What a clause may keep is decided here and nowhere else; the writer sees only what comes out. In
order: the office's decision, the class of the wording, names and quotations the sheet does not
know, phrases out of date, years, and last the figures, which become slots.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.brief import FAULT, LOST_YEAR, Line, Phrase
from assistant.cutting import cut_from_list
from assistant.deciding import Decided, decide, in_heading
from assistant.draft import Evidence
from assistant.filling import Filling
from assistant.freshening import STANDING, Spoken, freshened, rolled_years, stretches, tidied
from assistant.likeness import bigrams, share
from assistant.offices import Offices
from assistant.sheet.facts import Decision
from corpus.enumerating import strip_list
from corpus.figures import find_figures
from corpus.lexicon import lexicon
from corpus.matters import Clause, Statement, trim_appraisal, wording_of
from corpus.names import find_names

_TIME_LEAD = re.compile(r"^(?:截至)?(?:20\d\d年)?12月末?$|第一(?:书记|责任人|议题|种形态|时间)$")
_ONLY_THAT_YEAR = re.compile(
    r"年是[^，；。]*(?:之年|一年|周年|年头)|"
    r"^(?:20\d\d年，?)?[也又更还]?是[^，；。]*(?:之年|一年|周年|年头)"
)
_CIRCUMSTANCE = re.compile(r"^(?:结合|通过|利用|依托|借助|针对|围绕|根据|按照|在|从)")
_WHERE = re.compile(r"(?:到|赴|前往)[^，；。、]{2,14}?(?=开展|接受|进行)")
SHORTHAND = re.compile(
    r"(?<![十全强做壮扩重])(?!八项规定)[二三四五六七八九](?:大|类|项)"
    r"[^，；。、和与及“”]{2,8}(?:和|与|、)?"
)
_FULL_WIDTH = str.maketrans(",;:!?", "，；：！？")
_BESIDE = 2
_NAMES_OUT = "含去年的名称，今年无事实支持"


@dataclass(frozen=True, slots=True)
class Roller:
    """Turns past statements into lines for one draft.

    ``said`` is all the sheet says (names in it are this year's), ``shift`` the years between the
    past report and the sheet. It notes the decisions it ``met``.
    """

    report: str
    shift: int
    offices: Offices
    decisions: Sequence[Decision]
    filling: Filling
    said: str
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
        fresh, _ = freshened(text, place, kept)
        return rolled_years(fresh or text, place, self.shift) or text

    def names_past(self, text: str) -> bool:
        """Whether the words name something that neither the office nor its sheet knows."""
        return bool(self._strange(text))

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
        filled = self.filling.first_in(clause.text, ref)
        open_deed = clause.wording == "act" and self.filling.is_bare(clause.text, ref)
        if filled and (open_deed or not self.filling.endorses(clause.text, ref)):
            return self.filling.alone(clause, ref, carried)
        if filled:
            text = _core(strip_list(clause.text), self.filling.facts[filled].label)
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
        topic = topic_of(clause.text)
        if headline and topic:
            claim = clause.text if clause.soft else ""
            text = f"{topic}方面"
            return Phrase(text, "，", "head", carried, claim=claim, ref=ref, reason="评价")
        trimmed = trim_appraisal(clause.text)
        if trimmed:
            return _Wording(replace(clause, text=trimmed), carried)
        return _gap(clause, ref, "评价没有事实支持")

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
        fresh, note = freshened(text or "", place, wording.kept)
        if not fresh and not wording.trusted:
            return _gap(clause, ref, note)
        if note and fresh:
            evidence = (*evidence, Evidence("kind", "periods", f"待核实：{note}"))
        own = [each for each in wording.kept if each != past]
        rolled = rolled_years(fresh or text or "", place, self.shift, own)
        if rolled is None or (not wording.trusted and self._dated(rolled)):
            return _gap(clause, ref, "含去年的日期或届次")
        phrase = Phrase(rolled, clause.stop, clause.stance, evidence, ref=ref)
        if wording.vouched:
            return phrase
        return self.filling.phrase(phrase, past, statement, plan=place.plan)

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
                # 深化支部“…” has lost what it deepens.
                thing = "工作" if end == len(heading) else ""
                heading = heading[:start] + thing + heading[end:]
        return heading

    def _strange(self, text: str, kept: Sequence[str] = ()) -> list[tuple[int, int]]:
        """Where names and shorthand stand that neither the office nor its sheet knows."""
        decided = stretches(text, kept)
        places = self.offices.places()
        names = [
            (span.start, span.end)
            for span in find_names(text, own=self.offices.all())
            if span.text.strip("“”《》") not in self.said
            and not span.text.endswith(tuple(places) or "\0")
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
        bare = STANDING.sub("", text)
        return any(
            figure.sort in ("date", "ordinal")
            and figure.text not in self.said
            and not _TIME_LEAD.search(bare[: figure.end])
            for figure in find_figures(bare)
        )


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


def _gap(clause: Clause, ref: str, reason: str) -> Phrase:
    return Phrase("", clause.stop, clause.stance, ref=ref, reason=reason)


def _core(text: str, label: str) -> str:
    """The clause from where the fact's label begins, without last year's circumstance before it."""
    where = _WHERE.search(text)
    if where and not share(bigrams(where[0]), bigrams(label)):
        text = text[: where.start()] + text[where.end() :]
    opening = _CIRCUMSTANCE.match(text)
    if not opening or label.startswith(opening[0]):
        return text
    starts = [text.find(label[at : at + 2]) for at in range(min(2, len(label)))]
    found = [start for start in starts if start > 0]
    return text[min(found) :] if found else text


def topic_of(text: str) -> str:
    """What a praise is about: 存贷规模创历史新高 → 存贷规模; "" if nothing stands before it."""
    found = (re.search(pattern, text) for pattern in lexicon("topics"))
    starts = [each.start() for each in found if each and 2 <= each.start() <= 14]
    return text[: min(starts)] if starts else ""


def _covers(decided: tuple[int, int], name: tuple[int, int]) -> bool:
    """Whether what was decided is the name, but for its quotation marks or a bare 活动."""
    common = min(decided[1], name[1]) - max(decided[0], name[0])
    return name[1] - name[0] - common <= _BESIDE
