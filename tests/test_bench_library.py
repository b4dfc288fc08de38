"""The library benchmark at a small size."""

from __future__ import annotations

import pytest

from eval.bench.library import CONDITIONS, indexed_twice, invented, main, measured, sentences


def test_an_invented_report_is_the_same_at_every_run_and_has_fifty_passages() -> None:
    stock = sentences()
    one = invented(3, stock)
    assert one == invented(3, stock)
    assert sum(len(section.paragraphs) for section in one.sections) == 50


def test_every_condition_is_measured() -> None:
    found = measured(200, plain=False)
    assert set(found["times"]) == set(CONDITIONS)
    assert all(0 < median <= late for median, late in found["times"].values())
    assert found["rate"] > 0


def test_a_folder_indexed_again_takes_less() -> None:
    first, again = indexed_twice(4)
    assert again < first / 2


def test_json_is_all_there_is_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["100", "--json"]) == 0
    assert capsys.readouterr().out.startswith('{"rate": ')
