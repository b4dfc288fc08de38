"""The workbook's worksheets and columns: the one table that writing and reading share.

Titles are fixed: offices script against them. A key is the sheet file's own (``keys.py``); one
that begins with _ marks a column for people only, which no draft is made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from assistant.sheet.facts import ProblemStatus

GUIDE = "填写说明"
HEAD = "基本信息"
FACTS = "指标"
DEEDS = "事项核实"
PHRASES = "提法更新"
PROBLEMS = "问题清单"
GUIDANCE = "上级精神"
CONFLICTS = "冲突"
OWED = "催报表"

SAME = "同上年"
"""In a value's cell: last year's value is this year's too."""
CHANGED = "改为："
"""In 提法更新 the new wording follows it in the same cell."""
YES, NO = "是", "否"
KEPT, DROPPED = "沿用", "删"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a worksheet; ``width`` is in half-width characters.

    ``choices`` make a drop-down, which is binding when ``strict``. ``theirs`` marks what the
    office fills in; the rest we have filled.
    """

    title: str
    key: str = ""
    width: int = 12
    choices: tuple[str, ...] = ()
    strict: bool = True
    theirs: bool = False
    centred: bool = False
    hint: str = ""


FACT_COLUMNS = (
    Column("编号", "blank", 6),
    Column("板块", "section", 17),
    Column("指标", "label", 26),
    Column("计量单位", "unit", 9, centred=True),
    Column("上年数值", "previous", 9, centred=True),
    Column(
        "本年数值",
        "value",
        10,
        theirs=True,
        centred=True,
        hint=f"只写数，计量单位在旁边一列；与上年相同的写“{SAME}”；没有的空着",
    ),
    Column(
        "限定",
        "qualifier",
        9,
        ("不少于", "不低于", "不超过", "至少", "力争突破", "突破", "超过", "达到", "约", "余"),
        strict=False,
        theirs=True,
        centred=True,
    ),
    Column("年份", "year", 7, theirs=True, centred=True, hint="不是本材料年度的数才写，如 2025"),
    Column("口径", "note", 13, theirs=True),
    Column(
        "截至", "as_of", 11, theirs=True, centred=True, hint="时点数才写，如 2026-11-30、11月末"
    ),
    Column("状态", "status", 8, ("核定", "快报", "预计"), strict=False, theirs=True, centred=True),
    Column("责任科室", "department", 10, theirs=True, centred=True),
    Column("来源", "source", 13, theirs=True, hint="台账、文件或系统的名称"),
    Column(
        "必用",
        "required",
        6,
        (YES, NO),
        theirs=True,
        centred=True,
        hint="是：没填数也留待补。否：可用可不用。空着：填了就写，没填就略去",
    ),
    Column("保密", "confidential", 6, (YES, NO), theirs=True, centred=True),
)
PAST_SENTENCE = Column("去年原句（供对照）", "_sentence", 36)
FITS = Column("适用", "fits", 16, theirs=True, hint="用于哪几份材料，写文种，用、隔开；空着都用")
TARGET = Column("年初目标", "target", 11, centred=True)

DEED_COLUMNS = (
    Column("去年原话", "past", 50),
    Column(
        "今年",
        "now",
        10,
        ("有", "改为", "无", "做法沿用"),
        theirs=True,
        centred=True,
        hint="有：今年也做了。改为：在右边写今年怎么说。无：今年没有。做法沿用：机制还在运行",
    ),
    Column("今年怎么说", "text", 40, theirs=True),
    Column("责任科室", "department", 10, theirs=True, centred=True),
    Column("来源", "source", 13, theirs=True),
    Column("板块", "section", 22),
)
PHRASE_COLUMNS = (
    Column("去年提法", "past", 36),
    Column("出现处", "_where", 34),
    Column(
        "今年",
        "now",
        38,
        (KEPT, CHANGED, DROPPED),
        strict=False,
        theirs=True,
        hint="沿用；或在“改为：”后面接着写今年的提法；或删",
    ),
    Column("依据", "source", 44, theirs=True),
)
PROBLEM_COLUMNS = (
    Column("问题", "text", 40, theirs=True),
    Column("状态", "status", 10, get_args(ProblemStatus), theirs=True, centred=True),
    Column("发现渠道", "found_by", 14, theirs=True),
    Column("整改措施", "measure", 40, theirs=True),
    Column("板块", "section", 16, theirs=True),
    Column("责任科室", "department", 11, theirs=True, centred=True),
    Column("来源", "source", 14, theirs=True),
    Column("去年的问题（只供对照，不会写进稿子）", "_hint", 50),
)
GUIDANCE_COLUMNS = (
    Column("名称", "name", 26, theirs=True),
    Column("发布单位", "issuer", 14, theirs=True, centred=True),
    Column("日期", "date", 12, theirs=True, centred=True, hint="如 2026-07-18"),
    Column("内容", "text", 46, theirs=True, hint="原文照抄，一句一行"),
    Column("板块", "section", 16, theirs=True),
    Column("替代", "replaces", 24, theirs=True, hint="顶替去年的哪个提法，如 市委四届九次全会"),
    Column("来源", "source", 14, theirs=True),
    Column("去年引用的精神（只供对照，不会写进稿子）", "_hint", 40),
)
TABLES: dict[str, tuple[str, tuple[Column, ...]]] = {
    FACTS: ("facts", (*FACT_COLUMNS, PAST_SENTENCE)),
    DEEDS: ("decisions", DEED_COLUMNS),
    PHRASES: ("decisions", PHRASE_COLUMNS),
    PROBLEMS: ("problems", PROBLEM_COLUMNS),
    GUIDANCE: ("guidance", GUIDANCE_COLUMNS),
}
"""The tables by worksheet: the list of the sheet they feed, and their columns."""

COLLECTION = ("责任科室", "截止时间", "填报人", "审核人")
"""Labels of 基本信息 that serve collecting and are no part of the sheet."""
