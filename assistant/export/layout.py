"""The page of a 公文 as data: each measure with its clause and how strongly it holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Strength = Literal["规定", "一般", "推荐", "实务"]
Face = Literal["小标宋", "仿宋", "楷体", "黑体", "宋体", "西文"]

TWIPS_PER_POINT = 20
_TWIPS_PER_MM = Decimal(1440) / Decimal("25.4")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Frozen):
    """Where a value comes from: a clause of GB/T 9704—2012 and the strength of its wording."""

    clause: str
    strength: Strength
    note: str = ""


class Measure(Source):
    """A length or a count, in ``unit``; ``tolerance`` in the same unit."""

    value: Decimal
    unit: Literal["mm", "缇", "字", "行"]
    tolerance: Decimal = Decimal(0)

    @property
    def twips(self) -> int:
        """The length in twentieths of a point.

        Raises:
            ValueError: the value is a count (字, 行) and no length.
        """
        if self.unit not in ("mm", "缇"):
            raise ValueError(f"{self.value}{self.unit} is no length")
        return round(self.value * (_TWIPS_PER_MM if self.unit == "mm" else 1))


class TypeStyle(Source):
    """The face and the size in points of one sort of line."""

    face: Face
    size: int = Field(gt=0, le=72)


class Font(_Frozen):
    """The name Word is given for a face, and the names to try where that is not installed."""

    font: str = Field(min_length=1, max_length=64)
    fallback: tuple[str, ...] = ()


class Page(_Frozen):
    """The sheet of paper, its margins, and what fills it."""

    width: Measure
    height: Measure
    top: Measure
    bottom: Measure
    left: Measure
    right: Measure
    footer: Measure
    lines: Measure
    columns: Measure

    @property
    def text_width(self) -> int:
        """The width of the 版心 in twips."""
        return self.width.twips - self.left.twips - self.right.twips

    @property
    def text_height(self) -> int:
        """The height of the 版心 in twips."""
        return self.height.twips - self.top.twips - self.bottom.twips


class Text(_Frozen):
    """Distances between and within lines."""

    pitch: Measure
    spacing: Measure
    indent: Measure
    title_columns: Measure
    title_gap: Measure
    signature_gap: Measure
    signature_right: Measure
    date_shift: Measure
    annex_gap: Measure
    page_number_side: Measure


class Styles(_Frozen):
    """The type of each sort of line."""

    body: TypeStyle
    title: TypeStyle
    byline: TypeStyle
    heading_1: TypeStyle
    heading_2: TypeStyle
    heading_3: TypeStyle
    heading_4: TypeStyle
    annex_mark: TypeStyle
    table: TypeStyle
    table_head: TypeStyle
    page_number: TypeStyle


class Layout(_Frozen):
    """The whole layout; ``faces`` names the font of each face."""

    page: Page
    text: Text
    styles: Styles
    faces: dict[Face, Font]

    def font(self, style: TypeStyle) -> str:
        """The name of the font ``style`` is set in."""
        return self.faces[style.face].font

    def sources(self) -> dict[str, Source]:
        """Every value with clause and strength, by its dotted name (``page.top``)."""
        return {
            f"{room}.{name}": value
            for room in ("page", "text", "styles")
            for name, value in getattr(self, room)
        }
