"""The comments of a Word file, with who made them, what they answer and whether they are done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape, unescape

from assistant.edited.changes import is_ours
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
    """A comment, fastened to the words at ``id``.

    ``replies`` are the texts that answer it; ``done`` says that it was ticked off.
    """

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

    What people answer to a remark of ours is a comment of theirs on the same words; what comes
    after it in the thread answers it.

    Raises:
        ReadingError: a part is damaged.
    """
    if COMMENTS not in file.parts:
        return ()
    elements = list(xml_root(file.parts[COMMENTS], file.name).iter(f"{_W}comment"))
    threads = _threads(file)
    begun = {paragraph: each for each in elements if (paragraph := _last_paragraph(each))}
    talks: dict[str, list[ElementTree.Element]] = {}
    for each in elements:
        talks.setdefault(_key(_first(each, begun, threads)), []).append(each)
    by_key = {_key(each): each for each in elements}
    return tuple(
        comment
        for key, said in talks.items()
        for comment in _talk(by_key[key], [each for each in said if _key(each) != key], threads)
    )


def _first(
    element: ElementTree.Element,
    begun: Mapping[str, ElementTree.Element],
    threads: Mapping[str, _Thread],
) -> ElementTree.Element:
    """The comment that began the thread; ``begun`` has each comment by its last paragraph."""
    seen: set[str] = set()
    while (thread := threads.get(paragraph := _last_paragraph(element))) and (
        thread.parent in begun and paragraph not in seen
    ):
        seen.add(paragraph)
        element = begun[thread.parent]
    return element


def _talk(
    first: ElementTree.Element,
    replies: Sequence[ElementTree.Element],
    threads: Mapping[str, _Thread],
) -> Iterator[Comment]:
    """A thread as comments: one with its replies, or a remark of ours and what people say to it."""
    key, author = _key(first), first.get(f"{_W}author", "")
    thread = threads.get(_last_paragraph(first))
    done = thread.done if thread else False
    texts = tuple(map(_text, replies))
    if not replies or not is_ours(author):
        yield Comment(key, author, _text(first), texts, done)
        return
    yield Comment(key, author, _text(first))
    yield Comment(key, replies[0].get(f"{_W}author", ""), texts[0], texts[1:], done)


def _key(element: ElementTree.Element) -> str:
    return element.get(f"{_W}id", "")


def with_lines(comments: bytes, renewed: Callable[[str], str]) -> bytes:
    """The part comments.xml with each line of text as ``renewed`` has it, all else to the byte."""

    def line(found: re.Match[str]) -> str:
        was = unescape(found[1])
        now = renewed(was)
        return found[0] if now == was else f">{escape(now)}<"

    text = comments.decode("utf-8", "surrogateescape")
    return _LINE.sub(line, text).encode("utf-8", "surrogateescape")


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
