"""The way back: a draft people have edited in Word, read in again with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.draft import Draft, DraftSection, Evidence, Paragraph, Sentence
from assistant.edited.alike import Pairing, out_of_order, pair_sentences, wording
from assistant.edited.blocks import Block, read_blocks
from assistant.edited.page import Line, Page
from assistant.edited.styles import page_of
from assistant.edited.wordfile import WordFile, open_word
from assistant.labels import Wording, agreement
from assistant.ledger import Ledger
from assistant.sheet.facts import Fact, Sheet
from assistant.tracing import SUPPORTED, Trace, trace_figures
from corpus.clauses import split_sentences
from corpus.errors import ReadingError

Sort = Literal["改写", "改数", "补填", "新增", "删去", "移动"]
AUTHOR = "拟稿"
"""Under whose name our own revisions and remarks stand, alone or before ·."""
UNNAMED = "修改稿"
"""Who worded a sentence when the file does not say."""

# How far a sentence must still speak of an event, problem, piece of guidance or decision.
_STILL_TOLD = 0.5
_STILL_CARRIED = 0.8


@dataclass(frozen=True, slots=True)
class Change:
    """One thing people changed: where, from what to what, by whom ("" unknown), and a note."""

    sort: Sort
    section: str
    was: str
    now: str
    who: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """The draft as it stands in the edited file, and what was changed, in reading order.

    ``places`` gives for each sentence of the draft, in order, its place on the page.
    """

    draft: Draft
    changes: tuple[Change, ...]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: its line on the page, and where in the line's text it begins."""

    line: int
    start: int
    sentence: Sentence
    year: int


def read_edited(path: Path, draft: Draft | None = None, sheet: Sheet | None = None) -> Returned:
    """The draft in an edited Word file.

    Tracked changes count as accepted; those people accepted or rejected are settled already. A
    sentence is known again though moved or reworded, and keeps the evidence for what it still
    says. Sentences people worded are locked under their names. Figures that the facts do not
    bear out are told among the changes.

    Args:
        path: The edited file.
        draft: The draft as it was; the one the file keeps when not given.
        sheet: Its sheet; the draft's own when not given.

    Raises:
        ReadingError: the file cannot be read, or nothing says what the draft was.
    """
    file = open_word(path)
    if draft is None:
        draft = kept_draft(file)
    return read_page_back(page_of(file), draft, sheet or draft.sheet)


def kept_draft(file: WordFile) -> Draft:
    """The draft the file keeps.

    Raises:
        ReadingError: it keeps none, as a clean copy does.
    """
    kept = file.kept()
    if kept is None:
        raise ReadingError(
            f"“{file.name}”里没有拟稿留下的依据（清稿或别处另存的稿子没有）；"
            "请用 --draft 指明起草时的 draft.json"
        )
    return kept[1]


def read_page_back(page: Page, draft: Draft, sheet: Sheet | None) -> Returned:
    """As :func:`read_edited`, for a page that was read before."""
    return _Reading(draft, sheet, tuple(read_blocks(page, draft))).returned()


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence of the edited file before it is known again."""

    text: str
    block: Block
    start: int
    who: tuple[str, ...]


class _Reading:
    def __init__(self, draft: Draft, sheet: Sheet | None, blocks: tuple[Block, ...]) -> None:
        self.draft, self.blocks = draft, blocks
        self.ledger = Ledger.of(sheet) if sheet else None
        self.sheet = sheet
        self.old = [(section, each) for section, each in _old_sentences(draft)]
        self.found = [each for block in blocks for each in self._sentences(block)]
        self.pairing: Pairing = pair_sentences(
            [each.text for _, each in self.old], [each.text for each in self.found]
        )
        self.changes: list[Change] = []
        self.places: list[Place] = []

    def returned(self) -> Returned:
        """Everything put together again."""
        draft = self._assembled()
        self._note_moved()
        self._note_removed()
        text = "".join(each.text for each in draft.sentences())
        holes = tuple(hole for hole in self.draft.holes if hole.mark in text)
        return Returned(replace(draft, holes=holes), tuple(self.changes), tuple(self.places))

    # -- sentences --

    def _sentences(self, block: Block) -> Iterator[_Found]:
        if block.role not in ("text", "heading") or (block.role == "heading" and not block.start):
            return
        at = block.start
        for text in _cut(block.text, self._known_texts()):
            yield _Found(text, block, at, _who(block.line, at, at + len(text)))
            at += len(text)

    def _known_texts(self) -> dict[str, list[str]]:
        if not hasattr(self, "_texts"):
            self._texts: dict[str, list[str]] = {}
            for _, each in self.old:
                if each.text:
                    self._texts.setdefault(each.text[:4], []).append(each.text)
            for texts in self._texts.values():
                texts.sort(key=len, reverse=True)
        return self._texts

    def _paragraph(self, block: Block, section: str, year: int) -> Paragraph:
        sentences = []
        for at, found in enumerate(self.found):
            if found.block is block:
                sentence = self._known_again(at, found, section, year)
                self.places.append(Place(block.at, found.start, sentence, year))
                sentences.append(sentence)
        return tuple(sentences)

    def _known_again(self, at: int, found: _Found, section: str, year: int) -> Sentence:
        sources = [self.old[each][1] for each in self.pairing.sources(at)]
        who = "、".join(found.who)
        if not sources:
            note = self._figures_note(found.text, year)
            self.changes.append(Change("新增", section, "", found.text, who, note))
            return Sentence(found.text, (), who or UNNAMED)
        old = sources[0]
        if old.text == found.text:
            return old
        evidence = tuple(
            dict.fromkeys(
                each
                for source in sources
                for each in source.evidence
                if self._still_says(each, source.text, found.text, year)
            )
        )
        reworded = wording(old.text) != wording(found.text)
        self._note_edited(old, found, section, year, reworded=reworded)
        return Sentence(found.text, evidence, (who or UNNAMED) if reworded else old.locked)

    def _still_says(self, evidence: Evidence, was: str, now: str, year: int) -> bool:
        """Whether the reworded sentence still says what the evidence bears out."""
        fact = next((f for f in self._facts() if f.id == evidence.ref), None)
        if evidence.origin == "fact" and fact and fact.value is not None and self.ledger:
            traces = trace_figures(now, self.ledger, year=year)
            return any(t.source == fact.id and t.verdict in SUPPORTED for t in traces)
        told = Wording.of(wording(now))
        if evidence.origin in ("fact", "problem", "guidance", "decision"):
            words = Wording.of(wording(self._item_words(evidence.ref) or was))
            return agreement(words, told) >= min(
                _STILL_TOLD, agreement(words, Wording.of(wording(was))) * _STILL_CARRIED
            )
        return agreement(Wording.of(wording(was)), told) >= _STILL_CARRIED

    def _facts(self) -> tuple[Fact, ...]:
        return self.sheet.facts if self.sheet else ()

    def _item_words(self, ref: str) -> str:
        return self.ledger.texts.get(ref, "").strip("，") if self.ledger else ""

    # -- changes --

    def _note_edited(
        self, old: Sentence, found: _Found, section: str, year: int, *, reworded: bool
    ) -> None:
        note = self._figures_note(found.text, year)
        sort: Sort = "改写" if reworded else "改数"
        if "【待补" in old.text and "【待补" not in found.text:
            sort = "补填"
        self.changes.append(Change(sort, section, old.text, found.text, "、".join(found.who), note))

    def _figures_note(self, text: str, year: int) -> str:
        if self.ledger is None:
            return ""
        traces = trace_figures(text, self.ledger, year=year)
        return "；".join(_doubt(each) for each in traces if each.verdict not in _FINE)

    def _note_moved(self) -> None:
        order = [self.pairing.same[at] for at in sorted(self.pairing.same)]
        moved = out_of_order(order)
        for at, old in sorted(self.pairing.same.items()):
            if old in moved:
                found, (section, sentence) = self.found[at], self.old[old]
                who = "、".join(found.who)
                self.changes.append(Change("移动", section, sentence.text, found.text, who))

    def _note_removed(self) -> None:
        known = {old for at in range(len(self.found)) for old in self.pairing.sources(at)}
        for at, (section, sentence) in enumerate(self.old):
            if at not in known:
                self.changes.append(Change("删去", section, sentence.text, ""))

    # -- the whole --

    def _assembled(self) -> Draft:
        title = "".join(each.line.text for each in self._of("title")).replace("\n", "")
        if title and title != self.draft.title:
            self.changes.append(Change("改写", "标题", self.draft.title, title))
        body = [each for each in self.blocks if each.role in ("text", "heading")]
        first = next((at for at, each in enumerate(body) if each.role == "heading"), len(body))
        if not self.draft.sections and first == len(body):
            first = len(body) - len(self.draft.closing)
        last = self._closing_start(body, first)
        opening = tuple(self._paragraph(each, "开头", self.draft.year) for each in body[:first])
        sections = _Sections(self).built(body[first:last])
        closing = tuple(self._paragraph(each, "结尾", self.draft.year) for each in body[last:])
        return replace(
            self.draft,
            title=title or self.draft.title,
            byline=tuple(each.line.text for each in self._of("byline")),
            salutation="".join(each.line.text for each in self._of("salutation")),
            opening=opening,
            sections=sections,
            closing=closing,
            signature="".join(each.line.text for each in self._of("signature")),
            date="".join(each.line.text for each in self._of("date")),
        )

    def _of(self, role: str) -> Iterator[Block]:
        return (each for each in self.blocks if each.role == role)

    def _closing_start(self, body: Sequence[Block], first: int) -> int:
        """Where the closing begins: behind the last heading, at its first known sentence."""
        own = {at for at, (section, _) in enumerate(self.old) if section == "结尾"}
        ends = {
            id(found.block)
            for at, found in enumerate(self.found)
            if self.pairing.same.get(at) in own
        }
        last = max(
            (at for at, each in enumerate(body) if each.role == "heading"), default=first - 1
        )
        return next((at for at in range(last + 1, len(body)) if id(body[at]) in ends), len(body))


class _Sections:
    """Builds the sections again from headings and the text below them."""

    def __init__(self, reading: _Reading) -> None:
        self.reading = reading
        self.unused = list(reading.draft.walk())
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
        head = blocks[at]
        was = self._was(head)
        year = (was.year if was else 0) or self.reading.draft.year
        name = head.number + head.words
        paragraphs: list[Paragraph] = []
        if head.start:
            paragraphs.append(self.reading._paragraph(head, name, year))
        at += 1
        while at < len(blocks) and blocks[at].role == "text":
            paragraphs.append(self.reading._paragraph(blocks[at], name, year))
            at += 1
        children: list[DraftSection] = []
        while at < len(blocks) and blocks[at].level > head.level:
            child, at = self._section(blocks, at)
            children.append(child)
        return self._made(head, was, tuple(paragraphs), tuple(children)), at

    def _made(
        self,
        head: Block,
        was: DraftSection | None,
        paragraphs: tuple[Paragraph, ...],
        children: tuple[DraftSection, ...],
    ) -> DraftSection:
        run_in = bool(head.start and head.words)
        if was is None:
            self.added += 1
            return DraftSection(
                f"+{self.added}", head.level, head.number, head.words, paragraphs, children, run_in
            )
        if head.words != was.heading:
            change = Change("改写", was.number + was.heading, was.heading, head.words)
            self.reading.changes.append(change)
        keeps = was.run_in and not paragraphs
        return replace(
            was,
            level=head.level,
            number=head.number,
            heading=head.words,
            paragraphs=paragraphs,
            children=children,
            run_in=run_in or keeps or (was.run_in and not head.words),
        )

    def _was(self, head: Block) -> DraftSection | None:
        """The draft's section this heading stands over; each is taken once."""
        named = [s for s in self.unused if s.heading == head.words and s.level == head.level]
        exact = [section for section in named if section.number == head.number]
        likeness = {
            id(s): agreement(Wording.of(s.heading), Wording.of(head.words))
            for s in self.unused
            if s.level == head.level and s.heading and head.words
        }
        alike = [
            section for section in self.unused if likeness.get(id(section), 0.0) >= _STILL_TOLD
        ]
        alike.sort(key=lambda section: -likeness[id(section)])
        for section in (*exact, *named, *alike):
            self.unused.remove(section)
            return section
        return None


_FINE = (*SUPPORTED, "apart")


def _doubt(trace: Trace) -> str:
    """What the facts say of a figure they do not bear out."""
    figure = trace.figure.text
    if trace.expected and trace.source:
        return f"“{figure}”与事实{trace.source}（{trace.expected}）不一致"
    if trace.expected:
        return f"“{figure}”应为{trace.expected}"
    return f"“{figure}”在事实表里没有依据"


def _old_sentences(draft: Draft) -> Iterator[tuple[str, Sentence]]:
    """(heading, sentence) in reading order; 开头 and 结尾 stand for what has no heading."""
    for paragraph in draft.opening:
        yield from (("开头", each) for each in paragraph)
    for section in draft.walk():
        for paragraph in section.paragraphs:
            yield from ((section.number + section.heading, each) for each in paragraph)
    for paragraph in draft.closing:
        yield from (("结尾", each) for each in paragraph)


def _cut(text: str, known: dict[str, list[str]]) -> Iterator[str]:
    """The sentences of a paragraph; one of the draft's stays whole, wherever it has its stops."""
    while text:
        whole = next((each for each in known.get(text[:4], ()) if text.startswith(each)), "")
        if not whole:
            short = next(
                (
                    each
                    for key, all_ in known.items()
                    if len(key) < 4
                    for each in all_
                    if text.startswith(each)
                ),
                "",
            )
            whole = short or split_sentences(text)[0].text
        yield whole
        text = text[len(whole) :]


def _who(line: Line, start: int, end: int) -> tuple[str, ...]:
    """Who has revisions between two places of the line's text."""
    names: list[str] = []
    at = 0
    for run in line.runs:
        stop = at if run.deleted else at + len(run.text)
        touches = start <= at < end if run.deleted else at < end and start < stop
        if touches:
            names += [each.author for each in run.revisions]
        at = stop
    return tuple(dict.fromkeys(name for name in names if not is_ours(name)))


def is_ours(author: str) -> bool:
    """Whether a revision or remark is our own."""
    return author == AUTHOR or author.startswith(f"{AUTHOR}·")
