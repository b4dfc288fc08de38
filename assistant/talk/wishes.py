"""What a writer may wish for at the desk, a sort each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Act = Literal["redo", "shorten", "lengthen", "lock", "unlock"]
Form = Literal["docx", "pdf", "md", "html"]
What = Literal["stop", "undo", "help", "hello", "check", "draft", "thanks", "agreed"]
Answered = Literal["none", "later", "same", "kept"]


@dataclass(frozen=True, slots=True)
class Begin:
    """Write a new paper; ``occasion`` is the meeting a speech is for, "" where none was named."""

    kind: str
    year: int | None = None
    office: str = ""
    occasion: str = ""


@dataclass(frozen=True, slots=True)
class Give:
    """Facts of this year, in the writer's words.

    ``sure`` is false for a sentence that tells no value, day or deed: it is asked about first.
    """

    text: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class GiveProblem:
    """A shortcoming of this year."""

    text: str


@dataclass(frozen=True, slots=True)
class GiveGuidance:
    """What was said from above, and where."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """Another value for what ``label`` speaks of."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to the question that stands; ``text`` is the new wording of 改为…."""

    said: Answered | Literal["changed"]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Revise:
    """Do something to one section."""

    where: str
    act: Act


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about past reports."""

    query: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """A file of the draft."""

    form: Form = "docx"
    clean: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The office, the title or the year of the paper."""

    office: str = ""
    year: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Plainly:
    """A wish without particulars."""

    what: What


@dataclass(frozen=True, slots=True)
class Unheard:
    """Nothing we know how to do."""

    text: str


Wish = (
    Begin
    | Give
    | GiveProblem
    | GiveGuidance
    | Change
    | Answer
    | Revise
    | Ask
    | Export
    | Head
    | Plainly
    | Unheard
)
