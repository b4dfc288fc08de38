"""The samples, drafted as a writer would: every kind after last year's report and on its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from canaries import found_in, plantings
from reading_aloud import stumbles
from rendering import needs_office, read_pages, render_all, strange_fonts
from seeds import library_of
from telling import from_kind, whole

from assistant.brief import HolesMode
from assistant.desk import Drafted, DraftOrder, draft_sheet
from assistant.export.anchors import anchored_remarks
from assistant.export.docx import to_docx
from assistant.export.remarks import fact_remark
from assistant.ledger import Ledger
from assistant.parts import parts_of
from assistant.redrafting import Followed
from assistant.resizing import shorten
from assistant.revising import redo
from assistant.sheet.loading import load_sheet
from assistant.writing.template import TemplateWriter
from corpus.figures import find_figures, same_amount
from corpus.kinds import kind_named, load_kinds
from corpus.library import Library
from corpus.report import Report
from corpus.samples import sample_folder

FOLDER = Path(str(sample_folder()))
SHEETS = {load_sheet(path).kind: path for path in sorted((FOLDER / "sheets").glob("*.yaml"))}
ITEMS = """
facts:
  - {label: 召开党组会议, value: 24, unit: 次, section: 政治建设}
  - {label: 廉政谈话, value: 131, unit: 人次, section: 政治建设}
  - {label: 各项贷款余额, value: 1718.5, unit: 亿元, as_of: '2026-12-31', section: 主责主业}
  - {text: 7月引进沧海人寿保险设立云州中心支公司, section: 主责主业}
problems:
  - {text: 县域金融供给不均衡, measure: 建立县域信贷投放按月通报机制}
  - {text: 重点岗位轮岗不及时, status: 已整改, found_by: 市委巡察}
guidance:
  - {name: 市委六届十次全会, date: '2026-07-22', replaces: 市委六届八次全会}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of(FOLDER / "reports", tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def drafts(library: Library) -> Mapping[str, Drafted]:
    return {kind: draft_sheet(load_sheet(path), library) for kind, path in SHEETS.items()}


@pytest.mark.parametrize("kind", SHEETS)
def test_each_follows_the_newest_report_of_its_kind_before_its_year(
    drafts: Mapping[str, Drafted], library: Library, kind: str
) -> None:
    drafted = drafts[kind]
    years = [each.year for each in library.reports() if each.kind == kind]
    assert drafted.like is not None
    assert drafted.like.year == max(year for year in years if year < drafted.sheet.year)


@pytest.mark.parametrize("kind", SHEETS)
def test_each_passes_its_own_check(drafts: Mapping[str, Drafted], kind: str) -> None:
    judgement = drafts[kind].judgement
    metrics = judgement.metrics
    assert judgement.passed
    assert metrics["coverage"] == metrics["provenance"] == metrics["sections"] == 1.0
    assert metrics["leaks"] == metrics["masks"] == 0
    assert metrics["holes"] is not None
    assert metrics["holes"] <= 8
    assert metrics["confirmations"] is not None
    assert metrics["confirmations"] <= 10


@pytest.mark.parametrize("kind", SHEETS)
def test_every_item_of_each_sheet_is_used(drafts: Mapping[str, Drafted], kind: str) -> None:
    assert drafts[kind].draft.unused == ()


@pytest.mark.parametrize("kind", SHEETS)
def test_each_fact_told_has_one_remark_on_exactly_its_figure(
    drafts: Mapping[str, Drafted], kind: str
) -> None:
    draft, sheet = drafts[kind].draft, drafts[kind].sheet
    ledger = Ledger.of(sheet)
    for section, paragraph in draft.paragraphs():
        year = next((s.year for s in draft.walk() if s.id == section), 0) or draft.year
        for sentence in paragraph:
            told = anchored_remarks(sentence, sheet, ledger, year=year)
            for evidence in sentence.evidence:
                fact = sheet.fact(evidence.ref) if evidence.origin == "fact" else None
                if fact is not None and fact.value is not None:
                    (own,) = [each for each in told if fact_remark(fact) in each.text.split("\n")]
                    (figure,) = find_figures(sentence.text[own.start : own.end])
                    amount = figure.value, figure.measure
                    assert figure.text in fact.say or same_amount(*amount, fact.value, fact.measure)


@pytest.mark.parametrize("kind", SHEETS)
def test_each_reads_without_a_stumble(drafts: Mapping[str, Drafted], kind: str) -> None:
    assert stumbles(drafts[kind].draft) == []


@pytest.mark.parametrize("holes", ["keep", "drop"])
@pytest.mark.parametrize("kind", SHEETS)
def test_each_reads_without_a_stumble_however_holes_are_kept(
    library: Library, kind: str, holes: HolesMode
) -> None:
    drafted = draft_sheet(load_sheet(SHEETS[kind]), library, DraftOrder(holes=holes))
    assert stumbles(drafted.draft) == []


@pytest.mark.parametrize("kind", SHEETS)
def test_every_hole_in_the_text_is_a_hole_of_the_draft(library: Library, kind: str) -> None:
    draft = draft_sheet(load_sheet(SHEETS[kind]), library, DraftOrder(holes="keep")).draft
    assert whole(draft).count("【待补") == len(draft.holes)
    assert [hole.number for hole in draft.holes] == list(range(1, len(draft.holes) + 1))
    assert all(hole.mark in whole(draft) for hole in draft.holes)


@pytest.mark.parametrize("kind", SHEETS)
def test_the_same_input_makes_the_same_draft(
    drafts: Mapping[str, Drafted], library: Library, kind: str
) -> None:
    assert draft_sheet(load_sheet(SHEETS[kind]), library).draft == drafts[kind].draft


@pytest.mark.parametrize("kind", SHEETS)
def test_each_sheet_drafts_from_its_kind_alone_and_it_is_said(kind: str) -> None:
    drafted = draft_sheet(load_sheet(SHEETS[kind]), None)
    name = kind_named(kind).name
    assert drafted.notes == (f"材料库中没有可参照的{name}，本稿仅按文种规范起草",)
    assert drafted.like is None
    assert drafted.judgement.passed
    assert drafted.draft.unused == ()
    assert stumbles(drafted.draft) == []


@pytest.mark.parametrize("kind", sorted(load_kinds()))
def test_all_seven_kinds_draft_alone_and_read_well(kind: str) -> None:
    draft = from_kind(ITEMS, kind)
    assert stumbles(draft) == []
    assert "召开党组会议24次" in whole(draft)
    assert "截至2026年末" in whole(draft)
    assert "市委六届十次全会精神" in whole(draft)


@pytest.mark.slow
@pytest.mark.parametrize("copy", range(6))
def test_no_canary_of_a_planted_copy_reaches_a_draft(
    drafts: Mapping[str, Drafted], copy: int, tmp_path: Path
) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for kind, drafted in drafts.items():
        assert drafted.like is not None
        text = list(plantings("\n".join(printed(drafted.like))))[copy]
        (reports / f"{kind}.txt").write_text(text, encoding="utf-8")
    planted = library_of(reports, tmp_path / "library")
    found = {kind: draft_sheet(load_sheet(SHEETS[kind]), planted) for kind in SHEETS}
    assert all(drafted.like is not None for drafted in found.values())
    assert {kind: found_in(drafted) for kind, drafted in found.items()} == {k: [] for k in SHEETS}


def printed(report: Report) -> Iterator[str]:
    """The report's lines as one would type them."""
    yield report.title
    yield from report.byline
    if report.salutation:
        yield report.salutation
    yield from report.opening
    for section in report.walk():
        number = section.number or _NUMBERS[section.level - 1]
        body = list(section.paragraphs)
        first = body.pop(0) if section.run_in and body else ""
        yield f"{number}{section.heading}" + ("。" if first and section.heading else "") + first
        yield from body
    yield from report.closing
    if report.signature:
        yield report.signature
        yield report.date


_NUMBERS = ("一、", "（一）", "1.", "（1）")


@pytest.mark.parametrize("kind", SHEETS)
def test_each_section_written_again_is_the_same_in_a_draft_cut_to_its_words(
    library: Library, kind: str
) -> None:
    sheet = load_sheet(SHEETS[kind]).model_copy(update={"words": 1500})
    draft = draft_sheet(sheet, library).draft
    plan = Followed(draft, "", library, None).planned()
    for part in parts_of(draft):
        assert redo(draft, part.id or "结尾", plan, TemplateWriter()).draft == draft, part.heading


@pytest.mark.parametrize("kind", SHEETS)
def test_each_section_cut_by_a_third_still_reads_and_tells_every_fact(
    drafts: Mapping[str, Drafted], kind: str
) -> None:
    draft = drafts[kind].draft
    told = {each.ref for said in draft.sentences() for each in said.evidence}
    may_go = {ref for ref in told if "#" in ref or ref in (kind, "periods")}
    may_go |= {fact.id for fact in drafts[kind].sheet.facts if fact.weight != "必写"}
    for section in draft.walk():
        short = shorten(draft, section.id, share=0.34).draft
        assert stumbles(short) == stumbles(draft)
        left = {each.ref for said in short.sentences() for each in said.evidence}
        assert told - left <= may_go


@pytest.mark.office
def test_each_is_printed_in_22_lines_of_28_characters_in_fonts_that_have_them_all(
    drafts: Mapping[str, Drafted], tmp_path: Path
) -> None:
    needs_office()
    files = {kind: to_docx(drafts[kind].draft, clean=True) for kind in SHEETS}
    for pdf in render_all(files, tmp_path).values():
        pages = read_pages(pdf)
        assert [len(page.body) for page in pages[:-1]] == [21, *[22] * (len(pages) - 2)]
        lines = [line for page in pages for line in page.body]
        full = [line for line in lines if line.left < 29 and line.right > 183]
        widths = Counter(len(line.text) for line in full)
        assert widths.most_common(1)[0][0] == 28
        assert {round(min(line.left for line in page.body)) for page in pages} == {28}
        assert max(line.right for line in lines) <= 184.5
        assert [page.lines[-1].text for page in pages] == [
            f"—{number}—" for number, _ in enumerate(pages, start=1)
        ]
        assert strange_fonts(pdf) == set()
