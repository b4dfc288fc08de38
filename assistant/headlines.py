"""Headlines: a past heading that is itself a deed or a praise is none of this year's.

完成机关支部换届 tells last year's deed as much as a sentence does; 风险防控有新突破 praises.
Without a fact or a decision the topic is left (风险防控方面), or the heading goes. What names a
topic or a standing task (扛牢政治责任, 推动企业上市) stays. The words are data in
``corpus/lexicon/headings.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from assistant.brief import Phrase
from assistant.deciding import decide
from assistant.freshening import Spoken
from assistant.likeness import bigrams, share
from assistant.openrows import is_bare_row
from assistant.rolling import Roller, topic_of
from assistant.sheet.facts import Fact
from corpus.lexicon import lexicon
from corpus.matters import (
    Clause,
    act_verb,
    praise_in,
    read_statements,
    trim_appraisal,
    wording_of,
)

_BORNE = 0.6
_LONGEST_TOPIC = 14
_DEED = "去年的动作，今年无事实支持，不作标题"
_PRAISE = "评价没有事实支持，不作标题"


@dataclass(frozen=True, slots=True)
class Headline:
    """A heading rolled forward, "" when nothing of it is left.

    ``claim`` is the whole heading where any fact of the section bears out its praise; ``gone`` are
    gaps for the clauses that may not be told.
    """

    text: str
    claim: str = ""
    gone: tuple[Phrase, ...] = ()


def is_claim(heading: str, *, plan: bool = False) -> bool:
    """Whether a heading tells a deed or a praise; a ``plan`` tells what is to be done."""
    return any(_claims(clause, plan=plan) for clause in _clauses(heading, plan=plan))


def heading_clauses(heading: str, place: Spoken) -> tuple[Clause, ...]:
    """The clauses of a heading, in the order in which :func:`rolled_heading` counts them."""
    return _clauses(heading, plan=place.forward)


def rolled_heading(past: str, place: Spoken, ref: str, roller: Roller) -> Headline:
    """The heading as it may stand this year; ``{ref}.0`` is the id of its first clause."""
    said: list[str] = []
    topics: list[str] = []
    gone: list[Phrase] = []
    soft = True
    for at, clause in enumerate(heading_clauses(past, place)):
        if not _needs_proof(clause, place, roller):
            said.append(clause.text)
            continue
        decided = decide(clause.text, roller.decisions)
        if decided:
            roller.met.update(each.id for each in decided.decisions)
        if decided and decided.text and decided.stands:
            said.append(decided.text)
            continue
        reason = decided.reason if decided and not decided.text else ""
        gone.append(_gap(clause, f"{ref}.{at}", reason))
        soft = soft and clause.soft and not decided
        left = "" if reason else _left_of(clause, roller)
        (said if _is_whole(left) else topics).append(left)
    if not gone:
        text = roller.heading(past, place) if said == _texts(past, place) else "，".join(said)
        return Headline(text)
    text = "，".join(filter(None, said)) or next((f"{t}方面" for t in topics if t), "")
    claim = roller.heading(past, place) if soft else ""
    return Headline(roller.heading(text, place) if text else "", claim, tuple(gone))


def _texts(past: str, place: Spoken) -> list[str]:
    return [clause.text for clause in heading_clauses(past, place)]


@cache
def _words(name: str) -> re.Pattern[str]:
    entry = lexicon("headings")[name]
    return re.compile(entry if isinstance(entry, str) else "|".join(entry))


def _clauses(heading: str, *, plan: bool) -> tuple[Clause, ...]:
    return tuple(clause for each in read_statements(heading, plan=plan) for clause in each.clauses)


def _claims(clause: Clause, *, plan: bool) -> bool:
    text = clause.text
    topical = bool(_words("topical").search(text))
    standing = bool(_words("standing").search(text))
    if clause.wording == "act":
        lasts = clause.verb == "日期" or not act_verb(text, plan=True)
        return clause.verb != "引语" and not (lasts and (topical or standing))
    if clause.wording == "appraisal":
        praises = _words("hard").search(text) or trim_appraisal(text)
        return not topical and bool(praises or not standing)
    done = bool(_words("done").search(text) or _words("praised").search(text))
    return clause.wording != "fault" and done and not plan and not topical


def _needs_proof(clause: Clause, place: Spoken, roller: Roller) -> bool:
    if clause.wording == "appraisal" and place.background:
        return False
    named = clause.wording == "act" and clause.verb != "引语" and roller.names_past(clause.text)
    if not named and not _claims(clause, plan=place.forward):
        return False
    return not _borne(clause, place, roller.filling.facts.values())


def _borne(clause: Clause, place: Spoken, facts: Iterable[Fact]) -> bool:
    """Whether a fact of this year says the deed, its ending and its praise."""
    own = bigrams(clause.text)
    must = [*_words("finished").findall(clause.text), praise_in(clause.text)]
    if clause.wording == "act" and clause.verb != "日期":
        must.append(clause.verb)
    for fact in facts:
        words = f"{fact.label}，{fact.text}，{fact.say}"
        past = fact.year not in (None, place.year) or is_bare_row(fact)
        open_yet = not place.forward and _words("unfinished").search(words)
        told = all(word in words for word in must) and share(own, bigrams(words)) >= _BORNE
        if told and not past and not open_yet:
            return True
    return False


def _gap(clause: Clause, ref: str, reason: str) -> Phrase:
    praises = clause.wording == "appraisal" or _words("praised").search(clause.text)
    usual = _PRAISE if praises else _DEED
    return Phrase("", clause.stop, clause.stance, ref=ref, reason=reason or usual)


def _left_of(clause: Clause, roller: Roller) -> str:
    """What of the clause still names a topic, "" when nothing does."""
    text = clause.text
    bare = _words("praised_lead").sub("", text)
    trimmed = trim_appraisal(text)
    if bare != text and len(bare) >= 4 and wording_of(bare) == "routine":
        left = bare
    elif clause.wording == "appraisal" and trimmed:
        left = trimmed
    else:
        left = _topic(_words("opens").sub("", text), clause)
    return "" if roller.names_past(left) else left


def _topic(text: str, clause: Clause) -> str:
    praise = praise_in(text) if clause.wording == "appraisal" else ""
    before = [text.find(praise)] if praise else []
    before += [text.find(word) for word in lexicon("headings")["awards"] if word == clause.verb]
    told = topic_of(text) if praise or _words("praised").search(text) else ""
    topics = [text[:at] for at in before if at >= 2] + ([told] if told else [])
    topic = min(topics, key=len, default="").rstrip("的、和与及")
    fits = 2 <= len(topic) <= _LONGEST_TOPIC and not _words("done").search(topic)
    return topic if fits and not _words("subjects").search(topic) else ""


def _is_whole(left: str) -> bool:
    """Whether what is left is a heading by itself (推进普惠金融) and no bare topic."""
    return bool(_words("standing").search(left)) and not _words("hard").search(left)
