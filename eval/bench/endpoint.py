"""A scripted OpenAI-compatible endpoint on 127.0.0.1: real HTTP, streaming, faults on demand."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

Messages = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the endpoint answers one request with.

    ``status`` other than 200 is an error with ``code``; ``breaks_after`` cuts the stream after so
    many parts; ``retry_after`` goes into the header of a 429. ``raw`` is sent in place of a stream
    as ``sort``. ``drip`` seconds pass between parts of ``size`` characters, ``finish`` ends them,
    and ``tokens`` are what they are said to have cost: (read, written).
    """

    text: str | None = ""
    status: int = 200
    code: str = ""
    breaks_after: int | None = None
    retry_after: str = ""
    raw: bytes | None = None
    sort: str = "text/event-stream"
    drip: float = 0.0
    size: int = 24
    finish: str | None = "stop"
    tokens: tuple[int, int] | None = None


Script = Callable[[Messages, int], Reply]


@dataclass
class Endpoint:
    """A chat endpoint that answers by ``script(messages, call number)``.

    ``latency`` seconds pass before each answer. ``heard`` keeps every request's messages, and
    ``most`` the largest number of requests under way at once.
    """

    script: Script
    latency: float = 0.0
    heard: list[Messages] = field(default_factory=list)
    most: int = 0
    _under_way: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"endpoint": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def base_url(self) -> str:
        """Where the endpoint listens, as a client's base_url."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @contextmanager
    def under_way(self, messages: Messages) -> Iterator[Reply]:
        """The reply to one request, after the latency; under way until it is sent."""
        with self._lock:
            number = len(self.heard)
            self.heard.append(messages)
            self._under_way += 1
            self.most = max(self.most, self._under_way)
        try:
            time.sleep(self.latency)
            yield self.script(messages, number)
        finally:
            with self._lock:
                self._under_way -= 1


class _Handler(BaseHTTPRequestHandler):
    """Speaks the endpoint's protocol; a subclass of its own is bound to each endpoint."""

    protocol_version = "HTTP/1.1"
    endpoint: Endpoint

    def do_POST(self) -> None:
        """One chat completion."""
        length = int(self.headers.get("content-length", "0"))
        asked = json.loads(self.rfile.read(length))
        with self.endpoint.under_way(asked["messages"]) as reply:
            try:
                self._answer(asked, reply)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # whoever asked has gone

    def _answer(self, asked: Any, reply: Reply) -> None:
        if reply.status != 200:
            extra = {"retry-after": reply.retry_after} if reply.retry_after else {}
            error = {"message": "scripted", "code": reply.code or None}
            self._send(reply.status, json.dumps({"error": error}).encode(), extra)
        elif reply.raw is not None:
            self._send(200, reply.raw, {"content-type": reply.sort})
        else:
            counts = bool(asked.get("stream_options", {}).get("include_usage"))
            self._stream(reply, counts=counts)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        """Nothing of what people write is logged."""

    def _send(self, status: int, payload: bytes, extra: dict[str, str]) -> None:
        self.send_response(status)
        headers = {"content-type": "application/json", "content-length": str(len(payload))}
        for name, value in {**headers, **extra}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    def _stream(self, reply: Reply, *, counts: bool) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        for at, part in enumerate(_parts(reply.text, reply.size)):
            if reply.breaks_after is not None and at >= reply.breaks_after:
                return
            self.wfile.write(_event(_chunk({"content": part})))
            self.wfile.flush()
            time.sleep(reply.drip)
        self.wfile.write(_event(_chunk({}, finish=reply.finish)))
        if counts and reply.tokens:
            self.wfile.write(_event(_count(*reply.tokens)))
        self.wfile.write(b"data: [DONE]\n\n")


def _parts(text: str | None, size: int) -> Iterator[str | None]:
    if text is None:
        yield None
        return
    for at in range(0, len(text), size):
        yield text[at : at + size]


def _chunk(delta: dict[str, str | None], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {
        "id": "scripted",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "scripted",
        "choices": [choice],
    }


def _count(read: int, written: int) -> dict[str, Any]:
    usage = {
        "prompt_tokens": read,
        "completion_tokens": written,
        "total_tokens": read + written,
    }
    return {**_chunk({}), "choices": [], "usage": usage}


def _event(body: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"
