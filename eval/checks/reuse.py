"""R601, R603: what last year's papers left in this one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from assistant.labels import bare_of_quotes, pairs_of
from assistant.ledger import Ledger
from corpus.clauses import split_clauses, split_sentences
from corpus.matters import act_verb
from corpus.names import find_names
from corpus.report import Report
from eval.checks.remarks import quoted, remark
from eval.copying import Copied, share_of
from eval.examined import Examined, Piece
from eval.finding import Finding
from eval.grounds import Grounds

_PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z]")
# Deeds of those above, told as the background of a speech: no year's report of ours owns them.
_ABOVE = re.compile(
    r"(?:十八大|十九大|二十大|改革开放|新中国成立|建党)以来|^(?:党中央|中央|国务院|全党|我们党)"
)
_MAY_LOOK_UP = re.compile(r"以来|[央院党]|年来|几年")
_SINCE = re.compile(r"以来|近年来|[近过去]几年|[0-9一二三四五十]+年来")
_CLAUSE_END = re.compile(r"[，。；：]")
_LEAD = 8
_FORWARD = ("guiding", "tasks", "safeguards", "next")


def copies(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """R601: paragraphs taken over whole, or a part with more of last year's words than it bears.

    What this year's facts and decisions bear out, and what a draft carries as routine, is not
    counted. One finding a part: it is read as a whole.
    """
    parts: defaultdict[str, list[Copied]] = defaultdict(list)
    for each in grounds.unrenewed:
        parts[each.piece.role].append(each)
    for role, pieces in parts.items():
        whole = [each for each in pieces if _is_whole(each, grounds)]
        if whole:
            yield _whole_copy(examined, whole)
        elif _is_too_much(examined, grounds, role, pieces):
            yield _too_much(examined, grounds, role, pieces)


def _is_whole(copied: Copied, grounds: Grounds) -> bool:
    """Whether a paragraph is last year's from end to end, or a long stretch of it is.

    The words that open and close a paper are formulas, and are judged only where they are long.
    """
    share: float = grounds.rules.threshold("whole_copy")
    shortest: int = grounds.rules.threshold(
        "shortest_frame" if _is_frame(copied) else "shortest_copy"
    )
    stretch: int = grounds.rules.threshold("copied_stretch")
    most = copied.copied >= share * copied.judged and 2 * copied.copied >= copied.letters
    whole = copied.letters >= shortest and most
    return whole or copied.longest_letters >= max(shortest, stretch)


def _is_frame(copied: Copied) -> bool:
    return copied.piece.place in ("opening", "closing")


def _whole_copy(examined: Examined, whole: Sequence[Copied]) -> Finding:
    first, others = whole[0].piece, len(whole) - 1
    also = f"，这一部分还有{others}段也有这样的文字" if others else ""
    message = (
        f"这里与往年材料基本一字不差{also}，请按今年的情况改写；"
        "确属年年如此的，可以放行并注明理由。"
    )
    return remark("R601", examined, first, *_from_a_clause(whole[0]), message)


def _is_too_much(examined: Examined, grounds: Grounds, role: str, pieces: Sequence[Copied]) -> bool:
    letters = sum(each.letters for each in pieces)
    frames = all(_is_frame(each) for each in pieces)
    shortest: int = grounds.rules.threshold("shortest_frame" if frames else "shortest_part")
    return letters >= shortest and (share_of(pieces) or 0.0) > _bound(examined, grounds, role)


def _too_much(examined: Examined, grounds: Grounds, role: str, pieces: Sequence[Copied]) -> Finding:
    worst = max(pieces, key=lambda each: each.longest[1] - each.longest[0])
    share, bound = share_of(pieces) or 0.0, _bound(examined, grounds, role)
    message = (
        f"这一部分不计今年的数字和事项，仍有{share:.0%}的文字与往年材料相同，超过{bound:.0%}，"
        "请从标出的最长一处起改写。"
    )
    return remark("R601", examined, worst.piece, *_from_a_clause(worst), message)


def _bound(examined: Examined, grounds: Grounds, role: str) -> float:
    return grounds.rules.reuse(examined.kind.id if examined.kind else "", role)


def _from_a_clause(copied: Copied) -> tuple[int, int]:
    """The longest copied stretch, without the end of a clause it may begin with."""
    start, end = copied.longest
    lead = _CLAUSE_END.search(copied.piece.text, start, min(end, start + _LEAD))
    return (lead.end() if lead else start), end


def past_names(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """R603: a past paper's name, or a deed done then, that nothing of the sheet supports."""
    if grounds.ledger is None or not grounds.past:
        return
    yield from _names(examined, grounds, grounds.ledger)
    yield from _deeds(examined, grounds, grounds.ledger)


def _names(examined: Examined, grounds: Grounds, ledger: Ledger) -> Iterator[Finding]:
    own = _own_names(examined, grounds)
    past = frozenset[str]().union(*(_names_in(report, own) for report in grounds.past))
    vouched = ledger.said + bare_of_quotes(ledger.standing)
    strange = [name for name in past if bare_of_quotes(name) not in vouched]
    if not strange:
        return
    longest_first = sorted(strange, key=lambda name: (-len(name), name))
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    for piece in examined.prose:
        for found in pattern.finditer(piece.text):
            message = (
                f"{quoted(found[0])}出自往年材料，今年的事实表中没有，请核实后补入事实表或删去。"
            )
            yield remark("R603", examined, piece, *found.span(), message)


def _own_names(examined: Examined, grounds: Grounds) -> tuple[str, ...]:
    sheet = grounds.sheet
    named = (sheet.office, sheet.short, sheet.own) if sheet else ()
    every = (examined.unit, *named, *(report.unit for report in grounds.past))
    return tuple(dict.fromkeys(name for name in every if name))


def _deeds(examined: Examined, grounds: Grounds, ledger: Ledger) -> Iterator[Finding]:
    past = [_deeds_in(report) for report in grounds.past]
    items = [pairs_of(_bare(text)) for text in ledger.texts.values()]
    facts = [each.start for each in grounds.traced if each.trace.verdict == "traced"]
    least = grounds.rules.threshold("deed_told")
    borne_out = grounds.rules.threshold("deed_borne_out")
    for piece in examined.bodies:
        forward = _is_forward(examined, piece)
        background = _background(piece)
        for clause in split_clauses(piece.text):
            if any(start <= clause.start < end for start, end in background):
                continue
            if not _is_deed(clause.body, plan=forward):
                continue
            said = pairs_of(_bare(clause.body))
            first = piece.start + clause.start
            counted = bisect_left(facts, first) < bisect_left(facts, first + len(clause.body))
            if counted or not any(_tells(said, deeds, least) for deeds in past):
                continue
            if not _is_borne_out(said, items, borne_out):
                end = clause.start + len(clause.body)
                message = (
                    f"{quoted(clause.body)}是往年做过的事，今年的事实表中没有，"
                    "请核实后补入事实表或删去。"
                )
                yield remark("R603", examined, piece, clause.start, end, message)


def _background(piece: Piece) -> Sequence[tuple[int, int]]:
    """Where a piece tells what the party or the country did, not the office."""
    if not _MAY_LOOK_UP.search(piece.text):
        return []
    return [
        (sentence.start, sentence.end)
        for sentence in split_sentences(piece.text)
        if _ABOVE.search(sentence.text)
        or (piece.role == "situation" and _SINCE.search(sentence.text))
    ]


def _is_deed(clause: str, *, plan: bool) -> bool:
    """Whether a clause tells an act, rather than speaks of one (公司的设立)."""
    verb = act_verb(clause, plan=plan)
    return bool(verb) and f"的{verb}" not in clause


def _is_forward(examined: Examined, piece: Piece) -> bool:
    return bool(examined.kind and examined.kind.plan) or piece.role in _FORWARD


@lru_cache(maxsize=64)
def _names_in(report: Report, own: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name.text for text in report.texts() for name in find_names(text, own=own))


@lru_cache(maxsize=64)
def _deeds_in(report: Report) -> Mapping[str, Sequence[int]]:
    """The one-off acts a past report tells: which of them hold a pair of characters."""
    acts = (
        clause.body
        for text in report.texts()
        for clause in split_clauses(text)
        if act_verb(clause.body)
    )
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for number, act in enumerate(acts):
        for pair in pairs_of(_bare(act)):
            holding[pair].append(number)
    return dict(holding)


def _tells(said: frozenset[str], deeds: Mapping[str, Sequence[int]], least: float) -> bool:
    """Whether one of the past deeds holds enough of what a clause says."""
    shared = Counter(number for pair in said for number in deeds.get(pair, ()))
    return bool(said) and max(shared.values(), default=0) >= least * len(said)


def _is_borne_out(said: frozenset[str], items: Sequence[frozenset[str]], least: float) -> bool:
    return any(item and len(said & item) >= least * min(len(item), len(said)) for item in items)


def _bare(text: str) -> str:
    return "".join(_PLAIN.findall(text))
