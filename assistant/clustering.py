"""A Dask cluster as an executor: other machines finish documents, this one plans them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, cast

from assistant import __version__
from corpus.errors import SettingsError

_PATIENCE = "10s"


@contextmanager
def cluster_executor(address: str) -> Iterator[Executor]:
    """An executor over the workers of the scheduler at ``address`` (tcp://host:8786).

    A document whose worker is lost is finished by another, three times at most.

    Raises:
        SettingsError: dask is not installed, nobody answers there, no worker is there, or a
            worker runs another version of Nigao.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise SettingsError("没有装集群组件；请先运行 pip install 'nigao[cluster]'") from error
    connect: Any = Client  # its constructor carries no types
    try:
        client = connect(address, timeout=_PATIENCE)
    except (OSError, TimeoutError, ValueError) as error:
        lost = f"连不上集群“{address}”；请检查地址，或先启动 dask scheduler"
        raise SettingsError(lost) from error
    with client:
        _check_workers(client, address)
        yield cast(Executor, client.get_executor(retries=3))


def _check_workers(client: Any, address: str) -> None:
    versions: dict[str, str] = client.run(worker_version)
    if not versions:
        raise SettingsError(f"集群“{address}”上没有工作进程；请先启动 dask worker")
    strange = sorted(f"{worker}（{v}）" for worker, v in versions.items() if v != __version__)
    if strange:
        raise SettingsError(
            f"集群上有别的版本的拟稿：{'、'.join(strange)}；本机是 {__version__}，请装成同一版本"
        )


def worker_version() -> str:
    """The version of Nigao on the worker that runs this; "未安装" cannot be, for it imported us."""
    return __version__
