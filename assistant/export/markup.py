"""WordprocessingML as text: runs, lines, and remarks at the margin.

Written here rather than through python-docx, which stamps the present moment on every remark and
takes ten times as long; what is written is read back with it in the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from assistant.export.pieces import Look, pieces, printable
from assistant.export.styles import COMMENT

_INITIALS = "拟"
_GREY = '<w:color w:val="808080"/>'


def runs(text: str, latin: str, style: str = "") -> Iterator[tuple[str, str]]:
    """The runs ``text`` is set in, each as (its text, its markup).

    Latin stands in the font ``latin``, holes are highlighted; the Chinese takes the font of its
    line's style, or of the character style ``style``.
    """
    dressed = f'<w:rStyle w:val="{style}"/>' if style else ""
    for piece in pieces(text):
        yield piece.text, _run(piece.text, dressed + _dress(piece.look, latin))


def line(style: str, content: str, properties: str = "") -> str:
    """One paragraph; ``properties`` go beyond its style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def line_break() -> str:
    """A new line within the paragraph."""
    return "<w:r><w:br/></w:r>"


def anchored(content: str, number: int) -> str:
    """``content`` with the remark of that number fastened to it."""
    return anchor_start(number) + content + anchor_end(number)


def anchor_start(number: int) -> str:
    """Where the words begin that the remark of that number is on."""
    return f'<w:commentRangeStart w:id="{number}"/>'


def anchor_end(number: int) -> str:
    """Where they end."""
    return (
        f'<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
        f'<w:commentReference w:id="{number}"/></w:r>'
    )


def remark(number: int, text: str, author: str, *, grey: bool = False) -> str:
    """The remark itself, a paragraph for each line of ``text``; it bears no date.

    ``grey`` sets it back behind those that want to be read.
    """
    first, *rest = (_run(each, _GREY if grey else "") for each in text.split("\n"))
    mark = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
    paragraphs = "".join(line(COMMENT, each) for each in (mark + first, *rest))
    return (
        f'<w:comment w:id="{number}" w:author="{author}" w:initials="{_INITIALS}">'
        f"{paragraphs}</w:comment>"
    )


def _run(text: str, properties: str) -> str:
    dressed = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{dressed}<w:t xml:space="preserve">{escape(printable(text))}</w:t></w:r>'


def _dress(look: Look, latin: str) -> str:
    match look:
        case "latin":
            name = quoteattr(latin)
            return f"<w:rFonts w:ascii={name} w:hAnsi={name} w:cs={name}/>"
        case "hole":
            return '<w:highlight w:val="yellow"/>'
        case "chinese":
            return ""
