"""The command line's help and complaints: Chinese throughout, one line for a wrong word."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import __version__, cli
from assistant.cli import main
from assistant.cli_parser import build_parser


def helps() -> list[tuple[str, ...]]:
    """The words before --help of every command there is."""
    found: list[tuple[str, ...]] = []
    waiting: list[tuple[tuple[str, ...], argparse.ArgumentParser]] = [((), build_parser())]
    while waiting:
        words, parser = waiting.pop(0)
        found.append(words)
        for action in parser._actions:
            if isinstance(action.choices, dict):
                waiting.extend(((*words, name), each) for name, each in action.choices.items())
    return found


def help_of(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as stop:
        main([*words, "--help"])
    assert stop.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("words", helps(), ids=" ".join)
def test_help_speaks_chinese_throughout(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    text = help_of(words, capsys)
    assert text.startswith(f"用法：{' '.join(('nigao', *words))}")
    for english in ("usage", "options", "positional", "show this", "exit", "show program"):
        assert english not in text
    _, *described = text.split("\n\n")
    lines = [line for block in described for line in block.splitlines()]
    assert [line for line in lines if not any("一" <= each <= "鿿" for each in line)] == []


@pytest.mark.parametrize("words", helps(), ids=" ".join)
def test_help_fits_a_terminal(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.cli_text import columns

    monkeypatch.setenv("COLUMNS", "40")
    assert max(columns(line) for line in help_of(words, capsys).splitlines()) <= 92


def test_help_lists_the_commands_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    listed = help_of((), capsys).split("命令：")[1].split("退出状态")[0].split("\n")
    commands = [line.split()[0] for line in listed if line.strip()]
    first = ["demo", "index", "library", "kinds", "form", "facts", "draft", "batch", "check"]
    assert commands == [
        *first,
        "export",
        "revise",
        "return",
        "refresh",
        "opinions",
        "chat",
        "users",
        "doctor",
    ]


@pytest.mark.slow
def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys\nfrom assistant.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    print('|'.join(sys.modules))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(cli.__file__).parents[1],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    modules = {name.split(".")[0] for name in ran.stdout.splitlines()[-1].split("|")}
    assert "assistant" in modules
    heavy = {"bm25s", "chromadb", "docx", "gradio", "langchain_core", "numpy", "openai", "httpx"}
    assert not modules & (heavy | {"pydantic", "yaml", "tqdm", "platformdirs", "eval"})


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"nigao {__version__}\n"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "缺少 命令；用法见 nigao --help"),
        (["foo"], "命令：没有“foo”这一项，可用 demo、index、library、kinds、form、"),
        (["library"], "缺少 动作；用法见 nigao library --help"),
        (["index"], "缺少 PATH；用法见 nigao index --help"),
        (["index", "a", "--year", "去年"], "--year：应是四位年份（如 2025），写的是“去年”；用法见"),
        (["index", "a", "--year"], "--year：后面要跟一个值；用法见 nigao index --help"),
        (["index", "a", "--yea", "2025"], "不认识 --yea 2025；用法见 nigao --help"),
        (["index", "", "--unit", "甲"], "PATH：路径不能是空的；用法见 nigao index --help"),
        (["draft", "a.yaml"], "缺少 -o；用法见 nigao draft --help"),
        (
            ["draft", "a", "-o", "b", "--holes", "all"],
            "--holes：没有“all”这一项，可用 required、keep、drop；用法见 nigao draft --help",
        ),
        (["draft", "a", "-o", "b", "--jobs", "0"], "--jobs：应是1到64的整数，写的是“0”；用法见"),
        (["check", "a", "--json=是"], "--json：后面不带值，多了 '是'；用法见 nigao check --help"),
        (["library", "search", " "], "QUERY：检索词不能是空的；用法见 nigao library search --help"),
        (["write"], "命令：没有“write”这一项"),
    ],
)
def test_a_wrong_command_line_gets_one_chinese_line(
    words: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"错误：{complaint}")
    assert said.err.count("\n") == 1


def test_every_argument_has_a_help_text() -> None:
    waiting, seen = [build_parser()], 0
    while waiting:
        for action in waiting.pop()._actions:
            if isinstance(action.choices, dict):
                waiting.extend(action.choices.values())
            else:
                assert action.help, action
                seen += 1
    assert seen > 20
