"""Prompts: files rendered strictly, each known by a fingerprint."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Template

_FENCES = str.maketrans({"〖": "［", "〗": "］", "〔": "（", "〕": "）"})


def render(name: str, **values: Any) -> str:
    """The prompt ``prompts/<name>.md`` with its names filled in.

    Text that came from data arrives as values and can neither close a fence (see :func:`fenced`)
    nor be taken for a template.

    Raises:
        jinja2.UndefinedError: the prompt names something that is not given.
    """
    return _template(name).render(**values).strip() + "\n"


def prompt_names() -> tuple[str, ...]:
    """The prompts there are, in the order of their names."""
    found = (Path(each.name) for each in files("prompts").iterdir())
    return tuple(sorted(path.stem for path in found if path.suffix == ".md"))


def fingerprint(name: str) -> str:
    """Eight hex digits that change whenever the prompt's words do."""
    return hashlib.sha256(_source(name).encode()).hexdigest()[:8]


def fenced(text: str) -> str:
    """The text in one line with marks of ours made harmless."""
    return " ".join(text.translate(_FENCES).split())


@cache
def _template(name: str) -> Template:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    return environment.from_string(_source(name))


@cache
def _source(name: str) -> str:
    return (files("prompts") / f"{name}.md").read_text(encoding="utf-8")
