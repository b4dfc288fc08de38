"""README.zh-CN.md done as written: every command line of it, in its order, on the samples."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from tree import ROOT
from workbooks import edited, headers

from assistant.cli import main
from corpus.samples import sample_folder

GUIDE = (ROOT / "README.zh-CN.md").read_text("utf-8")
SAMPLES = Path(str(sample_folder()))
SHEET = SAMPLES / "sheets" / "2026_年度工作总结.yaml"
NOTES = "全年召开党组会议26次，研究重要议题124项（办公室）\n发展党员3名（机关党总支）\n"


@dataclass
class Step:
    """A command line of the guide, and the lines shown below it."""

    line: str
    shown: list[str] = field(default_factory=list)


def steps() -> Iterator[Step]:
    for block in re.findall(r"^```console\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL):
        found: list[Step] = []
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append(Step(line.removeprefix("$ ").split("   #")[0].strip()))
            elif line.strip():
                found[-1].shown.append(line.strip())
        yield from found


def arguments(line: str) -> list[str]:
    """What a shell makes of the line."""
    words = shlex.split(line)
    assert words.pop(0) == "nigao"
    return [each for word in words for each in (_matching(word) if "*" in word else [word])]


def _matching(word: str) -> list[str]:
    found = sorted(str(path) for path in Path().glob(word))
    assert found, word
    return found


def fill(book: Any) -> None:
    """This year's numbers of the sample sheet, and a department for every other row."""
    facts = yaml.safe_load(SHEET.read_text("utf-8"))["facts"]
    values = {(each["label"], each.get("unit")): each["value"] for each in facts if "label" in each}
    table = book["指标"]
    at = headers(table)
    for row in range(2, table.max_row + 1):
        of = (table.cell(row, at["指标"]).value, table.cell(row, at["计量单位"]).value)
        if of in values:
            table.cell(row, at["本年数值"]).value = values[of]
            table.cell(row, at["来源"]).value = "台账"
        if table.cell(row, at["编号"]).value:
            table.cell(row, at["责任科室"]).value = "办公室" if row % 2 else "银行科"


def test_the_guide_is_done_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SAMPLES / "reports", "往年材料")
    shutil.copytree(SAMPLES / "sheets", "事实表")
    Path("记录.txt").write_text(NOTES, encoding="utf-8")
    done = []
    for step in steps():
        status = main(arguments(step.line))
        out, err = capsys.readouterr()
        assert (status, err) == (0, ""), step.line
        assert [each for each in step.shown if each not in out] == [], step.line
        if "form 往年材料" in step.line:
            edited(Path("事实.xlsx"), fill)
        done.append(step.line.split()[1])
    assert {"doctor", "index", "form", "facts", "draft", "check", "export", "refresh"} <= {*done}
    assert all(
        Path(name).is_file()
        for name in (
            "2026年度工作总结.docx",
            "草稿/draft-改.docx",
            "意见采纳情况表.docx",
            "讲话.yaml",
        )
    )
    text = Path("草稿/draft.md").read_text("utf-8")
    assert "召开党组会议26次" in text


def test_the_front_page_leads_to_the_guide() -> None:
    first = (ROOT / "README.md").read_text("utf-8").split("##")[0]
    assert "(README.zh-CN.md)" in first
