"""The office's own names: last year's forms, masked or not, become this year's."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLACE = re.compile(r"^(?:中共)?([\u4e00-\u9fff]{2,3}?)(?=[省市州县区])")
_PARTY = ("党组", "党委", "纪委", "党支部")


@dataclass(frozen=True, slots=True)
class Offices:
    """Names of the office in the past report and on the sheet.

    ``past`` is the report's office as written (市XXX局党组), ``office``, ``short`` and ``own`` the
    sheet's ``unit``, ``short`` and ``self``.
    """

    past: str
    office: str
    short: str = ""
    own: str = ""

    def renamed(self, text: str) -> str:
        """The text with the office's past names turned into this year's."""
        for was, now in self._pairs():
            if was != now:
                before = rf"(?<!{re.escape(_added(was, now))})"
                text = re.sub(rf"{before}{re.escape(was)}(?![性观])", now, text)
        return text

    def all(self) -> tuple[str, ...]:
        """Every name that is the office's own, past and present."""
        names = {self.past, self.office, self.short, self.own, _base(self.past), _base(self.office)}
        return tuple(sorted(name for name in names if name))

    def places(self) -> frozenset[str]:
        """The place the office belongs to, by its bare name (云州 for 云州市金融工作局)."""
        return frozenset(found[1] for name in self.all() if (found := _PLACE.match(name)))

    def _pairs(self) -> list[tuple[str, str]]:
        pairs: list[tuple[str, str]] = []
        if self.past:
            pairs.append((self.past, _as_written(self.past, self.office)))
            if _base(self.past) != self.past:
                pairs.append((_base(self.past), _base(self.office)))
        if self.short:
            pairs += [(form, self.short) for form in ("办党组", "局党组") if form != self.short]
        if self.own:
            forms = ("全办", "全局", "本办", "本局", "我办", "我局")
            pairs += [(form, self.own) for form in forms if form[0] == self.own[0]]
        return pairs


def _added(was: str, now: str) -> str:
    """What ``now`` puts before ``was``: 云州 before 市金融局, not to be put there twice."""
    return now[: -len(was)] if now.endswith(was) and now != was else "\0"


def _as_written(past: str, office: str) -> str:
    """The sheet's office with a party organ only where the past name had one."""
    return office if any(past.endswith(organ) for organ in _PARTY) else _base(office)


def _base(name: str) -> str:
    name = name.removeprefix("中共")
    for organ in _PARTY:
        if name.endswith(organ) and len(name) > len(organ) + 1:
            return name.removesuffix(organ)
    return name
