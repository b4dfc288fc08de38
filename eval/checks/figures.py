"""N: every figure against this year's facts, and against each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from assistant.labels import Place
from assistant.sheet.facts import Fact
from assistant.stepping import steps_in
from assistant.trace import Trace, Verdict, show
from corpus.blanks import find_blanks
from corpus.clauses import split_clauses
from corpus.figures import same_measure
from corpus.stepping import has_way, rises
from eval.checks.remarks import at_offsets, quoted, remark
from eval.examined import Examined, Piece
from eval.finding import Finding
from eval.grounds import Grounds, Traced
from eval.together import agree

_RISE = re.compile(r"增长|上升|增加|提高|提升|扩大|攀升|回升|多出")
_FALL = re.compile(r"下降|减少|降低|回落|压减|缩减|下滑|缩小")
# 增长率下降, 提高警惕 and the like: a direction word counts only in the clause of a comparison.
_COMPARED = re.compile(r"同比|[较比](?:上年|去年|同期|年初|20\d{2}年)")
_EXPLAINED = re.compile(r"上年|去年|20\d{2}年|同期|年初|其中|新增|减少|增加")
_SHARES = ("%", "％", "‰", "个百分点")
# Figures in a row, as 4.0∶37.7 or 9.4%、9.1% have them.
_ROW_BEFORE = re.compile(r"[0-9%％][、和与及∶:：～~—]$")
_ROW_BEHIND = re.compile(r"[、和与及∶:：～~—][0-9]")
_HEADED = re.compile(r"(20\d{2})年")
# Fewer words (集中学习) may well count two things.
_LONG_LABEL = 6


def unsupported(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """N301: a figure nothing of the sheet supports."""
    return _remarks("N301", ("untraced",), _untraced, examined, grounds)


def past_values(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """N302: a past year's value told as this year's."""
    return _remarks("N302", ("past value",), _past, examined, grounds)


def contradictions(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """N303: another value than the fact of that label has."""
    return _remarks("N303", ("contradicts",), _contradicts, examined, grounds)


def misplaced(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """N304: a fact's value under another label, measure or year."""
    verdicts: tuple[Verdict, ...] = ("wrong label", "wrong measure", "wrong period")
    return _remarks("N304", verdicts, _misplaced, examined, grounds)


def sums(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """N305: a growth, difference or total that its own figures do not bear out."""
    return _remarks("N305", ("does not add up",), _sum, examined, grounds)


def provenance(grounds: Grounds) -> float | None:
    """The share of figures that rest on something; None without a sheet or any figure."""
    judged = [each.trace for each in grounds.traced if each.trace.verdict != "apart"]
    return sum(trace.supported for trace in judged) / len(judged) if judged else None


def two_values(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """N306: one thing given two values within the text."""
    first: dict[tuple[str, int], Place] = {}
    for piece, places in grounds.places:
        year = 0 if not places else _year_told_of(examined, piece)
        for place in places:
            figure = place.figure
            if figure.sort != "amount" or _EXPLAINED.search(place.clause.text):
                continue
            words, told = place.before.words, place.clause.text
            if len(words) < _LONG_LABEL or has_way(told) or _is_listed(piece.text, place):
                continue
            label = words.lstrip("共各已又")
            label += _clause_around(place) if figure.measure in _SHARES else ""
            other = first.setdefault((label, year), place).figure
            if same_measure(figure.measure, other.measure) and not agree(figure, other):
                message = f"{quoted(words)}前文写{other.text}，这里写{figure.text}，请核对后统一。"
                yield remark("N306", examined, piece, figure.start, figure.end, message)


def _is_listed(text: str, place: Place) -> bool:
    """Whether the figure is one of several in a row, each of another thing (分别增长9%、8%)."""
    figure = place.figure
    before, behind = text[: figure.start], text[figure.end :]
    row = _ROW_BEFORE.search(before) or _ROW_BEHIND.match(behind)
    return bool(row) or "分别" in place.clause.text


def _clause_around(place: Place) -> str:
    """All a clause says but its figure: a share is of one thing only where all words agree."""
    at = place.figure.start - place.clause.start
    text = place.clause.text
    return text[:at] + text[at + len(place.figure.text) :].rstrip("，；。")


def _year_told_of(examined: Examined, piece: Piece) -> int:
    """The year the headings above a piece name, nearest first, else the piece's own."""
    at = piece.section
    while at >= 0:
        found = _HEADED.search(examined.sections[at].heading)
        if found:
            return int(found[1])
        at = examined.sections[at].parent
    return piece.year


def directions(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """N308: 增长 before a fall, 下降 before a rise, by the fact's value and last year's."""
    if grounds.sheet is None:
        return
    moved = {fact.id: fact for fact in grounds.sheet.facts if fact.previous is not None}
    told = _facts_by_clause(examined, grounds, moved)
    for (start, end), fact in told.items():
        clause = examined.text[start:end]
        wrong = _wrong_direction(fact)
        found = wrong.search(clause) if wrong and _COMPARED.search(clause) else None
        found = found or _wrong_step(clause, fact)
        if found and fact.value is not None and fact.previous is not None:
            section = examined.heading_of(examined.piece_at(start))
            before, now = (show(each, fact.measure) for each in (fact.previous, fact.value))
            message = (
                f"{quoted(fact.label)}由{before}到{now}，与“{found[0]}”不符，"
                "请改正方向词或核对数字。"
            )
            yield at_offsets(
                "N308", examined, section, start + found.start(), start + found.end(), message
            )


def _wrong_step(clause: str, fact: Fact) -> re.Match[str] | None:
    """The word of a step (由1家减至3家) that goes another way than the fact."""
    rise = (fact.value or Decimal(0)) > (fact.previous or Decimal(0))
    for step in steps_in(clause, find_blanks(clause)) if has_way(clause) else ():
        if rises(step.way) is (not rise):
            return re.search(step.way, clause)
    return None


def _remarks(
    code: str,
    verdicts: tuple[Verdict, ...],
    explain: Callable[[Trace, Mapping[str, Fact]], str],
    examined: Examined,
    grounds: Grounds,
) -> Iterator[Finding]:
    facts = {fact.id: fact for fact in grounds.sheet.facts} if grounds.sheet else {}
    for each in grounds.traced:
        if each.trace.verdict in verdicts:
            section = examined.heading_of(each.piece)
            message = explain(each.trace, facts)
            suggestion = each.trace.expected
            yield at_offsets(code, examined, section, each.start, each.end, message, suggestion)


def _untraced(trace: Trace, facts: Mapping[str, Fact]) -> str:
    return f"“{trace.figure.text}”在今年的事实表里找不到依据，请在事实表中补上来源，否则删去。"


def _past(trace: Trace, facts: Mapping[str, Fact]) -> str:
    now = f"今年是{trace.expected}，请改正" if trace.expected else "请换成今年的数字，没有的删去"
    return f"“{trace.figure.text}”是往年的数字，{now}。"


def _contradicts(trace: Trace, facts: Mapping[str, Fact]) -> str:
    fact = facts.get(trace.source)
    about = (
        f"事实表{trace.source}{quoted(fact.label or fact.text)}"
        if fact
        else f"事实表{trace.source}"
    )
    return f"“{trace.figure.text}”与{about}不符，事实表是{trace.expected}，请核对后改正。"


def _misplaced(trace: Trace, facts: Mapping[str, Fact]) -> str:
    text, fact = trace.figure.text, facts.get(trace.source)
    label = fact.label or fact.text if fact else trace.source
    if trace.verdict == "wrong measure":
        return f"“{text}”的计量单位不对，事实表中{quoted(label)}是{trace.expected}，请改正。"
    if trace.verdict == "wrong period":
        return f"“{text}”是{trace.expected}的数字，与这句所说的年份不符，请核对。"
    right = f"，这里应是{trace.expected}" if trace.expected else ""
    return f"“{text}”是{quoted(label)}的数字，不该用在这里{right}，请核对。"


def _sum(trace: Trace, facts: Mapping[str, Fact]) -> str:
    fact = facts.get(trace.source)
    about = f"按{quoted(fact.label)}今年和上年的数" if fact else "按前面列出的各项"
    return f"“{trace.figure.text}”{about}算出来应是{trace.expected}，请核对后改正。"


def _facts_by_clause(
    examined: Examined, grounds: Grounds, moved: Mapping[str, Fact]
) -> dict[tuple[int, int], Fact]:
    """The clauses that compare a fact with last year, by their place in the full text."""
    told: dict[tuple[int, int], Fact] = {}
    by_piece: dict[int, list[Traced]] = {}
    for each in grounds.traced:
        if each.trace.source in moved:
            by_piece.setdefault(each.piece.start, []).append(each)
    for traced in by_piece.values():
        piece = traced[0].piece
        last: Fact | None = None
        for clause in split_clauses(piece.text):
            start, end = piece.start + clause.start, piece.start + clause.end
            here = [each for each in traced if start <= each.start < end]
            last = moved[here[0].trace.source] if here else last
            if last is not None:
                told[start, end] = last
            if clause.stop in "。；！？":
                last = None
    return told


def _wrong_direction(fact: Fact) -> re.Pattern[str] | None:
    step = (fact.value or Decimal(0)) - (fact.previous or Decimal(0))
    # A fact that is itself a change (贷款增长) says its direction by its own label.
    if _RISE.search(fact.label) or _FALL.search(fact.label):
        return None
    return (
        _FALL if step > 0 else _RISE if step < 0 else re.compile(f"{_RISE.pattern}|{_FALL.pattern}")
    )
