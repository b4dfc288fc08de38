"""Other words for what a query speaks of."""

from __future__ import annotations

from corpus.kin import kin_of
from corpus.lexicon import lexicon


def test_everyday_words_lead_to_the_trades_and_not_back() -> None:
    assert "换届" in kin_of("任期届满怎么办")
    assert "届满" not in kin_of("支部换届")


def test_words_of_one_group_stand_for_one_another() -> None:
    assert "贷款" in kin_of("信贷投放")
    assert "信贷" in kin_of("贷款余额")


def test_a_word_the_query_holds_is_not_its_own_kin() -> None:
    assert "非法集资" not in kin_of("非法集资陈案")


def test_what_no_table_knows_has_no_kin() -> None:
    assert kin_of("木星") == ()


def test_every_row_of_the_table_of_everyday_words_says_something_new() -> None:
    for row in lexicon("asked"):
        assert set(row) == {"asked", "trade"}
        assert set(row["trade"]) - set(row["asked"])
        assert all(len(word) >= 2 for word in (*row["asked"], *row["trade"]))
