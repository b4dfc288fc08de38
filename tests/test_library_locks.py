"""Locks and crashes of a library, with real processes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from libraries import report

from corpus.errors import LibraryError
from corpus.library import Library
from corpus.passages import passages


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library", create=True)


HOLD = """
import sys, time
from pathlib import Path
from corpus.locking import FolderLock
with FolderLock(Path(sys.argv[1]), 5).exclusive("收录材料"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def filled(library: Library) -> Library:
    library.add([report("a")])
    return Library.open(library.folder, patience=0.3)


@contextmanager
def running(program: str, *said: object) -> Iterator[subprocess.Popen[str]]:
    """A program in a process of its own, which ends with the block."""
    command = [sys.executable, "-c", program, *map(str, said)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Somebody else who is changing the library in ``folder``."""
    with running(HOLD, folder) as process:
        assert heard(process) == "held\n"
        yield process


def heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def test_a_writer_elsewhere_is_named_with_its_work_and_its_beginning(filled: Library) -> None:
    new = [report("b")]
    with holder(filled.folder) as process:
        for act in (lambda: filled.add(new), lambda: filled.remove("a"), filled.rebuild):
            with pytest.raises(LibraryError, match="正被占用") as caught:
                act()
            assert f"进程 {process.pid} 自 20" in str(caught.value)
            assert "正在收录材料" in str(caught.value)


def test_a_writer_elsewhere_keeps_nobody_from_searching(filled: Library) -> None:
    with holder(filled.folder):
        assert filled.reports()
        assert Library.open(filled.folder).search("党建")


def test_who_has_the_library_is_said_while_it_is_waited_for(filled: Library) -> None:
    said: list[str] = []
    with holder(filled.folder) as process:

        def hear(line: str) -> None:
            said.append(line)
            process.kill()

        library = Library.open(filled.folder, patience=120, waiting=hear)
        assert library.remove("a").id == "a"
    [line] = said
    assert f"进程 {process.pid}" in line


def test_a_killed_writer_leaves_no_lock_behind(filled: Library) -> None:
    with holder(filled.folder):
        pass
    assert filled.remove("a")


def test_a_desk_that_has_searched_blocks_nobody(filled: Library) -> None:
    assert filled.search("党建")
    program = (
        "import sys; sys.path.insert(0, 'tests'); from pathlib import Path\n"
        "from corpus.library import Library\n"
        "from libraries import report\n"
        "Library.open(Path(sys.argv[1]), patience=0).add([report('b', year=2022)])"
    )
    subprocess.run([sys.executable, "-c", program, str(filled.folder)], check=True)
    assert len(filled.search("党建", k=100)) == 12


def test_threads_search_one_library_at_the_same_time(filled: Library) -> None:
    library = Library.open(filled.folder)
    expected = library.search("党建")
    answers: list[object] = []
    threads = [
        threading.Thread(target=lambda: answers.append(library.search("党建"))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 6


def test_two_processes_that_add_at_once_both_succeed(library: Library) -> None:
    program = (
        "import sys; sys.path.insert(0, 'tests'); from pathlib import Path\n"
        "from corpus.library import Library\n"
        "from libraries import report\n"
        "Library.open(Path(sys.argv[1]), patience=120).add([report(sys.argv[2])])"
    )
    with running(program, library.folder, "a") as a, running(program, library.folder, "b") as b:
        assert [a.wait(timeout=120), b.wait(timeout=120)] == [0, 0]
    assert [each.id for each in library.reports()] == ["a", "b"]
    assert len(library.search("党建", k=100)) == 12


ADD_SLOWLY = """
import sys; sys.path.insert(0, 'tests'); import time; from pathlib import Path
from corpus.embeddings import HashedNgrams
from corpus.library import Library
from libraries import report
class Slow(HashedNgrams):
    calls = 0
    def embed_documents(self, texts):
        Slow.calls += 1
        if Slow.calls == 2:
            print("half", flush=True)
            time.sleep(60)
        return super().embed_documents(texts)
work = tuple(f"开展第{n}次调研。" for n in range(800))
new = report("new", source="总结.docx", work=work)
Library.open(Path(sys.argv[1]), embeddings=Slow()).add([new])
"""


@pytest.fixture(scope="module")
def half_added(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Left by a process killed when half the vectors of a report that replaces "old" were in."""
    folder = tmp_path_factory.mktemp("half")
    Library.open(folder).add([report("old", source="总结.docx"), report("b", year=2022)])
    with running(ADD_SLOWLY, folder) as process:
        assert heard(process) == "half\n"
    assert (folder / "unfinished").exists()
    return folder


@pytest.mark.parametrize("first_act", ["search", "add", "remove"])
def test_what_a_killed_add_left_is_mended_by_the_next_act(
    half_added: Path, tmp_path: Path, first_act: str
) -> None:
    library = Library.open(shutil.copytree(half_added, tmp_path / "library"))
    if first_act == "search":
        library.search("调研")
    elif first_act == "add":
        library.add([report("c", year=2021)])
    else:
        library.remove("b")
    assert not (library.folder / "unfinished").exists()
    kept = {passage.id for each in library.reports() for passage in passages(each)}
    assert "old#1.1" not in kept
    assert "new#1.800" in kept
    assert {hit.passage.id for hit in library.search("调研", k=10_000)} == kept


def test_vectors_of_a_report_deleted_by_hand_after_a_crash_go_too(
    half_added: Path, tmp_path: Path
) -> None:
    library = Library.open(shutil.copytree(half_added, tmp_path / "library"))
    (library.folder / "reports" / "new.json").unlink()
    kept = {hit.passage.report for hit in library.search("调研", k=10_000)}
    assert kept == {"b", "old"}  # the new state is gone, so the old one did not give way


def test_a_report_deleted_by_hand_is_gone_from_the_index_too(library: Library) -> None:
    library.add([report("a"), report("b", year=2022)])
    (library.folder / "reports" / "a.json").unlink()
    assert {hit.passage.report for hit in library.search("调研", k=100)} == {"b"}


@pytest.mark.parametrize("damage", [b"{", b"\xff\xfe\x00"])
def test_a_damaged_mark_of_change_is_one_line(library: Library, damage: bytes) -> None:
    library.add([report("甲")])
    (library.folder / "unfinished").write_bytes(damage)
    with pytest.raises(LibraryError, match=r"改动记号“.*unfinished”损坏；请删去这个文件"):
        Library.open(library.folder).search("学习")
