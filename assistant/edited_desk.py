"""The verbs for papers people have edited in Word: read back, refresh, gather opinions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.draft import Draft
from assistant.edited.wordfile import open_word
from assistant.export.opinions import opinion_forms
from assistant.export.plain import to_json
from assistant.export.single import replace_file
from assistant.opinions import Opinion, read_opinions
from assistant.refreshing import Refreshed, refresh_word
from assistant.returning import Returned, read_edited
from assistant.sheet.facts import Sheet
from assistant.sheet.loading import load_sheet
from corpus.errors import OutputError


def return_file(
    edited: Path, out: Path, draft: Draft | None = None, sheet: Sheet | None = None
) -> Returned:
    """Read an edited Word file back and write it to ``out`` as draft.json.

    Raises:
        NigaoError: the file cannot be read, nothing says what the draft was, or ``out`` cannot
            be written.
    """
    returned = read_edited(edited, draft, sheet)
    replace_file(out, to_json(returned.draft).encode())
    return returned


def refresh_file(
    edited: Path, facts: Path, out: Path, draft: Draft | None = None, kinds: Path | None = None
) -> Refreshed:
    """Put the sheet ``facts`` into an edited Word file, and write it to ``out``.

    Raises:
        NigaoError: a file cannot be read, nothing says what the draft was, or ``out`` cannot be
            written.
    """
    refreshed = refresh_word(open_word(edited), load_sheet(facts, kinds), draft)
    replace_file(out, refreshed.content)
    return refreshed


def gather_opinions(paths: Sequence[Path], out: Path) -> tuple[Opinion, ...]:
    """Read the opinions in these versions of a paper and write them to ``out`` as a table.

    Raises:
        OutputError: the name's ending is none we write, or the place cannot be written.
        ReadingError: a version cannot be read.
    """
    forms = opinion_forms()
    form = forms.get(out.suffix.lower())
    if form is None:
        raise OutputError(f"不会写“{out.name}”这种文件；文件名请以 {'、'.join(forms)} 结尾")
    opinions = read_opinions(paths)
    replace_file(out, form(opinions))
    return opinions
