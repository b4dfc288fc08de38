"""The rows of a workbook's worksheets as items of the sheet, still as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.sheet import keys
from assistant.sheet.amounts import bare_number
from assistant.sheet.cells import Grid, Written
from assistant.sheet.columns import DEEDS, FACTS, PHRASES, SAME, TABLES, YES
from assistant.sheet.keys import Key
from assistant.sheet.plain import Plain, shortened
from assistant.sheet.tables import KEYS, NEEDED, Faults, Row, read_rows, table_of, title_of, usable
from assistant.sheet.values import typed

Texts = dict[str, str]

_SAME = re.compile(r"^(?:同|与)(?:上年|去年)(?:同|持平|一致|相同)?$")
_CHANGED = re.compile(r"^改为[：:，,\s]*(?P<text>.*)$", re.DOTALL)
_SHARES = ("%", "％", "个百分点", "百分点")


def read_items(grids: Iterable[Grid], faults: Faults) -> dict[str, Plain]:
    """The facts, problems, guidance and decisions of all worksheets, as plain mappings."""
    items: dict[str, list[Plain]] = {name: [] for name in keys.ITEMS}
    once = _Once(faults)
    for grid in grids:
        title = table_of(grid.title)
        if title in TABLES:
            for row in read_rows(grid, title, faults):
                for name, item in _items_of(title, row, grid.title, faults):
                    if once.is_new(grid.title, row, item):
                        items[name].append(dict(item))
    return {name: listed for name, listed in items.items() if listed}


class _Once:
    """Refuses what is said twice and not alike: two departments' numbers for one blank."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._seen: dict[str, tuple[str, str]] = {}

    def is_new(self, sheet: str, row: Row, item: Mapping[str, Plain]) -> bool:
        name = str(item.get("blank") or item.get("past") or "")
        if not name:
            return True
        told = "value" if "blank" in item else "now"
        said = f"{item.get(told, '')}{item.get('text', '')}"
        cell = row.get("value" if "blank" in item else "now")
        at = cell.at if cell else ""
        if name not in self._seen:
            self._seen[name] = (said, f"“{sheet}”{at}")
            return True
        before, where = self._seen[name]
        if before != said:
            self._faults.add(sheet, at, f"与{where}说的是同一项，却不一样；请留下对的，删去另一行")
        return False


# -- rows to items --------------------------------------------------------------------------------


def _items_of(
    title: str, row: Row, sheet: str, faults: Faults
) -> Iterator[tuple[str, Mapping[str, Plain]]]:
    if title == FACTS:
        item = _fact(row, sheet, faults)
        if item:
            yield "facts", item
    elif title in (DEEDS, PHRASES):
        yield from _decision(title, row, sheet, faults)
    else:
        needed = NEEDED[title][0]
        item = _texts(title, row, sheet, faults)
        if item and needed not in item:
            faults.add(sheet, row[needed].at, f"没有写{title_of(title, needed)}，请补上")
        elif item:
            yield TABLES[title][0], item


def _texts(title: str, row: Row, sheet: str, faults: Faults, *, but: Sequence[str] = ()) -> Texts:
    """The row's cells that hold something right, as text by key."""
    found = {key.name: key for key in KEYS[title]}
    return {
        name: cell.text
        for name, cell in row.items()
        if name not in but
        and name[0] != "_"
        and usable(cell, found.get(name, Key(name, "text")), sheet, faults)
    }


# -- 指标 -----------------------------------------------------------------------------------------


def _fact(row: Row, sheet: str, faults: Faults) -> Texts:
    item = _texts(FACTS, row, sheet, faults, but=("value", "previous"))
    if not (item.keys() & {"label", "text"}) and not row["value"].text:
        return {}
    if "#" in item.get("id", ""):
        item["blank"] = item.pop("id")
    for name in ("previous", "value"):
        text = _amount(row.get(name), item, sheet, faults, same=name == "value", row=row)
        if text:
            item[name] = text
    if "label" not in item and "value" in item:
        faults.add(sheet, row["label"].at, "没有写指标，请写上数的是什么，如 召开党组会议")
    if _SAME.match(row["value"].text) and "value" in item:
        item["source"] = _sourced(item.get("source", ""), item["value"] + item.get("unit", ""))
    told = item.keys() & {"value", "text"}
    if not told and item.get("required") != YES:
        item["required"] = "否"
    return item


def _sourced(source: str, amount: str) -> str:
    return f"{source}（{SAME}）" if source else f"{SAME}（{amount}）"


def _amount(
    cell: Written | None, item: Texts, sheet: str, faults: Faults, *, same: bool, row: Row
) -> str:
    """The amount as digits, "" where there is none or a wrong one; a share settles the measure."""
    if cell is None or not (cell.text or cell.fault):
        return ""
    if cell.fault:
        faults.add(sheet, cell.at, cell.fault)
        return ""
    if cell.shared:
        faults.add(sheet, cell.at, "是合并单元格，不知道是哪一行的数；请拆开，每行各写各的数")
        return ""
    if same and _SAME.match(cell.text):
        return _last_years(cell, item, row, sheet, faults)
    text = bare_number(cell.text, item, bounded=same)
    if cell.percent and item.setdefault("unit", "%") not in _SHARES:
        unit = item["unit"]
        faults.add(sheet, cell.at, f"是百分数，计量单位却是“{unit}”；请把其中一处改对")
        return ""
    try:
        typed(Key("value", "number"), text)
    except ValueError as error:
        faults.add(sheet, cell.at, f"“{shortened(cell.text)}”{_said_of_number(str(error))}")
        return ""
    return text


def _last_years(cell: Written, item: Texts, row: Row, sheet: str, faults: Faults) -> str:
    if "previous" not in item:
        known = row.get("previous")
        if known is None or not known.text:
            faults.add(sheet, cell.at, f"写了{SAME}，但上年数值是空的；请填上年数值，或直接写数")
        return ""
    return str(item["previous"])


def _said_of_number(why: str) -> str:
    """The same complaint in the words of a workbook's columns."""
    if "带了计量单位" in why:
        return "带了计量单位，请只写数，单位写在“计量单位”列，约、超过等写在“限定”列"
    if "qualifier" in why:
        return "不是数字，请只写数（如 1034.5），约、超过等写在“限定”列，成句的事写到“事项核实”表末"
    if "还不是数字" in why:
        return "还不是数字，请填上数，没有的空着"
    if "百分号" in why:
        return "带了百分号，请只写数，并把计量单位写成 %"
    return why


# -- 事项核实, 提法更新 ----------------------------------------------------------------------------


def _decision(
    title: str, row: Row, sheet: str, faults: Faults
) -> Iterator[tuple[str, Mapping[str, Plain]]]:
    if title == PHRASES:
        row = _with_wording(row)
    if not row["past"].text:
        yield from _new_deed(title, row, sheet, faults)
        return
    text = row.get("text")
    if not row["now"].text:
        if text is not None and text.text:
            faults.add(sheet, row["now"].at, "没有选，右边却写了今年怎么说；请选 改为 或 有")
        return
    item = _texts(title, row, sheet, faults, but=("section",))
    if item.get("now") == "改为" and "text" not in item:
        where = "“改为：”后面" if title == PHRASES else "“今年怎么说”"
        faults.add(sheet, row["now"].at, f"选了改为，请在{where}写上今年的说法")
    elif "now" in item and "past" in item:
        yield "decisions", item


def _with_wording(row: Row) -> Row:
    """改为：市委五届二次全会 in one cell is a choice and its wording."""
    cell = row["now"]
    found = _CHANGED.match(cell.text)
    if not found:
        return row
    parted = {**row, "now": Written("改为", cell.at, shared=cell.shared, fault=cell.fault)}
    if found["text"].strip():
        parted["text"] = Written(found["text"].strip(), cell.at)
    return parted


def _new_deed(
    title: str, row: Row, sheet: str, faults: Faults
) -> Iterator[tuple[str, Mapping[str, Plain]]]:
    """A row without last year's words tells what was done anew this year."""
    text = row.get("text")
    if text is not None and text.text and title == DEEDS:
        item = _texts(title, row, sheet, faults, but=("now", "past"))
        if item:
            yield "facts", item
    elif row["now"].text:
        faults.add(sheet, row["past"].at, f"没有写{title_of(title, 'past')}，请补上，或清空这一行")
