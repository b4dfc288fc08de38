"""An empty Word file in the layout: page, styles, footers, and not one date or name in it."""

from __future__ import annotations

import zipfile
from functools import cache
from io import BytesIO

from assistant.export.layout import TWIPS_PER_POINT, Layout, load_layout
from assistant.export.styles import FOOTER, WORD, font_table_xml, styles_xml

# The first day a zip archive can hold: the same draft must give the same bytes on any day.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@cache
def blank_docx() -> bytes:
    """The empty file's bytes; always the same."""
    layout = load_layout()
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            {
                "rId1": (f"{_OFFICE}/officeDocument", "word/document.xml"),
                "rId2": (
                    f"{_PACKAGE}/relationships/metadata/core-properties",
                    "docProps/core.xml",
                ),
            }
        ),
        "docProps/core.xml": _core(),
        "word/document.xml": _body(layout),
        "word/_rels/document.xml.rels": _relationships(
            {
                f"rId{at}": (f"{_OFFICE}/{sort}", target)
                for at, (sort, target) in enumerate(_WORD_PARTS, start=1)
            }
        ),
        "word/styles.xml": styles_xml(layout),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": font_table_xml(layout),
        "word/footer1.xml": _footer(layout, "right"),
        "word/footer2.xml": _footer(layout, "left"),
    }
    return packed({name: (_XML + text).encode() for name, text in parts.items()})


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip archive of ``parts`` in their order, with a fixed day on each."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packing:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            # The system a zip was made on is a byte of it; without this, Windows differs.
            entry.create_system = 3
            packing.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def repacked(archive: bytes) -> bytes:
    """The same archive with a fixed day on each part."""
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        return packed({name: opened.read(name) for name in opened.namelist()})


_WORD_PARTS = (
    ("styles", "styles.xml"),
    ("settings", "settings.xml"),
    ("fontTable", "fontTable.xml"),
    ("footer", "footer1.xml"),
    ("footer", "footer2.xml"),
)
_ODD_FOOTER, _EVEN_FOOTER = "rId4", "rId5"


def _content_types() -> str:
    main = {"document": "document.main", "styles": "styles", "settings": "settings"}
    main |= {"fontTable": "fontTable", "footer1": "footer", "footer2": "footer"}
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_MAIN}.{sort}+xml"/>'
        for part, sort in main.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'{overrides}<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relationships(targets: dict[str, tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{key}" Type="{sort}" Target="{target}"/>'
        for key, (sort, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _core() -> str:
    return f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"/>'


def _body(layout: Layout) -> str:
    page = layout.page
    return (
        f'<w:document xmlns:w="{WORD}" xmlns:r="{_OFFICE}"><w:body><w:sectPr>'
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
