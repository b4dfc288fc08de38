"""New facts into a file people have edited: only what they change, as tracked changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.draft import Draft, DraftSection, Paragraph, Sentence
from assistant.edited.changes import AUTHOR, Place
from assistant.edited.comments import with_lines
from assistant.edited.marking import Edit, mark_edits, may_mark
from assistant.edited.page import Line, Page
from assistant.edited.styles import page_of
from assistant.edited.wordfile import COMMENTS, DOCUMENT, WordFile
from assistant.export.annexes import change_cell
from assistant.export.kept import kept_xml
from assistant.export.remarks import fact_lines, opening_words, renamed_parts
from assistant.fact_changes import FactChange, compare_sheets
from assistant.ledger import Ledger
from assistant.renewals import Renewal
from assistant.renewing import renew_sentence
from assistant.returning import Returned, kept_draft, read_page_back
from assistant.sheet.facts import Decision, Fact, Guidance, Problem, Sheet
from corpus.errors import ReadingError, SheetError

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OF_SHEET = ("fact", "problem", "guidance", "decision")
_AROUND = 12
_Item = Problem | Guidance | Decision


@dataclass(frozen=True, slots=True)
class Marked:
    """One tracked change: where, what became what, and because of which fact."""

    place: str
    was: str
    now: str
    why: str


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The renewed file, and the lists to read beside it.

    ``marked`` are the tracked changes, ``by_hand`` what a person must look at, each a Chinese
    line; ``untold`` are facts that changed or are new and stand nowhere in the text.
    """

    content: bytes
    draft: Draft
    marked: tuple[Marked, ...] = ()
    by_hand: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()


def refresh_word(file: WordFile, new: Sheet, draft: Draft | None = None) -> Refreshed:
    """The file with the figures of changed facts renewed, and nothing else touched.

    The file tells what it was drafted from by the part it keeps; for a clean copy ``draft`` tells
    it. Sentences people wrote anew are left alone and listed. The same input gives the same bytes:
    the revisions bear our name and the new sheet's date.

    Raises:
        ReadingError: the file cannot be read, or neither it nor ``draft`` says what it was
            drafted from.
        SheetError: the new sheet is of another year.
    """
    kept = file.kept()
    was = draft or kept_draft(file)
    if was.sheet is None:
        raise ReadingError(
            "这份草稿没有带着事实表，比不出哪些数变了；请用新事实表重新运行 nigao draft"
        )
    if was.sheet.year != new.year:
        raise SheetError(
            f"新事实表是{new.year}年的，稿子是{was.sheet.year}年的；请换同一年的事实表，"
            "或用 nigao draft 起草新一年的稿子"
        )
    page = page_of(file)
    returned = read_page_back(page, was, was.sheet)
    work = _Refreshing(page, returned, was.sheet, new)
    work.run()
    renewed = _renewed_draft(work)
    parts = _changed_parts(file, work, renewed, kept[0] if kept else "")
    return replace(work.told(), content=file.with_parts(parts), draft=renewed)


@dataclass
class _Refreshing:
    page: Page
    returned: Returned
    was: Sheet
    new: Sheet
    edits: list[Edit] = field(default_factory=list)
    marked: list[Marked] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ledger = Ledger.of(self.was)
        self.facts, self.added = compare_sheets(self.was, self.new)
        self.changed = {each.was.id: each for each in self.facts if each.tells_otherwise}
        self.told_of: set[str] = set()
        # The sentences' texts as they come out, in the order of ``returned.places``.
        self.texts = [place.sentence.text for place in self.returned.places]

    def run(self) -> None:
        """Find every edit, in reading order."""
        places: defaultdict[int, list[int]] = defaultdict(list)
        for number, place in enumerate(self.returned.places):
            places[place.line].append(number)
        rows = dict(_rows(self.page))
        for at, line in enumerate(self.page.lines):
            if line.row is not None:
                self._cell(at, line, rows[line.row])
            elif at in places:
                for number in places[at]:
                    self.texts[number] = self._sentence(self.returned.places[number])
            elif line.text:
                self._text(at, 0, line.text, self.was.year)

    def told(self) -> Refreshed:
        """The lists."""
        untold = [
            _untold(each) for ref, each in self.changed.items() if ref not in self.told_of
        ] + [f"新增事实{fact.id}“{_name(fact)}”，稿中没有写" for fact in self.added]
        by_hand = [*self.by_hand, *self._other_lists()]
        return Refreshed(
            b"", self.returned.draft, tuple(self.marked), tuple(by_hand), tuple(untold)
        )

    def _other_lists(self) -> Iterator[str]:
        for name, key in (("问题清单", "problems"), ("上级精神", "guidance")):
            olds, news = getattr(self.was, key), getattr(self.new, key)
            if [*map(_without_id, olds)] != [*map(_without_id, news)]:
                yield f"{name}也有变动，没有动稿子，请对照新事实表看一遍"

    # -- places --

    def _sentence(self, place: Place) -> str:
        """The sentence's text as it comes out; one a person wrote anew stays."""
        sentence = place.sentence
        if not (sentence.locked and not sentence.evidence):
            renewed_text = self._text(place.line, place.start, place.text, place.year)
            return renewed_text.replace("\n", "")
        renewed = renew_sentence(sentence.text, self.ledger, self.changed, year=place.year)
        for each in renewed.renewals:
            self.told_of.add(each.ref)
            self.by_hand.append(
                f"“{opening_words(sentence.text)}”是{sentence.locked}写的，没有动；其中"
                f"“{sentence.text[each.start : each.end]}”按新事实是“{each.now}”（{each.why}）"
            )
        return sentence.text

    def _text(self, at: int, start: int, text: str, year: int) -> str:
        renewed = renew_sentence(text, self.ledger, self.changed, year=year)
        self.told_of.update(each.ref for each in renewed.renewals)
        self.by_hand += [f"“{opening_words(text)}”：{note}" for note in renewed.by_hand]
        done = [each for each in renewed.renewals if self._mark(at, start, text, each)]
        for each in reversed(done):
            text = text[: each.start] + each.now + text[each.end :]
        return text

    def _cell(self, at: int, line: Line, cells: Sequence[str]) -> None:
        """A cell of a table whose first cell names a changed fact."""
        for change in self.changed.values():
            if change.now is None or cells[0].strip() != change.was.label or not cells[0].strip():
                continue
            for old, new in _cell_forms(change.was, change.now):
                if line.text == old != new:
                    why = f"{change.now.id} {change.now.label}"
                    renewal = Renewal(0, len(old), new, change.was.id, why)
                    self._mark(at, 0, line.text, renewal, f"表：{cells[0]}")
                    return

    def _mark(self, at: int, start: int, text: str, renewal: Renewal, place: str = "") -> bool:
        edit = Edit(at, start + renewal.start, start + renewal.end, renewal.now)
        was = text[renewal.start : renewal.end]
        self.told_of.add(renewal.ref)
        if not may_mark(self.page, edit):
            words = opening_words(text)
            self.by_hand.append(f"“{words}”里的“{was}”应改为“{renewal.now}”，此处改不动")
            return False
        self.edits.append(edit)
        self.marked.append(Marked(place or _around(text, renewal), was, renewal.now, renewal.why))
        return True


def _renewed_draft(work: _Refreshing) -> Draft:
    """The draft as it now stands, its evidence under the ids of the new sheet."""
    ids = _new_ids(work.was, work.new) | {f.was.id: f.now.id for f in work.facts if f.now}
    texts = iter(work.texts)

    def sentence(own: Sentence) -> Sentence:
        evidence = tuple(
            replace(each, ref=ids.get(each.ref, each.ref)) if each.origin in _OF_SHEET else each
            for each in own.evidence
        )
        return replace(own, text=next(texts), evidence=evidence)

    def paragraphs(own: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return tuple(tuple(sentence(each) for each in paragraph) for paragraph in own)

    def section(own: DraftSection) -> DraftSection:
        return replace(
            own,
            paragraphs=paragraphs(own.paragraphs),
            children=tuple(section(each) for each in own.children),
        )

    draft = work.returned.draft
    # In reading order: the texts are handed out one after the other.
    opening = paragraphs(draft.opening)
    sections = tuple(section(each) for each in draft.sections)
    closing = paragraphs(draft.closing)
    return replace(draft, opening=opening, sections=sections, closing=closing, sheet=work.new)


def _new_ids(was: Sheet, now: Sheet) -> dict[str, str]:
    """The new ids of problems, guidance and decisions that stayed the same but for their id."""
    told: tuple[tuple[Sequence[_Item], Sequence[_Item]], ...] = (
        (was.problems, now.problems),
        (was.guidance, now.guidance),
        (was.decisions, now.decisions),
    )
    return {
        old.id: new.id
        for olds, news in told
        for old in olds
        for new in news
        if _without_id(old) == _without_id(new)
    }


def _changed_parts(file: WordFile, work: _Refreshing, draft: Draft, kept: str) -> dict[str, bytes]:
    """The parts to write: the text, our remarks, and what the file keeps of its draft."""
    date = f"{work.new.date.isoformat()}T00:00:00Z" if work.new.date else ""
    changed = {DOCUMENT: mark_edits(file.document, work.page, work.edits, author=AUTHOR, date=date)}
    if COMMENTS in file.parts:
        changed[COMMENTS] = _remarks(file.parts[COMMENTS], work.facts)
    if kept:
        changed[kept] = (_XML + kept_xml(draft, work.new)).encode()
    return changed


def _remarks(comments: bytes, facts: Sequence[FactChange]) -> bytes:
    """Our remarks with their facts as they are now; a remark people rewrote stays."""
    renewed: dict[str, str] = {}
    ids = {each.was.id: each.now.id for each in facts if each.now is not None}
    for each in facts:
        if each.now is not None:
            for old, new in zip(fact_lines(each.was), fact_lines(each.now), strict=True):
                # A fact without last year's value has one line for all: that of its value.
                renewed.setdefault(old, new)
    return with_lines(comments, lambda line: renewed.get(line) or renamed_parts(line, ids))


def _rows(page: Page) -> Iterator[tuple[tuple[int, int], list[str]]]:
    rows: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for line in page.lines:
        if line.row is not None:
            rows[line.row].append(line.text)
    yield from rows.items()


def _cell_forms(was: Fact, now: Fact) -> Iterator[tuple[str, str]]:
    """Each way a cell may tell the fact, beside what it tells now."""
    if was.value is not None and now.value is not None:
        yield f"{was.value:f}", f"{now.value:f}"
        yield f"{was.value:f}{was.measure}", f"{now.value:f}{now.measure}"
    if was.previous is not None and now.previous is not None:
        yield f"{was.previous:f}", f"{now.previous:f}"
    if was.previous is not None:
        yield change_cell(was), change_cell(now)


def _without_id(item: _Item) -> _Item:
    return item.model_copy(update={"id": ""})


def _around(text: str, renewal: Renewal) -> str:
    """The words before and behind a change, to find it by."""
    start, end = max(0, renewal.start - _AROUND), renewal.end + _AROUND // 2
    before = "…" if start else ""
    return before + text[start:end] + ("…" if end < len(text) else "")


def _untold(change: FactChange) -> str:
    was, now = change.was, change.now
    if now is None:
        return f"事实{was.id}“{_name(was)}”在新事实表里没有了，稿中没有写它的数"
    return f"事实{now.id}“{_name(now)}”变了（{_value(was)}→{_value(now)}），稿中没有写"


def _name(fact: Fact) -> str:
    return fact.label or opening_words(fact.text)


def _value(fact: Fact) -> str:
    return f"{fact.value:f}{fact.measure}" if fact.value is not None else fact.text or "未填"
