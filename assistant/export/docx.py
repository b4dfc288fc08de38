"""The draft as a Word file in the layout of GB/T 9704—2012, with its evidence at the margin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.run import CT_R
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from assistant.draft import Draft, DraftSection, Hole, Paragraph, Sentence
from assistant.export.blank import blank_docx, repacked
from assistant.export.headings import heading_line, runs_on
from assistant.export.layout import TWIPS_PER_POINT, Layout, load_layout
from assistant.export.pieces import Look, pieces
from assistant.export.remarks import evidence_remark, hole_remark, is_routine, routine_remark
from assistant.export.styles import (
    BODY,
    BYLINE,
    DATE,
    SALUTATION,
    SIGNATURE,
    TITLE,
    heading,
    lead_in,
)
from assistant.export.titles import break_title, text_width
from assistant.sheet.facts import Sheet

# Word colours remarks by who made them: one name for each sort of remark.
ASKS = "拟稿·待补"
PROVES = "拟稿·依据"
CARRIES = "拟稿·沿用"
_INITIALS = "拟"
_HIGHLIGHT = "yellow"


def to_docx(draft: Draft, *, clean: bool = False, sheet: Sheet | None = None) -> bytes:
    """The bytes of the draft's Word file; the same draft gives the same bytes.

    Holes are highlighted. Unless ``clean``, remarks at the margin say what each hole wants, which
    facts of ``sheet`` a sentence rests on (with last year's value and the change), and, once a
    section, which sentences carry last year's routine wording. The file bears no author and no
    date. Text is set as it stands: nothing in it is taken for markup.
    """
    page = docx.Document(BytesIO(blank_docx()))
    page.core_properties.title = draft.title
    remarks = None if clean else _Remarks(page, {hole.mark: hole for hole in draft.holes}, sheet)
    _Typist(page, load_layout(), remarks).set(draft)
    written = BytesIO()
    page.save(written)
    return repacked(written.getvalue())


@dataclass(frozen=True, slots=True)
class _Remarks:
    """Puts remarks at the margin of ``page``."""

    page: Document
    holes: dict[str, Hole]
    sheet: Sheet | None

    def ask(self, runs: Sequence[Run]) -> None:
        """Say at each hole among ``runs`` what it wants."""
        for run in runs:
            if hole := self.holes.get(run.text):
                self._add([run], hole_remark(hole), ASKS)

    def prove(self, sentence: Sentence, runs: Sequence[Run]) -> None:
        """Say what the sentence set in ``runs`` rests on."""
        if proof := evidence_remark(sentence, self.sheet):
            self._add(runs, proof, PROVES)

    def carried(self, sentences: Sequence[Sentence], runs: Sequence[Run]) -> None:
        """Say once, at the first of them, which sentences of a section are carried."""
        self._add(runs, routine_remark(sentences), CARRIES)

    def _add(self, runs: Sequence[Run], text: str, author: str) -> None:
        comment = self.page.add_comment(runs, text, author, _INITIALS)
        # python-docx stamps the present moment; the same draft must give the same bytes.
        del comment._comment_elm.attrib[qn("w:date")]


@dataclass(frozen=True, slots=True)
class _Typist:
    """Sets a draft, line by line, at the end of ``page``."""

    page: Document
    layout: Layout
    remarks: _Remarks | None

    def set(self, draft: Draft) -> None:
        self._head(draft)
        self._section_text(draft.opening)
        for section in draft.walk():
            self._section(section)
        self._section_text(draft.closing)
        self._foot(draft)

    def _head(self, draft: Draft) -> None:
        columns = int(self.layout.text.title_columns.value)
        line = self._line(TITLE)
        for at, part in enumerate(break_title(draft.title, columns, (draft.unit,))):
            if at:
                line.add_run().add_break()
            self._type(line, part)
        for text in draft.byline:
            line = self._line(BYLINE)
            self._type(line, text)
        gap = self.layout.text.title_gap.value * self.layout.text.pitch.twips
        _space_after(line, int(gap))
        if draft.salutation:
            self._type(self._line(SALUTATION), draft.salutation)

    def _section(self, section: DraftSection) -> None:
        words = heading_line(section)
        if runs_on(section):
            line = self._line(BODY)
            style = lead_in(section.level) if section.heading else ""
            self._type(line, words, style)
            self._section_text(section.paragraphs, line)
            return
        if words:
            self._type(self._line(heading(section.level)), words)
        self._section_text(section.paragraphs)

    def _section_text(
        self, paragraphs: tuple[Paragraph, ...], line: WordParagraph | None = None
    ) -> None:
        """Set ``paragraphs``, the first of them behind what stands in ``line`` already."""
        carried: list[tuple[Sentence, list[Run]]] = []
        for paragraph in paragraphs:
            line = line or self._line(BODY)
            set_sentences = [(each, self._sentence(line, each)) for each in paragraph]
            carried += [pair for pair in set_sentences if is_routine(pair[0])]
            line = None
        if carried and self.remarks:
            self.remarks.carried([sentence for sentence, _ in carried], carried[0][1])

    def _sentence(self, line: WordParagraph, sentence: Sentence) -> list[Run]:
        runs = self._type(line, sentence.text)
        if runs and self.remarks:
            self.remarks.prove(sentence, runs)
        return runs

    def _foot(self, draft: Draft) -> None:
        """Signature and date, not sealed (7.3.5.2): the date begins two characters further in.

        Both are placed from the left, so that their first characters stand right whatever
        width a program gives the digits.
        """
        text = self.layout.text
        edge = self.layout.page.text_width - self._width("字" * int(text.signature_right.value))
        shift = self._width("字" * int(text.date_shift.value)) if draft.signature else 0
        longest = max(self._width(draft.signature), shift + self._width(draft.date))
        start = max(edge - longest, 0)
        for style, words, left in (
            (SIGNATURE, draft.signature, start),
            (DATE, draft.date, start + shift),
        ):
            if words:
                line = self._line(style)
                self._type(line, words)
                _indent(line, left)

    def _width(self, text: str) -> int:
        """The width in twips of ``text`` as set in the body's type."""
        size = self.layout.styles.body.size * TWIPS_PER_POINT
        return round(text_width(text) * size) + len(text) * self.layout.text.spacing.twips

    def _line(self, style: str) -> WordParagraph:
        element: CT_P = self.page.element.body.add_p()
        if style != BODY:
            element.style = style
        return WordParagraph(element, self.page._body)

    def _type(self, line: WordParagraph, text: str, style: str = "") -> list[Run]:
        runs = list(self._runs(line, text, style))
        if self.remarks:
            self.remarks.ask(runs)
        return runs

    def _runs(self, line: WordParagraph, text: str, style: str) -> Iterator[Run]:
        latin = self.layout.faces["西文"].font
        for piece in pieces(text):
            element: CT_R = line._p.add_r()
            if style:
                element.style = style
            _dress(element, piece.look, latin)
            written = OxmlElement("w:t")
            written.text = piece.text
            written.set(qn("xml:space"), "preserve")
            element.append(written)
            yield Run(element, line)


def _dress(run: CT_R, look: Look, latin: str) -> None:
    """Give Latin pieces their font and holes their highlight; the rest is in the line's style."""
    if look == "latin":
        fonts = run.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(script), latin)
    elif look == "hole":
        highlight = OxmlElement("w:highlight")
        highlight.set(qn("w:val"), _HIGHLIGHT)
        run.get_or_add_rPr().append(highlight)


def _space_after(line: WordParagraph, twips: int) -> None:
    spacing = line._p.get_or_add_pPr().get_or_add_spacing()
    spacing.set(qn("w:after"), str(twips))


def _indent(line: WordParagraph, twips: int) -> None:
    indent = line._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:left"), str(twips))
