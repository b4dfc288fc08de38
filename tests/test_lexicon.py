"""Every entry of the tables says where it comes from and is found by its function."""

import re
from itertools import pairwise
from typing import Any

import pytest

from corpus.lexicon import lexicon
from corpus.months import month_of
from corpus.names import find_names
from corpus.phrases import find_confusables, find_dated, find_set_phrases, find_stale
from corpus.wordlists import cut_words, listed

PHRASES: list[dict[str, Any]] = lexicon("set_phrases")["phrases"]
PERIODS: list[dict[str, Any]] = lexicon("periods")["periods"]


def test_every_set_phrase_has_a_source_and_there_are_many() -> None:
    assert len(PHRASES) >= 100
    assert all(entry["source"] for entry in PHRASES)


def test_no_set_phrase_stands_twice() -> None:
    phrases = [entry["phrase"] for entry in PHRASES]
    assert len(phrases) == len(set(phrases))


@pytest.mark.parametrize("entry", PHRASES, ids=lambda entry: entry["phrase"])
def test_every_set_phrase_is_found_in_each_of_its_wordings(entry: dict[str, Any]) -> None:
    for wording in (entry["phrase"], *entry.get("also", ())):
        text = f"今年，{wording}。"
        covered = {at for span in find_set_phrases(text) for at in range(span.start, span.end)}
        assert covered.issuperset(range(3, 3 + len(wording))), wording


@pytest.mark.parametrize("entry", PERIODS, ids=lambda entry: entry["name"])
def test_every_period_has_a_source_and_ordered_months(entry: dict[str, Any]) -> None:
    assert entry["source"]
    assert month_of(entry["from"]) <= month_of(entry["to"])
    assert month_of(entry["from"]) <= month_of(entry.get("review_to", entry["to"]))


@pytest.mark.parametrize("entry", PERIODS, ids=lambda entry: entry["name"])
def test_every_period_is_found_by_its_name_and_aliases(entry: dict[str, Any]) -> None:
    for wording in (entry["name"], *entry.get("aliases", ())):
        sample = wording if "中心支行" not in wording else "人民银行云州市中心支行"
        assert find_dated(sample), wording


@pytest.mark.parametrize("entry", PERIODS, ids=lambda entry: entry["name"])
def test_every_period_ends(entry: dict[str, Any]) -> None:
    sample = entry["name"] if "中心支行" not in entry["name"] else "人民银行云州市中心支行"
    last = max(
        month_of(entry.get(key, entry["to"]))[0] for key in ("to", "review_to", "forward_to")
    )
    assert find_stale(sample, last + 1, forward=True), sample
    assert find_stale(sample, month_of(entry["from"])[0] - 1, forward=False), sample


def test_every_named_wording_table_exists_and_is_in_order() -> None:
    tables = lexicon("periods")["wordings"]
    asked = {
        entry["successor"]["wording"]
        for entry in PERIODS
        if isinstance(entry.get("successor"), dict)
    }
    assert asked <= tables.keys()
    for rows in tables.values():
        spans = [(month_of(row["from"]), month_of(row["to"])) for row in rows]
        assert spans == sorted(spans)
        assert all(one[1] < other[0] for one, other in pairwise(spans))


def test_every_miswritten_word_has_a_reason_and_is_found() -> None:
    table = lexicon("confusables")
    for entry in table["words"]:
        assert entry["reason"]
        assert entry["wrong"] != entry["right"]
        found = find_confusables(f"各科室{entry['wrong']}，")
        assert entry["right"] in [each.right for each in found], entry["wrong"]
    for entry in table["patterns"]:
        assert entry["reason"]
        assert entry["right"] in [each.right for each in find_confusables(entry["sample"])]


def test_no_right_word_is_taken_for_a_miswritten_one() -> None:
    table = lexicon("confusables")
    for entry in table["words"]:
        for right in (entry["right"], *entry.get("unless", ())):
            assert find_confusables(right) == (), right


def test_every_standing_entry_has_a_reason() -> None:
    table = lexicon("standing")
    entries = [*table["quoted"], *table["offices"], *table["undertakings"]]
    assert all(entry["reason"] and entry["words"] for entry in entries)


def test_every_standing_document_pattern_lets_its_sample_pass() -> None:
    for entry in lexicon("standing")["documents"]["patterns"]:
        assert entry["reason"]
        assert re.fullmatch(entry["pattern"], entry["sample"])
        assert find_names(f"学习{entry['sample']}。") == ()


def test_every_family_of_quoted_words_lets_its_sample_pass() -> None:
    for entry in lexicon("standing")["quoted_patterns"]:
        assert entry["reason"]
        assert find_names(f"落实“{entry['sample']}”要求，") == ()


@pytest.mark.parametrize(
    "key", [("cuts", "verbs"), ("cuts", "who"), ("generic", "subjects"), ("generic", "places")]
)
def test_listed_words_are_never_taken_for_unknown(key: tuple[str, str]) -> None:
    for word in listed(*key):
        assert all(each.sort != "unknown" for each in cut_words(word)), word


def test_every_known_name_is_found() -> None:
    for sort, names in lexicon("names")["known"].items():
        for name in names:
            clause = f"协调{name}开展合作，"
            assert (name, sort) in [(each.text, each.sort) for each in find_names(clause)], name


def test_every_suffix_shows_an_invented_name() -> None:
    for sort, entry in lexicon("names")["suffixes"].items():
        expected = {"firm": "company", "undertaking": "campaign"}.get(sort, sort)
        for word in entry["words"]:
            found = [each.sort for each in find_names(f"开展翠岭{word}，")]
            assert expected in found, word
