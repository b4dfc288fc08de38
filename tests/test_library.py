"""The library in real folders with a real Chroma: what is kept, listed and chosen, and opening."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from libraries import OFFICE, files_below, found, report

from corpus.errors import LibraryError
from corpus.library import Library
from corpus.passages import passages


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library", create=True)


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
