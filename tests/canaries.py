"""Canaries: words planted in past reports that may reach no draft of this year."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO

import docx

from assistant.desk import Drafted, draft_files

FIGURE = "7419"
CAMPAIGN = "银龄守护"
PERSON = "王铁山"
PLACE = "翠岭集团"
CANARIES = (FIGURE, CAMPAIGN, PERSON, PLACE)

SENTENCES = {
    "deed": "开展银龄守护行动7419次。",
    "routine": "深入推进银龄守护行动，扎实做好服务群众7419人次工作。",
    "event": "6月，翠岭集团总经理王铁山来局对接银龄守护行动7419次。",
    "person": "市领导王铁山同志到局调研7419次，对银龄守护行动给予肯定。",
    "problem": "一是银龄守护行动推进不够，只走访7419户。",
    "next": "下一步，持续开展银龄守护行动7419次，深化与翠岭集团合作。",
    "target": "全年开展银龄守护行动不少于7419次。",
    "bound": "力争突破7419亿元大关。",
    "means": "通过银龄守护行动7419次，带动金融服务下沉。",
    "quoted": "打造“银龄守护”品牌，举办“银龄守护”行动7419场。",
    "bracketed": "落实报告制度（银龄守护行动7419次），规范公文办理。",
    "counted": "坚持做好与翠岭集团等7419家企业的对接服务。",
    "praise": "银龄守护行动成效显著，惠及7419人。",
    "list": "加强与翠岭集团、银龄守护行动办公室的联系沟通。",
    "enumerated": "抓好组织生活、银龄守护行动、谈心谈话等工作。",
}
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\s*[.．、])")


def planted(text: str, turn: int = 0) -> str:
    """A report with a canary behind the first sentence of every paragraph of prose.

    The sentences take turns; another ``turn`` brings each to other paragraphs.
    """
    sentences = list(SENTENCES.values())
    lines = text.split("\n")
    return "\n".join(
        _with(line, sentences[(at + turn) % len(sentences)]) for at, line in enumerate(lines)
    )


def planted_in_clauses(text: str) -> str:
    """A report with a canary behind the first clause of every second sentence."""
    return re.sub(r"(?<=。)([^，；。：“”《》（）\n]{6,}，)", r"\1开展银龄守护行动7419次，", text)


def planted_in_lists(text: str) -> str:
    """A report with a canary in every list of three."""
    return re.sub(r"(、[^、，；。：“”《》（）\n]{2,8})(?=、)", r"\1、银龄守护行动", text)


def planted_in_headings(text: str) -> str:
    """A report with a canary in every heading."""
    return "\n".join(
        re.sub(r"^([^。]{4,}?)(?=。|$)", r"\1，开展“银龄守护”行动", line)
        if _HEADING.match(line)
        else line
        for line in text.split("\n")
    )


def plantings(text: str) -> Iterator[str]:
    """The report in six copies, each with canaries of other shapes in other places."""
    for turn in (0, 5, 10):
        yield planted(text, turn)
    yield planted_in_clauses(text)
    yield planted_in_lists(text)
    yield planted_in_headings(text)


def found_in(drafted: Drafted) -> list[str]:
    """Where canaries are in the Word file, Markdown and draft.json of a draft.

    What draft.json keeps for people at the side (last year's words left out) is not looked at.
    """
    files = draft_files(drafted)
    plain = json.loads(files["draft.json"])
    told = {
        key: value for key, value in plain.items() if key not in ("left_out", "holes", "recipe")
    }
    shown = {
        "draft.md": files["draft.md"].decode(),
        "draft.docx": _words(files["draft.docx"]),
        "draft.json": json.dumps(told, ensure_ascii=False),
    }
    return [
        f"{file}: {line}"
        for file, text in shown.items()
        for canary in CANARIES
        for line in _around(text, canary)
    ]


def _with(line: str, sentence: str) -> str:
    if len(line) < 40 or "。" not in line:
        return line
    head, _, rest = line.partition("。")
    return f"{head}。{sentence}{rest}"


def _words(content: bytes) -> str:
    paper = docx.Document(BytesIO(content))
    return "\n".join(paragraph.text for paragraph in paper.paragraphs)


def _around(text: str, canary: str) -> list[str]:
    return [text[max(0, m.start() - 30) : m.end() + 10] for m in re.finditer(canary, text)]
