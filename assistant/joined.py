"""Sections whose heading went join their neighbours, so that nothing stands without a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.brief import Brief, Line
from assistant.homes import Homes
from corpus.kinds import Kind


def join_sections(briefs: Sequence[Brief], kind: Kind) -> tuple[Brief, ...]:
    """The sections, those whose heading went joined to the one before (else behind, else above).

    At the first level, and where no neighbour does the same work, the kind's own heading stands.
    """
    kept = tuple(_named(brief, kind) if _went(brief) else brief for brief in briefs)
    return tuple(_with_joined_children(brief, kind) for brief in kept)


def homes_of_joined(sections: Sequence[Brief], homes: Homes, past: Mapping[str, str]) -> Homes:
    """The homes, each known by its ``past`` heading and by those of the sections it took in."""
    names: dict[str, tuple[str, ...]] = {}
    texts = dict(homes.texts)
    for brief in (brief for top in sections for brief in top.walk()):
        ids = (brief.id, *brief.joined)
        names[brief.id] = tuple(past[each] for each in ids if each in past)
        if brief.joined:
            texts[brief.id] = "".join(homes.texts[each] for each in ids)
    return replace(homes, texts=texts, names=names)


def settle_claims(brief: Brief) -> Brief:
    """The section under its whole heading where a fact of this year bears out the praise in it."""
    children = tuple(map(settle_claims, brief.children))
    told = any(
        fact.year in (None, brief.year) and (fact.text or fact.value is not None)
        for each in brief.walk()
        for fact in each.facts
    )
    if not (brief.claim and told):
        return replace(brief, children=children, claim="")
    return replace(brief, heading=brief.claim, claim="", gone=(), children=children)


def _went(brief: Brief) -> bool:
    return bool(brief.gone) and not brief.heading


def _named(brief: Brief, kind: Kind) -> Brief:
    alike = (each for each in kind.sections if each.role == brief.role)
    return replace(brief, heading=next(alike, kind.sections[0]).heading)


def _with_joined_children(brief: Brief, kind: Kind) -> Brief:
    children = [_with_joined_children(child, kind) for child in brief.children]
    kept: list[Brief] = []
    waiting: list[Brief] = []
    for child in children:
        if not _went(child):
            # A section opens with what its own heading promises.
            for gone in [each for each in waiting if _fit(child, each)]:
                child = _behind(child, gone)
                waiting.remove(gone)
            kept.append(child)
        elif kept and _fit(kept[-1], child):
            kept[-1] = _behind(kept[-1], child)
        else:
            waiting.append(child)
    above = [child for child in waiting if not kept and _fit(brief, child)]
    alone = [_named(child, kind) for child in waiting if child not in above]
    brief = replace(brief, children=(*alone, *kept))
    for child in above:
        brief = _behind(brief, child)
    return brief


def _fit(brief: Brief, other: Brief) -> bool:
    return (brief.role, brief.year) == (other.role, other.year)


def _behind(brief: Brief, gone: Brief) -> Brief:
    """The section with what is left of ``gone`` behind its own words, wherever those end."""
    if not (brief.children and gone.paragraphs and _fit(brief.children[-1], gone)):
        return _one(brief, gone, (*brief.paragraphs, *gone.paragraphs))
    *others, last = brief.children
    last = _one(last, replace(gone, children=()), (*last.paragraphs, *gone.paragraphs))
    brief = replace(brief, children=(*others, last))
    return replace(brief, children=(*brief.children, *gone.children))


def _one(brief: Brief, gone: Brief, paragraphs: Sequence[tuple[Line, ...]]) -> Brief:
    return replace(
        brief,
        paragraphs=tuple(paragraphs),
        children=(*brief.children, *gone.children),
        gone=(*brief.gone, *gone.gone),
        joined=(*brief.joined, gone.id, *gone.joined),
        owns_faults=brief.owns_faults or gone.owns_faults,
    )
