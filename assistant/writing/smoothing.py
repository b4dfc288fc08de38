"""The last pass: openings, closings and what refers to other parts, smoothed; no figure changed.

Figures and holes leave as marks and come back as they were, and a sentence is taken only when it
says nothing that the old one did not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.draft import Draft, DraftSection, Paragraph, Sentence
from assistant.likeness import bigrams, share
from assistant.prompting import fenced, render
from assistant.writing.guard import Guard
from assistant.writing.protocol import parse_reply
from assistant.writing.writer import Replaced
from corpus.figures import find_figures
from corpus.kinds import Kind

PASS = "统稿"
_REFERS = re.compile(r"[前上]述|如前所述|以下|下面|前面|[下前]文|上面|综上")
_HOLE = re.compile(r"【待补\d+】")
_MARK = re.compile(r"【数(\d+)】")
_LINE = re.compile(r"^\s*[*-]?\s*(S\d+)\s*(?:（[^）]*）)?\s*[：:]\s*(.+?)\s*$")
_KEPT = 0.45
_LONGER = 1.6
_SHORTER = 0.5


@dataclass(frozen=True, slots=True)
class Loose:
    """A sentence to smooth: ``text`` with its figures as marks, ``figures`` what they stand for."""

    id: str
    place: str
    sentence: Sentence
    text: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Against(Guard):
    """A guard that holds a smoothed sentence against the old one."""

    old: str = ""

    @cached_property
    def phrasing(self) -> Sequence[str]:
        """What may be told again: the old sentence."""
        return (self.old,)


def loose_sentences(draft: Draft, confidential: frozenset[str]) -> tuple[Loose, ...]:
    """The sentences to smooth; none that rests on what is ``confidential``, nor one locked."""
    found: list[Loose] = []
    for place, sentence in _candidates(draft):
        secret = any(evidence.ref in confidential for evidence in sentence.evidence)
        if not secret and not sentence.locked:
            text, figures = _masked(sentence.text)
            found.append(Loose(f"S{len(found) + 1}", place, sentence, text, figures))
    return tuple(found)


def smoothing_prompt(draft: Draft, kind: Kind, loose: Sequence[Loose]) -> str:
    """What the model is asked."""
    return render(
        "smooth",
        title=fenced(draft.title),
        kind=kind.name,
        year=draft.year,
        headings=[fenced(f"{each.number}{each.heading}") for each in draft.sections],
        lines=[
            {"id": each.id, "place": fenced(each.place), "text": fenced(each.text)}
            for each in loose
        ],
    )


def smoothed(
    draft: Draft, reply: str, loose: Sequence[Loose], guard: Guard
) -> tuple[Draft, tuple[Replaced, ...]]:
    """The draft with what may stand of the reply, and what may not, with the reason."""
    said = {found[1]: found[2] for line in reply.splitlines() if (found := _LINE.match(line))}
    new: dict[Sentence, Sentence] = {}
    refused: list[Replaced] = []
    for each in loose:
        text = said.get(each.id, each.text)
        if text == each.text:
            continue
        if reason := _objection(each, text, guard):
            refused.append(Replaced(PASS, text, reason))
        else:
            new[each.sentence] = replace(each.sentence, text=_unmasked(text, each.figures))
    return _with(draft, new), tuple(refused)


def _candidates(draft: Draft) -> Iterator[tuple[str, Sentence]]:
    places = {"0": "开头", "": "结尾"}
    headings = {section.id: section.heading for section in draft.walk()}
    for section_id, paragraph in draft.paragraphs():
        for sentence in paragraph:
            if section_id in places:
                yield places[section_id], sentence
            elif _REFERS.search(sentence.text):
                yield headings[section_id], sentence


def _masked(text: str) -> tuple[str, tuple[str, ...]]:
    spans = [(figure.start, figure.end) for figure in find_figures(text)]
    spans += [found.span() for found in _HOLE.finditer(text)]
    told, last, figures = "", 0, []
    for start, end in sorted(spans):
        if start < last:
            continue
        figures.append(text[start:end])
        told += f"{text[last:start]}【数{len(figures)}】"
        last = end
    return told + text[last:], tuple(figures)


def _unmasked(text: str, figures: Sequence[str]) -> str:
    return _MARK.sub(lambda found: figures[int(found[1]) - 1], text)


def _objection(loose: Loose, text: str, guard: Guard) -> str:
    """Why the new words may not stand for the old; "" when they may."""
    if _MARK.findall(text) != _MARK.findall(loose.text):
        return "动了数字"
    if text[-1:] != loose.text[-1:] or len(parse_reply(text)) != 1:
        return "不是原来那样的一句话"
    old, new = _MARK.sub("", loose.text), _MARK.sub("", text)
    if not _SHORTER * len(old) <= len(new) <= _LONGER * len(old):
        return "比原句长短差得太多"
    if share(bigrams(old), bigrams(new)) < _KEPT:
        return "和原句说的不是一回事"
    against = Against(guard.brief, guard.ledger, guard.said, guard.own, guard.forward, old=old)
    return "；".join(against.reasons(parse_reply(new)[0]))


def _with(draft: Draft, new: Mapping[Sentence, Sentence]) -> Draft:
    if not new:
        return draft

    def paragraphs(old: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
        return tuple(tuple(new.get(each, each) for each in paragraph) for paragraph in old)

    def section(old: DraftSection) -> DraftSection:
        children = tuple(section(child) for child in old.children)
        return replace(old, paragraphs=paragraphs(old.paragraphs), children=children)

    return replace(
        draft,
        opening=paragraphs(draft.opening),
        closing=paragraphs(draft.closing),
        sections=tuple(section(each) for each in draft.sections),
    )
