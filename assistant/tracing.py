"""Whether a figure in a text is a fact: value, measure, label and year, decided only here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.derived import a_year, change_of, is_share, total_of
from assistant.labels import SAME_THING, Place, agreement, base_value, places_of
from assistant.ledger import Entry, Ledger
from assistant.sheet.facts import Fact
from assistant.sheet.sayings import rounds
from assistant.trace import Trace, Verdict, show
from assistant.tracing_counts import called_so, stepped
from assistant.tracing_dates import trace_date, trace_ordinal, trace_year
from corpus.figures import Figure, same_amount, same_measure

# Set by hand on the invented bureau's drafts: a third of a label's words will do for its own
# value; a rival must speak of the place clearly better before a figure is taken for its value.
_AGREES = 0.3
_CLEARLY = 0.2
# A value this long is told again by design, not by chance (2次 stands everywhere).
_DISTINCT = 3

_FIRST_PART = re.compile(r"一[是要]|第一|首先|$")
_LAST_YEAR = re.compile(r"上年|去年|上一年|同期")
_CHANGE = re.compile(
    r"同比|[较比](?:上年|去年|同期|年初|\d{4}年)|"
    r"增长|下降|增加|减少|上升|提高|降低|回落|压减"
)
# A minus before the number says it too: 同比增速-7.9%.
_TOLD_AS_FALL = re.compile(r"下降|减少|回落|降低|[-－−]\d")
_SHARE = re.compile(r"占比?")
_SAID_YEAR = re.compile(r"(?<![较比自从])(20\d{2})年(?!以来|起|版|度?考核)[^，；。]*$")
_TOTAL = re.compile(r"合计|共计|总计")


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
    return replace(place, figure=figure._replace(measure=longest, end=at + len(longest)))


def _trace(
    text: str,
    place: Place,
    ledger: Ledger,
    year: int,
    before: Sequence[tuple[Place, Trace]],
) -> Trace:
    match place.figure.sort:
        case "year":
            return trace_year(text, place, ledger, year)
        case "date":
            return trace_date(place, ledger)
        case "ordinal":
            return trace_ordinal(text, place, ledger)
        case _:
            return _trace_amount(text, place, ledger, before)


# --- amounts -----------------------------------------------------------------------------------


def _trace_amount(
    text: str, place: Place, ledger: Ledger, before: Sequence[tuple[Place, Trace]]
) -> Trace:
    figure = place.figure
    if beside := called_so(place, ledger):
        return _beside_others(place, *beside, ledger)
    if end := stepped(place, ledger):
        return _at_end_of_step(figure, *end)
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


def _beside_others(place: Place, called: Entry, valued: Entry, ledger: Ledger) -> Trace:
    """The verdict on a count beside others in its clause, where the sheet tells both by name."""
    if called == valued:
        return _as_period(place, called, ledger)
    return Trace(place.figure, "wrong label", valued.id, show(called.value, called.measure))


def _at_end_of_step(figure: Figure, entry: Entry, agrees: bool) -> Trace:
    """The verdict on an end of 由3家减至1家."""
    if not agrees:
        return Trace(figure, "contradicts", entry.id, show(entry.value, entry.measure))
    return Trace(figure, "previous" if entry.standing == "previous" else "traced", entry.id)


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
    return best if best and place.speaks_of(best.label) >= SAME_THING else None


def _outdone(place: Place, own: Entry, rival: Entry | None) -> bool:
    fit = place.speaks_of(own.label)
    if rival and rival.id != own.id and place.speaks_of(rival.label) >= fit + _CLEARLY:
        return True
    return fit < _AGREES


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
    return min(agreement(entry.label, said), agreement(said, entry.label)) >= SAME_THING


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
        if entry.value == figure.value and place.speaks_of(entry.label) >= SAME_THING:
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
    return near + [fact for fact, label in ledger.compared if place.speaks_of(label) >= SAME_THING]


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
