"""Whether a figure in a text is a fact: value, measure, label and year, decided only here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from assistant.ledger import Entry, Ledger, Place, Wording, agreement, base_value, places_of
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

_PARTS = re.compile(r"个?(?:方面|部分|点意见|点要求|点|件事|项重点|大类)")
_LAST_YEAR = re.compile(r"上年|去年|上一年|同期")
_LOOKS_BACK = re.compile(
    r"上年|去年|同期|以来|[较比]|度?考核|巡[察视]|审计|反馈|整改|年报|决算|评议|印发|出台|收官"
)
_CHANGE = re.compile(
    r"同比|[较比](?:上年|去年|同期|年初|\d{4}年)|"
    r"增长|下降|增加|减少|上升|提高|降低|回落|压减"
)
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
    for place in places:
        if sentence and sentence[0][0].sentence != place.sentence:
            traces += _settled(sentence)
            sentence = []
        sentence.append((place, _trace(text, place, ledger, year, sentence)))
    return (*traces, *_settled(sentence))


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
            return _trace_amount(place, ledger, before)


# --- amounts -----------------------------------------------------------------------------------


def _trace_amount(place: Place, ledger: Ledger, before: Sequence[tuple[Place, Trace]]) -> Trace:
    figure = place.figure
    if _PARTS.fullmatch(figure.measure):
        return Trace(figure, "apart")
    rival = _rival(place, ledger)
    own = _own(place, ledger)
    if own and not _outdone(place, own, rival):
        return _as_period(place, own, ledger)
    return (
        _derived(place, ledger, before)
        or _past_value(place, ledger, rival)
        or _contradiction(place, ledger, own, rival)
    )


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
        and bool(re.search(r"下降|减少|回落|降低", place.clause.text))
    )


def _rival(place: Place, ledger: Ledger) -> Entry | None:
    """The fact this place speaks of best among those in its measure, whatever their values."""
    rivals = [
        entry
        for entry in ledger.entries
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
            if ledger.carries_targets and not rival:
                return Trace(figure, "carried", entry.id)
            return Trace(figure, "past value", entry.id, _this_year(rival) if rival else "")
    return None


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
    if not _CHANGE.search(place.clause.text) and not _SHARE.search(place.clause.text):
        return None
    facts = _facts_told(place, ledger, before)
    for entry in facts:
        if any(_rounds_to(place.figure, value) for value in _changes(place.figure, entry)):
            return Trace(place.figure, "derived", entry.id)
    if _share_holds(place, before):
        return Trace(place.figure, "derived", before[-1][1].source)
    nearest = facts[0] if facts else None
    expected = _changes(place.figure, nearest) if nearest else ()
    if nearest and expected and _CHANGE.search(place.clause.text):
        places = _quantum(place.figure)
        right = show(abs(expected[0]).quantize(places, ROUND_HALF_UP), place.figure.measure)
        return Trace(place.figure, "does not add up", nearest.id, right)
    return None


def _facts_told(place: Place, ledger: Ledger, before: Sequence[tuple[Place, Trace]]) -> list[Entry]:
    """Facts with last year's value that this sentence speaks of, the one told last first."""
    with_previous = [
        entry
        for entry in ledger.entries
        if entry.standing == "value" and entry.fact and entry.fact.previous is not None
    ]
    told = [trace.source for _, trace in reversed(before) if trace.source]
    near = [entry for item in told for entry in with_previous if entry.id == item]
    return near + [entry for entry in with_previous if place.speaks_of(entry.label) >= RIVALS]


def _changes(figure: Figure, entry: Entry) -> tuple[Decimal, ...]:
    """What the change from last year's value comes to in the figure's measure."""
    fact = entry.fact
    if not fact or fact.value is None or fact.previous is None:
        return ()
    step = fact.value - fact.previous
    if figure.measure.endswith("百分点"):
        return (step,) if fact.measure == "%" else ()
    if figure.measure == "%":
        return (step / fact.previous * 100,) if fact.previous and fact.measure != "%" else ()
    if same_measure(figure.measure, fact.measure):
        scale = base_value(Decimal(1), figure.measure)
        return (step * base_value(Decimal(1), fact.measure) / scale,)
    return ()


def _quantum(figure: Figure) -> Decimal:
    return Decimal(1).scaleb(min(0, int(figure.value.as_tuple().exponent)))


def _rounds_to(figure: Figure, value: Decimal) -> bool:
    return abs(value).quantize(_quantum(figure), ROUND_HALF_UP) == abs(figure.value)


def _share_holds(place: Place, before: Sequence[tuple[Place, Trace]]) -> bool:
    if place.figure.measure != "%" or not _SHARE.search(place.clause.text):
        return False
    amounts = [other.figure for other, trace in before if trace.supported]
    return any(
        same_measure(part.measure, whole.measure)
        and _base(whole)
        and _rounds_to(place.figure, _base(part) / _base(whole) * 100)
        for part in amounts
        for whole in amounts
        if part is not whole
    )


def _settled(sentence: Sequence[tuple[Place, Trace]]) -> Iterator[Trace]:
    """The traces of a sentence, a 合计 judged by the parts listed before it."""
    for at, (place, trace) in enumerate(sentence):
        yield _as_total(place, trace, sentence[:at]) if trace.figure.sort == "amount" else trace


def _as_total(place: Place, trace: Trace, before: Sequence[tuple[Place, Trace]]) -> Trace:
    figure = place.figure
    lead = place.clause.text[: figure.start - place.clause.start]
    if trace.verdict == "traced" or not _TOTAL.search(lead):
        return trace
    parts = [
        other.figure
        for other, told in before
        if told.figure.sort == "amount" and same_measure(other.figure.measure, figure.measure)
    ]
    if len(parts) < 2:
        return trace
    total = sum((_base(part) for part in parts), Decimal(0))
    if total == _base(figure):
        return Trace(figure, "derived")
    right = total / base_value(Decimal(1), figure.measure)
    return Trace(figure, "does not add up", "", show(right.normalize(), figure.measure))


# --- years, dates, meetings --------------------------------------------------------------------


def _trace_year(text: str, place: Place, ledger: Ledger, year: int) -> Trace:
    figure, said = place.figure, int(place.figure.value)
    if said == year or _is_in_title(text, figure) or figure.text in ledger.standing:
        return Trace(figure, "said")
    looks_back = bool(_LOOKS_BACK.search(place.clause.text))
    # 2026年， at the head of a sentence says when all of it happens; elsewhere a year may be told.
    places_all = figure.start == place.sentence.start and not looks_back
    if said in ledger.years and not (places_all and said < year):
        return Trace(figure, "said")
    if said == ledger.year - 1 and looks_back:
        return Trace(figure, "said")
    return Trace(figure, "stale year" if said < year else "untraced", "", f"{year}年")


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
    sentence = place.sentence
    dated = find_dated(sentence.text)
    at = figure.start - sentence.start
    known = any(each.start <= at < each.end for each in dated)
    return Trace(figure, "said" if known else "untraced")
