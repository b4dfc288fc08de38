"""What a section's prompt says: its materials, masked phrasing, length and place in the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.brief import SLOT, Brief, Line, Phrase
from assistant.plan import Plan
from assistant.prompting import fenced, render
from assistant.writing.materials import Material

# How many items follow is counted when they are there.
_COUNT = re.compile(r"⟦(?:count|COUNT)⟧")
_LENGTH = {"opening": 120, "closing": 120, "guiding": 220, "problems": 250}
_FORWARD = ("next", "tasks", "guiding", "safeguards")
_TONES = {
    "speech": "对同志们说话，多用“我们要”，少用数字，句子短，念得出口",
    "plan": "写要做的事，用“坚持、抓好、推动、确保”一类祈使的说法，措施落到谁做、怎么做",
}


def section_prompt(
    plan: Plan, brief: Brief, items: Mapping[str, Material], focus: str = "", length: int = 0
) -> str:
    """The prompt for one section with its ``items`` by id.

    ``focus`` is what the outline gave it to do, "" where none was asked for; ``length`` about how
    many characters it is to have, 0 for as many as its materials make.
    """

    def shown(*sorts: str) -> list[dict[str, object]]:
        return [
            {"id": each.ref, "text": fenced(each.shown), "required": each.required}
            for each in items.values()
            if each.sort in sorts and not each.secret
        ]

    return render(
        "section",
        kind=plan.kind.name,
        title=fenced(plan.title),
        heading=fenced(name_of(brief)),
        year=brief.year,
        forward=is_forward(brief),
        problems_only=brief.role == "problems",
        others=[fenced(each) for each in other_headings(plan, brief)],
        focus=fenced(focus),
        length=length or length_of(brief, plan.sheet.words),
        tone=_TONES.get("speech" if plan.kind.is_spoken else "plan" * plan.kind.plan, ""),
        facts=shown("value", "event", "mended"),
        problems=shown("problem"),
        measures=shown("measure"),
        guidance=shown("guidance"),
        phrasing=[fenced(each) for each in phrasing_of(brief)],
    )


def name_of(brief: Brief) -> str:
    """The section's heading, or what it is where it has none."""
    return brief.heading or {"opening": "开头", "closing": "结尾"}.get(
        brief.role, "（无标题的条目）"
    )


def other_headings(plan: Plan, brief: Brief) -> Sequence[str]:
    """What the other sections speak of: its siblings, and the first level."""
    beside = [
        each.heading
        for each in plan.briefs()
        if each.heading
        and each.id != brief.id
        and (each.level == 1 or _parent(each.id) == _parent(brief.id))
        and not brief.id.startswith(f"{each.id}.")
    ]
    return list(dict.fromkeys(beside))


def is_forward(brief: Brief) -> bool:
    """Whether the section tells what is to be done."""
    return brief.targets or brief.role in _FORWARD


def length_of(brief: Brief, words: int | None) -> int:
    """About how many characters the section is to have."""
    carried = sum(len(text) for text in phrasing_of(brief))
    told = 40 * (len(brief.facts) + len(brief.problems) + len(brief.measures))
    wanted = _LENGTH.get(brief.role, max(120, carried + told))
    return min(wanted, words) if words else wanted


def phrasing_of(brief: Brief) -> Iterator[str]:
    """The masked phrasing the model may learn from, a past sentence each."""
    for lines in brief.paragraphs:
        for line in lines:
            if text := _shown(line):
                yield text


def _shown(line: Line) -> str:
    """The line's phrases that this year can bear, "" when only its lead would be left."""
    kept = [(phrase, text) for phrase in line.phrases if (text := _masked(phrase))]
    if not any(phrase.stance not in ("lead", "means") for phrase, _ in kept):
        return ""
    told = "".join(text + (phrase.stop or "。") for phrase, text in kept)
    ends = told[-1] in "。！？；：" or len(kept) == len(line.phrases)
    return line.ordinal + (told if ends else told[:-1] + "。")


def _masked(phrase: Phrase) -> str:
    """The phrase with its facts' marks; "" for one that would need a number nobody has."""
    if any(not slot.fact for slot in phrase.slots):
        return _COUNT.sub("几", phrase.without)
    marks = [
        f"{{{slot.fact}.{slot.derived}}}" if slot.derived else f"{{{slot.fact}}}"
        for slot in phrase.slots
    ]
    return _COUNT.sub("几", SLOT.sub(lambda found: marks[int(found[1])], phrase.text))


def _parent(brief_id: str) -> str:
    return brief_id.rpartition(".")[0]
