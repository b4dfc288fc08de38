"""Checking files: one by one, several together, and what is saved of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.named import named_report, read_draft
from assistant.sheet.facts import Sheet
from assistant.sheet.loading import load_sheet
from corpus.errors import OutputError, ReadingError, SettingsError, cause_of
from corpus.inference import is_of_no_kind
from corpus.kinds import Kind, kind_named
from corpus.library import Library
from corpus.lines import Line
from corpus.reading import lines_and_layout, lines_of, report_of
from eval.evaluate import Judgement, evaluate
from eval.examined import Examined, from_draft, from_report
from eval.fixing import Fixed, fix_file
from eval.office import load_rules
from eval.report_html import to_html
from eval.together import Difference, differences

_NO_LAYOUT = "只有 .docx 带版式，页边距、字体和行距未核对"


@dataclass(frozen=True, slots=True)
class CheckOrder:
    """What a file is checked against.

    ``kinds`` and ``rules`` are the folders of the office's own, None without.
    """

    facts: Path | None = None
    kind: str | None = None
    past: tuple[str, ...] = ()
    kinds: Path | None = None
    rules: Path | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A file's text as it was examined, and what was found in it."""

    path: Path
    examined: Examined
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Compared:
    """Papers of one year side by side; ``papers`` are their names in the order given."""

    papers: tuple[str, ...]
    differences: tuple[Difference, ...]
    not_examined: tuple[str, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """What ``check --together --json`` prints."""
        return {
            "papers": list(self.papers),
            "differences": [each.to_plain() for each in self.differences],
            "not_examined": list(self.not_examined),
        }


def check_file(path: Path, order: CheckOrder, library: Library | None = None) -> Checked:
    """Judge a document: our draft.json, or any file that reads as a report.

    Raises:
        NigaoError: a file cannot be read, a past report is not to be found, or a rule is wrong.
    """
    sheet = load_sheet(order.facts, order.kinds) if order.facts else None
    past = [named_report(name, library, own_kinds=order.kinds) for name in order.past]
    rules = load_rules(order.rules)
    if path.suffix.lower() == ".json":
        draft = read_draft(path)
        examined = from_draft(draft, _kind(draft.kind, order))
        judged = evaluate(examined, sheet=sheet, past=past, draft=draft, rules=rules)
        return Checked(path, examined, judged)
    lines, layout = lines_and_layout(path)
    examined = _examined_lines(lines, path.name, order, sheet)
    judged = evaluate(examined, sheet=sheet, past=past, rules=rules, layout=layout)
    if layout is None:
        judged = replace(judged, not_examined=(*judged.not_examined, _NO_LAYOUT))
    return Checked(path, examined, judged)


def compare_files(paths: Sequence[Path], order: CheckOrder) -> Compared:
    """What several papers tell differently of one quantity of one year.

    Raises:
        NigaoError: fewer than two papers, or one that cannot be read.
    """
    if len(paths) < 2:
        raise SettingsError("--together 要两份以上的材料，请把要对照的文件都写上")
    sheet = load_sheet(order.facts, order.kinds) if order.facts else None
    papers = [(path.name, _examined(path, order, sheet)) for path in paths]
    years = {examined.year for _, examined in papers}
    named = "、".join(f"{year}年" for year in sorted(years))
    apart = f"这些材料不是同一年的（{named}），只对照所说年份相同的数"
    return Compared(
        tuple(name for name, _ in papers),
        differences(papers),
        (apart,) if len(years) > 1 else (),
    )


def save_page(checked: Checked, out: Path) -> None:
    """Write the text and its findings side by side to ``out``.

    Raises:
        OutputError: it cannot be written.
    """
    _write(out, to_html(checked.judgement, checked.examined).encode())


def save_fixed(checked: Checked, out: Path) -> Fixed:
    """Write the file with its mechanical faults mended to ``out``; the file itself stays.

    Raises:
        SettingsError: ``out`` is the file itself, or of another sort, or the sort cannot be mended.
        OutputError: it cannot be written.
    """
    if out.suffix.lower() != checked.path.suffix.lower():
        raise SettingsError(f"--fix 的“{out.name}”应与原稿同是 {checked.path.suffix}，请改后缀")
    if out.exists() and out.samefile(checked.path):
        raise SettingsError(f"--fix 不覆盖原稿“{out.name}”，请另起一个文件名")
    fixed = fix_file(checked.path, checked.examined, checked.judgement.findings)
    _write(out, fixed.content)
    return fixed


def _examined(path: Path, order: CheckOrder, sheet: Sheet | None) -> Examined:
    if path.suffix.lower() == ".json":
        draft = read_draft(path)
        return from_draft(draft, _kind(draft.kind, order))
    return _examined_lines(lines_of(path), path.name, order, sheet)


def _examined_lines(
    lines: tuple[Line, ...], name: str, order: CheckOrder, sheet: Sheet | None
) -> Examined:
    """The text of a file; its kind and year, where it does not show them, are the sheet's."""
    wanted = order.kind or (sheet.kind if sheet else None)
    kind = _kind(wanted, order) if wanted else None
    given = kind.id if kind else None
    try:
        report = report_of(lines, name, kind=given, own_kinds=order.kinds)
    except ReadingError:
        if sheet is None:
            raise
        report = report_of(lines, name, kind=given, year=sheet.year, own_kinds=order.kinds)
    if is_of_no_kind(report):
        return from_report(replace(report, kind=""))
    return from_report(report, kind or _kind(report.kind, order))


def _kind(name: str, order: CheckOrder) -> Kind:
    return kind_named(name, order.kinds)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise OutputError(f"写不进“{path}”（{cause_of(error)}），请换一个位置或检查权限") from error
