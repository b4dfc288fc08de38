"""A session: one user's seat at the desk, with the verbs that the talk and the page share.

Each verb takes a paper, does one thing whole, keeps it, and hands the paper back. Papers are only
ever found in the user's own folder.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.copies import CopyOrder, export_copy
from assistant.desk import Drafted, DraftOrder, finish, plan_sheet
from assistant.sheet.current import current_workbook
from assistant.sheet.facts import Sheet
from assistant.sheet.form import Form
from assistant.sheet.loading import load_sheet
from assistant.talk import revisions
from assistant.talk.addressing import section_title
from assistant.talk.asking import Known, Question, asked_now, next_question
from assistant.talk.opening import (
    Beginning,
    following,
    known_offices,
    open_paper,
)
from assistant.talk.paper import Paper
from assistant.talk.past import Past
from assistant.talk.places import Key
from assistant.talk.revisions import Changed
from assistant.talk.store import Papers
from assistant.talk.surroundings import Surroundings
from assistant.talk.wishes import Act
from assistant.talk.works import Work
from assistant.themes import theme_lines
from assistant.unfinished import Unfinished
from assistant.watching import Together, Watch
from assistant.writing.writer import Written
from corpus.errors import NigaoError, SettingsError
from corpus.kinds import Kind, kind_named
from corpus.report import Report
from eval.evaluate import Judgement, evaluate
from eval.examined import Examined, from_draft
from eval.office import load_rules

DRAFTED = "起草"
_JOBS = 4
_NEAREST, _QUERY = 4, 120


After = Callable[[Paper, Drafted], Paper]


def unsaid(paper: Paper, _: Drafted) -> Paper:
    """Nothing is said to a new draft."""
    return paper


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft's text as it was examined, and what was found in it."""

    examined: Examined
    judgement: Judgement


class Session:
    """One user's papers and works, for all his open pages.

    ``turn`` is held through each act, so that acts at once come one after the other; a draft under
    way holds it only to be kept.
    """

    def __init__(self, around: Surroundings, user: str, *, writer: str = "template") -> None:
        self.around = around
        self.name = user or "写作人"
        self.past = Past(around)
        self.papers = Papers(around.desk / "papers" / (user or "_"))
        self.writer = writer
        self._works: dict[str, Work] = {}
        self.turn = threading.RLock()

    # -- papers --

    def begin(self, asked: Beginning) -> Paper:
        """A new paper, kept; see :func:`open_paper`.

        Raises:
            NigaoError: there is no such kind, or the library or the folder cannot be used.
        """
        kind = kind_named(asked.kind, self.around.kinds)
        today = self.around.today()
        with self.turn:
            paper_id = self.papers.fresh_id(kind.id, asked.year or today.year)
            library = self.around.open_library()
            paper = open_paper(asked, paper_id, library, today, self.around.kinds)
            return self.papers.keep_version(paper, "新开")

    def open(self, paper_id: str) -> Paper:
        """The paper as it was last kept, from now on the one opened last.

        Raises:
            ReadingError: it is not there or damaged.
        """
        return self.papers.keep(self.papers.open(paper_id))

    def last(self) -> Paper | None:
        """The paper opened last, None when there is none or it cannot be read."""
        try:
            return self.papers.open(self.papers.last())
        except NigaoError:
            return None

    def keep(self, paper: Paper, note: str = "") -> Paper:
        """Keep the paper, as a new version where ``note`` says what was done."""
        with self.turn:
            return self.papers.keep_version(paper, note) if note else self.papers.keep(paper)

    def undo(self, paper: Paper) -> Paper | None:
        """The paper before its last change, None when there was none; the talk goes on."""
        with self.turn:
            before = self.papers.before(paper)
            if not before:
                return None
            return self.papers.keep(self.papers.at_version(paper, before))

    def at_version(self, paper: Paper, number: int) -> Paper:
        """The paper as it was at a version; what it is now can be found again among them."""
        with self.turn:
            return self.papers.keep(self.papers.at_version(paper, number))

    # -- what a paper is about --

    def kind(self, paper: Paper) -> Kind:
        """The paper's kind."""
        return kind_named(paper.sheet.kind, self.around.kinds)

    def like(self, paper: Paper) -> Report | None:
        """The report it follows, None when there is none or it has left the library."""
        return self.past.report(paper.like)

    def cautions(self, paper: Paper) -> tuple[str, ...]:
        """What should be looked at before the paper is drafted."""
        like = self.like(paper)
        return theme_lines(paper.sheet, like) if like and self.kind(paper).is_spoken else ()

    def workbook(self, paper: Paper) -> Path:
        """The workbook to fill in, with what was given so far.

        Raises:
            SettingsError: no report is followed, so that there is nothing to list.
        """
        form = self.form(paper)
        if form is None:
            raise SettingsError(
                "没有参照的往年材料，列不出要填的表；可以直接在对话里说，或上传事实表"
            )
        room = Path(tempfile.mkdtemp(prefix="nigao-"))
        path = room / f"{file_name(paper.title)}事实表.xlsx"
        path.write_bytes(current_workbook(form, paper.sheet))
        return path

    def form(self, paper: Paper) -> Form | None:
        """What last year's report asks of this year."""
        like = self.like(paper)
        return self.past.form(like.id) if like else None

    def question(self, paper: Paper) -> Question | None:
        """What to ask next."""
        return next_question(paper, self._known(paper))

    def asked(self, paper: Paper) -> Question | None:
        """What was asked and not answered yet."""
        if not paper.question:
            return None
        return asked_now(paper, self._known(paper))

    def _known(self, paper: Paper) -> Known:
        return Known(self.kind(paper), self.form(paper), known_offices(self.past.reports()))

    def follow(self, paper: Paper, report_id: str) -> Paper:
        """The paper after another report; what was given stays, what was open is asked anew.

        Raises:
            LibraryError: there is no such report in the library.
        """
        library = self.around.open_library()
        like = library.report(report_id) if library else None
        changed = following(paper, like, library, self.around.kinds)
        kept = replace(paper, sheet=changed.sheet, like=changed.like)
        return self.keep(kept, f"参照改为{like.title if like else '文种规范'}")

    # -- sheets --

    def take_sheet(self, paper: Paper, path: Path) -> Paper:
        """The paper with the sheet of a file in place of its own; the report followed stays.

        Raises:
            NigaoError: the file is no sheet, or one of another kind.
        """
        sheet = load_sheet(path, self.around.kinds)
        kind = kind_named(sheet.kind, self.around.kinds)
        if kind.id != paper.sheet.kind:
            own = self.kind(paper).name
            raise SettingsError(
                f"“{path.name}”是{kind.name}的事实表，这份稿件是{own}；请另开一份稿件，或换一个文件"
            )
        taken = sheet.model_copy(update={"kind": kind.id, "like": ""})
        return self.keep(replace(paper, sheet=taken), f"读入{path.name}")

    # -- drafting --

    def draft(self, paper: Paper, after: After = unsaid) -> Work:
        """Begin to write the paper, or hand back the work already under way.

        ``after`` is what is said to the draft when it is there.

        Raises:
            NigaoError: the paper cannot be planned.
        """
        with self.turn:
            known = self._works.get(paper.id)
            if known and known.running:
                return known
            # What a model finished is kept on disk too: it outlives the program.
            kept = Unfinished(self.papers.room(paper.id))
            order = DraftOrder(
                writer=self.writer,
                like=paper.like,
                model=self.around.model,
                jobs=_JOBS if self.writer == "model" else 1,
                kinds=self.around.kinds,
            )
            planned = plan_sheet(paper.told(), self.around.open_library(), order)

            def run(watch: Watch, before: Mapping[str, Written]) -> Drafted:
                watched = Together(kept, watch) if self.writer == "model" else watch
                return finish(planned, watch=watched, done=before)

            def ended(drafted: Drafted) -> None:
                self._take(paper.id, drafted, after)
                kept.forget()

            briefs = tuple(brief.id for brief in planned.plan.briefs())
            work = Work(run, kept.begin(resume=True), briefs, ended)
            self._works[paper.id] = work
            return work.start()

    def work(self, paper_id: str) -> Work | None:
        """The last work on this paper in this run of the program."""
        return self._works.get(paper_id)

    def _take(self, paper_id: str, drafted: Drafted, after: After) -> None:
        """Keep a draft that was just written, beside whatever was said meanwhile."""
        with self.turn:
            paper = replace(self.papers.open(paper_id), draft=drafted.draft, touched=False)
            self.keep(after(self.papers.keep_version(paper, DRAFTED), drafted))

    def revise(self, paper: Paper, section: str, act: Act) -> Changed:
        """Do one thing to one section, and keep it; see :func:`revisions.revise`.

        Raises:
            NigaoError: there is no draft or section, or it cannot be written again.
        """
        done = revisions.revise(paper, section, act, self.name, self.around, self.writer)
        title = section_title(paper.draft, section) if paper.draft else ""
        return self._kept(done, f"{revisions.NOTED[act]}“{title}”", paper)

    def reword(self, paper: Paper, key: Key, text: str) -> Changed:
        """The writer's own words for one sentence; see :func:`revisions.reword`."""
        what = "改了一句" if text.strip() else "删去一句"
        return self._kept(revisions.reword(paper, key, text, self.name), what, paper)

    def fill(self, paper: Paper, number: int, text: str) -> Changed:
        """A value for a hole; see :func:`revisions.fill`."""
        return self._kept(revisions.fill(paper, number, text), f"填上待补{number}", paper)

    def mend(self, paper: Paper, numbers: Sequence[int] | None = None) -> Changed:
        """Mend findings by their numbers in the check, all that are mechanical when None."""
        checked = self.check(paper)
        if checked is None:
            return Changed(paper, "还没有草稿")
        found = checked.judgement.findings
        chosen = found if numbers is None else [found[at] for at in numbers if at < len(found)]
        return self._kept(revisions.mend(paper, checked.examined, chosen), "改机械性毛病", paper)

    def renew(self, paper: Paper, refs: Sequence[str]) -> tuple[Paper, str]:
        """Bring changed facts into the draft; the paper and a sentence on what became of it."""
        done = revisions.renew(paper, refs, self.around)
        return self._kept(done, "按新事实更新", paper).paper, done.note

    def _kept(self, done: Changed, note: str, before: Paper) -> Changed:
        if done.paper == before:
            return done
        return replace(done, paper=self.keep(done.paper, note))

    # -- judging and handing out --

    def check(self, paper: Paper) -> Checked | None:
        """The draft judged as it stands, None before there is one."""
        if paper.draft is None:
            return None
        kind = self.kind(paper)
        like = self.like(paper)
        examined = from_draft(paper.draft, kind)
        judged = evaluate(
            examined,
            sheet=judged_sheet(paper),
            past=(like,) if like else (),
            draft=paper.draft,
            rules=load_rules(self.around.rules),
        )
        return Checked(examined, judged)

    def export(self, paper: Paper, form: str, *, clean: bool = False) -> Path:
        """The draft as a file of this form in a folder of its own, named by its title.

        Raises:
            SettingsError: there is no draft yet, or a PDF is wanted without LibreOffice.
        """
        if paper.draft is None:
            raise SettingsError("还没有草稿；请先说“起草”")
        room = Path(tempfile.mkdtemp(prefix="nigao-"))
        path = room / f"{file_name(paper.title)}{'（清稿）' if clean else ''}.{form}"
        export_copy(paper.draft, path, CopyOrder(clean=clean, layout=self.around.layout))
        return path


def judged_sheet(paper: Paper) -> Sheet:
    """The sheet a paper's draft is judged by: what is known now."""
    return paper.told()


def file_name(title: str) -> str:
    """The title as a file may be called."""
    kept = "".join(char if char not in '\\/:*?"<>|\n\r\t' else "_" for char in title).strip(" ._")
    return kept[:80] or "草稿"
