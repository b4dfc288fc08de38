"""Forms: the verbs that make this year's workbook, part it among departments and join it again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.export.folder import write_folder
from assistant.export.single import replace_file
from assistant.named import named_report
from corpus.errors import LibraryError, SettingsError
from corpus.inference import is_of_no_kind
from corpus.kinds import Kind, kind_named, load_kinds

if TYPE_CHECKING:
    from assistant.sheet.form import Form, Source
    from corpus.library import Library
    from corpus.report import Report

_SUFFIX = ".xlsx"


@dataclass(frozen=True, slots=True)
class FormOrder:
    """What the workbook is made from, and what for.

    ``names`` are reports (library ids or files), or one kind, whose reports in the library serve.
    ``plan`` names the plan of the year to be summed up; ``last`` is last year's sheet, for its
    departments and values. ``due`` is the day departments report by.
    """

    names: Sequence[str]
    plan: str = ""
    last: Path | None = None
    due: str = ""


@dataclass(frozen=True, slots=True)
class Formed:
    """The workbooks made, by file; and how many rows the form has, table by table."""

    files: tuple[Path, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Joined:
    """The workbook put together: its file, its conflicts, and what departments still owe."""

    file: Path
    conflicts: int
    owed: dict[str, int]


def make_form_file(
    order: FormOrder, out: Path, library: Library | None, own_kinds: Path | None = None
) -> Formed:
    """Write the workbook to fill in.

    Raises:
        NigaoError: what is named is no report and no kind, or the file cannot be written.
    """
    from assistant.sheet.filling import to_workbook

    _check_suffix(out)
    form = gathered(order, library, own_kinds)
    replace_file(out, to_workbook(form))
    return Formed((out,), _counts(form))


def split_form_files(
    order: FormOrder, out: Path, library: Library | None, own_kinds: Path | None = None
) -> Formed:
    """Write a workbook for each department into the folder ``out``.

    The one argument may also be a workbook in which 责任科室 has been filled in.

    Raises:
        NigaoError: as :func:`make_form_file`.
    """
    from assistant.sheet.filled import read_filled
    from assistant.sheet.filling import STANDING_GUIDE, book_of, drawn
    from assistant.sheet.parting import split_filled

    if out.suffix.lower() == _SUFFIX:
        raise SettingsError(f"分科室填报要写出几份，请给文件夹，如 -o {out.with_suffix('')}")
    first = Path(order.names[0])
    if len(order.names) == 1 and first.suffix.lower() == _SUFFIX and first.is_file():
        filled, name, guide = read_filled(first), first.stem, list(STANDING_GUIDE)
        counts = {title: len(rows) for title, rows in filled.tables.items()}
    else:
        form = gathered(order, library, own_kinds)
        book, counts = book_of(form), _counts(form)
        filled, name, guide = read_filled(out, drawn(book)), book.name, list(book.guide)
    parts = split_filled(filled, guide, name, order.due)
    files = {f"{_as_name(who)}{_SUFFIX}": content for who, content in parts.items()}
    write_folder(out, files)
    return Formed(tuple(out / file for file in files), counts)


def merge_form_files(paths: Sequence[Path], out: Path) -> Joined:
    """Put filled workbooks together into one.

    Raises:
        NigaoError: a file is no workbook, or ``out`` cannot be written.
    """
    from assistant.sheet.filled import read_filled
    from assistant.sheet.filling import STANDING_GUIDE
    from assistant.sheet.merging import merge_filled

    _check_suffix(out)
    if any(path.resolve() == out.resolve() for path in paths):
        raise SettingsError(f"合并的结果“{out}”就是其中一份；请换一个文件名")
    filled = [read_filled(path) for path in paths]
    merged = merge_filled(filled, list(STANDING_GUIDE), "素材汇总表")
    replace_file(out, merged.content)
    return Joined(out, merged.conflicts, dict(merged.owed))


def gathered(order: FormOrder, library: Library | None, own_kinds: Path | None) -> Form:
    """The form before it is drawn.

    Raises:
        NigaoError: as :func:`make_form_file`.
    """
    from assistant.sheet.form import make_form
    from assistant.sheet.loading import load_sheet
    from assistant.sheet.targets import departments_from, with_targets

    form = make_form(_sources(order.names, library, own_kinds))
    if order.last:
        form = departments_from(form, load_sheet(order.last, own_kinds).facts)
    if order.plan:
        plan = _sources([order.plan], library, own_kinds)[0]
        if plan.report.year != form.papers[0].year:
            raise LibraryError(
                f"计划“{plan.report.title}”是{plan.report.year}年的，"
                f"不是要总结的{form.papers[0].year}年；请另选"
            )
        form = with_targets(form, make_form([plan]))
    return form


def _sources(names: Sequence[str], library: Library | None, own_kinds: Path | None) -> list[Source]:
    from assistant.sheet.form import Source

    found: list[Source] = []
    for name in names:
        kind = _kind(name, own_kinds)
        if kind is None:
            report = named_report(name, library, own_kinds=own_kinds)
            held = library is not None and report.id in library
            like = report.id if held else name
            found.append(Source(report, kind_named(report.kind, own_kinds), like))
        else:
            found += [Source(each, kind, each.id) for each in _of_kind(kind, library)]
    return list({source.report.id: source for source in found}.values())


def _of_kind(kind: Kind, library: Library | None) -> list[Report]:
    """The library's reports of a kind, newest first."""
    held = library.reports() if library else ()
    reports = [each for each in held if each.kind == kind.id and not is_of_no_kind(each)]
    if not reports:
        raise LibraryError(
            f"材料库里没有{kind.name}；请先 nigao index 收录往年材料，或直接给出材料文件"
        )
    return sorted(reports, key=lambda report: -report.year)


def _kind(name: str, own_kinds: Path | None) -> Kind | None:
    known = reversed(load_kinds(own_kinds).values())  # of two of one name the user's own
    return next((kind for kind in known if name in (kind.id, kind.name)), None)


def _counts(form: Form) -> dict[str, int]:
    from assistant.sheet.columns import DEEDS, FACTS, PHRASES

    return {FACTS: len(form.blanks), DEEDS: len(form.deeds), PHRASES: len(form.phrases)}


def _check_suffix(out: Path) -> None:
    if out.suffix.lower() != _SUFFIX:
        raise SettingsError(f"“{out}”不是 .xlsx 文件名；工作簿请存成 {out.stem}{_SUFFIX}")


def _as_name(department: str) -> str:
    """The department's name as a file may be called."""
    return re.sub(r'[\\/:*?"<>|\s]+', "_", department).strip("._") or "科室"
