"""R601: a copy is told, what this year bears out is not, and formulas are let be."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from papers import draft_of, report_of

from assistant.draft import Draft, DraftSection, Evidence
from assistant.sheet.facts import Fact, Sheet
from eval.evaluate import evaluate
from eval.examined import from_draft
from eval.finding import Finding
from eval.office import Rules

OFFICE = "云州市金融工作局党组"
COPY = (
    "严格执行重大事项请示报告制度，每半年专题听取一次意识形态工作汇报，把网络阵地纳入日常巡查，"
    "对苗头性问题早发现早处置早报告。"
)
OWN = (
    "围绕产业园区融资难题逐户上门会诊，逐项列出堵点和办理期限，由分管负责同志盯办到底，"
    "企业满意度明显提高。选派干部到处非一线历练。"
)
COUNTED = (
    "逐级签订责任书，全年召开党组会议{count}次并逐次形成纪要，专题研究部署意识形态和保密工作，"
    "逐条分解到科室和责任人盯办落实到位。"
)
OPENING = "{year}年，局党组坚决落实市委部署，一手抓管党治党，一手抓金融服务。现将情况报告如下："
TEXT = """云州市金融工作局党组{year}年度工作总结
{opening}
一、{year}年工作开展情况
（一）坚持党的全面领导
{work}
二、存在的不足
一是{fault}。
三、{after}年工作打算
{after}年，局党组将抓好队伍建设，多派干部到一线去。
"""
FAULT = {2025: "年轻同志到县区蹲点历练的机会安排得还不够多", 2026: "首贷户培育办法还不多"}


def paper(year: int, work: str, fault: str = "") -> Draft:
    opening = OPENING.format(year=year)
    said = {"year": year, "after": year + 1, "opening": opening, "work": work}
    text = TEXT.format(fault=fault or FAULT[year], **said)
    return draft_of(text, kind="annual-summary", year=year, unit=OFFICE)


def copies(this: Draft, past: str, sheet: Sheet | None = None, **given: object) -> list[Finding]:
    """The R601 of this year's draft beside a paper of last year with ``past`` for its work."""
    last = report_of(paper(2025, past))
    judged = evaluate(from_draft(this), sheet=sheet, past=(last,), **given)  # type: ignore[arg-type]
    return [each for each in judged.findings if each.code == "R601"]


def sheet_with(count: int) -> Sheet:
    fact = Fact(id="F1", label="召开党组会议", value=Decimal(count), unit="次")
    return Sheet(unit=OFFICE, kind="annual-summary", year=2026, facts=(fact,))


def resting_on(draft: Draft, text: str, evidence: Evidence) -> Draft:
    """The draft with one paragraph's sentence resting on this evidence."""

    def marked(section: DraftSection) -> DraftSection:
        return replace(
            section,
            children=tuple(map(marked, section.children)),
            paragraphs=tuple(
                tuple(
                    replace(each, evidence=(evidence,)) if each.text == text else each
                    for each in paragraph
                )
                for paragraph in section.paragraphs
            ),
        )

    return replace(draft, sections=tuple(map(marked, draft.sections)))


def test_a_paragraph_of_last_years_by_itself_is_a_copy() -> None:
    (found,) = copies(paper(2026, f"{OWN}\n{COPY}"), COPY)
    assert found.severity == "warning"
    assert found.excerpt in COPY
    assert found.message.startswith("这里与往年材料基本一字不差，请按今年的情况改写")


def test_a_paragraph_of_last_years_inside_one_of_this_years_is_a_copy() -> None:
    past = COPY + COUNTED.format(count=24)
    (found,) = copies(paper(2026, OWN + past + OWN.replace("产业园区", "文旅企业")), past)
    assert found.excerpt in past


def test_several_copies_in_a_part_are_one_finding_with_their_number() -> None:
    other = OWN.replace("，", "、")
    (found,) = copies(paper(2026, f"{OWN}\n{COPY}"), f"{OWN}\n{COPY}")
    assert "这一部分还有1段也有这样的文字" in found.message
    assert copies(paper(2026, other), COPY) == []


def test_a_fault_of_last_years_told_again_is_a_copy_however_short() -> None:
    again = paper(
        2026,
        OWN,
        fault=f"{FAULT[2025]}，首贷户培育办法也还不多，产业链金融刚刚起步，要一项一项补上短板",
    )
    (found,) = copies(again, COPY)
    assert found.excerpt.endswith(FAULT[2025])
    assert "超过15%" in found.message


def test_the_formula_that_opens_a_paper_is_no_copy() -> None:
    assert copies(paper(2026, OWN), COPY) == []


def test_a_clause_with_this_years_figure_is_this_years() -> None:
    told, past = COUNTED.format(count=26), COUNTED.format(count=24)
    assert copies(paper(2026, f"{OWN}\n{told}"), past) != []
    assert copies(paper(2026, f"{OWN}\n{told}"), past, sheet_with(26)) == []


@pytest.mark.parametrize(
    "evidence",
    [
        Evidence("passage", "r#1", "沿用"),
        Evidence("fact", "F1", ""),
        Evidence("guidance", "G1", ""),
        Evidence("decision", "D1", ""),
    ],
)
def test_what_a_draft_bears_out_is_no_copy(evidence: Evidence) -> None:
    draft = resting_on(paper(2026, f"{OWN}\n{COPY}"), COPY, evidence)
    assert copies(draft, COPY, draft=draft) == []


def test_what_a_model_wrote_down_again_is_a_copy() -> None:
    draft = resting_on(paper(2026, f"{OWN}\n{COPY}"), COPY, Evidence("model", "", ""))
    (found,) = copies(draft, COPY, draft=draft)
    assert found.excerpt in COPY


def test_an_office_may_set_how_long_a_copy_is() -> None:
    longer = Rules(thresholds={"shortest_copy": 200, "copied_stretch": 200})
    draft = paper(2026, f"{OWN * 3}\n{COPY}")
    assert copies(draft, COPY) != []
    assert copies(draft, COPY, rules=longer) == []


def test_the_share_told_is_that_of_all_words() -> None:
    judged = evaluate(from_draft(paper(2026, COPY)), past=(report_of(paper(2025, COPY)),))
    assert judged.metrics["reuse"] is not None
    assert judged.metrics["reuse"] > 0.5
