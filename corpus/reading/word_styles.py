"""What Word's paragraph styles say of headings and numbering (ISO/IEC 29500-1, clause 17.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.reading.package import child_of, is_on, qn, said, value_of

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])")
# outlineLvl 9 is body text (17.3.1.20).
_BODY_LEVEL = 9
_MOST_FORMS = 500
_PROPERTIES, _NUMBERED = qn("w:pPr"), qn("w:numPr")
_MARK_DELETED = f"{qn('w:rPr')}/{qn('w:del')}"
_SEPARATES = f"{qn('w:rPr')}/{qn('w:specVanish')}"
_Link = tuple[Any | None, str, str]


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a paragraph is numbered: its list, and its level there.

    ``level`` is None when only the list's own definition tells it, by naming ``style``.
    """

    num_id: str
    level: int | None
    style: str = ""


@dataclass(frozen=True, slots=True)
class _Traits:
    """What a style says by itself and those it is based on.

    ``links`` are (properties, lower-case name, id) along the chain; ``contents`` says that it is
    for lines of a table of contents.
    """

    links: tuple[_Link, ...]
    level: int | None
    contents: bool


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """What a paragraph's properties say of it, with its style and those that is based on.

    ``level`` is that of a heading: 0 for the title, None for body. ``contents`` says that it is a
    line of the table of contents, which repeats headings; ``runs_on`` that it runs on into the
    next, because its end was deleted (17.13.5.15) or is a style separator, which keeps a heading
    in the line of its text (17.3.2.36): then it is ``separated``.
    """

    style: str
    level: int | None
    contents: bool
    place: ListPlace | None
    runs_on: bool
    separated: bool


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles by id; ``default`` is the paragraph style of paragraphs that name none."""

    by_id: dict[str, Any]
    default: str = ""
    _traits: dict[str, _Traits] = field(default_factory=dict)
    _forms: dict[str, Form] = field(default_factory=dict)

    def form_of(self, paragraph: Any) -> Form:
        """The paragraph's form.

        A file sets its paragraphs in a handful of them; no more are kept than an honest file has.
        """
        own = child_of(paragraph, _PROPERTIES)
        key = said(own)
        form = self._forms.get(key)
        if form is None:
            form = self._form(own)
            if len(self._forms) < _MOST_FORMS:
                self._forms[key] = form
        return form

    def chain(self, style_id: str) -> Iterator[Any]:
        """The style elements from ``style_id`` back over those it is based on."""
        seen: set[str] = set()
        while style_id in self.by_id and style_id not in seen:
            seen.add(style_id)
            yield self.by_id[style_id]
            style_id = value_of(self.by_id[style_id], "basedOn")

    def _form(self, own: Any | None) -> Form:
        named = "" if own is None else value_of(own, "pStyle")
        style = named if named in self.by_id else self.default
        outline = "" if own is None else value_of(own, "outlineLvl")
        traits = self._traits_of(style)
        deleted = own is not None and own.find(_MARK_DELETED) is not None
        separated = own is not None and is_on(own.find(_SEPARATES))
        return Form(
            style,
            _outlined(outline) if outline else traits.level,
            traits.contents,
            _list_place(own, traits),
            deleted or separated,
            separated,
        )

    def _traits_of(self, style: str) -> _Traits:
        """What a style with those it is based on says, worked out once a style."""
        if style not in self._traits:
            self._traits[style] = _traits(list(self.chain(style)))
        return self._traits[style]


def _list_place(own: Any | None, traits: _Traits) -> ListPlace | None:
    """Where a paragraph is numbered, or None.

    List and level may come from different links of the chain: the style names the list, the
    paragraph its level.
    """
    level: int | None = None
    for properties, _, style in ((own, "", ""), *traits.links):
        numbered = None if properties is None else child_of(properties, _NUMBERED)
        if numbered is None:
            continue
        if level is None and (told := value_of(numbered, "ilvl")):
            level = int(told)
        if num_id := value_of(numbered, "numId"):
            return None if num_id == "0" else ListPlace(num_id, level, style)
    return None


def _traits(chain: list[Any]) -> _Traits:
    links = tuple(
        (child_of(each, _PROPERTIES), value_of(each, "name").lower(), each.get(qn("w:styleId"), ""))
        for each in chain
    )
    return _Traits(
        links,
        _level(links),
        any(name.startswith("toc ") for _, name, _ in links),
    )


def _level(links: tuple[_Link, ...]) -> int | None:
    for properties, name, _ in links:
        if name in {"title", "标题"}:
            return 0
        if found := _HEADING.fullmatch(name):
            return int(found[1])
        outline = value_of(properties, "outlineLvl") if properties is not None else ""
        if outline:
            return _outlined(outline)
    return None


def _outlined(outline: str) -> int | None:
    return None if int(outline) >= _BODY_LEVEL else int(outline) + 1


def styles_of(root: Any | None) -> Styles:
    """The styles that ``w:styles`` defines; without one, none."""
    if root is None:
        return Styles({})
    styles = {each.get(qn("w:styleId"), ""): each for each in root.iterchildren(qn("w:style"))}
    default = (
        name
        for name, each in styles.items()
        if each.get(qn("w:type")) == "paragraph" and each.get(qn("w:default")) in {"1", "true"}
    )
    return Styles(styles, next(default, ""))
