"""The commands over the library that search it: conditions, marked words, whose embedding."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.settings import Settings
    from corpus.library import Embeddings, Hit, Library
    from corpus.report import Passage

_BRIGHT = ("\033[1;33m", "\033[0m")
_QUOTED = ("「", "」")


def embeddings_by(settings: Settings) -> Embeddings | None:
    """The embedding the settings name, None for the one built in; where text goes is said."""
    named = settings.embedding
    if not named.model:
        return None
    from assistant.embedding import embeddings_for

    sys.stderr.write(f"材料和检索词的文字将发给 {named.host} 的向量模型 {named.model}\n")
    return embeddings_for(named)


def opened_library(named: Path | None, settings: Settings) -> Library | None:
    """The library to be searched: the one named, which must be there, or the default one."""
    from assistant.indexing import open_library

    return open_library(
        named or settings.library,
        required=named is not None,
        embeddings=embeddings_by(settings),
    )


def library_rebuilt(named: Path | None, settings: Settings) -> int:
    """Rebuild the library's index; how many reports it holds comes back."""
    from corpus.library import Library

    library = Library.open(named or settings.library, embeddings=embeddings_by(settings))
    library.rebuild()
    return len(library.reports())


def hits_for(asked: Namespace, settings: Settings) -> tuple[Hit, ...]:
    """The passages found for the command's query under its conditions.

    The embedding built in knows words alone: a passage that holds none of the query's and none of
    their kin is no find for a person, though a search ranks it.

    Raises:
        NigaoError: there is no such kind or library, or it cannot be searched.
    """
    from corpus.kinds import kind_named

    kind = kind_named(asked.kind, settings.kinds).id if asked.kind else None
    library = opened_library(asked.library, settings)
    if library is None:
        return ()
    hits = library.search(
        asked.query,
        k=asked.k,
        kind=kind,
        year=asked.year,
        before=asked.before,
        unit=asked.unit,
    )
    if settings.embedding.model:
        return hits
    return tuple(hit for hit in hits if _holds(hit.passage, asked.query))


def _holds(passage: Passage, query: str) -> bool:
    from corpus.highlighting import highlights
    from corpus.kin import kin_of

    text = "\n".join((*passage.path, passage.text))
    return query.strip() in text or bool(highlights("，".join((query, *kin_of(query))), text))


def hit_lines(hits: Sequence[Hit], query: str, *, colours: bool) -> Iterator[str]:
    """Passages found, best first, each under the place it comes from, with the query's words."""
    for hit in hits:
        passage = hit.passage
        where = " / ".join(passage.path) or "开头或结尾"
        yield f"{passage.year}年 {where}（{passage.report}）"
        yield f"    {marked(passage.text, query, colours=colours)}"
    if not hits:
        yield "没有找到；材料库里没有合这些条件的材料，或材料里没有这些词"


def marked(text: str, query: str, *, colours: bool) -> str:
    """``text`` with the query's words in colour, or between 「 and 」."""
    from corpus.highlighting import highlights

    before, after = _BRIGHT if colours else _QUOTED
    parts: list[str] = []
    at = 0
    for start, end in highlights(query, text):
        parts += [text[at:start], before, text[start:end], after]
        at = end
    return "".join((*parts, text[at:]))


def plain_hit(hit: Hit, query: str) -> dict[str, Any]:
    """A passage found, as ``library search --json`` prints it; ``highlights`` are offsets."""
    from corpus.highlighting import highlights

    passage = hit.passage
    return {
        "id": passage.id,
        "report": passage.report,
        "section": passage.section,
        "path": list(passage.path),
        "text": passage.text,
        "kind": passage.kind,
        "year": passage.year,
        "unit": passage.unit,
        "score": hit.score,
        "highlights": [list(span) for span in highlights(query, passage.text)],
    }
