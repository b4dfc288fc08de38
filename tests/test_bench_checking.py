"""The benchmark of checking: papers that differ in every clause, a clear word without a peer."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from corpus.clauses import split_clauses
from corpus.reading import read_report
from corpus.samples import sample_folder
from eval.bench import checking
from eval.bench.varying import exchanged, varied, varied_docx

SAID = "坚持把党的政治建设摆在首位，全年召开党组会议24次；严格执行请示报告制度。"


def test_a_varied_text_has_the_length_and_figures_and_no_long_clause_of_the_first() -> None:
    other = varied(SAID, random.Random(1))
    assert len(other) == len(SAID)
    assert "24次" in other
    assert not {each.text for each in split_clauses(SAID)} & {
        each.text for each in split_clauses(other)
    }


def test_a_varied_word_file_is_as_many_times_as_long() -> None:
    with zipfile.ZipFile(made := io.BytesIO(), "w") as package:
        package.writestr("word/document.xml", f"<w:body><w:t>{SAID}</w:t><w:sectPr/></w:body>")
        package.writestr("word/styles.xml", SAID)
    with zipfile.ZipFile(io.BytesIO(varied_docx(made.getvalue(), seed=3, times=4))) as other:
        main = other.read("word/document.xml").decode()
        assert main.count("24次") == 4
        assert main.count("<w:sectPr/>") == 1
        assert SAID not in main
        assert other.read("word/styles.xml").decode() == SAID


def test_a_report_is_made_longer_under_the_same_headings() -> None:
    report = read_report(Path(str(sample_folder())) / "reports" / "2025_年度工作总结.txt")
    longer = exchanged(report, 9000)
    bodies = [text for section in longer.walk() for text in section.paragraphs]
    assert 9000 <= sum(map(len, bodies)) < 12000
    assert len(set(bodies)) == len(bodies)
    assert [each.heading for each in longer.walk()] == [each.heading for each in report.walk()]


def test_without_the_other_checker_nothing_is_compared_and_that_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert checking.main(["--times", "1", "--lengths", "2000"]) == 2
    said = capsys.readouterr().out
    assert "未测" in said
    assert "每字" in said
