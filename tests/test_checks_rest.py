"""B, Y, C, R and W: what was left open, years and phrases, coverage, reuse, wording."""

from __future__ import annotations

from dataclasses import replace

import pytest
from papers import PAPERS, SUMMARY, draft_of, planted

from assistant.draft import DraftSection, Evidence, Sentence
from eval.evaluate import evaluate
from eval.examined import from_draft

_LAST_YEARS_FAULTS = "企业上市培育周期偏长，后备资源梳理还不充分，金融人才引进渠道比较单一"

PLANTED = [
    *[
        ("summary", "发展党员3名", f"发展党员{mask}名", "B201", mask)
        for mask in ("**", "XX", "××", "＊＊", "某", "＿＿", "□□", "*")
    ],
    ("summary", "发展党员3名", "某名同志入党", "B201", "某"),
    ("summary", "发展党员3名", "发展党员若干，做好以下某个方面工作", "B201", "某"),
    ("summary", "发展党员3名", "发展党员【待补1】名", "B202", "【待补1】"),
    ("summary", "发展党员3名", "发展党员【待补：人数】名", "B202", "【待补：人数】"),
    ("summary", "发展党员3名", "发展党员{F6}名", "B203", "{F6}"),
    ("summary", "发展党员3名", "发展党员3名〔F6〕", "B203", "〔F6〕"),
    ("summary", "发展党员3名", "发展党员{{ value }}名", "B203", "{{ value }}"),
    ("summary", "发展党员3名", "发展党员⟦count⟧名", "B203", "⟦count⟧"),
    ("summary", "党组2026年度", "党组2025年度", "Y401", "2025年"),
    ("summary", "\n2026年，云州", "\n2025年，云州", "Y401", "2025年"),
    ("summary", "2027年，局党组", "2026年，局党组", "Y401", "2026年"),
    ("summary", "\n2026年，云州", "\n2027年，云州", "N301", "2027年"),
    ("plan", "做好2027年党的建设", "做好2026年党的建设", "Y401", "2026年"),
    ("speech", "一、2026年工作简要回顾", "一、2025年工作简要回顾", "Y401", "2025年"),
    ("summary", "较好完成", "向建党100周年献礼，较好完成", "Y402", "向建党100周年献礼"),
    ("summary", "严把入口关，发展党员3名。", "严把入口关。", "C501", ""),
    ("summary", "6月引进云岭银行设立云州分行，增设网点8个。", "", "C501", ""),
    ("plan", "4月办好培训班，实现支委全覆盖", "抓好支部委员培训", "C501", ""),
    ("summary", "企业上市的路子走得不宽", _LAST_YEARS_FAULTS, "R601", _LAST_YEARS_FAULTS),
    ("summary", "带动各支部", "带动各支部各支部", "R602", "各支部各支部"),
    ("summary", "严把入口关，", "成立信息写作小组，", "R603", "成立信息写作小组"),
    ("summary", "严把入口关，", "由陈志远同志授课，", "R603", "陈志远"),
    ("summary", "6月引进云岭银行", "6月引进沧海银行", "R603", "沧海银行"),
    ("summary", "严把入口关，", "办好“松岭金融服务周”，", "R603", "“松岭金融服务周”"),
    (
        "duty",
        "把教育提醒做在日常",
        "牵头组建清廉金融文化讲师团",
        "R603",
        "牵头组建清廉金融文化讲师团",
    ),
    ("summary", "截至11月底", "截止11月底", "W703", "截止"),
    ("summary", "2027年，局党组", "2027年，办党组", "W704", "办党组"),
]


@pytest.mark.parametrize(("paper", "old", "new", "code", "excerpt"), PLANTED)
def test_a_planted_fault_is_found_at_its_place(
    paper: str, old: str, new: str, code: str, excerpt: str
) -> None:
    assert (code, excerpt) in planted(paper, old, new)


def test_a_sentence_that_stands_twice_is_found_the_second_time() -> None:
    sentence = "严把入口关，发展党员3名。"
    double = sentence + "各支部扎实开展主题党日活动，推动学用结合。"
    found = planted("summary", sentence, double + double.removeprefix(sentence))
    assert ("R602", double.removeprefix(sentence)) in found


def test_a_deed_the_office_says_is_done_again_is_no_leak() -> None:
    assert planted("summary", "严把入口关，", "开展“作风建设深化年”活动，") == []


def test_an_excerpt_is_what_stands_at_its_offsets() -> None:
    paper = PAPERS["summary"].with_("发展党员3名", "发展党员**名，截止11月")
    examined = paper.examined()
    placed = [each for each in paper.judged().findings if each.start >= 0]
    assert placed
    for finding in placed:
        assert examined.text[finding.start : finding.end] == finding.excerpt


@pytest.mark.parametrize("said", ["补齐某个环节的短板", "对某些领域的风险", "在某次会议上"])
def test_a_certain_something_hides_no_number(said: str) -> None:
    found = planted("summary", "严把入口关", f"严把入口关，{said}")
    assert "B201" not in [code for code, _ in found]


def test_a_review_headed_by_a_year_too_early_is_found() -> None:
    found = planted("speech", "一、2026年工作简要回顾", "一、2024年全面从严治党工作回顾")
    assert ("Y401", "2024年") in found


def test_routine_wording_is_told_once_a_section() -> None:
    draft = draft_of(SUMMARY, kind="annual-summary", year=2026, unit="云州市金融工作局党组")
    first, *rest = draft.sections
    marked = replace(first, children=(_carried(first.children[0]), *first.children[1:]))
    judged = evaluate(
        from_draft(draft), sheet=PAPERS["summary"].sheet,
        draft=replace(draft, sections=(marked, *rest)),
    )  # fmt: skip
    assert [(each.code, each.section) for each in judged.findings] == [
        ("R604", "（一）坚持党的全面领导，扛牢政治责任")
    ]
    assert judged.passed


def _carried(section: DraftSection) -> DraftSection:
    evidence = (Evidence("passage", "r#s", "沿用"), Evidence("passage", "r#t", "待核实：做法"))
    paragraphs = tuple(
        tuple(Sentence(each.text, evidence) for each in paragraph)
        for paragraph in section.paragraphs
    )
    return replace(section, paragraphs=paragraphs)


def test_a_question_for_the_office_is_counted() -> None:
    draft = draft_of(SUMMARY, kind="annual-summary", year=2026, unit="云州市金融工作局党组")
    first, *rest = draft.sections
    marked = replace(first, children=(_carried(first.children[0]), *first.children[1:]))
    draft = replace(draft, sections=(marked, *rest))
    assert evaluate(from_draft(draft), draft=draft).metrics["confirmations"] == 1


def test_a_missed_target_passed_over_in_silence_is_found() -> None:
    clean = PAPERS["summary"]
    told = next(fact for fact in clean.sheet.facts if fact.value is not None)
    aim = f"不少于{(told.value or 0) + 5}{told.measure}"
    facts = tuple(
        fact.model_copy(update={"target": aim}) if fact is told else fact
        for fact in clean.sheet.facts
    )
    paper = replace(clean, sheet=clean.sheet.model_copy(update={"facts": facts}))
    found = [finding for finding in paper.judged().findings if finding.code == "C501"]
    assert len(found) == 1
    assert paper.judged().metrics["coverage"] == 1.0
