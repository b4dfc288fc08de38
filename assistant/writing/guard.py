"""The guard: nothing of a model's reply goes into a draft that this year's sheet does not bear out.

Each rule looks at one sentence (or at the whole section for what is missing) and says, in Chinese,
what is wrong with it: the model is told in these words, and so is the person. No value is named in
them, since a confidential one must not go out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.brief import Brief
from assistant.ledger import Ledger
from assistant.likeness import bigrams, share
from assistant.sheet.facts import Fact
from assistant.writing import guard_claims, guard_form, guard_values
from assistant.writing.materials import Material, materials_of
from assistant.writing.prompted import phrasing_of
from assistant.writing.protocol import VALUE, Said

# How much of a clause a material's own words, or a masked past sentence, must hold to bear it out.
_BORNE_OUT = 0.5
_CARRIED = 0.7
# No sentence is longer: what is, need not be looked at further.
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a sentence (its place in the reply, -1 for the section as a whole)."""

    at: int
    sentence: str
    reason: str


@dataclass(frozen=True)
class Guard:
    """Judges the sentences of one section.

    ``ledger`` knows what the sheet and last year's report say, ``said`` is all the sheet's words,
    ``own`` the office's names, ``forward`` whether the section tells what is to be done.
    """

    brief: Brief
    ledger: Ledger
    said: str
    own: tuple[str, ...] = ()
    forward: bool = False
    _judged: dict[str, tuple[str, ...]] = field(init=False, default_factory=dict)

    @cached_property
    def items(self) -> Mapping[str, Material]:
        """What this section must or may tell, by the id in the protocol."""
        return materials_of(self.brief)

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The facts that have a value to put in, by ref."""
        return {ref: each.fact for ref, each in self.items.items() if each.fact}

    @cached_property
    def phrasing(self) -> Sequence[str]:
        """The masked past sentences the model was shown."""
        return tuple(phrasing_of(self.brief))

    def faults(self, sentences: Sequence[Said]) -> tuple[Fault, ...]:
        """Every fault of the section, sentence by sentence, then what it leaves out."""
        if not sentences:
            return (Fault(-1, "", "没有写出正文"),)
        found = [
            Fault(at, each.raw, reason)
            for at, each in enumerate(sentences)
            for reason in self.reasons(each)
        ]
        sound = [each for each in sentences if not self.reasons(each)]
        found.extend(
            Fault(-1, "", f"没有写到{ref}：{self.items[ref].says}")
            for ref in self.missing(sound)
            if not self.items[ref].secret
        )
        return tuple(found)

    def reasons(self, said: Said) -> tuple[str, ...]:
        """What is wrong with one sentence, in the order of the rules; it is judged only once."""
        if said.raw not in self._judged:
            self._judged[said.raw] = tuple(dict.fromkeys(self._reasons(said)))
        return self._judged[said.raw]

    def missing(self, sentences: Sequence[Said]) -> list[str]:
        """Ids of what this section must tell and does not, in the sheet's order.

        A value is told only where it is put in: to cite it is not enough.
        """
        told = {ref for each in sentences for ref in each.cited if ref not in self.facts}
        told |= {ref for each in sentences for ref, derived in each.values if not derived}
        return [ref for ref, each in self.items.items() if each.required and ref not in told]

    # -- what the rules ask --

    def bare(self, said: Said) -> str:
        """The sentence without its value marks, for rules that look at its own words."""
        return VALUE.sub("", said.text)

    def known(self, text: str) -> bool:
        """Whether the sheet itself says these words."""
        return text.strip("“”《》") in self.said

    def words_of(self, said: Said) -> str:
        """All the words of what the sentence names."""
        named = (self.items[ref] for ref in sorted(said.ids) if ref in self.items)
        return "\n".join(f"{each.says}\n{each.shown}" for each in named)

    def bears_out(self, said: Said, clause: str) -> bool:
        """Whether what the sentence names, or the phrasing shown, holds most of the clause."""
        if clause in self.words_of(said) or self.carried(clause):
            return True
        own = bigrams(clause)
        named = (self.items[ref] for ref in said.ids if ref in self.items)
        return any(share(own, bigrams(each.says + each.shown)) >= _BORNE_OUT for each in named)

    def carried(self, clause: str) -> str:
        """The masked past sentence that holds nearly all of a clause's words, "" if none does."""
        own = bigrams(clause)
        return next((line for line in self.phrasing if share(own, bigrams(line)) >= _CARRIED), "")

    def _reasons(self, said: Said) -> Iterator[str]:
        shown = {ref for ref, each in self.items.items() if not each.secret}
        unknown = sorted(said.ids - shown)
        if unknown:
            yield f"没有编号为{'、'.join(unknown)}的材料，或它不属于这一节"
            return
        if bare := sorted({ref for ref, _ in said.values} - self.facts.keys()):
            yield f"{bare[0]}没有数值，不能写成{{{bare[0]}}}，请在句末标〔{bare[0]}〕"
            return
        if len(said.raw) > _LONGEST:
            yield "不成一句话，请一行写一句"
            return
        for rule in _RULES:
            yield from rule(self, said)


_Rule = Callable[[Guard, Said], Iterator[str]]
_RULES: tuple[_Rule, ...] = (*guard_form.RULES, *guard_values.RULES, *guard_claims.RULES)
