"""The draft as draft.json: the plain mapping other programs read, and the way back."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.draft import Draft, DraftSection, Paragraph, Sentence
from corpus.errors import ReadingError

_WRONG = "不是拟稿写出的草稿（draft.json）"
_NEXT = "请用 nigao draft 重新生成"


def to_plain(draft: Draft) -> dict[str, Any]:
    """The mapping written to draft.json, JSON-ready; :func:`from_plain` makes an equal draft."""
    plain = {
        "title": draft.title,
        "kind": draft.kind,
        "year": draft.year,
        "unit": draft.unit,
        "byline": list(draft.byline),
        "salutation": draft.salutation,
        "opening": _paragraphs(draft.opening),
        "sections": [_section(section) for section in draft.sections],
        "closing": _paragraphs(draft.closing),
        "signature": draft.signature,
        "date": draft.date,
        "holes": [_fields(hole) for hole in draft.holes],
        "left_out": [_fields(words) for words in draft.left_out],
        "unused": list(draft.unused),
        "recipe": draft.recipe,
    }
    if draft.sheet is not None:
        plain["sheet"] = draft.sheet.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return plain


def from_plain(plain: dict[str, Any]) -> Draft:
    """The draft that :func:`to_plain` described. Keys it does not know are passed over.

    Raises:
        ReadingError: a key is missing or holds the wrong sort of value; the message names it.
    """
    try:
        return _drafts().validate_python(_with_origin(plain))
    except ValidationError as error:
        raise ReadingError(_worded(error)) from error


def to_json(draft: Draft) -> str:
    """The text of draft.json, ending with a line break; the same draft gives the same text."""
    return json.dumps(to_plain(draft), ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Draft:
    """The draft written as ``text``.

    Raises:
        ReadingError: the text is no JSON, or not a draft's.
    """
    try:
        plain = json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadingError(f"{_WRONG}：第{error.lineno}行不是 JSON；{_NEXT}") from error
    return from_plain(plain)


def _section(section: DraftSection) -> dict[str, Any]:
    return {
        "id": section.id,
        "number": section.number,
        "heading": section.heading,
        "level": section.level,
        "role": section.role,
        "year": section.year,
        "run_in": section.run_in,
        "brief": section.brief,
        "paragraphs": _paragraphs(section.paragraphs),
        "children": [_section(child) for child in section.children],
    }


def _paragraphs(paragraphs: tuple[Paragraph, ...]) -> list[list[dict[str, Any]]]:
    return [[_sentence(each) for each in paragraph] for paragraph in paragraphs]


def _sentence(sentence: Sentence) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "text": sentence.text,
        "evidence": [evidence.to_plain() for evidence in sentence.evidence],
    }
    return plain | ({"locked": sentence.locked} if sentence.locked else {})


def _fields(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__dataclass_fields__}


@cache
def _drafts() -> TypeAdapter[Draft]:
    return TypeAdapter(Draft)


def _with_origin(plain: Any) -> Any:
    """The same with evidence's ``from`` called ``origin``, as the dataclass has it."""
    if isinstance(plain, list):
        return [_with_origin(each) for each in plain]
    if not isinstance(plain, dict):
        return plain
    kept = {key: plain[key] for key in ("recipe", "sheet") if key in plain}
    renamed = {("origin" if key == "from" else key): _with_origin(plain[key]) for key in plain}
    return renamed | kept


def _worded(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(step) for step in first["loc"] if step != "dataclass") or "整个文件"
    place = place.replace("origin", "from")
    fault = "缺少" if first["type"] == "missing" else "不合要求"
    return f"{_WRONG}：“{place}”{fault}；{_NEXT}"
