"""The draft as one web page that needs nothing else, with the evidence under the pointer."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from assistant.draft import Draft, DraftSection, Hole, Paragraph, Sentence
from assistant.export.headings import heading_line, runs_on
from assistant.export.pieces import pieces
from assistant.export.remarks import evidence_remark, hole_remark, is_routine
from assistant.sheet.facts import Sheet

_ROUTINE = "沿用往年的常规表述"
_STYLE = """
body { margin: 0; background: #f2f2f2; color: #000; }
main { max-width: 28em; margin: 2em auto; padding: 3em 2em; background: #fff;
  font: 20px/1.8 FangSong_GB2312, 仿宋_GB2312, FangSong, 仿宋, STFangsong, serif;
  text-align: justify; }
h1 { font: 27px/1.5 方正小标宋简体, STZhongsong, 华文中宋, serif; text-align: center; }
h2, h3, h4, h5 { margin: 0; font-size: 1em; font-weight: normal; text-indent: 2em; }
h2 { font-family: SimHei, 黑体, STHeiti, sans-serif; }
h3, .lead { font-family: KaiTi_GB2312, 楷体_GB2312, KaiTi, 楷体, STKaiti, serif; }
p { margin: 0; text-indent: 2em; }
.flush { text-indent: 0; } .byline { text-indent: 0; text-align: center; }
.sign { text-align: right; padding-right: 2em; }
.why { border-bottom: 1px dotted #27c; cursor: help; position: relative; }
.routine { border-bottom-color: #aaa; }
mark { background: #ff0; cursor: help; position: relative; }
[data-why]:hover::after, [data-why]:focus::after { content: attr(data-why); position: absolute;
  left: 0; top: 1.9em; z-index: 1; width: 22em; padding: .6em .8em; background: #fffdf0;
  border: 1px solid #bbb; box-shadow: 0 2px 6px #0003; color: #333; text-indent: 0;
  font: 14px/1.6 sans-serif; text-align: left; white-space: pre-wrap; }
@media print { body { background: none; } main { margin: 0; } .why { border: 0; } }
"""


def to_html(draft: Draft, *, clean: bool = False, sheet: Sheet | None = None) -> str:
    """The draft as HTML; style and evidence are in the page, and nothing is fetched.

    A sentence with evidence tells it while the pointer is on it, a hole what it wants; ``clean``
    leaves both out. ``sheet`` is the draft's own when not given.
    """
    page = _Page(sheet or draft.sheet, {hole.mark: hole for hole in draft.holes}, clean)
    title = escape(draft.title)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(page.blocks(draft))
        + "\n</main>\n</body>\n</html>\n"
    )


class _Page:
    def __init__(self, sheet: Sheet | None, holes: dict[str, Hole], clean: bool) -> None:
        self.sheet, self.holes, self.clean = sheet, holes, clean

    def blocks(self, draft: Draft) -> Iterator[str]:
        """The page's lines, from title to date."""
        yield f"<h1>{escape(draft.title)}</h1>"
        for text in draft.byline:
            yield f'<p class="byline">{escape(text)}</p>'
        if draft.salutation:
            yield f'<p class="flush">{escape(draft.salutation)}</p>'
        yield from self._text(draft.opening)
        for section in draft.walk():
            yield from self._section(section)
        yield from self._text(draft.closing)
        for text in (draft.signature, draft.date):
            if text:
                yield f'<p class="sign">{escape(text)}</p>'

    def _section(self, section: DraftSection) -> Iterator[str]:
        words = escape(heading_line(section))
        if runs_on(section):
            yield from self._text(section.paragraphs, f'<span class="lead">{words}</span>')
            return
        if words:
            level = min(section.level + 1, 5)
            yield f"<h{level}>{words}</h{level}>"
        yield from self._text(section.paragraphs)

    def _text(self, paragraphs: tuple[Paragraph, ...], before: str = "") -> Iterator[str]:
        for paragraph in paragraphs:
            yield f"<p>{before}{''.join(map(self._sentence, paragraph))}</p>"
            before = ""

    def _sentence(self, sentence: Sentence) -> str:
        text = "".join(self._piece(piece.text) for piece in pieces(sentence.text))
        why = "" if self.clean else self._why(sentence)
        if not why:
            return text
        look = "why routine" if why == _ROUTINE else "why"
        return f'<span class="{look}" tabindex="0" data-why="{escape(why)}">{text}</span>'

    def _why(self, sentence: Sentence) -> str:
        told = evidence_remark(sentence, self.sheet)
        return told or (_ROUTINE if is_routine(sentence) else "")

    def _piece(self, text: str) -> str:
        hole = self.holes.get(text)
        if hole is None:
            return escape(text)
        asks = "" if self.clean else f' tabindex="0" data-why="{escape(hole_remark(hole))}"'
        return f"<mark{asks}>{escape(text)}</mark>"
