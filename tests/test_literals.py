"""Fixed words looked for together: as each would be found by itself."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from corpus.lexicon import any_of
from corpus.literals import Literals

FEW = st.text("一二三，“a\ud83d\udca1\U0001f4a1", min_size=1, max_size=4)
TEXT = st.text("一二三，“a\ud83d\udca1\U0001f4a1", max_size=700)


@given(st.lists(FEW), TEXT)
@example(["首先、"], "第一、首先、其次")
def test_those_that_stand_in_a_text_are_those_found_one_by_one(words: list[str], text: str) -> None:
    assert Literals(words).within(text) == {word for word in words if word in text}


def test_a_long_text_is_looked_up_like_a_short_one() -> None:
    text = "坚持稳中求进工作总基调，" * 60
    assert Literals(["稳中求进", "求进工", "进稳", "，坚"]).within(text) == {
        "稳中求进",
        "求进工",
        "，坚",
    }


@given(st.lists(FEW, min_size=1), TEXT)
def test_the_longest_word_is_found_at_every_place(words: list[str], text: str) -> None:
    plain = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    found = [each.span() for each in re.finditer(any_of(words), text)]
    assert found == [each.span() for each in re.finditer(plain, text)]


def test_a_word_may_be_followed_by_what_it_demands() -> None:
    pattern = re.compile(any_of(["人", "人次", "户"], {"人": "(?!民)"}))
    assert pattern.findall("3人次、4人民、5人、6户") == ["人次", "人", "户"]
