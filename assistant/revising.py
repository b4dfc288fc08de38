"""Revising one section of a draft: everything else stays as it is, the numbers of holes included.

Each act takes a draft and gives another; none knows of files. A section is named by its id, its
heading or the path of its numbers (see :func:`assistant.parts.part_named`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.differing import differences
from assistant.draft import Draft, DraftSection, Paragraph, Sentence
from assistant.edited.alike import wording
from assistant.edited.changes import UNNAMED, Change
from assistant.edited.recognising import sort_of_change
from assistant.edited.standing import Standing
from assistant.parts import each_sentence, part_named, title_of, with_part, without_filled
from assistant.plan import Plan
from assistant.rewriting import rewritten
from assistant.sheet.facts import Sheet
from assistant.sheet.scalars import UNSEEN, read_text
from assistant.shortening import Key
from assistant.watching import UNWATCHED, Watch
from assistant.writing.writer import Writer
from corpus.clauses import split_sentences
from corpus.errors import RevisionError


@dataclass(frozen=True, slots=True)
class Revised:
    """The draft after one act, what the act changed, and Chinese lines on what it could not do."""

    draft: Draft
    section: str
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()


def redo(
    draft: Draft,
    name: str,
    plan: Plan,
    writer: Writer,
    *,
    jobs: int = 1,
    watch: Watch = UNWATCHED,
) -> Revised:
    """Write the section and all below it again, from a plan of the draft's own sheet.

    Locked sentences and sections people put in stay; so do the headings.

    Raises:
        RevisionError: no such section, it is none of the plan's, or nothing of it can be told.
        ModelError: the writer's model failed.
        Stopped: the watch said so.
    """
    part = part_named(draft, name)
    now, notes = rewritten(draft, part, plan, writer, jobs=jobs, watch=watch)
    said = [each for below in part.walk() for paragraph in below.paragraphs for each in paragraph]
    if now == draft and said and all(each.locked for each in said):
        notes = (*notes, "这一节的句子都锁定了，没有重写；要重写请先解锁")
    return revised(draft, now, part, notes)


def lock(draft: Draft, name: str, who: str) -> Revised:
    """Lock the section's sentences in the name of ``who``; those locked before stay so.

    Raises:
        RevisionError: no such section, or nobody to lock it for.
    """
    if not who.strip():
        raise RevisionError("锁定要写明是谁锁的")
    return _locked(draft, name, lambda sentence: sentence.locked or who.strip())


def unlock(draft: Draft, name: str) -> Revised:
    """Unlock all sentences of the section, whoever locked them.

    Raises:
        RevisionError: no such section.
    """
    return _locked(draft, name, lambda _: "")


def replace_sentence(
    draft: Draft, key: Key, text: str, who: str, sheet: Sheet | None = None
) -> Revised:
    """Put a person's own wording in place of one sentence; no wording takes it out.

    It keeps the evidence for what it still says and is locked for ``who``. Figures the facts do
    not bear out are told in the change's note.

    Raises:
        RevisionError: no such sentence.
    """
    part, was = sentence_at(draft, key)
    standing = Standing(sheet or draft.sheet)
    year = part.year or draft.year
    wanted = UNSEEN.sub("", read_text(text)).strip()
    said = tuple(
        Sentence(span.text, standing.kept([was], span.text, year), who or UNNAMED)
        for span in split_sentences(wanted)
    )
    now = without_filled(_with_sentences(draft, part, key, said))
    change = _change(title_of(part), was, said, standing.doubts(wanted, year))
    return Revised(now, title_of(part), () if now == draft else (change,))


def _change(section: str, was: Sentence, said: Paragraph, note: str) -> Change:
    """What became of the sentence that these stand for now."""
    if not said:
        return Change("删去", section, was.text, "")
    text = "".join(each.text for each in said)
    reworded = wording(was.text) != wording(text)
    sort = sort_of_change(was.text, text, reworded=reworded)
    return Change(sort, section, was.text, text, said[0].locked, note)


def sentence_at(draft: Draft, key: Key) -> tuple[DraftSection, Sentence]:
    """The section and the sentence at a place.

    Raises:
        RevisionError: nothing stands there.
    """
    name, paragraph, number = key
    part = part_named(draft, name or "结尾")
    if min(paragraph, number) >= 0:
        for at, each in enumerate(part.paragraphs):
            if at == paragraph and number < len(each):
                return part, each[number]
    raise RevisionError(f"“{title_of(part)}”里没有第{paragraph + 1}段第{number + 1}句")


def revised(draft: Draft, now: Draft, part: DraftSection, notes: Sequence[str] = ()) -> Revised:
    """What became of ``draft`` through one act on ``part``."""
    return Revised(now, title_of(part), differences(draft, now), tuple(notes))


def _with_sentences(draft: Draft, part: DraftSection, key: Key, said: Paragraph) -> Draft:
    """The draft with ``said`` for the sentence at ``key``; a paragraph left empty goes."""
    paragraphs = [list(each) for each in part.paragraphs]
    paragraphs[key[1]][key[2] : key[2] + 1] = said
    kept = tuple(tuple(each) for each in paragraphs if each)
    return with_part(draft, replace(part, paragraphs=kept))


def _locked(draft: Draft, name: str, lock_of: Callable[[Sentence], str]) -> Revised:
    part = part_named(draft, name)
    now = with_part(draft, each_sentence(part, lambda s: replace(s, locked=lock_of(s))))
    return revised(draft, now, part)
