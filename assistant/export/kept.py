"""What a Word file keeps of its draft out of sight: the sentences with their evidence, the sheet.

It lies in a custom XML part, which Word, WPS and LibreOffice hand on when they save. Words of past
years that are no sentence of the draft (what was left out, decisions nothing rests on) stay behind.
"""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from assistant.draft import Draft
from assistant.export.plain import from_plain, to_plain
from assistant.sheet.facts import Sheet

NAMESPACE = "urn:nigao:evidence:1"
_MARK = NAMESPACE.encode()


def kept_xml(draft: Draft, sheet: Sheet | None) -> str:
    """The part's XML, in ASCII: whatever the texts hold, it is well formed."""
    keeping = replace(draft, left_out=(), sheet=_bare(draft, sheet) if sheet else None)
    text = json.dumps(to_plain(keeping), separators=(",", ":"))
    return f'<evidence xmlns="{NAMESPACE}">{escape(text)}</evidence>'


def is_kept(part: bytes) -> bool:
    """Whether a part of a Word file is one of ours."""
    return _MARK in part[:400]


def read_kept(part: bytes) -> Draft:
    """The draft a part keeps, with its sheet when it had one.

    Raises:
        ReadingError: the part was changed and holds no draft any more.
    """
    text = ElementTree.fromstring(part).text or ""
    return from_plain(json.loads(text))


def _bare(draft: Draft, sheet: Sheet) -> Sheet:
    used = {each.ref for sentence in draft.sentences() for each in sentence.evidence}
    decisions = tuple(each for each in sheet.decisions if each.id in used)
    return sheet.model_copy(update={"decisions": decisions})
