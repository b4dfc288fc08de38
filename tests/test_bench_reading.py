"""Structure is read as people marked it, and the benchmark notices when it is not."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import ReadingError
from corpus.outline import Line
from eval.bench.reading import GOLD, Heading, Marked, main, measure, scored, table

FOLDER = os.environ.get("NIGAO_GOLD_DIR", "")
REPORT = Marked(
    "甲",
    tuple(
        Line(text, at)
        for at, text in enumerate(["2025年工作总结", "一、情况", "（一）抓学习。常抓不懈。"], 1)
    ),
    (Heading(2, 1, "情况", False), Heading(3, 2, "抓学习", True)),
)


@pytest.mark.parametrize("name", ["样例", "难例"])
def test_our_own_gold_is_read_as_marked(name: str) -> None:
    score = measure()[name]
    assert score.wrong == []
    assert (score.marked > 80, score.f1, score.level, score.cut) == (True, 1.0, 1.0, 1.0)


@pytest.mark.gold
@pytest.mark.skipif(not FOLDER, reason="NIGAO_GOLD_DIR is not set")
def test_real_reports_are_read_as_marked() -> None:
    scores = measure(real=Path(FOLDER))
    for name, count in (("seeds", 83), ("real", 118)):
        score = scores[name]
        assert score.marked == count
        assert min(score.precision, score.recall, score.level, score.cut) >= 0.99


def test_a_whole_reading_scores_one() -> None:
    score = scored([REPORT])
    assert (score.precision, score.recall, score.f1, score.level, score.cut) == (1, 1, 1, 1, 1)
    assert score.wrong == []
    assert score.pace > 0


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ((Heading(2, 1, "情况", False),), (0.5, 1.0, 1.0, 1.0)),
        ((*REPORT.headings, Heading(9, 1, "不足", False)), (1.0, 2 / 3, 1.0, 1.0)),
        ((Heading(2, 2, "情况", False), REPORT.headings[1]), (1.0, 1.0, 0.5, 1.0)),
        ((Heading(2, 1, "情", False), REPORT.headings[1]), (1.0, 1.0, 1.0, 0.5)),
        ((REPORT.headings[0], Heading(3, 2, "抓学习", False)), (1.0, 1.0, 1.0, 0.5)),
    ],
)
def test_what_is_made_up_missed_or_misread_costs(
    marked: tuple[Heading, ...], expected: tuple[float, ...]
) -> None:
    score = scored([replace(REPORT, headings=marked)])
    assert (score.precision, score.recall, score.level, score.cut) == pytest.approx(expected)
    assert len(score.wrong) == 1


def test_a_report_that_was_changed_since_is_refused(tmp_path: Path) -> None:
    rows = json.loads((GOLD / "structure_samples.json").read_text(encoding="utf-8"))
    rows[0]["sha256"] = "0" * 16
    (tmp_path / "structure_samples.json").write_text(json.dumps(rows), encoding="utf-8")
    with pytest.raises(ReadingError, match="材料改过了"):
        measure(tmp_path)


def test_the_table_has_a_line_for_each_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    out = capsys.readouterr().out.splitlines()
    assert [line.split(" | ")[0] for line in out[2:]] == ["| 样例", "| 难例"]
    assert table({"甲": scored([REPORT])}).splitlines()[-1].startswith("| 甲 | 2 | 1.000 |")
