"""An .xlsx workbook as plain mappings, one for each document it serves, or all its faults at once.

Worksheets are known by their names and columns by their headers, wherever they stand; English
headers are the sheet file's keys. What only people read is passed over.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.sheet import keys
from assistant.sheet.cells import Grid, Written, read_grids
from assistant.sheet.columns import (
    COLLECTION,
    DEEDS,
    FACTS,
    FITS,
    GUIDANCE,
    HEAD,
    PHRASES,
    PROBLEMS,
    SAME,
    TABLES,
    TARGET,
    YES,
)
from assistant.sheet.keys import Key, Keys
from assistant.sheet.plain import Plain, shortened
from assistant.sheet.values import typed
from corpus.errors import KindError, SheetError
from corpus.kinds import kind_named

Row = dict[str, Written]
Texts = dict[str, str]

_HEADER_ROWS = 15
_SHOWN = 60
_ENGLISH = {
    "head": HEAD,
    "facts": FACTS,
    "decisions": DEEDS,
    "phrases": PHRASES,
    "problems": PROBLEMS,
    "guidance": GUIDANCE,
}
_NEEDED = {
    FACTS: ("label", "value"),
    DEEDS: ("past", "now"),
    PHRASES: ("past", "now"),
    PROBLEMS: ("text",),
    GUIDANCE: ("name",),
}
_KEYS: dict[str, Keys] = {
    FACTS: (*keys.FACT, Key("fits", "text", ("适用",))),
    DEEDS: (*keys.DECISION, Key("section", "text", ("板块",))),
    PHRASES: keys.DECISION,
    PROBLEMS: keys.PROBLEM,
    GUIDANCE: keys.GUIDANCE,
}
_SAME = re.compile(r"^(?:同|与)(?:上年|去年)(?:同|持平|一致|相同)?$")
_CHANGED = re.compile(r"^改为[：:，,\s]*(?P<text>.*)$", re.DOTALL)
_UNIT_BEHIND = re.compile(r"^(?P<number>[-+\d.,，．０-９]+)\s*(?P<unit>[^\d\s]+)$")
_SHARES = ("%", "％", "个百分点", "百分点")


@dataclass(frozen=True, slots=True)
class Document:
    """One document a workbook serves: what to call it, and its sheet in plain mappings."""

    name: str
    plain: dict[str, Plain]


@dataclass
class Faults:
    """All that is wrong with one workbook, told by worksheet and cell."""

    path: Path
    told: list[str] = field(default_factory=list)

    def add(self, sheet: str, at: str, what: str) -> None:
        """Note what is wrong with a cell, worded to follow its place."""
        self.told.append(f"“{sheet}”{at}{what}")

    def settle(self) -> None:
        """Nothing, when nothing is wrong.

        Raises:
            SheetError: one line with everything that is wrong.
        """
        if self.told:
            shown = "；".join(dict.fromkeys(self.told[:_SHOWN]))
            more = f"；等{len(self.told)}处" if len(self.told) > _SHOWN else ""
            raise SheetError(f"事实表“{self.path}”：{shown}{more}")


def read_documents(path: Path, own_kinds: Path | None = None) -> tuple[Document, ...]:
    """The documents an .xlsx workbook serves, in its own order.

    Facts of each carry ``fits`` where 适用 says so; who gets which is for ``fitting.py``.

    Raises:
        SheetError: the file is no workbook, or something in it is wrong; the message is one line
            that names every fault by worksheet and cell, and says what to write instead.
    """
    faults = Faults(path)
    grids = read_grids(path)
    heads = [head for grid in grids for head in _heads(grid, faults, own_kinds)]
    if not heads and not faults.told:
        raise SheetError(
            f"事实表“{path}”没有“{HEAD}”工作表；请用 nigao form 生成的工作簿，或加一张“{HEAD}”，"
            "写上单位、文种、年度"
        )
    items = read_items(grids, faults)
    faults.settle()
    return tuple(Document(name, {**head, **items}) for name, head in heads)


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


def table_of(title: str) -> str:
    """Which of our worksheets this is by its name: 指标（办公室） is 指标; "" if none."""
    bare = title.strip()
    if bare.lower() in _ENGLISH:
        return _ENGLISH[bare.lower()]
    return next((name for name in (HEAD, *TABLES) if bare.startswith(name)), "")


# -- 基本信息 -------------------------------------------------------------------------------------


def _heads(
    grid: Grid, faults: Faults, own_kinds: Path | None
) -> Iterator[tuple[str, dict[str, Plain]]]:
    if table_of(grid.title) != HEAD:
        return
    places = _labels(grid, faults)
    count = _papers(grid, places, own_kinds)
    named = grid.title.strip().removeprefix(HEAD).strip("（）()-—_ ")
    for at in range(count):
        head: dict[str, Plain] = {}
        for key, (row, column) in places.items():
            cell = grid.at(row, column + 1 + at)
            if _usable(cell, key, grid.title, faults):
                head[key.name] = list(cell.text.split("、")) if key.sort == "texts" else cell.text
        for key in keys.HEAD:
            if key.needed and not head.get(key.name):
                where = places.get(key)
                place = grid.at(where[0], where[1] + 1 + at).at if where else ""
                faults.add(grid.title, place, f"没有写{key.chinese[0]}，请填上")
        kind = str(head.get("kind", ""))
        yield named if named and count == 1 else kind, head


def _labels(grid: Grid, faults: Faults) -> dict[Key, tuple[int, int]]:
    """Where each label of the head stands; the value is to its right."""
    known = {name: key for key in keys.HEAD for name in (key.name, *key.chinese)}
    places: dict[Key, tuple[int, int]] = {}
    for (row, column), cell in sorted(grid.cells.items()):
        label = _bare(cell.text)
        key = known.get(label)
        if column == 1 and key is None and label and label not in COLLECTION:
            near = difflib.get_close_matches(label, known, 1, 0.6)
            if near and known[near[0]] not in places:
                faults.add(grid.title, cell.at, f"“{shortened(label)}”不认识，是不是“{near[0]}”")
        elif key is not None and key.sort != "items" and key not in places and not cell.shared:
            places[key] = (row, column)
    return places


def _papers(grid: Grid, places: Mapping[Key, tuple[int, int]], own_kinds: Path | None) -> int:
    """How many documents the head describes: one for each kind to the right of 文种."""
    kind = next((key for key in places if key.name == "kind"), None)
    if kind is None:
        return 1
    row, column = places[kind]
    count = 0
    while _is_kind(grid.at(row, column + 1 + count).text, own_kinds):
        count += 1
    return max(1, count)


def _is_kind(name: str, own_kinds: Path | None) -> bool:
    try:
        return bool(name) and bool(kind_named(name, own_kinds))
    except KindError:
        return False


# -- tables ---------------------------------------------------------------------------------------


def read_rows(grid: Grid, title: str, faults: Faults) -> Iterator[Row]:
    """The rows below the header, each cell by its key; empty rows are passed over."""
    header = _header(grid, title)
    if header is None:
        needed = "、".join(_title_of(title, key) for key in _NEEDED[title])
        faults.add(grid.title, "", f"没有找到表头，请照样表写上 {needed} 等列名")
        return
    number, columns = header
    _tell_odd_headers(grid, title, number, columns, faults)
    for row in grid.rows[number:]:
        cells = {key: grid.at(row, column) for key, column in columns.items()}
        if any(cell.text or cell.fault for cell in cells.values()):
            yield cells


def _header(grid: Grid, title: str) -> tuple[int, dict[str, int]] | None:
    """The header's row, and the column of each key; None where no row has the needed ones."""
    known = titles(title)
    for row in grid.rows[:_HEADER_ROWS]:
        columns: dict[str, int] = {}
        for column in grid.columns:
            key = known.get(_bare(grid.at(row, column).text))
            if key:
                columns.setdefault(key, column)
        if all(key in columns for key in _NEEDED[title]):
            return row, columns
    return None


def titles(title: str) -> dict[str, str]:
    """The keys of a worksheet by every header that means them, ours, other Chinese, English."""
    known = {name: key.name for key in _KEYS[title] for name in (*key.chinese, key.name)}
    _, columns = TABLES[title]
    more = (*columns, FITS, TARGET) if title == FACTS else columns
    return known | {_bare(column.title): column.key for column in more}


def _title_of(title: str, key: str) -> str:
    return next(column.title for column in TABLES[title][1] if column.key == key)


def _tell_odd_headers(
    grid: Grid, title: str, row: int, columns: Mapping[str, int], faults: Faults
) -> None:
    """A header that is nearly one of ours, which is missing, is a slip of the pen."""
    known = titles(title)
    ours = {_bare(column.title) for column in TABLES[title][1]}
    for column in grid.columns:
        cell = grid.at(row, column)
        label = _bare(cell.text)
        near = difflib.get_close_matches(label, known, 1, 0.7) if label else []
        if near and label not in known and label not in ours and known[near[0]] not in columns:
            faults.add(grid.title, cell.at, f"列名“{shortened(label)}”不认识，是不是“{near[0]}”")


def _bare(text: str) -> str:
    """A header without what explains it: 今年：有/改为/无 is 今年."""
    return re.split(r"[（(：:]", re.sub(r"\s+", "", text))[0].strip("*＊")


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
        needed = _NEEDED[title][0]
        item = _texts(title, row, sheet, faults)
        if item and needed not in item:
            faults.add(sheet, row[needed].at, f"没有写{_title_of(title, needed)}，请补上")
        elif item:
            yield TABLES[title][0], item


def _texts(title: str, row: Row, sheet: str, faults: Faults, *, but: Sequence[str] = ()) -> Texts:
    """The row's cells that hold something right, as text by key."""
    found = {key.name: key for key in _KEYS[title]}
    return {
        name: cell.text
        for name, cell in row.items()
        if name not in but
        and name[0] != "_"
        and _usable(cell, found.get(name, Key(name, "text")), sheet, faults)
    }


def _usable(cell: Written, key: Key, sheet: str, faults: Faults) -> bool:
    """Whether the cell holds something its key takes; what is wrong with it is told."""
    if cell.fault:
        faults.add(sheet, cell.at, cell.fault)
        return False
    if not cell.text:
        return False
    if key.sort in ("texts", "items") or key.name == "blank":
        return True
    try:
        typed(key, cell.text)
    except ValueError as error:
        faults.add(sheet, cell.at, f"“{shortened(cell.text)}”{error}")
        return False
    return True


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
    text = _without_measure(cell, item)
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


def _without_measure(cell: Written, item: Texts) -> str:
    """24次 in a row whose measure is 次 (or none yet) is 24."""
    found = _UNIT_BEHIND.match(cell.text)
    if not found:
        return cell.text
    unit = "%" if found["unit"] == "％" else found["unit"]
    if item.get("unit", unit) in (unit, found["unit"]) and (item.get("unit") or unit == "%"):
        item.setdefault("unit", unit)
        return found["number"]
    return cell.text


def _said_of_number(why: str) -> str:
    """The same complaint in the words of a workbook's columns."""
    if "计量单位" in why:
        return "带了计量单位，请只写数，单位写在“计量单位”列，约、超过等写在“限定”列"
    if "qualifier" in why:
        return "不是数字，请只写数（如 1034.5），约、超过等写在“限定”列，成句的事写到“事项核实”表末"
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
        faults.add(sheet, row["past"].at, f"没有写{_title_of(title, 'past')}，请补上，或清空这一行")
