"""Placing: which section each fact, problem and piece of guidance goes to, and behind which line.

Likeness is measured against last year's words of the section; only places come out of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from assistant.brief import Brief, Line, Spot, faults_in
from assistant.homes import Homes, kin, sphere_of
from assistant.likeness import bigrams, share
from assistant.sheet.facts import Fact, Guidance, Problem, Sheet
from corpus.phrases import find_stale

_T = TypeVar("_T")
_GUIDING = re.compile(r"精神[，。；]|思想为指导")
_THANKS = re.compile(r"感谢|道一声|辛苦|致敬|致以")
_NEAR = 0.12
_CROWDED = 0.1
_SAME_SPHERE = 0.1
_FORWARD = ("next", "tasks", "guiding", "safeguards")
_TELLING_ROLES = ("work", "review", "tasks", "guiding", "safeguards", "next")
# What came from above late in the year guides the next; what came early guided this one.
_GUIDED_ROLES = ("next", "guiding", "tasks", "situation", "work")
_GUIDED_EARLY = ("guiding", "work", "tasks", "situation", "next")


def assign_items(
    briefs: tuple[Brief, ...],
    sheet: Sheet,
    homes: Homes,
    words: Mapping[str, tuple[str, str]],
    *,
    told: Collection[str] = (),
) -> tuple[Brief, ...]:
    """The briefs with every fact, problem and piece of guidance given to the one it belongs to.

    ``told`` holds ids of guidance whose name has already taken last year's place. Facts held in
    reserve (备用), those of a year no section speaks of, and those that are not required and
    resemble no section are left out; the draft lists them.
    """
    taken = {fact for top in briefs for brief in top.walk() for fact in brief.slotted()}
    homes = replace(homes, outline=briefs)
    company = homes.company(sheet.facts, homes.leaves(_TELLING_ROLES))
    by_section: dict[str, list[Fact | Problem | Guidance]] = {}
    for fact in sheet.facts:
        idle = (fact.is_open and not fact.required) or fact.weight == "备用"
        if fact.id not in taken and not idle and not fact.id.startswith("T"):
            _give(by_section, _home_of_fact(fact, sheet, homes, company), fact)
    for piece in sheet.guidance:
        if piece.section or piece.id not in told:
            _give(by_section, _home_of_guidance(piece, homes), piece)
    shared = _homes_of_problems(sheet, homes)
    return tuple(_given(brief, sheet, by_section, shared, words) for brief in briefs)


@dataclass(frozen=True, slots=True)
class _Problems:
    owned: dict[str, list[Problem]]
    mended: dict[str, list[Problem]]
    measured: dict[str, list[Problem]]


def _give(table: dict[str, list[_T]], home: Brief | None, item: _T) -> None:
    if home is not None:
        table.setdefault(home.id, []).append(item)


def _home_of_fact(
    fact: Fact, sheet: Sheet, homes: Homes, company: Mapping[str, Counter[str]]
) -> Brief | None:
    text = fact.text or fact.label
    named = homes.called(fact.section) if fact.section else None
    if named and named.role == "problems":
        # Only faults stand there; what is to be done about them may have shared their heading.
        named = next(iter(homes.leaves(("next",))), named)
    if named:
        return _of_its_year(fact, homes.leaf_of(named, text))
    among = homes.leaves(_TELLING_ROLES, sheet.year_of(fact))
    if not among and fact.year is None:
        among = homes.leaves(_TELLING_ROLES)
    # A section the office put in is about what names it, and about nothing else.
    among = [brief for brief in among if homes.texts.get(brief.id)] or list(among)
    likeness, best = homes.fitting(text, among, company.get(fact.section))
    if likeness < _NEAR:
        telling = [brief for brief in among if brief.role == among[0].role]
        return telling[-1] if telling and fact.required else None
    return best


def _of_its_year(fact: Fact, home: Brief) -> Brief | None:
    """The section, unless the fact says that it is of a year the section does not speak of."""
    return home if fact.year in (None, home.year) else None


def _home_of_guidance(piece: Guidance, homes: Homes) -> Brief | None:
    named = homes.called(piece.section) if piece.section else None
    if named:
        home = _home_under(named, piece, homes)
        if _holds(piece, home):
            return home
    late = piece.date[5:7] >= "10"
    among = homes.speaking(_GUIDED_ROLES if late else _GUIDED_EARLY)
    fitting = [brief for brief in among if _holds(piece, brief)] or among
    alike = [brief for brief in fitting if brief.role == fitting[0].role]
    guiding = (brief for brief in alike if _GUIDING.search(_opening_words(brief)))
    return next(guiding, homes.nearest(f"深入学习贯彻{piece.name}精神", alike)[1])


def _home_under(named: Brief, piece: Guidance, homes: Homes) -> Brief:
    """Of a section and those below it the one that names the piece, else its like, already."""
    below = [brief for brief in named.walk() if brief.role != "problems"]
    for wanted in (re.compile(re.escape(piece.name)), _GUIDING):
        for brief in below:
            if wanted.search(_opening_words(brief)):
                return brief
    if named.paragraphs:
        return named
    leaves = [brief for brief in below if not brief.children]
    return homes.nearest(piece.text or piece.name, leaves)[1] or named


def _opening_words(brief: Brief) -> str:
    lines = [line for paragraph in brief.paragraphs[:2] for line in paragraph[:2]]
    return "".join(phrase.text + phrase.stop for line in lines for phrase in line.phrases)


def _holds(piece: Guidance, brief: Brief) -> bool:
    """Whether the year the section speaks of may still name this piece."""
    forward = brief.role in _FORWARD
    return not find_stale(
        f"{piece.name}精神", brief.year, forward=forward, month=1 if forward else 12
    )


def _homes_of_problems(sheet: Sheet, homes: Homes) -> _Problems:
    found = _Problems({}, {}, {})
    owning = [brief for top in homes.outline for brief in top.walk() if brief.role == "problems"]
    # What the causes are is asked for; this year's faults stand where faults are told.
    owning = [brief for brief in owning if not brief.tells_causes] or owning
    forward = [b for b in homes.leaves(("next", "tasks")) if b.role != "problems"] or owning
    current = [problem for problem in sheet.problems if problem.status != "已整改"]
    _spread(current, owning or _most_faulty(homes), homes, found.owned)
    for problem in sheet.problems:
        if problem.status == "已整改":
            _give(found.mended, _mended_home(problem, homes), problem)
        elif problem.measure:
            home = _measure_home(problem, forward, owning, homes, found.measured)
            _give(found.measured, home, problem)
    return found


def _most_faulty(homes: Homes) -> list[Brief]:
    """The section that told most faults in passing last year, as a list; empty when none did."""
    owning = [b for top in homes.outline for b in top.walk() if b.owns_faults]
    return sorted(owning, key=lambda brief: -faults_in(brief.paragraphs))[:1]


def _mended_home(problem: Problem, homes: Homes) -> Brief | None:
    """The work section the problem's own ``section`` names, else the one it resembles."""
    among = homes.leaves(("work", "review", "tasks"))
    named = homes.called(problem.section) if problem.section else None
    if named:
        below = {each.id for each in named.walk()}
        among = [brief for brief in among if brief.id in below] or among
    return homes.fitting(problem.text, among)[1]


def _measure_home(
    problem: Problem,
    forward: Sequence[Brief],
    owning: Sequence[Brief],
    homes: Homes,
    measured: Mapping[str, Sequence[Problem]],
) -> Brief | None:
    """A next-step section; else, where one heading serves both, the problem section itself.

    Of sections alike the one with fewer measures is taken, so that they do not pile up in one.
    """
    following = [brief for brief in forward if brief.role == "next"]
    if not following and any(brief.measures_lead for brief in owning):
        return next(brief for brief in owning if brief.measures_lead)
    among = following or list(forward)
    wanted = bigrams(problem.section) | kin(problem.section)

    def suits(brief: Brief) -> float:
        likeness, _ = homes.nearest(problem.text + problem.measure, [brief])
        crowd = _CROWDED * len(measured.get(brief.id, ()))
        return likeness + share(wanted, bigrams(homes.texts.get(brief.id, ""))) - crowd

    return max(among, key=suits, default=None)


def _spread(
    problems: Sequence[Problem],
    owning: Sequence[Brief],
    homes: Homes,
    table: dict[str, list[Problem]],
) -> None:
    """Each problem to the problem section it resembles; its ``section`` names the parent too."""
    parents = {brief.id: _parent(brief, homes) for brief in owning}
    for problem in problems:
        likeness = _likeness_to(problem, homes, parents)
        best = max(owning, key=likeness, default=None)
        _give(table, best, problem)


def _likeness_to(
    problem: Problem, homes: Homes, parents: Mapping[str, Brief | None]
) -> Callable[[Brief], float]:
    wanted = bigrams(problem.text)
    hint = bigrams(problem.section)

    def likeness(brief: Brief) -> float:
        parent = parents[brief.id]
        heading = brief.heading + (parent.heading if parent else "")
        return 2 * share(hint, bigrams(heading)) + share(
            wanted, bigrams(homes.texts.get(brief.id, "") + heading)
        )

    return likeness


def _parent(child: Brief, homes: Homes) -> Brief | None:
    return next(
        (b for top in homes.outline for b in top.walk() if child.id in {c.id for c in b.children}),
        None,
    )


def _given(
    brief: Brief,
    sheet: Sheet,
    by_section: Mapping[str, list[Fact | Problem | Guidance]],
    shared: _Problems,
    words: Mapping[str, tuple[str, str]],
) -> Brief:
    items = by_section.get(brief.id, [])
    loose = [item for item in items if isinstance(item, Fact)]
    slotted = [fact for fact in sheet.facts if fact.id in brief.slotted()]
    mended = shared.mended.get(brief.id, [])
    spots = tuple(_spot(item, brief, words) for item in (*items, *mended))
    return replace(
        brief,
        facts=(*slotted, *loose),
        spots=spots,
        guidance=tuple(item for item in items if isinstance(item, Guidance)),
        achieved=tuple(mended),
        problems=tuple(shared.owned.get(brief.id, [])),
        told_elsewhere=brief.level == 1 and bool(shared.owned) and brief.id not in shared.owned,
        measures=tuple(shared.measured.get(brief.id, [])),
        children=tuple(_given(child, sheet, by_section, shared, words) for child in brief.children),
    )


def _text_of(item: Fact | Problem | Guidance) -> str:
    if isinstance(item, Fact):
        return item.text or item.label
    return item.text or (item.name if isinstance(item, Guidance) else "")


def _spot(
    item: Fact | Problem | Guidance, brief: Brief, words: Mapping[str, tuple[str, str]]
) -> Spot:
    """Behind the line whose past words are most like the item's; else behind the last that tells.

    A value may go on from a line only where that speaks of the very thing; an event where it
    speaks of its kin.
    """
    text, counted = _text_of(item), isinstance(item, Fact) and not item.text
    wanted, own = bigrams(text) | kin(text), sphere_of(text)
    best, found = _NEAR, Spot(item.id, *_last_telling(brief))
    for at, lines in enumerate(brief.paragraphs):
        for number, line in enumerate(lines):
            said = _past_words(line, words)
            likeness = share(wanted, bigrams(said))
            fits = likeness + (_SAME_SPHERE if own and own == sphere_of(said) else 0)
            if fits > best:
                near = share(bigrams(text), bigrams(said)) if counted else likeness
                best, found = fits, Spot(item.id, at, number, akin=near > _NEAR)
    return found


def _last_telling(brief: Brief) -> tuple[int, int]:
    """The last paragraph, passing over one that thanks those who listen, and its last line."""
    at = len(brief.paragraphs) - 1
    if at > 0 and any(
        _THANKS.search(p.text) for line in brief.paragraphs[at] for p in line.phrases
    ):
        at -= 1
    return at, len(brief.paragraphs[at]) - 1 if brief.paragraphs else -1


def _past_words(line: Line, words: Mapping[str, tuple[str, str]]) -> str:
    return "，".join(words.get(p.ref, ("", p.text))[1] for p in line.phrases)
