from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.sheet.loading import load_sheet
from corpus.errors import SheetError

HEAD_TEXT = "unit: 云州市金融工作局党组\nkind: 年度工作总结\nyear: 2026\n"


def error(folder: Path, text: str, name: str = "事实.yaml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SheetError) as caught:
        load_sheet(path)
    said = str(caught.value)
    assert name in said
    assert "\n" not in said
    return said


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("abc", "“abc”不是数字"),
        (".nan", "不是数字"),
        ("NaN", "不是数字"),
        (".inf", "不是数字"),
        ("-Infinity", "不是数字"),
        ("1e5", "“1e5”不是数字"),
        ("0x1F", "“0x1F”不是数字"),
        ("1_000", "不是数字"),
        ("1000000000000001", "10的15次方"),
        ("-1000000000000001", "10的15次方"),
        ("1.12345678901", "小数超过10位"),
        ("24次", "请写成 value: 24, unit: 次"),
        ("5%", "请写成 value: 5, unit: '%'"),
        ("约30", "约、超过等字写进 qualifier"),
        ("XX", "请填上今年的数"),
        ("'**'", "请填上今年的数"),
        ("待定", "请填上今年的数"),
        ("二十四", "不是数字"),
        ("1,034.5", "千分位逗号"),
        ("[1, 2]", "应是一行文字或一个数"),
    ],
)
def test_what_is_no_number_is_said_with_what_to_write(
    tmp_path: Path, written: str, says: str
) -> None:
    said = error(tmp_path, f"{HEAD_TEXT}facts:\n  - {{label: 贷款余额, value: {written}}}\n")
    assert "facts 第1项“贷款余额”" in said
    assert says in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "是空的"),
        ("# 只有说明\n", "是空的"),
        ("- unit: 甲\n", "最外层应是“键: 值”"),
        ("unit：甲\nkind：总结\n", "冒号要用半角"),
        ("unit: 甲\n\tkind: 乙\n", "第2行用了制表符"),
        ("unit: 甲\nunit: 乙\n", "第2行把键“unit”写了两遍"),
        ("a: &a [1]\nb: [*a, *a]\n", "第1行用了锚点或引用"),
        ("unit: [甲\n", "不合 YAML 写法"),
        ("---\na: 1\n---\nb: 1\n", "又开始了一份"),
        ("a: " + "[" * 60 + "]" * 60 + "\n", "嵌套超过20层"),
        ("{{x}: 1}: 2\n", "键不是文字"),
        ("unit: 甲\x07\n", "不合 YAML 写法"),
        (HEAD_TEXT + "year: 2027\n", "第4行把键“year”写了两遍"),
    ],
)
def test_a_file_that_is_no_sheet_is_one_line(tmp_path: Path, text: str, says: str) -> None:
    assert says in error(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("kind: speech\nyear: 2026\n", "unit（单位）没有写"),
        ("unit: 甲\nyear: 2026\n", "kind（文种）没有写"),
        ("unit: 甲\nkind: speech\n", "year（年度）没有写"),
        ("unit: 甲\nkind: speech\nyear:\n", "year（年度）没有写"),
        ("unit: 甲\nkind: 年报\nyear: 2026\n", "“年报”不是已有的文种，可写 年度工作总结"),
        ("unit: 甲\nkind: speech\nyear: 今年\n", "year（年度）“今年”不是年份"),
        ("unit: 甲\nkind: speech\nyear: 20260\n", "不像年份"),
        ("unit: 甲\nkind: speech\nyear: 26\n", "不像年份"),
        (HEAD_TEXT + "date: 2026-02-30\n", "没有这一天"),
        (HEAD_TEXT + "date: 12月25日\n", "请写成 2026-12-25"),
        (HEAD_TEXT + "words: 很多\n", "words（字数）“很多”不是字数"),
        (HEAD_TEXT + "outline: 甲\n", "outline（提纲）“甲”应是一个列表"),
        (HEAD_TEXT + "outline: [[甲]]\n", "每一项都应是一行文字"),
        (HEAD_TEXT + "targets: 不变\n", "targets（目标）“不变”不在可写的词里，请写 沿用"),
        (HEAD_TEXT + "targets: 沿用\n", "还要写 confirmed_by"),
        (HEAD_TEXT + "yeer: 2026\n", "“yeer”不是键，你是不是想写 year"),
        (HEAD_TEXT + "office: 甲\n", "你是不是想写 unit"),
        (HEAD_TEXT + "天气: 晴\n", "“天气”不是键，可用的有 unit、short"),
        (HEAD_TEXT + "年度: 2026\n", "year 和 年度 是同一个键"),
        (HEAD_TEXT + "facts: 3\n", "facts（事实）“3”应是一个列表"),
        (HEAD_TEXT + "facts: {label: 甲, value: 1}\n", "facts（事实）应是一个列表"),
        (HEAD_TEXT + "facts: [召开会议24次]\n", "facts 第1项“召开会议24次”应写成"),
        (HEAD_TEXT + "facts: [[]]\n", "facts 第1项应写成"),
        (HEAD_TEXT + "facts: [{}]\n", "facts 第1项没有 value 也没有 text"),
        (HEAD_TEXT + "facts: [{label: 甲}]\n", "facts 第1项“甲”没有 value 也没有 text"),
        (HEAD_TEXT + "facts: [{value: 1}]\n", "facts 第1项“1”有 value 没有 label"),
        (HEAD_TEXT + "facts: [{lable: 甲, value: 1}]\n", "你是不是想写 label"),
        (HEAD_TEXT + "facts: [{label: 甲, value: 1, measure: 次}]\n", "你是不是想写 unit"),
        (HEAD_TEXT + "facts: [{text: 甲, required: 也许}]\n", "应写 是 或 否"),
        (HEAD_TEXT + "facts: [{text: 甲, weight: 重}]\n", "必写、可写、备用"),
        (HEAD_TEXT + "facts: [{text: 甲, year: 去年}]\n", "不是年份"),
        (HEAD_TEXT + "facts: [{text: 甲, id: F 1}]\n", "不能作编号"),
        (HEAD_TEXT + "facts: [{text: 甲, id: F2}, {text: 乙}]\n", "编号“F2”用了2次"),
        (HEAD_TEXT + "problems: [{measure: 乙}]\n", "problems 第1项“乙”的 text（问题）没有写"),
        (HEAD_TEXT + "problems: [{text: 甲, status: 好}]\n", "仍存在、新发现、已整改"),
        (HEAD_TEXT + "guidance: [{text: 甲}]\n", "name（名称）没有写"),
        (HEAD_TEXT + "decisions: [{past: 甲}]\n", "now（今年）没有写"),
        (HEAD_TEXT + "decisions: [{past: 甲, now: 不办}]\n", "沿用、做法沿用、有、改为、无、删"),
        (HEAD_TEXT + "decisions: [{past: 甲, now: 改为}]\n", "还要在 text 里写上今年怎么说"),
    ],
)
def test_what_is_wrong_in_a_sheet_is_named_by_item_and_key(
    tmp_path: Path, text: str, says: str
) -> None:
    assert says in error(tmp_path, text)


def test_three_faults_are_spelt_out_and_the_rest_counted(tmp_path: Path) -> None:
    bad = "".join(f"  - {{label: 指标{n}, value: 无}}\n" for n in range(1, 6))
    said = error(tmp_path, f"{HEAD_TEXT}facts:\n{bad}")
    assert [f"第{n}项“指标{n}”" in said for n in range(1, 6)] == [True, True, True, False, False]
    assert said.endswith("；等5处")


def test_faults_of_head_and_items_are_told_together(tmp_path: Path) -> None:
    said = error(tmp_path, "unit: 甲\nkind: speech\nyear: 今年\nfacts: [{label: 乙}]\n")
    assert "year（年度）" in said
    assert "facts 第1项“乙”" in said


def test_a_long_text_is_cut_in_the_message(tmp_path: Path) -> None:
    said = error(tmp_path, f"{HEAD_TEXT}facts: [{{label: {'长' * 200}}}]\n")
    assert len(said) < 200 + len(str(tmp_path))


@pytest.mark.parametrize("name", ["事实.xls", "事实.txt", "事实"])
def test_another_sort_of_file_is_refused(tmp_path: Path, name: str) -> None:
    assert "不是 .yaml、.json、.csv 或 .xlsx 文件" in error(tmp_path, HEAD_TEXT, name)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=r"找不到事实表.*没有\.yaml"):
        load_sheet(tmp_path / "没有.yaml")


def test_a_folder_is_no_sheet(tmp_path: Path) -> None:
    folder = tmp_path / "夹.yaml"
    folder.mkdir()
    with pytest.raises(SheetError, match=r"夹\.yaml.*打不开"):
        load_sheet(folder)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfeu\x00", "不是 UTF-8"),
        ("unit: 甲".encode("big5") + b"\xff", "不是 UTF-8"),
        (b"unit: \x00\x00", "不是文本文件"),
        (b"#" * 5_000_001, "超过 5 MB"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "事实.yaml"
    path.write_bytes(content)
    with pytest.raises(SheetError, match=says):
        load_sheet(path)


JSON_HEAD = '"unit": "甲", "kind": "speech", "year": 2026'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f'{{{JSON_HEAD}, "short": "\\u0007"}}', "看不见的控制字符"),
        (f'{{{JSON_HEAD}, "title": "\\ud800"}}', "看不见的控制字符"),
        (f'{{{JSON_HEAD}, "outline": ["\\u0000"]}}', "每一项都应是一行文字"),
        (f'{{{JSON_HEAD}, "\\ud800": 1}}', "不是键"),
        ("null", "是空的"),
        ("[]", "最外层应是“键: 值”"),
        ('{"unit": "甲",\n "kind": }', "第2行不合 JSON 写法"),
        ('{"unit": "甲", "unit": "乙"}', "把键“unit”写了两遍"),
        (f'{{{JSON_HEAD}, "facts": [{{"label": "a", "value": NaN}}]}}', "不是数字"),
        (f'{{{JSON_HEAD}, "facts": [{{"label": "a", "value": Infinity}}]}}', "不是数字"),
        (f'{{{JSON_HEAD}, "facts": [{{"label": "a", "value": 1e400}}]}}', "不是数字"),
        (f'{{{JSON_HEAD}, "facts": [{{"label": "a", "value": true}}]}}', "不是数字"),
        ('{"a": ' + "[" * 100_000 + "}", "嵌套超过20层"),
        ('{"a": ' + "[" * 60 + "]" * 60 + "}", "嵌套超过20层"),
    ],
)
def test_bad_json_is_one_line(tmp_path: Path, text: str, says: str) -> None:
    assert says in error(tmp_path, text, "事实.json")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(text=st.text(max_size=60) | st.text("-{}[]:,\n \t&*!|>'\"#%@abc", max_size=60))
def test_no_text_whatever_breaks_the_loader(tmp_path: Path, text: str) -> None:
    for name in ("乱.yaml", "乱.json"):
        (tmp_path / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        with pytest.raises(SheetError):
            load_sheet(tmp_path / name)


def test_a_sheet_saved_by_windows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "事实.yaml"
    path.write_bytes("unit: 云州市金融工作局\nkind: speech\nyear: 2026\n".encode("gb18030"))
    assert load_sheet(path).office == "云州市金融工作局"


def test_a_name_without_a_suffix_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="找不到事实表"):
        load_sheet(tmp_path / "没有")
