"""Counts beside others in one clause: by label which fact each is, though the same words are near.

In 28个问题已完成整改27个 words alone do not tell which is which; what is counted where does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from assistant.labels import Place
from assistant.ledger import Entry, Ledger
from corpus.blanks import find_blanks
from corpus.figures import Figure, same_amount, same_measure

_NUMBER = re.compile(r"[0-9０-９][0-9０-９.,]*|[一二两三四五六七八九十百千万]+")


def called_so(place: Place, ledger: Ledger) -> tuple[Entry, Entry] | None:
    """The fact called as this count is, and the one whose value stands here; they may be one.

    None where the sheet calls no fact so, or no fact that a count of the clause is called by has
    the value.
    """
    figure, labels = place.figure, _labels(place)
    called = list(_named(labels.get(figure.start, ""), figure, ledger))
    beside = (each for label in labels.values() for each in _named(label, figure, ledger))
    valued = next(_with_value(figure, (*called, *beside)), None)
    return (valued if valued in called else called[0], valued) if called and valued else None


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


def _with_value(figure: Figure, entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        if same_amount(figure.value, figure.measure, entry.value, entry.measure):
            yield entry
