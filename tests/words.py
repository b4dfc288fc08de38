"""Word files part by part, as Word, WPS or somebody hostile would write them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SORTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def part(root: str, content: str) -> str:
    """A part whose root element is ``w:root``."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {_NAMES}>{content}</w:{root}>'


def relations(targets: Mapping[str, str], mode: str = "") -> str:
    """A relationships part: target by sort."""
    extra = f' TargetMode="{mode}"' if mode else ""
    rows = "".join(
        f'<Relationship Id="r{at}" Type="{_SORTS}/{sort}" Target="{target}"{extra}/>'
        for at, (sort, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'


def parts_of(body: str, **others: str) -> dict[str, str]:
    """The parts of a Word file: its body, and other parts' content by name (styles, header).

    A theme comes with its own root.
    """
    roots = {"styles": "styles", "numbering": "numbering", "header": "hdr"}
    return {
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relations({name: f"{name}.xml" for name in others}),
        **{
            f"word/{name}.xml": part(roots[name], content) if name in roots else content
            for name, content in others.items()
        },
    }


def save(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """Write the parts as a package."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def word(path: Path, body: str, **others: str) -> Path:
    """A Word file with this body, styles, numbering or header."""
    return save(path, parts_of(body, **others))


def p(text: str = "", style: str = "", properties: str = "", runs: str = "") -> str:
    """A paragraph."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    shown = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{shown}{runs}</w:p>"


def numbered(text: str, num: int, level: int | None = None, style: str = "") -> str:
    """A paragraph of a list."""
    ilvl = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    return p(text, style, f'<w:numPr>{ilvl}<w:numId w:val="{num}"/></w:numPr>')


def level(at: int, text: str, form: str = "decimal", more: str = "") -> str:
    """One level of a list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(name: int, content: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{content}</w:abstractNum>'


def num(name: int, of: int, content: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{content}</w:num>'


def style(name: str, content: str = "", sort: str = "paragraph", called: str = "") -> str:
    return (
        f'<w:style w:type="{sort}" w:styleId="{name}"><w:name w:val="{called or name}"/>'
        f"{content}</w:style>"
    )
