"""Numbers in a sentence: none of the model's own, and each value under its words and its way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.derived import derived_figures, told_figures
from assistant.likeness import bigrams, share
from assistant.sheet.facts import Fact
from assistant.trace import Verdict
from assistant.tracing import trace_figures
from assistant.writing.protocol import VALUE, Said, values_in
from corpus.blanks import find_blanks
from corpus.clauses import split_clauses
from corpus.stepping import opposite, rises, way_between
from corpus.vague import find_vague

if TYPE_CHECKING:
    from assistant.writing.guard import Guard

_FITS = 0.4
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_RISE = r"净?(?:增长|增加|上升|提高|提升|攀升|扩大|多增|回升|走高)"
_FALL = r"净?(?:下降|减少|降低|回落|下滑|压降|缩减|收窄|走低)"
_WAY = re.compile(f"(?P<rise>{_RISE})|(?P<fall>{_FALL})|(?P<same>持平)")
_COMPARES = re.compile(
    rf"^(?:全年)?(?:同比|[比较](?:上年|去年)(?:同期)?|与(?:上年|去年)相比)?"
    rf"(?:净|稳步|持续|大幅|小幅|明显|略有|进一步|实现|保持|也|又|均)*(?:{_RISE}|{_FALL}|持平)了?$"
)
_MEASURED = re.compile(
    rf"(?:率|成本|余额|规模|总量|总额|数量|占比|比重|增速|收入|利润|投入|人数|家数|存量|额度)"
    rf"[^，；。]{{0,6}}(?:{_RISE}|{_FALL})了?$"
)
_BEFORE = re.compile(
    r"(将近|接近|大约|超过|突破|不足|不到|不低于|不少于|不超过|至少|最多|[近约超逾])$"
)
_BEHIND = re.compile(
    r"^[^，。；、]{0,3}?(左右|上下|以上|以下|以内|有余|多[次家个万亿]|余[次家个万亿])"
)
_WHEN = re.compile(
    r"上半年|下半年|前?[一二三四]个?季度|(?<![较比与])(?:去年|上年|前年)|往年|历年|近[年两三几]年|"
    r"年初|年中|年[底末]|(?:[一二三四五六七八九十]{1,3}|\d{1,2})月|当[月日]|本[月周]|"
    r"(?:元旦|春节|五一|七一|国庆|中秋|节)(?:前|后|期间)"
)
_NOT = re.compile(r"未(?!来|成年)|没有|并非|不曾|取消|停开|停办|暂停|暂缓|推迟")
_MONTH = re.compile(r"-(\d{1,2})")
_VERDICTS: dict[Verdict, str] = {
    "wrong label": "它说的不是这件事",
    "wrong measure": "单位不合",
    "wrong period": "不是这一年的数",
    "contradicts": "和材料里这件事的数不符",
    "past value": "是往年的数",
    "does not add up": "和前面的数合不上",
    "stale year": "年份不对",
    "untraced": "这句话没有说明它是什么数",
}


def types_no_figure(guard: Guard, said: Said) -> Iterator[str]:
    """No amount but those of what it cites; years, dates and meetings as the ledger knows them.

    What stands in the phrasing shown may stand here in the same clause.
    """
    bare = unicodedata.normalize("NFKC", guard.bare(said))
    cited = unicodedata.normalize("NFKC", _cited(guard, said))
    known = cited + "".join(guard.carried(clause.body) for clause in split_clauses(bare))
    told = set()
    for trace in trace_figures(bare, guard.ledger, year=guard.brief.year):
        figure = trace.figure
        may_stand = figure.sort != "amount" and trace.supported
        if figure.text not in known and not may_stand:
            yield f"“{figure.text}”是自己写的数字，请改用编号或删去"
        told.update(_DIGITS.findall(figure.text))
    for blank in find_blanks(guard.bare(said)):
        if blank.masked and blank.text not in cited:
            yield f"“{blank.text}”是遮盖符号，请改用编号或删去"
    for run in _DIGITS.findall(bare):
        if run not in told and run not in _DIGITS.findall(known):
            yield f"“{run}”是自己写的数字，请改用编号或删去"


def claims_no_quantity(guard: Guard, said: Said) -> Iterator[str]:
    """No quantity, rank or total without a number, unless its materials or the phrasing say so."""
    words = "\n".join((guard.words_of(said), *guard.phrasing))
    for vague in find_vague(guard.bare(said)):
        if vague.text not in words:
            yield f"“{vague.text}”{vague.why}，材料里没有，请删去"


def puts_values_right(guard: Guard, said: Said) -> Iterator[str]:
    """Each value in a sentence that speaks of it, and told as the ledger knows it."""
    own = bigrams(said.text)
    for ref, derived in said.values:
        fact = guard.facts[ref]
        if derived and derived not in told_figures(fact):
            yield f"{ref}没有可比的上年数，算不出这个增减"
            return
        if share(bigrams(fact.label), own) < _FITS:
            yield f"{{{ref}}}是“{fact.label}”的数，这句话说的不是这件事"
            return
    text, places = values_in(said.text, guard.facts)
    for trace in trace_figures(text, guard.ledger, year=guard.brief.year):
        at = next((ref for ref, start, end in places if start <= trace.figure.start < end), "")
        if at and not trace.supported and trace.verdict != "apart":
            yield f"{{{at}}}放的地方不对：{_VERDICTS.get(trace.verdict, '它说的不是这件事')}"
        elif at and trace.verdict == "traced" and _is_anothers(guard, said, trace.source):
            yield f"{{{at}}}放的地方不对：这句话说的是{trace.source}"


def _is_anothers(guard: Guard, said: Said, source: str) -> bool:
    """Whether the words speak of ``source`` and of no fact whose value they were given.

    Two facts may have one value (每季度督查1次, 每季度汇报1次); the other would then go untold.
    """
    named = {guard.items[ref].item: guard.facts[ref].label for ref, _ in said.values}
    other = next((fact for fact in guard.facts.values() if fact.id == source), None)
    if other is None or source in named:
        return False
    words = bigrams(said.text)
    own = max(share(bigrams(label), words) for label in named.values())
    return share(bigrams(other.label), words) > own


def keeps_order(guard: Guard, said: Said) -> Iterator[str]:
    """分别为: values come in the order of what they are counts of."""
    for clause in split_clauses(said.text):
        refs = [found[1].upper() for found in VALUE.finditer(clause.body)]
        if "分别" not in clause.body or len(set(refs)) < 2:
            continue
        places = [_place_of(guard.facts[ref].label, clause.body, refs, guard) for ref in refs]
        if places != sorted(places) or -1 in places:
            yield "“分别”前后的次序对不上，请把每个数紧跟在它的说法后面"


def _place_of(label: str, clause: str, refs: Sequence[str], guard: Guard) -> int:
    """Where the clause speaks of this label and of none of the others, -1 for nowhere."""
    others: set[str] = set()
    for ref in refs:
        if guard.facts[ref].label != label:
            others |= bigrams(guard.facts[ref].label)
    places = (clause.find(pair) for pair in bigrams(label) - others)
    return min((at for at in places if at >= 0), default=-1)


def tells_what_was(guard: Guard, said: Said) -> Iterator[str]:
    """No value under words that say it was not so."""
    for clause in split_clauses(said.text):
        no = _NOT.search(VALUE.sub("", clause.body)) if VALUE.search(clause.body) else None
        if no and no[0] not in guard.words_of(said) + "".join(guard.phrasing):
            yield f"“{no[0]}”把材料说反了，请删去"


def keeps_bounds(guard: Guard, said: Said) -> Iterator[str]:
    """No 近, 超过 or 左右 beside a value that its fact does not have."""
    for found in VALUE.finditer(said.text):
        fact = guard.facts.get(found[1].upper())
        if fact is None:
            continue
        has = f"{fact.qualifier} {fact.say}"
        before = _BEFORE.search(said.text[: found.start()])
        behind = _BEHIND.match(said.text[found.end() :])
        for word in (before, behind):
            if word and word[1] not in has:
                yield f"{{{found[1]}}}旁的“{word[1]}”材料里没有，请删去"


def keeps_time(guard: Guard, said: Said) -> Iterator[str]:
    """A value or an event only in the time its material gives."""
    if not said.ids:
        return
    bare = guard.bare(said)
    facts = (guard.facts[ref] for ref in said.ids if ref in guard.facts)
    carried = (guard.carried(clause.body) for clause in split_clauses(bare))
    words = "".join((guard.words_of(said), *map(_times, facts), *carried))
    for found in _WHEN.finditer(bare):
        if found[0] not in words and not _compares_back(found, said):
            yield f"“{found[0]}”这个时间材料里没有，请删去"


def _compares_back(found: re.Match[str], said: Said) -> bool:
    """与上年相比, 上年同期: the time of what is compared with."""
    rest = found.string[found.end() :]
    return found[0] in ("上年", "去年") and rest.startswith(("同期", "相比", "水平", "持平"))


def _times(fact: Fact) -> str:
    """The words for the time a fact is true of."""
    month = _MONTH.search(fact.as_of)
    as_of = f"{int(month[1])}月" if month else ""
    ends = "年末年底" if not month or int(month[1]) == 12 else ""
    return f"{fact.as_of}{as_of}{ends}{fact.scope}{fact.note}{fact.label}"


def goes_its_way(guard: Guard, said: Said) -> Iterator[str]:
    """增长 only where the fact rose, 下降 where it fell, neither where nobody knows."""
    spoken_of: Fact | None = None
    for clause in split_clauses(said.text):
        body = clause.body
        found = list(VALUE.finditer(body))
        for mark in found:
            spoken_of = guard.facts.get(mark[1].upper())
            if mark[2] == "previous" and spoken_of:
                yield from _steps(spoken_of, body, mark)
            elif mark[2] and spoken_of:
                yield from _agrees(spoken_of, body[: mark.start()], needed=True)
        plain = VALUE.sub("", body)
        if not found or not any(mark[2] for mark in found):
            about = _about(guard, said, plain, spoken_of)
            if about and (
                _COMPARES.match(plain) or _MEASURED.search(plain) or _tells_way(plain, about)
            ):
                yield from _agrees(about, plain)
            elif not about and _MEASURED.search(plain) and not _may_say(guard, said, plain):
                yield f"“{plain}”说的升降，材料里没有"


def _steps(fact: Fact, body: str, mark: re.Match[str]) -> Iterator[str]:
    """Last year's value only where the fact's step begins, and that step the fact's way."""
    behind = body[mark.end() :]
    end = VALUE.search(behind)
    own = end and end[1] == mark[1] and not end[2]
    way = way_between(body[: mark.start()], behind[: end.start()]) if end and own else ""
    if not way:
        yield f"{mark[0]}是上年数，只能写成“由{mark[0]}增至{{{mark[1]}}}”"
        return
    moved = derived_figures(fact).get("difference")
    if moved and rises(way) is (moved.value < 0):
        yield f"“{fact.label}”的数不是“{way}”，请改用“{opposite(way)}”"


def _may_say(guard: Guard, said: Said, plain: str) -> bool:
    return guard.forward or guard.bears_out(said, plain)


def _about(guard: Guard, said: Said, plain: str, before: Fact | None) -> Fact | None:
    """The fact a clause speaks of: the one it names, else of a bare comparison the one before."""
    own = bigrams(plain)
    named = [guard.facts[ref] for ref in said.ids if ref in guard.facts]
    fitting = [fact for fact in named if share(bigrams(fact.label), own) >= _FITS]
    if fitting:
        return max(fitting, key=lambda fact: share(bigrams(fact.label), own))
    return before if _COMPARES.match(plain) else None


def _tells_way(plain: str, fact: Fact) -> bool:
    """Whether a clause says which way the fact went (各项贷款余额稳步增长, 同比下降)."""
    if _COMPARES.match(plain) or _MEASURED.search(plain):
        return True
    found = list(_WAY.finditer(plain))
    return bool(found) and found[-1].end() >= len(plain) - 1 and found[-1][0] not in fact.label


def _agrees(fact: Fact, words: str, *, needed: bool = False) -> Iterator[str]:
    found = list(_WAY.finditer(words))
    if _WAY.search(fact.label):
        return  # a fact that is itself a change says its way by its own label
    if not found:
        if needed:
            yield f"“{fact.label}”的增减前要写明是增长还是下降"
        return
    moved = derived_figures(fact).get("difference")
    if moved is None:
        yield f"“{fact.label}”没有可比的上年数，不能写“{found[-1][0]}”"
        return
    right = "rise" if moved.value > 0 else "fall" if moved.value < 0 else "same"
    if found[-1].lastgroup != right:
        word = {"rise": "增长、增加", "fall": "下降、减少", "same": "持平"}[right]
        yield f"“{fact.label}”比上年是{word}，不能写“{found[-1][0]}”"


def _cited(guard: Guard, said: Said) -> str:
    """The words of the events, problems and guidance the sentence cites."""
    return " ".join(
        f"{guard.items[ref].says} {guard.items[ref].shown}"
        for ref in said.cited
        if ref not in guard.facts
    )


RULES = (
    types_no_figure,
    claims_no_quantity,
    puts_values_right,
    keeps_order,
    tells_what_was,
    keeps_bounds,
    keeps_time,
    goes_its_way,
)
