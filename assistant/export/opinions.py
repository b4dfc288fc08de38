"""The 意见采纳情况表 as Word, Excel or Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from xml.sax.saxutils import escape

from assistant.export.annexes import Annex, table_markup
from assistant.export.layouts import load_layout
from assistant.export.markdown import escape as escape_markdown
from assistant.export.markup import line, runs
from assistant.export.package import packed, word_file
from assistant.export.pieces import printable
from assistant.export.styles import BODY, CELL, TITLE
from assistant.opinions import Opinion

TITLE_WORDS = "意见采纳情况表"
_HEAD = ("序号", "版本", "位置", "意见", "提出人", "采纳情况", "理由")
_SHARES = (7, 11, 15, 31, 11, 11, 14)
_FLUSH = (2, 3, 6)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CELLS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def opinion_forms() -> dict[str, Callable[[Sequence[Opinion]], bytes]]:
    """How the table is written, by the ending of the file's name."""
    return {".docx": _word, ".xlsx": _excel, ".md": _markdown}


def counted(opinions: Sequence[Opinion]) -> str:
    """How many there are and what came of them, as the report says it."""
    outcomes = Counter(each.outcome for each in opinions)
    told = "，".join(f"{word}{outcomes[word]}条" for word in outcomes)
    people = len({each.who for each in opinions})
    return (
        f"共收到{people}人提出的意见{len(opinions)}条：{told}。" if opinions else "没有收到意见。"
    )


def _rows(opinions: Sequence[Opinion]) -> Iterator[tuple[str, ...]]:
    yield _HEAD
    for at, each in enumerate(opinions, start=1):
        asked = f"{each.text}（原文：{each.words}）" if each.words else each.text
        yield (str(at), each.version, each.section, asked, each.who, each.outcome, each.reason)


def _word(opinions: Sequence[Opinion]) -> bytes:
    layout = load_layout()
    latin = layout.faces["西文"].font
    table = Annex(TITLE_WORDS, tuple(_rows(opinions)))
    typed = "".join(markup for _, markup in runs(counted(opinions), latin))
    lines = (
        line(TITLE, "".join(markup for _, markup in runs(TITLE_WORDS, latin))),
        line(BODY, typed),
        table_markup(table, layout.page.text_width, latin, _SHARES, _FLUSH) if opinions else "",
        line(CELL, "", '<w:spacing w:line="20" w:lineRule="exact"/>'),
    )
    return word_file(layout, "".join(lines))


def _markdown(opinions: Sequence[Opinion]) -> bytes:
    head, *rows = _rows(opinions)
    table = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    table += [f"| {' | '.join(map(escape_markdown, row))} |" for row in rows]
    shown = "\n".join(table) + "\n" if rows else ""
    return f"# {TITLE_WORDS}\n\n{counted(opinions)}\n\n{shown}".encode()


def _excel(opinions: Sequence[Opinion]) -> bytes:
    """A workbook of one worksheet with the words in its cells, and no clock in it."""
    rows = "".join(_excel_row(row) for row in _rows(opinions))
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{share}" customWidth="1"/>'
        for at, share in enumerate((6, 12, 24, 60, 12, 12, 40), start=1)
    )
    worksheet = (
        f'<worksheet xmlns="{_CELLS}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
        'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{rows}</sheetData></worksheet>"
    )
    workbook = (
        f'<workbook xmlns="{_CELLS}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{TITLE_WORDS}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts = {
        "[Content_Types].xml": _excel_types(),
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": worksheet,
    }
    return packed({name: (_XML + text).encode() for name, text in parts.items()})


def _excel_row(row: Sequence[str]) -> str:
    cells = "".join(
        f'<c t="inlineStr"><is><t xml:space="preserve">{escape(printable(text))}</t></is></c>'
        for text in row
    )
    return f"<row>{cells}</row>"


def _excel_types() -> str:
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEETS}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEETS}.worksheet+xml"/>'
        "</Types>"
    )


def _relation(sort: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/{sort}" Target="{target}"/></Relationships>'
    )
