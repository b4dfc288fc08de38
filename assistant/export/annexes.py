"""Annexes: tables made from facts, and how they are announced below the text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from assistant.arithmetic import difference, growth
from assistant.export.layout import Layout
from assistant.export.markup import line, runs
from assistant.export.remarks import SHARES
from assistant.export.styles import ANNEX_MARK, ANNEX_TITLE, BODY, CELL, CELL_HEAD
from assistant.sheet.facts import Fact, Sheet

# Shares of the 版心 in per cent: 指标 takes what the four narrow columns leave.
_SHARES = (33, 16, 16, 16, 19)


@dataclass(frozen=True, slots=True)
class Annex:
    """A table with its title; the first row heads the others, every row is of one length."""

    title: str
    rows: tuple[tuple[str, ...], ...]


def facts_table(sheet: Sheet, hidden: Collection[str] = ()) -> Annex | None:
    """The year's values beside those of the year before, in the sheet's order.

    Confidential facts, those ``hidden`` by id and those of another year do not stand in it. The
    year is the sheet's, or the last one its facts speak of, as in a speech that looks back. None
    when there is no such value.
    """
    open_facts = [
        fact
        for fact in sheet.facts
        if fact.value is not None and not fact.confidential and fact.id not in hidden
    ]
    years = {sheet.year_of(fact) for fact in open_facts}
    year = sheet.year if sheet.year in years else max(years, default=sheet.year)
    head = ("指标", "计量单位", f"{year}年", f"{year - 1}年", "同比")
    rows = tuple(_row(fact) for fact in open_facts if sheet.year_of(fact) == year)
    return Annex(f"{year}年主要指标情况表", (head, *rows)) if rows else None


def change_cell(fact: Fact) -> str:
    """How the value stands to last year's, for a cell: +14.3%, −0.14个百分点, 持平, or —."""
    if fact.value is None or fact.previous is None:
        return "—"
    if fact.value == fact.previous:
        return "持平"
    sign = "+" if fact.value > fact.previous else "−"
    if fact.measure in SHARES:
        return f"{sign}{difference(fact.value, fact.previous):f}个百分点"
    if fact.previous <= 0:
        return "—"
    return f"{sign}{growth(fact.value, fact.previous):f}%"


def annex_note(annexes: Sequence[Annex], latin: str) -> Iterator[str]:
    """附件： a line below the text, with the names and no mark behind them (7.3.4)."""
    blank = '<w:spacing w:before="579"/>'
    for at, annex in enumerate(annexes, start=1):
        number = f"{at}." if len(annexes) > 1 else ""
        lead = "附件：" if at == 1 else "　　　"
        typed = "".join(markup for _, markup in runs(f"{lead}{number}{annex.title}", latin))
        yield line(BODY, typed, blank if at == 1 else "")


def annex_pages(annexes: Sequence[Annex], layout: Layout) -> Iterator[str]:
    """Each annex on a page of its own: 附件 flush left, the title on line 3, the table (7.3.7)."""
    latin = layout.faces["西文"].font
    for at, annex in enumerate(annexes, start=1):
        number = str(at) if len(annexes) > 1 else ""
        yield line(ANNEX_MARK, _typed(f"附件{number}", latin))
        yield line(ANNEX_TITLE, _typed(annex.title, latin))
        yield table_markup(annex, layout.page.text_width, latin, _SHARES, flush=(0,))
        # A table may not be the last thing on Word's page; this line takes no room.
        yield line(CELL, "", '<w:spacing w:line="20" w:lineRule="exact"/>')


def _row(fact: Fact) -> tuple[str, ...]:
    previous = f"{fact.previous:f}" if fact.previous is not None else "—"
    value = f"{fact.value:f}" if fact.value is not None else "—"
    return (fact.label, fact.measure, value, previous, change_cell(fact))


def table_markup(
    annex: Annex,
    width: int,
    latin: str,
    shares: Sequence[int],
    flush: Collection[int] = (),
) -> str:
    """The table, ``width`` twips wide, its columns taking ``shares`` per cent of that.

    Cells are centred, save those of the columns ``flush``, which begin at the left.
    """
    widths = [width * share // 100 for share in shares]
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>' for side in sides)
    rows = "".join(
        _row_markup(row, widths, latin, flush, heads=at == 0) for at, row in enumerate(annex.rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row_markup(
    row: Sequence[str], widths: Sequence[int], latin: str, flush: Collection[int], *, heads: bool
) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{_cell(text, latin, flush=at in flush, heads=heads)}</w:tc>"
        for at, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    repeated = "<w:tblHeader/>" if heads else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def _cell(text: str, latin: str, *, flush: bool, heads: bool) -> str:
    side = '<w:jc w:val="left"/>' if flush and not heads else ""
    return line(CELL_HEAD if heads else CELL, _typed(text, latin), side)


def _typed(text: str, latin: str) -> str:
    return "".join(markup for _, markup in runs(text, latin))
