r"""The draft as Markdown, in which every mask and mark of the text stays literal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.draft import Draft, DraftSection, Paragraph
from assistant.export.headings import heading_line, runs_on

# A mask ``**`` would vanish as emphasis; the other marks would turn prose into links or code.
_MARKUP = re.compile(r"([\\`*_~<>\[\]|#&])")
# "1. " and "- " at the start of a line would become a list, "---" a rule.
_LEADING = re.compile(r"^(\s*)(?:(\d{1,9})([.)])(?=\s|$)|([-+=])(?=[\s\-+=]|$))")


def to_markdown(draft: Draft) -> str:
    """The draft as Markdown: title and headings as ``#`` lines, everything else as paragraphs.

    A run-in heading stands in its paragraph (``（一）……。正文``), as in print. Holes stay as
    ``【待补N】``. Ends with a line break.
    """
    return "\n\n".join(_blocks(draft)) + "\n"


def escape(text: str) -> str:
    """``text`` as Markdown that shows exactly these characters, on one line."""
    literal = _MARKUP.sub(r"\\\1", " ".join(text.splitlines()))
    return _LEADING.sub(_escaped_start, literal)


def _blocks(draft: Draft) -> Iterator[str]:
    yield f"# {escape(draft.title)}"
    yield from (escape(line) for line in draft.byline)
    if draft.salutation:
        yield escape(draft.salutation)
    yield from _paragraphs(draft.opening)
    for section in draft.walk():
        yield from _section(section)
    yield from _paragraphs(draft.closing)
    yield from (escape(line) for line in (draft.signature, draft.date) if line)


def _section(section: DraftSection) -> Iterator[str]:
    heading = heading_line(section)
    paragraphs = section.paragraphs
    if runs_on(section):
        yield escape(heading + _text(paragraphs[0]))
        paragraphs = paragraphs[1:]
    elif heading:
        yield f"{'#' * min(section.level + 1, 6)} {escape(heading)}"
    yield from _paragraphs(paragraphs)


def _paragraphs(paragraphs: tuple[Paragraph, ...]) -> Iterator[str]:
    return (escape(_text(paragraph)) for paragraph in paragraphs if paragraph)


def _text(paragraph: Paragraph) -> str:
    return "".join(sentence.text for sentence in paragraph)


def _escaped_start(found: re.Match[str]) -> str:
    space, digits, stop, mark = found.groups()
    return f"{space}{digits}\\{stop}" if digits else f"{space}\\{mark}"
