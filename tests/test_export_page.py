"""The printed page, rendered: 22 lines of 28 characters within the 版心, page numbers outside."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from export_drafts import DUTY_REPORT, PLAN, SHEET, SPEECH
from rendering import Leaf, needs_office, read_pages, render

from assistant.draft import Draft
from assistant.export.docx import to_docx

pytestmark = pytest.mark.office

LEFT, RIGHT, TOP, BOTTOM = 28, 210 - 26, 37, 297 - 35


@pytest.fixture(scope="module", params=[SPEECH, PLAN, DUTY_REPORT], ids=lambda draft: draft.kind)
def printed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Draft, tuple[Leaf, ...]]:
    needs_office()
    draft: Draft = request.param
    folder: Path = tmp_path_factory.mktemp(draft.kind)
    return draft, read_pages(render(to_docx(draft, sheet=SHEET), folder))


def test_pages_are_a4(printed: tuple[Draft, tuple[Leaf, ...]]) -> None:
    for page in printed[1]:
        assert (round(page.width), round(page.height)) == (210, 297)


def test_full_pages_hold_22_lines(printed: tuple[Draft, tuple[Leaf, ...]]) -> None:
    """The first page has a blank line below its head, so 21 with text."""
    _, pages = printed
    assert [len(page.body) for page in pages[1:-1]] == [22] * len(pages[1:-1])
    if len(pages) > 1:
        assert len(pages[0].body) == 21


def test_full_lines_hold_28_characters(printed: tuple[Draft, tuple[Leaf, ...]]) -> None:
    draft, pages = printed
    if draft is DUTY_REPORT:
        pytest.skip("too short to have full lines")
    widths = Counter(len(line.text) for page in pages for line in page.body)
    assert widths.most_common(1)[0][0] == 28


def test_text_keeps_within_the_margins(printed: tuple[Draft, tuple[Leaf, ...]]) -> None:
    for page in printed[1]:
        for line in page.body:
            assert line.left >= LEFT - 0.5, line.text
            assert line.right <= RIGHT + 0.5, line.text
            assert line.top >= TOP - 1, line.text
            assert line.bottom <= BOTTOM + 1, line.text


def test_no_character_is_lost_on_paper(printed: tuple[Draft, tuple[Leaf, ...]]) -> None:
    draft, pages = printed
    paper = _bare("".join(line.text for page in pages for line in page.body))
    for sentence in draft.sentences():
        assert _bare(sentence.text) in paper


def test_page_numbers_stand_at_the_outer_edge(printed: tuple[Draft, tuple[Leaf, ...]]) -> None:
    for number, page in enumerate(printed[1], start=1):
        line = page.lines[-1]
        assert line.text == f"—{number}—"
        assert line.top > BOTTOM
        odd = number % 2 == 1
        inset = RIGHT - line.right if odd else line.left - LEFT
        assert 4 <= inset <= 6


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
