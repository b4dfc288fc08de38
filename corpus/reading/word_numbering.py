"""Word's automatic numbering and heading styles, resolved into what a reader sees.

Names follow ISO/IEC 29500-1, clause 17.9 (numbering) and 17.7 (styles).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from corpus.numbering import chinese_number

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}
_DECIMAL = {"decimal", "decimalZero", "decimalFullWidth", "decimalHalfWidth"}
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])")
# outlineLvl 9 is body text (17.3.1.20).
_BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str


@dataclass(slots=True)
class Numbering:
    """The numbers of list paragraphs, counted as the paragraphs come."""

    levels: dict[str, dict[int, _Level]]
    lists: dict[str, str]
    overrides: dict[str, dict[int, int]]
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _begun: set[str] = field(default_factory=set)

    def next_number(self, num_id: str, ilvl: int) -> str:
        """The number of the next paragraph of this list and level, "" for bullets.

        Counts the paragraph; nums of one abstract list go on counting together (17.9.15).
        """
        abstract = self.lists.get(num_id, "")
        level = self.levels.get(abstract, {}).get(ilvl)
        if level is None:
            return ""
        counts = self._counts[abstract]
        if num_id not in self._begun:
            self._begun.add(num_id)
            for at, start in self.overrides.get(num_id, {}).items():
                counts[at] = start - 1
        counts[ilvl] = counts.get(ilvl, level.start - 1) + 1
        for deeper in [at for at in counts if at > ilvl]:
            del counts[deeper]
        return re.sub(
            "%([1-9])", lambda found: self._shown(abstract, int(found[1]) - 1), level.text
        )

    def _shown(self, abstract: str, ilvl: int) -> str:
        level = self.levels[abstract].get(ilvl)
        if level is None:
            return ""
        value = self._counts[abstract].setdefault(ilvl, level.start)
        return chinese_number(value) if level.form in _CHINESE else str(value)


def numbering_of(root: Any | None) -> Numbering:
    """The numbering that ``w:numbering`` defines; without one, no paragraph has a number."""
    if root is None:
        return Numbering({}, {}, {})
    levels = {
        abstract.get(qn("w:abstractNumId")): _levels(abstract)
        for abstract in root.iterchildren(qn("w:abstractNum"))
    }
    nums = {num.get(qn("w:numId")): num for num in root.iterchildren(qn("w:num"))}
    lists = {num_id: value_of(num, "abstractNumId") for num_id, num in nums.items()}
    overrides = {num_id: _overrides(num) for num_id, num in nums.items()}
    return Numbering(levels, lists, overrides)


def qn(name: str) -> str:
    """The qualified name of ``w:name`` as lxml writes it."""
    return _WORD + name.removeprefix("w:")


def value_of(element: Any, name: str, default: str = "") -> str:
    """The ``w:val`` of the child ``w:name``, else ``default``."""
    child = element.find(qn(f"w:{name}"))
    return default if child is None else str(child.get(qn("w:val"), default))


def _levels(abstract: Any) -> dict[int, _Level]:
    return {
        int(lvl.get(qn("w:ilvl"))): _Level(
            int(value_of(lvl, "start", "1")), form, value_of(lvl, "lvlText")
        )
        for lvl in abstract.iterchildren(qn("w:lvl"))
        if (form := value_of(lvl, "numFmt", "decimal")) in _CHINESE | _DECIMAL
    }


def _overrides(num: Any) -> dict[int, int]:
    return {
        int(each.get(qn("w:ilvl"))): int(start)
        for each in num.iterchildren(qn("w:lvlOverride"))
        if (start := value_of(each, "startOverride"))
    }


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles by id, for what they say of headings and numbering."""

    by_id: dict[str, Any]

    def level(self, paragraph: Any) -> int | None:
        """The paragraph's level as a heading: 0 for the title, None for body."""
        for properties, name in self._chain(paragraph):
            if name in {"title", "标题"}:
                return 0
            if found := _HEADING.fullmatch(name):
                return int(found[1])
            outline = value_of(properties, "outlineLvl") if properties is not None else ""
            if outline:
                return None if int(outline) >= _BODY_LEVEL else int(outline) + 1
        return None

    def is_contents(self, paragraph: Any) -> bool:
        """Whether the paragraph is a line of the table of contents, which repeats headings."""
        return any(name.startswith("toc ") for _, name in self._chain(paragraph))

    def list_place(self, paragraph: Any) -> tuple[str, int] | None:
        """The list (numId) and level the paragraph is numbered in, or None."""
        for properties, _ in self._chain(paragraph):
            numbered = None if properties is None else properties.find(qn("w:numPr"))
            if numbered is not None:
                num_id = value_of(numbered, "numId", "0")
                return None if num_id == "0" else (num_id, int(value_of(numbered, "ilvl", "0")))
        return None

    def _chain(self, paragraph: Any) -> list[tuple[Any | None, str]]:
        """The paragraph's own properties, then its style's and those it is based on."""
        properties = paragraph.find(qn("w:pPr"))
        chain: list[tuple[Any | None, str]] = [(properties, "")]
        style_id = "" if properties is None else value_of(properties, "pStyle")
        seen: set[str] = set()
        while style_id in self.by_id and style_id not in seen:
            seen.add(style_id)
            style = self.by_id[style_id]
            chain.append((style.find(qn("w:pPr")), value_of(style, "name").lower()))
            style_id = value_of(style, "basedOn")
        return chain


def styles_of(root: Any) -> Styles:
    """The paragraph styles that ``w:styles`` defines."""
    return Styles({style.get(qn("w:styleId")): style for style in root.iterchildren(qn("w:style"))})
