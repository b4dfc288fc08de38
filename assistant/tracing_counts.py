"""Counts beside others in one clause: by label which fact each is, though the same words are near.

In 28个问题已完成整改27个 words alone do not tell which is which; what is counted where does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.labels import SAME_THING, Place, Wording, agreement
from assistant.ledger import Entry, Ledger
from assistant.stepping import steps_in
from corpus.blanks import Blank, find_blanks
from corpus.figures import Figure, same_amount, same_measure
from corpus.stepping import has_way

_NUMBER = re.compile(r"[0-9０-９][0-9０-９.,]*|[一二两三四五六七八九十百千万]+")


def called_so(place: Place, ledger: Ledger) -> tuple[Entry, Entry] | None:
    """The fact called as this count is, and the one whose value stands here; they may be one.

    None where the sheet calls no fact so, or no fact that a count of the clause is called by has
    the value.
    """
    figure, labels = place.figure, _labels(place)
    called = list(_named(labels.get(figure.start, ""), figure, ledger))
    beside = (each for label in labels.values() for each in _named(label, figure, ledger))
    valued = next((each for each in (*called, *beside) if _has_value(figure, each)), None)
    return (valued if valued in called else called[0], valued) if called and valued else None


def stepped(place: Place, ledger: Ledger) -> tuple[Entry, bool] | None:
    """The entry that a step (由3家减至1家) tells at this end, and whether it has the value here.

    It is last year's value where the step begins and this year's where it ends. None where the
    sheet has no such entry, or the place is no end of a step.
    """
    found = _step_at(place)
    if found is None:
        return None
    blank, is_before = found
    label = Wording.of(blank.label.removeprefix("原" if is_before else ""))
    standing, figure = "previous" if is_before else "value", place.figure
    told = [
        (agreement(each.label, label), _has_value(figure, each), each)
        for each in ledger.akin(label.pairs)
        if each.standing == standing and same_measure(figure.measure, each.measure)
    ]
    best = max(told, key=lambda row: row[:2], default=None)
    return (best[2], best[1]) if best and best[0] >= SAME_THING else None


def _step_at(place: Place) -> tuple[Blank, bool] | None:
    """The blank at the place, if it is an end of a step, and whether it is where that begins."""
    text, start = place.clause.text, place.figure.start - place.clause.start
    if not (has_way(text) and len(_NUMBER.findall(text)) > 1):
        return None
    blanks = find_blanks(text)
    for step in steps_in(text, blanks):
        for at, is_before in ((step.before, True), (step.after, False)):
            if blanks[at].start == start:
                return blanks[at], is_before
    return None


def _labels(place: Place) -> Mapping[int, str]:
    """What each count of the place's clause counts, by its start; empty where it counts but one."""
    text = place.clause.text
    if len(_NUMBER.findall(text)) < 2:
        return {}
    counts = {place.clause.start + blank.start: blank.label for blank in find_blanks(text)}
    return counts if len(counts) > 1 else {}


def _named(label: str, figure: Figure, ledger: Ledger) -> Iterator[Entry]:
    for entry in ledger.by_label.get(label, ()):
        if same_measure(figure.measure, entry.measure):
            yield entry


def _has_value(figure: Figure, entry: Entry) -> bool:
    return same_amount(figure.value, figure.measure, entry.value, entry.measure)
