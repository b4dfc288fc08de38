"""Lists of party congresses and plenums, and whether they hold at a given time.

党的十九大和十九届二中、三中、四中、五中、六中全会精神 is one phrase: it is found whole and replaced
whole by the wording of the year (``wordings`` in periods.yaml).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from corpus.lexicon import lexicon
from corpus.months import Month, month_of, wording_at

_AND = r"(?:、|和|及|以及|与|暨)"
_CONGRESS = r"(?:十八|十九|二十)大(?!报告|以来|代表|党章|主席团|闭幕|开幕|召开|胜利)"
_NTH = "[一二三四五六七]中"
_PLENUM = rf"(?:十八|十九|二十)届(?:历次|{_NTH}(?:{_AND}{_NTH})*)(?:全会|全体会议)"
_ITEM = rf"(?:党的)?(?:{_CONGRESS}|{_PLENUM})(?:精神)?"
_CORES = ("十八大", "十八届", "十九大", "十九届", "二十大", "二十届")
_LIST = re.compile(rf"(?=[党十二]){_ITEM}(?:{_AND}?{_ITEM})*")
_STOP = re.compile(r"[。！？\n]")
_NAMED = re.compile(
    r"(十八|十九|二十)(?:大|届(历次|[一二三四五六七]中(?:.{1,2}[一二三四五六七]中)*))"
)


@dataclass(frozen=True, slots=True)
class _Term:
    name: str
    congress: Month
    plenums: dict[str, Month]


@dataclass(frozen=True, slots=True)
class PlenumList:
    """A list of congresses and plenums; ``reason`` is "" where it holds.

    ``early`` says that one of them is still to meet.
    ``replacement`` is "" where the same sentence says the right wording already.
    """

    start: int
    end: int
    reason: str
    replacement: str
    early: bool = False


def find_plenum_lists(text: str, now: Month, *, forward: bool) -> tuple[PlenumList, ...]:
    """The lists of ``text`` in order, judged as of ``now`` (a plan: to the end of the year)."""
    if not any(core in text for core in _CORES):
        return ()
    matches = list(_LIST.finditer(text))
    reasons = [_fault(match.group(), now, forward=forward) for match in matches]
    stops = [stop.start() for stop in _STOP.finditer(text)]
    sentences = [bisect_left(stops, match.start()) for match in matches]
    right = {sentence for sentence, reason in zip(sentences, reasons, strict=True) if not reason}
    found: list[PlenumList] = []
    for match, reason, sentence in zip(matches, reasons, sentences, strict=True):
        said = sentence in right
        replacement = _wording(match.group(), now) if reason and not said else ""
        early = reason.endswith("才召开")
        found.append(PlenumList(match.start(), match.end(), reason, replacement, early))
    return tuple(found)


def _wording(found: str, now: Month) -> str:
    wording = wording_at("党代会", now)
    return wording + "精神" if wording and found.endswith("精神") else wording


def _fault(found: str, now: Month, *, forward: bool) -> str:
    """Why the list does not hold, "" if it does."""
    named = [(match[1], match[2] or "") for match in _NAMED.finditer(found)]
    horizon = (now[0], 12) if forward else now
    current = _current(now)
    early = next(filter(None, (_too_early(term, which, horizon) for term, which in named)), "")
    if early:
        return early
    if any(term != current.name for term, _ in named) and current.congress[0] != now[0]:
        # In the year of a congress the term before it may still be spoken of.
        return f"{now[0]}年应写党的{current.name}大和{current.name}届全会"
    return _stops_short(named, current, now)


def _too_early(term: str, which: str, horizon: Month) -> str:
    """Why a congress or plenum cannot have met by ``horizon``, "" if it can."""
    held = _terms()[term]
    if held.congress > horizon:
        return f"党的{term}大到{held.congress[0]}年{held.congress[1]}月才召开"
    for plenum, (year, month) in held.plenums.items():
        if plenum in which and (year, month) > horizon:
            return f"{term}届{plenum}中全会到{year}年{month}月才召开"
    return ""


def _stops_short(named: list[tuple[str, str]], current: _Term, now: Month) -> str:
    """A list that names the congress and its plenums must reach the latest plenum."""
    plenums = "".join(which for term, which in named if term == current.name)
    names_congress = any(not which for _, which in named)
    latest = [plenum for plenum, month in current.plenums.items() if month <= now]
    if not plenums or not names_congress or not latest or "历次" in plenums:
        return ""
    return "" if latest[-1] in plenums else f"没有写到{current.name}届{latest[-1]}中全会"


def _current(now: Month) -> _Term:
    """The term whose congress was the last to meet by ``now``."""
    held = [term for term in _terms().values() if term.congress <= now]
    return held[-1] if held else next(iter(_terms().values()))


@cache
def _terms() -> dict[str, _Term]:
    return {
        entry["term"]: _Term(
            entry["term"],
            month_of(entry["congress"]),
            {plenum: month_of(held) for plenum, held in entry["plenums"].items()},
        )
        for entry in lexicon("periods")["terms"]
    }
