"""The parts of a Word file and their zip: page, styles, footers, and no date or name in them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape

from assistant.export.layout import TWIPS_PER_POINT, Layout
from assistant.export.pieces import printable
from assistant.export.styles import FOOTER, WORD, font_table_xml, styles_xml

# The first day a zip archive can hold: the same draft must give the same bytes on any day.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def word_file(
    layout: Layout, lines: str, *, title: str = "", remarks: str = "", kept: str = ""
) -> bytes:
    """The bytes of a Word file with these paragraphs and remarks (WordprocessingML).

    ``title`` is its title in the file's properties; without one it has no properties. ``kept`` is
    the XML of a part Word keeps and does not show. A part for which there is nothing is left out.
    """
    word_parts = tuple(part for part in _WORD_PARTS if remarks or part != "comments")
    top = {key: _TOP_PARTS[key] for key in ("rId1", *(("rId2",) if title else ()))}
    beside = _targets(word_parts) | ({"rId99": _KEPT} if kept else {})
    written = {
        "[Content_Types].xml": _content_types(word_parts, properties=bool(title), kept=bool(kept)),
        "_rels/.rels": _relationships(top),
        "word/_rels/document.xml.rels": _relationships(beside),
        "word/document.xml": _body(layout, lines),
        **_standing_parts(layout),
    }
    if title:
        written["docProps/core.xml"] = _core(title)
    if remarks:
        written["word/comments.xml"] = f'<w:comments xmlns:w="{WORD}">{remarks}</w:comments>'
    if kept:
        written |= {
            "customXml/item1.xml": kept,
            "customXml/itemProps1.xml": _KEPT_PROPERTIES,
            "customXml/_rels/item1.xml.rels": _relationships(
                {"rId1": (f"{_OFFICE}/customXmlProps", "itemProps1.xml")}
            ),
        }
    return packed({name: (_XML + text).encode() for name, text in written.items()})


def _standing_parts(layout: Layout) -> dict[str, str]:
    """The parts that are the same in every file of this layout."""
    return {
        "word/styles.xml": styles_xml(layout),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": font_table_xml(layout),
        "word/footer1.xml": _footer(layout, "right"),
        "word/footer2.xml": _footer(layout, "left"),
    }


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A zip archive of ``parts`` in their order, with a fixed day on each."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packing:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            # The system a zip was made on is a byte of it; without this, Windows differs.
            entry.create_system = 3
            packing.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


_TOP_PARTS = {
    "rId1": (f"{_OFFICE}/officeDocument", "word/document.xml"),
    "rId2": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
}
# The word/ parts besides the text, and what sort of part each is.
_WORD_PARTS = {
    "styles": "styles",
    "settings": "settings",
    "fontTable": "fontTable",
    "footer1": "footer",
    "footer2": "footer",
    "comments": "comments",
}
_KEPT = (f"{_OFFICE}/customXml", "../customXml/item1.xml")
_KEPT_PROPERTIES = (
    '<ds:datastoreItem ds:itemID="{6E696761-6F45-4964-8E63-650000000001}" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
    '<ds:schemaRef ds:uri="urn:nigao:evidence:1"/></ds:schemaRefs></ds:datastoreItem>'
)
_ODD_FOOTER, _EVEN_FOOTER = "rId4", "rId5"


def _targets(parts: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    return {
        f"rId{at}": (f"{_OFFICE}/{_WORD_PARTS[part]}", f"{part}.xml")
        for at, part in enumerate(parts, start=1)
    }


def _content_types(parts: tuple[str, ...], *, properties: bool, kept: bool) -> str:
    sorts = {"document": "document.main", **_WORD_PARTS}
    named = {f"/word/{part}.xml": f"{_MAIN}.{sorts[part]}+xml" for part in ("document", *parts)}
    if properties:
        named["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    if kept:
        named["/customXml/itemProps1.xml"] = (
            "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
        )
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{sort}"/>' for name, sort in named.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(targets: dict[str, tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{key}" Type="{sort}" Target="{target}"/>'
        for key, (sort, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _core(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(printable(title))}</dc:title></cp:coreProperties>"
    )


def _body(layout: Layout, lines: str) -> str:
    page = layout.page
    return (
        f'<w:document xmlns:w="{WORD}" xmlns:r="{_OFFICE}"><w:body>{lines}<w:sectPr>'
        f'<w:footerReference w:type="default" r:id="{_ODD_FOOTER}"/>'
        f'<w:footerReference w:type="even" r:id="{_EVEN_FOOTER}"/>'
        f'<w:pgSz w:w="{page.width.twips}" w:h="{page.height.twips}"/>'
        f'<w:pgMar w:top="{page.top.twips}" w:right="{page.right.twips}" '
        f'w:bottom="{page.bottom.twips}" w:left="{page.left.twips}" '
        f'w:header="851" w:footer="{page.footer.twips}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{layout.text.pitch.twips}"/>'
        "</w:sectPr></w:body></w:document>"
    )


def _footer(layout: Layout, side: str) -> str:
    """— N —, at the outer edge of its page (7.5)."""
    chars = layout.text.page_number_side.value
    twips = int(chars * layout.styles.page_number.size * TWIPS_PER_POINT)
    page = '<w:fldChar w:fldCharType="{}"/>'
    return (
        f'<w:ftr xmlns:w="{WORD}"><w:p><w:pPr><w:pStyle w:val="{FOOTER}"/>'
        f'<w:ind w:{side}Chars="{int(chars * 100)}" w:{side}="{twips}"/>'
        f'<w:jc w:val="{side}"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
        f"<w:r>{page.format('begin')}</w:r>"
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f"<w:r>{page.format('separate')}</w:r><w:r><w:t>1</w:t></w:r>"
        f"<w:r>{page.format('end')}</w:r>"
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


def _settings() -> str:
    """Facing pages differ; punctuation may be squeezed; Word's layout of its Chinese edition."""
    compatibility = (
        "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    )
    return (
        f'<w:settings xmlns:w="{WORD}"><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f'<w:compat>{compatibility}</w:compat><w:themeFontLang w:val="en-US" '
        'w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )
