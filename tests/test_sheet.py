import datetime
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.likeness import bare_label
from assistant.sheet.facts import Fact, Sheet
from assistant.sheet.keys import HEAD, ITEMS
from assistant.sheet.loading import load_sheet, sheet_from_plain
from assistant.sheet.prose import as_prose, unlisted
from corpus.errors import KindError, SheetError

HEAD_TEXT = "unit: 云州市金融工作局党组\nkind: 年度工作总结\nyear: 2026\n"


def loaded(folder: Path, text: str, name: str = "事实.yaml") -> Sheet:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_sheet(path)


def fact(folder: Path, text: str) -> Fact:
    return loaded(folder, f"{HEAD_TEXT}facts:\n  - {{{text}}}\n").facts[0]


def test_a_sheet_as_the_design_shows_it_is_read(tmp_path: Path) -> None:
    sheet = loaded(
        tmp_path,
        HEAD_TEXT
        + """\
short: 局党组
self: 全局
date: 2026-12-25
words: 6000字
outline: [工作开展情况, 下一步工作思路]
facts:
  - {label: 召开党组会议, value: 24, unit: 次, previous: 21, section: 党的领导, source: 台账}
  - {text: 6月引进云岭银行设立云州分行, required: false}
  - {label: 市委书记批示表扬, value: 2, unit: 次, year: 2025, confidential: 是}
problems:
  - {text: 直接融资比重偏低, found_by: 市委巡察, measure: 建立上市后备企业库}
guidance:
  - {name: 市委五届三次全会, issuer: 市委, date: 2026-07-18, replaces: 市委四届九次全会}
decisions:
  - {past: 成立信息写作小组, now: 无}
  - {past: 作风建设年, now: 改为, text: 作风建设深化年}
""",
    )
    assert (sheet.office, sheet.own, sheet.kind) == (
        "云州市金融工作局党组",
        "全局",
        "annual-summary",
    )
    assert (sheet.date, sheet.words) == (datetime.date(2026, 12, 25), 6000)
    assert sheet.outline == ("工作开展情况", "下一步工作思路")
    assert (sheet.facts[0].measure, sheet.facts[0].previous) == ("次", Decimal(21))
    assert [each.required for each in sheet.facts] == [True, False, True]
    assert sheet.problems[0].status == "仍存在"
    assert sheet.guidance[0].date == "2026-07-18"
    assert [each.now for each in sheet.decisions] == ["无", "改为"]


def test_ids_are_given_by_position_and_kept_where_written(tmp_path: Path) -> None:
    items = "facts:\n  - {text: 甲}\n  - {text: 乙, id: b-2}\nproblems:\n  - {text: 丙}\n"
    sheet = loaded(tmp_path, HEAD_TEXT + items)
    assert [each.id for each in (*sheet.facts, *sheet.problems)] == ["F1", "b-2", "P1"]


def test_a_fact_is_found_by_its_id_and_speaks_of_the_sheets_year(tmp_path: Path) -> None:
    sheet = loaded(tmp_path, HEAD_TEXT + "facts:\n  - {text: 甲}\n  - {text: 乙, year: 2025年}\n")
    assert sheet.fact("F1").year is None
    assert [sheet.year_of(sheet.fact(each)) for each in ("F1", "F2")] == [2026, 2025]
    with pytest.raises(KeyError, match="F9"):
        sheet.fact("F9")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("9.80", "9.80"),
        ("0", "0"),
        ("'1,034.5'", "1034.5"),
        ("1034.50", "1034.50"),
        ("１２．５０", "12.50"),
        ("'1，034'", "1034"),
        ("-3.2", "-3.2"),
        ("−3.2", "-3.2"),
        ("+5", "5"),
        ("010", "10"),
        ("1000000000000000", "1000000000000000"),
    ],
)
def test_numbers_keep_the_places_they_were_written_with(
    tmp_path: Path, written: str, value: str
) -> None:
    read = fact(tmp_path, f"label: 贷款余额, value: {written}, unit: 亿元").value
    assert str(read) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [("yes", True), ("是", True), ("TRUE", True), ("no", False), ("否", False), ("false", False)],
)
def test_yes_and_no_are_read_in_both_languages(tmp_path: Path, written: str, value: bool) -> None:
    read = fact(tmp_path, f"text: 引进云岭银行, required: {written}, confidential: {written}")
    assert (read.required, read.confidential) == (value, value)


@pytest.mark.parametrize(
    "written", ["2026-12-25", "2026年12月25日", "2026/12/25", "2026.12.25", "２０２６-12-25"]
)
def test_a_date_is_read_in_the_usual_forms(tmp_path: Path, written: str) -> None:
    assert loaded(tmp_path, f"{HEAD_TEXT}date: {written}\n").date == datetime.date(2026, 12, 25)


def test_scalars_where_text_belongs_stay_text(tmp_path: Path) -> None:
    read = fact(tmp_path, "label: 2, value: 3, note: yes, as_of: 2026-11-30, source: 1.50")
    assert (read.label, read.note, read.as_of, read.source) == ("2", "yes", "2026-11-30", "1.50")


def test_what_is_left_blank_takes_its_default(tmp_path: Path) -> None:
    sheet = loaded(
        tmp_path, HEAD_TEXT + "short:\ndate: ~\nproblems: null\nfacts:\n  - {text: 甲}\n"
    )
    assert (sheet.short, sheet.date, sheet.problems) == ("", None, ())


def test_text_over_several_lines_becomes_one(tmp_path: Path) -> None:
    sheet = loaded(
        tmp_path, HEAD_TEXT + "guidance:\n  - name: 全会\n    text: |\n      甲，\n      乙\n"
    )
    assert sheet.guidance[0].text == "甲，乙"


def test_chinese_keys_mean_the_same(tmp_path: Path) -> None:
    chinese = loaded(
        tmp_path,
        "单位: 云州市金融工作局\n文种: 党建工作计划\n年度: 2027\n"
        "事实:\n  - {指标: 发展党员, 数值: 2, 计量单位: 名, 限定: 不少于, 来源: 机关党委,"
        " 必用: 否}\n"
        "问题:\n  - {问题: 学用结合不紧, 状态: 新发现, 措施: 按季度通报}\n"
        "核实:\n  - {去年原话: 作风建设年, 今年: 改为, 今年怎么说: 作风建设深化年}\n",
    )
    english = loaded(
        tmp_path,
        "unit: 云州市金融工作局\nkind: party-building-plan\nyear: 2027\n"
        "facts:\n  - {label: 发展党员, value: 2, unit: 名, qualifier: 不少于, source: 机关党委,"
        " required: false}\n"
        "problems:\n  - {text: 学用结合不紧, status: 新发现, measure: 按季度通报}\n"
        "decisions:\n  - {past: 作风建设年, now: 改为, text: 作风建设深化年}\n",
    )
    assert chinese == english


def test_no_name_of_a_key_is_given_twice() -> None:
    for keys in (HEAD, *(keys for _, keys in ITEMS.values())):
        names = [name for key in keys for name in (key.name, *key.chinese)]
        assert len(names) == len(set(names))


def test_the_table_of_keys_is_the_sheets_own() -> None:
    written = {field.alias or name for name, field in Sheet.model_fields.items()}
    assert {key.name for key in HEAD} == written
    listed = {name: Sheet.model_fields[name].annotation for name in ITEMS}
    for name, (_, keys) in ITEMS.items():
        item = get_args(listed[name])[0]
        fields = {field.alias or name for name, field in item.model_fields.items()}
        assert {key.name for key in keys} == fields, name


def test_a_byte_order_mark_and_windows_lines_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "事实.yml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD_TEXT.replace("\n", "\r\n").encode())
    assert load_sheet(path).year == 2026


def test_the_users_own_kinds_may_be_named(tmp_path: Path) -> None:
    kinds = tmp_path / "kinds"
    kinds.mkdir()
    own = (
        "{id: brief, name: 简报, title: 简报, title_pattern: 简报,"
        " sections: [{role: work, heading: 一}]}"
    )
    (kinds / "简报.yaml").write_text(own, encoding="utf-8")
    plain: dict[str, Any] = {"unit": "甲", "kind": "简报", "year": "2026"}
    assert sheet_from_plain(plain, "表", kinds).kind == "brief"
    with pytest.raises(SheetError, match="“简报”不是已有的文种"):
        sheet_from_plain(plain, "表")
    with pytest.raises(KindError, match="不存在"):
        sheet_from_plain(plain, "表", tmp_path / "没有")


def test_json_has_the_same_shape_and_keeps_the_places(tmp_path: Path) -> None:
    text = """{"unit": "甲", "kind": "speech", "year": 2026, "date": null, "facts": [
        {"label": "余额", "value": 9.80, "unit": "亿元", "required": false, "source": 2}]}"""
    sheet = loaded(tmp_path, text, "事实.json")
    assert (str(sheet.facts[0].value), sheet.facts[0].required) == ("9.80", False)
    assert (sheet.year, sheet.date, sheet.facts[0].source) == (2026, None, "2")


_TEXT = st.text(
    "云州市金融局召开会议0123456789.,:#'\"-{}[]&*!|>%@`yesno是否，。“”", min_size=1, max_size=12
)
_WORDS = _TEXT.map(str.strip).filter(bool)
_TOLD = _WORDS.map(as_prose).filter(lambda text: unlisted(text) == text != "")
_NUMBER = st.decimals(-(10**15), 10**15, allow_nan=False, places=2) | st.integers(0, 10**15).map(
    Decimal
)


def _item(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(keys), max_size=3, unique_by=_thing)


def _thing(item: dict[str, Any]) -> str:
    """What an item is about; one told twice would be read as one."""
    label = item.get("label", "")
    return bare_label(label) or label or str(item.get("text"))


_SHEETS = st.fixed_dictionaries(
    {
        "unit": _WORDS,
        "kind": st.sampled_from(["annual-summary", "speech", "work-plan"]),
        "year": st.integers(2000, 2100),
        "facts": _item(label=_WORDS, value=_NUMBER, unit=_WORDS, required=st.booleans())
        | _item(text=_TOLD, year=st.integers(2000, 2100), note=_WORDS),
        "problems": _item(text=_TOLD, status=st.sampled_from(["仍存在", "新发现", "已整改"])),
        "guidance": _item(name=_WORDS, text=_TOLD),
        "decisions": _item(past=_WORDS, now=st.sampled_from(["有", "改为", "无"]), text=_TOLD),
    },
    optional={
        "short": _WORDS,
        "date": st.dates(datetime.date(2000, 1, 1)),
        "outline": st.lists(_WORDS, max_size=3),
        "words": st.integers(1, 100_000),
    },
)


def _written(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _written(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_written(each) for each in value]
    return value if isinstance(value, bool) else str(value)


def _expected(plain: dict[str, Any]) -> Sheet:
    lists = {
        name: [{"id": f"{letter}{at}", **item} for at, item in enumerate(plain[name], 1)]
        for name, (letter, _) in ITEMS.items()
    }
    return Sheet.model_validate(plain | lists)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(plain=_SHEETS)
def test_any_sheet_written_is_read_again_as_it_was(tmp_path: Path, plain: dict[str, Any]) -> None:
    texts = {
        "事实.yaml": yaml.safe_dump(_written(plain), allow_unicode=True),
        "事实.json": json.dumps(_written(plain), ensure_ascii=False),
    }
    for name, text in texts.items():
        sheet = loaded(tmp_path, text, name)
        assert sheet == _expected(plain)
        values = [str(each["value"]) for each in plain["facts"] if "value" in each]
        assert [str(each.value) for each in sheet.facts if each.value is not None] == values


@pytest.mark.gold
@pytest.mark.skipif("NIGAO_GOLD_DIR" not in os.environ, reason="NIGAO_GOLD_DIR is not set")
@pytest.mark.parametrize(("name", "counts"), [("000", (21, 4, 1, 4)), ("003", (15, 0, 1, 3))])
def test_sheets_for_real_reports_are_read(name: str, counts: tuple[int, ...]) -> None:
    (path,) = Path(os.environ["NIGAO_GOLD_DIR"], "facts").glob(f"{name}_*.yaml")
    sheet = load_sheet(path)
    lists = (sheet.facts, sheet.problems, sheet.guidance, sheet.decisions)
    assert tuple(map(len, lists)) == counts
    assert sheet.year == 2023
