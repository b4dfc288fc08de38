"""The benchmark of speed: what it forgets and reckons, and what it says without a peer."""

from __future__ import annotations

from pathlib import Path

from assistant.sheet.loading import load_sheet
from corpus.blanks import find_blanks
from corpus.lexicon import lexicon
from corpus.samples import sample_folder
from eval.bench.beside import beside_a_chain, filled_by_docxtpl, laid_out_by_gongwen
from eval.bench.speed import Many, Step, batches, forget_texts, long_report, next_sheet

SAMPLES = Path(str(sample_folder()))


def test_texts_are_forgotten_and_tables_are_not() -> None:
    find_blanks("召开党组会议24次")
    table = lexicon("acts")
    forget_texts()
    assert find_blanks.cache_info().currsize == 0
    assert lexicon("acts") is table


def test_the_paper_has_four_thousand_characters_and_the_sheet_its_facts() -> None:
    report = long_report(SAMPLES / "reports")
    assert 4000 < len("".join(report.texts())) < 4500
    sheet = next_sheet(report, 3)
    assert sheet.year == report.year + 1
    assert 50 < len(sheet.facts) < 80


def test_the_longest_strand_is_here_and_the_share_of_one_worker() -> None:
    assert Many(10, 2, wall=9.0, here=1.0, workers=8.0).longest == 5.0
    assert Many(10, 2, 9.0, 1.0, 8.0).line() == "| 10 | 2 | 9.0 | 900 | 5.0 |"
    assert Step("写作", 0.02, 0.01, 4000).line() == "| 写作 | 20.0 | 10.0 | 5.0 |"


def test_every_size_is_run_and_the_largest_in_two_processes() -> None:
    sheet = load_sheet(SAMPLES / "sheets" / "2027_讲话.yaml")
    ran = list(batches(sheet.model_copy(update={"facts": ()}), None, [1, 2]))
    assert [(each.documents, each.jobs) for each in ran] == [(1, 1), (2, 1), (2, 2)]
    assert all(each.workers == 0 for each in ran[:2])
    assert ran[2].workers > 0


def test_beside_a_plain_chain_ours_holds_no_wrong_figure() -> None:
    rows = [line.split("|") for line in beside_a_chain(SAMPLES / "reports", 0.0) if "|" in line]
    said = {row[1].strip(): int(row[5]) for row in rows[2:]}
    assert said["我们，逐节"] == 0
    assert said["LangChain检索加提示"] > 0


def test_without_docxtpl_it_says_so() -> None:
    sheet = load_sheet(SAMPLES / "sheets" / "2027_讲话.yaml")
    assert "未测" in next(filled_by_docxtpl(None, sheet, None))
    assert "未测" in next(laid_out_by_gongwen(None, sheet, None))
