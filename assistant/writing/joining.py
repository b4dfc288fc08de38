"""Joining: what is left of last year's sentences put together so that it reads as written so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.homes import sphere_of
from assistant.likeness import bigrams, share
from assistant.writing.lines import Told
from assistant.writing.verbs import begins_with_verb, leading_verb

_RHYTHM = re.compile(r"^(?:每年|每半年|每季度|每月|每周|全年|年内|组织)+")
_WORDS = 4
_LONG = 20
_STUB = 17
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+[是要]|第[一二三四五六七八九十]+[，、])")
_AS_OF = re.compile(r"^截至(?P<day>(?:20\d\d年)?(?:\d{1,2}月)?(?:年?末|\d{1,2}日))，")


def joined(sentences: Sequence[Told]) -> list[Told]:
    """The sentences of a paragraph, with stumps taken into the one before.

    A lone clause that lost its head goes on from the sentence before when that is prose, values
    of one day are told together, and what is left of two short sentences is one.
    """
    out: list[Told] = []
    for each in sentences:
        together = _together(out[-1], each) if out else None
        if together:
            out[-1] = together
        else:
            out.append(each)
    return out


def _together(before: Told, each: Told) -> Told | None:
    """The two as one sentence; None where they are two."""
    if each.headless:
        shorter = _without_last(before.text, each.text)
        if shorter is not None:
            return _one(replace(before, text=shorter), each, joint="")
    if not before.text.endswith("。"):
        return None
    same_day = _AS_OF.match(each.text)
    if same_day and _of_same_day(same_day["day"], before.text):
        each = replace(each, text=each.text[same_day.end() :])
        return _joint(before, each, "；" if "；" in before.text + each.text else "，")
    if each.headless and begins_with_verb(each.text) and len(before.text) > _LONG:
        return _behind_its_like(before, each)
    return _stubs_together(before, each) if _is_stub(before) else None


def _stubs_together(before: Told, each: Told) -> Told | None:
    """Two sentences that do the same (开展…。开展…。), or two stumps, as one; else None."""
    verb = leading_verb(each.text)
    same = bool(verb) and before.text.startswith(verb) and (each.shrunk or bool(each.facts))
    if same and each.text[len(verb) :][:1] not in "，。":
        # Values follow one another as clauses, names as a list (落实学习制度、保密责任制).
        mark = "，" if before.facts | each.facts else "、"
        return _joint(before, replace(each, text=each.text.removeprefix(verb)), mark)
    sphere = sphere_of(before.text)
    alike = sphere and sphere == sphere_of(each.text) and bool(before.facts) == bool(each.facts)
    together = alike and _is_stub(each) and begins_with_verb(each.text)
    return _joint(before, each, "，") if together else None


def _of_same_day(day: str, before: str) -> bool:
    """Whether the sentence before speaks of that day already (2026年末, or 年末 in its year)."""
    return day in before or (day.endswith("年末") and bool(re.search(r"(?<!\d年)年末", before)))


def _is_stub(told: Told) -> bool:
    """A clause of a few words that is left of a longer sentence, and heads no item."""
    text = told.text
    alone = not set(text[:-1]) & set("，；：") and not _NUMBERED.match(text)
    return told.shrunk and alone and len(text) <= _STUB


def _behind_its_like(before: Told, each: Told) -> Told:
    """The clause at the end of that part of the sentence (between ；) that speaks of the like."""
    parts = before.text[:-1].split("；")
    wanted = bigrams(each.text)
    best = max(range(len(parts)), key=lambda at: (share(wanted, bigrams(parts[at])), at))
    if best == len(parts) - 1:
        return _joint(before, each, "，")
    parts[best] += f"，{each.text[:-1]}"
    return replace(_joint(before, each, "，"), text="；".join(parts) + "。")


def _joint(before: Told, after: Told, mark: str) -> Told:
    return _one(replace(before, text=before.text[:-1]), after, joint=mark)


def _one(before: Told, after: Told, *, joint: str) -> Told:
    return Told(
        before.text + joint + after.text,
        tuple(dict.fromkeys((*before.evidence, *after.evidence))),
        (*before.holes, *after.holes),
        before.facts | after.facts,
        apart=before.apart and after.apart,
    )


def _without_last(before: str, after: str) -> str | None:
    """The sentence without its last clause where the next one says that with its number.

    …，每月开展主题党日。 + 全年开展主题党日不少于12次。; None where it says something else.
    """
    start = max(before.rfind(mark) for mark in "，；") + 1
    core = _RHYTHM.sub("", before[start:].rstrip("。"))
    return before[:start] if len(core) >= _WORDS and core in after else None
