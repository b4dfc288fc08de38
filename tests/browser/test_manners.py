"""A small window, the keyboard alone, hostile words, and no English anywhere."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Desk
from playwright.sync_api import expect

TABS = ("事实", "核实", "提纲", "草稿", "检查", "依据", "导出", "往年材料")
# Names of formats, codes of checks and of facts, and the keys one presses.
KNOWN = re.compile(r"Word|PDF|Markdown|Excel|\.(?:docx?|wps|pdf|txt|md)|\b[A-Z]\d{1,3}\b|writer\d+")
SEEN = """() => {
  const texts = [document.body.innerText, document.title];
  for (const name of ["aria-label", "title", "placeholder"])
    for (const each of document.querySelectorAll(`[${name}]`))
      if (each.checkVisibility()) texts.push(each.getAttribute(name));
  return texts.join("\\n");
}"""
HOSTILE = (
    '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
    "**粗**{{ 7*7 }}${window.hit=1}`x`"
)
FITS = """() => [...document.querySelectorAll("button, input, select, textarea, p, td, h1, li")]
  .filter((each) => each.checkVisibility() && !each.closest("[role=tablist], .unseen, #getfile"))
  .filter((each) => {
    const box = each.getBoundingClientRect();
    return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1);
  })
  .map((each) => each.outerHTML.slice(0, 120))"""
ENGLISH = re.compile(r"[^\n]*[A-Za-z]{2,}[^\n]*")


def english(desk: Desk) -> list[str]:
    """The lines seen that hold English words."""
    return ENGLISH.findall(KNOWN.sub("", desk.tab.evaluate(SEEN)))


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_no_english_is_seen_on_any_tab_full_or_empty(
    sit: Callable[..., Desk], drafted: Path, locale: str
) -> None:
    desk = sit(drafted, locale=locale)
    for tab in TABS:
        desk.go(tab)
        if tab == "草稿":
            desk.sentence("召开党组会议26次").click()
        assert english(desk) == [], tab
    desk.tab.locator("#papers input").click()
    desk.tab.get_by_role("option", name="新开一份").click()
    expect(desk.tab.locator("#talk .said")).to_have_count(1)
    for tab in TABS:
        desk.go(tab)
        assert english(desk) == [], tab
        if tab != "往年材料":
            empty = desk.tab.locator("[role=tabpanel] .empty").locator("visible=true")
            expect(empty).to_be_visible()


def test_on_a_phone_nothing_is_cut_off(sit: Callable[..., Desk], drafted: Path) -> None:
    desk = sit(drafted, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    for tab in TABS:
        desk.go(tab)
        assert desk.tab.evaluate("document.documentElement.scrollWidth") <= 390, tab
        assert desk.tab.evaluate(FITS) == [], tab
        expect(desk.tab.locator("#message textarea")).to_be_in_viewport()
    expect(desk.tab.locator("#papers input")).to_have_value(re.compile("年度工作总结"))
    desk.tab.locator("#papers").scroll_into_view_if_needed()
    box = desk.tab.locator("#papers").bounding_box()
    assert box
    assert box["width"] > 150
    assert box["x"] + box["width"] <= 390
    desk.go("草稿")
    desk.sentence("召开党组会议26次").tap()
    expect(desk.card).to_be_in_viewport()
    expect(desk.section("强化理论武装").get_by_role("button", name="重写")).to_be_visible()


def test_everything_is_done_by_the_keyboard(desk_drafted: Desk) -> None:
    desk = desk_drafted
    keys = desk.tab.keyboard
    desk.tab.locator("#message textarea").focus()
    keys.type("检查一下")
    keys.press("Enter")
    expect(desk.tab.locator("#talk .said.nigao p").last).to_contain_text("核对")
    expect(desk.tab.locator("#message textarea")).to_have_value("")
    desk.tab.get_by_role("tab", name="草稿").focus()
    keys.press("Enter")
    for _ in range(12):
        keys.press("Tab")
        if desk.tab.evaluate("document.activeElement.matches('.sheet .s')"):
            break
    expect(desk.tab.locator(".sheet .s:focus")).to_have_count(1)
    keys.press("Enter")
    expect(desk.card).to_be_visible()
    expect(desk.card.get_by_label("改这句")).to_be_focused()
    keys.press("Escape")
    expect(desk.card).to_be_hidden()
    expect(desk.tab.locator(".sheet .s:focus")).to_have_count(1)


def test_words_of_others_are_shown_as_text_and_never_run(
    sit: Callable[..., Desk], drafted: Path, tmp_path: Path
) -> None:
    papers = _with_hostile_words(drafted, tmp_path / "papers")
    desk = sit(papers)
    desk.say(HOSTILE)
    expect(desk.tab.locator("#talk .said.writer p").last).to_have_text(HOSTILE)
    for tab in TABS:
        desk.go(tab)
    desk.go("事实")
    expect(desk.tab.locator(".facts")).to_contain_text(HOSTILE)
    desk.go("草稿")
    expect(desk.sheet).to_contain_text(HOSTILE)
    desk.sheet.locator(".s").filter(has_text="onerror").click()
    expect(desk.card.get_by_label("改这句")).to_have_value(re.compile("onerror"))
    path = tmp_path / "<img src=x onerror=window.hit=1>${1+1}.txt"
    path.write_text("short", encoding="utf-8")
    desk.go("往年材料")
    desk.upload("上传往年材料", path)
    expect(
        desk.tab.locator("#notice, #reports .outcome").filter(has_text="img").first
    ).to_be_visible()
    assert desk.tab.evaluate("window.hit") is None
    assert desk.tab.locator("#reports img, #talk img, .sheet img, .facts img").count() == 0


def _with_hostile_words(papers: Path, folder: Path) -> Path:
    """A copy of the papers with markup in a fact, a message and the draft."""
    shutil.copytree(papers, folder)
    (file,) = folder.glob("*/paper.json")
    plain = json.loads(file.read_text("utf-8"))
    plain["sheet"]["facts"][0]["label"] = HOSTILE
    plain["talk"].append({"voice": "nigao", "text": HOSTILE, "offers": [HOSTILE], "tone": ""})
    section = plain["draft"]["sections"][0]
    while not section["paragraphs"]:
        section = section["children"][0]
    section["paragraphs"][0][0]["text"] = HOSTILE
    file.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    return folder
