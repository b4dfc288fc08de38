"""Facts to blanks: which of this year's values stands where last year's stood.

Precision before recall: a doubtful match is no match. The score is the share of the label's
character bigrams found in the blank's own words (0.75) and in its sentence (0.25); the measure
must agree, and words that tell two things apart (存款, 贷款; 每月, 全年) must not differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.sheet.facts import Fact
from corpus.figures import same_measure
from corpus.lexicon import lexicon

THRESHOLD = 0.5
MARGIN = 0.03
_AROUND = 0.7
_KEPT = re.compile(r"[^\u4e00-\u9fffA-Za-z]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A blank of the past report that a fact may fill.

    ``words`` are the blank's own (its label), ``clause`` and ``sentence`` what stands around it;
    ``section`` the id of the outline section, ``year`` the year that section speaks of this time.
    """

    ref: str
    section: str
    words: str
    clause: str
    sentence: str
    measure: str
    year: int


def bigrams(text: str) -> frozenset[str]:
    """The character bigrams of the words in ``text``, marks and digits apart."""
    runs = (run for run in _KEPT.split(text) if run)
    return frozenset(run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1)))


def share(of: frozenset[str], among: frozenset[str]) -> float:
    """Which part of ``of`` is found in ``among``; 0.0 when ``of`` is empty."""
    return len(of & among) / len(of) if of else 0.0


def match_facts(
    facts: Sequence[Fact],
    places: Sequence[Place],
    *,
    years: Mapping[str, int],
    homes: Mapping[str, str],
) -> dict[str, str]:
    """The fact that fills each blank, keyed by the blank's ref; blanks without one are absent.

    Args:
        facts: Facts with a value; others are passed over.
        places: The blanks there are, in reading order.
        years: The year each fact (by id) is of; a place of another year is no place for it.
        homes: The section (by id) a fact's own ``section`` names; absent where it names none.
    """
    scored = sorted(
        (
            (score, -order, fact.id, place.ref)
            for fact in facts
            if fact.value is not None
            for order, place in enumerate(places)
            if _may(fact, place, years, homes) and (score := _score(fact.label, place)) >= THRESHOLD
        ),
        reverse=True,
    )
    doubtful = _doubtful(scored)
    matched: dict[str, str] = {}
    for _, _, fact_id, ref in scored:
        if fact_id not in doubtful and fact_id not in matched.values() and ref not in matched:
            matched[ref] = fact_id
    return matched


def _doubtful(scored: Sequence[tuple[float, int, str, str]]) -> set[str]:
    """Facts whose two best places in different clauses score alike."""
    best: dict[str, list[tuple[float, str]]] = {}
    for score, _, fact_id, ref in scored:
        best.setdefault(fact_id, []).append((score, ref.rsplit(".", 1)[0]))
    return {
        fact_id
        for fact_id, rows in best.items()
        if len(rows) > 1 and rows[0][0] - rows[1][0] < MARGIN and rows[0][1] != rows[1][1]
    }


def _may(fact: Fact, place: Place, years: Mapping[str, int], homes: Mapping[str, str]) -> bool:
    home = homes.get(fact.id)
    return (
        same_measure(fact.measure, place.measure)
        and years[fact.id] == place.year
        and (home is None or place.section == home or place.section.startswith(f"{home}."))
        and _same_rhythm(fact.label, place.clause)
        and not _differ(fact.label, place)
    )


def _score(label: str, place: Place) -> float:
    wanted = bigrams(label)
    own = bigrams(place.words)
    back = share(_without_stock(place.words), wanted)
    around = share(wanted, bigrams(place.sentence))
    score = 0.75 * share(wanted, own) + 0.25 * around
    if around >= _AROUND and _is_short_for(place.words, label):
        score = max(score, THRESHOLD)
    return round(score + 0.1 * back, 4) if back >= 0.2 else 0.0


def _is_short_for(words: str, label: str) -> bool:
    """化解陈案 is short for 化解非法集资陈案: its characters stand in the label, in order."""
    rest = iter(label)
    bare = re.sub("|".join(lexicon("matching")["stock"]), "", words)
    return len(bare) >= 3 and all(char in rest for char in bare)


@cache
def _without_stock(words: str) -> frozenset[str]:
    return bigrams(re.sub("|".join(lexicon("matching")["stock"]), "", words))


def _same_rhythm(label: str, clause: str) -> bool:
    return _rhythm(label) == _rhythm(clause)


def _rhythm(text: str) -> frozenset[str]:
    table = lexicon("matching")
    return frozenset(word for word in table["rhythm"] if word in text) - set(table["yearly"])


def _differ(label: str, place: Place) -> bool:
    table = lexicon("matching")
    told = (word for word in table["telling"] if word in place.words and word not in label)
    return any(True for _ in told) or any(
        _of_other_kind(label, place.words, group) for group in table["distinct"]
    )


def _of_other_kind(label: str, words: str, group: Iterable[str]) -> bool:
    in_label = {word for word in group if word in label}
    in_words = {word for word in group if word in words}
    return bool(in_label and in_words and not in_label & in_words)
