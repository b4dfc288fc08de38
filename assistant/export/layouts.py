"""Choosing a layout: the one shipped, its variants, and an office's own values above them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assistant.export.layout import TWIPS_PER_POINT, Layout, Measure, TypeStyle
from corpus.errors import SettingsError
from corpus.shipped import parsed

OWN_NAME = "layout.yaml"
"""The name of an office's own layout in its folder."""

_ROOMS = ("page", "text", "styles", "faces")
_KEPT = ("clause", "strength", "unit")


@dataclass(frozen=True, slots=True)
class Departure:
    """A value of an office's own that is not the shipped one.

    ``name`` is dotted (``page.top``); clause and strength are those of the shipped value, so that
    only 规定 may be called wrong.
    """

    name: str
    shipped: str
    own: str
    clause: str
    strength: str


def load_layout(own: Path | None = None, variants: Sequence[str] = ()) -> Layout:
    """The layout to set a draft in.

    Args:
        own: An office's ``layout.yaml``: any part of the shipped shape, each value bare
            (``top: 36``) or with a note; ``use`` names variants.
        variants: Of the shipped ``large`` (朗读大字版) and ``windows`` (font names), the last
            winning; an office's own values win over all.

    Raises:
        SettingsError: the file cannot be read, names what is not there, or does not fit the page.
    """
    if own is None and not variants:
        return _default()
    overrides = _read_own(own) if own else {}
    wanted = [*_named(overrides.pop("use", [])), *variants]
    plain = _shipped()
    for name in wanted:
        plain = _overlaid(plain, _variant(name, own), "")
    return _validated(_overlaid(plain, overrides, str(own)), str(own or "layout.yaml"))


def departures(layout: Layout) -> tuple[Departure, ...]:
    """Where ``layout`` differs from the shipped one."""
    return tuple(_departures(layout, load_layout()))


def _departures(layout: Layout, shipped: Layout) -> Iterator[Departure]:
    own = layout.sources()
    for name, source in shipped.sources().items():
        told = _told(source), _told(own[name])
        if told[0] != told[1]:
            yield Departure(name, *told, source.clause, source.strength)


def _told(source: Any) -> str:
    match source:
        case Measure():
            return f"{source.value}{source.unit}"
        case TypeStyle():
            return f"{source.face}{source.size}磅"
    raise TypeError(f"{source!r} is no value of a layout")


@cache
def _default() -> Layout:
    return _validated(_shipped(), OWN_NAME)


@cache
def _shipped_text() -> str:
    return (files("assistant.export") / "layout.yaml").read_text(encoding="utf-8")


def _shipped() -> dict[str, Any]:
    plain: dict[str, Any] = parsed(_shipped_text())
    return {room: plain[room] for room in _ROOMS}


def _variant(name: str, own: Path | None) -> dict[str, Any]:
    variants: dict[str, dict[str, Any]] = parsed(_shipped_text())["variants"]
    if name not in variants:
        where = f"版式文件“{own}”" if own else "版式"
        raise SettingsError(f"{where}：没有“{name}”这种版式；可用 {'、'.join(variants)}")
    return variants[name]


def _named(use: Any) -> list[str]:
    """The variants named under ``use``: one, or several in a list."""
    return [use] if isinstance(use, str) else list(use or ())


def _read_own(path: Path) -> dict[str, Any]:
    try:
        plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"读不了版式文件“{path}”；请检查路径，并存为 UTF-8 文本") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"第{mark.line + 1}行" if mark else ""
        raise SettingsError(f"版式文件“{path}”{line}不合 YAML 写法；请检查缩进和冒号") from error
    if plain is None:
        return {}
    if not isinstance(plain, dict):
        raise SettingsError(f"版式文件“{path}”应写成 page、text、styles、faces 各项；请改写")
    return {str(key): value for key, value in plain.items()}


def _overlaid(shipped: Mapping[str, Any], above: Mapping[str, Any], own: str) -> dict[str, Any]:
    """``shipped`` with the values of ``above`` in their places; clause and strength stay."""
    laid = {room: dict(values) for room, values in shipped.items()}
    for room, values in above.items():
        if room not in laid or not isinstance(values, dict):
            raise SettingsError(f"版式文件“{own}”：没有“{room}”这一类；可写 {'、'.join(_ROOMS)}")
        for name, value in values.items():
            if name not in laid[room]:
                known = "、".join(map(str, laid[room]))
                raise SettingsError(f"版式文件“{own}”：{room} 里没有“{name}”；可写 {known}")
            laid[room][name] = _replaced(laid[room][name], value, f"{room}.{name}", own)
    return laid


def _replaced(shipped: dict[str, Any], value: Any, name: str, own: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        value = {"value" if "value" in shipped else "font" if "font" in shipped else "size": value}
    for key in _KEPT:
        if key in value and value[key] != shipped.get(key):
            raise SettingsError(
                f"版式文件“{own}”：{name} 的 {key} 是“{shipped.get(key, '')}”，不能改；请只写数值"
            )
    return {**shipped, **value}


def _validated(plain: dict[str, Any], own: str) -> Layout:
    try:
        layout = Layout.model_validate(plain)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise SettingsError(f"版式文件“{own}”：{where} 的值不合要求；请照自带的写法改") from error
    if fault := _misfit(layout):
        raise SettingsError(f"版式文件“{own}”：{fault}")
    return layout


def _misfit(layout: Layout) -> str:
    """Why the text does not fit its page, or ""."""
    page, text = layout.page, layout.text
    lengths = (page.width, page.height, page.top, page.bottom, page.left, page.right, page.footer)
    counts = (page.lines, page.columns, text.pitch, text.title_columns)
    if any(each.value <= 0 for each in (*lengths, *counts)):
        return "页面、行数、字数、行距都应大于零；请检查 page 和 text.pitch"
    if page.text_width <= 0 or page.text_height <= 0:
        return "页边距比纸还大，没有版心；请改小 page.left、right、top、bottom"
    if page.lines.value * text.pitch.value > page.text_height:
        return (
            f"每面{page.lines.value}行放不下（版心高{_mm(page.text_height)}毫米）；请改小行距或行数"
        )
    width = layout.styles.body.size * TWIPS_PER_POINT + text.spacing.value
    if page.columns.value * width > page.text_width:
        core = _mm(page.text_width)
        return f"每行{page.columns.value}字放不下（版心宽{core}毫米）；请改小字号或字数"
    return ""


def _mm(twips: int) -> Decimal:
    return (Decimal(twips) * Decimal("25.4") / 1440).quantize(Decimal(1))
