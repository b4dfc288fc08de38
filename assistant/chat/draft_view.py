"""The draft as it will look, each sentence with its evidence at hand; also while it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.chat.markup import rendered
from assistant.draft import Draft, DraftSection, Hole, Paragraph, Sentence
from assistant.export.headings import heading_line, runs_on
from assistant.export.pieces import pieces
from assistant.export.remarks import evidence_remark, hole_remark, is_routine
from assistant.sheet.facts import Sheet
from assistant.talk.works import Look

_ROUTINE = "沿用往年的常规表述；今年有变化的请改。"
_KIND = "文种规范用语。"
_LEVELS = 4


def draft_view(draft: Draft | None, sheet: Sheet | None) -> str:
    """The draft, every sentence and hole to be clicked; an invitation when there is none."""
    blocks = list(_blocks(draft, sheet or draft.sheet)) if draft else []
    return rendered(
        "draft",
        running=False,
        blocks=blocks,
        title=draft.title if draft else "",
        byline=draft.byline if draft else (),
        salutation=draft.salutation if draft else "",
        signature=draft.signature if draft else "",
        date=draft.date if draft else "",
    )


def coming_view(title: str, look: Look) -> str:
    """The sections that are there so far, while the rest is being written."""
    blocks = [
        {
            "id": part.id,
            "level": 2,
            "heading": part.heading,
            "title": "",
            "run_in": False,
            "paragraphs": [[_plain_sentence(text)] for text in part.paragraphs],
        }
        for part in look.parts
        if part.paragraphs or part.heading
    ]
    return rendered(
        "draft",
        running=True,
        blocks=blocks,
        title=title,
        byline=(),
        salutation="",
        signature="",
        date="",
    )


def progress_view(look: Look | None) -> str:
    """How far the work is, with a button to stop it; what became of it when it has ended."""
    running = look is not None and look.state == "running"
    heading = next((p.heading for p in look.parts if not p.final), "") if look else ""
    note, tone = _outcome(look)
    return rendered(
        "progress",
        running=running,
        heading=heading,
        finished=look.finished if look else 0,
        total=look.total if look else 0,
        percent=round(100 * look.finished / max(1, look.total)) if look else 0,
        seconds=f"{look.seconds:.1f}" if look else "",
        note=note,
        tone=tone,
    )


def _outcome(look: Look | None) -> tuple[str, str]:
    if look is None or look.state == "running":
        return "", ""
    outcomes = {
        "finished": (f"写完了，用了{look.seconds:.1f}秒", ""),
        "stopped": (f"已停止：写好的{look.finished}部分留着，再说“起草”接着写", ""),
        "failed": (f"没有写完：{look.fault}", "error"),
    }
    return outcomes[look.state]


def _blocks(draft: Draft, sheet: Sheet | None) -> Iterator[dict[str, Any]]:
    holes = {hole.mark: hole for hole in draft.holes}
    if draft.opening:
        yield _frame("0", "开头", draft.opening, holes, sheet)
    for section in draft.walk():
        yield _block(section, holes, sheet)
    if draft.closing:
        yield _frame("", "结尾", draft.closing, holes, sheet)


def _frame(
    section_id: str,
    title: str,
    paragraphs: Sequence[Paragraph],
    holes: dict[str, Hole],
    sheet: Sheet | None,
) -> dict[str, Any]:
    return {
        "id": section_id,
        "level": 1,
        "heading": "",
        "title": title,
        "run_in": False,
        "locked": False,
        "paragraphs": _paragraphs(section_id, paragraphs, holes, sheet),
    }


def _block(section: DraftSection, holes: dict[str, Hole], sheet: Sheet | None) -> dict[str, Any]:
    sentences = [each for paragraph in section.paragraphs for each in paragraph]
    return {
        "id": section.id,
        "level": min(section.level, _LEVELS),
        "heading": heading_line(section),
        "title": section.number + section.heading,
        "run_in": runs_on(section),
        "locked": bool(sentences) and all(each.locked for each in sentences),
        "paragraphs": _paragraphs(section.id, section.paragraphs, holes, sheet),
    }


def _paragraphs(
    section_id: str,
    paragraphs: Sequence[Paragraph],
    holes: dict[str, Hole],
    sheet: Sheet | None,
) -> list[list[dict[str, Any]]]:
    return [
        [
            _sentence(f"{section_id}/{at}/{number}", sentence, holes, sheet)
            for number, sentence in enumerate(paragraph)
        ]
        for at, paragraph in enumerate(paragraphs)
    ]


def _sentence(
    key: str, sentence: Sentence, holes: dict[str, Hole], sheet: Sheet | None
) -> dict[str, Any]:
    return {
        "key": key,
        "text": sentence.text,
        "look": look_of(sentence),
        "why": _why(sentence, sheet),
        "locked": sentence.locked,
        "pieces": [
            {
                "text": piece.text,
                "hole": str(holes[piece.text].number) if piece.text in holes else "",
                "why": hole_remark(holes[piece.text]) if piece.text in holes else "",
            }
            for piece in pieces(sentence.text)
        ],
    }


def look_of(sentence: Sentence) -> str:
    """How a sentence is marked: by the strongest evidence it stands on."""
    origins = {each.origin for each in sentence.evidence}
    if "fact" in origins:
        return "fact"
    if origins & {"problem", "guidance", "decision"}:
        return "said"
    if "model" in origins:
        return "model"
    return "routine" if is_routine(sentence) else "kind"


def _why(sentence: Sentence, sheet: Sheet | None) -> str:
    lines = [evidence_remark(sentence, sheet)]
    if not lines[0]:
        lines = [_ROUTINE if is_routine(sentence) else _KIND]
        if any(each.origin == "model" for each in sentence.evidence):
            lines = ["模型行文；没有数字，也没有事实以外的事。"]
    if sentence.locked:
        lines.append(f"已锁定（{sentence.locked}）")
    return "\n".join(lines)


def _plain_sentence(text: str) -> dict[str, Any]:
    piece = {"text": text, "hole": "", "why": ""}
    return {"key": "", "text": text, "look": "", "why": "", "locked": "", "pieces": [piece]}
