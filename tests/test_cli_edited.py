"""return, refresh and opinions from the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from edited_words import DRAFT, SHEET, deleted, inserted, part, typed, written

from assistant.cli import main
from assistant.export.plain import from_json, to_json
from assistant.sheet.facts import Sheet

OLD = typed("严格执行重大事项请示报告制度，做到一事一报。")
CHANGED = (
    typed("严格执行重大事项请示报告制度，")
    + deleted("做到")
    + inserted("坚持")
    + typed("一事一报。")
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NIGAO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def sheet_file(folder: Path, meetings: str) -> Path:
    plain = SHEET.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    plain["facts"][0]["value"] = meetings
    assert Sheet.model_validate(plain)
    path = folder / "新.json"
    path.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    return path


def test_refresh_lists_what_it_changed_and_writes_beside_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = written(tmp_path)
    assert main(["refresh", str(edited), "--facts", str(sheet_file(tmp_path, "26"))]) == 0
    printed = capsys.readouterr().out
    assert "：24 → 26（F1 召开党组会议）" in printed
    assert "修订2处，请人工看0处，稿中没写的0条" in printed
    assert (tmp_path / "稿-更新.docx").exists()


def test_refresh_of_a_clean_copy_asks_for_the_draft_and_takes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clean = written(tmp_path, clean=True)
    facts = str(sheet_file(tmp_path, "26"))
    assert main(["refresh", str(clean), "--facts", facts, "-o", str(tmp_path / "新.docx")]) == 2
    assert "--draft" in capsys.readouterr().err
    assert not (tmp_path / "新.docx").exists()
    (tmp_path / "draft.json").write_text(to_json(DRAFT), encoding="utf-8")
    command = ["refresh", str(clean), "--facts", facts, "--draft", str(tmp_path / "draft.json")]
    assert main([*command, "-o", str(tmp_path / "新.docx")]) == 0


def test_return_lists_the_changes_and_writes_the_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = written(tmp_path, (OLD, CHANGED), (">24<", ">26<"))
    assert main(["return", str(edited), "-o", str(tmp_path / "回.json")]) == 0
    printed = capsys.readouterr().out
    assert "（林川）" in printed
    assert "“26次”与事实F1（24次）不一致" in printed
    draft = from_json((tmp_path / "回.json").read_text(encoding="utf-8"))
    assert [s.locked for s in draft.sentences() if s.locked] == ["林川"]
    assert draft.sheet == SHEET


def test_opinions_prints_the_list_and_writes_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    version = written(tmp_path, (OLD, CHANGED), name="送审稿")
    out = tmp_path / "意见采纳情况表.docx"
    assert main(["opinions", str(version), "-o", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "1. 林川〔送审稿·（一）加强党的领导〕将“做到”改为“坚持”：待定" in printed
    assert "意见采纳情况表" in part(out.read_bytes(), "word/document.xml").decode()


def test_export_sets_in_the_office_s_own_layout_and_large_type(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.mkdir()
    (home / "layout.yaml").write_text("page: {left: 27}\n", encoding="utf-8")
    source, out = tmp_path / "draft.json", tmp_path / "稿.docx"
    source.write_text(to_json(DRAFT), encoding="utf-8")
    assert main(["export", str(source), "-o", str(out), "--large", "--fonts", "windows"]) == 0
    assert 'w:left="1531"' in part(out.read_bytes(), "word/document.xml").decode()
    styles = part(out.read_bytes(), "word/styles.xml").decode()
    assert '<w:sz w:val="36"/>' in styles
    assert 'w:eastAsia="仿宋"' in styles
    assert "已存到" in capsys.readouterr().out


def test_export_masks_the_facts_it_is_told_to(tmp_path: Path) -> None:
    source, out = tmp_path / "draft.json", tmp_path / "公开.md"
    source.write_text(to_json(DRAFT), encoding="utf-8")
    assert main(["export", str(source), "-o", str(out), "--public", "--mask", "F1，F2"]) == 0
    text = out.read_text(encoding="utf-8").replace("\\", "")
    assert "召开党组会议**次，同比增长**%" in text
    assert "1034.5" not in text
