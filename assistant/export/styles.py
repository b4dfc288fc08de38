"""Word's styles and font table for the layout: everything a line needs is in its style."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from assistant.export.layout import TWIPS_PER_POINT, Layout, TypeStyle

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

# Word knows its built-in styles by these English names; the ids are what paragraphs refer to.
BODY = "Normal"
TITLE = "Title"
BYLINE = "Subtitle"
SALUTATION = "Salutation"
SIGNATURE = "Signature"
DATE = "Date"
FOOTER = "Footer"
COMMENT = "CommentText"
ANNEX_MARK = "AnnexMark"
ANNEX_TITLE = "AnnexTitle"
CELL = "TableCell"
CELL_HEAD = "TableHead"
# Headings have outline levels 1 to 4, and a table of contents gathers three of them or four.
_HEADINGS = 4


def heading(level: int) -> str:
    """The id of the paragraph style of headings of this level (1 to 4)."""
    return f"Heading{min(level, 4)}"


def lead_in(level: int) -> str:
    """The id of the character style linked to :func:`heading`, for a heading run into its text.

    Word gathers such words into a table of contents by the style.
    """
    return f"{heading(level)}Char"


def listed(level: int) -> str:
    """What has a paragraph that begins with a heading of this level listed in navigation panes.

    Panes list whole paragraphs, by their outline level. This one lies below all headings, where
    no table of contents looks: it has the heading already and no place for its text.
    """
    return f'<w:outlineLvl w:val="{_HEADINGS + min(level, _HEADINGS) - 1}"/>'


def styles_xml(layout: Layout) -> str:
    """The part ``word/styles.xml``."""
    rooms = (_bases, _lines, _headings, _annexes, _remarks)
    styles = "".join(style for room in rooms for style in room(layout))
    return (
        f'<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        f"{styles}</w:styles>"
    )


def font_table_xml(layout: Layout) -> str:
    """The part ``word/fontTable.xml``, naming for each font what to use where it is missing."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(face.font)}>{_alternatives(face.fallback)}</w:font>"
        for face in layout.faces.values()
    )
    return f'<w:fonts xmlns:w="{WORD}">{fonts}</w:fonts>'


def run_fonts(font: str) -> str:
    """``w:rFonts`` with one font for all scripts, so that “” and —— keep their Chinese form."""
    name = quoteattr(font)
    return f"<w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name}/>"


def _alternatives(names: tuple[str, ...]) -> str:
    if not names:
        return '<w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/>'
    return (
        f"<w:altName w:val={quoteattr(';'.join(names))}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/>'
    )


def _bases(layout: Layout) -> Iterator[str]:
    text = layout.text
    # Word's default said aloud: LibreOffice 7 lets a line's last comma hang and then loses it,
    # unless this is written.
    yield (
        f'<w:style w:type="paragraph" w:default="1" w:styleId="{BODY}"><w:name w:val="Normal"/>'
        '<w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:overflowPunct w:val="1"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{text.pitch.twips}" w:lineRule="exact"/>'
        f'{_indent(layout)}<w:jc w:val="both"/></w:pPr>'
        f"<w:rPr>{_type(layout, layout.styles.body)}</w:rPr></w:style>"
    )
    yield (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>'
    )


def _lines(layout: Layout) -> Iterator[str]:
    styles, text = layout.styles, layout.text
    gap = int(text.signature_gap.value) * text.pitch.twips
    # Word's quarter space between digits and characters would move the date off its place.
    exact = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    # On the grid LibreOffice gives a line of this size two lines when its font is a stand-in.
    title = f'<w:snapToGrid w:val="0"/>{_jc("center")}'
    yield _paragraph_style(TITLE, "Title", title, _wide(layout, styles.title))
    yield _paragraph_style(BYLINE, "Subtitle", _jc("center"), _type(layout, styles.byline))
    yield _paragraph_style(SALUTATION, "Salutation", _FLUSH, "")
    yield _paragraph_style(
        SIGNATURE,
        "Signature",
        f'<w:keepNext/>{exact}<w:spacing w:before="{gap}"/>{_jc("left")}',
        "",
    )
    yield _paragraph_style(DATE, "Date", f"{exact}{_jc('left')}", "")
    size = styles.page_number.size * TWIPS_PER_POINT
    yield _paragraph_style(
        FOOTER,
        "footer",
        f'<w:snapToGrid w:val="0"/><w:spacing w:line="{size}" w:lineRule="exact"/>{_FLUSH}',
        _wide(layout, styles.page_number),
    )


_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'


def _headings(layout: Layout) -> Iterator[str]:
    styles = layout.styles
    levels = (styles.heading_1, styles.heading_2, styles.heading_3, styles.heading_4)
    for level, style in enumerate(levels, start=1):
        yield _paragraph_style(
            heading(level),
            f"heading {level}",
            # A heading alone at a page's foot is the special case in which 5.2.3 lets a page
            # hold fewer lines.
            f'<w:keepNext/><w:outlineLvl w:val="{level - 1}"/>',
            _type(layout, style),
            link=lead_in(level),
        )
        yield (
            f'<w:style w:type="character" w:customStyle="1" w:styleId="{lead_in(level)}">'
            f'<w:name w:val="标题 {level} 字符"/><w:basedOn w:val="DefaultParagraphFont"/>'
            f'<w:link w:val="{heading(level)}"/><w:rPr>{_type(layout, style)}</w:rPr></w:style>'
        )


def _annexes(layout: Layout) -> Iterator[str]:
    styles, text = layout.styles, layout.text
    gap = int(text.annex_gap.value) * text.pitch.twips
    mark = f"<w:keepNext/><w:pageBreakBefore/>{_FLUSH}"
    yield _paragraph_style(
        ANNEX_MARK, "附件标识", mark, _type(layout, styles.annex_mark), custom=True
    )
    title = (
        f'<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:before="{gap}" w:after="{gap}"/>'
        f"{_jc('center')}"
    )
    yield _paragraph_style(ANNEX_TITLE, "附件标题", title, _wide(layout, styles.title), custom=True)
    cell = '<w:snapToGrid w:val="0"/><w:spacing w:line="440" w:lineRule="exact"/>'
    for style, name, face in (
        (CELL, "表格文字", styles.table),
        (CELL_HEAD, "表头", styles.table_head),
    ):
        yield _paragraph_style(
            style, name, f"{cell}{_jc('center')}", _wide(layout, face), custom=True
        )


def _remarks(layout: Layout) -> Iterator[str]:
    fonts = run_fonts(layout.faces["宋体"].font)
    yield (
        f'<w:style w:type="paragraph" w:styleId="{COMMENT}"><w:name w:val="annotation text"/>'
        f'<w:rPr>{fonts}<w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>'
    )
    yield (
        '<w:style w:type="character" w:styleId="CommentReference">'
        '<w:name w:val="annotation reference"/><w:basedOn w:val="DefaultParagraphFont"/>'
        '<w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>'
    )


def _paragraph_style(
    style: str, name: str, paragraph: str, run: str, link: str = "", *, custom: bool = False
) -> str:
    linked = f'<w:link w:val="{link}"/>' if link else ""
    own = ' w:customStyle="1"' if custom else ""
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{style}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{BODY}"/><w:next w:val="{BODY}"/>{linked}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _indent(layout: Layout) -> str:
    chars = layout.text.indent.value
    twips = int(chars * layout.styles.body.size * TWIPS_PER_POINT)
    return f'<w:ind w:firstLineChars="{int(chars * 100)}" w:firstLine="{twips}"/>'


def _jc(side: str) -> str:
    return f'{_FLUSH}<w:jc w:val="{side}"/>'


def _type(layout: Layout, style: TypeStyle) -> str:
    return _face(layout, style, layout.text.spacing.twips)


def _wide(layout: Layout, style: TypeStyle) -> str:
    """Type outside the 28-character line: not narrowed."""
    return _face(layout, style, 0)


def _face(layout: Layout, style: TypeStyle, spacing: int) -> str:
    half_points = style.size * 2
    return (
        f"{run_fonts(layout.font(style))}"
        f'<w:b w:val="0"/><w:color w:val="000000"/><w:spacing w:val="{spacing}"/>'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    )
