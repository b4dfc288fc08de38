"""N307, N309: figures that are hardly so, and figures told on two footings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.labels import Place, Wording, agreement, base_value
from assistant.sheet.facts import Fact
from assistant.trace import show
from corpus.figures import same_measure
from eval.checks.remarks import at_offsets, quoted, remark
from eval.examined import Examined, Piece
from eval.finding import Finding
from eval.grounds import Grounds, Traced

_SHARE = re.compile(r"占比|比重|占[^，。；]{0,14}的?$")
_GROWTH = re.compile(r"同比|[较比](?:上年|去年|同期|年初|20\d{2}年)|增长|增幅")
_FALLS = re.compile(r"(?:下降|减少|压减|降低|回落|缩减)了?[^，。；]{0,2}$")
_AS_OF = re.compile(
    r"截[至止](?:到)?(?P<when>(?:20\d{2}年)?(?:\d{1,2}月(?:\d{1,2}日|底|末)?|年底|年末|目前))"
)
_MONTH = re.compile(r"(?:(20\d{2})年)?(\d{1,2})月")
_EXPECTED = re.compile(r"预计|预期|有望|预估|快报|初步|力争")
_SCOPES = (("全国", "全省", "全市", "全区", "全县"), ("本外币", "人民币", "外币"), ("当年", "累计"))
_UNSETTLED = ("预计", "预估", "快报", "初步")
_SAME_LABEL = 0.8


def implausible(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """N307: a share above the whole, or a change no year brings; both call for a second look."""
    for piece, places in grounds.places:
        for place in places:
            if place.figure.sort == "amount" and (why := _hardly(place, grounds)):
                yield _at(examined, piece, place, why)
    yield from _leaps(examined, grounds)


def footings(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """N309: 截至 of two dates in one part, an estimate told as settled, another scope's figure."""
    yield from _two_dates(examined)
    facts = {fact.id: fact for fact in grounds.sheet.facts} if grounds.sheet else {}
    for each in grounds.traced:
        fact = facts.get(each.trace.source)
        if fact is not None and each.trace.verdict == "traced":
            why = _unsettled(each, fact) or _other_scope(each, fact)
            if why:
                section = examined.heading_of(each.piece)
                yield at_offsets("N309", examined, section, each.start, each.end, why)


def _at(examined: Examined, piece: Piece, place: Place, why: str) -> Finding:
    figure = place.figure
    return remark("N307", examined, piece, figure.start, figure.end, why)


def _hardly(place: Place, grounds: Grounds) -> str:
    figure = place.figure
    if figure.measure != "%":
        return ""
    lead = place.clause.text[: figure.start - place.clause.start]
    grows = _GROWTH.search(lead)
    if _FALLS.search(lead) and figure.value > 100:
        return f"下降、减少不会超过100%，这里写“{figure.text}”，请核对。"
    if grows and figure.value >= grounds.rules.threshold("steep_growth"):
        return f"变动“{figure.text}”过大，请核对基数和小数点。"
    if not grows and _SHARE.search(lead) and figure.value > 100:
        return f"占比“{figure.text}”超过100%，请核对。"
    return ""


def _leaps(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """Facts whose value is many times last year's, or a small part of it, where they are told."""
    before = dict(_before(grounds))
    told: set[str] = set()
    for each in grounds.traced:
        fact_id = each.trace.source
        if each.trace.verdict != "traced" or fact_id not in before or fact_id in told:
            continue
        told.add(fact_id)
        now, then, measure = before[fact_id]
        message = (
            f"“{each.trace.figure.text}”与上年的{show(then, measure)}相差悬殊，"
            "请核对小数点、计量单位和口径。"
        )
        if _is_leap(now, then, grounds):
            section = examined.heading_of(each.piece)
            yield at_offsets("N307", examined, section, each.start, each.end, message)


def _before(grounds: Grounds) -> Iterator[tuple[str, tuple[Decimal, Decimal, str]]]:
    """(fact id, (value, last year's value, measure)), from the sheet or a past paper."""
    for fact in grounds.sheet.facts if grounds.sheet else ():
        if fact.value is None:
            continue
        then = fact.previous if fact.previous is not None else _past_value(fact, grounds)
        if then is not None:
            yield fact.id, (fact.value, then, fact.measure)


def _past_value(fact: Fact, grounds: Grounds) -> Decimal | None:
    """Last year's amount under just the same label, in the fact's measure."""
    label = Wording.of(fact.label)
    for entry in grounds.ledger.past if grounds.ledger else ():
        if not entry.value or not same_measure(entry.measure, fact.measure):
            continue
        if min(agreement(label, entry.label), agreement(entry.label, label)) >= _SAME_LABEL:
            scale = base_value(Decimal(1), fact.measure)
            return base_value(entry.value, entry.measure) / scale
    return None


def _is_leap(now: Decimal, then: Decimal, grounds: Grounds) -> bool:
    low, high = sorted((abs(now), abs(then)))
    if high < grounds.rules.threshold("leap_least"):
        return False
    return low == 0 or high / low >= grounds.rules.threshold("leap")


def _two_dates(examined: Examined) -> Iterator[Finding]:
    """A 截至 of another month than the one before it in the same part."""
    first: dict[int, tuple[str, tuple[int, int]]] = {}
    for piece in examined.bodies:
        for found in _AS_OF.finditer(piece.text):
            month = _MONTH.match(found["when"])
            if not month:
                continue
            when = (int(month[1] or piece.year), int(month[2]))
            known, earlier = first.setdefault(piece.section, (found["when"], when))
            if when != earlier:
                message = (
                    f"前面的数字截至{known}，这里截至{found['when']}，"
                    "同一部分的时点宜一致，请核对口径。"
                )
                yield remark("N309", examined, piece, *found.span("when"), message)


def _unsettled(each: Traced, fact: Fact) -> str:
    sentence = _around(each, "。！？")
    says = _EXPECTED.search(sentence)
    if any(word in fact.status for word in _UNSETTLED[:2]) and not says:
        return (
            f"“{each.trace.figure.text}”在事实表里是{fact.status}数，"
            "这里写成了实绩，请加“预计”或换成实际数。"
        )
    if fact.status in ("决算", "实绩", "年报") and says and says[0] in ("预计", "预期", "预估"):
        return f"“{each.trace.figure.text}”在事实表里是{fact.status}数，不用再写“{says[0]}”。"
    return ""


def _other_scope(each: Traced, fact: Fact) -> str:
    footing = fact.scope + fact.note
    clause = _around(each, "，。；！？")
    for group in _SCOPES:
        own = [word for word in group if word in footing]
        said = [word for word in group if word in clause and word not in own]
        if own and said and not any(word in clause for word in own):
            return (
                f"“{each.trace.figure.text}”在事实表里的口径是{quoted(own[0])}，"
                f"这里写成{quoted(said[0])}，请核对。"
            )
    return ""


def _around(each: Traced, stops: str) -> str:
    """The stretch a figure stands in, between the stops on either side."""
    text, figure = each.piece.text, each.trace.figure
    start = max(text.rfind(stop, 0, figure.start) for stop in stops) + 1
    ends = [at for at in (text.find(stop, figure.end) for stop in stops) if at >= 0]
    return text[start : min(ends, default=len(text))]
