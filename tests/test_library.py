"""The library in real folders with a real Chroma: truth, filters, locks, crashes, repair."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chromadb.errors import InternalError
from langchain_core.embeddings import Embeddings

from corpus.chroma import ChromaVectors
from corpus.errors import LibraryError
from corpus.library import Library
from corpus.passages import passages
from corpus.report import Report, Section
from corpus.retriever import LibraryRetriever

OFFICE = "云州市金融工作局"


def report(
    name: str,
    *,
    year: int = 2023,
    kind: str = "annual-summary",
    unit: str = OFFICE,
    work: tuple[str, ...] = (
        "召开党组会议**次，专题研究党建工作。",
        "组织党员到红色教育基地学习。",
    ),
    source: str = "",
) -> Report:
    learning = Section("1.1", 2, "（一）", "理论学习扎实", True, ("开展集中学习12次。",))
    return Report(
        id=name,
        title=f"{unit}{year}年度工作总结",
        kind=kind,
        year=year,
        unit=unit,
        source=source or f"{name}.txt",
        sections=(
            Section("1", 1, "一、", "工作开展情况", False, work, (learning,)),
            Section("2", 1, "二、", "存在的不足", False, ("调查研究不够深入。",)),
        ),
        opening=(f"现将{year}年度工作情况报告如下：",),
        closing=("以上报告，请审阅。",),
    )


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library", create=True)


def found(library: Library, query: str, **conditions: object) -> list[str]:
    return [hit.passage.id for hit in library.search(query, k=100, **conditions)]  # type: ignore[arg-type]


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


# Passages


def test_there_is_a_passage_for_each_paragraph_in_reading_order() -> None:
    made = passages(report("r"))
    assert [(each.id, each.path) for each in made] == [
        ("r#0.1", ()),
        ("r#1.1", ("工作开展情况",)),
        ("r#1.2", ("工作开展情况",)),
        ("r#1.1.1", ("工作开展情况", "理论学习扎实")),
        ("r#2.1", ("存在的不足",)),
        ("r#.1", ()),
    ]


def test_a_blank_paragraph_has_no_passage_and_keeps_its_number() -> None:
    made = passages(report("r", work=("召开会议。", "　", "组织学习。")))
    assert [each.id for each in made if each.section == "1"] == ["r#1.1", "r#1.3"]


def test_a_passage_keeps_its_text_and_masks_its_values() -> None:
    first = next(each for each in passages(report("r")) if each.section == "1.1")
    assert first.text == "开展集中学习12次。"
    assert "12" not in first.masked


# Adding, listing, choosing


def test_a_report_comes_back_as_it_went_in(library: Library) -> None:
    library.add([report("a")])
    assert Library.open(library.folder).reports() == (report("a"),)
    assert library.report("a") == report("a")


def test_a_report_with_an_id_no_file_can_be_called_by_comes_back(library: Library) -> None:
    library.add([report("../年度 总结")])
    assert library.report("../年度 总结").title.startswith(OFFICE)
    assert {path.parent.name for path in library.folder.glob("**/*.json")} >= {"reports"}
    assert not list(library.folder.parent.glob("*.json"))


def test_adding_the_same_again_changes_no_file(library: Library) -> None:
    offered = [report("a"), report("b", year=2022)]
    assert [each.id for each in library.add(offered).read] == ["a", "b"]
    before = {path: path.stat().st_mtime_ns for path in files_below(library.folder / "reports")}
    again = library.add(offered)
    assert ([each.id for each in again.unchanged], again.read) == (["a", "b"], ())
    assert before == {
        path: path.stat().st_mtime_ns for path in files_below(library.folder / "reports")
    }


def test_the_same_report_twice_in_one_call_is_kept_once(library: Library) -> None:
    added = library.add([report("a"), report("a")])
    assert (len(added.read), len(added.unchanged), len(library.reports())) == (1, 1, 1)


def test_a_changed_file_replaces_its_report_whole(library: Library) -> None:
    library.add([report("old", source="总结.docx", work=("举办金融夜校。", "走访企业。"))])
    added = library.add([report("new", source="总结.docx", work=("走访企业。",))])
    assert [each.id for each in added.replaced] == ["old"]
    assert [each.id for each in library.reports()] == ["new"]
    assert all(name.startswith("new#") for name in found(library, "举办金融夜校"))


def test_files_of_one_name_from_two_years_both_stay(library: Library) -> None:
    library.add([report("a", source="总结.docx", year=2022)])
    library.add([report("b", source="总结.docx", year=2023)])
    assert [each.id for each in library.reports()] == ["a", "b"]


def test_two_files_of_one_name_offered_together_both_stay(library: Library) -> None:
    both = [report("a", source="总结.docx"), report("b", source="总结.docx")]
    library.add(both)
    library.add(both)
    assert [each.id for each in library.reports()] == ["a", "b"]


def test_a_renamed_file_is_unchanged_and_takes_its_new_name(library: Library) -> None:
    library.add([report("a", source="旧名.txt")])
    added = library.add([report("a", source="新名.txt")])
    assert (len(added.unchanged), added.read) == (1, ())
    assert library.report("a").source == "新名.txt"


def test_a_copy_offered_with_its_original_does_not_take_its_name(library: Library) -> None:
    pair = [report("a", source="原件.txt"), report("a", source="副本.txt")]
    library.add(pair)
    library.add(pair)
    assert library.report("a").source == "原件.txt"


def test_the_same_words_under_another_year_are_read_again(library: Library) -> None:
    library.add([report("a", year=2023)])
    assert library.add([replace(report("a"), year=2021)]).read
    assert found(library, "学习", before=2022)


def test_reports_and_listing_stand_in_one_order_however_they_came(tmp_path: Path) -> None:
    many = [report("c", year=2021), report("a", year=2023), report("b", kind="speech")]
    orders = []
    for name, offered in (("one", many), ("other", many[::-1])):
        library = Library.open(tmp_path / name, create=True)
        for each in offered:
            library.add([each])
        orders.append(([each["id"] for each in library.listing()], found(library, "党建工作")))
    assert orders[0] == orders[1]
    assert orders[0][0] == ["c", "a", "b"]


def test_the_listing_counts_sections_passages_blanks_and_masked_values(library: Library) -> None:
    library.add([report("a")])
    assert library.listing() == [
        {
            "id": "a",
            "title": f"{OFFICE}2023年度工作总结",
            "kind": "annual-summary",
            "year": 2023,
            "unit": OFFICE,
            "source": "a.txt",
            "sections": {"1": 2, "2": 1, "3": 0},
            "passages": 6,
            "blanks": 2,
            "masked": 1,
        }
    ]


def test_the_latest_report_is_of_the_kind_from_before_the_year(library: Library) -> None:
    library.add([report("a", year=2022), report("b", year=2023), report("c", year=2024)])
    library.add([report("d", year=2023, kind="speech")])
    latest = library.latest("annual-summary", 2024)
    assert latest is not None
    assert latest.id == "b"
    assert library.latest("speech", 2023) is None


def test_the_same_office_is_preferred_to_a_newer_report_of_another(library: Library) -> None:
    library.add([report("own", year=2021), report("other", year=2023, unit="云州市统计局")])
    chosen = [library.latest("annual-summary", 2024, unit) for unit in (f"{OFFICE}党组", None)]
    assert [each and each.id for each in chosen] == ["own", "other"]


def test_listing_and_choosing_import_no_chroma(library: Library) -> None:
    library.add([report("a")])
    program = (
        "import sys; from pathlib import Path; from corpus.library import Library\n"
        f"library = Library.open(Path({str(library.folder)!r}))\n"
        "library.listing(); assert library.latest('annual-summary', 2024)\n"
        "heavy = {'chromadb', 'bm25s', 'numpy', 'langchain_core'} & set(sys.modules)\n"
        "print(', '.join(heavy))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "\n", "")


# Searching


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


# Removing and rebuilding


def test_removing_leaves_no_trace_of_the_words(library: Library) -> None:
    library.add([report("a", work=("银龄守护行动7419次。",)), report("b", year=2022)])
    assert library.remove("a").id == "a"
    assert all(name.startswith("b#") for name in found(library, "银龄守护行动"))
    kept = [path.read_bytes() for path in files_below(library.folder)]
    for trace in ("银龄", "7419"):
        escaped = json.dumps(trace)[1:-1]
        assert not any(trace.encode() in each or escaped.encode() in each for each in kept)


def test_removing_what_is_not_there_is_an_error(library: Library) -> None:
    with pytest.raises(LibraryError, match="没有“x”"):
        library.remove("x")


def test_a_lost_index_is_rebuilt_from_the_reports(library: Library) -> None:
    library.add([report("a"), report("b", year=2022)])
    before = library.search("党建工作", k=5)
    shutil.rmtree(library.folder / "index")
    with pytest.raises(LibraryError, match="nigao library rebuild"):
        Library.open(library.folder).search("党建工作")
    library.rebuild()
    assert Library.open(library.folder).search("党建工作", k=5) == before


def damage(library: Library, pattern: str) -> None:
    """Spoil the one file of the index that goes by this name."""
    [path] = (library.folder / "index").glob(pattern)
    path.write_bytes(b"spoilt" * 1000)


@pytest.mark.parametrize("damaged", ["vectors.npy", "rows.npy", "reports.json"])
def test_a_damaged_volume_is_an_error_that_rebuild_heals(library: Library, damaged: str) -> None:
    library.add([report("a")])
    damage(library, f"volumes/*/{damaged}")
    other = Library.open(library.folder)
    with pytest.raises(LibraryError, match="nigao library rebuild"):
        other.search("党建")
    other.rebuild()
    assert len(other.search("党建", k=100)) == 6


def test_a_damaged_chroma_stops_changes_and_no_search(library: Library) -> None:
    library.add([report("a")])
    damage(library, "chroma/chroma.sqlite3")
    other = Library.open(library.folder)
    assert len(other.search("党建", k=100)) == 6
    with pytest.raises(LibraryError, match="nigao library rebuild"):
        other.add([report("b", year=2022)])
    other.rebuild()
    assert len(other.search("党建", k=100)) == 12


def test_a_chroma_without_room_says_that_the_disk_is_full(tmp_path: Path) -> None:
    full = InternalError("error returned from database: (code: 13) database or disk is full")
    with pytest.raises(LibraryError, match=r"磁盘已满.*再运行一次"), ChromaVectors(tmp_path, "甲"):
        raise full


def test_a_lost_folder_of_vectors_is_filled_again_by_the_next_change(tmp_path: Path) -> None:
    embeddings = Lengths(3)
    library = Library.open(tmp_path, embeddings=embeddings)
    library.add([report("a")])
    shutil.rmtree(library.folder / "index" / "chroma")
    library.add([report("b", year=2022)])
    assert sum(embeddings.batches) == 12  # what the volume holds need not be made again
    library.add([report("c", year=2021)])
    assert (sum(embeddings.batches), len(library.search("党建", k=100))) == (18, 18)


@pytest.mark.parametrize(
    ("key", "value"), [("chromadb", "0.4.1"), ("embedding", "bge-m3"), ("format", 99)]
)
def test_an_index_of_another_make_names_both_and_says_rebuild(
    library: Library, key: str, value: object
) -> None:
    library.add([report("a")])
    path = library.folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, key: value}), encoding="utf-8")
    other = Library.open(library.folder)
    acts = (
        lambda: other.search("党建"),
        lambda: other.add([report("b")]),
        lambda: other.add([], standing={"a": ["a.txt"]}),
    )
    for act in acts:
        with pytest.raises(LibraryError, match="nigao library rebuild") as caught:
            act()
        assert str(value) in str(caught.value)
        assert str(manifest[key]) in str(caught.value)
    other.rebuild()
    assert other.search("党建")


def test_a_damaged_manifest_is_an_error_that_rebuild_heals(library: Library) -> None:
    library.add([report("a")])
    (library.folder / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(LibraryError, match=r"manifest\.json"):
        library.search("党建")
    library.rebuild()
    assert library.search("党建")


def test_a_damaged_report_is_an_error_that_names_its_file(library: Library) -> None:
    library.add([report("a")])
    (library.folder / "reports" / "a.json").write_text("[]", encoding="utf-8")
    with pytest.raises(LibraryError, match=r"a\.json"):
        library.reports()


class Lengths(Embeddings):
    """An embedding of somebody else's, whose size may be changed behind our back."""

    model = "lengths"

    def __init__(self, size: int) -> None:
        self.size = size
        self.batches: list[int] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.batches.append(len(texts))
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return [float(len(text)), *[1.0] * (self.size - 1)]


def test_another_embedding_is_used_and_named_in_the_manifest(tmp_path: Path) -> None:
    library = Library.open(tmp_path, embeddings=Lengths(3))
    library.add([report("a")])
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["embedding"], manifest["embedding_size"]) == ("Lengths:lengths", 3)
    assert library.search("党建")
    with pytest.raises(LibraryError, match="Lengths:lengths 建立，现在用的是 hashed-ngrams-1"):
        Library.open(tmp_path).search("党建")


def test_vectors_of_another_size_are_an_error_before_chroma_sees_them(tmp_path: Path) -> None:
    Library.open(tmp_path, embeddings=Lengths(3)).add([report("a")])
    grown = Library.open(tmp_path, embeddings=Lengths(4))
    with pytest.raises(LibraryError, match=r"给出 4 维向量.*是 3 维"):
        grown.search("党建")
    with pytest.raises(LibraryError, match=r"给出 4 维向量.*是 3 维"):
        grown.add([report("b")])
    assert len(Library.open(tmp_path, embeddings=Lengths(3)).search("党建", k=100)) == 12


def test_only_new_reports_are_embedded_and_in_small_batches(tmp_path: Path) -> None:
    embeddings = Lengths(3)
    library = Library.open(tmp_path, embeddings=embeddings)
    library.add([report("a", work=tuple(f"开展第{n}次调研。" for n in range(1_000)))])
    assert (sum(embeddings.batches), max(embeddings.batches)) == (1_004, 500)
    library.add([report("b", year=2022)])
    assert sum(embeddings.batches) == 1_010


# Opening


def test_an_empty_folder_is_a_new_library_and_stays_empty_until_something_is_added(
    tmp_path: Path,
) -> None:
    library = Library.open(tmp_path)
    assert (library.reports(), library.search("党建")) == ((), ())
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_an_error_unless_it_may_be_made(tmp_path: Path) -> None:
    folder = tmp_path / "深处" / "材料库"
    with pytest.raises(LibraryError, match="没有材料库"):
        Library.open(folder)
    assert Library.open(folder, create=True).reports() == ()


def test_a_folder_of_other_things_is_no_library(tmp_path: Path) -> None:
    (tmp_path / "总结.docx").touch()
    for create in (False, True):
        with pytest.raises(LibraryError, match=r"总结\.docx"):
            Library.open(tmp_path, create=create)
    assert [path.name for path in tmp_path.iterdir()] == ["总结.docx"]


def test_a_file_is_no_library(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for create in (False, True):
        with pytest.raises(LibraryError, match="是文件"):
            Library.open(tmp_path / "file", create=create)


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LibraryError, match="建不了材料库文件夹"):
        Library.open(tmp_path / "file" / "library", create=True)


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "reports").touch()
    with pytest.raises(LibraryError, match="读写失败"):
        Library.open(tmp_path).add([report("a")])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_an_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(LibraryError, match="是否可写"):
            Library.open(tmp_path).add([report("a")])
    finally:
        tmp_path.chmod(0o700)


# Locks and crashes, with real processes

HOLD = """
import sys, time
from pathlib import Path
from corpus.locking import FolderLock
with FolderLock(Path(sys.argv[1]), 5).exclusive("收录材料"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def filled(library: Library) -> Library:
    library.add([report("a")])
    return Library.open(library.folder, patience=0.3)


@contextmanager
def running(program: str, *said: object) -> Iterator[subprocess.Popen[str]]:
    """A program in a process of its own, which ends with the block."""
    command = [sys.executable, "-c", program, *map(str, said)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Somebody else who is changing the library in ``folder``."""
    with running(HOLD, folder) as process:
        assert heard(process) == "held\n"
        yield process


def heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def test_a_writer_elsewhere_is_named_with_its_work_and_its_beginning(filled: Library) -> None:
    new = [report("b")]
    with holder(filled.folder) as process:
        for act in (lambda: filled.add(new), lambda: filled.remove("a"), filled.rebuild):
            with pytest.raises(LibraryError, match="正被占用") as caught:
                act()
            assert f"进程 {process.pid} 自 20" in str(caught.value)
            assert "正在收录材料" in str(caught.value)


def test_a_writer_elsewhere_keeps_nobody_from_searching(filled: Library) -> None:
    with holder(filled.folder):
        assert filled.reports()
        assert Library.open(filled.folder).search("党建")


def test_who_has_the_library_is_said_while_it_is_waited_for(filled: Library) -> None:
    said: list[str] = []
    with holder(filled.folder) as process:

        def hear(line: str) -> None:
            said.append(line)
            process.kill()

        library = Library.open(filled.folder, patience=120, waiting=hear)
        assert library.remove("a").id == "a"
    [line] = said
    assert f"进程 {process.pid}" in line


def test_a_killed_writer_leaves_no_lock_behind(filled: Library) -> None:
    with holder(filled.folder):
        pass
    assert filled.remove("a")


def test_a_desk_that_has_searched_blocks_nobody(filled: Library) -> None:
    assert filled.search("党建")
    program = (
        "import sys; sys.path.insert(0, 'tests'); from pathlib import Path\n"
        "from test_library import Library, report\n"
        "Library.open(Path(sys.argv[1]), patience=0).add([report('b', year=2022)])"
    )
    subprocess.run([sys.executable, "-c", program, str(filled.folder)], check=True)
    assert len(filled.search("党建", k=100)) == 12


def test_threads_search_one_library_at_the_same_time(filled: Library) -> None:
    library = Library.open(filled.folder)
    expected = library.search("党建")
    answers: list[object] = []
    threads = [
        threading.Thread(target=lambda: answers.append(library.search("党建"))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 6


def test_two_processes_that_add_at_once_both_succeed(library: Library) -> None:
    program = (
        "import sys; sys.path.insert(0, 'tests'); from pathlib import Path\n"
        "from test_library import Library, report\n"
        "Library.open(Path(sys.argv[1]), patience=120).add([report(sys.argv[2])])"
    )
    with running(program, library.folder, "a") as a, running(program, library.folder, "b") as b:
        assert [a.wait(timeout=120), b.wait(timeout=120)] == [0, 0]
    assert [each.id for each in library.reports()] == ["a", "b"]
    assert len(library.search("党建", k=100)) == 12


ADD_SLOWLY = """
import sys; sys.path.insert(0, 'tests'); import time; from pathlib import Path
from corpus.embeddings import HashedNgrams
from test_library import Library, report
class Slow(HashedNgrams):
    calls = 0
    def embed_documents(self, texts):
        Slow.calls += 1
        if Slow.calls == 2:
            print("half", flush=True)
            time.sleep(60)
        return super().embed_documents(texts)
work = tuple(f"开展第{n}次调研。" for n in range(800))
new = report("new", source="总结.docx", work=work)
Library.open(Path(sys.argv[1]), embeddings=Slow()).add([new])
"""


@pytest.fixture(scope="module")
def half_added(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Left by a process killed when half the vectors of a report that replaces "old" were in."""
    folder = tmp_path_factory.mktemp("half")
    Library.open(folder).add([report("old", source="总结.docx"), report("b", year=2022)])
    with running(ADD_SLOWLY, folder) as process:
        assert heard(process) == "half\n"
    assert (folder / "unfinished").exists()
    return folder


@pytest.mark.parametrize("first_act", ["search", "add", "remove"])
def test_what_a_killed_add_left_is_mended_by_the_next_act(
    half_added: Path, tmp_path: Path, first_act: str
) -> None:
    library = Library.open(shutil.copytree(half_added, tmp_path / "library"))
    if first_act == "search":
        library.search("调研")
    elif first_act == "add":
        library.add([report("c", year=2021)])
    else:
        library.remove("b")
    assert not (library.folder / "unfinished").exists()
    kept = {passage.id for each in library.reports() for passage in passages(each)}
    assert "old#1.1" not in kept
    assert "new#1.800" in kept
    assert {hit.passage.id for hit in library.search("调研", k=10_000)} == kept


def test_vectors_of_a_report_deleted_by_hand_after_a_crash_go_too(
    half_added: Path, tmp_path: Path
) -> None:
    library = Library.open(shutil.copytree(half_added, tmp_path / "library"))
    (library.folder / "reports" / "new.json").unlink()
    kept = {hit.passage.report for hit in library.search("调研", k=10_000)}
    assert kept == {"b", "old"}  # the new state is gone, so the old one did not give way


def test_a_report_deleted_by_hand_is_gone_from_the_index_too(library: Library) -> None:
    library.add([report("a"), report("b", year=2022)])
    (library.folder / "reports" / "a.json").unlink()
    assert {hit.passage.report for hit in library.search("调研", k=100)} == {"b"}


@pytest.mark.parametrize("damage", [b"{", b"\xff\xfe\x00"])
def test_a_damaged_mark_of_change_is_one_line(library: Library, damage: bytes) -> None:
    library.add([report("甲")])
    (library.folder / "unfinished").write_bytes(damage)
    with pytest.raises(LibraryError, match=r"改动记号“.*unfinished”损坏；请删去这个文件"):
        Library.open(library.folder).search("学习")
