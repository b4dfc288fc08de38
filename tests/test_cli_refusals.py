"""What the command line refuses: one Chinese line, status 2, nothing written."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from terminal import HEAD, SUMMARY, entries, sheet

from assistant import cli
from assistant.cli import main

BAD_SHEETS: dict[str, tuple[str | bytes, str]] = {
    "空.yaml": (b"", "是空的"),
    "二进制.yaml": (b"\x00\xff\xfe\x81" * 40, "不是 UTF-8"),
    "事实.pdf": (b"%PDF-1.7", ".yaml"),
    "制表符.yaml": (f"{HEAD}facts:\n\t- {{text: 开会}}\n", "第5行用了制表符"),
    "重复键.yaml": (f"{HEAD}year: 2025\n", "第4行把键“year”写了两遍"),
    "重复键.json": ('{"unit": "甲", "unit": "乙"}', "unit"),
    "列表.yaml": ("- 1\n- 2\n", "不能是列表"),
    "文种.yaml": (HEAD.replace("annual-summary", "年度总结报告书"), "“年度总结报告书”"),
    "键.yaml": (f"{HEAD}facst: []\n", "“facst”"),
    "年份.yaml": (HEAD.replace("2026", "明年"), "“明年”"),
    "事实.yaml": (f"{HEAD}facts: 三件\n", "facts"),
    "事实项.yaml": (f"{HEAD}facts:\n  - 开会\n", "facts 第1项"),
    "空事实.yaml": (f"{HEAD}facts:\n  - {{label: 开会}}\n", "facts 第1项“开会”"),
    "不是数.yaml": (f"{HEAD}facts:\n  - {{label: 开会, value: 很多, unit: 次}}\n", "“很多”"),
    "非数.yaml": (f"{HEAD}facts:\n  - {{label: 开会, value: NaN, unit: 次}}\n", "“NaN”"),
    "无穷.yaml": (f"{HEAD}facts:\n  - {{label: 开会, value: .inf, unit: 次}}\n", "“.inf”"),
    "过大.yaml": (
        f"{HEAD}facts:\n  - {{label: 存款, value: 1000000000000001, unit: 元}}\n",
        "存款",
    ),
}

BAD_REPORTS: dict[str, tuple[bytes, str]] = {
    "空.txt": (b"", "空.txt"),
    "二进制.txt": (b"\x00\xff\xfe\x81" * 400, "二进制.txt"),
    "假.docx": ("不是 Word 文件".encode(), "假.docx"),
    "未知.xyz": (b"abc", "未知.xyz"),
}


def assert_refused(argv: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One Chinese line on stderr that holds ``words``, status 2, and nothing on stdout."""
    assert main(argv) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("错误：")
    assert said.err.count("\n") == 1
    assert said.err.endswith("\n")
    assert words in said.err


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("name", BAD_SHEETS)
def test_a_bad_sheet_gets_one_line_and_nothing_is_written(
    name: str, tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, words = BAD_SHEETS[name]
    path = written(tmp_path, name, content)
    assert_refused(["draft", str(path), "-o", str(tmp_path / "稿")], words, capsys)
    assert name in assert_told(path, capsys)
    assert entries(tmp_path) == {path}
    assert entries(home) == set()


def assert_told(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What check says of the same sheet, which it refuses as well."""
    report = written(path.parent, "总结.txt", SUMMARY)
    assert main(["check", str(report), "--facts", str(path)]) == 2
    report.unlink()
    return capsys.readouterr().err


@pytest.mark.parametrize("name", BAD_REPORTS)
@pytest.mark.parametrize(
    "command",
    [
        "check",
        "index",
    ],
)
def test_a_bad_report_gets_one_line_and_nothing_is_written(
    command: str, name: str, tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, words = BAD_REPORTS[name]
    path = written(tmp_path, name, content)
    assert_refused([command, str(path)], words, capsys)
    assert entries(tmp_path) == {path}
    assert entries(home) == set()


@pytest.mark.parametrize(
    "argv",
    [
        ["draft", "没有.yaml", "-o", "稿"],
        ["check", "没有.docx"],
        ["check", "没有.json"],
        ["index", "没有.docx"],
        ["export", "没有.json", "-o", "稿.md"],
    ],
    ids=" ".join,
)
def test_a_missing_file_is_named_and_nothing_is_written(
    argv: list[str],
    tmp_path: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert_refused(argv, argv[1], capsys)
    assert entries(tmp_path) | entries(home) == set()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--kind", "年度总结书"], "“年度总结书”"),
        (["--like", "annual-summary-1999-00000000"], "“annual-summary-1999-00000000”"),
        (["--writer", "robot"], "“robot”"),
        (["--writer", "model"], "NIGAO_MODEL"),
        (["--library", "没有的库"], "没有的库"),
    ],
)
def test_an_option_that_names_nothing_is_refused_and_nothing_is_written(
    options: list[str],
    words: str,
    tmp_path: Path,
    home: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    argv = ["draft", sheet(2026, "年度工作总结"), "-o", str(tmp_path / "稿"), *options]
    assert_refused(argv, words, capsys)
    assert entries(tmp_path) | entries(home) == set()


@pytest.mark.parametrize("command", ["draft", "export"])
def test_an_output_that_cannot_be_written_is_refused(
    command: str, sample_library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = written(tmp_path, "占用", b"kept")
    library = ["--library", str(sample_library)]
    if command == "draft":
        argv = ["draft", sheet(2027, "讲话"), "-o", str(taken / "稿"), *library]
    else:
        out = tmp_path / "稿"
        main(["draft", sheet(2027, "讲话"), "-o", str(out), *library])
        capsys.readouterr()
        argv = ["export", str(out / "draft.json"), "-o", str(taken / "稿.md")]
    before = entries(tmp_path)
    assert_refused(argv, "占用", capsys)
    assert entries(tmp_path) == before
    assert taken.read_bytes() == b"kept"


@pytest.mark.parametrize(("name", "words"), [("稿.rtf", "“稿.rtf”"), ("稿", "“稿”")])
def test_export_names_the_forms_it_knows(
    name: str, words: str, sample_library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "夹"
    main(["draft", sheet(2027, "讲话"), "-o", str(out), "--library", str(sample_library)])
    capsys.readouterr()
    argv = ["export", str(out / "draft.json"), "-o", str(tmp_path / name)]
    assert_refused(argv, words, capsys)
    assert {path.name for path in tmp_path.iterdir()} == {"夹"}


def test_a_home_that_is_a_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NIGAO_HOME", str(written(tmp_path, "家", b"")))
    assert_refused(["library", "list"], "NIGAO_HOME", capsys)


def test_an_interrupted_command_ends_like_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: Any) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(cli._COMMANDS, "demo", interrupted)
    assert main(["demo"]) == 130
    assert capsys.readouterr() == ("", "已中断，没有写完的不会留下\n")


@pytest.mark.slow
def test_a_reader_that_leaves_is_left_in_peace() -> None:
    program = "import sys; from assistant.cli import main; sys.exit(main(['kinds', 'list']))"
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=Path(cli.__file__).parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_a_stream_that_knows_no_chinese_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert main(["kinds", "list"]) == 0
    assert "年度工作总结" in raw.getvalue().decode("utf-8")


@pytest.mark.parametrize(
    ("complaint", "chinese"),
    [
        ("argument -o/--out: expected one argument", "-o/--out：后面要跟一个值"),
        ("argument --a: not allowed with argument --b", "--a：不能与 --b 同用"),
        (
            "ambiguous option: --l could match --library, --like",
            "--l 不明确，可指 --library、--like",
        ),
        ("argument --jobs: invalid int value: '三'", "--jobs：写得不对：'三'"),
        ("something new about '文件'", "命令写得不对（something new about '文件'）"),
    ],
)
def test_a_complaint_of_argparse_is_told_in_chinese(complaint: str, chinese: str) -> None:
    from assistant.cli_words import in_chinese

    assert in_chinese(complaint) == chinese
