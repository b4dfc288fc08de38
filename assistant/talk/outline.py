"""The outline as rows to be ticked, renamed and moved; kept in the sheet as ``outline`` lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.brief import Brief
from assistant.outlining import Heading, read_outline_lines
from corpus.numbering import number_text

_DEEPEST = 2


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One heading: ``was`` is what it is called without the writer's doing, "" for a new one."""

    level: int
    heading: str
    was: str
    kept: bool = True


def outline_rows(sections: Iterable[Brief], outline: Sequence[str]) -> tuple[OutlineRow, ...]:
    """The rows for the sections there would be, as the sheet's outline has them.

    What the outline leaves out stands behind its old neighbour, not ticked.
    """
    usual = list(_usual(sections))
    if not outline:
        return tuple(usual)
    rows = list(_listed(read_outline_lines(outline), 1))
    named = {(row.level, row.was) for row in rows} | {(row.level, row.heading) for row in rows}
    before: OutlineRow | None = None
    for row in usual:
        if (row.level, row.heading) not in named:
            rows.insert(_behind(rows, before, row), replace(row, kept=False))
        before = row
    known = {(row.level, row.heading) for row in usual}
    return tuple(
        row if (row.level, row.was) in known or not row.kept else replace(row, was="")
        for row in rows
    )


def outline_lines(rows: Sequence[OutlineRow], sections: Iterable[Brief]) -> tuple[str, ...]:
    """The rows as the sheet's outline; empty when they are just what there would be anyway."""
    if tuple(rows) == tuple(_usual(sections)):
        return ()
    lines: list[str] = []
    above = True
    for row in rows:
        above = row.kept if row.level == 1 else above
        if row.kept and above:
            renamed = row.was and row.was != row.heading
            words = f"{row.was}→{row.heading}" if renamed else row.heading
            lines.append(number_text(row.level, 1) + words)
    return tuple(lines)


def ticked(rows: Sequence[OutlineRow], at: int, *, kept: bool) -> tuple[OutlineRow, ...]:
    """The rows with one of them in or out; a part goes in or out with what stands below it."""
    block = range(at, _end(rows, at))
    return tuple(replace(row, kept=kept) if n in block else row for n, row in enumerate(rows))


def renamed(rows: Sequence[OutlineRow], at: int, heading: str) -> tuple[OutlineRow, ...]:
    """The rows with another heading for one of them; an empty one brings the old back."""
    words = heading.strip() or rows[at].was or rows[at].heading
    return tuple(replace(row, heading=words) if n == at else row for n, row in enumerate(rows))


def moved(rows: Sequence[OutlineRow], at: int, step: int) -> tuple[OutlineRow, ...]:
    """The rows with one, and all below it, one place up (-1) or down (+1) among its like."""
    level = rows[at].level
    mine = list(rows[at : _end(rows, at)])
    rest = [*rows[:at], *rows[_end(rows, at) :]]
    if step < 0:
        above = _start_before(rows, at, level)
        return tuple(rows) if above is None else (*rest[:above], *mine, *rest[above:])
    if at >= len(rest) or rest[at].level < level:
        return tuple(rows)
    below = _end(rest, at)
    return (*rest[:below], *mine, *rest[below:])


def added(rows: Sequence[OutlineRow], heading: str) -> tuple[OutlineRow, ...]:
    """The rows with a new part at the end."""
    return (*rows, OutlineRow(1, heading.strip(), "")) if heading.strip() else tuple(rows)


def _usual(sections: Iterable[Brief]) -> Iterator[OutlineRow]:
    for section in sections:
        for brief in section.walk():
            if brief.level <= _DEEPEST and brief.heading:
                yield OutlineRow(brief.level, brief.heading, brief.heading)


def _listed(headings: Iterable[Heading], level: int) -> Iterator[OutlineRow]:
    for heading in headings:
        yield OutlineRow(level, heading.text, heading.was or heading.text)
        yield from _listed(heading.children, level + 1)


def _behind(rows: Sequence[OutlineRow], before: OutlineRow | None, row: OutlineRow) -> int:
    if before is None:
        return 0
    at = next(
        (n for n, each in enumerate(rows) if before.heading in (each.was, each.heading)), len(rows)
    )
    if row.level > before.level or at == len(rows):
        return min(at + 1, len(rows))
    # Behind the whole part its old neighbour stands in, so that no part is split.
    while rows[at].level > row.level:
        at -= 1
    return _end(rows, at)


def _end(rows: Sequence[OutlineRow], at: int) -> int:
    """Where what stands below the row ends."""
    end = at + 1
    while end < len(rows) and rows[end].level > rows[at].level:
        end += 1
    return end


def _start_before(rows: Sequence[OutlineRow], at: int, level: int) -> int | None:
    for n in range(at - 1, -1, -1):
        if rows[n].level == level:
            return n
        if rows[n].level < level:
            return None
    return None
