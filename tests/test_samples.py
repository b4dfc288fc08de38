"""The samples are read as what they are, hang together, and take nothing from real papers."""

from __future__ import annotations

import os
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from assistant.sheet.facts import Sheet
from assistant.sheet.loading import load_sheet
from corpus.blanks import find_blanks
from corpus.kinds import kind_named
from corpus.phrases import find_confusables, find_set_phrases, find_stale
from corpus.reading import read_report
from corpus.report import Report, Section
from corpus.samples import sample_folder

FOLDER = Path(str(sample_folder()))
REPORTS = sorted((FOLDER / "reports").iterdir())
SHEETS = sorted((FOLDER / "sheets").iterdir())
HAN = re.compile(r"[一-鿿]+")
RUN = 30  # a run of so many Chinese characters in common with a real paper is copied
WRITTEN_BY = 4  # plans and speeches of the samples are issued by April


def _named(path: Path) -> tuple[int, str]:
    year, name = path.stem.split("_")
    return int(year), kind_named(name).id


def _name(path: Path) -> str:
    return path.name


def _text(report: Report) -> str:
    return "\n".join(report.texts())


def _report_before(path: Path) -> tuple[Report, Sheet]:
    sheet = load_sheet(path)
    year, kind = _named(path)
    (before,) = [each for each in REPORTS if _named(each) == (year - 1, kind)]
    return read_report(before), sheet


def test_the_library_holds_three_years_of_each_kind() -> None:
    expected = {
        "annual-summary": [2023, 2024, 2025],
        "duty-report": [2023, 2024, 2025],
        "integrity-plan": [2024, 2025, 2026],
        "party-building-plan": [2024, 2025, 2026],
        "speech": [2024, 2025, 2026],
    }
    found: dict[str, list[int]] = {}
    for year, kind in map(_named, REPORTS):
        found.setdefault(kind, []).append(year)
    assert {kind: sorted(years) for kind, years in found.items()} == expected


def test_the_samples_mix_the_three_formats() -> None:
    counts = Counter(path.suffix for path in REPORTS)
    assert counts.keys() == {".txt", ".md", ".docx"}
    assert min(counts.values()) >= 4


@pytest.mark.parametrize("path", REPORTS, ids=_name)
def test_a_report_is_read_with_its_kind_and_year(path: Path) -> None:
    report = read_report(path)
    assert (report.year, report.kind) == _named(path)
    assert report.level_counts()["1"] >= 2
    assert report.level_counts()["2"] >= 5


@pytest.mark.parametrize("path", SHEETS, ids=_name)
def test_a_sheet_loads_with_its_kind_and_year(path: Path) -> None:
    sheet = load_sheet(path)
    assert (sheet.year, sheet.kind) == _named(path)
    assert sheet.facts
    assert sheet.problems
    assert sheet.decisions


@pytest.mark.parametrize("path", SHEETS, ids=_name)
def test_what_a_sheet_decides_on_was_said_the_year_before(path: Path) -> None:
    before, sheet = _report_before(path)
    missing = [each.past for each in sheet.decisions if each.past not in _text(before)]
    assert missing == []


@pytest.mark.parametrize("path", SHEETS, ids=_name)
def test_what_guidance_replaces_was_said_the_year_before(path: Path) -> None:
    before, sheet = _report_before(path)
    replaced = [each.replaces for each in sheet.guidance if each.replaces]
    assert [each for each in replaced if each not in _text(before)] == []


@pytest.mark.parametrize("path", SHEETS, ids=_name)
def test_no_problem_of_a_sheet_was_told_the_year_before(path: Path) -> None:
    before, sheet = _report_before(path)
    assert [each.text for each in sheet.problems if each.text in _text(before)] == []


@pytest.mark.parametrize("path", SHEETS, ids=_name)
def test_every_section_a_fact_names_is_in_the_report_before(path: Path) -> None:
    before, sheet = _report_before(path)
    headings = "\n".join(section.heading for section in before.walk())
    named = {each.section for each in sheet.facts if each.section}
    assert {each for each in named if each not in headings} == set()


def test_every_mask_form_stands_in_some_report() -> None:
    masks = {
        blank.text[0]
        for path in REPORTS
        for text in read_report(path).texts()
        for blank in find_blanks(text)
        if blank.masked
    }
    assert {"*", "X", "×", "某"} <= masks


def test_the_speech_of_six_aspects_lists_six() -> None:
    (path,) = [each for each in REPORTS if _named(each) == (2026, "speech")]
    tasks = read_report(path).sections[-1]
    assert "以下6个方面" in tasks.paragraphs[-1]
    assert len(tasks.children) == 6


@pytest.mark.parametrize("path", REPORTS, ids=_name)
def test_no_phrase_of_a_report_is_stale_in_its_own_year(path: Path) -> None:
    report = read_report(path)
    stale = [
        (each.name, each.reason)
        for text, year, forward in _spoken(report)
        for each in find_stale(text, year, forward=forward, month=_month(forward))
    ]
    assert stale == []


@pytest.mark.parametrize("path", REPORTS, ids=_name)
def test_no_word_of_a_report_is_miswritten(path: Path) -> None:
    assert find_confusables(_text(read_report(path))) == ()


@pytest.mark.parametrize("path", [p for p in REPORTS if p.suffix == ".docx"], ids=_name)
def test_a_word_sample_names_no_author(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        properties = ElementTree.fromstring(package.read("docProps/core.xml"))
    authors = [each.text for each in properties if each.tag.endswith(("creator", "lastModifiedBy"))]
    assert authors == [None, None]


@pytest.mark.gold
def test_no_sample_takes_a_run_from_a_real_paper() -> None:
    gold = os.environ.get("NIGAO_GOLD_DIR")
    if not gold:
        pytest.skip("NIGAO_GOLD_DIR is not set")
    papers = [*Path(gold, "seeds").iterdir(), *Path(gold, "real").iterdir()]
    theirs = {run for each in papers for run in _runs(each.read_text(encoding="utf-8"))}
    assert len(theirs) > RUN
    ours = {run for path in REPORTS for run in _runs(_text(read_report(path)))}
    assert len(ours & theirs) == 0


def _runs(text: str) -> Iterator[str]:
    """The runs of a text outside its set phrases, which everybody must write alike."""
    for phrase in reversed(find_set_phrases(text)):
        text = text[: phrase.start] + "，" + text[phrase.end :]
    for han in HAN.findall(text):
        for start in range(len(han) - RUN + 1):
            yield han[start : start + RUN]


def _spoken(report: Report) -> Iterator[tuple[str, int, bool]]:
    """Each piece of text with the year it speaks of and whether it looks forward."""
    ahead = kind_named(report.kind).plan or report.kind == "speech"
    for text in report.opening:
        yield text, report.year, ahead
    for number, section in enumerate(report.sections):
        reviews = report.kind == "speech" and number == 0
        for text in _words(section):
            if reviews:
                yield text, report.year - 1, False
            elif not ahead and (_is_next(section) or f"{report.year + 1}年" in text):
                yield text, report.year + 1, True
            else:
                yield text, report.year, ahead


def _is_next(section: Section) -> bool:
    """Whether a first-level section of a review is about the next year alone."""
    return bool(re.search("打算|思路", section.heading)) and "不足" not in section.heading


def _words(section: Section) -> Iterator[str]:
    for part in section.walk():
        yield part.heading
        yield from part.paragraphs


def _month(forward: bool) -> int | None:
    return WRITTEN_BY if forward else None
