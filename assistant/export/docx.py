"""The draft as a Word file in the layout of GB/T 9704—2012, with its evidence at the margin."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise

from assistant.draft import Draft, DraftSection, Hole, Paragraph, Sentence
from assistant.export.anchors import anchored_remarks
from assistant.export.annexes import Annex, annex_note, annex_pages
from assistant.export.headings import heading_line, runs_on
from assistant.export.kept import kept_xml
from assistant.export.layout import TWIPS_PER_POINT, Layout
from assistant.export.layouts import load_layout
from assistant.export.markup import (
    anchor_end,
    anchor_start,
    anchored,
    line,
    line_break,
    remark,
    runs,
)
from assistant.export.package import word_file
from assistant.export.remarks import hole_remark, is_routine, routine_remark
from assistant.export.styles import (
    BODY,
    BYLINE,
    DATE,
    SALUTATION,
    SIGNATURE,
    TITLE,
    heading,
    lead_in,
    listed,
)
from assistant.export.titles import break_title, text_width
from assistant.ledger import Ledger
from assistant.sheet.facts import Sheet

# Word colours remarks by who made them: one name for each sort of remark.
ASKS = "拟稿·待补"
PROVES = "拟稿·依据"
CARRIES = "拟稿·沿用"
# Word takes remarks' numbers up to 2^31 - 1; some above these are left for those people add.
_MOST_REMARKS = 2**30
_OPENING, _CLOSING = "opening", "closing"


def to_docx(
    draft: Draft,
    *,
    clean: bool = False,
    sheet: Sheet | None = None,
    layout: Layout | None = None,
    annexes: Sequence[Annex] = (),
    lists_run_in: bool = True,
) -> bytes:
    """The bytes of the draft's Word file; the same draft gives the same bytes.

    Holes are highlighted. Remarks at the margin say what each hole wants, which fact each figure
    is (with last year's value and the change) or what it is reckoned from, what else a sentence
    rests on, and, once a section, which sentences carry last year's routine wording. The file
    keeps the draft and its sheet out of sight, so that it can be read in again and take new
    figures. It bears no author and no date. Text is set as it stands: nothing in it is taken for
    markup.

    Args:
        draft: What to set.
        clean: The copy to hand in: no remarks, nothing kept, no properties.
        sheet: The sheet the remarks quote; the draft's own when not given.
        layout: How to set it; the shipped layout when not given.
        annexes: Tables on pages of their own behind the text.
        lists_run_in: Navigation panes list run-in headings too, with the text they begin.
    """
    sheet, layout = sheet or draft.sheet, layout or load_layout()
    margin = _Margin({hole.mark: hole for hole in draft.holes}, sheet, silent=clean)
    lines = "".join(_Typist(layout, margin, tuple(annexes), lists_run_in).set(draft))
    if clean:
        return word_file(layout, lines)
    kept = kept_xml(draft, sheet)
    remarks = "".join(margin.remarks.values())
    return word_file(layout, lines, title=draft.title, remarks=remarks, kept=kept)


@dataclass(slots=True)
class _Margin:
    """Fastens remarks to what is typed, and keeps them; ``silent`` fastens none.

    ``section`` is the id of the section that is being set, ``year`` the year it speaks of.
    """

    holes: dict[str, Hole]
    sheet: Sheet | None
    silent: bool
    remarks: dict[int, str] = field(default_factory=dict)
    section: str = ""
    year: int = 0
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        # Reckoned once: a sheet is compared as a whole whenever its ledger is asked for.
        self.ledger = Ledger.of(self.sheet) if self.sheet else Ledger(0)

    def enter(self, section: str, year: int) -> None:
        """Go on in another section."""
        self.section, self.year = section, year

    def asking(self, text: str, typed: str) -> str:
        """The run ``typed`` of ``text``, with what it wants when it is a hole."""
        hole = self.holes.get(text)
        return self._beside(typed, hole_remark(hole), ASKS) if hole else typed

    def proving(self, sentence: Sentence) -> Sequence[tuple[int, int, int]]:
        """(start, end, number) for each remark on what the sentence rests on, outer ones first."""
        if self.silent or not sentence.text:
            return ()
        told = anchored_remarks(sentence, self.sheet, self.ledger, year=self.year)
        return [(each.start, each.end, self._kept(each.text, PROVES)) for each in told]

    def carrying(self, sentences: list[Sentence], typed: str) -> str:
        """The first of the ``sentences`` a section carries, with the list of them."""
        return self._beside(typed, routine_remark(sentences), CARRIES)

    def _beside(self, typed: str, text: str, author: str) -> str:
        if self.silent or not text or not typed:
            return typed
        return anchored(typed, self._kept(text, author))

    def _kept(self, text: str, author: str) -> int:
        """The number of a new remark, the section's own: it never shifts with other sections."""
        start = zlib.crc32(self.section.encode()) % _MOST_REMARKS
        number = next(at for at in count(start) if at not in self.remarks)
        self.remarks[number] = remark(number, text, author, grey=author == CARRIES)
        return number


@dataclass(frozen=True, slots=True)
class _Typist:
    """Sets a draft, line by line."""

    layout: Layout
    margin: _Margin
    annexes: tuple[Annex, ...] = ()
    lists_run_in: bool = True

    def set(self, draft: Draft) -> Iterator[str]:
        """The paragraphs of the draft, from title to date."""
        yield from self._head(draft)
        self.margin.enter(_OPENING, draft.year)
        yield from self._text(draft.opening)
        for section in draft.walk():
            self.margin.enter(section.id, section.year or draft.year)
            yield from self._section(section)
        self.margin.enter(_CLOSING, draft.year)
        yield from self._text(draft.closing)
        yield from annex_note(self.annexes, self.layout.faces["西文"].font)
        yield from self._foot(draft)
        yield from annex_pages(self.annexes, self.layout)

    def _head(self, draft: Draft) -> Iterator[str]:
        """Title and byline, a blank line below them, and the salutation."""
        columns = int(self.layout.text.title_columns.value)
        parts = break_title(draft.title, columns, (draft.unit,))
        title = line_break().join(self._type(part) for part in parts)
        lines = [(TITLE, title), *((BYLINE, self._type(text)) for text in draft.byline)]
        gap = int(self.layout.text.title_gap.value) * self.layout.text.pitch.twips
        for style, typed in lines[:-1]:
            yield line(style, typed)
        yield line(*lines[-1], f'<w:spacing w:after="{gap}"/>')
        if draft.salutation:
            yield line(SALUTATION, self._type(draft.salutation))

    def _section(self, section: DraftSection) -> Iterator[str]:
        words = heading_line(section)
        if runs_on(section):
            yield from self._run_in(section, words)
            return
        if words:
            yield line(heading(section.level), self._type(words))
        yield from self._text(section.paragraphs)

    def _run_in(self, section: DraftSection, words: str) -> Iterator[str]:
        style = lead_in(section.level) if section.heading else ""
        shown = listed(section.level) if section.heading and self.lists_run_in else ""
        yield from self._text(section.paragraphs, self._type(words, style), shown)

    def _text(
        self, paragraphs: tuple[Paragraph, ...], before: str = "", properties: str = ""
    ) -> Iterator[str]:
        """The paragraphs, the first with ``properties`` and behind what was typed ``before``."""
        carried = [each for paragraph in paragraphs for each in paragraph if is_routine(each)]
        for paragraph in paragraphs:
            typed = "".join(self._sentence(each, carried) for each in paragraph)
            yield line(BODY, before + typed, properties)
            before = properties = ""

    def _sentence(self, sentence: Sentence, carried: list[Sentence]) -> str:
        typed = "".join(self._marked(sentence.text, self.margin.proving(sentence)))
        first = bool(carried) and sentence is carried[0]
        return self.margin.carrying(carried, typed) if first else typed

    def _marked(self, text: str, marks: Sequence[tuple[int, int, int]]) -> Iterator[str]:
        """The text set, with each remark's number fastened to its characters."""
        ends = sorted({0, len(text), *(at for mark in marks for at in mark[:2])})
        for start, end in pairwise(ends):
            yield from (anchor_start(number) for at, _, number in marks if at == start)
            yield self._type(text[start:end])
            yield from (anchor_end(number) for _, at, number in reversed(marks) if at == end)

    def _foot(self, draft: Draft) -> Iterator[str]:
        """Signature and date, not sealed (7.3.5.2): the date begins two characters further in.

        Both are placed from the left, so that their first characters stand right whatever
        width a program gives the digits.
        """
        text = self.layout.text
        edge = self.layout.page.text_width - self._width("字" * int(text.signature_right.value))
        shift = self._width("字" * int(text.date_shift.value)) if draft.signature else 0
        longest = max(self._width(draft.signature), shift + self._width(draft.date))
        start = max(edge - longest, 0)
        if draft.signature:
            yield self._placed(SIGNATURE, draft.signature, start)
        if draft.date:
            yield self._placed(DATE, draft.date, start + shift)

    def _placed(self, style: str, text: str, left: int) -> str:
        return line(style, self._type(text), f'<w:ind w:left="{left}"/>')

    def _width(self, text: str) -> int:
        """The width in twips of ``text`` as set in the body's type."""
        size = self.layout.styles.body.size * TWIPS_PER_POINT
        return round(text_width(text) * size) + len(text) * self.layout.text.spacing.twips

    def _type(self, text: str, style: str = "") -> str:
        latin = self.layout.faces["西文"].font
        typed = runs(text, latin, style)
        return "".join(self.margin.asking(words, run) for words, run in typed)
