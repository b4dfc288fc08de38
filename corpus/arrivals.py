"""Sorting out reports offered to a library: new, known, moved, or a newer state of a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.archive import Card, digest
from corpus.report import Report


@dataclass(slots=True)
class Arrival:
    """What is to be done about the reports offered.

    ``read`` are to be indexed; ``moved`` maps the id of each report that only takes another name
    to that name, ``giving_way`` the id of each that goes to the id of the one in its place.
    """

    read: list[Report] = field(default_factory=list)
    unchanged: list[Report] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)
    giving_way: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Company:
    """What else is offered in the same run, before and behind, where it comes in parts.

    ``sources`` are the names of all files, ``ids`` of the reports read from some of them so far.
    """

    sources: Collection[str] = ()
    ids: Collection[str] = ()


ALONE = Company()
"""Nothing else is offered."""


def sort_out(
    known: Mapping[str, Card],
    offered: Sequence[Report],
    standing: Mapping[str, Sequence[str]],
    company: Company = ALONE,
) -> Arrival:
    """What to do about ``offered`` where the reports of ``known`` (by id) are there already.

    A file is known by its name with the report's kind and year: 2022/总结.docx and
    2023/总结.docx may both be read as 总结.docx. A known report that comes under another name
    takes that name, unless its old name is offered too: then there are two copies of it.
    ``standing`` gives the names of files not read again, by the id of the report they hold.
    """
    arrival = Arrival()
    offered_ids = {report.id for report in offered}.union(standing, company.ids)
    offered_sources = {report.source for report in offered}.union(
        company.sources, *standing.values()
    )
    going = {each: card for each, card in known.items() if each not in offered_ids}
    by_file = _by_file(going)
    seen: set[str] = set()
    for report in offered:
        card = known.get(report.id)
        if report.id in seen:
            arrival.unchanged.append(report)
        elif card is None or card.digest != digest(report):
            arrival.read.append(report)
            arrival.giving_way.update(dict.fromkeys(by_file[_file(report)], report.id))
        else:
            arrival.unchanged.append(report)
            if report.source != card.source and card.source not in offered_sources:
                arrival.moved[report.id] = report.source
        seen.add(report.id)
    for report_id, sources in standing.items():
        card = known.get(report_id)
        if card and report_id not in seen and card.source not in offered_sources:
            arrival.moved[report_id] = sources[0]
    return arrival


def _by_file(cards: Mapping[str, Card]) -> defaultdict[tuple[str, str, int], list[str]]:
    by_file = defaultdict(list)
    for each, card in cards.items():
        by_file[_file(card)].append(each)
    return by_file


def _file(report: Report | Card) -> tuple[str, str, int]:
    return report.source, report.kind, report.year
