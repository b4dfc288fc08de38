"""Work under way: seen as it comes, stopped, taken up again, and never left hanging."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

from desks import Talk, session_in

from assistant.desk import Drafted, DraftOrder, finish, plan_sheet
from assistant.talk.session import Session
from assistant.talk.works import Look, Work
from assistant.watching import Watch
from assistant.wiring import ModelSettings
from assistant.writing.writer import Written
from corpus.errors import ModelError, Stopped
from eval.bench.endpoint import Endpoint, Messages, Reply
from eval.bench.personas import honest

SECTIONS = ("0", "1", "2")


def work_of(run: object, done: Mapping[str, Written] = {}) -> Work:
    return Work(run, done, SECTIONS, lambda _: None)  # type: ignore[arg-type]


class Slow:
    """Writes its sections one by one, each when it is let."""

    def __init__(self) -> None:
        self.let = threading.Semaphore(0)
        self.wrote: list[str] = []

    def __call__(self, watch: Watch, done: Mapping[str, Written]) -> Drafted:
        for brief_id in SECTIONS:
            if brief_id in done:
                continue
            watch.began(brief_id, f"第{brief_id}节")
            self.let.acquire(timeout=10)
            if watch.stopped():
                raise Stopped
            self.wrote.append(brief_id)
            watch.wrote(brief_id, f"第{brief_id}节", Written(()))
        raise ModelError("写到这里")


def test_what_is_there_is_seen_before_all_is() -> None:
    slow = Slow()
    work = work_of(slow).start()
    slow.let.release()
    seen = next(look for look in work.follow() if look.finished)
    assert (seen.state, seen.finished, seen.total) == ("running", 1, 3)
    work.stop()
    slow.let.release()
    work.wait(10)
    assert work.look().state == "stopped"


def test_after_a_stop_only_what_is_missing_is_written() -> None:
    slow = Slow()
    work = work_of(slow).start()
    slow.let.release()
    next(look for look in work.follow() if look.finished)
    work.stop()
    slow.let.release()
    work.wait(10)
    again = Slow()
    for _ in SECTIONS:
        again.let.release()
    more = work_of(again, work.done).start()
    more.wait(10)
    assert slow.wrote == ["0"]
    assert again.wrote == ["1", "2"]


def test_a_failure_is_told_and_ends_the_following() -> None:
    slow = Slow()
    for _ in SECTIONS:
        slow.let.release()
    looks = list(work_of(slow).start().follow())
    assert (looks[-1].state, looks[-1].fault) == ("failed", "写到这里")


def test_whatever_goes_wrong_nobody_is_left_waiting(recwarn: object) -> None:
    def broken(_: Watch, __: Mapping[str, Written]) -> Drafted:
        raise ZeroDivisionError

    hook, threading.excepthook = threading.excepthook, lambda _: None
    try:
        look: Look = list(work_of(broken).start().follow())[-1]
    finally:
        threading.excepthook = hook
    assert look.state == "failed"
    assert "出错" in look.fault


def test_words_of_a_model_are_shown_as_they_come() -> None:
    def run(watch: Watch, _: Mapping[str, Written]) -> Drafted:
        watch.began("1", "工作情况")
        watch.said("1", "召开党组会议")
        raise Stopped

    work = work_of(run).start()
    work.wait(10)
    assert [(part.heading, part.paragraphs, part.final) for part in work.look().parts] == [
        ("工作情况", ("召开党组会议",), False)
    ]


def test_sections_are_shown_in_the_order_of_the_paper() -> None:
    def run(watch: Watch, _: Mapping[str, Written]) -> Drafted:
        for brief_id in ("2", "0", "1"):
            watch.wrote(brief_id, brief_id, Written(()))
        raise Stopped

    work = work_of(run).start()
    work.wait(10)
    assert [part.id for part in work.look().parts] == ["0", "1", "2"]


def test_a_draft_under_way_is_not_begun_twice(tmp_path: Path) -> None:
    talk = Talk(session_in(tmp_path))
    talk.say("写2026年年度工作总结")
    session, paper = talk.session, talk.open
    first = session.draft(paper)
    assert session.draft(paper) is first or not first.running
    first.wait(60)
    assert first.look().state == "finished"


def test_the_draft_of_the_desk_is_the_draft_of_the_command(tmp_path: Path) -> None:
    talk = Talk(session_in(tmp_path))
    talk.say("写2026年年度工作总结", "召开党组会议24次", "起草")
    session: Session = talk.session
    order = DraftOrder(like=talk.open.like)
    planned = plan_sheet(talk.open.told(), session.around.open_library(), order)
    assert talk.open.draft == finish(planned).draft


def test_what_a_model_finished_outlives_the_program(tmp_path: Path) -> None:
    asked: list[str] = []
    died = threading.Event()

    def script(messages: Messages, number: int) -> Reply:
        asked.append(messages[1]["content"])
        if len(asked) > 4 and not died.is_set():
            return Reply(status=401)
        return honest(messages, number)

    with Endpoint(script) as endpoint:
        model = ModelSettings("scripted", endpoint.base_url, "key")

        def seat() -> Session:
            around = session_in(tmp_path, model=model).around
            return Session(around, "", writer="model")

        talk = Talk(seat())
        talk.say("写2026年年度工作总结", "召开党组会议24次，研究议题136项", "起草")
        first = len(asked)
        died.set()
        asked.clear()
        again = seat()
        work = again.draft(again.papers.open(talk.open.id))
        work.wait(60)
        kept = again.papers.open(talk.open.id).draft
    assert work.look().state == "finished"
    assert kept is not None
    assert not kept.recipe.get("makeshift")
    assert first > 0
    # What was finished before was not asked for again.
    assert len(work.done) > len({text for text in asked if "这一节的标题" in text})
