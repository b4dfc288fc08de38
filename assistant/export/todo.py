"""todo.md: what is left for the writer to do, short enough to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from assistant.draft import Draft, Hole, LeftOut, Sentence
from assistant.export.markdown import escape
from assistant.export.remarks import doubts, fact_value, is_routine, opening_words
from assistant.sheet.facts import Fact, Sheet
from assistant.shortening import CUT

_Item = TypeVar("_Item")
_NOBODY = "责任科室未定"
_NONE = "无。"
_OPENING, _CLOSING = "开头", "结尾"


def to_todo(
    draft: Draft, sheet: Sheet, doubts: Sequence[str] = (), *, cautions: Sequence[str] = ()
) -> str:
    """The list for the writer, as Markdown in Chinese, ending with a line break.

    After a line of counts, and ``cautions`` on the whole of the draft, come ① holes by department,
    ② what was told last year and is not told now, with the words and the reason, ③ routine wording
    carried, a line a section, and ④ facts of ``sheet`` that found no place, with why that may be,
    and ``doubts``: Chinese lines on facts that might fill more than one blank. Where the draft was
    cut to its words, ⑤ says what went.
    """
    places = _places(draft)
    routine = _routine(draft)
    parts = {
        "① 必须补": _holes(draft, sheet, places),
        "② 去年讲过、今年没讲": _left_out(_not_told(draft), places, "去年"),
        "③ 沿用的常规表述": _carried(draft, routine, places),
        "④ 没有用上的事实": (*_doubtful(doubts), *_unused(draft, sheet)),
    }
    if cut := _cut(draft):
        parts["⑤ 为控制字数删去的"] = _left_out(cut, places, "删去")
    blocks = [
        f"# {escape(draft.title)}：待办",
        _counts(draft, sheet, sum(map(len, routine.values()))),
    ]
    blocks += [f"**先看**：{escape(caution)}。" for caution in cautions]
    for name, part in parts.items():
        blocks += [f"## {name}", *(list(part) or [_NONE])]
    return "\n\n".join(blocks) + "\n"


def _counts(draft: Draft, sheet: Sheet, routine: int) -> str:
    rows = {fact.id for fact in sheet.facts if fact.is_open}
    unfilled = sum(ref in rows for ref in draft.unused)
    counts = {
        "待补": f"{len(draft.holes)}处",
        "去年讲过今年没讲": f"{len(_not_told(draft))}条",
        "沿用常规表述": f"{routine}句",
        "没有用上的事实": f"{len(draft.unused) - unfilled}条",
    }
    if unfilled:
        counts["没有填数"] = f"{unfilled}项"
    return "，".join(name + count for name, count in counts.items()) + "。"


def _holes(draft: Draft, sheet: Sheet, places: dict[str, str]) -> Iterator[str]:
    known = {fact.id: fact.department for fact in sheet.facts}

    def department(hole: Hole) -> str:
        return hole.department or known.get(hole.ref, "") or _NOBODY

    for name, holes in _grouped(draft.holes, department).items():
        yield f"### {escape(name)}（{len(holes)}处）"
        yield "\n".join(_hole(hole, places) for hole in holes)


def _hole(hole: Hole, places: dict[str, str]) -> str:
    measure = f"（{hole.measure}）" if hole.measure else ""
    place = places.get(hole.section, hole.section)
    last = f"。上年：{hole.hint}" if hole.hint else ""
    return f"- {hole.mark}{escape(f'{hole.label}{measure}，见“{place}”{last}')}"


def _not_told(draft: Draft) -> tuple[LeftOut, ...]:
    return tuple(words for words in draft.left_out if not words.reason.startswith(CUT))


def _cut(draft: Draft) -> tuple[LeftOut, ...]:
    return tuple(words for words in draft.left_out if words.reason.startswith(CUT))


def _left_out(left: Iterable[LeftOut], places: dict[str, str], whose: str) -> Iterator[str]:
    for section, told in _grouped(left, lambda words: words.section).items():
        yield f"### {escape(places.get(section, section))}"
        yield "\n".join(_past_words(words, whose) for words in told)


def _past_words(words: LeftOut, whose: str) -> str:
    # A mask reads better as ＊＊ than as escaped stars, and no Markdown renderer eats it.
    shown = words.words.replace("*", "＊")
    return f"- {whose}：{escape(shown)}（{escape(words.reason)}）"


def _carried(
    draft: Draft, routine: dict[str, list[Sentence]], places: dict[str, str]
) -> Iterator[str]:
    doubtful = [
        f"- {escape(places[section])}：“{escape(opening_words(sentence.text))}”{escape(doubt)}"
        for section, sentence in _told(draft)
        for doubt in doubts(sentence)
    ]
    carried = [
        f"- {escape(places[section])}：{len(told)}句，如“{escape(opening_words(told[0].text))}”"
        for section, told in routine.items()
    ]
    if doubtful:
        yield "\n".join(doubtful)
    if carried:
        yield "今年仍然如此的不用改；有变化的，改草稿里的原句。"
        yield "\n".join(carried)


def _doubtful(doubts: Sequence[str]) -> Iterator[str]:
    if doubts:
        yield "\n".join(f"- {escape(doubt)}" for doubt in doubts)


def _unused(draft: Draft, sheet: Sheet) -> Iterator[str]:
    facts = {fact.id: fact for fact in sheet.facts}
    headings = tuple(section.heading for section in draft.walk())
    idle = [facts[ref] for ref in draft.unused if ref in facts and facts[ref].is_open]
    known = {fact.id for fact in idle}
    lines = [
        f"- {_unused_fact(facts[ref], sheet, headings)}" if ref in facts else f"- {escape(ref)}"
        for ref in draft.unused
        if ref not in known
    ]
    if lines:
        yield "\n".join(lines)
    if idle:
        yield "\n".join(_not_filled_in(idle))


def _not_filled_in(facts: Sequence[Fact]) -> Iterator[str]:
    """A line for each department: what it left without a value, so that nothing is said of it."""
    yield "没有填数的，稿子里没有写；要写的请补填后重新起草。"
    for name, idle in _grouped(facts, lambda fact: fact.department or _NOBODY).items():
        listed = "、".join(f"{f.label}（{f.measure}）" if f.measure else f.label for f in idle)
        yield f"- {escape(f'{name}（{len(idle)}项）：{listed}')}"


def _unused_fact(fact: Fact, sheet: Sheet, headings: tuple[str, ...]) -> str:
    told = f"{fact.label}：{fact_value(fact)}" if fact.label else fact.text
    source = f"来源：{fact.source}" if fact.source else "来源未填"
    return escape(f"{fact.id} {told}（{source}）。{_why_unused(fact, sheet, headings)}")


def _why_unused(fact: Fact, sheet: Sheet, headings: tuple[str, ...]) -> str:
    """The likeliest reason, in the order in which a person would look."""
    if fact.confidential:
        return "标为保密，没有写入"
    if sheet.words and fact.weight != "必写":
        return f"标为{fact.weight}，字数所限，没有写入"
    if fact.weight == "备用" or not fact.required:
        return "标为备用或非必用，没有合适的位置"
    if fact.year not in (None, sheet.year):
        return f"是{fact.year}年的事，本稿写{sheet.year}年"
    if fact.section and not any(fact.section in heading for heading in headings):
        return f"本稿没有“{fact.section}”这一板块，请改事实表的板块"
    if not fact.section:
        return "没有找到讲这件事的句子，请在事实表写明板块"
    return "板块里没有找到讲这件事的句子，请手工写入"


def _places(draft: Draft) -> dict[str, str]:
    """What to call each section: its number and heading; an item without one goes by its parent."""
    places = {"0": _OPENING, "": _CLOSING}
    for top in draft.sections:
        for section in top.walk():
            places[section.id] = section.number + (section.heading or "一项")
    return places


def _routine(draft: Draft) -> dict[str, list[Sentence]]:
    carried = [pair for pair in _told(draft) if is_routine(pair[1])]
    grouped = _grouped(carried, lambda pair: pair[0])
    return {section: [each for _, each in pairs] for section, pairs in grouped.items()}


def _told(draft: Draft) -> Iterator[tuple[str, Sentence]]:
    """(section id, sentence) in reading order."""
    for section, paragraph in draft.paragraphs():
        for sentence in paragraph:
            yield section, sentence


def _grouped(items: Iterable[_Item], key: Callable[[_Item], str]) -> dict[str, list[_Item]]:
    """The items by their key, keys in the order they first come."""
    grouped: dict[str, list[_Item]] = {}
    for item in items:
        grouped.setdefault(key(item), []).append(item)
    return grouped
