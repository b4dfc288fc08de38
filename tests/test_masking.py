"""Masking keeps values and names from the writer and gives the text back exactly."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.masking import mask, unmask

MARK = re.compile("⟦[^⟦⟧]+⟧")


def outside(masked: str) -> str:
    return MARK.sub("", masked)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("召开党组会议24次，研究议题163项。", "召开党组会议⟦数1⟧次，研究议题⟦数2⟧项。"),
        ("贷款余额突破XX亿元，增长**%。", "贷款余额突破⟦空1⟧亿元，增长⟦空2⟧%。"),
        ("开展银龄守护行动7419次。", "开展⟦活动1⟧⟦数1⟧次。"),
        ("引进云岭银行，由张建国同志牵头。", "引进⟦银行1⟧，由⟦人1⟧同志牵头。"),
        ("2025年开展党建“五提升”活动，", "⟦年1⟧开展党建⟦名1⟧活动，"),
        ("运用监督执纪“四种形态”，落实“一岗双责”，", "运用监督执纪“四种形态”，落实“一岗双责”，"),
    ],
)
def test_values_and_names_become_typed_tokens(text: str, expected: str) -> None:
    assert mask(text).text == expected


def test_a_token_keeps_words_sort_and_measure() -> None:
    (token,) = mask("罚款412.5万元。").tokens
    assert (token.text, token.sort, token.measure) == ("412.5", "amount", "万元")


def test_a_document_number_is_one_token() -> None:
    masked = mask("按照云金发〔2025〕12号要求，")
    assert [token.sort for token in masked.tokens] == ["number"]
    assert outside(masked.text).endswith("要求，")


def test_a_name_that_holds_a_figure_is_one_token() -> None:
    masked = mask("贯彻市委四届九次全会精神，")
    assert masked.text == "贯彻⟦会议1⟧精神，"


def test_the_offices_own_name_is_a_token_of_its_own() -> None:
    masked = mask("云州市金融工作局党组召开会议。", own=("云州市金融工作局",))
    assert masked.text == "⟦本单位1⟧党组召开会议。"
    assert [token.sort for token in masked.tokens] == ["own"]


def test_brackets_that_stand_in_the_text_pass_for_no_token() -> None:
    text = "此处写有⟦数1⟧与⟧⟦，共3次。"
    masked = mask(text)
    assert unmask(masked) == text
    assert [token.sort for token in masked.tokens].count("bracket") == 4


PIECES = st.sampled_from(
    [
        "召开会议",
        "24次",
        "XX亿元",
        "**项",
        "2025年",
        "3.2万元",
        "⟦数1⟧",
        "⟦",
        "⟧",
        "“五提升”活动",
        "银龄守护行动",
        "，",
        "。",
        "百分之五",
        "云岭银行",
        "１２家",
        "二十四次",
        "〔2025〕3号",
        "7419",
    ]
)


@given(st.lists(PIECES, max_size=12).map("、".join))
def test_unmasking_restores_what_the_trade_writes(text: str) -> None:
    assert unmask(mask(text)) == text


@given(st.text(max_size=80))
def test_unmasking_restores_any_text(text: str) -> None:
    assert unmask(mask(text)) == text


@given(st.lists(PIECES, max_size=12).map("、".join))
def test_no_digit_is_left_outside_a_token(text: str) -> None:
    assert not re.search("[0-9０-９]", outside(mask(text).text))


@given(
    st.sampled_from(["开展{}行动3次", "引进{}银行1家", "到{}社区调研2次", "打造“{}”品牌"]),
    st.text("岭翠霞锦澜鹭栖虹枫槐", min_size=2, max_size=4),
)
def test_no_planted_name_survives(template: str, proper: str) -> None:
    assert proper not in mask(f"今年以来，{template.format(proper)}，成效明显。").text


@pytest.mark.gold
def test_the_real_reports_are_masked_and_given_back() -> None:
    folder = os.environ.get("NIGAO_GOLD_DIR")
    if not folder:
        pytest.skip("NIGAO_GOLD_DIR is not set")
    paths = [*Path(folder).glob("seeds/*.txt"), *Path(folder).glob("real/2023*.txt")]
    assert len(paths) == 6
    for path in paths:
        text = path.read_text(encoding="utf-8")
        masked = mask(text)
        assert unmask(masked) == text
        assert not re.search("[0-9０-９*＊]", outside(masked.text))
