"""Fakes that keep the contracts of what they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field


class ScriptedChat(BaseChatModel):
    """A chat model that says its lines in order and fails when it has none left.

    A line that is an exception is raised. ``heard`` keeps the messages of every call.
    """

    lines: list[str | Exception]
    heard: list[list[BaseMessage]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _next(self, messages: list[BaseMessage]) -> str:
        self.heard.append(messages)
        if not self.lines:
            raise AssertionError(f"no line left for: {messages[-1].content}")
        line = self.lines.pop(0)
        if isinstance(line, Exception):
            raise line
        return line

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = self._next(messages)
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        text = self._next(messages)
        for at in range(0, max(len(text), 1), 16):
            yield ChatGenerationChunk(message=AIMessageChunk(text[at : at + 16]))
