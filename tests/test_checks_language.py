"""W701, W702, W705, F801–F803, Y403, Y404, N307, N309, C502: each planted, each left alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from papers import PAPERS, planted

from assistant.sheet.facts import Guidance
from eval.checks.marks import mark_rules
from eval.rules import rules

PLANTED = [
    ("summary", "把制度优势", "增强“四个意志”，把制度优势", "W701", "“四个意志”"),
    ("summary", "把制度优势", "坚定“四个意识”，把制度优势", "W701", "坚定“四个意识”"),
    ("plan", "习近平新时代中国", "习近平新时期中国", "W701", "习近平新时期中国特色社会主义思想"),
    ("plan", "有场地", "落实中央八项规矩精神", "W701", "中央八项规矩精神"),
    (
        "plan",
        "有场地",
        "强化政治意识、大局意识、看齐意识",
        "W701",
        "政治意识、大局意识、看齐意识",
    ),
    ("plan", "有场地", "反对官僚主义、形式主义", "W702", "官僚主义、形式主义"),
    ("summary", "严把入口关，", "把住关口,", "F801", ","),
    ("summary", "严把入口关，", "印发《甲办法》、《乙办法》，", "F801", "、"),
    ("summary", "严把入口关，", "印发《甲办法，", "F801", "《"),
    ("summary", "严把入口关，", "严把 入口关，", "F801", " "),
    ("summary", "严把入口关，", "服务3千人，", "F802", "3千"),
    ("summary", "严把入口关，", "投诉下降2倍，", "F802", "下降2倍"),
    ("summary", "严把入口关，", "按云金发[2026]5号要求，", "F803", "[2026]"),
    ("summary", "严把入口关，", "近日，", "Y404", "近日"),
    ("summary", "严把入口关，", "贯彻2027年中央经济工作会议精神，", "Y403", None),
    ("plan", "有场地", "贯彻2027年中央经济工作会议精神", "Y403", None),
    ("summary", "同比增长10.0%", "同比增长1010.0%", "N307", "1010.0%"),
    ("duty", "不良贷款率1.38%", "不良贷款占比138%", "N307", "138%"),
    ("summary", "6月引进", "截至10月底平稳。6月引进", "N309", "10月底"),
]


@pytest.mark.parametrize(("paper", "old", "new", "code", "excerpt"), PLANTED)
def test_a_planted_fault_is_found_at_its_place(
    paper: str, old: str, new: str, code: str, excerpt: str | None
) -> None:
    found = planted(paper, old, new)
    assert code in [each for each, _ in found]
    assert excerpt is None or (code, excerpt) in found


@pytest.mark.parametrize(
    "right",
    [
        "增强“四个意识”、坚定“四个自信”、做到“两个维护”",
        "深刻领悟“两个确立”的决定性意义",
        "《甲条例》（试行）、《乙准则》",
        "走访一等、二等奖得主",
        "对一笔贷款一笔贷款地核",
        "一个案子一个案子地办",
        "用时15～30天的安排",
        "让企业有实实在在的获得感",
        "第一、二轮督察反馈问题整改",
        "实施“数据要素×”行动",
        "每月最后1个工作日前报送",
    ],
)
def test_right_wording_is_left_alone(right: str) -> None:
    codes = {code for code, _ in planted("plan", "有场地", right)}
    assert codes <= {"N301"}


RULES = [(code, rule) for code in ("F801", "F802", "F803") for rule in rules("marks")[code]]


@pytest.mark.parametrize(("code", "row"), RULES, ids=[f"{c} {r['id']}" for c, r in RULES])
def test_a_rule_finds_its_sample_and_leaves_its_clear_text_alone(
    code: str, row: dict[str, str]
) -> None:
    rule = next(each for each in mark_rules(code) if each.id == row["id"])

    def hits(text: str) -> list[str]:
        met = not rule.needs or any(sign in text for sign in rule.needs)
        found = [each[0] for each in rule.pattern.finditer(text)] if met else []
        return [each for each in found if not (rule.unless and rule.unless.match(each))]

    assert hits(row["sample"])
    assert not hits(row["clear"])
    assert rule.mend is None or not hits(rule.pattern.sub(rule.mend, row["sample"]))


@pytest.mark.parametrize(("code", "row"), RULES, ids=[f"{c} {r['id']}" for c, r in RULES])
def test_only_what_a_clause_lays_down_is_an_error(code: str, row: dict[str, str]) -> None:
    assert row["strength"] in ("规定", "一般", "实务")
    assert row["source"] == "通行写法" or re.match(r"GB/T \d+—20\d\d", row["source"])
    assert (row["source"] == "通行写法") <= (row["strength"] == "实务")


@pytest.mark.parametrize(
    ("told", "stale"),
    [
        ("党的十八大以来，打赢脱贫攻坚战。", False),
        ("五年来，统筹疫情防控和金融服务。", False),
        ("“十三五”时期，全面建成小康社会。", False),
        ("打赢脱贫攻坚战。", True),
        ("今年以来，打赢脱贫攻坚战。", True),
        ("2026年以来，统筹疫情防控。", True),
    ],
)
def test_a_look_back_over_years_tells_what_held_then(told: str, stale: bool) -> None:
    found = planted("summary", "严把入口关，", f"严把入口关。{told}")
    assert ("Y402" in [code for code, _ in found]) is stale


@pytest.mark.parametrize(
    ("told", "apart"),
    [
        ("刑事、治安、涉诈警情分别下降17.7%、17.4%、68%。", True),
        ("三次产业增加值比重为4.0∶37.7∶58.3。", True),
        ("制造业投资项目贷款余额增长9.4%。制造业投资项目贷款余额力争增长12%以上。", True),
        ("制造业投资项目贷款余额增长9.4%。制造业投资项目贷款余额增长9.1%。", False),
        ("制造业投资项目贷款发放94笔。制造业投资项目贷款发放91笔。", False),
    ],
)
def test_one_thing_has_two_values_only_where_it_is_one_thing(told: str, apart: bool) -> None:
    found = planted("summary", "严把入口关，", f"严把入口关。{told}")
    assert ("N306" not in [code for code, _ in found]) is apart


def test_the_name_used_most_is_the_offices_own() -> None:
    paper = PAPERS["duty"]
    text = paper.text.replace("局党组", "办党组").replace("办党组", "局党组", 1)
    unnamed = paper.sheet.model_copy(update={"short": ""})
    office = replace(paper, text=text, sheet=unnamed)
    names = [each for each in office.judged().findings if each.code == "W704"]
    assert {each.excerpt for each in names} == {"局党组"}
    assert len(names) == 1


def test_a_quotation_the_guidance_holds_stands_and_another_does_not() -> None:
    said = "市委全会强调，“加快建设区域金融服务中心”。"
    assert "W705" not in [c for c, _ in planted("summary", "严把入口关，", said)]
    found = planted("summary", "严把入口关，", "市委全会强调，“三年之内把担保费率再降一半”。")
    assert ("W705", "三年之内把担保费率再降一半") in found


@pytest.mark.parametrize(("date", "stale"), [("2026-03-01", False), ("2019-03-01", True)])
def test_guidance_vouches_for_a_phrase_by_its_date(date: str, stale: bool) -> None:
    paper = PAPERS["summary"].with_("严把入口关，", "打赢脱贫攻坚战，")
    each = Guidance(id="G2", name="某通知", date=date, text="打赢脱贫攻坚战")
    sheet = paper.sheet.model_copy(update={"guidance": (*paper.sheet.guidance, each)})
    codes = [finding.code for finding in replace(paper, sheet=sheet).judged().findings]
    assert ("Y402" in codes) is stale


def test_a_fact_without_a_source_is_told_where_it_stands() -> None:
    paper = PAPERS["duty"]
    bare = paper.sheet.facts[1].model_copy(update={"department": ""})
    facts = (paper.sheet.facts[0], bare, paper.sheet.facts[2])
    judged = replace(paper, sheet=paper.sheet.model_copy(update={"facts": facts})).judged()
    assert [(each.code, each.severity, each.excerpt) for each in judged.findings] == [
        ("C502", "info", "131人次")
    ]


def test_an_estimate_told_as_settled_and_another_scope_are_noticed() -> None:
    paper = PAPERS["duty"]
    estimate = paper.sheet.facts[1].model_copy(update={"status": "预计", "scope": "全市"})
    facts = (paper.sheet.facts[0], estimate, paper.sheet.facts[2])
    paper = replace(paper, sheet=paper.sheet.model_copy(update={"facts": facts}))
    assert [each.code for each in paper.judged().findings] == ["N309"]
    told = paper.with_("开展廉政谈话131", "预计全省开展廉政谈话131")
    messages = [each.message for each in told.judged().findings if each.code == "N309"]
    assert ["口径是“全市”" in message for message in messages] == [True]


def test_deeds_of_those_above_are_background_not_ours() -> None:
    deed = "党的十八大以来，党中央出台中央八项规定，牵头组建清廉金融文化讲师团。"
    assert "R603" not in [c for c, _ in planted("duty", "把教育提醒做在日常", deed)]


@pytest.mark.parametrize(("targets", "codes"), [("沿用", []), ("", ["N302"])])
def test_a_target_the_office_lets_stand_is_no_leak(targets: str, codes: list[str]) -> None:
    paper = PAPERS["plan"].with_("集中学习不少于12次", "集中学习不少于11次")
    kept = [fact for fact in paper.sheet.facts if fact.label != "党组理论学习中心组集中学习"]
    sheet = paper.sheet.model_copy(update={"facts": tuple(kept), "targets": targets})
    found = [each.code for each in replace(paper, sheet=sheet).judged().findings]
    assert found == codes


def test_a_decisions_own_words_vouch_for_their_names_and_figures() -> None:
    paper = PAPERS["summary"].with_("严把入口关，", "由陈志远同志授课3场，")
    decision = paper.sheet.decisions[0].model_copy(
        update={"id": "D9", "now": "改为", "text": "由陈志远同志授课3场"}
    )
    sheet = paper.sheet.model_copy(update={"decisions": (*paper.sheet.decisions, decision)})
    assert "R603" in [each.code for each in paper.judged().findings]
    assert replace(paper, sheet=sheet).judged().findings == ()
