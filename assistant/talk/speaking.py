"""What we say at the desk: the first words, the next question, and what became of a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.desk import Drafted
from assistant.talk.opening import Beginning
from assistant.talk.paper import Paper
from assistant.talk.session import Session
from eval.evaluate import Judgement

DRAFT_NOW = "起草"
AFTER_DRAFT = ("检查一下", "导出Word")
_MOST_NOTES = 3
HELLO = (
    "我按往年材料和今年的事实起草公文，稿中每个数字都有出处。\n"
    "可以说：帮我写2026年党组年度工作总结。"
)
HELP = (
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
    lines += [f"{caution}。" for caution in session.cautions(paper)]
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
