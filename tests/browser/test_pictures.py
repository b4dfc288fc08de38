"""The pictures of the guide, taken when asked for by ``--pictures``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desk import WRITE, Desk
from playwright.sync_api import expect
from serving import Page

from corpus.samples import sample_folder

PAGES = Path(__file__).resolve().parents[2] / "docs" / "pages"
SHEET = Path(str(sample_folder())) / "sheets" / "2026_年度工作总结.yaml"


def test_the_pictures_of_the_guide(page: Page, entered: Callable[..., Desk]) -> None:
    desk = entered(page, page.account("林写作"), viewport={"width": 1280, "height": 800})
    desk.say(WRITE)
    desk.upload("上传事实表或记录", SHEET)
    desk.toast("读入")
    desk.draft()
    desk.say("检查一下")

    def picture(name: str) -> None:
        path = PAGES / f"desk-{name}.png"
        desk.tab.mouse.move(0, 0)
        desk.tab.screenshot(path=path, animations="disabled")
        assert path.stat().st_size > 10_000

    picture("check")
    desk.go("事实")
    picture("facts")
    desk.go("草稿")
    desk.sentence("召开党组会议26次").click()
    expect(desk.card).to_be_visible()
    picture("draft")
    desk.tab.keyboard.press("Escape")
    desk.tab.set_viewport_size({"width": 390, "height": 844})
    desk.tab.locator("#talk").evaluate("each => each.scrollTop = each.scrollHeight")
    picture("phone")
