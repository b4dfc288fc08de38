"""A draft about an office that does not exist, and what people do to its Word file."""

from __future__ import annotations

import datetime
import re
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from export_drafts import CARRIED, PARTY_GROUP, fact, said

from assistant.draft import Draft, DraftSection, Evidence, Hole
from assistant.export.docx import to_docx
from assistant.sheet.facts import Fact, Problem, Sheet

DOCUMENT = "word/document.xml"
LEADER = '<w:{tag} w:id="900" w:author="林川" w:date="2026-12-20T09:00:00Z">{typed}</w:{tag}>'


def counted(
    ref: str, label: str, value: str, measure: str, previous: str | None = None, **more: str
) -> Fact:
    """A fact with a value, and last year's if given."""
    before = None if previous is None else Decimal(previous)
    return Fact(id=ref, label=label, value=Decimal(value), unit=measure, previous=before, **more)


SHEET = Sheet(
    unit=PARTY_GROUP,
    kind="annual-summary",
    year=2026,
    date=datetime.date(2026, 12, 25),
    facts=(
        counted("F1", "召开党组会议", "24", "次", "21", source="党组会议台账"),
        counted("F2", "各项贷款余额", "1034.5", "亿元", "950.0", source="人民银行月报"),
        counted("F3", "“三公”经费支出", "8.0", "万元", "8.4", source="财务年报"),
        counted("F4", "不良贷款率", "1.38", "%", "1.52", source="监管分局"),
        Fact(id="F5", text="6月引进云岭银行设立云州分行", source="银行科"),
        counted("F6", "走访企业", "120", "家"),
        counted("F7", "走访项目", "80", "家"),
    ),
    problems=(Problem(id="P1", text="直接融资比重偏低"),),
)

DRAFT = Draft(
    title=f"{PARTY_GROUP}2026年度工作总结",
    kind="annual-summary",
    year=2026,
    unit=PARTY_GROUP,
    opening=(said("2026年，局党组认真履行职责。现将工作情况报告如下。"),),
    sections=(
        DraftSection(
            "1",
            1,
            "一、",
            "工作开展情况",
            (),
            (
                DraftSection(
                    "1.1",
                    2,
                    "（一）",
                    "加强党的领导",
                    (
                        (
                            *said("全年召开党组会议24次，同比增长14.3%。", fact("F1"), CARRIED),
                            *said("严格执行重大事项请示报告制度，做到一事一报。", CARRIED),
                            *said("开展谈心谈话【待补1】人次。"),
                        ),
                    ),
                    year=2026,
                ),
                DraftSection(
                    "1.2",
                    2,
                    "（二）",
                    "服务实体经济",
                    (
                        (
                            *said("各项贷款余额1034.5亿元，同比增长8.9%。", fact("F2")),
                            *said("6月引进云岭银行设立云州分行。", fact("F5")),
                            *said(
                                "走访企业120家，走访项目80家，合计200家。", fact("F6"), fact("F7")
                            ),
                        ),
                        (
                            *said(
                                "“三公”经费支出8.0万元，比上年减少0.4万元，下降4.8%。", fact("F3")
                            ),
                            *said("不良贷款率1.38%，比上年下降0.14个百分点。", fact("F4")),
                        ),
                    ),
                    year=2026,
                ),
            ),
        ),
        DraftSection(
            "2",
            1,
            "二、",
            "存在的不足",
            (said("直接融资比重偏低，企业上市步伐不快。", Evidence("problem", "P1")),),
            year=2026,
        ),
    ),
    closing=(said("特此报告。"),),
    signature=PARTY_GROUP,
    date="2026年12月25日",
    holes=(Hole(1, "1.1", "开展谈心谈话", "人次", "机关纪委"),),
    sheet=SHEET,
)


def written(folder: Path, *swaps: tuple[str, str], clean: bool = False, name: str = "稿") -> Path:
    """The draft's Word file in ``folder`` with words of its XML swapped, each of which is there."""
    return swapped(to_docx(DRAFT, clean=clean), folder / f"{name}.docx", *swaps)


def swapped(content: bytes, path: Path, *swaps: tuple[str, str]) -> Path:
    """A Word file at ``path`` with words of its document.xml swapped, each there once."""
    document = part(content, DOCUMENT).decode()
    for old, new in swaps:
        assert document.count(old) == 1, (document.count(old), old)
        document = document.replace(old, new)
    path.write_bytes(with_parts(content, {DOCUMENT: document.encode()}))
    return path


def with_parts(content: bytes, parts: dict[str, bytes]) -> bytes:
    """The same file with parts changed or added."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as was, zipfile.ZipFile(packed, "w") as now:
        for name in was.namelist():
            now.writestr(name, parts.get(name, was.read(name)))
        for name in sorted(set(parts) - set(was.namelist())):
            now.writestr(name, parts[name])
    return packed.getvalue()


def part(content: bytes, name: str) -> bytes:
    """One part of a Word file."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def typed(text: str) -> str:
    """A run of our Word files: what stands around Chinese words."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def inserted(text: str) -> str:
    """A tracked insertion of the leader's."""
    return LEADER.format(tag="ins", typed=typed(text))


def deleted(text: str) -> str:
    """A tracked deletion of the leader's."""
    return LEADER.format(tag="del", typed=typed(text).replace("w:t", "w:delText"))


def paragraph_of(content: bytes, words: str) -> str:
    """The paragraph of document.xml in whose text ``words`` begins."""
    document = part(content, DOCUMENT).decode()
    for found in re.findall(r"<w:p>.*?</w:p>", document):
        if "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", found)).startswith(words):
            return str(found)
    raise AssertionError(words)
