"""The office's own names: last year's forms, masked or not, become this year's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_PLACE = re.compile(r"^(?:中共)?([\u4e00-\u9fff]{2,3}?)(?=[省市州县区])")
_PARTY = ("党组", "党委", "纪委", "党支部")
_ENDS = ("分局", "中心", "局", "办")
# 着眼全局 and 全局性 speak of the whole and not of the office; 全局工作会议 does.
_WHOLE = r"(?<![谋顾重关胆眼揽握务统引领])"
_NOT_OWN = r"(?![性观意谋])"
_TITLE = re.compile(r"《[^》]*》|党委（党组）|党组（党委）")
_MARKED = re.compile("\ue000(\\d+)\ue001")
_OTHERS = r"(?<![级关属系下方直各校企])"


@dataclass(frozen=True, slots=True)
class Offices:
    """Names of the office in the past report and on the sheet.

    ``past`` is the report's office as written (市XXX局党组), ``office``, ``short`` and ``own`` the
    sheet's ``unit``, ``short`` and ``self``; where the sheet leaves the last two out they follow
    from how ``office`` ends.
    """

    past: str
    office: str
    short: str = ""
    own: str = ""

    def renamed(self, text: str) -> str:
        """The text with the office's past names turned into this year's."""
        full, short = _patterns(self)
        for at, (was, _) in enumerate(full):
            text = was.sub(f"\ue000{at}\ue001", text)
        for was, name in short:
            text = was.sub(name, text)
        text = self._with_organ(text)
        return _MARKED.sub(lambda found: full[int(found[1])][1], text)

    def all(self) -> tuple[str, ...]:
        """Every name that is the office's own, past and present."""
        names = {self.past, self.office, self.short, self.own, _base(self.past), _base(self.office)}
        return tuple(sorted(name for name in names if name))

    def places(self) -> frozenset[str]:
        """The place the office belongs to, by its bare name (云州 for 云州市金融工作局)."""
        return frozenset(found[1] for name in self.all() if (found := _PLACE.match(name)))

    def _full_names(self) -> list[tuple[str, str]]:
        """Past names with this year's; a name that stays is one too, so that nothing cuts it."""
        pairs: list[tuple[str, str]] = []
        if self.past:
            pairs.append((self.past, _as_written(self.past, self.office)))
            if _base(self.past) != self.past:
                pairs.append((_base(self.past), _base(self.office)))
        stay = [(name, name) for name in (self.office, _base(self.office)) if name]
        return [*pairs, *stay]

    def _short_names(self) -> list[tuple[str, str]]:
        """Short forms with this year's: 办党组 with 局党组, 我办 with 我局."""
        end = _end(self.office)
        group = {"党委": "党委", "纪委": ""}.get(_organ(self.office), "党组")
        short = self.short or (end + group if end and group else "")
        own = self.own[1:] or end
        pairs = [(form, short) for form in ("办党组", "局党组") if short]
        pairs += [(first + was, first + own) for first in "全本我" for was in "办局" if own]
        return [(was, now) for was, now in pairs if was != now]

    def _with_organ(self, text: str) -> str:
        """党组 as 党委 where the office has become one that has a 党委, and the other way round."""
        was, now = _organ(self.past), _organ(self.office)
        if was == now or {was, now} != {"党组", "党委"}:
            return text
        kept = [found.span() for found in _TITLE.finditer(text)]

        def turned(found: re.Match[str]) -> str:
            inside = any(start <= found.start() < end for start, end in kept)
            return found[0] if inside else now

        return re.sub(f"{_OTHERS}{was}(?!织)", turned, text)


_Renaming = tuple[tuple[re.Pattern[str], str], ...]


@lru_cache(maxsize=64)
def _patterns(offices: Offices) -> tuple[_Renaming, _Renaming]:
    """What is looked for and what it becomes: full names, then short ones."""

    def pattern(was: str, now: str, between: str = "") -> re.Pattern[str]:
        before = rf"(?<!{re.escape(_added(was, now))}){between}"
        return re.compile(f"{before}{re.escape(was)}{_NOT_OWN}")

    full = tuple((pattern(was, now), now) for was, now in offices._full_names())
    short = tuple((pattern(was, now, _WHOLE), now) for was, now in offices._short_names())
    return full, short


def _added(was: str, now: str) -> str:
    """What ``now`` puts before ``was``: 云州 before 市金融局, not to be put there twice."""
    return now[: -len(was)] if now.endswith(was) and now != was else "\0"


def _as_written(past: str, office: str) -> str:
    """The sheet's office with a party organ only where the past name had one."""
    return office if any(past.endswith(organ) for organ in _PARTY) else _base(office)


def _organ(name: str) -> str:
    return next((organ for organ in _PARTY if name.endswith(organ)), "")


def _end(name: str) -> str:
    """How the office's bare name ends, by which it is spoken of: 局 of 市金融工作局."""
    base = _base(name)
    return next((end for end in _ENDS if base.endswith(end)), "")


def _base(name: str) -> str:
    name = name.removeprefix("中共")
    for organ in _PARTY:
        if name.endswith(organ) and len(name) > len(organ) + 1:
            return name.removesuffix(organ)
    return name
