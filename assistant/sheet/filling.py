"""The form drawn as a workbook: which worksheet shows what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook

from assistant.sheet.blankrows import BlankRow
from assistant.sheet.columns import (
    CHANGED,
    DEED_COLUMNS,
    DEEDS,
    DROPPED,
    FACT_COLUMNS,
    FACTS,
    FITS,
    GUIDANCE,
    GUIDANCE_COLUMNS,
    GUIDE,
    HEAD,
    KEPT,
    PAST_SENTENCE,
    PHRASE_COLUMNS,
    PHRASES,
    PROBLEM_COLUMNS,
    PROBLEMS,
    SAME,
    TARGET,
    Column,
)
from assistant.sheet.drawing import Table, Value, draw_guide, draw_pairs, draw_table
from assistant.sheet.form import Form, Paper
from assistant.sheet.packing import packed
from assistant.sheet.phrasing import PhraseRow

_SPARE_FACTS, _SPARE_DEEDS, _SPARE_ROWS = 12, 10, 8
_PLACES_SHOWN = 3

HeadRow = tuple[str, Sequence[Value], str]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook before it is drawn: its name, the guide, 基本信息, and the tables."""

    name: str
    guide: Sequence[str]
    head: Sequence[HeadRow]
    tables: Sequence[Table]


def to_workbook(form: Form) -> bytes:
    """The workbook to send out; the same form gives the same bytes."""
    return drawn(book_of(form))


def book_of(form: Form) -> Book:
    """The form as a workbook of which nothing is drawn yet."""
    name = "、".join(paper_name(paper) for paper in form.papers) + "素材收集表"
    return Book(name, guide_lines(form), list(head_rows(form)), tables(form))


def drawn(book: Book) -> bytes:
    """The workbook's bytes."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    draw_guide(workbook, GUIDE, book.name, book.guide, book.name)
    draw_pairs(workbook, HEAD, book.head, book.name)
    for table in book.tables:
        draw_table(workbook, table, book.name)
    workbook.active = 0
    return packed(workbook)


def paper_name(paper: Paper) -> str:
    """2026年度工作总结, 2027年党建工作计划."""
    year = "" if paper.kind.name.startswith("年") else "年"
    return f"{paper.year}{year}{paper.kind.name}"


STANDING_GUIDE = (
    f"“{FACTS}”：填今年的数，只写数字，计量单位在左边已列出；与上年相同的可以写“{SAME}”；"
    "没有的空着，稿子里就不写那一句。今年新增的指标写在表末空行。",
    "“必用”写“是”的，没有填数也会在稿子里留出待补；写“否”的可用可不用；"
    "空着的，填了就写、没填就略去。“保密”写“是”的，稿子照写，另存公开稿时遮去，也不发给模型。",
    f"“{DEEDS}”：去年做过的事、作过的评价，今年不会自动照写，请逐条核实。"
    "有：今年也做了；改为：在“今年怎么说”写出原句；无：今年没有；做法沿用：机制还在运行。"
    "空着的按没有处理。今年新做的事，在表末空行的“今年怎么说”写成一句话。",
    f"“{PHRASES}”：去年用过的会议、文件、活动和带数字的提法。选“{KEPT}”或“{DROPPED}”，"
    f"或在“{CHANGED}”后面接着写今年的提法；改一处，全文的同一提法都改。已预填的请核对。",
    f"“{PROBLEMS}”：写今年的问题和措施，状态选仍存在、新发现、已整改。"
    "去年的问题列在最右边供对照，不会写进稿子。",
    f"“{GUIDANCE}”：写今年上级的新精神，原文照抄；顶替去年提法的，在“替代”写出去年的提法。",
    f"“{HEAD}”：核对单位、文种、年度；“参照”是照着写的往年材料，一般不用改。",
)
"""What holds for every workbook."""


def guide_lines(form: Form) -> list[str]:
    """What the person who fills it in must know, one line each."""
    paper = form.papers[0]
    same = f"去年的目标已预填“{SAME}”，要改的直接写新数。" if paper.kind.plan else ""
    return [
        f"本表按{paper.year - 1}年的材料生成，用来收集{paper.year}年的素材。浅黄色的格子请填写；"
        f"白色的格子供对照，请不要改动，“编号”列尤其不要改：填的数靠它落到稿子里对应的位置。{same}",
        *STANDING_GUIDE,
    ]


# -- 基本信息 -------------------------------------------------------------------------------------


def head_rows(form: Form) -> Iterator[tuple[str, Sequence[Value], str]]:
    """Label, a value for each paper, and a remark."""
    papers = form.papers

    def same(value: Value) -> list[Value]:
        return [value] * len(papers)

    yield "单位", [paper.office for paper in papers], "全称，如 云州市金融工作局党组"
    yield "简称", same(None), "正文里的自称，如 局党组"
    yield "自称", same(None), "如 全局、我局"
    yield "文种", [paper.kind.name for paper in papers], ""
    yield "年度", [paper.year for paper in papers], "总结写所总结的年份，计划和讲话写所部署的年份"
    yield "成文日期", same(None), "如 2026-12-25，可以空着"
    yield "标题", same(None), "空着按去年的写法拟"
    if any(paper.kind.is_spoken for paper in papers):
        yield "讲话人", same(None), ""
        yield "会议", same(None), "会议全称，如 2027年全面从严治党工作会议"
    yield "参照", [paper.like for paper in papers], "所参照的往年材料：库中编号或文件"
    yield "字数", same(None), "如 3000，空着不限"


# -- the tables -----------------------------------------------------------------------------------


def tables(form: Form) -> list[Table]:
    """The worksheets behind 基本信息, in their order."""
    return [
        _facts(form),
        Table(
            DEEDS,
            DEED_COLUMNS,
            [(deed.past, None, None, None, None, deed.section) for deed in form.deeds],
            spare=_SPARE_DEEDS,
            frozen=1,
            ours=frozenset({"past"}),
        ),
        _phrases(form.phrases),
        _with_hints(PROBLEMS, PROBLEM_COLUMNS, form.faults),
        _with_hints(GUIDANCE, GUIDANCE_COLUMNS, form.quotations),
    ]


def fact_columns(*, fits: bool, target: bool) -> tuple[Column, ...]:
    """The columns of 指标; behind the standing ones 适用, 年初目标 and last year's sentence."""
    more = ((FITS,) if fits else ()) + ((TARGET,) if target else ())
    return (*FACT_COLUMNS, *more, PAST_SENTENCE)


def _facts(form: Form) -> Table:
    columns = fact_columns(fits=len(form.papers) > 1, target=any(row.target for row in form.blanks))
    rows = [_fact_row(row) for row in form.blanks]
    return fact_table(columns, rows, spare=_SPARE_FACTS)


def fact_table(
    columns: tuple[Column, ...], rows: Sequence[Mapping[str, Value]], *, spare: int = 0
) -> Table:
    """指标, with the names of what is counted kept in sight."""
    return Table(FACTS, columns, in_columns(columns, rows), spare=spare, frozen=3)


def in_columns(columns: Sequence[Column], rows: Sequence[Mapping[str, Value]]) -> list[list[Value]]:
    """Rows by key as rows by column."""
    return [[row.get(column.key) for column in columns] for row in rows]


def _fact_row(row: BlankRow) -> dict[str, Value]:
    return {
        "blank": row.blank,
        "section": row.section,
        "label": row.label,
        "unit": row.measure,
        "previous": row.previous,
        "value": row.value,
        "qualifier": row.qualifier,
        "year": row.year,
        "note": row.note,
        "department": row.department,
        "source": row.source,
        "required": row.required,
        "fits": row.fits,
        "target": row.target,
        "_sentence": row.sentence,
    }


def _phrases(rows: Sequence[PhraseRow]) -> Table:
    return phrase_table(
        [
            {"past": row.past, "_where": _places(row.where), "now": row.now, "source": row.basis}
            for row in rows
        ],
        spare=_SPARE_ROWS,
    )


def phrase_table(rows: Sequence[Mapping[str, Value]], *, spare: int = 0) -> Table:
    """提法更新; each row offers the wording proposed for it."""
    at = [column.key for column in PHRASE_COLUMNS].index("now")
    offered = [str(row.get("now") or "") for row in rows]
    own: dict[tuple[int, int], tuple[str, ...]] = {
        (number, at): (KEPT, now if now.startswith(CHANGED) else CHANGED, DROPPED)
        for number, now in enumerate(offered)
        if "," not in now
    }
    return Table(
        PHRASES,
        PHRASE_COLUMNS,
        in_columns(PHRASE_COLUMNS, rows),
        spare=spare,
        frozen=1,
        own_choices=own,
    )


def _places(where: Sequence[str]) -> str:
    """The headings a phrase stands under, and how often when more than once."""
    listed = list(dict.fromkeys(place for place in where if place))
    shown = "；".join(listed[:_PLACES_SHOWN]) + ("等" if len(listed) > _PLACES_SHOWN else "")
    return f"{shown}（{len(where)}处）" if len(where) > 1 else shown


def _with_hints(title: str, columns: tuple[Column, ...], hints: Sequence[str]) -> Table:
    """Empty rows to fill in, with last year's words in the last column."""
    rows: list[dict[str, Value]] = [{"_hint": hint} for hint in hints]
    return Table(title, columns, in_columns(columns, rows), spare=_SPARE_ROWS)
