"""Figures in Chinese official prose: numbers with their measure and qualifier."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from corpus.lexicon import any_of, lexicon
from corpus.measures import (
    bound_after,
    bound_before,
    format_amount,
    half_width,
    read_tail,
    same_amount,
    same_measure,
)
from corpus.numerals import DIGITS, parse_number

__all__ = [
    "Figure",
    "FigureSort",
    "find_figures",
    "format_amount",
    "parse_number",
    "same_amount",
    "same_measure",
]

FigureSort = Literal["amount", "year", "date", "ordinal"]

_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_CHINESE = rf"[一二两三四五六七八九十][{DIGITS}两十百千万亿]*(?:点[{DIGITS}]+)?"
_NUMBER = rf"(?:{_ARABIC}|{_CHINESE})"
_YEAR = rf"(?:(?:19|20)[0-9]{{2}}|[一二][零〇九][{DIGITS}]{{2}})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_TO = "[ ]?(?:—{1,2}|–|-|~|～|至|到)[ ]?"
_RANGE = re.compile(rf"{_TO}|[、和与及]")
_ORDINAL_MEASURES = ("届", "周年")  # 十四届, 建党100周年: a name's number, nothing is counted


class Figure(NamedTuple):
    """A number with its measure and qualifier, found in text.

    ``start`` and ``end`` bound the number and its measure in the text (the qualifier lies outside,
    save a 余 between the two); ``number_end`` is where the number itself ends. ``value`` keeps the
    written places (9.80).
    ``measure`` is as written with ％ as %, 万/亿 kept with it (``亿元``, ``万人次``, ``个百分点``).
    ``qualifier`` is the word before or after that bounds it (不少于, 突破, 约, 余), else "".
    A year's value is its number (2026; 1998 for 98年); a date's is yyyymmdd, with 00 for what is
    not written. A meeting's ordinal is session × 100 + sitting (四届九次 is 409).
    """

    start: int
    end: int
    number_end: int
    text: str
    value: Decimal
    measure: str
    qualifier: str
    sort: FigureSort


@lru_cache(maxsize=8192)
def find_figures(text: str) -> tuple[Figure, ...]:
    """The figures of ``text`` in order, none overlapping another.

    Set words (四个意识, 二十大, 一是), section marks, book titles and short quoted phrases hold
    no figure. Chinese numerals are figures only before a measure.
    """
    plain = half_width(text)
    found: list[Figure] = []
    for match in _pattern().finditer(plain):
        read = _READERS.get(match.lastgroup or "")
        # A measure lies outside its match, and the 万亿元 of 2.6万亿元 looks like a number.
        if read is not None and not (found and match.start() < found[-1].end):
            found += read(plain, match)
    return tuple(
        _with_text(each, text[each.start : each.end])
        for each in _join_sessions(plain, _share_measures(plain, found))
    )


def _with_text(bare: Figure, text: str) -> Figure:
    # _replace takes twice as long, and a paper has hundreds of figures.
    return Figure(
        bare.start,
        bare.end,
        bare.number_end,
        text,
        bare.value,
        bare.measure,
        bare.qualifier,
        bare.sort,
    )


def _figure(start: int, number_end: int, value: Decimal, sort: FigureSort, end: int = 0) -> Figure:
    return Figure(start, end or number_end, number_end, "", value, "", "", sort)


def _read_amount(text: str, match: re.Match[str]) -> Iterator[Figure]:
    """A number in Arabic digits, with its measure if it has one."""
    start, end = match.span()
    value = parse_number(match[0])
    tail = read_tail(text, end)
    if value is None:
        return
    sort: FigureSort = "amount"
    if tail.measure == "日" and not bound_after(text, tail.end):
        yield _figure(start, end, value, "date", tail.end)
        return
    if tail.measure in _ORDINAL_MEASURES:
        sort = "ordinal"
    qualifier = bound_before(text, start) or tail.over or bound_after(text, tail.end)
    yield Figure(start, tail.end, end, "", value, tail.measure, qualifier, sort)


def _read_chinese(text: str, match: re.Match[str]) -> Iterator[Figure]:
    """A number in Chinese numerals, if a measure follows and something is counted."""
    start, end = match.span()
    if text[end - 1] in "万亿" and end - start > 1 and not set("万亿") & set(text[start : end - 1]):
        end -= 1
    tail = read_tail(text, end, chinese=True)
    value = parse_number(text[start:end])
    in_range = _begins_range(text, end)
    if value is None or not (tail.measure or in_range):
        return
    if match[0] == "一" and _is_article(text, start, tail.measure):
        return
    ordinal = tail.measure in _ORDINAL_MEASURES and match[0] != "两"
    qualifier = bound_before(text, start) or tail.over or bound_after(text, tail.end)
    sort: FigureSort = "ordinal" if ordinal else "amount"
    yield Figure(start, tail.end, end, "", value, tail.measure, qualifier, sort)


def _begins_range(text: str, at: int) -> bool:
    other = _range_end().match(text, at)
    return bool(other and read_tail(text, other.end(), chinese=True).measure)


def _is_article(text: str, at: int, measure: str) -> bool:
    """Whether 一 at ``at`` is an article (作为一项基础性工作) rather than a count."""
    article = lexicon("not_figures")["article"]
    before = text[max(0, at - 4) : at]
    if before.endswith(tuple(article["after"])) or bound_before(text, at):
        return measure in article["never"]
    return measure not in article["counting"] or before.endswith(tuple(article["never_after"]))


def _read_round(text: str, match: re.Match[str]) -> Iterator[Figure]:
    """千亿元, 百亿元: a round number of which only the scale is written."""
    start, end = match.start("round"), match.end("round_number")
    value = parse_number(match["round_number"])
    if value is not None:
        qualifier = bound_before(text, start) or bound_after(text, match.end())
        yield Figure(
            start, match.end(), end, "", value, text[end : match.end()], qualifier, "amount"
        )


def _read_share(text: str, match: re.Match[str]) -> Iterator[Figure]:
    """百分之五, 千分之三, 三分之二; the measure of the last is 三分之."""
    value = parse_number(match["share_number"])
    if value is None:
        return
    whole = match["share_of"]
    measure = {"百分之": "%", "千分之": "‰"}.get(whole, whole)
    start, end = match.span()
    qualifier = bound_before(text, start) or bound_after(text, end)
    yield Figure(start, end, end, "", value, measure, qualifier, "amount")


def _read_date(text: str, match: re.Match[str]) -> Iterator[Figure]:
    year, month, day = (_number(match[name]) for name in ("date_year", "date_month", "date_day"))
    yield _figure(*match.span(), Decimal(year * 10000 + month * 100 + day), "date")


def _read_iso(text: str, match: re.Match[str]) -> Iterator[Figure]:
    year, month, day = (int(part) for part in re.split(r"[-./]", match[0]))
    yield _figure(*match.span(), Decimal(year * 10000 + month * 100 + day), "date")


def _read_year(text: str, match: re.Match[str]) -> Iterator[Figure]:
    value = _number(match["year_number"])
    number_end = match.end("year_number")
    century = 1900 if value < 100 else 0
    year = _figure(match.start(), number_end, Decimal(value + century), "year", match.end())
    yield year._replace(measure="年")


def _read_document(text: str, match: re.Match[str]) -> Iterator[Figure]:
    """〔2026〕5号: a year and an ordinal."""
    year = match.span("document_year")
    yield _figure(*year, Decimal(match["document_year"]), "year")
    start, end = match.span("document_number")
    number = _figure(start, end, Decimal(match["document_number"]), "ordinal", end + 1)
    yield number._replace(measure="号")


def _read_meeting(text: str, match: re.Match[str]) -> Iterator[Figure]:
    """四届九次, 二十届四中, 十四届全国人大四次: session × 100 + sitting."""
    value = _number(match["session"]) * 100 + _number(match["sitting"])
    start, end = match.span()
    yield _figure(start, end, Decimal(value), "ordinal")._replace(measure=text[end - 1])


def _read_plenum(text: str, match: re.Match[str]) -> Iterator[Figure]:
    """A 四中 whose session is not repeated; :func:`_join_sessions` gives it one."""
    start, end = match.span()
    number = _figure(start, end - 1, Decimal(_number(text[start : end - 1])), "ordinal", end)
    yield number._replace(measure=text[end - 1])


def _read_ordinal(text: str, match: re.Match[str]) -> Iterator[Figure]:
    """第14次, 第三批, 第1季度, 5号; a bare 第一 only where it is a rank."""
    group = "ordinal_number" if match["ordinal_number"] else "plain_number"
    value = parse_number(match[group])
    end = match.end(group)
    if value is None:
        return
    quarter = text.startswith("季度", end)
    tail = read_tail(text, end)
    if quarter or text.startswith("号", end):
        measure, stop = ("季度", end + 2) if quarter else ("号", end + 1)
    else:
        measure, stop = tail.measure, tail.end
    if measure or match[group].isascii() or _is_rank(text, match.start()):
        yield Figure(match.start(), stop, end, "", value, measure, "", "ordinal")


def _is_rank(text: str, at: int) -> bool:
    before = text[max(0, at - 4) : at]
    return before.endswith(tuple(lexicon("not_figures")["ranking"]))


def _number(text: str | None) -> int:
    value = parse_number(text) if text else None
    return int(value) if value is not None else 0


def _share_measures(text: str, found: list[Figure]) -> list[Figure]:
    """Gives the first end of a range the measure of the second (15～30天, 2026—2030年)."""
    shared = list(found)
    for at in range(len(found) - 2, -1, -1):
        this, following = shared[at], shared[at + 1]
        if this.measure or this.sort != "amount":
            continue
        between = text[this.end : following.start]
        if not _RANGE.fullmatch(between):
            continue
        if between in "、和与及" and following.sort != "year":
            continue
        if following.sort in ("amount", "year") and following.measure:
            shared[at] = this._replace(measure=following.measure, sort=following.sort)
        elif following.sort == "date" and following.value < 32:
            shared[at] = this._replace(sort="date")
    return shared


def _join_sessions(text: str, found: list[Figure]) -> list[Figure]:
    """Gives 十九届二中、三中 the same session throughout."""
    joined: list[Figure] = []
    for each in found:
        last = joined[-1] if joined else None
        if last and _is_sitting(text, each) and text[last.end : each.start] in ("、", "和", "及"):
            each = each._replace(value=each.value + last.value // 100 * 100)
        joined.append(each)
    return joined


def _is_sitting(text: str, figure: Figure) -> bool:
    bare = figure.sort == "ordinal" and figure.value < 100 and text[figure.start] != "第"
    return bare and figure.measure in ("中", "次")


_READERS: dict[str, Callable[[str, re.Match[str]], Iterator[Figure]]] = {
    "share": _read_share,
    "document": _read_document,
    "date": _read_date,
    "iso": _read_iso,
    "year": _read_year,
    "meeting": _read_meeting,
    "plenum": _read_plenum,
    "ordinal": _read_ordinal,
    "arabic": _read_amount,
    "round": _read_round,
    "chinese": _read_chinese,
}


@cache
def _range_end() -> re.Pattern[str]:
    return re.compile(_TO + _NUMBER)


@cache
def _pattern() -> re.Pattern[str]:
    small = rf"(?:{_CHINESE}|[0-9]{{1,2}})"
    sitting = r"(?:次(?=[^，。；\n]{0,4}?(?:全会|会议|全体))|中(?=全会|精神|[、和及]))"
    forms = {
        "skip": _skipped(),
        "share": rf"(?P<share_of>[百千一二三四五六七八九十]分之)(?P<share_number>{_NUMBER}|百)",
        "document": r"[〔\[（(【](?P<document_year>(?:19|20)[0-9]{2})[〕\]）)】][ ]?第?"
        r"(?P<document_number>[0-9]{1,5})号",
        "iso": r"(?:19|20)[0-9]{2}(?P<mark>[-./])[0-9]{1,2}(?P=mark)[0-9]{1,2}(?![0-9])",
        "date": rf"(?:(?P<date_year>{_YEAR})[ ]?年[ ]?)?(?P<date_month>{_MONTH})[ ]?月"
        rf"(?:[ ]?(?P<date_day>{_DAY})[ ]?[日号])?",
        "year": rf"(?P<year_number>{_YEAR}|(?:7[89]|[89][0-9])(?=年(?![来间前后内以])))[ ]?年",
        "meeting": rf"(?P<session>{small})届[^，。；：、\d\n]{{0,10}}?"
        rf"(?P<sitting>{small}){sitting}",
        "plenum": r"[一二三四五六七八九]中(?=全会|[、和及][一二三四五六七八九]中)"
        r"|(?<=[、和及])[一二三四五六七八九十]{1,2}次(?=全会)",
        "ordinal": rf"第[ ]?(?P<ordinal_number>{_NUMBER})"
        r"|(?P<plain_number>[0-9]{1,4})(?=季度|号)",
        "arabic": rf"(?:(?<=[为：（(，])-(?=[0-9]))?{_ARABIC}",
        "round": r"(?<![数几上])(?P<round_number>[十百千万])[万亿]{1,2}美?元",
        "chinese": rf"(?<![数几]){_CHINESE}",
    }
    body = "|".join(f"(?P<{name}>{form})" for name, form in forms.items())
    return re.compile(f"(?=[{_first_characters()}])(?:{body})", re.MULTILINE)


def _first_characters() -> str:
    """Every character a match may begin with: a look at one spares forty tries elsewhere."""
    table = lexicon("not_figures")
    words = {word[0] for row in table["words"] for word in row["words"]}
    starts = {char for row in table["patterns"] for char in row["starts"]}
    return (
        r"0-9\-第"
        + DIGITS
        + "两十百千万"
        + re.escape("".join(sorted(words | starts)))
        + r"〔\[（(【A-Za-z"
    )


def _skipped() -> str:
    table: dict[str, Any] = lexicon("not_figures")
    words = [word for row in table["words"] for word in row["words"]]
    patterns = [row["pattern"] for row in table["patterns"]]
    return "|".join([*patterns, any_of(words)])
