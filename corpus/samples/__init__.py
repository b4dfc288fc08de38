"""Sample past reports and sheets of facts about a bureau that does not exist."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable


def sample_folder() -> Traversable:
    """The folder that holds ``reports/`` (past reports) and ``sheets/`` (sheets of facts)."""
    return files("corpus.samples")
