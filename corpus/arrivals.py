"""Sorting out reports offered to a library: new, known, moved, or a newer state of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.archive import digest
from corpus.report import Report


@dataclass(slots=True)
class Arrival:
    """What is to be done about the reports offered.

    ``read`` are to be indexed and ``moved`` only to be written again; ``giving_way`` maps the id
    of each report that goes to the id of the one that takes its place.
    """

    read: list[Report] = field(default_factory=list)
    unchanged: list[Report] = field(default_factory=list)
    moved: list[Report] = field(default_factory=list)
    giving_way: dict[str, str] = field(default_factory=dict)


def sort_out(known: Mapping[str, Report], offered: Sequence[Report]) -> Arrival:
    """What to do about ``offered`` where the reports of ``known`` (by id) are there already.

    A file is known by its name with the report's kind and year: 2022/总结.docx and
    2023/总结.docx may both be read as 总结.docx. A known report that comes under another name
    takes that name, unless its old name is offered too: then there are two copies of it.
    """
    arrival = Arrival()
    offered_ids = {report.id for report in offered}
    offered_sources = {report.source for report in offered}
    seen: set[str] = set()
    for report in offered:
        twin = known.get(report.id)
        if report.id in seen:
            arrival.unchanged.append(report)
        elif twin is None or digest(twin) != digest(report):
            arrival.read.append(report)
            for old in known.values():
                if _file(old) == _file(report) and old.id not in offered_ids:
                    arrival.giving_way[old.id] = report.id
        else:
            arrival.unchanged.append(report)
            if report.source != twin.source and twin.source not in offered_sources:
                arrival.moved.append(report)
        seen.add(report.id)
    return arrival


def _file(report: Report) -> tuple[str, str, int]:
    return report.source, report.kind, report.year
