"""The past report as parsed: sections of paragraphs in their own words, and its passages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its text and children.

    ``level`` is 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）. ``number`` is the number as
    written (``"（一）"``, ``"9 ."``); ``heading`` is the heading without number and closing 。,
    empty for a numbered item that is all body. ``run_in`` says that the body begins in the
    heading's own paragraph. ``paragraphs`` hold the body before the first child, unmasked, in
    the source's own characters. ``line`` is the 1-based source line (paragraph for Word).
    """

    id: str
    level: int
    number: str
    heading: str
    run_in: bool
    paragraphs: tuple[str, ...]
    children: tuple[Section, ...] = ()
    line: int = 0

    def walk(self) -> Iterator[Section]:
        """This section, then all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of a section, the unit of retrieval.

    ``path`` holds the headings above it, outermost first. ``text`` is for people only.
    """

    id: str
    report: str
    section: str
    path: tuple[str, ...]
    text: str
    kind: str
    year: int
    unit: str

    @property
    def masked(self) -> str:
        """What a writer may see; made when asked for, because it takes milliseconds."""
        from corpus.masking import mask  # this file only names things: it needs nothing to load

        return mask(self.text, own=(self.unit,) if self.unit else ()).text


@dataclass(frozen=True, slots=True)
class Report:
    """A past document, parsed.

    ``title`` is inferred from the text when ``titled`` is False. ``byline`` is what stands
    between title and salutation (speaker, date); ``opening`` the paragraphs before the first
    heading; ``closing`` those after the last section. ``source`` is the file's name below the
    folder it was read from, never an absolute path. ``doubt`` says in Chinese why its kind is a
    guess only, "" when it is sure or was given.
    """

    id: str
    title: str
    kind: str
    year: int
    unit: str
    source: str
    sections: tuple[Section, ...]
    titled: bool = True
    byline: tuple[str, ...] = ()
    salutation: str = ""
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    signature: str = ""
    date: str = ""
    doubt: str = ""

    def walk(self) -> Iterator[Section]:
        """All sections in reading order."""
        for section in self.sections:
            yield from section.walk()

    def texts(self) -> Iterator[str]:
        """Every piece of text in reading order: title, opening, headings, bodies, closing."""
        yield self.title
        yield from self.byline
        yield self.salutation
        yield from self.opening
        for section in self.walk():
            yield section.heading
            yield from section.paragraphs
        yield from self.closing
        yield self.signature
        yield self.date

    def level_counts(self) -> dict[str, int]:
        """How many sections stand at levels 1, 2 and 3, keyed "1", "2", "3"."""
        levels = [section.level for section in self.walk()]
        return {str(level): levels.count(level) for level in (1, 2, 3)}

    def to_plain(self) -> dict[str, Any]:
        """JSON-ready mapping from which :meth:`from_plain` makes an equal report."""
        plain = asdict(self)
        if not self.doubt:
            del plain["doubt"]
        return plain

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Report:
        """The report that :meth:`to_plain` described."""
        sections = tuple(_section(each) for each in plain["sections"])
        tuples = {key: tuple(plain[key]) for key in ("byline", "opening", "closing")}
        return cls(**{**plain, **tuples, "sections": sections})


def _section(plain: dict[str, Any]) -> Section:
    children = tuple(_section(each) for each in plain["children"])
    return Section(**{**plain, "paragraphs": tuple(plain["paragraphs"]), "children": children})
