"""Set phrases, dated phrases and miswritten words."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.phrases import (
    Outlook,
    Stale,
    find_confusables,
    find_dated,
    find_set_phrases,
    find_stale,
    find_stale_by,
    mend,
)


def replaced(text: str, year: int, *, forward: bool, month: int | None = None) -> str:
    """The text with every stale phrase replaced, in brackets where it has no replacement."""
    for each in reversed(find_stale(text, year, forward=forward, month=month)):
        wording = each.replacement or f"[{text[each.start : each.end]}]"
        text = text[: each.start] + wording + text[each.end :]
    return text


def names(found: tuple[Stale, ...]) -> list[str]:
    return [each.name for each in found]


def test_a_set_phrase_is_found_with_its_verb_and_quotation_marks() -> None:
    text = "不断增强“四个意识”，坚定“四个自信”，坚决做到“两个维护”，"
    found = [each.text for each in find_set_phrases(text)]
    assert found == ["不断增强“四个意识”", "坚定“四个自信”", "坚决做到“两个维护”"]


def test_a_set_phrase_is_found_without_its_quotation_marks() -> None:
    assert [each.text for each in find_set_phrases("严格落实三会一课制度")] == [
        "严格落实三会一课制度"
    ]


def test_the_longest_set_phrase_stands() -> None:
    text = "在思想上政治上行动上同以习近平同志为核心的党中央保持高度一致"
    assert [each.text for each in find_set_phrases(text)] == [text]


def test_ordinary_prose_holds_no_set_phrase() -> None:
    assert find_set_phrases("全年召开局长办公会12次，研究议题36项。") == ()


OLD_LIST = "深入学习党的十九大和十九届二中、三中、四中、五中、六中全会精神，"


@pytest.mark.parametrize(
    ("year", "forward", "expected"),
    [
        (2022, True, OLD_LIST),
        (2022, False, OLD_LIST),
        (2023, True, "深入学习党的二十大精神，"),
        (2023, False, "深入学习党的二十大精神，"),
        (2024, True, "深入学习党的二十大和二十届二中全会精神，"),
        (2024, False, "深入学习党的二十大和二十届二中、三中全会精神，"),
        (2025, True, "深入学习党的二十大和二十届二中、三中全会精神，"),
        (2025, False, "深入学习党的二十大和二十届二中、三中、四中全会精神，"),
        (2026, True, "深入学习党的二十大和二十届历次全会精神，"),
        (2027, True, "深入学习党的二十大和二十届历次全会精神，"),
    ],
)
def test_the_list_of_plenums_is_replaced_whole_by_the_wording_of_the_year(
    year: int, forward: bool, expected: str
) -> None:
    assert replaced(OLD_LIST, year, forward=forward) == expected


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("学习党的十九大和二十大精神，", 2023, "学习党的二十大精神，"),
        ("学习党的十九大、十九届二中、三中全会精神，", 2023, "学习党的二十大精神，"),
        ("学习十九大精神，", 2026, "学习党的二十大和二十届历次全会精神，"),
        ("按照党的十九届六中全会部署，", 2023, "按照党的二十大部署，"),
        ("学习党的十九大及十九届历次全会精神，", 2023, "学习党的二十大精神，"),
    ],
)
def test_older_congresses_give_way_without_doubled_words(
    text: str, year: int, expected: str
) -> None:
    assert replaced(text, year, forward=True) == expected


def test_a_list_beside_the_right_wording_is_dropped_not_doubled() -> None:
    text = "学习党的二十大精神，落实党的十九届六中全会精神。"
    (stale,) = find_stale(text, 2023, forward=True)
    assert (stale.replacement, stale.drop) == ("", True)


def test_a_list_that_stops_short_of_the_latest_plenum_is_stale() -> None:
    text = "落实党的二十大和二十届二中、三中全会精神，"
    assert find_stale(text, 2025, forward=True) == ()
    assert replaced(text, 2027, forward=True) == "落实党的二十大和二十届历次全会精神，"


def test_a_plenum_that_has_not_met_is_not_yet_told() -> None:
    assert names(find_stale("落实党的二十届四中全会精神", 2024, forward=False)) == ["党代会和全会"]
    assert find_stale("落实党的二十届四中全会精神", 2025, forward=False) == ()
    assert names(find_stale("落实党的二十届三中全会精神", 2024, forward=False, month=6)) == [
        "党代会和全会"
    ]


def test_what_lasts_is_not_stale() -> None:
    text = "党的十八大以来，坚持以习近平新时代中国特色社会主义思想为指导，学习党的二十大精神。"
    assert find_stale(text, 2026, forward=True) == ()


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("为“十四五”开好局、起好步，", 2026, "为“十五五”开好局、起好步，"),
        ("今年是“十四五”开局之年，", 2026, "今年是“十五五”开局之年，"),
        ("落实“十四五”规划，", 2026, "落实“十五五”规划，"),
        ("坚持严的主基调，", 2023, "坚持严的基调，"),
        ("坚持“严”的主基调，", 2023, "坚持严的基调，"),
        ("助力巩固脱贫攻坚成果接续乡村振兴，", 2026, "助力乡村全面振兴，"),
        (
            "巩固拓展脱贫攻坚成果同乡村振兴有效衔接，",
            2025,
            "巩固拓展脱贫攻坚成果同乡村振兴有效衔接，",
        ),
        ("工作力量向扶贫一线倾斜，", 2023, "工作力量向帮扶一线倾斜，"),
        ("贯彻全国金融工作会议精神，", 2024, "贯彻中央金融工作会议精神，"),
        ("向银保监分局报告，", 2024, "向金融监管分局报告，"),
        ("人民银行云州市中心支行牵头，", 2024, "人民银行云州市分行牵头，"),
        ("贯彻二十届中央纪委二次全会精神，", 2024, "贯彻二十届中央纪委三次全会精神，"),
    ],
)
def test_a_phrase_past_its_time_gets_its_successor(text: str, year: int, expected: str) -> None:
    assert replaced(text, year, forward=True) == expected


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("以优异的成绩迎接党的二十大胜利召开。", 2023),
        ("以高质量发展向建党100周年献礼。", 2023),
        ("为“十四五”开好局、起好步，", 2023),
        ("统筹做好疫情防控，", 2023),
        ("扎实开展党史学习教育，", 2023),
        ("谋划“十五五”规划，", 2027),
        ("贯彻二十届中央纪委五次全会精神，", 2027),
        ("今年是“十五五”开局之年，", 2027),
    ],
)
def test_what_has_no_successor_is_dropped(text: str, year: int) -> None:
    (stale,) = find_stale(text, year, forward=True)
    assert stale.drop
    assert stale.strength == "error"


@pytest.mark.parametrize(
    ("text", "year", "forward"),
    [
        ("以优异的成绩迎接党的二十大胜利召开。", 2022, True),
        ("扎实开展党史学习教育，", 2021, False),
        ("深入开展主题教育，", 2023, False),
        ("巩固拓展主题教育成果，", 2024, True),
        ("统筹做好疫情防控，", 2022, False),
        ("谋划“十五五”规划，", 2025, True),
        ("今年是“十五五”开局之年，", 2026, True),
        ("开展党纪学习教育，", 2024, False),
        ("非洲猪瘟疫情零发生，", 2026, False),
    ],
)
def test_a_phrase_in_its_time_holds(text: str, year: int, forward: bool) -> None:
    assert find_stale(text, year, forward=forward) == ()


def test_a_review_may_tell_of_a_campaign_that_a_plan_may_not() -> None:
    text = "深入开展主题教育，"
    assert find_stale(text, 2024, forward=False) == ()
    assert names(find_stale(text, 2024, forward=True)) == ["主题教育"]


def test_a_campaign_of_the_past_goes_although_this_years_is_known() -> None:
    (stale,) = find_stale("推动党史学习教育常态化，", 2023, forward=False)
    assert stale.drop
    assert stale.replacement.endswith("主题教育")


def test_an_older_variant_is_information_only() -> None:
    (stale,) = find_stale("坚持严的主基调，", 2024, forward=False)
    assert (stale.strength, stale.drop) == ("info", False)


def test_dated_phrases_are_known_whatever_the_year() -> None:
    text = "开展主题教育，学习党的二十大和二十届二中全会精神。"
    assert [each.text for each in find_dated(text)] == [
        "主题教育",
        "党的二十大和二十届二中全会精神",
    ]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("截止2026年11月底，", "截至2026年11月底，"),
        ("截止目前，", "截至目前，"),
        ("报名截止后，", "报名截止后，"),
        ("按步就班，严于律已。", "按部就班，严于律己。"),
        ("同谋化、同部署，积极挖崛提炼", "同谋划、同部署，积极挖掘提炼"),
        ("努力实现到到2026年末", "努力实现到2026年末"),
        ("报到到位，", "报到到位，"),
        ("成立党建工作领导领导小组，", "成立党建工作领导小组，"),
        ("的的确确，是是非非，", "的的确确，是是非非，"),
        ("正规化建设和规化蓝图，", "正规化建设和规划蓝图，"),
    ],
)
def test_mending_puts_miswritten_words_right_and_leaves_the_others(wrong: str, right: str) -> None:
    assert mend(wrong) == right


@given(st.text(max_size=40))
def test_mending_twice_changes_nothing_more_than_once_where_nothing_is_found(text: str) -> None:
    if not find_confusables(text):
        assert mend(text) == text


TEXTS = st.text("党的十九大二届三中全会精神和、，“四五”疫情防控主题教育0年", max_size=30)


@given(TEXTS, st.integers(2018, 2030), st.booleans())
def test_stale_phrases_are_in_order_and_apart(text: str, year: int, forward: bool) -> None:
    found = find_stale(text, year, forward=forward)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(0 <= each.start < each.end <= len(text) for each in found)


@given(st.integers(2023, 2026), st.booleans())
def test_a_replacement_for_the_plenums_is_itself_never_stale(year: int, forward: bool) -> None:
    text = replaced(OLD_LIST, year, forward=forward)
    assert find_stale(text, year, forward=forward) == ()


def test_stretches_of_one_text_are_judged_each_by_its_own_year() -> None:
    review = "深入学习党的二十届四中全会精神，统筹疫情防控。决胜脱贫攻坚。\n"
    plan = "深入学习党的二十届四中全会精神，做好“十四五”收官。"
    both = find_stale_by(
        review + plan, (Outlook(len(review), 2024, False), Outlook(len(review + plan), 2026, True))
    )
    apart = find_stale(review, 2024, forward=False)
    behind = find_stale(plan, 2026, forward=True)
    assert len(apart) > 1
    assert behind
    assert [(each.start, each.name, each.early) for each in both] == [
        *((each.start, each.name, each.early) for each in apart),
        *((each.start + len(review), each.name, each.early) for each in behind),
    ]


def test_a_right_list_of_plenums_answers_for_a_wrong_one_in_its_own_sentence_only() -> None:
    wrong, right = "党的十九大精神", "党的二十大和二十届二中、三中全会精神"
    (one,) = find_stale(f"学习{wrong}，贯彻{right}。", 2025, forward=False, month=1)
    (other,) = find_stale(f"学习{wrong}。贯彻{right}。", 2025, forward=False, month=1)
    assert one.replacement == ""
    assert other.replacement
