from __future__ import annotations

from pathlib import Path

import pytest
from papers import examined_of

from assistant.cli import main
from assistant.sheet.guidance import read_guidance
from assistant.sheet.loading import load_sheet
from corpus.errors import ReadingError
from eval.evaluate import evaluate

TEXT = """中共云州市委六届十次全会公报

（2026年7月22日中共云州市委第六届委员会第十次全体会议通过）

全会强调，要坚持把金融服务实体经济作为根本宗旨，着力做好普惠金融大文章。
全会指出，防范化解地方金融风险是必须守住的底线。
出席
"""


def text(folder: Path, words: str = TEXT) -> Path:
    path = folder / "全会公报.txt"
    path.write_text(words, encoding="utf-8")
    return path


def test_an_official_text_gives_name_issuer_date_and_what_may_be_quoted(tmp_path: Path) -> None:
    piece = read_guidance(text(tmp_path))
    assert piece.name == "中共云州市委六届十次全会"
    assert piece.issuer == "中共云州市委"
    assert piece.date == "2026-07-22"
    assert piece.quotes == (
        "全会强调，要坚持把金融服务实体经济作为根本宗旨，着力做好普惠金融大文章。",
        "全会指出，防范化解地方金融风险是必须守住的底线。",
    )
    assert piece.text == ""


def test_a_text_without_sentences_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="标题"):
        read_guidance(text(tmp_path, "中共云州市委六届十次全会公报\n"))


def test_guidance_goes_into_a_sheet_that_loads_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "facts.yaml"
    head = ["--unit", "云州市金融工作局", "--kind", "年度工作总结", "--year", "2026"]
    status = main(["facts", "read", "--guidance", str(text(tmp_path)), "-o", str(out), *head])
    assert status == 0
    assert "可引原句2句" in capsys.readouterr().out
    assert load_sheet(out).guidance[0].quotes == read_guidance(text(tmp_path)).quotes


def test_neither_notes_nor_guidance_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["facts", "read", "-o", str(tmp_path / "facts.yaml")]) == 2
    assert "没有给出要读的文件" in capsys.readouterr().err


PAPER = """云州市金融工作局2026年度工作总结

2026年，云州市金融工作局扎实推进各项工作。

一、工作开展情况

市委六届十次全会强调，“要坚持把金融服务实体经济作为根本宗旨，着力做好{what}金融大文章”。

二、存在的不足

数据共享还不充分。

三、下一步工作思路

2027年，推动数据共享。
"""


@pytest.mark.parametrize(("what", "count"), [("普惠", 0), ("绿色", 1)])
def test_a_quotation_is_borne_out_word_for_word(tmp_path: Path, what: str, count: int) -> None:
    out = tmp_path / "facts.yaml"
    head = ["--unit", "云州市金融工作局", "--kind", "年度工作总结", "--year", "2026"]
    main(["facts", "read", "--guidance", str(text(tmp_path)), "-o", str(out), *head])
    examined = examined_of(
        PAPER.format(what=what), kind="annual-summary", year=2026, unit="云州市金融工作局"
    )
    found = evaluate(examined, sheet=load_sheet(out)).findings
    assert [f.code for f in found].count("W705") == count
