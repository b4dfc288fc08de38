"""Answering: a question about past reports, answered in their own words with the place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.clauses import split_sentences
from corpus.highlighting import highlights
from corpus.library import Library
from corpus.report import Passage

_ASKING = re.compile(
    r"(?:去年|上年|前年|往年|以前|以往|历年|20\d\d年度?|的?(?:总结|报告|计划|讲话)(?:里|中)|"
    r"是?怎么(?:写|说|讲)的?|如何(?:写|说|讲)的?|有没有|是否|多少|几[次项个篇件名人场家]?|什么|哪些?|"
    r"写了|讲了|说了|吗|么|呢|了|的|？|\?)"
)
_MOST = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A place in the library that answers: where it stands, and the sentence."""

    where: str
    words: str
    passage: Passage


def find_answers(
    library: Library, query: str, *, year: int | None, before: int, kind: str | None = None
) -> tuple[Found, ...]:
    """The places that speak of what was asked, best first.

    Those of ``kind`` come first where any do. A year that was named is held to.

    Raises:
        LibraryError: the library cannot be searched.
    """
    words = _ASKING.sub("", query).strip("，。？! ") or query
    for only in (kind, None) if kind else (None,):
        hits = library.search(words, k=_MOST, kind=only, year=year, before=None if year else before)
        found = tuple(_found(hit.passage, words) for hit in hits)
        told = tuple(each for each in found if highlights(words, each.words))
        if told:
            return told
    return ()


def answer_lines(found: tuple[Found, ...]) -> str:
    """What we say: the sentences, each under its place; masks shown so that nobody takes them."""
    lines = [f"{each.words.replace('*', '＊')}\n　——{each.where}" for each in found]
    return "\n".join(lines)


def _found(passage: Passage, query: str) -> Found:
    sentences = [span.text for span in split_sentences(passage.text)] or [passage.text]
    best = max(sentences, key=lambda text: _covered(query, text))
    place = " / ".join(passage.path) or "开头或结尾"
    return Found(f"{passage.year}年{passage.unit}〔{place}〕", best.strip(), passage)


def _covered(query: str, text: str) -> int:
    return sum(end - start for start, end in highlights(query, text))
