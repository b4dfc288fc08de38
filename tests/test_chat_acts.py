"""What a click may do: a page that lags behind is told so, and changes nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from desks import session_in

from assistant.chat.acts import act
from assistant.chat.seat import TALK, Seat
from assistant.chat.showing import shown


@pytest.mark.parametrize(
    "click",
    [
        {"act": "fact", "ref": "F999", "field": "value", "value": "3"},
        {"act": "outline_up", "at": "999"},
        {"act": "outline_name", "at": "999", "value": ""},
    ],
)
def test_a_click_on_what_is_gone_is_told_and_changes_nothing(
    tmp_path: Path, click: dict[str, str]
) -> None:
    seat = Seat(session_in(tmp_path))
    act(seat, {"act": "say", "text": "写2026年年度工作总结"})
    before = seat.paper
    act(seat, click)
    assert (seat.notice, seat.wrong) == ("页面过时了，已经刷新，请再点一次", True)
    assert seat.paper == before


@pytest.mark.parametrize(
    "aside", ["谢谢", "你能做什么", "今天天气怎么样", "你好", "检查一下", "午饭"]
)
def test_a_question_stands_on_with_its_answers_after_small_talk(tmp_path: Path, aside: str) -> None:
    seat = Seat(session_in(tmp_path))
    for text in ("写2027年党建工作计划", aside):
        act(seat, {"act": "say", "text": text})
    talk = shown(seat)[TALK]
    assert "2027年沿用吗？" in talk.rpartition('<p class="standing">')[2]
    for offer in ("沿用", "不沿用", "先空着"):
        assert talk.count(f'data-text="{offer}"') == 1
    act(seat, {"act": "say", "text": "沿用"})
    assert seat.paper is not None
    assert seat.paper.sheet.targets == "沿用"


def test_a_question_just_asked_is_not_told_twice(tmp_path: Path) -> None:
    seat = Seat(session_in(tmp_path))
    act(seat, {"act": "say", "text": "写2027年党建工作计划"})
    assert shown(seat)[TALK].count("2027年沿用吗？") == 1


def test_what_two_pages_of_one_user_give_at_once_is_all_kept(tmp_path: Path) -> None:
    session = session_in(tmp_path)
    act(Seat(session), {"act": "say", "text": "写2026年年度工作总结"})
    first = ("走访企业301家", "印发简报302期", "办结提案303件", "化解纠纷304起", "接待来访305人次")
    other = ("检查网点401个", "宣讲政策402场", "修订制度403项", "招录人员404名", "帮扶农户405户")
    both = Barrier(2)

    def gives(texts: tuple[str, ...]) -> list[str]:
        seat, told = Seat(session), []
        for text in texts:
            both.wait(20)
            act(seat, {"act": "add_facts", "fields": {"text": text}})
            told.append(seat.notice)
        return told

    with ThreadPoolExecutor(2) as pages:
        told = list(pages.map(gives, (first, other)))
    paper = session.last()
    assert paper is not None
    assert [notice for notices in told for notice in notices] == [
        f"记下了：{text}" for text in (*first, *other)
    ]
    given = {int(fact.value) for fact in paper.sheet.facts if fact.value is not None}
    assert given == {*range(301, 306), *range(401, 406)}


def test_another_page_at_work_does_not_hold_up_the_stop(tmp_path: Path) -> None:
    seat = Seat(session_in(tmp_path))
    act(seat, {"act": "say", "text": "写2026年年度工作总结"})
    with ThreadPoolExecutor(1) as pages, seat.session.turn:
        assert pages.submit(act, seat, {"act": "stop"}).result(20) is None
