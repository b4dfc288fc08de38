"""One section written anew into a draft, around what people locked or put in themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from assistant.brief import Brief
from assistant.draft import Draft, DraftSection, Hole, LeftOut, Sentence
from assistant.drafting import Part, unused_of, write_part
from assistant.filling import is_kept_target
from assistant.parts import each_sentence, marks_in, text_of, title_of, with_part, without_filled
from assistant.peoples_own import around, locked_in, set_in
from assistant.plan import Plan
from assistant.sheet.facts import Sheet
from assistant.shortening import CUT, cut_part, length_of
from assistant.watching import UNWATCHED, Watch
from assistant.writing.writer import Writer
from corpus.errors import RevisionError

_MARK = re.compile(r"【待补(\d+)】")


def rewritten(
    draft: Draft,
    part: DraftSection,
    plan: Plan,
    writer: Writer,
    *,
    jobs: int = 1,
    watch: Watch = UNWATCHED,
) -> tuple[Draft, tuple[str, ...]]:
    """The draft with ``part`` written again, and Chinese lines on what a person must look at.

    Raises:
        RevisionError: the part is none of the plan's, or nothing of it can be told.
        ModelError: the writer's model failed.
        Stopped: the watch said so.
    """
    written = write_again(draft, part, plan, writer, jobs=jobs, watch=watch)
    sheet, ids = _with_targets(draft.sheet or plan.sheet, plan.sheet)
    fresh, holes = _numbered(draft, part, written, ids)
    fresh = set_in(part, around(part, fresh))
    now = replace(
        with_part(draft, fresh),
        holes=holes,
        left_out=_left_out(draft, part, plan, written),
        recipe=_recipe(draft, part, writer, written),
        sheet=sheet,
    )
    now = _to_words(draft, without_filled(now), fresh)
    now = replace(now, unused=still_unused(draft, now))
    return now, tuple(_notes(part, fresh))


def write_again(
    draft: Draft,
    part: DraftSection,
    plan: Plan,
    writer: Writer,
    *,
    jobs: int = 1,
    watch: Watch = UNWATCHED,
) -> Part:
    """What the writer makes of the part's brief, as if nobody had touched it.

    Raises:
        RevisionError: the part is none of the plan's, or nothing of it can be told.
        ModelError: the writer's model failed.
        Stopped: the watch said so.
    """
    brief = brief_of(plan, draft, part)
    counted = _counted(draft, part)
    written = write_part(plan, writer, brief, counted=counted, jobs=jobs, watch=watch)
    if written.section is None or not text_of(written.section):
        raise RevisionError(f"按现在的事实表，“{title_of(part)}”没有可写的内容，没有改动")
    return written


def brief_of(plan: Plan, draft: Draft, part: DraftSection) -> Brief:
    """The brief of a section of the draft.

    Raises:
        RevisionError: the plan has none, as for a section people put in.
    """
    if part.level == 0:
        return plan.opening if part.id == plan.opening.id else plan.closing
    briefs = [brief for top in plan.sections for brief in top.walk()]
    for found in (
        [brief for brief in briefs if part.brief and brief.id == part.brief],
        [brief for brief in briefs if _same_heading(brief, part)],
    ):
        if len(found) == 1:
            return found[0]
    raise RevisionError(
        f"“{title_of(part)}”不是按往年材料或文种起草的一节，不能重写；请改它的句子，"
        "或指明起草时的材料库和参照材料"
    )


def still_unused(draft: Draft, now: Draft) -> tuple[str, ...]:
    """The ids of facts that found no place in ``now``; those of ``draft`` keep their order."""
    if now.sheet is None:
        return now.unused
    idle = unused_of(now, now.sheet)
    before = (*draft.unused, *unused_of(draft, draft.sheet or now.sheet))
    kept = [ref for ref in draft.unused if ref in idle]
    return (*kept, *(ref for ref in idle if ref not in before))


def _same_heading(brief: Brief, part: DraftSection) -> bool:
    return bool(part.heading) and (brief.heading, brief.level) == (part.heading, part.level)


def _counted(draft: Draft, part: DraftSection) -> int:
    """The number of the last item of level 3 before the part; for the opening, the sections."""
    if part.level == 0:
        return len(draft.sections)
    last = 0
    for section in draft.walk():
        if section.id == part.id:
            return last
        if section.level == 3 and section.number.rstrip(".").isdigit():
            last = int(section.number.rstrip("."))
    return last


def _with_targets(sheet: Sheet, planned: Sheet) -> tuple[Sheet, dict[str, str]]:
    """The draft's sheet with what targets of last year the plan lets stand, and their ids there.

    The plan counts them anew; a target the draft has already keeps its id.
    """
    kept = {(f.label, f.value, f.measure): f.id for f in sheet.facts if is_kept_target(f)}
    ids: dict[str, str] = {}
    added = []
    for fact in filter(is_kept_target, planned.facts):
        key = (fact.label, fact.value, fact.measure)
        if key not in kept:
            kept[key] = f"T{len(kept) + 1}"
            added.append(fact.model_copy(update={"id": kept[key]}))
        ids[fact.id] = kept[key]
    if added:
        sheet = sheet.model_copy(update={"facts": (*sheet.facts, *added)})
    return sheet, ids


# -- holes --------------------------------------------------------------------------------------


def _numbered(
    draft: Draft, part: DraftSection, written: Part, ids: Mapping[str, str]
) -> tuple[DraftSection, tuple[Hole, ...]]:
    """The section with its holes under numbers no other section has, and all of the draft's."""
    locked = {int(n) for each in locked_in(part) for n in _MARK.findall(each.text)}
    free = [number for number in sorted(marks_in(part)) if number not in locked]
    most = max((hole.number for hole in draft.holes), default=0)
    numbers = (free + list(range(most + 1, most + 1 + len(written.holes))))[: len(written.holes)]
    new = {
        hole.number: replace(hole, number=number)
        for hole, number in zip(written.holes, numbers, strict=True)
    }

    def marked(sentence: Sentence) -> Sentence:
        text = _MARK.sub(lambda found: new[int(found[1])].mark, sentence.text)
        evidence = tuple(replace(e, ref=ids.get(e.ref, e.ref)) for e in sentence.evidence)
        return replace(sentence, text=text, evidence=evidence)

    others = [hole for hole in draft.holes if hole.number not in free]
    holes = sorted([*others, *new.values()], key=lambda hole: hole.number)
    assert written.section is not None
    return each_sentence(written.section, marked), tuple(holes)


# -- what the draft says of it --------------------------------------------------------------------


def _left_out(draft: Draft, part: DraftSection, plan: Plan, written: Part) -> tuple[LeftOut, ...]:
    """The words not told, those of this part anew and in their place."""
    order = {ref.rpartition(".")[0]: at for at, ref in enumerate(plan.words)}
    own = {ref.rpartition(".")[0] for ref in _refs(brief_of(plan, draft, part))}
    first = min((order.get(ref, 0) for ref in own), default=0)
    headings = {each.heading for each in part.walk()} - {""}

    def is_own(words: LeftOut) -> bool:
        cut = words.reason.startswith(CUT) and words.section in headings
        return words.ref in own if words.ref else cut

    others = [words for words in draft.left_out if not is_own(words)]
    later = (at for at, words in enumerate(others) if order.get(words.ref, len(plan.words)) > first)
    at = next(later, len(others))
    return (*others[:at], *written.left_out, *others[at:])


def _refs(brief: Brief) -> Iterator[str]:
    """The refs of the past clauses the brief and those below it were made of."""
    for each in brief.walk():
        for lines in each.paragraphs:
            yield from (phrase.ref for line in lines for phrase in line.phrases)


def _recipe(draft: Draft, part: DraftSection, writer: Writer, written: Part) -> dict[str, Any]:
    """The draft's recipe; who wrote this section is said where it is not the draft's writer."""
    how = {"writer": writer.name, **writer.recipe()}
    replaced = [
        {"section": each.section, "words": each.words, "reason": each.reason}
        for each in written.replaced
    ]
    if replaced:
        how["replaced"] = replaced
    earlier = [each for each in draft.recipe.get("redone", ()) if each["section"] != part.id]
    if all(draft.recipe.get(key) == value for key, value in how.items()):
        redone = earlier
    else:
        redone = [*earlier, {"section": part.id, **how}]
    rest = {key: value for key, value in draft.recipe.items() if key != "redone"}
    return {**rest, **({"redone": redone} if redone else {})}


def _to_words(draft: Draft, now: Draft, fresh: DraftSection) -> Draft:
    """The draft no longer than it was, where that is longer than the sheet asks for."""
    words = now.sheet.words if now.sheet else None
    over = length_of(now) - max(words, length_of(draft)) if words else 0
    return cut_part(now, fresh.id, over) if over > 0 else now


def _notes(part: DraftSection, fresh: DraftSection) -> Iterable[str]:
    was, now = len(part.children), len(fresh.children)
    if was != now:
        yield f"下面由{was}处变为{now}处；上文说的个数、后面连着排的序号没有动，请看一遍"
