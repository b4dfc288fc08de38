"""Servers on 127.0.0.1 that speak OpenAI's protocol, well or badly, as a test wants it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from corpus.embeddings import HashedNgrams

SIZE = 16


@dataclass(frozen=True, slots=True)
class Bad:
    """An answer that is none: a status, or the connection cut when ``status`` is 0."""

    status: int
    retry_after: str = ""


Answer = Bad | list[list[float]]


@dataclass
class EmbeddingServer:
    """An endpoint for embeddings; ``script`` says what it answers to its first requests.

    Afterwards it gives hashed n-grams of ``size`` dimensions. ``asked`` keeps the texts of each
    request, ``headers`` what came with them.
    """

    url: str = ""
    size: int = SIZE
    script: list[Answer] = field(default_factory=list)
    always: Bad | None = None
    asked: list[list[str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def answer(self, texts: list[str]) -> Answer:
        """What to say to these texts."""
        self.asked.append(texts)
        if self.script:
            return self.script.pop(0)
        return self.always or HashedNgrams(self.size).embed_documents(texts)


@contextmanager
def embedding_server(**how: Any) -> Iterator[EmbeddingServer]:
    """A server that runs inside ``with``."""
    told = EmbeddingServer(**how)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(told))
    told.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(told: EmbeddingServer) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.headers.append({name.lower(): value for name, value in self.headers.items()})
            answer = told.answer(asked["input"])
            if isinstance(answer, Bad):
                self._refuse(answer)
                return
            rows = [
                {"object": "embedding", "index": at, "embedding": vector}
                for at, vector in enumerate(answer)
            ]
            usage = {"prompt_tokens": 1, "total_tokens": 1}
            self._send(200, {"object": "list", "data": rows, "model": "m", "usage": usage})

        def _refuse(self, bad: Bad) -> None:
            if not bad.status:
                self.close_connection = True
                self.connection.close()
                return
            self._send(bad.status, {"error": {"message": "no", "type": "x"}}, bad.retry_after)

        def _send(self, status: int, said: object, retry_after: str = "") -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if retry_after:
                self.send_header("Retry-After", retry_after)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
