"""A library in the hands of real processes that are killed, or run out of room or of rights."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from libraries import report

from corpus.errors import LibraryError
from corpus.library import Library
from corpus.passages import passages

KILLS = 20

# Imports once what takes seconds, then forks a process for each act: kills fall into the work.
NURSERY = """
import os, sys
from pathlib import Path
import chromadb.api.client, corpus.binding, corpus.chroma, corpus.index, filelock
from assistant.indexing import index_reports
from corpus.library import Library
folder = Path(sys.argv[1])
while act := sys.stdin.readline().strip():
    child = os.fork()
    if child == 0:
        if act == "index":
            index_reports([folder / "files"], folder / "library")
        elif act == "rebuild":
            Library.open(folder / "library").rebuild()
        else:
            library = Library.open(folder / "library")
            for report in library.reports()[:2]:
                library.remove(report.id)
        os._exit(0)
    print(child, flush=True)
    sys.stdin.readline()  # until then an ended child keeps its number, so that no other is killed
    print(os.waitpid(child, 0)[1], flush=True)
"""

TEXT = """云州市金融工作局{year}年度工作总结

一、工作开展情况
（一）强化理论学习。{first}
（二）抓好风险防控。走访企业{times}户，化解风险3起。

二、存在的不足
调查研究不够深入，第{times}次提醒仍未改正。
"""


class Nursery:
    """Runs acts in processes of their own, to their end or to a kill."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _told(self, line: str) -> int:
        """The number it answers to a line."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def run(self, act: str, kill_after: float | None = None) -> bool:
        """Whether the act came to its end; it is killed after so many seconds."""
        child = self._told(act)
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)
        return self._told("wait") == 0

    def close(self) -> None:
        self._process.communicate(timeout=60)


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    made = Nursery(tmp_path)
    yield made
    made.close()


def write(folder: Path, year: int, times: int) -> tuple[int, str]:
    """A report of that year; what is known of it again comes back."""
    folder.mkdir(exist_ok=True)
    first = f"组织学习{times}次，班子成员带头讲党课。"
    text = TEXT.format(year=year, times=times, first=first)
    (folder / f"{year}.txt").write_text(text, encoding="utf-8")
    return year, first


def states(library: Library) -> set[tuple[int, str]]:
    """Each report's year, and the text of its first paragraph."""
    return {(each.year, passages(each)[0].text) for each in library.reports()}


def is_whole(library: Library) -> bool:
    """Whether a search finds each passage of each report once, and nothing else."""
    hits = library.search("学习", k=10_000)
    kept = [passage.id for each in library.reports() for passage in passages(each)]
    return sorted(hit.passage.id for hit in hits) == sorted(kept)


@pytest.mark.slow
def test_a_process_killed_at_any_moment_leaves_old_or_new_and_the_next_index_ends_it(
    tmp_path: Path, nursery: Nursery
) -> None:
    moments = random.Random(7)
    files, library = tmp_path / "files", Library.open(tmp_path / "library", create=True)
    for year in range(2010, 2016):
        write(files, year, times=0)
    assert nursery.run("index")
    write(files, 2010, times=99)
    at = time.monotonic()
    assert nursery.run("index")
    length = time.monotonic() - at
    killed = 0
    for number in range(1, KILLS + 1):
        act = ("index", "rebuild", "index", "remove")[number % 4]
        before = states(library)
        new = {write(files, year, times=number) for year in (2010, 2011, 2015 + number % 9)}
        killed += not nursery.run(act, kill_after=moments.uniform(0, length))
        left = states(library)
        assert left <= before | new
        assert act == "remove" or {year for year, _ in before} <= {year for year, _ in left}
        if number % 2:
            assert is_whole(library)  # mended by the search; in the other rounds by the index
        assert nursery.run("index")
        assert not (library.folder / "unfinished").exists()
        assert len(states(library)) == len(library.reports()) == len(list(files.iterdir()))
        assert new <= states(library)
        assert is_whole(library)
    assert killed >= KILLS // 3


FILL = """
import resource, sys; sys.path.insert(0, "tests")
from pathlib import Path
from corpus.errors import LibraryError
from corpus.library import Library
from libraries import report
library = Library.open(Path(sys.argv[1]))
import chromadb.api.client, corpus.chroma, corpus.index
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    library.add([report("big", work=tuple(f"开展第{n}次调研。" for n in range(400)))])
except LibraryError as error:
    print(error)
"""


@pytest.mark.slow
@pytest.mark.parametrize("room", [0, 20_000, 70_000, 300_000])
def test_where_the_disk_is_full_nothing_is_lost_and_the_next_act_ends_it(
    tmp_path: Path, room: int
) -> None:
    library = Library.open(tmp_path)
    library.add([report("a")])
    run = subprocess.run(
        [sys.executable, "-c", FILL, str(tmp_path), str(room)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert run.returncode == 0, run.stderr
    [line] = run.stdout.splitlines()
    assert line.startswith(("材料库“", "向量索引“"))
    assert library.report("a") == report("a")
    library.add([report("b", year=2022)])
    assert {"a", "b"} <= {each.id for each in library.reports()}
    assert is_whole(library)


def test_a_whole_library_that_cannot_be_written_can_be_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library.open(tmp_path)
    library.add([report("a")])

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    for name in ("write_text", "unlink", "mkdir", "rename", "replace"):
        monkeypatch.setattr(Path, name, refused)
    monkeypatch.setattr("filelock.FileLock.acquire", refused)
    other = Library.open(tmp_path)
    assert other.search("党建")
    assert other.add([]).read == ()
    with pytest.raises(LibraryError, match="是否可写"):
        other.add([report("b")])
