"""A small real model behind llama.cpp's server, run as a process of its own for the model tests.

``python tests/real_model.py FOLDER`` serves the model found below FOLDER on a free port, says its
address, and ends with its standard input.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def real_model(folder: Path) -> Iterator[str]:
    """The base URL of the model in ``folder``, where both wheels are unpacked."""
    command = [sys.executable, __file__, str(folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, **pipes) as process:  # type: ignore[call-overload]
        address = process.stdout.readline().strip()
        try:
            yield f"{address}/v1"
        finally:
            process.stdin.close()
            process.wait()


def serve(folder: Path) -> None:
    sys.path.insert(0, str(folder))
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(next(folder.rglob("*.gguf")))
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = 4096
    params.n_parallel = 1
    params.n_predict = 16  # the protocol is looked at, not the prose
    params.cpuparams.n_threads = 2
    params.sampling.seed = 1
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
