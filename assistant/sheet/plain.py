"""A sheet's file as plain mappings, lists and text; nothing is typed or judged here.

Scalars stay text (9.80 keeps its places, no is a word and 2026-12-25 is ten characters); what
has no value is "". ``ValueError`` and the parsers' own errors do not leave this file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import yaml

from corpus.errors import SheetError

Plain = str | list["Plain"] | dict[str, "Plain"]

MOST_BYTES = 5_000_000
DEEPEST = 20
"""Nested lists and mappings; a sheet needs three."""

_EMPTY = "是空的；请至少写上 unit、kind、year 和 facts"
# The one in C where there is one: a sheet takes a fifth of the time.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NOTHING = {"", "~", "null", "Null", "NULL"}


def read_plain(path: Path) -> dict[str, Plain]:
    """The mapping a ``.yaml``, ``.yml`` or ``.json`` file holds.

    Raises:
        SheetError: no such file, no text, over :data:`MOST_BYTES`, not well-formed, a key said
            twice, an anchor or alias, or something else than a mapping at the top.
    """
    readers = {".yaml": _from_yaml, ".yml": _from_yaml, ".json": _from_json}
    if path.suffix.lower() not in readers and not path.exists():
        raise SheetError(f"找不到事实表“{path}”；请检查路径和文件名")
    if path.suffix.lower() not in readers:
        raise SheetError(
            f"事实表“{path}”不是 .yaml、.json、.csv 或 .xlsx 文件；请换一个文件，或另存为其中一种"
        )
    text = _read_text(path)
    if not text.strip():
        raise SheetError(f"事实表“{path}”{_EMPTY}")
    try:
        plain = readers[path.suffix.lower()](text)
    except _Malformed as error:
        raise SheetError(f"事实表“{path}”{error}") from error
    if plain == "":
        raise SheetError(f"事实表“{path}”{_EMPTY}")
    if not isinstance(plain, dict):
        raise SheetError(
            f"事实表“{path}”最外层应是“键: 值”（如 unit: 云州市金融工作局），不能是列表或一段文字；"
            "冒号要用半角，后面空一格"
        )
    return plain


def shortened(text: str, most: int = 16) -> str:
    """The text as a message quotes it: one printable line of at most ``most`` characters and …."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= most else f"{line[:most]}…"


class _Malformed(Exception):
    """What is wrong with the text, worded to follow the file's name."""


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SheetError(f"事实表“{path}”超过 5 MB；请确认选对了文件，或分成几份")
        text = decoded(path.read_bytes())
    except FileNotFoundError as error:
        raise SheetError(f"找不到事实表“{path}”；请检查路径和文件名") from error
    except UnicodeDecodeError as error:
        raise SheetError(
            f"事实表“{path}”不是 UTF-8 或 GB18030 文本；请用记事本另存为 UTF-8 编码"
        ) from error
    except OSError as error:
        raise SheetError(f"事实表“{path}”打不开；请确认它是文件而且有读取权限") from error
    if "\0" in text:
        raise SheetError(f"事实表“{path}”不是文本文件；请确认选对了文件")
    return text


def decoded(raw: bytes) -> str:
    """The text in UTF-8, else in GB18030, as Windows saves it.

    Raises:
        UnicodeDecodeError: it is in neither.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def _from_json(text: str) -> Plain:
    try:
        return _as_text(
            json.loads(
                text,
                object_pairs_hook=_once_each,
                parse_float=str,
                parse_int=str,
                parse_constant=str,
            )
        )
    except json.JSONDecodeError as error:
        raise _Malformed(f"第{error.lineno}行不合 JSON 写法；请检查逗号、引号和括号") from error
    except RecursionError as error:
        raise _Malformed(f"嵌套超过{DEEPEST}层；请照样表的写法改") from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    once = dict(pairs)
    if len(once) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Malformed(f"有一处把键“{shortened(twice)}”写了两遍；请删去一个")
    return once


def _as_text(value: Any, depth: int = 0) -> Plain:
    if depth > DEEPEST:
        raise _Malformed(f"嵌套超过{DEEPEST}层；请照样表的写法改")
    if isinstance(value, dict):
        return {name: _as_text(each, depth + 1) for name, each in value.items()}
    if isinstance(value, list):
        return [_as_text(each, depth + 1) for each in value]
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _from_yaml(text: str) -> Plain:
    for number, line in enumerate(text.splitlines(), 1):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            raise _Malformed(f"第{number}行用了制表符（Tab）缩进；请改成空格")
    try:
        return _YamlText(text).read()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"第{mark.line + 1}行" if mark else ""
        raise _Malformed(
            f"{place}不合 YAML 写法；请检查缩进、半角冒号后的空格，含 : # {{ }} [ ] 的文字要加引号"
        ) from error


class _YamlText:
    """Builds plain values from the parser's events, so that no tag, anchor or type acts."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_Loader))

    def read(self) -> Plain:
        """The one value of the file; "" when there is none."""
        value: Plain = ""
        values = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                values += 1
                if values > 1:
                    _fail(event, "又开始了一份（---）；一个文件只写一份事实表")
                value = self._value(next(self._events), 0)
        return value

    def _value(self, event: yaml.Event, depth: int) -> Plain:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            _fail(event, "用了锚点或引用（& *）；请把内容直接写出来，文字以 & 或 * 开头的加引号")
        if depth > DEEPEST:
            _fail(event, f"嵌套超过{DEEPEST}层；请照样表的写法改")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(depth + 1)
        if isinstance(event, yaml.SequenceStartEvent):
            return [self._value(each, depth + 1) for each in self._until(yaml.SequenceEndEvent)]
        assert isinstance(event, yaml.ScalarEvent)
        nothing = not event.style and event.value in _NOTHING
        return "" if nothing else str(event.value)

    def _mapping(self, depth: int) -> dict[str, Plain]:
        mapping: dict[str, Plain] = {}
        for event in self._until(yaml.MappingEndEvent):
            name = self._value(event, depth)
            if not isinstance(name, str):
                _fail(event, "的键不是文字；请检查花括号和方括号，待填的空请直接写文字")
            if name in mapping:
                _fail(event, f"把键“{shortened(name)}”写了两遍；请删去一个")
            mapping[name] = self._value(next(self._events), depth)
        return mapping

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        while not isinstance(event := next(self._events), end):
            yield event


def _fail(event: yaml.Event, what: str) -> NoReturn:
    mark = event.start_mark
    raise _Malformed(f"第{mark.line + 1}行{what}" if mark else what)
