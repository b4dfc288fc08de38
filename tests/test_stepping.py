"""Steps (由3家减至1家): last year's value told beside this year's where the sheet knows both."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import draft_of, sheet_of
from telling import FRAMES, OFFICE, drafted, past_of, planned, sheet_for, this_year

from assistant.draft import Draft
from assistant.fact_changes import compare_sheets
from assistant.ledger import Ledger
from assistant.renewing import renew_sentence
from assistant.sheet.form import Source, make_form
from assistant.sheet.notes import read_said
from assistant.tracing import trace_figures
from assistant.writing.prompted import phrasing_of
from corpus.blanks import find_blanks
from corpus.kinds import kind_named
from eval.evaluate import evaluate
from eval.examined import from_draft

RISK = "高风险机构由2家减至1家。"


def fact(label: str, value: str, measure: str, more: str = "") -> str:
    return f'facts:\n  - {{label: {label}, value: {value}, unit: "{measure}"{more}}}\n'


@pytest.mark.parametrize(
    ("past", "items", "told"),
    [
        (RISK, fact("高风险机构", "1", "家", ", previous: 3"), "高风险机构由3家减至1家。"),
        (RISK, fact("高风险机构", "4", "家", ", previous: 3"), "高风险机构由3家增至4家。"),
        ("不良贷款率从12.3%下降到10.1%。", fact("不良贷款率", "9.8", "%", ", previous: 10.1"),
         "不良贷款率从10.1%下降到9.8%。"),
        ("不良贷款率从**%下降到**%。", fact("不良贷款率", "10.4", "%", ", previous: 10.1"),
         "不良贷款率从10.1%上升到10.4%。"),
        ("直接融资占比由8%稳步提高到9%。", fact("直接融资占比", "8.5", "%", ", previous: 9"),
         "直接融资占比由9%稳步降低到8.5%。"),
        ("保费收入由5.0亿元调整为6.0亿元。", fact("保费收入", "7.1", "亿元", ", previous: 6.0"),
         "保费收入由6.0亿元调整为7.1亿元。"),
    ],
)  # fmt: skip
def test_last_years_value_is_told_where_the_sheet_states_it(
    past: str, items: str, told: str
) -> None:
    assert this_year(past, items) == told


@pytest.mark.parametrize(
    ("past", "more"),
    [
        (RISK, ""),
        (RISK, ", previous: 1"),
        (RISK, ", previous: 3, note: 口径已调整"),
        (RISK, ", previous: 3, qualifier: 不超过"),
        ("五年来高风险机构由8家减至1家。", ", previous: 3"),
        ("高风险机构由“十三五”末的8家减至1家。", ", previous: 3"),
    ],
)
def test_without_it_only_this_years_value_is_told(past: str, more: str) -> None:
    told = this_year(past, fact("高风险机构", "1", "家", more))
    assert "由" not in told
    assert "1家" in told


@given(st.integers(5, 90), st.integers(5, 90), st.integers(91, 99))
def test_a_value_of_the_past_report_is_never_told(value: int, previous: int, canary: int) -> None:
    items = fact("高风险机构", f"{value}", "家", f", previous: {previous}")
    told = this_year(f"高风险机构由{canary}家减至{canary + 900}家。", items)
    assert str(canary) not in told
    if value != previous:
        way = "增至" if value > previous else "减至"
        assert told == f"高风险机构由{previous}家{way}{value}家。"


def judged_codes(draft: Draft, items: str, past: str) -> list[str]:
    sheet = sheet_for(items)
    judged = evaluate(from_draft(draft), sheet=sheet, past=(past_of(past),), draft=draft)
    return [finding.code for finding in judged.findings if finding.code[0] in "NY"]


@pytest.mark.parametrize("previous", [3, 1])
def test_the_check_finds_nothing_in_a_step_that_was_told(previous: int) -> None:
    items = fact("辖内高风险金融机构", "2", "家", f", previous: {previous}, source: 稳定科")
    text = FRAMES["annual-summary"] + "辖内高风险金融机构由4家减至2家。"
    assert judged_codes(drafted(text, items), items, text) == []


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ("辖内高风险金融机构由5家增至2家。", ["N308"]),
        ("辖内高风险金融机构由4家减至2家。", ["N303"]),
        ("辖内高风险金融机构由2家减至5家。", ["N303", "N303"]),
    ],
)
def test_a_step_told_wrong_is_found(told: str, codes: list[str]) -> None:
    items = fact("辖内高风险金融机构", "2", "家", ", previous: 5, source: 稳定科")
    text = FRAMES["annual-summary"] + told
    draft = draft_of(text.replace("2025", "2026"), kind="annual-summary", year=2026, unit=OFFICE)
    assert sorted(judged_codes(draft, items, FRAMES["annual-summary"])) == codes


STEPS = Ledger.of(
    sheet_of("""
unit: 云州市金融工作局
kind: annual-summary
year: 2026
facts:
  - {label: 高风险机构, value: 1, unit: 家, previous: 3}
  - {label: 不良贷款率, value: 9.8, unit: "%", previous: 10.1}
""")
)


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("高风险机构由3家减至1家。", ["previous", "traced"]),
        ("全市高风险机构由上年的3家减少到1家。", ["previous", "traced"]),
        ("不良贷款率从10.1%降至9.8%，高风险机构由3家减至1家。",
         ["previous", "traced", "previous", "traced"]),
        ("高风险机构由1家减至3家。", ["contradicts", "contradicts"]),
        ("高风险机构由4家减至1家。", ["contradicts", "traced"]),
        ("高风险机构由3家减至2家。", ["previous", "contradicts"]),
        ("高风险机构3家。", ["past value"]),
        ("上市企业由3家增至1家。", ["untraced", "untraced"]),
    ],
)  # fmt: skip
def test_each_end_of_a_step_is_traced_to_its_own_value(text: str, verdicts: list[str]) -> None:
    assert [each.verdict for each in trace_figures(text, STEPS, year=2026)] == verdicts


def test_a_model_is_shown_both_ends_by_their_marks() -> None:
    known = planned(FRAMES["annual-summary"] + RISK, fact("高风险机构", "1", "家", ", previous: 3"))
    shown = [text for brief in known.briefs() for text in phrasing_of(brief)]
    assert "高风险机构由{F1.previous}减至{F1}。" in shown


def test_the_workbook_asks_for_the_end_alone() -> None:
    past = past_of(FRAMES["annual-summary"] + RISK)
    form = make_form([Source(past, kind_named("annual-summary"), "去年")])
    rows = [(row.label, row.previous) for row in form.blanks]
    assert rows == [("高风险机构", Decimal(1))]


def test_notes_give_one_fact_that_knows_last_year() -> None:
    (told,) = read_said("高风险机构由3家减至1家（稳定科）", "稳定科", 2026).facts
    assert (told.label, told.value, told.previous) == ("高风险机构", Decimal(1), Decimal(3))


def test_the_ends_of_a_step_have_labels_of_their_own() -> None:
    assert [b.label for b in find_blanks("高风险机构由3家减至1家")] == [
        "原高风险机构",
        "高风险机构",
    ]


@pytest.mark.parametrize(
    ("value", "previous", "told", "by_hand"),
    [
        ("2", "3", "高风险机构由3家减至2家。", 0),
        ("1", "4", "高风险机构由4家减至1家。", 0),
        ("5", "3", "高风险机构由3家减至5家。", 1),
        ("3", "3", "高风险机构由3家减至3家。", 1),
    ],
)
def test_a_step_is_renewed_and_a_turned_way_is_left_to_a_person(
    value: str, previous: str, told: str, by_hand: int
) -> None:
    was = sheet_for(fact("高风险机构", "1", "家", ", previous: 3"))
    now = sheet_for(fact("高风险机构", value, "家", f", previous: {previous}"))
    changes = {each.was.id: each for each in compare_sheets(was, now)[0] if each.tells_otherwise}
    text = "高风险机构由3家减至1家。"
    renewed = renew_sentence(text, Ledger.of(was), changes, year=2026)
    for each in reversed(renewed.renewals):
        text = text[: each.start] + each.now + text[each.end :]
    assert (text, len(renewed.by_hand)) == (told, by_hand)
