"""What the terminal shows: plain Chinese lines made of what the desk hands back."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.inference import shown_kind

if TYPE_CHECKING:
    from assistant.batch import Batched
    from assistant.checking import Compared
    from assistant.demo import Demonstrated
    from assistant.desk import Drafted
    from assistant.draft import Draft
    from assistant.indexing import Indexed
    from assistant.learning import LearnedFile
    from corpus.kinds import Kind
    from eval.evaluate import Judgement
    from eval.finding import Finding, Severity
    from eval.fixing import Fixed
    from eval.office import Waiver

MOST_SHOWN = 10
"""How many findings the terminal spells out."""

_FEW = 3

SEVERITIES: dict[Severity, str] = {"error": "错误", "warning": "提醒", "info": "说明"}
_FILES = {
    "draft.docx": "草稿（Word，带批注）",
    "draft.md": "草稿（Markdown）",
    "draft.json": "草稿（程序用）",
    "check.json": "核对结果",
    "todo.md": "待办清单",
}
_OWN_KIND = """\
# 另存到数据文件夹（NIGAO_HOME）的 kinds 里，改好就成为自己的文种；编号（id）不改，就代替自带的。
"""
_MOST_CHARACTERS = 40
_SPEAKS_OF = {-1: "（说上年）", 0: "", 1: "（说下年）"}


def index_lines(indexed: Indexed, names: Mapping[str, str]) -> Iterator[str]:
    """What was read and what was not; ``names`` gives the kinds' Chinese names by id."""
    for row in indexed.read:
        yield f"收录  {row['source']}：{report_line(row, names)}"
        if row.get("doubt"):
            yield f"待核  {row['source']}：{row['doubt']}；要改请用 nigao index 文件 --kind 文种"
    for row in indexed.unchanged:
        yield f"未变  {row['path']}"
    for row in indexed.skipped:
        yield f"跳过  {row['path']}：{row['reason']}"
    for row in indexed.failed:
        yield f"未成  {row['path']}：{row['reason']}"
    yield (
        f"收录{len(indexed.read)}份，未变{len(indexed.unchanged)}份，"
        f"跳过{len(indexed.skipped)}份，未成{len(indexed.failed)}份"
    )


def report_line(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One report as the library describes it: kind, year, office and how much it holds."""
    counts = row["sections"]
    return (
        f"{row['year']}年 {shown_kind(row, names)}《{row['title']}》，{row['unit']}，"
        f"一级{counts['1']}节、二级{counts['2']}节、三级{counts['3']}条，"
        f"{row['passages']}段，空位{row['blanks']}个（隐去{row['masked']}个）"
    )


def library_lines(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Iterator[str]:
    """The reports of a library, each after its id."""
    for row in rows:
        yield f"{row['id']}  {report_line(row, names)}"
    yield f"共{len(rows)}份" if rows else "材料库是空的；请先用 nigao index 收录往年材料"


def kind_lines(kinds: Sequence[Kind]) -> Iterator[str]:
    """The kinds, a line each: id, name, and the sections it must have."""
    ids = max(len(kind.id) for kind in kinds)
    names = max(map(columns, (kind.name for kind in kinds)))
    for kind in kinds:
        name = kind.name + " " * (names - columns(kind.name))
        yield f"{kind.id:<{ids}}  {name}  {'、'.join(s.heading for s in kind.required())}"


def kind_text(kind: Kind) -> str:
    """The kind as a file of kinds would hold it, so that it can be the start of one's own."""
    from corpus.kinds import to_yaml

    return f"{_OWN_KIND}{to_yaml(kind)}"


def learned_lines(learned: LearnedFile) -> Iterator[str]:
    """The parts a learned kind has, what could not be told, and where to put its file."""
    kind = learned.kind
    yield f"由{learned.reports}份材料学得文种“{kind.name}”（{kind.id}），存到  {learned.file}"
    yield f"  标题  {kind.title}"
    for section in kind.sections:
        mark = "必有" if section.required else "可有"
        yield f"  {mark}  {section.heading}{_SPEAKS_OF[section.year]}"
    yield from (f"说明：{note}" for note in learned.notes)
    yield "请看过、改好，再放进数据文件夹（NIGAO_HOME）的 kinds 里"


def demo_lines(shown: Demonstrated) -> Iterator[str]:
    """Where the sample library lies, and each draft with its check."""
    yield f"示例材料库：{shown.reports}份往年材料，在 {shown.library}"
    for folder, drafted in shown.drafts:
        yield ""
        yield from drafted_lines(drafted, folder)


def drafted_lines(drafted: Drafted, folder: Path) -> Iterator[str]:
    """Where the files lie, what is still to do, what the check says, and the notes."""
    draft = drafted.draft
    yield f"《{draft.title}》已写好："
    for name in drafted.files:
        yield f"  {_FILES.get(name, name)}  {folder / name}"
    yield f"待补{len(draft.holes)}处；去年写了今年没写的{len(draft.left_out)}条，见待办清单"
    replaced = draft.recipe.get("replaced", ())
    if replaced:
        yield f"模型写的有{len(replaced)}处不能用，已由模板代写；原话和原因见 draft.json"
        yield from (f"  〔{row['section']}〕{row['reason']}" for row in replaced[:3])
    if makeshift := draft.recipe.get("makeshift"):
        yield f"有{len(makeshift)}节没有问成模型；服务恢复后加 --resume，只补写这几节"
    yield from cost_lines(draft)
    yield from (f"说明：{note}" for note in drafted.notes)
    yield from judgement_lines(drafted.judgement)


def cost_lines(draft: Draft) -> Iterator[str]:
    """What a model cost, where one was asked."""
    cost = draft.recipe.get("tokens")
    if not cost:
        return
    if cost["in"] is None:
        yield f"问了模型{cost['calls']}次；模型服务没有报全用量"
    else:
        thousand = f"，合每千字{cost['per_1000']}" if cost["per_1000"] is not None else ""
        yield f"问了模型{cost['calls']}次，读入{cost['in']}、写出{cost['out']}个词元{thousand}"


def batch_lines(batched: Batched, folder: Path) -> Iterator[str]:
    """A line a document, those not drafted with their reason, then where the summary lies."""
    for row in batched.rows:
        if row.error:
            yield f"没写成  {row.name}：{row.error}"
        else:
            mark = "通过" if row.passed else "有错误"
            yield f"{mark}  {row.name}  错误{row.errors}  提醒{row.warnings}  待补{row.holes}"
    failed = sum(not row.passed for row in batched.rows)
    if batched.kept:
        yield f"材料没有变、沿用已写好的{len(batched.kept)}份"
    yield f"共{len(batched.rows)}份，未通过{failed}份；汇总见  {folder / 'summary.html'}"


def judgement_lines(judgement: Judgement) -> Iterator[str]:
    """The findings to act on, errors first, then the counts and what was not examined."""
    acted_on = [each for each in judgement.findings if each.severity != "info"]
    shown = _first_of_each(acted_on)
    left = Counter(map(_sort, acted_on)) - Counter(map(_sort, shown))
    for number, finding in enumerate(shown):
        sort = _sort(finding)
        last = sort not in map(_sort, shown[number + 1 :])
        same = f"（同类还有{left[sort]}处）" if last and left[sort] else ""
        yield finding_line(finding) + same
    if more := len(acted_on) - len(shown):
        yield f"……还有{more}条"
    counts = judgement.counts()
    counted = "，".join(f"{word}{counts[each]}条" for each, word in SEVERITIES.items())
    yield f"核对{'通过' if judgement.passed else '未通过'}：{counted}"
    yield from (waived_line(finding, waiver) for finding, waiver in judgement.waived)
    yield from (f"未核对：{line}" for line in judgement.not_examined)


def _first_of_each(findings: Sequence[Finding]) -> Sequence[Finding]:
    """The findings to spell out, errors first: a few of every code before more of any.

    Seventy masks must not hide the one wrong figure behind them.
    """
    graver = list(SEVERITIES)
    number: Counter[tuple[str, str]] = Counter()
    ranked: list[tuple[bool, int, int, int]] = []
    for at, finding in enumerate(findings):
        number[_sort(finding)] += 1
        of_sort, grave = number[_sort(finding)], graver.index(finding.severity)
        ranked.append((of_sort > _FEW, grave, of_sort, at))
    chosen = sorted(ranked)[:MOST_SHOWN]
    return [findings[at] for _, at in sorted((grave, at) for _, grave, _, at in chosen)]


def _sort(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.severity


def waived_line(finding: Finding, waiver: Waiver) -> str:
    """A finding the office lets stand, with its reason."""
    by = f"，{waiver.by}" if waiver.by else ""
    excerpt = f"“{shortened(finding.excerpt)}” " if finding.excerpt else ""
    return f"放行 {finding.code} {excerpt}{finding.name}（{waiver.reason}{by}）"


def fixed_lines(fixed: Fixed, out: Path) -> Iterator[str]:
    """What was mended and where it lies, and what was found mechanical but not placed."""
    how = "，以修订写入，可逐条接受或拒绝" if out.suffix.lower() == ".docx" else ""
    yield f"已改{len(fixed.done)}处（数字未动）{how}，存到  {out}"
    for finding in fixed.left:
        yield f"没能改：{finding_line(finding)}"


def compared_lines(compared: Compared) -> Iterator[str]:
    """The quantities the papers tell differently, and how many there are."""
    for number, each in enumerate(compared.differences):
        if number < MOST_SHOWN:
            yield f"提醒 N306 {each.message}"
    if (more := len(compared.differences) - MOST_SHOWN) > 0:
        yield f"……还有{more}条"
    yield f"对照了{len(compared.papers)}份材料，同一个数写得不一致的{len(compared.differences)}处"
    yield from (f"未核对：{line}" for line in compared.not_examined)


def finding_line(finding: Finding) -> str:
    """One finding on one line: severity, code, place, message and what to write instead."""
    place = f"〔{finding.section}〕 " if finding.section else ""
    told = not finding.excerpt or finding.excerpt in finding.message
    excerpt = "" if told else f"“{shortened(finding.excerpt)}” "
    advice = f"（{finding.suggestion}）" if finding.suggestion else ""
    line = (
        f"{SEVERITIES[finding.severity]} {finding.code} {place}{excerpt}{finding.message}{advice}"
    )
    return line.replace("\n", " ")


def shortened(text: str) -> str:
    """The text as a line of the terminal quotes it, with … where it goes on."""
    return text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 1]}…"


def columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in text)
