"""Bigrams, BM25 over them, and fusion by rank."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.ranking import Postings, best_rows, bigrams, fuse, held_back, rarity, weights

TEXTS = ["开展专题调研，形成调研报告", "修订财务制度", "……", "组织警示教育", "开展警示教育活动"]
WORDY = st.lists(st.text(alphabet="党建工作ab1，", max_size=12), min_size=1, max_size=6)


def counted(text: str) -> Counter[int]:
    found, counts = bigrams(text)
    return Counter(dict(zip(found.tolist(), counts.tolist(), strict=True)))


def scores(postings: Postings, query: str) -> NDArray[np.float64]:
    """BM25 of every row, by the functions a search uses."""
    size = len(postings.lengths)
    found = np.zeros(size)
    for bigram in counted(query):
        at = postings.find(np.uint64(bigram))
        rows = postings.rows[at]
        share = rarity(len(rows), size)
        back = held_back(postings.lengths, float(postings.lengths.mean()))[rows]
        found[rows] += weights(postings.counts[at], back, share)
    return found


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("党建工作", ["党建", "建工", "工作"]),
        ("学习，教育", ["学习", "教育"]),
        ("召开24次", ["召开", "24", "次"]),
        ("ＡＰＰ上线", ["app", "上线"]),
        ("党", ["党"]),
        ("，。", []),
    ],
)
def test_runs_become_bigrams(text: str, same: list[str]) -> None:
    assert counted(text) == sum((counted(each) for each in same), Counter())


def test_numbers_words_and_characters_alone_are_told_apart() -> None:
    assert len(counted("24 app 次 党建 42")) == 5


def test_a_latin_word_goes_by_the_same_number_in_every_process() -> None:
    assert counted("24") == Counter({2512517828603: 1})


def test_rows_that_share_no_bigram_score_nothing() -> None:
    found = scores(Postings.of(TEXTS), "警示教育")
    assert [bool(score) for score in found] == [False, False, False, True, True]


def test_the_shorter_of_two_texts_with_the_words_scores_higher() -> None:
    found = scores(Postings.of(TEXTS), "警示教育")
    assert found[3] > found[4]


@pytest.mark.parametrize("query", ["，", "完全陌生", "q"])
def test_a_query_of_no_known_bigram_scores_nothing(query: str) -> None:
    assert not scores(Postings.of(TEXTS), query).any()


def test_texts_without_words_have_rows_and_score_nothing() -> None:
    postings = Postings.of(["。", ""])
    assert postings.lengths.tolist() == [0, 0]
    assert not scores(postings, "党建").any()


@given(WORDY, st.text(alphabet="党建工作ab1，", min_size=1, max_size=6))
def test_scores_are_those_of_the_bm25_formula(texts: list[str], query: str) -> None:
    held = [counted(text) for text in texts]
    mean = max(1.0, sum(each.total() for each in held) / len(held))
    expected = [0.0] * len(texts)
    for bigram in counted(query):
        among = sum(bigram in each for each in held)
        idf = math.log(1 + (len(texts) - among + 0.5) / (among + 0.5))
        for row, each in enumerate(held):
            back = 1.5 * (0.25 + 0.75 * each.total() / mean)
            expected[row] += idf * each[bigram] / (each[bigram] + back)
    assert scores(Postings.of(texts), query) == pytest.approx(expected, rel=1e-5)


@given(WORDY, st.data())
def test_postings_put_together_are_those_of_all_texts_at_once(
    texts: list[str], data: st.DataObject
) -> None:
    places = data.draw(st.permutations(range(len(texts))))
    cut = data.draw(st.integers(0, len(texts)))
    parts = [
        (Postings.of([texts[at] for at in half]), np.array(half, dtype=np.int32))
        for half in (places[:cut], places[cut:])
    ]
    merged, whole = Postings.merged(parts, len(texts)), Postings.of(texts)
    assert scores(merged, "党建工作ab1").tolist() == scores(whole, "党建工作ab1").tolist()
    assert merged.bigrams.tolist() == whole.bigrams.tolist()


def test_a_row_that_goes_leaves_nothing_in_merged_postings() -> None:
    merged = Postings.merged([(Postings.of(TEXTS), np.array([0, -1, 1, 2, -1]))], 3)
    assert scores(merged, "财务制度").tolist() == [0, 0, 0]
    assert merged.lengths.tolist() == [10, 0, 5]


def test_a_row_that_is_not_allowed_is_never_ranked() -> None:
    scores = np.array([3, 9, 0, 3, 5], dtype=np.float32)
    allowed = np.array([True, False, True, True, True])
    assert best_rows(scores, allowed, 9).tolist() == [4, 0, 3]


def test_of_equal_rows_the_first_are_taken() -> None:
    scores = np.array([1, 2, 2, 2, 1], dtype=np.float32)
    assert best_rows(scores, scores > 0, 2).tolist() == [1, 2]


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.sampled_from([2, 50, 10**6]))
def test_the_best_of_many_rows_are_those_a_full_sort_gives(
    seed: int, most: int, different: int
) -> None:
    mixer = np.random.default_rng(seed)
    scores = mixer.integers(-1, different, 10_000).astype(np.float32)
    allowed = mixer.random(10_000) < mixer.random()
    rows = [row for row in range(10_000) if allowed[row] and scores[row] > 0]
    expected = sorted(rows, key=lambda row: (-scores[row], row))[:most]
    assert best_rows(scores, allowed, most).tolist() == expected


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
