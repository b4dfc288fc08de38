"""Last year's deeds and phrases, ticked; and the outline."""

from __future__ import annotations

from desk import Desk
from playwright.sync_api import Locator, expect


def row(desk: Desk, past: str) -> Locator:
    """The line of a past deed."""
    return desk.tab.locator(".decisions li").filter(has_text=past)


def test_ticks_decide_what_of_last_year_stands_again(desk_begun: Desk) -> None:
    desk = desk_begun
    desk.go("核实")
    row(desk, "组建金融招商专班").get_by_role("button", name="有", exact=True).click()
    pressed = row(desk, "组建金融招商专班").locator("[aria-pressed=true]")
    expect(pressed).to_have_text("有")
    other = row(desk, "修订《市金融工作局党组工作规则》")
    other.get_by_label("今年怎么说").first.fill("修订《市金融工作局党组议事规则》")
    other.get_by_role("button", name="改为", exact=True).first.click()
    expect(other.locator("[aria-pressed=true]").first).to_have_text("改为")
    back = row(desk, "编印《机关运转一本通》").get_by_role("button", name="有", exact=True).first
    back.click()
    expect(back).to_have_attribute("aria-pressed", "true")
    back.click()
    expect(back).to_have_attribute("aria-pressed", "false")
    none = row(desk, "开办“金融夜校”")
    none.get_by_role("button", name="无", exact=True).first.click()
    expect(none.locator("[aria-pressed=true]").first).to_have_text("无")
    desk.draft()
    expect(desk.sentence("组建金融招商专班")).to_have_css("display", "inline")
    assert "修订《市金融工作局党组议事规则》" in desk.text()
    assert "党组工作规则" not in desk.text()
    assert "夜校" not in desk.text()
    assert "一本通" not in desk.text()


def test_the_outline_is_ticked_renamed_moved_and_added_to(desk_begun: Desk) -> None:
    desk = desk_begun
    desk.go("提纲")
    lines = desk.tab.locator(".outline li")
    heading = desk.tab.locator(".outline input[type=text]")
    expect(lines).to_have_count(10)
    desk.tab.get_by_label("写“规范内部运转，提升机关效能”").uncheck()
    expect(desk.tab.locator(".outline li.out")).to_have_count(1)
    heading.nth(2).fill("强化理论武装，筑牢思想根基")
    heading.nth(2).press("Tab")
    expect(heading.nth(2)).to_have_value("强化理论武装，筑牢思想根基")
    desk.tab.get_by_label("下移“坚持党的领导，扛牢政治责任”").click()
    expect(heading.nth(1)).to_have_value("强化理论武装，筑牢思想根基")
    desk.tab.get_by_label("加一部分").fill("队伍建设情况")
    desk.tab.get_by_role("button", name="加上").click()
    expect(lines).to_have_count(11)
    desk.tab.get_by_role("button", name="按这个提纲起草").click()
    expect(desk.sheet).to_be_visible()
    text = desk.text()
    assert text.index("筑牢思想根基") < text.index("扛牢政治责任")
    assert "提升机关效能" not in text
    assert "队伍建设情况" in text


def test_another_report_is_followed_and_the_head_is_filled_in(desk_begun: Desk) -> None:
    desk = desk_begun
    desk.go("提纲")
    follow = desk.tab.get_by_label("参照哪份往年材料")
    follow.select_option(label="2024年　云州市金融工作局党组2024年度工作总结")
    expect(follow.locator("option:checked")).to_contain_text("2024年")
    desk.go("事实")
    expect(desk.tab.get_by_label("召开党组会议今年的数", exact=True).first).to_have_value("26")
    desk.go("提纲")
    date = desk.tab.get_by_label("成文日期")
    date.fill("明年春天")
    date.press("Tab")
    desk.toast("不是日期；请写成 2027-01-06 这样")
    date.fill("2027-01-06")
    date.press("Tab")
    expect(desk.tab.locator("#notice .toast-body")).to_have_count(0)
    desk.draft()
    expect(desk.sentence("召开党组会议26次")).to_be_visible()
    assert "2027年1月6日" in desk.text()
