"""The commands over the library and the kinds: what they print, and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from servers import Bad, embedding_server
from terminal import REPORT_ID, entries

from assistant.cli import main
from corpus.kinds import IDS, Kind


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
