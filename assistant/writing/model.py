"""The model writer: brief → prompt → chat → parse → guard, once more on faults, then ours.

Whatever the model says, a figure comes from a fact and a deed from the sheet: what the guard will
not pass is replaced by the template writer's own sentence, and the draft says so.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from assistant.brief import Brief
from assistant.calling import Gate, Spent
from assistant.draft import Draft
from assistant.ledger import Ledger
from assistant.plan import Plan
from assistant.prompting import fenced, fingerprint, prompt_names, render
from assistant.said import words_of_sheet
from assistant.spending import with_talks
from assistant.watching import UNWATCHED, Watch
from assistant.writing.guard import Fault, Guard
from assistant.writing.merging import all_ours, merged
from assistant.writing.overview import PASS as OUTLINE
from assistant.writing.overview import focuses_in, outline_prompt
from assistant.writing.prompted import is_forward, section_prompt
from assistant.writing.protocol import Said, filled, parse_reply
from assistant.writing.smoothing import PASS, loose_sentences, smoothed, smoothing_prompt
from assistant.writing.talk import Talk
from assistant.writing.template import TemplateWriter
from assistant.writing.writer import Replaced, Written
from corpus.errors import ModelError, ReplyError, Stopped

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

CALLS = 16
# A model told of more faults than this at once does not mend them better.
_TOLD = 12
_TICK = 0.05


@dataclass
class ModelWriter:
    """Writes sections with a chat model; safe to call from several threads.

    With ``outline`` it is first asked what each section is to dwell on; ``lengths`` are the
    characters wanted of sections by brief. After the endpoint failed for good once, nothing more
    is asked of it.
    """

    chat: BaseChatModel
    plan: Plan
    model: str
    fallback: TemplateWriter = field(default_factory=TemplateWriter)
    gate: Gate = field(default_factory=lambda: Gate(CALLS))
    outline: bool = False
    lengths: Mapping[str, int] = field(default_factory=dict)
    name: str = "model"
    _failure: str = ""
    _focuses: Mapping[str, str] | None = None
    _outlining: threading.Lock = field(default_factory=threading.Lock)
    _talks: list[tuple[str, Spent]] = field(default_factory=list)
    _vain: list[Replaced] = field(default_factory=list)

    def __post_init__(self) -> None:
        past = (self.plan.like,) if self.plan.like else ()
        self._ledger = Ledger.of(self.plan.sheet, past)
        self._words = words_of_sheet(self.plan.sheet)

    def recipe(self) -> dict[str, Any]:
        """The model's name and each prompt's fingerprint."""
        return {
            "model": self.model,
            "prompts": {name: fingerprint(name) for name in prompt_names()},
            **({"outline": True} if self.outline else {}),
        }

    def fingerprint(self) -> str:
        """The model and prompts, and the whole sheet, kind and past report: the guard knows all."""
        plan = self.plan
        parts = (
            f"{self.name} {self.recipe()} {self.fallback.fingerprint()}",
            plan.sheet.model_dump_json(by_alias=True),
            plan.kind.model_dump_json(),
            plan.like.id if plan.like else "",
            plan.title,
            *(f"{brief} {length}" for brief, length in self.lengths.items()),
        )
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def write(self, brief: Brief, watch: Watch = UNWATCHED) -> Written:
        """The section in the model's words where they may stand, in the template's elsewhere.

        Raises:
            Stopped: ``watch`` said so before the section was finished.
        """
        ours = self.fallback.write(brief)
        if not ours.paragraphs or not _has_matter(brief):
            return ours
        if self._failure:
            return _makeshift(ours, self._failure, brief)
        guard = self.guard(brief)
        talk = Talk(self.chat, self.gate, watch)
        try:
            self._outline(watch)
            sentences, faults = self._asked(brief, guard, talk)
        except ReplyError as error:
            return _makeshift(ours, str(error), brief)
        except ModelError as error:
            self._failure = str(error)
            return _makeshift(ours, self._failure, brief)
        return replace(merged(brief, guard, sentences, faults, ours), spent=talk.spent)

    def _asked(
        self, brief: Brief, guard: Guard, talk: Talk
    ) -> tuple[tuple[Said, ...], tuple[Fault, ...]]:
        """What the model says of the section, and what is wrong with it when it was told once."""

        def heard(text: str) -> None:
            talk.watch.said(brief.id, _sound_so_far(text, guard))

        focus = (self._focuses or {}).get(brief.id, "")
        length = self.lengths.get(brief.id, 0)
        prompt = section_prompt(self.plan, brief, guard.items, focus, length)
        sentences = parse_reply(talk.ask(render("system"), prompt, heard))
        faults = guard.faults(sentences)
        if not faults:
            return sentences, faults
        told = [
            {"sentence": fenced(each.sentence), "reason": fenced(each.reason)}
            for each in _worst(faults)
        ]
        second = parse_reply(talk.more(render("repair", faults=told), heard))
        again = guard.faults(second)
        if second and len(again) <= len(faults):
            return second, again
        return sentences, faults

    # -- the whole --

    def smooth(self, draft: Draft, watch: Watch = UNWATCHED) -> Draft:
        """The draft with openings, closings and references smoothed in one pass.

        Raises:
            Stopped: ``watch`` said so.
        """
        secret = frozenset(fact.id for fact in self.plan.sheet.facts if fact.confidential)
        loose = loose_sentences(draft, secret)
        if loose and not self._failure:
            reply = self._said(PASS, smoothing_prompt(draft, self.plan.kind, loose), watch)
            whole = Brief("", 0, "", "", "", self.plan.sheet.year, run_in=False)
            draft, refused = smoothed(draft, reply, loose, self.guard(whole))
            self._vain.extend(refused)
        return with_talks(with_replaced(draft, self._vain), self._talks)

    def _outline(self, watch: Watch) -> None:
        """Ask once what each section is to dwell on; the others wait for it."""
        if not self.outline:
            return
        while not self._outlining.acquire(timeout=_TICK):
            if watch.stopped():
                raise Stopped
        try:
            if self._focuses is None:
                reply = self._said(OUTLINE, outline_prompt(self.plan), watch)
                self._focuses = focuses_in(self.plan, reply)
        finally:
            self._outlining.release()

    def _said(self, about: str, prompt: str, watch: Watch) -> str:
        """The reply to a question about the whole; "" where there is none, which is noted."""
        talk = Talk(self.chat, self.gate, watch)
        try:
            return talk.ask(render("editor"), prompt)
        except ModelError as error:
            self._vain.append(Replaced(about, "", f"没有做成{about}：{error}"))
            return ""
        finally:
            if talk.spent:
                self._talks.append((about, talk.spent))

    def guard(self, brief: Brief) -> Guard:
        """What judges the sentences of this section."""
        sheet = self.plan.sheet
        own = tuple(name for name in (sheet.office, sheet.short, sheet.own) if name)
        forward = is_forward(brief) or self.plan.kind.plan
        return Guard(brief, self._ledger, self._words, own, forward)


def with_replaced(draft: Draft, more: Sequence[Replaced]) -> Draft:
    """The draft with more of what a model wrote in vain."""
    if not more:
        return draft
    rows = [*draft.recipe.get("replaced", ()), *(each.to_plain() for each in more)]
    return replace(draft, recipe={**draft.recipe, "replaced": rows})


def _worst(faults: Sequence[Fault]) -> Sequence[Fault]:
    """Those to tell the model of: what is left out first, and of many wrong sentences the first."""
    return sorted(faults, key=lambda fault: fault.at >= 0)[:_TOLD]


def _has_matter(brief: Brief) -> bool:
    return bool(brief.paragraphs or brief.facts or brief.problems or brief.measures)


def _sound_so_far(reply: str, guard: Guard) -> str:
    """The finished lines of a reply that may stand, values put in; what cannot is not shown."""
    finished = parse_reply(reply[: reply.rfind("\n") + 1])
    return "\n".join(filled(each.text, guard.facts) for each in finished if not guard.reasons(each))


def _makeshift(ours: Written, reason: str, brief: Brief) -> Written:
    return replace(all_ours(ours, reason, brief), makeshift=True)
