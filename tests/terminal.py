"""What tests of the command line share: a past report, heads and names of sample sheets."""

from __future__ import annotations

from pathlib import Path

from corpus.samples import sample_folder

# A past report small enough to say by eye what is to be printed of it.
SUMMARY = """\
云州市金融工作局党组2025年度工作总结

2025年，局党组认真履行职责，统筹推进全市金融工作。

一、工作开展情况

（一）坚持党的全面领导。召开党组会议12次，研究议题30项。

（二）加强队伍建设。开展培训**次，参加260人次，干部队伍的专业能力进一步增强。

二、存在的不足

（一）理论学习不够深入。学用结合不够紧密，用新思想指导金融工作实践的办法还不多。

三、下一步工作思路

（一）加强理论学习。坚持个人自学与集中学习相结合，全年集中学习不少于12次，推动学用贯通。

云州市金融工作局党组
2025年12月25日
"""
REPORT_ID = "annual-summary-2025-"
HEAD = "unit: 云州市金融工作局党组\nkind: annual-summary\nyear: 2026\n"


def sheet(year: int, name: str) -> str:
    return str(sample_folder() / "sheets" / f"{year}_{name}.yaml")


def entries(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))
