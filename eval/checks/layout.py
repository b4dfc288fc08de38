"""F804: the page and type of a Word file against GB/T 9704—2012; only a 规定 is an error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from assistant.export.layout import Layout, Measure, Source, TypeStyle
from assistant.export.layouts import load_layout
from corpus.reading.measured import MeasuredLayout, MeasuredParagraph
from eval.checks.remarks import at_offsets, missing
from eval.examined import Examined, Piece
from eval.finding import Finding, Severity
from eval.grounds import Grounds

_STANDARD = "GB/T 9704—2012"
_SIDES = {"width": "纸宽", "height": "纸高", "top": "上白边", "left": "左白边"}
_SIDES |= {"bottom": "下白边", "right": "右白边"}
# Twenty-two lines of 28.95 points fill the page; offices set 28 to 30.
_PITCH = (27.5, 30.5)
# The clause begins 一般, and so is no more than that.
_INDENT = Source(clause="7.3.3", strength="一般")
_LEVELS = {1: "heading_1", 2: "heading_2", 3: "heading_3", 4: "heading_4"}


def layout(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """F804: paper, margins, type, line pitch and indent of a .docx; one finding a fault."""
    if grounds.layout is None:
        return
    norm = _norm(grounds.layout)
    yield from _page(grounds.layout, norm)
    said: set[str] = set()
    for piece, paragraph in _pairs(examined, grounds.layout):
        for fault, source in _faults(examined, piece, paragraph, norm):
            if fault not in said:
                said.add(fault)
                yield _at(examined, piece, fault, source)


def _norm(measured: MeasuredLayout) -> Layout:
    """The standard's layout; for a paper set in the large type for reading aloud, that one."""
    large = _large()
    sizes = Counter[float]()
    for paragraph in measured.paragraphs:
        sizes[paragraph.size] += len(paragraph.text)
    most = sizes.most_common(1)[0][0] if sizes else 0
    return large if most == large.styles.body.size else load_layout()


@cache
def _large() -> Layout:
    return load_layout(None, ("large",))


def _page(measured: MeasuredLayout, norm: Layout) -> Iterator[Finding]:
    for side, name in _SIDES.items():
        wanted: Measure = getattr(norm.page, side)
        found = Decimal(str(getattr(measured, side)))
        tolerance = max(wanted.tolerance, Decimal("0.6"))
        if abs(found - wanted.value) > tolerance:
            message = (
                f"{name}{found:f}毫米，应为{wanted.value:f}毫米（{_clause(wanted)}），"
                "请在页面设置里改正。"
            )
            yield missing("F804", "", message, f"{wanted.value:f}毫米", severity=_severity(wanted))


def _pairs(
    examined: Examined, measured: MeasuredLayout
) -> Iterator[tuple[Piece, MeasuredParagraph]]:
    """The pieces that begin a paragraph, each with how that paragraph is set."""
    by_text = {_packed(paragraph.text): paragraph for paragraph in measured.paragraphs}
    ends = {-1}
    for piece in examined.pieces:
        begins = piece.start == 0 or examined.text[piece.start - 1] == "\n"
        rest = examined.text[piece.start : piece.start + 60].partition("\n")[0]
        paragraph = by_text.get(_packed(rest)) if begins and piece.end not in ends else None
        if paragraph is not None:
            yield piece, paragraph


def _packed(text: str) -> str:
    """The beginning of a paragraph without white space: a long title is broken by hand."""
    return "".join(text[:60].split())[:30]


def _faults(
    examined: Examined, piece: Piece, paragraph: MeasuredParagraph, norm: Layout
) -> Iterator[tuple[str, Source]]:
    """(what is wrong, where the standard says so) of one paragraph."""
    style, name = _style(examined, piece, norm)
    if style is None:
        return
    font = norm.faces[style.face]
    known = (font.font, *font.fallback)
    is_run_in = piece.place == "heading" and len(paragraph.text.strip()) > len(piece.text) + 1
    if paragraph.font and paragraph.font not in known and not is_run_in:
        yield f"{name}用了{paragraph.font}，应为{style.face}", style
    reads_aloud = examined.kind is not None and examined.kind.is_spoken
    larger = reads_aloud and paragraph.size > style.size
    if paragraph.size and not larger and abs(paragraph.size - style.size) > 0.25:
        yield f"{name}字号{paragraph.size:g}磅，应为{style.size}磅", style
    if name == "标题" and paragraph.align != "center":
        yield "标题没有居中", style
    if name == "正文" and abs(paragraph.indent - float(norm.text.indent.value)) > 0.3:
        yield f"正文首行缩进{paragraph.indent:g}字，应为2字", _INDENT
    if name == "正文" and not _PITCH[0] <= paragraph.pitch <= _PITCH[1]:
        how = f"{paragraph.pitch:g}磅" if paragraph.pitch else f"{paragraph.spacing:g}倍"
        yield f"正文行距{how}，每面22行宜为固定值28.95磅", norm.page.lines


def _style(examined: Examined, piece: Piece, norm: Layout) -> tuple[TypeStyle | None, str]:
    match piece.place:
        case "title":
            return norm.styles.title, "标题"
        case "heading":
            level = examined.sections[piece.section].level
            numbered = examined.sections[piece.section].number
            names = {1: "一级标题", 2: "二级标题", 3: "三级标题", 4: "四级标题"}
            return (getattr(norm.styles, _LEVELS[level]), names[level]) if numbered else (None, "")
        case "opening" | "body" | "closing":
            return norm.styles.body, "正文"
        case _:
            return None, ""


def _at(examined: Examined, piece: Piece, fault: str, source: Source) -> Finding:
    message = f"{fault}（{_clause(source)}），请改正全文同类段落。"
    section = examined.heading_of(piece)
    return at_offsets(
        "F804", examined, section, piece.start, piece.end, message, severity=_severity(source)
    )


def _clause(source: Source) -> str:
    return f"{_STANDARD}第{source.clause}条，{source.strength}" if source.clause else "实务"


def _severity(source: Source) -> Severity:
    return "error" if source.strength == "规定" else "warning"
