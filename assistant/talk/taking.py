"""Taking in what is uploaded: a sheet in any of its forms, or loose notes."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from assistant.sheet.notes import Asked, read_notes
from assistant.talk.giving import give_problems, put_facts
from assistant.talk.paper import Paper
from assistant.talk.revisions import Changed
from assistant.talk.session import Session
from corpus.errors import NigaoError, SettingsError

SHEETS = (".xlsx", ".csv", ".yaml", ".yml", ".json")
NOTES = (".docx", ".txt", ".md")


def take_upload(session: Session, paper: Paper, path: Path) -> Changed:
    """The paper with a file's facts: a sheet replaces its own, notes are added to it.

    Raises:
        NigaoError: the file is of no such sort, or cannot be read.
    """
    try:
        return _taken(session, paper, path)
    except NigaoError as error:
        # The writer gave a file of this name; where it was put down here is no concern of theirs.
        raise type(error)(str(error).replace(str(path), path.name)) from error


def _taken(session: Session, paper: Paper, path: Path) -> Changed:
    suffix = path.suffix.lower()
    if suffix in SHEETS:
        taken = session.take_sheet(paper, path)
        given = sum(not fact.is_open for fact in taken.sheet.facts)
        note = f"读入“{path.name}”：{given}项事实、{len(taken.sheet.problems)}条问题、"
        note += f"{len(taken.sheet.guidance)}条上级精神、{len(taken.sheet.decisions)}条核实。"
        refs = [fact.id for fact in taken.sheet.facts]
    elif suffix in NOTES:
        taken, note, refs = _with_notes(session, paper, path)
    else:
        allowed = "、".join((*SHEETS, *NOTES))
        raise SettingsError(f"“{path.name}”不是事实表也不是记录；可以上传 {allowed}")
    renewed, said = session.renew(taken, refs)
    return Changed(renewed, note + said)


def _with_notes(session: Session, paper: Paper, path: Path) -> tuple[Paper, str, list[str]]:
    asked = Asked(paper.sheet.office or "本单位", paper.sheet.kind, paper.sheet.year)
    noted = read_notes(path, asked, session.around.kinds)
    given = put_facts(paper, noted.facts)
    taken = given.paper
    for problem in noted.problems:
        taken = give_problems(taken, f"{problem.text}措施：{problem.measure}").paper
    kept = session.keep(replace(taken), f"读入{path.name}")
    count = len(noted.facts) + len(noted.problems)
    doubts = f"，其中{len(noted.remarks)}项要核实" if noted.remarks else ""
    return kept, f"读入“{path.name}”：{count}项{doubts}，请在表里看一遍。", list(given.refs)


def kept_file(name: str, content: bytes) -> Path:
    """The content as a file of this name in a folder of its own, to be taken away."""
    path = Path(tempfile.mkdtemp(prefix="nigao-")) / name
    path.write_bytes(content)
    return path
