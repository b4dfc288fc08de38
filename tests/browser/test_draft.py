"""The draft on the page: its evidence, its holes, its sections and its versions."""

from __future__ import annotations

import re

from desk import Desk
from playwright.sync_api import expect

SECTION = "建强基层支部，带好干部队伍"


def test_a_sentence_shows_what_it_stands_on_and_is_edited_with_nothing_else_moving(
    desk_drafted: Desk,
) -> None:
    desk = desk_drafted
    desk.go("草稿")
    desk.sentence("召开党组会议26次").click()
    expect(desk.card).to_be_visible()
    opened, card = desk.sentence("召开党组会议26次").bounding_box(), desk.card.bounding_box()
    assert opened
    assert card
    assert opened["y"] + opened["height"] <= card["y"]
    expect(desk.card.locator("pre")).to_contain_text("召开党组会议：26次")
    expect(desk.card.locator("pre")).to_contain_text("写作人提供")
    desk.tab.keyboard.press("Escape")
    expect(desk.card).to_be_hidden()
    before = desk.sheet.locator(".s").all_inner_texts()
    target = desk.sentence("召开党组会议26次")
    old = target.inner_text()
    target.click()
    desk.card.get_by_label("改这句").fill("全年召开党组会议26次，议题124项逐一有结论。")
    desk.card.get_by_role("button", name="保存").click()
    expect(desk.sentence("逐一有结论")).to_have_attribute("data-locked", re.compile(".+"))
    after = desk.sheet.locator(".s").all_inner_texts()
    assert [text for text in before if text != old] == [
        text for text in after if "逐一有结论" not in text
    ]


def test_one_section_is_shortened_redone_and_locked_with_the_others_unchanged(
    desk_drafted: Desk,
) -> None:
    desk = desk_drafted
    desk.go("草稿")

    def texts() -> dict[str, str]:
        sections = desk.sheet.locator("section").all()
        return {
            str(each.get_attribute("data-section")): "".join(each.locator("p").all_inner_texts())
            for each in sections
        }

    before = texts()
    section = desk.section(SECTION)
    ref = str(section.get_attribute("data-section"))
    for act, said in (("精简", "精简"), ("重写", "重写"), ("锁定", "锁"), ("解锁", "解锁")):
        section.hover()
        section.get_by_role("button", name=act).click()
        desk.toast(re.compile(f"{SECTION}.*"))
        expect(desk.tab.locator(".toast-body")).not_to_have_count(0)
        if act == "锁定":
            expect(section.locator(".s").first).to_have_attribute("data-locked", re.compile(".+"))
        now = texts()
        assert {k: v for k, v in now.items() if k != ref} == {
            k: v for k, v in before.items() if k != ref
        }, said


def test_what_was_shortened_away_comes_back_when_the_section_is_lengthened(
    desk_drafted: Desk,
) -> None:
    desk = desk_drafted
    desk.go("草稿")
    section = desk.section(SECTION)
    before, whole = section.locator("p").all_inner_texts(), desk.text()

    def press(name: str) -> None:
        section.hover()
        section.get_by_role("button", name=name).click()
        desk.toast(SECTION)

    press("精简")
    expect(section.locator("p").first).not_to_have_text(before[0])
    press("展开")
    expect(section.locator("p").first).to_have_text(before[0])
    assert desk.text() == whole
    press("展开")
    desk.toast("可以补回")
    assert desk.text() == whole


def test_a_hole_is_filled_where_it_stands_and_versions_are_compared_and_gone_back_to(
    desk_drafted: Desk,
) -> None:
    desk = desk_drafted
    desk.go("草稿")
    old = desk.text()
    hole = desk.sentence("发展党员").locator("mark")
    count = desk.sheet.locator("mark").count()
    hole.click()
    field = desk.card.get_by_label("填入今年的数或词")
    expect(field).to_be_focused()
    field.fill("3")
    field.press("Enter")
    expect(desk.sentence("发展党员3名")).to_be_visible()
    expect(desk.sheet.locator("mark")).to_have_count(count - 1)
    desk.go("事实")
    expect(desk.tab.get_by_label("发展党员今年的数", exact=True)).to_have_value("3")
    desk.go("草稿")
    desk.sentence("召开党组会议26次").click()
    desk.card.get_by_label("改这句").fill("全年党组会议开得实。")
    desk.card.get_by_role("button", name="保存").click()
    expect(desk.sentence("全年党组会议开得实")).to_be_visible()
    desk.tab.locator(".versions summary").click()
    drafted = desk.tab.locator(".versions li").filter(has_text="起草")
    drafted.get_by_role("button", name="看改了什么").click()
    now, was = desk.tab.locator(".compared ins"), desk.tab.locator(".compared del")
    expect(now.filter(has_text="全年党组会议开得实")).to_have_count(1)
    expect(was.filter(has_text="召开党组会议26次")).to_have_count(1)
    drafted.get_by_role("button", name="回到这版").click()
    desk.toast("已回到第")
    expect(desk.sentence("召开党组会议26次")).to_be_visible()
    assert desk.text() == old


def test_a_finding_leads_to_its_place_and_is_mended_with_a_click(desk_drafted: Desk) -> None:
    desk = desk_drafted
    desk.go("草稿")
    desk.sentence("召开党组会议26次").click()
    desk.card.get_by_label("改这句").fill("全年召开党组会议26次,,截止年底研究重要议题124项。")
    desk.card.get_by_role("button", name="保存").click()
    expect(desk.sentence("截止年底")).to_be_visible()
    desk.go("检查")
    finding = desk.tab.locator(".findings li").filter(has_text="截至").first
    if not finding.is_visible():
        desk.tab.locator("#check summary").click()
    finding.get_by_role("button", name="改为").click()
    desk.toast("改")
    desk.go("草稿")
    expect(desk.sentence("截至年底")).to_be_visible()
    desk.go("检查")
    hole = desk.tab.locator(".findings li").filter(has_text="发展党员").first
    hole.get_by_role("button", name="到原文").click()
    expect(desk.sentence("发展党员")).to_be_focused()
    expect(desk.sentence("发展党员")).to_be_in_viewport()
