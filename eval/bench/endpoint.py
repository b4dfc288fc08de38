"""A scripted OpenAI-compatible endpoint on 127.0.0.1: real HTTP, streaming, faults on demand."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

Messages = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the endpoint answers one request with.

    ``status`` other than 200 is an error; ``breaks_after`` cuts the stream after so many parts;
    ``retry_after`` goes into the header of a 429.
    """

    text: str = ""
    status: int = 200
    breaks_after: int | None = None
    retry_after: str = ""


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
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
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

    def answer(self, messages: Messages) -> Reply:
        """The reply to one request, after the latency."""
        with self._lock:
            number = len(self.heard)
            self.heard.append(messages)
            self._under_way += 1
            self.most = max(self.most, self._under_way)
        try:
            time.sleep(self.latency)
            return self.script(messages, number)
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
        reply = self.endpoint.answer(asked["messages"])
        if reply.status != 200:
            extra = {"retry-after": reply.retry_after} if reply.retry_after else {}
            self._send(reply.status, {"error": {"message": "scripted"}}, extra)
        elif asked.get("stream"):
            self._stream(reply)
        else:
            self._send(200, _whole(reply.text), {})

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        """Nothing of what people write is logged."""

    def _send(self, status: int, body: Any, extra: dict[str, str]) -> None:
        payload = json.dumps(body).encode()
        self.send_response(status)
        headers = {"content-type": "application/json", "content-length": str(len(payload))}
        for name, value in {**headers, **extra}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    def _stream(self, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        for at, part in enumerate(_parts(reply.text)):
            if reply.breaks_after is not None and at >= reply.breaks_after:
                return
            self.wfile.write(_event(_chunk({"content": part})))
            self.wfile.flush()
        self.wfile.write(_event(_chunk({}, finish="stop")) + b"data: [DONE]\n\n")


def _parts(text: str) -> Iterator[str]:
    for at in range(0, len(text), 24):
        yield text[at : at + 24]


def _chunk(delta: dict[str, str], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {
        "id": "scripted",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "scripted",
        "choices": [choice],
    }


def _whole(text: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    return {
        "id": "scripted",
        "object": "chat.completion",
        "created": 0,
        "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
    }


def _event(body: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"
