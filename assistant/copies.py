"""Copies of a draft for different readers: to work on, to hand in, to read aloud, to publish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.draft import Draft
from assistant.export.annexes import facts_table
from assistant.export.layouts import load_layout
from assistant.export.public import mask_facts
from assistant.export.single import Copy, export_file
from corpus.errors import SettingsError


@dataclass(frozen=True, slots=True)
class CopyOrder:
    """What is wanted of a copy: the options of ``nigao export``.

    ``mask`` names facts by id; ``tables`` adds the table of facts; ``layout`` is an office's own.
    """

    clean: bool = False
    public: bool = False
    mask: tuple[str, ...] = ()
    large: bool = False
    windows: bool = False
    tables: bool = False
    layout: Path | None = None


def export_copy(draft: Draft, path: Path, order: CopyOrder = CopyOrder()) -> None:
    """Write the draft to ``path`` as ordered.

    A public copy is clean: its evidence would tell what it hides.

    Raises:
        SettingsError: the options contradict each other, or need a sheet the draft has not got.
        OutputError: the file cannot be written.
    """
    if order.mask and not order.public:
        raise SettingsError("--mask 只用于 --public 的稿子；请加上 --public")
    sheet = draft.sheet
    if sheet is None and (order.public or order.tables):
        raise SettingsError(
            "这份 draft.json 里没有事实表，隐不了数、列不了表；请重新运行 nigao draft"
        )
    table = facts_table(sheet, order.mask) if sheet and order.tables else None
    if order.tables and table is None:
        raise SettingsError("事实表里没有可以列表的数；请去掉 --tables")
    if sheet and order.public:
        draft = mask_facts(draft, sheet, order.mask)
    layout = load_layout(order.layout, tuple(_variants(order)))
    clean = order.clean or order.public
    export_file(draft, path, Copy(clean, layout, (table,) if table else ()))


def _variants(order: CopyOrder) -> Iterator[str]:
    if order.windows:
        yield "windows"
    if order.large:
        yield "large"
