"""A sheet written as YAML, an item a line, with the line of the notes it came from above it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from assistant.sheet.chatter import is_chatter
from assistant.sheet.facts import Fact, Guidance, Problem
from assistant.sheet.notes import Noted
from corpus.errors import OutputError, cause_of

_OPEN = "待核"


class _Dumper(yaml.SafeDumper):
    """Numbers keep the places they were written with."""


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    text = f"{value:f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


_Dumper.add_representer(Decimal, _number)


def write_sheet(noted: Noted, out: Path) -> None:
    """Write the sheet that was read from notes.

    Raises:
        OutputError: ``out`` is no .yaml file, is there already, or cannot be written.
    """
    if out.suffix.lower() not in (".yaml", ".yml"):
        raise OutputError(f"事实表存为 .yaml 文件；“{out}”请改成以 .yaml 结尾")
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(sheet_text(noted))
    except FileExistsError as error:
        raise OutputError(f"“{out}”已经有了；请换一个文件名，或先移走它") from error
    except OSError as error:
        raise OutputError(f"“{out}”写不了（{cause_of(error)}）；请换一个位置") from error


def sheet_text(noted: Noted) -> str:
    """The YAML of the sheet; what a person should look at stands in comments (待核)."""
    lines = [f"{key}: {_flow(value)}" for key, value in noted.head.items() if key != "year"]
    lines.append(f"year: {noted.head['year']}")
    headings = list(noted.headings)
    for name, items in (("facts", noted.facts), ("problems", noted.problems)):
        if items:
            lines += ["", f"{name}:"]
        for item in items:
            while headings and headings[0][0] < noted.lines[item.id][0]:
                lines.append(_heading_line(headings.pop(0)))
            lines += _item_lines(item, noted)
    lines += map(_heading_line, headings)
    if noted.guidance:
        lines += ["", "guidance:"]
        lines += [f"  - {_flow(_plain(piece))}" for piece in noted.guidance]
    return "\n".join(lines) + "\n"


def _heading_line(heading: tuple[int, str]) -> str:
    sort = "没有内容" if is_chatter(heading[1]) else "标题"
    return f"  # 第{heading[0]}行（{sort}）：{heading[1]}"


def _item_lines(item: Fact | Problem, noted: Noted) -> Iterator[str]:
    number, line = noted.lines[item.id]
    remark = noted.remarks.get(item.id, "")
    yield f"  # 第{number}行：{line}" + (f"〔{_OPEN}：{remark}〕" if remark else "")
    yield f"  - {_flow(_plain(item))}"


def _plain(item: Fact | Problem | Guidance) -> dict[str, Any]:
    plain = item.model_dump(by_alias=True, exclude_defaults=True, exclude={"id"})
    if isinstance(item, Problem):
        plain["status"] = item.status
    return plain


def _flow(value: Any) -> str:
    text = yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=True,
        sort_keys=False,
        width=100_000,
    )
    return text.removesuffix("...\n").strip()
