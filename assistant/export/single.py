"""Writing a draft as one file, of the form its name asks for."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from assistant.draft import Draft
from assistant.export.markdown import to_markdown
from corpus.errors import OutputError


def export_file(draft: Draft, path: Path, *, clean: bool = False) -> None:
    """Write the draft to ``path`` as Word or Markdown; what was there stays until it is done.

    ``clean`` leaves out the remarks at the margin, which only Word has.

    Raises:
        OutputError: the name has another ending, or the place cannot be written.
    """
    form = _FORMS.get(path.suffix.lower())
    if form is None:
        raise OutputError(f"不会写“{path.name}”这种文件；文件名请以 {'、'.join(_FORMS)} 结尾")
    content = form(draft, clean)
    try:
        _replace(path, content)
    except OSError as error:
        raise OutputError(f"写不了“{path}”（{error.strerror}）；请另选位置") from error


def _replace(path: Path, content: bytes) -> None:
    if path.is_dir():
        raise IsADirectoryError(21, "这里已有同名文件夹")
    with tempfile.TemporaryDirectory(prefix=".partial-", dir=path.parent) as room:
        written = Path(room) / path.name
        written.write_bytes(content)
        os.replace(written, path)


def _word(draft: Draft, clean: bool) -> bytes:
    from assistant.export.docx import to_docx  # slow to import, and Markdown does without

    return to_docx(draft, clean=clean)


def _markdown(draft: Draft, _: bool) -> bytes:
    return to_markdown(draft).encode()


_FORMS: dict[str, Callable[[Draft, bool], bytes]] = {".docx": _word, ".md": _markdown}
