"""Y: years that were not rolled forward, and phrases whose time is over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.labels import bare_of_quotes
from corpus.figures import Figure, find_figures
from corpus.phrases import Outlook, Stale, find_stale_by
from eval.checks.remarks import at_offsets, quoted, remark
from eval.examined import Examined, Piece
from eval.finding import Finding, Severity
from eval.grounds import Grounds

_FORWARD = ("guiding", "tasks", "safeguards", "next")
# Words by which a sentence compares with a year, or starts from it, rather than speaks of it.
_COMPARES = re.compile(r"[较比自从与]$|(?:回顾|总结)[^，。；]{0,4}$")
_PLACING = ("title", "opening", "heading", "body")
_LOOKS_BACK = re.compile(r"回顾|巡[察视]|审计|反馈|整改|年报|决算|评议|考核|以来|完成情况|印发")
_CONVENED = re.compile(r"(?:召开|举行)[^，。]{0,10}$")
# A sentence that looks back over years tells what held then.
_OVER_YEARS = re.compile(r"(?<![年度])以来|[近几三五十]年来|过去[几三五十]年|改革开放")
_PERIOD = re.compile(
    r"“?十[一二三四五]五”?(?:时期|期间|的?五年|(?:发展)?成就)|五年(?:工作|成就|发展)"
)
_SINCE = re.compile(r"年(?:以来|起|度?考核|度?工作会议)")


def stale_years(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """Y401: a year before the one its place speaks of.

    With a sheet every year is traced. Years that place the text in time (in title, headings and
    opening, and at the head of a paragraph) are judged without one too: that the sheet speaks of
    last year elsewhere does not make a heading right.
    """
    told: set[int] = set()
    for each in grounds.traced:
        if each.trace.verdict == "stale year":
            told.add(each.start)
            section = examined.heading_of(each.piece)
            message = _message(each.trace.figure.text, each.trace.expected)
            yield at_offsets(
                "Y401", examined, section, each.start, each.end, message, each.trace.expected
            )
    for piece in examined.pieces:
        for figure in _placing_years(piece, examined, grounds):
            if int(figure.value) < piece.year and piece.start + figure.start not in told:
                right = f"{piece.year}年"
                message = _message(figure.text, right)
                yield remark("Y401", examined, piece, figure.start, figure.end, message, right)


def stale_phrases(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """Y402: a phrase that no longer holds for the year its place speaks of.

    A variant that is no fault (严的主基调) is told as information.
    """
    for stale, year in judged_phrases(examined, grounds):
        if not stale.early:
            yield phrase_remark("Y402", examined, stale, year)


def judged_phrases(examined: Examined, grounds: Grounds) -> Iterator[tuple[Stale, int]]:
    """(phrase out of its time, the year its place speaks of) of all such phrases.

    What this year's guidance or decisions say is not out of its time.
    """
    stretches = examined.stretches(lambda piece: _outlook(examined, piece))
    outlooks = tuple(
        Outlook(end, *_outlook(examined, examined.piece_at(start))) for start, end in stretches
    )
    found = find_stale_by(examined.text, outlooks)
    current = grounds.current_words if found else ""
    for stale in found:
        piece = examined.piece_at(stale.start)
        said = bare_of_quotes(examined.text[stale.start : stale.end])
        if said not in current and (stale.early or not _tells_of_years(examined, piece, stale)):
            yield stale, _outlook(examined, piece)[0]


def _tells_of_years(examined: Examined, piece: Piece, stale: Stale) -> bool:
    """Whether a phrase stands in a look back over years (五年来，…打赢脱贫攻坚战)."""
    _, forward = _outlook(examined, piece)
    at, end = stale.start - piece.start, stale.end - piece.start
    # What names the period (“十三五”时期) may begin with the phrase itself.
    sentence = piece.text[_after_stop(piece.text, at) : end + len("时期")]
    if _OVER_YEARS.search(sentence):
        return True
    return not forward and any(
        _PERIOD.search(text) for text in (sentence, *_above(examined, piece))
    )


def _after_stop(text: str, at: int) -> int:
    return max(text.rfind(stop, 0, at) for stop in "。！？\n") + 1


def _above(examined: Examined, piece: Piece) -> Iterator[str]:
    """The headings above a piece, its own among them."""
    at = piece.section
    while at >= 0:
        yield examined.sections[at].heading
        at = examined.sections[at].parent


def _message(text: str, right: str) -> str:
    return f"这里写“{text}”，所说的应是{right}，请核对后改正。"


def _placing_years(piece: Piece, examined: Examined, grounds: Grounds) -> Iterator[Figure]:
    """The years by which a piece says when it speaks of."""
    if piece.place not in _PLACING or "年" not in piece.text:
        return
    for figure in find_figures(piece.text):
        before, after = piece.text[: figure.start], piece.text[figure.end - 1 :]
        if figure.sort != "year" or _COMPARES.search(before) or _SINCE.match(after):
            continue
        if _places(piece, figure, examined, grounds):
            yield figure


def _places(piece: Piece, figure: Figure, examined: Examined, grounds: Grounds) -> bool:
    """Whether a year says when its piece speaks of, rather than what it looks back on."""
    sheet = grounds.sheet
    if piece.place == "title":
        return sheet is None or figure.text not in sheet.title + sheet.occasion
    if piece.place == "heading":
        # A review names itself so, and is of its own year all the same.
        said = piece.text.replace("回顾", "") if piece.role == "review" else piece.text
        return bool(piece.role) and not _LOOKS_BACK.search(said)
    if sheet is None:
        return piece.place == "opening" or figure.start <= 1
    clause = _clause_at(piece.text, figure.start)
    if piece.place != "opening" or _LOOKS_BACK.search(clause):
        return False
    plans = examined.kind is not None and examined.kind.plan
    return plans or bool(_CONVENED.search(piece.text[: figure.start]))


def _clause_at(text: str, at: int) -> str:
    start = max(text.rfind(stop, 0, at) for stop in "，。；") + 1
    ends = [end for end in (text.find(stop, at) for stop in "，。；") if end >= 0]
    return text[start : min(ends, default=len(text))]


def _outlook(examined: Examined, piece: Piece) -> tuple[int, bool]:
    """The year a piece speaks of, and whether it plans rather than reviews."""
    plans = examined.kind is not None and examined.kind.plan
    return piece.year, plans or piece.role in _FORWARD


def phrase_remark(code: str, examined: Examined, stale: Stale, year: int) -> Finding:
    """The finding on a phrase out of its time."""
    start, end = stale.start, stale.end
    heading = examined.heading_of(examined.piece_at(start))
    mend = f"可改为{quoted(stale.replacement)}" if stale.replacement else "请删去或换成今年的提法"
    message = f"{quoted(examined.text[start:end])}不合{year}年：{stale.reason}；{mend}。"
    severity: Severity = "warning" if stale.strength == "error" else "info"
    return at_offsets(
        code, examined, heading, start, end, message, stale.replacement, severity=severity
    )
