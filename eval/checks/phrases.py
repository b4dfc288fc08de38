"""W701, W702, W705: set phrases word for word and in order, quotations against the guidance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from assistant.labels import bare_of_quotes
from corpus.literals import Literals
from corpus.phrases import find_set_phrases
from eval.checks.remarks import at_offsets, quoted
from eval.examined import Examined
from eval.finding import Finding
from eval.grounds import Grounds
from eval.rules import rules

_QUOTED = re.compile(r"“([^“”\n]{4,10})”")
# One item of another kind may stand between two of a list that is being told in full.
_JOINT = re.compile(r"[、和与及]{0,2}(?:[^，。；、\n]{2,8}[、和与及]{1,2})?")
_PLAIN_JOINT = re.compile(r"[、和与及]{0,2}")
_FAR = re.compile(r"[。；！？\n]")
# Terms further apart than this are not said in one breath.
_REACH = 12
_SPEAKER = r"(?:总书记|书记|市长|省长|全会|大会|会议|讲话|报告|二十大|中央|省委|市委|国务院)"
_QUOTATION = re.compile(
    rf"{_SPEAKER}[^“”。；\n]{{0,20}}(?:强调|指出|要求|提出|明确|号召|告诫|讲到)"
    r"[^“”，。；\n]{0,4}[，：:]?“(?P<said>[^“”\n]{10,200})”"
)
_LONG_PHRASE = 6
_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class _Exact:
    """A phrase that must stand word for word, with other wordings that are as good."""

    phrase: str
    also: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class _Order:
    terms: tuple[str, ...]
    pattern: re.Pattern[str]
    whole: bool
    source: str


@dataclass(frozen=True, slots=True)
class _Slip:
    start: int
    end: int
    right: str
    source: str


def word_for_word(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """W701: a set phrase with a wrong character, a wrong verb, or an item missing."""
    text = examined.text
    slips = [*_near_misses(text, grounds.rules.phrases), *_wrong_verbs(text), *_incomplete(text)]
    taken = -1
    for slip in sorted(slips, key=lambda each: (each.start, -each.end)):
        if slip.start < taken:
            continue
        taken = slip.end
        message = (
            f"{quoted(text[slip.start : slip.end])}与通行提法不一致，"
            f"应为{quoted(slip.right)}（{slip.source}），请核对。"
        )
        section = examined.heading_of(examined.piece_at(slip.start))
        yield at_offsets("W701", examined, section, slip.start, slip.end, message, slip.right)


def order_of_phrases(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """W702: set phrases that are said in a fixed order, told in another."""
    for order in _orders_in(examined.text):
        for run in _runs(order, examined.text):
            ranks = [order.terms.index(term[0]) for term in run]
            if ranks == sorted(ranks):
                continue
            start, end = run[0].start(), run[-1].end()
            message = (
                f"次序应为{quoted('、'.join(sorted_terms(order, run)))}（{order.source}），请调整。"
            )
            section = examined.heading_of(examined.piece_at(start))
            suggestion = _reordered(order, run, examined.text)
            yield at_offsets("W702", examined, section, start, end, message, suggestion)


def quotations(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """W705: words told as somebody's that stand in no guidance of the sheet."""
    if grounds.ledger is None:
        return
    known = _LETTERS.sub("", grounds.ledger.said + grounds.ledger.standing)
    for found in _QUOTATION.finditer(examined.text):
        said = found["said"]
        if _LETTERS.sub("", bare_of_quotes(said)) in known:
            continue
        start, end = found.span("said")
        message = (
            f"引文{quoted(said)}在事实表的上级精神里找不到，"
            "请核对原文后补入上级精神，否则去掉引号。"
        )
        section = examined.heading_of(examined.piece_at(start))
        yield at_offsets("W705", examined, section, start, end, message)


# --- a wrong character -------------------------------------------------------------------------


@cache
def _exact() -> tuple[_Exact, ...]:
    return tuple(
        _Exact(row["phrase"], tuple(row.get("also", ())), row["source"])
        for row in rules("phrases")["exact"]
    )


def _near_misses(text: str, own: tuple[tuple[str, str], ...]) -> Iterator[_Slip]:
    held = _exact_halves().within(text) | _halves_of(own).within(text)
    for entry in (*_exact(), *(_Exact(phrase, (), source) for phrase, source in own)):
        for start, end in _near(entry.phrase, text, held):
            found = text[start:end]
            listed = any(wording in text[start - 1 : end + 2] for wording in entry.also)
            if not listed and not _is_known(found):
                yield _Slip(start, end, entry.phrase, entry.source)
    for match in _QUOTED.finditer(text):
        for term in _quoted_terms().get((len(match[0]), match[0][:2]), ()):
            if _differ_by_one(match[0], term) and not _is_known(match[0]):
                yield _Slip(*match.span(), term, "固定提法")


@cache
def _quoted_terms() -> dict[tuple[int, str], list[str]]:
    """The quoted terms by their length and how they begin."""
    terms: dict[tuple[int, str], list[str]] = {}
    for term in rules("phrases")["quoted"]:
        terms.setdefault((len(term), term[:2]), []).append(term)
    return terms


@cache
def _exact_halves() -> Literals:
    return Literals(half for entry in _exact() for half, _ in _halves(entry.phrase))


@lru_cache(maxsize=8)
def _halves_of(own: tuple[tuple[str, str], ...]) -> Literals:
    return Literals(half for phrase, _ in own for half, _ in _halves(phrase))


def _halves(phrase: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """Both halves of a phrase, and where in it they begin."""
    middle = len(phrase) // 2
    return (phrase[:middle], 0), (phrase[middle:], middle)


def _near(phrase: str, text: str, held: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where ``text`` has the phrase with one character changed, dropped, or two changed about.

    One half of the phrase must then stand as it is: that is what is looked for. ``held`` are the
    halves that stand in the text at all.
    """
    for half, offset in _halves(phrase):
        at = text.find(half) if half in held else -1
        while at >= 0:
            yield from _slipped(phrase, text, at, offset, len(half))
            at = text.find(half, at + 1)


def _slipped(phrase: str, text: str, at: int, offset: int, half: int) -> Iterator[tuple[int, int]]:
    """The slip whose right half stands at ``at``, and is ``phrase[offset:offset + half]``."""
    length = len(phrase)
    start = at - offset
    if start >= 0 and text.startswith(phrase, start):
        return
    if start >= 0 and _is_slip(phrase, text[start : start + length]):
        yield start, start + length
        return
    first = at if offset == 0 else at + half - (length - 1)
    short = text[first : first + length - 1] if first >= 0 else ""
    # Of a short phrase the rest may be words of its own (凝聚力, not 凝心聚力).
    if length >= _LONG_PHRASE and _is_dropped(phrase, short):
        yield first, first + length - 1


def _is_slip(phrase: str, found: str) -> bool:
    if len(found) != len(phrase) or found == phrase:
        return False
    wrong = [at for at, (one, other) in enumerate(zip(phrase, found, strict=True)) if one != other]
    changed = len(wrong) == 1 and "\u4e00" <= found[wrong[0]] <= "\u9fff"
    turned = (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and found[wrong[0]] == phrase[wrong[1]]
        and found[wrong[1]] == phrase[wrong[0]]
    )
    return (changed and wrong[0] > 0) or turned


def _is_dropped(phrase: str, found: str) -> bool:
    """Whether one inner character of the phrase is missing; quotation marks come and go."""
    if len(found) != len(phrase) - 1 or found[0] != phrase[0] or found[-1] != phrase[-1]:
        return False
    at = next(
        (n for n, (one, other) in enumerate(zip(phrase, found, strict=False)) if one != other),
        len(found),
    )
    return phrase[at + 1 :] == found[at:] and phrase[at] not in "“”、"


def _is_known(found: str) -> bool:
    """Whether the table of set phrases knows just these words."""
    return any(each.start == 0 and each.end == len(found) for each in find_set_phrases(found))


def _differ_by_one(found: str, term: str) -> bool:
    return sum(one != other for one, other in zip(found, term, strict=True)) == 1


# --- a wrong verb ------------------------------------------------------------------------------


@cache
def _verb_patterns() -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    """(wrong verb before a term, the term, its first right verb, source)."""
    rows = rules("phrases")["verbs"]
    every = {row["verbs"][0] for row in rows}
    made = []
    for row in rows:
        wrong = "|".join(sorted(every - set(row["verbs"]), key=len, reverse=True))
        core = row["phrase"].strip("“”")
        pattern = re.compile(f"(?:{wrong})“?{core}”?")
        made.append((pattern, row["phrase"], row["verbs"][0], row["source"]))
    return tuple(made)


@cache
def _cores() -> Literals:
    return Literals(phrase.strip("“”") for _, phrase, _, _ in _verb_patterns())


def _wrong_verbs(text: str) -> Iterator[_Slip]:
    held = _cores().within(text)
    for pattern, phrase, verb, source in _verb_patterns():
        if phrase.strip("“”") not in held:
            continue
        for found in pattern.finditer(text):
            yield _Slip(*found.span(), f"{verb}{phrase}", source)


# --- order and completeness --------------------------------------------------------------------


@cache
def _orders() -> tuple[_Order, ...]:
    made = []
    for row in rules("phrases")["orders"]:
        terms = tuple(row["terms"])
        pattern = re.compile("|".join(map(re.escape, terms)))
        made.append(_Order(terms, pattern, bool(row.get("whole")), row["source"]))
    return tuple(made)


def _orders_in(text: str) -> Iterator[_Order]:
    """The orders of which at least two terms stand in the text."""
    held = _terms().within(text)
    return (order for order in _orders() if len(held.intersection(order.terms)) > 1)


@cache
def _terms() -> Literals:
    return Literals(term for order in _orders() for term in order.terms)


def _runs(order: _Order, text: str) -> Iterator[list[re.Match[str]]]:
    """The terms of an order that are said in one breath, several together."""
    run: list[re.Match[str]] = []
    for found in order.pattern.finditer(text):
        again = any(term[0] == found[0] for term in run)
        if run and (again or not _near_by(text[run[-1].end() : found.start()])):
            yield from ([run] if len(run) > 1 else ())
            run = []
        run.append(found)
    if len(run) > 1:
        yield run


def _near_by(between: str) -> bool:
    return len(between) <= _REACH and not _FAR.search(between)


def sorted_terms(order: _Order, run: Sequence[re.Match[str]]) -> list[str]:
    """The terms of a run in their right order, each once."""
    return sorted({term[0] for term in run}, key=order.terms.index)


def _reordered(order: _Order, run: Sequence[re.Match[str]], text: str) -> str:
    """The run with its terms in order; "" where verbs stand between them."""
    joints = [text[one.end() : other.start()] for one, other in pairwise(run)]
    if not all(_PLAIN_JOINT.fullmatch(joint) for joint in joints):
        return ""
    terms = sorted((term[0] for term in run), key=order.terms.index)
    return "".join(term + joint for term, joint in zip(terms, [*joints, ""], strict=True))


def _incomplete(text: str) -> Iterator[_Slip]:
    """A list that is told in full but for one of its terms."""
    for order in _orders_in(text):
        for run in _runs(order, text) if order.whole else ():
            joints = [text[one.end() : other.start()] for one, other in pairwise(run)]
            if _lacks_one(order, run) and all(map(_JOINT.fullmatch, joints)):
                right = "、".join(order.terms)
                yield _Slip(run[0].start(), run[-1].end(), right, order.source)


def _lacks_one(order: _Order, run: Sequence[re.Match[str]]) -> bool:
    """Whether all terms but one are told; of three the last may be left unsaid."""
    told = {term[0] for term in run}
    cut_short = len(order.terms) == 3 and order.terms[-1] not in told
    return len(told) == len(order.terms) - 1 and not cut_short
