"""The model writer: brief → prompt → chat → parse → guard, once more on faults, then ours.

Whatever the model says, a figure comes from a fact and a deed from the sheet: what the guard will
not pass is replaced by the template writer's own sentence, and the draft says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from assistant.brief import SLOT, Brief, Line, Phrase
from assistant.draft import Evidence, Hole, Paragraph, Sentence
from assistant.ledger import Ledger
from assistant.planning import Plan, words_of_sheet
from assistant.prompting import fenced, fingerprint, render
from assistant.watching import UNWATCHED, Watch
from assistant.wiring import Gate, streamed
from assistant.writing.guard import Fault, Guard
from assistant.writing.protocol import Said, filled, parse_reply
from assistant.writing.template import TemplateWriter
from assistant.writing.writer import HOLE, Replaced, Written
from corpus.errors import ModelError, Stopped

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

PROMPTS = ("system", "section", "repair")
CALLS = 16
_LENGTH = {"opening": 120, "closing": 120, "guiding": 220, "problems": 250}
_FORWARD = ("next", "tasks", "guiding", "safeguards")
_MODEL = Evidence("model", "", "模型行文")


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
        return {"model": self.model, "prompts": {name: fingerprint(name) for name in PROMPTS}}

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
        guard = self._guard(brief)
        try:
            sentences, faults = self._ask(brief, guard, watch)
        except ModelError as error:
            self._failure = str(error)
            return _makeshift(ours, self._failure, brief)
        return _merged(brief, guard, sentences, faults, ours)

    # -- talking to the model --

    def _ask(
        self, brief: Brief, guard: Guard, watch: Watch
    ) -> tuple[tuple[Said, ...], tuple[Fault, ...]]:
        from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

        messages: list[BaseMessage] = [
            SystemMessage(render("system")),
            HumanMessage(self._prompt(brief, guard)),
        ]
        reply = self._reply(messages, brief, guard, watch)
        sentences = parse_reply(reply)
        faults = guard.faults(sentences)
        if faults:
            told = [{"sentence": fenced(f.sentence), "reason": fenced(f.reason)} for f in faults]
            messages += [AIMessage(reply), HumanMessage(render("repair", faults=told))]
            second = parse_reply(self._reply(messages, brief, guard, watch))
            again = guard.faults(second)
            if second and len(again) <= len(faults):
                return second, again
        return sentences, faults

    def _reply(
        self, messages: Sequence[BaseMessage], brief: Brief, guard: Guard, watch: Watch
    ) -> str:
        """The whole reply; a stream that breaks has been redone from its beginning.

        Raises:
            Stopped: ``watch`` said so.
        """
        parts: list[str] = []
        for part in streamed(self.chat, messages, self.gate):
            if watch.stopped():
                raise Stopped
            if part is None:  # begun anew
                parts.clear()
                continue
            parts.append(part)
            if "\n" in part:
                watch.said(brief.id, _sound_so_far("".join(parts), guard))
        return "".join(parts)

    def _prompt(self, brief: Brief, guard: Guard) -> str:
        items = guard.items.values()

        def shown(*sorts: str) -> list[dict[str, object]]:
            return [
                {"id": each.ref, "text": fenced(each.shown), "required": each.required}
                for each in items
                if each.sort in sorts
            ]

        others = [each.heading for each in self.plan.briefs() if each.level == 1]
        return render(
            "section",
            kind=self.plan.kind.name,
            title=fenced(self.plan.title),
            heading=fenced(brief.heading or _unnamed(brief)),
            year=brief.year,
            forward=_is_forward(brief),
            others=[fenced(each) for each in others if each and each != brief.heading],
            length=_length(brief, self.plan.sheet.words),
            guide="对同志们说话，多用“我们要”，少用数字" if self.plan.kind.is_spoken else "",
            facts=shown("value", "event", "mended"),
            problems=shown("problem"),
            measures=shown("measure"),
            guidance=shown("guidance"),
            phrasing=[fenced(each) for each in _phrasing(brief)],
        )

    def _guard(self, brief: Brief) -> Guard:
        sheet = self.plan.sheet
        own = tuple(name for name in (sheet.office, sheet.short, sheet.own) if name)
        forward = _is_forward(brief) or self.plan.kind.plan
        return Guard(brief, self._ledger, self._said, own, forward)


# -- what the model is shown of the past ------------------------------------------------------


def _phrasing(brief: Brief) -> Iterator[str]:
    for lines in brief.paragraphs:
        for line in lines:
            if text := _shown(line):
                yield text


def _shown(line: Line) -> str:
    kept = [phrase for phrase in line.phrases if not phrase.is_gap]
    return line.ordinal + "".join(_masked(p) + (p.stop or "。") for p in kept) if kept else ""


def _masked(phrase: Phrase) -> str:
    def mark(at: int) -> str:
        slot = phrase.slots[at]
        suffix = f".{slot.derived}" if slot.derived else ""
        return f"{{{slot.fact}{suffix}}}" if slot.fact else f"（数）{slot.measure}"

    return SLOT.sub(lambda found: mark(int(found[1])), phrase.text)


def _is_forward(brief: Brief) -> bool:
    return brief.targets or brief.role in _FORWARD


def _unnamed(brief: Brief) -> str:
    return {"opening": "开头", "closing": "结尾"}.get(brief.role, "（无标题的条目）")


def _length(brief: Brief, words: int | None) -> int:
    carried = sum(len(text) for text in _phrasing(brief))
    told = 40 * (len(brief.facts) + len(brief.problems) + len(brief.measures))
    wanted = _LENGTH.get(brief.role, max(120, carried + told))
    return min(wanted, words) if words else wanted


def _has_matter(brief: Brief) -> bool:
    return bool(brief.paragraphs or brief.facts or brief.problems or brief.measures)


def _sound_so_far(reply: str, guard: Guard) -> str:
    """The finished lines of a reply that may stand, values put in; what cannot is not shown."""
    finished = parse_reply(reply[: reply.rfind("\n") + 1])
    return "\n".join(
        filled(each.text, guard.facts) for each in finished if not any(guard.reasons(each))
    )


# -- what stands at the end ---------------------------------------------------------------------


def _merged(
    brief: Brief,
    guard: Guard,
    sentences: Sequence[Said],
    faults: Sequence[Fault],
    ours: Written,
) -> Written:
    """The model's sound sentences, and ours for what they leave untold; ours alone if none is."""
    bad = {fault.at for fault in faults if fault.at >= 0}
    sound = [each for at, each in enumerate(sentences) if at not in bad]
    if not sound:
        return _all_ours(ours, "；".join(f.reason for f in faults[:3]) or "没有可用的句子", brief)
    paragraphs = _paragraphs(sound, guard)
    missing = {guard.items[ref].item for ref in guard.missing(sound)}
    paragraphs, holes = _with_ours(paragraphs, missing, ours)
    replaced = tuple(
        Replaced(brief.heading or _unnamed(brief), fault.sentence, fault.reason) for fault in faults
    )
    return Written(tuple(paragraphs), holes, ours.dropped, replaced)


def _paragraphs(sound: Sequence[Said], guard: Guard) -> list[Paragraph]:
    paragraphs: list[list[Sentence]] = []
    last = -1
    for each in sound:
        if each.paragraph != last:
            paragraphs.append([])
            last = each.paragraph
        evidence = tuple(guard.items[ref].evidence for ref in sorted(each.ids))
        paragraphs[-1].append(Sentence(filled(each.text, guard.facts), evidence or (_MODEL,)))
    return [tuple(paragraph) for paragraph in paragraphs]


def _with_ours(
    paragraphs: list[Paragraph], missing: set[str], ours: Written
) -> tuple[list[Paragraph], tuple[Hole, ...]]:
    """Our sentences for what is missing, behind the model's; holes stand with their sentences."""
    holes = iter(ours.holes)
    kept_holes: list[Hole] = []
    added: list[Sentence] = []
    for sentence in (s for paragraph in ours.paragraphs for s in paragraph):
        own = [next(holes) for _ in range(sentence.text.count(HOLE))]
        tells = {e.ref for e in sentence.evidence} & missing
        if tells or own:
            added.append(sentence)
            kept_holes.extend(own)
            missing -= tells
    if added:
        paragraphs[-1] = (*paragraphs[-1], *added)
    return paragraphs, tuple(kept_holes)


def _makeshift(ours: Written, reason: str, brief: Brief) -> Written:
    return replace(_all_ours(ours, reason, brief), makeshift=True)


def _all_ours(ours: Written, reason: str, brief: Brief) -> Written:
    return replace(
        ours,
        replaced=(Replaced(brief.heading or _unnamed(brief), "", f"整节由模板代写：{reason}"),),
    )
