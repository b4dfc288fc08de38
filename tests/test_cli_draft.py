"""The commands that draft, check and export: what they print, and what they leave behind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from terminal import entries, sheet

from assistant.cli import main
from eval.finding import Finding


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
