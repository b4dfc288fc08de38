"""New figures for a sentence: what changed facts make of its numbers and direction words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from assistant.derived import change_of, is_share, total_of
from assistant.fact_changes import FactChange
from assistant.ledger import Ledger
from assistant.renewals import Renewal, Renewed, apart, differences
from assistant.renewed_numbers import (
    in_measure,
    share_anew,
    sign_of,
    tells,
    with_place,
    without_zeros,
    written_as,
)
from assistant.sheet.facts import Fact
from assistant.trace import Trace
from assistant.tracing import trace_figures
from corpus.clauses import split_clauses
from corpus.figures import Figure, find_figures, same_amount, same_measure
from corpus.stepping import has_way

# Each direction word beside the one that says the opposite.
_OPPOSITES = {
    "增长": "下降",
    "增加": "减少",
    "提高": "降低",
    "上升": "下降",
    "上涨": "下跌",
    "多": "少",
}
_TURNED = {
    **{b: a for a, b in reversed(_OPPOSITES.items())},
    **_OPPOSITES,
    "回落": "回升",
    "压减": "增加",
}
_DIRECTION = re.compile("|".join(sorted(_TURNED, key=len, reverse=True)))
_LEVEL = "持平"
_COMPARED = re.compile(r"同比|[比较与](?:上年|去年|上年同期|去年同期|同期)")
_WITH = re.compile(r"[比较](?=(?:上年|去年|同期)[^，；。]*$)")
# What a lower value may belie and no rule can mend: 突破 before the number, records and ranks.
_CLAIMS = re.compile(
    r"(?:突破|超过)(?=[约近]?\d)|创[^，。；]{0,6}新高|首次|翻番|超额完成|"
    r"(?:位居|排名|[位名]列|居)[^，。；]{0,8}(?:第[一二三]|前[一二三五十列茅])"
)


def renew_sentence(
    text: str, ledger: Ledger, changes: Mapping[str, FactChange], *, year: int
) -> Renewed:
    """What changed facts make of a sentence; ``ledger`` is that of the sheet it was drafted from.

    ``changes`` holds facts that tell otherwise, by their old id. Only figures that are theirs,
    reckoned from them (growth, difference, share, total) or name their direction are renewed.
    """
    if not changes:
        return Renewed()
    return _Renewing(text, ledger, changes, year).renewed()


class _Renewing:
    def __init__(
        self, text: str, ledger: Ledger, changes: Mapping[str, FactChange], year: int
    ) -> None:
        self.text, self.changes = text, changes
        self.traces = trace_figures(text, ledger, year=year)
        self.now: list[Figure] = []
        self.renewals: list[Renewal] = []
        self.by_hand: list[str] = []
        self.fell = False

    def renewed(self) -> Renewed:
        """What becomes of the sentence."""
        self._events()
        for trace in self.traces:
            self.now.append(self._figure(trace))
        self._bare_directions()
        if self.fell and (claim := _CLAIMS.search(self.text)):
            self.by_hand.append(f"句中有“{claim[0]}”，数变小了，请看是否还成立")
        ordered = sorted(set(self.renewals), key=lambda each: (each.start, -each.end))
        return Renewed(tuple(apart(ordered)), tuple(dict.fromkeys(self.by_hand)))

    # -- figures --

    def _figure(self, trace: Trace) -> Figure:
        """The figure as it is now; what changes of the text is kept."""
        figure = trace.figure
        change = self.changes.get(trace.source)
        if figure.sort != "amount":
            return figure
        if change is None:
            return self._reckoned(trace)
        match trace.verdict:
            case "traced" | "previous":
                return self._told(trace, change)
            case "derived":
                return self._changed(figure, change)
            case "contradicts" | "past value":
                self._already_changed(figure, change)
        return figure

    def _told(self, trace: Trace, change: FactChange) -> Figure:
        figure, was = trace.figure, change.was
        if change.now is None:
            self.by_hand.append(f"“{figure.text}”的事实{was.id}在新事实表里没有了")
            return figure
        previous = trace.verdict == "previous"
        old, new = (
            (was.previous, change.now.previous) if previous else (was.value, change.now.value)
        )
        if old is None or not tells(figure, old, was.measure):
            return self._said(figure, change)
        if new is None or not same_measure(was.measure, change.now.measure):
            self.by_hand.append(f"“{figure.text}”的事实{was.id}在新事实表里没有可比的数值")
            return figure
        if (old < 0) != (new < 0) and figure.value == -old:
            self._turn(figure, was.id)
        if previous and has_way(self.text) and sign_of(was) * sign_of(change.now) <= 0:
            self.by_hand.append(f"“{figure.text}”之后的增减说法与新数不合，请改写这一句")
        return self._put(figure, in_measure(new, change.now.measure, figure), was, change.now)

    def _said(self, figure: Figure, change: FactChange) -> Figure:
        """A rounded wording (say): renewed when the new one counts in the same way."""
        was, now = change.was, change.now
        if now is None or was.text:
            return figure
        olds = [each for each in find_figures(was.say) if each.sort == "amount"]
        news = [each for each in find_figures(now.say) if each.sort == "amount"]
        for old, new in zip(olds, news, strict=False):
            if same_amount(old.value, old.measure, figure.value, figure.measure):
                return self._put(figure, new.value, was, now)
        self.by_hand.append(f"“{figure.text}”说的是事实{was.id}，请按新数改写")
        return figure

    def _changed(self, figure: Figure, change: FactChange) -> Figure:
        """A growth or difference reckoned from the fact."""
        was, now = change.was, change.now
        if now is None:
            self.by_hand.append(f"“{figure.text}”由事实{was.id}算出，新事实表里没有了")
            return figure
        measured = with_place(figure, was)
        value = change_of(measured, now)
        if value is None or now.value is None or now.previous is None:
            self.by_hand.append(f"“{figure.text}”由事实{was.id}算出，新事实表缺上年数")
            return figure
        if now.value == now.previous:
            self._level(figure, was.id)
            return figure
        if sign_of(was) * sign_of(now) < 0:
            self._turn(figure, was.id)
        return self._put(figure, without_zeros(value), was, now)

    def _reckoned(self, trace: Trace) -> Figure:
        """A total or share of figures before it, when one of those changed."""
        figure = trace.figure
        before = [each.figure for each in self.traces[: len(self.now)]]
        if trace.verdict != "derived" or before == self.now:
            return figure
        if not trace.source and total_of(figure, before) == figure.value:
            total = total_of(figure, self.now)
            return self._put_value(figure, total, "", "合计随分项改") if total else figure
        if is_share(figure, before):
            share = share_anew(figure, before, self.now)
            return self._put_value(figure, share, "", "占比随之改") if share else figure
        return figure

    def _already_changed(self, figure: Figure, change: FactChange) -> None:
        now = change.now
        if now is None or now.value is None:
            return
        if not same_amount(figure.value, figure.measure, now.value, now.measure):
            told = f"{now.value:f}{now.measure}"
            self.by_hand.append(f"“{figure.text}”已被人改过，新事实{now.id}是{told}，没有动它")

    def _put(self, figure: Figure, value: Decimal, was: Fact, now: Fact) -> Figure:
        return self._put_value(figure, value, was.id, f"{now.id} {now.label or now.text}")

    def _put_value(self, figure: Figure, value: Decimal, ref: str, why: str) -> Figure:
        number = self.text[figure.start : figure.number_end]
        written = written_as(value, number)
        if not written:
            self.by_hand.append(f"“{figure.text}”要改成{value:f}，请按原来的写法改")
            return figure
        if written != number:
            self.fell = self.fell or value < figure.value
            self.renewals.append(Renewal(figure.start, figure.number_end, written, ref, why))
        return figure._replace(value=value)

    # -- direction words --

    def _clause(self, figure: Figure) -> tuple[int, int]:
        for clause in split_clauses(self.text):
            if clause.start <= figure.start < clause.end:
                return clause.start, clause.end - len(clause.stop)
        return 0, len(self.text)

    def _turn(self, figure: Figure, ref: str) -> None:
        start, _ = self._clause(figure)
        found = list(_DIRECTION.finditer(self.text, start, figure.start))
        if not found:
            self.by_hand.append(f"“{figure.text}”的升降变了，句中没有可改的升降词")
            return
        word = found[-1]
        turned = _TURNED[word[0]]
        if turned == "增长" and figure.measure.endswith("百分点"):
            turned = "上升"  # a share rises, it does not grow
        self.renewals.append(Renewal(*word.span(), turned, ref, "升降变了"))

    def _level(self, figure: Figure, ref: str) -> None:
        """A change that has become none: 同比增长5% → 同比持平, and what repeats it goes."""
        start, _ = self._clause(figure)
        found = list(_DIRECTION.finditer(self.text, start, figure.start))
        repeats = any(each.ref == ref and each.now.endswith(_LEVEL) for each in self.renewals)
        if not found:
            self.by_hand.append(f"“{figure.text}”的事实与上年持平了，请改写")
        elif repeats and not _COMPARED.search(self.text, start, figure.start):
            at = start - 1 if start and self.text[start - 1] == "，" else start
            self.renewals.append(Renewal(at, figure.end, "", ref, "与上年持平"))
        else:
            self.renewals.append(Renewal(found[-1].start(), figure.end, _LEVEL, ref, "与上年持平"))
            if _with := _WITH.search(self.text, start, found[-1].start()):
                self.renewals.append(Renewal(*_with.span(), "与", ref, "与上年持平"))

    def _bare_directions(self) -> None:
        """A clause that compares without a figure: it follows the fact told before it."""
        for clause in split_clauses(self.text):
            figures = [t for t in self.traces if clause.start <= t.figure.start < clause.end]
            behind = [t for t in self.traces if t.figure.end <= clause.end]
            change = self.changes.get(behind[-1].source) if behind else None
            if change is None or change.now is None or not _COMPARED.search(clause.text):
                continue
            if any(trace.verdict == "derived" for trace in figures):
                continue
            self._bare_direction(clause.start, clause.end, change.was, change.now)

    def _bare_direction(self, start: int, end: int, was: Fact, now: Fact) -> None:
        if None in (was.previous, now.previous, was.value, now.value):
            return
        stretch = self.text[start:end]
        word = _DIRECTION.search(stretch)
        if word and sign_of(was) * sign_of(now) < 0:
            at = start + word.start()
            self.renewals.append(
                Renewal(at, start + word.end(), _TURNED[word[0]], was.id, "升降变了")
            )
        elif (word and sign_of(now) == 0) or (_LEVEL in stretch and sign_of(now) != 0):
            self.by_hand.append(f"事实{now.id}的升降变了（{_told_change(now)}），请改写“{stretch}”")

    # -- events --

    def _events(self) -> None:
        for ref, change in self.changes.items():
            old = change.was.text.rstrip("。；")
            if not old or old not in self.text:
                continue
            if change.now is None or not change.now.text:
                self.by_hand.append(f"事项{ref}在新事实表里没有了，请看此句是否保留")
                continue
            at = self.text.index(old)
            self.renewals += differences(old, change.now.text.rstrip("。；"), at, ref)


def _told_change(fact: Fact) -> str:
    return f"{fact.previous:f}→{fact.value:f}{fact.measure}"
