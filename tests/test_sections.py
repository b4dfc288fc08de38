"""Sections written side by side are watched, stopped and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from telling import planned

from assistant.brief import Brief
from assistant.draft import Sentence
from assistant.drafting import write_draft
from assistant.sections import write_sections
from assistant.watching import UNWATCHED, Watch
from assistant.writing.template import TemplateWriter
from assistant.writing.writer import Written
from corpus.errors import ModelError, Stopped

SUMMARY = "云州市金融工作局党组2025年度工作总结\n一、工作开展情况\n"
PLAN = planned(SUMMARY + "（一）抓学习\n落实学习制度。\n（二）抓支部\n规范组织生活。")
IDS = [brief.id for brief in PLAN.briefs()]


def nothing() -> None:
    """No turn of events."""


@dataclass
class Told:
    """A writer that says each section's heading; ``turn`` happens before each section ends."""

    words: str = ""
    turn: Callable[[], None] = nothing
    makeshift: bool = False
    name: str = "told"
    written: list[str] = field(default_factory=list)

    def recipe(self) -> dict[str, object]:
        return {}

    def fingerprint(self) -> str:
        return self.words

    def write(self, brief: Brief, watch: Watch = UNWATCHED) -> Written:
        self.turn()
        if watch.stopped():
            raise Stopped
        self.written.append(brief.id)
        told = Sentence(f"{brief.heading}{self.words}。")
        return Written(((told,),), makeshift=self.makeshift)


@dataclass
class Seen(Watch):
    """Keeps what it is told; says stop once so many sections are there."""

    enough: int = 99
    begun: list[str] = field(default_factory=list)
    done: dict[str, Written] = field(default_factory=dict)

    def began(self, brief_id: str, heading: str) -> None:
        self.begun.append(brief_id)

    def wrote(self, brief_id: str, heading: str, written: Written) -> None:
        self.done[brief_id] = written

    def stopped(self) -> bool:
        return len(self.done) >= self.enough


def test_every_section_is_seen_as_it_is_begun_and_as_it_is_finished() -> None:
    seen = Seen()
    written = write_sections(PLAN, TemplateWriter(), jobs=3, watch=seen)
    assert sorted(seen.begun) == sorted(IDS)
    assert seen.done == written
    assert list(written) == IDS


def test_stopping_ends_the_work_and_keeps_what_was_finished() -> None:
    seen, writer = Seen(enough=2), Told()
    with pytest.raises(Stopped, match="已停止"):
        write_draft(PLAN, writer, watch=seen)
    assert list(seen.done) == IDS[:2]
    assert writer.written == IDS[:2]


def test_the_template_writer_stops_too() -> None:
    seen = Seen(enough=1)
    with pytest.raises(Stopped):
        write_draft(PLAN, TemplateWriter(), watch=seen)
    assert list(seen.done) == IDS[:1]


def test_only_what_is_missing_is_written_when_the_work_is_taken_up_again() -> None:
    seen = Seen(enough=2)
    with pytest.raises(Stopped):
        write_sections(PLAN, Told(), watch=seen)
    again, second = Told(), Seen()
    written = write_sections(PLAN, again, watch=second, done=seen.done)
    assert again.written == IDS[2:]
    assert second.begun == IDS[2:]
    assert second.done == written == write_sections(PLAN, Told())


def test_a_section_made_of_something_else_is_written_anew() -> None:
    done = write_sections(PLAN, Told("去年"))
    again = Told("今年")
    write_sections(PLAN, again, done=done)
    assert again.written == IDS
    elsewhere = planned(SUMMARY + "（一）抓学习\n落实学习制度。\n（二）抓支部\n开好组织生活会。")
    third = Told("去年")
    write_sections(elsewhere, third, done=done)
    changed = {"1", "1.2"}  # a section holds those below it
    assert set(third.written) <= changed
    assert "1.2" in third.written


def test_a_makeshift_section_is_never_taken_over() -> None:
    done = write_sections(PLAN, Told(makeshift=True))
    assert {each.made_of for each in done.values()} == {""}
    again = Told()
    write_sections(PLAN, again, done=done)
    assert again.written == IDS


def test_a_section_without_a_fingerprint_is_never_taken_over() -> None:
    done = {key: replace(each, made_of="") for key, each in write_sections(PLAN, Told()).items()}
    again = Told()
    write_sections(PLAN, again, done=done)
    assert again.written == IDS


def test_a_failure_ends_the_work_and_is_what_is_raised() -> None:
    def fail() -> None:
        raise ModelError("坏了")

    seen, writer = Seen(), Told(turn=fail)
    with pytest.raises(ModelError, match="坏了"):
        write_sections(PLAN, writer, watch=seen)
    assert seen.begun == IDS[:1]
    assert seen.done == {}
