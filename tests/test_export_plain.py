"""draft.json: the contract's keys, and the way back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from export_drafts import DUTY_REPORT, PLAN, SPEECH
from hypothesis import given
from hypothesis import strategies as st

from assistant.draft import Draft, DraftSection, Evidence, Hole, LeftOut, Sentence
from assistant.export.plain import from_json, from_plain, to_json, to_plain
from corpus.errors import NigaoError, ReadingError

_words = st.text(alphabet="加强监管2026**【】“”。\n", max_size=12)
_evidence = st.builds(
    Evidence, st.sampled_from(["fact", "passage", "kind", "model"]), _words, _words
)
_sentences = st.builds(Sentence, _words, st.lists(_evidence, max_size=2).map(tuple))
_paragraphs = st.lists(st.lists(_sentences, max_size=2).map(tuple), max_size=2).map(tuple)
_leaves = st.builds(
    DraftSection, _words, st.integers(1, 4), _words, _words, _paragraphs, run_in=st.booleans()
)
_sections = st.builds(
    DraftSection,
    _words,
    st.just(1),
    _words,
    _words,
    _paragraphs,
    st.lists(_leaves, max_size=2).map(tuple),
)
_drafts = st.builds(
    Draft,
    title=_words,
    kind=_words,
    year=st.integers(2000, 2100),
    unit=_words,
    sections=st.lists(_sections, max_size=2).map(tuple),
    byline=st.lists(_words, max_size=2).map(tuple),
    opening=_paragraphs,
    closing=_paragraphs,
    holes=st.lists(st.builds(Hole, st.integers(1, 9), _words, _words), max_size=2).map(tuple),
    left_out=st.lists(st.builds(LeftOut, _words, _words, _words), max_size=2).map(tuple),
    unused=st.lists(_words, max_size=2).map(tuple),
    recipe=st.dictionaries(_words, st.one_of(_words, st.lists(_words)), max_size=2),
)


def test_the_keys_are_those_of_the_contract() -> None:
    plain = to_plain(DUTY_REPORT)
    assert list(plain) == [
        "title",
        "kind",
        "year",
        "unit",
        "byline",
        "salutation",
        "opening",
        "sections",
        "closing",
        "signature",
        "date",
        "holes",
        "left_out",
        "unused",
        "recipe",
    ]
    section = plain["sections"][0]["children"][0]
    assert list(section) == [
        "id",
        "number",
        "heading",
        "level",
        "role",
        "year",
        "run_in",
        "brief",
        "paragraphs",
        "children",
    ]
    assert section["paragraphs"][0][0]["evidence"] == [{"from": "fact", "ref": "F1", "note": ""}]


@pytest.mark.parametrize("draft", [DUTY_REPORT, SPEECH, PLAN], ids=lambda draft: draft.kind)
def test_a_draft_comes_back_equal(draft: Draft) -> None:
    assert from_json(to_json(draft)) == draft


@given(_drafts)
def test_any_draft_comes_back_equal(draft: Draft) -> None:
    assert from_json(to_json(draft)) == draft


def test_a_recipe_may_use_the_word_from() -> None:
    draft = Draft("题", "speech", 2026, "局", (), recipe={"from": 1, "origin": 2})
    assert from_plain(to_plain(draft)) == draft


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"title": 5}, "“title”不合要求"),
        ({"year": "去年"}, "“year”不合要求"),
        ({"sections": {}}, "“sections”不合要求"),
        ({"sections": [{"id": "1"}]}, "“sections.0.level”缺少"),
        ({"opening": [[{"text": 3}]]}, "“opening.0.0.text”不合要求"),
        (
            {"opening": [[{"text": "", "evidence": [{"from": "梦", "ref": ""}]}]]},
            "“opening.0.0.evidence.0.from”不合要求",
        ),
    ],
)
def test_a_wrong_shape_is_named_in_one_line(change: dict[str, Any], place: str) -> None:
    with pytest.raises(ReadingError) as raised:
        from_plain(to_plain(PLAN) | change)
    assert place in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}"])
def test_a_text_that_is_no_draft_is_refused(text: str) -> None:
    with pytest.raises(NigaoError, match="不是拟稿写出的草稿"):
        from_json(text)


def test_the_text_is_readable_chinese() -> None:
    assert "主要工作及成效" in to_json(DUTY_REPORT)
    assert json.loads(to_json(DUTY_REPORT)) == to_plain(DUTY_REPORT)
