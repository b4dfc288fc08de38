"""Lines of text become the structure of a report."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.numbering import number_text
from corpus.outline import Line, Outline, read_outline

TITLE = "云州市金融工作局2025年工作总结"


def lines(text: str) -> list[Line]:
    return [Line(each, at) for at, each in enumerate(text.split("\n"), 1)]


def outline(text: str) -> Outline:
    return read_outline(lines(text))


def shape(text: str) -> list[tuple[int, str, str]]:
    return [(each.level, each.number, each.heading) for each in outline(text).walk()]


# Headings and their bodies


def test_headings_nest_by_level_and_keep_their_lines() -> None:
    read = outline(
        f"{TITLE}\n\n一、工作开展情况\n（一）抓学习\n全年学习有序开展。\n（二）抓队伍\n队伍稳定。\n"
        "二、存在的不足\n本领还不够强。"
    )
    assert [(each.id, each.heading, each.line) for each in read.walk()] == [
        ("1", "工作开展情况", 3),
        ("1.1", "抓学习", 4),
        ("1.2", "抓队伍", 6),
        ("2", "存在的不足", 8),
    ]
    assert read.sections[0].children[1].paragraphs == ("队伍稳定。",)


def test_a_run_in_heading_is_cut_at_its_first_full_stop() -> None:
    section = (
        outline("一、情况\n（一）夯实基础。 全年稳步推进。\n一是制度更全。").sections[0].children[0]
    )
    assert (section.heading, section.run_in) == ("夯实基础", True)
    assert section.paragraphs == ("全年稳步推进。", "一是制度更全。")


def test_a_full_stop_inside_a_quotation_cuts_no_heading() -> None:
    section = outline("一、情况\n（一）落实“谁主管谁负责。”要求。各科室签订责任书。").sections[0]
    assert section.children[0].heading == "落实“谁主管谁负责。”要求"


def test_a_heading_alone_on_its_line_loses_stop_colon_and_blanks() -> None:
    text = (
        "一、重点任务：\u3000\u3000\n（一）抓好学习。\n全年学习不断线。\n"
        "（二）抓好队伍\u00a0\n队伍稳定。"
    )
    assert shape(text) == [
        (1, "一、", "重点任务"),
        (2, "（一）", "抓好学习"),
        (2, "（二）", "抓好队伍"),
    ]


def test_a_numbered_item_with_a_long_first_sentence_is_all_body() -> None:
    body = (
        "严格执行民主集中制，凡属重大事项一律提交党组会议集体研究，会前充分酝酿，会上逐一表态，"
        "主要负责人末位发言。会后按时督办。"
    )
    item = outline(f"一、任务\n1. {body}\n2. 支持派驻机构监督。定期通报情况。").sections[0].children
    assert (item[0].heading, item[0].run_in, item[0].paragraphs) == ("", True, (body,))
    assert item[1].heading == "支持派驻机构监督"


def test_an_item_that_begins_with_a_deed_and_its_figure_is_body() -> None:
    text = "一、任务\n1. 召开党组会议不少于12次。做好记录。\n2. 落实2025年重点任务。逐项销号。"
    first, second = outline(text).sections[0].children
    assert (first.heading, first.paragraphs) == ("", ("召开党组会议不少于12次。做好记录。",))
    assert second.heading == "落实2025年重点任务"


def test_masked_figures_survive_to_the_last_star() -> None:
    text = "一、情况\n1. 召开会议**次。研究议题***项。\n（一）完成**亿元，同比增长**%。"
    read = outline(text)
    assert [each.paragraphs for each in read.walk() if each.paragraphs] == [
        ("召开会议**次。研究议题***项。",),
        ("完成**亿元，同比增长**%。",),
    ]


def test_single_sentences_in_a_row_are_items_and_not_headings() -> None:
    read = outline("一、要求\n（一）各科室要抓好落实。\n（二）办公室要加强督办。")
    assert [each.paragraphs for each in read.sections[0].children] == [
        ("各科室要抓好落实。",),
        ("办公室要加强督办。",),
    ]


def test_a_heading_without_body_stays_a_heading_among_those_with_one() -> None:
    read = outline("一、情况\n（一）抓学习。\n（二）抓队伍。\n队伍稳定。")
    assert [each.heading for each in read.sections[0].children] == ["抓学习", "抓队伍"]


def test_items_count_on_through_all_second_levels() -> None:
    text = (
        "一、任务\n（一）抓学习\n1. 读原著。每月一次。\n2. 讲党课。每季一次。\n"
        "（二）抓作风\n3. 纠四风。常抓不懈。\n二、保障\n4. 强组织。明确分工。"
    )
    assert [each[1] for each in shape(text) if each[0] == 3] == ["1.", "2.", "3.", "4."]
    assert [each.number for each in outline(text).sections[1].children] == ["4."]


def test_a_number_out_of_sequence_is_no_heading() -> None:
    text = "一、情况\n1. 抓学习。有序推进。\n60、70年代的老党员都来听课。"
    assert shape(text) == [(1, "一、", "情况"), (3, "1.", "抓学习")]


def test_enumerations_stay_inside_their_section() -> None:
    read = outline("一、回顾\n主要做了以下工作：\n一是抓学习。\n二是抓队伍。\n第三，抓作风。")
    assert len(read.sections[0].paragraphs) == 4
    assert read.sections[0].children == ()


def test_headings_without_numbers_are_found_where_no_first_level_is_numbered() -> None:
    text = (
        "云州市2025年政府工作报告\n各位代表：\n现在报告工作。\n2025年工作回顾\n全市经济稳中有进。\n"
        "2026年重点工作\n重点抓好两件事：\n（一）扩大有效投资\n项目为王。\n（二）促进消费\n丰富场景。"
    )
    assert shape(text) == [
        (1, "", "2025年工作回顾"),
        (1, "", "2026年重点工作"),
        (2, "（一）", "扩大有效投资"),
        (2, "（二）", "促进消费"),
    ]


def test_a_style_makes_a_heading_of_a_line_without_number() -> None:
    read = read_outline(
        [Line(TITLE, 1, 0), Line("工作情况", 2, 1), Line("稳步推进。", 3), Line("不足", 4, 1)]
    )
    assert [(each.level, each.heading) for each in read.walk()] == [(1, "工作情况"), (1, "不足")]


def test_body_set_in_a_heading_style_stays_body() -> None:
    read = read_outline([Line("一、情况", 1, 1), Line("全年平稳。各项任务完成。", 2, 2)])
    assert read.sections[0].paragraphs == ("全年平稳。各项任务完成。",)


# What stands round the body


@pytest.mark.parametrize(("number", "hint"), [("（一）", 6), ("1.", 7), ("（1）", 8), ("1.", 5)])
def test_a_heading_with_its_text_is_of_the_level_of_its_number(number: str, hint: int) -> None:
    """Deep outline levels only have such a paragraph listed in a navigation pane."""
    text = f"{number}抓学习教育。落实第一议题制度，全年不松劲。"
    listed = read_outline([Line("一、任务", 1, 1), Line(text, 2, hint)])
    plain = read_outline([Line("一、任务", 1, 1), Line(text, 2)])
    assert listed == plain
    assert listed.sections[0].children[0].heading == "抓学习教育"


def test_a_title_in_two_lines_is_one() -> None:
    read = outline("云州市金融工作局党组\n2025年度工作总结\n2025年，局党组扎实工作。\n一、情况")
    assert read.title == "云州市金融工作局党组2025年度工作总结"
    assert read.opening == ("2025年，局党组扎实工作。",)


def test_speaker_and_date_stand_between_title_and_salutation() -> None:
    read = outline(
        "在全市金融工作会议上的讲话\n周明远\n（2026年1月20日）\n同志们：\n今天讲两点意见。\n一、回顾"
    )
    assert read.title == "在全市金融工作会议上的讲话"
    assert read.byline == ("周明远", "（2026年1月20日）")
    assert (read.salutation, read.opening) == ("同志们：", ("今天讲两点意见。",))


@pytest.mark.parametrize(
    "salutation",
    [
        "同志们：",
        "各位领导：",
        "市委：",
        "市委、市政府：",
        "各位领导、同志们：",
        "云州市纪委监委：",
    ],
)
def test_salutations_are_known(salutation: str) -> None:
    assert outline(f"{TITLE}\n{salutation}\n现报告如下。\n一、情况").salutation == salutation


def test_a_lead_that_ends_with_a_colon_is_no_salutation() -> None:
    read = outline(f"{TITLE}\n现将有关情况报告如下：\n一、情况\n平稳。")
    assert (read.salutation, read.opening) == ("", ("现将有关情况报告如下：",))


def test_a_report_without_title_begins_with_its_first_paragraph() -> None:
    read = outline("为做好2026年党的建设工作，制定本计划如下：\n一、总体要求\n稳中求进。")
    assert (read.title, read.opening) == ("", ("为做好2026年党的建设工作，制定本计划如下：",))


def test_what_follows_the_last_run_in_sibling_closes_the_report() -> None:
    read = outline(
        "一、任务\n（一）抓学。常抓不懈。\n（二）抓实。久久为功。\n任重道远，我们要接续奋斗。"
    )
    assert read.closing == ("任重道远，我们要接续奋斗。",)
    assert read.sections[0].children[1].paragraphs == ("久久为功。",)


def test_items_of_the_last_sibling_are_its_continuation() -> None:
    read = outline(
        "一、任务\n（一）抓学。常抓不懈。\n（二）抓实。抓两项：\n一是建制。\n以上请审议。"
    )
    assert read.sections[0].children[1].paragraphs == ("抓两项：", "一是建制。")
    assert read.closing == ("以上请审议。",)


def test_paragraphs_under_a_heading_of_its_own_line_stay_there() -> None:
    read = outline("一、情况\n平稳。\n二、不足和打算\n本领不强。\n2026年，我局将再接再厉。")
    assert len(read.sections[1].paragraphs) == 2
    assert read.closing == ()


@pytest.mark.parametrize(
    "closing",
    ["特此报告。", "专此报告。", "以上报告，请予审议。", "同志们，让我们一起努力！", "谢谢大家！"],
)
def test_set_closings_leave_the_last_section(closing: str) -> None:
    read = outline(f"{TITLE}\n一、情况\n平稳。\n二、打算\n再接再厉。\n{closing}")
    assert read.closing == (closing,)
    assert read.sections[1].paragraphs == ("再接再厉。",)


@pytest.mark.parametrize(
    "tail",
    ["云州市金融工作局\n2026年1月5日", "云州市金融工作局\u3000\u30002026年1月5日"],
)
def test_signature_and_date_stand_at_the_end(tail: str) -> None:
    read = outline(f"{TITLE}\n一、情况\n平稳\n{tail}")
    assert (read.signature, read.date) == ("云州市金融工作局", "2026年1月5日")
    assert read.sections[0].paragraphs == ("平稳",)


def test_a_report_may_be_signed_by_its_author_without_a_date() -> None:
    assert outline(f"{TITLE}\n一、情况\n平稳。\n述职人：周明远").signature == "述职人：周明远"


def test_a_date_inside_the_last_paragraph_is_no_date_line() -> None:
    read = outline(f"{TITLE}\n一、情况\n任务完成，时限是2026年1月5日")
    assert (read.date, read.sections[0].paragraphs) == ("", ("任务完成，时限是2026年1月5日",))


def test_an_annex_is_one_section_with_its_headings_a_level_lower() -> None:
    text = (
        f"{TITLE}\n一、情况\n平稳。\n二、打算\n奋进。\n云州市金融工作局\n2026年1月5日\n"
        "附件1\n十件民生实事\n一、办好社保\n提标扩面。\n二、办好托育\n增加托位。"
    )
    read = outline(text)
    assert [(each.level, each.number, each.heading) for each in read.sections] == [
        (1, "一、", "情况"),
        (1, "二、", "打算"),
        (1, "附件1", "十件民生实事"),
    ]
    assert [(each.level, each.heading) for each in read.sections[2].children] == [
        (2, "办好社保"),
        (2, "办好托育"),
    ]
    assert (read.signature, read.date) == ("云州市金融工作局", "2026年1月5日")


def test_headings_that_begin_again_are_an_unannounced_annex() -> None:
    read = outline(f"{TITLE}\n一、情况\n平稳。\n二、打算\n奋进。\n任务清单\n一、抓学习\n每月一次。")
    assert [each.heading for each in read.sections] == ["情况", "打算", "任务清单"]
    assert read.sections[1].paragraphs == ("奋进。",)


# Round trip

WORDS = st.text(
    st.sampled_from("抓好学习强化监督服务企业防范风险建设队伍改进作风"), min_size=4, max_size=12
)


@st.composite
def outlines(draw: st.DrawFn) -> list[tuple[int, str, str]]:
    """(level, heading, body) in order: first levels with second levels with run-on items."""
    made: list[tuple[int, str, str]] = []
    for _ in range(draw(st.integers(1, 3))):
        made.append((1, draw(WORDS), ""))
        for _ in range(draw(st.integers(0, 3))):
            made.append((2, draw(WORDS), ""))
            made += [(3, draw(WORDS), f"{draw(WORDS)}。") for _ in range(draw(st.integers(0, 2)))]
        if made[-1][0] == 1:
            made[-1] = (1, made[-1][1], f"{draw(WORDS)}，{draw(WORDS)}。")
    return made


def rendered(made: list[tuple[int, str, str]]) -> list[str]:
    texts, counts = [TITLE, "全年工作平稳有序。"], {1: 0, 2: 0, 3: 0}
    for level, heading, body in made:
        counts[level] += 1
        if level == 1:
            counts[2] = 0
        number = number_text(level, counts[level])
        texts += [f"{number}{heading}。{body}"] if level == 3 else [f"{number}{heading}", body]
    return [text for text in texts if text]


@settings(max_examples=60, deadline=None)
@given(outlines())
def test_a_rendered_outline_reads_back(made: list[tuple[int, str, str]]) -> None:
    read = read_outline(Line(text, at) for at, text in enumerate(rendered(made), 1))
    assert [(each.level, each.heading) for each in read.walk()] == [each[:2] for each in made]
    assert read.title == TITLE
    assert [each.paragraphs for each in read.walk()] == [
        (body,) if body else () for *_, body in made
    ]


PIECES = st.text(
    st.sampled_from("一二（）1.、。， 年*附件同志们《》”特此报告局2026月日"),
    min_size=1,
    max_size=30,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=12))
def test_no_character_of_the_body_is_lost_but_blanks_and_stops_of_headings(
    texts: list[str],
) -> None:
    given_texts = [TITLE, "各位领导：", *texts]
    read = read_outline(Line(text, at) for at, text in enumerate(given_texts, 1))
    kept = [read.title, *read.byline, read.salutation, *read.opening, *read.closing]
    for section in read.walk():
        kept += [section.number, section.heading, *section.paragraphs]
    kept += [read.signature, read.date]
    assert _counted(kept) == _counted(given_texts)


def _counted(texts: list[str]) -> Counter[str]:
    return Counter(char for char in "".join(texts) if char not in " 。：")
