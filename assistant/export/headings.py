"""How a section's heading stands in print: on its own line, or in the line of its text."""

from __future__ import annotations

from assistant.draft import DraftSection

_ENDS = "。！？：；"


def runs_on(section: DraftSection) -> bool:
    """Whether the first paragraph goes on in the heading's line: run-in, or a bare number."""
    return bool(section.paragraphs) and (section.run_in or not section.heading)


def heading_line(section: DraftSection) -> str:
    """The heading as printed: number and words, closed with 。 where text follows in its line."""
    words = section.number + section.heading
    closed = not section.heading or words.endswith(tuple(_ENDS))
    return words if closed or not runs_on(section) else words + "。"
