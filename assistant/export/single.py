"""Writing a draft as one file, of the form its name asks for."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.draft import Draft
from assistant.export.annexes import Annex
from assistant.export.docx import to_docx
from assistant.export.html import to_html
from assistant.export.layout import Layout
from assistant.export.markdown import to_markdown
from assistant.export.pdf import to_pdf
from corpus.errors import OutputError, cause_of


@dataclass(frozen=True, slots=True)
class Copy:
    """What sort of copy is wanted; ``layout`` and ``annexes`` are for Word and PDF.

    ``clean`` leaves out remarks and evidence. A PDF is always clean.
    """

    clean: bool = False
    layout: Layout | None = None
    annexes: Sequence[Annex] = ()


def export_file(draft: Draft, path: Path, copy: Copy = Copy()) -> None:
    """Write the draft to ``path`` as .docx, .md, .pdf or .html; what was there stays until done.

    Raises:
        OutputError: the name has another ending, or the place cannot be written.
        SettingsError: a PDF is wanted and LibreOffice is not installed.
    """
    form = _FORMS.get(path.suffix.lower())
    if form is None:
        raise OutputError(f"不会写“{path.name}”这种文件；文件名请以 {'、'.join(_FORMS)} 结尾")
    replace_file(path, form(draft, copy))


def replace_file(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``; what was there stays until the last byte is written.

    Raises:
        OutputError: the place cannot be written.
    """
    try:
        _replace(path, content)
    except OSError as error:
        raise OutputError(f"写不了“{path}”（{cause_of(error)}）；请另选位置") from error


def _replace(path: Path, content: bytes) -> None:
    if path.is_dir():
        raise IsADirectoryError(21, "这里已有同名文件夹")
    with tempfile.TemporaryDirectory(prefix=".partial-", dir=path.parent) as room:
        written = Path(room) / path.name
        written.write_bytes(content)
        os.replace(written, path)


def _word(draft: Draft, copy: Copy) -> bytes:
    return to_docx(draft, clean=copy.clean, layout=copy.layout, annexes=copy.annexes)


def _markdown(draft: Draft, _: Copy) -> bytes:
    return to_markdown(draft).encode()


def _print(draft: Draft, copy: Copy) -> bytes:
    # A PDF's bookmarks would hold the whole paragraphs that panes show the beginnings of.
    word = to_docx(draft, clean=True, layout=copy.layout, annexes=copy.annexes, lists_run_in=False)
    return to_pdf(word)


def _page(draft: Draft, copy: Copy) -> bytes:
    return to_html(draft, clean=copy.clean).encode()


_FORMS: dict[str, Callable[[Draft, Copy], bytes]] = {
    ".docx": _word,
    ".md": _markdown,
    ".pdf": _print,
    ".html": _page,
}
