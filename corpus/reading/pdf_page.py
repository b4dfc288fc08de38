"""The rows of print on a page of a PDF, each put together from its pieces left to right.

pypdf hands out text in the order it was painted, and quotation marks set in another font are
painted after their line. So the pieces are taken with their places from the machinery of its layout
mode, which is private to pypdf: pyproject.toml holds pypdf to one minor release for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pypdf import PageObject
from pypdf._text_extraction._layout_mode._fixed_width_page import (
    recurse_to_target_op,
    set_font_operation,
)
from pypdf._text_extraction._layout_mode._text_state_manager import TextStateManager
from pypdf.generic import ContentStream

# Beyond this gap, in ems, the words stand in columns of a table.
_COLUMN = 1.5
# Pieces whose baselines differ by less than this, in ems, stand on one row.
_SAME_ROW = 0.4


@dataclass(frozen=True, slots=True)
class Row:
    """A row of print: its text, where it begins and ends, its baseline and its letters' height.

    All in points; ``bottom`` grows upwards from the foot of the page, ``page`` counts from 0.
    """

    text: str
    left: float
    right: float
    bottom: float
    height: float
    page: int


def content_of(page: PageObject) -> bytes:
    """The drawing commands of a page, b"" for an empty one."""
    contents = page.get_contents()
    return b"" if contents is None else contents.get_data()


def rows_of(page: PageObject, at: int) -> list[Row]:
    """The rows of a page from top to bottom; ``at`` is its index. Turned text is left out."""
    pieces = [piece for piece in _pieces(page, at) if piece.text.strip() and piece.height > 0]
    pieces.sort(key=lambda each: (-each.bottom, each.left))
    rows: list[list[Row]] = []
    for piece in pieces:
        if rows and rows[-1][0].bottom - piece.bottom < _SAME_ROW * rows[-1][0].height:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_joined(row) for row in rows]


def _pieces(page: PageObject, at: int) -> Iterator[Row]:
    contents = page.get_contents()
    if contents is None:
        return
    for shown in _shown(page, iter(ContentStream(contents, page.pdf, "bytes").operations)):
        if not shown.rotated and shown.font.interpretable:
            yield Row(shown.text, shown.tx, shown.displaced_tx, shown.ty, shown.font_height, at)


def _shown(page: PageObject, commands: Iterator[tuple[list[Any], bytes]]) -> Iterator[Any]:
    """Every string that is painted, with font and place."""
    fonts, state = page._layout_mode_fonts(), TextStateManager()
    for operands, name in commands:
        if name in {b"BT", b"q"}:
            end: Any = b"ET" if name == b"BT" else b"Q"
            yield from recurse_to_target_op(commands, state, end, fonts)[1]
        elif name == b"Tf":
            set_font_operation(state, fonts, operands)
        elif name == b"cm":
            state.add_cm(*operands)
        else:
            state.set_state_param(name, operands)


def _joined(pieces: Iterable[Row]) -> Row:
    """The pieces of one row as one, with a tab where columns part."""
    first, *rest = sorted(pieces, key=lambda each: each.left)
    row = first
    for piece in rest:
        gap = "\t" if piece.left - row.right > _COLUMN * row.height else ""
        row = replace(
            row,
            text=row.text + gap + piece.text,
            right=max(row.right, piece.right),
            height=max(row.height, piece.height),
        )
    return row
