"""Which figure of a sentence tells which item of its evidence, to the character.

Whether a figure is a fact is asked of :mod:`assistant.tracing`, with the ledger narrowed to what
the sentence rests on. A figure that may as well be another item's is placed at neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Literal

from assistant.derived import change_of, parts_of_total, shared
from assistant.labels import Place, Wording, base_value, places_of
from assistant.ledger import Ledger
from assistant.sheet.facts import Fact
from assistant.trace import Trace
from assistant.tracing import trace_places
from corpus.figures import Figure, find_figures, same_amount, same_measure

Way = Literal["value", "previous", "change", "total", "share"]

# With more facts of one amount in a sentence, there are too many ways to place them.
_MOST_ALIKE = 5


@dataclass(frozen=True, slots=True)
class Proof:
    """The characters ``start:end`` of a sentence are a figure that rests on the items ``refs``.

    ``way`` says how: the item's value, last year's, the change between the two, the total of the
    items, or the share of the first in the second. A part that no item tells stands in ``refs``
    as it was written.
    """

    start: int
    end: int
    way: Way
    refs: tuple[str, ...]


def prove_figures(
    text: str, facts: Sequence[Fact], ledger: Ledger, *, year: int
) -> tuple[Proof, ...]:
    """A proof for each figure of ``text`` that can be placed without a guess, in order.

    Args:
        text: One sentence.
        facts: Those of its evidence.
        ledger: That of all its evidence, and of nothing else.
        year: The year the text speaks of.
    """
    return tuple(_Proving(text, facts, ledger, year).proofs())


class _Proving:
    def __init__(self, text: str, facts: Sequence[Fact], ledger: Ledger, year: int) -> None:
        self.facts = {fact.id: fact for fact in facts if fact.value is not None}
        self.labels = {key: Wording.of(fact.label) for key, fact in self.facts.items()}
        self.places = tuple(places_of(text))
        self.traces = trace_places(text, self.places, ledger, year=year)
        self.told = {at: ref for alike in _alike(self.facts) for at, ref in self._told(alike)}

    def proofs(self) -> Iterator[Proof]:
        """The proofs, in the order of the figures."""
        for at, trace in enumerate(self.traces):
            way, refs = self._proof(at, trace)
            if refs:
                yield Proof(trace.figure.start, trace.figure.end, way, refs)

    def _proof(self, at: int, trace: Trace) -> tuple[Way, tuple[str, ...]]:
        if at in self.told:
            return "value", (self.told[at],)
        if trace.figure.sort != "amount":
            return "value", ()
        match trace.verdict:
            case "traced" if trace.source not in self.facts:
                return "value", (trace.source,)
            case "previous":
                return "previous", self._last_year(at, trace.source)
            case "derived":
                return self._reckoned(at, trace)
        return "value", ()

    def _last_year(self, at: int, ref: str) -> tuple[str, ...]:
        """The fact whose value of last year the figure is, unless it may be another's."""
        previous = self.facts[ref].previous if ref in self.facts else None
        rivals = [key for key, fact in self.facts.items() if fact.previous == previous]
        return (ref,) if self._speaks_most(at, ref, rivals) else ()

    def _reckoned(self, at: int, trace: Trace) -> tuple[Way, tuple[str, ...]]:
        figure, before = trace.figure, self.traces[:at]
        fact = self.facts.get(trace.source)
        if fact and change_of(figure, fact) == abs(figure.value):
            return "change", (fact.id,)
        if pair := shared(figure, [each.figure for each in before if each.supported]):
            return "share", tuple(self._names(pair))
        parts = parts_of_total(figure, [each.figure for each in before])
        return "total", tuple(self._names(parts))

    def _names(self, figures: Iterable[Figure]) -> Iterator[str]:
        for figure in figures:
            at = next(at for at, each in enumerate(self.traces) if each.figure is figure)
            yield self.told.get(at) or self.traces[at].source or figure.text

    # -- which fact's value a figure is --

    def _told(self, alike: Sequence[str]) -> Iterator[tuple[int, str]]:
        """(figure, fact) for each figure that tells one of these facts, which have one amount."""
        traced = {
            at: trace.source
            for at, trace in enumerate(self.traces)
            if trace.verdict == "traced" and trace.source in alike
        }
        if set(traced.values()) == set(alike):
            return iter(traced.items())
        facts = [self.facts[ref] for ref in alike]
        may = [at for at, each in enumerate(self.traces) if at in traced or _may_tell(each, facts)]
        if len(may) == len(alike):
            return self._assigned(may, alike)
        return ((at, ref) for at, ref in traced.items() if self._speaks_most(at, ref, alike))

    def _assigned(self, figures: Sequence[int], alike: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Each fact at a figure of its own, as the words speak for most; none for a tie."""
        if len(alike) > _MOST_ALIKE:
            return
        ranked = sorted(
            (
                (round(sum(map(self._fit, figures, order)), 6), order)
                for order in permutations(alike)
            ),
            reverse=True,
        )
        if len(ranked) == 1 or ranked[0][0] > ranked[1][0]:
            yield from zip(figures, ranked[0][1], strict=True)

    def _speaks_most(self, at: int, ref: str, rivals: Iterable[str]) -> bool:
        """Whether the words at the figure speak of this fact more than of any rival."""
        fit = self._fit(at, ref) if ref in self.facts else 0
        return all(self._fit(at, rival) < fit for rival in rivals if rival != ref)

    def _fit(self, at: int, ref: str) -> float:
        place: Place = self.places[at]
        return place.speaks_of(self.labels[ref])


def _alike(facts: Mapping[str, Fact]) -> Iterator[tuple[str, ...]]:
    """The facts in groups of one amount, by their ids."""
    left = list(facts.values())
    while left:
        group = tuple(fact.id for fact in left if _is_alike(fact, left[0]))
        left = [fact for fact in left if fact.id not in group]
        yield group


def _is_alike(one: Fact, other: Fact) -> bool:
    if one.value is None or other.value is None:
        return False
    equal = base_value(one.value, one.measure) == base_value(other.value, other.measure)
    return equal and same_measure(one.measure, other.measure)


def _may_tell(trace: Trace, facts: Sequence[Fact]) -> bool:
    """Whether the figure has the amount of one of the facts, and no words say it is another's."""
    match trace.verdict:
        case "untraced" | "wrong label":
            free = not trace.expected
        case "wrong period":
            free = any(trace.source == fact.id for fact in facts)
        case _:
            free = False
    is_amount = trace.figure.sort == "amount"
    return free and is_amount and any(_tells(trace.figure, fact) for fact in facts)


def _tells(figure: Figure, fact: Fact) -> bool:
    if fact.value is None:
        return False
    amounts = [(abs(fact.value), fact.measure)]
    amounts += [(said.value, said.measure) for said in find_figures(fact.say)]
    return any(same_amount(figure.value, figure.measure, *amount) for amount in amounts)
