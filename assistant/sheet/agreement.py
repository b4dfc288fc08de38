"""What a sheet gives twice must agree: a growth, share, rate or total beside what it follows from.

A fact is taken for one of these by its label alone (各项贷款余额同比增长, 甲占乙比重, 甲完成率,
甲和乙合计), and only where the facts it follows from stand on the sheet under those names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.arithmetic import percent_change, places_of, rounded, share, total
from assistant.derived import POINTS, amount_of, is_comparable
from assistant.sheet.facts import Fact
from corpus.figures import same_measure
from corpus.measures import converted

_CHANGE = re.compile(
    r"^(?P<of>.{2,}?)(?:的)?(?:(?:同比|[较比](?:上年|去年|年初)(?:末|同期)?)"
    r"(?P<word>净?增长|增加|上升|提高|下降|减少|降低)?(?:幅度|额|数|率)?|"
    r"(?P<name>增幅|增速|增长率|增减额|增加额|增长额|净增额|降幅|减少额))$"
)
_SHARE = re.compile(r"^(?P<part>.{2,}?)占(?P<whole>.{2,}?)(?:的)?(?:比重|比例|比|份额)?$")
_RATE = re.compile(r"^(?P<of>.{2,}?)(?:目标|任务|计划)?完成率$")
_TARGETS = ("目标", "目标值", "目标任务", "任务", "计划")
_SUM = re.compile(r"^(?P<parts>.{2,}?)(?:合计|共计|总计|总额)$")
_FALLS = ("下降", "减少", "降低", "降幅", "减少额")
_COMPARABLE_ONLY = re.compile(r"可比")
_JOINS = re.compile(r"、|和|及|与")


@dataclass(frozen=True, slots=True)
class _Worked:
    """What a figure should be, and the facts that say so."""

    value: Decimal
    facts: tuple[Fact, ...]


def disagreements(facts: Sequence[Fact]) -> Iterator[str]:
    """A Chinese line for each fact that differs from what other facts make it; both are named."""
    for fact in facts:
        if fact.value is None or _COMPARABLE_ONLY.search(f"{fact.note}，{fact.scope}"):
            continue
        by_label = {other.label: other for other in facts if _goes_with(fact, other)}
        worked = _worked_out(fact, by_label)
        if worked and worked.value != _signed(fact, fact.value):
            yield _disagreement(fact, worked)


def _goes_with(fact: Fact, other: Fact) -> bool:
    """Whether both are of one year and counted over the same (范围)."""
    if other is fact or other.value is None or not other.label:
        return False
    return other.year == fact.year and (
        not fact.scope or not other.scope or fact.scope == other.scope
    )


def _disagreement(fact: Fact, worked: _Worked) -> str:
    sources = "、".join(f"{each.id}“{each.label}”{_told(each)}" for each in worked.facts)
    amount = f"{abs(worked.value):f}{fact.measure}"
    if worked.value < 0:
        amount = f"下降（减少）{amount}"
    return (
        f"{fact.id}“{fact.label}”写的是 {fact.value:f}{fact.measure}，"
        f"按{sources}算应是{amount}，请核对后改正其中一个"
    )


def _told(fact: Fact) -> str:
    before = f"（上年{fact.previous:f}）" if fact.previous is not None else ""
    return f" {fact.value:f}{fact.measure}{before}"


def _worked_out(fact: Fact, by_label: Mapping[str, Fact]) -> _Worked | None:
    for read in (_as_share, _as_rate, _as_sum, _as_change):
        worked = read(fact, by_label)
        if worked is not None:
            return worked
    return None


def _as_change(fact: Fact, by_label: Mapping[str, Fact]) -> _Worked | None:
    found = _CHANGE.match(fact.label)
    base = _named(found["of"], by_label) if found else None
    if base is None or base.previous is None or not is_comparable(base):
        return None
    value = _change_in(base, fact.measure, places_of(fact.value or Decimal(0)))
    return None if value is None else _Worked(value, (base,))


def _change_in(base: Fact, measure: str, places: int) -> Decimal | None:
    if base.value is None or base.previous is None:
        return None
    if same_measure(measure, "%") and not same_measure(base.measure, "%"):
        return percent_change(base.value, base.previous, places) if base.previous else None
    step = base.value - base.previous
    if same_measure(measure, POINTS):
        return rounded(step, places) if same_measure(base.measure, "%") else None
    if same_measure(measure, base.measure) and not same_measure(measure, "%"):
        return rounded(converted(step, base.measure, measure), places)
    return None


def _as_share(fact: Fact, by_label: Mapping[str, Fact]) -> _Worked | None:
    found = _SHARE.match(fact.label)
    if found is None:
        return None
    return _part_of(fact, _named(found["part"], by_label), _named(found["whole"], by_label))


def _as_rate(fact: Fact, by_label: Mapping[str, Fact]) -> _Worked | None:
    found = _RATE.match(fact.label)
    if found is None:
        return None
    named = (found["of"] + word for word in _TARGETS)
    target = next((by_label[name] for name in named if name in by_label), None)
    return _part_of(fact, by_label.get(found["of"]), target)


def _part_of(fact: Fact, part: Fact | None, whole: Fact | None) -> _Worked | None:
    if part is None or whole is None or not same_measure(fact.measure, "%"):
        return None
    if not whole.value or not same_measure(part.measure, whole.measure):
        return None
    places = places_of(fact.value or Decimal(0))
    return _Worked(share(amount_of(part), amount_of(whole), places), (part, whole))


def _as_sum(fact: Fact, by_label: Mapping[str, Fact]) -> _Worked | None:
    found = _SUM.match(fact.label)
    names = _JOINS.split(found["parts"]) if found else []
    parts = [by_label[name] for name in names if name in by_label]
    alike = all(same_measure(part.measure, fact.measure) for part in parts)
    if len(parts) < 2 or len(parts) < len(names) or not alike:
        return None
    whole = total([amount_of(part) for part in parts], fact.measure)
    return _Worked(rounded(whole.value, places_of(fact.value or Decimal(0))), tuple(parts))


def _named(name: str, by_label: Mapping[str, Fact]) -> Fact | None:
    """The fact of this name, else the only one of its year whose label begins with it."""
    if name in by_label:
        return by_label[name]
    begun = [
        each
        for label, each in by_label.items()
        if label.startswith(name) and not same_measure(each.measure, "%")
    ]
    return begun[0] if len(begun) == 1 else None


def _signed(fact: Fact, value: Decimal) -> Decimal:
    return -value if fact.label.endswith(_FALLS) and value > 0 else value
