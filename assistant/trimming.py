"""What is left of a sentence when the lightest of it goes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.draft import Sentence
from assistant.sheet.facts import Fact, Weight
from assistant.writing.counted import worded
from corpus.clauses import split_clauses
from corpus.enumerating import strip_list
from corpus.figures import find_figures
from corpus.matters import Clause, read_statements, wording_of
from corpus.phrases import find_set_phrases

STOPS = "，；。！？"
# How much of a sentence or clause must be 提法 for it to be told for their sake.
_FIXED = 0.25
_COMPARED = re.compile(r"同比|[较比](?:上年|去年|年初|同期)|增长|下降|增加|减少|持平")
# One of a pair of clauses, of which neither stands alone: the other half, or what it is about.
_PAIRED = re.compile(
    r"^(?:一手|一边|一方面|另一方面|既|又|不仅|不但|而且|也|还|无论|不论|其中|比|要|应|须)|越"
)
# What a sentence cannot end on: it begins what goes on, or only names what is spoken of.
_GOES_ON = re.compile(
    r"^(?:凡|对(?![标照])|同(?!步|比)|与|在|针对|围绕|当|如果|只|虽|尽管|因为|由于|除|从(?!严))|"
    r"(?:等|时|后|前|的|方面|过程中|基础上)$"
)
_LEAST = 10
# A stretch this long that an event's words share with a clause is told by the clause.
_SHARED = 4


def _tells_facts(sentence: Sentence) -> bool:
    return any(each.origin == "fact" for each in sentence.evidence)


def without_appraisal(sentence: Sentence) -> str:
    """The sentence without the praise it ends in; "" when it is nothing else."""
    if _tells_facts(sentence):
        return sentence.text
    clauses = list(split_clauses(sentence.text))
    while clauses and wording_of(clauses[-1].body) == "appraisal":
        clauses.pop()
    text = "".join(clause.text for clause in clauses)
    return f"{text.rstrip(STOPS)}。" if text and text != sentence.text else text


def without_lists(sentence: Sentence) -> str:
    """The sentence without lists before 等 that it can do without."""
    if _tells_facts(sentence):
        return sentence.text
    return "".join(strip_list(clause.body) + clause.stop for clause in split_clauses(sentence.text))


def without_routine(sentence: Sentence) -> str:
    """Nothing of a sentence that rests on last year's routine wording alone; 提法 stay."""
    carried = all(each.origin in ("passage", "kind") for each in sentence.evidence)
    stays = not sentence.evidence or not carried or _is_fixed(sentence.text)
    return sentence.text if stays else ""


def without_facts(sentence: Sentence, facts: Mapping[str, Fact], going: Sequence[Weight]) -> str:
    """The sentence without what it tells of such facts; "" when it tells of no other."""
    told = [facts[each.ref] for each in sentence.evidence if each.ref in facts]
    if not told or not any(fact.weight in going for fact in told):
        return sentence.text
    if all(fact.weight in going for fact in told):
        return ""
    amounts = [worded(fact) for fact in told if fact.weight in going and fact.value is not None]
    staying = [worded(fact) for fact in told if fact.weight not in going]
    return _without_clauses(sentence.text, amounts, staying)


def _without_clauses(text: str, amounts: Sequence[str], staying: Sequence[str]) -> str:
    """The text without later clauses that tell these amounts alone, and what compares them."""
    kept: list[str] = []
    gone = False
    for clause in split_clauses(text):
        compares = gone and bool(_COMPARED.match(clause.body))
        alone = any(amount in clause.body for amount in amounts) and not any(
            amount in clause.body for amount in staying
        )
        gone = bool(kept) and (compares or alone)
        if not gone:
            kept.append(clause.text)
    return "".join(kept).rstrip(STOPS) + text[-1]


def without_routine_clauses(sentence: Sentence, facts: Mapping[str, Fact], over: int) -> str:
    """The sentence without later clauses that tell nothing of this year, until ``over`` is gone.

    From its end. The first clause stays, and so do clauses others hang on, 提法 and pairs.
    """
    statements = read_statements(sentence.text)
    if len(statements) != 1:
        return sentence.text
    clauses = list(statements[0].clauses)
    events = [facts[each.ref].text for each in sentence.evidence if each.ref in facts]
    gone = 0
    for at in range(len(clauses) - 1, 0, -1):
        if gone >= over:
            break
        if _may_go(clauses, at, events):
            gone += len(clauses[at].text) + 1
            clauses = _less(clauses, at)
    return statements[0].ordinal + "".join(clause.text + clause.stop for clause in clauses)


def _may_go(clauses: Sequence[Clause], at: int, events: Sequence[str]) -> bool:
    clause, before = clauses[at], clauses[at - 1]
    follows = clauses[at + 1] if at + 1 < len(clauses) else None
    hangs_on = follows is not None and follows.stance in ("result", "aim")
    return (
        clause.wording == "routine"
        and clause.stance in ("head", "aim", "result")
        and before.stance not in ("lead", "means")
        and "：" not in (before.stop, clause.stop)
        and not hangs_on
        and not _GOES_ON.search(before.text)
        and sum(len(each.text) for each in clauses) - len(clause.text) >= _LEAST
        and not _PAIRED.match(clause.text)
        and not (follows and _PAIRED.match(follows.text))
        and not find_figures(clause.text)
        and not _is_fixed(clause.text)
        and not any(_tells(clause.text, event) for event in events)
    )


def _less(clauses: Sequence[Clause], at: int) -> list[Clause]:
    """The clauses without one, whose mark the one before takes over where it weighs more."""
    before, clause = clauses[at - 1], clauses[at]
    stop = before.stop if before.stop == "；" and clause.stop == "，" else clause.stop
    return [*clauses[: at - 1], replace(before, stop=stop), *clauses[at + 1 :]]


def _tells(clause: str, event: str) -> bool:
    stretches = (clause[at : at + _SHARED] for at in range(len(clause) - _SHARED + 1))
    return any(stretch in event for stretch in stretches)


def _is_fixed(text: str) -> bool:
    """Whether the words are told for the standing expressions in them."""
    return sum(span.end - span.start for span in find_set_phrases(text)) >= _FIXED * len(text)
