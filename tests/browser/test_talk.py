"""What one says on the page, and what one is asked."""

from __future__ import annotations

from desk import Desk
from playwright.sync_api import expect


def asked(desk: Desk) -> str:
    """The question that stands."""
    return desk.last().splitlines()[-1]


def test_one_question_at_a_time_with_last_years_words_and_never_twice(desk: Desk) -> None:
    desk.say("帮我写云州市金融工作局2027年党建工作计划")
    offers = desk.tab.locator(".offers button")
    assert "目标数" in asked(desk)
    desk.say("不沿用")
    seen = [asked(desk)]
    assert "“召开党组会议”2027年多少次？（去年24次）" in seen[0]
    expect(offers).to_have_text(["同上年", "没有", "先空着", "起草"])
    for answer in ("同上年", "没有", "先空着", "3", "先空着"):
        desk.tab.locator("#talk .offers").wait_for()
        desk.say(answer)
        assert desk.last().count("？") == 1
        seen.append(asked(desk))
    assert len(set(seen)) == len(seen)
    desk.go("事实")
    expect(desk.tab.get_by_label("召开党组会议今年的数", exact=True)).to_have_value("不少于24")
    expect(desk.tab.get_by_label("召开党组会议的来源", exact=True)).to_have_value(
        "与上年相同，写作人确认"
    )


def test_answers_by_click_questions_about_the_past_and_what_is_not_understood(
    desk_begun: Desk,
) -> None:
    before = asked(desk_begun)
    desk_begun.tab.locator(".offers button", has_text="先空着").click()
    expect(desk_begun.tab.locator("#talk .said.writer p").last).to_have_text("先空着")
    expect(desk_begun.tab.locator("#talk .said.nigao p").last).not_to_contain_text(before)
    assert desk_begun.last().startswith("好，先空着。")
    answer = desk_begun.say("2024年党课讲了几次？")
    assert "2024年" in answer
    assert "党课" in answer
    desk_begun.go("事实")
    given = desk_begun.tab.locator("#facts .lead").inner_text()
    assert "没听明白，稿子没有改动" in desk_begun.say("午饭吃什么呀")
    expect(desk_begun.tab.locator("#facts .lead")).to_have_text(given)


def test_a_value_is_changed_and_the_change_taken_back(desk_drafted: Desk) -> None:
    desk_drafted.go("草稿")
    desk_drafted.say("把召开党组会议改成27次")
    expect(desk_drafted.sentence("召开党组会议27次，研究重要议题124项")).to_be_visible()
    desk_drafted.say("撤销")
    desk_drafted.say("撤销")
    expect(desk_drafted.sentence("召开党组会议26次")).to_be_visible()
    expect(desk_drafted.sheet.get_by_text("召开党组会议27次")).to_have_count(0)
