"""Planning: sheet, kind and past report become an outline of briefs.

Here facts meet sections and blanks, and decisions meet matters. What comes out holds this year's
sheet and masked phrasing only; last year's own words stay in ``Plan.words``, for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.allotting import Allotting
from assistant.brief import Brief, Line, faults_in
from assistant.draft import Evidence
from assistant.filling import Filling
from assistant.freshening import Spoken
from assistant.headlines import Headline, heading_clauses, rolled_heading
from assistant.homes import Homes
from assistant.joined import homes_of_joined, join_sections, settle_claims
from assistant.kind_wording import Filler
from assistant.matching import doubt_lines
from assistant.occasion import on_occasion, undated
from assistant.offices import Offices
from assistant.openrows import with_plain_rows
from assistant.outlining import impose
from assistant.placing import assign_items
from assistant.plan import Plan
from assistant.rolling import Roller
from assistant.said import words_of_sheet
from assistant.sheet.facts import Decision, Sheet
from assistant.strands import Strand, heading_above, read_strands
from assistant.themes import theme_lines
from corpus.kinds import Kind
from corpus.matters import Statement, read_statements
from corpus.report import Report

_NEXT_PARAGRAPH = re.compile(r"^(?:20\d\d年|下一步|下步|今后|明年|新的一年|针对(?:上述|以上|存在))")


def plan_draft(sheet: Sheet, kind: Kind, like: Report | None) -> Plan:
    """The plan of a draft that follows ``like``, or the kind alone when there is none."""
    sheet = with_plain_rows(sheet)
    if like is None:
        return _plan_from_kind(sheet, kind)
    return _Following(sheet, kind, like).plan()


# -- from the kind alone ----------------------------------------------------------------------


def _plan_from_kind(sheet: Sheet, kind: Kind) -> Plan:
    filler = Filler(sheet, kind)
    briefs = filler.outline()
    told: tuple[str, ...] = ()
    if sheet.outline:
        imposed = impose(briefs, sheet.outline, kind, year=sheet.year)
        briefs, told = imposed.sections, imposed.notes
    homes = Homes(briefs, {each.id: each.words() for top in briefs for each in top.walk()})
    return Plan(
        kind=kind,
        sheet=sheet,
        like=None,
        title=sheet.title or filler.text(kind.title),
        salutation=_salutation(sheet, kind.salutation),
        opening=filler.frame("0", "opening", kind.opening),
        sections=assign_items(briefs, sheet, homes, {}),
        closing=filler.frame("", "closing", kind.closing),
        words={},
        notes=(f"材料库中没有可参照的{kind.name}，本稿仅按文种规范起草", *told),
    )


# -- following a past report --------------------------------------------------------------------


class _Following:
    """Plans one draft after one past report."""

    def __init__(self, sheet: Sheet, kind: Kind, like: Report) -> None:
        self.sheet, self.kind, self.like = sheet, kind, like
        self.shift = sheet.year - like.year
        self.offices = Offices(like.unit, sheet.office, sheet.short, sheet.own)
        self.words: dict[str, tuple[str, str]] = {}
        self.strands = read_strands(kind, like)

    def plan(self) -> Plan:
        allotting = Allotting(self.sheet, self.like, self.strands)
        homes = allotting.homes()
        matching = allotting.matching(homes)
        roller = self._roller(matching.filled)
        sections, told = self._ordered(self._brief(strand, roller) for strand in self.strands)
        sections = join_sections(sections, self.kind)
        homes = homes_of_joined(sections, homes, self._past_headings())
        opening = self._frame("0", "opening", self.like.opening, roller)
        closing = self._frame("", "closing", self.like.closing, roller)
        sheet = self._with_targets(roller)
        return Plan(
            kind=self.kind,
            sheet=sheet,
            like=self.like,
            title=self._title(roller),
            salutation=_salutation(self.sheet, self.like.salutation or self.kind.salutation),
            opening=opening,
            sections=tuple(
                map(
                    settle_claims, assign_items(sections, sheet, homes, self.words, told=roller.met)
                )
            ),
            closing=closing,
            words=self.words,
            notes=(*self._notes(roller), *told),
            doubts=doubt_lines(matching.doubts, allotting.shown),
            cautions=theme_lines(sheet, self.like) if self.kind.is_spoken else (),
        )

    def _spoken(self, strand: Strand, *, forward: bool | None = None) -> Spoken:
        section = strand.served[0]
        if forward is None:
            forward = strand.is_forward
        return Spoken(
            section=strand.section.id,
            heading=strand.section.heading or heading_above(self.strands, strand.id),
            year=self.sheet.year + section.year,
            year_written=self.like.year + section.year,
            month=1 if forward else 12,
            forward=forward,
            plan=self.kind.plan,
            background=section.role == "situation",
        )

    # -- rolling --

    def _roller(self, matched: Mapping[str, str]) -> Roller:
        sheet = self.sheet
        replaced = tuple(
            Decision(id=each.id, past=each.replaces, now="改为", text=each.name)
            for each in sheet.guidance
            if each.replaces
        )
        return Roller(
            report=self.like.id,
            shift=self.shift,
            offices=self.offices,
            decisions=(*sheet.decisions, *replaced),
            filling=Filling(
                {fact.id: fact for fact in sheet.facts},
                matched,
                keeps_targets=self.kind.plan and sheet.targets == "沿用",
                confirmed_by=sheet.confirmed_by,
            ),
            said=words_of_sheet(sheet),
        )

    def _with_targets(self, roller: Roller) -> Sheet:
        kept = tuple(roller.filling.kept_targets.values())
        return self.sheet.model_copy(update={"facts": (*self.sheet.facts, *kept)})

    def _brief(self, strand: Strand, roller: Roller) -> Brief:
        section, spoken = strand.section, self._spoken(strand)
        kind_section = strand.served[0]
        headline = self._headline(strand, spoken, roller)
        paragraphs = self._paragraphs(strand, roller)
        return Brief(
            id=strand.id,
            level=section.level,
            number=section.number,
            heading=headline.text,
            claim=headline.claim,
            gone=headline.gone,
            role=strand.role,
            year=spoken.year,
            run_in=section.run_in,
            paragraphs=paragraphs,
            children=tuple(
                self._brief(child, roller)
                for child in strand.children
                if not child.is_fault_of(strand)
            ),
            lead="" if section.run_in else kind_section.lead,
            measures_lead=next(
                (each.measures_lead for each in strand.served if each.measures_lead), ""
            ),
            usual=kind_section.usual if strand.id == self._first_of_problems() else (),
            targets=self.kind.plan,
            spoken=self.kind.is_spoken,
            required=section.level == 1 or strand.role == "problems",
            owns_faults=strand.role != "problems" and faults_in(paragraphs) >= 2,
            own=Evidence("kind", self.kind.id, "文种规范用语"),
        )

    def _headline(self, strand: Strand, spoken: Spoken, roller: Roller) -> Headline:
        past = strand.section.heading
        if strand.role == "problems":
            return Headline(roller.heading(past, spoken))
        ref = f"{self.like.id}#{strand.section.id}.h.0"
        for at, clause in enumerate(heading_clauses(past, spoken)):
            self.words[f"{ref}.{at}"] = (past, clause.text)
        return rolled_heading(past, spoken, ref, roller)

    def _past_headings(self) -> dict[str, str]:
        strands = (strand for top in self.strands for strand in top.walk())
        return {strand.id: strand.section.heading for strand in strands}

    def _first_of_problems(self) -> str:
        """The id of the first section that owns up to problems; only there each sort has a hole."""
        return next((top.id for top in self.strands if top.role == "problems"), "")

    def _paragraphs(self, strand: Strand, roller: Roller) -> tuple[tuple[Line, ...], ...]:
        spoken = self._spoken(strand)
        told: list[tuple[Line, ...]] = []
        forward = strand.role != "problems"
        for at, statements in enumerate(strand.paragraphs):
            text = strand.section.paragraphs[at]
            if strand.serves("problems"):
                forward = forward or self._turns_forward(strand, text)
                if not forward or not strand.serves("next"):
                    continue
                spoken = self._spoken_next(strand)
                statements = read_statements(text, plan=True)
            ref = f"{self.like.id}#{strand.section.id}.{at}"
            told.append(self._lines(statements, spoken, ref, roller))
        return tuple(told)

    def _turns_forward(self, strand: Strand, text: str) -> bool:
        return strand.serves("next") and bool(_NEXT_PARAGRAPH.match(text))

    def _spoken_next(self, strand: Strand) -> Spoken:
        following = next(each for each in strand.served if each.role == "next")
        spoken = self._spoken(strand, forward=True)
        return replace(
            spoken,
            year=self.sheet.year + following.year,
            year_written=self.like.year + following.year,
        )

    def _lines(
        self, statements: Sequence[Statement], spoken: Spoken, ref: str, roller: Roller
    ) -> tuple[Line, ...]:
        lines: list[Line] = []
        for number, statement in enumerate(statements):
            for at, clause in enumerate(statement.clauses):
                self.words[f"{ref}.{number}.{at}"] = (spoken.heading, clause.text)
            lines.append(roller.line(statement, spoken, f"{ref}.{number}"))
        return tuple(lines)

    def _frame(self, place: str, role: str, texts: Sequence[str], roller: Roller) -> Brief:
        forward = self.kind.plan or role == "closing"
        spoken = Spoken(
            section=place or "end",
            heading="开头" if place else "结尾",
            year=self.sheet.year,
            year_written=self.like.year,
            month=1 if forward else 12,
            forward=forward,
            plan=self.kind.plan,
            background=self.kind.is_spoken,
            sets_year=place == "0",
        )
        occasion = self.sheet.occasion if self.kind.is_spoken and place == "0" else ""
        paragraphs = tuple(
            on_occasion(
                self._lines(
                    read_statements(text, plan=forward),
                    spoken,
                    f"{self.like.id}#{spoken.section}.{at}",
                    roller,
                ),
                occasion,
            )
            for at, text in enumerate(texts)
        )
        if not paragraphs:
            templates = getattr(self.kind, role)
            return Filler(self.sheet, self.kind).frame(place, role, templates)
        own = Evidence("kind", self.kind.id, "年份取自事实表")
        return Brief(place, 0, "", "", role, self.sheet.year, False, paragraphs=paragraphs, own=own)

    # -- head --

    def _title(self, roller: Roller) -> str:
        if self.sheet.title:
            return self.sheet.title
        lends = self.like.titled and self.like.kind == self.kind.id
        if not lends or (self.kind.is_spoken and self.sheet.occasion):
            return Filler(self.sheet, self.kind).text(self.kind.title)
        spoken = Spoken(
            "title", "标题", self.sheet.year, self.like.year, 12, False, False, sets_year=True
        )
        return roller.heading(self.like.title, spoken)

    def _ordered(self, briefs: Iterable[Brief]) -> tuple[tuple[Brief, ...], tuple[str, ...]]:
        """The sections as the sheet's outline has them, else as last year's, with what to say."""
        sections = tuple(briefs)
        if not self.sheet.outline:
            return self._completed(sections), ()
        imposed = impose(
            sections,
            self.sheet.outline,
            self.kind,
            year=self.sheet.year,
            names=self._past_headings(),
        )
        return imposed.sections, imposed.notes

    def _completed(self, sections: tuple[Brief, ...]) -> tuple[Brief, ...]:
        """The sections with those the kind requires and the past report lacked."""
        have = {each.role for top in self.strands for s in top.walk() for each in s.served}
        filler = Filler(self.sheet, self.kind)
        lacking = [each for each in self.kind.required() if each.role not in have]
        added = tuple(
            filler.brief(each, str(len(sections) + at)) for at, each in enumerate(lacking, 1)
        )
        return (*sections, *added)

    def _notes(self, roller: Roller) -> tuple[str, ...]:
        other = self.like.kind != self.kind.id
        strange = f"参照材料“{self.like.title}”不是{self.kind.name}，章节未必合用，请核对"
        without_year = undated(self.sheet) if self.kind.is_spoken else ()
        return (*([strange] if other else []), *self._unmet(roller), *without_year)

    def _unmet(self, roller: Roller) -> tuple[str, ...]:
        return tuple(
            f"核实{each.id}“{each.past}”在所参照的往年材料中没有找到"
            for each in self.sheet.decisions
            if each.id not in roller.met
        )


def _salutation(sheet: Sheet, usual: str) -> str:
    """Whom the document addresses: a report its 主送, a speech its audience where it says so."""
    named = sheet.audience.rstrip("：: ")
    is_address = sheet.kind != "speech" or named.endswith(("们", "同志", "代表"))
    return f"{named}：" if named and is_address else usual
