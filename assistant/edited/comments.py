"""The comments of a Word file, with who made them, what they answer and whether they are done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape, unescape

from assistant.edited.styles import xml_root
from assistant.edited.wordfile import COMMENTS, WordFile

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
# The words between two tags: we write each line of a remark in one run.
_LINE = re.compile(">([^<>]+)<")
_EXTENDED = "word/commentsExtended.xml"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: ``replies`` are the texts that answer it; ``done`` that it was ticked off."""

    id: str
    author: str
    text: str
    replies: tuple[str, ...] = ()
    done: bool = False


@dataclass(frozen=True, slots=True)
class _Thread:
    parent: str
    done: bool


def read_comments(file: WordFile) -> tuple[Comment, ...]:
    """The comments in their order, replies under what they answer.

    Raises:
        ReadingError: a part is damaged.
    """
    if COMMENTS not in file.parts:
        return ()
    elements = list(xml_root(file.parts[COMMENTS], file.name).iter(f"{_W}comment"))
    threads = _threads(file)
    paragraphs = {each.get(f"{_W}id", ""): _last_paragraph(each) for each in elements}
    owner = {paragraph: key for key, paragraph in paragraphs.items() if paragraph}
    replies: dict[str, list[str]] = {}
    for each in elements:
        thread = threads.get(paragraphs[each.get(f"{_W}id", "")])
        if thread and thread.parent in owner:
            replies.setdefault(owner[thread.parent], []).append(_text(each))
    answers = {
        key
        for key, paragraph in paragraphs.items()
        if paragraph in threads and threads[paragraph].parent in owner
    }
    return tuple(
        _comment(each, replies, threads.get(paragraphs[each.get(f"{_W}id", "")]))
        for each in elements
        if each.get(f"{_W}id", "") not in answers
    )


def with_lines(comments: bytes, renewed: Callable[[str], str]) -> bytes:
    """The part comments.xml with each line of text as ``renewed`` has it, all else to the byte."""

    def line(found: re.Match[str]) -> str:
        was = unescape(found[1])
        now = renewed(was)
        return found[0] if now == was else f">{escape(now)}<"

    text = comments.decode("utf-8", "surrogateescape")
    return _LINE.sub(line, text).encode("utf-8", "surrogateescape")


def _comment(
    element: ElementTree.Element, replies: dict[str, list[str]], thread: _Thread | None
) -> Comment:
    key = element.get(f"{_W}id", "")
    return Comment(
        key,
        element.get(f"{_W}author", ""),
        _text(element),
        tuple(replies.get(key, ())),
        thread.done if thread else False,
    )


def _threads(file: WordFile) -> dict[str, _Thread]:
    """What each comment answers and whether it is done, by the id of its last paragraph."""
    if _EXTENDED not in file.parts:
        return {}
    root = xml_root(file.parts[_EXTENDED], file.name)
    return {
        each.get(f"{_W15}paraId", ""): _Thread(
            each.get(f"{_W15}paraIdParent", ""), each.get(f"{_W15}done", "") in ("1", "true")
        )
        for each in root.iter(f"{_W15}commentEx")
    }


def _last_paragraph(element: ElementTree.Element) -> str:
    ids = [each.get(f"{_W14}paraId", "") for each in element.iter(f"{_W}p")]
    return ids[-1] if ids else ""


def _text(element: ElementTree.Element) -> str:
    lines = ("".join(_words(paragraph)) for paragraph in element.iter(f"{_W}p"))
    return "；".join(line for line in lines if line.strip())


def _words(paragraph: ElementTree.Element) -> Iterator[str]:
    return (each.text or "" for each in paragraph.iter(f"{_W}t"))
