"""Kinds learned from reports: what is taken of them, what never is, and that the kinds work."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from canaries import CANARIES, plantings

from assistant.cli import main
from assistant.desk import DraftOrder, draft_sheet
from assistant.sheet.loading import load_sheet
from assistant.talk.session import Session
from assistant.talk.surroundings import Surroundings
from corpus.errors import KindError
from corpus.figures import find_figures
from corpus.kinds import Kind, kind_named, load_kinds, read_kind, sections_for, to_yaml
from corpus.learning import kept_heading, learn_kind
from corpus.reading import read_report
from corpus.report import Report
from corpus.samples import sample_folder
from eval.evaluate import evaluate
from eval.examined import from_report

REPORTS = Path(str(sample_folder())) / "reports"
SHEETS = sorted((Path(str(sample_folder())) / "sheets").iterdir())
SAMPLES = {path.name: read_report(path) for path in sorted(REPORTS.iterdir())}
TEXTS = [path for path in sorted(REPORTS.iterdir()) if path.suffix in (".txt", ".md")]
GOLD = os.environ.get("NIGAO_GOLD_DIR", "")
FORM = {"S101", "S102", "S106", "S107"}

RECTIFIED = """\
云州市金融工作局关于市委巡察反馈意见整改情况的报告

市委：

现将2025年整改情况报告如下。

一、整改落实总体情况

（一）压实责任。局党组坚持把巡察整改作为重大政治任务，严格落实主体责任，定期听取整改进展汇报，逐项对账销号，推动整改落地见效。召开专题会议12次。

二、2025年重点整改事项完成情况

（一）强化理论学习。坚持个人自学与集中学习相结合，严格执行“第一议题”制度，不断提高运用党的创新理论指导金融工作的能力。开展集中学习18次。

三、深入实施“沧海行动”，加强队伍建设

坚持严管和厚爱结合，加强干部教育管理监督，锻造忠诚干净担当的干部队伍。

四、下一步工作打算

坚持标本兼治，持续巩固整改成果，建立健全长效机制，以整改实效推动各项工作提质增效，为全市高质量发展提供有力支撑。

云州市金融工作局
2025年12月20日
"""
KIN = "整改情况报告"


def of_kind(kind: str) -> list[Report]:
    return [report for report in SAMPLES.values() if report.kind == kind]


def learned(reports: Sequence[Report], name: str = "") -> Kind:
    return learn_kind(reports, kind_named(reports[0].kind), name).kind


def written(path: Path, text: str, **given: str) -> Report:
    path.write_text(text, encoding="utf-8")
    return read_report(path, **given)  # type: ignore[arg-type]


def words(text: str) -> set[str]:
    """Runs of 13 characters without marks: a sentence taken over shows by them."""
    plain = re.sub(r"[^\u4e00-\u9fff]", "", text)
    return {plain[at : at + 13] for at in range(len(plain) - 12)}


def bodies(report: Report) -> Iterator[str]:
    yield from (*report.opening, *report.closing, report.signature)
    for section in report.walk():
        yield from section.paragraphs


def own_words(kind: Kind, base: Kind) -> str:
    """What a learned kind says that the one it was learned after does not."""
    held = set(yaml.safe_dump(base.model_dump(), allow_unicode=True, width=10_000).splitlines())
    made = yaml.safe_dump(kind.model_dump(), allow_unicode=True, width=10_000).splitlines()
    return "\n".join(line for line in made if line not in held)


def faults(kind: Kind, report: Report) -> set[str]:
    judged = evaluate(from_report(report, kind))
    return {finding.code for finding in judged.findings} & FORM


# -- what is taken --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "kept"),
    [
        ("2025年党组工作开展情况", "党组工作开展情况"),
        ("总结成绩，肯定2025年全面从严治党成效", "总结成绩，肯定全面从严治党成效"),
        ("深入实施“沧海行动”，加强队伍建设", "加强队伍建设"),
        ("推动云岭银行增资3.2亿元", ""),
        ("召开党组会议**次", ""),
        ("学习贯彻党的十九大精神，加强队伍建设", "加强队伍建设"),
        ("存贷款规模创历史新高", ""),
        ("成立工作专班，服务实体经济", "服务实体经济"),
        ("履行主体责任的主要做法和成效。", "履行主体责任的主要做法和成效"),
    ],
)
def test_of_a_heading_stays_what_tells_nothing(heading: str, kept: str) -> None:
    assert kept_heading(heading) == kept


def test_the_offices_own_name_is_not_kept() -> None:
    assert kept_heading("云州市金融工作局工作情况", ("云州市金融工作局",)) == ""


@pytest.mark.parametrize("name", SAMPLES)
def test_a_kind_learned_from_one_report_finds_nothing_wrong_with_its_form(name: str) -> None:
    assert faults(learned([SAMPLES[name]]), SAMPLES[name]) == set()


@pytest.mark.parametrize("kind", sorted({report.kind for report in SAMPLES.values()}))
def test_a_kind_learned_from_all_years_fits_each_year(kind: str) -> None:
    reports = of_kind(kind)
    assert [faults(learned(reports), report) for report in reports] == [set()] * len(reports)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_sentence_and_no_value_of_a_report_is_taken(name: str) -> None:
    report = SAMPLES[name]
    base = kind_named(report.kind)
    kind = learned([report])
    own = own_words(kind, base)
    told = set().union(*map(words, bodies(report)))
    # The paper's own name may stand in its first paragraph.
    assert words(own) & told <= words(report.title)
    headings = [text for each in kind.sections for text in (each.heading, *each.aliases)]
    assert [text for text in headings if find_figures(text) or "云州" in text] == []
    assert "云州" not in to_yaml(kind)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_no_canary_of_a_report_gets_into_its_kind(path: Path, tmp_path: Path) -> None:
    for turn, text in enumerate(plantings(path.read_text("utf-8"))):
        report = written(tmp_path / f"{turn}{path.suffix}", text, kind=SAMPLES[path.name].kind)
        kind = to_yaml(learned([report]))
        assert [canary for canary in CANARIES if canary in kind] == []


@pytest.mark.parametrize(
    "title",
    [
        "翠岭集团2025年度工作总结",
        "王铁山同志2025年度工作总结",
        "关于“银龄守护”行动2025年度工作总结",
        "云州市金融工作局2025年7419项任务工作总结",
    ],
)
def test_no_canary_of_a_title_gets_into_the_kind(title: str) -> None:
    report = replace(SAMPLES["2025_年度工作总结.txt"], title=title)
    kind = to_yaml(learned([report]))
    assert [canary for canary in CANARIES if canary in kind] == []


def test_a_report_by_domains_gives_the_parts_each_domain_has() -> None:
    kind = learned([SAMPLES["2023_履行主体责任情况报告.md"]])
    assert [(each.role, each.year) for each in kind.sections] == [
        ("work", 0),
        ("problems", 0),
        ("next", 1),
    ]


def test_years_are_told_from_headings_relative_to_the_sheet() -> None:
    kind = learned([SAMPLES["2026_讲话.md"]])
    assert [(each.role, each.year) for each in kind.sections] == [
        ("review", -1),
        ("situation", 0),
        ("tasks", 0),
    ]
    assert (kind.salutation, kind.signed, kind.is_spoken) == ("同志们：", False, True)


def test_an_office_addressed_is_no_salutation_of_the_kind() -> None:
    report = SAMPLES["2023_履行主体责任情况报告.md"]
    assert report.salutation == "市委："
    assert learned([report]).salutation == ""


@pytest.fixture
def rectified(tmp_path: Path) -> Report:
    return written(tmp_path / "整改.txt", RECTIFIED, kind="duty-report")


def test_a_kind_of_another_name_is_one_of_its_own(rectified: Report) -> None:
    kind = learned([rectified], KIN)
    assert (kind.id, kind.name, kind.aliases) == (KIN, KIN, ())
    assert kind.title == "{office}关于市委巡察反馈意见整改情况的报告"
    assert [(each.heading, each.required) for each in kind.sections] == [
        ("整改落实总体情况", True),
        ("重点整改事项完成情况", True),
        ("加强队伍建设", False),
        ("下一步工作打算", True),
    ]
    assert not any("履行主体责任" in text for text in kind.opening)


def test_what_recurs_is_required_and_the_rest_is_not(rectified: Report) -> None:
    def year(number: int, extra: str) -> Report:
        sections = [replace(each) for each in rectified.sections]
        sections[2] = replace(sections[2], heading=extra)
        return replace(
            rectified, id=f"r{number}", year=number, sections=tuple(sections[: 4 if extra else 2])
        )

    reports = [year(2023, ""), year(2024, "加强队伍建设"), year(2025, "加强队伍自身建设")]
    kind = learned(reports, KIN)
    assert [(each.heading, each.required) for each in kind.sections] == [
        ("整改落实总体情况", True),
        ("重点整改事项完成情况", True),
        ("加强队伍自身建设", True),
        ("下一步工作打算", True),
    ]
    (rare,) = [each for each in learned(reports[:2], "整").sections if each.role == "next"]
    assert not rare.required


def test_a_report_without_headings_teaches_nothing(rectified: Report) -> None:
    with pytest.raises(KindError, match="没有可以学的标题"):
        learned([replace(rectified, sections=())])


def test_the_order_of_the_reports_makes_no_difference() -> None:
    reports = of_kind("speech")
    assert learned(reports) == learned(reports[::-1])


def test_a_learned_kind_reads_back_from_its_file(tmp_path: Path) -> None:
    for kind in load_kinds():
        made = learned(of_kind(kind) or of_kind("annual-summary"))
        (tmp_path / "kind.yaml").write_text(to_yaml(made), encoding="utf-8")
        assert read_kind(tmp_path / "kind.yaml") == made


def test_each_heading_is_recognised_as_its_own_part() -> None:
    for kind in map(learned, map(of_kind, {report.kind for report in SAMPLES.values()})):
        for section in kind.sections:
            assert section in sections_for(kind, section.heading)


# -- what it is good for --------------------------------------------------------------------------


@pytest.fixture
def teach(home: Path) -> Callable[..., Path]:
    """Learns a kind by the command into the folder of one's own kinds."""

    def learn(*names: str) -> Path:
        file = home / "kinds" / "own.yaml"
        file.parent.mkdir(exist_ok=True)
        assert main(["kinds", "learn", *names, "-o", str(file)]) == 0
        return file

    return learn


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_drafts_of_learned_kinds_pass(path: Path, tmp_path: Path) -> None:
    sheet = load_sheet(path)
    reports = of_kind(sheet.kind)
    (tmp_path / "own.yaml").write_text(to_yaml(learned(reports)), encoding="utf-8")
    newest = max(reports, key=lambda report: report.year)
    like = str(REPORTS / newest.source)
    for order in (DraftOrder(kinds=tmp_path, like=like), DraftOrder(kinds=tmp_path)):
        drafted = draft_sheet(sheet, None, order)
        errors = [each for each in drafted.judgement.findings if each.severity == "error"]
        assert errors == []
        assert drafted.judgement.to_plain()["metrics"]["coverage"] == 1.0


def test_the_commands_work_with_a_learned_kind(
    home: Path,
    tmp_path: Path,
    teach: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    past = tmp_path / "past" / "整改.txt"
    past.parent.mkdir()
    past.write_text(RECTIFIED, encoding="utf-8")
    teach(str(past), "--kind", "duty-report", "--name", KIN)
    assert "必有  整改落实总体情况" in capsys.readouterr().out
    assert main(["kinds", "show", KIN]) == 0
    assert main(["index", str(past)]) == 0
    assert "整改情况报告《" in capsys.readouterr().out
    assert main(["form", KIN, "-o", str(tmp_path / "facts.xlsx")]) == 0
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text(
        "unit: 云州市金融工作局\nkind: 整改情况报告\nyear: 2026\nfacts:\n"
        "  - {label: 召开专题会议, value: 15, unit: 次, source: 台账}\n"
        "  - {label: 开展集中学习, value: 20, unit: 次, source: 台账}\n",
        encoding="utf-8",
    )
    assert main(["draft", str(sheet), "-o", str(tmp_path / "out")]) == 0
    text = (tmp_path / "out" / "draft.md").read_text("utf-8")
    assert "# 云州市金融工作局关于市委巡察反馈意见整改情况的报告" in text
    assert "召开专题会议15次" in text
    assert "沧海行动" not in text
    file = str(tmp_path / "out" / "draft.docx")
    assert main(["check", file, "--facts", str(sheet)]) == 0
    assert main(["check", str(past)]) == 0
    assert "S10" not in capsys.readouterr().out


def test_the_year_may_be_given_where_a_report_does_not_tell_it(
    tmp_path: Path, teach: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    past = tmp_path / "整改.txt"
    past.write_text(re.sub("2025年(?:12月20日)?", "", RECTIFIED), encoding="utf-8")
    asked = [str(past), "--kind", "duty-report", "--name", KIN]
    assert main(["kinds", "learn", *asked, "-o", str(tmp_path / "k.yaml")]) == 2
    assert "--year" in capsys.readouterr().err
    assert read_kind(teach(*asked, "--year", "2025")).sections[0].heading == "整改落实总体情况"


def test_the_page_knows_reports_of_a_learned_kind(
    home: Path, tmp_path: Path, teach: Callable[..., Path]
) -> None:
    past = tmp_path / "整改.txt"
    past.write_text(RECTIFIED, encoding="utf-8")
    teach(str(past), "--kind", "duty-report", "--name", KIN)
    around = Surroundings(
        home / "desk", home / "library", lambda: date(2026, 12, 1), kinds=home / "kinds"
    )
    (read,) = Session(around, "").past.take([past]).read
    assert read["kind"] == KIN


def test_a_learned_kind_takes_the_shipped_ones_place(
    home: Path, teach: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    teach(*(str(REPORTS / report.source) for report in of_kind("party-building-plan")))
    assert load_kinds(home / "kinds")["party-building-plan"].sections[1].heading == "重点任务"
    assert main(["index", str(REPORTS)]) == 0
    again = teach("party-building-plan-2024-" + _digits(home, "party-building-plan-2024-"))
    assert read_kind(again).sections[1].heading == "主要任务"


def _digits(home: Path, begins: str) -> str:
    (path,) = (home / "library" / "reports").glob(f"{begins}*.json")
    return path.stem.removeprefix(begins)


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["2024_讲话.txt", "2024_党建工作计划.txt"], "不是一个文种"),
        (["2024_讲话.txt", "--name", "讲话稿"], "要代替它请去掉 --name"),
        (["2024_讲话.txt", "--kind", "小说"], "不认识的文种"),
        (["没有.txt"], "找不到参照材料"),
    ],
)
def test_what_cannot_be_learned_is_one_line_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], names: list[str], says: str
) -> None:
    asked = [str(REPORTS / name) if name.endswith(".txt") else name for name in names]
    assert main(["kinds", "learn", *asked, "-o", str(tmp_path / "k.yaml")]) == 2
    assert says in capsys.readouterr().err
    assert main(["kinds", "learn", *asked[:1], "-o", str(tmp_path / "k.docx")]) == 2
    assert list(tmp_path.iterdir()) == []


# -- real reports ---------------------------------------------------------------------------------


@pytest.mark.gold
@pytest.mark.skipif(not GOLD, reason="NIGAO_GOLD_DIR is not set")
def test_kinds_learned_from_real_reports_fit_them_and_hold_none_of_their_words(
    tmp_path: Path,
) -> None:
    paths = [*Path(GOLD, "seeds").iterdir(), *Path(GOLD, "real").iterdir()]
    assert paths
    for path in paths:
        copy = tmp_path / path.name
        shutil.copyfile(path, copy)
        report = read_report(copy)
        base = kind_named(report.kind)
        kind = learned([report])
        assert faults(kind, report) == set(), path.name
        told = set().union(*map(words, bodies(report)))
        assert words(own_words(kind, base)) & told <= words(report.title), path.name
