"""Sheets of facts as .csv, in the encodings and with the headers offices write."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assistant.sheet.facts import Sheet
from assistant.sheet.loading import load_sheet
from corpus.errors import SheetError

HEAD = "单位,云州市金融工作局党组\n文种,年度工作总结\n年度,2026\n"
FACTS = """\
指标,本年数值,计量单位,上年数值,板块,来源
召开党组会议,26,次,23,坚持党的领导,党组会议纪要
各项贷款余额,"1,718.5",亿元,1563.2,服务实体经济,月报
"""


def _load(tmp_path: Path, text: str, encoding: str = "utf-8") -> Sheet:
    path = tmp_path / "事实.csv"
    path.write_bytes(text.encode(encoding))
    return load_sheet(path)


def _faults(tmp_path: Path, text: str) -> str:
    with pytest.raises(SheetError) as caught:
        _load(tmp_path, text)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_sheet_reads_the_same_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    sheet = _load(tmp_path, HEAD + FACTS, encoding)
    assert (sheet.office, sheet.kind, sheet.year) == (
        "云州市金融工作局党组",
        "annual-summary",
        2026,
    )
    meetings, loans = sheet.facts
    assert (meetings.id, meetings.value, meetings.previous) == ("F1", Decimal(26), Decimal(23))
    assert (loans.value, loans.measure) == (Decimal("1718.5"), "亿元")


@pytest.mark.parametrize("mark", ["\t", ";", "，"])
def test_other_marks_part_the_cells_as_well(tmp_path: Path, mark: str) -> None:
    text = (HEAD + FACTS).replace('"1,718.5"', "1718.5").replace(",", mark)
    assert len(_load(tmp_path, text).facts) == 2


def test_headers_may_be_the_keys_of_a_yaml_sheet(tmp_path: Path) -> None:
    text = (
        "unit,云州市金融工作局\nkind,annual-summary\nyear,2026\n\nlabel,value,unit\n发展党员,2,名\n"
    )
    assert _load(tmp_path, text).facts[0].measure == "名"


def test_events_percentages_and_last_years_values_are_read(tmp_path: Path) -> None:
    table = (
        "指标,本年数值,计量单位,上年数值,事实,限定\n"
        ",,,,7月引进云岭银行设立云州分行,\n"
        "不良贷款率,1.38%,,1.52%,,\n"
        "召开民主生活会,同上年,次,1,,\n"
        "开展调研,12,次,,,不少于\n"
        ",,,,,\n"
    )
    event, rate, meeting, visits = _load(tmp_path, HEAD + table).facts
    assert event.text.startswith("7月引进")
    assert (rate.value, rate.measure, rate.previous) == (Decimal("1.38"), "%", Decimal("1.52"))
    assert (meeting.value, meeting.source) == (Decimal(1), "同上年")
    assert visits.qualifier == "不少于"


def test_what_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    table = "指标,本年数值,计量单位,来源\n净增贷款,-3.5,亿元,@台账\n"
    fact = _load(tmp_path, HEAD + table).facts[0]
    assert (fact.value, fact.source) == (Decimal("-3.5"), "@台账")


def test_all_faults_are_told_at_once_by_row_and_column(tmp_path: Path) -> None:
    table = (
        "指标,本年数值,计量单位,年份,必用\n"
        "召开党组会议,二十来次,次,,\n"
        "研究议题,124,项,二六年,是\n"
        ",3,名,,\n"
        "廉政谈话,=B5+1,人次,,随便\n"
    )
    said = _faults(tmp_path, HEAD + table)
    for part in (
        "第5行“本年数值”列“二十来次”",
        "第6行“年份”列“二六年”",
        "第7行没有指标",
        "第8行“本年数值”列“=B5+1”不是数字",
        "第8行“必用”列“随便”应写 是 或 否",
    ):
        assert part in said


def test_a_value_not_known_yet_is_left_open(tmp_path: Path) -> None:
    fact = _load(tmp_path, HEAD + "指标,本年数值,计量单位\n发展党员,,名\n").facts[0]
    assert (fact.label, fact.value) == ("发展党员", None)


def test_an_unknown_or_repeated_column_is_named(tmp_path: Path) -> None:
    said = _faults(tmp_path, HEAD + "指标,今年数,计量单位,单位\n发展党员,2,名,名\n")
    assert "第4行的“今年数”不是可用的列名，你是不是想写“今年数值”" in said
    assert "“计量单位”、“单位”是同一列" in said


def test_a_missing_head_says_how_to_write_it(tmp_path: Path) -> None:
    said = _faults(tmp_path, "单位,云州市金融工作局\n" + FACTS)
    assert "没有写文种、年度" in said
    assert "“年度,…”" in said


def test_a_head_line_that_is_none_is_named(tmp_path: Path) -> None:
    assert "第1行“口号”不是基本信息的名称" in _faults(tmp_path, "口号,实干\n" + HEAD + FACTS)


def test_a_cell_too_many_asks_for_quotes(tmp_path: Path) -> None:
    said = _faults(tmp_path, HEAD + "指标,本年数值,计量单位\n存款,1,718.5,亿元\n")
    assert "第5行比表头多出“亿元”" in said


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (HEAD + "召开党组会议,26,次\n", "没有找到表头"),
        (HEAD + FACTS + '发展党员,"2,名\n', "引号没有配对"),
    ],
)
def test_a_file_that_is_no_table_says_so(tmp_path: Path, text: str, part: str) -> None:
    assert part in _faults(tmp_path, text)


def test_a_file_that_is_no_text_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xff\xfe\x00\x00\xff")
    with pytest.raises(SheetError, match="GB18030"):
        load_sheet(path)
    with pytest.raises(SheetError, match="找不到"):
        load_sheet(tmp_path / "b.csv")
