"""Folders are read whole, nothing outside them is, and each file's fate is told."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from assistant.indexing import index_reports
from corpus.errors import ReadingError
from corpus.reading import folders, office
from corpus.reading.folders import offered_files

TEXT = "云州市金融工作局{}年工作总结\n一、情况\n召开党组会议**次。\n二、不足\n本领还不够强。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "往年材料"
    (made / "2024" / "总结").mkdir(parents=True)
    (made / ".git").mkdir()
    (made / "甲.txt").write_text(TEXT.format(2023), encoding="utf-8")
    (made / "2024" / "总结" / "乙.md").write_text(TEXT.format(2024), encoding="utf-8")
    (made / "丙.docx").write_bytes(b"PK\x03\x04 no package")
    (made / "丁.txt").write_text("机密★1年\n" + TEXT.format(2022), encoding="utf-8")
    (made / "~$甲.docx").write_bytes(b"x")
    (made / ".隐藏.txt").write_text(TEXT.format(2021), encoding="utf-8")
    (made / ".git" / "x.txt").write_text(TEXT.format(2020), encoding="utf-8")
    (made / "图.xlsx").write_bytes(b"x")
    return made


def fates(paths: list[Path]) -> dict[str, str]:
    return {each.source: each.skipped or each.failed for each in offered_files(paths)}


def test_every_file_below_a_folder_is_offered_or_skipped_with_its_reason(folder: Path) -> None:
    found = fates([folder])
    assert {name for name, why in found.items() if not why} == {
        "甲.txt",
        "2024/总结/乙.md",
        "丙.docx",
        "丁.txt",
    }
    assert found["~$甲.docx"] == "Word/WPS 临时文件"
    assert found[".隐藏.txt"] == "隐藏文件"
    assert found[".git"] == "隐藏文件夹"
    assert "不支持的类型" in found["图.xlsx"]


def test_a_bad_file_stops_none_of_the_others(folder: Path, tmp_path: Path) -> None:
    done = index_reports([folder], tmp_path / "库")
    assert [row["source"] for row in done.read] == ["2024/总结/乙.md", "甲.txt"]
    assert [Path(row["path"]).name for row in done.failed] == ["丙.docx"]
    skipped = {Path(row["path"]).name: row["reason"] for row in done.skipped}
    assert "标有密级“机密”" in skipped["丁.txt"]
    assert len(skipped) == 5


def test_what_was_read_before_is_unchanged(folder: Path, tmp_path: Path) -> None:
    index_reports([folder], tmp_path / "库")
    again = index_reports([folder], tmp_path / "库")
    assert again.read == ()
    assert {Path(row["path"]).name for row in again.unchanged} == {"甲.txt", "乙.md"}


def test_of_two_files_with_one_text_the_second_is_told_to_be_the_same(
    tmp_path: Path,
) -> None:
    for name in ("甲.txt", "乙.md"):
        (tmp_path / name).write_text(TEXT.format(2023), encoding="utf-8")
    done = index_reports([tmp_path / "甲.txt", tmp_path / "乙.md"], tmp_path / "库")
    assert [row["source"] for row in done.read] == ["甲.txt"]
    assert done.unchanged == ()
    assert [row["reason"] for row in done.skipped] == ["与 甲.txt 内容相同"]


def test_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "外面"
    outside.mkdir()
    (outside / "秘.txt").write_text(TEXT.format(2019), encoding="utf-8")
    (folder / "链.txt").symlink_to(outside / "秘.txt")
    (folder / "链夹").symlink_to(outside)
    (folder / "自环").symlink_to(folder)
    (folder / "断.txt").symlink_to(outside / "没有.txt")
    found = fates([folder])
    assert [found[name] for name in ("链.txt", "链夹", "自环", "断.txt")] == ["链接，不跟随"] * 4
    assert not any("秘.txt" in name for name in found)


def test_a_folder_named_through_its_parent_keeps_names_below_it(folder: Path) -> None:
    roundabout = folder / "2024" / ".." / "2024"
    assert set(fates([roundabout])) == {"总结/乙.md"}


def test_a_file_met_twice_is_offered_once(folder: Path) -> None:
    found = [each.source for each in offered_files([folder / "甲.txt", folder, folder])]
    assert found.count("甲.txt") == 1
    assert len(found) == len(set(found))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "管.txt")
    assert fates([folder])["管.txt"] == "不是普通文件"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
def test_a_folder_that_may_not_be_entered_is_told(folder: Path) -> None:
    (folder / "2024").chmod(0)
    try:
        assert "打不开文件夹" in fates([folder])["2024"]
    finally:
        (folder / "2024").chmod(0o700)


def test_a_folder_that_cannot_be_listed_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "2024":
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(folders.os, "scandir", refusing)
    found = fates([folder])
    assert "打不开文件夹" in found["2024"]
    assert found["甲.txt"] == ""


def test_folders_without_end_are_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_DEEPEST", 3)
    (tmp_path / "a" / "b" / "c" / "d").mkdir(parents=True)
    assert fates([tmp_path]) == {"a/b/c/d": "文件夹套了 3 层以上"}


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="没有这个文件或文件夹"):
        list(offered_files([tmp_path / "没有"]))


# Old Word and WPS files


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def test_without_libreoffice_a_doc_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_NAMES", ())
    monkeypatch.setattr(office, "_USUAL_PLACES", ())
    (tmp_path / "旧.doc").write_bytes(OLE + b"\0" * 600)
    with pytest.raises(ReadingError, match=r"请安装 LibreOffice，或另存为 \.docx"):
        office.read_lines(tmp_path / "旧.doc")


def test_a_wps_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "假.wps").write_text("<html>网页</html>", encoding="utf-8")
    with pytest.raises(ReadingError, match="不是 Word 或 WPS 文件"):
        office.read_lines(tmp_path / "假.wps")


def _program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """A stand-in for LibreOffice, and a .doc to read with it."""
    program = tmp_path / "office"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office, "_NAMES", (str(program),))
    (tmp_path / "旧.doc").write_bytes(OLE + b"\0" * 600)
    return tmp_path / "旧.doc"


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_a_conversion_that_hangs_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _program(tmp_path, monkeypatch, f"sleep 60 & echo $! > {tmp_path}/pid; wait")
    monkeypatch.setattr(office, "TIMEOUT", 1)
    with pytest.raises(ReadingError, match="超过 1 秒"):
        office.read_lines(path)
    child = int((tmp_path / "pid").read_text(encoding="utf-8"))
    stat = Path(f"/proc/{child}/stat")
    assert not stat.exists() or stat.read_text(encoding="utf-8").split()[2] in "ZX"


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_a_conversion_that_makes_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ReadingError, match=r"转换不了：旧\.doc"):
        office.read_lines(_program(tmp_path, monkeypatch, "exit 1"))


@pytest.mark.office
@pytest.mark.parametrize("name", ["旧.doc", "旧.wps"])
def test_old_word_files_are_read_through_libreoffice(name: str, tmp_path: Path) -> None:
    program = office.find_office()
    if program is None:
        pytest.skip("LibreOffice is not installed")
    source = tmp_path / "旧.txt"
    source.write_text(TEXT.format(2025), encoding="utf-8")
    profile = (tmp_path / "profile").as_uri()
    options = ["--headless", "--infilter=Text (encoded):UTF8", "--convert-to", "doc:MS Word 97"]
    command = [program, f"-env:UserInstallation={profile}", *options, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=90)
    (tmp_path / "旧.doc").rename(tmp_path / name)
    before = set(tmp_path.iterdir())
    found = [line.text for line in office.read_lines(tmp_path / name)]
    assert found == TEXT.format(2025).strip().splitlines()
    assert set(tmp_path.iterdir()) == before


@pytest.mark.skipif(os.name != "posix", reason="only there are names any bytes")
def test_a_name_in_another_encoding_is_read_and_told_in_characters(
    folder: Path, tmp_path: Path
) -> None:
    for number, name in enumerate(("年度总结.txt".encode("gb18030"), b"\xff\x80.txt")):
        with open(os.fsencode(folder) + b"/" + name, "wb") as file:
            file.write(TEXT.format(2010 + number).encode())
    indexed = index_reports([folder], tmp_path / "library")
    assert {"年度总结.txt", "\ufffd\ufffd.txt"} <= {str(row["source"]) for row in indexed.read}
    assert json.loads((tmp_path / "library" / "manifest.json").read_text("utf-8"))["reports"]
