"""Workbooks for tests: made from the samples, filled in as an office would, or written by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from assistant.sheet.filling import to_workbook
from assistant.sheet.form import Form, Source, make_form
from corpus.kinds import kind_named
from corpus.reading import read_report
from corpus.report import Report

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples" / "reports"
HEAD = {"单位": "云州市金融工作局党组", "文种": "年度工作总结", "年度": 2026}
FACTS = ("编号", "板块", "指标", "计量单位", "上年数值", "本年数值", "必用", "来源")


@cache
def sample(name: str) -> Report:
    """The sample report whose file name begins so."""
    return read_report(
        next(path for path in sorted(SAMPLES.iterdir()) if path.name.startswith(name))
    )


@cache
def form_of(*reports: Report) -> Form:
    """The form made from these reports."""
    return make_form([Source(each, kind_named(each.kind), each.id) for each in reports])


def saved(form: Form, path: Path) -> Path:
    path.write_bytes(to_workbook(form))
    return path


def headers(sheet: Worksheet) -> dict[str, int]:
    """Column numbers from 1 by header."""
    return {str(cell.value): cell.column for cell in sheet[1] if cell.value}


def edited(path: Path, edit: Callable[[Any], None]) -> Path:
    """The workbook with something changed, as a person would in Excel."""
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def fill_numbers(book: Any, step: int = 7) -> int:
    """An invented number into every empty 本年数值 of a blank; how many there were."""
    sheet = book["指标"]
    at = headers(sheet)
    count = 0
    for row in range(2, sheet.max_row + 1):
        cell = sheet.cell(row, at["本年数值"])
        if sheet.cell(row, at["编号"]).value and cell.value is None:
            count += 1
            cell.value = 100 + step * count
            sheet.cell(row, at["来源"]).value = "台账"
    return count


def name_office(book: Any, office: str = "云州市金融工作局党组") -> None:
    book["基本信息"].cell(1, 2).value = office


def add_problem(book: Any) -> None:
    for column, value in ((1, "调研成果转化不够及时"), (2, "仍存在"), (4, "按季度通报转化情况")):
        book["问题清单"].cell(2, column).value = value


def written(
    path: Path,
    rows: Sequence[Sequence[Any]] = (),
    *,
    head: Mapping[str, Any] = HEAD,
    header: Sequence[str] = FACTS,
    sheets: Mapping[str, Sequence[Sequence[Any]]] = {},
) -> Path:
    """A workbook written by hand: 基本信息, 指标 and other worksheets, row by row."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = "基本信息"
    for pair in head.items():
        first.append(pair)
    facts = book.create_sheet("指标")
    for row in (header, *rows):
        facts.append(row)
    for title, listed in sheets.items():
        sheet = book.create_sheet(title)
        for row in listed:
            sheet.append(row)
    book.save(path)
    return path
