"""R601, R603, R604: what last year's papers left in this one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.ledger import Ledger, pairs_of
from corpus.clauses import Span, split_clauses
from corpus.matters import act_verb
from corpus.names import find_names
from corpus.phrases import find_set_phrases
from corpus.report import Report
from eval.checks.remarks import at_offsets, missing, remark
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
    """R603: a name of last year's paper, or a deed done then, that nothing of the sheet supports."""
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
                f"“{heading}”沿用往年常规表述{len(carried)}句，请通读一遍，确认今年仍是这样做的。"
            )
            yield _first_carried(examined, heading, carried[0].text, message)


def _first_carried(examined: Examined, heading: str, sentence: str, message: str) -> Finding:
    for piece in examined.bodies():
        at = piece.text.find(sentence)
        if at >= 0 and examined.heading_of(piece) == heading:
            return remark("R604", examined, piece, at, at + len(sentence), message)
    return missing("R604", heading, message)


def _by_role(examined: Examined, grounds: Grounds) -> Mapping[str, Sequence[Copied]]:
    runs = _runs_of(grounds.past)
    parts: defaultdict[str, list[Copied]] = defaultdict(list)
    for piece in examined.bodies() if runs else ():
        parts[piece.role].append(_copied(piece, runs))
    return parts


def _runs_of(past: Iterable[Report]) -> frozenset[str]:
    """Every run of letters of the past texts, set phrases and titles of law apart."""
    size = int(threshold("run"))
    return frozenset(
        run
        for report in past
        for text in report.texts()
        for letters, _ in (_letters(text),)
        for run in _windows(letters, size)
        if _NOT_OWN not in run
    )


def _windows(letters: str, size: int) -> Iterator[str]:
    return (letters[at : at + size] for at in range(len(letters) - size + 1))


def _letters(text: str) -> tuple[str, Sequence[int]]:
    """The letters of a text with their offsets; each common stretch is one mark no run crosses."""
    common = sorted(
        [(each.start, each.end) for each in find_set_phrases(text)]
        + [match.span() for match in _TITLE.finditer(text)]
    )
    letters: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end in (*common, (len(text), len(text))):
        for place in range(at, start):
            if _PLAIN.match(text[place]):
                letters.append(text[place])
                offsets.append(place)
        if start < len(text):
            letters.append(_NOT_OWN)
            offsets.append(start)
        at = max(at, end)
    return "".join(letters), offsets


def _copied(piece: Piece, runs: frozenset[str]) -> Copied:
    size = int(threshold("run"))
    letters, offsets = _letters(piece.text)
    stretches: list[list[int]] = []
    for at, run in enumerate(_windows(letters, size)):
        if run not in runs:
            continue
        if stretches and at <= stretches[-1][1]:
            stretches[-1][1] = at + size
        else:
            stretches.append([at, at + size])
    longest = max(stretches, key=lambda each: each[1] - each[0], default=[0, 0])
    own = len(letters) - letters.count(_NOT_OWN)
    copied = sum(end - start for start, end in stretches)
    place = (offsets[longest[0]], offsets[longest[1] - 1] + 1) if stretches else (0, 0)
    return Copied(piece, own, copied, place)


def _names(examined: Examined, grounds: Grounds, ledger: Ledger) -> Iterator[Finding]:
    past = {name.text for report in grounds.past for name in find_names(_whole(report))}
    own = {examined.unit, *(report.unit for report in grounds.past)}
    for piece in examined.prose():
        for name in find_names(piece.text):
            borne_out = name.text in ledger.said or name.text in ledger.standing
            if name.text not in past or borne_out or any(name.text in unit for unit in own):
                continue
            message = f"“{name.text}”出自往年材料，今年的事实表中没有，请核实后补入事实表或删去。"
            yield remark("R603", examined, piece, name.start, name.end, message)


def _deeds(examined: Examined, grounds: Grounds, ledger: Ledger) -> Iterator[Finding]:
    plan = bool(examined.kind and examined.kind.plan)
    past = [
        pairs_of(_bare(clause.body))
        for report in grounds.past
        for clause in split_clauses(_whole(report))
        if act_verb(clause.body, plan=plan)
    ]
    items = [pairs_of(_bare(text)) for text in ledger.texts.values()]
    items += [pairs_of(_bare(fact.label)) for fact in grounds.sheet.facts] if grounds.sheet else []
    for piece in examined.bodies():
        forward = plan or piece.role in _FORWARD
        for clause in split_clauses(piece.text):
            if act_verb(clause.body, plan=forward) and _is_old_deed(clause, past, items):
                start, end = (
                    piece.start + clause.start,
                    piece.start + clause.start + len(clause.body),
                )
                message = (
                    f"“{clause.body}”是往年做过的事，今年的事实表中没有，请核实后补入事实表或删去。"
                )
                yield at_offsets("R603", examined, examined.heading_of(piece), start, end, message)


def _is_old_deed(
    clause: Span, past: Sequence[frozenset[str]], items: Sequence[frozenset[str]]
) -> bool:
    said = pairs_of(_bare(clause.body))
    if not said or not any(len(said & deed) >= threshold("deed_told") * len(said) for deed in past):
        return False
    least = threshold("deed_borne_out")
    return not any(item and len(said & item) >= least * min(len(item), len(said)) for item in items)


def _whole(report: Report) -> str:
    return "\n".join(report.texts())


def _bare(text: str) -> str:
    return "".join(_PLAIN.findall(text))
