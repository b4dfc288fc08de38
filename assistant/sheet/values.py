"""Plain text as the value its key holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.sheet import scalars
from assistant.sheet.keys import Key, Sort
from assistant.sheet.plain import Plain
from assistant.sheet.prose import as_prose

# What people write where a word is to be chosen, and what they mean by it.
_MEANT = {
    "存在": "仍存在",
    "仍然存在": "仍存在",
    "未整改": "仍存在",
    "新增": "新发现",
    "已完成整改": "已整改",
    "整改完成": "已整改",
    "没有": "无",
    "今年没有": "无",
    "今年也有": "有",
    "删去": "删",
}


def _read_prose(text: str) -> str:
    prose = as_prose(text)
    if not prose:
        raise ValueError("里没有文字，请写成一句话")
    return prose


_READERS: dict[Sort, Callable[[str], Any]] = {
    "text": scalars.read_text,
    "prose": _read_prose,
    "number": scalars.read_number,
    "year": scalars.read_year,
    "count": scalars.read_count,
    "date": scalars.read_date,
    "yes": scalars.read_yes,
    "id": scalars.read_id,
}


def typed(key: Key, value: Plain) -> Any:
    """The value a key holds, of the type the sheet's nouns take.

    Raises:
        ValueError: what is wrong and what to write instead, worded to follow key and value.
    """
    if key.sort in ("items", "texts"):
        return _listed(key, value)
    if not isinstance(value, str):
        raise ValueError("应是一行文字或一个数，不能是列表或带花括号的内容（文字含括号的请加引号）")
    if scalars.UNSEEN.search(value):
        raise ValueError("含有看不见的控制字符，请删去重写")
    if key.sort == "choice":
        return _chosen(key, value)
    return _READERS[key.sort](value)


def _listed(key: Key, value: Plain) -> Any:
    if not isinstance(value, list):
        raise ValueError("应是一个列表，每项另起一行，以“- ”开头")
    if key.sort == "items":
        return value
    texts = tuple(scalars.read_text(each.strip()) for each in value if isinstance(each, str))
    if len(texts) < len(value) or not all(texts) or scalars.UNSEEN.search("".join(texts)):
        raise ValueError("的每一项都应是一行文字")
    return texts


def _chosen(key: Key, value: str) -> str:
    meant = _MEANT.get(value, value)
    value = meant if meant in key.choices else value
    if value not in key.choices:
        raise ValueError(f"不在可写的词里，请写 {'、'.join(key.choices)} 之一")
    return value
