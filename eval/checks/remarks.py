"""How a check says what it saw: at a place in the text, or of something that is missing."""

from __future__ import annotations

from eval.examined import Examined, Piece
from eval.finding import Finding, Severity
from eval.rules import code_named


def remark(
    code: str,
    examined: Examined,
    piece: Piece,
    start: int,
    end: int,
    message: str,
    suggestion: str = "",
    mend: str | None = None,
) -> Finding:
    """A finding at ``start:end`` of a piece's own text; the excerpt is what stands there."""
    return at_offsets(
        code,
        examined,
        examined.heading_of(piece),
        piece.start + start,
        piece.start + end,
        message,
        suggestion,
        mend=mend,
    )


def at_offsets(
    code: str,
    examined: Examined,
    section: str,
    start: int,
    end: int,
    message: str,
    suggestion: str = "",
    *,
    mend: str | None = None,
    severity: Severity | None = None,
) -> Finding:
    """A finding at ``start:end`` of the full text, under the heading ``section``.

    ``severity`` stands for the code's own where a single rule is graver or lighter.
    """
    known = code_named(code)
    excerpt = examined.text[start:end]
    return Finding(
        code,
        known.name,
        severity or known.severity,
        section,
        excerpt,
        message,
        start,
        end,
        suggestion or mend or "",
        mend,
    )


def quoted(text: str) -> str:
    """The text in “”, its own quotation marks turned to ‘’ (GB/T 15834—2011, 4.8.3.3)."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def missing(
    code: str,
    section: str,
    message: str,
    suggestion: str = "",
    *,
    severity: Severity | None = None,
) -> Finding:
    """A finding about what is not there, and so has no place."""
    known = code_named(code)
    grave = severity or known.severity
    return Finding(code, known.name, grave, section, "", message, suggestion=suggestion)
