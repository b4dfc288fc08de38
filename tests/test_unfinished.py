"""A run that fails, is stopped or killed loses no finished section; --resume writes the others."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.draft import Evidence, Hole, Sentence
from assistant.unfinished import NAME, Unfinished
from assistant.writing.writer import Replaced, Written
from corpus.errors import OutputError
from eval.bench.endpoint import Endpoint, Messages, Reply, Script
from eval.bench.personas import honest

SHEET = """unit: 云州市金融工作局党组
kind: annual-summary
year: 2026
facts:
  - {label: 召开党组会议, value: 24, unit: 次, source: 办公室}
  - {text: 6月引进云岭银行设立云州分行, source: 银行科}
problems:
  - {text: 直接融资比重偏低, measure: 建立上市后备企业库}
"""
WRITTEN = Written(
    ((Sentence("召开党组会议24次，【待补】。", (Evidence("fact", "F1", "办公室"),)),),),
    (Hole(0, "1", "开展调研", "次"),),
    (("a#1.0", "数字未提供"),),
    (Replaced("工作", "召开31次。", "自己写的数字"),),
    made_of="abc",
)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "facts.yaml"
    path.write_text(SHEET, encoding="utf-8")
    return path


def test_a_section_kept_is_the_same_when_it_is_read(tmp_path: Path) -> None:
    kept = Unfinished(tmp_path / "out")
    kept.wrote("1", "工作", WRITTEN)
    kept.wrote("2", "问题", Written((), made_of=""))
    assert Unfinished(tmp_path / "out").begin(resume=True) == {"1": WRITTEN}


def test_a_line_half_written_is_passed_over(tmp_path: Path) -> None:
    kept = Unfinished(tmp_path)
    kept.wrote("1", "工作", WRITTEN)
    with (tmp_path / NAME).open("ab") as file:
        file.write(b'["2", {"paragraphs": [[{"te')
    assert list(Unfinished(tmp_path).begin(resume=True)) == ["1"]


def test_a_run_that_does_not_resume_begins_anew(tmp_path: Path) -> None:
    Unfinished(tmp_path).wrote("1", "工作", WRITTEN)
    assert Unfinished(tmp_path).begin(resume=False) == {}
    assert not (tmp_path / NAME).exists()


def test_sections_that_cannot_be_read_are_one_line(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(OutputError, match="读不了写好的部分"):
        Unfinished(tmp_path).begin(resume=True)


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("一个文件", encoding="utf-8")
    with pytest.raises(OutputError, match="写不进"):
        Unfinished(tmp_path / "out").wrote("1", "工作", WRITTEN)


def draft(sheet: Path, out: Path, *more: str) -> int:
    return main(["draft", str(sheet), "-o", str(out), "--writer", "model", *more])


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Script]]:
    """An endpoint that answers by the last script of this list; its model is the one set."""
    scripts: list[Script] = [honest]
    with Endpoint(lambda messages, number: scripts[-1](messages, number)) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.base_url)
        monkeypatch.setenv("NIGAO_MODEL", "scripted")
        yield scripts


def whole(out: Path) -> bytes:
    return (out / "draft.md").read_bytes()


def test_after_an_endpoint_died_only_what_is_missing_is_asked(
    sheet: Path, tmp_path: Path, served: list[Script], capsys: pytest.CaptureFixture[str]
) -> None:
    draft(sheet, tmp_path / "whole")
    out = tmp_path / "out"
    asked: list[int] = []

    def dies(messages: Messages, _: int) -> Reply:
        asked.append(len(messages))
        return honest(messages, 0) if len(asked) <= 2 else Reply(status=401)

    served.append(dies)
    draft(sheet, out)
    assert "--resume" in capsys.readouterr().out
    recipe = json.loads((out / "draft.json").read_text("utf-8"))["recipe"]
    assert recipe["makeshift"]
    assert (out / NAME).exists()
    again: list[str] = []

    def recovered(messages: Messages, number: int) -> Reply:
        again.extend(m["content"] for m in messages[1:2] if "这一节的标题" in m["content"])
        return honest(messages, number)

    served.append(recovered)
    draft(sheet, out, "--resume")
    assert len(again) == len(recipe["makeshift"])
    assert whole(out) == whole(tmp_path / "whole")
    assert not (out / NAME).exists()


def test_a_section_made_of_another_sheet_is_never_taken_over(
    sheet: Path, tmp_path: Path, served: list[Script]
) -> None:
    out = tmp_path / "out"
    served.append(lambda messages, n: honest(messages, n) if n < 2 else Reply(status=401))
    draft(sheet, out)
    sheet.write_text(SHEET.replace("24", "26"), encoding="utf-8")
    served.append(honest)
    draft(sheet, out, "--resume")
    told = whole(out).decode()
    assert "召开党组会议26次" in told
    assert "24" not in told


# A shell that starts a whole test run in the background has its children ignore interruptions.
RUN = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from assistant.cli import main
sys.exit(main())
"""


@pytest.mark.slow
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_killed_or_interrupted_is_taken_up_again(
    sheet: Path, tmp_path: Path, served: list[Script], sent: signal.Signals
) -> None:
    draft(sheet, tmp_path / "whole")
    out = tmp_path / "out"
    third = threading.Event()
    asked: list[str] = []

    def hangs(messages: Messages, _: int) -> Reply:
        asked.append(messages[1]["content"])
        if len(asked) <= 2:
            return honest(messages, 0)
        third.set()
        return Reply("等" * 999, drip=0.2, size=1)

    served.append(hangs)
    command = ["draft", str(sheet), "-o", str(out), "--writer", "model", "--jobs", "1"]
    with subprocess.Popen(
        [sys.executable, "-c", RUN, *command], env=dict(os.environ), stderr=subprocess.PIPE
    ) as process:
        try:
            assert third.wait(120)
            process.send_signal(sent)
            _, said = process.communicate(timeout=120)
        finally:
            process.kill()
    assert process.returncode == (130 if sent is signal.SIGINT else -sent)
    assert ("--resume" in said.decode()) == (sent is signal.SIGINT)
    served.append(honest)
    assert (out / NAME).exists()
    draft(sheet, out, "--resume")
    assert whole(out) == whole(tmp_path / "whole")
