"""Ranking passages: the bigrams of texts, BM25 over them, and the fusion of several rankings.

BM25 is written out here because a ready index bakes each text's weight from the number and the
mean length of all texts: one more report would cost the whole index anew. What is kept are bare
counts, which can be merged; the weights are worked out for the few bigrams of a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from corpus.embeddings import fold

# Robertson, Zaragoza 2009: how soon more of the same word stops counting, and how far long texts
# are held back. The values are Lucene's older ones, which bm25s takes as well.
_SATURATION = 1.5
_LENGTH_SHARE = 0.75
# Cormack, Clarke, Büttcher 2009: the constant that keeps one ranking's first place from deciding.
_RRF = 60

_LATIN = re.compile(r"[a-z0-9]+")
_WIDE = 128
# A bigram is a number of 42 bits: two code points of 21. Above the last code point, 0x10FFFF,
# there is room in the upper half for single characters and for whole Latin words.
_HALF = np.uint64(21)
_ALONE = np.uint64(0x1FFFFF << 21)
_FIRST_WORD = 0x110000 << 21
_WORDS = (0x1FFFFF - 0x110000) << 21
# A key is a bigram with the row it stands in, 22 bits; sorting keys sorts both.
_ROW = np.uint64(22)
_ROW_BITS = np.uint64((1 << 22) - 1)
# So many texts are worked on at once: enough for numpy, and little memory.
_AT_ONCE = 2_000
# The best rows are looked for in blocks of so many, the best of each first.
_BLOCK = 64


@dataclass(frozen=True, slots=True)
class Postings:
    """For each bigram the rows it stands in, and how often.

    ``bigrams`` are sorted; the rows of number n are ``rows[starts[n]:starts[n + 1]]``, sorted.
    ``lengths`` holds the number of bigrams in each row.
    """

    bigrams: NDArray[np.uint64]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.int32]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Postings:
        """The postings of ``texts``; rows follow their order."""
        parts = [
            np.unique(_keys(texts[start : start + _AT_ONCE], start), return_counts=True)
            for start in range(0, len(texts), _AT_ONCE)
        ]
        return _assembled(parts, len(texts))

    @classmethod
    def merged(cls, parts: Iterable[tuple[Postings, NDArray[np.int32]]], size: int) -> Postings:
        """The postings of ``size`` rows, put together from some others.

        With each comes the new row of each of its rows, or -1 where that row goes.
        """
        return _assembled([each._moved(rows) for each, rows in parts], size)

    def find(self, bigram: np.uint64) -> slice:
        """Where in ``rows`` and ``counts`` the bigram's entries stand; empty if nowhere."""
        at = int(np.searchsorted(self.bigrams, bigram))
        if at == len(self.bigrams) or self.bigrams[at] != bigram:
            return slice(0, 0)
        return slice(int(self.starts[at]), int(self.starts[at + 1]))

    def _moved(self, rows: NDArray[np.int32]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        bigrams = np.repeat(self.bigrams, np.diff(self.starts))
        moved = rows[self.rows]
        stays = moved >= 0
        keys = (bigrams[stays] << _ROW) | moved[stays].astype(np.uint64)
        return keys, self.counts[stays].astype(np.int64)


def held_back(lengths: NDArray[np.int32], mean: float) -> NDArray[np.float32]:
    """By how much BM25 holds back each text for its length; ``mean`` is that of the library's."""
    share = 1.0 - _LENGTH_SHARE + _LENGTH_SHARE * lengths / max(1.0, mean)
    return (_SATURATION * share).astype(np.float32)


def weights(
    counts: NDArray[np.uint16], held_back: NDArray[np.float32], share: float
) -> NDArray[np.float32]:
    """BM25 weights of one bigram in the texts it stands in.

    ``counts`` say how often, ``held_back`` is those texts' own; ``share`` is the bigram's rarity.
    """
    return np.float32(share) * counts / (counts + held_back)


def rarity(holding: int, texts: int) -> float:
    """The inverse document frequency of what stands in ``holding`` of all ``texts``."""
    return float(np.log1p((texts - holding + 0.5) / (holding + 0.5)))


def bigrams(text: str) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The different bigrams of ``text`` and how often each stands in it.

    Bigrams do not reach across punctuation; a character alone, a Latin word and a number count
    as one.
    """
    found, counts = np.unique(_keys([text], 0) >> _ROW, return_counts=True)
    return found, counts


def best_rows(
    scores: NDArray[np.float32], allowed: NDArray[np.bool_], most: int
) -> NDArray[np.int64]:
    """The ``most`` best allowed rows with a score above 0, equal ones in their own order."""
    rows = np.flatnonzero(allowed & (scores > _bar(scores, allowed, most)))
    if len(rows) > most:
        reached = np.partition(scores[rows], len(rows) - most)[len(rows) - most]
        rows = rows[scores[rows] >= reached]
    return rows[np.argsort(-scores[rows], kind="stable")][:most]


def _bar(scores: NDArray[np.float32], allowed: NDArray[np.bool_], most: int) -> float:
    """A score below those of the ``most`` best, near theirs: few rows are above it.

    It is found among the best of each block of rows: where so many of these reach it, so many
    rows do.
    """
    blocks = len(scores) // _BLOCK
    if blocks <= most:
        return 0.0
    heads = (scores * allowed)[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
    reached = float(np.partition(heads, blocks - most)[blocks - most])
    return max(0.0, float(np.nextafter(np.float32(reached), np.float32(-1))))


def fuse(rankings: Sequence[Sequence[int]], weights: Sequence[float]) -> list[tuple[int, float]]:
    """(row, score) by reciprocal rank, best first; equal scores keep the rows' own order."""
    scores: dict[int, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for rank, row in enumerate(ranking, start=1):
            scores[row] = scores.get(row, 0.0) + weight / (_RRF + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def _keys(texts: Sequence[str], first: int) -> NDArray[np.uint64]:
    """A key for each bigram of each text, repeated as it repeats; rows count from ``first``."""
    folded = [fold(text) for text in texts]
    joined = "".join(f"{text} " for text in folded)
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    ends = [len(text) + 1 for text in folded]
    rows = np.repeat(np.arange(first, first + len(texts), dtype=np.uint64), ends)
    wide = codes >= _WIDE
    paired = wide[:-1] & wide[1:]
    beside = np.concatenate(([False], paired)) | np.concatenate((paired, [False]))
    alone = wide & ~beside
    words = list(_LATIN.finditer(joined))
    found = np.concatenate(
        (
            codes[:-1][paired] | (codes[1:][paired] << _HALF),
            codes[alone] | _ALONE,
            np.array([_word(word.group()) for word in words], dtype=np.uint64),
        )
    )
    places = [word.start() for word in words]
    in_row = np.concatenate((rows[:-1][paired], rows[alone], rows[places]))
    return (found << _ROW) | in_row


@cache
def _word(word: str) -> int:
    """The number a Latin word or a written number goes by; the same in every process."""
    hashed = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
    return _FIRST_WORD + hashed % _WORDS


def _assembled(
    parts: Sequence[tuple[NDArray[np.uint64], NDArray[np.int64]]], size: int
) -> Postings:
    keys = np.concatenate([np.empty(0, np.uint64), *(keys for keys, _ in parts)])
    counts = np.concatenate([np.empty(0, np.int64), *(counts for _, counts in parts)])
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    rows = (keys & _ROW_BITS).astype(np.int32)
    found, starts = np.unique(keys >> _ROW, return_index=True)
    return Postings(
        found,
        np.append(starts, len(keys)).astype(np.int64),
        rows,
        np.minimum(counts, np.iinfo(np.uint16).max).astype(np.uint16),
        np.bincount(rows, weights=counts, minlength=size).astype(np.int32),
    )
