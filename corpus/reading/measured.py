"""The layout of a Word file as it will be printed: page, margins, and each paragraph's type.

What a layout check compares with GB/T 9704-2012, clause 5.2 and 7. Names follow ISO/IEC 29500-1:
properties are looked for in the run, its character style, the paragraph's style and those it is
based on, then the defaults of the file (17.7.2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from corpus.lines import Line
from corpus.reading.docx import Seen, blocks_of, lines_in, text_of
from corpus.reading.package import Package, child_of, is_on, opened, qn, said, value_of
from corpus.reading.word_styles import Form, Styles, styles_of

_TWIPS_PER_POINT, _TWIPS_PER_MM = 20, 1440 / 25.4
_HALF_POINTS = 2
_SINGLE = 240  # w:line of single spacing, in 240ths of a line
_WORDS_DEFAULT_SIZE = 10.0  # points, where neither style nor defaults say one (17.3.2.38)
_HUNDREDTHS = 100
_MOST_WAYS = 500
_PARAGRAPH, _TEXT = qn("w:p"), qn("w:t")
_RUN_PROPERTIES, _PARAGRAPH_PROPERTIES = qn("w:rPr"), qn("w:pPr")


class MeasuredParagraph(NamedTuple):
    """How a paragraph is set; of several types in it, the one most of its characters have.

    ``number`` is the one its :class:`~corpus.lines.Line` bears, ``style`` the style's name.
    ``font`` is the East Asian type, ``latin`` the other; ``size`` in points. ``pitch`` is the
    points from line to line where that is fixed, else 0 and ``spacing`` says how many lines
    (1.0 is single). ``align`` is left, center, right or both; ``indent`` the first line's, in
    characters of the paragraph's own size.
    """

    number: int
    text: str
    style: str
    font: str
    latin: str
    size: float
    bold: bool
    pitch: float
    spacing: float
    align: str
    indent: float


@dataclass(frozen=True, slots=True)
class MeasuredLayout:
    """Page and margins of a Word file's first section in millimetres, and its paragraphs.

    ``grid`` is the line pitch of the document grid in points, 0 where there is none. Paragraphs
    in tables and text boxes are not measured.
    """

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    grid: float
    paragraphs: tuple[MeasuredParagraph, ...]


def measure_layout(path: Path) -> MeasuredLayout:
    """The layout of the .docx at ``path``.

    Raises:
        ReadingError: as :func:`corpus.reading.package.opened`.
    """
    with opened(path) as package:
        return layout_in(package)


def read_measured(path: Path) -> tuple[tuple[Line, ...], MeasuredLayout]:
    """The lines of the .docx at ``path`` and its layout, from one reading of the file.

    Raises:
        ReadingError, SecretFileError: as :func:`corpus.reading.docx.read_lines`.
    """
    with opened(path) as package:
        seen: dict[Any, Seen] = {}
        return lines_in(package, seen), layout_in(package, seen)


def layout_in(package: Package, seen: Mapping[Any, Seen] | None = None) -> MeasuredLayout:
    """The layout of an open Word file; ``seen`` are paragraphs known already."""
    sheet = package.made(_sheet, "styles", "theme")
    body = package.main.find(qn("w:body"))
    measured = (
        sheet.measured(block, at, (seen or {}).get(block) or sheet.seen(block))
        for at, block in enumerate(blocks_of(body), 1)
        if block.tag == _PARAGRAPH
    )
    return MeasuredLayout(
        **_page(next(body.iter(qn("w:sectPr")), None)),
        paragraphs=tuple(paragraph for paragraph in measured if paragraph.text),
    )


def _sheet(styles: Any | None, theme: Any | None) -> _Sheet:
    return _Sheet(styles_of(styles), styles, _theme_fonts(theme))


def _page(section: Any | None) -> dict[str, float]:
    """Page, margins and grid of a section; 0 for what it does not say."""
    size, margins, grid = (
        None if section is None else section.find(qn(name))
        for name in ("w:pgSz", "w:pgMar", "w:docGrid")
    )
    found = {name: _twips(size, key) for name, key in (("width", "w"), ("height", "h"))}
    found |= {name: _twips(margins, name) for name in ("top", "bottom", "left", "right")}
    found = {name: round(value / _TWIPS_PER_MM, 1) for name, value in found.items()}
    return found | {"grid": _twips(grid, "linePitch") / _TWIPS_PER_POINT}


def _twips(element: Any | None, name: str) -> float:
    return float(element.get(qn(f"w:{name}"), "0")) if element is not None else 0.0


@dataclass(frozen=True, slots=True)
class _Type:
    """The type of a run."""

    font: str
    latin: str
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class _Setting:
    """How lines of a paragraph are set, and the name of their style.

    The first line's indent is in characters, else in points.
    """

    style: str
    pitch: float
    spacing: float
    align: str
    characters: float | None
    points: float

    def indent(self, size: float) -> float:
        """The first line's indent in characters of this size."""
        return round(self.points / size, 2) if self.characters is None else self.characters


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The styles of a file, its defaults, and its theme's types by name (minorEastAsia).

    A file sets hundreds of runs in a handful of ways: each way is worked out once, and no more of
    them are kept than an honest file has.
    """

    styles: Styles
    root: Any | None
    theme: dict[str, str]
    _types: dict[tuple[str, str], _Type] = field(default_factory=dict)
    _settings: dict[Form, _Setting] = field(default_factory=dict)

    def seen(self, paragraph: Any) -> Seen:
        return Seen(text_of(paragraph), self.styles.form_of(paragraph))

    def measured(self, paragraph: Any, number: int, seen: Seen) -> MeasuredParagraph:
        form = seen.form
        kind = self._type_of(paragraph, form.style)
        setting = self._settings.get(form)
        if setting is None:
            setting = self._setting(paragraph, form.style)
            if len(self._settings) < _MOST_WAYS:
                self._settings[form] = setting
        return MeasuredParagraph(
            number,
            seen.text.strip(),
            setting.style,
            kind.font,
            kind.latin,
            kind.size,
            kind.bold,
            setting.pitch,
            setting.spacing,
            setting.align,
            setting.indent(kind.size),
        )

    def _setting(self, paragraph: Any, style: str) -> _Setting:
        own = child_of(paragraph, _PARAGRAPH_PROPERTIES)
        sources = [own, *self._of_style(style, "w:pPr"), self._default("w:pPrDefault/w:pPr")]
        named = self.styles.by_id.get(style)
        return _setting("" if named is None else value_of(named, "name"), sources)

    def _type_of(self, paragraph: Any, style: str) -> _Type:
        """The type most characters of a paragraph are set in."""
        texts = list(paragraph.iter(_TEXT))
        kinds = [self._run_type(text.getparent(), style) for text in texts]
        if kinds and kinds.count(kinds[0]) == len(kinds):
            return kinds[0]
        counts: Counter[_Type] = Counter()
        for text, kind in zip(texts, kinds, strict=True):
            counts[kind] += len((text.text or "").strip())
        # A formula has no text of Word's own.
        return counts.most_common(1)[0][0] if counts else self._type_by(None, style)

    def _run_type(self, run: Any, style: str) -> _Type:
        first = run[0]
        return self._type_by(first if first.tag == _RUN_PROPERTIES else None, style)

    def _type_by(self, own: Any | None, style: str) -> _Type:
        key = (style, said(own))
        found = self._types.get(key)
        if found is None:
            named = "" if own is None else value_of(own, "rStyle")
            sources = [own, *self._of_style(named, "w:rPr"), *self._of_style(style, "w:rPr")]
            found = self._type([*sources, self._default("w:rPrDefault/w:rPr")])
            if len(self._types) < _MOST_WAYS:
                self._types[key] = found
        return found

    def _type(self, sources: list[Any]) -> _Type:
        size = _attribute(sources, "sz", "val")
        bold = next((each for each in _elements(sources, "b")), None)
        return _Type(
            font=self._font(sources, "eastAsia"),
            latin=self._font(sources, "ascii"),
            size=float(size) / _HALF_POINTS if size else _WORDS_DEFAULT_SIZE,
            bold=is_on(bold),
        )

    def _font(self, sources: list[Any], script: str) -> str:
        """The type for a script; within one place a theme's goes before a named one (17.3.2.26)."""
        for fonts in _elements(sources, "rFonts"):
            themed = self.theme.get(fonts.get(qn(f"w:{script}Theme"), ""))
            if named := themed or fonts.get(qn(f"w:{script}")):
                return str(named)
        return ""

    def _of_style(self, style: str, name: str) -> Iterator[Any]:
        return (child_of(each, qn(name)) for each in self.styles.chain(style))

    def _default(self, path: str) -> Any | None:
        if self.root is None:
            return None
        steps = ["w:docDefaults", *path.split("/")]
        return self.root.find("/".join(qn(step) for step in steps))


def _elements(sources: Iterable[Any | None], name: str) -> Iterator[Any]:
    """The child ``w:name`` of each place that has one, nearest first."""
    wanted = qn(name)
    found = (child_of(source, wanted) for source in sources if source is not None)
    return (each for each in found if each is not None)


def _attribute(sources: Iterable[Any | None], name: str, key: str) -> str:
    """The nearest ``w:key`` of ``w:name``, "" where no place has one."""
    wanted = qn(key)
    values = (each.get(wanted) for each in _elements(sources, name))
    return next((value for value in values if value is not None), "")


def _setting(style: str, sources: list[Any]) -> _Setting:
    rule = _attribute(sources, "spacing", "lineRule") or "auto"
    line = float(_attribute(sources, "spacing", "line") or _SINGLE)
    align = _attribute(sources, "jc", "val") or "left"
    characters = _attribute(sources, "ind", "firstLineChars")
    return _Setting(
        style=style,
        pitch=0.0 if rule == "auto" else line / _TWIPS_PER_POINT,
        spacing=line / _SINGLE if rule == "auto" else 0.0,
        align={"start": "left", "end": "right"}.get(align, align),
        characters=float(characters) / _HUNDREDTHS if characters else None,
        points=float(_attribute(sources, "ind", "firstLine") or 0) / _TWIPS_PER_POINT,
    )


def _theme_fonts(theme: Any | None) -> dict[str, str]:
    """The theme's types by the names runs use: minorEastAsia, majorAscii and so on (17.18.96)."""
    fonts: dict[str, str] = {}
    for which in ("major", "minor"):
        scheme = None if theme is None else next(theme.iter(f"{{*}}{which}Font"), None)
        if scheme is None:
            continue
        hans = next((each for each in scheme if each.get("script") == "Hans"), None)
        east, latin = scheme.find("{*}ea"), scheme.find("{*}latin")
        chinese = ("" if east is None else east.get("typeface")) or (
            "" if hans is None else hans.get("typeface")
        )
        roman = "" if latin is None else latin.get("typeface", "")
        fonts |= {f"{which}EastAsia": chinese, f"{which}Ascii": roman, f"{which}HAnsi": roman}
    return fonts
