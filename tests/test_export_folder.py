"""Writing a folder: all of it or none of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.export.folder import write_folder
from corpus.errors import OutputError

FILES = {"draft.md": "正文\n".encode(), "check.json": b"{}"}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_files_are_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "一" / "二"
    write_folder(folder, FILES)
    assert names(folder) == ["check.json", "draft.md"]
    assert (folder / "draft.md").read_bytes() == FILES["draft.md"]


def test_an_older_draft_is_replaced_and_other_files_stay(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_bytes(b"old")
    (tmp_path / "mine.txt").write_bytes(b"mine")
    write_folder(tmp_path, FILES)
    assert (tmp_path / "draft.md").read_bytes() == FILES["draft.md"]
    assert (tmp_path / "mine.txt").read_bytes() == b"mine"


def test_what_a_broken_run_left_does_not_get_in(tmp_path: Path) -> None:
    (tmp_path / ".partial").mkdir()
    (tmp_path / ".partial" / "draft.docx").write_bytes(b"half")
    write_folder(tmp_path, FILES)
    assert names(tmp_path) == ["check.json", "draft.md"]


def test_an_older_draft_survives_a_failure(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_bytes(b"old")
    (tmp_path / "check.json").mkdir()
    with pytest.raises(OutputError, match="已有同名文件夹"):
        write_folder(tmp_path, FILES)
    assert (tmp_path / "draft.md").read_bytes() == b"old"
    assert names(tmp_path) == ["check.json", "draft.md"]


@pytest.mark.parametrize("below", ["taken", "taken/drafts"])
def test_a_file_in_the_way_is_said_in_one_line(tmp_path: Path, below: str) -> None:
    (tmp_path / "taken").write_bytes(b"a file")
    with pytest.raises(OutputError, match="不是文件夹") as raised:
        write_folder(tmp_path / below, FILES)
    assert "\n" not in str(raised.value)
    assert names(tmp_path) == ["taken"]


def test_folders_made_in_vain_are_gone_again(tmp_path: Path) -> None:
    too_long = {"长" * 300: b""}
    with pytest.raises(OutputError):
        write_folder(tmp_path / "new" / "deeper", too_long)
    assert names(tmp_path) == []


def test_a_folder_nobody_may_write_is_said_so(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    tmp_path.chmod(0o500)
    request.addfinalizer(lambda: tmp_path.chmod(0o700))
    if _may_write(tmp_path):
        pytest.skip("this user may write anywhere")
    with pytest.raises(OutputError, match="没有写权限"):
        write_folder(tmp_path / "out", FILES)


def _may_write(folder: Path) -> bool:
    probe = folder / "probe"
    try:
        probe.touch()
    except PermissionError:
        return False
    probe.unlink()
    return True
