"""Drafting: a plan and a writer become a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from assistant import __version__
from assistant.brief import Brief
from assistant.draft import Draft, DraftSection, Evidence, Hole, LeftOut, Paragraph, Sentence
from assistant.plan import Plan
from assistant.sections import NOTHING_DONE, write_briefs, write_sections
from assistant.sheet.facts import Sheet
from assistant.spending import length_of_draft, spending
from assistant.watching import UNWATCHED, Watch
from assistant.writing.items import numeral
from assistant.writing.writer import HOLE, Replaced, Writer, Written

_COUNT = re.compile(r"⟦(?:count|COUNT)⟧")
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+[是要]|第[一二三四五六七八九十]+[，、])")


def write_draft(
    plan: Plan,
    writer: Writer,
    *,
    library: str = "",
    jobs: int = 1,
    watch: Watch = UNWATCHED,
    done: Mapping[str, Written] = NOTHING_DONE,
) -> Draft:
    """The draft: every section written, renumbered and recounted, its holes numbered in order.

    ``library`` goes into the recipe. ``jobs`` sections are written side by side; the draft is the
    same however many. ``watch`` sees each section and may stop the work; ``done`` are sections
    finished before (see :func:`write_sections`).

    Raises:
        Stopped: the watch said so; it has been handed all that was finished.
    """
    written = write_sections(plan, writer, jobs=jobs, watch=watch, done=done)
    return _Drafting(plan, writer, written).draft(library)


@dataclass(frozen=True, slots=True)
class Part:
    """One section written by itself, its holes numbered from 1; None where nothing can be told.

    The opening and the closing are sections of level 0 here. ``replaced`` is what a model wrote
    there in vain.
    """

    section: DraftSection | None
    holes: tuple[Hole, ...]
    left_out: tuple[LeftOut, ...]
    replaced: tuple[Replaced, ...]


def write_part(
    plan: Plan,
    writer: Writer,
    brief: Brief,
    *,
    counted: int = 0,
    jobs: int = 1,
    watch: Watch = UNWATCHED,
) -> Part:
    """The section of one brief of the plan, with all below it.

    ``counted`` is the number of items of level 3 before it where they count on through the
    document, or for the opening the number of sections.

    Raises:
        Stopped: the watch said so.
    """
    written = write_briefs(brief.walk(), writer, jobs=jobs, watch=watch)
    return _Drafting(plan, writer, written, counted).part(brief)


class _Drafting:
    def __init__(
        self, plan: Plan, writer: Writer, written: dict[str, Written], counted: int = 0
    ) -> None:
        self.plan, self.writer, self.written = plan, writer, written
        self.holes: list[Hole] = []
        self.dropped: list[tuple[str, str]] = []
        self.replaced: list[Replaced] = []
        self.level_three = self.counted = counted
        self.continuous = _is_continuous(plan.sections)

    def draft(self, library: str) -> Draft:
        plan, sheet = self.plan, self.plan.sheet
        opening = self._paragraphs(plan.opening, self._write(plan.opening))
        sections = placed(self._sections(plan.sections))
        closing = self._paragraphs(plan.closing, self._write(plan.closing))
        opening = tuple(_counted(p, len(sections)) for p in opening)
        draft = Draft(
            title=plan.title,
            kind=plan.kind.id,
            year=sheet.year,
            unit=sheet.office,
            sections=sections,
            byline=_byline(sheet, signed=plan.kind.signed),
            salutation=plan.salutation,
            opening=opening,
            closing=closing,
            signature=sheet.office if plan.kind.signed else "",
            date=_date(sheet) if plan.kind.signed else "",
            holes=tuple(self.holes),
            left_out=self._left_out(),
            recipe=self._recipe(library),
            sheet=sheet,
        )
        cost = spending(plan, self.written, length_of_draft(draft))
        return replace(draft, unused=unused_of(draft, sheet), recipe={**draft.recipe, **cost})

    def part(self, brief: Brief) -> Part:
        if brief.level:
            section = self._section(brief)
        else:
            said = self._paragraphs(brief, self._write(brief))
            said = tuple(_counted(paragraph, self.counted) for paragraph in said)
            section = DraftSection(brief.id, 0, "", "", said, role=brief.role, year=brief.year)
        return Part(section, tuple(self.holes), self._left_out(), tuple(self.replaced))

    # -- sections --

    def _sections(self, briefs: Sequence[Brief]) -> tuple[DraftSection, ...]:
        written = [self._section(brief) for brief in briefs]
        kept = [section for section in written if section is not None]
        return tuple(
            replace(section, number=self._number(section, at))
            for at, section in enumerate(kept, start=1)
        )

    def _section(self, brief: Brief) -> DraftSection | None:
        paragraphs = self._paragraphs(brief, self._write(brief))
        children = self._sections(brief.children)
        if not paragraphs and not children:
            paragraphs = self._at_least(brief)
            if not paragraphs:
                return None
        if brief.children and not children and brief.level > 1:
            return None
        return DraftSection(
            id=brief.id,
            level=brief.level,
            number=brief.number,
            heading=brief.heading,
            paragraphs=_recounted(paragraphs, len(children)),
            children=children,
            run_in=brief.run_in,
            role=brief.role,
            year=brief.year,
            brief=brief.id,
        )

    def _at_least(self, brief: Brief) -> tuple[Paragraph, ...]:
        """What a required section says when none of its parts can be told: what is missing."""
        if not (brief.required and brief.children):
            return ()
        return self._paragraphs(brief, self.writer.write(replace(brief, children=())))

    def _number(self, section: DraftSection, at: int) -> str:
        if not section.number:
            return ""
        if section.level == 1:
            return f"{numeral(at)}、"
        if section.level == 2:
            return f"（{numeral(at)}）"
        if section.level == 4:
            return f"（{at}）"
        self.level_three += 1
        return f"{self.level_three if self.continuous else at}."

    # -- paragraphs and holes --

    def _write(self, brief: Brief) -> Written:
        written = self.written[brief.id]
        self.dropped.extend((phrase.ref, phrase.reason) for phrase in brief.gone)
        self.dropped.extend(written.dropped)
        self.replaced.extend(written.replaced)
        return written

    def _paragraphs(self, brief: Brief, written: Written) -> tuple[Paragraph, ...]:
        holes = iter(written.holes)

        def number(sentence: Sentence) -> Sentence:
            text = sentence.text
            while HOLE in text:
                hole = replace(next(holes), number=len(self.holes) + 1, section=brief.heading)
                self.holes.append(hole)
                text = text.replace(HOLE, hole.mark, 1)
            return replace(sentence, text=text, evidence=self._sourced(sentence.evidence))

        return tuple(tuple(number(s) for s in paragraph) for paragraph in written.paragraphs)

    def _sourced(self, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
        """Facts' evidence with their source as the note."""
        facts = {fact.id: fact for fact in self.plan.sheet.facts}
        return tuple(
            replace(each, note=facts[each.ref].source)
            if each.origin == "fact" and not each.note and each.ref in facts
            else each
            for each in evidence
        )

    # -- what is left over --

    def _left_out(self) -> tuple[LeftOut, ...]:
        """Dropped wording in its own words, clauses of one sentence and reason together."""
        order = {ref: at for at, ref in enumerate(self.plan.words)}
        rows = sorted(
            {ref: reason for ref, reason in self.dropped if ref in order}.items(),
            key=lambda row: order[row[0]],
        )
        left: list[LeftOut] = []
        for (statement, reason), group in groupby(
            rows, key=lambda r: (r[0].rsplit(".", 1)[0], r[1])
        ):
            refs = [ref for ref, _ in group]
            heading = self.plan.words[refs[0]][0]
            words = "，".join(self.plan.words[ref][1] for ref in refs)
            left.append(LeftOut(heading, words, reason, statement))
        return tuple(left)

    def _recipe(self, library: str) -> dict[str, Any]:
        like = self.plan.like
        replaced = [each.to_plain() for each in self.replaced]
        return {
            "writer": self.writer.name,
            **self.writer.recipe(),
            **({"replaced": replaced} if replaced else {}),
            **({"makeshift": self._makeshift()} if self._makeshift() else {}),
            "library": library,
            "like": like.id if like else None,
            "kind": self.plan.kind.id,
            "version": __version__,
        }

    def _makeshift(self) -> list[str]:
        """The headings of sections to be written again when the model can be asked."""
        briefs = self.plan.briefs()
        return [brief.heading for brief in briefs if self.written[brief.id].makeshift]


def _is_continuous(briefs: Sequence[Brief]) -> bool:
    """Whether level 3 counts on through all （一）: the second run does not begin again at 1."""
    runs = [
        [child for child in second.children if child.level == 3]
        for first in briefs
        for second in (*first.children, first)
    ]
    firsts = [run[0].number for run in runs if run]
    return len(firsts) > 1 and not re.match(r"^[1１]\s*[.．、]", firsts[1])


def placed(sections: Sequence[DraftSection], above: str = "") -> tuple[DraftSection, ...]:
    """The sections with ids that tell their place: 2.3 is the third below the second."""
    return tuple(
        replace(section, id=f"{above}{at}", children=placed(section.children, f"{above}{at}."))
        for at, section in enumerate(sections, start=1)
    )


def _recounted(paragraphs: Sequence[Paragraph], children: int) -> tuple[Paragraph, ...]:
    """Counts made to agree with what follows: the children, else the items of the same run."""
    return tuple(
        _counted(paragraph, children or _items(paragraph) or _items(*paragraphs[at + 1 :]))
        for at, paragraph in enumerate(paragraphs)
    )


def _items(*paragraphs: Paragraph) -> int:
    return sum(bool(_ORDINAL.match(s.text)) for paragraph in paragraphs for s in paragraph)


def _counted(paragraph: Paragraph, count: int) -> Paragraph:
    def said(found: re.Match[str]) -> str:
        if found[0] == "⟦COUNT⟧":
            return str(count)
        return "两" if count == 2 else numeral(count) if count else "几"

    return tuple(replace(s, text=_COUNT.sub(said, s.text)) for s in paragraph)


def _byline(sheet: Sheet, *, signed: bool) -> tuple[str, ...]:
    if signed or not sheet.speaker:
        return ()
    day = _date(sheet)
    return (sheet.speaker, f"（{day}）") if day else (sheet.speaker,)


def _date(sheet: Sheet) -> str:
    day = sheet.date
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def unused_of(draft: Draft, sheet: Sheet) -> tuple[str, ...]:
    """The ids of the sheet's facts, problems and guidance that no sentence rests on."""
    used = {e.ref for sentence in draft.sentences() for e in sentence.evidence}
    items = (*sheet.facts, *sheet.problems, *sheet.guidance)
    return tuple(item.id for item in items if item.id not in used)
