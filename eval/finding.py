"""What a check saw: a code, a severity and a place."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on the examined text.

    ``excerpt`` holds the offending characters verbatim; ``start`` and ``end`` are their offsets in
    the examined document's full text (see ``eval.evaluate``), both -1 where something is missing
    and so has no place. ``section`` is the heading it stands under.
    """

    code: str
    name: str
    severity: Severity
    section: str
    excerpt: str
    message: str
    start: int = -1
    end: int = -1
    suggestion: str = ""
    mend: str | None = None

    def to_plain(self) -> dict[str, Any]:
        """The mapping written to check.json."""
        plain = asdict(self)
        order = ("code", "name", "severity", "section", "excerpt")
        rest = ("start", "end", "message", "suggestion")
        return {key: plain[key] for key in (*order, *rest)}
