"""The same work by others: docxtpl fills a template, a plain LangChain chain asks a model."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from assistant.desk import DraftOrder, draft_sheet, plan_sheet
from assistant.export.docx import to_docx
from assistant.sheet.facts import Sheet
from assistant.wiring import ModelSettings
from corpus.library import Library
from eval.bench.endpoint import Endpoint
from eval.bench.naive import imitator, naively_written
from eval.bench.papers import Paper
from eval.bench.rollover import Case, cases, sample_reports
from eval.evaluate import Judgement

_WRONG = ("N301", "N302", "N303", "N304", "N305")
_ROUNDS = 20
# Laying out is timed in the peer's own process too: the file read, its rules applied, written anew.
_LAY_OUT = """
import json, logging, sys, time
logging.disable(logging.CRITICAL)
from engine.core.document.generator import generate_docx
from engine.core.document.parser import parse_docx
from engine.core.rules.engine import RuleEngine
asked = json.load(sys.stdin)
rules, spans = RuleEngine(), []
for _ in range(asked["rounds"]):
    began = time.process_time()
    generate_docx(rules.fix(parse_docx(asked["paper"]), "report"), asked["out"])
    spans.append(time.process_time() - began)
print(sorted(spans)[len(spans) // 2])
"""
# Filling is timed in the peer's own process, with the template already written and read once.
_FILL = """
import json, sys, time
from docx import Document
from docxtpl import DocxTemplate
asked = json.load(sys.stdin)
paper = Document()
for text in asked["paragraphs"]:
    paper.add_paragraph(text)
paper.save(asked["template"])
spans = []
for _ in range(asked["rounds"]):
    began = time.process_time()
    template = DocxTemplate(asked["template"])
    template.render(asked["values"])
    template.save(asked["out"])
    spans.append(time.process_time() - began)
print(json.dumps(sorted(spans)[len(spans) // 2]))
"""


def filled_by_docxtpl(python: Path | None, sheet: Sheet, library: Library | None) -> Iterator[str]:
    """What docxtpl takes to fill our draft's own words with its values: the lower bound.

    It is given what takes us the most: the sentences, and which value goes where.
    """
    if python is None:
        yield "没有装 docxtpl 的环境（--peer），与它的对照未测；用 scripts/bench 建好再测"
        return
    drafted = draft_sheet(sheet, library, DraftOrder())
    paragraphs = ["".join(s.text for s in each) for _, each in drafted.draft.paragraphs()]
    values: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        asked = {
            "paragraphs": [_tagged(text, values) for text in paragraphs],
            "values": values,
            "template": f"{folder}/template.docx",
            "out": f"{folder}/out.docx",
            "rounds": _ROUNDS,
        }
        theirs = _timed_there(python, _FILL, asked)
    ours = _median_of(lambda: to_docx(drafted.draft, sheet=drafted.sheet))
    planned = _median_of(lambda: plan_sheet(sheet, library, DraftOrder()))
    yield (
        f"docxtpl把{len(values)}个数填进同样的文字（一段一种格式）：{theirs * 1000:.1f}毫秒；"
        f"我们写同一份Word（国标版式、批注）{ours * 1000:.1f}毫秒，"
        f"为它算出写什么{planned * 1000:.1f}毫秒（CPU，同一份再来）"
    )


def laid_out_by_gongwen(
    python: Path | None, sheet: Sheet, library: Library | None
) -> Iterator[str]:
    """How long gongwen-skill takes to lay the draft out, beside our writing of the Word file."""
    if python is None:
        yield "没有装 gongwen-skill 的环境（--peer），与它的版式对照未测；用 scripts/bench 建好再测"
        return
    drafted = draft_sheet(sheet, library)
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "paper.docx"
        paper.write_bytes(to_docx(drafted.draft, clean=True))
        asked = {"paper": str(paper), "out": f"{folder}/out.docx", "rounds": _ROUNDS}
        theirs = _timed_there(python, _LAY_OUT, asked)
    ours = _median_of(lambda: to_docx(drafted.draft, clean=True))
    yield (
        f"gongwen-skill给同一份Word重排版式：{theirs * 1000:.1f}毫秒；"
        f"我们按国标版式写出它{ours * 1000:.1f}毫秒（CPU，{theirs / ours:.0f}倍）"
    )


def _timed_there(python: Path, program: str, asked: dict[str, object]) -> float:
    """Seconds of CPU that a program prints, run in the peers' environment."""
    said = subprocess.run(
        [str(python), "-c", program],
        input=json.dumps(asked),
        capture_output=True,
        check=True,
        text=True,
    )
    return float(json.loads(said.stdout))


def _tagged(text: str, values: dict[str, str]) -> str:
    """The text with a tag in place of each number, whose value goes into ``values``."""

    def tag(found: re.Match[str]) -> str:
        name = f"v{len(values)}"
        values[name] = found[0]
        return f"{{{{ {name} }}}}"

    return re.sub(r"\d+(?:\.\d+)?", tag, text)


def _median_of(work: object) -> float:
    assert callable(work)
    work()
    spans = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        work()
        spans.append(time.process_time() - began)
    return sorted(spans)[len(spans) // 2]


def beside_a_chain(reports: Path, latency: float) -> Iterator[str]:
    """Our model writer and the plain chain on one document, one model, one latency."""
    with tempfile.TemporaryDirectory() as folder:
        kept = [each for each in sample_reports(reports) if each.kind == "annual-summary"]
        case = list(cases(kept, reports, Path(folder)))[-1]
        yield f"| 模型（每次{latency}秒） | 秒 | 次 | 读入字 | 无据数字 | 必写用上 |"
        yield "|---|---|---|---|---|---|"
        # The first call of all also waits for the model's client to load.
        _by_a_model("", 8, case, 0.0)
        for name, jobs in (("我们，8节并行", 8), ("我们，逐节", 1), ("LangChain检索加提示", 0)):
            yield _by_a_model(name, jobs, case, latency)
        yield ""


def _by_a_model(name: str, jobs: int, case: Case, latency: float) -> str:
    with Endpoint(imitator, latency=latency) as endpoint:
        settings = ModelSettings("scripted", endpoint.base_url, "none", timeout=10)
        began = time.perf_counter()
        judged = _judged(case, settings, jobs)
        spent = time.perf_counter() - began
    read = sum(len(message["content"]) for heard in endpoint.heard for message in heard)
    wrong = sum(finding.code in _WRONG for finding in judged.findings)
    used = judged.metrics["coverage"] or 0.0
    return f"| {name} | {spent:.1f} | {len(endpoint.heard)} | {read} | {wrong} | {used:.2f} |"


def _judged(case: Case, settings: ModelSettings, jobs: int) -> Judgement:
    sheet = case.truth.sheet
    if jobs:
        order = DraftOrder(writer="model", jobs=jobs, model=settings)
        return draft_sheet(sheet, case.library, order).judgement
    text = naively_written(sheet, case.like, case.past, settings)
    return Paper("", text, sheet.kind, sheet.year, sheet.office, sheet, case.past).judged()
