"""The text of document.xml line by line, every run with the bytes it stands at.

Reading by bytes lets a figure be changed while everything around it stays as people left it.
Names follow ISO/IEC 29500-1 (WordprocessingML), clause 17.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from xml.parsers import expat

from corpus.errors import ReadingError
from corpus.reading.package import OFF

# What stands outside the text a reader sees: text boxes told twice, and drawings.
_SKIPPED = frozenset(("w:txbxContent", "mc:Fallback", "w:pict", "w:object", "w:sectPr"))
_INSERTIONS = frozenset(("w:ins", "w:moveTo"))
_DELETIONS = frozenset(("w:del", "w:moveFrom"))
_SIGNS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class Revision:
    """A tracked insertion or deletion: who made it, when, and its start tag as written."""

    deletes: bool
    author: str
    date: str
    tag: bytes


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one dress, at ``start:end`` of document.xml.

    ``properties`` is its ``w:rPr`` as written. ``plain`` says that it holds text only, so that it
    may be cut in two. ``revisions`` are those it stands in, outermost first.
    """

    start: int
    end: int
    text: str
    properties: bytes
    plain: bool
    revisions: tuple[Revision, ...] = ()

    @property
    def deleted(self) -> bool:
        """Whether a tracked deletion takes it away."""
        return any(each.deletes for each in self.revisions)

    @property
    def inserted(self) -> bool:
        """Whether a tracked insertion brought it."""
        return any(not each.deletes for each in self.revisions)


@dataclass(frozen=True)
class Line:
    """One paragraph as a reader sees it; ``style`` is its style's name, in lower case.

    ``row`` is the (table, row) it stands in, or None. A paragraph whose end was deleted has the
    runs of the next one too; so has a heading a style separator keeps in the line of its text,
    and the style is then the text's.
    """

    runs: tuple[Run, ...]
    style: str = ""
    row: tuple[int, int] | None = None

    @cached_property
    def text(self) -> str:
        """The text with all revisions accepted."""
        return "".join(run.text for run in self.runs if not run.deleted)

    @cached_property
    def before(self) -> str:
        """The text with all revisions rejected."""
        return "".join(run.text for run in self.runs if not run.inserted)

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """Who has revisions in this line, in order of appearance."""
        named = (revision.author for run in self.runs for revision in run.revisions)
        return tuple(dict.fromkeys(named))

    def standing(self) -> Iterator[tuple[int, Run]]:
        """(offset in :attr:`text`, run) for each run that is not deleted."""
        at = 0
        for run in self.runs:
            if not run.deleted:
                yield at, run
                at += len(run.text)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a comment is fastened: the line it begins in, and the words it spans."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """All lines of the text, and the place of each comment by its number."""

    lines: tuple[Line, ...]
    anchors: dict[str, Anchor]


def read_page(document: bytes, styles: dict[str, str], name: str) -> Page:
    """The lines of document.xml; ``styles`` maps the ids of styles to their names.

    Raises:
        ReadingError: the XML is damaged, declares entities, or is not written as Word, WPS and
            LibreOffice write it.
    """
    reader = _Reader(document, styles)
    try:
        reader.parse()
    except (expat.ExpatError, _OddError) as error:
        raise ReadingError(
            f"“{name}”的正文读不出来；请在 Word 或 WPS 里打开，另存为 .docx 再用"
        ) from error
    return Page(tuple(_joined(reader.lines)), reader.anchors())


class _OddError(ValueError):
    """XML that no word processor writes."""


@dataclass
class _OpenRun:
    start: int
    text: list[str] = field(default_factory=list)
    properties: bytes = b""
    plain: bool = True


@dataclass
class _OpenLine:
    row: tuple[int, int] | None
    runs: list[Run] = field(default_factory=list)
    style: str = ""
    runs_on: bool = False


class _Reader:
    def __init__(self, document: bytes, styles: dict[str, str]) -> None:
        self.document, self.styles = document, styles
        self.lines: list[tuple[Line, bool]] = []
        self._open: list[str] = []
        self._skipping = 0
        self._revisions: list[Revision] = []
        self._line: _OpenLine | None = None
        self._run: _OpenRun | None = None
        self._in_text = False
        self._properties_at = 0
        self._table, self._row, self._depth = 0, 0, 0
        self._spans: dict[str, tuple[int, list[str]]] = {}
        self._spanning: list[str] = []

    def parse(self) -> None:
        """Read the whole part into ``lines``."""
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.Parse(self.document, True)
        if not self.lines:
            raise _OddError("no paragraph")

    def anchors(self) -> dict[str, Anchor]:
        """Where each comment is fastened, by its number."""
        return {key: Anchor(at, "".join(words)) for key, (at, words) in self._spans.items()}

    def _refuse(self, *_: object) -> None:
        raise _OddError("entities")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        if len(self._open) == 1 and name != "w:document":
            raise _OddError(name)
        if name in _SKIPPED:
            self._skipping += 1
        if self._skipping:
            if self._run:
                self._run.plain = False
            return
        if name in _INSERTIONS or name in _DELETIONS:
            self._start_revision(name, attributes)
        elif name in ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"):
            self._comment(name, attributes.get("w:id", ""))
        elif self._run:
            self._start_in_run(name, attributes)
        else:
            self._start_line(name, attributes)

    def _start_line(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "w:tbl":
                self._depth += 1
                self._table += self._depth == 1
            case "w:tr":
                self._row += self._depth == 1
            case "w:p":
                row = (self._table, self._row) if self._depth else None
                self._line = _OpenLine(row)
            case "w:pStyle" if self._line and "w:pPrChange" not in self._open:
                style = attributes.get("w:val", "")
                self._line.style = self.styles.get(style, style).lower()
            case "w:specVanish" if self._line and "w:rPrChange" not in self._open:
                separates = attributes.get("w:val", "") not in OFF
                self._line.runs_on = self._line.runs_on or separates
                self._line.style = "" if separates else self._line.style
            case "w:r":
                self._run = _OpenRun(self._parser.CurrentByteIndex)

    def _start_in_run(self, name: str, attributes: dict[str, str]) -> None:
        run = self._run
        if run is None:
            return
        if "w:rPr" in self._open[:-1]:
            return
        match name:
            case "w:rPr":
                self._properties_at = self._parser.CurrentByteIndex
            case "w:t" | "w:delText":
                self._in_text = True
            case "w:lastRenderedPageBreak":
                pass  # Word's note to itself; a run cut in two does without
            case _ if name in _SIGNS:
                run.text.append(_SIGNS[name])
                run.plain = False
            case _:
                run.plain = False

    def _start_revision(self, name: str, attributes: dict[str, str]) -> None:
        if "w:rPr" in self._open and self._line:
            # The revision of the paragraph's end mark; a deleted one joins it to the next.
            self._line.runs_on = self._line.runs_on or name in _DELETIONS
            return
        start = self._parser.CurrentByteIndex
        tag = self.document[start : self.document.index(b">", start) + 1]
        author, date = attributes.get("w:author", ""), attributes.get("w:date", "")
        self._revisions.append(Revision(name in _DELETIONS, author, date, tag))

    def _end(self, name: str) -> None:
        self._open.pop()
        if name in _SKIPPED:
            self._skipping -= 1
            return
        if self._skipping:
            return
        match name:
            case "w:t" | "w:delText":
                self._in_text = False
            case "w:rPr" if self._run and "w:rPr" not in self._open:
                self._run.properties = self.document[self._properties_at : self._end_of_tag()]
            case "w:r" if self._run and self._line:
                self._end_run(self._run, self._line)
            case "w:p" if self._line:
                line = self._line
                self.lines.append((Line(tuple(line.runs), line.style, line.row), line.runs_on))
                self._line = None
            case "w:tbl":
                self._depth -= 1
        if (name in _INSERTIONS or name in _DELETIONS) and "w:rPr" not in self._open:
            self._revisions.pop()

    def _end_run(self, run: _OpenRun, line: _OpenLine) -> None:
        text = "".join(run.text)
        revisions = tuple(self._revisions)
        closed = Run(run.start, self._end_of_tag(), text, run.properties, run.plain, revisions)
        self._run = None
        if text:
            line.runs.append(closed)
            if not closed.deleted:
                for key in self._spanning:
                    self._spans[key][1].append(text)

    def _characters(self, text: str) -> None:
        if self._in_text and self._run and not self._skipping:
            self._run.text.append(text)

    def _comment(self, name: str, key: str) -> None:
        if name == "w:commentRangeStart":
            self._spans[key] = (len(self.lines), [])
            self._spanning.append(key)
        elif name == "w:commentRangeEnd" and key in self._spanning:
            self._spanning.remove(key)
        elif name == "w:commentReference":
            self._spans.setdefault(key, (len(self.lines), []))
            if self._run:
                self._run.plain = False

    def _end_of_tag(self) -> int:
        return self.document.index(b">", self._parser.CurrentByteIndex) + 1


def _joined(lines: list[tuple[Line, bool]]) -> Iterator[Line]:
    """The lines, one whose end was deleted put before the next.

    The place of the first is left empty, so that anchors count on.
    """
    carried: tuple[Run, ...] = ()
    style = ""
    for line, runs_on in lines:
        if runs_on:
            carried, style = carried + line.runs, style or line.style
            yield Line((), line.style, line.row)
            continue
        yield Line(carried + line.runs, style or line.style, line.row) if carried else line
        carried, style = (), ""
    if carried:
        yield Line(carried, style)
