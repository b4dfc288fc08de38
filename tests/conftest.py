"""What every test stands on: a home of its own, no keys, and no group skipped where it counts."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import pytest

GROUPS = ("office", "browser", "gold", "slow", "model")
KEPT = ("NIGAO_GOLD_DIR", "NIGAO_TEST_MODEL")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new, empty NIGAO_HOME; no key and no endpoint of the person who runs the tests."""
    folder = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "NIGAO_")) and name not in KEPT:
            monkeypatch.delenv(name)
    monkeypatch.setenv("NIGAO_HOME", str(folder))
    return folder


@pytest.fixture
def sample_library() -> Path:
    """A library of all sample reports: to be read, not changed."""
    from desks import sample_library  # takes seconds, and most tests want none

    return sample_library()


@pytest.fixture
def summary(tmp_path: Path) -> Path:
    """A past report small enough to say by eye what is to be printed of it."""
    from terminal import SUMMARY

    path = tmp_path / "reports" / "2025_年度工作总结.txt"
    path.parent.mkdir()
    path.write_text(SUMMARY, encoding="utf-8")
    return path


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--needs",
        action="append",
        choices=GROUPS,
        default=[],
        help="fail when a test marked so lacked what it needs, or when none ran",
    )
    parser.addoption(
        "--pictures",
        action="store_true",
        help="take the guide's pictures of the page in the browser anew",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Needs(config.getoption("--needs")), "needs")


class _Needs:
    """Watches the groups asked for by ``--needs``.

    Tools and folders are looked for in marks and fixtures: a test skipped there lacked one. A skip
    inside a test is about its own case.
    """

    def __init__(self, groups: Sequence[str]) -> None:
        self.groups = groups
        self.ran: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, Any]:
        report = yield
        for group in self.groups:
            if item.get_closest_marker(group) is None:
                continue
            self.skipped[group] += report.skipped and report.when == "setup"
            self.ran[group] += report.when == "call" and not report.skipped
        return report

    def faults(self) -> list[str]:
        """One line for each group that was not wholly run."""
        return [
            f"{group}: {self.ran[group]} ran, {self.skipped[group]} lacked a tool or folder"
            for group in self.groups
            if self.skipped[group] or not self.ran[group]
        ]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.faults() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for line in self.faults():
            terminalreporter.write_line(f"NEEDED {line}", red=True)
