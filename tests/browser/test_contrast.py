"""Every text can be read: its colour against what lies behind it, as WCAG 2.2 reckons (1.4.3)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Desk
from playwright.sync_api import expect

TABS = ("事实", "核实", "提纲", "草稿", "检查", "依据", "导出", "往年材料")
# Text of 24 pixels, or bold of 18.66, needs 3:1; all other text 4.5:1. What is disabled needs none.
FAINT = """() => {
  const parsed = (colour) => {
    const parts = colour.match(/[\\d.]+/g).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
  };
  const over = (top, alpha, below) => top.map((each, at) => each * alpha + below[at] * (1 - alpha));
  const light = (rgb) => rgb.map((each) => each / 255)
    .map((each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
    .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    if (!element) return [255, 255, 255];
    const { rgb, alpha } = parsed(getComputedStyle(element).backgroundColor);
    return alpha === 1 ? rgb : over(rgb, alpha, ground(element.parentElement));
  };
  const shown = (element) => {
    if (!element.checkVisibility({ opacityProperty: true })) return false;
    for (let each = element; each; each = each.parentElement)
      if (each.getBoundingClientRect().width === 1) return false;  // for screen readers only
    return true;
  };
  const faint = [];
  let seen = 0;
  const look = (element, style, words) => {
    if (!words.trim() || element.disabled || !shown(element)) return;
    seen += 1;
    const below = ground(element);
    const { rgb, alpha } = parsed(style.color);
    const own = over(rgb, alpha, below);
    const [one, other] = [light(own), light(below)].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)} ${words.trim().slice(0, 20)}`);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!element.closest("script, style, .unseen"))
      look(element, getComputedStyle(element), texts.currentNode.textContent);
  }
  for (const field of document.querySelectorAll("input, textarea, select")) {
    look(field, getComputedStyle(field), field.value || "");
    if (!field.value) {
      const style = getComputedStyle(field, "::placeholder");
      const hidden = style.color === "rgba(0, 0, 0, 0)";
      look(field, style, hidden ? "" : field.placeholder || "");
    }
  }
  return { faint: [...new Set(faint)], seen };
}"""


@pytest.mark.parametrize(
    "how",
    [{}, {"viewport": {"width": 390, "height": 844}, "is_mobile": True}],
    ids=["wide", "phone"],
)
def test_every_text_stands_out_from_what_is_behind_it(
    sit: Callable[..., Desk], drafted: Path, how: dict[str, object]
) -> None:
    desk = sit(drafted, **how)
    for tab in TABS:
        desk.go(tab)
        if tab == "草稿":
            desk.sentence("召开党组会议26次").click()
        if tab == "检查":
            expect(desk.tab.locator(".findings li").first).to_be_visible()
        looked = desk.tab.evaluate(FAINT)
        assert looked["faint"] == [], tab
        assert looked["seen"] > 20, tab


def test_what_went_wrong_is_as_plain_to_read(desk: Desk) -> None:
    desk.say("下载PDF")
    looked = desk.tab.evaluate(FAINT)
    assert looked["faint"] == []
