"""Reports for a library to keep, and what a search of it finds."""

from __future__ import annotations

from pathlib import Path

from corpus.library import Library
from corpus.report import Report, Section

OFFICE = "云州市金融工作局"


def report(
    name: str,
    *,
    year: int = 2023,
    kind: str = "annual-summary",
    unit: str = OFFICE,
    work: tuple[str, ...] = (
        "召开党组会议**次，专题研究党建工作。",
        "组织党员到红色教育基地学习。",
    ),
    source: str = "",
) -> Report:
    learning = Section("1.1", 2, "（一）", "理论学习扎实", True, ("开展集中学习12次。",))
    return Report(
        id=name,
        title=f"{unit}{year}年度工作总结",
        kind=kind,
        year=year,
        unit=unit,
        source=source or f"{name}.txt",
        sections=(
            Section("1", 1, "一、", "工作开展情况", False, work, (learning,)),
            Section("2", 1, "二、", "存在的不足", False, ("调查研究不够深入。",)),
        ),
        opening=(f"现将{year}年度工作情况报告如下：",),
        closing=("以上报告，请审阅。",),
    )


def found(library: Library, query: str, **conditions: object) -> list[str]:
    return [hit.passage.id for hit in library.search(query, k=100, **conditions)]  # type: ignore[arg-type]


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
