"""Cutting names out of clauses, numbers out of targets, decisions and the office's names in."""

from __future__ import annotations

import pytest

from assistant.cutting import cut_from_list
from assistant.deciding import collocated, decide, in_heading
from assistant.offices import Offices
from assistant.sheet.facts import Decision
from assistant.slotting import practice_of, slotted, without_numbers
from corpus.blanks import find_blanks
from corpus.lexicon import lexicon


def cut(text: str, *names: str) -> str | None:
    return cut_from_list(text, [(text.index(n), text.index(n) + len(n)) for n in names])


# -- lists ------------------------------------------------------------------------------------


def test_one_of_several_quoted_names_goes_alone() -> None:
    text = "落实好“金融助力”“融资护航”“风险防范”等工作要求"
    assert cut(text, "“金融助力”") == "落实好“融资护航”“风险防范”等工作要求"
    assert cut(text, "“融资护航”", "“风险防范”") == "落实好“金融助力”等工作要求"


def test_when_every_name_of_a_list_goes_the_clause_goes() -> None:
    assert cut("认真落实“双统领”“双保障”要求", "“双统领”", "“双保障”") is None
    assert cut("以“双联”、“共驻”等为载体", "“双联”", "“共驻”") is None


def test_when_every_name_before_a_common_noun_goes_the_noun_stays() -> None:
    text = "加强与翠湖村、云岭社区等基层党组织的联系共建"
    assert cut(text, "翠湖村", "云岭社区") == "加强与基层党组织的联系共建"
    text = "与翠湖银行、云岭银行等党组织开展共建"
    assert cut(text, "翠湖银行", "云岭银行") == "与有关党组织开展共建"


def test_the_first_item_leaves_its_verb_to_the_next() -> None:
    text = "统筹在翠湖防控、平安建设、法治建设等工作上发力"
    assert cut(text, "翠湖防控") == "统筹在平安建设、法治建设等工作上发力"


def test_the_last_item_leaves_the_lists_tail() -> None:
    text = "运用案件通报、忏悔录、《翠湖警示录》等深化纪律教育"
    assert cut(text, "《翠湖警示录》") == "运用案件通报、忏悔录等深化纪律教育"


def test_a_list_within_a_list_keeps_its_own_end() -> None:
    text = "推动党员在入户走访、“翠湖护航”专项行动等一线亮明身份、作出表率"
    assert cut(text, "“翠湖护航”专项行动") == "推动党员在入户走访等一线亮明身份、作出表率"


def test_a_name_that_is_no_item_of_a_list_cannot_be_cut_out() -> None:
    assert cut("扎实推进“五提升”活动", "“五提升”") is None


def test_nothing_shorter_than_a_clause_is_left() -> None:
    assert cut("用好“甲”“乙”", "“甲”") is None


# -- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "without"),
    [
        ("全年开展调研不少于12次", "全年开展调研"),
        ("班子成员每年至少讲1次以上党课", "班子成员每年讲党课"),
        ("组织开展1次专题讨论活动", "组织开展专题讨论活动"),
        ("班子成员与科室负责人谈心谈话每半年不少于1次", "班子成员与科室负责人谈心谈话"),
        ("党组每年研究和听取汇报分别不少于2次", "党组定期研究和听取汇报"),
        ("全年党组研究部署支部工作不少于2次", "党组定期研究部署支部工作"),
        ("党组全年专题研究党风廉政建设不少于2次", "党组定期专题研究党风廉政建设"),
        ("全年向党组汇报工作落实情况不少于1次", "定期向党组汇报工作落实情况"),
        ("党组每年召开民主生活会不少于1次", "党组每年召开民主生活会"),
        ("走访慰问困难党员不少于20人次", "走访慰问困难党员"),
        ("每次调研至少带回一个问题", "每次调研带回问题"),
    ],
)
def test_a_target_is_worded_without_its_number(target: str, without: str) -> None:
    assert without_numbers(target, find_blanks(target)) == without


@pytest.mark.parametrize(
    "target",
    [
        "力争贷款余额突破1000亿元",
        "党员每年集中学习培训不少于32学时",
        "专兼职党务干部培训不少于2次",
        "分值占比不低于20%",
    ],
)
def test_a_target_that_is_nothing_without_its_number_has_no_such_wording(target: str) -> None:
    assert without_numbers(target, find_blanks(target)) == ""


def test_once_in_a_rhythm_is_a_practice() -> None:
    for clause, practice in (
        ("每季度会商1次", "每季度会商"),
        ("每半年开展1次风险研判", "每半年开展风险研判"),
    ):
        assert practice_of(clause, find_blanks(clause)) == practice
    for clause in ("每季度会商2次", "全年会商1次", "每年发展党员1名"):
        assert practice_of(clause, find_blanks(clause)) == ""


def test_values_with_bound_and_measure_become_slots() -> None:
    text = "全年开展调研不少于 12 次、走访企业40户以上"
    assert slotted(text, find_blanks(text)) == "全年开展调研⟦0⟧、走访企业⟦1⟧"


# -- decisions --------------------------------------------------------------------------------


def test_a_decision_is_found_in_the_clause_its_past_wording_holds() -> None:
    kept = Decision(id="D1", past="成立信息小组，创办信息专刊", now="无")
    assert decide("成立信息小组", [kept]) is not None
    assert decide("创办信息专刊", [kept]) is not None
    assert decide("规范公文办理", [kept]) is None


def test_a_decision_is_found_though_a_few_characters_differ() -> None:
    assert decide(
        "继续建立健全月度会商研判工作机制",
        [Decision(past="建立健全月度会商研判工作机制", now="沿用")],
    )


def test_a_clause_only_like_the_one_decided_on_is_not_vouched_for_word_by_word() -> None:
    kept = Decision(id="D1", past="落实监管推动、行业联动、机构主动要求", now="沿用")
    decided = decide("落实监管推动、行业联动、翠湖先行、机构主动要求", [kept])
    assert decided is not None
    assert not decided.verbatim
    assert decided.kept == ()


def test_changed_wording_is_told_once_where_its_first_clause_stood() -> None:
    changed = Decision(id="D1", past="成立信息小组，创办信息专刊", now="改为", text="办好信息专刊")
    first, second = decide("成立信息小组", [changed]), decide("创办信息专刊", [changed])
    assert first is not None
    assert second is not None
    assert (first.text, second.text) == ("办好信息专刊", "")


def test_a_heading_takes_only_what_was_changed() -> None:
    decisions = [
        Decision(id="D1", past="作风建设年", now="改为", text="作风建设深化年"),
        Decision(id="D2", past="狠抓落实", now="无"),
    ]
    heading, met = in_heading("狠抓落实作风建设年", decisions)
    assert heading == "狠抓落实作风建设深化年"
    assert "D1" in met


def test_every_collocation_is_made() -> None:
    for verb, ending, right in lexicon("collocations"):
        assert collocated(f"{verb}云岭{ending}") == f"{right}云岭{ending}"
        assert collocated(f"落实云岭{ending}") == f"落实云岭{ending}"


# -- the office's names -----------------------------------------------------------------------


def test_masked_and_old_names_of_the_office_become_this_years() -> None:
    offices = Offices("市XXX局党组", "云州市金融工作局党组", "局党组", "全局")
    assert offices.renamed("市XXX局党组认真履责") == "云州市金融工作局党组认真履责"
    assert offices.renamed("结合市XXX局实际") == "结合云州市金融工作局实际"
    assert offices.renamed("办党组研究") == "局党组研究"


def test_the_place_is_not_put_before_itself() -> None:
    offices = Offices("市金融工作局", "云州市金融工作局")
    assert offices.renamed("云州市金融工作局和市金融工作局") == "云州市金融工作局和云州市金融工作局"


def test_a_general_word_that_begins_like_the_offices_own_is_left_alone() -> None:
    offices = Offices("云州市金融工作局", "云州市金融工作局", own="全办")
    assert offices.renamed("坚持全局性谋划") == "坚持全局性谋划"


def test_the_offices_place_is_known() -> None:
    assert "云州" in Offices("", "云州市金融工作局").places()


def test_short_forms_follow_from_the_offices_name_where_the_sheet_gives_none() -> None:
    offices = Offices("市XXX办党组", "云州市金融工作局党组")
    assert offices.renamed("办党组要求全办干部学习，我办带头") == "局党组要求全局干部学习，我局带头"
    assert offices.renamed("着眼全局、事关全局") == "着眼全局、事关全局"
    branch = Offices("云州监管局党组", "云州监管分局党组")
    assert branch.renamed("局党组和分局党组") == "分局党组和分局党组"


def test_a_short_form_does_not_cut_into_the_full_name() -> None:
    offices = Offices("市XXX局党组", "云州市委金融办党组", "党组", "全办")
    assert offices.renamed("现将市XXX局党组履职情况") == "现将云州市委金融办党组履职情况"
    assert offices.renamed("办党组带头") == "党组带头"


def test_an_office_with_a_party_committee_has_no_party_group() -> None:
    offices = Offices("云州金融监管局党组", "云州金融监管分局党委")
    assert offices.renamed("党组会议") == "党委会议"
    kept = "落实《党委（党组）意识形态工作责任制实施办法》，加强党组织建设"
    assert offices.renamed(kept) == kept
    back = Offices("云州金融监管分局党委", "云州金融监管局党组")
    assert (
        back.renamed("党委研究，向上级党委、机关党委报告") == "党组研究，向上级党委、机关党委报告"
    )
