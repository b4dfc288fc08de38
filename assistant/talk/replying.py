"""Answers to our questions: short ones (没有, 同上年) and those in words of one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.sheet.facts import DecisionNow
from assistant.talk import giving
from assistant.talk.asking import Question
from assistant.talk.giving import Given
from assistant.talk.hearing import is_question, is_spirit, names_office, reply_to
from assistant.talk.paper import Paper
from assistant.talk.wishes import Answer, Give, GiveGuidance, GiveProblem, Unheard, Wish
from corpus.blanks import find_blanks
from corpus.matters import read_statements

_AGREED = {"later": "好，先空着。", "none": "好，没有就不写。", "same": "好，和去年一样。"}
_NOW: dict[str, DecisionNow] = {
    "kept": "有",
    "same": "做法沿用",
    "none": "无",
    "changed": "改为",
}


def answer(paper: Paper, asked: Question, said: Answer) -> Given | None:
    """What a short answer gives; None when it is none to this question.

    Its one line is what we say to it.
    """
    does: dict[str, Callable[[Paper, Question, Answer], Given | None]] = {
        "fact": _about_fact,
        "targets": _about_targets,
        "deed": _about_deed,
        "guidance": _about_guidance,
    }
    given: Given | None = None
    if said.said != "later" and asked.sort in does:
        given = does[asked.sort](paper, asked, said)
    if given is None and said.said not in ("later", "none"):
        return None
    given = given or Given(paper, ())
    agreed = _AGREED.get(said.said, "好，记下了。")
    return Given(given.paper.settle(asked.key), (agreed,), given.refs)


def own_words(paper: Paper, asked: Question, wish: Wish, text: str) -> Given | None:
    """An answer in words of one's own: a value, faults, the office, a meeting; None when none."""
    plain = text.strip(" 。")
    loose = isinstance(wish, Give | Unheard)
    given: Given | None = None
    if is_question(text) or (asked.sort != "fact" and reply_to(text)):
        return None
    match asked.sort:
        case "office" if loose and names_office(text):
            given = Given(paper.with_sheet(office=plain), (f"单位：{plain}",))
        case "speaker" if loose:
            given = Given(paper.with_sheet(speaker=plain), (f"讲话人：{plain}",))
        case "fact" if loose:
            given = giving.give_value(paper, asked.about, text)
        case "problems" if tells_fault(wish):
            said = wish.text if isinstance(wish, GiveProblem) else text
            given = giving.give_problems(paper, said)
        case "guidance" if isinstance(wish, GiveGuidance) or (loose and is_spirit(text)):
            given = giving.give_guidance(paper, *_named(wish, text), asked.about)
    if given is None or given.is_empty:
        return None
    return replace(given, paper=given.paper.settle(asked.key))


def how_to_answer(asked: Question) -> str:
    """What we say when an answer was none."""
    if asked.sort == "fact":
        return "去年的数没有写明，请直接说今年的数，或说“没有”“先空着”。"
    return f"请直接回答，或说“{'”“'.join(asked.offers)}”。"


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


def _about_fact(paper: Paper, asked: Question, said: Answer) -> Given | None:
    if said.said == "none":
        return Given(giving.drop_fact(paper, asked.about), (), (asked.about,))
    given = (
        giving.keep_same(paper, asked.about)
        if said.said == "same"
        else giving.give_value(paper, asked.about, said.text)
    )
    return None if given.is_empty else given


def _about_targets(paper: Paper, _: Question, said: Answer) -> Given | None:
    if said.said in ("kept", "same"):
        return Given(paper.with_sheet(targets="沿用", confirmed_by="写作人"), ())
    return None


def _about_deed(paper: Paper, asked: Question, said: Answer) -> Given | None:
    return giving.decided(paper, asked.about, _NOW[said.said], said.text)


def _about_guidance(paper: Paper, asked: Question, said: Answer) -> Given | None:
    if said.said == "changed":
        return giving.give_guidance(paper, said.text, "", asked.about)
    return giving.decided(paper, asked.about, "删" if said.said == "none" else "沿用")


def _named(wish: Wish, text: str) -> tuple[str, str]:
    if isinstance(wish, GiveGuidance):
        return wish.name, wish.text
    name, _, words = text.partition("：")
    return name.strip(" 。"), words.strip(" 。")
