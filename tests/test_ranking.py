"""Bigrams, BM25 over them, and fusion by rank."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.ranking import BigramIndex, fuse, rows_by_score, tokens

TEXTS = ["开展专题调研，形成调研报告", "修订财务制度", "……", "组织警示教育", "开展警示教育活动"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("党建工作", ["党建", "建工", "工作"]),
        ("学习，教育", ["学习", "教育"]),
        ("召开24次", ["召开", "24", "次"]),
        ("ＡＰＰ上线", ["app", "上线"]),
        ("党", ["党"]),
        ("，。", []),
    ],
)
def test_runs_become_bigrams(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_rows_that_share_no_bigram_score_nothing() -> None:
    scores = BigramIndex.of(TEXTS).scores("警示教育")
    assert [bool(score) for score in scores] == [False, False, False, True, True]


def test_the_shorter_of_two_texts_with_the_words_scores_higher() -> None:
    scores = BigramIndex.of(TEXTS).scores("警示教育")
    assert scores[3] > scores[4]


@pytest.mark.parametrize("query", ["，", "完全陌生", "q"])
def test_a_query_of_no_known_bigram_scores_nothing(query: str) -> None:
    assert not BigramIndex.of(TEXTS).scores(query).any()


def test_an_index_of_texts_without_words_scores_nothing() -> None:
    index = BigramIndex.of(["。", ""])
    assert len(index) == 2
    assert not index.scores("党建").any()


def test_a_saved_index_scores_as_before(tmp_path: Path) -> None:
    index = BigramIndex.of(TEXTS)
    index.save(tmp_path)
    loaded = BigramIndex.load(tmp_path)
    assert len(loaded) == len(TEXTS)
    assert loaded.scores("专题调研").tolist() == index.scores("专题调研").tolist()


def test_a_missing_index_is_an_error_of_the_file_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="params"):
        BigramIndex.load(tmp_path / "nothing")


def test_a_row_that_is_not_allowed_is_never_ranked() -> None:
    scores = np.array([3, 9, 0, 3, 5], dtype=np.float32)
    allowed = np.array([True, False, True, True, True])
    assert rows_by_score(scores, allowed) == [4, 0, 3]


def test_a_row_high_in_both_rankings_comes_first() -> None:
    assert next(row for row, _ in fuse([[1, 2, 3], [4, 2, 5]], [1.0, 1.0])) == 2


def test_a_weight_of_zero_silences_a_ranking() -> None:
    assert [row for row, score in fuse([[1, 2], [9, 8]], [1.0, 0.0]) if score] == [1, 2]


@given(st.lists(st.lists(st.integers(0, 20), unique=True), min_size=1, max_size=3))
def test_fusion_keeps_every_row_once_and_orders_them_by_score(rankings: list[list[int]]) -> None:
    fused = fuse(rankings, [1.0] * len(rankings))
    rows = [row for row, _ in fused]
    assert sorted(rows) == sorted({row for ranking in rankings for row in ranking})
    assert fused == sorted(fused, key=lambda item: (-item[1], item[0]))
