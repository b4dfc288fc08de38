"""An official text read into guidance: what it is called, from whom, of when, and what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from assistant.sheet.facts import Guidance
from corpus.clauses import split_sentences
from corpus.errors import ReadingError
from corpus.figures import find_figures
from corpus.outline import read_outline
from corpus.reading import lines_of, with_title
from corpus.report import Section

_KINDS = re.compile(r"(?:公报|全文|实录|摘要|通稿)$|[（(][^）)]*[）)]$")
_ISSUER = re.compile(
    r"(中共中央办公厅|国务院办公厅|中共中央|国务院|中央纪委|"
    r"(?:中共)?[\u4e00-\u9fff]{2,8}(?:省委|市委|州委|县委|区委)|"
    r"[\u4e00-\u9fff]{2,8}(?:省|市|州|县)(?:人民)?政府|市委|省委|市纪委|省纪委)"
)
_LEAST, _MOST = 10, 160
_HEAD, _FOOT = 6, 4


def read_guidance(path: Path, number: int = 1) -> Guidance:
    """The guidance in an official text (any format past reports may have).

    ``quotes`` are its complete sentences, word for word: what a report may quote. ``text`` stays
    empty, for which of them is to be told is a person's choice. Name, issuer and date are taken
    from the head of the text, else from its foot; what is not found is left empty.

    Raises:
        ReadingError: the file cannot be read, or has no title or no sentence.
    """
    outline = read_outline(with_title(lines_of(path)))
    bodies = (*outline.opening, *_bodies(outline.sections), *outline.closing)
    quotes = tuple(
        sentence.text.strip()
        for body in bodies
        for sentence in split_sentences(body)
        if _LEAST <= len(sentence.text.strip()) <= _MOST and sentence.stop in ("。", "！")
    )
    if not outline.title or not quotes:
        raise ReadingError(f"看不出标题或正文：{path.name}；请把标题单独写成第一行，下面是正文")
    around = (outline.title, *outline.byline, *bodies[:_HEAD], *bodies[-_FOOT:], outline.date)
    return Guidance(
        id=f"G{number}",
        name=_KINDS.sub("", outline.title),
        issuer=_issuer((outline.signature, *around)),
        date=_date((*outline.byline, outline.date, *bodies[:_HEAD])),
        quotes=quotes,
        source=path.name,
    )


def _bodies(sections: Sequence[Section]) -> list[str]:
    return [text for top in sections for section in top.walk() for text in section.paragraphs]


def _issuer(texts: Sequence[str]) -> str:
    found = (_ISSUER.search(text) for text in texts)
    return next((each[1] for each in found if each), "")


def _date(texts: Sequence[str]) -> str:
    """The first whole day named, as 2026-07-22."""
    for text in texts:
        for figure in find_figures(text):
            if figure.sort == "date" and figure.value > 10_000_000:
                day = f"{int(figure.value):08d}"
                if day[4:6] != "00" and day[6:] != "00":
                    return f"{day[:4]}-{day[4:6]}-{day[6:]}"
    return ""
