"""Searching the library: what its conditions admit, in the order of the words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from libraries import OFFICE, report

from corpus.errors import LibraryError
from corpus.library import Library
from corpus.passages import passages
from corpus.retriever import LibraryRetriever


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library", create=True)


def test_the_passage_with_the_words_comes_first(library: Library) -> None:
    library.add([report("a", work=("召开党组会议。", "组织党员到红色教育基地参观学习。"))])
    hits = library.search("红色教育基地", k=2)
    assert hits[0].passage.id == "a#1.2"
    assert hits[0].score > hits[1].score


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """40 reports: most of them of the wrong kind, year or office, and nearer to the query."""
    library = Library.open(tmp_path_factory.mktemp("mixed"))
    near = tuple(f"党建工作述职第{n}项，党建工作扎实推进。" for n in range(8))
    far = ("走访企业，化解风险。", "修订财务制度。")
    library.add(
        report(
            f"r{n:02}",
            year=2015 + n % 10,
            kind="speech" if n % 4 else "annual-summary",
            unit="云州市统计局" if n % 3 else OFFICE,
            work=near if n % 4 else far,
        )
        for n in range(40)
    )
    return library


@pytest.mark.parametrize("before", [2014, 2018, None])
@pytest.mark.parametrize("kind", ["annual-summary", "work-plan", None])
@pytest.mark.parametrize("unit", [OFFICE, None])
def test_a_search_finds_exactly_what_its_conditions_admit(
    mixed: Library, kind: str | None, before: int | None, unit: str | None
) -> None:
    admitted = {
        passage.id
        for each in mixed.reports()
        if kind in (None, each.kind)
        and (before is None or each.year < before)
        and unit in (None, each.unit)
        for passage in passages(each)
    }
    hits = mixed.search("党建工作", k=10_000, kind=kind, before=before, unit=unit)
    assert sorted(hit.passage.id for hit in hits) == sorted(admitted)
    few = mixed.search("党建工作", k=7, kind=kind, before=before, unit=unit)
    assert len(few) == min(7, len(admitted))
    assert {hit.passage.id for hit in few} <= admitted


@pytest.mark.parametrize(
    "conditions",
    [{}, {"kind": "annual-summary"}, {"before": 2019}, {"unit": OFFICE}, {"role": "problems"}],
)
def test_a_library_made_bit_by_bit_answers_as_one_made_at_once(
    mixed: Library, tmp_path: Path, conditions: dict[str, Any]
) -> None:
    library = Library.open(tmp_path)
    reports = mixed.reports()
    library.add([*reports[7:31], report("gone", year=2016)])
    library.add(reports[31:])
    library.remove("gone")
    library.add([replace(reports[0], opening=("以前的开头。",)), *reports[1:7]])
    library.add([reports[0]])
    assert len(list((tmp_path / "index" / "volumes").iterdir())) > 1
    for query in ("党建工作推进", "化解企业风险", "调查研究不深，2015年"):
        assert library.search(query, k=60, **conditions) == mixed.search(query, k=60, **conditions)


def test_a_search_can_be_bound_to_one_role(mixed: Library) -> None:
    hits = mixed.search("党建工作", k=10_000, kind="annual-summary", role="problems")
    assert {hit.passage.path for hit in hits} == {("存在的不足",)}
    assert len(hits) == sum(each.kind == "annual-summary" for each in mixed.reports())


def test_few_admitted_among_many_are_ranked_by_words_and_by_vectors(mixed: Library) -> None:
    hits = mixed.search("化解企业风险", k=5, kind="annual-summary", before=2018)
    assert hits[0].passage.text == "走访企业，化解风险。"


def test_a_query_of_marks_alone_gives_passages_in_the_librarys_order(mixed: Library) -> None:
    hits = mixed.search("！？", k=3)
    assert [hit.passage.id for hit in hits] == ["r00#0.1", "r00#1.1", "r00#1.2"]
    assert {hit.score for hit in hits} == {0.0}


def test_a_blank_query_is_refused(library: Library) -> None:
    with pytest.raises(LibraryError, match="检索词是空的"):
        library.search("　")


def test_an_empty_library_finds_nothing(library: Library) -> None:
    assert library.search("党建") == ()
    library.add([report("a")])
    library.remove("a")
    assert library.search("党建") == ()


def test_a_report_without_any_paragraph_can_be_kept(library: Library) -> None:
    bare = replace(report("a"), sections=(), opening=(), closing=())
    library.add([bare])
    assert (library.search("党建"), library.reports()) == ((), (bare,))


def test_a_search_sees_what_another_library_object_added(library: Library) -> None:
    library.add([report("a")])
    other = Library.open(library.folder)
    assert len(other.search("学习", k=100)) == 6
    library.add([report("b", year=2022)])
    assert len(other.search("学习", k=100)) == 12


def test_the_retriever_gives_masked_wording_and_where_it_stands(library: Library) -> None:
    library.add([report("a"), report("b", year=2025)])
    retriever = LibraryRetriever(library=library, k=100, before=2024)
    documents = retriever.invoke("集中学习")
    assert {each.metadata["report"] for each in documents} == {"a"}
    learning = next(each for each in documents if each.metadata["section"] == "1.1")
    assert "12" not in learning.page_content
    assert learning.metadata == {
        "report": "a",
        "section": "1.1",
        "year": 2023,
        "kind": "annual-summary",
        "path": ["工作开展情况", "理论学习扎实"],
    }
