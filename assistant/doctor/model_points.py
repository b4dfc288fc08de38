"""Model and embedding: how they are set, and, only when wanted, whether they answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assistant.doctor.points import Point, parted
from assistant.probing import probe_embedding, probe_model
from assistant.settings import Settings
from assistant.wiring import EmbedSettings, ModelSettings, chat_model
from corpus.errors import NigaoError

_AREA: Final = "模型服务"
_ASK = "要试连请加 --endpoint"


def model_points(settings: Settings, *, ask: bool) -> Iterator[Point]:
    """The points of model and embedding, keys untold; ``ask`` lets the endpoints be asked."""
    yield _model_point(settings.model, ask)
    yield _embedding_point(settings.embedding, ask)
    if ask and not (settings.model.model or settings.embedding.model):
        todo = "请设 NIGAO_MODEL（和 OPENAI_BASE_URL、OPENAI_API_KEY），或不加 --endpoint"
        yield Point(_AREA, "试连", "broken", "没有设模型，没有可以试连的", todo)


def _model_point(model: ModelSettings, ask: bool) -> Point:
    if not model.model:
        todo = "按规则起草不用模型；要用时请设 NIGAO_MODEL，再加 --writer model"
        return Point(_AREA, "写作模型", "off", "没有设", todo)
    where = f"{model.model}，{_place(model)}"
    try:
        if ask:
            return Point(_AREA, "写作模型", "ok", f"{where}，答“{probe_model(model)}”")
        chat_model(model)
    except NigaoError as error:
        says, todo = parted(error)
        return Point(_AREA, "写作模型", "broken", f"{where}：{says}", todo)
    return Point(_AREA, "写作模型", "ok", f"{where}，没有试连", _ASK)


def _embedding_point(embedding: EmbedSettings, ask: bool) -> Point:
    if not embedding.model:
        return Point(_AREA, "向量模型", "ok", "用自带的，不联网")
    where = f"{embedding.model}，{embedding.host}"
    if not ask:
        return Point(_AREA, "向量模型", "ok", f"{where}，没有试连", _ASK)
    try:
        size = probe_embedding(embedding)
    except NigaoError as error:
        says, todo = parted(error)
        return Point(_AREA, "向量模型", "broken", f"{where}：{says}", todo)
    return Point(_AREA, "向量模型", "ok", f"{where}，向量{size}维")


def _place(model: ModelSettings) -> str:
    """Where the model is asked; what ``provider:model`` leads to only its own package knows."""
    return "由它的 langchain 组件联系" if ":" in model.model and not model.base_url else model.host
