"""Facts to blanks: which of this year's values stands where last year's stood.

Precision before recall: a doubtful match is no match, and is told with its candidates. The score
is the share of the label's character bigrams found in the blank's own words (0.75) and in its
sentence (0.25). The measure and the year must agree; words that tell two things apart (存款, 贷款;
每月, 全年) must not differ; and where label and blank put other words in one place (各项贷款余额,
普惠小微贷款余额) they count different things, however much else they share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from assistant.sheet.facts import Fact
from assistant.slotting import amount_span
from corpus.blanks import find_blanks
from corpus.figures import same_measure
from corpus.lexicon import lexicon
from corpus.matters import Statement

THRESHOLD = 0.5
MARGIN = 0.03
_AROUND = 0.7
_NAMED = 0.3
# A stretch of two characters is a word; the label's own words are looked for around the blank
# from three on, since 干部, 全市 and their like are often understood.
_WORD = 2
_TELLING_WORD = 3
_KEPT = re.compile(r"[^\u4e00-\u9fffA-Za-z]+")
_COUNTED = re.compile(r"(?:以上|以下|以内|左右|的|具体)*([\u4e00-\u9fff]{2,4})")


@dataclass(frozen=True, slots=True)
class Place:
    """A blank of the past report that a fact may fill.

    ``words`` are the blank's own (its label), ``clause`` and ``sentence`` what stands around it,
    ``heading`` what it stands under; ``behind`` the words right behind its measure, which name
    what is counted (2个党支部). ``section`` is the id of the outline section, ``year`` the year
    that section speaks of this time.
    """

    ref: str
    section: str
    words: str
    clause: str
    sentence: str
    measure: str
    year: int
    heading: str = ""
    behind: str = ""


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


def places_in(
    statement: Statement, at: int, ref: str, section: str, year: int, heading: str = ""
) -> Iterator[Place]:
    """The places for values in one clause of a statement; masked names are none.

    ``ref`` is the clause's id, to which each blank's place in it is added.
    """
    clause = statement.clauses[at].text
    for order, blank in enumerate(find_blanks(clause)):
        if blank.sort == "value":
            yield Place(
                ref=f"{ref}.{order}",
                section=section,
                words=blank.label,
                clause=clause,
                sentence=statement.text,
                measure=blank.measure,
                year=year,
                heading=heading,
                behind=clause[amount_span(clause, blank)[1] :],
            )


def bigrams(text: str) -> frozenset[str]:
    """The character bigrams of the words in ``text``, marks and digits apart."""
    runs = (run for run in _KEPT.split(text) if run)
    return frozenset(run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1)))


def share(of: frozenset[str], among: frozenset[str]) -> float:
    """Which part of ``of`` is found in ``among``; 0.0 when ``of`` is empty."""
    return len(of & among) / len(of) if of else 0.0


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
    open_pairs = sorted(
        (
            _Pair(score, order, fact, place)
            for fact in facts
            if fact.value is not None
            for order, place in enumerate(places)
            if _may(fact, place, years, homes) and (score := _score(fact.label, place)) >= THRESHOLD
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


def _rivals(best: _Pair, pairs: Sequence[_Pair]) -> tuple[_Pair, ...]:
    """Pairs nearly as good that would put the fact elsewhere, or another fact in its place.

    Two blanks of one clause are told apart by their order, and are no rivals.
    """
    return tuple(pair for pair in pairs if _is_rival(pair, best))


def _is_rival(pair: _Pair, best: _Pair) -> bool:
    near = best.score - pair.score < MARGIN
    if pair.fact is best.fact:
        return near and _clause_of(pair.place) != _clause_of(best.place)
    same_words = _bare(pair.fact.label) == _bare(best.fact.label)
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


# -- whether a fact may stand there at all ------------------------------------------------------


def _may(fact: Fact, place: Place, years: Mapping[str, int], homes: Mapping[str, str]) -> bool:
    home = homes.get(fact.id)
    return (
        same_measure(fact.measure, place.measure)
        and years[fact.id] == place.year
        and (home is None or place.section == home or place.section.startswith(f"{home}."))
        and _rhythm(fact.label) == _rhythm(place.clause)
        and not _differ(fact.label, place)
        and _counts(fact.label, place.behind)
        and not _other_words(fact.label, place)
    )


def _rhythm(text: str) -> frozenset[str]:
    table = lexicon("matching")
    return frozenset(word for word in table["rhythm"] if word in text) - set(table["yearly"])


def _differ(label: str, place: Place) -> bool:
    table = lexicon("matching")
    words = _from_label_on(place.words, label)
    told = any(word in words and word not in label for word in table["telling"])
    around = place.words + place.sentence + place.heading
    narrowed = any(
        (word in place.words) > (word in label) or (word in label) > (word in around)
        for word in table["narrowing"]
    )
    return told or narrowed or any(_of_other_kind(label, words, each) for each in table["distinct"])


def _from_label_on(words: str, label: str) -> str:
    """The words from where the label stands in them whole; what comes before is circumstance."""
    at = words.find(label)
    return words[at:] if at >= 0 else words


def _of_other_kind(label: str, words: str, group: Iterable[str]) -> bool:
    in_label = {word for word in group if word in label}
    in_words = {word for word in group if word in words}
    return bool(in_label and in_words and not in_label & in_words)


def _counts(label: str, behind: str) -> bool:
    """Whether the noun behind the number, if one stands there, is one the label knows."""
    counted = _COUNTED.match(behind)
    return counted is None or bool(bigrams(counted[1]) & bigrams(label))


def _other_words(label: str, place: Place) -> bool:
    """Whether label and blank differ by a word, or the label says what nothing here says."""
    own, theirs = _bare(label), _bare(place.words)
    around = place.words + place.sentence + place.heading
    for tag, a, b, c, d in SequenceMatcher(None, own, theirs, autojunk=False).get_opcodes():
        alone, instead = _only_in(own[a:b], theirs), theirs[c:d]
        if tag == "replace" and len(alone) >= _WORD and _is_other(instead, own):
            return True
        if (
            tag in ("replace", "delete")
            and len(alone) >= _TELLING_WORD
            and not _said(alone, around)
        ):
            return True
    return False


def _is_other(words: str, label: str) -> bool:
    """Whether words that stand in a label's place count something else; who acts does not."""
    return bool(_only_in(words, label)) and words not in lexicon("matching")["actors"]


def _only_in(words: str, others: str) -> str:
    """The characters of ``words`` that do not stand in ``others``, in order."""
    return "".join(char for char in words if char not in others)


def _said(words: str, around: str) -> bool:
    """Whether half of the characters stand around the blank."""
    return sum(char in around for char in words) * 2 >= len(words)


def bare_label(label: str) -> str:
    """What a label counts, without marks and the words said of any count (开展, 累计)."""
    return _bare(label)


def likeness(label: str, place: Place) -> float:
    """How far a place speaks of a label, whatever its measure; 0.0 where the words differ."""
    if _differ(label, place) or _other_words(label, place):
        return 0.0
    return _score(label, place)


@cache
def _bare(text: str) -> str:
    return _KEPT.sub("", _stock().sub("", text))


@cache
def _stock() -> re.Pattern[str]:
    return re.compile("|".join(lexicon("matching")["stock"]))


# -- how well it stands there -------------------------------------------------------------------


def _score(label: str, place: Place) -> float:
    wanted = bigrams(label)
    own = share(wanted, bigrams(place.words))
    back = share(bigrams(_stock().sub("", place.words)), wanted)
    around = share(wanted, bigrams(place.sentence) | bigrams(place.heading))
    score = 0.75 * own + 0.25 * around
    if around >= _AROUND and _is_short_for(place.words, label):
        score = max(score, THRESHOLD)
    speaks_of_it = back >= 0.2 or (own >= 0.8 and len(wanted) >= 5)
    return round(score + 0.1 * back, 4) if speaks_of_it else 0.0


def _is_short_for(words: str, label: str) -> bool:
    """化解陈案 is short for 化解非法集资陈案: its characters stand in the label, in order."""
    rest = iter(label)
    bare = _bare(words)
    long_enough = len(bare) >= 3 or (len(bare) == _WORD and label.endswith(bare))
    return long_enough and all(char in rest for char in bare)


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
