"""The passes over the whole: an outline when asked, and openings and closings smoothed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.brief import Brief
from assistant.draft import Draft, DraftSection, Evidence, Sentence
from assistant.drafting import write_draft
from assistant.planning import plan_draft
from assistant.sheet.loading import sheet_from_plain
from assistant.writing.model import ModelWriter
from assistant.writing.overview import focuses_in, outline_prompt
from assistant.writing.smoothing import loose_sentences, smoothed, smoothing_prompt
from corpus.kinds import kind_named
from tests.fakes import ScriptedChat

SHEET = sheet_from_plain(
    {
        "unit": "云州市金融工作局党组",
        "kind": "annual-summary",
        "year": "2026",
        "facts": [
            {"label": "召开党组会议", "value": "24", "unit": "次"},
            {"label": "待处置敞口", "value": "7419", "unit": "万元", "confidential": "true"},
            {"text": "9月约谈云水集团", "confidential": "true"},
        ],
        "problems": [{"text": "直接融资比重偏低", "measure": "建立上市后备企业库"}],
    },
    "facts.yaml",
)
PLAN = plan_draft(SHEET, kind_named(SHEET.kind), None)
OPENING = "2026年，局党组围绕中心、服务大局，召开党组会议24次，较好完成了全年任务。"
CLOSING = "以上报告，请审阅。"
DRAFT = Draft(
    "云州市金融工作局党组2026年度工作总结",
    "annual-summary",
    2026,
    "云州市金融工作局党组",
    (
        DraftSection(
            "1",
            1,
            "一、",
            "工作开展情况",
            (
                (
                    Sentence("做好以下3个方面工作。"),
                    Sentence("待处置敞口7419万元，如前所述。", (Evidence("fact", "F2"),)),
                    Sentence("抓好学习。"),
                ),
            ),
        ),
    ),
    opening=((Sentence(OPENING, (Evidence("fact", "F1"),)),),),
    closing=((Sentence(CLOSING),),),
)
LOOSE = loose_sentences(DRAFT, frozenset(("F2", "F3")))
WHOLE = Brief("", 0, "", "", "", 2026, run_in=False)
GUARD = ModelWriter(ScriptedChat(lines=[]), PLAN, "m").guard(WHOLE)


def opening_after(reply: str) -> str:
    draft, _ = smoothed(DRAFT, reply, LOOSE, GUARD)
    return draft.opening[0][0].text


def test_openings_closings_and_references_are_smoothed_and_nothing_else() -> None:
    assert [(each.id, each.place) for each in LOOSE] == [
        ("S1", "开头"),
        ("S2", "工作开展情况"),
        ("S3", "结尾"),
    ]


def test_no_figure_goes_out_and_nothing_confidential() -> None:
    prompt = smoothing_prompt(DRAFT, PLAN.kind, LOOSE)
    for secret in ("24次", "7419", "敞口"):
        assert secret not in prompt
    assert "召开党组会议【数2】" in prompt
    asked = outline_prompt(PLAN)
    for secret in ("24", "7419", "云水集团"):
        assert secret not in asked


def test_figures_come_back_as_they_were() -> None:
    reply = "S1：【数1】，局党组紧紧围绕中心、服务大局，召开党组会议【数2】，较好完成全年任务。"
    assert opening_after(reply) == (
        "2026年，局党组紧紧围绕中心、服务大局，召开党组会议24次，较好完成全年任务。"
    )


@pytest.mark.parametrize(
    "reply",
    [
        "S1：【数2】，局党组围绕中心、服务大局，召开党组会议【数1】，较好完成了全年任务。",
        "S1：【数1】，局党组围绕中心、服务大局，召开党组会议，较好完成了全年任务。",
        "S1：【数1】，局党组围绕中心、服务大局，召开党组会议【数2】，较好完成了全年31项任务。",
        "S1：【数1】，局党组围绕中心、服务大局，召开党组会议【数2】，各项工作居全省首位。",
        "S1：【数1】，局党组围绕中心、服务大局，召开党组会议【数2】，贷款翻番。",
        "S1：【数1】，局党组围绕中心、服务大局，召开党组会议【数2】，成立专班。",
        "S1：【数1】，局党组围绕中心，召开党组会议【数2】，局长王建国主持完成了全年任务。",
        "S1：【数1】召开党组会议【数2】。",
        "S1：【数1】，天气晴朗，大家心情都很好，一起出门去看【数2】花，十分开心快乐地回来了。",
        "S1：**【数1】**，局党组围绕中心、服务大局，召开党组会议【数2】，较好完成了全年任务。",
        "S1：【数1】，局党组围绕中心、服务大局，召开党组会议【数2】，较好完成了全年任务",
        "S9：【数1】",
        "好的，以下是修改后的句子：",
        "",
    ],
)
def test_a_sentence_that_says_anything_more_or_less_stays_as_it_was(reply: str) -> None:
    assert opening_after(reply) == OPENING


def test_what_was_refused_is_told_with_the_reason() -> None:
    _, refused = smoothed(DRAFT, "S3：以上报告共30页，请审阅。", LOOSE, GUARD)
    assert refused[0].section == "统稿"
    assert "30" in refused[0].reason


def test_a_locked_sentence_is_left_alone() -> None:
    locked = replace(DRAFT.closing[0][0], locked="张处")
    loose = loose_sentences(replace(DRAFT, closing=((locked,),)), frozenset())
    assert "结尾" not in [each.place for each in loose]


def test_an_outline_gives_each_section_something_to_dwell_on() -> None:
    reply = "S1：侧重点题\nS2 工作开展情况：侧重党建\n- S3：写够12件事\nS99：不存在\n以上是提纲。"
    focuses = focuses_in(PLAN, reply)
    assert "侧重党建" in focuses.values()
    assert not [words for words in focuses.values() if "12" in words or "不存在" in words]


def test_the_outline_is_asked_once_before_the_sections_and_shown_to_each() -> None:
    chat = ScriptedChat(
        lines=["S1：侧重党建\nS2：侧重问题\nS3：侧重措施\nS4：侧重打算", *["坚持围绕中心。"] * 40]
    )
    writer = ModelWriter(chat, PLAN, "m", outline=True)
    draft = write_draft(PLAN, writer, jobs=4)
    prompts = [str(heard[1].content) for heard in chat.heard]
    assert "全文排一遍" in prompts[0]
    assert not [prompt for prompt in prompts[1:] if "全文排一遍" in prompt]
    assert [prompt for prompt in prompts[1:] if "〖侧重" in prompt]
    assert draft.recipe["outline"] is True


def test_passes_over_the_whole_are_counted_among_what_it_cost() -> None:
    chat = ScriptedChat(lines=["坚持围绕中心。"] * 40)
    writer = ModelWriter(chat, PLAN, "m")
    draft = writer.smooth(write_draft(PLAN, writer))
    told = draft.recipe["tokens"]
    assert told["sections"][-1]["section"] == "统稿"
    assert told["in"] is None
    assert told["calls"] == len(chat.heard)
