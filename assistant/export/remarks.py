"""What is said to the writer at the margin: why a sentence stands, and what a hole wants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from assistant.draft import Evidence, Hole, Sentence
from assistant.proving import Way
from assistant.sheet.facts import Decision, Fact, Guidance, Problem, Sheet

CARRIED = "沿用"
TOTAL, AND = "合计：", "＋"
SHARE, OVER = "占比：", "÷"
SHARES = ("%", "％", "个百分点", "百分点")
_HEAD = 18
OF_THIS_YEAR = ("fact", "problem", "guidance", "decision")
_DOUBT = "待核实"

Item = Fact | Problem | Guidance | Decision


def is_routine(sentence: Sentence) -> bool:
    """Whether the sentence rests on last year's routine wording and nothing of this year's."""
    carried = any(CARRIED in each.note for each in sentence.evidence if each.origin == "passage")
    return carried and not any(each.origin in OF_THIS_YEAR for each in sentence.evidence)


def doubts(sentence: Sentence) -> tuple[str, ...]:
    """What a person should confirm of the sentence, each beginning with 待核实."""
    return tuple(each.note for each in sentence.evidence if each.note.startswith(_DOUBT))


def evidence_remark(sentence: Sentence, sheet: Sheet | None) -> str:
    """One line for each item of this year's sheet the sentence rests on, and for each doubt.

    "" when there is neither. Without ``sheet`` a line holds the item's id and the note only.
    """
    lines = (item_remark(each, found(each.ref, sheet)) for each in sentence.evidence)
    return "\n".join(dict.fromkeys(line for line in lines if line))


def hole_remark(hole: Hole) -> str:
    """What to fill in, in which measure, who knows, and what stood there last year."""
    lines = [f"待补：{hole.label}" + (f"（{hole.measure}）" if hole.measure else "")]
    if hole.department:
        lines.append(f"责任科室：{hole.department}")
    if hole.hint:
        lines.append(f"上年：{hole.hint}")
    return "\n".join(lines)


def routine_remark(sentences: Iterable[Sentence]) -> str:
    """One remark for a section: how many sentences are carried, and how each begins."""
    heads = [opening_words(sentence.text) for sentence in sentences]
    listed = "\n".join(f"· {head}" for head in heads)
    return f"本节有{len(heads)}句沿用往年的常规表述，请看今年是否仍然如此：\n{listed}"


def opening_words(text: str) -> str:
    """The first words of ``text``, enough to find it by."""
    bare = text.rstrip("。；…")
    return bare if len(bare) <= _HEAD else f"{bare[:_HEAD]}……"


def fact_value(fact: Fact) -> str:
    """The fact's value as told: with its measure and what bounds it; its text for an event."""
    if fact.value is None:
        return fact.text
    bound = f"（{fact.qualifier}）" if fact.qualifier else ""
    return f"{fact.value:f}{fact.measure}{bound}"


def change_words(value: Decimal, previous: Decimal, measure: str) -> str:
    """How ``value`` stands to last year's: 增加3次（14.3%）, 下降1.2个百分点, 持平."""
    step = value - previous
    if not step:
        return "与上年持平"
    word = "增加" if step > 0 else "减少"
    if measure in SHARES:
        return f"比上年{'提高' if step > 0 else '降低'}{abs(step):f}个百分点"
    if previous <= 0:
        return f"比上年{word}{abs(step):f}{measure}"
    rate = (abs(step) / previous * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"比上年{word}{abs(step):f}{measure}（{rate:f}%）"


def item_remark(evidence: Evidence, item: Item | None) -> str:
    """The line for what a sentence rests on, or doubts; "" for last year's wording.

    ``item`` is what the evidence points at in the sheet, None without one.
    """
    if evidence.origin not in OF_THIS_YEAR:
        return evidence.note if evidence.note.startswith(_DOUBT) else ""
    told: tuple[str, ...]
    match item:
        case Fact() as fact:
            return fact_remark(fact)
        case Problem() as problem:
            told = (f"问题：{problem.text}", problem.status, problem.found_by, problem.source)
        case Guidance() as guidance:
            told = (f"上级精神：{guidance.name}", guidance.issuer, guidance.date, guidance.source)
        case Decision() as decision:
            told = (f"核实：{decision.past}", f"今年{decision.now}", decision.text, decision.source)
        case None:
            told = (evidence.note,)
    return " ".join((evidence.ref, "；".join(part for part in told if part))).strip()


def fact_remark(fact: Fact) -> str:
    """What a remark tells of a fact: id, label, value, last year's, change, source."""
    parts = [f"{fact.label}：{fact_value(fact)}" if fact.label else fact_value(fact)]
    if fact.value is not None and fact.previous is not None:
        parts.append(f"上年{fact.previous:f}{fact.measure}")
        parts.append(change_words(fact.value, fact.previous, fact.measure))
    return f"{fact.id} " + "；".join((*parts, *_standing(fact)))


def fact_lines(fact: Fact) -> tuple[str, ...]:
    """Every line a remark may tell of a fact: of its value, last year's, and the change."""
    return fact_remark(fact), previous_remark(fact), change_remark(fact)


def renamed_parts(line: str, ids: Mapping[str, str]) -> str:
    """A line that names the items of a total or a share, under their new ids."""
    for opening, between in ((TOTAL, AND), (SHARE, OVER)):
        if line.startswith(opening):
            refs = line.removeprefix(opening).split(between)
            return opening + between.join(ids.get(ref, ref) for ref in refs)
    return line


def figure_remark(way: Way, refs: Sequence[str], sheet: Sheet) -> str:
    """What a remark tells of a figure that is last year's, or reckoned from the items ``refs``."""
    match way:
        case "total":
            return f"{TOTAL}{AND.join(refs)}"
        case "share":
            return f"{SHARE}{OVER.join(refs)}"
    fact = sheet.fact(refs[0])
    return previous_remark(fact) if way == "previous" else change_remark(fact)


def previous_remark(fact: Fact) -> str:
    """What a remark tells where last year's value stands."""
    if fact.previous is None:
        return fact_remark(fact)
    parts = [f"{fact.label}：{fact.previous:f}{fact.measure}", f"今年{fact_value(fact)}"]
    return f"{fact.id}的上年数 " + "；".join((*parts, _source(fact)))


def change_remark(fact: Fact) -> str:
    """What a remark tells of a growth or difference: the two values it is reckoned from."""
    if fact.value is None or fact.previous is None:
        return fact_remark(fact)
    parts = [
        f"{fact.label}：{fact.value:f}{fact.measure}对上年{fact.previous:f}{fact.measure}",
        change_words(fact.value, fact.previous, fact.measure),
        _source(fact),
    ]
    return f"{fact.id}对上年 " + "；".join(parts)


def _standing(fact: Fact) -> Iterator[str]:
    """As of when, counted how, and who says so."""
    yield from (f"截至{fact.as_of}",) if fact.as_of else ()
    yield from (f"口径：{fact.scope}",) if fact.scope else ()
    yield from (fact.status,) if fact.status else ()
    yield _source(fact)
    yield from ("标为保密",) if fact.confidential else ()


def _source(fact: Fact) -> str:
    return f"来源：{fact.source}" if fact.source else "来源未填"


def found(ref: str, sheet: Sheet | None) -> Item | None:
    """The item of the sheet with this id."""
    if sheet is None:
        return None
    items: tuple[Item, ...] = (
        *sheet.facts,
        *sheet.problems,
        *sheet.guidance,
        *sheet.decisions,
    )
    return next((item for item in items if item.id == ref), None)
