"""Facts to blanks: which of this year's values stands where last year's stood.

Precision before recall: a doubtful match is no match, and is told with its candidates. Words are
weighed in ``likeness.py``; here measure, year and section must agree, and each fact and each blank
is given once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.likeness import THRESHOLD, Place, bare_label, bigrams, score, share
from assistant.sheet.facts import Fact
from corpus.figures import same_measure

MARGIN = 0.03
_NAMED = 0.3


@dataclass(frozen=True, slots=True)
class Doubt:
    """Facts and places of which some may belong together; none of them was filled."""

    facts: tuple[Fact, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """The id of the fact that fills each blank, by the blank's ref; and what was left in doubt."""

    filled: Mapping[str, str]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class _Pair:
    """A fact that may fill a place; ``order`` is the place's in reading order."""

    score: float
    order: int
    fact: Fact
    place: Place


def match_named(
    facts: Sequence[Fact],
    places: Sequence[Place],
    *,
    years: Mapping[str, int],
    homes: Mapping[str, str],
) -> Matching:
    """As :func:`match_facts`, once the facts that name their blank have been given it.

    A blank is named by its id (a workbook's 编号) and given only while the label still speaks of
    it: after a change in how reports are read an id may mean another. A fact whose value is open
    is given its blank when it is required, so that a hole stands there.
    """
    by_ref = {place.ref: place for place in places}
    reports = {place.ref.partition("#")[0] for place in places}
    named = {
        fact.blank: fact.id
        for fact in facts
        if fact.blank.partition("#")[0] in reports
        and _speaks_of(fact.label, by_ref.get(fact.blank))
    }
    taken = set(named.values())
    open_ids = {fact.id for fact in facts if fact.is_open and not fact.required}
    rest = match_facts(
        [fact for fact in facts if fact.id not in taken],
        [place for place in places if place.ref not in named],
        years=years,
        homes=homes,
    )
    given = {ref: fact for ref, fact in named.items() if fact not in open_ids}
    return Matching({**rest.filled, **given}, rest.doubts)


def _speaks_of(label: str, place: Place | None) -> bool:
    """Whether the label shares words with the blank's own; openings and endings have no place."""
    if place is None:
        return True
    own, theirs = bigrams(label), bigrams(place.words or place.clause)
    return label == place.words or max(share(own, theirs), share(theirs, own)) >= _NAMED


def match_facts(
    facts: Sequence[Fact],
    places: Sequence[Place],
    *,
    years: Mapping[str, int],
    homes: Mapping[str, str],
) -> Matching:
    """Which fact fills which blank, each at most one.

    Args:
        facts: Facts with a value; others are passed over.
        places: The blanks there are, in reading order.
        years: The year each fact (by id) is of; a place of another year is no place for it.
        homes: The section (by id) a fact's own ``section`` names; absent where it names none.
    """
    counted = [fact for fact in facts if fact.value is not None]
    measures = {fact.measure for fact in counted}
    ordered = {each: _in_measure(each, places) for each in measures}
    open_pairs = sorted(
        (
            _Pair(found, order, fact, place)
            for fact in counted
            for order, place in ordered[fact.measure]
            if _may(fact, place, years, homes) and (found := score(fact.label, place)) >= THRESHOLD
        ),
        key=lambda pair: (-pair.score, pair.order, pair.fact.id),
    )
    filled: dict[str, str] = {}
    doubts: list[Doubt] = []
    while open_pairs:
        best = open_pairs[0]
        rivals = _rivals(best, open_pairs)
        if rivals:
            doubts.append(_doubt((best, *rivals)))
        else:
            filled[best.place.ref] = best.fact.id
        gone = (best, *rivals)
        open_pairs = _without(open_pairs, gone)
    return Matching(filled, tuple(doubts))


def _in_measure(measure: str, places: Sequence[Place]) -> list[tuple[int, Place]]:
    """The places for amounts in this measure, each with its number in reading order."""
    return [each for each in enumerate(places) if same_measure(measure, each[1].measure)]


def _rivals(best: _Pair, pairs: Sequence[_Pair]) -> tuple[_Pair, ...]:
    """Pairs nearly as good that would put the fact elsewhere, or another fact in its place.

    Two blanks of one clause are told apart by their order, and are no rivals.
    """
    return tuple(pair for pair in pairs if _is_rival(pair, best))


def _is_rival(pair: _Pair, best: _Pair) -> bool:
    near = best.score - pair.score < MARGIN
    if pair.fact is best.fact:
        return near and _clause_of(pair.place) != _clause_of(best.place)
    same_words = bare_label(pair.fact.label) == bare_label(best.fact.label)
    return pair.place is best.place and (near or same_words)


def _clause_of(place: Place) -> str:
    return place.ref.rsplit(".", 1)[0]


def _doubt(pairs: Iterable[_Pair]) -> Doubt:
    ordered = sorted(pairs, key=lambda pair: (pair.order, len(pair.fact.id), pair.fact.id))
    return Doubt(
        tuple(dict.fromkeys(pair.fact for pair in ordered)),
        tuple(dict.fromkeys(pair.place for pair in ordered)),
    )


def _without(pairs: Sequence[_Pair], gone: Sequence[_Pair]) -> list[_Pair]:
    facts = {pair.fact.id for pair in gone}
    places = {pair.place.ref for pair in gone}
    return [pair for pair in pairs if pair.fact.id not in facts and pair.place.ref not in places]


def _may(fact: Fact, place: Place, years: Mapping[str, int], homes: Mapping[str, str]) -> bool:
    """Whether year and section let the fact stand there."""
    home = homes.get(fact.id)
    return years[fact.id] == place.year and (
        home is None or place.section == home or place.section.startswith(f"{home}.")
    )


def doubt_lines(doubts: Iterable[Doubt], shown: Callable[[Place], str]) -> tuple[str, ...]:
    """A Chinese line for each doubt: the facts, the places they may belong to, and what to do."""
    return tuple(_doubt_line(doubt, shown) for doubt in doubts)


def _doubt_line(doubt: Doubt, shown: Callable[[Place], str]) -> str:
    facts = "、".join(f"{fact.id}“{fact.label}”" for fact in doubt.facts)
    places = "；".join(shown(place) for place in doubt.places)
    which = "哪一条填这里" if len(doubt.facts) > 1 else "填哪一处"
    return (
        f"事实{facts}拿不准{which}，没有自动填入。去年的句子：{places}。"
        "请在事实表写明板块，或把指标写得与去年的说法一致"
    )
