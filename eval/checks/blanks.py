"""B: what was left open: masks, holes, template tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.blanks import find_masks
from eval.checks.remarks import quoted, remark
from eval.examined import Examined
from eval.finding import Finding
from eval.grounds import Grounds

# Characters a mask can be made of; most text has none.
_MAY_MASK = re.compile(r"[*＊×□█_＿○〇XxＸｘ某]")
# Before a measure 某 stands for a number: 某次, 某家. 某个环节 hides none, nor does 在某次会议上.
_BARE_MASK = re.compile(
    r"(?:不少于|不低于|不超过|至少|共|各|累计|约|以下|下列)某(?=[次个项名场人家件篇])"
    r"|(?<![在从于像])某(?=[次家名件场份篇]|人次|个(?!人|环节|方面|时|地方|领域|岗位|角度|意义|程度|阶段|部门|单位))"
)
_MEASURE = r"(?:[万亿]?元|个百分点|[%％]|人次|次|家|个(?!人)|项|名|件|场|篇|户|份|笔)"
# A place left empty, or marked by a letter, before a measure: 【】亿元, （  ）次, N家.
_EMPTY = re.compile(
    r"(?=[【〔（(\[…?？ \u3000NnＮ])"
    r"(?:【[ \u3000]*】|〔[ \u3000]*〕|（[ \u3000]*）|\([ ]*\)|\[[ ]*\]|……?|[?？]+|[ \u3000]{2,}"
    rf"|[NnＮ](?<![A-Za-z].))(?={_MEASURE})"
)
_LEFT_OPEN = re.compile(
    r"【(?:待[^】]{0,20}|此处[^】]*|数据[^】]*)】"
    r"|（(?:待[补核定报填查确][^（）]{0,12}|[^（）]{0,8}待[补核定报填]|此处[^（）]{2,16})）"
    r"|待补充(?<![有仍尚]待补充)(?=[。；，]|$)"
)
HOLE = re.compile(r"【待补[^】]*】")
_TOKEN = re.compile(
    r"<<[^<>\n]{1,20}>>|\[[\u4e00-\u9fff]{1,12}\]|\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{[A-Za-z][A-Za-z0-9_]*\}|〔[FPGD]\d+〕|⟦[^⟧]*⟧|\$\{[^{}]*\}"
)


def masks(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """B201: a mask of last year's value or name still stands (**, XX, ××, 某, ＿＿, □)."""
    for piece in examined.pieces:
        for found in _EMPTY.finditer(piece.text):
            message = "这里应有数值而空着，请填上今年的数值，没有的删去这句话。"
            yield remark("B201", examined, piece, *found.span(), message)
        if not _MAY_MASK.search(piece.text):
            continue
        blanks = find_masks(piece.text)
        for found in _BARE_MASK.finditer(piece.text):
            start = found.end() - 1
            if not any(blank.start <= start < blank.end for blank in blanks):
                message = "数值还是遮盖符号“某”，请填上今年的数值，没有的删去这句话。"
                yield remark("B201", examined, piece, start, start + 1, message)
        for blank in blanks:
            what = "名称" if blank.sort == "name" else "数值"
            label = f"{quoted(blank.label)}的" if blank.label else ""
            message = (
                f"{label}{what}还是遮盖符号“{blank.text}”，请填上今年的{what}，没有的删去这句话。"
            )
            yield remark("B201", examined, piece, blank.start, blank.end, message)


def holes(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """B202: a hole still to be filled."""
    labels = {hole.mark: hole.label for hole in grounds.draft.holes} if grounds.draft else {}
    for piece in examined.pieces:
        for found in HOLE.finditer(piece.text):
            label = labels.get(found[0], "")
            about = f"{quoted(label)}" if label else "这一处"
            message = f"{about}还没有填，请向责任科室要到后补上。"
            yield remark("B202", examined, piece, found.start(), found.end(), message)
        for found in _LEFT_OPEN.finditer(piece.text):
            if not HOLE.fullmatch(found[0]):
                message = f"{quoted(found[0])}还没有补上，请补上或删去。"
                yield remark("B202", examined, piece, *found.span(), message)


def tokens(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """B203: a token of a template or a writer's protocol left in the text."""
    for piece in examined.pieces:
        for found in _TOKEN.finditer(piece.text):
            message = f"留有模板记号“{found[0]}”，请换成应有的文字或数字。"
            yield remark("B203", examined, piece, found.start(), found.end(), message)
