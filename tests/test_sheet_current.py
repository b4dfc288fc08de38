"""The workbook of a paper under way gives back what was put in."""

from __future__ import annotations

from pathlib import Path

from desks import Talk, session_in

from assistant.sheet.loading import load_sheet


def test_what_was_given_comes_back_from_the_workbook(tmp_path: Path) -> None:
    talk = Talk(session_in(tmp_path))
    talk.say(
        "写2026年年度工作总结",
        "召开党组会议24次，走访企业36家",
        "7月引进沧海人寿保险设立云州中心支公司",
        "存在的不足：直接融资规模回落，措施：入库企业分层建档",
        "市委六届十次全会强调，坚持把金融服务实体经济作为根本宗旨",
    )
    paper = talk.open
    sheet = load_sheet(talk.session.workbook(paper))
    given = {(f.label, f.text, f.value, f.measure) for f in paper.given_facts()}
    assert {(f.label, f.text, f.value, f.measure) for f in sheet.facts if not f.is_open} == given
    assert len(given) == 3
    assert [(p.text, p.measure) for p in sheet.problems] == [
        ("直接融资规模回落", "入库企业分层建档")
    ]
    assert sheet.guidance[0].name == "市委六届十次全会"
    assert {f.blank for f in sheet.facts if f.is_open} == {
        f.blank for f in paper.sheet.facts if f.is_open
    }


def test_decisions_come_back_in_their_tables(tmp_path: Path) -> None:
    talk = Talk(session_in(tmp_path))
    talk.say("写2026年年度工作总结")
    form = talk.session.form(talk.open)
    assert form is not None
    deed, phrase = form.deeds[0].past, form.phrases[3].past
    from assistant.talk.giving import decide

    paper = decide(
        decide(talk.open, deed, "改为", "修订议事规则"), phrase, "改为", "市委六届十次全会"
    )
    sheet = load_sheet(talk.session.workbook(talk.session.keep(paper)))
    said = {each.past: (each.now, each.text) for each in sheet.decisions}
    assert said[deed] == ("改为", "修订议事规则")
    assert said[phrase] == ("改为", "市委六届十次全会")
