"""Kind, year and office of a report, from its title and text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from corpus.kinds import Kind
from corpus.lexicon import lexicon
from corpus.numbering import counted
from corpus.outline import Outline
from corpus.report import Report

_BOOK = re.compile("《[^》]{0,100}》")
_DIGITS = "〇一二三四五六七八九"
_YEAR = r"(?<![\d.〔（(])((?:19|20)\d{2})(?:年|(?=党风|度))"
_HAN_YEAR = re.compile(r"[二2][〇○零0][〇○零一二三四五六七八九]{2}(?=年)")
_LEVEL = re.compile("(?:自治[区州县]|[省市州县区])(?=人民政府|政府)")
_HERE = "[\u4e00-\u9fffXx×*＊○]"


def infer_kind(outline: Outline) -> str:
    """The id of the kind this report is of, or "" when its words do not say.

    The title decides, then the first paragraphs, then salutation and headings.
    """
    headings = "\n".join(section.heading for section in outline.walk())
    return (
        _by_title_or_opening(outline)
        or ("speech" if outline.salutation.startswith("同志们") else "")
        or _first_fit("headings", headings)
    )


def doubt_of_kind(outline: Outline, kind: str) -> str:
    """Why the inferred kind is doubtful, in Chinese; "" when the report's own words say it."""
    head = "".join((outline.title, *outline.byline, *outline.opening[:3]))
    wanted: str = lexicon("genres")["sure"].get(kind, "")
    if wanted and not re.search(wanted, head):
        named = f"题目写的是“{outline.title}”" if outline.title else "开头没有写明文种"
        return f"{named}，自带的文种里没有对应的"
    by_head = _by_title_or_opening(outline) or outline.salutation.startswith("同志们")
    return "" if by_head else "题目和开头都没有写明文种，是从标题结构猜的"


def is_of_no_kind(report: Report) -> bool:
    """Whether the report was taken for a kind only because there is none for it.

    No draft follows it unless it is named.
    """
    return bool(report.doubt) and report.kind in lexicon("genres")["sure"]


def shown_kind(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """A report's kind as people read it, ``row`` being as ``library list`` has it.

    A guess is called one.
    """
    name = names.get(str(row["kind"]), str(row["kind"]))
    return f"文种拿不准（暂归{name}）" if row.get("doubt") else name


def _by_title_or_opening(outline: Outline) -> str:
    return (
        _first_fit("title", outline.title)
        or _first_fit("title", "".join(outline.byline))
        or _first_fit("opening", "".join(outline.opening[:3]))
    )


def infer_year(outline: Outline, kind: str) -> int:
    """The year reported on or planned for, or 0 when the words do not say.

    The title decides, then (for speeches and reports delivered) the byline's date, the first
    paragraphs, the first-level headings, the year most spoken of, and last the date below.
    """
    delivered = kind in {"speech", "work-report"}
    byline = re.sub("[（）()]", " ", "".join(outline.byline))
    return (
        _of_title(outline.title, kind)
        or (_of_title(byline, kind) if delivered else 0)
        or _of_opening(outline, kind)
        or _of_headings(outline, kind)
        or _most_spoken_of(outline)
        or _of_date(outline.date, kind)
    )


def infer_office(outline: Outline) -> str:
    """The office whose report this is, in the report's own words, or ""."""
    office = (
        _office_of_title(outline.title)
        or (outline.signature if _is_office(outline.signature) else "")
        or next(filter(None, _offices_of_text(outline)), "")
    )
    return _in_full(office, "".join(outline.byline))


def _in_full(office: str, byline: str) -> str:
    """A bare 省人民政府 with its place, where the byline's assembly or speaker has it."""
    level = _LEVEL.match(office)
    if not level:
        return office
    named = re.search(rf"(?:在|^|[\s—])({_HERE}{{2,7}}?{level[0]})(?=第|{level[0]}长|长)", byline)
    return named[1] + office[level.end() :] if named else office


def title_for(kind: Kind, year: int, office: str) -> str:
    """The title a report without one would bear: the kind's form, a speech's at a 工作会议."""
    occasion = f"{office}{year}年工作会议"
    return kind.title.format(
        office=office, short=office, year=year, last=year - 1, next=year + 1, occasion=occasion
    )


def _first_fit(place: str, text: str) -> str:
    plain = _plain(text)
    pairs: list[tuple[str, str]] = lexicon("genres")[place]
    return next((kind for kind, words in pairs if plain and re.search(words, plain)), "")


def _years(text: str) -> list[int]:
    return [int(year) for year in re.findall(_YEAR, _plain(text))]


def _plain(text: str) -> str:
    """``text`` without the titles of books and rules, years in Arabic numerals."""
    return _HAN_YEAR.sub(lambda found: _in_arabic(found[0]), _BOOK.sub("", text))


def _in_arabic(text: str) -> str:
    return "".join(char if char.isascii() else str(max(0, _DIGITS.find(char))) for char in text)


def _looks_ahead(kind: str) -> bool:
    return kind in lexicon("genres")["ahead"]


def _of_title(title: str, kind: str) -> int:
    years = _years(title)
    if not years:
        return 0
    return max(years) if _looks_ahead(kind) and kind != "speech" else years[0]


def _of_opening(outline: Outline, kind: str) -> int:
    """The year behind 做好 or 现将 in the first paragraphs, or the only one they name."""
    text = _plain("".join(outline.opening[:3]))
    verbs = "做好|抓好|推进|制定|部署|安排" if _looks_ahead(kind) else "现将|现就|回顾"
    if found := re.search(f"(?:{verbs})[^。；]{{0,24}}?{_YEAR}", text):
        return int(found[1])
    years = _years(text)
    return years[0] if len(set(years)) == 1 else 0


def _of_headings(outline: Outline, kind: str) -> int:
    years = [
        year
        for section in outline.sections
        if section.level == 1
        for year in _years(section.heading)
    ]
    if not years:
        return 0
    return max(years) if _looks_ahead(kind) else min(years)


def _most_spoken_of(outline: Outline) -> int:
    texts = [*outline.opening, *(text for section in outline.walk() for text in section.paragraphs)]
    ranked = Counter(year for text in texts for year in _years(text)).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return 0
    return ranked[0][0]


def _of_date(date: str, kind: str) -> int:
    """A summary signed in spring is of the year before, a plan signed in winter of the next."""
    found = re.search(r"(\d{4})\s*年\s*([\d一二三四五六七八九十]{1,2})\s*月", _plain(date))
    if not found:
        return 0
    year, month = int(found[1]), counted(found[2])
    if kind == "speech":
        return year
    if _looks_ahead(kind):
        return year + 1 if month >= 10 else year
    return year - 1 if month <= 6 else year


def _office_pattern(before: str, after: str) -> re.Pattern[str]:
    words = lexicon("genres")
    name = f"{_HERE}{{1,24}}?{words['office']}{words['office_part']}"
    return re.compile(f"{before}({name}){after}")


def _is_office(text: str) -> bool:
    return _office_pattern("^", "$").search(text) is not None


def _office_of_title(title: str) -> str:
    """The office among the parts of a title: before the year, or between year and genre."""
    plain = _plain(title)
    parts = [part for part in re.split(r"(?:19|20)\d{2}年度?|关于|在", plain) if part]
    whole = next((part for part in parts if _is_office(part)), "")
    begun = _office_pattern("^", lexicon("genres")["after_office_in_title"])
    fits = (begun.search(part) for part in parts)
    return whole or next((fit[1] for fit in fits if fit), "")


def _offices_of_text(outline: Outline) -> Iterator[str]:
    """What the first paragraphs, then the sections, call the office, likeliest first."""
    opening = "".join(outline.opening[:3])
    body = "".join(section.paragraphs[0] for section in outline.walk() if section.paragraphs)
    after, year = lexicon("genres")["after_office"], r"(?:19|20)\d{2}年度?"
    forms = (
        _office_pattern("现?将", after),
        _office_pattern(f"做好(?:{year})?", after),
        _office_pattern("代表", "(?=[，,])"),
        _office_pattern(f"{year}[，,]", after),
        _office_pattern("(?:结合|符合)", "(?=实际)"),
    )
    no_name = re.compile(lexicon("genres")["office_not"])
    for text in (_plain(opening), _plain(body)):
        found = (form.search(text) for form in forms)
        yield from (each[1] for each in found if each and not no_name.match(each[1]))
