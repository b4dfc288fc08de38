"""S: required parts by their real headings, their order and substance, numbering and counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.labels import pairs_of, words_of
from corpus.kinds import Kind, Role
from corpus.numbering import counted
from eval.checks.blanks import HOLE
from eval.checks.remarks import at_offsets, missing, quoted, remark
from eval.examined import Examined, ExaminedSection, Piece
from eval.finding import Finding
from eval.grounds import Grounds

_DIGITS = "零一二三四五六七八九十"
_COUNTED = re.compile(
    r"(?=[二三四五六七八九十两\d])(?:"
    r"(?P<number>[二三四五六七八九十两]{1,2}|\d{1,2})"
    r"(?P<measure>个?方面|[点条]意见|[点条]要求|个?部分|[项件条](?:重点|主要)?(?:工作|任务|大?事|举措|措施))"
    r"[^，。；：]{0,12}(?:[：:](?=一[是要])|[：:。]?$)"
    r"|(?P<some>[二三四五六七八九两])个[\u4e00-\u9fff]{2,4}[：:](?=一[是要]))"
)
_ITEM = re.compile(r"(?:^|[。；：，])([一二三四五六七八九十]{1,3})(?:是|要)")


def required_parts(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """S101: a part the kind requires that no heading names (GB/T has none: custom of the trade)."""
    if examined.kind is None:
        return
    present = _roles_present(examined)
    for section in examined.kind.required():
        if section.role not in present:
            yield missing(
                "S101",
                "",
                f"缺少{quoted(section.heading)}部分，{examined.kind.name}必须有这一部分，请补写后再报。",
                section.heading,
            )


def part_share(examined: Examined) -> float | None:
    """The share of the kind's required parts that are present; None when the kind is unknown."""
    if examined.kind is None:
        return None
    required = [section.role for section in examined.kind.required()]
    present = _roles_present(examined)
    return sum(role in present for role in required) / len(required) if required else None


def order_of_parts(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """S102: a part that stands before one the kind puts first."""
    if examined.kind is None:
        return
    rank = {role: at for at, role in enumerate(_usual_order(examined.kind))}
    latest: tuple[ExaminedSection, Role] | None = None
    for section, role in _in_turn(examined):
        if latest and rank.get(role, 0) < rank.get(latest[1], 0):
            before = latest[0].heading
            message = f"{quoted(section.heading)}应当放在{quoted(before)}之前，请调整次序。"
            yield _at_heading("S102", examined, section, message)
        else:
            latest = (section, role)


def substance(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """S103: a heading with nothing below it, or with too little to say anything."""
    parents = {section.parent for section in examined.sections}
    for at, section in enumerate(examined.sections):
        length = section.end - section.start - len(section.title)
        if at in parents or not section.heading:
            least = grounds.rules.threshold("shortest_section") if section.parent < 0 else 0
        else:
            least = grounds.rules.threshold("shortest_body")
        if length < least and not HOLE.search(examined.extent(section)):
            what = "下面没有内容" if length == 0 else f"下面只有{length}个字"
            message = f"{quoted(section.title)}{what}，请补写内容，确无内容的应删去标题。"
            yield _at_heading("S103", examined, section, message)


def numbering(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """S104: a number that skips or repeats among its neighbours.

    A third level that runs on through all （一） is right, as is one that begins again below each.
    """
    for run in _numbered_runs(examined):
        for before, section in pairwise(run):
            want, got = _value(before.number) + 1, _value(section.number)
            if got not in (want, 1 if section.parent != before.parent else want):
                message = (
                    f"{quoted(section.title)}的序号接在{quoted(before.number)}之后不连续，"
                    f"请改为第{want}个序号。"
                )
                yield _at_heading("S104", examined, section, message)
        first = run[0]
        if _value(first.number) != 1:
            message = f"{quoted(first.title)}的序号不是从一开始，请检查前面是否缺了一项。"
            yield _at_heading("S104", examined, first, message)
    yield from _skipped_items(examined)


def _skipped_items(examined: Examined) -> Iterator[Finding]:
    """An item (三是) whose forerunner stands nowhere before it in its section."""
    told: dict[int, set[int]] = {}
    for piece in examined.bodies:
        seen = told.setdefault(piece.section, {0})
        for found in _ITEM.finditer(piece.text):
            value = counted(found[1])
            if value - 1 not in seen:
                message = f"“{found[1]}是”前面没有第{value - 1}项，请检查是否缺了一项或序号写错。"
                yield remark("S104", examined, piece, found.start(1), found.end(), message)
            seen.add(value)


def counts_of_parts(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """S105: 三点意见 or 六个方面 announced, and another number that follows."""
    for at, piece in enumerate(examined.pieces):
        if piece.place not in ("opening", "body", "closing"):
            continue
        found = _COUNTED.search(piece.text.rstrip())
        # 三四项 says about how many, and so is never wrong by one.
        number = (found["number"] or found["some"]) if found else ""
        said = counted(number.replace("两", "二"))
        follows = _what_follows(examined, at, piece, found.end()) if found and said else 0
        if found and follows and said != follows:
            start = found.start()
            end = found.end("measure") if found["number"] else found.end("some") + 1
            message = (
                f"这里说“{found[0].rstrip('。：:')}”，后面实际是{follows}项，请核对后改成一致。"
            )
            yield remark("S105", examined, piece, start, end, message)


def form_of_title(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """S106: a title that is not of its kind's form."""
    if examined.kind is None:
        return
    for piece in examined.pieces:
        if piece.place == "title" and not re.search(examined.kind.title_pattern, piece.text):
            message = (
                f"标题不合{examined.kind.name}的写法，一般写作“{_sample_title(examined)}”，请核对。"
            )
            yield remark("S106", examined, piece, 0, len(piece.text), message)


def salutation_and_closing(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """S107: the salutation or closing words the kind demands are not there."""
    kind = examined.kind
    if kind is None:
        return
    if kind.salutation and kind.salutation.rstrip("：") not in examined.salutation:
        message = f"{kind.name}开头应有称谓“{kind.salutation}”，请在正文前顶格补上。"
        yield missing("S107", "", message, kind.salutation)
    last = [piece.text for piece in examined.bodies][-1:]
    if kind.closing_pattern and not any(re.search(kind.closing_pattern, text) for text in last):
        usual = kind.closing[-1] if kind.closing else ""
        message = f"{kind.name}结尾没有惯用的结束语，请在最后补上，如{quoted(usual)}。"
        yield missing("S107", "", message, usual)


def measures_for_problems(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """S108: a problem told, or in a plan one of the sheet at all, without its next step."""
    if grounds.sheet is None or examined.kind is None:
        return
    pieces = [(piece, pairs_of(words_of(piece.text))) for piece in examined.bodies]
    least = grounds.rules.threshold("measure_told")
    for problem in grounds.sheet.problems:
        if problem.status == "已整改" or not problem.measure:
            continue
        told = _best(pieces, problem.text, ("problems", "review", "situation"), least)
        answered = _best(
            pieces, problem.measure, ("next", "tasks", "safeguards", "problems"), least
        )
        if answered:
            continue
        if told is None and examined.kind.plan:
            message = (
                f"{quoted(problem.text)}的整改措施没有写进计划，请写明{quoted(problem.measure)}。"
            )
            yield missing("S108", problem.section, message, problem.measure)
        elif told:
            message = (
                f"问题{quoted(problem.text)}没有对应的整改措施，"
                f"请在下一步工作中写明{quoted(problem.measure)}。"
            )
            yield remark("S108", examined, told, 0, len(told.text), message, problem.measure)


def _roles_present(examined: Examined) -> set[Role]:
    return {role for section in examined.sections if section.named for role in section.roles}


def _usual_order(kind: Kind) -> Iterator[Role]:
    yield from dict.fromkeys(section.role for section in kind.sections)


def _in_turn(examined: Examined) -> Iterator[tuple[ExaminedSection, Role]]:
    """Each first-level section that names one role, and each other role where it first is named."""
    seen: set[Role] = set()
    for section in examined.sections:
        for role in section.roles if section.named else ():
            top = section.parent < 0 and len(section.roles) == 1
            if top or role not in seen:
                yield section, role
            seen.add(role)


def _at_heading(code: str, examined: Examined, section: ExaminedSection, message: str) -> Finding:
    end = section.start + len(section.title)
    return at_offsets(code, examined, section.title, section.start, end, message)


def _numbered_runs(examined: Examined) -> Iterator[Sequence[ExaminedSection]]:
    """Sections whose numbers follow each other: siblings, and a third level through all parents."""
    for parent in {section.parent for section in examined.sections}:
        run = [
            each
            for each in examined.children(parent)
            if each.number and each.level < 3 and not each.number.startswith("附")
        ]
        if run:
            yield run
    third = [each for each in examined.sections if each.number and each.level == 3]
    if third:
        yield third


def _value(number: str) -> int:
    """The value of a heading's number: （二） is 2, 19． is 19."""
    return counted("".join(char for char in number if char in _DIGITS or char.isdecimal()))


def _what_follows(examined: Examined, at: int, piece: Piece, end: int) -> int:
    """How many 一是二是, or headings, follow an announcement; 0 where nothing countable does."""
    items = len(_ITEM.findall(piece.text[end:]))
    if items:
        return items
    if piece.place == "opening":
        later = [each.place for each in examined.pieces[at + 1 :]]
        return sum(1 for _ in examined.children(-1)) if "opening" not in later[:1] else 0
    below = sum(1 for _ in examined.children(piece.section))
    if below:
        return below
    rest = (each.text for each in examined.pieces[at + 1 :] if each.section == piece.section)
    return sum(len(_ITEM.findall(text)) for text in rest)


def _best(
    pieces: Sequence[tuple[Piece, frozenset[str]]], words: str, roles: Sequence[str], least: float
) -> Piece | None:
    """The piece of these roles that holds enough of ``words``, None when none does."""
    wanted = pairs_of(words_of(words))
    shares = (
        (len(wanted & pairs) / len(wanted), piece)
        for piece, pairs in pieces
        if wanted and (not piece.role or piece.role in roles)
    )
    share, piece = max(shares, key=lambda found: found[0], default=(0.0, None))
    return piece if share >= least else None


def _sample_title(examined: Examined) -> str:
    kind = examined.kind
    form = kind.title if kind else ""
    return form.format(office=examined.unit or "××局", year=examined.year, occasion="××会议")
