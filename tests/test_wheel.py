"""The wheel holds all that the program reads, and nothing it does not."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from tree import ROOT

pytestmark = pytest.mark.slow


def built(source: Path, folder: Path, form: str) -> Path:
    """The archive hatchling makes of ``source``; ``form`` is ``wheel`` or ``sdist``."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", form, "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (archive,) = folder.iterdir()
    return archive


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made as an installer makes it: from the source archive."""
    room = tmp_path_factory.mktemp("built")
    with tarfile.open(built(ROOT, room / "sdist", "sdist")) as archive:
        archive.extractall(room / "source", filter="data")
    (source,) = (room / "source").iterdir()
    return built(source, room / "wheel", "wheel")


@pytest.fixture(scope="module")
def held(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize(
    "pattern",
    [
        "assistant/**/*.py",
        "assistant/export/*.yaml",
        "corpus/**/*.py",
        "corpus/lexicon/*.yaml",
        "corpus/samples/reports/*.docx",
        "corpus/samples/reports/*.md",
        "corpus/samples/reports/*.txt",
        "corpus/samples/sheets/*.yaml",
        "eval/**/*.py",
        "eval/rules/*.yaml",
        "prompts/*.md",
        "prompts/kinds/*.yaml",
    ],
)
def test_the_wheel_holds_what_the_tree_holds(held: set[str], pattern: str) -> None:
    there = {path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern)}
    assert there
    assert there <= held


def test_the_wheel_holds_the_four_rooms_and_nothing_else(held: set[str]) -> None:
    tops = {name.split("/")[0] for name in held}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "assistant",
        "corpus",
        "eval",
        "prompts",
    }
    assert not [name for name in held if "__pycache__" in name]


def test_the_wheel_made_straight_from_the_tree_holds_the_same(
    held: set[str], tmp_path: Path
) -> None:
    with zipfile.ZipFile(built(ROOT, tmp_path, "wheel")) as archive:
        assert set(archive.namelist()) == held


def test_the_command_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    program = "import sys, assistant.cli as cli; print(cli.__file__); sys.exit(cli.main())"
    ran = subprocess.run(
        [sys.executable, "-c", program, "kinds", "list"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    place, *kinds = ran.stdout.splitlines()
    assert Path(place).is_relative_to(tmp_path)
    assert len(kinds) == 7
