"""Choosing among many reports opens the one chosen, and a library goes to other processes."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from assistant.embedding import EndpointEmbeddings
from assistant.wiring import EmbedSettings
from corpus.archive import Archive
from corpus.catalogue import Catalogue
from corpus.errors import LibraryError
from corpus.library import Library
from corpus.reading import read_report
from corpus.samples import sample_folder

REPORTS = Path(str(sample_folder())) / "reports"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    home = Library.open(tmp_path / "library", create=True)
    home.add([read_report(REPORTS / "2024_讲话.txt")])
    return home


def added(library: Library) -> str:
    return library.add([read_report(REPORTS / "2025_讲话.docx")]).read[0].id


def test_a_report_that_came_or_went_is_known_at_once(library: Library) -> None:
    assert len(library.ids()) == 1
    newer = added(library)
    assert newer in library.ids()
    latest = library.latest("speech", 2026)
    assert latest is not None
    assert latest.id == newer
    library.remove(newer)
    assert newer not in library.ids()
    latest = library.latest("speech", 2026)
    assert latest is not None
    assert latest.year == 2024


def test_a_change_by_another_process_is_seen(library: Library) -> None:
    assert len(library.ids()) == 1
    added(Library.open(library.folder))
    assert len(library.ids()) == 2


def test_the_same_file_is_the_same_object_until_it_changes(library: Library) -> None:
    catalogue = Catalogue(Archive(library.folder))
    (report_id,) = catalogue.cards()
    assert catalogue.report(report_id) is catalogue.report(report_id)
    path = next((library.folder / "reports").glob("*.json"))
    plain = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**plain, "title": "改过的题目"}), encoding="utf-8")
    report = catalogue.report(report_id)
    assert report is not None
    assert report.title == "改过的题目"


def test_a_manifest_that_cannot_be_read_hides_no_report(library: Library) -> None:
    (library.folder / "manifest.json").write_text("{", encoding="utf-8")
    assert len(Library.open(library.folder).ids()) == 1


def test_a_damaged_report_is_named(library: Library) -> None:
    path = next((library.folder / "reports").glob("*.json"))
    path.write_text("{", encoding="utf-8")
    with pytest.raises(LibraryError, match=path.name):
        Library.open(library.folder).latest("speech", 2026)


def test_a_library_opened_in_another_process_answers_the_same(library: Library) -> None:
    library.search("作风建设")
    again = pickle.loads(pickle.dumps(library))
    assert again.ids() == library.ids()
    assert [hit.passage.id for hit in again.search("作风建设")] == [
        hit.passage.id for hit in library.search("作风建设")
    ]


def test_an_endpoints_embedding_leaves_its_connections_here() -> None:
    embedding = EndpointEmbeddings(EmbedSettings("m", "http://127.0.0.1:9/v1", "k"))
    assert embedding._asked is not None
    again = pickle.loads(pickle.dumps(embedding))
    assert again.name == "m"
    assert "_asked" not in vars(again)
