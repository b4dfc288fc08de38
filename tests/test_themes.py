"""The theme of a speech: which past speech is followed, and what is said of another theme."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import Talk, session_in
from telling import past_of, sheet_for

from assistant.chat.acts import act
from assistant.chat.seat import Seat
from assistant.desk import DraftOrder, draft_files, draft_sheet
from assistant.followed import followed
from assistant.indexing import index_reports
from assistant.sheet.facts import Sheet
from assistant.themes import differs_in_theme, theme_lines
from corpus.library import Library
from corpus.reading import read_report

DISCIPLINE, RISK, GENERAL = (
    "市金融工作局{}年全面从严治党工作会议",
    "全市{}年防范化解金融风险工作会议",
    "市金融工作局{}年工作会议",
)
BODY = """
同志们：

今天召开会议，主要任务是总结工作、部署任务。下面，我讲三点意见。

## 一、{year}年{theme}工作简要回顾

{year}年，我们坚持以习近平新时代中国特色社会主义思想为指导，各项工作有序推进。

## 二、扛牢{theme}责任

要坚持问题导向，压实责任，抓好落实。

## 三、提升{theme}能力

要加强学习，改进作风。
"""


def speech(folder: Path, meeting: str, year: int, theme: str) -> None:
    title = (
        f"# 在{meeting.format(year)}上的讲话\n\n局党组书记、局长　周明远\n\n（{year}年2月27日）\n"
    )
    (folder / f"{year}_{theme}.md").write_text(
        title + BODY.format(year=year - 1, theme=theme), encoding="utf-8"
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Speeches of 2023 and 2025 on risks and one of 2026 on discipline."""
    tmp_path = tmp_path_factory.mktemp("speeches")
    past = tmp_path / "past"
    past.mkdir()
    speech(past, RISK, 2023, "防范金融风险")
    speech(past, RISK, 2025, "防范金融风险")
    speech(past, DISCIPLINE, 2026, "全面从严治党")
    index_reports([past], tmp_path / "library")
    return Library.open(tmp_path / "library")


def sheet(meeting: str = "", **head: object) -> Sheet:
    return Sheet(
        unit="云州市金融工作局", kind="speech", year=2027, occasion=meeting.format(2027), **head
    )


@pytest.mark.parametrize(
    ("meeting", "followed"),
    [
        (DISCIPLINE, 2026),
        (RISK, 2025),
        ("打击非法集资动员部署会", 2025),
        ("", 2026),
        (GENERAL, 2026),
    ],
)
def test_the_newest_speech_of_this_years_theme_is_followed(
    library: Library, meeting: str, followed: int
) -> None:
    drafted = draft_sheet(sheet(meeting), library)
    assert drafted.like is not None
    assert drafted.like.year == followed


def test_an_older_speech_that_is_followed_is_said(library: Library) -> None:
    drafted = draft_sheet(sheet(RISK), library)
    assert any("2026年" in note and "别的主题" in note for note in drafted.notes)
    assert drafted.cautions == ()
    assert [section.heading for section in drafted.draft.sections][1:3] == [
        "扛牢防范金融风险责任",
        "提升防范金融风险能力",
    ]


@pytest.mark.parametrize("meeting", [GENERAL, "青年干部座谈会", "全市{}年招商引资大会"])
def test_headings_of_another_theme_are_said_first(library: Library, meeting: str) -> None:
    drafted = draft_sheet(sheet(meeting), library)
    (caution,) = drafted.cautions
    assert meeting.format(2027) in caution
    assert "提纲" in caution
    assert drafted.notes[0] == caution
    todo = draft_files(drafted)["todo.md"].decode()
    assert todo.index("**先看**") < todo.index("① 必须补")


def test_an_outline_of_ones_own_leaves_nothing_to_say(library: Library) -> None:
    own = sheet(GENERAL, outline=("一、去年工作回顾", "二、今年任务"))
    assert draft_sheet(own, library).cautions == ()


def test_a_speech_named_to_be_followed_is_followed(library: Library) -> None:
    named = next(each for each in library.reports() if each.year == 2023)
    drafted = draft_sheet(sheet(DISCIPLINE), library, DraftOrder(like=named.id))
    assert drafted.like == named
    assert len(drafted.cautions) == 1


def test_other_papers_have_no_theme() -> None:
    past = past_of("云州市金融工作局党组2025年度工作总结\n一、2025年工作开展情况\n抓好落实。\n")
    assert theme_lines(sheet_for(), past) == ()


@pytest.mark.parametrize(
    ("this", "last", "differs"),
    [
        ("全市{}年党风廉政建设工作会议", DISCIPLINE, False),
        ("市金融工作局{}年警示教育大会", DISCIPLINE, False),
        ("全市银企对接座谈会", "全市{}年金融服务实体经济推进会", False),
        (GENERAL, "全局{}年度工作会议", False),
        ("青年干部座谈会", DISCIPLINE, True),
        (RISK, DISCIPLINE, True),
        (DISCIPLINE, GENERAL, True),
    ],
)
def test_themes_are_told_by_their_own_words(
    tmp_path: Path, this: str, last: str, differs: bool
) -> None:
    speech(tmp_path, last, 2026, "有关")
    (path,) = tmp_path.iterdir()
    like = read_report(path, kind="speech")
    assert differs_in_theme(sheet(this), like) is differs


def test_at_the_desk_it_is_said_before_anything_is_written(
    tmp_path: Path, library: Library
) -> None:
    talk = Talk(session_in(tmp_path / "seat", library=library.folder))
    talk.say("帮我写2027年青年干部座谈会上的讲话")
    said = "\n".join(each.text for each in talk.open.talk)
    assert "主题不同" in said
    assert talk.open.sheet.occasion == "2027年青年干部座谈会"
    assert talk.open.draft is None


def test_at_the_desk_the_nearest_speech_is_followed(tmp_path: Path, library: Library) -> None:
    talk = Talk(session_in(tmp_path / "seat", library=library.folder))
    talk.say("帮我写全市2027年防范化解金融风险工作会议上的讲话")
    said = "\n".join(each.text for each in talk.open.talk)
    assert "参照2025年" in said
    assert "主题不同" not in said


def test_where_no_office_is_named_none_goes_before_another(library: Library) -> None:
    unnamed = Sheet(unit="", kind="speech", year=2027)
    like = followed("", unnamed, library)
    assert like is not None
    assert like.year == 2026


def test_on_the_page_another_meeting_is_warned_of_at_once(tmp_path: Path, library: Library) -> None:
    seat = Seat(session_in(tmp_path / "seat", library=library.folder))
    act(seat, {"act": "say", "text": "写2027年讲话"})
    act(seat, {"act": "head", "field": "occasion", "value": "青年干部座谈会"})
    assert "主题不同" in seat.notice
    act(seat, {"act": "head", "field": "occasion", "value": DISCIPLINE.format(2027)})
    assert seat.notice == ""
    older = next(each for each in library.reports() if each.year == 2025)
    act(seat, {"act": "follow", "value": older.id})
    assert "主题不同" in seat.notice
