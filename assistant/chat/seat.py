"""A seat: one open page of a user's session, with what it shows and what was clicked on it.

An act changes the seat and its paper; views are made of the seat afterwards. Every act is a verb
of the session.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.differing import differences
from assistant.draft import Draft
from assistant.edited.changes import Change
from assistant.export.todo import to_todo
from assistant.indexing import Indexed
from assistant.sheet.facts import Decision
from assistant.talk import giving, outline
from assistant.talk.addressing import section_title
from assistant.talk.conversing import Order
from assistant.talk.paper import Paper, Said
from assistant.talk.places import key_named
from assistant.talk.session import Session, file_name
from assistant.talk.speaking import HELLO, after_draft, checked_words
from assistant.talk.taking import kept_file, take_upload
from assistant.talk.turning import take_turn
from assistant.talk.wishes import Act
from assistant.talk.works import Work
from corpus.errors import SettingsError
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
_STALE = "页面过时了，已经刷新，请再点一次"


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
        paper = self._open()
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
        paper = self._open()
        self.file = self.session.export(paper, form, clean=clean)
        said = f"{self.file.name}已备好。"
        self.paper = self.session.keep(paper.saying(said))

    def todo(self) -> None:
        """The list of what is left to do, as a file."""
        paper = self._open()
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
            said = self._open().saying(checked_words(judged))
            self.paper = self.session.keep(said)

    def revise(self, section: str, act: Act) -> None:
        """Do one thing to one section."""
        paper = self._open()
        done = self.session.revise(paper, section, act)
        title = section_title(paper.draft, section) if paper.draft else ""
        self.paper, self.notice = done.paper, f"“{title}”{done.note}"

    def reword(self, name: str, text: str) -> None:
        """The writer's own words for a sentence."""
        key = key_named(name)
        if key is not None:
            done = self.session.reword(self._open(), key, text)
            self.paper, self.notice = done.paper, done.note

    def fill(self, number: str, text: str) -> None:
        """A value for a hole."""
        if number.isdecimal():
            done = self.session.fill(self._open(), int(number), text)
            self.paper, self.notice = done.paper, done.note

    def mend(self, number: int | None) -> None:
        """Mend one finding, or all that are mechanical."""
        done = self.session.mend(self._open(), None if number is None else [number])
        self.paper, self.notice = done.paper, done.note

    def version(self, number: int) -> None:
        """Go back to a version."""
        self.paper = self.session.at_version(self._open(), number)
        self.compared, self.notice = None, f"已回到第{number}版，之后的版本也还留着"

    def compare(self, number: int) -> None:
        """Show what changed since a version."""
        paper = self._open()
        was = self.session.papers.at_version(paper, number).draft
        self.compared = (number, _changes(was, paper.draft))

    # -- facts and decisions --

    def fact(self, ref: str, name: str, value: str) -> None:
        """One cell of the table of facts."""
        paper = self._open()
        fact = next((each for each in paper.sheet.facts if each.id == ref), None)
        if fact is None:
            raise SettingsError(_STALE)
        if name == "value" and not fact.text:
            self._value(paper, ref, value)
            return
        name = "text" if name == "value" else name
        if name in ("text", "source", "department"):
            paper = paper.with_facts(fact.model_copy(update={name: value.strip()}))
            self._renewed(self.session.keep(paper, "改事实"), (ref,))

    def _value(self, paper: Paper, ref: str, value: str) -> None:
        if value.strip():
            given = giving.give_value(paper, ref, value)
            if given.is_empty:
                label = paper.sheet.fact(ref).label
                raise SettingsError(
                    f"“{label}”的“{value.strip()[:20]}”不是一个数，没有记；请只写数字"
                )
            self._renewed(self.session.keep(given.paper, f"记下{given.lines[0]}"), (ref,))
            return
        emptied = paper.sheet.fact(ref).model_copy(update={"value": None})
        self._renewed(self.session.keep(paper.with_facts(emptied), "清空一个数"), (ref,))

    def _renewed(self, paper: Paper, refs: Iterable[str]) -> None:
        self.paper, note = self.session.renew(paper, tuple(refs))
        self.notice = f"已记下。{note}"
        self.quiet = frozenset({FACTS})

    def add_facts(self, text: str) -> None:
        """Facts in the writer's words, a line each."""
        given = giving.give_facts(self._open(), text)
        if given.is_empty:
            raise SettingsError("没有读出事实；一行写一件，如“全年召开党组会议24次”")
        self._renewed(self.session.keep(given.paper, f"记下{len(given.lines)}项"), given.refs)
        self.notice = f"记下了：{'；'.join(given.lines)}"
        self.quiet = frozenset()

    def drop(self, name: str, ref: str) -> None:
        """Take a problem or a piece of guidance out."""
        paper = self._open()
        kept = tuple(each for each in getattr(paper.sheet, name) if each.id != ref)
        self.paper = self.session.keep(paper.with_sheet(**{name: kept}), "删去一项")

    def decide(self, past: str, now: str, text: str) -> None:
        """What the office says of a past deed; the same again takes it back."""
        if now == "改为" and not text.strip():
            raise SettingsError("改成什么？请先在右边写上今年怎么说，再点“改为”")
        known = self._decision(past)
        # Leaving the field has already said 改为; the click that follows must not undo it.
        again = known and known.now == now and now != "改为"
        self._decided(past, None if again else now, text)

    def decide_text(self, past: str, text: str) -> None:
        """How it is said this year; no words any more take it back."""
        known = self._decision(past)
        if text.strip():
            self._decided(past, "改为", text)
        elif known and known.now == "改为":
            self._decided(past, None, "")

    def _decision(self, past: str) -> Decision | None:
        decisions = self._open().sheet.decisions
        return next((each for each in decisions if each.past == past), None)

    def _decided(self, past: str, now: str | None, text: str) -> None:
        decided = giving.decide(self._open(), past, now, text.strip())  # type: ignore[arg-type]
        self.paper = self.session.keep(
            decided.settle(f"deed:{past}", f"guidance:{past}"), "核实一件"
        )

    # -- the outline and the head --

    def rows(self) -> tuple[outline.OutlineRow, ...]:
        """The outline's rows."""
        paper = self.paper
        if paper is None:
            return ()
        return outline.outline_rows(self.session.past.sections(paper), paper.sheet.outline)

    def reorder(self, change: Callable[[tuple[outline.OutlineRow, ...]], Any]) -> None:
        """Change the rows of the outline."""
        paper = self._open()
        try:
            rows = tuple(change(self.rows()))
        except IndexError as error:
            raise SettingsError(_STALE) from error
        lines = outline.outline_lines(rows, self.session.past.sections(paper))
        self.paper = self.session.keep(paper.with_sheet(outline=lines), "改提纲")

    def head(self, name: str, value: str) -> None:
        """One value of the paper's head."""
        value = value.strip()
        paper = self._open()
        if name == "words" and value and not value.isdecimal():
            raise SettingsError("字数请只写数字，如 3000；不限就空着")
        if name == "words":
            changed = paper.with_sheet(words=int(value) if value else None)
        elif name == "date":
            changed = paper.with_sheet(date=_date(value))
        elif name in _HEAD:
            changed = paper.with_sheet(**{_HEAD[name]: value})
        else:
            return
        self.paper = self.session.keep(changed, "改文头")

    def follow(self, report_id: str) -> None:
        """Follow another report, or the kind alone."""
        self.paper = self.session.follow(self._open(), report_id)

    # -- the past --

    def sources(self, section: str) -> None:
        """The past passages behind a section."""
        paper = self._open()
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
        done = take_upload(self.session, self._open(), path)
        self.paper, self.notice = done.paper, done.note

    def workbook(self) -> None:
        """The workbook with what was given so far."""
        self.file = self.session.workbook(self._open())

    def _open(self) -> Paper:
        if self.paper is None:
            raise SettingsError("先在左边说要写什么，如“帮我写2026年党组年度工作总结”")
        self.refresh()
        return self.paper


_HEAD = {"title": "title", "unit": "office", "speaker": "speaker", "occasion": "occasion"}


def _date(value: str) -> datetime.date | None:
    found = re.fullmatch(r"(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?", value)
    if not value:
        return None
    try:
        year, month, day = map(int, found.groups()) if found else (0, 0, 0)
        return datetime.date(year, month, day)
    except ValueError as error:
        raise SettingsError(f"“{value[:20]}”不是日期；请写成 2027-01-06 这样") from error


def _changes(was: Draft | None, now: Draft | None) -> tuple[Change, ...]:
    return differences(was, now) if was and now else ()
