"""The conversation: each wish is done by the session's verbs and answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant.talk import answering, giving
from assistant.talk.addressing import section_named, section_title
from assistant.talk.asking import Question
from assistant.talk.hearing import asks_for_paper, reply_to
from assistant.talk.opening import Beginning
from assistant.talk.paper import Paper
from assistant.talk.replying import answer, how_to_answer, own_words
from assistant.talk.session import Session
from assistant.talk.speaking import DRAFT_NOW, HELLO, HELP, ask_on, start_paper
from assistant.talk.wishes import (
    Answer,
    Ask,
    Begin,
    Change,
    Export,
    Give,
    GiveGuidance,
    GiveProblem,
    Head,
    Plainly,
    Revise,
    Unheard,
    Wish,
)

_SAID = {"hello": HELLO, "help": HELP, "thanks": "不客气。", "agreed": "好。"}


@dataclass(frozen=True, slots=True)
class Order:
    """What the door has to do after a turn: begin or stop drafting, show findings, make a file."""

    what: Literal["draft", "stop", "check", "export"]
    form: str = "docx"
    clean: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """The paper after the turn, None where none is open yet; and what the door has to do."""

    paper: Paper | None
    order: Order | None = None
    text: str = ""


class Conversation:
    """Does one wish."""

    def __init__(self, session: Session, text: str, asked: Question | None) -> None:
        self.session, self.text, self.asked = session, text, asked

    def without_paper(self, wish: Wish) -> Turn:
        """Only a new paper can be asked for, and the library."""
        if isinstance(wish, Begin):
            beginning = Beginning(wish.kind, wish.year, wish.office, wish.occasion)
            return Turn(start_paper(self.session, beginning, self.text))
        if isinstance(wish, Ask):
            return Turn(None, text=self._answered(wish, None))
        if isinstance(wish, Plainly) and wish.what in _SAID:
            return Turn(None, text=_SAID[wish.what])
        asks = isinstance(wish, Unheard) and (asks_for_paper(self.text) or reply_to(self.text))
        return Turn(None, text=self._not_done() if asks else HELLO)

    def turn(self, paper: Paper, wish: Wish) -> Turn:
        """The turn for a paper that already holds what was said."""
        if self.asked and isinstance(wish, Answer):
            return Turn(self._answered_by(paper, self.asked, wish))
        if self.asked and (given := own_words(paper, self.asked, wish, self.text)):
            return Turn(self._noted(given))
        does: dict[type[Any], Callable[[Paper, Any], Turn]] = {
            Begin: self._begin,
            Give: self._give,
            GiveProblem: self._problem,
            GiveGuidance: self._guidance,
            Change: self._change,
            Answer: self._stray_answer,
            Revise: self._revise,
            Ask: self._ask,
            Export: self._export,
            Head: self._head,
            Plainly: self._plainly,
            Unheard: self._unheard,
        }
        return does[type(wish)](paper, wish)

    def _answered_by(self, paper: Paper, asked: Question, said: Answer) -> Paper:
        given = answer(paper, asked, said)
        if given is None:
            return self.session.keep(paper.saying(how_to_answer(asked), asked.offers))
        if not given.refs:
            return self._went_on(given.paper, given.lines[0])
        kept = self.session.keep(given.paper, "回答一问")
        renewed, note = self.session.renew(kept, given.refs)
        return self._went_on(renewed, f"{given.lines[0]}{note}")

    # -- facts --
    def _stray_answer(self, paper: Paper, _: Answer) -> Turn:
        return Turn(ask_on(self.session, paper))

    def _give(self, paper: Paper, wish: Give) -> Turn:
        if not wish.sure:
            text = (
                f"“{wish.text}”没有数也没有时间，没有记。是今年的事，请带上时间再说一遍，"
                "或在“事实”页加进去。"
            )
            return Turn(self.session.keep(paper.saying(text)))
        given = giving.give_facts(paper, wish.text)
        if given.is_empty:
            return self._unheard(paper, Unheard(wish.text))
        return Turn(self._noted(given))

    def _problem(self, paper: Paper, wish: GiveProblem) -> Turn:
        return Turn(self._noted(giving.give_problems(paper, wish.text)))

    def _guidance(self, paper: Paper, wish: GiveGuidance) -> Turn:
        return Turn(self._noted(giving.give_guidance(paper, wish.name, wish.text)))

    def _change(self, paper: Paper, wish: Change) -> Turn:
        given = giving.change_value(paper, wish.label, wish.value)
        if given.is_empty:
            said = (
                f"没有找到“{wish.label}”这一项；可以连数一起告诉我，如“{wish.label}{wish.value}”。"
            )
            return Turn(self.session.keep(paper.saying(said)))
        return Turn(self._noted(given))

    def _noted(self, given: giving.Given) -> Paper:
        """The paper with what was put down kept, renewed in the draft, and said."""
        paper = self.session.keep(given.paper, f"记下{'、'.join(given.lines)}"[:60])
        renewed, note = self.session.renew(paper, given.refs)
        return self._went_on(renewed, f"记下了：{'；'.join(given.lines)}。{note}")

    def _went_on(self, paper: Paper, said: str) -> Paper:
        return ask_on(self.session, paper, f"{said}\n")

    # -- the draft --

    def _revise(self, paper: Paper, wish: Revise) -> Turn:
        if paper.draft is None:
            return Turn(self.session.keep(paper.saying("还没有草稿；先说“起草”。", (DRAFT_NOW,))))
        section = section_named(paper.draft, wish.where)
        if section is None:
            headings = "、".join(
                each.number.rstrip("、") + each.heading for each in paper.draft.sections
            )
            said = f"没有找到“{wish.where}”是哪一部分；稿子里有：{headings}。"
            return Turn(self.session.keep(paper.saying(said)))
        done = self.session.revise(paper, section, wish.act)
        title = section_title(paper.draft, section)
        return Turn(self.session.keep(done.paper.saying(f"“{title}”{done.note}。")))

    def _ask(self, paper: Paper, wish: Ask) -> Turn:
        return Turn(self.session.keep(paper.saying(self._answered(wish, paper))))

    def _answered(self, wish: Ask, paper: Paper | None) -> str:
        library = self.session.around.open_library()
        if library is None or not library.reports():
            return "材料库还是空的；请先在“往年材料”页上传往年的报告。"
        before = paper.sheet.year if paper else self.session.around.today().year + 1
        kind = paper.sheet.kind if paper else None
        found = answering.find_answers(
            library, wish.query, year=wish.year, before=before, kind=kind
        )
        if not found and wish.year:
            found = answering.find_answers(library, wish.query, year=None, before=before, kind=kind)
            if found:
                lines = answering.answer_lines(found[:2])
                return f"{wish.year}年的材料里没有找到；别的年份写过：\n{lines}"
        if not found:
            return "往年材料里没有找到相关的说法；可以换个词，或到“依据”页检索。"
        return answering.answer_lines(found[:2])

    def _export(self, paper: Paper, wish: Export) -> Turn:
        if paper.draft is None:
            return Turn(self.session.keep(paper.saying("还没有草稿；先说“起草”。", (DRAFT_NOW,))))
        return Turn(self.session.keep(paper), Order("export", wish.form, wish.clean))

    def _head(self, paper: Paper, wish: Head) -> Turn:
        if wish.title:
            return Turn(self._titled(paper, wish.title))
        if wish.office:
            named = paper.with_sheet(office=wish.office).settle("office")
            return Turn(
                self._went_on(self.session.keep(named, "改单位"), f"好，单位写“{wish.office}”。")
            )
        kind = self.session.kind(paper)
        asking = f"帮我写{wish.year}年{kind.name}"
        said = f"这份稿件是{paper.sheet.year}年的；要写{wish.year}年的，请说“{asking}”。"
        return Turn(self.session.keep(paper.saying(said)))

    def _titled(self, paper: Paper, title: str) -> Paper:
        named = paper.with_sheet(title=title)
        if named.draft is not None:
            named = replace(named, draft=replace(named.draft, title=title))
        return self.session.keep(
            self.session.keep(named, "改标题").saying(f"好，标题用“{title}”。")
        )

    def _begin(self, _: Paper, wish: Begin) -> Turn:
        beginning = Beginning(wish.kind, wish.year, wish.office, wish.occasion)
        return Turn(start_paper(self.session, beginning, self.text))

    def _plainly(self, paper: Paper, wish: Plainly) -> Turn:
        if wish.what == "draft":
            if not paper.sheet.office:
                needed = "起草前先要知道单位。单位全称怎么写？"
                return Turn(self.session.keep(replace(paper.saying(needed), question="office")))
            return Turn(self.session.keep(replace(paper, question="")), Order("draft"))
        if wish.what == "stop":
            return Turn(self.session.keep(paper), Order("stop"))
        if wish.what == "check":
            if paper.draft is None:
                said = paper.saying("还没有草稿；先说“起草”。", (DRAFT_NOW,))
                return Turn(self.session.keep(said))
            return Turn(self.session.keep(paper), Order("check"))
        if wish.what == "undo":
            return Turn(self._undone(paper))
        return Turn(self.session.keep(paper.saying(_SAID[wish.what])))

    def _undone(self, paper: Paper) -> Paper:
        note = paper.note
        before = self.session.undo(paper)
        if before is None:
            return self.session.keep(paper.saying("没有可以撤销的了。"))
        return self.session.keep(before.saying(f"已撤销“{note}”。"))

    def _unheard(self, paper: Paper, _: Unheard) -> Turn:
        return Turn(self.session.keep(paper.saying(self._not_done())))

    def _not_done(self) -> str:
        """What we say to words that we do not know, or that ask for what is not done here."""
        if said := reply_to(self.text):
            return said
        if asks_for_paper(self.text):
            kinds = self.session.around.kind_table().values()
            names = "、".join(kind.name for kind in kinds)
            return f"会写的有{names}；说“帮我写2026年年度工作总结”这样的话就能开始。"
        return "没听明白，稿子没有改动。说“帮助”看看可以怎么说。"
