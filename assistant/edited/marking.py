"""Changing words of document.xml as tracked changes, leaving every other byte alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from assistant.edited.page import Line, Page, Run

_ID = re.compile(rb'w:id="(\d+)"')


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters ``start:end`` of the text of line ``line`` become ``now``."""

    line: int
    start: int
    end: int
    now: str


def may_mark(page: Page, edit: Edit) -> bool:
    """Whether the words stand in runs of text only, which can be cut."""
    return all(run.plain for _, _, run in _touched(page.lines[edit.line], edit))


def mark_edits(
    document: bytes, page: Page, edits: Iterable[Edit], *, author: str, date: str
) -> bytes:
    """document.xml with each edit a tracked deletion and insertion.

    Args:
        document: The part ``page`` was read from.
        page: Its lines.
        edits: Edits that do not overlap; each for which :func:`may_mark` is true.
        author: Who the revisions are by.
        date: When, as ``2026-12-30T00:00:00Z``, or "".
    """
    marker = _Marker(document, author, date)
    by_run: defaultdict[Run, list[tuple[int, int, str]]] = defaultdict(list)
    for edit in edits:
        touched = list(_touched(page.lines[edit.line], edit))
        for at, (start, end, run) in enumerate(touched):
            by_run[run].append((start, end, edit.now if at == len(touched) - 1 else ""))
    pieces: list[bytes] = []
    done = 0
    for run in sorted(by_run, key=lambda each: each.start):
        pieces += [document[done : run.start], marker.marked(run, sorted(by_run[run]))]
        done = run.end
    return b"".join((*pieces, document[done:]))


def _touched(line: Line, edit: Edit) -> Iterator[tuple[int, int, Run]]:
    """(start, end, run) of the edit's words within each run they stand in."""
    for at, run in line.standing():
        start, end = max(edit.start - at, 0), min(edit.end - at, len(run.text))
        if start < end:
            yield start, end, run


class _Marker:
    def __init__(self, document: bytes, author: str, date: str) -> None:
        self.ids = count(max((int(each) for each in _ID.findall(document)), default=0) + 1)
        stamp = f" w:date={quoteattr(date)}" if date else ""
        self.made = f"w:author={quoteattr(author)}{stamp}"

    def marked(self, run: Run, edits: Sequence[tuple[int, int, str]]) -> bytes:
        """The run cut at the edits, each (start, end, what comes instead)."""
        pieces: list[bytes] = []
        done = 0
        for start, end, now in edits:
            pieces.append(_typed(run, run.text[done:start]))
            pieces.append(self._wrapped("w:del", _typed(run, run.text[start:end], "w:delText")))
            if now:
                inserted = self._wrapped("w:ins", _typed(run, now))
                pieces.append(_outside(run, inserted))
            done = end
        return b"".join((*pieces, _typed(run, run.text[done:])))

    def _wrapped(self, tag: str, typed: bytes) -> bytes:
        start = f'<{tag} w:id="{next(self.ids)}" {self.made}>'
        return start.encode() + typed + f"</{tag}>".encode()


def _outside(run: Run, inserted: bytes) -> bytes:
    """``inserted`` between the insertions the run stands in: those of others may not hold it."""
    tags = [revision.tag for revision in run.revisions]
    names = [tag[1:].split(b" ", 1)[0].rstrip(b">") for tag in tags]
    closed = b"".join(b"</" + name + b">" for name in reversed(names))
    return closed + inserted + b"".join(tags)


def _typed(run: Run, text: str, tag: str = "w:t") -> bytes:
    if not text:
        return b""
    typed = f'<{tag} xml:space="preserve">{escape(text)}</{tag}></w:r>'
    return b"<w:r>" + run.properties + typed.encode()
