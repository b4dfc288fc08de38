"""The names of a Word file's styles, which outlast the ids programs give them."""

from __future__ import annotations

from xml.etree import ElementTree

from assistant.edited.page import Page, read_page
from assistant.edited.wordfile import WordFile
from corpus.errors import ReadingError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def style_names(file: WordFile) -> dict[str, str]:
    """The name of each style by its id; empty for a file without styles.

    Raises:
        ReadingError: the part is damaged or declares entities.
    """
    content = file.parts.get("word/styles.xml", b"")
    return {
        style.get(f"{_W}styleId", ""): name.get(f"{_W}val", "")
        for style in (xml_root(content, file.name).iter(f"{_W}style") if content else ())
        if (name := style.find(f"{_W}name")) is not None
    }


def page_of(file: WordFile) -> Page:
    """The lines of the file's text.

    Raises:
        ReadingError: as :func:`read_page`.
    """
    return read_page(file.document, style_names(file), file.name)


def xml_root(content: bytes, name: str) -> ElementTree.Element:
    """The root element of a part.

    Raises:
        ReadingError: the XML is damaged, or declares entities, which no word processor does.
    """
    wrong = ReadingError(f"“{name}”里有损坏的部分；请在 Word 里打开后另存一份再用")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise wrong
    try:
        return ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise wrong from error
