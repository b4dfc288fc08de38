"""Models by settings: the one place that knows openai and langchain's bindings to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpus.errors import ModelError, SettingsError

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

# A dead endpoint must cost a document less than a minute: two tries of this long, and a pause.
PATIENCE = 25.0
_CONNECT = 5.0
_TRIES = 2
_LIMITED = 8
_PAUSE = 1.5
_OPENAI = "api.openai.com"
# Stands at the end of a reply the model had no room to finish, so that the guard stops its half
# sentence.
CUT_SHORT = "【待补：未写完】"


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which model writes, and where it is asked; ``key`` never shows."""

    model: str
    base_url: str = ""
    key: str = ""
    timeout: float = PATIENCE

    def __repr__(self) -> str:
        return f"ModelSettings(model={self.model!r}, host={self.host!r})"

    @property
    def host(self) -> str:
        """The host text is sent to, for the line that says so."""
        if not self.base_url:
            return _OPENAI
        parts = urlsplit(self.base_url)
        return parts.hostname or self.base_url


NO_MODEL = ModelSettings("")


def chat_model(settings: ModelSettings) -> BaseChatModel:
    """The chat model the settings name; ``provider:model`` goes through langchain's own door.

    Raises:
        SettingsError: no model is named, its key is missing, or its package is not installed.
    """
    if not settings.model:
        raise SettingsError(
            "没有指定模型；请设 NIGAO_MODEL（如 qwen2.5-72b-instruct），或改用 --writer template"
        )
    if ":" in settings.model and not settings.base_url:
        return _other_provider(settings)
    if not settings.base_url and not settings.key:
        raise SettingsError("没有模型的密钥；请设 OPENAI_API_KEY，本地模型请设 OPENAI_BASE_URL")
    import httpx
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    return ChatOpenAI(
        model=settings.model,
        base_url=settings.base_url or None,
        api_key=SecretStr(settings.key or "none"),
        timeout=httpx.Timeout(settings.timeout, connect=_CONNECT),
        max_retries=0,
        stream_usage=False,
    )


@dataclass(frozen=True, slots=True)
class EmbedSettings:
    """Which embedding a library is searched with, and where it is asked; ``key`` never shows.

    Without a model the embedding is the one built in, which sends nothing anywhere.
    """

    model: str = ""
    base_url: str = ""
    key: str = ""

    def __repr__(self) -> str:
        return f"EmbedSettings(model={self.model!r}, host={self.host!r})"

    @property
    def host(self) -> str:
        """The host text is sent to, for the line that says so."""
        return ModelSettings(self.model, self.base_url).host


NO_EMBEDDING = EmbedSettings()


def embedding_model(settings: EmbedSettings, at_once: int, patience: float) -> Embeddings:
    """The embedding the settings name, asked with up to ``at_once`` texts, and only once.

    ``patience`` is how many seconds one answer may take.
    """
    import httpx
    from langchain_openai import OpenAIEmbeddings
    from pydantic import SecretStr

    return OpenAIEmbeddings(
        model=settings.model,
        base_url=settings.base_url or None,
        api_key=SecretStr(settings.key or "none"),
        # Else token ids are sent, which only OpenAI's own server understands (langchain #12854).
        check_embedding_ctx_length=False,
        chunk_size=at_once,
        timeout=httpx.Timeout(patience, connect=_CONNECT),
        max_retries=0,
    )


def _other_provider(settings: ModelSettings) -> BaseChatModel:
    try:
        from langchain.chat_models import init_chat_model

        return init_chat_model(settings.model)
    except (ImportError, ValueError) as error:
        raise SettingsError(
            f"用不了模型“{settings.model}”：{_short(error)}；"
            "请安装它的 langchain 组件，或改设 OPENAI_BASE_URL"
        ) from error


class Gate:
    """Bounds the calls under way to one endpoint, whoever makes them, and slows all on a 429."""

    def __init__(self, most: int) -> None:
        self._places = threading.BoundedSemaphore(most)
        self._not_before = 0.0

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place among the calls under way, once the endpoint has had its pause."""
        with self._places:
            while (wait := self._not_before - time.monotonic()) > 0:
                time.sleep(wait)
            yield

    def hold(self, seconds: float) -> None:
        """Let no call begin before so many seconds have passed."""
        self._not_before = max(self._not_before, time.monotonic() + seconds)


def streamed(
    chat: BaseChatModel, messages: Sequence[BaseMessage], gate: Gate
) -> Iterator[str | None]:
    """The reply in parts; None says that what came so far is void and it begins anew.

    A stream that breaks is asked for again from its beginning, never spliced (langchain #34209).
    A rate limit holds everybody at the gate and is no failure until it has been met many times.

    Raises:
        ModelError: the endpoint failed at every try, refused, or answered with nothing.
    """
    failed = limited = 0
    while failed < _TRIES and limited < _LIMITED:
        said = False
        try:
            with gate.place():
                for text in _parts(chat, messages):
                    said = True
                    yield text
        except failures() as error:
            limited += _is_limit(error)
            failed += not _is_limit(error)
            if failed == _TRIES or limited == _LIMITED or not is_passing(error):
                raise ModelError(_explained(error)) from error
            gate.hold(pause_for(error) if _is_limit(error) else 0.0)
            time.sleep(pause_for(error))
            yield None
            continue
        if said:
            return
        failed += 1
        yield None
    raise ModelError("模型没有回答任何内容；请换一个模型，或改用 --writer template")


def _is_limit(error: Exception) -> bool:
    return getattr(error, "status_code", None) == 429


def _parts(chat: BaseChatModel, messages: Sequence[BaseMessage]) -> Iterator[str]:
    """The parts of one try that are not empty.

    Raises:
        ConnectionError: the stream closed before the model had finished.
    """
    finish = "" if chat._llm_type == "openai-chat" else "stop"
    for part in chat.stream(list(messages)):
        finish = part.response_metadata.get("finish_reason") or finish
        if text := _text(part.content):
            yield text
    if not finish:
        raise ConnectionError("the stream ended without a finish")
    if finish == "length":
        yield CUT_SHORT


def _text(content: object) -> str:
    """A message's text, whether it comes as a string or as a list of parts."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(
            part if isinstance(part, str) else str(part.get("text", "")) for part in content
        )
    return ""


def failures() -> tuple[type[Exception], ...]:
    """What a call of an endpoint may end in, apart from an answer."""
    import httpx
    import openai

    return (openai.OpenAIError, httpx.HTTPError, OSError, ValueError)


def is_passing(error: Exception) -> bool:
    """Whether trying again may help: a lost connection, a full house, a fault of the server."""
    status = getattr(error, "status_code", None)
    return status is None or status in (408, 409, 429) or status >= 500


def pause_for(error: Exception) -> float:
    """What the server asks for, within reason, else a moment."""
    response = getattr(error, "response", None)
    asked = response.headers.get("retry-after", "") if response is not None else ""
    return min(float(asked), 10.0) if asked.replace(".", "", 1).isdigit() else _PAUSE


def _explained(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    if status == 401 or status == 403:
        return "模型服务不认这个密钥；请检查 OPENAI_API_KEY"
    if status == 404:
        return "模型服务没有这个模型或地址；请检查 NIGAO_MODEL 和 OPENAI_BASE_URL"
    if status == 429:
        return "模型服务说请求太多；请稍后再试，或减小 --jobs"
    if status:
        return f"模型服务出错（{status}）；请稍后再试，或改用 --writer template"
    kind = type(error).__name__
    return f"连不上模型服务（{kind}）；请检查 OPENAI_BASE_URL 和网络，或改用 --writer template"


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:80]
