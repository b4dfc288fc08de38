"""Blanks: places in a report where a value stands or was masked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from corpus.clauses import Span, split_clauses
from corpus.figures import Figure, find_figures
from corpus.lexicon import lexicon
from corpus.measures import bound_after, bound_before, half_width, read_tail

BlankSort = Literal["value", "name"]

_MASK = re.compile(
    r"(?P<any>[0-9]*(?:[*×□█]+|[_]{2,}|○{2,}|(?<![A-Za-z])[Xx]+(?![A-Za-z])|N{2,}(?![A-Za-z]))"
    r"(?:[.,]?(?:[*×□█]+|_{2,}|[Xx]+(?![A-Za-z]))|[.,]?[0-9]+(?=[*×□]|[ ]?[%个]))*)"
    r"|(?P<some>某+)"
)
_TO_HALF = str.maketrans("＊ＸｘＮ＿", "*XxN_")
# 某些 and 某种 point at nothing that was masked; X光 and 5×8 are no masks either.
_NOT_SOME = re.compile("某(?:些|种|个|项|一|类|方面|位|次|家|件|天|时|日|处|段|几|程度)")
_NOT_MASK = re.compile("[Xx](?:光|射线|轴)")
_RANGE = re.compile("[—–~～至到-]{1,2}")
_BRACKET = re.compile("[（(][^（()）]*[）)]")
_SEPARATOR = re.compile("、|和|以及|及(?!时|其|格|早)")
_LISTED = r"[^，。；：\n]{1,80}?(?<![平高中初均同相优头])等(?![级候待于同额次价])"


@dataclass(frozen=True, slots=True)
class Blank:
    """A place in a text where a value stands or was masked.

    ``start`` and ``end`` bound the mask or the digits, without the measure. ``sort`` is "name"
    where a name was masked (市XXX局, 考察XX, “XXX路径”) and "value" otherwise. ``measure`` follows
    the blank (次, 亿元, %), ``qualifier`` bounds it (不少于, 突破); ``label`` is what is counted,
    in the words of its clause. ``value`` is None when masked.
    """

    start: int
    end: int
    text: str
    sort: BlankSort
    masked: bool
    value: Decimal | None
    measure: str
    qualifier: str
    label: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A blank with the whole stretch that belongs to the count: bound, number, measure."""

    blank: Blank
    start: int
    end: int


def find_blanks(text: str) -> tuple[Blank, ...]:
    """The blanks of ``text`` in order: every mask, and every amount that stands unmasked."""
    plain = half_width(text).translate(_TO_HALF)
    masks = _share_measures(plain, [_masked(plain, match) for match in _masks(plain)])
    taken = [(place.blank.start, place.blank.end) for place in masks]
    open_amounts = [
        _unmasked(plain, figure)
        for figure in find_figures(text)
        if figure.sort == "amount"
        and not any(figure.start < end and start < figure.end for start, end in taken)
    ]
    places = sorted([*masks, *open_amounts], key=lambda place: place.blank.start)
    return tuple(
        replace(blank, text=text[blank.start : blank.end]) for blank in _labelled(text, places)
    )


def strip_list(clause: str) -> str:
    """``clause`` without a past list before 等 that its sentence can do without.

    被甲、乙等采用 becomes 被采用; 完成甲、乙等12项 becomes 完成12项; an adverbial of means
    (通过甲、乙等方式) goes whole. Any other list stays, for without it the sentence would break.
    """
    for pattern, kept in _list_patterns():
        clause = pattern.sub(kept, clause)
    return clause


def _masks(plain: str) -> list[re.Match[str]]:
    return [
        match
        for match in _MASK.finditer(plain)
        if not _NOT_SOME.match(plain, match.start())
        and not _NOT_MASK.match(plain, match.start())
        and not _is_product(plain, match)
    ]


def _is_product(plain: str, match: re.Match[str]) -> bool:
    """5×8 and 5x8 multiply."""
    return bool(re.fullmatch("[0-9]+[×xX*]", match[0])) and plain[match.end() :][:1].isdigit()


def _masked(plain: str, match: re.Match[str]) -> _Place:
    start, end = match.span()
    tail = read_tail(plain, end)
    before = bound_before(plain, start)
    percent = plain[:start].endswith("百分之")
    measure = "%" if percent else tail.measure
    sort: BlankSort = "value" if measure or before else "name"
    after = bound_after(plain, tail.end) if sort == "value" else ""
    qualifier = before or tail.over or after
    blank = Blank(start, end, "", sort, True, None, measure, qualifier, "")
    if sort == "name":
        return _Place(blank, start, end)
    opening = start - (3 if percent else len(before))
    return _Place(blank, opening, tail.end + len(after))


def _unmasked(plain: str, figure: Figure) -> _Place:
    blank = Blank(
        figure.start,
        figure.number_end,
        "",
        "value",
        False,
        figure.value,
        figure.measure,
        figure.qualifier,
        "",
    )
    before = figure.qualifier if plain[: figure.start].rstrip().endswith(figure.qualifier) else ""
    after = bound_after(plain, figure.end)
    return _Place(blank, figure.start - len(before), figure.end + len(after))


def _share_measures(plain: str, places: list[_Place]) -> list[_Place]:
    """Gives the first end of **—**次 the measure of the second."""
    shared = list(places)
    for at in range(len(places) - 2, -1, -1):
        this, following = shared[at], shared[at + 1]
        between = plain[this.end : following.blank.start]
        if this.blank.sort == "name" and following.blank.measure and _RANGE.fullmatch(between):
            blank = replace(this.blank, sort="value", measure=following.blank.measure)
            shared[at] = replace(this, blank=blank)
    return shared


def _labelled(text: str, places: Sequence[_Place]) -> list[Blank]:
    """The blanks of ``places`` with what each counts."""
    labelled: list[Blank] = []
    waiting = list(places)
    for clause in split_clauses(text):
        here = [place for place in waiting if place.blank.start < clause.end]
        waiting = waiting[len(here) :]
        labelled += [replace(place.blank, label=_label(clause, place, here)) for place in here]
    return labelled


def _label(clause: Span, place: _Place, here: Sequence[_Place]) -> str:
    counted = [each for each in here if each.blank.sort == "value"]
    start, end = clause.start, clause.start + len(clause.body)
    if place.blank.sort == "value" and len(counted) > 1:
        start, end = _item(clause, place, counted)
    words = _words_around(clause, place, counted, start, end)
    return _trim(strip_list(words).replace(_HERE, ""))


_HERE = "\ue000"  # stands for the count while the words round it are trimmed


def _item(clause: Span, place: _Place, counted: Sequence[_Place]) -> tuple[int, int]:
    """The stretch of the clause that speaks of this count alone, between 、 or 和."""
    cuts = [
        match.span()
        for match in _SEPARATOR.finditer(clause.body)
        if _parts_counts(match.start() + clause.start, counted, clause)
    ]
    start, end = clause.start, clause.start + len(clause.body)
    for left, right in cuts:
        if clause.start + right <= place.start:
            start = clause.start + right
        elif clause.start + left >= place.end:
            end = min(end, clause.start + left)
    return start, end


def _parts_counts(at: int, counted: Sequence[_Place], clause: Span) -> bool:
    """Whether the 、 or 和 at ``at`` has a count of its own on its left since the last one."""
    return any(place.end <= at for place in counted) and any(place.start > at for place in counted)


def _words_around(
    clause: Span, place: _Place, counted: Sequence[_Place], start: int, end: int
) -> str:
    """The words from ``start`` to ``end`` with this count marked and the others left out."""
    text, at = "", start
    for each in counted:
        if each.start < at or each.end > end:
            continue
        text += clause.text[at - clause.start : each.start - clause.start]
        text += _HERE if each is place else ""
        at = each.end
    return text + clause.text[at - clause.start : end - clause.start]


def _trim(words: str) -> str:
    """``words`` without adverbs of counting, and what only leads up to the number."""
    table = _table()
    plain = _BRACKET.sub("", words)
    plain = re.sub("|".join(table["label_drops"]), "", plain).strip(" \u3000，、；。：")
    for leads, pattern in ((True, _lead_pattern()), (False, _tail_pattern())):
        del leads
        plain = pattern.sub("", plain)
    return plain.strip(" \u3000，、；。：")


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = lexicon("measures")
    return table


def _longest_first(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _lead_pattern() -> re.Pattern[str]:
    return re.compile(f"^(?:{_longest_first(_table()['label_leads'])})+(?=.)")


@cache
def _tail_pattern() -> re.Pattern[str]:
    return re.compile(f"(?<=.)(?:{_longest_first(_table()['label_tails'])})+$")


@cache
def _list_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = _table()
    anchors, verbs = (_longest_first(table[name]) for name in ("list_anchors", "count_verbs"))
    means, ends = (_longest_first(table[name]) for name in ("means", "means_ends"))
    counted = rf"(?=[ ]?(?:[0-9０-９*＊×□{_HERE}]|[XxＸ]+|【待补|[{{〔]F))"
    return (
        (re.compile(rf"(?:{means}){_LISTED}(?:(?:多种)?(?:{ends}))?"), ""),
        (re.compile(rf"(?P<anchor>{anchors}){_LISTED}(?=[^，。；：])"), r"\g<anchor>"),
        (re.compile(rf"(?P<verb>{verbs})[^，。；：\n]{{1,80}}?、{_LISTED}{counted}"), r"\g<verb>"),
    )
