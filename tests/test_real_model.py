"""The whole way with a real model behind a real server: the protocol holds, whatever it writes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage
from real_model import real_model

from assistant.calling import Gate, ask
from assistant.cli import main
from assistant.wiring import ModelSettings, talking
from corpus.errors import ReplyError, Stopped

FOLDER = os.environ.get("NIGAO_TEST_MODEL", "")
pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not FOLDER, reason="NIGAO_TEST_MODEL names no folder with a model"),
]

KIND = """id: brief
name: 工作专报
title: '{office}{year}年工作专报'
title_pattern: '^.*工作专报$'
sections:
  - {role: work, heading: 主要情况, phrases: [坚持围绕中心、服务大局。]}
"""
SHEET = """unit: 云州市金融工作局
kind: 工作专报
year: 2026
facts:
  - {label: 召开党组会议, value: 24, unit: 次, source: 办公室}
  - {text: 6月引进云岭银行设立云州分行, source: 银行科}
"""
PATIENCE = 120.0


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with real_model(Path(FOLDER)) as url:
        yield url


def test_a_document_is_drafted_and_passes_whatever_the_model_wrote(
    base_url: str, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", base_url)
    monkeypatch.setenv("NIGAO_MODEL", "smollm2")
    monkeypatch.setenv("NIGAO_PATIENCE", str(PATIENCE))
    (home / "kinds").mkdir()
    (home / "kinds" / "brief.yaml").write_text(KIND, encoding="utf-8")
    sheet = tmp_path / "facts.yaml"
    sheet.write_text(SHEET, encoding="utf-8")
    out = tmp_path / "out"
    assert main(["draft", str(sheet), "-o", str(out), "--writer", "model"]) == 0
    recipe = json.loads((out / "draft.json").read_text("utf-8"))["recipe"]
    assert "makeshift" not in recipe
    assert recipe["tokens"]["in"] > 0
    assert recipe["tokens"]["out"] > 0
    told = (out / "draft.md").read_text("utf-8")
    assert "召开党组会议24次" in told
    assert "云岭银行" in told
    check = json.loads((out / "check.json").read_text("utf-8"))
    assert check["metrics"]["provenance"] == 1.0
    assert check["metrics"]["coverage"] == 1.0


def test_what_the_server_refuses_is_a_matter_of_this_request(base_url: str) -> None:
    settings = ModelSettings("smollm2", base_url, "none", PATIENCE)
    gate = Gate(1, PATIENCE)
    with talking(settings) as chat:
        with pytest.raises(ReplyError, match="400"):
            ask(chat, [HumanMessage("很长" * 9000)], gate)
        assert ask(chat, [HumanMessage("Say hello.")], gate).text


def test_a_reply_is_stopped_while_it_streams(base_url: str) -> None:
    turns = iter([False] * 4)
    with (
        talking(ModelSettings("smollm2", base_url, "none", PATIENCE)) as chat,
        pytest.raises(Stopped),
    ):
        ask(
            chat,
            [HumanMessage("Count to one hundred.")],
            Gate(1, PATIENCE),
            stopped=lambda: next(turns, True),
        )
