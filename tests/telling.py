"""A past report and a sheet in a few words, and what is told of them this year."""

from __future__ import annotations

from papers import draft_of, report_of, sheet_of

from assistant.brief import HolesMode
from assistant.draft import Draft, DraftSection
from assistant.drafting import write_draft
from assistant.plan import Plan
from assistant.planning import plan_draft
from assistant.sheet.facts import Sheet
from assistant.writing.template import TemplateWriter
from corpus.kinds import kind_named
from corpus.report import Report

OFFICE = "云州市金融工作局党组"
YEAR = 2026
FRAMES = {
    "annual-summary": "云州市金融工作局党组2025年度工作总结\n"
    "一、2025年工作开展情况\n（一）狠抓落实\n",
    "party-building-plan": "云州市金融工作局2025年党建工作计划\n一、重点任务\n（一）狠抓落实\n",
    "speech": "在2025年工作会议上的讲话\n同志们：\n一、2025年工作简要回顾\n",
}


def past_of(text: str, kind: str = "annual-summary") -> Report:
    """A report of 2025 from its printed text."""
    return report_of(draft_of(text, kind=kind, year=YEAR - 1, unit=OFFICE))


def sheet_for(items: str = "", kind: str = "annual-summary") -> Sheet:
    """A sheet of 2026 with these items under the head."""
    head = f"unit: {OFFICE}\nshort: 局党组\nself: 全局\nkind: {kind}\nyear: {YEAR}\n"
    return sheet_of(head + items)


def planned(text: str, items: str = "", kind: str = "annual-summary") -> Plan:
    """The plan of a draft that follows this report."""
    return plan_draft(sheet_for(items, kind), kind_named(kind), past_of(text, kind))


def drafted(
    text: str, items: str = "", kind: str = "annual-summary", holes: HolesMode = "required"
) -> Draft:
    """The draft that follows this report."""
    return write_draft(planned(text, items, kind), TemplateWriter(holes))


def this_year(
    sentences: str, items: str = "", kind: str = "annual-summary", holes: HolesMode = "required"
) -> str:
    """What a section with these sentences says this year; paragraphs stand on lines."""
    draft = drafted(FRAMES[kind] + sentences, items, kind, holes)
    return "\n".join(map(text_of, draft.sections[0].walk())).strip()


def from_kind(items: str = "", kind: str = "annual-summary") -> Draft:
    """The draft from the kind alone."""
    return write_draft(plan_draft(sheet_for(items, kind), kind_named(kind), None), TemplateWriter())


def text_of(section: DraftSection) -> str:
    """The body of a draft's section, a paragraph on a line."""
    return "\n".join("".join(s.text for s in p) for p in section.paragraphs)


def whole(draft: Draft) -> str:
    """All a draft says: title, headings and paragraphs."""
    headings = (section.heading for section in draft.walk())
    return "\n".join((draft.title, *headings, *(s.text for s in draft.sentences())))
