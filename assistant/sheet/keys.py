"""The keys of a sheet's file: their names, the Chinese names accepted for them, and what they hold.

This table is all there is: a key that stands in none of its rows is an error.

The first column is the key as the documentation writes it (and as ``facts.py`` takes it), the
second says how its value is read, the third holds the Chinese names that mean the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from assistant.sheet.facts import DecisionNow, ProblemStatus, Weight

Sort = Literal[
    "text", "prose", "number", "year", "count", "date", "yes", "choice", "texts", "items", "id"
]


@dataclass(frozen=True, slots=True)
class Key:
    """One key: ``needed`` ones must have a value; ``choices`` are the words a choice may be."""

    name: str
    sort: Sort
    chinese: tuple[str, ...] = ()
    needed: bool = False
    choices: tuple[str, ...] = ()


Keys = tuple[Key, ...]

_ID = Key("id", "id", ("编号",))
_SECTION = Key("section", "text", ("板块", "章节"))
_SOURCE = Key("source", "text", ("来源", "依据"))
_DEPARTMENT = Key("department", "text", ("责任科室", "科室"))

HEAD: Keys = (
    Key("unit", "text", ("单位",), needed=True),
    Key("short", "text", ("简称",)),
    Key("self", "text", ("自称",)),
    Key("kind", "text", ("文种",), needed=True),
    Key("year", "year", ("年度", "年份"), needed=True),
    Key("date", "date", ("日期", "成文日期")),
    Key("title", "text", ("标题",)),
    Key("speaker", "text", ("讲话人",)),
    Key("occasion", "text", ("会议", "场合")),
    Key("audience", "text", ("主送", "听众")),
    Key("like", "text", ("参照",)),
    Key("outline", "texts", ("提纲",)),
    Key("words", "count", ("字数",)),
    Key("targets", "choice", ("目标",), choices=("沿用",)),
    Key("confirmed_by", "text", ("确认人",)),
    Key("facts", "items", ("事实", "指标")),
    Key("problems", "items", ("问题", "问题清单")),
    Key("guidance", "items", ("上级精神",)),
    Key("decisions", "items", ("核实", "事项核实")),
)
FACT: Keys = (
    _ID,
    Key("label", "text", ("标签", "指标")),
    Key("value", "number", ("数值",)),
    Key("unit", "text", ("计量单位", "单位")),
    Key("text", "prose", ("事实", "内容")),
    Key("previous", "number", ("上年数值",)),
    Key("qualifier", "text", ("限定",)),
    _SECTION,
    _SOURCE,
    _DEPARTMENT,
    Key("as_of", "text", ("截至",)),
    Key("scope", "text", ("范围",)),
    Key("status", "text", ("状态",)),
    Key("note", "text", ("口径",)),
    Key("say", "text", ("说法",)),
    Key("year", "year", ("年份", "年度")),
    Key("weight", "choice", ("分量",), choices=get_args(Weight)),
    Key("required", "yes", ("必用",)),
    Key("confidential", "yes", ("保密",)),
    Key("blank", "text", ("空位",)),
    Key("target", "text", ("年初目标",)),
)
PROBLEM: Keys = (
    _ID,
    Key("text", "prose", ("问题", "内容"), needed=True),
    Key("status", "choice", ("状态",), choices=get_args(ProblemStatus)),
    Key("found_by", "text", ("发现渠道",)),
    Key("measure", "prose", ("措施", "整改措施")),
    _SECTION,
    _SOURCE,
    _DEPARTMENT,
)
GUIDANCE: Keys = (
    _ID,
    Key("name", "text", ("名称",), needed=True),
    Key("issuer", "text", ("发布单位",)),
    Key("date", "text", ("日期",)),
    Key("text", "prose", ("内容", "原文")),
    Key("quotes", "texts", ("可引原句",)),
    _SECTION,
    Key("replaces", "text", ("替代",)),
    _SOURCE,
)
DECISION: Keys = (
    _ID,
    Key("past", "text", ("去年原话", "去年提法"), needed=True),
    Key("now", "choice", ("今年",), needed=True, choices=get_args(DecisionNow)),
    Key("text", "prose", ("今年怎么说",)),
    _SOURCE,
    _DEPARTMENT,
)
ITEMS: dict[str, tuple[str, Keys]] = {
    "facts": ("F", FACT),
    "problems": ("P", PROBLEM),
    "guidance": ("G", GUIDANCE),
    "decisions": ("D", DECISION),
}
"""The lists of the sheet: the letter their ids begin with, and the keys of an item."""

MISTAKEN = {"measure": "unit", "office": "unit", "own": "self", "name": "label", "number": "value"}
"""Words that come to mind for a key and look nothing like it."""
