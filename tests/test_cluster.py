from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.batch import collect, run_batch
from assistant.desk import DraftOrder
from corpus.errors import SettingsError
from tests.test_batch import sheets, tree

pytest.importorskip("distributed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


@dataclass
class Cluster:
    """A scheduler and its workers as processes of their own."""

    address: str
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def add_worker(self, version: str = "") -> None:
        """Start a worker, of this version or one that only says it is another."""
        code = "from distributed.cli.dask_worker import main; main()"
        if version:
            code = f"import assistant; assistant.__version__ = {version!r}; {code}"
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard"]
        command = [sys.executable, "-c", code, self.address, *options]
        self.workers.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    file = tmp_path / "scheduler"
    code = "from distributed.cli.dask_scheduler import main; main()"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    command = [sys.executable, "-c", code, *options, "--scheduler-file", str(file)]
    workers: list[subprocess.Popen[bytes]] = []
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as scheduler:
        try:
            yield Cluster(_address(file), workers)
        finally:
            for process in (*workers, scheduler):
                process.kill()
                process.wait()


def _address(file: Path) -> str:
    import json

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if file.exists() and (text := file.read_text(encoding="utf-8")):
            return str(json.loads(text)["address"])
        time.sleep(0.05)
    raise AssertionError("the scheduler did not start")


def _wait_for(cluster: Cluster, count: int) -> None:
    from distributed import Client

    with Client(cluster.address) as client:
        client.wait_for_workers(count, timeout=60)


def test_two_workers_give_the_bytes_this_machine_gives(tmp_path: Path, cluster: Cluster) -> None:
    cluster.add_worker()
    cluster.add_worker()
    _wait_for(cluster, 2)
    items = collect([sheets(tmp_path / "in", 4)])
    run_batch(items, tmp_path / "here", None, DraftOrder())
    run_batch(items, tmp_path / "there", None, DraftOrder(), cluster=cluster.address)
    assert tree(tmp_path / "here") == tree(tmp_path / "there")


def test_a_worker_killed_in_the_middle_loses_nothing(tmp_path: Path, cluster: Cluster) -> None:
    cluster.add_worker()
    cluster.add_worker()
    _wait_for(cluster, 2)
    killed: list[str] = []

    def kill_one(name: str) -> None:
        if not killed:
            os.kill(cluster.workers[0].pid, signal.SIGKILL)
            killed.append(name)

    items = collect([sheets(tmp_path / "in", 30)])
    out = tmp_path / "out"
    batched = run_batch(items, out, None, DraftOrder(), cluster=cluster.address, step=kill_one)
    assert killed
    assert not batched.failed
    assert len(list(out.glob("*/draft.docx"))) == 30


def test_a_worker_of_another_version_is_refused(tmp_path: Path, cluster: Cluster) -> None:
    cluster.add_worker(version="0.0.1")
    _wait_for(cluster, 1)
    items = collect([sheets(tmp_path / "in", 1)])
    with pytest.raises(SettingsError, match=r"0\.0\.1"):
        run_batch(items, tmp_path / "out", None, DraftOrder(), cluster=cluster.address)


def test_nobody_at_the_address_is_one_clear_line(tmp_path: Path) -> None:
    items = collect([sheets(tmp_path / "in", 1)])
    with pytest.raises(SettingsError, match="连不上集群"):
        run_batch(items, tmp_path / "out", None, DraftOrder(), cluster="tcp://127.0.0.1:9")
