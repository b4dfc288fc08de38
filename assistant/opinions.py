"""What leaders and departments say of a draft, as a list to work through and to report on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Literal

from assistant.edited.changes import is_ours
from assistant.edited.comments import read_comments
from assistant.edited.page import Line, Page, Run
from assistant.edited.styles import page_of
from assistant.edited.wordfile import open_word
from corpus.clauses import split_sentences

Version = Literal["初稿", "征求意见稿", "送审稿", "定稿"]
Outcome = Literal["采纳", "部分采纳", "未采纳", "待定"]

VERSIONS: tuple[Version, ...] = ("初稿", "征求意见稿", "送审稿", "定稿")
"""The names of versions, in the order a paper goes through them."""

UNNAMED = "未署名"
_HEADING = re.compile(r"(?:heading|标题) ?[1-9]")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion: what is asked, by whom, in which version and section, and what came of it.

    ``words`` is the stretch a comment is fastened to; a tracked change tells it itself.
    ``reason`` is the writer's reply, if any.
    """

    text: str
    who: str
    version: str
    section: str
    words: str = ""
    outcome: Outcome = "待定"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Edit:
    """A tracked change of one person in one sentence: what goes and what comes, in pairs."""

    gone: tuple[str, ...]
    come: tuple[str, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Reviewed:
    """A file that was read: its version, and its text with all revisions accepted."""

    version: str
    text: str
    opinions: tuple[tuple[Opinion, _Edit | None], ...]


def read_opinions(paths: Sequence[Path]) -> tuple[Opinion, ...]:
    """The comments and tracked changes people made in these versions of a paper, in order.

    A file's version is told by its name (送审稿), else by its place among ``paths``. What came of
    a tracked change is told by the last version: 采纳 when it stands there as proposed, 未采纳 when
    the old words do, 部分采纳 when some of it does. A comment is 待定 unless it was ticked off.
    An opinion that later versions carry along is told once, under the version it was given in.

    Raises:
        ReadingError: a file cannot be read.
    """
    files = sorted(
        ((_version(path, at), at, path) for at, path in enumerate(paths)),
        key=lambda row: (_rank(row[0]), row[1]),
    )
    reviewed = [_review(path, version) for version, _, path in files]
    final = reviewed[-1].text if reviewed else ""
    return tuple(
        _judged(each.opinion, each.edit, "" if each.seen_in == len(reviewed) - 1 else final)
        for each in _gathered(reviewed)
    )


@dataclass(slots=True)
class _Standing:
    """An opinion as it was first given, with what later versions say of it.

    ``seen_in`` is the last version in which it still stands, counted from 0.
    """

    opinion: Opinion
    edit: _Edit | None
    seen_in: int


def _gathered(reviewed: Sequence[_Reviewed]) -> Iterable[_Standing]:
    """The opinions, one that a later version carries along told once, as first given.

    What was answered or ticked off later counts.
    """
    standing: dict[tuple[str, str, str, int], _Standing] = {}
    for at, version in enumerate(reviewed):
        told: Counter[tuple[str, str, str]] = Counter()
        for opinion, edit in version.opinions:
            same = (opinion.who, opinion.text, opinion.words)
            told[same] += 1
            before = standing.setdefault((*same, told[same]), _Standing(opinion, edit, at))
            before.seen_in = at
            before.opinion = replace(
                before.opinion,
                outcome=opinion.outcome,
                reason=opinion.reason or before.opinion.reason,
            )
    return standing.values()


def version_of(name: str) -> str:
    """The version a file's name tells, or ""."""
    return next((each for each in reversed(VERSIONS) if each in name), "")


def _version(path: Path, at: int) -> str:
    return version_of(path.stem) or VERSIONS[min(at, len(VERSIONS) - 1)]


def _rank(version: str) -> int:
    return VERSIONS.index(version) if version in VERSIONS else 0


def _review(path: Path, version: str) -> _Reviewed:
    file = open_word(path)
    page = page_of(file)
    sections = _sections(page)
    found: list[tuple[int, Opinion, _Edit | None]] = []
    for comment in read_comments(file):
        if is_ours(comment.author):
            continue
        anchor = page.anchors.get(comment.id)
        at = anchor.line if anchor else 0
        opinion = Opinion(
            comment.text,
            comment.author or UNNAMED,
            version,
            sections[at] if at < len(sections) else "",
            _short(anchor.words) if anchor else "",
            "采纳" if comment.done else "待定",
            "；".join(comment.replies),
        )
        found.append((at, opinion, None))
    for at, line in enumerate(page.lines):
        for who, edit in _edits(line):
            opinion = Opinion(_worded(edit), who, version, sections[at])
            found.append((at, opinion, edit))
    found.sort(key=lambda row: row[0])
    text = "".join(line.text for line in page.lines)
    return _Reviewed(version, text, tuple((opinion, edit) for _, opinion, edit in found))


def _sections(page: Page) -> list[str]:
    """The heading each line stands under."""
    current = "开头"
    sections = []
    for line in page.lines:
        if _HEADING.fullmatch(line.style) and line.text:
            current = line.text
        sections.append("标题" if line.style in ("title", "标题") else current)
    return sections


def _edits(line: Line) -> Iterator[tuple[str, _Edit]]:
    """(who, edit) for what each person changed in each sentence of a line."""
    if not any(run.revisions for run in line.runs):
        return
    for runs in _by_sentence(line):
        authors = dict.fromkeys(r.author for run in runs for r in run.revisions)
        for who in authors:
            if not is_ours(who):
                yield who or UNNAMED, _edit(runs, who)


def _by_sentence(line: Line) -> Iterator[list[Run]]:
    """The runs of each sentence of the accepted text, a run that spans two in both."""
    text = line.text
    spans = [(span.start, span.end) for span in split_sentences(text)] or [(0, 1)]
    places: list[tuple[int, int, Run]] = []
    at = 0
    for run in line.runs:
        end = at if run.deleted else at + len(run.text)
        places.append((at, end, run))
        at = end
    for number, (start, stop) in enumerate(spans):
        last = number == len(spans) - 1
        yield [
            replace(run, text=run.text if run.deleted else text[max(a, start) : min(b, stop)])
            for a, b, run in places
            if (start <= a < stop or (last and a >= stop)) or (a < start < b)
        ]


def _edit(runs: Sequence[Run], who: str) -> _Edit:
    """What one person changed: neighbouring deletions and insertions belong together."""
    gone: list[str] = []
    come: list[str] = []
    for changed, group in groupby(
        runs, key=lambda run: any(r.author == who for r in run.revisions)
    ):
        if changed:
            stretch = list(group)
            gone.append("".join(run.text for run in stretch if run.deleted and not run.inserted))
            come.append("".join(run.text for run in stretch if not run.deleted))
    before = "".join(run.text for run in runs if not run.inserted)
    after = "".join(run.text for run in runs if not run.deleted)
    return _Edit(tuple(gone), tuple(come), before, after)


def _worded(edit: _Edit) -> str:
    """The change as an opinion is worded: 将“…”改为“…”."""
    parts = []
    for gone, come in zip(edit.gone, edit.come, strict=True):
        if gone and come:
            parts.append(f"将“{_short(gone)}”改为“{_short(come)}”")
        elif come:
            parts.append(f"增加“{_short(come)}”")
        elif gone:
            parts.append(f"删去“{_short(gone)}”")
    return "；".join(parts)


def _judged(opinion: Opinion, edit: _Edit | None, final: str) -> Opinion:
    if edit is None or not final:
        return opinion
    if edit.after and edit.after in final:
        return replace(opinion, outcome="采纳")
    if edit.before in final:
        return replace(opinion, outcome="未采纳")
    kept = [_took(gone, come, final) for gone, come in zip(edit.gone, edit.come, strict=True)]
    if all(kept):
        return replace(opinion, outcome="采纳")
    return replace(opinion, outcome="部分采纳" if any(kept) else "待定")


def _took(gone: str, come: str, final: str) -> bool:
    return come in final if come else gone not in final


def _short(text: str) -> str:
    bare = text.strip().replace("\n", "")
    return bare if len(bare) <= _LONGEST else f"{bare[: _LONGEST - 1]}…"
