"""W and R602: confusable words, the office's own names, words and sentences said twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from corpus.clauses import split_sentences
from corpus.phrases import find_confusables
from eval.checks.remarks import at_offsets, quoted, remark
from eval.examined import Examined
from eval.finding import Finding
from eval.grounds import Grounds

# A word of two to four characters written twice; a doubled particle is W703's.
_DOUBLED = re.compile(r"([\u4e00-\u9fff]{2,4})\1")
# 研究研究 and 一个一个 are how people speak.
_REDUPLICATED = re.compile(r"^(?:一.{1,3}|[研讨]究|讨论|考虑|商量|学习|了解|逐步|一步)$")
_OWN_NAME = re.compile(
    r"(?=[局办委厅])(?:(?<![\u4e00-\u9fff])[局办委厅][党纪][组委]|[局办委厅]党组)"
)


def confusables(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """W703: a word commonly written for another (截止 for 截至)."""
    for each in find_confusables(examined.text):
        reason = f"（{each.reason}）" if each.reason else ""
        yield _confused(examined, each.start, each.end, each.right, reason)
    for own in grounds.rules.confusables:
        for found in re.finditer(re.escape(own.wrong), examined.text):
            yield _confused(examined, *found.span(), own.right, f"（{own.reason or '本单位规则'}）")


def _confused(examined: Examined, start: int, end: int, right: str, reason: str) -> Finding:
    message = f"{quoted(examined.text[start:end])}应为{quoted(right)}{reason}，请改正。"
    section = examined.heading_of(examined.piece_at(start))
    return at_offsets("W703", examined, section, start, end, message, right, mend=right)


def own_names(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """W704: the office called 办党组 here and 局党组 there.

    The sheet's short name is right, else the one used most, and of two the first; an office may
    list names of its own with the ways they must not be written.
    """
    yield from _office_names(examined, grounds)
    short = grounds.sheet.short if grounds.sheet else ""
    named = [(piece, each) for piece in examined.pieces for each in _OWN_NAME.finditer(piece.text)]
    usual = Counter(found[0] for _, found in named).most_common(1)
    given = _OWN_NAME.fullmatch(short) is not None
    right = short if given else usual[0][0] if usual else ""
    where = "事实表里本单位简称" if given else "本单位别处称"
    for piece, found in named:
        if found[0] != right:
            message = f"{where}“{right}”，这里称“{found[0]}”，请统一。"
            yield remark("W704", examined, piece, *found.span(), message, right)


def _office_names(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    for name in grounds.rules.names:
        for wrong in name.wrong:
            for found in re.finditer(re.escape(wrong), examined.text):
                start = found.start()
                at = name.right.find(wrong)
                inside = at >= 0 and examined.text.startswith(name.right, start - at)
                if not inside:
                    message = f"“{wrong}”应写“{name.right}”（本单位规则），请改正。"
                    section = examined.heading_of(examined.piece_at(start))
                    yield at_offsets(
                        "W704", examined, section, start, found.end(), message, name.right
                    )


def repetitions(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """R602: a word doubled by a slip, or a whole sentence that stood before."""
    yield from _doubled_words(examined)
    yield from _repeated_sentences(examined, grounds.rules.threshold("repeated_sentence"))


def _doubled_words(examined: Examined) -> Iterator[Finding]:
    for piece in examined.prose:
        for found in _DOUBLED.finditer(piece.text):
            word = found[1]
            if not _REDUPLICATED.match(word) and not _is_listed(piece.text, found.start()):
                message = f"“{word}”重复，请删去一处。"
                yield remark("R602", examined, piece, *found.span(), message, word)


def _is_listed(text: str, at: int) -> bool:
    """Whether W703 tells of the slip at this place."""
    return any(each.start <= at < each.end for each in find_confusables(text))


def _repeated_sentences(examined: Examined, least: int) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for piece in examined.bodies:
        where = f"“{examined.heading_of(piece)}”" if piece.section >= 0 else "标题之外的部分"
        for sentence in split_sentences(piece.text):
            body = sentence.body
            if len(body) < least:
                continue
            if body in seen:
                message = f"这句话在{seen[body]}中已经写过，请删去一处。"
                yield remark("R602", examined, piece, sentence.start, sentence.end, message)
            seen.setdefault(body, where)
