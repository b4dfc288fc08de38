"""Every version of a draft is kept, can be gone back to, and survives being cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.export import versions as kept
from assistant.export.folder import write_folder
from assistant.export.versions import Version, Versions
from corpus.errors import OutputError, RevisionError

NAMES = ("draft.json", "todo.md")


def state(text: str) -> dict[str, bytes]:
    return {"draft.json": f"稿{text}".encode(), "todo.md": f"办{text}".encode()}


def here(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in NAMES}


@pytest.fixture(name="kept_in")
def _kept_in(tmp_path: Path) -> Versions:
    write_folder(tmp_path, state("一"))
    versions = Versions(tmp_path, NAMES)
    versions.settle()
    return versions


def test_each_state_is_a_version_with_what_was_done(kept_in: Versions) -> None:
    kept_in.advance("重写", state("二"))
    assert kept_in.listed() == (Version(1, "起草", 0, 1), Version(2, "重写", 1, 2))
    assert kept_in.files(1) == state("一")
    assert kept_in.files(2) == state("二") == here(kept_in.folder)


def test_undo_goes_back_step_by_step_and_keeps_what_it_takes_back(kept_in: Versions) -> None:
    kept_in.advance("二", state("二"))
    kept_in.advance("三", state("三"))
    kept_in.undo()
    assert here(kept_in.folder) == state("二")
    kept_in.undo()
    assert here(kept_in.folder) == state("一")
    with pytest.raises(RevisionError, match="没有可撤销"):
        kept_in.undo()
    kept_in.advance("四", state("四"))
    kept_in.undo()
    assert here(kept_in.folder) == state("一")
    assert kept_in.files(3) == state("三")
    assert [each.state for each in kept_in.listed()] == [1, 2, 3, 2, 1, 6, 1]


def test_a_state_made_elsewhere_is_kept_too(kept_in: Versions) -> None:
    write_folder(kept_in.folder, state("外"))
    kept_in.settle()
    assert kept_in.listed()[-1] == Version(2, "在别处改动", 1, 2)
    kept_in.settle()
    assert len(kept_in.listed()) == 2
    kept_in.undo()
    assert here(kept_in.folder) == state("一")


def test_the_same_steps_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in "ab":
        write_folder(tmp_path / name, state("一"))
        versions = Versions(tmp_path / name, NAMES)
        versions.settle()
        versions.advance("重写", state("二"))
        versions.undo()
        room = tmp_path / name / kept.FOLDER
        made.append({each.name: each.read_bytes() for each in room.iterdir()})
    assert made[0] == made[1]
    assert sorted(made[0]) == ["0001.zip", "0002.zip", "0003.zip"]


@pytest.mark.parametrize("renamed", [0, 1, 2])
def test_a_run_cut_off_anywhere_leaves_the_old_state_or_the_new(
    kept_in: Versions, renamed: int
) -> None:
    """As a kill leaves it: the next version waits, and so many files are in place."""
    folder, room = kept_in.folder, kept_in.folder / kept.FOLDER
    kept_in.advance("重写", state("二"))
    (room / "0002.zip").rename(room / "next.zip")
    for name in NAMES[renamed:]:
        (folder / name).write_bytes(state("一")[name])
    again = Versions(folder, NAMES)
    again.settle()
    assert here(folder) == state("二" if renamed else "一")
    assert [each.done for each in again.listed()] == (["起草", "重写"] if renamed else ["起草"])
    assert not (room / "next.zip").exists()


def test_a_folder_that_cannot_be_written_stays_as_it_was(kept_in: Versions) -> None:
    (kept_in.folder / "todo.md").unlink()
    (kept_in.folder / "todo.md").mkdir()
    with pytest.raises(OutputError):
        kept_in.advance("重写", state("二"))
    (kept_in.folder / "todo.md").rmdir()
    (kept_in.folder / "todo.md").write_bytes(state("一")["todo.md"])
    kept_in.settle()
    assert here(kept_in.folder) == state("一")
    assert len(kept_in.listed()) == 1


def test_a_damaged_version_is_told_by_its_file(kept_in: Versions) -> None:
    kept_in.advance("重写", state("二"))
    (kept_in.folder / kept.FOLDER / "0001.zip").write_bytes(b"PK")
    with pytest.raises(RevisionError, match="0001"):
        kept_in.files(1)


def test_a_folder_without_a_whole_draft_has_no_versions(tmp_path: Path) -> None:
    (tmp_path / "draft.json").write_bytes(b"{}")
    versions = Versions(tmp_path, NAMES)
    assert versions.listed() == ()
    with pytest.raises(RevisionError, match=r"todo\.md"):
        versions.settle()
