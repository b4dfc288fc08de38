"""The command line: what it prints, where, with which exit status, and what it leaves behind."""

from __future__ import annotations

import argparse
import io
import json
import shutil
import subprocess
import sys
from importlib.resources import as_file
from pathlib import Path
from typing import Any

import pytest
import yaml
from servers import Bad, embedding_server

from assistant import __version__, cli
from assistant.cli import main
from assistant.cli_parser import build_parser
from assistant.indexing import index_reports
from corpus.kinds import IDS, Kind
from corpus.samples import sample_folder
from eval.finding import Finding

# A past report small enough to say by eye what is to be printed of it.
SUMMARY = """\
云州市金融工作局党组2025年度工作总结

2025年，局党组认真履行职责，统筹推进全市金融工作。

一、工作开展情况

（一）坚持党的全面领导。召开党组会议12次，研究议题30项。

（二）加强队伍建设。开展培训**次，参加260人次，干部队伍的专业能力进一步增强。

二、存在的不足

（一）理论学习不够深入。学用结合不够紧密，用新思想指导金融工作实践的办法还不多。

三、下一步工作思路

（一）加强理论学习。坚持个人自学与集中学习相结合，全年集中学习不少于12次，推动学用贯通。

云州市金融工作局党组
2025年12月25日
"""
REPORT_ID = "annual-summary-2025-"
HEAD = "unit: 云州市金融工作局党组\nkind: annual-summary\nyear: 2026\n"


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of all sample reports: to be read, not changed."""
    folder = tmp_path_factory.mktemp("samples") / "library"
    with as_file(sample_folder()) as samples:
        index_reports([samples / "reports"], folder)
    return folder


@pytest.fixture
def summary(tmp_path: Path) -> Path:
    path = tmp_path / "reports" / "2025_年度工作总结.txt"
    path.parent.mkdir()
    path.write_text(SUMMARY, encoding="utf-8")
    return path


def sheet(year: int, name: str) -> str:
    return str(sample_folder() / "sheets" / f"{year}_{name}.yaml")


def entries(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


# -- help -----------------------------------------------------------------------------------


def helps() -> list[tuple[str, ...]]:
    """The words before --help of every command there is."""
    found: list[tuple[str, ...]] = []
    waiting: list[tuple[tuple[str, ...], argparse.ArgumentParser]] = [((), build_parser())]
    while waiting:
        words, parser = waiting.pop(0)
        found.append(words)
        for action in parser._actions:
            if isinstance(action.choices, dict):
                waiting.extend(((*words, name), each) for name, each in action.choices.items())
    return found


def help_of(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as stop:
        main([*words, "--help"])
    assert stop.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("words", helps(), ids=" ".join)
def test_help_speaks_chinese_throughout(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    text = help_of(words, capsys)
    assert text.startswith(f"用法：{' '.join(('nigao', *words))}")
    for english in ("usage", "options", "positional", "show this", "exit", "show program"):
        assert english not in text
    _, *described = text.split("\n\n")
    lines = [line for block in described for line in block.splitlines()]
    assert [line for line in lines if not any("一" <= each <= "鿿" for each in line)] == []


@pytest.mark.parametrize("words", helps(), ids=" ".join)
def test_help_fits_a_terminal(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.cli_text import columns

    monkeypatch.setenv("COLUMNS", "40")
    assert max(columns(line) for line in help_of(words, capsys).splitlines()) <= 92


def test_help_lists_the_commands_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    listed = help_of((), capsys).split("命令：")[1].split("退出状态")[0].split("\n")
    commands = [line.split()[0] for line in listed if line.strip()]
    first = ["demo", "index", "library", "kinds", "form", "facts", "draft", "batch", "check"]
    assert commands == [
        *first,
        "export",
        "revise",
        "return",
        "refresh",
        "opinions",
        "chat",
        "users",
        "doctor",
    ]


@pytest.mark.slow
def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys\nfrom assistant.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    print('|'.join(sys.modules))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(cli.__file__).parents[1],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    modules = {name.split(".")[0] for name in ran.stdout.splitlines()[-1].split("|")}
    assert "assistant" in modules
    heavy = {"bm25s", "chromadb", "docx", "gradio", "langchain_core", "numpy", "openai", "httpx"}
    assert not modules & (heavy | {"pydantic", "yaml", "tqdm", "platformdirs", "eval"})


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"nigao {__version__}\n"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "缺少 命令；用法见 nigao --help"),
        (["foo"], "命令：没有“foo”这一项，可用 demo、index、library、kinds、form、"),
        (["library"], "缺少 动作；用法见 nigao library --help"),
        (["index"], "缺少 PATH；用法见 nigao index --help"),
        (["index", "a", "--year", "去年"], "--year：应是四位年份（如 2025），写的是“去年”；用法见"),
        (["index", "a", "--year"], "--year：后面要跟一个值；用法见 nigao index --help"),
        (["index", "a", "--yea", "2025"], "不认识 --yea 2025；用法见 nigao --help"),
        (["index", "", "--unit", "甲"], "PATH：路径不能是空的；用法见 nigao index --help"),
        (["draft", "a.yaml"], "缺少 -o；用法见 nigao draft --help"),
        (
            ["draft", "a", "-o", "b", "--holes", "all"],
            "--holes：没有“all”这一项，可用 required、keep、drop；用法见 nigao draft --help",
        ),
        (["draft", "a", "-o", "b", "--jobs", "0"], "--jobs：应是1到64的整数，写的是“0”；用法见"),
        (["check", "a", "--json=是"], "--json：后面不带值，多了 '是'；用法见 nigao check --help"),
        (["library", "search", " "], "QUERY：检索词不能是空的；用法见 nigao library search --help"),
        (["write"], "命令：没有“write”这一项"),
    ],
)
def test_a_wrong_command_line_gets_one_chinese_line(
    words: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"错误：{complaint}")
    assert said.err.count("\n") == 1


# -- index and library ------------------------------------------------------------------------


def test_index_tells_what_was_read_and_then_that_nothing_changed(
    summary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["index", str(summary.parent)]) == 0
    assert capsys.readouterr().out == (
        "收录  2025_年度工作总结.txt：2025年 年度工作总结《云州市金融工作局党组2025年度工作总结》，"
        "云州市金融工作局党组，一级3节、二级4节、三级0条，5段，空位5个（隐去1个）\n"
        "收录1份，未变0份，跳过0份，未成0份\n"
    )
    assert main(["index", str(summary.parent)]) == 0
    assert capsys.readouterr().out == f"未变  {summary}\n收录0份，未变1份，跳过0份，未成0份\n"


def test_index_goes_on_past_a_bad_file_and_says_so(
    summary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (summary.parent / "坏.txt").write_bytes(b"")
    (summary.parent / "表.xlsx").write_bytes(b"PK")
    assert main(["index", str(summary.parent), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [row["kind"] for row in told["read"]] == ["annual-summary"]
    assert [Path(row["path"]).name for row in told["failed"]] == ["坏.txt"]
    assert [Path(row["path"]).name for row in told["skipped"]] == ["表.xlsx"]
    assert told["unchanged"] == []


def test_index_takes_kind_year_and_unit_as_told(
    summary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--kind", "述职述廉报告", "--year", "2021", "--unit", "云州市金融办", "--json"]
    assert main(["index", str(summary), *options]) == 0
    (row,) = json.loads(capsys.readouterr().out)["read"]
    assert (row["kind"], row["year"], row["unit"]) == ("work-report", 2021, "云州市金融办")


def test_index_as_json_and_the_library_list_describe_reports_alike(
    summary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["index", str(summary), "--json"])
    read = json.loads(capsys.readouterr().out)["read"]
    assert main(["library", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed == read
    assert set(listed[0]) == {
        *("id", "title", "kind", "year", "unit", "source"),
        *("sections", "passages", "blanks", "masked"),
    }
    assert listed[0]["sections"] == {"1": 3, "2": 4, "3": 0}


def test_the_default_library_lies_in_the_home(
    summary: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["index", str(summary)])
    assert (home / "library").is_dir()
    capsys.readouterr()
    main(["library", "list"])
    line, count = capsys.readouterr().out.splitlines()
    assert line.startswith(REPORT_ID)
    assert count == "共1份"


def test_a_library_that_is_not_there_yet_is_empty(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["library", "list"]) == 0
    assert capsys.readouterr().out == "材料库是空的；请先用 nigao index 收录往年材料\n"
    assert main(["library", "search", "党建", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert entries(home) == set()


def test_a_search_shows_passages_under_their_place(
    summary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["index", str(summary)])
    capsys.readouterr()
    assert main(["library", "search", "培训"]) == 0
    place, passage, *_ = capsys.readouterr().out.splitlines()
    assert place.startswith(f"2025年 工作开展情况 / 加强队伍建设（{REPORT_ID}")
    assert passage == "    开展「培训」**次，参加260人次，干部队伍的专业能力进一步增强。"


def test_a_search_as_json_names_report_section_and_score(
    sample_library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["library", "search", "党风廉政建设责任制", "--library", str(sample_library), "--json"]
    assert main(argv) == 0
    hits = json.loads(capsys.readouterr().out)
    assert len(hits) == 5
    assert set(hits[0]) == {
        *("id", "report", "section", "path", "text", "kind", "year", "unit", "score"),
        "highlights",
    }
    text = hits[0]["text"]
    assert "".join(text[start:end] for start, end in hits[0]["highlights"]).count("党风廉政建设")
    scores = [hit["score"] for hit in hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("conditions", "years"),
    [
        (["--year", "2025"], {2025}),
        (["--before", "2024"], {2023}),
        (["--kind", "讲话", "--before", "2026"], {2024, 2025}),
        (["--unit", "云州市统计局"], set()),
    ],
)
def test_a_search_keeps_to_its_conditions(
    sample_library: Path,
    conditions: list[str],
    years: set[int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    argv = ["library", "search", "风险防控", "-k", "50", *conditions, "--json"]
    assert main([*argv, "--library", str(sample_library)]) == 0
    assert {hit["year"] for hit in json.loads(capsys.readouterr().out)} == years


@pytest.mark.parametrize("query", ["zzzz", "！？", "魑魅魍魉"])
def test_a_search_for_words_that_stand_nowhere_finds_nothing(
    sample_library: Path, query: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["library", "search", query, "--library", str(sample_library)]) == 0
    assert capsys.readouterr().out.startswith("没有找到；")


def test_where_text_is_sent_is_said_and_a_dead_endpoint_is_one_line(
    summary: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIGAO_EMBED_MODEL", "bge-m3")
    with embedding_server(always=Bad(401)) as server:
        monkeypatch.setenv("NIGAO_EMBED_BASE_URL", server.url)
        assert main(["index", str(summary)]) == 2
    told, error = capsys.readouterr().err.splitlines()
    assert told == "材料和检索词的文字将发给 127.0.0.1 的向量模型 bge-m3"
    assert error.startswith("错误：向量服务 127.0.0.1（bge-m3）不认这个密钥；请检查 NIGAO_EMBED")


def test_a_report_removed_is_gone_and_a_rebuilt_library_is_the_same(
    summary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["index", str(summary), "--json"])
    (row,) = json.loads(capsys.readouterr().out)["read"]
    assert main(["library", "rebuild", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"rebuilt": 1}
    assert main(["library", "remove", row["id"], "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"removed": row}
    assert main(["library", "remove", row["id"]]) == 2
    assert row["id"] in capsys.readouterr().err
    assert main(["library", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


# -- kinds ------------------------------------------------------------------------------------


def test_the_kinds_are_listed_with_their_sections(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kinds", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(IDS)
    assert lines[0].split()[1:] == ["年度工作总结", "工作开展情况、存在的不足、下一步工作思路"]


@pytest.mark.parametrize("name", [*IDS, "年度工作总结"])
def test_a_kind_shown_is_a_file_of_the_same_kind(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["kinds", "show", name]) == 0
    kind = Kind.model_validate(yaml.safe_load(capsys.readouterr().out))
    assert name in (kind.id, kind.name)


def test_a_kind_of_ones_own_is_listed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["kinds", "show", "speech"])
    own = capsys.readouterr().out.replace("id: speech", "id: toast", 1).replace("讲话", "致辞", 1)
    (home / "kinds").mkdir()
    (home / "kinds" / "toast.yaml").write_text(own, encoding="utf-8")
    assert main(["kinds", "list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [*IDS, "toast"]


# -- draft, check, export ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "name"), [(2026, "年度工作总结"), (2027, "党建工作计划"), (2027, "讲话")]
)
def test_a_draft_of_the_samples_is_written_and_told(
    year: int,
    name: str,
    sample_library: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "稿"
    argv = ["draft", sheet(year, name), "-o", str(out), "--library", str(sample_library)]
    assert main(argv) == 0
    said = capsys.readouterr()
    written = json.loads((out / "draft.json").read_text("utf-8"))
    checked = json.loads((out / "check.json").read_text("utf-8"))
    lines = said.out.splitlines()
    assert lines[:6] == [
        f"《{written['title']}》已写好：",
        f"  草稿（Word，带批注）  {out / 'draft.docx'}",
        f"  草稿（Markdown）  {out / 'draft.md'}",
        f"  草稿（程序用）  {out / 'draft.json'}",
        f"  核对结果  {out / 'check.json'}",
        f"  待办清单  {out / 'todo.md'}",
    ]
    assert {path.name for path in entries(out)} == {line.split("/")[-1] for line in lines[1:6]}
    holes, left_out = len(written["holes"]), len(written["left_out"])
    assert lines[6] == f"待补{holes}处；去年写了今年没写的{left_out}条，见待办清单"
    counts = checked["counts"]
    assert f"核对通过：错误0条，提醒{counts['warning']}条，说明{counts['info']}条" in lines, (
        said.out
    )
    assert said.err == ""


def test_a_draft_without_a_library_says_what_it_went_by(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["draft", sheet(2026, "年度工作总结"), "-o", str(tmp_path / "稿")])
    assert status in (0, 1)
    assert "说明：" in capsys.readouterr().out
    assert entries(home) == set()


@pytest.mark.parametrize("json_asked", [False, True])
def test_check_ends_with_one_where_there_is_an_error(
    json_asked: bool, summary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(summary), *(["--json"] if json_asked else [])]) == 1
    said = capsys.readouterr()
    assert said.err == ""
    if json_asked:
        told = json.loads(said.out)
        assert (told["passed"], told["counts"]["error"]) == (False, 1)
        assert [each["code"] for each in told["findings"] if each["severity"] == "error"] == [
            "B201"
        ]
    else:
        assert said.out == (
            "错误 B201 〔（二）加强队伍建设〕 "
            "“开展培训”的数值还是遮盖符号“**”，请填上今年的数值，没有的删去这句话。\n"
            "核对未通过：错误1条，提醒0条，说明0条\n"
            "未核对：未提供事实表，数字的来源、必用事实和引文未核对；可用 --facts 提供\n"
            "未核对：未提供往年材料，雷同和往年数字、旧事未核对；可用 --past 提供\n"
            "未核对：只有 .docx 带版式，页边距、字体和行距未核对\n"
        )


def test_check_of_a_draft_agrees_with_the_check_written_beside_it(
    sample_library: Path, tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts, out = sheet(2026, "年度工作总结"), tmp_path / "稿"
    main(["draft", facts, "-o", str(out), "--library", str(sample_library)])
    capsys.readouterr()
    past = json.loads((out / "draft.json").read_text("utf-8"))["recipe"]["like"]
    shutil.copytree(sample_library, home / "library")
    argv = ["check", str(out / "draft.json"), "--facts", facts, "--past", past, "--json"]
    assert main(argv) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(
        (out / "check.json").read_text("utf-8")
    )


def test_a_draft_is_exported_again_as_it_was(
    sample_library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "稿"
    main(["draft", sheet(2027, "讲话"), "-o", str(out), "--library", str(sample_library)])
    capsys.readouterr()
    for name in ("讲话.docx", "讲话.md", "净稿.docx"):
        clean = ["--clean"] if name == "净稿.docx" else []
        assert main(["export", str(out / "draft.json"), "-o", str(tmp_path / name), *clean]) == 0
        assert capsys.readouterr().out == f"已存到  {tmp_path / name}\n"
    assert (tmp_path / "讲话.md").read_bytes() == (out / "draft.md").read_bytes()
    assert (tmp_path / "净稿.docx").read_bytes() != (tmp_path / "讲话.docx").read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"稿", "讲话.docx", "讲话.md", "净稿.docx"}


def test_the_findings_to_act_on_come_first_errors_before_warnings() -> None:
    from assistant.cli_text import judgement_lines
    from eval.evaluate import Judgement

    def found(code: str, severity: Any) -> Finding:
        return Finding(code, "名", severity, "一、工作", "原文", "请改。", suggestion="改文")

    findings = (
        *(found("Y402", "warning") for _ in range(9)),
        found("R604", "info"),
        *(found("N301", "error") for _ in range(3)),
    )
    judged = Judgement("题", "speech", 2026, findings, {}, ("没看过往年",))
    lines = list(judgement_lines(judged))
    assert lines[0] == "错误 N301 〔一、工作〕 “原文” 请改。（改文）"
    assert [line.split()[1] for line in lines[:10]] == ["N301"] * 3 + ["Y402"] * 7
    assert lines[10:] == [
        "……还有2条",
        "核对未通过：错误3条，提醒9条，说明1条",
        "未核对：没看过往年",
    ]


def test_many_findings_of_one_sort_do_not_hide_the_others() -> None:
    from assistant.cli_text import judgement_lines
    from eval.evaluate import Judgement

    def found(code: str, severity: Any, at: int) -> Finding:
        return Finding(code, "名", severity, "", "原文", f"第{at}处。", start=at, end=at + 2)

    masks = [found("B201", "error", at) for at in range(70)]
    findings = (*masks, found("N301", "error", 80), found("F801", "warning", 90))
    lines = list(judgement_lines(Judgement("题", "speech", 2026, findings, {}, ())))
    assert [line.split()[1] for line in lines[:10]] == ["B201"] * 8 + ["N301", "F801"]
    assert lines[7].endswith("（同类还有62处）")
    assert lines[10] == "……还有62条"


# -- demo -------------------------------------------------------------------------------------


def test_the_demo_drafts_two_documents_and_says_where_they_lie(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo"]) == 0
    said = capsys.readouterr()
    folder = home / "demo"
    assert said.out.startswith(f"示例材料库：15份往年材料，在 {folder / 'library'}\n")
    for name in ("2026_年度工作总结", "2027_党建工作计划"):
        for file in ("draft.docx", "draft.md", "draft.json", "check.json", "todo.md"):
            assert (folder / name / file).stat().st_size
            assert f"  {folder / name / file}\n" in said.out
    assert said.out.count("核对通过") == 2
    assert said.err == ""
    before = {path: path.read_bytes() for path in folder.glob("20*/*")}
    assert main(["demo"]) == 0
    assert {path: path.read_bytes() for path in folder.glob("20*/*")} == before


# -- what goes wrong --------------------------------------------------------------------------

BAD_SHEETS: dict[str, tuple[str | bytes, str]] = {
    "空.yaml": (b"", "是空的"),
    "二进制.yaml": (b"\x00\xff\xfe\x81" * 40, "不是 UTF-8"),
    "事实.pdf": (b"%PDF-1.7", ".yaml"),
    "制表符.yaml": (f"{HEAD}facts:\n\t- {{text: 开会}}\n", "第5行用了制表符"),
    "重复键.yaml": (f"{HEAD}year: 2025\n", "第4行把键“year”写了两遍"),
    "重复键.json": ('{"unit": "甲", "unit": "乙"}', "unit"),
    "列表.yaml": ("- 1\n- 2\n", "不能是列表"),
    "文种.yaml": (HEAD.replace("annual-summary", "年度总结报告书"), "“年度总结报告书”"),
    "键.yaml": (f"{HEAD}facst: []\n", "“facst”"),
    "年份.yaml": (HEAD.replace("2026", "明年"), "“明年”"),
    "事实.yaml": (f"{HEAD}facts: 三件\n", "facts"),
    "事实项.yaml": (f"{HEAD}facts:\n  - 开会\n", "facts 第1项"),
    "空事实.yaml": (f"{HEAD}facts:\n  - {{label: 开会}}\n", "facts 第1项“开会”"),
    "不是数.yaml": (f"{HEAD}facts:\n  - {{label: 开会, value: 很多, unit: 次}}\n", "“很多”"),
    "非数.yaml": (f"{HEAD}facts:\n  - {{label: 开会, value: NaN, unit: 次}}\n", "“NaN”"),
    "无穷.yaml": (f"{HEAD}facts:\n  - {{label: 开会, value: .inf, unit: 次}}\n", "“.inf”"),
    "过大.yaml": (
        f"{HEAD}facts:\n  - {{label: 存款, value: 1000000000000001, unit: 元}}\n",
        "存款",
    ),
}
BAD_REPORTS: dict[str, tuple[bytes, str]] = {
    "空.txt": (b"", "空.txt"),
    "二进制.txt": (b"\x00\xff\xfe\x81" * 400, "二进制.txt"),
    "假.docx": ("不是 Word 文件".encode(), "假.docx"),
    "未知.xyz": (b"abc", "未知.xyz"),
}


def assert_refused(argv: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One Chinese line on stderr that holds ``words``, status 2, and nothing on stdout."""
    assert main(argv) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("错误：")
    assert said.err.count("\n") == 1
    assert said.err.endswith("\n")
    assert words in said.err


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("name", BAD_SHEETS)
def test_a_bad_sheet_gets_one_line_and_nothing_is_written(
    name: str, tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, words = BAD_SHEETS[name]
    path = written(tmp_path, name, content)
    assert_refused(["draft", str(path), "-o", str(tmp_path / "稿")], words, capsys)
    assert name in assert_told(path, capsys)
    assert entries(tmp_path) == {path}
    assert entries(home) == set()


def assert_told(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What check says of the same sheet, which it refuses as well."""
    report = written(path.parent, "总结.txt", SUMMARY)
    assert main(["check", str(report), "--facts", str(path)]) == 2
    report.unlink()
    return capsys.readouterr().err


@pytest.mark.parametrize("name", BAD_REPORTS)
@pytest.mark.parametrize(
    "command",
    [
        "check",
        "index",
    ],
)
def test_a_bad_report_gets_one_line_and_nothing_is_written(
    command: str, name: str, tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, words = BAD_REPORTS[name]
    path = written(tmp_path, name, content)
    assert_refused([command, str(path)], words, capsys)
    assert entries(tmp_path) == {path}
    assert entries(home) == set()


@pytest.mark.parametrize(
    "argv",
    [
        ["draft", "没有.yaml", "-o", "稿"],
        ["check", "没有.docx"],
        ["check", "没有.json"],
        ["index", "没有.docx"],
        ["export", "没有.json", "-o", "稿.md"],
    ],
    ids=" ".join,
)
def test_a_missing_file_is_named_and_nothing_is_written(
    argv: list[str],
    tmp_path: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert_refused(argv, argv[1], capsys)
    assert entries(tmp_path) | entries(home) == set()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--kind", "年度总结书"], "“年度总结书”"),
        (["--like", "annual-summary-1999-00000000"], "“annual-summary-1999-00000000”"),
        (["--writer", "robot"], "“robot”"),
        (["--writer", "model"], "NIGAO_MODEL"),
        (["--library", "没有的库"], "没有的库"),
    ],
)
def test_an_option_that_names_nothing_is_refused_and_nothing_is_written(
    options: list[str],
    words: str,
    tmp_path: Path,
    home: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    argv = ["draft", sheet(2026, "年度工作总结"), "-o", str(tmp_path / "稿"), *options]
    assert_refused(argv, words, capsys)
    assert entries(tmp_path) | entries(home) == set()


@pytest.mark.parametrize("command", ["draft", "export"])
def test_an_output_that_cannot_be_written_is_refused(
    command: str, sample_library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = written(tmp_path, "占用", b"kept")
    library = ["--library", str(sample_library)]
    if command == "draft":
        argv = ["draft", sheet(2027, "讲话"), "-o", str(taken / "稿"), *library]
    else:
        out = tmp_path / "稿"
        main(["draft", sheet(2027, "讲话"), "-o", str(out), *library])
        capsys.readouterr()
        argv = ["export", str(out / "draft.json"), "-o", str(taken / "稿.md")]
    before = entries(tmp_path)
    assert_refused(argv, "占用", capsys)
    assert entries(tmp_path) == before
    assert taken.read_bytes() == b"kept"


@pytest.mark.parametrize(("name", "words"), [("稿.rtf", "“稿.rtf”"), ("稿", "“稿”")])
def test_export_names_the_forms_it_knows(
    name: str, words: str, sample_library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "夹"
    main(["draft", sheet(2027, "讲话"), "-o", str(out), "--library", str(sample_library)])
    capsys.readouterr()
    argv = ["export", str(out / "draft.json"), "-o", str(tmp_path / name)]
    assert_refused(argv, words, capsys)
    assert {path.name for path in tmp_path.iterdir()} == {"夹"}


def test_a_home_that_is_a_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NIGAO_HOME", str(written(tmp_path, "家", b"")))
    assert_refused(["library", "list"], "NIGAO_HOME", capsys)


def test_an_interrupted_command_ends_like_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: Any) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(cli._COMMANDS, "demo", interrupted)
    assert main(["demo"]) == 130
    assert capsys.readouterr() == ("", "已中断，没有写完的不会留下\n")


@pytest.mark.slow
def test_a_reader_that_leaves_is_left_in_peace() -> None:
    program = "import sys; from assistant.cli import main; sys.exit(main(['kinds', 'list']))"
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=Path(cli.__file__).parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_a_stream_that_knows_no_chinese_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert main(["kinds", "list"]) == 0
    assert "年度工作总结" in raw.getvalue().decode("utf-8")


@pytest.mark.parametrize(
    ("complaint", "chinese"),
    [
        ("argument -o/--out: expected one argument", "-o/--out：后面要跟一个值"),
        ("argument --a: not allowed with argument --b", "--a：不能与 --b 同用"),
        (
            "ambiguous option: --l could match --library, --like",
            "--l 不明确，可指 --library、--like",
        ),
        ("argument --jobs: invalid int value: '三'", "--jobs：写得不对：'三'"),
        ("something new about '文件'", "命令写得不对（something new about '文件'）"),
    ],
)
def test_a_complaint_of_argparse_is_told_in_chinese(complaint: str, chinese: str) -> None:
    from assistant.cli_words import in_chinese

    assert in_chinese(complaint) == chinese


def test_every_argument_has_a_help_text() -> None:
    waiting, seen = [build_parser()], 0
    while waiting:
        for action in waiting.pop()._actions:
            if isinstance(action.choices, dict):
                waiting.extend(action.choices.values())
            else:
                assert action.help, action
                seen += 1
    assert seen > 20


def test_draft_resumes_only_while_nothing_it_depends_on_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "facts.yaml"
    words = "unit: 云州市金融工作局\nkind: 工作计划\nyear: 2027\nfacts:\n"
    sheet.write_text(words + "  - {label: 开展调研, value: 12, unit: 次}\n", encoding="utf-8")
    out = tmp_path / "out"
    asked = ["draft", str(sheet), "-o", str(out), "--resume"]
    main(asked)
    written = (out / "draft.docx").stat().st_mtime_ns
    capsys.readouterr()
    main(asked)
    assert "沿用" in capsys.readouterr().out
    assert (out / "draft.docx").stat().st_mtime_ns == written
    sheet.write_text(words + "  - {label: 开展调研, value: 15, unit: 次}\n", encoding="utf-8")
    main(asked)
    assert "15次" in (out / "draft.md").read_text(encoding="utf-8")


def test_a_kind_of_ones_own_is_drafted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    (home / "kinds").mkdir(parents=True)
    (home / "kinds" / "brief.yaml").write_text(
        "id: brief\nname: 工作专报\ntitle: '{office}{year}年工作专报'\n"
        "title_pattern: '^.*工作专报$'\nsections:\n"
        "  - {role: work, heading: 主要情况, phrases: [坚持围绕中心、服务大局。]}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("NIGAO_HOME", str(home))
    sheet = tmp_path / "facts.yaml"
    sheet.write_text(
        "unit: 云州市金融工作局\nkind: 工作专报\nyear: 2026\nfacts:\n"
        "  - {label: 开展调研, value: 12, unit: 次}\n",
        encoding="utf-8",
    )
    assert main(["draft", str(sheet), "-o", str(tmp_path / "out")]) == 0
    assert "2026年工作专报" in (tmp_path / "out" / "draft.md").read_text(encoding="utf-8")


def test_what_a_model_wrote_in_vain_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from eval.bench.endpoint import Endpoint
    from eval.bench.personas import liar

    sheet = tmp_path / "facts.yaml"
    sheet.write_text(
        "unit: 云州市金融工作局\nkind: 工作计划\nyear: 2027\nfacts:\n"
        "  - {label: 开展调研, value: 12, unit: 次}\n",
        encoding="utf-8",
    )
    with Endpoint(liar) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.base_url)
        monkeypatch.setenv("NIGAO_MODEL", "scripted")
        main(["draft", str(sheet), "-o", str(tmp_path / "out"), "--writer", "model"])
    told = capsys.readouterr()
    assert "已由模板代写" in told.out
    assert "127.0.0.1" in told.err
    assert "9341" not in (tmp_path / "out" / "draft.md").read_text(encoding="utf-8")
