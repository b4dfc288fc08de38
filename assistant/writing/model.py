"""The model writer: brief → prompt → chat → parse → guard, once more on faults, then ours.

Whatever the model says, a figure comes from a fact and a deed from the sheet: what the guard will
not pass is replaced by the template writer's own sentence, and the draft says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from assistant.brief import Brief
from assistant.calling import Gate
from assistant.ledger import Ledger
from assistant.planning import Plan, words_of_sheet
from assistant.prompting import fenced, fingerprint, prompt_names, render
from assistant.watching import UNWATCHED, Watch
from assistant.writing.guard import Fault, Guard
from assistant.writing.merging import all_ours, merged
from assistant.writing.prompted import is_forward, section_prompt
from assistant.writing.protocol import Said, filled, parse_reply
from assistant.writing.talk import Talk
from assistant.writing.template import TemplateWriter
from assistant.writing.writer import Written
from corpus.errors import ModelError, ReplyError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

CALLS = 16
# A model told of more faults than this at once does not mend them better.
_TOLD = 12


@dataclass
class ModelWriter:
    """Writes sections with a chat model; safe to call from several threads.

    After the endpoint failed for good once, nothing more is asked of it.
    """

    chat: BaseChatModel
    plan: Plan
    model: str
    fallback: TemplateWriter = field(default_factory=TemplateWriter)
    gate: Gate = field(default_factory=lambda: Gate(CALLS))
    name: str = "model"
    _failure: str = ""

    def __post_init__(self) -> None:
        past = (self.plan.like,) if self.plan.like else ()
        self._ledger = Ledger.of(self.plan.sheet, past)
        self._said = words_of_sheet(self.plan.sheet)

    def recipe(self) -> dict[str, Any]:
        """The model's name and each prompt's fingerprint."""
        return {
            "model": self.model,
            "prompts": {name: fingerprint(name) for name in prompt_names()},
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

        first = talk.ask(render("system"), section_prompt(self.plan, brief, guard.items), heard)
        sentences = parse_reply(first)
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

    def guard(self, brief: Brief) -> Guard:
        """What judges the sentences of this section."""
        sheet = self.plan.sheet
        own = tuple(name for name in (sheet.office, sheet.short, sheet.own) if name)
        forward = is_forward(brief) or self.plan.kind.plan
        return Guard(brief, self._ledger, self._said, own, forward)


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
