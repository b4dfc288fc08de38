"""What this machine has of what Nigao can use: LibreOffice, fonts, optional packages."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec

from corpus.reading.office import find_office

# Starting LibreOffice for the first time after an installation can take that long.
_PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Office:
    """LibreOffice as found: where, and the version it tells; "" when it does not start."""

    program: str
    version: str


def installed_office() -> Office | None:
    """The LibreOffice of this machine, started once to see that it runs; None without one."""
    program = find_office()
    if program is None:
        return None
    # "LibreOffice 7.4.7.2 40(Build:2)": the build's number tells nobody anything.
    return Office(program, " ".join(_said([program, "--version"]).split()[:2]))


def installed_fonts() -> frozenset[str] | None:
    """The names of the font families installed; None where nothing here can tell them."""
    program = shutil.which("fc-list")
    listed = _said([program, ":", "family"]) if program else ""
    if not listed:
        return None
    return frozenset(name.strip() for line in listed.splitlines() for name in line.split(","))


def is_installed(module: str) -> bool:
    """Whether a package could be imported; it is not."""
    return find_spec(module) is not None


def _said(command: Iterable[str]) -> str:
    """What a program prints; "" when it cannot be started, fails or does not end in time."""
    try:
        ran = subprocess.run(
            [*command], check=True, capture_output=True, timeout=_PATIENCE, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return ran.stdout.decode("utf-8", errors="replace").strip()
