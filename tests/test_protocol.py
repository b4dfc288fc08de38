from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tree import ROOT, modules

from assistant.prompting import fenced, fingerprint, prompt_names, render
from assistant.sheet.facts import Fact
from assistant.writing.protocol import filled, parse_reply

FACT = Fact(id="F3", label="召开党组会议", value=Decimal(24), unit="次", previous=Decimal(20))


def test_each_line_is_a_sentence_and_a_blank_line_begins_a_paragraph() -> None:
    said = parse_reply("召开党组会议{F3}。\n\n6月引进云岭银行〔F9〕。")
    assert [each.paragraph for each in said] == [0, 1]
    assert said[0].values == (("F3", ""),)
    assert said[1].cited == ("F9",)
    assert said[1].text == "6月引进云岭银行。"


def test_thinking_aloud_and_code_fences_are_taken_off() -> None:
    said = parse_reply("<think>全年31次？</think>\n```text\n召开党组会议{F3}\n```")
    assert [each.text for each in said] == ["召开党组会议{F3}。"]


def test_thinking_that_never_ends_leaves_nothing() -> None:
    assert parse_reply("<think>我想想") == ()


def test_values_come_with_measure_and_derived_figures_are_reckoned() -> None:
    text = "召开党组会议{F3}，比上年增加{F3.difference}，增长{ f3.growth }。"
    said = filled(text, {"F3": FACT})
    assert said == "召开党组会议24次，比上年增加4次，增长20%。"


def test_several_ids_behind_one_sentence_are_all_read() -> None:
    assert parse_reply("两件事都办了〔F1、F2〕。")[0].cited == ("F1", "F2")


@given(st.text(max_size=300))
def test_no_reply_stops_the_parser(reply: str) -> None:
    for said in parse_reply(reply):
        assert said.raw
        assert "\n" not in said.text


@given(st.text(max_size=100))
def test_a_fence_cannot_be_closed_from_inside(text: str) -> None:
    shown = fenced(text)
    assert not set("〖〗〔〕\n") & set(shown)


def test_a_prompt_that_lacks_a_name_is_an_error() -> None:
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        render("section", kind="年度工作总结")


def test_template_marks_in_a_value_stay_as_they_are() -> None:
    faults = [{"sentence": "{{ 7 * 7 }}", "reason": "{% raw %}"}]
    shown = render("repair", faults=faults)
    assert "{{ 7 * 7 }}" in shown
    assert "49" not in shown


def test_every_prompt_is_sent_by_somebody() -> None:
    code = "".join((ROOT / path).read_text("utf-8") for path in modules())
    assert set(re.findall(r"\brender\(\s*\"(\w+)\"", code)) == set(prompt_names())


def test_a_fingerprint_is_eight_hex_digits_of_the_prompt() -> None:
    assert len(fingerprint("system")) == 8
    assert fingerprint("system") != fingerprint("section")
