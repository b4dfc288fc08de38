"""Rows nobody filled in: a hole names the thing, and neither last year's names nor its deeds."""

from __future__ import annotations

import pytest
from desks import sample_library

from assistant.desk import DraftOrder, draft_sheet
from assistant.drafting import HOLE
from assistant.forming import FormOrder, gathered
from assistant.openrows import with_plain_rows
from assistant.said import words_of_sheet
from assistant.sheet.facts import Fact, Sheet
from corpus.library import Library


def row(label: str, **more: object) -> Fact:
    return Fact(id="F1", label=label, unit="次", blank="annual-summary-2025-1#1.0.0.0.0", **more)


def sheet_of(*facts: Fact) -> Sheet:
    return Sheet(unit="云州市金融工作局", kind="annual-summary", year=2026, facts=facts)


@pytest.mark.parametrize(
    ("label", "plain"),
    [
        ("召开党组会议", "召开党组会议"),
        ("与云岭银行、云州农商银行开展结对共建活动", "开展结对共建活动"),
        ("修订保密、值班、公文处理等内部制度", "保密、值班、公文处理等内部制度"),
        ("结合巡察整改修订完善工作制度", "完善工作制度"),
        ("设立非法集资陈案攻坚临时党小组", "非法集资陈案攻坚临时党小组"),
        ("2025年提拔任用科长", "科长"),
        ("增速连续位居全省第一", "增速"),
        ("“三公”经费支出", "“三公”经费支出"),
        ("运用监督执纪“第一种形态”批评教育帮助", "运用监督执纪“第一种形态”批评教育帮助"),
        ("与云岭银行、云州农商银行等党组织开展结对共建活动", "党组织开展结对共建活动"),
    ],
)
def test_a_label_of_last_year_loses_its_names_deeds_and_years(label: str, plain: str) -> None:
    assert with_plain_rows(sheet_of(row(label))).facts[0].label == plain


def test_what_somebody_filled_in_or_wrote_keeps_its_words() -> None:
    filled = row("与云岭银行开展结对共建", value="3")
    written = Fact(id="F2", label="与云岭银行开展结对共建", unit="次")
    sheet = sheet_of(filled, written)
    assert with_plain_rows(sheet) is sheet


def test_a_row_nobody_filled_in_says_no_name_of_this_year() -> None:
    assert "云岭银行" not in words_of_sheet(sheet_of(row("与云岭银行开展结对共建")))
    assert "云岭银行" in words_of_sheet(sheet_of(row("与云岭银行开展结对共建", value="3")))


@pytest.mark.parametrize("required", [True, False])
def test_a_workbook_sent_back_empty_tells_nothing_of_last_year(required: bool) -> None:
    library = Library.open(sample_library())
    for like in library.reports():
        form = gathered(FormOrder((like.id,)), library, None)
        facts = tuple(
            Fact(
                id=f"F{at}",
                label=blank.label,
                unit=blank.measure,
                blank=blank.blank,
                section=blank.section,
                required=required,
            )
            for at, blank in enumerate(form.blanks, 1)
        )
        sheet = Sheet(unit=like.unit, kind=like.kind, year=like.year + 1, facts=facts)
        drafted = draft_sheet(sheet, library, DraftOrder(like=like.id))
        errors = [f for f in drafted.judgement.findings if f.severity == "error"]
        assert [(like.id, f.code, f.excerpt) for f in errors] == []
        assert HOLE not in "".join(s.text for s in drafted.draft.sentences())
