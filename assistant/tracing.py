"""Whether a figure in a text is a fact: value, measure, label and year, decided only here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from assistant.derived import a_year, anniversary, change_of, is_share, total_of
from assistant.labels import Place, Wording, agreement, base_value, places_of
from assistant.ledger import Entry, Ledger
from assistant.sheet.facts import Fact
from assistant.sheet.sayings import rounds
from corpus.figures import Figure, same_amount, same_measure
from corpus.phrases import find_dated

Verdict = Literal[
    "traced",  # value, measure, label and year are a fact's
    "derived",  # recomputed from facts: growth, difference, sum, share
    "carried",  # a plan's target of last year that the head lets stand
    "previous",  # last year's value, told as last year's
    "said",  # a year, date or meeting the sheet speaks of, or the period demands
    "apart",  # a count of the text's own parts, checked against its headings elsewhere
    "wrong label",
    "wrong measure",
    "wrong period",
    "contradicts",
    "past value",
    "does not add up",
    "stale year",
    "untraced",
]
SUPPORTED = frozenset(("traced", "derived", "carried", "previous", "said"))

# Set by hand on the invented bureau's drafts: a label said in half its words agrees; a rival must
# speak of the place clearly better before a figure is taken for its value.
AGREES = 0.3
RIVALS = 0.5
MARGIN = 0.2
# A value this long is told again by design, not by chance (2次 stands everywhere).
_DISTINCT = 3

_FIRST_PART = re.compile(r"一[是要]|第一|首先|$")
_LAST_YEAR = re.compile(r"上年|去年|上一年|同期")
_LOOKS_BACK = re.compile(
    r"上年|去年|同期|以来|[较比]|度?考核|巡[察视]|审计|反馈|整改|年报|决算|评议|印发|出台|收官"
)
# 2024年修订的《…》: the year belongs to the rule it names.
_ISSUED = re.compile(r"(?:新)?(?:修订|修正|印发|颁布|公布|施行|出台)的?《")
_REVIEWS = re.compile(r"(?:回顾|总结)[^，。；]{0,4}$")
_CHANGE = re.compile(
    r"同比|[较比](?:上年|去年|同期|年初|\d{4}年)|"
    r"增长|下降|增加|减少|上升|提高|降低|回落|压减"
)
# A minus before the number says it too: 同比增速-7.9%.
_TOLD_AS_FALL = re.compile(r"下降|减少|回落|降低|[-－−]\d")
_SHARE = re.compile(r"占比?")
_SAID_YEAR = re.compile(r"(?<![较比自从])(20\d{2})年(?!以来|起|版|度?考核)[^，；。]*$")
_TOTAL = re.compile(r"合计|共计|总计")


@dataclass(frozen=True, slots=True)
class Trace:
    """What became of one figure: the verdict, the item it rests on or offends, and what it says.

    ``source`` is the item's id, a past report's id for a past value, "" when nothing is known;
    ``expected`` is what should stand there, in the item's words, or "".
    """

    figure: Figure
    verdict: Verdict
    source: str = ""
    expected: str = ""

    @property
    def supported(self) -> bool:
        """Whether the figure may stand."""
        return self.verdict in SUPPORTED


def trace_figures(text: str, ledger: Ledger, *, year: int) -> tuple[Trace, ...]:
    """A trace for each figure of ``text``, in order.

    ``year`` is the year the text speaks of: the sheet's with the section's offset. A year that
    stands in the sentence itself goes before it.
    """
    return trace_places(text, places_of(text), ledger, year=year)


def trace_places(
    text: str, places: Iterable[Place], ledger: Ledger, *, year: int
) -> tuple[Trace, ...]:
    """As :func:`trace_figures`, for figures of ``text`` that were found before."""
    traces: list[Trace] = []
    sentence: list[tuple[Place, Trace]] = []
    for found in places:
        place = _in_measure_of_sheet(text, found, ledger)
        if sentence and sentence[0][0].sentence != place.sentence:
            traces += _settled(sentence)
            sentence = []
        sentence.append((place, _trace(text, place, ledger, year, sentence)))
    return (*traces, *_settled(sentence))


def _in_measure_of_sheet(text: str, place: Place, ledger: Ledger) -> Place:
    """The place with its figure read in a measure that only the sheet knows (3.2万度)."""
    figure = place.figure
    if figure.sort != "amount":
        return place
    at = figure.end - len(figure.measure)
    own = [measure for measure in ledger.own_measures if text.startswith(measure, at)]
    longest = max(own, key=len, default="")
    if len(longest) <= len(figure.measure):
        return place
    return replace(place, figure=replace(figure, measure=longest, end=at + len(longest)))


def show(value: Decimal, measure: str) -> str:
    """A value as the trade writes it: no exponent, measure behind."""
    return f"{value:f}{measure}"


def _trace(
    text: str,
    place: Place,
    ledger: Ledger,
    year: int,
    before: Sequence[tuple[Place, Trace]],
) -> Trace:
    match place.figure.sort:
        case "year":
            return _trace_year(text, place, ledger, year)
        case "date":
            return _trace_date(place, ledger)
        case "ordinal":
            return _trace_ordinal(text, place, ledger)
        case _:
            return _trace_amount(text, place, ledger, before)


# --- amounts -----------------------------------------------------------------------------------


def _trace_amount(
    text: str, place: Place, ledger: Ledger, before: Sequence[tuple[Place, Trace]]
) -> Trace:
    figure = place.figure
    rival = _rival(place, ledger)
    own = _own(place, ledger)
    if own and not _outdone(place, own, rival):
        return _as_period(place, own, ledger)
    if _announces_parts(text, place):
        return Trace(figure, "apart")
    return (
        _per_period(place, ledger, rival)
        or _derived(place, ledger, before)
        or _past_value(place, ledger, rival)
        or _rounded(place, ledger, rival)
        or _contradiction(place, ledger, own, rival)
    )


def _per_period(place: Place, ledger: Ledger, rival: Entry | None) -> Trace | None:
    """A year's count told by the month or quarter (每季度1次 of four times a year)."""
    lead = place.clause.text[: place.figure.start - place.clause.start]
    yearly = a_year(place.figure, lead)
    if yearly is None or rival is None or rival.standing != "value":
        return None
    agrees = same_amount(yearly, place.figure.measure, rival.value, rival.measure)
    return _as_period(place, rival, ledger) if agrees else None


def _rounded(place: Place, ledger: Ledger, rival: Entry | None) -> Trace | None:
    """A fact's value told in fewer digits under a bound that is true of it (突破1700亿元)."""
    if rival and rival.standing == "value" and rounds(place.figure, rival.value, rival.measure):
        return _as_period(place, rival, ledger)
    return None


def _announces_parts(text: str, place: Place) -> bool:
    """Whether the figure counts what the text goes on to list (做好5项工作：一是…)."""
    clause = place.clause
    return clause.stop in ("：", ":") and bool(_FIRST_PART.match(text, clause.end))


def _own(place: Place, ledger: Ledger) -> Entry | None:
    """The entry with this amount that the place speaks of best; None when none has the amount."""
    entries = [
        entry
        for entry in ledger.by_value.get(_base(place.figure), ())
        if same_amount(place.figure.value, place.figure.measure, entry.value, entry.measure)
        or _is_fall(place, entry)
    ]
    return max(entries, key=lambda entry: _fit(place, entry), default=None)


def _fit(place: Place, entry: Entry) -> tuple[float, bool]:
    told_back = bool(_LAST_YEAR.search(place.clause.text))
    return place.speaks_of(entry.label), (entry.standing == "previous") == told_back


def _is_fall(place: Place, entry: Entry) -> bool:
    """A negative growth is told as a fall without its sign: −2.1% is 下降2.1%."""
    return (
        entry.value < 0
        and same_measure(place.figure.measure, entry.measure)
        and -entry.value == place.figure.value
        and bool(_TOLD_AS_FALL.search(place.clause.text))
    )


def _rival(place: Place, ledger: Ledger) -> Entry | None:
    """The fact this place speaks of best among those in its measure, whatever their values."""
    rivals = [
        entry
        for entry in ledger.akin(place.before.pairs | place.behind.pairs)
        if entry.standing != "previous" and same_measure(place.figure.measure, entry.measure)
    ]
    best = max(rivals, key=lambda entry: place.speaks_of(entry.label), default=None)
    return best if best and place.speaks_of(best.label) >= RIVALS else None


def _outdone(place: Place, own: Entry, rival: Entry | None) -> bool:
    fit = place.speaks_of(own.label)
    if rival and rival.id != own.id and place.speaks_of(rival.label) >= fit + MARGIN:
        return True
    return fit < AGREES


def _as_period(place: Place, own: Entry, ledger: Ledger) -> Trace:
    """A traced figure, unless its clause tells it of another year than the entry's."""
    figure = place.figure
    said = _year_said(place)
    told_back = bool(_LAST_YEAR.search(place.clause.text)) or said == own.year
    if own.standing == "previous":
        verdict: Verdict = "previous" if told_back else "past value"
        return Trace(figure, verdict, own.id, _this_year(own))
    if said is not None and said != own.year and said != ledger.year:
        return Trace(figure, "wrong period", own.id, f"{own.year}年")
    return Trace(figure, "traced", own.id)


def _year_said(place: Place) -> int | None:
    """The year the clause gives right before its figure, unless it only compares with it."""
    at = place.figure.start - place.clause.start
    said = _SAID_YEAR.search(place.clause.text[:at])
    return int(said[1]) if said else None


def _this_year(entry: Entry) -> str:
    fact = entry.fact
    return show(fact.value, fact.measure) if fact and fact.value is not None else ""


def _past_value(place: Place, ledger: Ledger, rival: Entry | None) -> Trace | None:
    """Last year's value under the same label: a leak, or a target the head lets stand."""
    figure = place.figure
    if rival and rival.fact and rival.fact.previous is not None:
        fact = rival.fact
        if same_amount(figure.value, figure.measure, rival.fact.previous, fact.measure):
            return Trace(figure, "past value", fact.id, _this_year(rival))
    for entry in ledger.past_by_value.get(_base(figure), ()):
        if _same_label(place, entry) and same_amount(
            figure.value, figure.measure, entry.value, entry.measure
        ):
            if ledger.carries_targets and not _is_of(rival, place, entry):
                return Trace(figure, "carried", entry.id)
            return Trace(figure, "past value", entry.id, _this_year(rival) if rival else "")
    return None


def _is_of(rival: Entry | None, place: Place, target: Entry) -> bool:
    """Whether the sheet gives this place's own figure anew, so that last year's target goes."""
    return rival is not None and place.speaks_of(rival.label) >= place.speaks_of(target.label)


def _same_label(place: Place, entry: Entry) -> bool:
    said = place.before if place.before.words else place.behind
    return min(agreement(entry.label, said), agreement(said, entry.label)) >= RIVALS


def _contradiction(place: Place, ledger: Ledger, own: Entry | None, rival: Entry | None) -> Trace:
    figure = place.figure
    if own and rival:
        return Trace(figure, "wrong label", own.id, show(rival.value, rival.measure))
    if rival and rival.value == figure.value:
        return Trace(figure, "wrong measure", rival.id, show(rival.value, rival.measure))
    if rival:
        return Trace(figure, "contradicts", rival.id, show(rival.value, rival.measure))
    if own and len(figure.value.normalize().as_tuple().digits) >= _DISTINCT:
        return Trace(figure, "wrong label", own.id)
    return _wrong_measure(place, ledger) or Trace(figure, "untraced")


def _wrong_measure(place: Place, ledger: Ledger) -> Trace | None:
    figure = place.figure
    for entry in ledger.entries:
        if entry.value == figure.value and place.speaks_of(entry.label) >= RIVALS:
            return Trace(figure, "wrong measure", entry.id, show(entry.value, entry.measure))
    return None


def _base(figure: Figure) -> Decimal:
    return base_value(figure.value, figure.measure)


# --- figures recomputed from facts -------------------------------------------------------------


def _derived(place: Place, ledger: Ledger, before: Sequence[tuple[Place, Trace]]) -> Trace | None:
    """A growth, difference or share that facts bear out; or one of theirs that does not add up."""
    figure, compares = place.figure, bool(_CHANGE.search(place.clause.text))
    shares = bool(_SHARE.search(place.clause.text))
    if not compares and not shares:
        return None
    facts = _facts_told(place, ledger, before)
    changes = [(fact, change_of(figure, fact)) for fact in facts]
    for fact, change in changes:
        if change == abs(figure.value):
            return Trace(figure, "derived", fact.id)
    if shares and is_share(figure, [other.figure for other, told in before if told.supported]):
        return Trace(figure, "derived", before[-1][1].source)
    for fact, change in changes[:1]:
        if compares and change is not None:
            return Trace(figure, "does not add up", fact.id, show(change, figure.measure))
    return None


def _facts_told(place: Place, ledger: Ledger, before: Sequence[tuple[Place, Trace]]) -> list[Fact]:
    """Facts with last year's value that this sentence speaks of, the one told last first."""
    told = [trace.source for _, trace in reversed(before) if trace.source]
    near = [fact for item in told for fact, _ in ledger.compared if fact.id == item]
    return near + [fact for fact, label in ledger.compared if place.speaks_of(label) >= RIVALS]


def _settled(sentence: Sequence[tuple[Place, Trace]]) -> Iterator[Trace]:
    """The traces of a sentence, a 合计 judged by the parts listed before it."""
    for at, (place, trace) in enumerate(sentence):
        lead = place.clause.text[: place.figure.start - place.clause.start]
        is_total = trace.figure.sort == "amount" and trace.verdict != "traced"
        if is_total and _TOTAL.search(lead):
            yield _as_total(trace, [other.figure for other, _ in sentence[:at]])
        else:
            yield trace


def _as_total(trace: Trace, before: Sequence[Figure]) -> Trace:
    figure = trace.figure
    total = total_of(figure, before)
    if total is None:
        return trace
    if total == figure.value:
        return Trace(figure, "derived")
    return Trace(figure, "does not add up", "", show(total, figure.measure))


# --- years, dates, meetings --------------------------------------------------------------------


def _trace_year(text: str, place: Place, ledger: Ledger, year: int) -> Trace:
    figure, said = place.figure, int(place.figure.value)
    if said == year or _is_in_title(text, figure) or figure.text in ledger.standing:
        return Trace(figure, "said")
    if _ISSUED.match(text, figure.end):
        return Trace(figure, "said")
    before = place.clause.text[: figure.start - place.clause.start]
    looks_back = bool(_LOOKS_BACK.search(place.clause.text) or _REVIEWS.search(before))
    # 2026年， at the head of a sentence says when all of it happens; elsewhere a year may be told.
    places_all = figure.start == place.sentence.start and not looks_back
    if said in ledger.years and not (places_all and said < year):
        return Trace(figure, "said")
    if _tells_of_year(place, ledger, said):
        return Trace(figure, "said")
    if said == ledger.year - 1 and looks_back:
        return Trace(figure, "said")
    return Trace(figure, "stale year" if said < year else "untraced", "", f"{year}年")


def _tells_of_year(place: Place, ledger: Ledger, said: int) -> bool:
    """Whether the sentence tells a fact the sheet gives for that very year."""
    sentence = Wording.of(place.sentence.text)
    return any(
        entry.fact is not None
        and entry.fact.year == said
        and agreement(entry.label, sentence) >= RIVALS
        for entry in ledger.entries
        if entry.standing == "value"
    )


def _is_in_title(text: str, figure: Figure) -> bool:
    """Whether a figure stands inside 《》 or 〔〕, where it is part of a name."""
    before = text[: figure.start]
    return any(before.rfind(mark) > before.rfind(end) for mark, end in ("《》", "〔〕"))


def _trace_date(place: Place, ledger: Ledger) -> Trace:
    """A date some item gives; one that another item of the same event gives otherwise."""
    figure, sentence = place.figure, Wording.of(place.sentence.text)
    known = {item for item, date in ledger.dates if _same_day(figure, date)}
    fits = {item: agreement(ledger.wordings[item], sentence) for item, _ in ledger.dates}
    spoken_of = max(fits, key=lambda item: fits[item], default="")
    is_clear = fits.get(spoken_of, 0.0) >= RIVALS
    if known and (spoken_of in known or not is_clear):
        return Trace(figure, "said", spoken_of if spoken_of in known else min(known))
    if is_clear:
        right = next(date.text for item, date in ledger.dates if item == spoken_of)
        return Trace(figure, "contradicts", spoken_of, right)
    return Trace(figure, "untraced")


def _same_day(one: Figure, other: Figure) -> bool:
    """Whether two dates agree in every part that both write."""
    a, b = int(one.value), int(other.value)
    parts = ((a // 10000, b // 10000), (a // 100 % 100, b // 100 % 100), (a % 100, b % 100))
    return all(x == y for x, y in parts if x and y)


def _trace_ordinal(text: str, place: Place, ledger: Ledger) -> Trace:
    """A meeting or rank the sheet names, or one whose time the table of periods knows."""
    figure = place.figure
    if figure.text in ledger.said or figure.text in ledger.standing or _is_in_title(text, figure):
        return Trace(figure, "said")
    lead = place.clause.text[: figure.start - place.clause.start]
    if figure.measure == "周年" and anniversary(figure, lead, ledger.year):
        return Trace(figure, "said")
    sentence = place.sentence
    dated = find_dated(sentence.text)
    at = figure.start - sentence.start
    known = any(each.start <= at < each.end for each in dated)
    return Trace(figure, "said" if known else "untraced")
