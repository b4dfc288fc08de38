"""A kind learned from reports: their parts, order and form, and none of what they say.

Of a report only headings, title and salutation are looked at, and of these no clause is taken that
holds a name, a figure, a mask, a dated phrase, a deed or an appraisal. The sentences of the kind
are those of the shipped kind it is learned after.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.clauses import split_clauses
from corpus.errors import KindError
from corpus.kinds import Kind, KindSection, Role, load_kinds, sections_for
from corpus.learned_title import learned_title
from corpus.lexicon import lexicon
from corpus.masking import OPEN, mask
from corpus.matters import wording_of
from corpus.phrases import find_dated
from corpus.report import Report, Section

# Of these a paper may have several: two parts of tasks are two, two of problems are one.
_MANIFOLD: frozenset[Role] = frozenset({"work", "tasks", "situation"})
_LONGEST = 24
# Below it a heading says so little that its words stand in others by chance.
_SHORTEST_ALIAS = 4
_LONGEST_ROLE_HEADING = 14
_ALIKE = 0.6
_YEAR = re.compile(r"((?:19|20)\d{2})年度?")
_OFFSETS = (-1, 0, 1)
_YEAR_WORDS = (("过去一年|去年|上年度?", -1), ("今年|本年度?", 0), ("明年|来年|下一?年度?", 1))
_PEOPLE = re.compile("们|各位|同志|代表")


@dataclass(frozen=True, slots=True)
class Learned:
    """The kind, and Chinese lines on what could not be told from the reports."""

    kind: Kind
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A heading of one report: ``text`` is what may be kept of it, ``known`` the part it is."""

    text: str
    role: Role
    year: int
    known: KindSection | None


@dataclass(slots=True)
class _Group:
    """Parts of several reports that are one; the newest report's comes first."""

    parts: list[_Part] = field(default_factory=list)
    reports: set[str] = field(default_factory=set)


def learn_kind(reports: Sequence[Report], base: Kind, name: str = "") -> Learned:
    """The kind these reports are of, learned after ``base``.

    Parts that most of them have are required. Of a single report those are that ``base`` knows or
    whose heading names a part of a paper; what it says there of this year is not.

    Args:
        reports: Reports of one sort, in any order.
        base: The kind nearest to them: its words say which part does what.
        name: What the kind is called; without it the learned kind takes ``base``'s place.

    Raises:
        KindError: there is no report, or no heading in them that may be kept.
    """
    newest = sorted(reports, key=lambda report: (-report.year, report.id))
    groups = _grouped([(report.id, _parts(report, base)) for report in newest])
    sections = tuple(_sections(groups, len(newest), base))
    if not sections:
        raise KindError("这些材料里没有可以学的标题；请换有一级标题的材料")
    title, pattern = learned_title(newest, base, name)
    closes = all(_closes(report, base.closing_pattern) for report in newest)
    kind = base.model_copy(
        update={
            "id": name or base.id,
            "name": name or base.name,
            "aliases": () if name else base.aliases,
            "title": title,
            "title_pattern": pattern,
            "signed": any(report.signature or report.date for report in newest),
            "salutation": _salutation(newest, base),
            # What follows the first sentence announces the paper by base's own name.
            "opening": base.opening[:1] if name else base.opening,
            "closing": base.closing if closes else (),
            "closing_pattern": base.closing_pattern if closes else "",
            "sections": sections,
        }
    )
    return Learned(Kind.model_validate(kind.model_dump()), tuple(_notes(newest, kind, base)))


def kept_heading(heading: str, own: tuple[str, ...] = ()) -> str:
    """What of a heading may stand in a kind: its first run of clauses that tell nothing.

    The year is left out, as kinds have headings without one. ``own`` are the office's names.
    """
    run: list[str] = []
    for clause in split_clauses(_YEAR.sub("", heading)):
        if _tells(clause.body, own):
            if run:
                break
            continue
        run.append(clause.text)
        if len("".join(run)) > _LONGEST:
            break
    text = "".join(run[:-1] if len("".join(run)) > _LONGEST else run)
    return text.rstrip("，；。：、 ").strip()


def _tells(clause: str, own: tuple[str, ...]) -> bool:
    """Whether a clause names or counts something, or claims that something was done or achieved."""
    if OPEN in mask(clause, own=own).text or find_dated(clause):
        return True
    return wording_of(clause) in ("act", "appraisal")


# -- one report -----------------------------------------------------------------------------------


def _parts(report: Report, base: Kind) -> list[_Part]:
    """The report's parts in order, those of one sort once; a part by subject is looked into."""
    found: list[_Part] = []
    for section in report.sections:
        if section.number.startswith("附件") or section.heading.startswith("附件"):
            continue
        for each in _leading(section, base):
            found += _parts_of(each, report, base)
    return list(_once(found))


def _leading(section: Section, base: Kind) -> Iterable[Section]:
    """The section, or where only its children do what the kind knows, those of them."""
    if _served(section.heading, base):
        return (section,)
    below = [
        child
        for child in section.children
        if len(child.heading) <= _LONGEST_ROLE_HEADING and sections_for(base, child.heading)
    ]
    return below if len(below) > 1 else (section,)


def _parts_of(section: Section, report: Report, base: Kind) -> Iterator[_Part]:
    own = (report.unit,) if report.unit else ()
    kept, served = kept_heading(section.heading, own), _served(section.heading, base)
    said = _said_year(section.heading, report.year)
    if not served:
        if kept:
            yield _Part(kept, _default_role(base), said or 0, None)
        return
    for known in served:
        text = kept if len(served) == 1 and kept else _alias_in(section.heading, known)
        yield _Part(text, known.role, known.year if said is None else said, known)


def _said_year(heading: str, year: int) -> int | None:
    """Which year a heading names, as an offset from the report's; None where it names none."""
    said = {int(each) - year for each in _YEAR.findall(heading)}
    said |= {offset for words, offset in _YEAR_WORDS if re.search(words, heading)}
    return said.pop() if len(said) == 1 and said <= set(_OFFSETS) else None


def _served(heading: str, base: Kind) -> tuple[KindSection, ...]:
    """What the heading does, by ``base``'s words, else by those of any shipped kind."""
    if served := sections_for(base, heading):
        return served
    if len(_YEAR.sub("", heading)) > _LONGEST_ROLE_HEADING:
        return ()
    others = (sections_for(kind, heading) for kind in load_kinds().values())
    return next((served for served in others if served), ())


def _alias_in(heading: str, known: KindSection) -> str:
    """The longest of the part's own names that stands in the heading."""
    names = [name for name in (known.heading, *known.aliases) if name in heading]
    return max(names, key=len, default=known.heading)


def _default_role(base: Kind) -> Role:
    roles = [section.role for section in base.sections]
    return next((role for role in roles if role in ("work", "tasks")), roles[0])


def _once(parts: Iterable[_Part]) -> Iterator[_Part]:
    """The parts without those that were there before: of most sorts a paper has one."""
    seen: set[tuple[str, str]] = set()
    for part in parts:
        single = part.known is not None and part.role not in _MANIFOLD
        mark = (part.role, "" if single else part.text)
        if mark not in seen:
            seen.add(mark)
            yield part


# -- several reports ------------------------------------------------------------------------------


def _grouped(reports: Iterable[tuple[str, list[_Part]]]) -> list[_Group]:
    """The parts of all reports put together, in the newest one's order.

    What it lacks stands behind the part it followed in the report that has it.
    """
    groups: list[_Group] = []
    for report, parts in reports:
        at = -1
        for part in parts:
            fits = (n for n, each in enumerate(groups) if _is_same(part, parts, each, report))
            found = next(fits, None)
            if found is None:
                found = at + 1
                groups.insert(found, _Group())
            groups[found].parts.append(part)
            groups[found].reports.add(report)
            at = found
    return groups


def _is_same(part: _Part, beside: Sequence[_Part], group: _Group, report: str) -> bool:
    """Whether a part is the group's: by what it does where there is one such, else by its words."""
    if report in group.reports:
        return False
    first = group.parts[0]
    if part.known is not None and first.known is not None and part.role == first.role:
        alone = sum(each.role == part.role for each in beside) == 1
        return part.role not in _MANIFOLD or alone or _alike(part.text, first.text)
    return (part.known is None) == (first.known is None) and _alike(part.text, first.text)


def _alike(one: str, other: str) -> bool:
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other)]
    least = min(len(each) for each in pairs)
    return one == other or (least > 0 and len(pairs[0] & pairs[1]) / least >= _ALIKE)


def _sections(groups: Sequence[_Group], reports: int, base: Kind) -> Iterator[KindSection]:
    """A section a group; what the base has for a part goes to the first that is that part."""
    given: list[KindSection] = []
    for group in groups:
        first = group.parts[0]
        known = first.known if first.known not in given else None
        own = dict.fromkeys(part.text for part in group.parts if len(part.text) >= _SHORTEST_ALIAS)
        aliases = dict.fromkeys((*own, *(known.aliases if known else ())))
        if known:
            given.append(known)
        yield KindSection.model_validate(
            {
                "role": first.role,
                "heading": first.text,
                "aliases": tuple(alias for alias in aliases if alias != first.text),
                "year": Counter(part.year for part in group.parts).most_common(1)[0][0],
                "required": _is_required(group, reports),
                **(_words(known) if known and known in base.sections else {}),
            }
        )


def _words(known: KindSection) -> dict[str, object]:
    return {
        "lead": known.lead,
        "phrases": known.phrases,
        "usual": known.usual,
        "measures_lead": known.measures_lead,
    }


def _is_required(group: _Group, reports: int) -> bool:
    if reports > 1:
        return 2 * len(group.reports) > reports
    first = group.parts[0]
    return first.known is not None or _names_a_part(first.text)


def _names_a_part(heading: str) -> bool:
    return "，" not in heading and heading.endswith(tuple(lexicon("learning")["names_a_part"]))


def _salutation(newest: Sequence[Report], base: Kind) -> str:
    """The salutation most reports begin with; an office addressed is the sheet's audience."""
    said, times = Counter(report.salutation for report in newest).most_common(1)[0]
    if said and (not _PEOPLE.search(said) or OPEN in mask(said).text):
        return ""
    return said if 2 * times > len(newest) else base.salutation


def _closes(report: Report, pattern: str) -> bool:
    last = [report.closing[-1]] if report.closing else []
    below = [section.paragraphs[-1] for section in report.walk() if section.paragraphs]
    return bool(pattern) and any(re.search(pattern, text) for text in (*last, *below[-1:]))


def _notes(newest: Sequence[Report], kind: Kind, base: Kind) -> Iterator[str]:
    if len(newest) == 1:
        yield "只有一份材料：哪些部分每年都要有，几份同类材料一起学更准"
    roles = {section.role for section in kind.sections}
    for section in base.required():
        if section.role not in roles:
            yield f"自带的{base.name}有“{section.heading}”，这些材料里没有，没有写进去"
    optional = [section.heading for section in kind.sections if not section.required]
    if optional:
        yield f"当作可有可无的：{'、'.join(optional)}；每年必有的请删去 required: false"
