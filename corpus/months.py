"""Months as the tables of dated phrases write them, and the wording that holds in one."""

from __future__ import annotations

from corpus.lexicon import lexicon

Month = tuple[int, int]


def month_of(written: str) -> Month:
    """(year, month) of ``"2023-04"``."""
    year, _, month = written.partition("-")
    return int(year), int(month)


def wording_at(name: str, now: Month) -> str:
    """What the table ``name`` of periods.yaml says for ``now``; "" where it says nothing."""
    for entry in lexicon("periods")["wordings"][name]:
        if month_of(entry["from"]) <= now <= month_of(entry["to"]):
            return str(entry["text"])
    return ""
