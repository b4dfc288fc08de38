"""The doctor: what it sees on this machine, in the office's folder, the library and endpoints."""

from __future__ import annotations

import json
from importlib.resources import as_file
from pathlib import Path

import pytest
from servers import Bad, embedding_server

from assistant.cli import main
from assistant.doctor.examining import examine
from assistant.doctor.machine_points import feature_points, font_points, office_point
from assistant.doctor.points import Examination, Point
from assistant.export.layouts import load_layout
from assistant.indexing import index_reports
from assistant.machine import Office, installed_fonts, installed_office, is_installed
from assistant.settings import Settings
from assistant.wiring import EmbedSettings, ModelSettings
from corpus.locking import FolderLock
from corpus.samples import sample_folder
from eval.bench.endpoint import Endpoint, Reply

KEY = "sk-never-to-be-shown"
KIND = """\
id: {name}
name: 动员讲话
title: 在{{occasion}}上的动员讲话
title_pattern: 动员讲话$
sections:
  - {{role: tasks, heading: 任务}}
"""


def settings(home: Path, **environ: str) -> Settings:
    return Settings.from_env({"NIGAO_HOME": str(home), **environ})


def points(found: Examination, area: str) -> dict[str, Point]:
    return {point.name: point for point in found.points if point.area == area}


def point(found: Examination, area: str, name: str) -> Point:
    return points(found, area)[name]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two sample reports: to be read, not changed."""
    folder = tmp_path_factory.mktemp("doctor") / "library"
    with as_file(sample_folder()) as samples:
        index_reports(sorted((samples / "reports").glob("202[45]_讲话.*")), folder)
    return folder


# -- the machine ----------------------------------------------------------------------------------


def test_without_libreoffice_two_features_are_off_and_nothing_is_broken() -> None:
    told = [office_point(None), *feature_points(None, cluster=False, page=False)]
    off = {each.name for each in told if each.state == "off"}
    assert off == {"LibreOffice", "读 .doc、.wps", "存成 PDF", "多机起草", "网页"}
    assert all(each.todo for each in told if each.state != "ok")
    assert Examination(tuple(told)).passed


def test_an_office_that_does_not_start_is_broken(tmp_path: Path) -> None:
    told = office_point(Office("/opt/soffice", ""))
    assert (told.state, "启动不了" in told.says) == ("broken", True)


def test_an_office_found_on_the_path_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\necho LibreOffice 24.2.1 build 7\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert installed_office() == Office(str(program), "LibreOffice 24.2.1")
    program.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    assert installed_office() == Office(str(program), "")


def test_fonts_are_told_by_fc_list_and_unknown_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "fc-list"
    program.write_text("#!/bin/sh\necho SimHei,黑体\necho FangSong\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert installed_fonts() == {"SimHei", "黑体", "FangSong"}
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert installed_fonts() is None


def test_a_face_counts_as_there_by_its_fallback() -> None:
    fonts = frozenset({"STZhongsong", "FangSong", "KaiTi", "SimHei", "SimSun"})
    (told,) = font_points(fonts, load_layout())
    assert told.state == "note"
    assert "Times New Roman（西文）" in told.says
    assert "小标宋" not in told.says
    (all_there,) = font_points(fonts | {"Times New Roman"}, load_layout())
    assert all_there.state == "ok"
    (unknown,) = font_points(None, load_layout())
    assert unknown.state == "note"


def test_a_package_is_found_without_being_imported() -> None:
    assert is_installed("json")
    assert not is_installed("no_such_package_at_all")


# -- the office's own folder ----------------------------------------------------------------------


def test_a_new_home_is_fine_and_nothing_is_made_of_it(home: Path) -> None:
    new = home / "new"
    found = examine(settings(new))
    assert found.passed
    assert "用到时建立" in point(found, "数据文件夹", "位置").says
    assert point(found, "材料库", "材料").state == "off"
    assert not new.exists()


def test_a_home_that_cannot_be_made_is_broken(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    found = examine(settings(tmp_path / "file" / "home"))
    told = point(found, "数据文件夹", "位置")
    assert (found.passed, told.state) == (False, "broken")
    assert "NIGAO_HOME" in told.todo


def test_each_faulty_file_of_kinds_is_told(home: Path) -> None:
    folder = home / "kinds"
    folder.mkdir()
    for name, text in {
        "a.yaml": KIND.format(name="rally"),
        "b.yaml": KIND.format(name="speech"),
        "c.yaml": KIND.format(name="rally"),
        "d.yaml": "id: [",
        "e.yml": KIND.format(name="x").replace("role: tasks", "role: 任务"),
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    found = examine(settings(home))
    told = [each for each in found.points if each.name == "文种"]
    assert [each.state for each in told] == ["ok", "ok", "note", "broken", "broken"]
    assert "代替自带的" in told[1].says
    assert "c.yaml 和 a.yaml" in told[2].says
    assert "d.yaml" in told[3].says
    assert "sections.1.role" in told[4].says
    assert all(each.todo for each in told[2:])


@pytest.mark.parametrize(
    ("file", "text", "name"),
    [("rules/waivers.yaml", "- {code: S1}", "规则"), ("layout.yaml", "page: {top: 900}", "版式")],
)
def test_faulty_rules_and_layouts_are_broken(home: Path, file: str, text: str, name: str) -> None:
    path = home / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    found = examine(settings(home))
    assert point(found, "数据文件夹", name).state == "broken"
    assert point(found, "数据文件夹", name).todo


def test_good_rules_and_a_good_layout_are_said(home: Path) -> None:
    (home / "rules").mkdir()
    (home / "rules" / "phrases.yaml").write_text("- {phrase: 数字金融先行区}\n", encoding="utf-8")
    (home / "layout.yaml").write_text("page: {top: 36}\n", encoding="utf-8")
    found = points(examine(settings(home)), "数据文件夹")
    assert (found["规则"].state, found["版式"].state) == ("ok", "ok")


# -- the library ----------------------------------------------------------------------------------


def test_a_library_in_order(home: Path, library: Path) -> None:
    found = examine(settings(home), library=library)
    told = points(found, "材料库")
    assert {name: each.state for name, each in told.items()} == {
        "材料": "ok",
        "索引": "ok",
        "改动": "ok",
    }
    assert "2份，2024至2025年" in told["材料"].says


def test_looking_changes_nothing(home: Path, library: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in library.rglob("*") if path.is_file()}
    examine(settings(home), library=library)
    assert {p: p.stat().st_mtime_ns for p in library.rglob("*") if p.is_file()} == before


def test_a_library_in_use_says_by_whom(home: Path, library: Path) -> None:
    with FolderLock(library, 1.0).exclusive("收录材料"):
        told = points(examine(settings(home), library=library), "材料库")["改动"]
    assert told.state == "note"
    assert "收录材料" in told.says


def test_an_index_of_another_embedding_is_broken(home: Path, library: Path) -> None:
    other = settings(home, NIGAO_EMBED_MODEL="bge", NIGAO_EMBED_BASE_URL="http://127.0.0.1:9/v1")
    told = points(examine(other, library=library), "材料库")["索引"]
    assert told.state == "broken"
    assert "bge" in told.says
    assert "library rebuild" in told.todo


def test_an_index_of_another_chroma_is_broken(home: Path, tmp_path: Path, library: Path) -> None:
    copy = tmp_path / "library"
    (copy / "reports").mkdir(parents=True)
    manifest = json.loads((library / "manifest.json").read_text("utf-8"))
    (copy / "manifest.json").write_text(
        json.dumps({**manifest, "chromadb": "0.4.0"}), encoding="utf-8"
    )
    told = points(examine(settings(home), library=copy), "材料库")["索引"]
    assert (told.state, "chromadb 0.4.0" in told.says) == ("broken", True)


def test_an_unfinished_change_is_said_and_left(home: Path, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "unfinished").write_text("{}", encoding="utf-8")
    told = points(examine(settings(home), library=tmp_path), "材料库")["索引"]
    assert told.state == "note"
    assert (tmp_path / "unfinished").exists()


def test_a_folder_that_is_no_library_and_a_damaged_report_are_broken(
    home: Path, tmp_path: Path
) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"")
    assert not examine(settings(home), library=tmp_path).passed
    damaged = tmp_path / "library" / "reports" / "x.json"
    damaged.parent.mkdir(parents=True)
    damaged.write_text("{", encoding="utf-8")
    told = points(examine(settings(home), library=damaged.parents[1]), "材料库")
    assert (told["材料"].state, "x.json" in told["材料"].says) == ("broken", True)


def test_a_report_of_a_kind_nobody_knows_is_said(home: Path, tmp_path: Path, library: Path) -> None:
    (path, *_) = sorted((library / "reports").glob("*.json"))
    copy = tmp_path / "reports" / path.name
    copy.parent.mkdir()
    copy.write_text(path.read_text("utf-8").replace('"speech"', '"rally"'), encoding="utf-8")
    told = points(examine(settings(home), library=tmp_path), "材料库")["文种"]
    assert (told.state, "rally" in told.says) == ("note", True)


# -- endpoints ------------------------------------------------------------------------------------


def test_nothing_is_asked_unless_wanted(home: Path) -> None:
    with Endpoint(lambda _, __: Reply("好")) as server, embedding_server() as vectors:
        named = settings(
            home,
            NIGAO_MODEL="m",
            OPENAI_BASE_URL=server.base_url,
            OPENAI_API_KEY=KEY,
            NIGAO_EMBED_MODEL="e",
            NIGAO_EMBED_BASE_URL=vectors.url,
        )
        quiet = examine(named)
        assert (server.heard, vectors.asked) == ([], [])
        asked = examine(named, ask=True)
        assert (len(server.heard), len(vectors.asked)) == (1, 1)
    assert point(quiet, "模型服务", "写作模型").todo == "要试连请加 --endpoint"
    assert "答“好”" in point(asked, "模型服务", "写作模型").says
    assert "向量16维" in point(asked, "模型服务", "向量模型").says
    assert KEY not in json.dumps([quiet.to_plain(), asked.to_plain()], ensure_ascii=False)


def test_endpoints_that_refuse_are_broken(home: Path) -> None:
    with (
        Endpoint(lambda _, __: Reply(status=401)) as server,
        embedding_server(always=Bad(404)) as vectors,
    ):
        named = Settings(
            home,
            ModelSettings("m", server.base_url, KEY),
            EmbedSettings("e", vectors.url, KEY),
        )
        found = examine(named, ask=True)
    told = points(found, "模型服务")
    assert not found.passed
    assert "OPENAI_API_KEY" in told["写作模型"].todo
    assert "NIGAO_EMBED_MODEL" in told["向量模型"].todo


def test_a_model_without_key_or_address_is_broken_unasked(home: Path) -> None:
    told = point(examine(settings(home, NIGAO_MODEL="m")), "模型服务", "写作模型")
    assert told.state == "broken"
    assert "OPENAI_API_KEY" in told.todo


def test_asking_where_nothing_is_set_is_broken(home: Path) -> None:
    found = examine(settings(home), ask=True)
    assert point(found, "模型服务", "试连").state == "broken"


# -- the command ----------------------------------------------------------------------------------


def test_the_command_tells_areas_and_ends_with_status_0(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    areas = [line for line in out.splitlines()[:-1] if not line.startswith(" ")]
    assert areas == ["环境", "功能", "数据文件夹", "材料库", "模型服务"]
    assert out.splitlines()[-1] == "都可以用"


def test_the_command_ends_with_status_1_where_something_is_broken(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "kinds").mkdir()
    (home / "kinds" / "x.yaml").write_text("[", encoding="utf-8")
    assert main(["doctor", "--json"]) == 1
    plain = json.loads(capsys.readouterr().out)
    assert plain["passed"] is False
    assert [each["name"] for each in plain["points"] if each["state"] == "broken"] == ["文种"]
    assert main(["doctor"]) == 1
    assert "有1处要处理" in capsys.readouterr().out
