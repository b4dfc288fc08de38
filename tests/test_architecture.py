"""Which file may import which, told from the source: arrows, owners, and what is slow."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from tree import ROOMS, ROOT, modules

# Each floor may import its own and those below: prompts ← corpus ← assistant ← eval ← desk ← doors.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("prompts/",),
    ("corpus/",),
    ("assistant/",),
    ("eval/",),
    (
        "assistant/batch.py",
        "assistant/checking.py",
        "assistant/demo.py",
        "assistant/desk.py",
        "assistant/doctor/",
        "assistant/edited_desk.py",
        "assistant/forming.py",
        "assistant/indexing.py",
        "assistant/learning.py",
        "assistant/making.py",
        "assistant/redrafting.py",
        "assistant/revise_desk.py",
    ),
    ("assistant/cli", "assistant/chat/", "assistant/talk/", "assistant/progress.py", "eval/bench/"),
)
OWNERS: dict[str, tuple[str, ...]] = {
    "charset_normalizer": ("corpus/reading/",),
    "chromadb": ("corpus/chroma.py",),
    "cn2an": ("corpus/numerals.py",),
    "distributed": ("assistant/clustering.py",),
    "filelock": ("corpus/locking.py",),
    "gradio": ("assistant/chat/",),
    "jinja2": ("assistant/chat/markup.py", "assistant/prompting.py"),
    "markupsafe": ("assistant/chat/markup.py",),
    "langchain": ("assistant/wiring.py",),
    "langchain_chroma": ("eval/bench/",),
    "langchain_core": (
        "assistant/talk/tools.py",
        "assistant/calling.py",
        "assistant/cli_library.py",
        "assistant/embedding.py",
        "assistant/probing.py",
        "assistant/wiring.py",
        "assistant/writing/",
        "corpus/",
        "eval/bench/",
    ),
    "langchain_openai": ("assistant/wiring.py",),
    "langsmith": ("assistant/wiring.py",),
    "langchain_text_splitters": ("eval/bench/",),
    "lxml": ("corpus/reading/",),
    "numpy": ("corpus/",),
    "openai": ("assistant/wiring.py",),
    "openpyxl": ("assistant/sheet/",),
    "platformdirs": ("assistant/settings.py",),
    "pydantic": ("",),
    "pypdf": ("corpus/reading/",),
    "tqdm": ("assistant/progress.py",),
    "yaml": ("",),
}
# Seconds to import: only inside the function that needs them, or under TYPE_CHECKING.
SLOW = {
    "chromadb",
    "docx",
    "gradio",
    "httpx",
    "langchain",
    "langchain_openai",
    "langsmith",
    "openai",
}
# Imported only where somebody has installed it: no dependency.
OPTIONAL = {"distributed", "langchain", "langchain_chroma", "langchain_text_splitters"}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    """The dotted name of every module imported anywhere in ``tree``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module, "the tree has no relative imports"
            assert node.level == 0, "the tree has no relative imports"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported_at_once(path: Path) -> set[str]:
    """What a module imports when it is imported itself."""
    at_once: list[ast.stmt] = []
    waiting = list(tree_of(path).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting.extend(node.orelse)
        elif isinstance(node, ast.If | ast.Try | ast.With | ast.ClassDef):
            waiting.extend(
                each for each in ast.iter_child_nodes(node) if isinstance(each, ast.stmt)
            )
        elif isinstance(node, ast.Import | ast.ImportFrom):
            at_once.append(node)
    return {name for node in at_once for name in imported(node)}


def file_of(name: str) -> str | None:
    """The file of our own module ``name``, None for names inside modules and foreign modules."""
    path = Path(*name.split("."))
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if name.split(".")[0] in ROOMS and (ROOT / candidate).is_file():
            return candidate.as_posix()
    return None


def floor_of(path: str) -> int:
    """The highest floor one of whose names begins the path."""
    return max(at for at, names in enumerate(FLOORS) if path.startswith(names))


def foreign(path: Path) -> set[str]:
    tops = {name.split(".")[0] for name in imported(tree_of(path))}
    return tops - sys.stdlib_module_names - set(ROOMS)


@pytest.mark.parametrize("path", modules(), ids=str)
def test_a_file_imports_only_its_own_floor_and_those_below(path: Path) -> None:
    files = {file for name in imported(tree_of(path)) if (file := file_of(name))}
    above = {file for file in files if floor_of(file) > floor_of(path.as_posix())}
    # The version stands in assistant/__init__.py, which imports nothing.
    assert not above - {"assistant/__init__.py"}


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {
        path.as_posix(): {file for name in imported_at_once(path) if (file := file_of(name))}
        for path in modules()
    }
    # A package's own name is imported with each of its modules: no arrow of ours.
    arrows = {path: files - {path} for path, files in graph.items()}
    assert len(list(TopologicalSorter(arrows).static_order())) == len(graph)


@pytest.mark.parametrize("path", modules(), ids=str)
def test_a_foreign_library_is_known_only_where_it_is_owned(path: Path) -> None:
    strangers = [
        library
        for library in foreign(path)
        if not path.as_posix().startswith(OWNERS.get(library, ("nowhere",)))
    ]
    assert strangers == []


def test_what_is_imported_is_what_the_project_depends_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {_bare(requirement) for requirement in project["dependencies"]}
    of = packages_distributions()
    used = {
        _bare(distribution)
        for path in modules()
        for library in foreign(path) - OPTIONAL
        for distribution in of[library]
    }
    assert used == asked


@pytest.mark.parametrize("path", modules(), ids=str)
def test_nothing_slow_is_imported_with_a_module(path: Path) -> None:
    if path == Path("assistant/chat/page.py"):
        return  # made of nothing but the page's library; serving imports it when it serves
    tops = {name.split(".")[0] for name in imported_at_once(path)}
    assert not tops & SLOW


@pytest.mark.parametrize("path", modules(), ids=str)
def test_only_the_settings_read_the_environment(path: Path) -> None:
    reads = {
        node.attr
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv", "environb"}
    }
    assert not reads or path == Path("assistant/settings.py")


@pytest.mark.parametrize("path", modules(), ids=str)
def test_no_function_catches_every_exception(path: Path) -> None:
    caught = [
        ast.unparse(node.type) if node.type else "everything"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
    ]
    assert not {"everything", "Exception", "BaseException"} & set(caught)


def test_the_package_of_the_version_holds_nothing_else() -> None:
    kinds = [type(node) for node in tree_of(Path("assistant/__init__.py")).body]
    assert kinds == [ast.Expr, ast.Assign]


def _bare(requirement: str) -> str:
    name = requirement.split("[")[0]
    for mark in "<>=!~; ":
        name = name.split(mark)[0]
    return name.lower().replace("_", "-")
