"""Sentences typed in haste and pasted from a chat, as the sheet keeps them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.sheet.loading import load_sheet
from assistant.sheet.prose import as_prose, list_items, unlisted
from corpus.errors import SheetError

HEAD = "unit: 云州市金融工作局党组\nkind: 年度工作总结\nyear: 2026\n"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("举办对接会２１场，增长９．９％", "举办对接会21场，增长9.9%"),
        ("举办对接会21场,效果不错😂[强]", "举办对接会21场，效果不错"),
        ("贷款增长9.9%,全省第三.", "贷款增长9.9%，全省第三。"),
        ("服务实体经济，　防范化解风险 ", "服务实体经济，防范化解风险"),
        ('建"红色金融"品牌(含县区)', "建“红色金融”品牌（含县区）"),
        ("制定\n办法", "制定办法"),
        ("1.学习不深\n2.人手不足", "1.学习不深；2.人手不足"),
    ],
)
def test_what_was_typed_or_pasted_is_written_as_a_paper_writes_it(typed: str, kept: str) -> None:
    assert as_prose(typed) == kept


@pytest.mark.parametrize(
    "right",
    [
        "见GB/T 9704—2012第7.3.3条",
        "余额1,718.5亿元，比例3:1，利率3.5%至4.0%",
        "落实《党委（党组）意识形态工作责任制实施办法》，做到“四个看齐”",
        "AI (LLM) and more",
    ],
)
def test_what_is_written_rightly_stays(right: str) -> None:
    assert as_prose(right) == right


@given(st.text(alphabet="一二是、，。；：“”（）()1２.．,;:\"' 年万元%％①②汉字\n", max_size=40))
def test_prose_of_prose_is_itself_and_keeps_every_digit(text: str) -> None:
    once = as_prose(text)
    assert as_prose(once) == once
    digits = re.compile(r"\d")
    assert digits.findall(once) == [
        chr(ord(each) - 0xFEE0) if each > "9" else each for each in digits.findall(text)
    ]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1.学习不够深入；2.人手不足。", ("学习不够深入", "人手不足")),
        ("一是学习不深。二是担当不够。", ("学习不深", "担当不够")),
        ("（1）学习不深；（2）担当不够", ("学习不深", "担当不够")),
        ("①学习不深；②担当不够", ("学习不深", "担当不够")),
        ("二是担当不够", ("担当不够",)),
        ("1.5亿元资金没有到位", ("1.5亿元资金没有到位",)),
        ("一、二季度贷款下降", ("一、二季度贷款下降",)),
        ("学习不深，一是不读，二是不议", ("学习不深，一是不读，二是不议",)),
    ],
)
def test_a_list_in_one_cell_is_told_apart(text: str, items: tuple[str, ...]) -> None:
    assert list_items(text) == items


def test_the_numbers_of_a_list_go_and_its_words_stay() -> None:
    assert unlisted("一是制定轮岗办法，二是完成轮岗7人") == "制定轮岗办法，完成轮岗7人"
    assert unlisted("制定轮岗办法，完成轮岗7人") == "制定轮岗办法，完成轮岗7人"


def test_problems_of_one_cell_are_problems_each_with_its_measure(tmp_path: Path) -> None:
    path = tmp_path / "事实.yaml"
    path.write_text(
        HEAD
        + "problems:\n"
        + "  - {text: 1.学习不深；2.人手不足, measure: 1.集中轮训。2.公开遴选。, status: 新发现}\n"
        + "  - {text: 二是担当不够, measure: 一是开展培训。二是加强考核。}\n",
        encoding="utf-8",
    )
    problems = load_sheet(path).problems
    assert [(each.id, each.text, each.measure, each.status) for each in problems] == [
        ("P1", "学习不深", "集中轮训", "新发现"),
        ("P2", "人手不足", "公开遴选", "新发现"),
        ("P3", "担当不够", "开展培训。加强考核。", "仍存在"),
    ]


def test_a_text_of_pictures_alone_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "事实.yaml"
    path.write_text(HEAD + "facts:\n  - {text: 😂😂}\n", encoding="utf-8")
    with pytest.raises(SheetError, match=r"facts 第1项“😂😂”.*没有文字，请写成一句话"):
        load_sheet(path)


def test_a_half_width_comma_that_cuts_a_sentence_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "事实.yaml"
    path.write_text(HEAD + "problems:\n  - {text: 填写不及时,补记多}\n", encoding="utf-8")
    with pytest.raises(SheetError, match="半角逗号后的“补记多”成了键；请给整段文字加引号"):
        load_sheet(path)
