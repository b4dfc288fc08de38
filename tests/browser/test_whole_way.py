"""The whole way of a document, from the first sentence to the Word file."""

from __future__ import annotations

import time
from collections.abc import Callable

from desk import WRITE, Desk
from docx import Document
from playwright.sync_api import expect
from serving import Page

SECONDS_TO_FIRST_SECTION = 2.0


def test_from_the_first_sentence_to_the_word_file(
    page: Page, entered: Callable[..., Desk], record_property: Callable[[str, object], None]
) -> None:
    desk = entered(page, page.account("赵写作"))
    assert "帮我写2026年党组年度工作总结" in desk.last()

    desk.say(WRITE)
    begun = desk.tab.locator("#talk .said.nigao").first
    expect(begun).to_contain_text("好，写“云州市金融工作局党组”2026年的年度工作总结")
    expect(begun).to_contain_text("2025年")
    assert "记下了：召开党组会议26次；研究重要议题124项。" in desk.say(
        "全年召开党组会议26次，研究重要议题124项"
    )
    desk.go("事实")
    expect(desk.tab.get_by_label("召开党组会议今年的数", exact=True)).to_have_value("26")

    began = time.monotonic()
    desk.send("起草")
    expect(desk.tab.locator(".sheet .s").first).to_be_visible()
    seconds = time.monotonic() - began
    record_property("seconds_to_first_section", round(seconds, 2))
    assert seconds < SECONDS_TO_FIRST_SECTION

    expect(desk.sentence("召开党组会议26次，研究重要议题124项")).to_be_visible()
    assert "核对" in desk.say("检查一下")
    expect(desk.tab.locator(".findings").first).to_be_visible()

    path = desk.download(lambda: desk.send("导出Word"))
    assert path.name == "云州市金融工作局党组2026年度工作总结.docx"
    text = "\n".join(each.text for each in Document(str(path)).paragraphs)
    assert text.startswith("云州市金融工作局党组2026年度工作总结")
    assert "召开党组会议26次，研究重要议题124项" in text
    assert "＊" not in text
    assert "*" not in text
    assert "XX" not in text
    assert list(page.papers("赵写作").glob("*/paper.json"))
