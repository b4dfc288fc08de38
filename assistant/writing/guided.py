"""This year's wording from above, woven into the sentence that speaks of what guides the work."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.brief import Brief
from assistant.draft import Evidence
from assistant.likeness import bigrams, share
from assistant.sheet.facts import Guidance
from assistant.writing.lines import Told

_GUIDING = re.compile(r"^[^，；。]{0,30}(?:精神|思想为指导)[^，；。0-9]{0,6}，")
_STUDYING = re.compile(
    r"(?:全面|深入|认真|坚决|不折不扣|扎实|和|、|学习|宣传|贯彻|落实|把握|领会)+|精神$"
)
_ALREADY = 0.6


def weave(paragraphs: list[list[Told]], brief: Brief) -> list[list[Told]]:
    """The paragraphs with each piece of the brief's guidance said once.

    A sentence that says it already is only given it as evidence; else it goes behind the clause
    that names another 精神 or 思想为指导; else it is a sentence of its own, second in the section,
    or last where the times are told of.
    """
    told = [list(sentences) for sentences in paragraphs if sentences]
    for piece in brief.guidance:
        if not (_credited(told, piece) or _woven(told, piece)):
            must = "要" if brief.spoken else ""
            alone = Told(f"{must}{said(piece)}。", (_evidence(piece),))
            if not told:
                told.append([])
            at = len(told[0]) if brief.role == "situation" else 1
            told[0].insert(at, alone)
    return told


def said(piece: Guidance) -> str:
    """The clause that tells a piece of guidance."""
    text = piece.text.rstrip("。；， ")
    name = piece.name if piece.name.endswith("精神") else f"{piece.name}精神"
    if not text:
        return f"深入学习贯彻{name}"
    return text if piece.name in text else f"深入学习贯彻{name}，{text}"


def _credited(told: list[list[Told]], piece: Guidance) -> bool:
    own = _STUDYING.sub("", piece.text.rstrip("。；， "))
    wanted = bigrams(piece.text)
    for sentences in told:
        for at, each in enumerate(sentences):
            named = re.search(rf"{re.escape(piece.name)}(?:精神|部署)?[，。；、]", each.text)
            says = own in ("", piece.name) or share(wanted, bigrams(each.text)) >= _ALREADY
            text = each.text if says else _told_behind(each.text, piece)
            if named and text:
                sentences[at] = _with(each, text, piece)
                return True
    return False


def _told_behind(text: str, piece: Guidance) -> str:
    """What the piece says, behind the clause that names it already; "" where none ends so."""
    own = piece.text.rstrip("。；， ")
    named = re.search(rf"{re.escape(piece.name)}(?:精神|部署)(?=[，。；])", text)
    if not named or piece.name in own:
        return ""
    return f"{text[: named.end()]}，{own}{text[named.end() :]}"


def _woven(told: list[list[Told]], piece: Guidance) -> bool:
    for sentences in told[:2]:
        for at, each in enumerate(sentences[:2]):
            place = _behind_guiding_clause(each.text)
            if place:
                text = f"{each.text[:place]}{said(piece)}，{each.text[place:]}"
                sentences[at] = _with(each, text, piece)
                return True
    return False


def _behind_guiding_clause(text: str) -> int:
    """Where the last clause of the first four that names a 精神 or 思想 ends; 0 if none does."""
    end = found_end = 0
    for _ in range(4):
        clause = re.match(r"[^，；。]*，", text[end:])
        if clause is None:
            break
        if _GUIDING.match(clause[0]):
            found_end = end + clause.end()
        end += clause.end()
    return found_end


def _with(sentence: Told, text: str, piece: Guidance) -> Told:
    return replace(sentence, text=text, evidence=(*sentence.evidence, _evidence(piece)))


def _evidence(piece: Guidance) -> Evidence:
    return Evidence("guidance", piece.id, piece.issuer)
