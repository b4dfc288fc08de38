from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import pytest

from assistant.batch import collect, run_batch
from assistant.cli import main
from assistant.desk import DraftOrder
from assistant.wiring import ModelSettings
from corpus.errors import SheetError
from eval.bench.endpoint import Endpoint, Messages, Reply
from eval.bench.personas import honest

SHEET = """unit: 云州市金融工作局党组
kind: annual-summary
year: 2026
date: 2027-01-06
facts:
  - {{label: 召开党组会议, value: {value}, unit: 次, source: 办公室, department: 办公室}}
  - {{text: 6月引进云岭银行设立云州分行, source: 银行科}}
problems:
  - {{text: 直接融资比重偏低, measure: 建立上市后备企业库}}
"""


def sheets(folder: Path, count: int) -> Path:
    folder.mkdir(exist_ok=True)
    for at in range(count):
        (folder / f"第{at + 1}份.yaml").write_text(SHEET.format(value=20 + at), encoding="utf-8")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_one_bad_sheet_is_a_row_with_its_reason_and_the_others_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = sheets(tmp_path / "in", 2)
    (folder / "坏的.yaml").write_text("unit: 云州市金融工作局\nkind: 诗歌\nyear: 2026\n", "utf-8")
    out = tmp_path / "out"
    assert main(["batch", str(folder), "-o", str(out)]) == 1
    with (out / "summary.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = {row["文件夹"]: row for row in csv.DictReader(lines)}
    assert "诗歌" in rows["坏的"]["没写成的原因"]
    assert rows["第1份"]["通过"] == "是"
    assert (out / "第2份" / "draft.docx").is_file()
    assert not (out / "坏的").exists()
    assert "坏的" in capsys.readouterr().out


def test_the_same_sheets_give_the_same_bytes_by_one_process_or_two(tmp_path: Path) -> None:
    items = collect([sheets(tmp_path / "in", 3)])
    run_batch(items, tmp_path / "one", None, DraftOrder(), jobs=1)
    run_batch(items, tmp_path / "two", None, DraftOrder(), jobs=2)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_equal_names_are_an_error_before_any_work(tmp_path: Path) -> None:
    sheets(tmp_path / "甲", 1)
    sheets(tmp_path / "乙", 1)
    with pytest.raises(SheetError, match="重名"):
        collect([tmp_path / "甲", tmp_path / "乙"])


def test_resume_redoes_only_what_changed_or_is_missing(tmp_path: Path) -> None:
    folder = sheets(tmp_path / "in", 3)
    out = tmp_path / "out"
    run_batch(collect([folder]), out, None, DraftOrder())
    (folder / "第2份.yaml").write_text(SHEET.format(value=99), encoding="utf-8")
    (out / "第3份" / "draft.docx").unlink()
    batched = run_batch(collect([folder]), out, None, DraftOrder(), resume=True)
    assert batched.kept == {"第1份"}
    assert [row.name for row in batched.rows] == ["第1份", "第2份", "第3份"]
    assert "99次" in (out / "第2份" / "draft.md").read_text(encoding="utf-8")


@contextmanager
def killed_midway(
    command: list[str], environment: dict[str, str], out: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A batch that has finished its first document; it is killed at the end of the block."""
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            while not any(out.glob("*/draft.json")) and process.poll() is None:
                time.sleep(0.02)
            yield process
        finally:
            process.kill()


@pytest.mark.slow
def test_a_killed_batch_loses_nothing_finished_and_resumes(tmp_path: Path) -> None:
    folder = sheets(tmp_path / "in", 40)
    out = tmp_path / "out"
    run = "import sys; from assistant.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", run, "batch", str(folder), "-o", str(out)]
    environment = {**os.environ, "NIGAO_HOME": str(tmp_path / "home")}
    with killed_midway(command, environment, out):
        pass
    finished = {path.parent.name for path in out.glob("*/todo.md")}
    assert finished
    kept = {name: tree(out / name) for name in finished}
    batched = run_batch(collect([folder]), out, None, DraftOrder(), resume=True)
    assert all(tree(out / name) == files for name, files in kept.items())
    assert finished <= batched.kept
    assert len(batched.rows) == 40
    assert not list(out.rglob(".partial"))


def _children(pid: int) -> list[int]:
    return [
        int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
    ]


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(") ", 1)[1][0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="tells processes by /proc")
def test_the_processes_of_a_killed_batch_end_with_it(tmp_path: Path) -> None:
    folder = sheets(tmp_path / "in", 60)
    out = tmp_path / "out"
    run = "import sys; from assistant.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", run, "batch", str(folder), "-o", str(out), "--jobs", "2"]
    environment = {**os.environ, "NIGAO_HOME": str(tmp_path / "home")}
    with killed_midway(command, environment, out) as process:
        workers = _children(process.pid)
    assert len(workers) >= 2
    deadline = time.monotonic() + 120
    while any(map(_lives, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_lives, workers))


def test_json_is_one_value_with_a_row_a_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    assert main(["batch", str(sheets(tmp_path / "in", 2)), "-o", out, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in told["drafts"]] == ["第1份", "第2份"]
    assert told["failed"] == 0


def test_one_list_says_by_department_what_is_to_do_in_all_documents(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for at, department in enumerate(("普惠金融科", "办公室", "普惠金融科")):
        (folder / f"第{at + 1}份.csv").write_text(
            "单位,云州市金融工作局党组\n文种,年度工作总结\n年度,2026\n\n"
            "指标,计量单位,本年数值,责任科室\n"
            f"召开党组会议,次,2{at},办公室\n走访企业,家,,{department}\n",
            encoding="utf-8",
        )
    run_batch(collect([folder]), tmp_path / "out", None, DraftOrder())
    todo = (tmp_path / "out" / "todo.md").read_text(encoding="utf-8")
    first, second = todo.index("### 普惠金融科（2处）"), todo.index("### 办公室（1处）")
    assert first < second
    assert "（第3份）" in todo[first:second]
    assert todo.count("走访企业（家）") == 3
    assert todo.count("/todo.md") == 3


def test_the_page_has_a_link_for_every_file_and_escapes_every_name(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "甲 #1 <b>.yaml").write_text(SHEET.format(value=24), encoding="utf-8")
    (folder / "坏的.yaml").write_text("unit: 云州市金融工作局\nkind: 诗歌\nyear: 2026\n", "utf-8")
    run_batch(collect([folder]), tmp_path / "out", None, DraftOrder())
    page = (tmp_path / "out" / "summary.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"]+)"', page)
    assert len(links) >= 4
    assert all((tmp_path / "out" / unquote(link)).is_file() for link in links)
    assert "<b>.yaml" not in page
    assert "诗歌" in page
    assert ">词元<" not in page


def test_what_a_model_cost_stands_beside_each_document(tmp_path: Path) -> None:
    with Endpoint(honest) as endpoint:
        settings = ModelSettings("scripted", endpoint.base_url, "none", timeout=5)
        order = DraftOrder(writer="model", model=settings)
        run_batch(collect([sheets(tmp_path / "in", 1)]), tmp_path / "out", None, order)
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert "tokens" in summary["drafts"][0]


def test_an_offices_own_layout_holds_for_every_document(tmp_path: Path) -> None:
    own = tmp_path / "layout.yaml"
    own.write_text("use: [large]\n", encoding="utf-8")
    items = collect([sheets(tmp_path / "in", 2)])
    run_batch(items, tmp_path / "usual", None, DraftOrder())
    for jobs in (1, 2):
        out = tmp_path / f"own{jobs}"
        run_batch(items, out, None, DraftOrder(), jobs=jobs, layout=own)
        word = Path("第1份") / "draft.docx"
        assert (out / word).read_bytes() != (tmp_path / "usual" / word).read_bytes()
    assert tree(tmp_path / "own1") == tree(tmp_path / "own2")


def test_a_cell_begins_no_formula(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "=1+1.yaml").write_text(SHEET.format(value=24), encoding="utf-8")
    run_batch(collect([folder]), tmp_path / "out", None, DraftOrder())
    assert "\n'=1+1," in (tmp_path / "out" / "summary.csv").read_text(encoding="utf-8-sig")


def test_calls_to_one_endpoint_are_bounded_over_all_documents(tmp_path: Path) -> None:
    with Endpoint(honest, latency=0.02) as endpoint:
        settings = ModelSettings("scripted", endpoint.base_url, "none", timeout=5)
        order = DraftOrder(writer="model", model=settings, jobs=3)
        items = collect([sheets(tmp_path / "in", 3)])
        batched = run_batch(items, tmp_path / "out", None, order, jobs=3)
    assert not batched.failed
    assert 1 < endpoint.most <= 3


def test_a_rate_limit_slows_all_and_kills_none(tmp_path: Path) -> None:
    def limited(messages: Messages, number: int) -> Reply:
        return Reply(status=429, retry_after="0.05") if number % 4 == 0 else honest(messages, 0)

    with Endpoint(limited) as endpoint:
        settings = ModelSettings("scripted", endpoint.base_url, "none", timeout=5)
        order = DraftOrder(writer="model", model=settings, jobs=2)
        items = collect([sheets(tmp_path / "in", 2)])
        batched = run_batch(items, tmp_path / "out", None, order, jobs=2)
    assert not batched.failed
    recipe = json.loads((tmp_path / "out" / "第1份" / "draft.json").read_text("utf-8"))["recipe"]
    assert "replaced" not in recipe
