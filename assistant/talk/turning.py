"""One turn of the talk: what the writer said is done, and what we say to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant.desk import Drafted
from assistant.talk import answering, giving
from assistant.talk.addressing import section_named, section_title
from assistant.talk.asking import Question
from assistant.talk.hearing import (
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
    hear,
)
from assistant.talk.opening import Beginning
from assistant.talk.paper import Paper
from assistant.talk.session import Session
from assistant.talk.tools import hear_by_model
from corpus.blanks import find_blanks
from corpus.errors import NigaoError
from corpus.matters import read_statements
from eval.evaluate import Judgement

DRAFT_NOW = "起草"
AFTER_DRAFT = ("检查一下", "导出Word")
_MOST_NOTES = 3
_HELLO = (
    "我按往年材料和今年的事实起草公文，稿中每个数字都有出处。\n"
    "可以说：帮我写2026年党组年度工作总结。"
)
_HELP = (
    "可以这样说：\n"
    "· 帮我写2026年党组年度工作总结\n"
    "· 全年召开党组会议24次，研究议题136项（一次可说几项）\n"
    "· 存在的不足：……，措施：……\n"
    "· 把调研次数改成15次\n"
    "· 去年党课讲了几次？\n"
    "· 起草；第二部分第三条精炼一点；锁定第一部分；撤销\n"
    "· 检查一下；导出Word\n"
    "右边各页也能做同样的事：填事实表、核实去年的事、看依据。"
)


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


def begin_talk() -> str:
    """What we say before anything was said."""
    return _HELLO


def take_turn(session: Session, paper: Paper | None, text: str) -> Turn:
    """Do what the writer said and answer it; what cannot be done is said, and changes nothing."""
    asked = session.asked(paper) if paper else None
    year = paper.sheet.year if paper else session.around.today().year
    wish = hear(
        text,
        session.around.kind_table(),
        year=year,
        asked=asked is not None,
        open_paper=paper is not None,
    )
    conversation = _Conversation(session, text, asked)
    try:
        wish = _heard_again(session, paper, text, wish, asked)
        if paper is None:
            return conversation.without_paper(wish)
        return conversation.turn(paper.hearing(text), wish)
    except NigaoError as error:
        if paper is None:
            return Turn(None, text=str(error))
        said = paper.hearing(text).saying(str(error), tone="error")
        return Turn(session.keep(said))


def _heard_again(
    session: Session, paper: Paper | None, text: str, wish: Wish, asked: Question | None
) -> Wish:
    """What a model hears in a message the rules do not know; without a model, what they made of it.

    Raises:
        ModelError: the model was asked and failed.
    """
    unknown = isinstance(wish, Unheard) or (isinstance(wish, Give) and not wish.sure)
    settings = session.around.model
    answers = asked is not None and asked.sort in ("office", "speaker", "problems", "guidance")
    if not unknown or answers or not settings.model:
        return wish
    kinds = session.around.kind_table()
    return hear_by_model(settings, text, kinds, paper, asked.text if asked else "") or wish


def start_paper(session: Session, asked: Beginning, text: str) -> Paper:
    """A new paper with our first words about it.

    Raises:
        NigaoError: it cannot be begun.
    """
    paper = session.begin(asked)
    kind = session.kind(paper)
    like = session.like(paper)
    opened = sum(fact.is_open for fact in paper.sheet.facts)
    lines = [f"好，写{paper.sheet.year}年{kind.name}。"]
    if paper.sheet.office:
        lines[0] = f"好，写“{paper.sheet.office}”{paper.sheet.year}年的{kind.name}。"
    if like:
        lines.append(
            f"参照{like.year}年的“{like.title}”：里面有{opened}个数等今年的，已列在“事实”页；"
            "可以填表、上传，也可以直接告诉我，一次说几项都行。"
        )
    else:
        lines.append(
            f"材料库里没有更早的{kind.name}，先按文种规范写；收录往年材料后会照它的结构写。"
        )
    lines.append("随时可以说“起草”，缺的先空着。")
    return ask_on(session, paper.hearing(text).saying("\n".join(lines)))


def ask_on(session: Session, paper: Paper, before: str = "") -> Paper:
    """The paper with the next question asked, or word that nothing is left to ask."""
    question = session.question(paper)
    if question is None:
        done = "要问的都问过了。" if paper.draft else "要问的都问过了，可以起草了。"
        offers: tuple[str, ...] = () if paper.draft else (DRAFT_NOW,)
        said = paper.saying(before + done, offers) if before or not paper.draft else paper
        return session.keep(replace(said, question=""))
    offers = (*question.offers, *(() if paper.draft else (DRAFT_NOW,)))
    asked = paper.saying(f"{before}{question.text}", offers).settle(question.key)
    return session.keep(replace(asked, question=question.key))


class _Conversation:
    """Does one wish."""

    def __init__(self, session: Session, text: str, asked: Question | None) -> None:
        self.session, self.text, self.asked = session, text, asked

    def without_paper(self, wish: Wish) -> Turn:
        """Only a new paper can be asked for, and the library."""
        if isinstance(wish, Begin):
            beginning = Beginning(wish.kind, wish.year, wish.office)
            return Turn(start_paper(self.session, beginning, self.text))
        if isinstance(wish, Ask):
            return Turn(None, text=self._answered(wish, None))
        return Turn(None, text=_HELLO)

    def turn(self, paper: Paper, wish: Wish) -> Turn:
        """The turn for a paper that already holds what was said."""
        if self.asked and isinstance(wish, Answer):
            return Turn(self._answer(paper, self.asked, wish))
        if self.asked and (taken := self._free_answer(paper, self.asked, wish)):
            return Turn(taken)
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

    # -- answers --

    def _answer(self, paper: Paper, asked: Question, answer: Answer) -> Paper:
        answers: dict[str, Callable[[Paper, Question, Answer], Paper | None]] = {
            "fact": self._answer_fact,
            "targets": self._answer_targets,
            "deed": self._answer_deed,
            "guidance": self._answer_guidance,
        }
        does = answers.get(asked.sort)
        taken = does(paper, asked, answer) if does and answer.said != "later" else None
        if taken is None and answer.said not in ("later", "none"):
            return self.session.keep(paper.saying(_how_to_answer(asked), asked.offers))
        settled = (taken or paper).settle(asked.key)
        said = _agreed(answer.said) if taken or answer.said in ("later", "none") else "好。"
        return self._went_on(settled, said)

    def _answer_fact(self, paper: Paper, asked: Question, answer: Answer) -> Paper | None:
        if answer.said == "none":
            return giving.drop_fact(paper, asked.about)
        if answer.said == "same":
            given = giving.keep_same(paper, asked.about)
            return None if given.is_empty else given.paper
        if answer.said == "changed":
            given = giving.give_value(paper, asked.about, answer.text)
            return None if given.is_empty else given.paper
        return None

    def _answer_targets(self, paper: Paper, _: Question, answer: Answer) -> Paper | None:
        if answer.said in ("kept", "same"):
            return paper.with_sheet(targets="沿用", confirmed_by="写作人")
        return None

    def _answer_deed(self, paper: Paper, asked: Question, answer: Answer) -> Paper | None:
        now = {"kept": "有", "same": "做法沿用", "none": "无", "changed": "改为"}[answer.said]
        return giving.decide(paper, asked.about, now, answer.text)  # type: ignore[arg-type]

    def _answer_guidance(self, paper: Paper, asked: Question, answer: Answer) -> Paper | None:
        if answer.said in ("kept", "same"):
            return giving.decide(paper, asked.about, "沿用")
        if answer.said == "none":
            return giving.decide(paper, asked.about, "删")
        return giving.give_guidance(paper, answer.text, "", asked.about).paper

    def _free_answer(self, paper: Paper, asked: Question, wish: Wish) -> Paper | None:
        """An answer in words of one's own: a value, a list of problems, the office, a meeting."""
        if asked.sort == "office" and isinstance(wish, Give | Unheard):
            named = paper.with_sheet(office=self.text.strip(" 。")).settle("office")
            return self._went_on(named, f"好，“{named.sheet.office}”。")
        if asked.sort == "speaker" and isinstance(wish, Give | Unheard):
            speaker = self.text.strip(" 。")
            return self._went_on(paper.with_sheet(speaker=speaker), f"好，讲话人：{speaker}。")
        if asked.sort == "fact" and isinstance(wish, Give | Unheard):
            given = giving.give_value(paper, asked.about, self.text)
            return None if given.is_empty else self._noted(given)
        if asked.sort == "problems" and tells_fault(wish):
            return self._noted(giving.give_problems(paper, self.text))
        if asked.sort == "guidance" and isinstance(wish, Give | Unheard | GiveGuidance):
            name, text = _named_guidance(wish, self.text)
            given = giving.give_guidance(paper, name, text, asked.about)
            return self._noted(replace(given, paper=given.paper.settle(asked.key)))
        return None

    def _stray_answer(self, paper: Paper, _: Answer) -> Turn:
        return Turn(ask_on(self.session, paper))

    # -- facts --

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
        renewed, note = self.session.renew(paper, given.facts)
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
        if wish.office:
            named = paper.with_sheet(office=wish.office).settle("office")
            return Turn(
                self._went_on(self.session.keep(named, "改单位"), f"好，单位写“{wish.office}”。")
            )
        kind = self.session.kind(paper)
        asking = f"帮我写{wish.year}年{kind.name}"
        said = f"这份稿件是{paper.sheet.year}年的；要写{wish.year}年的，请说“{asking}”。"
        return Turn(self.session.keep(paper.saying(said)))

    def _begin(self, _: Paper, wish: Begin) -> Turn:
        beginning = Beginning(wish.kind, wish.year, wish.office)
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
        text = _HELP if wish.what == "help" else "不客气。"
        return Turn(self.session.keep(paper.saying(text)))

    def _undone(self, paper: Paper) -> Paper:
        note = paper.note
        before = self.session.undo(paper)
        if before is None:
            return self.session.keep(paper.saying("没有可以撤销的了。"))
        return self.session.keep(before.saying(f"已撤销“{note}”。"))

    def _unheard(self, paper: Paper, _: Unheard) -> Turn:
        said = "没听明白，稿子没有改动。说“帮助”看看可以怎么说。"
        return Turn(self.session.keep(paper.saying(said)))


def _agreed(said: str) -> str:
    words = {"later": "好，先空着。", "none": "好，没有就不写。", "same": "好，和去年一样。"}
    return words.get(said, "好，记下了。")


def tells_fault(wish: Wish) -> bool:
    """Whether what was said in answer to what is wanting tells faults, and not what was done."""
    if isinstance(wish, GiveProblem):
        return True
    if not isinstance(wish, Give):
        return False
    clauses = [clause for each in read_statements(wish.text) for clause in each.clauses]
    told = {clause.wording for clause in clauses}
    if "fault" in told or "措施" in wish.text:
        return True
    return not find_blanks(wish.text) and not told & {"act", "appraisal"}


def _how_to_answer(asked: Question) -> str:
    if asked.sort == "fact":
        return "去年的数没有写明，请直接说今年的数，或说“没有”“先空着”。"
    return f"请直接回答，或说“{'”“'.join(asked.offers)}”。"


def _named_guidance(wish: Wish, text: str) -> tuple[str, str]:
    if isinstance(wish, GiveGuidance):
        return wish.name, wish.text
    name, _, words = text.partition("：")
    return name.strip(" 。"), words.strip(" 。")


def after_draft(session: Session) -> Callable[[Paper, Drafted], Paper]:
    """What we say when a draft is there, with the next question behind it."""

    def said(paper: Paper, drafted: Drafted) -> Paper:
        draft = drafted.draft
        counts = drafted.judgement.counts()
        holes = f"待补{len(draft.holes)}处" if draft.holes else "没有待补"
        lines = [
            f"《{draft.title}》写好了，{holes}；核对：错误{counts['error']}条、提醒{counts['warning']}条。"
        ]
        if draft.left_out:
            lines.append(
                f"去年写过、今年没写的有{len(draft.left_out)}条，在“核实”页勾一下就能写上。"
            )
        lines += drafted.notes[:_MOST_NOTES]
        return ask_on(session, paper.saying("\n".join(lines), AFTER_DRAFT))

    return said


def checked_words(judged: Judgement) -> str:
    """What we say to a check: the first things to act on."""
    counts = judged.counts()
    head = "核对通过" if judged.passed else "有错误要改"
    lines = [
        f"{head}：错误{counts['error']}条、提醒{counts['warning']}条、说明{counts['info']}条。"
    ]
    first = [each for each in judged.findings if each.severity == "error"] or [
        each for each in judged.findings if each.severity == "warning"
    ]
    lines += [f"· {each.message}" for each in first[:_MOST_NOTES]]
    return "\n".join([*lines, "逐条在“检查”页。"])
