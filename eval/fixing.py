"""Mechanical mends: in plain text as they are, in Word as tracked changes; never a figure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from xml.sax.saxutils import escape

from assistant.edited.page import Line, Run
from assistant.edited.styles import page_of
from assistant.edited.wordfile import DOCUMENT, open_word
from corpus.errors import SettingsError
from corpus.reading.txt import read_text
from eval.examined import Examined
from eval.finding import Finding

AUTHOR = "拟稿核对"
"""Under whose name the tracked changes stand."""
PLAIN_SUFFIXES = (".txt", ".md", ".markdown")
_NUMERALS = re.compile(r"[0-9０-９.．%％〇零一二两三四五六七八九十百千万亿]")


@dataclass(frozen=True, slots=True)
class Fixed:
    """The mended file, the findings it answers, and the mechanical ones it could not place."""

    content: bytes
    done: tuple[Finding, ...]
    left: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Edit:
    """What to put for ``start:end`` of a source text."""

    start: int
    end: int
    new: str
    finding: Finding


def fix_file(path: Path, examined: Examined, findings: Iterable[Finding]) -> Fixed:
    """The file with its mechanical faults mended; the file itself is not touched.

    Args:
        path: The file the text was read from.
        examined: The text as it was judged.
        findings: What was found in it.

    Raises:
        SettingsError: files of this sort cannot be mended.
        ReadingError: the file cannot be read.
    """
    match path.suffix.lower():
        case ".docx":
            return _fix_word(path, examined, findings)
        case suffix if suffix in PLAIN_SUFFIXES:
            source = read_text(path)
            edits, left = _placed(source, examined, findings)
            done = dict.fromkeys(edit.finding for edit in edits)
            return Fixed(_applied(source, edits).encode(), tuple(done), left)
    raise SettingsError(
        f"“{path.name}”不能自动改；--fix 用于 .docx、.txt、.md，草稿请先 nigao export 成 .docx"
    )


def is_mechanical(finding: Finding) -> bool:
    """Whether a program may mend it: there is a mend, and it leaves every numeral as it is."""
    if finding.mend is None or finding.start < 0:
        return False
    return _NUMERALS.findall(finding.excerpt) == _NUMERALS.findall(finding.mend)


def mended(examined: Examined, findings: Iterable[Finding]) -> str:
    """The examined text with its mechanical findings mended; of two that overlap, the first.

    A mend that would change a numeral is not mechanical (:func:`is_mechanical`).
    """
    edits = [_Edit(each.start, each.end, each.mend or "", each) for each in _mends(findings)]
    return _applied(examined.text, edits)


def _mends(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The mechanical findings in order, of those that overlap the first."""
    taken = -1
    mechanical = (each for each in findings if is_mechanical(each))
    for finding in sorted(mechanical, key=lambda each: (each.start, each.end)):
        if finding.start >= taken:
            taken = finding.end
            yield finding


def _placed(
    source: str, examined: Examined, findings: Iterable[Finding]
) -> tuple[list[_Edit], tuple[Finding, ...]]:
    """The edits of a source text, and the findings whose paragraph is written otherwise there."""
    places = _places(source, examined)
    edits: list[_Edit] = []
    left: list[Finding] = []
    for finding in _mends(findings):
        at = bisect_right(examined.pieces, finding.start, key=lambda piece: piece.start) - 1
        piece = examined.pieces[at]
        start = places[at] + finding.start - piece.start
        if places[at] < 0 or finding.end > piece.end:
            left.append(finding)
        else:
            edits += _smallest(start, finding)
    return edits, tuple(left)


def _smallest(start: int, finding: Finding) -> Iterator[_Edit]:
    """The edits a mend needs: what it leaves as it is, figures above all, is not written again."""
    mend = finding.mend or ""
    for tag, old, old_end, new, new_end in SequenceMatcher(
        None, finding.excerpt, mend, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            yield _Edit(start + old, start + old_end, mend[new:new_end], finding)


def _places(source: str, examined: Examined) -> list[int]:
    """Where each piece stands in the source, -1 where it is not written so."""
    places: list[int] = []
    cursor = 0
    for piece in examined.pieces:
        at = source.find(piece.text, cursor)
        places.append(at)
        cursor = at + len(piece.text) if at >= 0 else cursor
    return places


def _applied(source: str, edits: Sequence[_Edit]) -> str:
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (source[at : edit.start], edit.new)
        at = edit.end
    return "".join((*parts, source[at:]))


# --- Word --------------------------------------------------------------------------------------


def _fix_word(path: Path, examined: Examined, findings: Iterable[Finding]) -> Fixed:
    file = open_word(path)
    lines = page_of(file).lines
    starts: list[int] = []
    at = 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    source = "\n".join(line.text for line in lines)
    edits, left = _placed(source, examined, findings)
    cuts: dict[tuple[int, int], list[_Edit]] = {}
    runs: dict[tuple[int, int], Run] = {}
    lost: list[Finding] = []
    for edit in edits:
        number = bisect_right(starts, edit.start) - 1
        found = _run_at(lines[number], edit.start - starts[number], edit.end - starts[number])
        if found is None:
            lost.append(edit.finding)
            continue
        offset, run = found
        key = (run.start, run.end)
        runs[key] = run
        start = edit.start - starts[number] - offset
        cuts.setdefault(key, []).append(
            _Edit(start, start + edit.end - edit.start, edit.new, edit.finding)
        )
    content = file.with_parts({DOCUMENT: _revised(file.document, runs, cuts)})
    done = dict.fromkeys(edit.finding for rows in cuts.values() for edit in rows)
    return Fixed(content, tuple(done), (*left, *dict.fromkeys(lost)))


def _run_at(line: Line, start: int, end: int) -> tuple[int, Run] | None:
    """(offset, run) of the one run that holds a stretch of a line.

    None where the stretch lies in several, or the run holds more than text, or somebody's own
    revision.
    """
    for offset, run in line.standing():
        if offset <= start and end <= offset + len(run.text):
            return (offset, run) if run.plain and not run.revisions else None
    return None


def _revised(
    document: bytes, runs: dict[tuple[int, int], Run], cuts: dict[tuple[int, int], list[_Edit]]
) -> bytes:
    """document.xml with each run that is mended cut into what stays, goes and comes."""
    used = [int(number) for number in re.findall(rb'w:id="(\d+)"', document)]
    number = max(used, default=0) + 1
    parts: list[bytes] = []
    at = 0
    for key in sorted(cuts):
        run, edits = runs[key], sorted(cuts[key], key=lambda edit: edit.start)
        parts += (document[at : key[0]], _cut(run, edits, number))
        number += 2 * len(edits)
        at = key[1]
    return b"".join((*parts, document[at:]))


def _cut(run: Run, edits: Sequence[_Edit], number: int) -> bytes:
    made: list[bytes] = []
    at = 0
    for edit in edits:
        made += (
            _text_run(run, run.text[at : edit.start], "t"),
            _revision("del", number, _text_run(run, run.text[edit.start : edit.end], "delText")),
            _revision("ins", number + 1, _text_run(run, edit.new, "t")),
        )
        number += 2
        at = edit.end
    return b"".join((*made, _text_run(run, run.text[at:], "t")))


def _text_run(run: Run, text: str, tag: str) -> bytes:
    if not text:
        return b""
    words = f'<w:{tag} xml:space="preserve">{escape(text)}</w:{tag}>'.encode()
    return b"<w:r>" + run.properties + words + b"</w:r>"


def _revision(tag: str, number: int, run: bytes) -> bytes:
    """A tracked change without a date: same input, same bytes."""
    if not run:
        return b""
    return f'<w:{tag} w:id="{number}" w:author="{AUTHOR}">'.encode() + run + f"</w:{tag}>".encode()
