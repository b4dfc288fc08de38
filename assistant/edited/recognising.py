"""Knowing the draft's sentences again in an edited text, and which evidence they keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.draft import Draft, Paragraph, Sentence
from assistant.edited.alike import out_of_order, pair_sentences, wording
from assistant.edited.blocks import Block
from assistant.edited.changes import (
    CLOSING,
    OPENING,
    UNNAMED,
    Change,
    ChangeSort,
    Place,
    is_ours,
)
from assistant.edited.page import Line
from assistant.edited.standing import Standing
from assistant.sheet.facts import Sheet
from corpus.clauses import split_sentences


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence of the edited text before it is known again; ``raw`` has its line breaks."""

    text: str
    raw: str
    line: int
    start: int
    who: str


class Recogniser:
    """Knows sentences again; keeps what it noticed in ``changes`` and ``places``."""

    def __init__(self, draft: Draft, sheet: Sheet | None, blocks: Sequence[Block]) -> None:
        self.changes: list[Change] = []
        self.places: list[Place] = []
        self._standing = Standing(sheet)
        self._old = list(_sentences_of(draft))
        known = _by_first(sentence.text for _, sentence in self._old)
        self._found = [each for block in blocks for each in _sentences_in(block, known)]
        self._on_line: defaultdict[int, list[int]] = defaultdict(list)
        for at, found in enumerate(self._found):
            self._on_line[found.line].append(at)
        self._pairing = pair_sentences(
            [sentence.text for _, sentence in self._old], [each.text for each in self._found]
        )

    def paragraph(self, block: Block, section: str, year: int) -> Paragraph:
        """The sentences of a block, each with the evidence it keeps."""
        sentences = []
        for at in self._on_line[block.at]:
            found = self._found[at]
            sentence = self._known_again(at, found, section, year)
            self.places.append(Place(found.line, found.start, found.raw, sentence, year))
            sentences.append(sentence)
        return tuple(sentences)

    def is_closing(self, block: Block) -> bool:
        """Whether a sentence of the draft's closing stands in the block."""
        olds = (self._pairing.same.get(at) for at in self._on_line[block.at])
        return any(self._old[old][0] == CLOSING for old in olds if old is not None)

    def note_moved_and_removed(self) -> None:
        """Add to ``changes`` the sentences that stand elsewhere now, and those that are gone."""
        same = self._pairing.same
        moved = out_of_order([same[at] for at in sorted(same)])
        for at, old in sorted(same.items()):
            if old in moved:
                section, sentence = self._old[old]
                found = self._found[at]
                self.changes.append(Change("移动", section, sentence.text, found.text, found.who))
        known = {old for at in range(len(self._found)) for old in self._pairing.sources(at)}
        for at, (section, sentence) in enumerate(self._old):
            if at not in known:
                self.changes.append(Change("删去", section, sentence.text, ""))

    def _known_again(self, at: int, found: _Found, section: str, year: int) -> Sentence:
        sources = [self._old[old][1] for old in self._pairing.sources(at)]
        if not sources:
            note = self._standing.doubts(found.text, year)
            self.changes.append(Change("新增", section, "", found.text, found.who, note))
            return Sentence(found.text, (), found.who or UNNAMED)
        if sources[0].text == found.text:
            return sources[0]
        return self._edited(sources, found, section, year)

    def _edited(
        self, sources: Sequence[Sentence], found: _Found, section: str, year: int
    ) -> Sentence:
        """A sentence people changed; worded by them, it is theirs from now on."""
        was = sources[0]
        kept = self._standing.kept(sources, found.text, year)
        reworded = wording(was.text) != wording(found.text)
        note = self._standing.doubts(found.text, year)
        sort = sort_of_change(was.text, found.text, reworded=reworded)
        self.changes.append(Change(sort, section, was.text, found.text, found.who, note))
        return Sentence(found.text, kept, (found.who or UNNAMED) if reworded else was.locked)


def sort_of_change(was: str, now: str, *, reworded: bool) -> ChangeSort:
    """What became of a sentence still known: a hole filled, words or only figures changed."""
    if "【待补" in was and "【待补" not in now:
        return "补填"
    return "改写" if reworded else "改数"


def _sentences_of(draft: Draft) -> Iterator[tuple[str, Sentence]]:
    """(heading, sentence) of the draft, in reading order."""
    for paragraph in draft.opening:
        yield from ((OPENING, each) for each in paragraph)
    for section in draft.walk():
        for paragraph in section.paragraphs:
            yield from ((section.number + section.heading, each) for each in paragraph)
    for paragraph in draft.closing:
        yield from ((CLOSING, each) for each in paragraph)


def _by_first(texts: Iterator[str]) -> Mapping[str, Sequence[str]]:
    """The texts by their first character, longest first."""
    known: defaultdict[str, list[str]] = defaultdict(list)
    for text in texts:
        known[text[:1]].append(text)
    return {first: sorted(set(own), key=lambda t: (-len(t), t)) for first, own in known.items()}


def _sentences_in(block: Block, known: Mapping[str, Sequence[str]]) -> Iterator[_Found]:
    if block.role == "heading" and not block.start:
        return
    if block.role not in ("text", "heading"):
        return
    at = block.start
    for raw in _cut(block.line.text[at:], known):
        who = _who(block.line, at, at + len(raw))
        yield _Found(raw.replace("\n", ""), raw, block.at, at, who)
        at += len(raw)


def _cut(text: str, known: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The sentences of a paragraph; one of the draft's stays whole, wherever it has its stops."""
    while text:
        whole = next((each for each in known.get(text[0], ()) if text.startswith(each)), "")
        sentence = whole or split_sentences(text)[0].text
        yield sentence
        text = text[len(sentence) :]


def _who(line: Line, start: int, end: int) -> str:
    """Who has revisions between two places of the line's text, joined by 、."""
    names: list[str] = []
    at = 0
    for run in line.runs:
        stop = at if run.deleted else at + len(run.text)
        if start <= at < end if run.deleted else at < end and start < stop:
            names += [each.author for each in run.revisions if not is_ours(each.author)]
        at = stop
    return "、".join(dict.fromkeys(name for name in names if name))
