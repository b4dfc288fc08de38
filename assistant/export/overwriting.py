"""Before a draft is written over: what people made of it is kept as a version."""

from __future__ import annotations

from pathlib import Path

from assistant.edited.changes import is_ours
from assistant.edited.comments import read_comments
from assistant.edited.wordfile import open_word
from assistant.export.docx import to_docx
from assistant.export.versions import FOLDER, Versions
from assistant.named import read_draft
from assistant.returning import read_edited
from corpus.errors import NigaoError


def keep_before_writing(folder: Path, names: tuple[str, ...]) -> str:
    """Keep the draft in ``folder`` as a version where people revised, edited or remarked on it.

    ``names`` are the files that make up a draft.

    Returns:
        A Chinese line that says so, "" where there was nothing to keep.

    Raises:
        OutputError: the version cannot be written.
        RevisionError: what an earlier run left cannot be put in order.
    """
    if not all((folder / name).is_file() for name in names):
        return ""
    if not (folder / FOLDER).is_dir() and not _was_edited(folder):
        return ""
    versions = Versions(folder, names)
    versions.settle()
    number = versions.listed()[-1].number
    return (
        f"原来的草稿改过，已留作第{number}版；要找回，请用 nigao revise {folder} --undo，"
        "各版见 --versions"
    )


def _was_edited(folder: Path) -> bool:
    """Whether draft.docx is more than what the program made; one that cannot be read may be."""
    path = folder / "draft.docx"
    try:
        draft = read_draft(folder / "draft.json")
        if path.read_bytes() == to_docx(draft):
            return False
        remarks = read_comments(open_word(path))
        return bool(read_edited(path, draft).changes) or not all(
            is_ours(each.author) for each in remarks
        )
    except NigaoError:
        return True
