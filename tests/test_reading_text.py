"""Plain text in every encoding offices have, and Markdown that keeps its masks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.export.markdown import escape
from corpus.errors import ReadingError, SecretFileError
from corpus.reading import md, read_report, txt
from corpus.reading.secrecy import secret_grade

TEXT = (
    "云州市金融工作局2025年工作总结\n一、工作情况\n召开党组会议**次，研究议题***项，各项贷款余额"
    "突破XX亿元。\n二、存在的不足\n干部本领还不够强。\n"
)
TRADITIONAL = (
    "金融監督管理委員會二零二五年工作總結\n一、工作情況\n本會積極推動金融機構辦理企業貸款，協助"
    "中小企業取得營運資金，並加強金融檢查與消費者權益保護，維護金融市場秩序，成效良好。\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "甲.txt"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_an_encoding_is_told_with_or_without_its_mark(encoding: str, file: Path) -> None:
    file.write_bytes(TEXT.encode(encoding))
    assert txt.read_text(file) == TEXT


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le"])
@pytest.mark.parametrize("words", ["工作总结", "2025年总结：贷款增长", "周明远\t局长\n一、情况"])
def test_few_words_tell_it_too(words: str, encoding: str, file: Path) -> None:
    file.write_bytes(words.encode(encoding))
    assert txt.read_text(file) == words


def test_rare_characters_of_names_do_not_mislead(file: Path) -> None:
    text = TEXT + "李喆、王玥、张翀、赵昶、㑇某参加。\n"
    file.write_bytes(text.encode("gb18030"))
    assert txt.read_text(file) == text


def test_an_encoding_beyond_the_usual_is_guessed_when_it_is_sure(file: Path) -> None:
    file.write_bytes((TRADITIONAL * 5).encode("big5"))
    assert txt.read_text(file) == TRADITIONAL * 5


@pytest.mark.parametrize(
    "data", ["日本語の報告です。テスト".encode("shift-jis"), "отчёт за год".encode("cp1251")]
)
def test_what_is_no_chinese_is_refused_rather_than_garbled(data: bytes, file: Path) -> None:
    file.write_bytes(data)
    with pytest.raises(ReadingError, match="认不出文字编码"):
        txt.read_text(file)


def test_a_long_file_is_told_by_its_head_and_read_whole(file: Path) -> None:
    text = TEXT * 2000
    file.write_bytes(b" " + text.encode("gb18030"))
    assert txt.read_text(file) == f" {text}"


# Markdown


def lines(path: Path, text: str) -> list[tuple[str, int | None]]:
    path.write_text(text, encoding="utf-8")
    return [(line.text, line.level_hint) for line in md.read_lines(path) if line.text.strip()]


@pytest.mark.parametrize(
    "text",
    [
        "完成**亿元，同比增长**%。",
        "1. 本条以数字开头",
        "- 破折开头 - 与_下划线_、[括号]、a|b、#号、`码`、<尖>、&、\\反斜",
        "市XXX局、×××项、*.**%",
        "---",
    ],
)
def test_what_our_own_drafts_escape_reads_back_as_it_was(text: str, file: Path) -> None:
    assert lines(file, f"# 标题\n\n{escape(text)}\n") == [("标题", 1), (text, None)]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("好年数亿次*_#.-+=|>`~[]()<>&!\\12X×：，。", min_size=1, max_size=30))
def test_any_line_our_drafts_write_reads_back(text: str, file: Path) -> None:
    wanted = text.strip()
    found = lines(file, f"{escape(wanted)}\n") if wanted else []
    assert found == ([(wanted, None)] if wanted else [])


def test_tables_quotations_rules_and_comments_are_markup(file: Path) -> None:
    text = (
        "<!-- 内部\n说明 -->\n> 引文一段。\n\n| 指标 | 数值 |\n|:---|---:|\n"
        "| 贷款余额 | \\*\\*亿元 |\n\n***注意***\n=====\n好<br/>的\n"
    )
    assert lines(file, text) == [
        ("引文一段。", None),
        ("指标\t数值", None),
        ("贷款余额\t**亿元", None),
        ("***注意***", None),
        ("好的", None),
    ]


def test_bold_round_a_numbered_heading_is_markup_and_round_a_value_is_none(file: Path) -> None:
    text = "**一、工作情况**\n\n**（一）抓学习。**常抓不懈。\n\n**亿元资金到位，完成**项。\n"
    assert lines(file, text) == [
        ("一、工作情况", None),
        ("（一）抓学习。常抓不懈。", None),
        ("**亿元资金到位，完成**项。", None),
    ]


def test_settings_above_the_text_are_no_text(file: Path) -> None:
    assert lines(file, "---\ntitle: 总结\n---\n# 总结\n") == [("总结", 1)]
    assert lines(file, "---\n一、情况\n---\n") == [("一、情况", None)]


# Secrecy


@pytest.mark.parametrize(
    ("head", "grade"),
    [
        ("机密★1年", "机密"),
        ("秘密", "秘密"),
        ("绝　密★长期", "绝密"),
        ("机密★1年\t特急", "机密"),
        ("000001 秘密★6个月", "秘密"),
        ("密级：机密", "机密"),
        ("【秘密】", "秘密"),
        ("机密（3年）", "机密"),
        ("份号：000012\n秘密 ★ 5年\n特急", "秘密"),
        ("保守秘密、慎之又慎", ""),
        ("关于开展保密宣传教育的通知", ""),
        ("秘密：不得外传的故事", ""),
        ("秘书科机密文件管理情况", ""),
    ],
)
def test_a_mark_of_secrecy_is_told_from_the_word(head: str, grade: str) -> None:
    assert secret_grade(f"{head}\n{TEXT}".splitlines()) == grade


def test_a_mark_far_down_is_a_word_of_the_text() -> None:
    assert secret_grade(["正文一行。"] * 20 + ["机密"]) == ""


@pytest.mark.parametrize("name", ["【机密】总结.txt", "总结（秘密）.txt", "绝密★总结.txt"])
def test_a_mark_in_the_name_counts(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(TEXT, encoding="utf-8")
    with pytest.raises(SecretFileError, match="涉密材料不读入"):
        read_report(tmp_path / name)


def test_a_secret_file_is_refused_in_one_line(file: Path) -> None:
    file.write_text(f"机密★3年\n{TEXT}", encoding="utf-8")
    with pytest.raises(SecretFileError) as refused:
        read_report(file)
    assert "“机密”" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_name_without_a_suffix_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="找不到文件"):
        read_report(tmp_path / "没有")
    with pytest.raises(ReadingError, match="这是文件夹"):
        read_report(tmp_path)
