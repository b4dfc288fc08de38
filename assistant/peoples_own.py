"""What people locked, named or put in themselves, kept when a section is written again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.draft import DraftSection, Paragraph, Sentence
from assistant.drafting import placed
from assistant.edited.alike import pair_sentences

# What the id of a section begins with that people put in.
_ADDED = "+"


def around(old: DraftSection, new: DraftSection) -> DraftSection:
    """The new section with the locked sentences, headings and added sections of the old one."""
    children = [
        around(before, child) if (before := _before(old, child)) else child
        for child in new.children
    ]
    told = {before.id for child in new.children if (before := _before(old, child))}
    for at, child in enumerate(old.children):
        if child.id.startswith(_ADDED):
            children.insert(at, child)
        elif child.id not in told and any(locked_in(child)):
            children.insert(at, _only_locked(child))
    return replace(
        new,
        heading=old.heading or new.heading,
        paragraphs=_with_locked(old.paragraphs, new.paragraphs),
        children=tuple(children),
    )


def _before(old: DraftSection, new: DraftSection) -> DraftSection | None:
    """The child of ``old`` that was written from the brief ``new`` is written from."""
    same = (each for each in old.children if each.brief and each.brief == new.brief)
    named = (each for each in old.children if not each.brief and each.heading == new.heading)
    return next(same, None) or next(named, None)


def _with_locked(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The new paragraphs, with each locked sentence where its like stands, else at the end."""
    locked = [(at, each) for at, said in enumerate(old) for each in said if each.locked]
    if not locked:
        return tuple(new)
    paragraphs = [list(said) for said in new] or [[]]
    places = [(at, number) for at, said in enumerate(paragraphs) for number in range(len(said))]
    texts = [paragraphs[at][number].text for at, number in places]
    same = pair_sentences(texts, [each.text for _, each in locked]).same
    for order, (at, sentence) in enumerate(locked):
        if order in same:
            paragraph, number = places[same[order]]
            paragraphs[paragraph][number] = sentence
        else:
            paragraphs[min(at, len(paragraphs) - 1)].append(sentence)
    return tuple(tuple(said) for said in paragraphs if said)


def locked_in(section: DraftSection) -> Iterator[Sentence]:
    """The locked sentences of the section and of all below it."""
    return (
        sentence
        for each in section.walk()
        for said in each.paragraphs
        for sentence in said
        if sentence.locked
    )


def _only_locked(section: DraftSection) -> DraftSection:
    paragraphs = (tuple(each for each in said if each.locked) for said in section.paragraphs)
    return replace(
        section,
        paragraphs=tuple(said for said in paragraphs if said),
        children=tuple(_only_locked(each) for each in section.children if any(locked_in(each))),
    )


def set_in(part: DraftSection, fresh: DraftSection) -> DraftSection:
    """The fresh section under the id and number of the part it stands for."""
    ids = iter(placed([c for c in fresh.children if not c.id.startswith(_ADDED)], f"{part.id}."))
    children = tuple(c if c.id.startswith(_ADDED) else next(ids) for c in fresh.children)
    return replace(fresh, id=part.id, number=part.number, level=part.level, children=children)
