"""The embedding of an endpoint: asked in batches, again when it fails, and told plainly why."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property
from math import isfinite

from langchain_core.embeddings import Embeddings

from assistant.wiring import EmbedSettings, embedding_model, failures, is_passing, pause_for
from corpus.errors import ModelError

# Local servers often take no more texts at once.
AT_ONCE = 32
# Four tries, a second, two and four apart: a server that starts anew is met again.
_TRIES = 4
_PATIENCE = 60.0
_KEEP = "已算好的向量都在，再运行一次会接着算"


class EndpointEmbeddings(Embeddings):
    """Vectors from an OpenAI-compatible endpoint.

    Texts go out when a library is indexed, queries when it is searched. ``pause`` waits between
    ``tries``, each of which may take ``patience`` seconds.
    """

    at_once = AT_ONCE

    def __init__(
        self,
        settings: EmbedSettings,
        pause: Callable[[float], object] = time.sleep,
        *,
        tries: int = _TRIES,
        patience: float = _PATIENCE,
    ) -> None:
        self._settings = settings
        self._pause = pause
        self._tries = tries
        self._patience = patience

    def __getstate__(self) -> dict[str, object]:
        """What another process needs; connections stay here."""
        return {key: value for key, value in vars(self).items() if key != "_asked"}

    @property
    def name(self) -> str:
        """What a library remembers it by: the model, wherever it is served."""
        return self._settings.model

    @cached_property
    def _asked(self) -> Embeddings:
        return embedding_model(self._settings, AT_ONCE, self._patience)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, in the texts' order.

        Raises:
            ModelError: the endpoint refused, failed at every try, or answered with no vectors.
        """
        batches = (texts[start : start + AT_ONCE] for start in range(0, len(texts), AT_ONCE))
        return [vector for batch in batches for vector in self._vectors(batch)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a query.

        Raises:
            ModelError: as above.
        """
        return self._vectors([text])[0]

    def _vectors(self, texts: list[str]) -> list[list[float]]:
        for attempt in range(1, self._tries + 1):
            try:
                made = self._asked.embed_documents(texts)
            except failures() as error:
                if attempt == self._tries or not is_passing(error):
                    raise ModelError(self._explained(error)) from error
                self._pause(max(pause_for(error), 2.0 ** (attempt - 1)))
                continue
            return self._checked(made, len(texts))
        raise AssertionError("the last try returns or raises")

    def _checked(self, made: list[list[float]], wanted: int) -> list[list[float]]:
        if len(made) != wanted or not all(made):
            raise ModelError(
                f"向量服务 {self._where} 给 {wanted} 段文字回了 {len(made)} 个向量；"
                "请换一个向量模型或服务"
            )
        if not all(isfinite(value) for vector in made for value in vector):
            raise ModelError(f"向量服务 {self._where} 回的向量里有不是数的值；请换一个向量模型")
        return made

    @property
    def _where(self) -> str:
        return f"{self._settings.host}（{self._settings.model}）"

    def _explained(self, error: Exception) -> str:
        status = getattr(error, "status_code", None)
        where = f"向量服务 {self._where}"
        if status in (401, 403):
            return f"{where}不认这个密钥；请检查 NIGAO_EMBED_API_KEY"
        if status == 404:
            return f"{where}没有这个模型或地址；请检查 NIGAO_EMBED_MODEL 和 NIGAO_EMBED_BASE_URL"
        if status == 429:
            return f"{where}说请求太多；请稍后再试，{_KEEP}"
        if status:
            return f"{where}出错（{status}）；请稍后再试，{_KEEP}"
        kind = type(error).__name__
        return f"连不上{where}（{kind}）；请检查 NIGAO_EMBED_BASE_URL 和网络，{_KEEP}"


def embeddings_for(settings: EmbedSettings) -> Embeddings | None:
    """The endpoint's embedding where one is set; None stands for the library's own."""
    return EndpointEmbeddings(settings) if settings.model else None
