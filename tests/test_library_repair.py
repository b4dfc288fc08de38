"""What is removed, lost or damaged in a library, and embeddings of another make."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from chromadb.errors import InternalError
from langchain_core.embeddings import Embeddings
from libraries import files_below, found, report

from corpus.chroma import ChromaVectors
from corpus.errors import LibraryError
from corpus.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library", create=True)


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
