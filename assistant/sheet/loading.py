"""From a file of facts to a :class:`Sheet`, or to one line that says all that is wrong with it."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.sheet import scalars
from assistant.sheet.facts import Sheet
from assistant.sheet.keys import HEAD, ITEMS, MISTAKEN, Key, Keys, Sort
from assistant.sheet.plain import Plain, read_plain, shortened
from corpus.errors import KindError, SheetError
from corpus.kinds import kind_named, load_kinds

SHOWN = 3
"""How many faults the one line of an error spells out."""

_READERS: dict[Sort, Callable[[str], Any]] = {
    "text": scalars.read_text,
    "number": scalars.read_number,
    "year": scalars.read_year,
    "count": scalars.read_count,
    "date": scalars.read_date,
    "yes": scalars.read_yes,
    "id": scalars.read_id,
}


def load_sheet(path: Path, own_kinds: Path | None = None) -> Sheet:
    """The sheet in a ``.yaml``, ``.yml`` or ``.json`` file.

    The kind is given by its id, and items without an id have F1, P1, G1, D1 … by position.

    Args:
        path: The file.
        own_kinds: A folder of the user's own kinds, as :func:`corpus.kinds.load_kinds` takes it.

    Raises:
        KindError: the folder of the user's own kinds does not hold together.
        SheetError: the file cannot be read, or something in it is wrong; the message is one
            line that names the first :data:`SHOWN` faults by item and key.
    """
    return sheet_from_plain(read_plain(path), str(path), own_kinds)


def sheet_from_plain(
    plain: Mapping[str, Plain], source: str, own_kinds: Path | None = None
) -> Sheet:
    """The sheet that plain mappings, lists and text describe, whatever they were read from.

    Args:
        plain: The head's keys, with lists of items under facts, problems, guidance, decisions.
        source: What the error calls the sheet, such as its path.
        own_kinds: As :func:`load_sheet`.

    Raises:
        SheetError, KindError: as :func:`load_sheet`.
    """
    faults: list[str] = []
    head = _Entry("", HEAD, faults).read(plain)
    for name in ITEMS:
        head[name] = tuple(_items(name, head.get(name, []), faults))
    if head.get("targets") and not head.get("confirmed_by"):
        faults.append("targets 写了沿用，还要写 confirmed_by（谁同意沿用上年目标）")
    faults.extend(_repeated_ids(head))
    head["kind"] = _kind_id(head.get("kind", ""), own_kinds, faults)
    if faults:
        raise SheetError(_one_line(source, faults))
    return Sheet.model_validate(head)


def _kind_id(name: str, own_kinds: Path | None, faults: list[str]) -> str:
    known = load_kinds(own_kinds).values()
    try:
        return kind_named(name, own_kinds).id if name else ""
    except KindError:
        names = "、".join(kind.name for kind in known)
        faults.append(f"kind（文种）“{shortened(name)}”不是已有的文种，可写 {names}")
        return name


def _one_line(source: str, faults: list[str]) -> str:
    shown = "；".join(faults[:SHOWN])
    more = f"；等{len(faults)}处" if len(faults) > SHOWN else ""
    return f"事实表“{source}”：{shown}{more}"


def _items(name: str, plain: list[Plain], faults: list[str]) -> Iterator[dict[str, Any]]:
    letter, keys = ITEMS[name]
    for number, item in enumerate(plain, 1):
        place = f"{name} 第{number}项{_called(item)}"
        if not isinstance(item, dict):
            faults.append(f"{place}应写成 - {{键: 值, 键: 值}}，冒号用半角并空一格")
            continue
        before = len(faults)
        values = _Entry(place, keys, faults).read(item)
        if len(faults) == before:
            faults.extend(f"{place}{fault}" for fault in _JUDGES.get(name, _no_fault)(values))
        yield {"id": f"{letter}{number}"} | values


def _called(item: Plain) -> str:
    """What a person knows the item by: the first words it says, in quotes."""
    if isinstance(item, dict):
        names = ("label", "标签", "指标", "text", "past", "name", "问题", "去年原话", "名称")
        said = [item[name] for name in names if name in item] + list(item.values())
        item = next((each for each in said if isinstance(each, str) and each.strip()), "")
    return f"“{shortened(item)}”" if isinstance(item, str) and item.strip() else ""


def _no_fault(_values: Mapping[str, Any]) -> Iterator[str]:
    return iter(())


def _faults_of_fact(values: Mapping[str, Any]) -> Iterator[str]:
    if "value" not in values and "text" not in values:
        yield "没有 value 也没有 text，请补上数值，或把这件事写成一句 text"
    if "value" in values and "label" not in values and "text" not in values:
        yield "有 value 没有 label，请写上数的是什么（如 label: 召开党组会议）"


def _faults_of_decision(values: Mapping[str, Any]) -> Iterator[str]:
    if values.get("now") == "改为" and "text" not in values:
        yield "的 now 是改为，还要在 text 里写上今年怎么说"


_JUDGES = {"facts": _faults_of_fact, "decisions": _faults_of_decision}


def _repeated_ids(head: Mapping[str, Any]) -> Iterator[str]:
    ids = Counter(item["id"] for name in ITEMS for item in head[name])
    for repeated, times in ids.items():
        if times > 1:
            yield f"编号“{repeated}”用了{times}次，请改成各不相同，或都不写（按次序编为 F1、P1…）"


class _Entry:
    """One mapping of the file, read by its keys; what is wrong is added to ``faults``."""

    def __init__(self, place: str, keys: Keys, faults: list[str]) -> None:
        self._place = f"{place}的" if place else ""
        self._keys = {name: key for key in keys for name in (key.name, *key.chinese)}
        self._faults = faults

    def read(self, plain: Mapping[str, Plain]) -> dict[str, Any]:
        """The typed values by key; a key without a value, or with a wrong one, is left out."""
        values: dict[str, Any] = {}
        said: dict[str, str] = {}
        for written, value in plain.items():
            key = self._keys.get(written.strip())
            if key is None:
                self._fault(self._unknown(written))
            elif key.name in said:
                self._fault(f" {said[key.name]} 和 {shortened(written)} 是同一个键，请删去一个")
            else:
                said[key.name] = written
                self._take(key, value, values)
        for key in {id(key): key for key in self._keys.values()}.values():
            if key.needed and not plain.get(said.get(key.name, "")):
                self._fault(f" {key.name}（{key.chinese[0]}）没有写，请补上")
        return values

    def _take(self, key: Key, value: Plain, values: dict[str, Any]) -> None:
        if isinstance(value, str):
            value = value.strip()
        if not value:
            return
        try:
            values[key.name] = _typed(key, value)
        except ValueError as error:
            said = f"“{shortened(value)}”" if isinstance(value, str) else ""
            self._fault(f" {key.name}（{key.chinese[0]}）{said}{error}")

    def _unknown(self, written: str) -> str:
        if written.replace(".", "").isdigit():
            return f"“{written}”不是键，数里的千分位逗号请去掉，或给数加上引号"
        near = difflib.get_close_matches(written.lower(), self._keys, 1, 0.6)
        mistaken = MISTAKEN.get(written, "")
        meant = mistaken if mistaken in self._keys else "".join(near)
        if meant:
            return f"“{shortened(written)}”不是键，你是不是想写 {meant}"
        known = "、".join(dict.fromkeys(key.name for key in self._keys.values()))
        return f"“{shortened(written)}”不是键，可用的有 {known}"

    def _fault(self, what: str) -> None:
        self._faults.append(f"{self._place}{what}".strip())


def _typed(key: Key, value: Plain) -> Any:
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
    if value not in key.choices:
        raise ValueError(f"不在可写的词里，请写 {'、'.join(key.choices)} 之一")
    return value
