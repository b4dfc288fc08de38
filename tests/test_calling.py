"""Calling an endpoint over real HTTP: its faults, its count of tokens, and leaving it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from socket import create_server

import pytest
from langchain_core.messages import HumanMessage

from assistant.calling import CUT_SHORT, Answer, Gate, Tokens, ask
from assistant.wiring import ModelSettings, chat_model, talking
from corpus.errors import ModelError, ReplyError, SettingsError, Stopped
from eval.bench.endpoint import Endpoint, Messages, Reply, Script

SAID = "坚持围绕中心、服务大局。\n"
HTML = b"<!doctype html><html><body>Welcome to nginx!</body></html>"


def asked(
    script: Script | Reply,
    *,
    patience: float = 5.0,
    gate: Gate | None = None,
    heard: Callable[[str], None] = lambda text: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Answer:
    """What comes of one question put to an endpoint that answers so."""
    answering = (lambda messages, number: script) if isinstance(script, Reply) else script
    with Endpoint(answering) as endpoint:
        settings = ModelSettings("scripted", endpoint.base_url, "none", timeout=patience)
        messages = [HumanMessage("请写")]
        gate = gate or Gate(4, patience)
        with talking(settings) as chat:
            return ask(chat, messages, gate, heard=heard, stopped=stopped)


def then(first: Reply, times: int = 1) -> Script:
    """A script that fails so many times, then answers."""

    def answer(_: Messages, number: int) -> Reply:
        return first if number < times else Reply(SAID, tokens=(7, 5))

    return answer


def events(*bodies: object) -> Reply:
    """A stream of just these bodies."""
    lines = (f"data: {body if isinstance(body, str) else json.dumps(body)}\n\n" for body in bodies)
    return Reply(raw="".join(lines).encode())


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Reply(status=401), "密钥"),
        (Reply(status=402), "余额"),
        (Reply(status=403), "密钥"),
        (Reply(status=404), "NIGAO_MODEL"),
        (Reply(status=429, code="insufficient_quota"), "余额"),
        (Reply(status=429, retry_after="3600"), "请求太多"),
        (Reply(raw=HTML, sort="text/html"), "/v1"),
        (Reply(raw=b'{"hello": "world"}', sort="application/json"), "/v1"),
        (Reply(raw=b"data: {broken\n\n"), "/v1"),
        (events({"choices": [{"text": "old"}]}), "/v1"),
        (events([1, 2]), "/v1"),
        (events({"error": {"message": "out of memory"}}), "/v1"),
        (Reply(SAID, breaks_after=1, size=3), "连不上"),
        (Reply(status=500), "500"),
        (Reply(status=503), "503"),
    ],
)
def test_an_endpoint_that_only_fails_is_one_clear_line(fault: Reply, said: str) -> None:
    with pytest.raises(ModelError, match=said) as caught:
        asked(fault, gate=quick())
    assert not isinstance(caught.value, ReplyError)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Reply(status=400), "400"),
        (Reply(status=413), "413"),
        (Reply(""), "没有回答"),
        (Reply(None), "没有回答"),
        (Reply(" \n\n"), "没有回答"),
    ],
)
def test_an_answer_refused_or_left_out_is_a_matter_of_this_one(fault: Reply, said: str) -> None:
    with pytest.raises(ReplyError, match=said):
        asked(fault)


@pytest.mark.parametrize(
    "fault",
    [
        Reply(status=500),
        Reply(status=429, retry_after="0.02"),
        Reply(status=429),
        Reply(status=408),
        Reply("断掉的半句" * 9, breaks_after=1),
        Reply("断掉的半句" * 9, finish=None),
        Reply(None),
        Reply(""),
        Reply(raw=b"data: {broken\n\n"),
        Reply(status=400),
    ],
)
def test_a_fault_that_passes_leaves_no_trace_in_the_reply(fault: Reply) -> None:
    assert asked(then(fault), gate=quick()).text == SAID


def test_a_refused_connection_is_one_clear_line() -> None:
    with closing(create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    settings = ModelSettings("scripted", f"http://127.0.0.1:{port}/v1", "none")
    with talking(settings) as chat, pytest.raises(ModelError, match="连不上"):
        ask(chat, [HumanMessage("请写")], quick())


def test_an_endpoint_that_takes_calls_and_never_answers_is_given_up() -> None:
    with closing(create_server(("127.0.0.1", 0))) as server:
        base_url = f"http://127.0.0.1:{server.getsockname()[1]}/v1"
        settings = ModelSettings("scripted", base_url, "none", timeout=0.2)
        with talking(settings) as chat, pytest.raises(ModelError, match="太久"):
            ask(chat, [HumanMessage("请写")], quick(0.2))


def test_a_slow_drip_is_given_up() -> None:
    with pytest.raises(ModelError, match="太久"):
        asked(Reply("拖" * 400, drip=0.15, size=1), patience=0.4, gate=quick(0.4, pace=20.0))


def test_a_slow_model_that_keeps_its_pace_is_heard_to_the_end() -> None:
    slow = Reply("慢工出细活。\n" * 4, drip=0.05, size=4)
    assert asked(slow, patience=0.3).text == slow.text


def test_a_hundred_thousand_tokens_of_nonsense_are_cut_short() -> None:
    text = asked(Reply("胡言乱语" * 50_000, size=500)).text
    assert text.endswith(CUT_SHORT)
    assert len(text) < 40_000


@pytest.mark.parametrize("finish", ["length", "content_filter"])
def test_a_reply_the_model_could_not_finish_ends_in_a_mark(finish: str) -> None:
    assert asked(Reply(SAID, finish=finish)).text == SAID + CUT_SHORT


def test_tokens_are_those_the_endpoint_counts() -> None:
    assert asked(Reply(SAID, tokens=(812, 96))).tokens == Tokens(812, 96)


@pytest.mark.parametrize(
    "script",
    [Reply(SAID), then(Reply("半句" * 30, breaks_after=1)), then(Reply(""))],
    ids=["never counted", "a part was lost", "an answer was empty"],
)
def test_tokens_nobody_counted_are_not_made_up(script: Script | Reply) -> None:
    assert asked(script, gate=quick()).tokens is None


def test_an_endpoint_that_will_not_count_tokens_is_asked_without() -> None:
    gate = quick()
    assert asked(then(Reply(status=400)), gate=gate).tokens is None
    assert not gate.counts


def test_each_finished_line_is_heard_and_a_new_beginning_is_shorter() -> None:
    lines: list[str] = []
    broken = Reply("第一句。\n第二句。\n第三句", size=5, breaks_after=2)
    asked(then(broken), gate=quick(), heard=lines.append)
    assert lines[:2] == ["第一句。\n", "第一句。\n第二句。\n"]
    assert lines[-1] == SAID


def test_stopping_leaves_a_call_that_hangs() -> None:
    with closing(create_server(("127.0.0.1", 0))) as server:
        base_url = f"http://127.0.0.1:{server.getsockname()[1]}/v1"
        settings = ModelSettings("scripted", base_url, "none", timeout=2)
        turns = iter([False] * 3)
        with talking(settings) as chat, pytest.raises(Stopped):
            ask(chat, [HumanMessage("请写")], Gate(1), stopped=lambda: next(turns, True))


def test_stopping_leaves_the_queue_before_a_full_gate() -> None:
    gate = Gate(1)
    with gate.place(lambda: False), pytest.raises(Stopped), gate.place(lambda: True):
        raise AssertionError("there is but one place")


def test_stopping_between_pieces_ends_a_long_reply() -> None:
    heard: list[str] = []
    long = Reply("一句话。\n" * 200, size=5, drip=0.01)
    with pytest.raises(Stopped):
        asked(long, heard=heard.append, stopped=lambda: bool(heard))
    assert len(heard) == 1


@pytest.mark.parametrize("model", ["anthropic:claude-x", "nobody:model", "google_genai:gemini-x"])
def test_a_provider_whose_package_is_not_there_is_one_clear_line(model: str) -> None:
    with pytest.raises(SettingsError, match="langchain"):
        chat_model(ModelSettings(model))


def test_langchains_own_door_serves_other_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    with Endpoint(lambda messages, number: Reply(SAID)) as endpoint:
        monkeypatch.setenv("OPENAI_API_BASE", endpoint.base_url)
        with talking(ModelSettings("openai:scripted")) as chat:
            assert ask(chat, [HumanMessage("请写")], Gate(1)).text == SAID


@pytest.fixture
def tracer() -> Iterator[tuple[str, list[str]]]:
    """A server that would be sent traces, and what it was sent."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", heard
    server.shutdown()
    server.server_close()
    thread.join()


def test_nothing_is_traced_to_anybody_whatever_the_environment_says(
    tracer: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, heard = tracer
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    for name in ("LANGSMITH", "LANGCHAIN"):
        monkeypatch.setenv(f"{name}_TRACING_V2", "true")
        monkeypatch.setenv(f"{name}_ENDPOINT", address)
        monkeypatch.setenv(f"{name}_API_KEY", "none")
    assert asked(Reply(SAID)).text == SAID
    assert heard == []


def quick(patience: float = 5.0, pace: float = 1.0) -> Gate:
    """A gate that does not make a test wait: its pauses are moments."""
    return Gate(4, patience, pause=0.02, pace=pace)
