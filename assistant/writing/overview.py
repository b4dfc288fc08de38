"""The outline pass: what each section is to dwell on, asked once before any is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.brief import Brief
from assistant.plan import Plan
from assistant.prompting import fenced, render
from assistant.writing.materials import materials_of
from assistant.writing.prompted import name_of
from corpus.figures import find_figures

PASS = "提纲"
_LINE = re.compile(r"^\s*[*-]?\s*(S\d+)\s*[^：:]{0,40}[：:]\s*(.+?)\s*$", re.MULTILINE)
_LONGEST = 80


def outline_prompt(plan: Plan) -> str:
    """What the model is asked: the sections with what they must tell, and no value."""
    return render(
        "outline",
        title=fenced(plan.title),
        kind=plan.kind.name,
        year=plan.sheet.year,
        sections=list(_sections(plan)),
    )


def focuses_in(plan: Plan, reply: str) -> Mapping[str, str]:
    """What each section is to dwell on, by brief id; a line that brings in a figure is dropped."""
    ids = {f"S{at}": brief.id for at, brief in enumerate(_briefs(plan), start=1)}
    return {
        ids[found[1]]: found[2]
        for found in _LINE.finditer(reply)
        if found[1] in ids and len(found[2]) <= _LONGEST and not _has_figure(found[2])
    }


def _has_figure(words: str) -> bool:
    return any(map(str.isdigit, words)) or any(find_figures(words))


def _sections(plan: Plan) -> Iterator[dict[str, Any]]:
    for at, brief in enumerate(_briefs(plan), start=1):
        items = [
            fenced(each.says)
            for each in materials_of(brief).values()
            if not each.secret and each.says
        ]
        yield {"id": f"S{at}", "heading": fenced(name_of(brief)), "told": items}


def _briefs(plan: Plan) -> list[Brief]:
    return [brief for brief in plan.briefs() if brief.heading or brief.paragraphs]
