"""A talk with a model: what was said so far, and what it cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from assistant.calling import Gate, Spent, ask
from assistant.watching import Watch

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage


@dataclass(slots=True)
class Talk:
    """One talk, about one section or one other thing; ``watch`` may break it off."""

    chat: BaseChatModel
    gate: Gate
    watch: Watch
    spent: Spent | None = None
    _messages: list[BaseMessage] = field(default_factory=list)

    def ask(self, system: str, prompt: str, heard: Callable[[str], None] | None = None) -> str:
        """The reply to the first prompt; ``heard`` is told the reply so far, line by line.

        Raises:
            ModelError: there is none.
            Stopped: the watch said so.
        """
        self._messages = [SystemMessage(system), HumanMessage(prompt)]
        return self._reply(heard)

    def more(self, prompt: str, heard: Callable[[str], None] | None = None) -> str:
        """The reply to a further prompt in the same talk.

        Raises:
            ModelError: there is none.
            Stopped: the watch said so.
        """
        self._messages.append(HumanMessage(prompt))
        return self._reply(heard)

    def _reply(self, heard: Callable[[str], None] | None) -> str:
        answer = ask(
            self.chat,
            self._messages,
            self.gate,
            heard=heard or (lambda text: None),
            stopped=self.watch.stopped,
        )
        cost = Spent(1, answer.tokens)
        self.spent = self.spent + cost if self.spent else cost
        self._messages.append(AIMessage(answer.text))
        return answer.text
