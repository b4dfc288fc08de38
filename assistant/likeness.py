"""Likeness: how far the words at a blank speak of a label, and when they count something else.

The score is the share of the label's character bigrams found in the blank's own words (0.75) and
in its sentence and heading (0.25). Words that tell two things apart (存款, 贷款; 每月, 全年) must
not differ; and where label and blank put other words in one place (各项贷款余额, 普惠小微贷款余额)
they count different things, however much else they share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from assistant.slotting import amount_span
from corpus.blanks import find_blanks
from corpus.lexicon import lexicon
from corpus.matters import Statement

THRESHOLD = 0.5
"""From here on a place speaks of a label."""

_AROUND = 0.7
# A stretch of two characters is a word; the label's own words are looked for around the blank
# from three on, since 干部, 全市 and their like are often understood.
_WORD = 2
_TELLING_WORD = 3
_ALONE = 0.5
_KEPT = re.compile(r"[^\u4e00-\u9fffA-Za-z]+")
_COMPARES = re.compile(r"同比|环比|[较比](?:上年|去年|年初|同期)")
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


def places_in(
    statement: Statement, at: int, ref: str, section: str, year: int, heading: str = ""
) -> Iterator[Place]:
    """The places for values in one clause of a statement; masked names are none.

    ``ref`` is the clause's id, to which each blank's place in it is added.
    """
    clause = statement.clauses[at].text
    values = [blank for blank in find_blanks(clause) if blank.sort == "value"]
    for order, blank in enumerate(find_blanks(clause)):
        if blank.sort == "value":
            compared = _compared_with(statement, at, blank.label, values.index(blank), len(values))
            yield Place(
                ref=f"{ref}.{order}",
                section=section,
                words=_in_full(compared),
                clause=clause,
                sentence=statement.text,
                measure=blank.measure,
                year=year,
                heading=heading,
                behind=clause[amount_span(clause, blank)[1] :],
            )


def _compared_with(statement: Statement, at: int, label: str, order: int, count: int) -> str:
    """The label of a bare comparison (同比增长) after what it compares: 各项贷款余额同比增长.

    ``order`` is its place among the ``count`` values of its clause: 同比分别增长 goes by it.
    """
    if not _COMPARES.match(label):
        return label
    for clause in reversed(statement.clauses[:at]):
        labels = [blank.label for blank in find_blanks(clause.text) if blank.sort == "value"]
        if labels and not _COMPARES.match(labels[-1]):
            return compared_of(labels, order, count) + label
    return label


def compared_of(labels: Sequence[str], order: int, count: int) -> str:
    """Which of the labels told before a comparison is of: its own by order, else the last."""
    return labels[order] if len(labels) == count else labels[-1]


@lru_cache(maxsize=16384)
def bigrams(text: str) -> frozenset[str]:
    """The character bigrams of the words in ``text``, marks and digits apart."""
    runs = (run for run in _KEPT.split(text) if run)
    return frozenset(run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1)))


def share(of: frozenset[str], among: frozenset[str]) -> float:
    """Which part of ``of`` is found in ``among``; 0.0 when ``of`` is empty."""
    return len(of & among) / len(of) if of else 0.0


def score(label: str, place: Place) -> float:
    """How far the place speaks of the label, 1.1 at most; 0.0 where it counts something else."""
    label = _in_full(label)
    if bool(_COMPARES.search(label)) != bool(_COMPARES.search(place.words)):
        return 0.0
    if _rhythm(label) != _rhythm(place.clause) or not _counts(label, place.behind):
        return 0.0
    return likeness(label, place)


def _rhythm(text: str) -> frozenset[str]:
    table = lexicon("matching")
    return frozenset(word for word in table["rhythm"] if word in text) - set(table["yearly"])


def _differ(label: str, place: Place) -> bool:
    table = lexicon("matching")
    words = _from_label_on(place.words, label)
    for two, one in table["joined"].items():
        label, words = label.replace(two, one), words.replace(two, one)
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
        if _turns(own[a:b], instead):
            return True
        if tag == "replace" and len(alone) >= _WORD and _is_other(instead, own):
            return True
        if (
            tag in ("replace", "delete")
            and len(alone) >= _TELLING_WORD
            and not _said(alone, around)
        ):
            return True
    return False


def _turns(own: str, theirs: str) -> bool:
    """Whether one character makes another thing of it: 直接 and 间接, 现场 and 非现场."""
    table = lexicon("matching")
    pair = {own, theirs}
    return any(pair == set(two) for two in table["opposites"]) or any(
        pair == {"", mark} for mark in table["turning"]
    )


def _is_other(words: str, label: str) -> bool:
    """Whether words that stand in a label's place count something else; who acts does not."""
    return bool(_only_in(words, label)) and words not in lexicon("matching")["actors"]


def _only_in(words: str, others: str) -> str:
    """The characters of ``words`` that do not stand in ``others``, in order."""
    return "".join(char for char in words if char not in others)


def _said(words: str, around: str) -> bool:
    """Whether half of the characters stand around the blank."""
    return sum(char in around for char in words) * 2 >= len(words)


@lru_cache(maxsize=8192)
def _in_full(text: str) -> str:
    """The text with meetings named in full: 召开党组会 is 召开党组会议."""
    return _meetings().sub(r"\g<0>议", text)


@cache
def _meetings() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(lexicon('matching')['meetings'])})会(?!议)")


def bare_label(label: str) -> str:
    """What a label counts, without marks and the words said of any count (开展, 累计)."""
    return _bare(label)


def likeness(label: str, place: Place) -> float:
    """As :func:`score`, whatever the rhythm and the noun behind the number."""
    label = _in_full(label)
    if _differ(label, place) or _other_words(label, place):
        return 0.0
    return _score(label, place)


@lru_cache(maxsize=8192)
def _bare(text: str) -> str:
    return _KEPT.sub("", _stock().sub("", text))


@cache
def _stock() -> re.Pattern[str]:
    return re.compile("|".join(lexicon("matching")["stock"]))


def _score(label: str, place: Place) -> float:
    wanted = bigrams(label)
    own = share(wanted, bigrams(place.words))
    back = share(bigrams(_stock().sub("", place.words)), wanted)
    around = share(wanted, bigrams(place.sentence) | bigrams(place.heading))
    score = 0.75 * own + 0.25 * around
    if around >= _AROUND and _is_short_for(place.words, label):
        score = max(score, THRESHOLD)
    # 党员 is no 发展党员: a label of one word names a blank that says little more.
    if len(wanted) == 1 and back < _ALONE:
        return 0.0
    speaks_of_it = back >= 0.2 or (own >= 0.8 and len(wanted) >= 5)
    return round(score + 0.1 * back, 4) if speaks_of_it else 0.0


def _is_short_for(words: str, label: str) -> bool:
    """化解陈案 is short for 化解非法集资陈案: its characters stand in the label, in order."""
    rest = iter(label)
    bare = _bare(words)
    long_enough = len(bare) >= 3 or (len(bare) == _WORD and label.endswith(bare))
    return long_enough and all(char in rest for char in bare)
