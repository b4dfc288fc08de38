"""Loose notes become a sheet; what is not understood stays in its own words."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cli import main
from assistant.sheet.chatter import is_chatter
from assistant.sheet.facts import Fact
from assistant.sheet.loading import load_sheet
from assistant.sheet.notes import Asked, Noted, read_notes
from assistant.sheet.repeats import without_repeats
from assistant.sheet.telling import FROM_CHANGE, NO_FIGURE, WITH_ITS_PART
from assistant.sheet.writing import sheet_text, write_sheet
from corpus.errors import OutputError, ReadingError, SheetError

ASKED = Asked("云州市金融工作局", "年度工作总结", 2026)


def _read(tmp_path: Path, *lines: str, asked: Asked = ASKED) -> Noted:
    path = tmp_path / "记录.txt"
    path.write_text("\n".join(lines), "utf-8")
    return read_notes(path, asked)


def _one(tmp_path: Path, line: str) -> Fact:
    (fact,) = _read(tmp_path, line).facts
    return fact


def test_counts_and_events_of_one_line_become_facts_of_their_giver(tmp_path: Path) -> None:
    noted = _read(
        tmp_path, "全年召开党组会议24次，研究议题136项（办公室）；6月引进云岭银行（金融招商科）"
    )
    meetings, topics, event = noted.facts
    assert (meetings.label, meetings.value, meetings.measure) == ("召开党组会议", Decimal(24), "次")
    assert (topics.label, topics.value, topics.measure) == ("研究议题", Decimal(136), "项")
    assert event.text == "6月引进云岭银行"
    assert [fact.source for fact in noted.facts] == ["办公室", "办公室", "金融招商科"]
    assert noted.remarks == {}


def test_a_bound_belongs_to_its_value(tmp_path: Path) -> None:
    fact = _one(tmp_path, "举办政金企对接活动不少于20场")
    assert (fact.label, fact.qualifier, fact.measure) == ("举办政金企对接活动", "不少于", "场")


def test_values_side_by_side_become_facts_of_their_own(tmp_path: Path) -> None:
    facts = _read(tmp_path, "做出行政处罚21项、罚款412.5万元").facts
    assert [(fact.label, fact.value) for fact in facts] == [
        ("做出行政处罚", Decimal(21)),
        ("罚款", Decimal("412.5")),
    ]


def test_numerals_and_colons_are_read(tmp_path: Path) -> None:
    facts = _read(tmp_path, "慰问困难群众三十一人次", "信息采用：88篇").facts
    assert [(fact.label, fact.value) for fact in facts] == [
        ("慰问困难群众", Decimal(31)),
        ("信息采用", Decimal(88)),
    ]


@pytest.mark.parametrize(
    ("line", "previous"),
    [
        ("发展党员2名（上年3名）", "3"),
        ("发展党员2名，上年3名", "3"),
        ("发展党员2名，比上年减少1名", "3"),
        ("发展党员2名，较上年增加1名", "1"),
    ],
)
def test_last_years_value_is_read_however_it_is_told(
    tmp_path: Path, line: str, previous: str
) -> None:
    assert _one(tmp_path, line).previous == Decimal(previous)


def test_a_value_of_last_year_worked_out_is_marked(tmp_path: Path) -> None:
    noted = _read(tmp_path, "发展党员2名，比上年减少1名")
    assert noted.remarks == {"F1": FROM_CHANGE}


def test_a_growth_and_a_change_from_a_bound_stay_facts_of_their_own(tmp_path: Path) -> None:
    facts = _read(tmp_path, "各项贷款余额突破1700亿元，同比增长9.9%，较上年增加155.3亿元").facts
    assert [(fact.label, fact.previous) for fact in facts] == [
        ("各项贷款余额", None),
        ("各项贷款余额同比增长", None),
        ("各项贷款余额较上年增加", None),
    ]


def test_the_day_a_value_is_counted_to_holds_for_its_line(tmp_path: Path) -> None:
    noted = _read(tmp_path, "截至11月末存款余额2016.9亿元；贷款余额1718.5亿元", "发展党员2名")
    assert [fact.as_of for fact in noted.facts] == ["11月末", "11月末", ""]


def test_headings_give_sections_and_departments(tmp_path: Path) -> None:
    noted = _read(
        tmp_path, "一、党的建设", "发展党员2名", "# 服务实体经济", "银行科：", "举办对接活动21场"
    )
    first, second = noted.facts
    assert (first.section, first.department) == ("党的建设", "")
    assert (second.section, second.department) == ("服务实体经济", "银行科")


def test_lines_under_problems_become_problems_with_their_measures(tmp_path: Path) -> None:
    noted = _read(tmp_path, "三、存在的问题", "县域供给不均衡；措施：按月通报")
    (problem,) = noted.problems
    assert (problem.text, problem.measure) == ("县域供给不均衡", "按月通报")
    assert "P1" in noted.remarks


def test_a_fact_of_another_year_carries_it(tmp_path: Path) -> None:
    facts = _read(tmp_path, "2025年召开民主生活会2次", "2026年发展党员2名").facts
    assert [fact.year for fact in facts] == [2025, None]


def test_what_is_not_understood_is_kept_with_a_remark(tmp_path: Path) -> None:
    noted = _read(tmp_path, "干部精神面貌焕然一新")
    assert noted.facts[0].text == "干部精神面貌焕然一新"
    assert noted.remarks == {"F1": NO_FIGURE}


def test_the_head_may_stand_in_the_notes_and_who_asks_goes_before(tmp_path: Path) -> None:
    head = ("单位：云州市金融工作局党组", "文种：讲话", "年度：2025年度")
    noted = _read(tmp_path, *head, "发展党员2名", asked=Asked(year=2026))
    assert noted.head == {"year": "2026", "unit": "云州市金融工作局党组", "kind": "speech"}


def test_a_missing_head_is_asked_for_by_option_and_by_line(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="没有写文种、年度；请加上 --kind --year"):
        _read(tmp_path, "单位：云州市金融工作局", "发展党员2名", asked=Asked())


def test_word_files_are_read_like_text(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("发展党员2名")
    document.save(str(tmp_path / "记录.docx"))
    assert read_notes(tmp_path / "记录.docx", ASKED).facts[0].label == "发展党员"


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="找不到"):
        read_notes(tmp_path / "none.txt", ASKED)


def test_what_is_written_loads_again_with_its_places(tmp_path: Path) -> None:
    noted = _read(tmp_path, "不良贷款率1.50%", "发展党员2名（上年3名）", "“三公”经费支出8.0万元")
    write_sheet(noted, tmp_path / "facts.yaml")
    sheet = load_sheet(tmp_path / "facts.yaml")
    assert [str(fact.value) for fact in sheet.facts] == ["1.50", "2", "8.0"]
    assert sheet.facts == noted.facts


def test_a_sheet_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    noted = _read(tmp_path, "发展党员2名")
    (tmp_path / "facts.yaml").write_text("mine", "utf-8")
    with pytest.raises(OutputError, match="已经有了"):
        write_sheet(noted, tmp_path / "facts.yaml")
    with pytest.raises(OutputError, match=r"\.yaml 结尾"):
        write_sheet(noted, tmp_path / "facts.txt")


_WORDS = st.sampled_from(["召开会议", "引进", "全年", "云岭银行", "（办公室）", "比上年", "问题"])
_AMOUNTS = st.sampled_from(
    ["24次", "三项", "9.9%", "1,034.5亿元", "约5个", "**次", "6月", "2025年"]
)
_MARKS = st.sampled_from(["，", "；", "。", "、", "：", ""])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(_WORDS, _AMOUNTS, _MARKS), min_size=1, max_size=6))
def test_nothing_is_lost_and_the_sheet_always_loads(
    tmp_path_factory: pytest.TempPathFactory, parts: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("notes")
    line = "".join(word + amount + mark for word, amount, mark in parts)
    noted = _read(folder, line)
    (folder / "facts.yaml").write_text(sheet_text(noted), "utf-8")
    assert line in (folder / "facts.yaml").read_text("utf-8")
    # What the notes tell twice alike is one fact of the sheet.
    loaded = load_sheet(folder / "facts.yaml").facts
    assert [each.id for each in loaded] == [each.id for each in without_repeats(noted.facts)]


def test_the_command_says_what_to_look_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes, out = tmp_path / "记录.txt", tmp_path / "facts.yaml"
    notes.write_text("召开党组会议24次（办公室）\n干部作风好转\n", "utf-8")
    head = ["--unit", "云州市金融工作局", "--kind", "年度工作总结", "--year", "2026"]
    assert main(["facts", "read", str(notes), "-o", str(out), *head]) == 0
    said = capsys.readouterr().out
    assert f"读出指标1项，事情1件，存到  {out}" in said
    assert "待核  F2（第2行“干部作风好转”）：没有读出数，原样留下" in said
    assert main(["facts", "check", str(out)]) == 0
    assert main(["facts", "read", str(notes), "-o", str(tmp_path / "b.yaml")]) == 2


def test_notes_pasted_from_a_chat_name_who_speaks_and_leave_chatter_as_remarks(
    tmp_path: Path,
) -> None:
    noted = _read(
        tmp_path,
        "王科长 11月20日 10:32",
        "办公室小王：今年召开党组会议２４次",
        "金融科：存款余额2016.9亿元，增长7.2%",
        "@所有人 11月28日前报数，谢谢",
        "收到！",
        "问题：年轻干部少",
        "完成率：98%",
    )
    told = [(each.label, str(each.value), each.department) for each in noted.facts]
    assert told == [
        ("召开党组会议", "24", "办公室"),
        ("存款余额", "2016.9", "金融科"),
        ("存款余额增长", "7.2", "金融科"),
        ("完成率", "98", ""),
    ]
    assert [each.text for each in noted.problems] == ["年轻干部少"]
    assert "  # 第5行（没有内容）：收到！" in sheet_text(noted)


@pytest.mark.parametrize(
    "line", ["全省会议要求：收到通知即办", "@办公室 6月引进云岭银行1家", "好的做法坚持下来"]
)
def test_what_tells_something_is_no_chatter(line: str) -> None:
    assert not is_chatter(line)


@pytest.mark.parametrize(
    "line", ["反馈的28个问题已完成整改27个", "12项任务中已完成9项", "应到46人实到44人"]
)
def test_a_whole_with_its_part_is_kept_in_its_own_words(tmp_path: Path, line: str) -> None:
    noted = _read(tmp_path, line)
    assert [fact.text for fact in noted.facts] == [line]
    assert noted.remarks == {"F1": WITH_ITS_PART}


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("应到党员46人、实到44人", ["应到党员", "实到"]),
        ("存款、贷款分别增长6%、5.2%", ["存款增长", "贷款增长"]),
        ("引进外资12亿元、增长11.3%", ["引进外资", "引进外资增长"]),
        ("设立4个工作组和2个专班", ["设立工作组", "专班"]),
    ],
)
def test_what_is_counted_side_by_side_is_read_apart(
    tmp_path: Path, line: str, labels: list[str]
) -> None:
    assert [fact.label for fact in _read(tmp_path, line).facts] == labels
