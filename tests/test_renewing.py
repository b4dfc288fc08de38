"""What changed facts make of a sentence's figures and direction words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from edited_words import SHEET, counted
from hypothesis import given
from hypothesis import strategies as st

from assistant.arithmetic import growth
from assistant.fact_changes import compare_sheets
from assistant.ledger import Ledger
from assistant.renewals import Renewed
from assistant.renewing import renew_sentence
from assistant.sheet.facts import Fact, Sheet


def with_facts(*facts: Fact) -> Sheet:
    """The sheet with facts of the same ids replaced."""
    by_id = {fact.id: fact for fact in facts}
    return SHEET.model_copy(update={"facts": tuple(by_id.get(f.id, f) for f in SHEET.facts)})


def renewed(text: str, *facts: Fact, was: Sheet = SHEET) -> Renewed:
    by_id = {fact.id: fact for fact in facts}
    now = was.model_copy(update={"facts": tuple(by_id.get(f.id, f) for f in was.facts)})
    changes = {each.was.id: each for each in compare_sheets(was, now)[0] if each.tells_otherwise}
    return renew_sentence(text, Ledger.of(was), changes, year=2026)


def read(text: str, *facts: Fact, was: Sheet = SHEET) -> str:
    """The text after its renewals."""
    for each in reversed(renewed(text, *facts, was=was).renewals):
        text = text[: each.start] + each.now + text[each.end :]
    return text


MEETINGS = "召开党组会议24次，同比增长14.3%。"
LOANS = "各项贷款余额1034.5亿元，同比增长8.9%。"
EXPENSES = "“三公”经费支出8.0万元，比上年减少0.4万元，下降4.8%。"


@pytest.mark.parametrize(
    ("text", "fact", "expected"),
    [
        (
            MEETINGS,
            counted("F1", "召开党组会议", "26", "次", "21"),
            "召开党组会议26次，同比增长23.8%。",
        ),
        (
            MEETINGS,
            counted("F1", "召开党组会议", "20", "次", "21"),
            "召开党组会议20次，同比下降4.8%。",
        ),
        (MEETINGS, counted("F1", "召开党组会议", "21", "次", "21"), "召开党组会议21次，同比持平。"),
        (
            MEETINGS,
            counted("F1", "召开党组会议", "24", "次", "20"),
            "召开党组会议24次，同比增长20%。",
        ),
        (
            LOANS,
            counted("F2", "各项贷款余额", "1040", "亿元", "950.0"),
            "各项贷款余额1040亿元，同比增长9.5%。",
        ),
        (
            "各项贷款余额10345000万元。",
            counted("F2", "各项贷款余额", "1040.25", "亿元"),
            "各项贷款余额10402500万元。",
        ),
        (
            EXPENSES,
            counted("F3", "“三公”经费支出", "8.9", "万元", "8.4"),
            "“三公”经费支出8.9万元，比上年增加0.5万元，增长6%。",
        ),
        (
            EXPENSES,
            counted("F3", "“三公”经费支出", "8.4", "万元", "8.4"),
            "“三公”经费支出8.4万元，与上年持平。",
        ),
        (
            "不良贷款率1.38%，比上年下降0.14个百分点。",
            counted("F4", "不良贷款率", "1.60", "%", "1.52"),
            "不良贷款率1.60%，比上年上升0.08个百分点。",
        ),
        (
            "走访企业120家，走访项目80家，合计200家。",
            counted("F6", "走访企业", "125", "家"),
            "走访企业125家，走访项目80家，合计205家。",
        ),
        (
            "党组会议召开二十四次。",
            counted("F1", "召开党组会议", "26", "次"),
            "党组会议召开二十六次。",
        ),
        (
            "召开党组会议24次，比上年有所增加。",
            counted("F1", "召开党组会议", "20", "次", "21"),
            "召开党组会议20次，比上年有所减少。",
        ),
    ],
)
def test_a_sentence_takes_the_new_figures_and_what_hangs_on_them(
    text: str, fact: Fact, expected: str
) -> None:
    assert read(text, fact) == expected


def test_an_event_is_renewed_where_its_words_differ() -> None:
    now = Fact(id="F5", text="12月引进云岭银行设立云州分行")
    assert read("6月引进云岭银行设立云州分行。", now) == "12月引进云岭银行设立云州分行。"
    (renewal,) = renewed("6月引进云岭银行设立云州分行。", now).renewals
    assert (renewal.start, renewal.end) == (0, 1)


def test_a_figure_of_another_thing_stays_though_it_is_the_same_number() -> None:
    text = "召开党组会议24次，印发简报24期。"
    now = counted("F1", "召开党组会议", "26", "次", "21")
    assert read(text, now) == "召开党组会议26次，印发简报24期。"


def test_a_figure_people_changed_is_left_and_told() -> None:
    now = counted("F1", "召开党组会议", "26", "次", "21")
    told = renewed("召开党组会议25次。", now)
    assert told.renewals == ()
    assert told.by_hand == ("“25次”已被人改过，新事实F1是26次，没有动它",)


def test_a_figure_people_already_put_right_is_nothing_to_tell() -> None:
    assert (
        renewed("召开党组会议26次。", counted("F1", "召开党组会议", "26", "次", "21")) == Renewed()
    )


@pytest.mark.parametrize("claim", ["余额突破1034.5亿元", "余额1034.5亿元，创历史新高"])
def test_a_claim_a_lower_value_may_belie_is_pointed_out(claim: str) -> None:
    text = f"各项贷款{claim}，排名全省第二。"
    lower = counted("F2", "各项贷款余额", "998", "亿元", "950.0")
    assert "数变小了，请看是否还成立" in renewed(text, lower).by_hand[0]
    higher = counted("F2", "各项贷款余额", "1100", "亿元", "950.0")
    assert renewed(text, higher).by_hand == ()


def test_set_words_are_no_claims() -> None:
    text = "严格执行“第一议题”制度，实现新突破，召开党组会议24次。"
    assert renewed(text, counted("F1", "召开党组会议", "20", "次", "21")).by_hand == ()


def test_a_fact_the_new_sheet_has_no_value_for_is_told() -> None:
    gone = SHEET.facts[0].model_copy(update={"value": None})
    told = renewed(MEETINGS, gone)
    assert told.renewals == ()
    assert any("没有可比的数值" in line for line in told.by_hand)


def test_a_rounded_wording_follows_the_new_one() -> None:
    was = with_facts(SHEET.facts[1].model_copy(update={"say": "约1035亿元"}))
    now = counted("F2", "各项贷款余额", "1040.2", "亿元", "950.0", say="约1040亿元")
    assert read("各项贷款余额约1035亿元。", now, was=was) == "各项贷款余额约1040亿元。"


def test_facts_are_known_by_label_though_rows_were_put_in() -> None:
    shifted = tuple(f.model_copy(update={"id": f"F{at}"}) for at, f in enumerate(SHEET.facts, 2))
    now = SHEET.model_copy(update={"facts": (counted("F1", "新设指标", "1", "项"), *shifted)})
    changes, added = compare_sheets(SHEET, now)
    assert not any(each.tells_otherwise for each in changes)
    assert [each.now.id for each in changes if each.now] == [f"F{at}" for at in range(2, 9)]
    assert [fact.label for fact in added] == ["新设指标"]


def test_nothing_changes_without_a_changed_fact() -> None:
    assert renewed(MEETINGS) == Renewed()


@given(st.integers(1, 400), st.integers(1, 400))
def test_growth_and_direction_always_agree_with_the_new_value(value: int, previous: int) -> None:
    text = read(MEETINGS, counted("F1", "召开党组会议", str(value), "次", str(previous)))
    rate = growth(Decimal(value), Decimal(previous)).normalize()
    if value == previous:
        expected = "同比持平"
    else:
        expected = f"同比{'增长' if value > previous else '下降'}{rate:f}%"
    assert text == f"召开党组会议{value}次，{expected}。"
