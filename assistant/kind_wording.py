"""The kind's own sentences and sections with the head's values in, for want of a past report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.brief import Brief, Line, Phrase
from assistant.draft import Evidence
from assistant.homes import Homes
from assistant.sheet.facts import Sheet
from corpus.kinds import Kind, KindSection

_TELLING = ("work", "tasks")


class Filler:
    """Fills the kind's own sentences with the head's values."""

    def __init__(self, sheet: Sheet, kind: Kind) -> None:
        self.sheet, self.kind = sheet, kind

    def text(self, template: str) -> str:
        """A template of the kind with office, years, occasion and count put in."""
        sheet = self.sheet
        return template.format(
            office=sheet.office,
            short=sheet.short or sheet.office,
            year=sheet.year,
            last=sheet.year - 1,
            next=sheet.year + 1,
            occasion=sheet.occasion or f"{sheet.year}年工作会议",
            count="⟦count⟧",
        )

    def lines(self, templates: Sequence[str]) -> tuple[Line, ...]:
        """One line for each template."""
        own = (Evidence("kind", self.kind.id, "文种规范用语"),)
        return tuple(
            Line((Phrase(text[:-1], text[-1], "head", own),))
            for text in (self.text(template) for template in templates)
        )

    def frame(self, place: str, role: str, templates: Sequence[str]) -> Brief:
        """The opening or closing as a brief without a heading."""
        lines = self.lines(templates)
        return Brief(
            place, 0, "", "", role, self.sheet.year, False, paragraphs=(lines,) if lines else ()
        )

    def brief(self, section: KindSection, place: str) -> Brief:
        """A section of the kind as a brief of the first level."""
        lines = () if section.role == "problems" else self.lines(section.phrases)
        return Brief(
            id=place,
            level=1,
            number="一、",
            heading=self.text(section.heading),
            role=section.role,
            year=self.sheet.year + section.year,
            run_in=False,
            paragraphs=(lines,) if lines else (),
            lead=self.text(section.lead),
            measures_lead=self.text(section.measures_lead),
            usual=section.usual,
            targets=self.kind.plan,
            spoken=self.kind.is_spoken,
            required=section.required,
            own=Evidence("kind", self.kind.id, "文种规范用语"),
        )

    def outline(self) -> tuple[Brief, ...]:
        """The kind's sections; the one that tells of work has a part for each of the sheet's own.

        Those parts are the sections that facts name and the kind does not know.
        """
        shown = [each for each in self.kind.sections if self._is_shown(each)]
        briefs = [self.brief(each, str(at)) for at, each in enumerate(shown, start=1)]
        telling = next((at for at, each in enumerate(briefs) if each.role in _TELLING), None)
        names = self._own_sections(briefs)
        if telling is not None and len(names) > 1:
            briefs[telling] = _parted(briefs[telling], names)
        return tuple(briefs)

    def _is_shown(self, section: KindSection) -> bool:
        if section.required:
            return True
        facts = self.sheet.facts
        return section.role == "review" and any(f.year == self.sheet.year - 1 for f in facts)

    def _own_sections(self, briefs: Sequence[Brief]) -> list[str]:
        homes = Homes(briefs, {})
        named = (fact.section for fact in self.sheet.facts)
        return [name for name in dict.fromkeys(named) if name and homes.called(name) is None]


def _parted(brief: Brief, names: Iterable[str]) -> Brief:
    children = tuple(
        replace(
            brief,
            id=f"{brief.id}.{at}",
            level=2,
            number="（一）",
            heading=name,
            paragraphs=(),
            lead="",
            measures_lead="",
            required=False,
        )
        for at, name in enumerate(names, start=1)
    )
    return replace(brief, children=children)
