"""A seat: one open page of a user's session, with what it shows and what was clicked on it.

An act changes the seat and its paper; views are made of the seat afterwards. Every act is a verb
of the session.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from assistant.differing import differences
from assistant.draft import Draft
from assistant.edited.changes import Change
from assistant.export.todo import to_todo
from assistant.indexing import Indexed
from assistant.revising import sentence_at
from assistant.talk.addressing import section_title
from assistant.talk.asking import Question
from assistant.talk.conversing import Order
from assistant.talk.paper import Paper, Said
from assistant.talk.places import key_named
from assistant.talk.session import Session, file_name
from assistant.talk.speaking import HELLO, after_draft, checked_words
from assistant.talk.taking import kept_file, take_upload
from assistant.talk.turning import take_turn
from assistant.talk.wishes import Act
from assistant.talk.works import Work
from corpus.errors import RevisionError, SettingsError
from corpus.report import Passage
from eval.evaluate import Judgement

TALK, FACTS, DECISIONS, OUTLINE, DRAFT, CHECK, SOURCES, EXPORT, REPORTS = (
    "talk",
    "facts",
    "decisions",
    "outline",
    "draft",
    "check",
    "sources",
    "export",
    "reports",
)
_MOST_HITS = 8
STALE = "页面过时了，已经刷新，请再点一次"


@dataclass
class Seat:
    """What one open page knows; ``tab`` and ``file`` are asked for once and then forgotten.

    ``notice`` is a short word on the last act, ``wrong`` says that it could not be done, and
    ``noticed`` counts them. ``followed`` is the work whose end the page has shown.
    """

    session: Session
    paper: Paper | None = None
    loose: list[Said] = field(default_factory=list)
    notice: str = ""
    wrong: bool = False
    noticed: int = 0
    tab: str = ""
    file: Path | None = None
    query: str = ""
    title: str = ""
    hits: tuple[Passage, ...] = ()
    taken: Indexed | None = None
    compared: tuple[int, tuple[Change, ...]] | None = None
    shown: dict[str, str] = field(default_factory=dict)
    quiet: frozenset[str] = frozenset()
    followed: Work | None = None

    def __post_init__(self) -> None:
        self.paper = self.session.last()
        if not self.loose:
            self.loose.append(Said("nigao", HELLO))

    @property
    def talk(self) -> tuple[Said, ...]:
        """What was said so far."""
        return self.paper.talk if self.paper else tuple(self.loose)

    @property
    def standing(self) -> Question | None:
        """The question that waits for an answer, None when none does."""
        return self.session.asked(self.paper) if self.paper else None

    @property
    def title_now(self) -> str:
        """What the paper is called, "" when none is open."""
        return self.paper.title if self.paper else ""

    def work(self) -> Work | None:
        """The last work on the paper."""
        return self.session.work(self.paper.id) if self.paper else None

    def refresh(self) -> None:
        """Take the paper as it was last kept, by whatever page."""
        if self.paper:
            self.paper = self.session.papers.open(self.paper.id)

    def open(self, paper_id: str) -> None:
        """Open another paper, or none for a new one."""
        self.paper = self.session.open(paper_id) if paper_id else None
        self.loose = [Said("nigao", HELLO)]
        self.compared, self.hits, self.query, self.title = None, (), "", ""

    def say(self, text: str) -> None:
        """One turn of the talk."""
        if not text.strip():
            return
        self.refresh()
        turn = take_turn(self.session, self.paper, text.strip())
        if turn.paper is None:
            self.loose += [Said("writer", text.strip()), Said("nigao", turn.text)]
            return
        self.paper, self.loose = turn.paper, []
        if turn.order:
            self._obey(turn.order)

    def _obey(self, order: Order) -> None:
        match order.what:
            case "draft":
                self.draft()
            case "stop":
                self.stop()
            case "check":
                self._say_checked()
                self.tab = CHECK
            case "export":
                self.export(order.form, clean=order.clean)

    # -- the draft --

    def draft(self) -> None:
        """Begin to write."""
        paper = self.open_paper()
        if not paper.sheet.office:
            raise SettingsError("起草前先要写明单位：在左边说“单位是……”，或在“提纲”页填")
        self.session.draft(paper, after_draft(self.session))
        self.tab = DRAFT

    def stop(self) -> None:
        """End the writing under way."""
        work = self.work()
        if work and work.running:
            work.stop()

    def export(self, form: str, *, clean: bool) -> None:
        """Make a file to be taken away."""
        paper = self.open_paper()
        self.file = self.session.export(paper, form, clean=clean)
        said = f"{self.file.name}已备好。"
        self.paper = self.session.keep(paper.saying(said))

    def todo(self) -> None:
        """The list of what is left to do, as a file."""
        paper = self.open_paper()
        if paper.draft is None:
            raise SettingsError("还没有草稿；请先说“起草”")
        text = to_todo(paper.draft, paper.told(), cautions=self.session.cautions(paper))
        self.file = kept_file(f"{file_name(paper.title)}待办.md", text.encode())

    def judgement(self) -> Judgement | None:
        """The draft judged as it stands."""
        checked = self.session.check(self.paper) if self.paper else None
        return checked.judgement if checked else None

    def _say_checked(self) -> None:
        judged = self.judgement()
        if judged:
            said = self.open_paper().saying(checked_words(judged))
            self.paper = self.session.keep(said)

    def revise(self, section: str, act: Act) -> None:
        """Do one thing to one section."""
        paper = self.open_paper()
        done = self.session.revise(paper, section, act)
        title = section_title(paper.draft, section) if paper.draft else ""
        self.paper, self.notice = done.paper, f"“{title}”{done.note}"

    def reword(self, name: str, text: str, was: str = "") -> None:
        """The writer's own words for a sentence, where it still reads as the page showed it."""
        key = key_named(name)
        if key is None:
            return
        paper = self.open_paper()
        if was and paper.draft and sentence_at(paper.draft, key)[1].text != was:
            raise RevisionError("这句在另一个页面里改过了，没有动；页面已换成最新的，请看过再改")
        done = self.session.reword(paper, key, text)
        self.paper, self.notice = done.paper, done.note

    def fill(self, number: str, text: str) -> None:
        """A value for a hole."""
        if number.isdecimal():
            done = self.session.fill(self.open_paper(), int(number), text)
            self.paper, self.notice = done.paper, done.note

    def mend(self, number: int | None) -> None:
        """Mend one finding, or all that are mechanical."""
        done = self.session.mend(self.open_paper(), None if number is None else [number])
        self.paper, self.notice = done.paper, done.note

    def version(self, number: int) -> None:
        """Go back to a version."""
        self.paper = self.session.at_version(self.open_paper(), number)
        self.compared, self.notice = None, f"已回到第{number}版，之后的版本也还留着"

    def compare(self, number: int) -> None:
        """Show what changed since a version."""
        paper = self.open_paper()
        was = self.session.papers.at_version(paper, number).draft
        self.compared = (number, _changes(was, paper.draft))

    # -- the past --

    def sources(self, section: str) -> None:
        """The past passages behind a section."""
        paper = self.open_paper()
        self.title = section_title(paper.draft, section) if paper.draft else ""
        self.query, self.hits = "", self.session.past.behind(paper, section)
        self.tab = SOURCES

    def search(self, query: str) -> None:
        """Search the library."""
        self.query, self.title = query.strip(), ""
        before = self.paper.sheet.year if self.paper else None
        self.hits = self.session.past.search(self.query, before, _MOST_HITS) if self.query else ()

    def remove_report(self, report_id: str) -> None:
        """Take a report out of the library."""
        title = self.session.past.remove(report_id)
        self.notice, self.taken = f"已从材料库删去“{title}”", None

    def take_reports(self, paths: Iterable[Path]) -> None:
        """Read reports into the library."""
        self.taken = self.session.past.take(tuple(paths))

    def take_file(self, path: Path) -> None:
        """A sheet or notes."""
        done = take_upload(self.session, self.open_paper(), path)
        self.paper, self.notice = done.paper, done.note

    def workbook(self) -> None:
        """The workbook with what was given so far."""
        self.file = self.session.workbook(self.open_paper())

    def open_paper(self) -> Paper:
        """The paper that is open, as it was last kept.

        Raises:
            SettingsError: none is.
        """
        if self.paper is None:
            raise SettingsError("先在左边说要写什么，如“帮我写2026年党组年度工作总结”")
        self.refresh()
        return self.paper


def _changes(was: Draft | None, now: Draft | None) -> tuple[Change, ...]:
    return differences(was, now) if was and now else ()
