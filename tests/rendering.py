"""Rendering a Word file with LibreOffice, to look at the page rather than at the markup.

The fonts a 公文 names are seldom installed; a fontconfig file of our own maps their names to free
ones of the same width for the rendering process alone.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

_XHTML = "{http://www.w3.org/1999/xhtml}"
POINTS_PER_MM = 72 / 25.4
# For each face of the layout the free fonts that may stand in, best first.
_STAND_INS = {
    "仿宋_GB2312": ("FandolFang", "AR PL SungtiL GB", "AR PL UMing CN", "Noto Serif CJK SC"),
    "楷体_GB2312": ("FandolKai", "AR PL KaitiM GB", "AR PL UKai CN", "LXGW WenKai"),
    "黑体": ("FandolHei", "WenQuanYi Zen Hei", "Noto Sans CJK SC"),
    "宋体": ("FandolSong", "AR PL SungtiL GB", "AR PL UMing CN", "Noto Serif CJK SC"),
    "方正小标宋简体": ("FandolSong", "AR PL SungtiL GB", "Noto Serif CJK SC"),
    "Times New Roman": ("Liberation Serif", "Tinos", "Nimbus Roman", "AR PL SungtiL GB"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its text, and its box in millimetres from the page's top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Leaf:
    """A printed page: its size in millimetres and its lines from top to bottom."""

    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def body(self) -> tuple[Line, ...]:
        """The lines without the page number."""
        return tuple(line for line in self.lines if not re.fullmatch(r"— ?\d+ ?—", line.text))


@cache
def why_not() -> str:
    """Why nothing can be rendered here, or "" when it can."""
    missing = [tool for tool in ("soffice", "pdftotext", "fc-list") if not shutil.which(tool)]
    if missing:
        return f"{'、'.join(missing)} not installed"
    without = [face for face in _STAND_INS if not _stand_in(face) and face != "Times New Roman"]
    return f"no free font to stand in for {'、'.join(without)}" if without else ""


def needs_office() -> None:
    """Skip the test where nothing can be rendered: widths would be those of another script."""
    if reason := why_not():
        pytest.skip(reason)


def render(content: bytes, folder: Path) -> Path:
    """The PDF LibreOffice makes of the Word file ``content``, in ``folder``."""
    return render_all({"rendered": content}, folder)["rendered"]


def render_all(contents: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """The PDF LibreOffice makes of each of the Word files, by their names, in one run."""
    sources = {name: folder / f"{name}.docx" for name in contents}
    for name, content in contents.items():
        sources[name].write_bytes(content)
    fonts = folder / "fonts.conf"
    fonts.write_text(_fonts_conf(folder), encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf"]
    environment = {"FONTCONFIG_FILE": str(fonts), "HOME": str(folder), "PATH": "/usr/bin:/bin"}
    subprocess.run(
        [*command, *(source.name for source in sources.values())],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {name: source.with_suffix(".pdf") for name, source in sources.items()}


def strange_fonts(pdf: Path) -> set[str]:
    """The fonts in a PDF that stand in for none of ours: where a character had to be borrowed."""
    listed = subprocess.run(
        ["pdffonts", str(pdf)], check=True, capture_output=True, text=True, timeout=60
    )
    used = {row.split()[0].partition("+")[2] for row in listed.stdout.splitlines()[2:]}
    stand_ins = filter(None, map(_stand_in, _STAND_INS))
    return used - {name for family in stand_ins for name in _families()[family].names}


def read_pages(pdf: Path) -> tuple[Leaf, ...]:
    """The pages of ``pdf`` with the boxes of their lines."""
    layout = pdf.with_suffix(".xhtml")
    subprocess.run(["pdftotext", "-bbox-layout", str(pdf), str(layout)], check=True, timeout=60)
    pages = ElementTree.parse(layout).iter(f"{_XHTML}page")
    return tuple(_page(page) for page in pages)


def _page(page: ElementTree.Element) -> Leaf:
    """Boxes that overlap in height by more than half stand on one printed line."""
    boxes = sorted((_line(each) for each in page.iter(f"{_XHTML}line")), key=lambda line: line.top)
    lines: list[Line] = []
    for box in boxes:
        middle = (box.top + box.bottom) / 2
        if lines and lines[-1].top < middle < lines[-1].bottom:
            lines[-1] = _beside(lines[-1], box)
        else:
            lines.append(box)
    return Leaf(_mm(page, "width"), _mm(page, "height"), tuple(lines))


def _line(line: ElementTree.Element) -> Line:
    text = "".join(word.text or "" for word in line.iter(f"{_XHTML}word"))
    left, top, right, bottom = (_mm(line, side) for side in ("xMin", "yMin", "xMax", "yMax"))
    return Line(text, left, top, right, bottom)


def _beside(one: Line, other: Line) -> Line:
    first, second = sorted((one, other), key=lambda line: line.left)
    return Line(
        first.text + second.text,
        first.left,
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


def _mm(element: ElementTree.Element, side: str) -> float:
    return float(element.attrib[side]) / POINTS_PER_MM


@dataclass(frozen=True, slots=True)
class _Family:
    """Where a family of fonts lies, and what PDF files call its members."""

    folder: Path
    names: tuple[str, ...]


@cache
def _families() -> dict[str, _Family]:
    listed = subprocess.run(
        ["fc-list", "--format", "%{file}\t%{postscriptname}\t%{family}\n"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    families: dict[str, _Family] = {}
    for file, printed, names in (line.split("\t") for line in listed.stdout.splitlines()):
        for name in map(str.strip, names.split(",")):
            before = families.get(name)
            members = (*(before.names if before else ()), printed)
            families[name] = _Family(Path(file).parent, members)
    return families


def _stand_in(face: str) -> str:
    return next((name for name in _STAND_INS[face] if name in _families()), "")


def _fonts_conf(folder: Path) -> str:
    rules = "".join(
        f'<match target="pattern"><test name="family" qual="any"><string>{face}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{name}</string></edit>'
        "</match>"
        for face in _STAND_INS
        if (name := _stand_in(face))
    )
    folders = sorted({_families()[name].folder for face in _STAND_INS if (name := _stand_in(face))})
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"{''.join(f'<dir>{each}</dir>' for each in folders)}"
        f"<cachedir>{folder / 'fonts'}</cachedir>{rules}</fontconfig>"
    )
