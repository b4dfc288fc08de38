"""Templates of the page: every value is text; nothing of a report or a message acts as markup."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


def rendered(name: str, **values: Any) -> str:
    """The template ``name`` filled in; a name it uses and is not given is an error.

    Braces and dollars leave as entities, because the page's own component has templates too.
    """
    return _environment().get_template(f"{name}.html").render(values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("assistant.chat", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_inert,
    )


def _inert(value: Any) -> Any:
    from markupsafe import Markup, escape

    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = str(escape(value))
    for char, entity in (("{", "&#123;"), ("}", "&#125;"), ("$", "&#36;"), ("`", "&#96;")):
        text = text.replace(char, entity)
    return Markup(text)
