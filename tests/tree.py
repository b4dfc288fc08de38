"""The project's own tree, as tests that look at it see it."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("assistant", "corpus", "eval", "prompts")


def modules() -> list[Path]:
    """Every Python file of the four rooms, below the root."""
    found = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return sorted(path.relative_to(ROOT) for path in found)


def tracked() -> list[Path]:
    """Every file under version control, below the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    )
    return [Path(name) for name in listed.stdout.split("\0") if name]
