"""The project's own files agree with each other, and tell nothing of the machine they grew on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tree import ROOT, tracked

from assistant import __version__

LOCKS = ("requirements.lock", "requirements-dev.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
OF_A_MACHINE = re.compile(
    r"(?:^|[\s\"'=(:])/(?:work|root|home|Users)/\w"
    r"|--(?:(?:extra-)?index-url|find-links)"
    r"|\b(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com)\b"
)


def locked(name: str) -> dict[str, str]:
    """Package → version of a lock file."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return {canonicalize_name(line.split("==")[0]): line.split("==")[1] for line in lines}


def test_the_changelog_begins_with_the_version_of_the_code() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert next(heading for heading in headings if heading != "Unreleased") == __version__


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_sorted_lines_of_a_name_and_a_version(name: str) -> None:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.+]+", line)] == []
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements-dev.lock", PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_a_lock_fits_what_the_project_asks_for(name: str, asked: list[str]) -> None:
    versions = locked(name)
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)])


def test_the_locks_do_not_overlap_and_do_not_hold_the_project() -> None:
    run, dev = map(locked, LOCKS)
    assert not run.keys() & dev.keys()
    assert "nigao" not in run | dev


def test_a_container_runs_as_nobody_and_opens_no_port_beyond_this_machine() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    for service in services.values():
        assert service["image"] == f"nigao:{__version__}"
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
    assert services["nigao"]["network_mode"] == "none"
    users = re.findall(r"^USER (\d+)", (ROOT / "Dockerfile").read_text("utf-8"), re.M)
    assert users
    assert "0" not in users


def test_a_container_is_built_from_all_that_the_package_needs() -> None:
    kept = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text("utf-8"), re.M)
    needed = {*PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]}
    assert needed | {"pyproject.toml", PROJECT["project"]["readme"], LOCKS[0]} <= {*kept}


@pytest.mark.parametrize("path", tracked(), ids=str)
def test_no_file_names_a_place_of_one_machine(path: Path) -> None:
    text = (ROOT / path).read_text("utf-8", errors="replace")
    assert OF_A_MACHINE.findall(text) == []


@pytest.mark.parametrize("path", [*(ROOT / "scripts").iterdir(), ROOT / ".ci" / "run"], ids=str)
def test_a_script_can_be_run(path: Path) -> None:
    assert path.stat().st_mode & 0o111
    assert path.read_text("utf-8").startswith("#!")
