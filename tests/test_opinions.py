"""Comments and tracked changes as a list of opinions, and the table made of them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from edited_words import (
    DRAFT,
    LEADER,
    deleted,
    inserted,
    part,
    swapped,
    typed,
    with_parts,
    written,
)

from assistant.edited_desk import gather_opinions
from assistant.export.docx import to_docx
from assistant.opinions import Opinion, read_opinions, version_of
from corpus.errors import OutputError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
OLD = typed("严格执行重大事项请示报告制度，做到一事一报。")
CHANGED = (
    typed("严格执行重大事项请示报告制度，")
    + deleted("做到一事一报")
    + inserted("一事一报、随报随办")
    + typed("。")
)


def commented(path: Path, *, reply: str = "", done: bool = False) -> Path:
    """The draft with a leader's comment at 特此报告, answered and ticked off if wanted."""
    anchor = (
        f'<w:commentRangeStart w:id="800"/>{typed("特此报告。")}<w:commentRangeEnd w:id="800"/>'
        '<w:r><w:commentReference w:id="800"/></w:r>'
    )
    swapped(to_docx(DRAFT), path, (typed("特此报告。"), anchor))
    said = _comment("800", "林川", "结尾加一句下一步打算。", "AA01")
    said += _comment("801", "起草人", reply, "AA02") if reply else ""
    comments = part(path.read_bytes(), "word/comments.xml").decode()
    comments = comments.replace("</w:comments>", said + "</w:comments>")
    threads = (
        f'<w15:commentsEx xmlns:w15="{W15}"><w15:commentEx w15:paraId="AA01" '
        f'w15:done="{int(done)}"/><w15:commentEx w15:paraId="AA02" w15:paraIdParent="AA01" '
        'w15:done="0"/></w15:commentsEx>'
    )
    parts = {"word/comments.xml": comments.encode(), "word/commentsExtended.xml": threads.encode()}
    path.write_bytes(with_parts(path.read_bytes(), parts))
    return path


def _comment(key: str, author: str, text: str, paragraph: str) -> str:
    return (
        f'<w:comment w:id="{key}" w:author="{author}"><w:p xmlns:w14="{W14}" '
        f'w14:paraId="{paragraph}">{typed(text)}</w:p></w:comment>'
    )


def outcome(final: str, tmp_path: Path, changed: str = CHANGED) -> Opinion:
    first = written(tmp_path, (OLD, changed), name="征求意见稿")
    last = written(tmp_path, (OLD, typed(final)), name="定稿")
    (opinion,) = read_opinions([first, last])
    return opinion


def test_a_tracked_change_is_worded_as_an_opinion(tmp_path: Path) -> None:
    (opinion,) = read_opinions([written(tmp_path, (OLD, CHANGED), name="送审稿0512")])
    assert opinion == Opinion(
        "将“做到一事一报”改为“一事一报、随报随办”",
        "林川",
        "送审稿",
        "（一）加强党的领导",
    )


def test_additions_and_deletions_are_worded_apart(tmp_path: Path) -> None:
    changed = (
        typed("严格执行")
        + inserted("好")
        + typed("重大事项请示报告制度")
        + deleted("，做到一事一报")
        + typed("。")
    )
    (opinion,) = read_opinions([written(tmp_path, (OLD, changed))])
    assert opinion.text == "增加“好”；删去“，做到一事一报”"
    assert opinion.version == "初稿"


@pytest.mark.parametrize(
    ("final", "expected"),
    [
        ("严格执行重大事项请示报告制度，一事一报、随报随办。", "采纳"),
        ("严格执行重大事项请示报告制度，做到一事一报。", "未采纳"),
        ("落实重大事项请示报告制度，一事一报、随报随办。", "采纳"),
        ("落实请示报告制度。", "待定"),
    ],
)
def test_the_last_version_tells_what_came_of_a_change(
    final: str, expected: str, tmp_path: Path
) -> None:
    assert outcome(final, tmp_path).outcome == expected


def test_a_change_taken_up_in_part_is_so_called(tmp_path: Path) -> None:
    changed = (
        deleted("严格执行")
        + inserted("从严落实")
        + typed("重大事项请示报告制度，")
        + deleted("做到一事一报")
        + inserted("一事一报、随报随办")
        + typed("。")
    )
    told = outcome("严格执行重大事项请示报告制度，一事一报、随报随办。", tmp_path, changed)
    assert told.outcome == "部分采纳"


def test_two_people_in_one_sentence_have_an_opinion_each(tmp_path: Path) -> None:
    other = LEADER.replace("林川", "周宁")
    changed = (
        typed("严格执行重大事项请示报告制度，")
        + inserted("全年")
        + other.format(tag="ins", typed=typed("都要"))
        + typed("做到一事一报。")
    )
    told = read_opinions([written(tmp_path, (OLD, changed))])
    assert [(each.who, each.text) for each in told] == [
        ("林川", "增加“全年”"),
        ("周宁", "增加“都要”"),
    ]


def test_a_comment_comes_with_its_reply_as_the_reason(tmp_path: Path) -> None:
    path = commented(tmp_path / "征求意见稿.docx", reply="第三部分已写，不再重复。")
    (opinion,) = read_opinions([path])
    assert (opinion.text, opinion.who) == ("结尾加一句下一步打算。", "林川")
    assert (opinion.words, opinion.outcome) == ("特此报告。", "待定")
    assert opinion.reason == "第三部分已写，不再重复。"


def test_a_comment_ticked_off_is_taken_up(tmp_path: Path) -> None:
    (opinion,) = read_opinions([commented(tmp_path / "稿.docx", done=True)])
    assert opinion.outcome == "采纳"


def test_what_a_later_version_carries_along_is_told_once_with_what_came_of_it(
    tmp_path: Path,
) -> None:
    first = commented(tmp_path / "征求意见稿.docx")
    again = commented(tmp_path / "送审稿.docx", reply="已加。", done=True)
    (opinion,) = read_opinions([first, again])
    assert (opinion.version, opinion.outcome) == ("征求意见稿", "采纳")
    assert opinion.reason == "已加。"


def test_a_change_that_still_waits_in_the_last_version_is_open(tmp_path: Path) -> None:
    files = [written(tmp_path, (OLD, CHANGED), name=name) for name in ("征求意见稿", "送审稿")]
    (opinion,) = read_opinions(files)
    assert (opinion.version, opinion.outcome) == ("征求意见稿", "待定")


def test_our_own_remarks_are_no_opinions(tmp_path: Path) -> None:
    assert read_opinions([written(tmp_path)]) == ()


@pytest.mark.parametrize("second", ["AA00", "AA01"])
def test_what_people_answer_to_a_remark_of_ours_is_their_opinion_of_its_words(
    second: str, tmp_path: Path
) -> None:
    path = written(tmp_path)
    comments = part(path.read_bytes(), "word/comments.xml").decode()
    ours = comments.replace("<w:p>", f'<w:p xmlns:w14="{W14}" w14:paraId="AA00">', 1)
    said = _comment("801", "林川", "这个数请再核。", "AA01") + _comment(
        "802", "起草人", "已核。", "AA02"
    )
    answers = "".join(
        f'<w15:commentEx w15:paraId="{each}" w15:paraIdParent="{parent}" w15:done="0"/>'
        for each, parent in (("AA01", "AA00"), ("AA02", second))
    )
    threads = f'<w15:commentsEx xmlns:w15="{W15}">{answers}</w15:commentsEx>'
    parts = {
        "word/comments.xml": ours.replace("</w:comments>", said + "</w:comments>").encode(),
        "word/commentsExtended.xml": threads.encode(),
    }
    path.write_bytes(with_parts(path.read_bytes(), parts))
    (opinion,) = read_opinions([path])
    assert (opinion.text, opinion.who, opinion.reason) == ("这个数请再核。", "林川", "已核。")
    assert (opinion.words, opinion.section) == ("24次", "（一）加强党的领导")


def test_versions_stand_in_their_order_whatever_the_order_of_the_files(tmp_path: Path) -> None:
    last = written(tmp_path, (OLD, typed("严格执行制度。")), name="党组会定稿")
    first = written(tmp_path, (OLD, CHANGED), name="征求意见稿-林川")
    assert read_opinions([last, first]) == read_opinions([first, last])
    assert version_of("党组会定稿") == "定稿"
    assert version_of("一稿") == ""


@pytest.fixture
def version(tmp_path: Path) -> Path:
    return written(tmp_path, (OLD, CHANGED), name="送审稿")


def test_the_table_in_word(version: Path, tmp_path: Path) -> None:
    out = tmp_path / "意见采纳情况表.docx"
    gather_opinions([version], out)
    page = docx.Document(str(out))
    rows = [[cell.text for cell in row.cells] for row in page.tables[0].rows]
    assert rows[0] == ["序号", "版本", "位置", "意见", "提出人", "采纳情况", "理由"]
    assert rows[1][:3] == ["1", "送审稿", "（一）加强党的领导"]
    assert rows[1][4:] == ["林川", "待定", ""]
    assert page.paragraphs[1].text == "共收到1人提出的意见1条：待定1条。"


def test_the_table_in_excel(version: Path, tmp_path: Path) -> None:
    out = tmp_path / "表.xlsx"
    gather_opinions([version], out)
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][3:6] == ("意见", "提出人", "采纳情况")
    assert rows[1][4] == "林川"


def test_the_table_in_markdown_holds_its_marks(version: Path, tmp_path: Path) -> None:
    out = tmp_path / "表.md"
    gather_opinions([version], out)
    text = out.read_text(encoding="utf-8")
    assert "| 1 | 送审稿 | （一）加强党的领导 | 将“做到一事一报”改为" in text


@pytest.mark.parametrize("name", ["表.docx", "表.xlsx", "表.md"])
def test_the_same_opinions_give_the_same_bytes(name: str, version: Path, tmp_path: Path) -> None:
    out = tmp_path / name
    gather_opinions([version], out)
    first = out.read_bytes()
    gather_opinions([version], out)
    assert out.read_bytes() == first


def test_no_opinions_make_a_table_that_says_so(tmp_path: Path) -> None:
    out = tmp_path / "表.docx"
    gather_opinions([written(tmp_path)], out)
    assert docx.Document(str(out)).paragraphs[1].text == "没有收到意见。"


def test_another_ending_is_refused(version: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"请以 \.docx、\.xlsx、\.md 结尾"):
        gather_opinions([version], tmp_path / "表.pdf")


def test_the_workbook_is_well_formed_whatever_is_said(tmp_path: Path) -> None:
    changed = typed("严格执行") + inserted("&lt;b&gt;|&amp;") + typed("制度。")
    out = tmp_path / "表.xlsx"
    gather_opinions([written(tmp_path, (OLD, changed))], out)
    with zipfile.ZipFile(BytesIO(out.read_bytes())) as archive:
        trees = [ElementTree.fromstring(archive.read(name)) for name in archive.namelist()]
    assert any("<b>|&" in text for tree in trees for text in tree.itertext())
