"""todo.md: what is left for the writer, by department and section."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from export_drafts import DUTY_REPORT, PLAN, SHEET, said

from assistant.draft import Evidence, Hole
from assistant.export.todo import to_todo
from assistant.sheet.facts import Fact


def part(todo: str, mark: str) -> str:
    """The part that begins with ``mark``, up to the next."""
    behind = todo.split(f"\n## {mark}", 1)[1]
    return behind.split("\n## ", 1)[0]


def test_the_head_counts_what_is_left() -> None:
    title, counts = to_todo(DUTY_REPORT, SHEET).split("\n\n")[:2]
    assert title == f"# {DUTY_REPORT.title}：待办"
    assert counts == "待补1处，去年讲过今年没讲2条，沿用常规表述2句，没有用上的事实2条。"


def test_rows_nobody_filled_in_are_counted_apart_from_facts_that_found_no_place() -> None:
    row = Fact(id="F90", label="开展走访", unit="次", required=False)
    draft = replace(DUTY_REPORT, unused=(*DUTY_REPORT.unused, "F90"))
    sheet = SHEET.model_copy(update={"facts": (*SHEET.facts, row)})
    assert "没有用上的事实2条，没有填数1项。" in to_todo(draft, sheet)


def test_holes_are_listed_by_department() -> None:
    holes = (
        Hole(1, "1.1", "开展谈心谈话", "人次", "机关纪委", "32人次"),
        Hole(2, "1.2", "贷款余额", "亿元", "银行科"),
        Hole(3, "1.2", "处分党员", "人", "机关纪委"),
        Hole(4, "1.2", "召开党组会议", "次", "", "", "F1"),
        Hole(5, "2", "化解风险", "起"),
    )
    told = part(to_todo(replace(DUTY_REPORT, holes=holes), SHEET), "①")
    first = "- 【待补1】开展谈心谈话（人次），见“（一）坚持党的全面领导”。上年：32人次"
    assert f"### 机关纪委（2处）\n\n{first}\n- 【待补3】" in told
    assert "### 银行科（1处）" in told
    assert "### 办公室（1处）\n\n- 【待补4】" in told
    assert "### 责任科室未定（1处）" in told


def test_words_left_out_stand_under_their_section_with_the_reason() -> None:
    told = part(to_todo(DUTY_REPORT, SHEET), "②")
    assert (
        "### （一）坚持党的全面领导\n\n- 去年：成立＊＊个工作专班（去年的动作，今年无事实支持）"
        in told
    )
    assert "### （二）服务实体经济" in told


def test_routine_wording_takes_one_line_a_section() -> None:
    told = part(to_todo(DUTY_REPORT, SHEET), "③")
    lines = [line for line in told.splitlines() if line.startswith("- ")]
    assert lines == ["- （一）坚持党的全面领导：2句，如“严格执行请示报告制度——重大事项一事……”"]


def test_a_doubt_about_a_sentence_is_told() -> None:
    doubt = Evidence("kind", "periods", "待核实：专项行动是否仍在开展")
    draft = replace(DUTY_REPORT, opening=(said("持续开展专项行动。", doubt),))
    assert "- 开头：“持续开展专项行动”待核实：专项行动是否仍在开展" in part(
        to_todo(draft, SHEET), "③"
    )


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        (Fact(id="F9", text="某事", weight="备用"), "标为备用或非必用"),
        (Fact(id="F9", text="某事", required=False), "标为备用或非必用"),
        (Fact(id="F9", text="某事", confidential=True), "标为保密"),
        (Fact(id="F9", text="某事", year=2025), "是2025年的事，本稿写2026年"),
        (Fact(id="F9", text="某事", section="信访工作"), "本稿没有“信访工作”这一板块"),
        (Fact(id="F9", text="某事", section="服务实体经济"), "请手工写入"),
        (Fact(id="F9", text="某事"), "请在事实表写明板块"),
    ],
)
def test_a_fact_without_a_place_is_told_with_the_likeliest_reason(fact: Fact, reason: str) -> None:
    sheet = SHEET.model_copy(update={"facts": (fact,)})
    told = part(to_todo(replace(DUTY_REPORT, unused=("F9",)), sheet), "④")
    assert "- F9 某事（来源未填）。" in told
    assert reason in told


def test_an_unused_figure_keeps_its_places() -> None:
    fact = Fact(id="F2", label="不良贷款率", value=Decimal("1.20"), unit="%", source="监管分局")
    sheet = SHEET.model_copy(update={"facts": (fact,)})
    told = part(to_todo(replace(DUTY_REPORT, unused=("F2",)), sheet), "④")
    assert "F2 不良贷款率：1.20%（来源：监管分局）" in told


def test_a_finished_draft_leaves_nothing_to_do() -> None:
    todo = to_todo(PLAN, SHEET)
    assert todo.count("无。") == 4
    assert "待补0处" in todo


def test_the_same_draft_gives_the_same_list() -> None:
    assert to_todo(DUTY_REPORT, SHEET) == to_todo(DUTY_REPORT, SHEET)
