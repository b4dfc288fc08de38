"""Views of a paper: talk, facts, decisions and outline as markup; reading only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.chat.markup import rendered
from assistant.sheet.facts import Fact
from assistant.sheet.form import Form
from assistant.talk.asking import Question
from assistant.talk.outline import OutlineRow
from assistant.talk.paper import Paper, Said
from corpus.kinds import Kind
from corpus.report import Report

_DEED_CHOICES = ("有", "改为", "无", "做法沿用")
_PHRASE_CHOICES = ("沿用", "改为", "删")


def brand_view(user: str) -> str:
    """What the page is, and who has logged in."""
    return rendered("brand", user=user)


def notice_view(text: str, number: int, *, wrong: bool) -> str:
    """A short word on what was just done or could not be; each has a number of its own."""
    return rendered("notice", text=text, number=number, wrong=wrong)


def talk_view(talk: Sequence[Said], asked: Question | None) -> str:
    """The messages, and under them what may be answered: to ``asked`` first, then to the last one.

    What is asked is told again where the last message does not say it.
    """
    last = talk[-1] if talk else None
    told = last.offers if last and last.voice == "nigao" else ()
    offers = dict.fromkeys((*(asked.offers if asked else ()), *told))
    again = asked.text if asked and not (last and asked.text in last.text) else ""
    return rendered("talk", talk=talk, offers=list(offers), again=again)


def facts_view(paper: Paper | None, form: Form | None) -> str:
    """The facts by section, this year beside last year, to be filled in on the page."""
    facts = paper.sheet.facts if paper else ()
    words = {row.blank: row.sentence for row in form.blanks} if form else {}
    sections: dict[str, list[dict[str, Any]]] = {}
    for fact in facts:
        sections.setdefault(fact.section, []).append(_fact_row(fact, words.get(fact.blank, "")))
    given = sum(not fact.is_open for fact in facts)
    return rendered(
        "facts",
        sections=list(sections.items()),
        given=given,
        open=len(facts) - given,
        needed=sum(fact.is_open and fact.required for fact in facts),
        problems=paper.sheet.problems if paper else (),
        guidance=paper.sheet.guidance if paper else (),
    )


def _fact_row(fact: Fact, words: str) -> dict[str, Any]:
    event = bool(fact.text)
    value = f"{fact.qualifier}{fact.value:f}" if fact.value is not None else fact.text
    last = f"{fact.previous:f}{fact.measure}" if fact.previous is not None else ""
    return {
        "ref": fact.id,
        "label": fact.label or "一件事",
        "hint": words.replace("*", "＊") if words and words != fact.label else "",
        "last": last or ("已隐去" if words and not last else ""),
        "value": value,
        "event": event,
        "measure": fact.measure,
        "source": fact.source,
        "department": fact.department,
        "needed": fact.is_open and fact.required,
    }


def decisions_view(paper: Paper | None, form: Form | None) -> str:
    """Last year's deeds and phrases, each with what the office says of it."""
    said = {each.past: each for each in paper.sheet.decisions} if paper else {}

    def row(
        past: str, where: str, basis: str, choices: Sequence[str], usual: str
    ) -> dict[str, Any]:
        decision = said.get(past)
        return {
            "past": past,
            "where": where,
            "basis": basis,
            "choices": choices,
            "now": decision.now if decision else usual,
            "text": decision.text if decision else "",
        }

    deeds = [row(d.past, d.section, "", _DEED_CHOICES, "") for d in form.deeds] if form else []
    phrases = [
        row(p.past, "、".join(p.where[:2]), p.basis, _PHRASE_CHOICES, p.now.partition("：")[0])
        for p in (form.phrases if form else ())
    ]
    settled = sum(row["past"] in said for row in (*deeds, *phrases))
    return rendered("decisions", paper=paper, deeds=deeds, phrases=phrases, settled=settled)


def outline_view(
    paper: Paper | None, kind: Kind | None, rows: Sequence[OutlineRow], reports: Sequence[Report]
) -> str:
    """The head of the paper and its sections, to be ticked, renamed and moved."""
    sheet = paper.sheet if paper else None
    head = {
        "title": sheet.title if sheet else "",
        "office": sheet.office if sheet else "",
        "date": sheet.date.isoformat() if sheet and sheet.date else "",
        "speaker": sheet.speaker if sheet else "",
        "occasion": sheet.occasion if sheet else "",
        "words": sheet.words or "" if sheet else "",
    }
    return rendered(
        "outline",
        paper=paper,
        like=paper.like if paper else "",
        reports=list(_to_follow(paper, reports)),
        head=head,
        title=paper.title if paper else "",
        speech=kind is not None and kind.id == "speech",
        rows=rows,
    )


def _to_follow(paper: Paper | None, reports: Sequence[Report]) -> Iterator[Report]:
    if paper is None:
        return
    for report in sorted(reports, key=lambda each: (-each.year, each.title)):
        if report.kind == paper.sheet.kind and report.year < paper.sheet.year:
            yield report
