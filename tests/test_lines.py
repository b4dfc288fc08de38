"""Lines as they come: chrome, blanks, breaks, one line for all."""

from __future__ import annotations

from corpus.lines import rejoin, tidy
from corpus.outline import Line, Outline, read_outline

TITLE = "云州市金融工作局2025年工作总结"


def lines(text: str) -> list[Line]:
    return [Line(each, at) for at, each in enumerate(text.split("\n"), 1)]


def outline(text: str) -> Outline:
    return read_outline(lines(text))


def shape(text: str) -> list[tuple[int, str, str]]:
    return [(each.level, each.number, each.heading) for each in outline(text).walk()]


def test_lines_broken_inside_a_sentence_are_put_together() -> None:
    broken = lines(
        "一、情况\n各项贷款余额稳步增长。年末达到\n1034.5\n亿元，增长明显。\n二、打算\n根据《\n条例\n》办理。"
    )
    assert [(each.number, each.text) for each in rejoin(broken)] == [
        (1, "一、情况"),
        (2, "各项贷款余额稳步增长。年末达到1034.5亿元，增长明显。"),
        (5, "二、打算"),
        (6, "根据《条例》办理。"),
    ]


def test_headings_titles_and_items_are_never_joined() -> None:
    apart = (
        "一、坚持党的全面领导，把牢金融工作正确方向\n（一）抓学习\n"
        "年末完成以下工作。做到了\n一是建制"
    )
    assert [each.text for each in rejoin(lines(apart))] == apart.split("\n")


def test_a_report_on_one_line_without_indents_is_cut_before_its_headings() -> None:
    one_line = (
        f"{TITLE} 2025年，云州市金融工作局聚焦主责主业，全市金融运行总体平稳，现将情况总结如下： "
        "一、工作情况 （一）抓服务。走访企业一百家，解决问题一批，银企对接常态化。"
        "（二）抓风险。排查一轮，“一岗双责”落实到位。 二、存在的不足 调查研究不够深入。"
    )
    assert len(one_line) > 100
    assert outline(one_line).title == TITLE
    assert shape(one_line) == [
        (1, "一、", "工作情况"),
        (2, "（一）", "抓服务"),
        (2, "（二）", "抓风险"),
        (1, "二、", "存在的不足"),
    ]


def test_a_report_on_one_line_is_cut_at_its_indents() -> None:
    body = "2025年，云州市金融工作局聚焦主责主业，统筹发展和安全，全市金融运行总体平稳、稳中有进。"
    parts = (
        TITLE,
        body,
        "一、工作情况",
        "（一）抓服务。走访企业一百家，解决问题一批，银企对接常态化。",
        "二、不足",
        "本领不够强。",
    )
    text = "　　".join(parts)
    read = outline(text)
    assert (read.title, read.opening) == (TITLE, (body,))
    assert [each.heading for each in read.walk()] == ["工作情况", "抓服务", "不足"]


def test_web_chrome_is_dropped_above_and_below() -> None:
    page = (
        "首页\n>\n政务信息\n>\n工作动态\n云州市2025年政府工作报告\n"
        "发布时间：2026-02-09 09:45\n来源：\n云州日报\n"
        "【字体：\n小\n中\n大\n】\n字号： 大 中 小\n打印\n"
        "各位代表：\n现在报告工作。\n一、回顾\n平稳。\n"
        "扫一扫在手机打开当前页\n【\n关闭窗口\n】\n相关报道：\n另一篇报道的题目"
    )
    read = outline(page)
    assert (read.title, read.byline, read.salutation) == (
        "云州市2025年政府工作报告",
        (),
        "各位代表：",
    )
    assert read.sections[0].paragraphs == ("平稳。",)


def test_blank_lines_and_invisible_characters_are_no_lines() -> None:
    assert [each.text for each in tidy(lines("\u3000\n\u200b\n\u00a0一、情况\u3000\n\t"))] == [
        "一、情况"
    ]


def test_blanks_inside_a_paragraph_are_kept() -> None:
    assert outline("一、情况\n每年不少于 8 次，共建 联建。").sections[0].paragraphs == (
        "每年不少于 8 次，共建 联建。",
    )


def test_no_lines_make_an_empty_outline() -> None:
    assert read_outline([]).sections == ()


def wrapped(text: str, width: int) -> list[Line]:
    pieces = [text[at : at + width] for at in range(0, len(text), width)]
    return [Line(piece, at) for at, piece in enumerate(pieces, 1)]


def test_lines_wrapped_at_a_width_are_put_together_though_no_mark_ties_them() -> None:
    text = "坚持和加强党的全面领导把党中央对金融工作的各项部署要求不折不扣落到实处" * 8
    assert [line.text for line in rejoin(wrapped(text, 30))] == [text]


def test_a_heading_that_breaks_off_inside_a_quotation_goes_on() -> None:
    lines = [Line("一、用好“四种", 1), Line("形态”，抓早抓小", 2), Line("常抓不懈。", 3)]
    assert [line.text for line in rejoin(lines)] == ["一、用好“四种形态”，抓早抓小", "常抓不懈。"]


def test_short_lines_of_a_list_are_not_taken_for_wrapped() -> None:
    names = ["禾川县金融办", "望云区金融办", "昭山区金融办", "云岭县金融办"] * 3
    lines = [Line(name, at) for at, name in enumerate(names, 1)]
    assert rejoin(lines) == tuple(lines)
