"""R601, R603, R604: what last year's papers left in this one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.ledger import Ledger, bare_of_quotes, pairs_of
from corpus.clauses import split_clauses
from corpus.matters import act_verb
from corpus.names import find_names
from corpus.phrases import find_set_phrases
from corpus.report import Report
from eval.checks.remarks import missing, quoted, remark
from eval.examined import Examined, Piece
from eval.finding import Finding
from eval.grounds import Grounds
from eval.rules import reuse_threshold, threshold

_TITLE = re.compile(r"《[^》]*》")
_PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_FORWARD = ("guiding", "tasks", "safeguards", "next")
_NOT_OWN = "\x00"


@dataclass(frozen=True, slots=True)
class Copied:
    """How much of one part is last year's: lengths in letters, the longest copied stretch."""

    piece: Piece
    letters: int
    copied: int
    longest: tuple[int, int]


def copies(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """R601: a part with more of last year's words than its kind bears."""
    kind = examined.kind.id if examined.kind else ""
    for role, parts in _by_role(examined, grounds).items():
        letters, copied = sum(p.letters for p in parts), sum(p.copied for p in parts)
        if letters < threshold("shortest_part") or copied <= reuse_threshold(kind, role) * letters:
            continue
        worst = max(parts, key=lambda part: part.longest[1] - part.longest[0])
        share, bound = copied / letters, reuse_threshold(kind, role)
        message = (
            f"这一部分有{share:.0%}的文字与往年材料相同，超过{bound:.0%}，"
            "请从标出的最长一处起改写。"
        )
        yield remark("R601", examined, worst.piece, *worst.longest, message)


def reuse(examined: Examined, grounds: Grounds) -> float | None:
    """The share of the text in runs of last year's, set phrases apart; None without a past."""
    if not grounds.past:
        return None
    parts = [part for parts in _by_role(examined, grounds).values() for part in parts]
    letters = sum(part.letters for part in parts)
    return sum(part.copied for part in parts) / letters if letters else None


def past_names(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """R603: a past paper's name, or a deed done then, that nothing of the sheet supports."""
    if grounds.ledger is None or not grounds.past:
        return
    yield from _names(examined, grounds, grounds.ledger)
    yield from _deeds(examined, grounds, grounds.ledger)


def routine(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """R604: that a section of the draft carries routine wording, once a section."""
    if grounds.draft is None:
        return
    for section in grounds.draft.walk():
        sentences = [each for paragraph in section.paragraphs for each in paragraph]
        carried = [
            sentence
            for sentence in sentences
            if any(evidence.note.startswith("沿用") for evidence in sentence.evidence)
        ]
        if carried:
            heading = f"{section.number}{section.heading}"
            message = (
                f"{quoted(heading)}沿用往年常规表述{len(carried)}句，"
                "请通读一遍，确认今年仍是这样做的。"
            )
            yield _first_carried(examined, heading, carried[0].text, message)


def _first_carried(examined: Examined, heading: str, sentence: str, message: str) -> Finding:
    for piece in examined.bodies():
        at = piece.text.find(sentence)
        if at >= 0 and examined.heading_of(piece) == heading:
            return remark("R604", examined, piece, at, at + len(sentence), message)
    return missing("R604", heading, message)


def _by_role(examined: Examined, grounds: Grounds) -> Mapping[str, Sequence[Copied]]:
    runs = frozenset[str]().union(*map(_runs_of, grounds.past))
    parts: defaultdict[str, list[Copied]] = defaultdict(list)
    if runs:
        common = _common(examined)
        for piece in examined.bodies():
            parts[piece.role].append(_copied(piece, common, runs))
    return parts


@lru_cache(maxsize=64)
def _runs_of(report: Report) -> frozenset[str]:
    """Every run of letters of a past report, set phrases and titles of law apart."""
    size = int(threshold("run"))
    return frozenset(
        run
        for text in report.texts()
        for run in _windows(_letters(text, _common_in(text))[0], size)
        if _NOT_OWN not in run
    )


def _common(examined: Examined) -> Sequence[tuple[int, int]]:
    """Where the text says what all papers say: set phrases and titles of law."""
    return [
        (start + first, start + last)
        for start, end in examined.stretches(lambda piece: None)
        for first, last in _common_in(examined.text[start:end])
    ]


def _common_in(text: str) -> Sequence[tuple[int, int]]:
    phrases = [(each.start, each.end) for each in find_set_phrases(text)]
    return sorted([*phrases, *(match.span() for match in _TITLE.finditer(text))])


def _windows(letters: str, size: int) -> Iterator[str]:
    return (letters[at : at + size] for at in range(len(letters) - size + 1))


def _letters(text: str, common: Sequence[tuple[int, int]]) -> tuple[str, Sequence[int]]:
    """The letters of a text with their offsets; each common stretch is one mark no run crosses."""
    letters: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end in (*common, (len(text), len(text))):
        own = [found.start() for found in _PLAIN.finditer(text, at, max(at, start))]
        letters += (*(text[place] for place in own), _NOT_OWN)
        offsets += (*own, start)
        at = max(at, end)
    return "".join(letters), offsets


def _copied(piece: Piece, common: Sequence[tuple[int, int]], runs: frozenset[str]) -> Copied:
    size = int(threshold("run"))
    first = bisect_left(common, (piece.start, 0))
    last = bisect_left(common, (piece.end, 0))
    inside = [(start - piece.start, end - piece.start) for start, end in common[first:last]]
    letters, offsets = _letters(piece.text, inside)
    stretches: list[list[int]] = []
    for at, run in enumerate(_windows(letters, size)):
        if run not in runs:
            continue
        if stretches and at <= stretches[-1][1]:
            stretches[-1][1] = at + size
        else:
            stretches.append([at, at + size])
    longest = max(stretches, key=lambda each: each[1] - each[0], default=[0, 0])
    copied = sum(end - start for start, end in stretches)
    place = (offsets[longest[0]], offsets[longest[1] - 1] + 1) if stretches else (0, 0)
    return Copied(piece, len(letters) - letters.count(_NOT_OWN), copied, place)


def _names(examined: Examined, grounds: Grounds, ledger: Ledger) -> Iterator[Finding]:
    own = _own_names(examined, grounds)
    past = frozenset[str]().union(*(_names_in(report, own) for report in grounds.past))
    vouched = ledger.said + bare_of_quotes(ledger.standing)
    strange = [name for name in past if bare_of_quotes(name) not in vouched]
    if not strange:
        return
    longest_first = sorted(strange, key=lambda name: (-len(name), name))
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    for piece in examined.prose():
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
    for piece in examined.bodies():
        forward = _is_forward(examined, piece)
        for clause in split_clauses(piece.text):
            said = pairs_of(_bare(clause.body))
            first = piece.start + clause.start
            counted = bisect_left(facts, first) < bisect_left(facts, first + len(clause.body))
            if counted or not any(_tells(said, deeds) for deeds in past):
                continue
            if not _is_borne_out(said, items) and _is_deed(clause.body, plan=forward):
                end = clause.start + len(clause.body)
                message = (
                    f"{quoted(clause.body)}是往年做过的事，今年的事实表中没有，"
                    "请核实后补入事实表或删去。"
                )
                yield remark("R603", examined, piece, clause.start, end, message)


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


def _tells(said: frozenset[str], deeds: Mapping[str, Sequence[int]]) -> bool:
    """Whether one of the past deeds holds enough of what a clause says."""
    shared = Counter(number for pair in said for number in deeds.get(pair, ()))
    return bool(said) and max(shared.values(), default=0) >= threshold("deed_told") * len(said)


def _is_borne_out(said: frozenset[str], items: Sequence[frozenset[str]]) -> bool:
    least = threshold("deed_borne_out")
    return any(item and len(said & item) >= least * min(len(item), len(said)) for item in items)


def _bare(text: str) -> str:
    return "".join(_PLAIN.findall(text))
