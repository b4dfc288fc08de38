"""The machine: LibreOffice, fonts, optional packages, and which features they make."""

from __future__ import annotations

import platform
from collections.abc import Iterator

from assistant import __version__
from assistant.doctor.points import Point
from assistant.export.layout import Layout
from assistant.machine import Office
from corpus.reading.suffixes import SUFFIXES

_BY_OFFICE = (".doc", ".wps")
_WITH_OFFICE = (
    (f"读 {'、'.join(_BY_OFFICE)}", "请安装 LibreOffice，或把材料另存为 .docx"),
    ("存成 PDF", "请安装 LibreOffice，或存成 .docx 后在 Word、WPS 里另存为 PDF"),
)


def program_point() -> Point:
    """Which Nigao this is, on what."""
    says = f"{__version__}（Python {platform.python_version()}，{platform.system()}）"
    return Point("环境", "拟稿", "ok", says)


def office_point(office: Office | None) -> Point:
    """Whether LibreOffice is there and starts."""
    if office is None:
        return Point("环境", "LibreOffice", "off", "没有装", "要读 .doc、.wps 或存 PDF 时请安装")
    if not office.version:
        says = f"{office.program} 启动不了"
        return Point("环境", "LibreOffice", "broken", says, "请重装 LibreOffice，或先把它卸载")
    return Point("环境", "LibreOffice", "ok", f"{office.version}（{office.program}）")


def font_points(fonts: frozenset[str] | None, layout: Layout) -> Iterator[Point]:
    """For the faces of the layout, which font shows them on this machine."""
    if fonts is None:
        todo = "请在 Word 或 WPS 里打开一份草稿，看标题和正文的字体对不对"
        yield Point("环境", "字体", "note", "看不出装了哪些字体", todo)
        return
    lacking = {
        face: font.font
        for face, font in layout.faces.items()
        if not fonts.intersection((font.font, *font.fallback))
    }
    if lacking:
        named = "、".join(f"{name}（{face}）" for face, name in lacking.items())
        yield Point(
            "环境",
            "字体",
            "note",
            f"没有 {named}，在这台机器上看稿和存 PDF 时用别的字体代替",
            "请安装这些字体；交出去的 .docx 不受影响，也可用 nigao export --fonts windows",
        )
    else:
        yield Point("环境", "字体", "ok", "版式用的字体都有")


def feature_points(office: Office | None, *, cluster: bool, page: bool | None) -> Iterator[Point]:
    """Which features are on by what is installed; ``page`` is None where there is no page."""
    alone = "、".join(each for each in SUFFIXES if each not in _BY_OFFICE)
    yield Point("功能", f"读 {alone}", "ok", "可用")
    for name, todo in _WITH_OFFICE:
        works = office is not None and bool(office.version)
        yield Point("功能", name, *(("ok", "可用", "") if works else ("off", "不可用", todo)))
    todo = "要用时请运行 pip install 'nigao[cluster]'"
    yield _package_point("多机起草", "没有装集群组件", cluster, todo)
    if page is not None:
        yield _package_point("网页", "缺网页组件 gradio", page, "请重新安装拟稿，把依赖装齐")


def _package_point(name: str, lacks: str, installed: bool, todo: str) -> Point:
    if installed:
        return Point("功能", name, "ok", "可用")
    return Point("功能", name, "off", lacks, todo)
