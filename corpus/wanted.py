"""What a search or a choice asks of a report: hard conditions, never a matter of likeness."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.kinds import Role
from corpus.report import Report

_PARTY_BODY = re.compile(r"(机关)?(党组|党委|党总支|党支部)$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a passage's report must be; None asks nothing. ``before`` is a year, itself excluded."""

    kind: str | None = None
    before: int | None = None
    unit: str | None = None
    role: Role | None = None

    def admits(self, report: Report) -> bool:
        """Whether passages of this report may be found; the role is asked of each passage."""
        return (
            (self.kind is None or report.kind == self.kind)
            and (self.before is None or report.year < self.before)
            and (self.unit is None or is_same_office(report.unit, self.unit))
        )


def is_same_office(one: str, other: str) -> bool:
    """Whether two names are of one office: 云州市金融工作局党组 is 云州市金融工作局."""
    return _PARTY_BODY.sub("", one) == _PARTY_BODY.sub("", other)
