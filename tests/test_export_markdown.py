"""draft.md: headings as headings, and every mask and mark of the text literal."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from export_drafts import DUTY_REPORT, PLAN, SPEECH, said
from hypothesis import given
from hypothesis import strategies as st

from assistant.draft import Draft, DraftSection
from assistant.export.markdown import escape, to_markdown


def unescaped(text: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def test_headings_stand_by_level_and_run_in_headings_in_their_paragraph() -> None:
    blocks = to_markdown(DUTY_REPORT).split("\n\n")
    assert blocks[0] == f"# {DUTY_REPORT.title}"
    assert "## 一、主要工作及成效" in blocks
    assert "### （二）服务实体经济" in blocks
    assert any(block.startswith("（一）坚持党的全面领导。召开党组会议24次") for block in blocks)


def test_a_speech_begins_with_title_byline_and_salutation() -> None:
    blocks = to_markdown(SPEECH).split("\n\n")
    assert blocks[:4] == [f"# {SPEECH.title}", *SPEECH.byline, "同志们："]


def test_signature_and_date_close_the_file() -> None:
    assert to_markdown(PLAN).endswith("\n\n云州市金融工作局党组\n\n2027年1月20日\n")


def test_masks_do_not_become_emphasis() -> None:
    assert r"事项\*\*项" in to_markdown(DUTY_REPORT)


def test_holes_stand_as_they_are() -> None:
    assert "开展谈心谈话【待补1】人次。" in to_markdown(DUTY_REPORT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. 健全制度", r"1\. 健全制度"),
        ("1.健全制度", "1.健全制度"),
        ("- 其他", r"\- 其他"),
        ("# 标题", r"\# 标题"),
        ("5~6月", r"5\~6月"),
        ("<b>", r"\<b\>"),
        ("一行\n两行", "一行 两行"),
        ("---", r"\---"),
    ],
)
def test_what_markdown_would_read_as_markup_is_escaped(text: str, expected: str) -> None:
    assert escape(text) == expected


@given(st.text(alphabet="完成*_`#-+.12<>[]|~&\\（）。 年", max_size=40))
def test_an_escaped_text_reads_as_before(text: str) -> None:
    assert unescaped(escape(text)) == text


@pytest.mark.parametrize("ends", ["。", "！", "："])
def test_a_run_in_heading_is_closed_once(ends: str) -> None:
    section = DraftSection("1", 2, "（一）", f"严明纪律{ends}", (said("抓早抓小。"),), (), True)
    assert f"（一）严明纪律{ends}抓早抓小。" in to_markdown(_with(section))


def test_a_run_in_heading_without_text_stands_alone() -> None:
    section = DraftSection("1", 2, "（一）", "严明纪律", (), (), True)
    assert "### （一）严明纪律\n" in to_markdown(_with(section))


def _with(section: DraftSection) -> Draft:
    return replace(PLAN, sections=(section,))
