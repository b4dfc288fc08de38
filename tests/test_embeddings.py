"""Hashed character n-grams: the same everywhere, near where the words are shared."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.embeddings import HashedNgrams, fold

TEXT = "全年组织理论学习中心组学习24次，班子成员带头讲党课。"


def cosine(one: str, other: str) -> float:
    embed = HashedNgrams().embed_query
    return float(np.dot(embed(one), embed(other)))


def test_a_vector_is_the_same_in_a_process_with_another_hash_seed() -> None:
    program = f"from corpus.embeddings import HashedNgrams as H; print(H(64).embed_query({TEXT!r}))"
    command = [sys.executable, "-c", program]
    printed = [
        subprocess.run(
            command, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert printed[0] == printed[1] == f"{HashedNgrams(64).embed_query(TEXT)}\n"


def test_the_vectors_of_this_version_do_not_change() -> None:
    # A library indexed earlier must stay searchable: another value needs another name.
    vector = HashedNgrams(8).embed_query("党建工作")
    assert HashedNgrams.name == "hashed-ngrams-1"
    assert vector == pytest.approx([-0.57735, 0.57735, 0.0, 0.0, 0.0, 0.0, 0.0, 0.57735], abs=1e-6)


@given(st.text(max_size=60), st.sampled_from([16, 512, 1024]))
def test_a_vector_has_length_one_or_holds_nothing(text: str, size: int) -> None:
    vector = HashedNgrams(size).embed_query(text)
    assert len(vector) == size
    # Signs may cancel out in so few buckets; then, too, the vector is empty.
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5) or not any(vector)


@given(st.lists(st.text(max_size=20), max_size=4))
def test_many_texts_give_the_vectors_each_gives_alone(texts: list[str]) -> None:
    embedding = HashedNgrams(64)
    assert embedding.embed_documents(texts) == [embedding.embed_query(text) for text in texts]


def test_text_without_a_word_has_an_empty_vector() -> None:
    assert not any(HashedNgrams().embed_query("——，。 "))


def test_shared_words_bring_texts_nearer_than_other_words() -> None:
    ranked = [
        cosine(TEXT, other)
        for other in (
            "全年组织理论学习中心组学习，讲党课。",
            "班子成员参加学习。",
            "各项贷款余额稳步增长，不良率下降。",
        )
    ]
    assert all(nearer > farther for nearer, farther in pairwise(ranked))


@pytest.mark.parametrize(
    ("text", "folded"),
    [("１２次，ＡＢ", "12次 ab"), ("  “四个意识”  ", "四个意识"), ("", ""), ("_—_", "")],
)
def test_folding_levels_width_case_and_punctuation(text: str, folded: str) -> None:
    assert fold(text) == folded
