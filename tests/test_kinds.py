import os
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clauses import split_clauses
from corpus.errors import KindError
from corpus.figures import find_figures
from corpus.kinds import IDS, Kind, KindSection, kind_named, load_kinds, sections_for
from corpus.matters import wording_of
from corpus.phrases import find_confusables, find_stale

KINDS = load_kinds()
SECTIONS = [(kind, section) for kind in KINDS.values() for section in kind.sections]
FORWARD = {"next", "tasks", "safeguards", "guiding", "situation"}


def filled(text: str, year: int) -> str:
    return text.format(
        office="云州市金融工作局党组",
        short="局党组",
        year=year,
        last=year - 1,
        next=year + 1,
        occasion=f"{year}年全市金融工作会议",
        count="三",
    )


def words_of(section: KindSection) -> tuple[str, ...]:
    return (*section.phrases, section.lead, section.measures_lead)


def all_words(kind: Kind) -> Iterator[str]:
    yield from (*kind.opening, *kind.closing)
    for section in kind.sections:
        yield from words_of(section)


def roles(kind: str, heading: str) -> list[tuple[str, int]]:
    return [(each.role, each.year) for each in sections_for(KINDS[kind], heading)]


def test_the_seven_kinds_come_in_their_order() -> None:
    assert tuple(KINDS) == IDS


@pytest.mark.parametrize("name", IDS)
def test_a_filled_title_is_right_for_its_own_kind_and_for_no_other(name: str) -> None:
    title = filled(KINDS[name].title, 2026)
    fits = [kind.id for kind in KINDS.values() if re.search(kind.title_pattern, title)]
    assert fits == [name]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("annual-summary", "2026年工作总结"),
        ("annual-summary", "云州市金融工作局2026年度党建工作总结"),
        ("duty-report", "云州市金融工作局党组2026年度履行全面从严治党主体责任情况的报告"),
        ("duty-report", "云州市金融工作局党组2026年度履行主体责任工作情况报告"),
        ("integrity-plan", "云州市金融工作局2027年党风廉政建设和反腐败工作要点"),
        ("party-building-plan", "中共云州市金融工作局党组2027年度机关党的建设工作要点"),
        ("speech", "局党组书记在2027年全面从严治党工作会议上的讲话"),
        ("work-plan", "云州市金融工作局2027年金融工作要点"),
        ("work-report", "李某某同志2026年度述职述责述廉报告"),
    ],
)
def test_common_variants_of_a_title_are_right(name: str, title: str) -> None:
    assert re.search(KINDS[name].title_pattern, title)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("annual-summary", "云州市金融工作局2026年度工作总结。"),
        ("annual-summary", "云州市金融工作局2026年度工作总结的报告"),
        ("annual-summary", "云州市金融工作局工作总结"),
        ("speech", "全市金融工作会议讲话"),
        ("work-plan", "云州市金融工作局2027年党建工作计划"),
        ("duty-report", "云州市金融工作局党组主体责任情况"),
    ],
)
def test_a_title_that_is_off_is_not_right(name: str, title: str) -> None:
    assert not re.search(KINDS[name].title_pattern, title)


@pytest.mark.parametrize("kind", KINDS.values(), ids=IDS)
def test_the_kinds_words_state_no_figure(kind: Kind) -> None:
    stated = [figure for text in all_words(kind) for figure in find_figures(text)]
    assert [figure.text for figure in stated if figure.sort != "ordinal"] == []
    assert {figure.text for figure in stated} <= {"二十届"}


@pytest.mark.parametrize("kind", KINDS.values(), ids=IDS)
def test_the_kinds_words_tell_no_deed_and_no_appraisal(kind: Kind) -> None:
    classes = {
        clause.body: wording_of(clause.body, plan=kind.plan)
        for text in all_words(kind)
        for clause in split_clauses(text)
    }
    assert {body for body, sort in classes.items() if sort in ("act", "appraisal")} == set()


@pytest.mark.parametrize("year", [2026, 2027])
@pytest.mark.parametrize(("kind", "section"), SECTIONS)
def test_no_phrase_is_stale_in_its_year(kind: Kind, section: KindSection, year: int) -> None:
    forward = section.role in FORWARD
    texts = (filled(text, year) for text in words_of(section))
    assert [find_stale(text, year + section.year, forward=forward) for text in texts if text] == [
        () for text in words_of(section) if text
    ]


@pytest.mark.parametrize("year", [2026, 2027])
@pytest.mark.parametrize("kind", KINDS.values(), ids=IDS)
def test_no_opening_or_closing_is_stale(kind: Kind, year: int) -> None:
    text = filled("".join((*kind.opening, *kind.closing)), year)
    assert find_stale(text, year, forward=kind.plan) == ()


@pytest.mark.parametrize(("kind", "section"), SECTIONS)
def test_a_section_has_two_to_five_whole_sentences(kind: Kind, section: KindSection) -> None:
    assert 2 <= len(section.phrases) <= 5
    assert all(re.fullmatch(r"[^。\s]+。", phrase) for phrase in section.phrases)
    assert all(re.fullmatch(r"[^。\s]+：|", lead) for lead in (section.lead, section.measures_lead))
    assert not any(find_confusables(text) for text in words_of(section))


def test_no_sentence_stands_twice_in_a_kind() -> None:
    for kind in KINDS.values():
        texts = [text for text in all_words(kind) if text]
        assert len(texts) == len(set(texts)), kind.id


def test_headings_and_names_hold_no_placeholder() -> None:
    plain = [text for _, each in SECTIONS for text in (each.heading, *each.aliases, *each.usual)]
    assert not any("{" in text for text in plain)


@pytest.mark.parametrize(("kind", "section"), SECTIONS)
def test_each_heading_is_recognised_by_its_own_aliases(kind: Kind, section: KindSection) -> None:
    for alias in (section.heading, *section.aliases):
        assert sections_for(kind, alias) == (section,), alias


@pytest.mark.parametrize("mark", ["二、", "（二）", "2. ", "2026年", "三、 2025年度"])
def test_a_mark_or_a_year_before_a_heading_makes_no_difference(mark: str) -> None:
    assert roles("annual-summary", mark + "存在的主要问题") == [("problems", 0)]


@pytest.mark.parametrize(
    ("kind", "heading", "expected"),
    [
        ("annual-summary", "2026年党组主要工作及成效", [("work", 0)]),
        ("annual-summary", "存在的不足和下一步工作思路", [("problems", 0), ("next", 1)]),
        ("annual-summary", "存在问题及整改措施", [("problems", 0), ("next", 1)]),
        ("annual-summary", "2026年工作总结和2027年工作计划", [("work", 0), ("next", 1)]),
        ("annual-summary", "明年主要工作安排", [("next", 1)]),
        ("annual-summary", "下一步主要工作", [("next", 1)]),
        ("annual-summary", "巡察反馈问题整改情况", [("work", 0)]),
        ("annual-summary", "工作中的差距不足及原因", [("problems", 0)]),
        ("duty-report", "（二）存在问题与不足", [("problems", 0)]),
        ("duty-report", "下步工作打算", [("next", 1)]),
        ("duty-report", "党组履行主体责任情况", [("work", 0)]),
        ("integrity-plan", "重点工作任务", [("tasks", 0)]),
        ("integrity-plan", "相关工作要求", [("safeguards", 0)]),
        ("party-building-plan", "组织领导和工作保障", [("safeguards", 0)]),
        ("party-building-plan", "总体要求和重点任务", [("guiding", 0), ("tasks", 0)]),
        ("speech", "2026年工作简要回顾", [("review", -1)]),
        ("speech", "充分认识全面从严治党面临的新形势", [("situation", 0)]),
        ("speech", "2027年主要任务", [("tasks", 0)]),
        ("speech", "2025年全面从严治党工作取得新进步", [("review", -1)]),
        ("speech", "突出重点，推动全面从严治党走深走实", [("tasks", 0)]),
        ("duty-report", "三、原因分析", [("problems", 0)]),
        ("work-plan", "年度目标任务", [("tasks", 0)]),
        ("work-report", "履行岗位职责情况", [("work", 0)]),
        ("work-report", "廉洁从政情况", [("work", 0)]),
    ],
)
def test_real_headings_serve_the_sections_they_speak_of(
    kind: str, heading: str, expected: list[tuple[str, int]]
) -> None:
    assert roles(kind, heading) == expected


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        ("annual-summary", "着力增强履职能力，提升内部管理水平"),
        ("annual-summary", "聚焦薄弱环节，防范化解金融风险"),
        ("annual-summary", "落实决策部署，服务实体经济"),
        ("duty-report", "围绕加强党的建设，认真履行主体责任"),
        ("integrity-plan", "压紧压实党风廉政建设责任"),
        ("party-building-plan", "始终把党的政治建设摆在首位"),
        ("speech", "完善长效机制，建设清廉文化"),
    ],
)
def test_a_heading_of_a_topic_serves_no_section(kind: str, heading: str) -> None:
    assert roles(kind, heading) == []


@given(heading=st.text("存在的问题不足和下一步工作打算主要情况2026年、（）一", max_size=30))
def test_a_heading_serves_at_most_two_sections_each_once(heading: str) -> None:
    served = sections_for(KINDS["annual-summary"], heading)
    assert len(served) <= 2
    assert len({id(section) for section in served}) == len(served)
    assert sections_for(KINDS["annual-summary"], heading) == served


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("年度工作总结", "annual-summary"),
        (" speech ", "speech"),
        ("工作要点", "work-plan"),
        ("述职报告", "work-report"),
    ],
)
def test_a_kind_goes_by_its_id_its_name_and_its_aliases(name: str, found: str) -> None:
    assert kind_named(name).id == found


def test_no_two_kinds_share_a_name() -> None:
    names = [name for kind in KINDS.values() for name in (kind.id, kind.name, *kind.aliases)]
    assert len(names) == len(set(names))


def test_an_unknown_kind_is_told_which_there_are() -> None:
    with pytest.raises(KindError, match=r"年报.*年度工作总结（annual-summary）.*述职述廉报告"):
        kind_named("年报")


OWN = """\
id: speech
name: 动员讲话
aliases: [工作要点]
title: 在{occasion}上的动员讲话
title_pattern: 动员讲话$
sections:
  - {role: tasks, heading: 任务, aliases: [怎么干]}
"""


def test_the_users_own_kinds_win(tmp_path: Path) -> None:
    (tmp_path / "动员.yaml").write_text(OWN, encoding="utf-8")
    own = load_kinds(tmp_path)
    assert own["speech"].name == "动员讲话"
    assert set(own) == set(IDS)
    assert kind_named("工作要点", tmp_path).id == "speech"
    assert kind_named("工作要点").id == "work-plan"


def test_a_kind_of_another_id_is_added(tmp_path: Path) -> None:
    (tmp_path / "rally.yml").write_text(OWN.replace("id: speech", "id: rally"), encoding="utf-8")
    assert tuple(load_kinds(tmp_path)) == (*IDS, "rally")


def test_a_file_that_was_changed_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "rally.yml"
    path.write_text(OWN, encoding="utf-8")
    assert load_kinds(tmp_path)["speech"].name == "动员讲话"
    path.write_text(OWN.replace("name: 动员讲话", "name: 表态讲话稿"), encoding="utf-8")
    assert load_kinds(tmp_path)["speech"].name == "表态讲话稿"


def test_a_missing_folder_of_kinds_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KindError, match=r"文件夹.*不存在"):
        load_kinds(tmp_path / "没有")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- a", "键: 值"),
        ("", "键: 值"),
        ("id: [", "第1行不合 YAML 写法"),
        (OWN.replace("name: 动员讲话\n", ""), "name 没有写"),
        (OWN + "tone: 严肃\n", "tone 是不认识的键"),
        (OWN.replace("role: tasks", "role: 任务"), "sections.1.role 只能写"),
        (OWN.replace("{occasion}", "{会议}"), "title 占位 {会议} 不认识"),
        (OWN.replace("{occasion}", "{occasion"), "title 花括号不成对"),
        (OWN.replace("动员讲话$", "'(动员'"), "title_pattern 正则式写错了"),
        (OWN.replace("[怎么干]", "['']"), "sections.1.aliases.1 别名不能为空"),
        (OWN.replace("[怎么干]", "怎么干"), "sections.1.aliases 应是一个列表"),
        (OWN + "plan: 大概\n", "plan 应写 true 或 false"),
        (OWN + "words: 1\n", "words 是不认识的键"),
    ],
)
def test_a_bad_kind_file_is_named_in_one_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "坏.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KindError, match=re.escape(says)) as caught:
        load_kinds(tmp_path)
    assert "坏.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_kind_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "坏.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KindError, match="UTF-8"):
        load_kinds(tmp_path)


def test_every_text_fills_from_the_known_placeholders() -> None:
    for kind in KINDS.values():
        for text in (kind.title, *all_words(kind)):
            assert string.Formatter().parse(filled(text, 2026))
            assert "{" not in filled(text, 2026)


def test_a_speech_is_unsigned_and_speaks_to_comrades() -> None:
    speech = KINDS["speech"]
    assert not speech.signed
    assert speech.salutation == "同志们："
    assert any("{count}" in text for text in speech.opening)
    assert any("我们要" in text for text in speech.closing)


@pytest.mark.parametrize("kind", KINDS.values(), ids=IDS)
def test_the_last_of_the_closing_is_one_the_kind_accepts(kind: Kind) -> None:
    assert bool(kind.closing) == bool(kind.closing_pattern)
    assert not kind.closing or re.search(kind.closing_pattern, kind.closing[-1])


GOLD = os.environ.get("NIGAO_GOLD_DIR", "")
GOLD_HEADINGS = [
    ("000", "annual-summary", {4: ["work"], 17: ["problems", "next"]}),
    (
        "001",
        "duty-report",
        {line: ["work"] for line in (3, 6, 9)}
        | {line: ["problems"] for line in (4, 7, 10)}
        | {11: ["next"]},
    ),
    ("002", "integrity-plan", {2: ["guiding"], 4: ["tasks"], 23: ["safeguards"]}),
    ("003", "party-building-plan", {2: ["guiding"], 4: ["tasks"], 26: ["safeguards"]}),
    (
        "004",
        "speech",
        {5: ["review"], 12: ["situation"], 17: ["tasks"], 21: ["tasks"]}
        | {line: ["situation"] for line in (14, 15, 16)},
    ),
]


@pytest.mark.gold
@pytest.mark.skipif(not GOLD, reason="NIGAO_GOLD_DIR is not set")
@pytest.mark.parametrize(("seed", "kind", "expected"), GOLD_HEADINGS)
def test_headings_of_real_reports_are_recognised(
    seed: str, kind: str, expected: dict[int, list[str]]
) -> None:
    (path,) = Path(GOLD, "seeds").glob(f"{seed}_*.txt")
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if re.match(r"[一二三四五六]、|（[一二三四五六]）", line):
            found[number] = [role for role, _ in roles(kind, line.partition("。")[0])]
    assert {number: each for number, each in found.items() if each} == expected


@pytest.mark.parametrize("words", ["特此报告。", "专此报告。", "以上报告，请予审议。"])
def test_a_report_may_close_in_any_usual_way(words: str) -> None:
    assert re.search(kind_named("duty-report").closing_pattern, words)
