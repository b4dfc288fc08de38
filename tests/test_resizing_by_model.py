"""A section a model is asked to write shorter or longer: taken only when it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from seeds import library_of

from assistant.cli import main
from assistant.desk import DRAFT_FILES, draft_sheet, write_drafted
from assistant.named import read_draft
from assistant.parts import part_named, text_of
from assistant.revise_desk import ReviseOrder, revise_folder, versions_in
from assistant.sheet.loading import load_sheet
from assistant.wiring import ModelSettings
from corpus.errors import RevisionError
from corpus.library import Library
from corpus.samples import sample_folder
from eval.bench.endpoint import Endpoint, Messages, Reply, Script
from eval.bench.personas import given, honest

SAMPLES = Path(str(sample_folder()))
SECTION = "1.2"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of(SAMPLES / "reports", tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def drafted(library: Library, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    (sheet,) = (SAMPLES / "sheets").glob("2026_年度*.yaml")
    folder = tmp_path_factory.mktemp("稿")
    write_drafted(draft_sheet(load_sheet(sheet), library), folder)
    return {name: (folder / name).read_bytes() for name in DRAFT_FILES}


@pytest.fixture(name="folder")
def _folder(drafted: dict[str, bytes], tmp_path: Path) -> Path:
    for name, content in drafted.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def asked_for(messages: Messages) -> int:
    """How many characters the prompt asks for."""
    prompt = next(m["content"] for m in messages if m["role"] == "user")
    return int(re.findall(r"约(\d+)字", prompt)[-1])


def told_at(share: float) -> Script:
    """A model that tells all its materials, and goes on until it is this near what is asked."""

    def write(messages: Messages, _: int) -> Reply:
        said = [each.honest for each in given(messages)]
        while sum(map(len, said)) < asked_for(messages) * share:
            said.append(f"{'持续' * (len(said) % 3)}抓好各项工作的落实，做到有部署、有检查。")
        return Reply("\n".join(said))

    return write


def refuse(_: Messages, __: int) -> Reply:
    return Reply(status=401)


def resized(
    act: str, script: Script, folder: Path, library: Library, section: str = SECTION
) -> tuple[int, int, str]:
    """How long the section was and is, and what is said, after a model was asked."""
    was = part_named(read_draft(folder / "draft.json"), section)
    with Endpoint(script) as endpoint:
        model = ModelSettings("scripted", endpoint.base_url, "none", timeout=10)
        order = ReviseOrder(act, section, writer="model", model=model)
        done = revise_folder(folder, order, library)
    now = part_named(done.draft, section)
    return len(text_of(was)), len(text_of(now)), "；".join(done.notes)


def test_a_model_writes_a_section_shorter_and_then_longer(folder: Path, library: Library) -> None:
    was, shorter, _ = resized("shorten", told_at(0.9), folder, library)
    assert shorter < was
    _, longer, _ = resized("lengthen", told_at(1), folder, library)
    assert longer > shorter
    assert [each.done[:2] for each in versions_in(folder)][1:] == ["缩短", "加长"]


@pytest.mark.parametrize(("act", "share"), [("shorten", 0.8), ("lengthen", 1.2)])
def test_a_fifth_less_or_more_is_asked_for(
    act: str, share: float, folder: Path, library: Library
) -> None:
    asked: list[int] = []

    def listening(messages: Messages, number: int) -> Reply:
        asked.append(asked_for(messages))
        return honest(messages, number)

    paragraphs = part_named(read_draft(folder / "draft.json"), SECTION).paragraphs
    told = sum(len(sentence.text) for said in paragraphs for sentence in said)
    resized(act, listening, folder, library)
    assert asked[0] == round(told * share)


@pytest.mark.parametrize(
    ("act", "script", "why"),
    [
        ("shorten", told_at(3), "模型没有写短（原来"),
        ("lengthen", honest, "模型没有写长（原来"),
        ("shorten", refuse, "模型写的不能用（"),
    ],
)
def test_what_a_model_makes_no_shorter_or_no_longer_is_not_taken(
    act: str, script: Script, why: str, folder: Path, library: Library, drafted: dict[str, bytes]
) -> None:
    was, now, said = resized(act, script, folder, library)
    assert was == now
    assert said.startswith(why)
    assert "没有改动" in said
    assert {name: (folder / name).read_bytes() for name in DRAFT_FILES} == drafted


def test_the_opening_is_not_resized_by_a_model_either(folder: Path, library: Library) -> None:
    with pytest.raises(RevisionError, match="不按篇幅增减"):
        resized("shorten", honest, folder, library, "开头")


def test_a_model_is_only_asked_where_something_is_written(
    folder: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["revise", str(folder), "--library", str(library.folder), "--section", SECTION]
    assert main([*at, "--lock", "--writer", "model"]) == 2
    assert "请去掉 --writer model" in capsys.readouterr().err
