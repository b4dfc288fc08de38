"""The guard: nothing of a model's reply goes into a draft that this year's sheet does not bear out.

Each rule looks at one sentence (or at the whole section for what is missing) and says, in Chinese,
what is wrong with it: the model is told in these words, and so is the person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.brief import Brief
from assistant.derived import derived_figures
from assistant.ledger import Ledger
from assistant.likeness import bigrams, share
from assistant.sheet.facts import Fact
from assistant.tracing import trace_figures
from assistant.writing.materials import Material, materials_of
from assistant.writing.protocol import VALUE, Said, filled
from corpus.blanks import find_blanks
from corpus.clauses import split_clauses
from corpus.figures import find_figures
from corpus.matters import wording_of
from corpus.names import find_names
from corpus.phrases import find_set_phrases, find_stale

_SAYS = 0.5
_FITS = 0.4
_MARKDOWN = re.compile(r"^\s*(?:#{1,6}\s|[-*+]\s|>\s|\d+[.)、]\s*|\|)|\*\*|__|`")
_NUMBERED = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_CHATTER = re.compile(
    r"^(?:好的|当然|以下是|根据您|根据你的|抱歉|对不起|作为(?:一个)?(?:AI|人工智能|语言模型)|希望|请注意|注：|说明：)"
)
_ECHO = re.compile(
    r"[〖〗]|另有人写|请写“|[必可]写）|必写的|可写增减|写作要求|这一节的?(?:标题|正文)|往年(?:同一节的)?表述"
)
_TEMPLATE = re.compile(r"\{[^}]*\}|⟦[^⟧]*⟧|【待补")
_QUOTED = re.compile(r"“([^”]{8,})”")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a sentence (its place in the reply, -1 for the section as a whole)."""

    at: int
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
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
    items: Mapping[str, Material] = field(init=False)
    _judged: dict[str, tuple[str, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", materials_of(self.brief))

    @property
    def facts(self) -> dict[str, Fact]:
        """The facts that have a value to put in, by ref."""
        return {ref: each.fact for ref, each in self.items.items() if each.fact}

    def faults(self, sentences: Sequence[Said]) -> tuple[Fault, ...]:
        """Every fault of the section, sentence by sentence, then what it leaves out."""
        found = [
            Fault(at, each.raw, reason)
            for at, each in enumerate(sentences)
            for reason in self.reasons(each)
        ]
        if not sentences:
            return (Fault(-1, "", "没有写出正文"),)
        found.extend(
            Fault(-1, "", f"没有写到{ref}：{self.items[ref].says}")
            for ref in self.missing(sentences)
        )
        return tuple(found)

    def reasons(self, said: Said) -> tuple[str, ...]:
        """What is wrong with one sentence, in the order of the rules; it is judged only once."""
        if said.raw not in self._judged:
            self._judged[said.raw] = tuple(self._reasons(said))
        return self._judged[said.raw]

    def _reasons(self, said: Said) -> Iterator[str]:
        unknown = sorted(ref for ref in said.ids if ref not in self.items)
        if unknown:
            yield f"没有编号为{'、'.join(unknown)}的材料，或它不属于这一节"
            return
        for rule in _RULES:
            yield from rule(self, said)

    def missing(self, sentences: Sequence[Said]) -> list[str]:
        """Ids of what this section must tell and does not, in the sheet's order."""
        named = {ref for each in sentences for ref in each.ids}
        return [ref for ref, each in self.items.items() if each.required and ref not in named]

    def bare(self, said: Said) -> str:
        """The sentence without its value marks, for rules that look at its own words."""
        return VALUE.sub("", said.text)

    def known(self, text: str) -> bool:
        """Whether the sheet itself says these words."""
        return text.strip("“”《》") in self.said


def _is_form(guard: Guard, said: Said) -> Iterator[str]:
    bare = guard.bare(said)
    if _MARKDOWN.search(said.raw) or _NUMBERED.search(said.raw):
        yield "不要用标题、序号或 Markdown 标记"
    if _LATIN.search(bare):
        yield "不要写英文"
    if _CHATTER.search(bare) or _ECHO.search(said.raw):
        yield "只给正文，不要说明、道歉或复述要求"
    if _TEMPLATE.search(bare):
        yield "有认不出的标记"


def _types_no_figure(guard: Guard, said: Said) -> Iterator[str]:
    cited = " ".join(guard.items[ref].says for ref in said.cited)
    for figure in find_figures(guard.bare(said)):
        is_year = figure.sort == "year" and int(figure.value) in (guard.brief.year,)
        if not is_year and figure.text not in cited:
            yield f"“{figure.text}”是自己写的数字，请改用编号或删去"
    for blank in find_blanks(guard.bare(said)):
        if blank.masked and blank.text not in cited:
            yield f"“{blank.text}”是遮盖符号，请改用编号或删去"


def _puts_values_right(guard: Guard, said: Said) -> Iterator[str]:
    if not said.values:
        return
    for ref, derived in said.values:
        fact = guard.facts.get(ref)
        if fact is None:
            yield f"{ref}没有数值，不能写成{{{ref}}}，请在句末标〔{ref}〕"
            return
        if derived and derived not in derived_figures(fact):
            yield f"{ref}没有可比的上年数，算不出这个增减"
            return
        wanted = bigrams(fact.label)
        if share(wanted, bigrams(said.text)) < _FITS:
            yield f"{{{ref}}}是“{fact.label}”的数，这句话说的不是这件事"
    text = filled(said.text, guard.facts)
    for trace in trace_figures(text, guard.ledger, year=guard.brief.year):
        if not trace.supported and trace.verdict != "apart":
            yield f"“{trace.figure.text}”放的地方不对：{trace.verdict}"
        elif trace.verdict == "traced" and _is_anothers(guard, said, trace.source):
            yield f"“{trace.figure.text}”放的地方不对：这句话说的是{trace.source}"


def _is_anothers(guard: Guard, said: Said, source: str) -> bool:
    """Whether the words speak of ``source`` and of no fact whose value they were given.

    Two facts may have one value (每季度督查1次, 每季度汇报1次); the other would then go untold.
    """
    named = {guard.items[ref].item: guard.facts[ref].label for ref, _ in said.values}
    other = next((fact for fact in guard.facts.values() if fact.id == source), None)
    if other is None or source in named:
        return False
    words = bigrams(said.text)
    own = max(share(bigrams(label), words) for label in named.values())
    return share(bigrams(other.label), words) > own


def _cites_truly(guard: Guard, said: Said) -> Iterator[str]:
    own = bigrams(said.text)
    for ref in said.cited:
        says = guard.items[ref].says
        if share(bigrams(says), own) < _SAYS:
            yield f"标了〔{ref}〕，但没有说{ref}的内容：{says}"


def _names_nothing_strange(guard: Guard, said: Said) -> Iterator[str]:
    for name in find_names(guard.bare(said), own=guard.own):
        if not guard.known(name.text):
            yield f"“{name.text}”在今年的材料里没有"
    for found in _QUOTED.finditer(guard.bare(said)):
        quoted = found[1]
        standing = sum(p.end - p.start for p in find_set_phrases(quoted)) >= len(quoted) * 0.6
        if not guard.known(quoted) and not standing:
            yield f"引文“{quoted}”没有上级精神支持"


def _tells_no_past_deed(guard: Guard, said: Said) -> Iterator[str]:
    if said.ids:
        return
    for clause in split_clauses(guard.bare(said)):
        wording = wording_of(clause.body, plan=guard.forward)
        if wording == "act":
            yield f"“{clause.body}”是一次性的事，今年的材料里没有"
        elif wording == "appraisal":
            yield f"“{clause.body}”是评价，没有事实支持"
        elif wording == "fault" and guard.brief.role != "problems":
            yield f"“{clause.body}”是问题，问题清单里没有"


def _owns_up_only_to_problems(guard: Guard, said: Said) -> Iterator[str]:
    listed = {ref for ref, each in guard.items.items() if each.sort == "problem"}
    if guard.brief.role != "problems" or said.ids & listed or said.text.endswith("："):
        return
    for clause in split_clauses(guard.bare(said)):
        if wording_of(clause.body) == "fault":
            yield f"“{clause.body}”是问题清单以外的问题"


def _is_of_the_year(guard: Guard, said: Said) -> Iterator[str]:
    for stale in find_stale(guard.bare(said), guard.brief.year, forward=guard.forward):
        if stale.strength == "error" and not guard.known(said.text[stale.start : stale.end]):
            yield f"“{stale.name}”不合{guard.brief.year}年：{stale.reason}"


_Rule = Callable[[Guard, Said], Iterator[str]]
_RULES: tuple[_Rule, ...] = (
    _is_form,
    _types_no_figure,
    _puts_values_right,
    _cites_truly,
    _names_nothing_strange,
    _tells_no_past_deed,
    _owns_up_only_to_problems,
    _is_of_the_year,
)
