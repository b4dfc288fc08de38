"""Homes: the section of the outline a thing belongs to, by name, by sphere, by likeness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.brief import Brief
from assistant.likeness import bigrams, share
from assistant.sheet.facts import Fact
from corpus.lexicon import lexicon

_NAMED = 0.6
_SAME_SPHERE = 0.3
# A section that holds all facts of one name is the home of the next one of that name, unless
# another section speaks of nothing else.
_COMPANY = 0.8


@dataclass(frozen=True, slots=True)
class Homes:
    """Finds the section a thing belongs to.

    ``outline`` holds briefs that need no phrasing; ``texts`` last year's words by section id,
    ``names`` the past headings by which the sheet may call a section.
    """

    outline: Sequence[Brief]
    texts: Mapping[str, str]
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def named(self, facts: Iterable[Fact]) -> dict[str, str]:
        """The section each fact's own ``section`` names, by fact id; absent where it names none."""
        found = ((fact.id, self.called(fact.section)) for fact in facts if fact.section)
        return {fact_id: home.id for fact_id, home in found if home}

    def called(self, name: str) -> Brief | None:
        """The section whose heading ``name`` is, or best resembles; None when none does."""
        wanted = bigrams(name)
        scored = [
            (_called(name, wanted, heading), brief)
            for brief in self._all()
            for heading in (brief.heading, *self.names.get(brief.id, ()))
        ]
        best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        return best[1] if best[0] >= _NAMED else None

    def nearest(self, text: str, among: Sequence[Brief]) -> tuple[float, Brief | None]:
        """The section among those whose words are most like ``text``, with the likeness."""
        wanted = bigrams(text) | kin(text)
        scored = [
            (
                share(wanted, bigrams(self.texts.get(brief.id, "")))
                + 0.5 * share(wanted, bigrams(brief.heading)),
                brief,
            )
            for brief in among
        ]
        return max(scored, key=lambda pair: pair[0], default=(0.0, None))

    def fitting(
        self, text: str, among: Sequence[Brief], fellows: Counter[str] | None = None
    ) -> tuple[float, Brief | None]:
        """As :meth:`nearest`, but a section of the same sphere of work goes before likeness.

        ``fellows`` counts, by section id, what stands there of the same company.
        """
        own = sphere_of(text)
        fellows = fellows or Counter()
        count = fellows.total() or 1

        def fits(brief: Brief) -> float:
            return (
                self.nearest(text, [brief])[0]
                + (_SAME_SPHERE if own in self.spheres(brief) else 0)
                + _COMPANY * fellows[brief.id] / count
            )

        scored = [(fits(brief), brief) for brief in among]
        return max(scored, key=lambda pair: pair[0], default=(0.0, None))

    def company(self, facts: Iterable[Fact], among: Sequence[Brief]) -> dict[str, Counter[str]]:
        """Where the facts of one name stand: by their ``section`` a count by section id.

        A section called otherwise this year than last is known by the facts of its that fill
        blanks; where none does, by what they say together.
        """
        section_of = {fact: brief.id for brief in self._all() for fact in brief.slotted()}
        company: dict[str, Counter[str]] = {}
        said: dict[str, str] = {}
        for fact in facts:
            if name := fact.section:
                at = section_of.get(fact.id)
                company.setdefault(name, Counter()).update([at] if at else [])
                said[name] = f"{said.get(name, name)}，{fact.text or fact.label}"
        for name, fellows in company.items():
            likest = None if fellows else self.fitting(said[name], among)[1]
            if likest:
                fellows[likest.id] = 1
        return company

    def spheres(self, brief: Brief) -> frozenset[str]:
        """What the section is about: by its heading, the heading above, or its words."""
        above = self.parent_of(brief)
        headings = (brief.heading, above.heading if above else "")
        told = next(filter(None, map(_spheres_in, headings)), frozenset[str]())
        main = sphere_of(self.texts.get(brief.id, ""))
        return told or (frozenset([main]) if main else frozenset())

    def parent_of(self, child: Brief) -> Brief | None:
        """The section right above; None for a section of the first level."""
        return next((b for b in self._all() if any(c.id == child.id for c in b.children)), None)

    def leaves(self, roles: Sequence[str], year: int | None = None) -> list[Brief]:
        """Sections without children in these roles (and of this year), the first role first."""
        found = [
            brief
            for brief in self._all()
            if not brief.children and brief.role in roles and year in (None, brief.year)
        ]
        return sorted(found, key=lambda brief: roles.index(brief.role))

    def speaking(self, roles: Sequence[str]) -> list[Brief]:
        """Sections in these roles with words of their own or without children."""
        found = [
            brief
            for brief in self._all()
            if brief.role in roles and (brief.paragraphs or not brief.children)
        ]
        return sorted(found, key=lambda brief: roles.index(brief.role))

    def leaf_of(self, brief: Brief, text: str) -> Brief:
        """The section itself, or the child most like ``text`` when it has children."""
        under = [each for each in brief.walk() if not each.children]
        _, best = self.nearest(text, under)
        return best or brief

    def _all(self) -> Iterable[Brief]:
        for top in self.outline:
            yield from top.walk()


def _called(name: str, wanted: frozenset[str], heading: str) -> float:
    if not heading:
        return 0.0
    if name in heading or heading in name:
        return 1.0 + len(name) / (len(heading) + len(name))
    return share(wanted, bigrams(heading))


@lru_cache(maxsize=4096)
def kin(text: str) -> frozenset[str]:
    """The bigrams of other words for what ``text`` speaks of (投诉举报: 消费者权益保护)."""
    groups = (group for group in lexicon("kin") if any(word in text for word in group))
    return bigrams("，".join(word for group in groups for word in group))


def sphere_of(text: str) -> str:
    """The sphere of work whose words take most of the text (lexicon/spheres.yaml), "" if none."""
    weights = _weights(text)
    best = max(weights, key=lambda sphere: weights[sphere], default="")
    return best if best and weights[best] else ""


def _spheres_in(heading: str) -> frozenset[str]:
    return frozenset(sphere for sphere, weight in _weights(heading).items() if weight)


@lru_cache(maxsize=4096)
def _weights(text: str) -> dict[str, int]:
    """How many characters of the text each sphere's words take."""
    spheres: dict[str, list[str]] = lexicon("spheres")
    return {
        sphere: sum(len(word) * text.count(word) for word in words)
        for sphere, words in spheres.items()
    }
