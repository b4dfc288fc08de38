"""What a person names: a past report by its id or its file, a draft by its file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import LibraryError, ReadingError
from corpus.reading import read_report
from corpus.report import Report

if TYPE_CHECKING:
    from assistant.draft import Draft
    from corpus.library import Library


def named_report(
    name: str,
    library: Library | None,
    kind: str | None = None,
    own_kinds: Path | None = None,
    year: int | None = None,
) -> Report:
    """The report with this library id, else the one in this file.

    ``kind`` and ``year`` say what a file is read as, ``own_kinds`` where the user's own kinds are.

    Raises:
        LibraryError: it is neither; the message names both.
    """
    if library and name in library:
        return library.report(name)
    if Path(name).is_file():
        return read_report(Path(name), kind=kind, year=year, own_kinds=own_kinds)
    where = f"材料库“{library.folder}”" if library else "材料库（尚未建立）"
    raise LibraryError(f"找不到参照材料“{name}”：{where}里没有这个编号，也没有这个文件")


def read_draft(path: Path) -> Draft:
    """The draft in a draft.json.

    Raises:
        ReadingError: the file cannot be read as text.
        NigaoError: what it holds is no draft.
    """
    from assistant.export.plain import from_json

    try:
        return from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ReadingError(
            f"读不了草稿文件“{path}”；请确认它是 nigao draft 写出的 draft.json"
        ) from error
