"""Finding the words of a query in a passage."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.highlighting import highlights


def shown(query: str, text: str) -> list[str]:
    return [text[start:end] for start, end in highlights(query, text)]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("风险防控", "抓好金融风险防控，化解风险3起。", ["风险防控", "风险"]),
        ("ＡＰＰ", "上线“云州金服”app", ["app"]),
        ("24次", "召开会议２４次，走访124家。", ["２４次"]),
        ("党", "党的建设；党。", ["党"]),
        ("学习，教育", "教育学习", ["教育学习"]),
        ("银龄守护", "走访企业。", []),
        ("——", "——", []),
    ],
)
def test_the_stretches_a_passage_is_found_by(query: str, text: str, expected: list[str]) -> None:
    assert shown(query, text) == expected


@given(
    st.text(alphabet="党建工作a1，① ", max_size=20), st.text(alphabet="党建工作a1，①", max_size=30)
)
def test_stretches_lie_in_the_text_in_order_and_do_not_touch(query: str, text: str) -> None:
    spans = highlights(query, text)
    edges = [0 if not spans else -1, *(edge for span in spans for edge in span), len(text) + 1]
    assert all(one < other for one, other in pairwise(edges))


@given(st.text(alphabet="党建工作a1", min_size=1, max_size=20))
def test_a_text_is_wholly_found_by_itself(text: str) -> None:
    assert highlights(text, text) == ((0, len(text)),)
