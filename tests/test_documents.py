"""The pages say what is so: files exist, the order of reading holds, links lead somewhere."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_architecture import file_of, imported_at_once
from tree import ROOMS, ROOT, tracked

from assistant.cli_parser import build_parser

PAGES = [path for path in tracked() if path.suffix == ".md" and "samples" not in path.parts]
OURS = [path for path in PAGES if "examples" not in path.parts]
_NAMED = re.compile(rf"`((?:{'|'.join((*ROOMS, 'tests', 'docs', 'scripts'))})/[\w./-]+)`")
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[\w-]+)?\)|src=\"([^\"]+)\"")


def reading_order() -> list[str]:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    return re.findall(r"`([\w/]+\.py)`", text.split("## Read the code in this order")[1])


@pytest.mark.parametrize("page", OURS, ids=str)
def test_every_file_a_page_names_exists(page: Path) -> None:
    named = _NAMED.findall((ROOT / page).read_text("utf-8"))
    assert [each for each in named if not (ROOT / each).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    text = (ROOT / page).read_text("utf-8")
    links = ("".join(each) for each in _LINK.findall(text))
    near = [each for each in links if not each.startswith("http")]
    assert [each for each in near if not (ROOT / page.parent / each).exists()] == []


def test_the_order_of_reading_names_files_once_and_what_they_stand_on_first() -> None:
    order = reading_order()
    assert len(order) > 30
    assert len(set(order)) == len(order)
    place = {path: at for at, path in enumerate(order)}
    later = [
        (path, file)
        for path in order
        for name in imported_at_once(Path(path))
        if (file := file_of(name)) in place and place[file] > place[path]
    ]
    assert later == []


# -- commands -------------------------------------------------------------------------------------


def parsers() -> dict[tuple[str, ...], argparse.ArgumentParser]:
    """The parser of each command and action, by its words."""
    found: dict[tuple[str, ...], argparse.ArgumentParser] = {}

    def gather(parser: argparse.ArgumentParser, words: tuple[str, ...]) -> None:
        found[words] = parser
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for name, each in action.choices.items():
                    gather(each, (*words, name))

    gather(build_parser(), ())
    return found


PARSERS = parsers()


def command_lines(text: str) -> Iterator[str]:
    """What a page tells to type: inline code and lines of code blocks that begin with nigao."""
    for block in re.findall(r"^```[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if found := re.search(r"(?:^\s*|\$ |nigao:?\S* |# |run --rm )(nigao .*)", line):
                yield found[1].split("  #")[0]
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from re.findall(r"`(nigao [^`]*)`", prose)


def faults_of(line: str) -> list[str]:
    """The words of a command line that the parser does not know."""
    typed = line.split("nigao", 1)[1].split()
    words: tuple[str, ...] = ()
    while typed and PARSERS[words]._subparsers is not None and not typed[0].startswith("-"):
        names = re.split("[｜|]", typed.pop(0))
        if unknown := [name for name in names if (*words, name) not in PARSERS]:
            return unknown
        words = (*words, names[0])
    flags = {flag for action in PARSERS[words]._actions for flag in action.option_strings}
    named = re.findall(r"(?<![\w-])--?[a-z][\w-]*", " ".join(typed))
    return [flag for flag in named if flag not in flags]


@pytest.mark.parametrize("page", [*OURS, Path("Dockerfile"), Path("compose.yaml")], ids=str)
def test_every_command_a_page_names_is_one_the_parser_knows(page: Path) -> None:
    text = (ROOT / page).read_text("utf-8")
    if page.suffix != ".md":
        text = f"```\n{text}```\n"
    lines = [line for line in command_lines(text) if not line.startswith("nigao-")]
    assert [(line, faults) for line in lines if (faults := faults_of(line))] == []


def test_a_command_or_an_option_that_is_not_there_is_found() -> None:
    assert faults_of("nigao draught x.yaml") == ["draught"]
    assert faults_of("nigao library list｜seek") == ["seek"]
    assert faults_of("nigao draft x.yaml -o DIR --fast") == ["--fast"]
    assert faults_of("nigao draft x.yaml -o DIR [--jobs N]") == []
    assert list(command_lines("a `nigao doctor` b\n```\n$ nigao index x   # y\n```\n")) == [
        "nigao index x ",
        "nigao doctor",
    ]


def test_the_front_page_names_every_command() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    told = {line.split()[1] for line in command_lines(text) if len(line.split()) > 1}
    assert {words[0] for words in PARSERS if words} - told == set()


def test_what_the_front_page_shows_is_so() -> None:
    """The table of last year, sheet and draft, word for word from the samples."""
    text = (ROOT / "README.md").read_text("utf-8").replace("\\*", "*")
    rows = [line.strip("| ").split(" | ") for line in text.split("##")[0].splitlines()]
    shown = [row for row in rows if len(row) == 3 and row[0][:1] > "\u4e00"][:3]
    past = (ROOT / "corpus/samples/reports/2025_年度工作总结.txt").read_text("utf-8")
    sheet = (ROOT / "corpus/samples/sheets/2026_年度工作总结.yaml").read_text("utf-8")
    draft = (ROOT / "docs/examples/2026_年度工作总结/draft.md").read_text("utf-8")
    assert len(shown) == 3
    for was, given, now in shown:
        assert was in past
        assert now in draft
        assert [
            each for each in re.findall("[\u4e00-\u9fff]{4,}", given) if each not in sheet
        ] == []
