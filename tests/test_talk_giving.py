"""What is given lands where it belongs, and nowhere else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.sheet.facts import Fact, Sheet
from assistant.talk.giving import change_value, decide, give_facts, give_value, keep_same
from assistant.talk.paper import Paper

SHEET = Sheet(
    unit="云州市金融工作局党组",
    kind="annual-summary",
    year=2026,
    facts=(
        Fact(id="F1", label="召开党组会议", unit="次", previous=Decimal(21)),
        Fact(id="F2", label="研究重要议题", unit="项"),
        Fact(id="F3", label="各项贷款余额", unit="亿元"),
        Fact(id="F4", label="各项贷款余额同比增长", unit="%"),
        Fact(id="F5", label="各项存款余额", unit="亿元"),
    ),
)
PAPER = Paper("annual-summary-2026-1", SHEET)


def values(paper: Paper) -> dict[str, str]:
    return {
        fact.label or fact.text: f"{fact.value}" for fact in paper.sheet.facts if not fact.is_open
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("全年召开党组会议24次，研究议题136项", {"召开党组会议": "24", "研究重要议题": "136"}),
        ("党组会议24次", {"召开党组会议": "24"}),
        ("各项贷款余额1718.50亿元", {"各项贷款余额": "1718.50"}),
        ("各项贷款余额同比增长9.9%", {"各项贷款余额同比增长": "9.9"}),
        ("走访企业36家", {"走访企业": "36"}),
        ("7月引进沧海人寿保险", {"7月引进沧海人寿保险": "None"}),
    ],
)  # fmt: skip
def test_values_land_in_the_open_facts_they_speak_of(text: str, told: dict[str, str]) -> None:
    assert values(give_facts(PAPER, text).paper) == told


def test_last_years_value_stays_beside_this_years() -> None:
    fact = give_facts(PAPER, "召开党组会议24次").paper.sheet.fact("F1")
    assert (fact.value, fact.previous) == (Decimal(24), Decimal(21))


def test_a_bare_number_without_a_question_is_nothing() -> None:
    assert give_facts(PAPER, "24").is_empty
    assert give_facts(PAPER, "24次").is_empty


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("24", "24", ""),
        ("24次", "24", ""),
        ("一共24次。", "24", ""),
        ("二十四次", "24", ""),
        ("不少于24次", "24", "不少于"),
        ("2,400", "2400", ""),
        ("24.50次", "24.50", ""),
    ],
)
def test_an_answer_is_read_as_people_write_it(text: str, value: str, qualifier: str) -> None:
    fact = give_value(PAPER, "F1", text).paper.sheet.fact("F1")
    assert (str(fact.value), fact.qualifier) == (value, qualifier)


@pytest.mark.parametrize("text", ["24亿元", "很多", "", "24次和36项", "没有"])
def test_what_is_no_value_of_it_is_not_put_down(text: str) -> None:
    assert give_value(PAPER, "F1", text).is_empty


def test_a_label_that_may_mean_two_things_changes_neither() -> None:
    both = give_facts(PAPER, "各项贷款余额1718.5亿元；各项存款余额2016.9亿元").paper
    assert change_value(both, "余额", "1800亿元").is_empty
    changed = change_value(both, "存款余额", "2020亿元")
    assert values(changed.paper)["各项存款余额"] == "2020"
    assert values(changed.paper)["各项贷款余额"] == "1718.5"


def test_what_was_there_before_is_said() -> None:
    first = give_facts(PAPER, "召开党组会议24次").paper
    assert give_facts(first, "召开党组会议26次").lines == ("召开党组会议26次（原为24次）",)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("举办信贷员培训4次", "举办信访员培训6次"),
        ("开展反诈宣传活动12场", "开展反洗钱宣传活动20场"),
        ("各项贷款余额1718.5亿元", "普惠贷款余额251.8亿元"),
    ],
)
def test_a_value_of_nearly_the_same_thing_is_one_of_its_own(first: str, then: str) -> None:
    both = give_facts(give_facts(PAPER, first).paper, then)
    assert len(values(both.paper)) == 2
    assert "原为" not in both.lines[0]


def test_another_wording_of_the_same_thing_gives_it_another_value() -> None:
    first = give_facts(PAPER, "召开党组会议24次").paper
    assert give_facts(first, "党组会26次").lines == ("召开党组会议26次（原为24次）",)


def test_last_year_again_needs_a_value_of_last_year() -> None:
    assert keep_same(PAPER, "F1").paper.sheet.fact("F1").value == Decimal(21)
    assert keep_same(PAPER, "F2").is_empty


def test_a_decision_is_made_once_and_taken_back() -> None:
    once = decide(PAPER, "组建专班", "有")
    twice = decide(once, "组建专班", "改为", "组建工作组")
    assert [(each.now, each.text) for each in twice.sheet.decisions] == [("改为", "组建工作组")]
    assert decide(twice, "组建专班", None).sheet.decisions == ()


@given(st.integers(0, 10**6), st.sampled_from(["次", "项", "亿元", "家"]))
def test_a_value_said_is_the_value_kept(number: int, measure: str) -> None:
    paper = give_facts(PAPER, f"开展专项督导检查{number}{measure}").paper
    told = [fact for fact in paper.sheet.facts if fact.value is not None]
    assert [(fact.value, fact.measure) for fact in told] == [(Decimal(number), measure)]
