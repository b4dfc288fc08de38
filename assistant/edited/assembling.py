"""Putting a draft together again from the blocks of an edited page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.draft import Draft, DraftSection, Paragraph
from assistant.edited.blocks import Block, Role
from assistant.edited.changes import CLOSING, OPENING, TITLE, Change
from assistant.edited.recognising import Recogniser
from assistant.labels import Wording, agreement

_ALIKE = 0.5


def assemble(draft: Draft, blocks: Sequence[Block], known: Recogniser) -> Draft:
    """The draft as the blocks have it: what ``draft`` knows of its parts stays with them."""
    title = "".join(_texts(blocks, "title")) or draft.title
    if title != draft.title:
        known.changes.append(Change("改写", TITLE, draft.title, title))
    body = [each for each in blocks if each.role in ("text", "heading")]
    first, last = _bounds(body, draft, known)
    opening = tuple(known.paragraph(each, OPENING, draft.year) for each in body[:first])
    sections = _Sections(draft, known).built(body[first:last])
    closing = tuple(known.paragraph(each, CLOSING, draft.year) for each in body[last:])
    return _without_filled(
        replace(
            draft,
            title=title,
            byline=tuple(_texts(blocks, "byline")),
            salutation="".join(_texts(blocks, "salutation")),
            opening=opening,
            sections=sections,
            closing=closing,
            signature="".join(_texts(blocks, "signature")),
            date="".join(_texts(blocks, "date")),
        )
    )


def _texts(blocks: Sequence[Block], role: Role) -> Iterator[str]:
    return (each.text for each in blocks if each.role == role)


def _without_filled(draft: Draft) -> Draft:
    """The draft without the holes that stand in it no more."""
    text = "".join(sentence.text for sentence in draft.sentences())
    return replace(draft, holes=tuple(hole for hole in draft.holes if hole.mark in text))


def _bounds(body: Sequence[Block], draft: Draft, known: Recogniser) -> tuple[int, int]:
    """Where the sections begin and end: at the first heading, and at the closing's first words."""
    headings = [at for at, each in enumerate(body) if each.role == "heading"]
    behind = headings[-1] + 1 if headings else 0
    last = next((at for at in range(behind, len(body)) if known.is_closing(body[at])), len(body))
    return (headings[0] if headings else last), last


class _Sections:
    """Builds sections from headings and the text below them; each of the draft's serves once."""

    def __init__(self, draft: Draft, known: Recogniser) -> None:
        self.year, self.known = draft.year, known
        self.unused = list(draft.walk())
        self.added = 0

    def built(self, blocks: Sequence[Block]) -> tuple[DraftSection, ...]:
        """The sections of ``blocks``, of which the first is a heading."""
        sections: list[DraftSection] = []
        at = 0
        while at < len(blocks):
            section, at = self._section(blocks, at)
            sections.append(section)
        return tuple(sections)

    def _section(self, blocks: Sequence[Block], at: int) -> tuple[DraftSection, int]:
        """The section whose heading is ``blocks[at]``, and where the next one begins."""
        head = blocks[at]
        was = self._was(head)
        year = (was.year if was else 0) or self.year
        texts = [head] if head.start else []
        at += 1
        while at < len(blocks) and blocks[at].role == "text":
            texts.append(blocks[at])
            at += 1
        name = head.number + head.words
        paragraphs = tuple(self.known.paragraph(each, name, year) for each in texts)
        children: list[DraftSection] = []
        while at < len(blocks) and blocks[at].level > head.level:
            child, at = self._section(blocks, at)
            children.append(child)
        return self._made(head, was, paragraphs, tuple(children)), at

    def _made(
        self,
        head: Block,
        was: DraftSection | None,
        paragraphs: tuple[Paragraph, ...],
        children: tuple[DraftSection, ...],
    ) -> DraftSection:
        if was is None:
            self.added += 1
            was = DraftSection(f"+{self.added}", head.level, head.number, head.words, ())
        elif head.words != was.heading:
            self.known.changes.append(
                Change("改写", was.number + was.heading, was.heading, head.words)
            )
        # Where no text follows, the page does not show whether it would run on.
        open_end = was.run_in and (not paragraphs or not head.words)
        return replace(
            was,
            level=head.level,
            number=head.number,
            heading=head.words,
            paragraphs=paragraphs,
            children=children,
            run_in=bool(head.start and head.words) or open_end,
        )

    def _was(self, head: Block) -> DraftSection | None:
        """The draft's section under this heading: the same words, else the likest."""
        level = [section for section in self.unused if section.level == head.level]
        best = max(level, key=lambda section: _likeness(section, head), default=None)
        if best is None or _likeness(best, head) < _ALIKE:
            return None
        self.unused.remove(best)
        return best


def _likeness(section: DraftSection, head: Block) -> float:
    """How far a heading is the section's own, more than 1 for the same words and number."""
    if section.heading == head.words:
        return 1.5 + 0.5 * (section.number == head.number)
    if not section.heading or not head.words:
        return 0.0
    return agreement(Wording.of(section.heading), Wording.of(head.words))
