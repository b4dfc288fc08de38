"""Several people at once, long drafts, and what a stop, a reload or a lost line leaves."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from desk import WRITE, Desk
from playwright.sync_api import expect
from serving import PASSWORD, Page, served

from assistant.users import Users
from eval.bench.endpoint import Endpoint, Messages, Reply
from eval.bench.personas import honest

HEADING = re.compile("这一节的标题：(.+)")


class Slow:
    """A model that writes the first ``at_once`` sections and then waits to be let go on."""

    def __init__(self) -> None:
        self.at_once = 0
        self.go = Event()
        self.asked: list[str] = []

    def restart(self, at_once: int) -> None:
        self.at_once, self.asked = at_once, []
        self.go.clear()

    def __call__(self, messages: Messages, number: int) -> Reply:
        heading = HEADING.search(str(messages[-1]["content"])) if messages else None
        if heading:
            self.asked.append(heading[1])
            if len(self.asked) > self.at_once:
                self.go.wait(30)
        return honest(messages, number)


@pytest.fixture(scope="module")
def slow() -> Slow:
    return Slow()


@pytest.fixture(scope="module")
def modelled(new_home: Callable[[], Path], slow: Slow) -> Iterator[Page]:
    """The page with accounts and a slow model behind it."""
    home = new_home()
    Page("", home).account("office")
    with Endpoint(slow) as endpoint:
        more = {"OPENAI_BASE_URL": endpoint.base_url, "NIGAO_MODEL": "m", "OPENAI_API_KEY": "k"}
        with served(home, more) as running:
            yield running
        slow.go.set()


@pytest.fixture
def writer(modelled: Page, entered: Callable[..., Desk], begun: Path) -> Callable[[str], Desk]:
    """Seats somebody at a paper begun, where a slow model writes."""

    def seated(name: str) -> Desk:
        modelled.account(name)
        shutil.copytree(begun, modelled.papers(name))
        return entered(modelled, name)

    return seated


def test_a_long_draft_keeps_nobody_else_waiting_and_papers_are_ones_own(
    modelled: Page, writer: Callable[[str], Desk], entered: Callable[..., Desk], slow: Slow
) -> None:
    slow.restart(at_once=2)
    first = writer("钱处长")
    first.send("起草")
    expect(first.tab.locator(".sheet.running section").first).to_be_visible()
    expect(first.tab.locator(".progress")).to_contain_text("正在写")

    second = entered(modelled, modelled.account("孙科员"))
    expect(second.tab.locator("#talk .said")).to_have_count(1)
    second.say("帮我写云州市金融工作局2027年党建工作计划")
    assert "记下了" in second.say("召开党组会议25次")
    second.go("往年材料")
    expect(second.tab.locator(".reports tbody tr")).to_have_count(15)
    second.tab.locator("#papers input").click()
    expect(second.tab.get_by_role("option")).to_have_text(
        [re.compile("2027年"), re.compile("新开一份")]
    )
    expect(first.tab.locator(".progress")).to_contain_text("正在写")
    assert "记下了" in first.say("廉政谈话131人次")

    slow.go.set()
    expect(first.sheet.locator(".s").first).to_be_visible()
    expect(first.tab.locator("#talk")).to_contain_text("写好了")
    expect(second.tab.locator("#talk")).not_to_contain_text("写好了")


def test_a_stop_keeps_what_is_written_and_only_the_rest_is_written_afterwards(
    writer: Callable[[str], Desk], slow: Slow
) -> None:
    slow.restart(at_once=3)
    desk = writer("李停笔")
    desk.send("起草")
    expect(desk.tab.locator(".progress")).to_contain_text(re.compile(r"[3-9]／"))
    desk.tab.get_by_role("button", name="停止").click()
    slow.go.set()
    expect(desk.tab.locator(".progress")).to_contain_text("已停止")
    done = slow.asked[:3]
    slow.restart(at_once=99)
    desk.draft()
    assert slow.asked
    assert not set(done) & set(slow.asked)
    for heading in set(done) - {"开头"}:
        expect(desk.sheet).to_contain_text(heading)


def test_a_reload_in_the_middle_and_after_loses_nothing(
    writer: Callable[[str], Desk], slow: Slow
) -> None:
    slow.restart(at_once=2)
    desk = writer("周重开")
    desk.send("起草")
    expect(desk.tab.locator(".sheet.running section").first).to_be_visible()
    desk.tab.reload()
    expect(desk.tab.locator(".progress")).to_contain_text("正在写")
    desk.go("草稿")
    expect(desk.tab.locator(".sheet.running section").first).to_be_visible()
    slow.go.set()
    expect(desk.sheet.locator(".s").first).to_be_visible()
    expect(desk.tab.locator("#talk")).to_contain_text("写好了")
    text, talk = desk.text(), desk.tab.locator("#talk .said p").all_inner_texts()
    desk.tab.reload()
    expect(desk.tab.locator("#talk .said p").last).to_have_text(talk[-1])
    desk.go("草稿")
    expect(desk.sheet).to_be_visible()
    assert desk.text() == text


def test_a_lost_line_is_taken_up_again(writer: Callable[[str], Desk], slow: Slow) -> None:
    slow.restart(at_once=2)
    desk = writer("吴断网")
    desk.send("起草")
    expect(desk.tab.locator(".sheet.running section").first).to_be_visible()
    desk.tab.context.set_offline(True)
    slow.go.set()
    desk.tab.wait_for_timeout(500)
    desk.tab.context.set_offline(False)
    expect(desk.tab.locator("#talk")).to_contain_text("写好了", timeout=15_000)
    assert "记下了" in desk.say("廉政谈话131人次")


def test_a_paper_is_opened_again_from_the_list(desk_drafted: Desk) -> None:
    desk = desk_drafted
    papers = desk.tab.locator("#papers input")
    papers.click()
    desk.tab.get_by_role("option", name="新开一份").click()
    expect(desk.tab.locator("#talk .said")).to_have_count(1)
    desk.say("帮我写云州市金融工作局2027年党建工作计划")
    papers.click()
    desk.tab.get_by_role("option", name="年度工作总结").click()
    desk.go("草稿")
    expect(desk.sentence("召开党组会议26次")).to_be_visible()
    expect(desk.tab.locator("#talk .said.writer p").first).to_have_text(WRITE)


def test_a_wrong_password_is_told_in_chinese_and_five_are_enough(
    page: Page, entered: Callable[..., Desk]
) -> None:
    name = page.account("郑忘事")
    desk = entered(page)
    form = desk.tab.locator("form")
    expect(form).to_contain_text("请用单位给的账号登录")

    def enter(password: str) -> None:
        desk.tab.get_by_label("用户名").fill(name)
        desk.tab.get_by_label("密码").fill(password)
        with desk.tab.expect_response("**/login"):
            desk.tab.keyboard.press("Enter")

    enter("wrong-password")
    expect(desk.tab.get_by_role("alert")).to_contain_text("用户名或密码不对")
    assert not re.search("[A-Za-z]{2,}", form.inner_text())
    for _ in range(4):
        enter("wrong-password")
    enter(PASSWORD)
    expect(desk.tab.get_by_role("alert")).to_contain_text("等一分钟再试")
    expect(desk.tab.locator("#talk")).to_have_count(0)


def test_one_logs_in_and_out(page: Page, entered: Callable[..., Desk]) -> None:
    name = page.account("王登录")
    desk = entered(page)
    desk.tab.get_by_label("用户名").fill(name)
    desk.tab.get_by_label("密码").fill(PASSWORD)
    desk.tab.get_by_role("button", name="登录").click()
    expect(desk.tab.locator("#talk .said").first).to_be_visible()
    expect(desk.tab.locator("#brand")).to_contain_text(name)
    desk.tab.get_by_role("link", name="退出").click()
    expect(desk.tab.get_by_label("密码")).to_be_visible()


def test_an_account_taken_away_ends_on_the_open_page(
    page: Page, begun: Path, entered: Callable[..., Desk]
) -> None:
    name = page.account("赵调离")
    shutil.copytree(begun, page.papers(name))
    desk = entered(page, name)
    Users(page.home / "users.json").remove(name)
    desk.send("全年召开党组会议24次")
    expect(desk.tab.locator("#notice")).to_contain_text(f"账号“{name}”已停用")
    expect(desk.tab.locator("#talk .said")).to_have_count(0)
    expect(desk.card).to_have_count(0)
    desk.tab.reload()
    expect(desk.tab.get_by_label("密码")).to_be_visible()


def test_a_paper_that_is_damaged_stands_in_the_list_and_opening_it_says_why(
    sit: Callable[..., Desk], drafted: Path, tmp_path: Path
) -> None:
    papers = tmp_path / "papers"
    shutil.copytree(drafted, papers)
    (file,) = papers.glob("*/paper.json")
    file.write_text("{", encoding="utf-8")
    desk = sit(papers)
    desk.tab.locator("#papers input").click()
    desk.tab.get_by_role("option", name="2026年度工作总结（存档读不出来）").click()
    desk.toast("这份稿件的存档读不出来；请从稿件列表里另开一份")
    assert desk.say("帮我写云州市金融工作局2027年党建工作计划")


def test_a_second_page_that_lags_behind_does_not_write_over_another_sentence(
    desk_drafted: Desk,
) -> None:
    desk = desk_drafted
    other = Desk(desk.tab.context.new_page(), desk.room)
    other.open(desk.tab.url)
    for each in (desk, other):
        each.go("草稿")
    desk.sentence("召开党组会议26次").click()
    desk.card.get_by_label("改这句").fill("党组会议开得实。")
    desk.card.get_by_role("button", name="保存").click()
    expect(desk.sentence("党组会议开得实")).to_be_visible()
    other.sentence("召开党组会议26次").click()
    other.card.get_by_label("改这句").fill("另写一句。")
    other.card.get_by_role("button", name="保存").click()
    other.toast("这句在另一个页面里改过了，没有动")
    expect(other.sentence("党组会议开得实")).to_be_visible()
    other.sentence("党组会议开得实").click()
    other.card.get_by_label("改这句").fill("另写一句。")
    other.card.get_by_role("button", name="保存").click()
    expect(other.sentence("另写一句")).to_be_visible()
