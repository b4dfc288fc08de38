"""nigao revise: one section of a drafted folder, its files rewritten whole, its versions kept."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import docx
import pytest
from edited_words import DRAFT, inserted, part, swapped, typed
from seeds import library_of

from assistant.cli import main
from assistant.desk import DRAFT_FILES, draft_sheet, write_drafted
from assistant.export.docx import to_docx
from assistant.named import read_draft
from assistant.parts import part_named, parts_of, title_of
from assistant.revise_desk import ReviseOrder, compare_versions, revise_folder, versions_in
from assistant.sheet.loading import load_sheet
from assistant.wiring import ModelSettings
from corpus.errors import LibraryError, RevisionError
from corpus.library import Library
from corpus.samples import sample_folder
from eval.bench.endpoint import Endpoint
from eval.bench.personas import honest

SAMPLES = Path(str(sample_folder()))
Revise = Callable[..., int]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of(SAMPLES / "reports", tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def drafted(library: Library, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    (sheet,) = (SAMPLES / "sheets").glob("2026_年度*.yaml")
    folder = tmp_path_factory.mktemp("稿")
    write_drafted(draft_sheet(load_sheet(sheet), library), folder)
    return files_in(folder)


@pytest.fixture(name="folder")
def _folder(drafted: dict[str, bytes], tmp_path: Path) -> Path:
    folder = tmp_path / "草稿"
    folder.mkdir()
    for name, content in drafted.items():
        (folder / name).write_bytes(content)
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in DRAFT_FILES}


def paragraphs(content: bytes) -> list[str]:
    return re.findall(r"<w:p>.*?</w:p>", part(content, "word/document.xml").decode())


def plain_sentence(folder: Path) -> str:
    """A sentence of the first section in one run: long, and without Latin digits."""
    first = read_draft(folder / "draft.json").sections[0]
    told = (each.text for part in first.walk() for said in part.paragraphs for each in said)
    return next(text for text in told if len(text) > 12 and not re.search(r"[0-9A-Za-z]", text))


def changed_lines(was: list[str], now: list[str]) -> list[str]:
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    return [
        line
        for sort, start, end, _, _ in matcher.get_opcodes()
        if sort != "equal"
        for line in was[start:end]
    ]


def test_only_the_sections_paragraphs_change_in_word_and_json(
    folder: Path, drafted: dict[str, bytes], library: Library
) -> None:
    revise_folder(folder, ReviseOrder("shorten", "（一）"), library)
    now = files_in(folder)
    lines = changed_lines(paragraphs(drafted["draft.docx"]), paragraphs(now["draft.docx"]))
    assert len(lines) == 1
    was, then = json.loads(drafted["draft.json"]), json.loads(now["draft.json"])
    assert {key for key in was if was[key] != then[key]} <= {"sections", "left_out", "unused"}
    first, others = was["sections"][0], was["sections"][1:]
    assert then["sections"][1:] == others
    assert then["sections"][0]["children"][1:] == first["children"][1:]


def test_undo_gives_every_byte_back(
    folder: Path, drafted: dict[str, bytes], library: Library
) -> None:
    revise_folder(folder, ReviseOrder("lock", "1.2", who="林川"), library)
    title = title_of(part_named(read_draft(folder / "draft.json"), "1.2"))
    assert files_in(folder) != drafted
    revise_folder(folder, ReviseOrder("undo"))
    assert files_in(folder) == drafted
    assert [each.done for each in versions_in(folder)] == [
        "起草",
        f"锁定“{title}”（林川）",
        f"撤销第2版（锁定“{title}”（林川））",
    ]


def test_a_version_may_have_a_name_to_be_compared_by(folder: Path, library: Library) -> None:
    revise_folder(folder, ReviseOrder("name", text="初稿"))
    done = revise_folder(folder, ReviseOrder("lock", "1.2", who="林川"), library)
    named = revise_folder(folder, ReviseOrder("name", text="送审稿"))
    assert (named.version.number, named.version.state, named.version.done) == (4, 3, "定为送审稿")
    assert compare_versions(folder, "初稿", "送审稿") == done.changes
    with pytest.raises(RevisionError, match="定稿"):
        compare_versions(folder, "初稿", "定稿")
    revise_folder(folder, ReviseOrder("undo"))
    assert compare_versions(folder, "1", "5") == ()


def test_what_changes_nothing_makes_no_version(folder: Path, library: Library) -> None:
    done = revise_folder(folder, ReviseOrder("redo", "1"), library)
    assert (done.version.number, done.changes) == (1, ())


def test_an_edited_file_is_read_back_first_and_its_words_are_locked(
    folder: Path, library: Library, tmp_path: Path
) -> None:
    draft = read_draft(folder / "draft.json")
    sentence = plain_sentence(folder)
    edited = swapped(
        to_docx(draft),
        tmp_path / "征求意见稿.docx",
        (typed(sentence), typed(sentence[:-1]) + inserted("，力度更大") + typed("。")),
    )
    done = revise_folder(folder, ReviseOrder("redo", "1", edited), library)
    kept = [each for each in done.draft.sentences() if each.locked]
    assert [(each.text, each.locked) for each in kept] == [(f"{sentence[:-1]}，力度更大。", "林川")]
    assert done.draft.left_out == draft.left_out
    assert compare_versions(folder, "1", "2") == done.changes
    assert done.version.done.startswith("读回征求意见稿.docx，重写")


def test_a_file_made_of_an_older_version_says_what_it_lacks(
    folder: Path, library: Library, tmp_path: Path
) -> None:
    sentence = plain_sentence(folder)
    older = swapped(
        (folder / "draft.docx").read_bytes(),
        tmp_path / "旧.docx",
        (typed(sentence), typed(sentence[:-1]) + inserted("，力度更大") + typed("。")),
    )
    revise_folder(folder, ReviseOrder("lock", "2", who="甲"), library)
    done = revise_folder(folder, ReviseOrder("", edited=older), library)
    assert "较早的一版" in done.notes[0]
    assert not any(each.locked == "甲" for each in done.draft.sentences())


def test_peoples_remarks_stay_with_their_file_and_that_is_said(
    folder: Path, library: Library, tmp_path: Path
) -> None:
    page = docx.Document(str(folder / "draft.docx"))
    page.add_comment(page.paragraphs[3].runs[0], text="太长了", author="林川")
    page.save(str(tmp_path / "意见.docx"))
    done = revise_folder(folder, ReviseOrder("lock", "2", tmp_path / "意见.docx", "甲"), library)
    assert done.notes == ("“意见.docx”里的1条批注没有带进 draft.docx；原文件没有动",)


def test_edits_in_the_folders_own_file_are_not_written_over(folder: Path, library: Library) -> None:
    path = folder / "draft.docx"
    new = typed("另写一句，说别的事。")
    swapped(path.read_bytes(), path, (typed(plain_sentence(folder)), new))
    before = files_in(folder)
    with pytest.raises(RevisionError, match="--edited"):
        revise_folder(folder, ReviseOrder("lock", "1.1", who="甲"), library)
    assert files_in(folder) == before
    revise_folder(folder, ReviseOrder("", edited=path), library)
    assert "另写一句，说别的事。" in (folder / "draft.md").read_text("utf-8")


def test_drafting_anew_keeps_what_people_made_as_a_version(
    folder: Path, library: Library, drafted: dict[str, bytes]
) -> None:
    (sheet,) = (SAMPLES / "sheets").glob("2026_年度*.yaml")
    again = draft_sheet(load_sheet(sheet), library)
    assert write_drafted(again, folder).notes == again.notes
    assert versions_in(folder) == ()
    path = folder / "draft.docx"
    swapped(path.read_bytes(), path, (typed(plain_sentence(folder)), typed("另写一句。")))
    edited = path.read_bytes()
    assert "已留作第1版" in write_drafted(again, folder).notes[-1]
    assert files_in(folder) == drafted
    revise_folder(folder, ReviseOrder("undo"))
    assert path.read_bytes() == edited


def test_another_papers_file_is_refused(folder: Path, library: Library, tmp_path: Path) -> None:
    path = swapped(to_docx(DRAFT), tmp_path / "别.docx")
    with pytest.raises(RevisionError, match="换一份"):
        revise_folder(folder, ReviseOrder("lock", "1", path, "甲"), library)


def test_a_model_may_write_a_section_again_and_is_named_in_the_recipe(
    folder: Path, library: Library
) -> None:
    was = read_draft(folder / "draft.json")
    with Endpoint(honest) as endpoint:
        model = ModelSettings("scripted", endpoint.base_url, "none", timeout=10)
        order = ReviseOrder("redo", "1.2", writer="model", model=model)
        now = revise_folder(folder, order, library).draft
    assert [each["section"] for each in now.recipe["redone"]] == ["1.2"]
    assert now.recipe["redone"][0]["model"] == "scripted"
    kept = [part for part in parts_of(now) if part.id not in ("1", "1.2")]
    assert kept == [part for part in parts_of(was) if part.id not in ("1", "1.2")]
    revise_folder(folder, ReviseOrder("redo", "1.2"), library)
    assert read_draft(folder / "draft.json") == was


def test_without_the_report_it_follows_nothing_is_written(
    folder: Path, drafted: dict[str, bytes]
) -> None:
    for act in ("redo", "lock"):
        with pytest.raises(LibraryError, match="--library"):
            revise_folder(folder, ReviseOrder(act, "1", who="甲"))
    assert files_in(folder) == drafted


def test_the_command_says_what_it_did(
    folder: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["revise", str(folder), "--library", str(library.folder)]
    assert main([*at, "--section", "（二）", "--lock", "--by", "林川"]) == 0
    assert "现在是第2版" in capsys.readouterr().out
    assert main(["revise", str(folder), "--versions"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "第1版  起草"
    assert main(["revise", str(folder), "--compare", "1", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["who"] == "林川"
    assert main([*at, "--undo"]) == 0
    capsys.readouterr()
    for wrong in (
        ["--redo"],
        [],
        ["--section", "（九十）", "--lock"],
        ["--fill", "1", "3"],
        ["--undo", "--redo"],
    ):
        assert main([*at, *wrong]) == 2
        assert capsys.readouterr().err.startswith("错误：")
