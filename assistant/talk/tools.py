"""Hearing by a model: a message the rules do not know becomes one call of the desk's own verbs.

The model only chooses a verb and points at words. Whatever it hands over as the writer's words must
stand in the message, a kind must be one there is, an act one we do: else nothing is heard, and
nothing changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.prompting import fenced, render
from assistant.talk.paper import Paper
from assistant.talk.wishes import (
    Act,
    Ask,
    Begin,
    Change,
    Export,
    Form,
    Give,
    GiveProblem,
    Plainly,
    Revise,
    What,
    Wish,
)
from assistant.wiring import ModelSettings, talking, tool_calls
from corpus.kinds import Kind

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_MOST_HEADINGS = 30
_PATIENCE = 20.0


def hear_by_model(
    settings: ModelSettings,
    text: str,
    kinds: Mapping[str, Kind],
    paper: Paper | None,
    question: str = "",
) -> Wish | None:
    """What a model takes the message to ask for; None when it calls nothing, or wrongly.

    The message, the question that stands and the draft's headings are sent, and nothing else.

    Raises:
        ModelError: the endpoint failed or refused.
    """
    with talking(replace(settings, timeout=_PATIENCE)) as chat:
        calls = _called(chat, text, kinds, paper, question)
    if len(calls) != 1:
        return None
    name, arguments = calls[0]
    return wish_of(name, arguments, text, kinds)


def wish_of(
    name: str, arguments: Mapping[str, Any], text: str, kinds: Mapping[str, Kind]
) -> Wish | None:
    """The wish a call of a tool stands for; None when it is none, or says what was not said."""
    known = _CALLS.get(name)
    if known is None:
        return None
    shape, make = known
    try:
        call = shape.model_validate(dict(arguments))
    except ValidationError:
        return None
    said = [getattr(call, field) for field in _WORDS if hasattr(call, field)]
    if not all(_stands(words, text) for words in said):
        return None
    return make(call, kinds)


def tool_table() -> list[dict[str, Any]]:
    """The tools as a model is offered them."""
    return [
        {
            "type": "function",
            "function": {
                "name": tool["name"],
                "description": tool["description"],
                "parameters": {
                    "type": "object",
                    "properties": tool["parameters"],
                    "required": tool["required"],
                },
            },
        }
        for tool in _tools()
    ]


def _called(
    chat: BaseChatModel,
    text: str,
    kinds: Mapping[str, Kind],
    paper: Paper | None,
    question: str,
) -> list[tuple[str, dict[str, Any]]]:
    draft = paper.draft if paper else None
    headings = [each.number + each.heading for each in draft.walk()] if draft else []
    kind = kinds.get(paper.sheet.kind) if paper else None
    prompt = render(
        "hearing",
        kind=kind.name if kind else "还没有开",
        year=paper.sheet.year if paper else "",
        kinds="、".join(each.name for each in kinds.values()),
        headings=fenced("；".join(headings[:_MOST_HEADINGS])),
        question=fenced(question),
        text=fenced(text),
    )
    return tool_calls(chat, prompt, tool_table())


_WORDS = ("text", "office", "occasion", "label", "value", "query")
"""The arguments that must be the writer's own words."""


def _stands(words: str, text: str) -> bool:
    return _bare(words) in _bare(text)


def _bare(text: str) -> str:
    return re.sub(r"[\s，。；、：:,.!！?？“”\"']+", "", text)


# -- the calls ------------------------------------------------------------------------------------


class _Call(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Begin(_Call):
    kind: str
    year: int | None = None
    office: str = ""
    occasion: str = ""


class _Text(_Call):
    text: str


class _Change(_Call):
    label: str
    value: str


class _Revise(_Call):
    where: str
    act: Act


class _Ask(_Call):
    query: str
    year: int | None = None


class _Plainly(_Call):
    what: What


class _Export(_Call):
    form: Form
    clean: bool = False


def _begun(call: Any, kinds: Mapping[str, Kind]) -> Wish | None:
    kind = next((k for k in kinds.values() if call.kind in (k.id, k.name, *k.aliases)), None)
    return Begin(kind.id, call.year, call.office, call.occasion) if kind else None


_Make = Callable[[Any, Mapping[str, Kind]], Wish | None]
_CALLS: dict[str, tuple[type[_Call], _Make]] = {
    "begin": (_Begin, _begun),
    "give_facts": (_Text, lambda call, _: Give(call.text)),
    "give_problems": (_Text, lambda call, _: GiveProblem(call.text)),
    "change_value": (_Change, lambda call, _: Change(call.label, call.value)),
    "revise_section": (_Revise, lambda call, _: Revise(call.where, call.act)),
    "ask_past": (_Ask, lambda call, _: Ask(call.query, call.year)),
    "do_plainly": (_Plainly, lambda call, _: Plainly(call.what)),
    "export": (_Export, lambda call, _: Export(call.form, call.clean)),
}


@cache
def _tools() -> list[dict[str, Any]]:
    source = files("prompts").joinpath("tools.yaml").read_text(encoding="utf-8")
    table: list[dict[str, Any]] = yaml.safe_load(source)
    return table
