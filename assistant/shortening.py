"""Keeping to the words asked for: what goes first, what last, and what never.

In a fixed order, each from the end of the document: appraisal, enumerations, facts held in reserve
(备用), facts that may be told (可写). What must be told (必写), problems, guidance and decisions
stay, and so does wording the office carries from year to year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.draft import Draft, DraftSection, LeftOut, Sentence
from assistant.sheet.facts import Fact, Sheet
from assistant.trimming import (
    STOPS,
    without_appraisal,
    without_facts,
    without_lists,
    without_routine,
    without_routine_clauses,
)
from assistant.writing.counted import worded

CUT = "字数所限"
"""What the reason of a cut begins with."""

_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]+[是要]|第[一二三四五六七八九十]+[，、]|[（(①-⑳])"
)
_STAYS = ("problem", "guidance", "decision")

Key = tuple[str, int, int]
"""Section id, paragraph and sentence, from 0."""
Shorter = Callable[[Sentence, int], str]


@dataclass(frozen=True, slots=True)
class Shortened:
    """A draft cut down, and a Chinese line on how far that went."""

    draft: Draft
    note: str


def length_of(draft: Draft) -> int:
    """The characters of the draft's headings and text, spaces apart."""
    headings = (draft.title, *(section.number + section.heading for section in draft.walk()))
    said = (sentence.text for sentence in draft.sentences())
    return sum(len(re.sub(r"\s", "", text)) for text in (*headings, draft.salutation, *said))


def shortened(draft: Draft, sheet: Sheet) -> Shortened | None:
    """The draft cut to the sheet's ``words``; None where it keeps to them or none are asked for.

    What was cut is added to ``left_out`` with a reason that begins with :data:`CUT`.
    """
    before = length_of(draft)
    if sheet.words is None or before <= sheet.words:
        return None
    cuts = _cuts(_places(draft), _steps(sheet), before - sheet.words)
    cut = _cut_down(draft, sheet, cuts)
    return Shortened(cut, _note(len(cuts), length_of(cut), sheet.words))


def cut_part(draft: Draft, part: str, over: int, *, routine: bool = False) -> Draft:
    """The draft with so many characters less in one section and all below it, or as many as may go.

    ``part`` is the section's id. With ``routine`` wording carried from last year may go too, when
    nothing lighter is left.
    """
    sheet = draft.sheet
    if sheet is None:
        return draft
    ids = {each.id for top in draft.walk() if top.id == part for each in top.walk()}
    places = [place for place in _places(draft) if place[0].id in ids]
    return _cut_down(draft, sheet, _cuts(places, _steps(sheet, routine=routine), over))


def _cut_down(draft: Draft, sheet: Sheet, cuts: Mapping[Key, tuple[str, str]]) -> Draft:
    cut = _without(draft, cuts, {fact.id: fact for fact in sheet.facts})
    gone = tuple(
        LeftOut(section.heading, words, f"{CUT}：{cuts[key][0]}")
        for section, key, sentence in _places(draft)
        if key in cuts and (words := _gone(sentence.text, cuts[key][1]))
    )
    told = {each.ref for sentence in cut.sentences() for each in sentence.evidence}
    dropped = {each.ref for sentence in draft.sentences() for each in sentence.evidence} - told
    facts = tuple(fact.id for fact in sheet.facts if fact.id in dropped)
    return replace(cut, left_out=(*draft.left_out, *gone), unused=(*draft.unused, *facts))


def _note(cuts: int, length: int, words: int) -> str:
    done = f"按{words}字压缩，删去{cuts}处，现有{length}字" if cuts else f"全文{length}字"
    if length <= words:
        return f"{done}；删去的见待办清单"
    return f"{done}，仍超出{length - words}字：余下的是必写的内容和沿用的表述，请自行取舍"


# -- what may be cut ------------------------------------------------------------------------------


_Place = tuple[DraftSection, Key, Sentence]
_Step = tuple[str, Shorter]


def _steps(sheet: Sheet, *, routine: bool = False) -> tuple[_Step, ...]:
    """What may go, the lightest first, each with the reason it is told under."""
    facts = {fact.id: fact for fact in sheet.facts}
    last: tuple[_Step, ...] = (
        ("沿用的常规表述", lambda said, over: without_routine_clauses(said, facts, over)),
        ("沿用的常规表述", lambda said, _: without_routine(said)),
    )
    return (
        ("评价", lambda said, _: without_appraisal(said)),
        ("列举", lambda said, _: without_lists(said)),
        ("备用的事实", lambda said, _: without_facts(said, facts, ("备用",))),
        ("可写的事实", lambda said, _: without_facts(said, facts, ("备用", "可写"))),
        *(last if routine else ()),
    )


def _cuts(
    places: Iterable[_Place], steps: Sequence[_Step], over: int
) -> dict[Key, tuple[str, str]]:
    """By place, why a sentence is cut and what is left of it ("" when nothing is)."""
    places = list(places)
    cuts: dict[Key, tuple[str, str]] = {}
    for reason, shorter in steps:
        for section, key, sentence in reversed(places):
            if over <= 0:
                return cuts
            if key in cuts or not _is_free(sentence):
                continue
            left = shorter(sentence, over)
            if left == sentence.text or (not left and _is_needed(section, key, cuts)):
                continue
            cuts[key] = (reason, left)
            over -= len(sentence.text) - len(left)
    return cuts


def _places(draft: Draft) -> Iterator[_Place]:
    for section in draft.walk():
        for at, paragraph in enumerate(section.paragraphs):
            for number, sentence in enumerate(paragraph):
                yield section, (section.id, at, number), sentence


def _is_free(sentence: Sentence) -> bool:
    """Whether a sentence may be cut at all: no lead, no item's head, nothing that must stay."""
    return not (
        _ORDINAL.match(sentence.text)
        or sentence.text.endswith("：")
        or "【待补" in sentence.text
        or sentence.locked
        or any(each.origin in _STAYS for each in sentence.evidence)
    )


def _is_needed(section: DraftSection, key: Key, cuts: Mapping[Key, tuple[str, str]]) -> bool:
    """Whether the sentence is the last of its section, or all that an item or a lead goes on to."""
    kept = [
        (at, number)
        for at, paragraph in enumerate(section.paragraphs)
        for number in range(len(paragraph))
        if cuts.get((section.id, at, number), ("", "…"))[1]
    ]
    if len(kept) == 1:
        return not section.children
    here = kept.index(key[1:])
    before = _at(section, kept[here - 1]) if here else None
    follows = _at(section, kept[here + 1]) if here + 1 < len(kept) else None
    is_last = follows is None or bool(_ORDINAL.match(follows.text))
    return is_last and before is not None and _is_bare_head(before)


def _is_bare_head(sentence: Sentence) -> bool:
    """Whether a sentence only leads to the next: a lead, or an item's claim without a fact."""
    bare = not any(each.origin in ("fact", *_STAYS) for each in sentence.evidence)
    return sentence.text.endswith("：") or (bare and bool(_ORDINAL.match(sentence.text)))


def _at(section: DraftSection, place: tuple[int, int]) -> Sentence:
    return section.paragraphs[place[0]][place[1]]


# -- the draft without it -------------------------------------------------------------------------


def _without(draft: Draft, cuts: Mapping[Key, tuple[str, str]], facts: Mapping[str, Fact]) -> Draft:
    def section_of(section: DraftSection) -> DraftSection:
        paragraphs = (
            tuple(
                left
                for number, sentence in enumerate(paragraph)
                if (left := _left(sentence, cuts.get((section.id, at, number)), facts)).text
            )
            for at, paragraph in enumerate(section.paragraphs)
        )
        return replace(
            section,
            paragraphs=tuple(paragraph for paragraph in paragraphs if paragraph),
            children=tuple(section_of(child) for child in section.children),
        )

    return replace(draft, sections=tuple(section_of(each) for each in draft.sections))


def _left(sentence: Sentence, cut: tuple[str, str] | None, facts: Mapping[str, Fact]) -> Sentence:
    """What is left of a sentence, with the evidence of what it still tells."""
    if cut is None:
        return sentence
    text = cut[1]
    evidence = tuple(
        each
        for each in sentence.evidence
        if each.ref not in facts or worded(facts[each.ref]) in text
    )
    return replace(sentence, text=text, evidence=evidence)


def _gone(text: str, left: str) -> str:
    """What of a sentence was cut: all or its end; it and its new form where words within went."""
    if not left:
        return text
    stem = left.rstrip("。")
    return text[len(stem) :].strip(STOPS) if text.startswith(stem) else f"{text}（改为：{left}）"
