"""An office's own rules, waivers that are shown, and papers side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from papers import PAPERS, examined_of

from assistant.checking import CheckOrder, compare_files
from corpus.errors import SettingsError
from eval.evaluate import Judgement, evaluate
from eval.office import OURS, Rules, load_rules
from eval.together import differences


def rules_of(folder: Path, name: str, text: str) -> Rules:
    (folder / name).write_text(text, encoding="utf-8")
    return load_rules(folder)


def judged(rules: Rules, old: str = "严把入口关，", new: str = "严把入口关，") -> Judgement:
    paper = PAPERS["summary"].with_(old, new)
    return evaluate(paper.examined(), sheet=paper.sheet, past=(paper.past,), rules=rules)


def codes(judgement: Judgement) -> list[tuple[str, str]]:
    return [(each.code, each.excerpt) for each in judgement.findings]


def test_without_a_folder_our_rules_hold(tmp_path: Path) -> None:
    assert load_rules(None) is OURS
    assert load_rules(tmp_path / "none") is OURS


def test_an_office_adds_its_phrases_names_and_words(tmp_path: Path) -> None:
    rules_of(tmp_path, "phrases.yaml", "- {phrase: 金融为民办实事行动, source: 局发文}\n")
    rules_of(tmp_path, "names.yaml", "- {right: 云岭银行云州分行, wrong: [云岭分行]}\n")
    own = rules_of(tmp_path, "confusables.yaml", "- {wrong: 走仿, right: 走访, reason: 形近}\n")
    assert codes(judged(own)) == []
    assert ("W701", "金融为民办好事行动") in codes(judged(own, new="开展金融为民办好事行动，")) or (
        "W701",
        "金融为民办好事行动",
    ) in codes(judged(own, new="抓金融为民办好事行动，"))
    assert ("W704", "云岭分行") in codes(judged(own, new="云岭分行落地，"))
    assert ("W703", "走仿") in codes(judged(own, new="走仿企业，"))


def test_an_office_sets_its_thresholds(tmp_path: Path) -> None:
    own = rules_of(tmp_path, "thresholds.yaml", "repeated_sentence: 8\n")
    twice = "各支部学得很扎实。各支部学得很扎实。"
    assert "R602" not in [code for code, _ in codes(judged(OURS, new=twice))]
    assert "R602" in [code for code, _ in codes(judged(own, new=twice))]


def test_a_waived_finding_is_shown_with_its_reason_and_counts_no_more(tmp_path: Path) -> None:
    row = "- {code: W703, excerpt: 截止, reason: 省里模板如此, by: 办公室}\n"
    own = rules_of(tmp_path, "waivers.yaml", row)
    judgement = judged(own, "截至11月底", "截止11月底")
    assert codes(judgement) == []
    ((finding, waiver),) = judgement.waived
    assert (finding.code, waiver.reason, waiver.by) == ("W703", "省里模板如此", "办公室")
    assert judgement.to_plain()["waived"][0]["reason"] == "省里模板如此"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("words.yaml", "- {}", "不认识的规则文件"),
        ("waivers.yaml", "- {code: W703}", "第1条的“reason”"),
        ("waivers.yaml", "code: W703", "应是一列条目"),
        ("names.yaml", "- {right: 甲乙, worng: []}", "第1条"),
        ("thresholds.yaml", "leap: often", "leap"),
        ("thresholds.yaml", "speed: 3", "speed"),
        ("phrases.yaml", "- [", "不是能读的 YAML"),
    ],
)
def test_a_wrong_rule_is_one_line_that_names_the_file(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    with pytest.raises(SettingsError, match=says) as caught:
        rules_of(tmp_path, name, text)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def other(text: str) -> str:
    return PAPERS["duty"].text.replace("开展廉政谈话131人次", text)


def test_one_quantity_that_two_papers_tell_differently_is_found() -> None:
    paper = PAPERS["duty"]

    def examined(text: str) -> object:
        return examined_of(text, kind=paper.kind, year=paper.year, unit=paper.unit)

    same = [("甲", examined(paper.text)), ("乙", examined(paper.text))]
    assert differences(same) == ()  # type: ignore[arg-type]
    round_ = [same[0], ("乙", examined(other("开展廉政谈话突破130人次")))]
    assert differences(round_) == ()  # type: ignore[arg-type]
    apart = [("甲", examined(paper.text)), ("乙", examined(other("开展廉政谈话113人次")))]
    (found,) = differences(apart)  # type: ignore[arg-type]
    assert [(each.paper, each.text) for each in found.tellings] == [
        ("甲", "131人次"),
        ("乙", "113人次"),
    ]
    assert "《甲》写131人次，《乙》写113人次" in found.message


def test_papers_are_compared_from_files_and_one_alone_is_refused(tmp_path: Path) -> None:
    one, two = tmp_path / "甲.txt", tmp_path / "乙.txt"
    one.write_text(PAPERS["duty"].text, encoding="utf-8")
    two.write_text(other("开展廉政谈话113人次"), encoding="utf-8")
    assert [each.label for each in compare_files([one, two], CheckOrder()).differences] == [
        "廉政谈话"
    ]
    with pytest.raises(SettingsError, match="两份以上"):
        compare_files([one], CheckOrder())
