"""Reading a workbook back: cells as offices fill them, and faults told all at once by cell."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.sheet.amounts import bare_number
from assistant.sheet.facts import Fact, Sheet
from assistant.sheet.loading import load_named_sheets, load_sheet, load_sheets
from corpus.errors import SheetError
from tests.workbooks import FACTS, HEAD, edited, form_of, sample, saved, written

KEYS = ("blank", "section", "label", "unit", "previous", "value", "required", "source")


def row(**said: Any) -> list[Any]:
    return [said.get(key) for key in KEYS]


def loaded(tmp_path: Path, *rows: list[Any], **more: Any) -> Sheet:
    return load_sheet(written(tmp_path / "facts.xlsx", rows, **more))


def fact(tmp_path: Path, **said: Any) -> Fact:
    return loaded(tmp_path, row(**{"label": "召开党组会议", "unit": "次", **said})).facts[0]


def fault(tmp_path: Path, *rows: list[Any], **more: Any) -> str:
    with pytest.raises(SheetError) as caught:
        loaded(tmp_path, *rows, **more)
    return str(caught.value)


# -- cells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written_as", "read_as"),
    [
        (24, "24"),
        (1034.5, "1034.5"),
        ("1,034.5", "1034.5"),
        ("１０３４．５", "1034.5"),
        (" 24 ", "24"),
        ("24次", "24"),
        (0.1 + 0.2, "0.3"),
        (-3, "-3"),
    ],
)
def test_numbers_are_read_as_they_are_meant(tmp_path: Path, written_as: Any, read_as: str) -> None:
    assert fact(tmp_path, value=written_as).value == Decimal(read_as)


@pytest.mark.parametrize(
    ("value", "unit", "read_as"),
    [
        ("约120", "次", ("120", "次", "约")),
        ("120余篇", None, ("120", "篇", "余")),
        ("四十一人次", "人次", ("41", "人次", "")),
        ("3.2亿元", None, ("3.2", "亿元", "")),
        ("不少于12次", "次", ("12", "次", "不少于")),
    ],
)
def test_a_cell_that_says_measure_or_bound_too_is_read_for_both(
    tmp_path: Path, value: str, unit: str | None, read_as: tuple[str, str, str]
) -> None:
    found = fact(tmp_path, value=value, unit=unit)
    assert (str(found.value), found.measure, found.qualifier) == read_as


@pytest.mark.parametrize(
    ("value", "more"),
    [
        ("24场", {}),
        ("24abc", {"unit": None}),
        ("24次、26次", {}),
        ("3.2亿元", {"unit": "万元"}),
    ],
)
def test_a_cell_that_disagrees_with_its_row_is_a_fault(
    tmp_path: Path, value: str, more: dict[str, Any]
) -> None:
    assert "“指标”F2" in fault(
        tmp_path, row(**{"label": "甲事", "unit": "次", "value": value} | more)
    )


def test_a_bound_in_the_cell_that_is_not_the_rows_leaves_the_cell_as_it_is() -> None:
    assert bare_number("约24", {"qualifier": "超过"}, bounded=True) == "约24"
    assert bare_number("约24", {}, bounded=False) == "约24"


def with_format(path: Path, cell: str, form: str) -> Path:
    def edit(book: Any) -> None:
        book["指标"][cell].number_format = form

    return edited(path, edit)


@pytest.mark.parametrize(
    ("value", "form", "unit", "read_as", "measure"),
    [
        (0.153, "0.0%", None, "15.3", "%"),
        (0.153, "0.00%", "%", "15.30", "%"),
        (0.0225, "0%", "%", "2.25", "%"),
        (9.8, "0.00", "亿元", "9.80", "亿元"),
        (1034.5, "#,##0", "亿元", "1034.5", "亿元"),
    ],
)
def test_shares_and_places_are_read_as_they_are_shown(
    tmp_path: Path, value: float, form: str, unit: str | None, read_as: str, measure: str
) -> None:
    path = written(tmp_path / "f.xlsx", [row(label="贷款增速", unit=unit, value=value)])
    found = load_sheet(with_format(path, "F2", form)).facts[0]
    assert (str(found.value), found.measure) == (read_as, measure)


def test_a_share_in_a_row_that_counts_something_else_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "f.xlsx", [row(label="各项贷款余额", unit="亿元", value=0.153)])
    with pytest.raises(SheetError, match=r"“指标”F2是百分数，计量单位却是“亿元”"):
        load_sheet(with_format(path, "F2", "0.0%"))


@settings(max_examples=20, deadline=None)
@given(st.decimals(min_value=-99999, max_value=99999, places=2))
def test_what_the_form_writes_is_read_back_with_its_places(value: Decimal) -> None:
    from assistant.sheet.cells import read_grids
    from assistant.sheet.columns import Column
    from assistant.sheet.drawing import Table, draw_table

    book = openpyxl.Workbook()
    draw_table(book, Table("指标", (Column("数"),), [(value,)]), "")
    content = BytesIO()
    book.save(content)
    grid = read_grids(Path("a.xlsx"), content.getvalue())[1]
    assert grid.at(2, 1).text == f"{value:f}"


def test_a_day_is_read_as_a_day_and_a_month_as_a_month(tmp_path: Path) -> None:
    header = (*FACTS, "截至")
    rows = [
        [*row(label="各项贷款余额", unit="亿元", value=5), datetime.date(2026, 11, 30)],
        [*row(label="各项存款余额", unit="亿元", value=6), datetime.date(2026, 11, 1)],
    ]
    path = written(tmp_path / "f.xlsx", rows, header=header)
    path = with_format(path, "I3", 'yyyy"年"m"月"')
    assert [each.as_of for each in load_sheet(path).facts] == ["2026-11-30", "2026年11月"]


def test_formulas_give_the_value_reckoned_before_and_are_never_reckoned(tmp_path: Path) -> None:
    path = written(tmp_path / "f.xlsx", [row(label="合计", unit="次", value="=1+1")])
    with pytest.raises(SheetError, match=r"“指标”F2是公式，但没有算出的值"):
        load_sheet(path)


def test_a_formulas_value_is_rounded_to_what_is_shown(tmp_path: Path) -> None:
    path = written(tmp_path / "f.xlsx", [row(label="增速", unit="%", value="=10/3")])
    path = with_format(path, "F2", "0.0")
    content = path.read_bytes()
    path.write_bytes(_with_cached(content, "F2", "3.3333333333333335"))
    assert str(load_sheet(path).facts[0].value) == "3.3"


def _with_cached(content: bytes, cell: str, value: str) -> bytes:
    """The workbook as Excel would have saved it, with the formula's value beside it."""
    import zipfile

    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name).decode()
            part = re.sub(
                rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)(?:<v ?/>|<v></v>)',
                lambda found: f"{found[1]}<v>{value}</v>",
                part,
            )
            target.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize("text", ["=1+1是公式吗", "+增量工作法", "-减负清单", "@各科室"])
def test_text_that_looks_like_a_formula_is_text(tmp_path: Path, text: str) -> None:
    from assistant.sheet.blankrows import BlankRow
    from assistant.sheet.form import Form

    form = form_of(sample("2026_讲话"))
    made = Form(form.papers, (BlankRow("", "", text, "次", text),))

    def edit(book: Any) -> None:
        book["指标"]["F2"].value = 3

    path = edited(saved(made, tmp_path / "f.xlsx"), edit)
    assert openpyxl.load_workbook(path)["指标"]["C2"].data_type == "s"
    assert load_sheet(path).facts[0].label == text


def test_blank_rows_are_passed_over_and_hidden_ones_are_not(tmp_path: Path) -> None:
    rows = [row(label="甲事", unit="次", value=1), row(), row(label="乙事", unit="次", value=2)]

    def hide(book: Any) -> None:
        book["指标"].row_dimensions[4].hidden = True

    path = edited(written(tmp_path / "f.xlsx", rows), hide)
    assert [each.label for each in load_sheet(path).facts] == ["甲事", "乙事"]


def test_a_merged_heading_holds_for_all_its_rows(tmp_path: Path) -> None:
    rows = [
        row(section="坚持党的领导", label="甲事", unit="次", value=1),
        row(label="乙事", unit="次", value=2),
    ]

    def merge(book: Any) -> None:
        book["指标"].merge_cells("B2:B3")

    path = edited(written(tmp_path / "f.xlsx", rows), merge)
    assert [each.section for each in load_sheet(path).facts] == ["坚持党的领导"] * 2


def test_a_merged_value_is_refused(tmp_path: Path) -> None:
    rows = [row(label="甲事", unit="次", value=1), row(label="乙事", unit="次")]

    def merge(book: Any) -> None:
        book["指标"].merge_cells("F2:F3")

    path = edited(written(tmp_path / "f.xlsx", rows), merge)
    with pytest.raises(SheetError, match="F2是合并单元格"):
        load_sheet(path)


# -- headers --------------------------------------------------------------------------------------


def test_the_header_is_found_by_its_names_wherever_it_stands(tmp_path: Path) -> None:
    def move(book: Any) -> None:
        book["指标"].insert_rows(1, 2)
        book["指标"]["A1"].value = "2026年度工作总结素材收集表"
        book["指标"].insert_cols(1)

    path = written(tmp_path / "f.xlsx", [row(label="召开党组会议", unit="次", value=24)])
    assert load_sheet(edited(path, move)).facts[0].value == 24


def test_english_headers_are_the_keys_of_the_sheets_file(tmp_path: Path) -> None:
    sheet = loaded(
        tmp_path,
        ["召开党组会议", 24, "次", 21, "是"],
        head={"unit": "云州市金融工作局", "kind": "annual-summary", "year": 2026},
        header=("label", "value", "unit", "previous", "required"),
        sheets={"decisions": [("past", "now"), ("成立信息写作小组", "无")]},
    )
    assert (sheet.facts[0].measure, sheet.facts[0].previous) == ("次", 21)
    assert sheet.decisions[0].now == "无"


def test_a_header_misspelt_is_told_with_what_was_meant(tmp_path: Path) -> None:
    said = fault(tmp_path, ["甲事", 1, "办公室"], header=("指标", "本年数值", "负责科室"))
    assert "“指标”C1列名“负责科室”不认识，是不是“责任科室”" in said


def test_a_column_of_the_offices_own_is_passed_over(tmp_path: Path) -> None:
    assert loaded(tmp_path, ["甲事", 1, "问过了"], header=("指标", "本年数值", "备注")).facts


def test_a_table_without_its_header_is_refused(tmp_path: Path) -> None:
    assert "“指标”没有找到表头" in fault(tmp_path, ["甲事", 1], header=("指标", "数"))


# -- what is unknown, or the same ----------------------------------------------------------------


def test_an_empty_value_is_unknown_and_asked_for_only_when_it_must_be_told(tmp_path: Path) -> None:
    sheet = loaded(
        tmp_path,
        row(label="甲事", unit="次", required="是"),
        row(label="乙事", unit="次"),
        row(label="丙事", unit="次", value=3),
        row(label="丁事", unit="次", value=3, required="否"),
    )
    assert [each.is_open for each in sheet.facts] == [True, True, False, False]
    assert [each.required for each in sheet.facts] == [True, False, True, False]


@pytest.mark.parametrize("said", ["同上年", "同去年", "与上年持平"])
def test_the_same_as_last_year_takes_last_years_value(tmp_path: Path, said: str) -> None:
    found = fact(tmp_path, previous=21, value=said, source="台账")
    assert (found.value, found.source) == (21, "台账（同上年）")


def test_the_same_as_an_unknown_year_is_refused(tmp_path: Path) -> None:
    said = fault(tmp_path, row(label="甲事", unit="次", value="同上年"))
    assert "“指标”F2写了同上年，但上年数值是空的" in said


def test_the_blanks_id_is_kept(tmp_path: Path) -> None:
    found = fact(tmp_path, blank="annual-summary-2025-2c417c32#1.1.0.1.7.0", value=24)
    assert (found.id, found.blank) == ("F1", "annual-summary-2025-2c417c32#1.1.0.1.7.0")


# -- faults ---------------------------------------------------------------------------------------


def test_all_faults_are_told_at_once_by_file_sheet_and_cell(tmp_path: Path) -> None:
    said = fault(
        tmp_path,
        row(label="甲事", unit="次", value="24至26次"),
        row(label="乙事", unit="次", value="**"),
        row(unit="次", value=3),
        row(label="丁事", unit="次", value=3, required="对"),
        row(label="戊事", unit="次", value="24场"),
        head={**HEAD, "年度": "二六年"},
        sheets={"问题清单": [("问题", "状态"), ("", "仍存在"), ("差距", "待定")]},
    )
    assert said.startswith(f"事实表“{tmp_path / 'facts.xlsx'}”：")
    for place in ("“基本信息”B3", "“指标”F2", "“指标”F3", "“指标”C4", "“指标”G5", "“指标”F6"):
        assert place in said
    assert "“问题清单”A2没有写问题" in said
    assert "“问题清单”B3“待定”不在可写的词里" in said
    assert "\n" not in said


def test_a_number_with_words_is_told_which_column_takes_them(tmp_path: Path) -> None:
    said = fault(tmp_path, row(label="甲事", unit="次", value="二十来次"))
    assert "约、超过等写在“限定”列" in said
    assert "qualifier" not in said


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        ("年度", "二〇二六", "“基本信息”B3“二〇二六”不是年份，请写四位数字，如 2026"),
        ("文种", "述职", "“基本信息”B2“述职”不是已有的文种，可写 年度工作总结、"),
    ],
)
def test_a_wrong_head_is_told_once_with_its_cell(
    tmp_path: Path, label: str, value: str, said: str
) -> None:
    told = fault(tmp_path, head={**HEAD, label: value})
    assert said in told
    assert "没有写" not in told


def test_a_number_too_large_is_told_so(tmp_path: Path) -> None:
    assert "超过了10的15次方" in fault(tmp_path, row(label="甲事", unit="元", value=10**17))


def test_a_change_without_its_wording_is_told(tmp_path: Path) -> None:
    said = fault(
        tmp_path,
        sheets={
            "事项核实": [
                ("去年原话", "今年", "今年怎么说"),
                ("成立专班", "改为", ""),
                ("甲", "", "乙"),
            ],
            "提法更新": [("去年提法", "今年"), ("作风建设年", "改为：")],
        },
    )
    assert "“事项核实”B2选了改为，请在“今年怎么说”写上今年的说法" in said
    assert "“事项核实”B3没有选" in said
    assert "“提法更新”B2选了改为，请在“改为：”后面写上今年的说法" in said


def test_two_numbers_for_one_blank_are_refused_until_one_is_struck_out(tmp_path: Path) -> None:
    same = {"blank": "annual-summary-2025-2c417c32#1.1.0.1.7.0", "label": "召开党组会议"}
    said = fault(tmp_path, row(**same, unit="次", value=24), row(**same, unit="次", value=25))
    assert "“指标”F3与“指标”F2说的是同一项，却不一样" in said
    twice = loaded(tmp_path, row(**same, unit="次", value=24), row(**same, unit="次", value=24))
    assert len(twice.facts) == 1


@pytest.mark.parametrize(
    "content", [b"", b"not a workbook", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0x"]
)
def test_what_is_no_workbook_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(content)
    with pytest.raises(SheetError, match=r"f\.xlsx") as caught:
        load_sheet(path)
    assert "\n" not in str(caught.value)


def test_a_workbook_without_its_head_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "指标"
    book.active.append(FACTS)
    book.save(tmp_path / "f.xlsx")
    with pytest.raises(SheetError, match="没有“基本信息”工作表"):
        load_sheet(tmp_path / "f.xlsx")


def test_a_head_without_the_office_is_told(tmp_path: Path) -> None:
    said = fault(tmp_path, head={"单位": None, "文种": "年度工作总结", "年度": 2026})
    assert "“基本信息”B1没有写单位" in said


# -- decisions and new deeds ----------------------------------------------------------------------


def test_a_change_and_its_wording_may_stand_in_one_cell(tmp_path: Path) -> None:
    sheet = loaded(
        tmp_path,
        sheets={
            "提法更新": [
                ("去年提法", "出现处", "今年", "依据"),
                ("市委四届九次全会", "指导思想", "改为：市委五届二次全会", "市委文件"),
                ("云岭先锋", "", "沿用", ""),
                ("迎接党的二十大", "", "删", ""),
                ("没有定的提法", "", "", ""),
            ]
        },
    )
    assert [(d.past, d.now, d.text) for d in sheet.decisions] == [
        ("市委四届九次全会", "改为", "市委五届二次全会"),
        ("云岭先锋", "沿用", ""),
        ("迎接党的二十大", "删", ""),
    ]


def test_a_row_without_last_years_words_tells_a_new_deed(tmp_path: Path) -> None:
    sheet = loaded(
        tmp_path,
        sheets={
            "事项核实": [
                ("去年原话", "今年", "今年怎么说", "责任科室", "来源"),
                (None, "有", "6月成功引进云岭银行设立云州分行", "银行科", "局银行科"),
            ]
        },
    )
    assert (sheet.facts[0].text, sheet.facts[0].department) == (
        "6月成功引进云岭银行设立云州分行",
        "银行科",
    )


# -- one workbook, several documents --------------------------------------------------------------


def pile(tmp_path: Path, *rows: list[Any], header: tuple[str, ...] = (*FACTS, "适用")) -> Path:
    path = written(tmp_path / "pile.xlsx", rows, header=header)

    def edit(book: Any) -> None:
        for at, value in enumerate(("云州市金融工作局", "党建工作计划", 2027), start=1):
            book["基本信息"].cell(at, 3).value = value
        for at, value in enumerate(("云州市金融工作局", "讲话", 2027), start=1):
            book["基本信息"].cell(at, 4).value = value

    return edited(path, edit)


def test_a_workbook_serves_a_document_for_each_kind_in_its_head(tmp_path: Path) -> None:
    path = pile(tmp_path, [*row(label="召开党组会议", unit="次", value=24), None])
    named = load_named_sheets(path)
    assert [(name, sheet.year) for name, sheet in named] == [
        ("年度工作总结", 2026),
        ("党建工作计划", 2027),
        ("讲话", 2027),
    ]
    with pytest.raises(SheetError, match="3份材料合用"):
        load_sheet(path)


def test_facts_go_where_they_fit_or_where_they_are_sent(tmp_path: Path) -> None:
    target = [*row(label="开展主题党日", unit="次", value=12), "不少于", None]
    path = pile(
        tmp_path,
        [*row(label="召开党组会议", unit="次", value=24), None, None],
        target,
        [*row(label="发展党员", unit="名", value=3), None, "讲话"],
        header=(*FACTS, "限定", "适用"),
    )
    summary, plan, speech = load_sheets(path)
    assert [each.label for each in summary.facts] == ["召开党组会议"]
    assert [each.label for each in plan.facts] == ["开展主题党日"]
    assert [(each.label, each.year) for each in speech.facts] == [
        ("召开党组会议", 2026),
        ("发展党员", None),
    ]


def test_a_document_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = pile(tmp_path, [*row(label="召开党组会议", unit="次", value=24), "述职报告"])
    with pytest.raises(SheetError, match="“适用”里的“述职报告”不是这份工作簿的材料"):
        load_sheets(path)


def test_what_people_write_where_a_word_is_to_be_chosen_is_understood(tmp_path: Path) -> None:
    path = written(
        tmp_path / "f.xlsx",
        [row(label="甲事", unit="次", value=1)],
        sheets={
            "问题清单": [("问题", "状态"), ("差距", "存在"), ("短板", "已完成整改")],
            "事项核实": [("去年原话", "今年"), ("成立专班", "没有")],
        },
    )
    sheet = load_sheet(path)
    assert [each.status for each in sheet.problems] == ["仍存在", "已整改"]
    assert [each.now for each in sheet.decisions] == ["无"]
