"""A writer at the page: what a hand does there, and what an eye sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

WRITE = "帮我写云州市金融工作局党组2026年度工作总结"


class Desk:
    """The page in one browser tab."""

    def __init__(self, tab: Tab, room: Path) -> None:
        self.tab, self.room = tab, room
        self.sheet = tab.locator(".sheet:not(.running)")
        self.card = tab.locator(".card")

    def open(self, url: str, *, talks: bool = True) -> None:
        """Go to the page and wait until it talks, or shows where to log in."""
        self.tab.goto(url)
        if talks:
            expect(self.tab.locator("#talk .said").first).to_be_visible(timeout=15_000)

    # -- the talk --

    def send(self, text: str) -> None:
        """Say something, and do not wait for an answer."""
        box = self.tab.locator("#message textarea")
        box.fill(text)
        box.press("Enter")

    def say(self, text: str) -> str:
        """Say something; what is answered comes back."""
        count = self.tab.locator("#talk .said.nigao").count()
        self.send(text)
        expect(self.tab.locator("#talk .said.nigao").nth(count)).to_be_visible()
        return self.last()

    def last(self) -> str:
        """What was said to us last."""
        return self.tab.locator("#talk .said.nigao p").last.inner_text()

    def begin(self) -> None:
        """A paper like the sample's of last year, with two facts."""
        self.say(WRITE)
        self.say("全年召开党组会议26次，研究重要议题124项")

    def draft(self) -> None:
        """Have it drafted, and wait for the end."""
        self.send("起草")
        expect(self.sheet.locator(".s").first).to_be_visible()
        expect(self.tab.locator("#talk .said.nigao p", has_text="写好了")).not_to_have_count(0)

    # -- the tabs --

    def go(self, name: str) -> None:
        """Open a tab of the page."""
        self.tab.get_by_role("tab", name=name, exact=True).click()

    def sentence(self, words: str) -> Locator:
        """The sentence of the draft that holds the words."""
        return self.sheet.locator(".s").filter(has_text=words).first

    def section(self, heading: str) -> Locator:
        """The section of the draft under this heading."""
        return self.sheet.locator("section").filter(has_text=heading).first

    def text(self) -> str:
        """The draft as one reads it."""
        return "\n".join(self.sheet.locator("h1, h2, h3, h4, p").all_inner_texts())

    def toast(self, words: str | re.Pattern[str]) -> None:
        """Wait for a short message at the edge of the page."""
        expect(self.tab.locator(".toast-body").filter(has_text=words).first).to_be_visible()

    # -- files --

    def download(self, act: Callable[[], object]) -> Path:
        """The file that comes of an act, under the name it is offered by."""
        with self.tab.expect_download() as waited:
            act()
        path = self.room / waited.value.suggested_filename
        waited.value.save_as(path)
        return path

    def upload(self, label: str, *paths: Path) -> None:
        """Give the page files by the button with this label."""
        with self.tab.expect_file_chooser() as waited:
            self.tab.get_by_role("button", name=label).click()
        waited.value.set_files([str(path) for path in paths])
