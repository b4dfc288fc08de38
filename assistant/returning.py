"""The way back: a draft people have edited in Word, read in again with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.draft import Draft
from assistant.edited.assembling import assemble
from assistant.edited.blocks import read_blocks
from assistant.edited.changes import Change, Place
from assistant.edited.page import Page
from assistant.edited.recognising import Recogniser
from assistant.edited.styles import page_of
from assistant.edited.wordfile import WordFile, open_word
from assistant.sheet.facts import Sheet
from corpus.errors import ReadingError


@dataclass(frozen=True, slots=True)
class Returned:
    """The draft as it stands in the edited file, and what was changed, in reading order.

    What moved or went stands last. ``places`` tells where each sentence of the draft stands, in
    the order of :meth:`Draft.sentences`.
    """

    draft: Draft
    changes: tuple[Change, ...]
    places: tuple[Place, ...] = ()


def read_edited(path: Path, draft: Draft | None = None, sheet: Sheet | None = None) -> Returned:
    """The draft in an edited Word file.

    Tracked changes count as accepted; those people accepted or rejected are settled already. A
    sentence is known again though moved or reworded, and keeps the evidence for what it still
    says. Sentences people worded are locked under their names. Figures that the facts do not
    bear out are told among the changes.

    Args:
        path: The edited file.
        draft: The draft as it was; the one the file keeps when not given.
        sheet: Its sheet; the draft's own when not given.

    Raises:
        ReadingError: the file cannot be read, or nothing says what the draft was.
    """
    file = open_word(path)
    was = draft or kept_draft(file)
    return read_page_back(page_of(file), was, sheet or was.sheet)


def kept_draft(file: WordFile) -> Draft:
    """The draft the file keeps.

    Raises:
        ReadingError: it keeps none, as a clean copy does.
    """
    kept = file.kept()
    if kept is None:
        raise ReadingError(
            f"“{file.name}”里没有拟稿留下的依据（清稿或别处另存的稿子没有）；"
            "请用 --draft 指明起草时的 draft.json"
        )
    return kept[1]


def read_page_back(page: Page, draft: Draft, sheet: Sheet | None) -> Returned:
    """As :func:`read_edited`, for a page that was read before."""
    blocks = tuple(read_blocks(page, draft))
    known = Recogniser(draft, sheet, blocks)
    assembled = assemble(draft, blocks, known)
    known.note_moved_and_removed()
    return Returned(assembled, tuple(known.changes), tuple(known.places))
