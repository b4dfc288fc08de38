"""R604: sections of a draft that say what last year's said, or what stands in for a model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from assistant.draft import Draft, DraftSection, Sentence
from eval.checks.remarks import missing, quoted, remark
from eval.examined import Examined
from eval.finding import Finding
from eval.grounds import Grounds


def routine(examined: Examined, grounds: Grounds) -> Iterator[Finding]:
    """R604: routine wording carried, and a model's words replaced by it, once a section."""
    draft = grounds.draft
    if draft is None:
        return
    vain = _in_vain(draft)
    for section in draft.walk():
        sentences = [each for paragraph in section.paragraphs for each in paragraph]
        carried = [each for each in sentences if _is_carried(each)]
        reasons = vain.pop(section.heading, [])
        if carried or reasons:
            message = _message(section, len(carried), reasons)
            yield _at_first(examined, section, (carried or sentences)[:1], message)
    for section_name, reasons in vain.items():
        yield missing("R604", section_name, f"{quoted(section_name)}{_replaced(reasons)}")


def _is_carried(sentence: Sentence) -> bool:
    return any(evidence.note.startswith("沿用") for evidence in sentence.evidence)


def _in_vain(draft: Draft) -> dict[str, list[str]]:
    """Why a model's words could not stand, by the heading they were written for."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    rows: Sequence[Mapping[str, str]] = draft.recipe.get("replaced", ())
    for row in rows:
        found[row["section"]].append(row["reason"])
    return dict(found)


def _message(section: DraftSection, carried: int, reasons: Sequence[str]) -> str:
    told = quoted(f"{section.number}{section.heading}")
    if carried:
        told += f"沿用往年常规表述{carried}句，请通读一遍，确认今年仍是这样做的。"
    return told + (_replaced(reasons) if reasons else "")


def _replaced(reasons: Sequence[str]) -> str:
    more = f"等{len(reasons)}处" if len(reasons) > 1 else ""
    first = reasons[0].rstrip("。；")
    return f"模型写的有不能用的，已换成模板的表述（{first}{more}），原话见 draft.json，请通读一遍。"


def _at_first(
    examined: Examined, section: DraftSection, first: Sequence[Sentence], message: str
) -> Finding:
    """At the first such sentence, where the text has it as the draft does."""
    heading = f"{section.number}{section.heading}"
    for sentence in first:
        for piece in examined.bodies:
            at = piece.text.find(sentence.text)
            if at >= 0 and examined.heading_of(piece) == heading:
                return remark("R604", examined, piece, at, at + len(sentence.text), message)
    return missing("R604", heading, message)
