"""Before drafting: this year beside last year, what contradicts itself and what is unlikely."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main
from assistant.sanity import Review, review_sheet
from assistant.sheet.facts import Fact, Sheet
from corpus.kinds import kind_named
from corpus.report import Report, Section
from corpus.samples import sample_folder

SAMPLES = Path(str(sample_folder()))


def _fact(ref: str, label: str, value: str | None, unit: str, **more: Any) -> Fact:
    numbers = {"previous": Decimal(more.pop("previous"))} if "previous" in more else {}
    given = None if value is None else Decimal(value)
    return Fact(id=ref, label=label, value=given, unit=unit, **numbers, **more)


def _review(*facts: Fact, past: Report | None = None, kind: str = "annual-summary") -> Review:
    sheet = Sheet(unit="云州市金融工作局", kind=kind, year=2026, facts=facts)
    return review_sheet(sheet, kind_named(kind), past)


def _report(*paragraphs: str, year: int = 2025) -> Report:
    section = Section("1", 1, "一、", "主要工作", False, paragraphs)
    return Report("R", "去年总结", "annual-summary", year, "云州市金融工作局", "a.md", (section,))


def _said(review: Review) -> str:
    return "\n".join(remark.message for remark in review.remarks)


def test_two_values_for_one_thing_are_an_error_that_names_who_gave_them() -> None:
    review = _review(
        _fact("F1", "召开党组会议", "26", "次", department="办公室"),
        _fact("F2", "组织召开党组会议", "24", "次", department="机关党总支"),
    )
    (remark,) = review.remarks
    assert remark.severity == "error"
    assert not review.passed
    assert remark.facts == ("F1", "F2")
    assert "26次（办公室）" in remark.message
    assert "24次（机关党总支）" in remark.message


def test_the_same_value_twice_is_only_a_repetition() -> None:
    review = _review(_fact("F1", "贷款", "1.2", "亿元"), _fact("F2", "贷款", "12000", "万元"))
    assert review.passed
    assert "重复" in _said(review)


@pytest.mark.parametrize(
    "more", [{"year": 2025}, {"scope": "人民币"}, {"as_of": "2026-06-30"}, {"section": "展望"}]
)
def test_values_of_another_year_range_day_or_section_do_not_conflict(more: dict[str, Any]) -> None:
    first = _fact("F1", "各项贷款余额", "1718.5", "亿元", section="服务实体经济")
    assert _review(first, _fact("F2", "各项贷款余额", "1600", "亿元", **more)).passed


def test_a_sentence_that_tells_another_value_is_pointed_out() -> None:
    review = _review(
        _fact("F1", "召开党组会议", "26", "次"),
        Fact(id="F2", text="局党组全年召开党组会议24次"),
    )
    assert "F2“局党组全年召开党组会议24次”写的是24次，F1是26次" in _said(review)


@pytest.mark.parametrize(
    ("label", "unit"), [("不良贷款率", "亿元"), ("各项贷款余额", "家"), ("“三公”经费支出", "%")]
)
def test_a_measure_that_does_not_fit_is_pointed_out(label: str, unit: str) -> None:
    assert "请核对计量单位" in _said(_review(_fact("F1", label, "12", unit)))


def test_a_measure_other_than_last_years_is_pointed_out() -> None:
    past = _report("慰问困难党员31人次。")
    said = _said(_review(_fact("F1", "慰问困难党员", "35", "人"), past=past))
    assert "填的是“人”，去年写的是“人次”" in said


def test_a_change_beyond_a_factor_of_five_is_pointed_out() -> None:
    leaps = _review(
        _fact("F1", "走访企业", "312", "户", previous="31"),
        _fact("F2", "罚款", "41.25", "万元", previous="412.5"),
    )
    assert _said(leaps).count("相差五倍以上") == 2
    steady = _review(
        _fact("F1", "走访企业", "150", "户", previous="31"),
        _fact("F2", "举办培训", "6", "期", previous="1"),
    )
    assert steady.remarks == ()


def test_a_required_value_not_yet_known_is_asked_of_its_department() -> None:
    said = _said(_review(_fact("F1", "发展党员", None, "名", department="机关党总支")))
    assert said == "F1“发展党员”还没有今年的数，请机关党总支填报"
    assert _review(_fact("F1", "发展党员", None, "名", required=False)).remarks == ()


def test_a_year_the_document_does_not_speak_of_is_pointed_out() -> None:
    said = _said(_review(_fact("F1", "发展党员", "2", "名", year=2024)))
    assert "是2024年的，本材料写的是2026、2027年" in said


def test_a_value_counted_in_another_year_is_pointed_out() -> None:
    assert "截至2024-12-31" in _said(_review(_fact("F1", "贷款", "9", "亿元", as_of="2024-12-31")))


def test_mixed_days_and_estimates_beside_final_figures_are_pointed_out() -> None:
    said = _said(
        _review(
            _fact("F1", "存款余额", "2016.9", "亿元", as_of="2026-12-31", status="核定"),
            _fact("F2", "贷款余额", "1718.5", "亿元", as_of="2026-11-30", status="预计"),
        )
    )
    assert "截至时间不一致（2026-12-31：F1；2026-11-30：F2）" in said
    assert "状态不一致（核定：F1；预计：F2）" in said


def test_last_years_value_comes_from_the_past_report_where_the_sheet_has_none() -> None:
    review = _review(_fact("F1", "召开党组会议", "26", "次"), past=_report("召开党组会议23次。"))
    (row,) = review.rows
    assert row.from_report
    assert row.previous is not None
    assert row.previous.value == 23
    assert row.derived["growth"].value == Decimal("13.0")


def test_last_years_value_that_the_report_tells_otherwise_is_pointed_out() -> None:
    fact = _fact("F1", "召开党组会议", "26", "次", previous="25")
    said = _said(_review(fact, past=_report("召开党组会议23次。")))
    assert "上年数值是25次，往年材料写的是23次" in said


def test_an_older_report_gives_no_value_of_last_year() -> None:
    past = _report("召开党组会议23次。", year=2023)
    review = _review(_fact("F1", "召开党组会议", "26", "次"), past=past)
    assert review.rows[0].previous is None
    assert "是2023年的，不是2025年的" in _said(review)


@pytest.mark.parametrize("name", ["2026_年度工作总结", "2027_讲话", "2027_党建工作计划"])
def test_the_sample_sheets_are_sane(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "check", str(SAMPLES / "sheets" / f"{name}.yaml")]) == 0
    assert capsys.readouterr().out.rstrip().endswith("错误0条，提醒0条")


def test_the_command_prints_this_year_beside_last_year(
    capsys: pytest.CaptureFixture[str],
) -> None:
    sheet = SAMPLES / "sheets" / "2027_党建工作计划.yaml"
    past = SAMPLES / "reports" / "2026_党建工作计划.docx"
    assert main(["facts", "check", str(sheet), "--past", str(past)]) == 0
    out = capsys.readouterr().out
    assert "不少于20场  上年18场（往年材料）  增加2场，增长11.1%" in out


def test_a_conflict_makes_the_status_one_and_json_is_one_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "单位,云州市金融工作局\n文种,年度工作总结\n年度,2026\n指标,本年数值,计量单位,上年数值\n"
        "召开党组会议,26,次,23\n召开党组会议,24,次,\n",
        "utf-8",
    )
    assert main(["facts", "check", str(path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["passed"] is False
    assert told["rows"][0]["growth"] == "13.0%"
    assert told["remarks"][0]["facts"] == ["F1", "F2"]


def test_a_sheet_that_cannot_be_read_is_one_line_and_status_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["facts", "check", str(tmp_path / "none.yaml")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2025年8月引进云岭银行", "说的是2025年的事，按2026年的写了进去"),
        ("8月引进XX银行", "里还有遮盖或没填的地方"),
        ("8月完成检查**家次", "里还有遮盖或没填的地方"),
    ],
)
def test_an_event_of_another_year_or_with_a_mask_is_pointed_out(text: str, said: str) -> None:
    review = _review(Fact(id="F1", text=text))
    assert review.passed
    assert said in _said(review)


@pytest.mark.parametrize(
    "more",
    [
        {"text": "8月引进云岭银行，比2025年多1家"},
        {"text": "2026年8月引进云岭银行"},
        {"text": "2025年8月引进云岭银行", "year": 2025},
    ],
)
def test_an_event_of_its_own_year_is_not(more: dict[str, Any]) -> None:
    assert "的事，按" not in _said(_review(Fact(id="F1", **more)))


@pytest.mark.parametrize(
    ("value", "unit", "better"),
    [("20169000", "万元", "2016.9亿元"), ("80000", "元", "8万元"), ("412.5", "万元", "")],
)
def test_an_amount_too_long_to_read_is_shown_in_a_larger_measure(
    value: str, unit: str, better: str
) -> None:
    said = _said(_review(_fact("F1", "存款", value, unit)))
    assert (f"写成{better}更好读" in said) == bool(better)


def test_words_one_says_but_does_not_write_are_pointed_out_except_in_a_speech() -> None:
    fact = Fact(id="F1", text="我们举办对接会21场")
    assert "“我们”是口语" in _said(_review(fact))
    assert "口语" not in _said(_review(fact, kind="speech"))
