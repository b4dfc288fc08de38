"""Asking the endpoints that are set whether they answer: the doctor's only way to the network."""

from __future__ import annotations

import time
from dataclasses import replace

from assistant.calling import Gate, ask
from assistant.embedding import EndpointEmbeddings
from assistant.wiring import EmbedSettings, ModelSettings, talking

# Nobody's words: what is sent tells nothing of the office.
_QUESTION = "请只回答一个字：好"
_PATIENCE = 10.0


def probe_model(settings: ModelSettings, patience: float = _PATIENCE) -> str:
    """Put one short question to the model and return the beginning of its answer.

    Raises:
        NigaoError: it is not wholly set, or did not answer within two tries of ``patience``.
    """
    from langchain_core.messages import HumanMessage

    with talking(replace(settings, timeout=patience)) as chat:
        answer = ask(chat, [HumanMessage(_QUESTION)], Gate(1, patience))
    return answer.text.strip()[:20]


def probe_embedding(settings: EmbedSettings, patience: float = _PATIENCE) -> int:
    """Have one character embedded and return the size of its vector.

    Raises:
        ModelError: the endpoint refused, did not answer, or answered with no vector.
    """
    asked = EndpointEmbeddings(settings, time.sleep, tries=1, patience=patience)
    return len(asked.embed_query(_QUESTION[-1]))
