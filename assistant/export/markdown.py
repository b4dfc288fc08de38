r"""The draft as Markdown, in which every mask and mark of the text stays literal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.draft import Draft, DraftSection, Paragraph

# A mask ``**`` would vanish as emphasis; the other marks would turn prose into links or code.
_MARKUP = re.compile(r"([\\`*_~<>\[\]|#&])")
# "1. " and "- " at the start of a line would become a list, "---" a rule.
_LEADING = re.compile(r"^(\s*)(?:(\d{1,9})([.)])(?=\s|$)|([-+=])(?=[\s\-+=]|$))")
_SENTENCE_ENDS = "。！？：；"


def to_markdown(draft: Draft) -> str:
    """The draft as Markdown: title and headings as ``#`` lines, everything else as paragraphs.

    A run-in heading stands in its paragraph (``（一）……。正文``), as it does in print. Holes stay as
    ``【待补N】``. Ends with a line break.
    """
    return "\n\n".join(_blocks(draft)) + "\n"


def escape(text: str) -> str:
    """``text`` as Markdown that shows exactly these characters, on one line."""
    literal = _MARKUP.sub(r"\\\1", " ".join(text.splitlines()))
    return _LEADING.sub(_escaped_start, literal)


def heading_line(section: DraftSection) -> str:
    """The heading as printed: its number and words, with 。 where the body runs on behind it."""
    words = section.number + section.heading
    runs_on = section.run_in and section.heading and section.paragraphs
    return words + "。" if runs_on and words[-1] not in _SENTENCE_ENDS else words


def runs_on(section: DraftSection) -> bool:
    """Whether the first paragraph goes on in the heading's line: run-in, or a bare number."""
    return bool(section.paragraphs) and (section.run_in or not section.heading)


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
