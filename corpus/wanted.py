"""What a search or a choice asks of a report: hard conditions, never a matter of likeness."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from corpus.kinds import Role

_MASK = re.compile(r"[XxＸ×*＊某□_＿]+")
_PARTY_BODY = re.compile(r"(机关)?(党组|党委|党总支|党支部)$")


class Filtered(Protocol):
    """What a condition is asked of: a report, or what is kept of it."""

    @property
    def kind(self) -> str:
        """The kind's id."""

    @property
    def year(self) -> int:
        """The year reported on or planned for."""

    @property
    def unit(self) -> str:
        """The office."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a passage's report must be; None asks nothing. ``before`` is a year, itself excluded."""

    kind: str | None = None
    before: int | None = None
    unit: str | None = None
    role: Role | None = None
    year: int | None = None

    def admits(self, report: Filtered) -> bool:
        """Whether passages of this report may be found; the role is asked of each passage."""
        return (
            (self.kind is None or report.kind == self.kind)
            and (self.year is None or report.year == self.year)
            and (self.before is None or report.year < self.before)
            and (self.unit is None or is_same_office(report.unit, self.unit))
        )


# A library names few offices, and each search asks after all of them.
@lru_cache(4_096)
def is_same_office(one: str, other: str) -> bool:
    """Whether two names are of one office: 中共云州市金融工作局党组 is 市金融工作局.

    A masked name (市XXX局) is the office it may stand for.
    """
    short, full = sorted((_bare(one), _bare(other)), key=len)
    for masked, plain in ((short, full), (full, short)):
        if _MASK.search(masked):
            parts = (re.escape(part) for part in _MASK.split(masked))
            return re.search(".+".join(parts) + "$", plain) is not None
    return short == full or (len(short) >= 4 and full.endswith(short))


def _bare(name: str) -> str:
    return _PARTY_BODY.sub("", name.removeprefix("中共"))
