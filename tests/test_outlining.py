"""The sheet's own outline: its headings in its order, with last year's sections under them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.draft import Draft
from assistant.drafting import write_draft
from assistant.outlining import read_outline_lines
from assistant.planning import plan_draft
from assistant.sheet.facts import Fact, Sheet
from assistant.sheet.loading import load_sheet
from assistant.writing.template import TemplateWriter
from corpus.kinds import kind_named
from corpus.reading import read_report
from corpus.samples import sample_folder

SAMPLES = Path(str(sample_folder()))
LIKE = SAMPLES / "reports" / "2025_年度工作总结.txt"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return load_sheet(SAMPLES / "sheets" / "2026_年度工作总结.yaml")


@dataclass(frozen=True)
class Drafted:
    draft: Draft
    notes: tuple[str, ...]


def _drafted(sheet: Sheet, *outline: str, **more: Any) -> Drafted:
    wanted = sheet.model_copy(update={"outline": outline, **more})
    plan = plan_draft(wanted, kind_named(sheet.kind), read_report(LIKE))
    return Drafted(write_draft(plan, TemplateWriter()), plan.notes)


def _headings(drafted: Drafted) -> list[str]:
    return [section.number + section.heading for section in drafted.draft.walk()]


def _text(drafted: Drafted, heading: str) -> str:
    section = next(each for each in drafted.draft.walk() if each.heading == heading)
    return "".join(s.text for paragraph in section.paragraphs for s in paragraph)


def test_headings_nest_by_their_numbers() -> None:
    first, second = read_outline_lines(["一、甲", "（一）乙", "（二）旧名→丙", "二、丁"])
    assert [child.text for child in first.children] == ["乙", "丙"]
    assert first.children[1].was == "旧名"
    assert (second.text, second.children) == ("丁", ())


@pytest.mark.parametrize("lines", [["甲", "乙"], ["（一）甲", "（二）乙"], ["1.甲", "2.乙"]])
def test_headings_of_one_sort_are_all_of_the_first_level(lines: list[str]) -> None:
    assert [(each.text, each.level) for each in read_outline_lines(lines)] == [
        ("甲", 1),
        ("乙", 1),
    ]


def test_the_draft_has_the_outlines_headings_in_its_order(sheet: Sheet) -> None:
    drafted = _drafted(
        sheet,
        "一、2026年工作情况",
        "（一）服务实体经济→做好金融“五篇大文章”",
        "（二）坚持党的领导",
        "二、存在的问题和短板",
        "三、2027年工作打算",
    )
    assert _headings(drafted) == [
        "一、2026年工作情况",
        "（一）做好金融“五篇大文章”",
        "（二）坚持党的领导",
        "二、存在的问题和短板",
        "三、2027年工作打算",
    ]
    assert "各项贷款余额1718.5亿元" in _text(drafted, "做好金融“五篇大文章”")
    assert "县域金融供给不均衡" in _text(drafted, "存在的问题和短板")


def test_what_the_outline_leaves_out_is_said_and_its_facts_are_not_lost(sheet: Sheet) -> None:
    drafted = _drafted(
        sheet,
        "一、工作情况",
        "（一）服务实体经济",
        "（二）坚持党的领导",
        "二、存在的不足",
        "三、工作打算",
    )
    assert any("“防范化解风险，守住安全底线”，这一部分没有写" in n for n in drafted.notes)
    body = "".join(sentence.text for sentence in drafted.draft.sentences())
    assert "新发非法集资案件4件" in body


def test_a_new_section_gets_the_facts_that_name_it(sheet: Sheet) -> None:
    event = Fact(id="F99", text="6月上线“云州金融大脑”风险监测平台", section="推动数字金融")
    drafted = _drafted(
        sheet,
        "一、工作情况",
        "（一）服务实体经济",
        "（二）推动数字金融",
        "二、存在的不足",
        "三、工作打算",
        facts=(*sheet.facts, event),
    )
    assert _text(drafted, "推动数字金融") == "6月上线“云州金融大脑”风险监测平台。"
    assert any("新列了“推动数字金融”" in note for note in drafted.notes)


def test_without_an_outline_nothing_is_said_of_one(sheet: Sheet) -> None:
    drafted = _drafted(sheet)
    assert not any("提纲" in note for note in drafted.notes)


def test_an_outline_holds_for_a_draft_from_the_kind_alone(sheet: Sheet) -> None:
    wanted = sheet.model_copy(update={"outline": ("工作打算", "服务实体经济", "存在的不足")})
    plan = plan_draft(wanted, kind_named("annual-summary"), None)
    assert [brief.heading for brief in plan.sections] == ["工作打算", "服务实体经济", "存在的不足"]


def test_title_and_addressee_of_the_head_stand_in_the_draft(sheet: Sheet) -> None:
    drafted = _drafted(sheet, title="局党组2026年工作报告", audience="市委、市政府")
    assert drafted.draft.title == "局党组2026年工作报告"
    assert drafted.draft.salutation == "市委、市政府："


def test_a_speech_is_addressed_to_whom_it_is_spoken_not_to_where_it_goes() -> None:
    speech = load_sheet(SAMPLES / "sheets" / "2027_讲话.yaml")
    for audience, salutation in (("机关全体干部", "同志们："), ("青年同志们", "青年同志们：")):
        plan = plan_draft(
            speech.model_copy(update={"audience": audience}), kind_named("speech"), None
        )
        assert plan.salutation == salutation


@pytest.mark.parametrize("section", ["坚持党的领导", "2027年工作打算", ""])
def test_a_fact_of_a_year_no_section_speaks_of_is_told_nowhere(sheet: Sheet, section: str) -> None:
    stray = Fact(
        id="F99",
        label="召开务虚会",
        value=Decimal(73),
        unit="次",
        year=2024,
        section=section,
    )
    event = Fact(id="F98", text="引进碧海证券", year=2024, section=section)
    drafted = _drafted(sheet, facts=(*sheet.facts, stray, event))
    body = "".join(sentence.text for sentence in drafted.draft.sentences())
    assert "73次" not in body
    assert "碧海证券" not in body
    assert {"F98", "F99"} <= set(drafted.draft.unused)
