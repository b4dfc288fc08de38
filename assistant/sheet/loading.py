"""From a file of facts to a :class:`Sheet`, or to one line that says all that is wrong with it."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.sheet.agreement import disagreements
from assistant.sheet.csv_table import read_csv
from assistant.sheet.facts import Sheet
from assistant.sheet.keys import HEAD, ITEMS, MISTAKEN, Key, Keys
from assistant.sheet.plain import Plain, read_plain, shortened
from assistant.sheet.prose import list_items, unlisted
from assistant.sheet.repeats import without_repeats
from assistant.sheet.sayings import say_fault
from assistant.sheet.values import typed
from corpus.errors import KindError, SheetError
from corpus.kinds import kind_named, load_kinds

SHOWN = 3
"""How many faults the one line of an error spells out."""


def load_sheet(path: Path, own_kinds: Path | None = None) -> Sheet:
    """The sheet in a ``.yaml``, ``.json``, ``.csv`` or ``.xlsx`` file that serves one document.

    The kind is given by its id, and items without an id have F1, P1, G1, D1 … by position.

    Args:
        path: The file.
        own_kinds: A folder of the user's own kinds, as :func:`corpus.kinds.load_kinds` takes it.

    Raises:
        KindError: the folder of the user's own kinds does not hold together.
        SheetError: the file cannot be read, or something in it is wrong; the message is one
            line that names the first :data:`SHOWN` faults by item and key, or every fault of a
            table by cell. Or the workbook serves several documents.
    """
    named = load_named_sheets(path, own_kinds)
    if len(named) > 1:
        names = "、".join(name for name, _ in named)
        raise SheetError(
            f"事实表“{path}”是{len(named)}份材料合用的（{names}）；请用 nigao batch 一次起草，"
            f"或在“基本信息”里只留一份"
        )
    return named[0][1]


def load_sheets(path: Path, own_kinds: Path | None = None) -> list[Sheet]:
    """The sheets in a file: one, or those of each document a workbook serves.

    Raises:
        SheetError, KindError: as :func:`load_sheet`.
    """
    return [sheet for _, sheet in load_named_sheets(path, own_kinds)]


def load_named_sheets(path: Path, own_kinds: Path | None = None) -> list[tuple[str, Sheet]]:
    """The sheets in a file, each with what to call it; names differ from one another.

    Raises:
        SheetError, KindError: as :func:`load_sheet`.
    """
    if path.suffix.lower() == ".csv":
        plain = read_csv(path)
        return [(path.stem, sheet_from_plain(plain, str(path), own_kinds, open_values=True))]
    if path.suffix.lower() != ".xlsx":
        return [(path.stem, sheet_from_plain(read_plain(path), str(path), own_kinds))]
    # openpyxl takes a while to import, and other files do without it.
    from assistant.sheet.fitting import fitted
    from assistant.sheet.workbook import read_documents

    return [
        (name, sheet_from_plain(plain, str(path), own_kinds, open_values=True))
        for name, plain in fitted(read_documents(path, own_kinds), own_kinds)
    ]


def sheet_from_plain(
    plain: Mapping[str, Plain],
    source: str,
    own_kinds: Path | None = None,
    *,
    open_values: bool = False,
) -> Sheet:
    """The sheet that plain mappings, lists and text describe, whatever they were read from.

    Args:
        plain: The head's keys, with lists of items under facts, problems, guidance, decisions.
        source: What the error calls the sheet, such as its path.
        own_kinds: As :func:`load_sheet`.
        open_values: Whether a fact may have a label alone: a value not known yet.

    Raises:
        SheetError, KindError: as :func:`load_sheet`.
    """
    faults: list[str] = []
    head = _Entry("", HEAD, faults).read(plain)
    for name in ITEMS:
        head[name] = tuple(_items(name, head.get(name, []), faults, open_values=open_values))
    if head.get("targets") and not head.get("confirmed_by"):
        faults.append("targets 写了沿用，还要写 confirmed_by（谁同意沿用上年目标）")
    faults.extend(_repeated_ids(head))
    head["kind"] = _kind_id(head.get("kind", ""), own_kinds, faults)
    if faults:
        raise SheetError(_one_line(source, faults))
    sheet = Sheet.model_validate(head)
    if unlike := list(disagreements(sheet.facts)):
        raise SheetError(_one_line(source, unlike))
    return sheet.model_copy(update={"facts": without_repeats(sheet.facts)})


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


def _items(
    name: str, plain: list[Plain], faults: list[str], *, open_values: bool
) -> Iterator[dict[str, Any]]:
    letter, keys = ITEMS[name]
    at = 0
    for number, item in enumerate(plain, 1):
        place = f"{name} 第{number}项{_called(item)}"
        if not isinstance(item, dict):
            faults.append(f"{place}应写成 - {{键: 值, 键: 值}}，冒号用半角并空一格")
            continue
        before = len(faults)
        values = _Entry(place, keys, faults).read(_with_blank(item) if name == "facts" else item)
        if len(faults) == before:
            # A label alone stands for a value not known yet, where that is allowed.
            known = {"text": ""} if open_values and "label" in values else {}
            judged = known | values
            faults.extend(f"{place}{fault}" for fault in _JUDGES.get(name, _no_fault)(judged))
        for told in _told_apart(name, values):
            at += 1
            yield {"id": f"{letter}{at}"} | told


def _told_apart(name: str, values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """An item as its text tells it: a list of problems in one cell is one problem each.

    Measures listed one for each go with theirs; any other measure stays with the first.
    """
    text = values.get("text", "")
    if name == "facts" and text:
        yield values | {"text": unlisted(text)}
        return
    if name != "problems" or not text:
        yield values
        return
    problems, measure = list_items(text), values.get("measure", "")
    listed = list_items(measure)
    if len(listed) != len(problems):
        listed = (unlisted(measure), *[""] * (len(problems) - 1))
    for number, (problem, against) in enumerate(zip(problems, listed, strict=True)):
        own = {"id"} if number else set()
        kept = {key: value for key, value in values.items() if key not in own | {"measure"}}
        yield kept | {"text": problem} | ({"measure": against} if against else {})


def _with_blank(item: Mapping[str, Plain]) -> Mapping[str, Plain]:
    """The item with a blank's id, which holds a #, under its own key."""
    for name in ("id", "编号"):
        said = item.get(name)
        if isinstance(said, str) and "#" in said:
            return {key: value for key, value in item.items() if key != name} | {"blank": said}
    return item


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
    if "value" in values and "say" in values:
        bound, say = values.get("qualifier", ""), values["say"]
        if fault := say_fault(values["value"], values.get("unit", ""), bound, say):
            yield f"的 say（说法）“{shortened(say)}”{fault}"


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
                self._fault(self._unknown(written, value))
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
            values[key.name] = typed(key, value)
        except ValueError as error:
            said = f"“{shortened(value)}”" if isinstance(value, str) else ""
            self._fault(f" {key.name}（{key.chinese[0]}）{said}{error}")

    def _unknown(self, written: str, value: Plain) -> str:
        if written.replace(".", "").isdigit():
            return f"“{written}”不是键，数里的千分位逗号请去掉，或给数加上引号"
        if value == "" and not written.isascii():
            cut = shortened(written)
            return f"里半角逗号后的“{cut}”成了键；请给整段文字加引号，或改用全角逗号“，”"
        near = difflib.get_close_matches(written.lower(), self._keys, 1, 0.6)
        mistaken = MISTAKEN.get(written, "")
        meant = mistaken if mistaken in self._keys else "".join(near)
        if meant:
            return f"“{shortened(written)}”不是键，你是不是想写 {meant}"
        known = "、".join(dict.fromkeys(key.name for key in self._keys.values()))
        return f"“{shortened(written)}”不是键，可用的有 {known}"

    def _fault(self, what: str) -> None:
        self._faults.append(f"{self._place}{what}".strip())
