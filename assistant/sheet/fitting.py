"""Which facts of a workbook go into which of the documents it serves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.sheet.plain import Plain
from assistant.sheet.workbook import Document
from corpus.errors import SheetError
from corpus.kinds import Kind, kind_named

_SEPARATORS = re.compile(r"[、，,；;/\s]+")
_TARGETS = ("不少于", "不低于", "至少", "力争", "确保", "不超过")


@dataclass(frozen=True, slots=True)
class _Place:
    """A document with what decides whether a fact fits it."""

    name: str
    kind: Kind
    year: int

    def is_called(self, name: str) -> bool:
        return name in (self.name, self.kind.id, self.kind.name, f"{self.year}年{self.kind.name}")

    def speaks_of(self, year: int) -> bool:
        return any(self.year + section.year == year for section in self.kind.sections)


def fitted(
    documents: Sequence[Document], own_kinds: Path | None = None
) -> list[tuple[str, dict[str, Plain]]]:
    """Each document's name and its sheet, with the facts that fit it and no ``fits`` on them.

    A fact goes where its 适用 says. Without one it goes to every document that speaks of its year
    and, when it is a blank of one document's past report, to documents of that tense only: a
    plan's target is no achievement. Years not said are the first document's.

    Raises:
        SheetError: 适用 names what is none of the documents.
    """
    if len(documents) == 1:
        only = documents[0]
        return [(only.name, {**only.plain, **_without_fits(only.plain)})]
    places = [_place(document, own_kinds) for document in documents]
    names = _told_apart([place.name for place in places])
    return [
        (name, _with_facts(document, place, places))
        for name, document, place in zip(names, documents, places, strict=True)
    ]


def _place(document: Document, own_kinds: Path | None) -> _Place:
    kind = kind_named(str(document.plain["kind"]), own_kinds)
    return _Place(document.name, kind, int(str(document.plain["year"]).rstrip("年度")))


def _told_apart(names: Sequence[str]) -> list[str]:
    counts: dict[str, int] = {}
    apart: list[str] = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        apart.append(name if counts[name] == 1 else f"{name}{counts[name]}")
    return apart


def _facts(plain: Mapping[str, Plain]) -> Iterator[dict[str, Plain]]:
    listed = plain.get("facts", [])
    assert isinstance(listed, list)
    for each in listed:
        assert isinstance(each, dict)
        yield each


def _without_fits(plain: Mapping[str, Plain]) -> dict[str, Plain]:
    if "facts" not in plain:
        return {}
    bare: list[Plain] = [_bare(fact) for fact in _facts(plain)]
    return {"facts": bare}


def _bare(fact: Mapping[str, Plain]) -> Plain:
    return {key: value for key, value in fact.items() if key != "fits"}


def _with_facts(document: Document, place: _Place, places: Sequence[_Place]) -> dict[str, Plain]:
    kept: list[Plain] = []
    for fact in _facts(document.plain):
        year = _year_in(fact, place, places)
        if year is not None:
            dated = {"year": str(year)} if year != place.year else {}
            kept.append({**dict(fact), **dated} if dated else dict(fact))
    bare: list[Plain] = [_bare(fact) for fact in kept if isinstance(fact, dict)]
    return {**document.plain, "facts": bare}


def _year_in(fact: Mapping[str, Plain], place: _Place, places: Sequence[_Place]) -> int | None:
    """The year the fact has in this document; None when it does not go there."""
    said = str(fact.get("fits", ""))
    chosen = [_called(name, places) for name in _SEPARATORS.split(said) if name]
    own = int(str(fact["year"]).rstrip("年度")) if fact.get("year") else None
    if chosen:
        return (own or place.year) if place in chosen else None
    source = _source_of(fact, places)
    if source and source.kind.plan != place.kind.plan:
        return None
    if source is None and place.kind.plan != _is_target(fact):
        return None
    year = own or (source or places[0]).year
    if source is None and place.kind.plan:
        year = own or place.year
    return year if place.speaks_of(year) else None


def _is_target(fact: Mapping[str, Plain]) -> bool:
    return str(fact.get("qualifier", "")).startswith(_TARGETS)


def _source_of(fact: Mapping[str, Plain], places: Sequence[_Place]) -> _Place | None:
    """The document whose past report the fact's blank is of, known by the kind in its id."""
    report = str(fact.get("blank", "")).partition("#")[0]
    return next((place for place in places if report.startswith(f"{place.kind.id}-")), None)


def _called(name: str, places: Sequence[_Place]) -> _Place:
    for place in places:
        if place.is_called(name):
            return place
    known = "、".join(place.name for place in places)
    raise SheetError(f"“适用”里的“{name}”不是这份工作簿的材料；可写 {known}，或空着")
