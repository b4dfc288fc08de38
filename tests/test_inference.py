"""Kind, year and office are inferred from title and text."""

from __future__ import annotations

import pytest

from corpus.inference import doubt_of_kind, infer_kind, infer_office, infer_year, title_for
from corpus.kinds import kind_named
from corpus.outline import Line, Outline, read_outline


def outline(text: str) -> Outline:
    return read_outline(Line(each, at) for at, each in enumerate(text.split("\n"), 1))


@pytest.mark.parametrize(
    ("title", "kind", "year", "office"),
    [
        ("云州市金融工作局党组2025年度工作总结", "annual-summary", 2025, "云州市金融工作局党组"),
        ("2025年工作总结和2026年工作计划", "annual-summary", 2025, ""),
        ("2025年云州市金融工作局工作情况报告", "annual-summary", 2025, "云州市金融工作局"),
        (
            "关于云州市金融工作局党组2025年度履行主体责任情况的报告",
            "duty-report",
            2025,
            "云州市金融工作局党组",
        ),
        ("云州市金融工作局2026年党风廉政建设工作要点", "integrity-plan", 2026, "云州市金融工作局"),
        ("2026年全面从严治党工作计划", "integrity-plan", 2026, ""),
        ("市金融工作局2026年党建工作计划", "party-building-plan", 2026, "市金融工作局"),
        ("机关党委2026年党的建设工作要点", "party-building-plan", 2026, "机关党委"),
        ("在市金融工作局2026年党风廉政建设工作会议上的讲话", "speech", 2026, "市金融工作局"),
        ("云州市金融工作局2026年工作要点", "work-plan", 2026, "云州市金融工作局"),
        ("周明远同志2025年度述职述廉报告", "work-report", 2025, ""),
        ("2025年度抓党建工作述职报告", "work-report", 2025, ""),
        ("二〇二五年云州市政府工作报告", "work-report", 2025, "云州市政府"),
    ],
)
def test_a_title_tells_kind_year_and_office(title: str, kind: str, year: int, office: str) -> None:
    read = outline(f"{title}\n一、情况\n平稳。")
    assert read.title == title
    assert infer_kind(read) == kind
    assert infer_year(read, kind) == year
    assert infer_office(read) == office


@pytest.mark.parametrize(
    ("opening", "kind", "year", "office"),
    [
        (
            "按照要求，现将市金融工作局党组2025年度履行主体责任情况报告如下：",
            "duty-report",
            2025,
            "市金融工作局党组",
        ),
        (
            "为做好2026年市金融工作局党风廉政建设工作，根据《落实全面从严治党主体责任规定》，制定本计划。",
            "integrity-plan",
            2026,
            "市金融工作局",
        ),
        (
            "为做好市金融办2026年党的建设工作，结合实际，制定本计划如下：",
            "party-building-plan",
            2026,
            "市金融办",
        ),
        ("2025年，市金融工作局坚持稳中求进。现总结如下：", "annual-summary", 2025, "市金融工作局"),
        (
            "为做好2026年各项工作，结合市金融办实际，制定工作计划如下：",
            "work-plan",
            2026,
            "市金融办",
        ),
        ("经局党组研究，就做好2026年工作，我讲三点意见。", "speech", 2026, ""),
    ],
)
def test_a_first_paragraph_tells_what_a_missing_title_does_not(
    opening: str, kind: str, year: int, office: str
) -> None:
    read = outline(f"{opening}\n一、有关情况\n平稳。")
    assert read.title == ""
    assert infer_kind(read) == kind
    assert infer_year(read, kind) == year
    assert infer_office(read) == office


def test_headings_tell_the_kind_when_nothing_else_does() -> None:
    assert infer_kind(outline("一、主要工作\n平稳。\n二、存在的不足\n不强。")) == "annual-summary"
    assert infer_kind(outline("一、总体要求\n稳进。\n二、重点任务\n抓好。")) == "work-plan"


def test_rules_named_in_book_titles_do_not_make_the_kind() -> None:
    read = outline("根据《党风廉政建设责任制工作计划》，现将2025年工作总结如下：\n一、情况\n平稳。")
    assert infer_kind(read) == "annual-summary"


def test_words_that_fit_no_kind_give_none() -> None:
    assert infer_kind(outline("一、天气\n晴。\n二、出行\n步行。")) == ""


def test_the_title_s_year_wins_over_a_slip_in_the_first_paragraph() -> None:
    read = outline("在2026年全面从严治党会议上的讲话\n同志们：\n就做好2025年工作讲三点。\n一、回顾")
    assert infer_year(read, "speech") == 2026


def test_a_plan_that_looks_back_is_of_the_year_it_plans() -> None:
    read = outline("2025年，各项工作进展顺利。为做好2026年工作，制定本计划。\n一、任务\n抓好。")
    assert infer_year(read, "work-plan") == 2026


def test_a_summary_is_of_the_year_its_text_speaks_of_not_of_the_date_below() -> None:
    read = outline(
        "工作总结\n今年以来，工作平稳。\n一、情况\n2023年上半年平稳，2023年下半年有进。2024年再接再厉。\n"
        "云州市金融工作局\n2024年1月8日"
    )
    assert infer_year(read, "annual-summary") == 2023


@pytest.mark.parametrize(
    ("kind", "date", "year"),
    [
        ("annual-summary", "2024年1月8日", 2023),
        ("annual-summary", "2023年12月25日", 2023),
        ("work-plan", "2023年12月25日", 2024),
        ("work-plan", "2024年2月6日", 2024),
        ("speech", "2024年2月6日", 2024),
        ("annual-summary", "二〇二四年一月八日", 2023),
    ],
)
def test_the_date_below_is_the_last_witness(kind: str, date: str, year: int) -> None:
    assert infer_year(outline(f"一、情况\n平稳。\n云州市金融工作局\n{date}"), kind) == year


def test_a_web_page_s_date_is_no_year() -> None:
    read = outline("工作总结\n2024-01-08\n一、情况\n平稳。")
    assert infer_year(read, "annual-summary") == 0


def test_a_speaker_s_date_tells_a_speech_s_year() -> None:
    read = outline(
        "在金融工作会议上的讲话\n（2026年1月20日）\n同志们：\n讲三点意见。\n一、回顾2025年"
    )
    assert infer_year(read, "speech") == 2026


def test_years_tied_in_the_text_decide_nothing() -> None:
    assert infer_year(outline("一、情况\n2024年平稳，2025年有进。"), "annual-summary") == 0


def test_the_signature_names_the_office() -> None:
    read = outline("工作总结\n一、情况\n平稳。\n云州市金融工作局\n2026年1月5日")
    assert infer_office(read) == "云州市金融工作局"


def test_our_office_is_no_name() -> None:
    assert infer_office(outline("现将我局2025年工作情况报告如下：\n一、情况\n平稳。")) == ""


def test_a_masked_office_keeps_its_mask() -> None:
    read = outline("现将市XXX局党组2025年度履行主体责任情况报告如下：\n一、情况\n平稳。")
    assert infer_office(read) == "市XXX局党组"


def test_a_report_without_title_gets_its_kind_s() -> None:
    assert title_for(kind_named("duty-report"), 2025, "市金融工作局党组") == (
        "市金融工作局党组2025年度履行主体责任情况报告"
    )
    assert (
        title_for(kind_named("speech"), 2026, "市金融工作局")
        == "在市金融工作局2026年工作会议上的讲话"
    )


@pytest.mark.parametrize(
    ("byline", "office"),
    [
        (
            "——2026年1月26日在云岭省第十四届人民代表大会第五次会议上\n云岭省省长 周明远",
            "云岭省人民政府",
        ),
        ("——2026年1月26日", "省人民政府"),
    ],
)
def test_a_bare_government_takes_its_place_from_the_byline(byline: str, office: str) -> None:
    read = outline(
        f"政府工作报告\n{byline}\n各位代表：\n现在，我代表省人民政府，向大会报告工作。\n一、回顾\n平稳。"
    )
    assert infer_office(read) == office


@pytest.mark.parametrize(
    ("text", "kind", "doubt"),
    [
        ("云州市2025年政府工作报告\n一、情况\n平稳。", "work-report", "政府工作报告”"),
        ("云州市人民法院2025年度工作报告\n一、情况\n平稳。", "work-report", "没有对应的"),
        ("现在，我代表市政府，向大会报告政府工作。\n一、情况\n平稳。", "work-report", "没有对应的"),
        ("一、总体要求\n稳进。\n二、重点任务\n抓好。", "work-plan", "从标题结构猜的"),
        ("周明远同志2025年度述职述廉报告\n一、情况\n平稳。", "work-report", ""),
        ("现将2025年述职情况报告如下。\n一、情况\n平稳。", "work-report", ""),
        ("云州市金融工作局党组2025年度工作总结\n一、情况\n平稳。", "annual-summary", ""),
        ("云州市金融工作局2026年工作要点\n一、任务\n平稳。", "work-plan", ""),
        ("同志们：\n一、情况\n平稳。", "speech", ""),
    ],
)
def test_a_guess_of_the_kind_says_that_it_is_one(text: str, kind: str, doubt: str) -> None:
    read = outline(text)
    assert infer_kind(read) == kind
    said = doubt_of_kind(read, kind)
    assert bool(said) is bool(doubt)
    assert doubt in said
