"""Models by settings: the one place that knows openai and langchain's bindings to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpus.errors import ModelError, SettingsError

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

# A dead endpoint must cost a document less than a minute: two tries of this long, and a pause.
PATIENCE = 25.0
_CONNECT = 5.0
PAUSE = 1.5
_TOO_LONG = 60.0
_OPENAI = "api.openai.com"


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
    from langchain_openai import ChatOpenAI
    from openai import Timeout
    from pydantic import SecretStr

    return ChatOpenAI(
        model=settings.model,
        base_url=settings.base_url or f"https://{_OPENAI}/v1",
        api_key=SecretStr(settings.key or "none"),
        timeout=Timeout(settings.timeout, connect=_CONNECT),
        max_retries=0,
    )


@contextmanager
def talking(settings: ModelSettings) -> Iterator[BaseChatModel]:
    """The chat model of :func:`chat_model`, its connections closed at the end.

    Whoever asks for one that somebody is using shares it: to make one takes a tenth of a second.

    Raises:
        SettingsError: as there.
    """
    with _SHARING:
        shared = _SHARED.get(settings) or _Shared(chat_model(settings))
        _SHARED[settings] = shared
        shared.users += 1
    try:
        yield shared.chat
    finally:
        with _SHARING:
            shared.users -= 1
            if not shared.users:
                del _SHARED[settings]
                shared.close()


@dataclass(slots=True)
class _Shared:
    chat: BaseChatModel
    users: int = 0

    def close(self) -> None:
        if client := getattr(self.chat, "root_client", None):
            client.close()


_SHARED: dict[ModelSettings, _Shared] = {}
_SHARING = threading.Lock()


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
    from langchain_openai import OpenAIEmbeddings
    from openai import Timeout
    from pydantic import SecretStr

    return OpenAIEmbeddings(
        model=settings.model,
        base_url=settings.base_url or None,
        api_key=SecretStr(settings.key or "none"),
        # Else token ids are sent, which only OpenAI's own server understands (langchain #12854).
        check_embedding_ctx_length=False,
        chunk_size=at_once,
        timeout=Timeout(patience, connect=_CONNECT),
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


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a reply as it arrives.

    ``tokens`` are (read, written) so far, where the endpoint counts them; ``cut`` says that the
    model had to end before it had finished.
    """

    text: str
    tokens: tuple[int, int] | None = None
    cut: bool = False


def pieces_of(
    chat: BaseChatModel, messages: Sequence[BaseMessage], *, counts: bool
) -> Iterator[Piece]:
    """The pieces of one reply; empty ones too, since they show that the endpoint is at work.

    ``counts`` asks the endpoint for its count of tokens. Nothing is traced to anybody, whatever
    the environment says.

    Raises:
        ConnectionError: the stream closed before the model had finished.
        ValueError: what came is no stream of a chat model.
    """
    from langsmith import tracing_context

    is_openai = chat._llm_type == "openai-chat"
    asked: dict[str, Any] = {"stream_usage": counts} if is_openai else {}
    finish, any_came = "" if is_openai else "stop", False
    counted = (0, 0)
    with tracing_context(enabled=False):
        for part in chat.stream(list(messages), **asked):
            any_came = True
            finish = part.response_metadata.get("finish_reason") or finish
            counted = _counted(counted, part, total=is_openai)
            yield Piece(_text(part.content), counted if any(counted) else None)
    if not any_came:
        raise ValueError("no piece of a reply in the answer")
    if not finish:
        raise ConnectionError("the stream ended without a finish")
    if finish in ("length", "content_filter"):
        yield Piece("", cut=True)


def _counted(before: tuple[int, int], part: Any, *, total: bool) -> tuple[int, int]:
    """Tokens counted so far: OpenAI's servers tell the whole each time, others what is new."""
    usage = getattr(part, "usage_metadata", None)
    if not usage:
        return before
    now = (usage["input_tokens"], usage["output_tokens"])
    return now if total else (before[0] + now[0], before[1] + now[1])


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
    import openai

    return (openai.OpenAIError, OSError, ValueError)


def is_passing(error: BaseException) -> bool:
    """Whether trying again may help: a lost connection, a full house, a fault of the server."""
    if getattr(error, "code", None) == "insufficient_quota" or _asked_to_wait(error) > _TOO_LONG:
        return False
    status = getattr(error, "status_code", None)
    return status is None or status in (408, 409, 429) or status >= 500


def is_limit(error: BaseException) -> bool:
    """Whether the endpoint says that it is asked too often."""
    return getattr(error, "status_code", None) == 429


def is_refusal_of_one(error: BaseException) -> bool:
    """Whether it is this request the endpoint will not have; the next it may."""
    return getattr(error, "status_code", None) in (400, 413, 422)


def is_slow(error: BaseException) -> bool:
    """Whether the endpoint let itself be waited for in vain."""
    return isinstance(error, TimeoutError) or "Timeout" in type(error).__name__


def pause_for(error: BaseException, moment: float = PAUSE) -> float:
    """How long the server asks to be left alone, within reason, else a moment."""
    return min(_asked_to_wait(error) or moment, 10.0)


def _asked_to_wait(error: BaseException) -> float:
    headers = getattr(getattr(error, "response", None), "headers", {})
    asked = headers.get("retry-after", "")
    return float(asked) if asked.replace(".", "", 1).isdigit() else 0.0


_NEXT = "或改用 --writer template"
_EXPLAINED = {
    400: f"模型服务不接受这一节的请求（400）；请检查 NIGAO_MODEL，{_NEXT}",
    401: "模型服务不认这个密钥；请检查 OPENAI_API_KEY",
    402: f"模型服务说余额不足；请充值，{_NEXT}",
    403: "模型服务不认这个密钥；请检查 OPENAI_API_KEY",
    404: "模型服务没有这个模型或地址；请检查 NIGAO_MODEL 和 OPENAI_BASE_URL",
    413: f"这一节的提要对模型来说太长（413）；请换一个模型，{_NEXT}",
    429: "模型服务说请求太多；请稍后再试，或减小 --jobs",
}


def tool_calls(
    chat: BaseChatModel, prompt: str, tools: Sequence[dict[str, Any]]
) -> list[tuple[str, dict[str, Any]]]:
    """The tools a model calls in answer to one prompt, each with its arguments; it may call none.

    Raises:
        ModelError: the endpoint failed, refused, or knows no tools.
    """
    from langchain_core.messages import HumanMessage
    from langsmith import tracing_context

    with _Explaining(), tracing_context(enabled=False):
        answer = chat.bind_tools(list(tools)).invoke([HumanMessage(prompt)])
    return [(call["name"], dict(call["args"])) for call in getattr(answer, "tool_calls", ())]


class _Explaining:
    """Words whatever goes wrong with an endpoint as a line for the person who asked."""

    def __enter__(self) -> None:
        """Nothing to do before."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> None:
        if isinstance(error, Exception):
            raise ModelError(explained(error)) from error


def explained(error: BaseException) -> str:
    """One Chinese line: what is wrong with the endpoint, and what to do."""
    status = getattr(error, "status_code", None)
    if getattr(error, "code", None) == "insufficient_quota":
        return _EXPLAINED[402]
    if status in _EXPLAINED:
        return _EXPLAINED[status]
    if status:
        return f"模型服务出错（{status}）；请稍后再试，{_NEXT}"
    if is_slow(error):
        return f"模型服务太久没有回答；请稍后再试，{_NEXT}"
    if isinstance(error, OSError) or "Connect" in type(error).__name__:
        kind = type(error).__name__
        return f"连不上模型服务（{kind}）；请检查 OPENAI_BASE_URL 和网络，{_NEXT}"
    return f"模型服务的回答不合约定，看不懂；请检查 OPENAI_BASE_URL（通常以 /v1 结尾），{_NEXT}"


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:80]
