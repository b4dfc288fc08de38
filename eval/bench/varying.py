"""Papers that say something else in every clause, so that nothing kept of an earlier text helps."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from corpus.report import Report, Section

_CLAUSE = re.compile(r"[^，。；：、！？“”《》（）\s]{5,}")
_HAN = re.compile("[\u4e00-\u9fff]")
# Characters in daily use: the first level of GB/T 2312.
_COMMON = bytes(
    byte for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFE) for byte in (high, low)
).decode("gb2312")
_TEXT = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*)(</w:t>)")
_BODY = re.compile(r"(<w:body>)(.*?)(<w:sectPr|</w:body>)", re.DOTALL)
_MAIN = "word/document.xml"


def varied(text: str, rng: random.Random) -> str:
    """The text with one character of every clause exchanged; figures and heads stay."""
    return _CLAUSE.sub(lambda found: _exchanged(found[0], rng), text)


def _exchanged(clause: str, rng: random.Random) -> str:
    places = [at for at in range(3, len(clause)) if _HAN.match(clause[at])]
    if not places:
        return clause
    at = rng.choice(places)
    return clause[:at] + rng.choice(_COMMON) + clause[at + 1 :]


def varied_docx(content: bytes, seed: int, times: int = 1) -> bytes:
    """A Word file of the same form and other words, its body ``times`` as long."""
    rng = random.Random(seed)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as made:
        for member in source.infolist():
            part = source.read(member)
            if member.filename == _MAIN:
                part = _varied_main(part.decode(), rng, times).encode()
            made.writestr(member, part)
    return out.getvalue()


def _varied_main(xml: str, rng: random.Random, times: int) -> str:
    longer = _BODY.sub(lambda found: found[1] + found[2] * times + found[3], xml, count=1)
    return _TEXT.sub(lambda found: found[1] + varied(found[2], rng) + found[3], longer)


def exchanged(report: Report, length: int, seed: int = 2026) -> Report:
    """A report of about ``length`` characters with the same headings and other words."""
    rng = random.Random(seed)
    own = sum(len(text) for section in report.walk() for text in section.paragraphs)
    times = max(1, -(-length // own))
    return replace(
        report,
        id=f"{report.id}-{length}",
        sections=tuple(_longer(section, times, rng) for section in report.sections),
    )


def _longer(section: Section, times: int, rng: random.Random) -> Section:
    return replace(
        section,
        paragraphs=tuple(_copies(section.paragraphs, times, rng)),
        children=tuple(_longer(child, times, rng) for child in section.children),
    )


def _copies(paragraphs: tuple[str, ...], times: int, rng: random.Random) -> Iterator[str]:
    for _ in range(times):
        yield from (varied(paragraph, rng) for paragraph in paragraphs)
