"""Remarks at the margin: each figure has its own, on exactly its characters."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from edited_words import DOCUMENT, counted, part
from export_drafts import PLAN, SHEET
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.draft import Draft, Evidence, Sentence
from assistant.edited.comments import read_comments
from assistant.edited.styles import page_of
from assistant.edited.wordfile import open_word
from assistant.export.anchors import anchored_remarks
from assistant.export.docx import PROVES, to_docx
from assistant.ledger import Ledger
from assistant.sheet.facts import Decision, Fact, Guidance, Problem, Sheet

PROBLEM = Problem(id="P1", text="直接融资比重偏低", measure="建立上市后备企业库", found_by="巡察")
EVENT = Fact(id="F9", text="6月引进云岭银行设立云州分行", source="银行科")
GUIDANCE = Guidance(id="G1", name="市委五届三次全会", issuer="市委")
DECISION = Decision(id="D1", past="成立信息写作小组", now="做法沿用")


def sheet_of(*facts: Fact) -> Sheet:
    return SHEET.model_copy(
        update={
            "facts": facts,
            "problems": (PROBLEM,),
            "guidance": (GUIDANCE,),
            "decisions": (DECISION,),
        }
    )


def remarks(text: str, *items: Fact | Evidence) -> list[tuple[str, str]]:
    """(the words it is on, the remark) for a sentence that rests on these."""
    facts = [each for each in items if isinstance(each, Fact)]
    sheet = sheet_of(*facts)
    evidence = tuple(
        Evidence("fact", each.id) if isinstance(each, Fact) else each for each in items
    )
    told = anchored_remarks(Sentence(text, evidence), sheet, Ledger.of(sheet), year=2026)
    return [(text[each.start : each.end], each.text) for each in told]


def whose(text: str, *items: Fact | Evidence) -> list[tuple[str, list[str]]]:
    """(the words, what each line begins with)."""
    told = remarks(text, *items)
    return [(words, [line.split(" ")[0] for line in said.split("\n")]) for words, said in told]


MEETINGS = counted("F1", "召开党组会议", "24", "次", "21", source="台账")
TOPICS = counted("F2", "研究重要议题", "124", "项")
LOANS = counted("F3", "各项贷款余额", "1718.5", "亿元", "1563.2", source="月报")
FIRMS, BANKS = counted("F4", "走访企业", "12", "家"), counted("F5", "走访银行", "12", "家")


def test_each_figure_of_a_sentence_has_a_remark_of_its_own() -> None:
    assert remarks("全年召开党组会议24次，研究重要议题124项。", MEETINGS, TOPICS) == [
        ("24次", "F1 召开党组会议：24次；上年21次；比上年增加3次（14.3%）；来源：台账"),
        ("124项", "F2 研究重要议题：124项；来源未填"),
    ]


@pytest.mark.parametrize("order", [(FIRMS, BANKS), (BANKS, FIRMS)])
def test_two_facts_of_one_amount_have_each_their_own(order: tuple[Fact, Fact]) -> None:
    assert whose("走访银行12家、走访企业12家。", *order) == [
        ("12家", ["F5"]),
        ("12家", ["F4"]),
    ]


def test_figures_that_may_be_either_fact_are_told_by_the_sentence() -> None:
    one, other = counted("F4", "办结事项", "12", "件"), counted("F5", "办结事项", "12", "件")
    text = "办结事项12件，办结事项12件。"
    assert whose(text, one, other) == [(text, ["F4", "F5"])]


def test_one_figure_for_two_facts_of_one_amount_is_the_one_its_words_speak_of() -> None:
    text = "走访银行12家。"
    assert whose(text, FIRMS, BANKS) == [(text, ["F4"]), ("12家", ["F5"])]


def test_a_figure_told_twice_is_remarked_on_twice() -> None:
    told = whose("召开党组会议24次，24次党组会议均有纪要。", MEETINGS)
    assert told == [("24次", ["F1"]), ("24次", ["F1"])]


def test_a_figure_is_placed_by_its_value_where_the_words_do_not_name_it() -> None:
    assert whose("全年听取各支部工作情况24次。", MEETINGS) == [("24次", ["F1"])]


def test_a_figure_whose_words_name_another_fact_is_not_taken_for_its_own() -> None:
    text = "研究重要议题24项次，召开党组会议多次。"
    topics, other = (
        counted("F2", "研究重要议题", "124", "项次"),
        counted("F7", "办结信访件", "24", "项次"),
    )
    assert ("24项次", ["F7"]) not in whose(text, other, topics)


def test_a_sentence_of_no_words_has_no_remark() -> None:
    empty = replace(PLAN, opening=((Sentence("", (Evidence("fact", "F1"),)),),), sheet=SHEET)
    content = to_docx(empty)
    assert b"commentRangeStart" not in part(content, DOCUMENT)
    assert "word/comments.xml" not in zipfile.ZipFile(BytesIO(content)).namelist()


def test_a_fact_that_stands_nowhere_in_the_sentence_stays_in_its_remark() -> None:
    assert whose("认真履行职责。", MEETINGS) == [("认真履行职责。", ["F1"])]


def test_growth_and_difference_say_what_they_are_reckoned_from() -> None:
    told = remarks("各项贷款余额1718.5亿元，同比增长9.9%，增加155.3亿元。", LOANS)
    reckoned = (
        "F3对上年 各项贷款余额：1718.5亿元对上年1563.2亿元；比上年增加155.3亿元（9.9%）；来源：月报"
    )
    assert told[1:] == [("9.9%", reckoned), ("155.3亿元", reckoned)]


def test_last_years_value_is_remarked_on_as_last_years() -> None:
    told = dict(remarks("召开党组会议24次，上年召开党组会议21次。", MEETINGS))
    assert told["21次"] == "F1的上年数 召开党组会议：21次；今年24次；来源：台账"


def test_growth_told_alone_tells_the_fact() -> None:
    assert whose("各项贷款余额同比增长9.9%。", LOANS) == [("9.9%", ["F3对上年"])]


def test_a_total_names_its_parts() -> None:
    told = remarks(
        "走访企业12家、走访项目80家，合计92家。", FIRMS, counted("F6", "走访项目", "80", "家")
    )
    assert told[-1] == ("92家", "合计：F4＋F6")


def test_a_share_names_part_and_whole() -> None:
    small = counted("F6", "小微贷款余额", "343.7", "亿元")
    told = remarks("各项贷款余额1718.5亿元，其中小微贷款余额343.7亿元，占比20%。", LOANS, small)
    assert told[-1] == ("20%", "占比：F6÷F3")


def test_a_rounded_wording_is_the_figure_of_its_fact() -> None:
    fact = LOANS.model_copy(update={"say": "突破1700亿元"})
    assert whose("各项贷款余额突破1700亿元。", fact) == [("1700亿元", ["F3"])]


@pytest.mark.parametrize(
    ("text", "words", "item"),
    [
        ("突出招商，6月引进云岭银行设立云州分行。", "6月引进云岭银行设立云州分行", EVENT),
        ("二是直接融资比重偏低。", "直接融资比重偏低", Evidence("problem", "P1", "巡察")),
        ("下一步建立上市后备企业库。", "建立上市后备企业库", Evidence("problem", "P1", "整改措施")),
        ("落实市委五届三次全会部署。", "市委五届三次全会", Evidence("guidance", "G1")),
        ("发挥信息写作小组作用。", "发挥信息写作小组作用。", Evidence("decision", "D1")),
        ("直接融资比重偏低。", "直接融资比重偏低。", Evidence("problem", "P1")),
    ],
)
def test_what_has_no_number_is_remarked_on_at_its_words(
    text: str, words: str, item: Fact | Evidence
) -> None:
    assert [at for at, _ in remarks(text, item)] == [words]


def test_doubts_stay_with_the_sentence_beside_its_figures() -> None:
    doubt = Evidence("kind", "periods", "待核实：改为新提法")
    text = "召开党组会议24次。"
    assert remarks(text, doubt, MEETINGS) == [
        (text, "待核实：改为新提法"),
        ("24次", remarks(text, MEETINGS)[0][1]),
    ]


# --- in the file -----------------------------------------------------------------------------


def in_file(draft: Draft, path: Path) -> list[tuple[str, str]]:
    """(the words it is on, the remark) for each remark on evidence in the draft's Word file."""
    path.write_bytes(to_docx(draft))
    file = open_word(path)
    page = page_of(file)
    assert [line.text for line in page.lines][1] == "".join(e.text for e in draft.opening[0])
    return [
        (page.anchors[each.id].words, each.text)
        for each in read_comments(file)
        if each.author == PROVES
    ]


def test_the_file_holds_each_remark_on_exactly_its_words(tmp_path: Path) -> None:
    sheet = sheet_of(MEETINGS, TOPICS, LOANS)
    evidence = (*(Evidence("fact", fact.id) for fact in sheet.facts), Evidence("problem", "P1"))
    text = "召开党组会议24次，研究重要议题124项，各项贷款余额1718.5亿元，同比增长9.9%；发挥作用。"
    draft = replace(PLAN, opening=((Sentence(text, evidence),),), sheet=sheet)
    told = in_file(draft, tmp_path / "稿.docx")
    assert [words for words, _ in told] == [text, "24次", "124项", "1718.5亿元", "9.9%"]


LABELS = ("召开党组会议", "研究重要议题", "开展调研", "走访企业", "化解陈案", "举办培训")


def amounts() -> st.SearchStrategy[Decimal]:
    return st.decimals(1, 99999, places=1, allow_nan=False) | st.integers(1, 40).map(Decimal)


@st.composite
def told_facts(draw: st.DrawFn) -> tuple[Fact, ...]:
    labels = draw(st.permutations(LABELS))[: draw(st.integers(1, 5))]
    values = [draw(amounts()) for _ in labels]
    return tuple(
        counted(f"F{at}", label, f"{value:f}", draw(st.sampled_from(("次", "家", "亿元"))))
        for at, (label, value) in enumerate(zip(labels, values, strict=True), start=1)
    )


@settings(max_examples=60, deadline=None)
@given(told_facts(), st.sampled_from(("，", "、", "；")))
def test_whatever_is_told_each_fact_has_one_remark_that_holds_its_value(
    facts: Sequence[Fact], stop: str
) -> None:
    text = stop.join(f"{fact.label}{fact.value:f}{fact.measure}" for fact in facts) + "。"
    told = remarks(text, *facts)
    lines = Counter(line.split(" ")[0] for _, said in told for line in said.split("\n"))
    assert lines == Counter({fact.id: 1 for fact in facts})
    for words, said in told:
        for fact in facts:
            if said.startswith(f"{fact.id} "):
                assert words == f"{fact.value:f}{fact.measure}"


@settings(max_examples=25, deadline=None)
@given(facts=told_facts())
def test_text_cut_at_its_figures_reads_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, facts: Sequence[Fact]
) -> None:
    text = "，".join(f"{fact.label}{fact.value:f}{fact.measure}" for fact in facts) + "。"
    evidence = tuple(Evidence("fact", fact.id) for fact in facts)
    draft = replace(PLAN, opening=((Sentence(text, evidence),),), sheet=sheet_of(*facts))
    told = in_file(draft, tmp_path_factory.mktemp("稿") / "稿.docx")
    assert Counter(said.split(" ")[0] for _, said in told) == Counter(fact.id for fact in facts)
