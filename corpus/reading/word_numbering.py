"""Word's automatic numbering, resolved into what a reader sees (ISO/IEC 29500-1, clause 17.9)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from corpus.reading.package import is_on, qn, value_of
from corpus.reading.word_numerals import written
from corpus.reading.word_styles import ListPlace, Styles, styles_of

# Forms that show a mark or nothing: such a paragraph has no number.
_UNNUMBERED = {"bullet", "none"}


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list.

    ``style`` is the paragraph style tied to it; ``restart`` the level (from 1) whose numbers begin
    this one anew, 0 for none and None for any above it (17.9.10); ``legal`` shows the numbers of
    all levels in Arabic digits (17.9.4).
    """

    start: int
    form: str
    text: str
    style: str = ""
    restart: int | None = None
    legal: bool = False


_Levels = Mapping[int, _Level]


@dataclass(frozen=True, slots=True)
class _List:
    """A numbering instance (w:num): the abstract list it counts in, its levels, its new starts."""

    abstract: str
    levels: _Levels
    starts: Mapping[int, int]


@dataclass(slots=True)
class Numbering:
    """The numbers of list paragraphs, counted as the paragraphs come."""

    lists: Mapping[str, _List]
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _begun: set[str] = field(default_factory=set)

    def next_number(self, place: ListPlace) -> str:
        """The number of the next paragraph at this place, "" for bullets and unknown lists.

        Counts the paragraph; lists of one abstract list go on counting together (17.9.15).
        """
        one = self.lists.get(place.num_id)
        at = _level_at(one.levels, place) if one else 0
        if one is None or at not in one.levels:
            return ""
        level, counts = one.levels[at], self._counts[one.abstract]
        if place.num_id not in self._begun:
            self._begun.add(place.num_id)
            counts.update({deep: start - 1 for deep, start in one.starts.items()})
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in [deep for deep in counts if deep > at and _restarts(one, deep, at)]:
            del counts[deeper]
        if level.form in _UNNUMBERED:
            return ""
        return re.sub(
            "%([1-9])", lambda found: _shown(one, counts, int(found[1]) - 1, level), level.text
        )


def _level_at(levels: _Levels, place: ListPlace) -> int:
    """The level the paragraph says, else the one tied to its style, else the first."""
    if place.level is not None:
        return place.level
    tied = (at for at, level in levels.items() if place.style and level.style == place.style)
    return next(tied, 0)


def _restarts(one: _List, deep: int, at: int) -> bool:
    restart = one.levels[deep].restart if deep in one.levels else None
    return restart is None or at < restart


def _shown(one: _List, counts: dict[int, int], at: int, level: _Level) -> str:
    shown = one.levels.get(at)
    if shown is None:
        return ""
    value = counts.setdefault(at, shown.start)
    return written(value, "decimal" if level.legal else shown.form)


def lists_of(root: Any | None, style_root: Any | None) -> Mapping[str, _List]:
    """The lists that ``w:numbering`` defines, some through ``w:styles``; without one, none."""
    if root is None:
        return {}
    styles = styles_of(style_root)
    abstracts = {
        each.get(qn("w:abstractNumId"), ""): each for each in root.iterchildren(qn("w:abstractNum"))
    }
    nums = {each.get(qn("w:numId"), ""): each for each in root.iterchildren(qn("w:num"))}
    return {name: _list(num, nums, abstracts, styles) for name, num in nums.items()}


def _list(num: Any, nums: dict[str, Any], abstracts: dict[str, Any], styles: Styles) -> _List:
    name = value_of(num, "abstractNumId")
    name = _linked(name, nums, abstracts, styles)
    levels = dict(_levels(abstracts[name])) if name in abstracts else {}
    starts: dict[int, int] = {}
    for override in num.iterchildren(qn("w:lvlOverride")):
        levels.update(_levels(override))
        if start := value_of(override, "startOverride"):
            starts[int(override.get(qn("w:ilvl"), "0"))] = int(start)
    return _List(name, levels, starts)


def _linked(name: str, nums: dict[str, Any], abstracts: dict[str, Any], styles: Styles) -> str:
    """The abstract list that defines ``name``: itself, or through a list style (17.9.21)."""
    style = value_of(abstracts[name], "numStyleLink") if name in abstracts else ""
    if not style:
        return name
    for other, abstract in abstracts.items():
        if value_of(abstract, "styleLink") == style:
            return other
    linked = styles.by_id.get(style)
    found = (
        None if linked is None else linked.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    )
    num = None if found is None else nums.get(found.get(qn("w:val"), ""))
    return name if num is None else value_of(num, "abstractNumId")


def _levels(parent: Any) -> dict[int, _Level]:
    return {
        int(lvl.get(qn("w:ilvl"), "0")): _level(lvl) for lvl in parent.iterchildren(qn("w:lvl"))
    }


def _level(lvl: Any) -> _Level:
    restart = value_of(lvl, "lvlRestart")
    return _Level(
        start=int(value_of(lvl, "start", "1")),
        form=value_of(lvl, "numFmt", "decimal"),
        text=value_of(lvl, "lvlText"),
        style=value_of(lvl, "pStyle"),
        restart=int(restart) if restart else None,
        legal=is_on(lvl.find(qn("w:isLgl"))),
    )
