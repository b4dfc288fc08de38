"""Kinds of report as data: which sections, which title, which year each section speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from corpus.errors import KindError

Role = Literal[
    "opening",  # 导语
    "guiding",  # 指导思想、总体要求
    "work",  # 工作开展情况、成效
    "problems",  # 存在的不足
    "next",  # 下一步打算
    "review",  # 讲话里的回顾
    "situation",  # 形势与认识
    "tasks",  # 重点任务
    "safeguards",  # 组织保障、工作要求
]
IDS = (
    "annual-summary",
    "duty-report",
    "integrity-plan",
    "party-building-plan",
    "speech",
    "work-plan",
    "work-report",
)


class KindSection(BaseModel):
    """A section the kind knows.

    ``heading`` is used when no past report is followed; ``aliases`` are phrases by which a
    heading is recognised. ``year`` is the offset from the sheet's year of the time it speaks of.
    ``phrases`` are complete sentences of our own, carried when nothing else fills the section;
    ``usual`` are the usual sub-headings (a hole each when a required problem section is empty).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    heading: str
    aliases: tuple[str, ...] = ()
    year: Literal[-1, 0, 1] = 0
    required: bool = True
    lead: str = ""
    phrases: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    measures_lead: str = ""


class Kind(BaseModel):
    """A kind of report.

    In texts ``{office}`` ``{short}`` ``{year}`` ``{last}`` ``{next}`` ``{occasion}`` stand for the
    head's values and ``{count}`` for the number of first-level headings in Chinese numerals.
    ``plan`` is true where figures are targets. ``signed`` says whether a signature and a date
    stand at the end.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    title: str
    title_pattern: str
    plan: bool = False
    signed: bool = True
    salutation: str = ""
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    closing_pattern: str = ""
    sections: tuple[KindSection, ...]

    def required(self) -> Iterator[KindSection]:
        """The sections a draft of this kind must have, in order."""
        return (section for section in self.sections if section.required)


@cache
def load_kinds() -> dict[str, Kind]:
    """The kinds shipped with the project, by id, in the order of :data:`IDS`."""
    return {id: _load(id) for id in IDS}


def kind_named(name: str) -> Kind:
    """The kind with this id, Chinese name or alias.

    Raises:
        KindError: no kind goes by that name; the message lists the names there are.
    """
    for kind in load_kinds().values():
        if name.strip() in (kind.id, kind.name, *kind.aliases):
            return kind
    known = "、".join(f"{kind.name}（{kind.id}）" for kind in load_kinds().values())
    raise KindError(f"不认识的文种“{name}”；可用的文种有：{known}")


def _load(id: str) -> Kind:
    text = (files("prompts") / "kinds" / f"{id}.yaml").read_text(encoding="utf-8")
    plain: dict[str, Any] = yaml.safe_load(text)
    return Kind(**plain)
