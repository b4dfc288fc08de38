"""The paper on the desk: a sheet on its way, the draft made of it, and the talk about both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from assistant.draft import Draft
from assistant.export.plain import from_plain, to_plain
from assistant.sheet.facts import Decision, Fact, Guidance, Problem, Sheet
from corpus.errors import ReadingError
from corpus.kinds import load_kinds

Voice = Literal["writer", "nigao"]
Tone = Literal["", "error"]


@dataclass(frozen=True, slots=True)
class Said:
    """One message; ``offers`` are answers one may give with a click."""

    voice: Voice
    text: str
    offers: tuple[str, ...] = ()
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One document being written.

    ``sheet`` holds open facts for the blanks of the report followed (``like``, "" for none);
    ``question`` is the key of what was asked last and not answered, ``settled`` the keys never to
    be asked again. ``version`` is the number of the version this is, ``note`` what made it.
    ``touched`` says that people revised the draft since it was written whole.
    """

    id: str
    sheet: Sheet
    like: str = ""
    draft: Draft | None = None
    talk: tuple[Said, ...] = ()
    question: str = ""
    settled: tuple[str, ...] = ()
    version: int = 0
    note: str = ""
    touched: bool = False

    @property
    def title(self) -> str:
        """What the paper is called in lists: the draft's title, else office, year and kind."""
        if self.draft:
            return self.draft.title
        kind = load_kinds().get(self.sheet.kind)
        named = f"{self.sheet.office}{self.sheet.year}年{kind.name if kind else ''}"
        return self.sheet.title or named.replace("年年度", "年度")

    def saying(self, text: str, offers: tuple[str, ...] = (), tone: Tone = "") -> Paper:
        """The paper after we said ``text``."""
        return replace(self, talk=(*self.talk, Said("nigao", text, offers, tone)))

    def hearing(self, text: str) -> Paper:
        """The paper after the writer said ``text``."""
        return replace(self, talk=(*self.talk, Said("writer", text)))

    def settle(self, *keys: str) -> Paper:
        """The paper with these questions never to be asked again."""
        fresh = tuple(key for key in keys if key not in self.settled)
        asked = "" if self.question in keys else self.question
        return replace(self, settled=(*self.settled, *fresh), question=asked)

    def with_facts(self, *facts: Fact) -> Paper:
        """The paper with these facts in place of those of the same id, new ones at the end."""
        given = {fact.id: fact for fact in facts}
        kept = tuple(given.pop(fact.id, fact) for fact in self.sheet.facts)
        return self.with_sheet(facts=(*kept, *given.values()))

    def with_sheet(self, **changes: Any) -> Paper:
        """The paper with these parts of its sheet changed."""
        return replace(self, sheet=self.sheet.model_copy(update=changes))

    def given_facts(self) -> Iterator[Fact]:
        """The facts that have a value or tell an event."""
        return (fact for fact in self.sheet.facts if not fact.is_open)

    def told(self) -> Sheet:
        """The sheet to draft from: what nobody gave and nobody must give is left out."""
        facts = tuple(fact for fact in self.sheet.facts if fact.required or not fact.is_open)
        return self.sheet.model_copy(update={"facts": facts, "like": self.like})


def next_id(letter: str, items: tuple[Fact | Problem | Guidance | Decision, ...]) -> str:
    """The first id of this letter behind all that are taken."""
    taken = [int(item.id[1:]) for item in items if item.id[:1] == letter and item.id[1:].isdigit()]
    return f"{letter}{max(taken, default=0) + 1}"


def paper_to_plain(paper: Paper) -> dict[str, Any]:
    """The paper as it is kept; :func:`paper_from_plain` makes an equal one."""
    return {
        "id": paper.id,
        "sheet": sheet_to_plain(paper.sheet),
        "like": paper.like,
        "draft": to_plain(paper.draft) if paper.draft else None,
        "talk": _talks().dump_python(paper.talk, mode="json"),
        "question": paper.question,
        "settled": list(paper.settled),
        "version": paper.version,
        "note": paper.note,
        "touched": paper.touched,
    }


def paper_from_plain(plain: dict[str, Any]) -> Paper:
    """The paper that was kept as ``plain``.

    Raises:
        ReadingError: it is not a paper's.
    """
    try:
        return Paper(
            id=str(plain["id"]),
            sheet=Sheet.model_validate(plain["sheet"]),
            like=str(plain["like"]),
            draft=from_plain(plain["draft"]) if plain["draft"] else None,
            talk=_talks().validate_python(plain["talk"]),
            question=str(plain["question"]),
            settled=tuple(map(str, plain["settled"])),
            version=int(plain["version"]),
            note=str(plain["note"]),
            touched=bool(plain["touched"]),
        )
    except (KeyError, TypeError, ValueError, ValidationError) as error:
        raise ReadingError("这份稿件的存档读不出来；请从稿件列表里另开一份") from error


def sheet_to_plain(sheet: Sheet) -> dict[str, Any]:
    """The sheet as plain keys and values, its defaults left out."""
    return sheet.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _talks() -> TypeAdapter[tuple[Said, ...]]:
    return TypeAdapter(tuple[Said, ...])
