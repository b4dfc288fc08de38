"""Changing a paper's draft: one section, one sentence, one hole, or what rests on a changed fact.

Everything else of the draft stays as it is; see :mod:`assistant.revising`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering import fill_hole
from assistant.desk import DraftOrder, draft_writer, finish, plan_sheet
from assistant.draft import Draft, Sentence
from assistant.edited.changes import Change
from assistant.parts import each_sentence, parts_of, with_part
from assistant.plan import Plan
from assistant.resizing import lengthen, shorten
from assistant.revising import lock, redo, replace_sentence, unlock
from assistant.talk.paper import Paper
from assistant.talk.places import Key, Places
from assistant.talk.surroundings import Surroundings
from assistant.talk.wishes import Act
from corpus.errors import RevisionError
from eval.examined import Examined
from eval.finding import Finding
from eval.fixing import is_mechanical

_DONE = {
    "redo": "重写了",
    "shorten": "精简了",
    "lengthen": "展开了",
    "lock": "锁定了，重写和更新都不会动它",
    "unlock": "解锁了",
}
NOTED = {"redo": "重写", "shorten": "精简", "lengthen": "展开", "lock": "锁定", "unlock": "解锁"}


@dataclass(frozen=True, slots=True)
class Changed:
    """The paper after a change, and in Chinese what became of it."""

    paper: Paper
    note: str
    changes: tuple[Change, ...] = ()


def revise(
    paper: Paper, section: str, act: Act, who: str, around: Surroundings, writer: str
) -> Changed:
    """Do one thing to one section.

    Raises:
        NigaoError: there is no draft or section, or the section cannot be written again.
    """
    draft = _current(paper)
    match act:
        case "lock":
            done = lock(draft, section, who)
        case "unlock":
            done = unlock(draft, section)
        case "shorten":
            done = shorten(draft, section)
        case "redo":
            plan, order = _planned(paper, around, writer)
            with draft_writer(order, plan) as writing:
                done = redo(draft, section, plan, writing)
        case "lengthen":
            plan, order = _planned(paper, around, "template")
            with draft_writer(order, plan) as writing:
                done = lengthen(draft, section, plan, writing)
    if done.notes:
        return Changed(_with(paper, done.draft), "；".join(done.notes), done.changes)
    note = _DONE[act] if done.changes or act in ("lock", "unlock") else "没有可改的，和原来一样"
    return Changed(_with(paper, done.draft), note, done.changes)


def reword(paper: Paper, key: Key, text: str, who: str) -> Changed:
    """Put the writer's own words for one sentence; no words take it out.

    Raises:
        RevisionError: there is no such sentence.
    """
    done = replace_sentence(_current(paper), key, text, who)
    doubts = "；".join(dict.fromkeys(each.note for each in done.changes if each.note))
    said = "改好了，这句已锁定" if text.strip() else "删去了"
    return Changed(_with(paper, done.draft), f"{said}。{doubts}", done.changes)


def fill(paper: Paper, number: int, text: str) -> Changed:
    """Put a value into a hole; it becomes a fact of the paper.

    Raises:
        RevisionError: there is no such hole, or the value is none.
    """
    # Ids of facts nobody has given yet must stay taken while the new one gets its own.
    whole = replace(_current(paper), sheet=paper.sheet)
    done = fill_hole(whole, number, text)
    sheet = done.draft.sheet
    assert sheet is not None
    filled = replace(paper, sheet=sheet)
    settled = [fact.id for fact in sheet.facts if not fact.is_open]
    return Changed(_with(filled, done.draft).settle(*settled), "补上了", done.changes)


def mend(paper: Paper, examined: Examined, findings: Sequence[Finding]) -> Changed:
    """Mend these findings where the mend is mechanical; no figure is ever touched."""
    draft = _current(paper)
    places = Places(draft, examined.text)
    count = 0
    # From the end, so that what stands before keeps its offsets.
    for finding in sorted(findings, key=lambda each: -each.start):
        spot = places.spot(finding.start)
        if spot is None or not is_mechanical(finding) or finding.end > spot.end:
            continue
        start, end = finding.start - spot.start, finding.end - spot.start
        mended = _mended(draft, spot.place, start, end, finding.mend or "")
        count += mended != draft
        draft = mended
    return Changed(_with(paper, draft), f"改好了{count}处")


def renew(paper: Paper, refs: Sequence[str], around: Surroundings) -> Changed:
    """Bring changed or new facts into the draft, where nobody has locked what they stand in.

    A draft of the template writer nobody has touched is simply written again; else only the
    sections that tell those facts are. What a model wrote is left for the writer to redo.
    """
    if paper.draft is None or not refs:
        return Changed(paper, "")
    if paper.draft.recipe.get("writer") != "template":
        return Changed(paper, "草稿里还是原来的；说“重写第几部分”或“起草”把它写进去。")
    order = _order(paper, around, "template")
    planned = plan_sheet(paper.told(), around.open_library(), order)
    fresh = finish(planned).draft
    if not paper.touched:
        return Changed(replace(paper, draft=fresh), "草稿已更新。")
    draft = _current(paper)
    homes = dict.fromkeys(
        part.id
        for whole in (fresh, draft)
        for part in parts_of(whole)
        if _tells(part.paragraphs, refs)
    )
    done: list[str] = []
    with draft_writer(order, planned.plan) as writer:
        for section in homes:
            try:
                revised = redo(draft, section, planned.plan, writer)
            except RevisionError:
                # The section has gone, or was put in by hand: it is not ours to write.
                continue
            draft = revised.draft
            done.append(revised.section)
    if not done:
        return Changed(_with(paper, draft), "草稿里没有合适的地方写它，已列在待办清单。")
    return Changed(_with(paper, draft), f"草稿的“{'”“'.join(done)}”已更新。")


def _tells(paragraphs: Sequence[Sequence[Sentence]], refs: Sequence[str]) -> bool:
    return any(
        each.ref in refs
        for paragraph in paragraphs
        for sentence in paragraph
        for each in sentence.evidence
    )


def _current(paper: Paper) -> Draft:
    """The draft with the sheet as it is now."""
    if paper.draft is None:
        raise RevisionError("还没有草稿；请先说“起草”")
    return replace(paper.draft, sheet=paper.told())


def _with(paper: Paper, draft: Draft) -> Paper:
    return replace(paper, draft=replace(draft, sheet=paper.told()), touched=True)


def _order(paper: Paper, around: Surroundings, writer: str) -> DraftOrder:
    return DraftOrder(writer=writer, like=paper.like, model=around.model, kinds=around.kinds)


def _planned(paper: Paper, around: Surroundings, writer: str) -> tuple[Plan, DraftOrder]:
    order = _order(paper, around, writer)
    return plan_sheet(paper.told(), around.open_library(), order).plan, order


def _mended(draft: Draft, key: Key, start: int, end: int, new: str) -> Draft:
    section, paragraph, number = key
    part = next(each for each in parts_of(draft) if each.id == section)
    target = part.paragraphs[paragraph][number]
    text = target.text[:start] + new + target.text[end:]

    def act(sentence: Sentence) -> Sentence:
        return replace(sentence, text=text) if sentence is target else sentence

    return with_part(draft, each_sentence(part, act))
