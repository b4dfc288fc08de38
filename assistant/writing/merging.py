"""What stands at the end: the model's sound sentences, and ours for what they leave untold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from assistant.brief import Brief
from assistant.draft import Evidence, Hole, Paragraph, Sentence
from assistant.writing.guard import Fault, Guard
from assistant.writing.prompted import name_of
from assistant.writing.protocol import Said, filled
from assistant.writing.writer import HOLE, Replaced, Written

BY_TEMPLATE = "整节由模板代写"
"""How a reason begins for which nothing of what a model wrote of a section stands."""
_MOST = 20
_MODEL = Evidence("model", "", "模型行文")


def merged(
    brief: Brief,
    guard: Guard,
    sentences: Sequence[Said],
    faults: Sequence[Fault],
    ours: Written,
) -> Written:
    """The model's sound sentences, and ours for what they leave untold; ours alone if none is."""
    bad = {fault.at for fault in faults if fault.at >= 0}
    sound = [each for at, each in enumerate(sentences) if at not in bad]
    replaced = _bounded(tuple(_replaced(name_of(brief), faults)))
    if not sound:
        whole = all_ours(ours, "没有可用的句子", brief)
        return replace(whole, replaced=(*whole.replaced, *replaced))
    paragraphs = _paragraphs(sound, guard)
    missing = {guard.items[ref].item for ref in guard.missing(sound)}
    paragraphs, holes = _with_ours(paragraphs, missing, ours)
    return Written(tuple(paragraphs), holes, ours.dropped, replaced)


def all_ours(ours: Written, reason: str, brief: Brief) -> Written:
    """The whole section in our words, and why."""
    return replace(ours, replaced=(Replaced(name_of(brief), "", f"{BY_TEMPLATE}：{reason}"),))


def _bounded(replaced: tuple[Replaced, ...]) -> tuple[Replaced, ...]:
    """No more of them than a person would read; the rest are counted."""
    if len(replaced) <= _MOST:
        return replaced
    more = f"另有{len(replaced) - _MOST}处同样不能用"
    return (*replaced[:_MOST], Replaced(replaced[0].section, "", more))


def _replaced(section: str, faults: Sequence[Fault]) -> Iterator[Replaced]:
    """One a sentence, all that is wrong with it together; one for each thing left out."""
    for at, group in groupby(faults, key=lambda fault: fault.at):
        told = list(group)
        if at < 0:
            yield from (Replaced(section, "", each.reason) for each in told)
        else:
            yield Replaced(section, told[0].sentence, "；".join(each.reason for each in told))


def _paragraphs(sound: Sequence[Said], guard: Guard) -> list[Paragraph]:
    paragraphs: list[list[Sentence]] = []
    last = -1
    for each in sound:
        if each.paragraph != last:
            paragraphs.append([])
            last = each.paragraph
        evidence = tuple(guard.items[ref].evidence for ref in sorted(each.ids))
        paragraphs[-1].append(Sentence(filled(each.text, guard.facts), evidence or (_MODEL,)))
    return [tuple(paragraph) for paragraph in paragraphs]


def _with_ours(
    paragraphs: list[Paragraph], missing: set[str], ours: Written
) -> tuple[list[Paragraph], tuple[Hole, ...]]:
    """Our sentences for what is missing, behind the model's; holes stand with their sentences."""
    holes = iter(ours.holes)
    kept_holes: list[Hole] = []
    added: list[Sentence] = []
    for sentence in (s for paragraph in ours.paragraphs for s in paragraph):
        own = [next(holes) for _ in range(sentence.text.count(HOLE))]
        tells = {e.ref for e in sentence.evidence} & missing
        if tells or own:
            added.append(sentence)
            kept_holes.extend(own)
            missing -= tells
    if added:
        paragraphs[-1] = (*paragraphs[-1], *added)
    return paragraphs, tuple(kept_holes)
